package io.github.kubetls.csr;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code CertificateSigningRequest} of {@code certificates.k8s.io}: a PKCS#10 request, the signer it is meant for,
 * who asks, and what became of it.
 *
 * <p>Any content can be held that the API's type can hold; {@link #errors()} tells what the API server says about it. Who asks
 * ({@link #requester()}) is written by the server from the authenticated creator; {@link #requestedBy} does the same here.
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

    private final Fields fields;

    CertificateSigningRequest(Fields fields) {
        this.fields = new Fields(fields);
    }

    /** The fields; mutable only while an object is being built. */
    static final class Fields {
        String apiVersion = API_VERSION;
        ObjectMeta metadata = ObjectMeta.builder().build();
        byte[] request = new byte[0];
        SignerName signerName = SignerName.of("");
        List<KeyUsage> usages = List.of();

        @Nullable
        Integer expirationSeconds;

        UserInfo requester = UserInfo.of("");
        List<Condition> conditions = List.of();
        byte[] certificate = new byte[0];

        Fields() {}

        Fields(Fields from) {
            apiVersion = from.apiVersion;
            metadata = from.metadata;
            request = from.request;
            signerName = from.signerName;
            usages = from.usages;
            expirationSeconds = from.expirationSeconds;
            requester = from.requester;
            conditions = from.conditions;
            certificate = from.certificate;
        }
    }

    /**
     * A kubelet's request for its first client certificate, as the latest release makes it: named after its content, so that
     * creating it twice finds the first one.
     *
     * @param request the PKCS#10 request, such as {@link CertificateRequest#kubeletClient}
     * @return the object
     */
    public static CertificateSigningRequest kubeletClient(CertificateRequest request) {
        return kubeletClient(request, KubernetesRelease.latest());
    }

    /**
     * A kubelet's request for its first client certificate.
     *
     * @param request the PKCS#10 request
     * @param release the kubelet's release, which decides on the usages and thereby on the name
     * @return the object
     */
    public static CertificateSigningRequest kubeletClient(CertificateRequest request, KubernetesRelease release) {
        List<KeyUsage> usages = KubeletUsages.clientBootstrap(request.publicKey(), release);
        return builder(SignerName.KUBE_APISERVER_CLIENT_KUBELET, request)
                .name(digestName(request, usages))
                .usages(usages)
                .build();
    }

    /**
     * A kubelet's request for its next client certificate, as the latest release makes it; the server generates the name.
     *
     * @param request the PKCS#10 request
     * @return the object
     */
    public static CertificateSigningRequest kubeletClientRotation(CertificateRequest request) {
        return kubeletClientRotation(request, KubernetesRelease.latest());
    }

    /**
     * A kubelet's request for its next client certificate; the server generates the name.
     *
     * @param request the PKCS#10 request
     * @param release the kubelet's release, which decides on the usages
     * @return the object
     */
    public static CertificateSigningRequest kubeletClientRotation(
            CertificateRequest request, KubernetesRelease release) {
        return builder(SignerName.KUBE_APISERVER_CLIENT_KUBELET, request)
                .generateName(GENERATE_NAME)
                .usages(KubeletUsages.clientRotation(request.publicKey(), release))
                .build();
    }

    /**
     * A kubelet's request for a serving certificate, as the latest release makes it; the server generates the name.
     *
     * @param request the PKCS#10 request, such as {@link CertificateRequest#kubeletServing}
     * @return the object
     */
    public static CertificateSigningRequest kubeletServing(CertificateRequest request) {
        return kubeletServing(request, KubernetesRelease.latest());
    }

    /**
     * A kubelet's request for a serving certificate; the server generates the name.
     *
     * @param request the PKCS#10 request, such as {@link CertificateRequest#kubeletServing}
     * @param release the kubelet's release, which decides on the usages
     * @return the object
     */
    public static CertificateSigningRequest kubeletServing(CertificateRequest request, KubernetesRelease release) {
        return builder(SignerName.KUBELET_SERVING, request)
                .generateName(GENERATE_NAME)
                .usages(KubeletUsages.serving(request.publicKey(), release))
                .build();
    }

    /**
     * Derives the name of a bootstrap request from key, subject and usages, in their order.
     *
     * @param request the PKCS#10 request
     * @param usages  the usages
     * @return {@code node-csr-} and 43 characters
     */
    public static String digestName(CertificateRequest request, List<KeyUsage> usages) {
        return digestName(request.publicKey(), request.subject(), usages);
    }

    /**
     * Derives the name of a bootstrap request from key, subject and usages. The organizations count in the order in which they
     * were asked for, which a request does not keep: in it they are a set, sorted by their bytes.
     *
     * @param publicKey the node's key
     * @param subject   the subject
     * @param usages    the usages, in order
     * @return {@code node-csr-} and 43 characters
     * @throws IllegalArgumentException when the key has no X.509 encoding
     */
    public static String digestName(PublicKey publicKey, DistinguishedName subject, List<KeyUsage> usages) {
        return RequestName.of(publicKey, subject, usages);
    }

    /**
     * Starts an object.
     *
     * @param signerName the signer
     * @param request    the PKCS#10 request
     * @return a builder
     */
    public static Builder builder(SignerName signerName, CertificateRequest request) {
        return new Builder(signerName, request);
    }

    /**
     * Reads one object, in YAML or JSON. In {@code v1beta1} the defaults of that version are filled in.
     *
     * @param text the manifest
     * @return the object
     * @throws InvalidFormatException when the text is no manifest of one CertificateSigningRequest
     */
    public static CertificateSigningRequest parse(String text) {
        return RequestReader.object(Yaml.read(text, ""));
    }

    /**
     * Reads all objects of a text: a stream of documents, a list as {@code kubectl get -o yaml} prints it, or the list of an
     * API answer.
     *
     * @param text the manifests
     * @return the objects, in order
     * @throws InvalidFormatException when one of them is no CertificateSigningRequest
     */
    public static List<CertificateSigningRequest> parseAll(String text) {
        return RequestReader.all(text);
    }

    /**
     * Reads a file with one object.
     *
     * @param file the file
     * @return the object
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

    /**
     * Returns the bytes of {@code spec.request}: PEM text, if all is well.
     *
     * @return a copy of the bytes
     */
    public byte[] request() {
        return fields.request.clone();
    }

    /**
     * Reads the PKCS#10 request, as the API server does.
     *
     * @return the request, whose signature has been verified
     * @throws InvalidFormatException when an API server does not accept it
     */
    public CertificateRequest certificateRequest() {
        // One character for each byte: PEM is ASCII, and everything else is passed over.
        return CertificateRequest.parse(new String(fields.request, StandardCharsets.ISO_8859_1));
    }

    /**
     * Returns the signer.
     *
     * @return {@code spec.signerName}
     */
    public SignerName signerName() {
        return fields.signerName;
    }

    /**
     * Returns the usages.
     *
     * @return {@code spec.usages}, in order
     */
    public List<KeyUsage> usages() {
        return fields.usages;
    }

    /**
     * Returns the requested duration.
     *
     * @return {@code spec.expirationSeconds}, or empty
     */
    public OptionalInt expirationSeconds() {
        return fields.expirationSeconds == null ? OptionalInt.empty() : OptionalInt.of(fields.expirationSeconds);
    }

    /**
     * Returns who asks.
     *
     * @return username, uid, groups and extra of the spec; with an empty name before the server has written it
     */
    public UserInfo requester() {
        return fields.requester;
    }

    /**
     * Returns the conditions.
     *
     * @return {@code status.conditions}, in order
     */
    public List<Condition> conditions() {
        return fields.conditions;
    }

    /**
     * Returns the bytes of {@code status.certificate}: PEM text, if all is well.
     *
     * @return a copy of the bytes; none before a certificate is issued
     */
    public byte[] certificate() {
        return fields.certificate.clone();
    }

    /**
     * Tells whether there is something in {@code status.certificate}.
     *
     * @return whether a certificate was issued
     */
    public boolean isIssued() {
        return fields.certificate.length > 0;
    }

    /**
     * Reads the issued certificate.
     *
     * @return the certificates, leaf first; none before one is issued
     * @throws InvalidFormatException when {@code status.certificate} holds something else
     */
    public List<X509Certificate> certificates() {
        return isIssued() ? Pem.parseCertificates(certificatePem()) : List.of();
    }

    /**
     * Returns the issued certificate as text.
     *
     * @return PEM text; empty before a certificate is issued
     */
    public String certificatePem() {
        return new String(fields.certificate, StandardCharsets.UTF_8);
    }

    /**
     * Finds a condition, whatever its status.
     *
     * @param type the type
     * @return the first condition of the type, or empty
     */
    public Optional<Condition> condition(String type) {
        return fields.conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /**
     * Tells whether there is a condition {@code Approved}.
     *
     * @return whether there is one, whatever its status
     */
    public boolean isApproved() {
        return condition(Condition.APPROVED).isPresent();
    }

    /**
     * Tells whether there is a condition {@code Denied}.
     *
     * @return whether there is one, whatever its status
     */
    public boolean isDenied() {
        return condition(Condition.DENIED).isPresent();
    }

    /**
     * Tells whether there is a condition {@code Failed}.
     *
     * @return whether there is one, whatever its status
     */
    public boolean isFailed() {
        return condition(Condition.FAILED).isPresent();
    }

    /**
     * Describes the state as the column CONDITION of {@code kubectl get csr} does.
     *
     * @return {@code Pending}, or the decision and {@code Failed}, and {@code Issued}, joined by commas
     */
    public String conditionSummary() {
        List<String> words = new ArrayList<>();
        if (isDenied()) {
            words.add("Denied");
        } else if (isApproved()) {
            words.add("Approved");
        } else {
            words.add("Pending");
        }
        if (isFailed()) {
            words.add("Failed");
        }
        if (isIssued()) {
            words.add("Issued");
        }
        return String.join(",", words);
    }

    /**
     * Checks the object as the API server of the latest release does on creation; the status, which it clears, does not
     * matter.
     *
     * @return all errors, in the order and the words of the API server; none for an object that is accepted
     */
    public List<FieldError> errors() {
        return errors(KubernetesRelease.latest());
    }

    /**
     * Checks the object as the API server of a release does on creation.
     *
     * @param release the release
     * @return all errors, in the order and the words of the API server; none for an object that is accepted
     */
    public List<FieldError> errors(KubernetesRelease release) {
        return new RequestValidation(release, this, null).create();
    }

    /**
     * Reports what is accepted but will not lead to a certificate, or not to the one that was meant, and why a request
     * stays where it is: the pre-flight check before it is submitted, and the explanation after.
     *
     * @return the findings: {@code BAD_REQUEST}, {@code REQUEST_NOT_CLEAN}, {@code WILL_FAIL},
     *     {@code REQUESTED_USAGES_DIFFER}, {@code UNKNOWN_SIGNER}, {@code NOT_ISSUED}, {@code NEVER_AUTO_APPROVED}, and
     *     those of {@link CertificateRequest#findings()}
     */
    public List<Finding> findings() {
        return findings(KubernetesRelease.latest());
    }

    /**
     * Reports what is accepted but will not lead to a certificate, or not to the one that was meant.
     *
     * @param release the release of the control plane
     * @return the findings of {@link #findings()}, and {@code EXPIRATION_IGNORED}
     */
    public List<Finding> findings(KubernetesRelease release) {
        return RequestFindings.of(this, release);
    }

    /**
     * Compares this stored object with one that was to be created under the same name, as a kubelet does before it waits for
     * an object that is there already. Unlike a kubelet, it also compares names, usages and duration.
     *
     * @param wanted the object that was to be created
     * @param now    the time, for the certificate that may be there
     * @return findings of severity ERROR for which a kubelet refuses the object ({@code REQUEST}, {@code SUBJECT_DIFFERS},
     *     {@code SIGNER_DIFFERS}, {@code KEY_DIFFERS}, {@code CERTIFICATE_EXPIRED}, {@code BAD_CERTIFICATE}), and of severity
     *     WARNING for what it does not look at ({@code NAMES_DIFFER}, {@code USAGES_DIFFER}, {@code EXPIRATION_DIFFERS})
     */
    public List<Finding> incompatibilities(CertificateSigningRequest wanted, Instant now) {
        return ReuseCheck.findings(this, wanted, now);
    }

    /**
     * This object as the API server stores it when a user creates it: with the user as requester, and without status.
     *
     * @param user who asks
     * @return the copy
     */
    public CertificateSigningRequest requestedBy(UserInfo user) {
        Fields copy = new Fields(fields);
        copy.requester = user;
        copy.conditions = List.of();
        copy.certificate = new byte[0];
        return new CertificateSigningRequest(copy);
    }

    /**
     * This object with the condition of a decision added; unchanged when the decision is open. Send the result to the
     * subresource {@code approval}.
     *
     * @param decision the decision
     * @param now      the time of the condition
     * @return the copy
     * @throws IllegalStateException when the object is already decided otherwise: a decision is never flipped
     */
    public CertificateSigningRequest withDecision(ApprovalDecision decision, Instant now) {
        Optional<Condition> condition = decision.condition(now);
        if (condition.isEmpty()) {
            return this;
        }
        if (isApproved() || isDenied()) {
            throw new IllegalStateException("the request is already " + conditionSummary()
                    + ", and a decision is never flipped: create a new request");
        }
        return withCondition(condition.get());
    }

    /**
     * This object with a condition added. The rules of the API server are checked by
     * {@link #update(Subresource, CertificateSigningRequest, Instant)}.
     *
     * @param condition the condition
     * @return the copy, with the condition at the end
     */
    public CertificateSigningRequest withCondition(Condition condition) {
        List<Condition> conditions = new ArrayList<>(fields.conditions);
        conditions.add(condition);
        return withConditions(conditions);
    }

    /**
     * This object with other conditions.
     *
     * @param conditions the conditions, in order
     * @return the copy
     */
    public CertificateSigningRequest withConditions(List<Condition> conditions) {
        Fields copy = new Fields(fields);
        copy.conditions = List.copyOf(conditions);
        return new CertificateSigningRequest(copy);
    }

    /**
     * This object with a certificate in its status.
     *
     * @param pem PEM text
     * @return the copy
     */
    public CertificateSigningRequest withCertificate(String pem) {
        Fields copy = new Fields(fields);
        copy.certificate = pem.getBytes(StandardCharsets.UTF_8);
        return new CertificateSigningRequest(copy);
    }

    /**
     * This object with other metadata.
     *
     * @param metadata the metadata
     * @return the copy
     */
    public CertificateSigningRequest withMetadata(ObjectMeta metadata) {
        Fields copy = new Fields(fields);
        copy.metadata = metadata;
        return new CertificateSigningRequest(copy);
    }

    CertificateSigningRequest withSpecAndStatusOf(
            CertificateSigningRequest other, List<Condition> conditions, byte[] certificate) {
        Fields copy = new Fields(other.fields);
        copy.apiVersion = fields.apiVersion;
        copy.metadata = fields.metadata;
        copy.conditions = List.copyOf(conditions);
        copy.certificate = certificate;
        return new CertificateSigningRequest(copy);
    }

    /**
     * Replaces this stored object through an endpoint of the API, as the API server does: what the endpoint does not let
     * change is silently kept, what it forbids is an error, and times that are absent are filled in.
     *
     * @param subresource where the update is sent to
     * @param proposed    the object that is sent
     * @param now         the time of the server
     * @return the object to store, and the errors for which it is not stored
     */
    public UpdateResult update(Subresource subresource, CertificateSigningRequest proposed, Instant now) {
        return update(subresource, proposed, now, KubernetesRelease.latest());
    }

    /**
     * Replaces this stored object through an endpoint of the API server of a release.
     *
     * @param subresource where the update is sent to
     * @param proposed    the object that is sent
     * @param now         the time of the server
     * @param release     the release
     * @return the object to store, and the errors for which it is not stored
     */
    public UpdateResult update(
            Subresource subresource, CertificateSigningRequest proposed, Instant now, KubernetesRelease release) {
        CertificateSigningRequest prepared = subresource.prepare(this, proposed, now);
        return new UpdateResult(prepared, new RequestValidation(release, prepared, this).update(subresource));
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        return RequestWriter.write(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateSigningRequest that
                && fields.apiVersion.equals(that.fields.apiVersion)
                && fields.metadata.equals(that.fields.metadata)
                && Arrays.equals(fields.request, that.fields.request)
                && fields.signerName.equals(that.fields.signerName)
                && fields.usages.equals(that.fields.usages)
                && Objects.equals(fields.expirationSeconds, that.fields.expirationSeconds)
                && fields.requester.equals(that.fields.requester)
                && fields.conditions.equals(that.fields.conditions)
                && Arrays.equals(fields.certificate, that.fields.certificate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fields.metadata, fields.signerName, Arrays.hashCode(fields.request));
    }

    /** Name, signer, requester and state. */
    @Override
    public String toString() {
        String name = fields.metadata.name().isEmpty() ? fields.metadata.generateName() + "*" : fields.metadata.name();
        return "CertificateSigningRequest[" + name + ", " + fields.signerName + ", " + fields.requester.name() + ", "
                + conditionSummary() + "]";
    }

    /** Collects the fields of a {@link CertificateSigningRequest}. */
    public static final class Builder {

        private static final Duration SHORTEST = Duration.ofMinutes(10);

        private final Fields fields = new Fields();

        private Builder(SignerName signerName, CertificateRequest request) {
            fields.signerName = Objects.requireNonNull(signerName, "signerName");
            fields.request = request.toPem().getBytes(StandardCharsets.US_ASCII);
        }

        /**
         * Sets the metadata.
         *
         * @param metadata the metadata
         * @return this builder
         */
        public Builder metadata(ObjectMeta metadata) {
            fields.metadata = Objects.requireNonNull(metadata, "metadata");
            return this;
        }

        /**
         * Sets the name.
         *
         * @param name the name
         * @return this builder
         */
        public Builder name(String name) {
            fields.metadata = fields.metadata.toBuilder().name(name).build();
            return this;
        }

        /**
         * Sets what the name starts with that the server generates.
         *
         * @param prefix the prefix
         * @return this builder
         */
        public Builder generateName(String prefix) {
            fields.metadata = fields.metadata.toBuilder().generateName(prefix).build();
            return this;
        }

        /**
         * Sets the usages.
         *
         * @param usages the usages, in order
         * @return this builder
         */
        public Builder usages(KeyUsage... usages) {
            return usages(List.of(usages));
        }

        /**
         * Sets the usages.
         *
         * @param usages the usages, in order
         * @return this builder
         */
        public Builder usages(List<KeyUsage> usages) {
            fields.usages = List.copyOf(usages);
            return this;
        }

        /**
         * Sets how long the certificate should be valid. Servers before 1.22 drop it silently; no signer goes beyond its own
         * maximum.
         *
         * @param duration the duration, of which whole seconds are kept
         * @return this builder
         * @throws IllegalArgumentException when it is shorter than 10 minutes or longer than about 68 years
         */
        public Builder expiration(Duration duration) {
            if (duration.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException(RequestValidation.TOO_SHORT);
            }
            if (duration.getSeconds() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "spec.expirationSeconds has 32 bits: at most " + Integer.MAX_VALUE + " seconds");
            }
            fields.expirationSeconds = (int) duration.getSeconds();
            return this;
        }

        /**
         * Builds the object.
         *
         * @return the object
         */
        public CertificateSigningRequest build() {
            return new CertificateSigningRequest(fields);
        }
    }
}
