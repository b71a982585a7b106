package io.github.kubetls.rbac;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A set of rules for the whole cluster, or for the namespaces whose RoleBindings refer to it.
 *
 * <p>Its rules may be for URLs too. With an {@link AggregationRule} the controller manager replaces the rules by those of
 * the ClusterRoles that the rule selects.
 *
 * <pre>{@code
 * ClusterRole.of("system:certificates.k8s.io:certificatesigningrequests:nodeclient",
 *     PolicyRule.verbs("create").apiGroups("certificates.k8s.io").resources("certificatesigningrequests/nodeclient"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-v1/">ClusterRole</a>
 */
public final class ClusterRole implements RuleOwner {

    /** The kind of this object. */
    public static final String KIND = "ClusterRole";

    private final ObjectMeta metadata;
    private final List<PolicyRule> rules;
    private final @Nullable AggregationRule aggregationRule;

    private ClusterRole(ObjectMeta metadata, List<PolicyRule> rules, @Nullable AggregationRule aggregationRule) {
        this.metadata = metadata;
        this.rules = rules;
        this.aggregationRule = aggregationRule;
    }

    /**
     * {@return a role with these rules}
     *
     * @param name  its name
     * @param rules the rules
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static ClusterRole of(String name, PolicyRule... rules) {
        return of(ObjectMeta.of(name), List.of(rules));
    }

    /**
     * {@return a role with these rules}
     *
     * @param metadata its name, without namespace
     * @param rules    the rules
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static ClusterRole of(ObjectMeta metadata, PolicyRule... rules) {
        return of(metadata, List.of(rules));
    }

    /**
     * {@return a role with these rules}
     *
     * @param metadata its name, without namespace
     * @param rules    the rules
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static ClusterRole of(ObjectMeta metadata, List<PolicyRule> rules) {
        return checked(metadata, rules, null);
    }

    /**
     * {@return a role whose rules are collected from other roles, without rules so far}
     *
     * @param name            its name
     * @param aggregationRule which roles
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static ClusterRole aggregated(String name, AggregationRule aggregationRule) {
        return checked(ObjectMeta.of(name), List.of(), aggregationRule);
    }

    private static ClusterRole checked(
            ObjectMeta metadata, List<PolicyRule> rules, @Nullable AggregationRule aggregationRule) {
        List<PolicyRule> copy = List.copyOf(rules);
        Violations.requireValid(KIND, metadata, Violations.clusterRole(metadata, copy, KubernetesRelease.latest()));
        return new ClusterRole(metadata, copy, aggregationRule);
    }

    /**
     * {@return the role that a text holds}
     *
     * @param text one YAML or JSON document
     * @throws InvalidFormatException when the text is not one ClusterRole that the API server takes
     */
    public static ClusterRole parse(String text) {
        return RbacReader.parse(text, ClusterRole.class, KIND);
    }

    /**
     * {@return the roles among the objects that a text holds, in its order; objects of other kinds are passed over}
     *
     * @param text YAML documents separated by {@code ---}, in which a list stands for its items, or one JSON value
     * @throws InvalidFormatException when the API server would not take one, or the text has something that is no
     *     Kubernetes object
     */
    public static List<ClusterRole> parseAll(String text) {
        return RbacReader.parseAll(text, ClusterRole.class, KIND);
    }

    /**
     * {@return the role that a file holds}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read or is larger than 12 MiB
     * @throws InvalidFormatException as {@link #parse}, with the file in the location
     */
    public static ClusterRole read(Path file) throws IOException {
        return RbacReader.read(file, ClusterRole.class, KIND);
    }

    /**
     * {@return the role that JDK values hold}
     *
     * @param map the values, as {@link #toMap()} gives them
     * @throws IllegalArgumentException when a key or a value has no form in a manifest
     * @throws InvalidFormatException   as {@link #parse}
     */
    public static ClusterRole fromMap(Map<String, ?> map) {
        return RbacReader.fromMap(map, ClusterRole.class, KIND);
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

    /**
     * {@return the rule by which this role collects its rules from others, or empty for a role with rules of its own}
     */
    public Optional<AggregationRule> aggregationRule() {
        return Optional.ofNullable(aggregationRule);
    }

    @Override
    public ClusterRole withMetadata(ObjectMeta metadata) {
        return checked(metadata, rules, aggregationRule);
    }

    @Override
    public ClusterRole withRules(List<PolicyRule> rules) {
        return checked(metadata, rules, aggregationRule);
    }

    @Override
    public ClusterRole withRules(PolicyRule... rules) {
        return withRules(List.of(rules));
    }

    /**
     * {@return the same role, with its rules collected from others}
     *
     * @param aggregationRule which roles
     */
    public ClusterRole withAggregationRule(AggregationRule aggregationRule) {
        return new ClusterRole(metadata, rules, aggregationRule);
    }

    /** {@return the same role, without aggregation} */
    public ClusterRole withoutAggregationRule() {
        return new ClusterRole(metadata, rules, null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterRole that
                && metadata.equals(that.metadata)
                && rules.equals(that.rules)
                && aggregationRule().equals(that.aggregationRule());
    }

    @Override
    public int hashCode() {
        return 31 * metadata.hashCode() + rules.hashCode();
    }

    /** Kind and name. */
    @Override
    public String toString() {
        return KIND + " " + metadata;
    }
}
