package io.github.kubetls.podcertificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateContent;
import io.github.kubetls.certificate.Validity;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.internal.text.GoText;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Issues certificates for PodCertificateRequests: one signer for one signer name, with a {@link Policy} of its own.
 *
 * <p>It acts on requests for its name that are open, takes the key from the request, and trusts what the request says of pod,
 * service account and node, which the API server has checked. It denies requests with annotations or kinds of keys that it
 * does not know, and whatever the policy denies. Its certificates live at least an hour and at most as long as the request and
 * the signer allow, begin two minutes early, and are to be refreshed after two thirds of their time. Certificate, times and
 * condition are for one update of the status.
 *
 * <pre>{@code
 * PodCertificateSigner signer = PodCertificateSigner.of(name, ca, request -> PodCertificateSigner.Answer.certify(
 *     CertificateContent.of(DistinguishedName.empty(), namesOf(request.pod()), KeyUsage.CLIENT_AUTH)));
 * PodCertificateRequest issued = signer.sign(request);
 * }</pre>
 *
 * @see <a href="https://github.com/kubernetes/enhancements/tree/master/keps/sig-auth/4317-pod-certificates">KEP 4317</a>
 */
public final class PodCertificateSigner {

    /** The least lifetime of a certificate that an API server takes. */
    public static final Duration LEAST_LIFETIME = Duration.ofHours(1);

    /** Reason for which a request with a kind of key that the signer does not support is denied. */
    public static final String UNSUPPORTED_KEY_TYPE = "UnsupportedKeyType";

    /** Reason for which a request with annotations that the signer does not know is denied. */
    public static final String INVALID_USER_ANNOTATIONS = "InvalidUnverifiedUserAnnotations";

    private static final Duration BACKDATE_END = Duration.ofMinutes(5);

    /** What the certificate of a request says, if it is to have one: the rules of one signer. */
    @FunctionalInterface
    public interface Policy {

        /**
         * {@return what to do with a request, whose annotations have keys that the signer knows}
         *
         * @param request the request; what it says of pod, service account and node is true
         */
        Answer evaluate(PodCertificateRequest request);
    }

    /** The answer of a {@link Policy}. */
    public sealed interface Answer {

        /**
         * Issue a certificate.
         *
         * @param content what it says
         */
        record Certify(CertificateContent content) implements Answer {}

        /**
         * Deny the request.
         *
         * @param reason  why, in one word of letters, such as {@code NamespaceUnknown}
         * @param message why, for people
         */
        record Deny(String reason, String message) implements Answer {}

        /**
         * {@return the answer to issue a certificate}
         *
         * @param content what it says
         */
        static Answer certify(CertificateContent content) {
            return new Certify(content);
        }

        /**
         * {@return the answer to deny the request}
         *
         * @param reason  why, in one word of letters, such as {@code NamespaceUnknown}
         * @param message why, for people
         */
        static Answer deny(String reason, String message) {
            return new Deny(reason, message);
        }
    }

    private final SignerName signerName;
    private final CertificateAuthority ca;
    private final Policy policy;
    private final List<X509Certificate> intermediates;
    private final Duration maximumDuration;
    private final Duration backdate;
    private final Set<String> annotationKeys;
    private final Set<PodKeyType> keyTypes;
    private final Clock clock;
    private final Supplier<BigInteger> serialNumbers;

    private PodCertificateSigner(Builder builder) {
        this.signerName = builder.signerName;
        this.ca = builder.ca;
        this.policy = builder.policy;
        this.intermediates = builder.intermediates;
        this.maximumDuration = builder.maximumDuration;
        this.backdate = builder.backdate;
        this.annotationKeys = builder.annotationKeys;
        this.keyTypes = builder.keyTypes;
        this.clock = builder.clock;
        this.serialNumbers = builder.serialNumbers;
    }

    /**
     * {@return a signer with the system's clock}
     *
     * @param signerName the signer's name
     * @param ca         the CA that signs
     * @param policy     what certificates say
     * @throws IllegalArgumentException as {@link Builder#build} throws it
     */
    public static PodCertificateSigner of(SignerName signerName, CertificateAuthority ca, Policy policy) {
        return builder(signerName, ca, policy).build();
    }

    /**
     * {@return a builder}
     *
     * @param signerName the signer's name
     * @param ca         the CA that signs
     * @param policy     what certificates say
     */
    public static Builder builder(SignerName signerName, CertificateAuthority ca, Policy policy) {
        return new Builder(signerName, ca, policy);
    }

    /**
     * Signs a request that is open and meant for this signer. {@link #evaluate} tells why it did not.
     *
     * @param request the request, as the API server stores it
     * @return the object with its certificate, or with the condition {@code Denied} or {@code Failed}, to be sent to the
     *     subresource {@code status}; as it was when there is nothing to do, or signing failed in a way that passes
     */
    public PodCertificateRequest sign(PodCertificateRequest request) {
        return evaluate(request).request();
    }

    /**
     * {@return the outcome of signing a request}
     *
     * @param request the request, as the API server stores it
     */
    public PodSigningOutcome evaluate(PodCertificateRequest request) {
        if (!request.signerName().equals(signerName)) {
            return new PodSigningOutcome.NotApplicable(
                    request,
                    "the request is for the signer "
                            + GoText.quote(request.signerName().value()));
        }
        Optional<Condition> outcome = request.outcome();
        if (outcome.isPresent()) {
            return new PodSigningOutcome.NotApplicable(
                    request, "the request is over: " + outcome.get().type());
        }
        Set<String> unknown = new TreeSet<>(request.unverifiedUserAnnotations().keySet());
        unknown.removeAll(annotationKeys);
        if (!unknown.isEmpty()) {
            return denied(
                    request,
                    INVALID_USER_ANNOTATIONS,
                    "the signer does not know the annotations " + GoText.quote(List.copyOf(unknown)));
        }
        PublicKey key;
        try {
            key = request.publicKey();
        } catch (InvalidFormatException e) {
            return failed(request, "RequestInvalid", "the key of the request cannot be read: " + e.rule());
        }
        if (PodKeyType.of(key).filter(keyTypes::contains).isEmpty()) {
            return denied(request, UNSUPPORTED_KEY_TYPE, "use a key of type " + names(keyTypes));
        }
        if (request.maxExpiration().compareTo(LEAST_LIFETIME) < 0) {
            return failed(request, "RequestInvalid", "a certificate cannot live for less than an hour");
        }
        Answer answer = policy.evaluate(request);
        return answer instanceof Answer.Certify certify
                ? issue(request, key, certify.content())
                : denied(request, ((Answer.Deny) answer).reason(), ((Answer.Deny) answer).message());
    }

    private static String names(Set<PodKeyType> types) {
        return types.stream().map(PodKeyType::kubernetesName).collect(Collectors.joining(" or "));
    }

    private PodSigningOutcome denied(PodCertificateRequest request, String reason, String message) {
        return new PodSigningOutcome.Denied(over(request, Condition.denied(reason, message)), message);
    }

    private PodSigningOutcome failed(PodCertificateRequest request, String reason, String message) {
        return new PodSigningOutcome.Failed(over(request, Condition.failed(reason, message)), message);
    }

    private PodCertificateRequest over(PodCertificateRequest request, Condition condition) {
        return request.withCondition(
                condition.toBuilder().lastTransitionTime(clock.instant()).build());
    }

    private PodSigningOutcome issue(PodCertificateRequest request, PublicKey key, CertificateContent content) {
        Instant notBefore = clock.instant().minus(backdate).truncatedTo(ChronoUnit.SECONDS);
        Duration granted =
                request.maxExpiration().compareTo(maximumDuration) < 0 ? request.maxExpiration() : maximumDuration;
        Instant caNotAfter = ca.certificate().getNotAfter().toInstant();
        Instant wanted = notBefore.plus(granted);
        Instant notAfter = wanted.isBefore(caNotAfter) ? wanted : caNotAfter;
        Duration lifetime = Duration.between(notBefore, notAfter);
        if (lifetime.compareTo(LEAST_LIFETIME) < 0) {
            return new PodSigningOutcome.Error(
                    request, "the CA has less than an hour left, and a certificate cannot live for less");
        }
        List<X509Certificate> chain = new ArrayList<>();
        try {
            chain.add(ca.sign(key, content, Validity.of(notBefore, notAfter), serialNumbers.get()));
        } catch (IllegalArgumentException | IllegalStateException | CryptoException e) {
            return new PodSigningOutcome.Error(request, "error signing the certificate: " + e.getMessage());
        }
        chain.addAll(intermediates);
        Instant beginRefreshAt = notBefore.plus(lifetime.multipliedBy(2).dividedBy(3));
        PodCertificateRequest issued = over(
                request.toBuilder().certificates(chain, beginRefreshAt).build(),
                Condition.builder(PodCertificateRequest.ISSUED).reason("Signed").build());
        return new PodSigningOutcome.Issued(issued, chain);
    }

    /** The signer's name and its CA. */
    @Override
    public String toString() {
        return "PodCertificateSigner[" + signerName + ", " + ca + "]";
    }

    /** Collects the parts of a {@link PodCertificateSigner}. */
    public static final class Builder {
        private final SignerName signerName;
        private final CertificateAuthority ca;
        private final Policy policy;
        private List<X509Certificate> intermediates = List.of();
        private Duration maximumDuration = PodCertificateRequest.DEFAULT_MAX_EXPIRATION;
        private Duration backdate = Duration.ofMinutes(2);
        private Set<String> annotationKeys = Set.of();
        private Set<PodKeyType> keyTypes = EnumSet.allOf(PodKeyType.class);
        private Clock clock = Clock.systemUTC();
        private Supplier<BigInteger> serialNumbers;

        private Builder(SignerName signerName, CertificateAuthority ca, Policy policy) {
            this.signerName = Objects.requireNonNull(signerName, "signerName");
            this.ca = Objects.requireNonNull(ca, "ca");
            this.policy = Objects.requireNonNull(policy, "policy");
            SecureRandom random = new SecureRandom();
            this.serialNumbers = () -> CertificateAuthority.randomSerialNumber(random);
        }

        /**
         * {@return this builder, with certificates that lead from the CA to one that is trusted; none without it}
         *
         * @param certificates the CA's own certificate first, unless it is trusted itself
         */
        public Builder intermediates(X509Certificate... certificates) {
            return intermediates(List.of(certificates));
        }

        /**
         * {@return this builder, with certificates that lead from the CA to one that is trusted; none without it}
         *
         * @param certificates the CA's own certificate first, unless it is trusted itself
         */
        public Builder intermediates(List<X509Certificate> certificates) {
            this.intermediates = List.copyOf(certificates);
            return this;
        }

        /**
         * {@return this builder, with the longest lifetime of a certificate; 24 hours without it}
         *
         * @param duration the lifetime
         * @throws IllegalArgumentException when it is less than an hour, which no API server takes
         */
        public Builder maximumDuration(Duration duration) {
            if (duration.compareTo(LEAST_LIFETIME) < 0) {
                throw new IllegalArgumentException("a certificate cannot live for less than an hour");
            }
            this.maximumDuration = duration;
            return this;
        }

        /**
         * {@return this builder, with how long before its issue a certificate begins; two minutes without it}
         *
         * @param backdate the duration; what is left of five minutes is for the clocks, and the way to the API server
         * @throws IllegalArgumentException when it is negative, or five minutes or more, which no API server takes
         */
        public Builder backdate(Duration backdate) {
            if (backdate.isNegative() || backdate.compareTo(BACKDATE_END) >= 0) {
                throw new IllegalArgumentException("a backdate must not be negative, and must be below five minutes");
            }
            this.backdate = backdate;
            return this;
        }

        /**
         * {@return this builder, with the keys of annotations that the policy looks at; none without it} A request with
         * another one is denied.
         *
         * @param keys the keys, such as {@code orders.example/tier}
         */
        public Builder annotationKeys(Set<String> keys) {
            this.annotationKeys = Set.copyOf(keys);
            return this;
        }

        /**
         * {@return this builder, with the kinds of keys that the signer supports; all without it}
         *
         * @param types the kinds, which a denial names
         * @throws IllegalArgumentException when there are none
         */
        public Builder keyTypes(Set<PodKeyType> types) {
            if (types.isEmpty()) {
                throw new IllegalArgumentException("a signer supports at least one kind of key");
            }
            this.keyTypes = EnumSet.copyOf(types);
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
         * @throws IllegalArgumentException when the name is of the domain {@code kubernetes.io}: those are reserved
         */
        public PodCertificateSigner build() {
            if (signerName.domain().equals("kubernetes.io")) {
                throw new IllegalArgumentException("the signer names of kubernetes.io are reserved for Kubernetes; use "
                        + "a name in a domain of your own");
            }
            return new PodCertificateSigner(this);
        }
    }
}
