package io.github.kubetls.rbac;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies objects to JDK values, in the order of Kubernetes' types. */
final class RbacWriter {

    private RbacWriter() {}

    static Map<String, @Nullable Object> role(RuleOwner role) {
        Map<String, @Nullable Object> map = envelope(role);
        List<PolicyRule> rules = role.rules();
        // Kubernetes writes null for no rules.
        map.put(
                "rules",
                rules.isEmpty() ? null : rules.stream().map(PolicyRule::toMap).toList());
        if (role instanceof ClusterRole clusterRole) {
            clusterRole.aggregationRule().ifPresent(rule -> map.put("aggregationRule", rule.toMap()));
        }
        return map;
    }

    static Map<String, @Nullable Object> binding(Binding binding) {
        Map<String, @Nullable Object> map = envelope(binding);
        if (!binding.subjects().isEmpty()) {
            map.put(
                    "subjects",
                    binding.subjects().stream().map(RbacWriter::subject).toList());
        }
        Map<String, @Nullable Object> roleRef = new LinkedHashMap<>();
        roleRef.put("apiGroup", binding.roleRef().apiGroup());
        roleRef.put("kind", binding.roleRef().kind());
        roleRef.put("name", binding.roleRef().name());
        map.put("roleRef", roleRef);
        return map;
    }

    private static Map<String, @Nullable Object> envelope(RbacObject object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", object.kind());
        map.put("apiVersion", object.apiVersion());
        map.put("metadata", object.metadata().toMap());
        return map;
    }

    private static Map<String, @Nullable Object> subject(Subject subject) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", subject.kind());
        if (!subject.apiGroup().isEmpty()) {
            map.put("apiGroup", subject.apiGroup());
        }
        map.put("name", subject.name());
        if (!subject.namespace().isEmpty()) {
            map.put("namespace", subject.namespace());
        }
        return map;
    }
}
