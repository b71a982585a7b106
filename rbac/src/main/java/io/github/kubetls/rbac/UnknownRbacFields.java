package io.github.kubetls.rbac;

import io.github.kubetls.internal.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds fields that the API server does not know, and drops, such as {@code apiGroup} in a rule. */
final class UnknownRbacFields {

    private static final Set<String> ROLE = Set.of("apiVersion", "kind", "metadata", "rules");
    private static final Set<String> CLUSTER_ROLE =
            Set.of("apiVersion", "kind", "metadata", "rules", "aggregationRule");
    private static final Set<String> BINDING = Set.of("apiVersion", "kind", "metadata", "subjects", "roleRef");
    private static final Set<String> RULE =
            Set.of("verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs");
    private static final Set<String> SUBJECT = Set.of("kind", "apiGroup", "name", "namespace");
    private static final Set<String> ROLE_REF = Set.of("apiGroup", "kind", "name");
    private static final Set<String> SELECTOR = Set.of("matchLabels", "matchExpressions");
    private static final Set<String> EXPRESSION = Set.of("key", "operator", "values");

    private final List<YamlNode> unknown = new ArrayList<>();

    private UnknownRbacFields() {}

    /** The fields in an object that has been read before, so that its fields have the right types. */
    static List<YamlNode> of(YamlNode object, String kind) {
        UnknownRbacFields fields = new UnknownRbacFields();
        switch (kind) {
            case Role.KIND -> fields.check(object, ROLE);
            case ClusterRole.KIND -> {
                fields.check(object, CLUSTER_ROLE);
                fields.aggregation(object.get("aggregationRule"));
            }
            default -> {
                fields.check(object, BINDING);
                fields.check(object.get("roleRef"), ROLE_REF);
                object.get("subjects").items().forEach(subject -> fields.check(subject, SUBJECT));
            }
        }
        if (!kind.endsWith(RoleBinding.KIND)) {
            object.get("rules").items().forEach(rule -> fields.check(rule, RULE));
        }
        return fields.unknown;
    }

    private void aggregation(YamlNode rule) {
        check(rule, Set.of("clusterRoleSelectors"));
        for (YamlNode selector : rule.get("clusterRoleSelectors").items()) {
            check(selector, SELECTOR);
            selector.get("matchExpressions").items().forEach(expression -> check(expression, EXPRESSION));
        }
    }

    private void check(YamlNode node, Set<String> known) {
        node.members().forEach((name, member) -> {
            if (!known.contains(name)) {
                unknown.add(member);
            }
        });
    }
}
