package io.github.kubetls.rbac;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which ClusterRoles another one collects its rules from: those that one of the selectors selects by their labels.
 *
 * <pre>{@code
 * AggregationRule.of(LabelSelector.matchLabels(Map.of("rbac.authorization.k8s.io/aggregate-to-view", "true")));
 * }</pre>
 *
 * @param clusterRoleSelectors the selectors, at least one
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles">Aggregated
 *     ClusterRoles</a>
 */
public record AggregationRule(List<LabelSelector> clusterRoleSelectors) {

    /**
     * Checks that there is a selector.
     *
     * @throws IllegalArgumentException when there is none
     */
    public AggregationRule {
        clusterRoleSelectors = List.copyOf(clusterRoleSelectors);
        if (clusterRoleSelectors.isEmpty()) {
            throw new IllegalArgumentException(Validation.noSelector().toString());
        }
    }

    /**
     * A rule of these selectors.
     *
     * @param selectors the selectors, at least one
     * @return the rule
     * @throws IllegalArgumentException when there is none
     */
    public static AggregationRule of(LabelSelector... selectors) {
        return new AggregationRule(List.of(selectors));
    }

    Map<String, Object> toMap() {
        return Map.of(
                "clusterRoleSelectors",
                clusterRoleSelectors.stream().map(LabelSelector::toMap).toList());
    }

    /** The rules that the controller manager gives the role in one pass: selector by selector, roles by name. */
    List<PolicyRule> collect(String ownName, Collection<ClusterRole> roles) {
        List<ClusterRole> sorted = new ArrayList<>(roles);
        sorted.sort(Comparator.comparing(ClusterRole::name, TextOrder.BYTES));
        Set<PolicyRule> rules = new LinkedHashSet<>();
        for (LabelSelector selector : clusterRoleSelectors) {
            for (ClusterRole role : sorted) {
                if (!role.name().equals(ownName)
                        && selector.matches(role.metadata().labels())) {
                    rules.addAll(role.rules());
                }
            }
        }
        return List.copyOf(rules);
    }
}
