package io.github.kubetls.rbac;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.List;

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
        Violations.requireValid(KIND, metadata, Violations.role(metadata, rules));
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
     * Reads a role.
     *
     * @param text one YAML or JSON document
     * @return the role
     * @throws InvalidFormatException when the text is not one Role that the API server takes
     */
    public static Role parse(String text) {
        return RbacReader.read(text, Role.class, KIND);
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

    /** Kind, namespace and name. */
    @Override
    public String toString() {
        return KIND + " " + metadata;
    }
}
