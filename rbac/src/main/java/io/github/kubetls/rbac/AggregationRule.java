package io.github.kubetls.rbac;

import io.github.kubetls.internal.text.Unicode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
     * @param clusterRoleSelectors the selectors, at least one
     * @throws IllegalArgumentException when there is none
     */
    public AggregationRule {
        clusterRoleSelectors = List.copyOf(clusterRoleSelectors);
        if (clusterRoleSelectors.isEmpty()) {
            throw new IllegalArgumentException(Violations.noSelector().toString());
        }
    }

    /**
     * {@return a rule of these selectors}
     *
     * @param selectors the selectors, at least one
     * @throws IllegalArgumentException when there is none
     */
    public static AggregationRule of(LabelSelector... selectors) {
        return of(List.of(selectors));
    }

    /**
     * {@return a rule of these selectors}
     *
     * @param selectors the selectors, at least one
     * @throws IllegalArgumentException when there is none
     */
    public static AggregationRule of(List<LabelSelector> selectors) {
        return new AggregationRule(selectors);
    }

    /**
     * {@return the rules for a role, unmodifiable, as the controller manager collects them in one pass: selector by
     * selector, the selected roles by name, their rules in order, each rule once} The role itself is never among the
     * selected ones, and rules that others are still to collect are not there yet.
     *
     * @param name  the name of the role that collects
     * @param roles the ClusterRoles of the cluster
     */
    public List<PolicyRule> collect(String name, Collection<ClusterRole> roles) {
        List<ClusterRole> sorted = new ArrayList<>(roles);
        sorted.sort(Comparator.comparing(ClusterRole::name, Unicode.CODE_POINT_ORDER));
        Set<PolicyRule> rules = new LinkedHashSet<>();
        for (LabelSelector selector : clusterRoleSelectors) {
            for (ClusterRole role : sorted) {
                if (!role.name().equals(name)
                        && selector.matches(role.metadata().labels())) {
                    rules.addAll(role.rules());
                }
            }
        }
        return List.copyOf(rules);
    }

    /**
     * {@return the objects in the same order, each ClusterRole that has an aggregation rule with its rules filled in as
     * the controller manager does: role by role, again and again until nothing changes} What such a role had before is
     * replaced.
     *
     * @param objects roles and bindings
     */
    public static List<RbacObject> aggregate(Collection<? extends RbacObject> objects) {
        Map<String, ClusterRole> roles = new TreeMap<>(Unicode.CODE_POINT_ORDER);
        objects.forEach(object -> {
            if (object instanceof ClusterRole role) {
                roles.put(role.name(), role);
            }
        });
        // Rules travel one role further with each pass; more passes than roles can only be a circle that never rests.
        boolean changed = true;
        for (int pass = 0; changed && pass <= roles.size(); pass++) {
            changed = aggregateOnce(roles);
        }
        return objects.stream()
                .map(object -> object instanceof ClusterRole role ? roles.get(role.name()) : (RbacObject) object)
                .toList();
    }

    private static boolean aggregateOnce(Map<String, ClusterRole> roles) {
        boolean changed = false;
        for (ClusterRole role : List.copyOf(roles.values())) {
            if (role.aggregationRule().isPresent()) {
                List<PolicyRule> rules = role.aggregationRule().get().collect(role.name(), roles.values());
                changed |= !rules.equals(role.rules());
                roles.put(role.name(), role.withRules(rules));
            }
        }
        return changed;
    }

    Map<String, @Nullable Object> toMap() {
        return Map.of(
                "clusterRoleSelectors",
                clusterRoleSelectors.stream().map(LabelSelector::toMap).toList());
    }
}
