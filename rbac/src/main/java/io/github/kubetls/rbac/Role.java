package io.github.kubetls.rbac;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A set of rules for resources of one namespace.
 *
 * <p>Its rules are for resources only, never for URLs. The namespace may be left open, as in a manifest that is applied to
 * the namespace of the current context.
 *
 * <pre>{@code
 * Role.of(ObjectMeta.of("kube-public", "kubeadm:bootstrap-signer-clusterinfo"),
 *     PolicyRule.verbs("get").apiGroups("").resources("configmaps").withResourceNames("cluster-info"));
 * }</pre>
 *
 * @param metadata name and namespace
 * @param rules    the rules, unmodifiable
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/">Role</a>
 */
public record Role(ObjectMeta metadata, List<PolicyRule> rules) implements RuleOwner {

    /** The kind of this object. */
    public static final String KIND = "Role";

    /**
     * Checks the role.
     *
     * @param metadata name and namespace
     * @param rules    the rules
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public Role {
        rules = List.copyOf(rules);
        Violations.requireValid(KIND, metadata, Violations.role(metadata, rules, KubernetesRelease.latest()));
    }

    /**
     * {@return a role with these rules}
     *
     * @param metadata name and namespace
     * @param rules    the rules
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static Role of(ObjectMeta metadata, PolicyRule... rules) {
        return of(metadata, List.of(rules));
    }

    /**
     * {@return a role with these rules}
     *
     * @param metadata name and namespace
     * @param rules    the rules
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static Role of(ObjectMeta metadata, List<PolicyRule> rules) {
        return new Role(metadata, rules);
    }

    /**
     * {@return the role that a text holds}
     *
     * @param text one YAML or JSON document
     * @throws InvalidFormatException when the text is not one Role that the API server takes
     */
    public static Role parse(String text) {
        return RbacReader.parse(text, Role.class, KIND);
    }

    /**
     * {@return the roles among the objects that a text holds, in its order; objects of other kinds are passed over}
     *
     * @param text YAML documents separated by {@code ---}, in which a list stands for its items, or one JSON value
     * @throws InvalidFormatException when the API server would not take one, or the text has something that is no
     *     Kubernetes object
     */
    public static List<Role> parseAll(String text) {
        return RbacReader.parseAll(text, Role.class, KIND);
    }

    /**
     * {@return the role that a file holds}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read or is larger than 12 MiB
     * @throws InvalidFormatException as {@link #parse}, with the file in the location
     */
    public static Role read(Path file) throws IOException {
        return RbacReader.read(file, Role.class, KIND);
    }

    /**
     * {@return the role that JDK values hold}
     *
     * @param map the values, as {@link #toMap()} gives them
     * @throws IllegalArgumentException when a key or a value has no form in a manifest
     * @throws InvalidFormatException   as {@link #parse}
     */
    public static Role fromMap(Map<String, ?> map) {
        return RbacReader.fromMap(map, Role.class, KIND);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Role withMetadata(ObjectMeta metadata) {
        return of(metadata, rules);
    }

    @Override
    public Role withRules(List<PolicyRule> rules) {
        return of(metadata, rules);
    }

    @Override
    public Role withRules(PolicyRule... rules) {
        return withRules(List.of(rules));
    }

    /** Kind, namespace and name. */
    @Override
    public String toString() {
        return KIND + " " + metadata;
    }
}
