package io.github.kubetls.discovery;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Context;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.KubeconfigView;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.SigningRefusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The ConfigMap {@code cluster-info} in {@code kube-public}: a kubeconfig that anybody may read, with a signature for each
 * bootstrap token that may sign.
 *
 * <p>The kubeconfig is text that is signed byte for byte, its last line feed included; it is never re-written here. Other
 * keys and fields survive.
 *
 * <pre>{@code
 * ClusterInfo info = ClusterInfo.of(Cluster.of("https://10.138.0.2:6443", PemSource.inline(caPem))).sign(token);
 * boolean good = info.verify(token) == ClusterInfo.Verification.VALID;
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/#configmap-signing">ConfigMap
 *     signing</a>
 */
public final class ClusterInfo implements Manifest {

    /** The ConfigMap's namespace. */
    public static final String NAMESPACE = ObjectMeta.KUBE_PUBLIC;

    /** The ConfigMap's name. */
    public static final String NAME = "cluster-info";

    /** The key of the kubeconfig. */
    public static final String KUBECONFIG_KEY = "kubeconfig";

    /** What the key of a signature starts with; the token's id follows. */
    public static final String SIGNATURE_KEY_PREFIX = "jws-kubeconfig-";

    private static final String API_VERSION = "v1";
    private static final String KIND = "ConfigMap";
    private static final Set<String> KNOWN = Set.of("apiVersion", "kind", "metadata", "data");

    /** What the signature of a token is worth, in the order of the checks. */
    public enum Verification {
        /** The token signed this very kubeconfig. */
        VALID,
        /** There is no signature for the token's id; the signer may add it shortly. */
        SIGNATURE_MISSING,
        /** There is no kubeconfig, or it is empty. */
        KUBECONFIG_MISSING,
        /** The signature is the empty text. */
        SIGNATURE_EMPTY,
        /** The kubeconfig was changed, the token's secret is another one, or the signature is forged. */
        SIGNATURE_INVALID
    }

    /**
     * What a run of the bootstrap signer does to the ConfigMap.
     *
     * @param result   the ConfigMap afterwards
     * @param added    ids of tokens whose signature is new
     * @param replaced ids of tokens whose signature is another one than before
     * @param removed  ids whose signature is gone
     */
    public record SignerRun(ClusterInfo result, Set<String> added, Set<String> replaced, Set<String> removed) {

        /**
         * Copies the sets.
         *
         * @param result   the ConfigMap afterwards
         * @param added    ids of tokens whose signature is new
         * @param replaced ids of tokens whose signature is another one than before
         * @param removed  ids whose signature is gone
         */
        public SignerRun {
            added = Collections.unmodifiableSet(new TreeSet<>(added));
            replaced = Collections.unmodifiableSet(new TreeSet<>(replaced));
            removed = Collections.unmodifiableSet(new TreeSet<>(removed));
        }

        /**
         * {@return whether the signer writes the ConfigMap at all, because some signature is new, different or gone}
         */
        public boolean isChanged() {
            return !added.isEmpty() || !replaced.isEmpty() || !removed.isEmpty();
        }
    }

    private final ObjectMeta metadata;
    private final SortedMap<String, String> data;
    private final Map<String, @Nullable Object> others;

    private ClusterInfo(ObjectMeta metadata, Map<String, String> data, Map<String, ? extends @Nullable Object> others) {
        this.metadata = metadata;
        this.data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
        this.others = ManifestReader.otherFields(others);
    }

    /**
     * {@return the ConfigMap for a kubeconfig, without signatures}
     *
     * @param kubeconfig the text to publish, as it is to be signed
     */
    public static ClusterInfo of(String kubeconfig) {
        return new ClusterInfo(ObjectMeta.of(NAMESPACE, NAME), Map.of(KUBECONFIG_KEY, kubeconfig), Map.of());
    }

    /**
     * {@return the ConfigMap for a cluster, without signatures: {@link Kubeconfig#discovery}}
     *
     * @param cluster the API server's URL and the cluster's CA certificates
     */
    public static ClusterInfo of(Cluster cluster) {
        return of(cluster, KubernetesRelease.latest());
    }

    /**
     * {@return the ConfigMap for a cluster, without signatures: {@link Kubeconfig#discovery} as a release writes it}
     *
     * @param cluster the API server's URL and the cluster's CA certificates
     * @param release before 1.34, an empty {@code preferences} is there, and so the signatures are others
     */
    public static ClusterInfo of(Cluster cluster, KubernetesRelease release) {
        return of(Kubeconfig.discovery(cluster).toYaml(release));
    }

    /**
     * {@return the ConfigMap, without signatures, that kubeadm publishes for an administrator's kubeconfig: the cluster
     * of its current context, with all its fields that Kubernetes knows, and nothing else}
     *
     * @param admin the kubeconfig; its users and contexts are left out
     * @throws InvalidFormatException with code {@code DISCOVERY_CLUSTER_MISSING} when its current context leads to no cluster
     */
    public static ClusterInfo kubeadm(Kubeconfig admin) {
        return kubeadm(admin, KubernetesRelease.latest());
    }

    /**
     * {@return the ConfigMap that {@link #kubeadm(Kubeconfig)} makes, as a release publishes it}
     *
     * @param admin   the kubeconfig; its users and contexts are left out
     * @param release before 1.34, an empty {@code preferences} is there, and so the signatures are others
     * @throws InvalidFormatException with code {@code DISCOVERY_CLUSTER_MISSING} when its current context leads to no cluster
     */
    public static ClusterInfo kubeadm(Kubeconfig admin, KubernetesRelease release) {
        Cluster cluster = admin.context(admin.currentContext().orElse(""))
                .map(Context::cluster)
                .flatMap(admin::cluster)
                .orElseThrow(() -> new InvalidFormatException(
                        "DISCOVERY_CLUSTER_MISSING",
                        Location.of("current-context"),
                        "leads to no cluster of this kubeconfig"));
        return of(KubeconfigView.of(Kubeconfig.discovery(cluster))
                .withoutUnknownFields()
                .config()
                .toYaml(release));
    }

    /**
     * Reads the ConfigMap. Prefer JSON from the API: a YAML dump gives the signed text back only if it was written faithfully.
     *
     * @param text YAML or JSON, one object
     * @return the ConfigMap
     * @throws InvalidFormatException when the text is not well-formed, is of another kind ({@code KIND_MISMATCH}), or has
     *     a value that is not a string ({@code VALUE_TYPE_MISMATCH})
     */
    public static ClusterInfo parse(String text) {
        return of(ManifestReader.read(text, API_VERSION, KIND));
    }

    /**
     * Reads the ConfigMap from a file.
     *
     * @param file the file
     * @return the ConfigMap
     * @throws InvalidFormatException as {@link #parse} throws it, with the file as its source
     * @throws IOException            when it cannot be read
     */
    public static ClusterInfo read(Path file) throws IOException {
        return ManifestReader.read(file, ClusterInfo::parse);
    }

    /**
     * {@return the ConfigMap that JDK values hold, as a text with the same content would}
     *
     * @param map the fields, as {@link #toMap()} gives them
     * @throws InvalidFormatException   as {@link #parse} throws it
     * @throws IllegalArgumentException when a value has no form in YAML
     */
    public static ClusterInfo fromMap(Map<String, ?> map) {
        return of(ManifestReader.fromMap(map, API_VERSION, KIND));
    }

    private static ClusterInfo of(YamlNode object) {
        return new ClusterInfo(
                ObjectMeta.fromMap(ManifestReader.metadata(object)),
                object.get("data").stringMap(),
                object.others(KNOWN));
    }

    /**
     * {@return the kubeconfig, byte for byte as it is signed, or empty when the key is missing} Nothing in it may be
     * trusted before {@link #verify}.
     */
    public Optional<String> kubeconfig() {
        return Optional.ofNullable(data.get(KUBECONFIG_KEY));
    }

    /** {@return the signatures, detached JWS texts by token id, sorted} */
    public Map<String, String> signatures() {
        Map<String, String> signatures = new TreeMap<>();
        data.forEach((key, value) -> {
            if (key.startsWith(SIGNATURE_KEY_PREFIX)) {
                signatures.put(key.substring(SIGNATURE_KEY_PREFIX.length()), value);
            }
        });
        return signatures;
    }

    /**
     * {@return a copy in which the signatures of tokens are added, or renewed}
     *
     * @param tokens the tokens
     * @throws IllegalStateException when there is no kubeconfig to sign
     */
    public ClusterInfo sign(BootstrapToken... tokens) {
        if (kubeconfig().isEmpty()) {
            throw new IllegalStateException("there is no kubeconfig to sign");
        }
        Map<String, String> signed = new TreeMap<>(data);
        for (BootstrapToken token : tokens) {
            signed.put(SIGNATURE_KEY_PREFIX + token.id(), signature(token.id(), bytes(token.secret())));
        }
        return new ClusterInfo(metadata, signed, others);
    }

    private String signature(String id, byte[] secret) {
        return DetachedJws.sign(id, secret, bytes(kubeconfig().orElseThrow()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * {@return the result of checking the signature of a token: valid, or the first check that failed}
     *
     * @param token the token
     */
    public Verification verify(BootstrapToken token) {
        String signature = data.get(SIGNATURE_KEY_PREFIX + token.id());
        if (signature == null) {
            return Verification.SIGNATURE_MISSING;
        }
        String text = kubeconfig().orElse("");
        if (text.isEmpty()) {
            return Verification.KUBECONFIG_MISSING;
        }
        if (signature.isEmpty()) {
            return Verification.SIGNATURE_EMPTY;
        }
        return DetachedJws.verify(signature, token.id(), bytes(token.secret()), bytes(text))
                ? Verification.VALID
                : Verification.SIGNATURE_INVALID;
    }

    /**
     * {@return the ConfigMap after one run of the bootstrap signer, and what is different: signatures of all Secrets
     * that sign, none of others, and every other key as it is} Without a kubeconfig nothing changes, stale signatures
     * included.
     *
     * @param secrets Secrets of any type and namespace; of several with one id, the first that signs counts
     * @param now     the time of the run
     */
    public SignerRun runSigner(List<Secret> secrets, Instant now) {
        Map<String, String> before = signatures();
        if (kubeconfig().isEmpty()) {
            return new SignerRun(this, Set.of(), Set.of(), Set.of());
        }
        Map<String, String> after = new TreeMap<>();
        for (Secret secret : secrets) {
            if (SigningRefusal.of(secret, now).isEmpty()) {
                String id =
                        BootstrapTokenSecret.tokenId(secret.metadata().name()).orElseThrow();
                byte[] key = secret.value("token-secret").orElseThrow();
                after.computeIfAbsent(id, unsigned -> signature(unsigned, key));
            }
        }
        Map<String, String> changed = new TreeMap<>(data);
        changed.keySet().removeIf(key -> key.startsWith(SIGNATURE_KEY_PREFIX));
        after.forEach((id, signature) -> changed.put(SIGNATURE_KEY_PREFIX + id, signature));
        return new SignerRun(
                new ClusterInfo(metadata, changed, others),
                difference(after.keySet(), before.keySet()),
                replaced(before, after),
                difference(before.keySet(), after.keySet()));
    }

    private static Set<String> difference(Set<String> ids, Set<String> without) {
        Set<String> rest = new TreeSet<>(ids);
        rest.removeAll(without);
        return rest;
    }

    private static Set<String> replaced(Map<String, String> before, Map<String, String> after) {
        Set<String> replaced = new TreeSet<>();
        after.forEach((id, signature) -> {
            if (before.containsKey(id) && !signature.equals(before.get(id))) {
                replaced.add(id);
            }
        });
        return replaced;
    }

    /** {@return the findings: what keeps nodes from joining by this ConfigMap, and what should not be public} */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (!metadata.name().equals(NAME) || !metadata.namespace().equals(NAMESPACE)) {
            findings.add(Finding.error(
                    "NAME_MISMATCH",
                    Location.of("metadata"),
                    "is not " + NAME + " in " + NAMESPACE + ", where kubeadm looks",
                    "correct name and namespace"));
        }
        String text = kubeconfig().orElse("");
        if (text.isEmpty()) {
            findings.add(Finding.error(
                    "KUBECONFIG_MISSING",
                    Location.of("data.kubeconfig"),
                    "there is no kubeconfig",
                    "publish one: kubeadm init phase bootstrap-token"));
        } else {
            kubeconfigFindings(text, findings);
        }
        if (signatures().isEmpty()) {
            findings.add(
                    Finding.warning(
                            "SIGNATURE_MISSING",
                            Location.of("data"),
                            "no token has signed the kubeconfig, so no node can join by a token",
                            "create a token with the usage signing, and enable the controllers bootstrapsigner and tokencleaner"));
        }
        signatures().keySet().stream()
                .filter(id -> !BootstrapToken.isTokenId(id))
                .forEach(id -> findings.add(Finding.warning(
                        "TOKEN_ID_INVALID",
                        Location.of("data." + SIGNATURE_KEY_PREFIX + id),
                        "the key does not end in a token id",
                        "remove the key; the signer does so at its next run")));
        return findings;
    }

    private static void kubeconfigFindings(String text, List<Finding> findings) {
        try {
            Kubeconfig document = Kubeconfig.parse(text);
            if (document.discoveryCluster().isEmpty()) {
                findings.add(Finding.error(
                        "DISCOVERY_CLUSTER_MISSING",
                        Location.of("data.kubeconfig"),
                        "there is neither a cluster without a name nor one of the current context",
                        "publish exactly one cluster, with an empty name"));
            }
            if (!document.users().isEmpty()) {
                findings.add(Finding.error(
                        "CREDENTIALS_EXPOSED",
                        Location.of("data.kubeconfig"),
                        "there are users in a kubeconfig that anybody may read",
                        "remove them, and revoke what they hold"));
            }
        } catch (InvalidFormatException e) {
            findings.add(Finding.error("KUBECONFIG_INVALID", e.location(), e.rule(), "publish a kubeconfig")
                    .within(Location.of("data.kubeconfig")));
        }
    }

    @Override
    public String apiVersion() {
        return API_VERSION;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ObjectMeta metadata() {
        return metadata;
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("apiVersion", API_VERSION);
        map.put("metadata", metadata.toMap());
        map.putAll(ManifestReader.otherFields(others));
        if (!data.isEmpty()) {
            map.put("data", new LinkedHashMap<>(data));
        }
        return map;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterInfo that
                && metadata.equals(that.metadata)
                && data.equals(that.data)
                && others.equals(that.others);
    }

    @Override
    public int hashCode() {
        return data.hashCode();
    }

    /** The ids of the tokens that signed it. */
    @Override
    public String toString() {
        return "ClusterInfo[signed by " + Visible.text(signatures().keySet()) + "]";
    }
}
