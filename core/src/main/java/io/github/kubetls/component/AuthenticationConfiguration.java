package io.github.kubetls.component;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The file of kube-apiserver's flag {@code --authentication-config}, as far as it decides who is anonymous: on which paths a
 * request without credentials is let in.
 *
 * <p>The issuers of JWTs, which are the other half of the file, survive reading and writing; of them only the keys of extra
 * attributes are looked at.
 * Bootstrap tokens and the token file have their own flags, beside this one.
 *
 * <pre>{@code
 * apiVersion: apiserver.config.k8s.io/v1
 * kind: AuthenticationConfiguration
 * anonymous:
 *   enabled: true
 *   conditions:
 *   - path: /api/v1/namespaces/kube-public/configmaps/cluster-info
 * }</pre>
 *
 * <pre>{@code
 * AuthenticationConfiguration file = AuthenticationConfiguration.read(Path.of("authentication.yaml"));
 * file.anonymous().ifPresent(anonymous ->
 *     builder.anonymous(anonymous.enabled()).anonymousPaths(anonymous.paths()));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration">
 *     Using Authentication Configuration</a>
 */
public final class AuthenticationConfiguration {

    private static final String KIND = "AuthenticationConfiguration";
    private static final Map<String, Feature> VERSIONS = Map.of(
            "v1alpha1", Feature.AUTHENTICATION_CONFIGURATION_ALPHA,
            "v1beta1", Feature.AUTHENTICATION_CONFIGURATION_BETA,
            "v1", Feature.AUTHENTICATION_CONFIGURATION_V1);
    private static final String CLUSTER_INFO = "/api/v1/namespaces/kube-public/configmaps/cluster-info";

    private final StrictFile file;
    private final @Nullable Anonymous anonymous;
    private final List<FieldError> reservedKeys;

    /**
     * What {@code anonymous} says.
     *
     * @param enabled whether a request without credentials is anonymous; otherwise it is answered with 401
     * @param paths   {@code conditions}: the only paths on which it is; none for every path
     */
    public record Anonymous(boolean enabled, List<String> paths) {

        /**
         * Keeps a copy of the paths.
         *
         * @param enabled whether
         * @param paths   the paths
         */
        public Anonymous {
            paths = List.copyOf(paths);
        }

        private Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("enabled", enabled);
            if (!paths.isEmpty()) {
                map.put(
                        "conditions",
                        paths.stream().map(path -> Map.of("path", path)).toList());
            }
            return map;
        }
    }

    private AuthenticationConfiguration(StrictFile file) {
        YamlNode root = file.root();
        file.requireKind(KIND, VERSIONS);
        this.reservedKeys = reservedKeys(root.get("jwt").items());
        StrictFile.requireFields(root, "apiVersion", "kind", "jwt", "anonymous");
        this.file = file;
        this.anonymous = anonymous(root.get("anonymous"));
    }

    private static @Nullable Anonymous anonymous(YamlNode node) {
        if (node.isNull()) {
            return null;
        }
        StrictFile.requireFields(node, "enabled", "conditions");
        List<String> paths = new ArrayList<>();
        for (YamlNode condition : node.get("conditions").items()) {
            StrictFile.requireFields(condition, "path");
            paths.add(condition.get("path").string());
        }
        return new Anonymous(node.get("enabled").bool(), paths);
    }

    /**
     * {@return a configuration without issuers of JWTs, for the latest release}
     *
     * @param anonymous who is anonymous
     */
    public static AuthenticationConfiguration of(Anonymous anonymous) {
        return of(anonymous, KubernetesRelease.latest());
    }

    /**
     * {@return a configuration without issuers of JWTs, in the newest version that a release reads}
     *
     * @param anonymous who is anonymous
     * @param release   the release of the API server
     */
    public static AuthenticationConfiguration of(Anonymous anonymous, KubernetesRelease release) {
        String version = Feature.AUTHENTICATION_CONFIGURATION_V1.in(release)
                ? "v1"
                : Feature.AUTHENTICATION_CONFIGURATION_BETA.in(release) ? "v1beta1" : "v1alpha1";
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("apiVersion", StrictFile.GROUP + version);
        map.put("kind", KIND);
        map.put("anonymous", anonymous.toMap());
        return fromMap(map);
    }

    /**
     * {@return the configuration of a file, read as kube-apiserver does: a field that is unknown or given twice is an error,
     * and a second document is not looked at}
     *
     * @param text YAML or JSON
     * @throws InvalidFormatException when kube-apiserver could not read it, with code {@code KIND_MISMATCH},
     *     {@code FIELD_UNKNOWN}, {@code FIELD_DUPLICATE} or {@code VALUE_TYPE_MISMATCH}; or when it is no YAML
     */
    public static AuthenticationConfiguration parse(String text) {
        return new AuthenticationConfiguration(StrictFile.parse(text, ""));
    }

    /**
     * {@return the configuration of a file}
     *
     * @param file the file
     * @throws IOException            when it cannot be read
     * @throws InvalidFormatException as {@link #parse}
     */
    public static AuthenticationConfiguration read(Path file) throws IOException {
        return new AuthenticationConfiguration(StrictFile.read(file));
    }

    /**
     * {@return the configuration in JDK values, as {@link #toMap} and the readers of other libraries give them}
     *
     * @param map the values by field
     * @throws IllegalArgumentException when a value has no form in a configuration file, with its path
     * @throws InvalidFormatException   as {@link #parse}
     */
    public static AuthenticationConfiguration fromMap(Map<String, ?> map) {
        return new AuthenticationConfiguration(StrictFile.fromMap(map));
    }

    /** {@return {@code apiVersion}, such as {@code apiserver.config.k8s.io/v1}} */
    public String apiVersion() {
        return file.apiVersion();
    }

    /** {@return who is anonymous, or empty where the flag {@code --anonymous-auth} decides} */
    public Optional<Anonymous> anonymous() {
        return Optional.ofNullable(anonymous);
    }

    /** {@return why kube-apiserver of the latest release refuses the file; none when it takes it} */
    public List<FieldError> violations() {
        return violations(KubernetesRelease.latest());
    }

    /**
     * {@return why kube-apiserver refuses the file, but for what is wrong with issuers, of which only reserved keys of extra
     * attributes are looked for; none when it takes it}
     *
     * @param release the release of the API server
     */
    public List<FieldError> violations(KubernetesRelease release) {
        Optional<FieldError> refusal = file.refusal(KIND, VERSIONS, release);
        if (refusal.isPresent()) {
            return List.of(refusal.get());
        }
        List<FieldError> errors = new ArrayList<>();
        if (Feature.CLAIM_EXTRA_RESERVED.in(release)) {
            errors.addAll(reservedKeys);
        }
        if (anonymous != null && !Feature.ANONYMOUS_CONDITIONS.in(release)) {
            errors.add(FieldError.forbidden(
                    "anonymous",
                    "anonymous is not supported when AnonymousAuthConfigurableEndpoints feature gate is disabled"));
        }
        if (anonymous != null && !anonymous.enabled() && !anonymous.paths().isEmpty()) {
            String conditions = anonymous.paths().stream()
                    .map(path -> Yaml.writeCompactJson(Map.of("Path", path)))
                    .collect(Collectors.joining(",", "[", "]"));
            errors.add(FieldError.invalidLiteral(
                    "anonymous.conditions", conditions, "enabled should be set to true when conditions are defined"));
        }
        return List.copyOf(errors);
    }

    /** The keys of extra attributes that an issuer must not give its users. */
    private static List<FieldError> reservedKeys(List<YamlNode> issuers) {
        List<FieldError> errors = new ArrayList<>();
        for (YamlNode issuer : issuers) {
            for (YamlNode extra : issuer.get("claimMappings").get("extra").items()) {
                String key = extra.get("key").string();
                String domain = "." + key.substring(0, Math.max(key.indexOf('/'), 0));
                if (domain.endsWith(".k8s.io") || domain.endsWith(".kubernetes.io")) {
                    errors.add(FieldError.invalid(
                            extra.get("key").location().path(),
                            key,
                            "k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use"));
                }
            }
        }
        return List.copyOf(errors);
    }

    /**
     * {@return what is legal but unwise: cluster-info out of reach, paths that hardly any request has, a document that is not
     * read}
     */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(file.findings());
        if (anonymous == null) {
            return List.copyOf(findings);
        }
        YamlNode conditions = file.root().get("anonymous").get("conditions");
        List<String> paths = anonymous.paths();
        if (!anonymous.enabled() || !paths.isEmpty() && !paths.contains(CLUSTER_INFO)) {
            findings.add(Finding.warning(
                    "ANONYMOUS_DISCOVERY_DISABLED",
                    (anonymous.enabled() ? conditions : file.root().get("anonymous")).location(),
                    "cluster-info cannot be read without credentials: kubeadm join with a token never gets it",
                    "let requests in on " + CLUSTER_INFO + ", or join with a discovery file that has credentials"));
        }
        for (YamlNode condition : conditions.items()) {
            String path = condition.get("path").string();
            if (!path.startsWith("/") || path.endsWith("*")) {
                findings.add(Finding.warning(
                        "ANONYMOUS_PATH_SUSPECT",
                        condition.get("path").location(),
                        GoText.quote(path) + " is compared with the whole path of a request: there are no wildcards",
                        "write every path in full, with a slash at its start"));
            }
        }
        return List.copyOf(findings);
    }

    /** {@return the configuration in JDK values, with everything that was read} */
    public Map<String, @Nullable Object> toMap() {
        return file.toMap();
    }

    /** {@return the configuration as YAML} */
    public String toYaml() {
        return Yaml.write(toMap());
    }

    /** {@return the configuration as JSON} */
    public String toJson() {
        return Yaml.writeJson(toMap());
    }

    /**
     * Writes the configuration, with mode 0644, whole: a reader sees the old file or the new one.
     *
     * @param file the file; an existing one is replaced
     * @throws IOException when it cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicFiles.write(file, toYaml().getBytes(StandardCharsets.UTF_8), AtomicFiles.READABLE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthenticationConfiguration that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** The version, and who is anonymous. */
    @Override
    public String toString() {
        return KIND + "[" + apiVersion() + ", " + (anonymous == null ? "no anonymous" : anonymous) + "]";
    }
}
