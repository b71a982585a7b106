package io.github.kubetls.csr;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code CertificateSigningRequest} of {@code certificates.k8s.io}: a PKCS#10 request, the signer it is meant for,
 * who asks, and what became of it.
 *
 * <p>Any content can be held that the API's type can hold; {@link RequestAdmission} tells what the API server says about it.
 * Who asks ({@link #requester()}) is written by the server from the authenticated creator; {@link #requestedBy} does the same.
 *
 * <pre>{@code
 * CertificateSigningRequest csr = CertificateSigningRequest.kubeletClient(request);
 * String manifest = csr.toYaml();                   // kubectl create -f
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/certificate-signing-request-v1/">
 *     CertificateSigningRequest</a>
 */
public final class CertificateSigningRequest implements Manifest {

    /** The apiVersion, since 1.19. */
    public static final String API_VERSION = "certificates.k8s.io/v1";

    /** The apiVersion of old servers, removed in 1.22. */
    public static final String API_VERSION_BETA = "certificates.k8s.io/v1beta1";

    /** The kind. */
    public static final String KIND = "CertificateSigningRequest";

    /** What names start with that the server generates for a kubelet that rotates its certificate. */
    public static final String GENERATE_NAME = "csr-";

    private final RequestFields fields;

    CertificateSigningRequest(RequestFields fields) {
        this.fields = new RequestFields(fields);
    }

    /**
     * {@return a kubelet's request for its first client certificate, as the latest release makes it: named after its
     * content, so that creating it twice finds the first one}
     *
     * @param request the PKCS#10 request, such as {@link CertificateRequest#kubeletClient}
     */
    public static CertificateSigningRequest kubeletClient(CertificateRequest request) {
        return kubeletClient(request, KubernetesRelease.latest());
    }

    /**
     * {@return a kubelet's request for its first client certificate}
     *
     * @param request the PKCS#10 request
     * @param release the kubelet's release, which decides on the usages and thereby on the name
     */
    public static CertificateSigningRequest kubeletClient(CertificateRequest request, KubernetesRelease release) {
        List<KeyUsage> usages = KubeletUsages.clientBootstrap(request.publicKey(), release);
        return builder(SignerName.KUBE_APISERVER_CLIENT_KUBELET, request)
                .name(RequestName.of(request.publicKey(), request.subject(), usages))
                .usages(usages)
                .build();
    }

    /**
     * {@return a kubelet's request for its next client certificate, as the latest release makes it; the server generates the
     * name}
     *
     * @param request the PKCS#10 request
     */
    public static CertificateSigningRequest kubeletClientRotation(CertificateRequest request) {
        return kubeletClientRotation(request, KubernetesRelease.latest());
    }

    /**
     * {@return a kubelet's request for its next client certificate; the server generates the name}
     *
     * @param request the PKCS#10 request
     * @param release the kubelet's release, which decides on the usages
     */
    public static CertificateSigningRequest kubeletClientRotation(
            CertificateRequest request, KubernetesRelease release) {
        return builder(SignerName.KUBE_APISERVER_CLIENT_KUBELET, request)
                .generateName(GENERATE_NAME)
                .usages(KubeletUsages.clientRotation(request.publicKey(), release))
                .build();
    }

    /**
     * {@return a kubelet's request for a serving certificate, as the latest release makes it; the server generates the name}
     *
     * @param request the PKCS#10 request, such as {@link CertificateRequest#kubeletServing}
     */
    public static CertificateSigningRequest kubeletServing(CertificateRequest request) {
        return kubeletServing(request, KubernetesRelease.latest());
    }

    /**
     * {@return a kubelet's request for a serving certificate; the server generates the name}
     *
     * @param request the PKCS#10 request, such as {@link CertificateRequest#kubeletServing}
     * @param release the kubelet's release, which decides on the usages
     */
    public static CertificateSigningRequest kubeletServing(CertificateRequest request, KubernetesRelease release) {
        return builder(SignerName.KUBELET_SERVING, request)
                .generateName(GENERATE_NAME)
                .usages(KubeletUsages.serving(request.publicKey(), release))
                .build();
    }

    /**
     * {@return a builder}
     *
     * @param signerName the signer
     * @param request    the PKCS#10 request
     */
    public static Builder builder(SignerName signerName, CertificateRequest request) {
        return new Builder(signerName, request);
    }

    /**
     * {@return the one object of a text, in YAML or JSON} In {@code v1beta1} the defaults of that version are filled in.
     *
     * @param text the manifest
     * @throws InvalidFormatException when the text is no manifest of one CertificateSigningRequest
     */
    public static CertificateSigningRequest parse(String text) {
        return RequestReader.object(Yaml.read(text, ""));
    }

    /**
     * {@return all objects of a text, in order: a stream of documents, a list as {@code kubectl get -o yaml} prints it, or
     * the list of an API answer}
     *
     * @param text the manifests
     * @throws InvalidFormatException when one of them is no CertificateSigningRequest
     */
    public static List<CertificateSigningRequest> parseAll(String text) {
        return RequestReader.all(text);
    }

    /**
     * {@return the one object of a file}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read
     * @throws InvalidFormatException as {@link #parse}
     */
    public static CertificateSigningRequest read(Path file) throws IOException {
        String source = String.valueOf(file.getFileName());
        return RequestReader.object(Yaml.read(Unicode.decode(AtomicFiles.read(file), source), source));
    }

    @Override
    public String apiVersion() {
        return fields.apiVersion;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ObjectMeta metadata() {
        return fields.metadata;
    }

    /** {@return a copy of the bytes of {@code spec.request}: PEM text, if all is well} */
    public byte[] request() {
        return fields.request.clone();
    }

    /**
     * {@return the PKCS#10 request, read as the API server does, whose signature has been verified}
     *
     * @throws InvalidFormatException when an API server does not accept it
     */
    public CertificateRequest certificateRequest() {
        // One character for each byte: PEM is ASCII, and everything else is passed over.
        return CertificateRequest.parse(new String(fields.request, StandardCharsets.ISO_8859_1));
    }

    /** {@return {@code spec.signerName}} */
    public SignerName signerName() {
        return fields.signerName;
    }

    /** {@return {@code spec.usages}, in order} */
    public List<KeyUsage> usages() {
        return fields.usages;
    }

    /** {@return {@code spec.expirationSeconds}, or empty} */
    public OptionalInt expirationSeconds() {
        return fields.expirationSeconds == null ? OptionalInt.empty() : OptionalInt.of(fields.expirationSeconds);
    }

    /** {@return username, uid, groups and extra of the spec; with an empty name before the server has written it} */
    public UserInfo requester() {
        return fields.requester;
    }

    /** {@return {@code status.conditions}, in order} */
    public List<Condition> conditions() {
        return fields.conditions;
    }

    /** {@return a copy of the bytes of {@code status.certificate}: PEM text, if all is well; none before it is issued} */
    public byte[] certificate() {
        return fields.certificate.clone();
    }

    /** {@return whether there is something in {@code status.certificate}} */
    public boolean isIssued() {
        return fields.certificate.length > 0;
    }

    /**
     * {@return the issued certificates, leaf first; none before one is issued}
     *
     * @throws InvalidFormatException when {@code status.certificate} holds something else
     */
    public List<X509Certificate> certificates() {
        return isIssued() ? Pem.parseCertificates(certificatePem()) : List.of();
    }

    /** {@return {@code status.certificate} as text; empty before a certificate is issued} */
    public String certificatePem() {
        return new String(fields.certificate, StandardCharsets.UTF_8);
    }

    /**
     * {@return the first condition of a type, whatever its status}
     *
     * @param type the type
     */
    public Optional<Condition> condition(String type) {
        return fields.conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** {@return whether there is a condition {@code Approved}, whatever its status} */
    public boolean isApproved() {
        return condition(Condition.APPROVED).isPresent();
    }

    /** {@return whether there is a condition {@code Denied}, whatever its status} */
    public boolean isDenied() {
        return condition(Condition.DENIED).isPresent();
    }

    /** {@return whether there is a condition {@code Failed}, whatever its status} */
    public boolean isFailed() {
        return condition(Condition.FAILED).isPresent();
    }

    /**
     * Reports what is accepted but will not lead to a certificate, or not to the one that was meant, and why a request
     * stays where it is: the pre-flight check before it is submitted, and the explanation after.
     *
     * @return the findings: {@code REQUEST_INVALID}, {@code REQUEST_TEXT_IGNORED}, {@code REQUEST_REFUSED},
     *     {@code REQUESTED_USAGES_IGNORED}, {@code SIGNER_UNKNOWN}, {@code CERTIFICATE_PENDING}, {@code APPROVAL_PENDING},
     *     and those of {@link CertificateRequest#findings()}
     */
    public List<Finding> findings() {
        return findings(KubernetesRelease.latest());
    }

    /**
     * Reports what is accepted but will not lead to a certificate, or not to the one that was meant.
     *
     * @param release the release of the control plane
     * @return the findings of {@link #findings()}, and {@code EXPIRATION_SECONDS_IGNORED}
     */
    public List<Finding> findings(KubernetesRelease release) {
        return RequestFindings.of(this, release);
    }

    /**
     * {@return this object as the API server stores it when a user creates it, with the user as requester and without status}
     *
     * @param user who asks
     */
    public CertificateSigningRequest requestedBy(UserInfo user) {
        return copy(copy -> {
            copy.requester = user;
            copy.conditions = List.of();
            copy.certificate = new byte[0];
        });
    }

    /**
     * {@return this object with the condition of a decision added; unchanged when the decision is open} Send the result to
     * the subresource {@code approval}.
     *
     * @param decision the decision
     * @param now      the time of the condition
     * @throws IllegalStateException when the object is already decided otherwise: a decision is never flipped
     */
    public CertificateSigningRequest withDecision(ApprovalDecision decision, Instant now) {
        Optional<Condition> condition = decision.condition(now);
        if (condition.isEmpty()) {
            return this;
        }
        if (isApproved() || isDenied()) {
            throw new IllegalStateException("the request is already " + Condition.summary(fields.conditions, isIssued())
                    + ", and a decision is never flipped: create a new request");
        }
        return withCondition(condition.get());
    }

    /**
     * {@return this object with a condition at the end; {@link RequestAdmission.Subresource#update} has the server's rules}
     *
     * @param condition the condition
     */
    public CertificateSigningRequest withCondition(Condition condition) {
        return copy(copy -> {
            copy.conditions = new ArrayList<>(fields.conditions);
            copy.conditions.add(condition);
        });
    }

    /**
     * {@return this object with a certificate in its status}
     *
     * @param pem PEM text
     */
    public CertificateSigningRequest withCertificate(String pem) {
        return copy(copy -> copy.certificate = pem.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@return this object with other metadata}
     *
     * @param metadata the metadata
     */
    public CertificateSigningRequest withMetadata(ObjectMeta metadata) {
        return copy(copy -> copy.metadata = metadata);
    }

    /** This object with some fields changed. */
    CertificateSigningRequest copy(Consumer<RequestFields> change) {
        RequestFields copy = new RequestFields(fields);
        change.accept(copy);
        return new CertificateSigningRequest(copy);
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        return RequestWriter.write(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateSigningRequest that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** Name, signer, requester and state. */
    @Override
    public String toString() {
        String name = metadata().name().isEmpty()
                ? metadata().generateName() + "*"
                : metadata().name();
        return "CertificateSigningRequest[" + name + ", " + signerName() + ", "
                + requester().name() + ", " + Condition.summary(fields.conditions, isIssued()) + "]";
    }

    /** Collects the fields of a {@link CertificateSigningRequest}. */
    public static final class Builder {

        private final RequestFields fields = new RequestFields();

        private Builder(SignerName signerName, CertificateRequest request) {
            fields.signerName = Objects.requireNonNull(signerName, "signerName");
            fields.request = request.toPem().getBytes(StandardCharsets.US_ASCII);
        }

        /**
         * {@return this builder, with the metadata}
         *
         * @param metadata the metadata
         */
        public Builder metadata(ObjectMeta metadata) {
            fields.metadata = Objects.requireNonNull(metadata, "metadata");
            return this;
        }

        /**
         * {@return this builder, with the name}
         *
         * @param name the name
         */
        public Builder name(String name) {
            fields.metadata = fields.metadata.toBuilder().name(name).build();
            return this;
        }

        /**
         * {@return this builder, with a prefix from which the server generates the name}
         *
         * @param prefix the prefix
         */
        public Builder generateName(String prefix) {
            fields.metadata = fields.metadata.toBuilder().generateName(prefix).build();
            return this;
        }

        /**
         * {@return this builder, with the usages}
         *
         * @param usages the usages, in order
         */
        public Builder usages(KeyUsage... usages) {
            return usages(List.of(usages));
        }

        /**
         * {@return this builder, with the usages}
         *
         * @param usages the usages, in order
         */
        public Builder usages(List<KeyUsage> usages) {
            fields.usages = List.copyOf(usages);
            return this;
        }

        /**
         * {@return this builder, with how long the certificate should be valid} Servers before 1.22 silently drop it; no
         * signer exceeds its own maximum.
         *
         * @param duration the duration, of which whole seconds are kept
         * @throws IllegalArgumentException when it is shorter than 10 minutes or longer than about 68 years
         */
        public Builder expiration(Duration duration) {
            if (duration.compareTo(SigningProfile.SHORTEST) < 0) {
                throw new IllegalArgumentException(RequestValidation.TOO_SHORT);
            }
            if (duration.getSeconds() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "spec.expirationSeconds has 32 bits: at most " + Integer.MAX_VALUE + " seconds");
            }
            fields.expirationSeconds = (int) duration.getSeconds();
            return this;
        }

        /** {@return the object} */
        public CertificateSigningRequest build() {
            return new CertificateSigningRequest(fields);
        }
    }
}
