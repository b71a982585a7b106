package io.github.kubetls.component;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of kube-apiserver's flag {@code --authorization-config}, which says who is asked, and in which order, whether a
 * request is allowed. It takes the place of {@code --authorization-mode}.
 *
 * <p>What a webhook is and when it is asked survives reading and writing, and is not looked at.
 *
 * <pre>{@code
 * apiVersion: apiserver.config.k8s.io/v1
 * kind: AuthorizationConfiguration
 * authorizers:
 * - {type: Node, name: node}
 * - {type: RBAC, name: rbac}
 * }</pre>
 *
 * <pre>{@code
 * AuthorizationConfiguration.of("Node", "RBAC").write(Path.of("authorization.yaml"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#using-configuration-file-for-authorization">
 *     Configuring the API Server using an Authorization Config File</a>
 */
public final class AuthorizationConfiguration {

    private static final String KIND = "AuthorizationConfiguration";
    private static final String WEBHOOK = "Webhook";
    private static final Map<String, Feature> VERSIONS = Map.of(
            "v1alpha1", Feature.AUTHORIZATION_CONFIGURATION,
            "v1beta1", Feature.AUTHORIZATION_CONFIGURATION_BETA,
            "v1", Feature.AUTHORIZATION_CONFIGURATION_V1);

    private final StrictFile file;
    private final List<Authorizer> authorizers;

    /**
     * One that is asked.
     *
     * @param type what it is, such as {@code RBAC}
     * @param name its name; that of all but webhooks is the type in lower case
     */
    public record Authorizer(String type, String name) {}

    private AuthorizationConfiguration(StrictFile file) {
        YamlNode root = file.root();
        file.requireKind(KIND, VERSIONS);
        StrictFile.requireFields(root, "apiVersion", "kind", "authorizers");
        this.file = file;
        List<Authorizer> read = new ArrayList<>();
        for (YamlNode node : root.get("authorizers").items()) {
            StrictFile.requireFields(node, "type", "name", "webhook");
            node.get("webhook").keys();
            read.add(new Authorizer(node.get("type").string(), node.get("name").string()));
        }
        this.authorizers = List.copyOf(read);
    }

    /**
     * {@return a configuration without webhooks, for the latest release}
     *
     * @param types the authorizers in the order to ask them, such as {@code Node} and {@code RBAC}
     */
    public static AuthorizationConfiguration of(String... types) {
        return of(List.of(types), KubernetesRelease.latest());
    }

    /**
     * {@return a configuration without webhooks, in the newest version that a release reads}
     *
     * @param types   the authorizers in the order to ask them, such as {@code Node} and {@code RBAC}
     * @param release the release of the API server
     */
    public static AuthorizationConfiguration of(List<String> types, KubernetesRelease release) {
        String version = Feature.AUTHORIZATION_CONFIGURATION_V1.in(release)
                ? "v1"
                : Feature.AUTHORIZATION_CONFIGURATION_BETA.in(release) ? "v1beta1" : "v1alpha1";
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("apiVersion", StrictFile.GROUP + version);
        map.put("kind", KIND);
        map.put(
                "authorizers",
                types.stream()
                        .map(type -> Map.of("type", type, "name", type.toLowerCase(Locale.ROOT)))
                        .toList());
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
    public static AuthorizationConfiguration parse(String text) {
        return new AuthorizationConfiguration(StrictFile.parse(text, ""));
    }

    /**
     * {@return the configuration of a file}
     *
     * @param file the file
     * @throws IOException            when it cannot be read
     * @throws InvalidFormatException as {@link #parse}
     */
    public static AuthorizationConfiguration read(Path file) throws IOException {
        return new AuthorizationConfiguration(StrictFile.read(file));
    }

    /**
     * {@return the configuration in JDK values, as {@link #toMap} and the readers of other libraries give them}
     *
     * @param map the values by field
     * @throws IllegalArgumentException when a value has no form in a configuration file, with its path
     * @throws InvalidFormatException   as {@link #parse}
     */
    public static AuthorizationConfiguration fromMap(Map<String, ?> map) {
        return new AuthorizationConfiguration(StrictFile.fromMap(map));
    }

    /** {@return {@code apiVersion}, such as {@code apiserver.config.k8s.io/v1}} */
    public String apiVersion() {
        return file.apiVersion();
    }

    /** {@return {@code authorizers}: who is asked, in this order, unmodifiable} */
    public List<Authorizer> authorizers() {
        return authorizers;
    }

    /** {@return why kube-apiserver of the latest release refuses the file; none when it takes it} */
    public List<FieldError> violations() {
        return violations(KubernetesRelease.latest());
    }

    /**
     * {@return why kube-apiserver refuses the file, but for what is wrong with webhooks; none when it takes it}
     *
     * @param release the release of the API server
     */
    public List<FieldError> violations(KubernetesRelease release) {
        Optional<FieldError> refusal = file.refusal(KIND, VERSIONS, release);
        if (refusal.isPresent()) {
            return List.of(refusal.get());
        }
        if (authorizers.isEmpty()) {
            return List.of(FieldError.required("authorizers", "at least one authorization mode must be defined"));
        }
        List<FieldError> errors = new ArrayList<>();
        Set<String> types = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < authorizers.size(); i++) {
            String at = "authorizers[" + i + "].";
            Optional<FieldError> ofType =
                    violationOfType(at + "type", authorizers.get(i).type(), types);
            if (ofType.isPresent()) {
                errors.add(ofType.get());
            } else {
                violationOfName(at + "name", authorizers.get(i).name(), names).ifPresent(errors::add);
                violationOfWebhook(at + "webhook", i).ifPresent(errors::add);
            }
        }
        return List.copyOf(errors.isEmpty() ? violationsOfExpectedNames() : errors);
    }

    private static Optional<FieldError> violationOfType(String field, String type, Set<String> seen) {
        if (type.isEmpty()) {
            return Optional.of(FieldError.required(field, ""));
        }
        if (!ApiServerFlags.MODES.contains(type)) {
            return Optional.of(FieldError.unsupported(field, type, ApiServerFlags.MODES.toArray(String[]::new)));
        }
        return seen.add(type) || type.equals(WEBHOOK)
                ? Optional.empty()
                : Optional.of(FieldError.duplicate(field, type));
    }

    private static Optional<FieldError> violationOfName(String field, String name, Set<String> seen) {
        if (name.isEmpty()) {
            return Optional.of(FieldError.required(field, ""));
        }
        if (!seen.add(name)) {
            return Optional.of(FieldError.duplicate(field, name));
        }
        List<String> rules = NameRules.subdomain(name);
        return rules.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        FieldError.invalid(field, name, "authorizer name is invalid: " + String.join(", ", rules)));
    }

    private Optional<FieldError> violationOfWebhook(String field, int index) {
        boolean expected = authorizers.get(index).type().equals(WEBHOOK);
        boolean found = !file.root()
                .get("authorizers")
                .items()
                .get(index)
                .get("webhook")
                .isNull();
        if (expected == found) {
            return Optional.empty();
        }
        return Optional.of(
                expected
                        ? FieldError.required(field, "required when type=Webhook")
                        : FieldError.invalid(field, "non-null", "may only be specified when type=Webhook"));
    }

    /** What kube-apiserver says when everything else is right. */
    private List<FieldError> violationsOfExpectedNames() {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < authorizers.size(); i++) {
            Authorizer authorizer = authorizers.get(i);
            String expected = authorizer.type().toLowerCase(Locale.ROOT);
            if (!authorizer.type().equals(WEBHOOK) && !authorizer.name().equals(expected)) {
                errors.add(FieldError.invalid(
                        "authorizers[" + i + "].name",
                        authorizer.name(),
                        "expected name " + expected + " for authorizer " + authorizer.type() + " instead of "
                                + authorizer.name()));
            }
        }
        return errors;
    }

    /** {@return what is legal but unwise: authorizers that let everybody in or keep nodes out, a document that is not read} */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(file.findings());
        findings.addAll(ApiServerFindings.ofModes(
                authorizers.stream().map(Authorizer::type).toList(),
                file.root().get("authorizers").location(),
                "list authorizers of the types Node and RBAC"));
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
        return other instanceof AuthorizationConfiguration that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** The version, and who is asked. */
    @Override
    public String toString() {
        return Visible.text(KIND + "[" + apiVersion() + ", " + authorizers + "]");
    }
}
