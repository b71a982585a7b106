package io.github.kubetls.csr;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.Validity;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.manifest.FieldError;
import java.math.BigInteger;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Issues certificates for approved CertificateSigningRequests, as the controller {@code csrsigning} of the
 * kube-controller-manager does: one signer for one signer name.
 *
 * <p>But for serial number and time, what it issues is byte for byte what the controller issues for the same request and CA.
 * A request that breaks a rule of its signer gets the condition {@code Failed} with the controller's message. A signer with
 * a name of another domain has no such rules. For a name of {@code kubernetes.io} that is not built in there is no signer, as
 * in the controller.
 *
 * <pre>{@code
 * CertificateSigner signer =
 *     CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365));
 * CertificateSigningRequest issued = signer.sign(approved);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#signer-control-plane">
 *     Control plane signer</a>
 */
public final class CertificateSigner {

    private static final String VALIDATION_FAILURE = "SignerValidationFailure";

    private final SignerName signerName;
    private final CertificateAuthority ca;
    private final SigningProfile profile;
    private final Clock clock;
    private final Supplier<BigInteger> serialNumbers;

    private CertificateSigner(Builder builder) {
        this.signerName = builder.signerName;
        this.ca = builder.ca;
        this.profile = builder.profile.build();
        this.clock = builder.clock;
        this.serialNumbers = builder.serialNumbers;
    }

    /**
     * {@return a signer of the latest release, with the system's clock}
     *
     * @param signerName      the signer's name
     * @param ca              the CA that signs
     * @param maximumDuration {@code --cluster-signing-duration}
     * @throws IllegalArgumentException when the duration is not positive, or longer than about 292 years, or as
     *     {@link Builder#build} throws it
     */
    public static CertificateSigner of(SignerName signerName, CertificateAuthority ca, Duration maximumDuration) {
        return builder(signerName, ca).maximumDuration(maximumDuration).build();
    }

    /**
     * {@return a builder}
     *
     * @param signerName the signer's name
     * @param ca         the CA that signs
     */
    public static Builder builder(SignerName signerName, CertificateAuthority ca) {
        return new Builder(signerName, ca);
    }

    /**
     * Signs a request that is approved and meant for this signer. {@link #evaluate} tells why it did not.
     *
     * @param csr the request, as the API server stores it
     * @return the object with its certificate or with the condition {@code Failed}, to be sent to the subresource
     *     {@code status}; as it was when there is nothing to do, or signing failed in a way that passes
     */
    public CertificateSigningRequest sign(CertificateSigningRequest csr) {
        return evaluate(csr).csr();
    }

    /**
     * {@return the outcome of signing a request}
     *
     * @param csr the request, as the API server stores it
     */
    public SigningOutcome evaluate(CertificateSigningRequest csr) {
        String notReady = notReady(csr);
        if (!notReady.isEmpty()) {
            return new SigningOutcome.NotApplicable(csr, notReady);
        }
        CertificateRequest request;
        try {
            request = request(csr);
        } catch (InvalidFormatException e) {
            return new SigningOutcome.Error(
                    csr, "unable to parse csr " + GoText.quote(csr.metadata().name()) + ": " + e.rule());
        }
        Instant now = clock.instant();
        List<FieldError> violations = csr.signerName().violations(request, csr.usages(), profile.release());
        if (!violations.isEmpty()) {
            String message = violations.get(0).message();
            Condition failed = Condition.failed(VALIDATION_FAILURE, message).at(now);
            return new SigningOutcome.Failed(csr.withCondition(failed), message);
        }
        return issue(csr, request, now);
    }

    private CertificateRequest request(CertificateSigningRequest csr) {
        Optional<Provider> provider = ca.provider();
        if (provider.isPresent()) {
            try {
                return csr.fields.request().read(provider.get(), profile.release());
            } catch (CryptoException e) {
                // It knows the algorithm of the CA's key, and need not know that of another's.
                return csr.request(profile.release());
            }
        }
        return csr.request(profile.release());
    }

    private String notReady(CertificateSigningRequest csr) {
        if (!csr.signerName().equals(signerName)) {
            return "the request is for the signer " + csr.signerName();
        }
        if (csr.isDenied()) {
            return "the request is denied";
        }
        if (!csr.isApproved()) {
            return "the request is not approved";
        }
        if (csr.isFailed()) {
            return "the request has failed";
        }
        return csr.isIssued() ? "the request is already issued" : "";
    }

    private SigningOutcome issue(CertificateSigningRequest csr, CertificateRequest request, Instant now) {
        Instant caNotAfter = ca.certificate().getNotAfter().toInstant();
        Validity validity = profile.validity(now, csr.expirationSeconds(), caNotAfter);
        try {
            X509Certificate certificate = ca.sign(request, csr.usages(), validity, serialNumbers.get());
            return new SigningOutcome.Issued(csr.withCertificate(Pem.write(certificate)), certificate);
        } catch (IllegalArgumentException | IllegalStateException | CryptoException e) {
            return new SigningOutcome.Error(csr, "error auto signing csr: " + e.getMessage());
        }
    }

    /** The signer's name, its CA and its profile. */
    @Override
    public String toString() {
        return "CertificateSigner[" + signerName + ", " + ca + ", " + profile + "]";
    }

    /** Collects the parts of a {@link CertificateSigner}. */
    public static final class Builder {
        private final SignerName signerName;
        private final CertificateAuthority ca;
        private final SigningProfile.Builder profile = SigningProfile.builder();
        private Clock clock = Clock.systemUTC();
        private Supplier<BigInteger> serialNumbers;

        private Builder(SignerName signerName, CertificateAuthority ca) {
            this.signerName = Objects.requireNonNull(signerName, "signerName");
            this.ca = Objects.requireNonNull(ca, "ca");
            SecureRandom random = new SecureRandom();
            this.serialNumbers = () -> CertificateAuthority.randomSerialNumber(random);
        }

        /**
         * {@return this builder, with the longest duration, which is also the default; 8760 hours without it}
         *
         * @param duration {@code --cluster-signing-duration}
         * @throws IllegalArgumentException when the duration is not positive, or longer than about 292 years
         */
        public Builder maximumDuration(Duration duration) {
            profile.maximumDuration(duration);
            return this;
        }

        /**
         * {@return this builder, with how long before its issue a certificate begins; five minutes without it, as in
         * Kubernetes}
         *
         * @param backdate the duration, zero for none
         * @throws IllegalArgumentException when it is negative, or longer than about 292 years
         */
        public Builder backdate(Duration backdate) {
            profile.backdate(backdate);
            return this;
        }

        /**
         * {@return this builder, with the duration below which the backdate is added rather than counted; eight hours
         * without it, as in Kubernetes}
         *
         * @param threshold the duration
         * @throws IllegalArgumentException when it is negative, or longer than about 292 years
         */
        public Builder shortThreshold(Duration threshold) {
            profile.shortThreshold(threshold);
            return this;
        }

        /**
         * {@return this builder, with the release whose rules and durations apply; the latest one without it}
         *
         * @param release the release
         */
        public Builder release(KubernetesRelease release) {
            profile.release(release);
            return this;
        }

        /**
         * {@return this builder, with a clock; the system's without it}
         *
         * @param clock the clock
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * {@return this builder, with the source of randomness for serial numbers of 128 bits}
         *
         * @param random the source
         */
        public Builder random(SecureRandom random) {
            Objects.requireNonNull(random, "random");
            this.serialNumbers = () -> CertificateAuthority.randomSerialNumber(random);
            return this;
        }

        /**
         * {@return this builder, with where serial numbers come from} They must be unique within the CA and hard to guess.
         *
         * @param serialNumbers gives the next number
         */
        public Builder serialNumbers(Supplier<BigInteger> serialNumbers) {
            this.serialNumbers = Objects.requireNonNull(serialNumbers, "serialNumbers");
            return this;
        }

        /**
         * {@return the signer}
         *
         * @throws IllegalArgumentException when the name is of the domain {@code kubernetes.io} and not built in: the
         *     controller refuses it too
         */
        public CertificateSigner build() {
            if (signerName.isUnknownToKubernetes()) {
                throw new IllegalArgumentException("unrecognized signerName: " + GoText.quote(signerName.value())
                        + "; the signers of Kubernetes are " + SignerName.builtIn());
            }
            return new CertificateSigner(this);
        }
    }
}
