package io.github.kubetls.podcertificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.ProofOfPossession;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code PodCertificateRequest} of {@code certificates.k8s.io}: a kubelet asks a signer for the certificate of a
 * pod, and the signer answers in the status.
 *
 * <p>Nobody approves it, and no signer of Kubernetes answers it. Any content can be held that the API's type can hold;
 * {@link #violations()} tells what the API server says about it. Of {@link #conditions()}, {@link #ISSUED},
 * {@link Condition#DENIED} and {@link Condition#FAILED} end a request; their {@code lastTransitionTime} is the signer's to set.
 *
 * <pre>{@code
 * KeyPair keyPair = PodKeyType.ECDSA_P256.generateKeyPair();
 * PodCertificateRequest request =
 *     PodCertificateRequest.builder(SignerName.of("ca.orders.example/workload"), pod, keyPair).build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#pod-certificate-requests">
 *     Pod certificate requests</a>
 */
public final class PodCertificateRequest implements Manifest {

    /** The apiVersion, since 1.37. */
    public static final String API_VERSION = "certificates.k8s.io/v1";

    /** The apiVersion since 1.35, removed in 1.40. */
    public static final String API_VERSION_BETA = "certificates.k8s.io/v1beta1";

    /** The apiVersion of 1.34. */
    public static final String API_VERSION_ALPHA = "certificates.k8s.io/v1alpha1";

    /** The kind. */
    public static final String KIND = "PodCertificateRequest";

    /** Type of the condition that a signer sets together with the certificate. */
    public static final String ISSUED = "Issued";

    /** How long a certificate may live at most when the request does not say it. */
    public static final Duration DEFAULT_MAX_EXPIRATION = Duration.ofHours(24);

    private final String apiVersion;
    private final ObjectMeta metadata;
    private final SignerName signerName;
    private final PodIdentity pod;
    private final int maxExpirationSeconds;
    private final StubRequest stub;
    private final ProofOfPossession proof;
    private final Map<String, String> annotations;
    private final PodStatus status;

    private PodCertificateRequest(Builder builder) {
        this.apiVersion = builder.apiVersion;
        this.metadata = builder.metadata;
        this.signerName = builder.signerName;
        this.pod = builder.pod.in(builder.metadata.namespace());
        this.maxExpirationSeconds = builder.maxExpirationSeconds;
        this.stub = builder.stub;
        this.proof = builder.proof;
        this.annotations = builder.annotations;
        this.status = builder.status;
    }

    /**
     * {@return a builder of a request as a kubelet of the latest release makes it}
     *
     * @param signerName the signer
     * @param pod        the pod
     * @param keyPair    the new key pair of the pod
     * @throws IllegalArgumentException when no API server accepts the key
     */
    public static Builder builder(SignerName signerName, PodIdentity pod, KeyPair keyPair) {
        return builder(signerName, pod, keyPair, KubernetesRelease.latest());
    }

    /**
     * {@return a builder of a request as a kubelet of a release makes it: with an empty PKCS#10 request from 1.36 on, with the
     * key and a proof before; the server generates the name, and the object goes when the pod goes}
     *
     * @param signerName the signer
     * @param pod        the pod
     * @param keyPair    the new key pair of the pod
     * @param release    the release, which decides on the apiVersion and on the form of the key
     * @throws IllegalArgumentException when no API server accepts the key, or the release, before 1.34, has no such objects
     * @throws CryptoException          when the provider cannot sign with the key
     */
    public static Builder builder(SignerName signerName, PodIdentity pod, KeyPair keyPair, KubernetesRelease release) {
        return PodRequestFields.requested(signerName, pod, keyPair, release);
    }

    /**
     * {@return a builder of a request as a kubelet of the latest release makes it}
     *
     * @param signerName the signer
     * @param pod        the pod
     * @param stub       a PKCS#10 request, of which the key counts
     */
    public static Builder builder(SignerName signerName, PodIdentity pod, CertificateRequest stub) {
        return PodRequestFields.builder(signerName, pod, KubernetesRelease.latest())
                .stub(StubRequest.of(stub));
    }

    /**
     * {@return the one object of a text, in YAML or JSON} The default of {@code spec.maxExpirationSeconds} is filled in.
     *
     * @param text the manifest
     * @throws InvalidFormatException when the text is no manifest of one PodCertificateRequest
     */
    public static PodCertificateRequest parse(String text) {
        return PodRequestFields.object(Yaml.read(text, ""));
    }

    /**
     * {@return the PodCertificateRequests of a text, in order: a stream of documents, a list as {@code kubectl get -o yaml}
     * prints it, or the list of an API answer; objects of other kinds are passed over}
     *
     * @param text the manifests
     * @throws InvalidFormatException when one of them cannot be read
     */
    public static List<PodCertificateRequest> parseAll(String text) {
        return PodRequestFields.all(text);
    }

    /**
     * {@return the one object of JDK values, as {@link #toMap()} and the readers of other libraries give them}
     *
     * @param map the values by field
     * @throws IllegalArgumentException when a value has no form in a manifest, with its path
     * @throws InvalidFormatException   as {@link #parse}
     */
    public static PodCertificateRequest fromMap(Map<String, ?> map) {
        return PodRequestFields.object(Yaml.fromMap(map));
    }

    /**
     * {@return the one object of a file}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read
     * @throws InvalidFormatException as {@link #parse}
     */
    public static PodCertificateRequest read(Path file) throws IOException {
        return ManifestReader.read(file, PodCertificateRequest::parse);
    }

    PodStatus status() {
        return status;
    }

    @Override
    public String apiVersion() {
        return apiVersion;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ObjectMeta metadata() {
        return metadata;
    }

    /** {@return {@code spec.signerName}} */
    public SignerName signerName() {
        return signerName;
    }

    /** {@return which pod it is for, as which service account it runs, and where; the namespace is that of the object} */
    public PodIdentity pod() {
        return pod;
    }

    /** {@return {@code spec.maxExpirationSeconds}: how long the certificate may live at most} */
    public Duration maxExpiration() {
        return Duration.ofSeconds(maxExpirationSeconds);
    }

    /** {@return a copy of the bytes of {@code spec.stubPKCS10Request}; none before 1.36} */
    public byte[] stubBytes() {
        return stub.bytes().clone();
    }

    /** {@return the key and the proof of {@code spec}, which there are up to v1beta1 only; without bytes when they are absent} */
    public ProofOfPossession proof() {
        return proof;
    }

    /**
     * {@return the key that the certificate is for: that of the PKCS#10 request, which is verified, or that beside the proof}
     *
     * @throws InvalidFormatException when an API server does not accept it
     */
    public PublicKey publicKey() {
        return stub.read().map(CertificateRequest::publicKey).orElseGet(proof::publicKey);
    }

    StubRequest stub() {
        return stub;
    }

    /** {@return {@code spec.unverifiedUserAnnotations}, unmodifiable: what the pod's author says, which nobody has checked} */
    public Map<String, String> unverifiedUserAnnotations() {
        return annotations;
    }

    /** {@return {@code status.conditions}, in order} */
    public List<Condition> conditions() {
        return status.conditions();
    }

    /** {@return the condition that ends the request, Issued, Denied or Failed; empty while it is open} */
    public Optional<Condition> outcome() {
        return status.outcome();
    }

    /** {@return {@code status.certificateChain}, PEM text if all is well; empty before it is issued} */
    public String certificateChain() {
        return status.certificateChain();
    }

    /**
     * {@return the issued certificates, leaf first; none before one is issued}
     *
     * @throws InvalidFormatException when {@code status.certificateChain} holds something else
     */
    public List<X509Certificate> certificates() {
        return certificates(KubernetesRelease.latest());
    }

    /**
     * {@return the issued certificates as a release reads them, leaf first; none before one is issued}
     *
     * @param release the release
     * @throws InvalidFormatException as {@link #certificates()}
     */
    public List<X509Certificate> certificates(KubernetesRelease release) {
        return PodRequestFields.certificates(status.certificateChain(), release);
    }

    /** {@return {@code status.notBefore}: from when the certificate is valid; empty before it is issued} */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(status.notBefore());
    }

    /** {@return {@code status.beginRefreshAt}: when to ask for the next certificate; empty before one is issued} */
    public Optional<Instant> beginRefreshAt() {
        return Optional.ofNullable(status.beginRefreshAt());
    }

    /** {@return {@code status.notAfter}: until when the certificate is valid; empty before it is issued} */
    public Optional<Instant> notAfter() {
        return Optional.ofNullable(status.notAfter());
    }

    /** {@return why the latest API server refuses to create the object, in its order and words; none when it accepts it} */
    public List<FieldError> violations() {
        return violations(KubernetesRelease.latest());
    }

    /**
     * {@return why the API server of a release refuses to create the object; none when it accepts it}
     *
     * @param release the release
     */
    public List<FieldError> violations(KubernetesRelease release) {
        return new PodRequestValidation(this, release).create();
    }

    /**
     * {@return why the latest API server refuses to replace a stored object with this one; none when it accepts that}
     *
     * @param old         the object as it is stored
     * @param subresource the endpoint that this object is sent to
     * @param now         the time of the server, to which the time of issue must be near
     */
    public List<FieldError> violationsOfUpdate(
            PodCertificateRequest old, PodRequestAdmission.Subresource subresource, Instant now) {
        return violationsOfUpdate(old, subresource, now, KubernetesRelease.latest());
    }

    /**
     * {@return why the API server of a release refuses to replace a stored object with this one; none when it accepts that}
     *
     * @param old         the object as it is stored
     * @param subresource the endpoint that this object is sent to
     * @param now         the time of the server, to which the time of issue must be near
     * @param release     the release
     */
    public List<FieldError> violationsOfUpdate(
            PodCertificateRequest old,
            PodRequestAdmission.Subresource subresource,
            Instant now,
            KubernetesRelease release) {
        PodCertificateRequest prepared = subresource.prepare(old, this);
        return switch (subresource) {
            case MAIN -> new PodRequestValidation(prepared, release).update(old);
            case STATUS -> new PodStatusValidation(prepared, now, release).update(old);
        };
    }

    /**
     * {@return what will not lead to a certificate, or not to the one that was meant, in the latest release} The findings are
     * {@code API_VERSION_UNSUPPORTED}, {@code ANNOTATIONS_IGNORED}, {@code SIGNER_UNKNOWN}, {@code REQUEST_INVALID},
     * {@code OWNER_REFERENCE_INVALID}, {@code ISSUANCE_PENDING}, {@code CERTIFICATE_INVALID}, {@code REFRESH_PENDING}, and those of
     * {@link CertificateRequest#findings()} and of the certificate
     *
     * @param now the time to judge by
     */
    public List<Finding> findings(Instant now) {
        return findings(now, KubernetesRelease.latest());
    }

    /**
     * {@return the findings of {@link #findings(Instant)} in a release}
     *
     * @param now     the time to judge by
     * @param release the release of the control plane
     */
    public List<Finding> findings(Instant now, KubernetesRelease release) {
        return PodRequestFindings.of(this, now, release);
    }

    /**
     * {@return this object with a condition at the end}
     *
     * @param condition the condition, whose {@code lastTransitionTime} must be set
     */
    public PodCertificateRequest withCondition(Condition condition) {
        return toBuilder().status(status.with(condition)).build();
    }

    /** {@return a builder with every field of this object, those of its status included} */
    public Builder toBuilder() {
        Builder copy = new Builder(apiVersion, signerName, pod);
        copy.metadata = metadata;
        copy.maxExpirationSeconds = maxExpirationSeconds;
        copy.stub = stub;
        copy.proof = proof;
        copy.annotations = annotations;
        return copy.status(status);
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        return PodRequestFields.write(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PodCertificateRequest that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** Name, signer, pod and outcome. */
    @Override
    public String toString() {
        String name = metadata.name().isEmpty() ? metadata.generateName() + "*" : metadata.name();
        return Visible.text("PodCertificateRequest[" + metadata.namespace() + "/" + name + ", " + signerName + ", "
                + pod.podName() + ", " + outcome().map(Condition::type).orElse("open") + "]");
    }

    /** Collects the fields of a {@link PodCertificateRequest}. */
    public static final class Builder {

        private final String apiVersion;
        private final SignerName signerName;
        private final PodIdentity pod;
        private ObjectMeta metadata = ObjectMeta.builder().build();
        private int maxExpirationSeconds = (int) DEFAULT_MAX_EXPIRATION.toSeconds();
        private StubRequest stub = StubRequest.NONE;
        private ProofOfPossession proof = ProofOfPossession.of(new byte[0], new byte[0]);
        private Map<String, String> annotations = Map.of();
        private PodStatus status = PodStatus.EMPTY;

        Builder(String apiVersion, SignerName signerName, PodIdentity pod) {
            this.apiVersion = apiVersion;
            this.signerName = Objects.requireNonNull(signerName, "signerName");
            this.pod = Objects.requireNonNull(pod, "pod");
        }

        Builder maxExpirationSeconds(int seconds) {
            this.maxExpirationSeconds = seconds;
            return this;
        }

        Builder stub(byte[] der) {
            return stub(new StubRequest(der));
        }

        Builder stub(StubRequest stub) {
            this.stub = stub;
            return this;
        }

        Builder proof(ProofOfPossession proof) {
            this.proof = proof;
            return this;
        }

        Builder status(PodStatus status) {
            this.status = status;
            return this;
        }

        /**
         * {@return this builder, with the metadata; its namespace is that of the pod}
         *
         * @param metadata the metadata
         */
        public Builder metadata(ObjectMeta metadata) {
            this.metadata = Objects.requireNonNull(metadata, "metadata");
            return this;
        }

        /**
         * {@return this builder, with the name, which the server otherwise generates}
         *
         * @param name the name
         */
        public Builder name(String name) {
            return metadata(metadata.toBuilder().name(name).build());
        }

        /**
         * {@return this builder, with how long the certificate may live at most; 24 hours without it}
         *
         * @param duration the duration, of which whole seconds are kept; an API server takes 1 hour to 91 days
         * @throws IllegalArgumentException when it is negative, or longer than about 68 years
         */
        public Builder maxExpiration(Duration duration) {
            return maxExpirationSeconds(PodRequestFields.seconds(duration));
        }

        /**
         * {@return this builder, with annotations for the signer, in place of the present ones}
         *
         * @param annotations values by key, such as {@code orders.example/tier}
         */
        public Builder unverifiedUserAnnotations(Map<String, String> annotations) {
            this.annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
            return this;
        }

        /**
         * {@return this builder, with a certificate in its status, and the times that are the certificate's}
         *
         * @param chain          the certificate first, then those that lead to its CA
         * @param beginRefreshAt when to ask for the next one, of which whole seconds are kept
         * @throws IllegalArgumentException when the chain is empty
         */
        public Builder certificates(List<X509Certificate> chain, Instant beginRefreshAt) {
            return status(status.issued(chain, beginRefreshAt));
        }

        /** {@return the object} */
        public PodCertificateRequest build() {
            return new PodCertificateRequest(this);
        }
    }
}
