package io.github.kubetls.csr;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
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
 * <p>Any content can be held that the API's type can hold; {@link #violations()} tells what the API server says about it.
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

    final RequestFields fields;

    CertificateSigningRequest(RequestFields fields) {
        this.fields = fields;
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
        return KubeletRequests.client(request, release);
    }

    /**
     * {@return a kubelet's request for its next client certificate, as the latest release makes it, with a generated name}
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
        return KubeletRequests.clientRotation(request, release);
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
        return KubeletRequests.serving(request, release);
    }

    /**
     * {@return a builder}
     *
     * @param signerName the signer
     * @param request    the PKCS#10 request
     */
    public static Builder builder(SignerName signerName, CertificateRequest request) {
        return new Builder(RequestFields.Draft.of(request, signerName));
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
     * {@return the CertificateSigningRequests of a text, in order: a stream of documents, a list as
     * {@code kubectl get -o yaml} prints it, or the list of an API answer; objects of other kinds are passed over}
     *
     * @param text the manifests
     * @throws InvalidFormatException when one of them cannot be read
     */
    public static List<CertificateSigningRequest> parseAll(String text) {
        return RequestReader.all(text);
    }

    /**
     * {@return the one object of JDK values, as {@link #toMap()} and the readers of other libraries give them}
     *
     * @param map the values by field
     * @throws IllegalArgumentException when a value has no form in a manifest, with its path
     * @throws InvalidFormatException   as {@link #parse}
     */
    public static CertificateSigningRequest fromMap(Map<String, ?> map) {
        return RequestReader.object(Yaml.fromMap(map));
    }

    /**
     * {@return the one object of a file}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read
     * @throws InvalidFormatException as {@link #parse}
     */
    public static CertificateSigningRequest read(Path file) throws IOException {
        return ManifestReader.read(file, CertificateSigningRequest::parse);
    }

    @Override
    public String apiVersion() {
        return fields.apiVersion();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ObjectMeta metadata() {
        return fields.metadata();
    }

    /** {@return a copy of the bytes of {@code spec.request}: PEM text, if all is well} */
    public byte[] requestBytes() {
        return fields.request().bytes().clone();
    }

    /**
     * {@return the PKCS#10 request, read as the API server does, whose signature has been verified; once, by the first to ask}
     *
     * @throws InvalidFormatException when an API server does not accept it
     */
    public CertificateRequest request() {
        return request(KubernetesRelease.latest());
    }

    /**
     * {@return the PKCS#10 request, as {@link #request()} and the API server of a release read it}
     *
     * @param release the release
     */
    public CertificateRequest request(KubernetesRelease release) {
        return fields.request().read(null, release);
    }

    /** {@return {@code spec.signerName}} */
    public SignerName signerName() {
        return fields.signerName();
    }

    /** {@return {@code spec.usages}, in order} */
    public List<KeyUsage> usages() {
        return fields.usages();
    }

    /** {@return {@code spec.expirationSeconds}, or empty} */
    public OptionalInt expirationSeconds() {
        return fields.expiration();
    }

    /** {@return username, uid, groups and extra of the spec; with an empty name before the server has written it} */
    public UserInfo requester() {
        return fields.requester();
    }

    /** {@return {@code status.conditions}, in order} */
    public List<Condition> conditions() {
        return fields.conditions();
    }

    /** {@return a copy of the bytes of {@code status.certificate}: PEM text, if all is well; none before it is issued} */
    public byte[] certificateBytes() {
        return fields.certificate().clone();
    }

    /** {@return whether there is something in {@code status.certificate}} */
    public boolean isIssued() {
        return fields.certificate().length > 0;
    }

    /**
     * {@return the issued certificates, leaf first; none before one is issued}
     *
     * @throws InvalidFormatException when {@code status.certificate} holds something else
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
        return isIssued() ? Pem.parseCertificates(certificatePem(), release) : List.of();
    }

    /** {@return {@code status.certificate} as text; empty before a certificate is issued} */
    public String certificatePem() {
        return new String(fields.certificate(), StandardCharsets.UTF_8);
    }

    /**
     * {@return the first condition of a type, whatever its status}
     *
     * @param type the type
     */
    public Optional<Condition> condition(String type) {
        return fields.condition(type);
    }

    /**
     * {@return whether the request is approved and not denied, as the signers of Kubernetes ask} The status of the conditions
     * does not matter; {@link #conditions()} are as they are.
     */
    public boolean isApproved() {
        return condition(Condition.APPROVED).isPresent() && !isDenied();
    }

    /** {@return whether there is a condition {@code Denied}, whatever its status} */
    public boolean isDenied() {
        return condition(Condition.DENIED).isPresent();
    }

    /** {@return whether the signer has given up: there is a condition {@code Failed} whose status is {@code True} or empty} */
    public boolean isFailed() {
        return conditions().stream().anyMatch(Condition::isFailure);
    }

    /**
     * {@return why the latest API server refuses to create the object, in its order and words; none when it accepts it} The
     * status does not matter: the server clears it.
     */
    public List<FieldError> violations() {
        return violations(KubernetesRelease.latest());
    }

    /**
     * {@return why the API server of a release refuses to create the object; none when it accepts it}
     *
     * @param release the release
     */
    public List<FieldError> violations(KubernetesRelease release) {
        return new RequestValidation(release, this, null).create();
    }

    /**
     * {@return why the latest API server refuses to replace a stored object with this one; none when it accepts that}
     * {@link RequestAdmission.Subresource#update} tells what it would store.
     *
     * @param old         the object as it is stored
     * @param subresource the endpoint that this object is sent to
     */
    public List<FieldError> violationsOfUpdate(
            CertificateSigningRequest old, RequestAdmission.Subresource subresource) {
        return violationsOfUpdate(old, subresource, KubernetesRelease.latest());
    }

    /**
     * {@return why the API server of a release refuses to replace a stored object with this one; none when it accepts that}
     *
     * @param old         the object as it is stored
     * @param subresource the endpoint that this object is sent to
     * @param release     the release
     */
    public List<FieldError> violationsOfUpdate(
            CertificateSigningRequest old, RequestAdmission.Subresource subresource, KubernetesRelease release) {
        return new RequestValidation(release, subresource.prepare(old, this), old).update(subresource);
    }

    /**
     * {@return what will not lead to a certificate, or not to the one that was meant, and why a request stays where it is} For
     * use before a request is submitted, and after. The findings are {@code REQUEST_INVALID}, {@code REQUEST_TEXT_IGNORED},
     * {@code PRIVATE_KEY_EXPOSED}, {@code REQUEST_REFUSED}, {@code REQUESTED_USAGES_IGNORED}, {@code SIGNER_UNKNOWN}, {@code CERTIFICATE_PENDING},
     * {@code APPROVAL_PENDING}, {@code API_VERSION_UNSUPPORTED}, and those of {@link CertificateRequest#findings()}
     */
    public List<Finding> findings() {
        return findings(KubernetesRelease.latest());
    }

    /**
     * {@return the findings of {@link #findings()} for a release, and {@code EXPIRATION_SECONDS_IGNORED}}
     *
     * @param release the release of the control plane
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
        return with(draft -> draft.requestedBy(user));
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
        return decision.addedTo(this, now);
    }

    /**
     * {@return this object with a condition at the end; {@link RequestAdmission.Subresource#update} has the server's rules}
     *
     * @param condition the condition
     */
    public CertificateSigningRequest withCondition(Condition condition) {
        return with(draft -> draft.add(condition));
    }

    /**
     * {@return this object with a certificate in its status}
     *
     * @param pem PEM text
     */
    public CertificateSigningRequest withCertificate(String pem) {
        return with(draft -> draft.certificate = pem.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return a builder with every field of this object, those of its status included} */
    public Builder toBuilder() {
        return new Builder(fields.draft());
    }

    /** This object with some fields changed. */
    CertificateSigningRequest with(Consumer<RequestFields.Draft> change) {
        return new CertificateSigningRequest(fields.with(change));
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
        return fields.summary();
    }

    /** Collects the fields of a {@link CertificateSigningRequest}. */
    public static final class Builder {

        private final RequestFields.Draft draft;

        private Builder(RequestFields.Draft draft) {
            this.draft = draft;
        }

        /**
         * {@return this builder, with the metadata}
         *
         * @param metadata the metadata
         */
        public Builder metadata(ObjectMeta metadata) {
            draft.metadata = Objects.requireNonNull(metadata, "metadata");
            return this;
        }

        /**
         * {@return this builder, with the name}
         *
         * @param name the name
         */
        public Builder name(String name) {
            return metadata(draft.metadata.toBuilder().name(name).build());
        }

        /**
         * {@return this builder, with a prefix from which the server generates the name}
         *
         * @param prefix the prefix
         */
        public Builder generateName(String prefix) {
            return metadata(draft.metadata.toBuilder().generateName(prefix).build());
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
            draft.usages = List.copyOf(usages);
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
            draft.expirationSeconds = RequestValidation.expirationSeconds(duration);
            return this;
        }

        /** {@return the object} */
        public CertificateSigningRequest build() {
            return new CertificateSigningRequest(draft.fields());
        }
    }
}
