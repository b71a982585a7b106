package io.github.kubetls.csr;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code ClusterTrustBundle} of {@code certificates.k8s.io}: CA certificates that a cluster publishes for its
 * workloads, generally available since 1.37.
 *
 * <p>A bundle that belongs to a signer {@code a.b/c} is named {@code a.b:c:<rest>}; another one has no colon in its name. Any
 * content can be held; {@link #violations()} tells what the API server says about it. A bundle is not a signing CA, which is
 * exactly one certificate with its key.
 *
 * <pre>{@code
 * ClusterTrustBundle bundle = ClusterTrustBundle.of(SignerName.of("example.com/x"), "v1", ca.certificatePem());
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#cluster-trust-bundles">
 *     Cluster trust bundles</a>
 */
public final class ClusterTrustBundle implements Manifest {

    /** The apiVersion, since 1.37. */
    public static final String API_VERSION = "certificates.k8s.io/v1";

    /** The apiVersion since 1.33, removed in 1.40. */
    public static final String API_VERSION_BETA = "certificates.k8s.io/v1beta1";

    /** The apiVersion since 1.27, removed in 1.37. */
    public static final String API_VERSION_ALPHA = "certificates.k8s.io/v1alpha1";

    /** The kind. */
    public static final String KIND = "ClusterTrustBundle";

    /** One step of publishing a signer's bundle. */
    public sealed interface Publication {

        /**
         * Create an object.
         *
         * @param bundle the object
         */
        record Create(ClusterTrustBundle bundle) implements Publication {}

        /**
         * Replace the object of the same name.
         *
         * @param bundle the object as it is stored, with the text that is to be published
         */
        record Update(ClusterTrustBundle bundle) implements Publication {}

        /**
         * Delete an object; that it is gone already is no failure.
         *
         * @param name the object's name
         */
        record Delete(String name) implements Publication {}
    }

    private static final List<String> API_VERSIONS = List.of(API_VERSION, API_VERSION_BETA, API_VERSION_ALPHA);

    /** What garbage collection changes of metadata, and what the server fills in itself. */
    private static final Set<String> NOT_ATTESTED = Set.of(
            "ownerReferences",
            "finalizers",
            "selfLink",
            "managedFields",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");

    private final String apiVersion;
    private final ObjectMeta metadata;
    private final SignerName signerName;
    private final String trustBundle;

    private ClusterTrustBundle(String apiVersion, ObjectMeta metadata, SignerName signerName, String trustBundle) {
        this.apiVersion = apiVersion;
        this.metadata = Objects.requireNonNull(metadata, "metadata");
        this.signerName = Objects.requireNonNull(signerName, "signerName");
        this.trustBundle = Objects.requireNonNull(trustBundle, "trustBundle");
    }

    /**
     * {@return a bundle that belongs to no signer, for the latest release}
     *
     * @param name        the object's name, without a colon
     * @param trustBundle PEM text with the CA certificates
     */
    public static ClusterTrustBundle of(String name, String trustBundle) {
        return of(name, trustBundle, KubernetesRelease.latest());
    }

    /**
     * {@return a bundle that belongs to no signer}
     *
     * @param name        the object's name, without a colon
     * @param trustBundle PEM text with the CA certificates
     * @param release     the release, which decides on the apiVersion
     * @throws IllegalArgumentException when the release, before 1.27, has no such objects
     */
    public static ClusterTrustBundle of(String name, String trustBundle, KubernetesRelease release) {
        return new ClusterTrustBundle(apiVersion(release), ObjectMeta.of(name), SignerName.of(""), trustBundle);
    }

    /**
     * {@return a bundle that belongs to a signer, for the latest release}
     *
     * @param signerName  the signer
     * @param rest        what the object's name ends with, after the signer's name and a colon
     * @param trustBundle PEM text with the CA certificates
     */
    public static ClusterTrustBundle of(SignerName signerName, String rest, String trustBundle) {
        return of(signerName, rest, trustBundle, KubernetesRelease.latest());
    }

    /**
     * {@return a bundle that belongs to a signer}
     *
     * @param signerName  the signer
     * @param rest        what the object's name ends with, after the signer's name and a colon
     * @param trustBundle PEM text with the CA certificates
     * @param release     the release, which decides on the apiVersion
     * @throws IllegalArgumentException when the release, before 1.27, has no such objects
     */
    public static ClusterTrustBundle of(
            SignerName signerName, String rest, String trustBundle, KubernetesRelease release) {
        return new ClusterTrustBundle(
                apiVersion(release), ObjectMeta.of(prefix(signerName) + rest), signerName, trustBundle);
    }

    private static String apiVersion(KubernetesRelease release) {
        if (!Feature.TRUST_BUNDLES.in(release)) {
            throw new IllegalArgumentException("Kubernetes " + release + " has no ClusterTrustBundles");
        }
        return Feature.TRUST_BUNDLES_STABLE.in(release)
                ? API_VERSION
                : Feature.TRUST_BUNDLES_BETA.in(release) ? API_VERSION_BETA : API_VERSION_ALPHA;
    }

    /** This object with another text. */
    ClusterTrustBundle with(String trustBundle) {
        return new ClusterTrustBundle(apiVersion, metadata, signerName, trustBundle);
    }

    static String prefix(SignerName signerName) {
        return signerName.value().replace('/', ':') + ":";
    }

    /**
     * {@return the bundle that the kube-controller-manager of the latest release publishes for a signer}
     *
     * @param signerName  the signer, {@code kubernetes.io/kube-apiserver-serving} in Kubernetes
     * @param trustBundle PEM text with the CA certificates, such as that of {@code --root-ca-file}
     */
    public static ClusterTrustBundle published(SignerName signerName, String trustBundle) {
        return published(signerName, trustBundle, KubernetesRelease.latest());
    }

    /**
     * {@return the bundle that the kube-controller-manager publishes for a signer: named after its content}
     *
     * @param signerName  the signer, {@code kubernetes.io/kube-apiserver-serving} in Kubernetes
     * @param trustBundle PEM text with the CA certificates, such as that of {@code --root-ca-file}
     * @param release     the release, which decides on the apiVersion
     * @throws IllegalArgumentException when the release, before 1.27, has no such objects
     */
    public static ClusterTrustBundle published(SignerName signerName, String trustBundle, KubernetesRelease release) {
        return of(signerName, TrustBundlePublisher.rest(trustBundle), trustBundle, release);
    }

    /**
     * {@return what the kube-controller-manager does so that a signer has this bundle, as {@link #published} makes it, and no
     * other: first it is created, or corrected, then the others are deleted; nothing when all is well, or the bundle is empty}
     *
     * @param stored the bundles that are there; those of other signers are left alone
     * @throws IllegalStateException when this bundle belongs to no signer
     */
    public List<Publication> publication(List<ClusterTrustBundle> stored) {
        return TrustBundlePublisher.publication(this, stored);
    }

    /**
     * {@return the one object of a text, in YAML or JSON}
     *
     * @param text the manifest
     * @throws InvalidFormatException when the text is no manifest of one ClusterTrustBundle
     */
    public static ClusterTrustBundle parse(String text) {
        return read(Yaml.read(text, ""));
    }

    /**
     * {@return the ClusterTrustBundles of a text, in order: a stream of documents, a list as {@code kubectl get -o yaml}
     * prints it, or the list of an API answer; objects of other kinds are passed over}
     *
     * @param text the manifests
     * @throws InvalidFormatException when one of them cannot be read
     */
    public static List<ClusterTrustBundle> parseAll(String text) {
        return ManifestReader.objects(text, "").stream()
                .filter(item -> API_VERSIONS.stream().anyMatch(version -> item.is(version, KIND)))
                .map(item -> fields(item.node(), item.apiVersion()))
                .toList();
    }

    /**
     * {@return the one object of JDK values, as {@link #toMap()} and the readers of other libraries give them}
     *
     * @param map the values by field
     * @throws IllegalArgumentException when a value has no form in a manifest, with its path
     * @throws InvalidFormatException   as {@link #parse}
     */
    public static ClusterTrustBundle fromMap(Map<String, ?> map) {
        return read(Yaml.fromMap(map));
    }

    /**
     * {@return the one object of a file}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read
     * @throws InvalidFormatException as {@link #parse}
     */
    public static ClusterTrustBundle read(Path file) throws IOException {
        return ManifestReader.read(file, ClusterTrustBundle::parse);
    }

    private static ClusterTrustBundle read(YamlNode node) {
        if (API_VERSIONS.stream().noneMatch(version -> ManifestReader.isKind(node, version, KIND))) {
            ManifestReader.requireKind(node, API_VERSION, KIND);
        }
        return fields(node, node.get("apiVersion").string());
    }

    private static ClusterTrustBundle fields(YamlNode node, String apiVersion) {
        YamlNode spec = node.get("spec");
        return new ClusterTrustBundle(
                apiVersion,
                ObjectMeta.fromMap(ManifestReader.metadata(node)),
                SignerName.of(spec.get("signerName").string()),
                spec.get("trustBundle").string());
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

    /** {@return the signer that the bundle belongs to, or empty} */
    public Optional<SignerName> signerName() {
        return signerName.value().isEmpty() ? Optional.empty() : Optional.of(signerName);
    }

    /** {@return {@code spec.trustBundle}} */
    public String trustBundle() {
        return trustBundle;
    }

    /**
     * {@return the CA certificates; their order means nothing}
     *
     * @throws InvalidFormatException when the text holds anything but certificates
     */
    public List<X509Certificate> certificates() {
        return certificates(KubernetesRelease.latest());
    }

    /**
     * {@return the CA certificates, as a release reads them}
     *
     * @param release the release
     * @throws InvalidFormatException as {@link #certificates()}
     */
    public List<X509Certificate> certificates(KubernetesRelease release) {
        return Pem.parseOnlyCertificates(trustBundle, release);
    }

    /** {@return why the latest API server refuses to create the object; none when it accepts it} */
    public List<FieldError> violations() {
        return violations(KubernetesRelease.latest());
    }

    /**
     * {@return why the API server of a release refuses to create the object; none when it accepts it}
     *
     * @param release the release
     */
    public List<FieldError> violations(KubernetesRelease release) {
        return TrustBundleValidation.create(this, release);
    }

    /**
     * {@return why the latest API server refuses to replace a stored object with this one; none when it accepts that} The
     * signer cannot change, and a bundle that stays as it is is not checked again.
     *
     * @param old the object as it is stored
     */
    public List<FieldError> violationsOfUpdate(ClusterTrustBundle old) {
        return violationsOfUpdate(old, KubernetesRelease.latest());
    }

    /**
     * {@return why the API server of a release refuses to replace a stored object with this one; none when it accepts that}
     *
     * @param old     the object as it is stored
     * @param release the release
     */
    public List<FieldError> violationsOfUpdate(ClusterTrustBundle old, KubernetesRelease release) {
        return TrustBundleValidation.update(old, this, release);
    }

    /**
     * {@return {@link #findings(Instant, KubernetesRelease)} for the latest release}
     *
     * @param now the time to judge the certificates by
     */
    public List<Finding> findings(Instant now) {
        return findings(now, KubernetesRelease.latest());
    }

    /**
     * {@return what will fail although the object is well-formed: {@code API_VERSION_UNSUPPORTED} when the release does not
     * serve its version, and the findings of {@link CertificateAuthority#findings} about its certificates}
     *
     * @param now     the time to judge the certificates by
     * @param release the release of the control plane
     */
    public List<Finding> findings(Instant now, KubernetesRelease release) {
        return TrustBundleFindings.of(this, now, release);
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        if (!signerName.value().isEmpty()) {
            spec.put("signerName", signerName.value());
        }
        spec.put("trustBundle", trustBundle);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("apiVersion", apiVersion);
        map.put("metadata", metadata.toMap());
        map.put("spec", spec);
        return map;
    }

    /** Whether nothing is changed but what the garbage collector and the server itself change. */
    boolean differsForCollectionOnly(ClusterTrustBundle stored) {
        return signerName.equals(stored.signerName)
                && trustBundle.equals(stored.trustBundle)
                && withoutCollection(metadata).equals(withoutCollection(stored.metadata));
    }

    private static Map<String, @Nullable Object> withoutCollection(ObjectMeta metadata) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(metadata.toMap());
        fields.keySet().removeAll(NOT_ATTESTED);
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterTrustBundle that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** The name. */
    @Override
    public String toString() {
        return "ClusterTrustBundle[" + Visible.text(metadata.name()) + "]";
    }
}
