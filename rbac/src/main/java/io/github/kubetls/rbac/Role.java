package io.github.kubetls.rbac;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/">Role</a>
 */
public final class Role implements RuleOwner {

    /** The kind of this object. */
    public static final String KIND = "Role";

    private final ObjectMeta metadata;
    private final List<PolicyRule> rules;

    private Role(ObjectMeta metadata, List<PolicyRule> rules) {
        this.metadata = metadata;
        this.rules = rules;
    }

    /**
     * A role.
     *
     * @param metadata name and namespace
     * @param rules    the rules
     * @return the role
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static Role of(ObjectMeta metadata, PolicyRule... rules) {
        return of(metadata, List.of(rules));
    }

    /**
     * A role.
     *
     * @param metadata name and namespace
     * @param rules    the rules
     * @return the role
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static Role of(ObjectMeta metadata, List<PolicyRule> rules) {
        List<PolicyRule> copy = List.copyOf(rules);
        Validation.requireValid(KIND, metadata, Validation.role(metadata, copy));
        return new Role(metadata, copy);
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
    public ObjectMeta metadata() {
        return metadata;
    }

    @Override
    public List<PolicyRule> rules() {
        return rules;
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
    public Map<String, @Nullable Object> toMap() {
        return RbacWriter.role(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Role that && metadata.equals(that.metadata) && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return 31 * metadata.hashCode() + rules.hashCode();
    }

    /** Kind, namespace and name. */
    @Override
    public String toString() {
        return KIND + " " + metadata;
    }
}
