package io.github.kubetls.rbac;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** For which reasons the API server refuses an RBAC object, in its order and in its words. */
final class Violations {

    private Violations() {}

    /** The role reference of a binding as it is written, with defaults filled in. */
    record Reference(String apiGroup, String kind, String name) {
        static Reference of(RoleRef ref) {
            return new Reference(ref.apiGroup(), ref.kind(), ref.name());
        }
    }

    /** A subject of a binding as it is written, with defaults filled in. */
    record Bound(String kind, String apiGroup, String name, String namespace) {}

    static void requireValid(String kind, ObjectMeta metadata, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(message(kind, metadata, errors));
        }
    }

    static String message(String kind, ObjectMeta metadata, List<FieldError> errors) {
        String reasons =
                GoText.aggregate(errors.stream().map(FieldError::toString).toList());
        return kind + "." + RbacObject.API_GROUP + " " + GoText.quote(metadata.name()) + " is invalid: " + reasons;
    }

    static List<FieldError> role(ObjectMeta metadata, List<PolicyRule> rules, KubernetesRelease release) {
        List<FieldError> errors = metadata(metadata, true, release);
        rules(rules, true, errors);
        return errors;
    }

    static List<FieldError> clusterRole(ObjectMeta metadata, List<PolicyRule> rules, KubernetesRelease release) {
        List<FieldError> errors = metadata(metadata, false, release);
        rules(rules, false, errors);
        return errors;
    }

    static List<FieldError> binding(String kind, ObjectMeta metadata, RoleRef ref, List<Subject> subjects) {
        List<Bound> bound = subjects.stream()
                .map(subject -> new Bound(subject.kind(), subject.apiGroup(), subject.name(), subject.namespace()))
                .toList();
        return binding(kind, metadata, Reference.of(ref), bound, KubernetesRelease.latest());
    }

    static List<FieldError> binding(
            String kind, ObjectMeta metadata, Reference ref, Iterable<Bound> subjects, KubernetesRelease release) {
        boolean namespaced = kind.equals(RoleBinding.KIND);
        List<FieldError> errors = metadata(metadata, namespaced, release);
        reference(ref, namespaced, errors);
        int index = 0;
        for (Bound subject : subjects) {
            subject("subjects[" + index++ + "]", subject, namespaced, errors);
        }
        return errors;
    }

    private static List<FieldError> metadata(ObjectMeta metadata, boolean namespaced, KubernetesRelease release) {
        List<FieldError> errors = new ArrayList<>();
        if (metadata.name().isEmpty() && metadata.generateName().isEmpty()) {
            errors.add(FieldError.required("metadata.name", NameRules.NAME_MISSING));
        }
        NameRules.objectName(
                metadata.name(),
                metadata.generateName(),
                (name, isPrefix) -> NameRules.pathSegment(name),
                (field, name, rule) -> errors.add(FieldError.invalid(field, name, rule)));
        String namespace = metadata.namespace();
        if (!namespace.isEmpty()) {
            if (namespaced) {
                NameRules.label(namespace)
                        .forEach(rule -> errors.add(FieldError.invalid("metadata.namespace", namespace, rule)));
            } else {
                errors.add(FieldError.forbidden("metadata.namespace", "not allowed on this type"));
            }
        }
        errors.addAll(metadata.violations(release));
        return errors;
    }

    static void labels(String field, Map<String, String> labels, KubernetesRelease release, List<FieldError> errors) {
        NameRules.labels(labels, release, (text, rule) -> errors.add(FieldError.invalid(field, text, rule)));
    }

    static List<FieldError> roleName(String field, String name) {
        if (name.isEmpty()) {
            return List.of(FieldError.required(field, ""));
        }
        return NameRules.pathSegment(name).stream()
                .map(rule -> FieldError.invalid(field, name, rule))
                .toList();
    }

    private static void reference(Reference ref, boolean namespaced, List<FieldError> errors) {
        if (!ref.apiGroup().equals(RbacObject.API_GROUP)) {
            errors.add(FieldError.unsupported("roleRef.apiGroup", ref.apiGroup(), RbacObject.API_GROUP));
        }
        String[] kinds = namespaced ? new String[] {Role.KIND, ClusterRole.KIND} : new String[] {ClusterRole.KIND};
        if (!List.of(kinds).contains(ref.kind())) {
            errors.add(FieldError.unsupported("roleRef.kind", ref.kind(), kinds));
        }
        errors.addAll(roleName("roleRef.name", ref.name()));
    }

    static FieldError changedRoleRef(Reference ref) {
        String literal = "rbac.RoleRef{APIGroup:" + GoText.quote(ref.apiGroup()) + ", Kind:" + GoText.quote(ref.kind())
                + ", Name:" + GoText.quote(ref.name()) + "}";
        return FieldError.invalidLiteral("roleRef", literal, "cannot change roleRef");
    }

    private static void subject(String field, Bound subject, boolean namespaced, List<FieldError> errors) {
        String name = subject.name();
        if (name.isEmpty()) {
            errors.add(FieldError.required(field + ".name", ""));
        }
        switch (subject.kind()) {
            case Subject.ServiceAccount.KIND -> {
                if (!name.isEmpty()) {
                    NameRules.subdomain(name)
                            .forEach(rule -> errors.add(FieldError.invalid(field + ".name", name, rule)));
                }
                if (!subject.apiGroup().isEmpty()) {
                    errors.add(FieldError.unsupported(field + ".apiGroup", subject.apiGroup(), ""));
                }
                if (!namespaced && subject.namespace().isEmpty()) {
                    errors.add(FieldError.required(field + ".namespace", ""));
                }
            }
            case Subject.User.KIND, Subject.Group.KIND -> {
                if (!subject.apiGroup().equals(RbacObject.API_GROUP)) {
                    errors.add(FieldError.unsupported(field + ".apiGroup", subject.apiGroup(), RbacObject.API_GROUP));
                }
            }
            default ->
                errors.add(FieldError.unsupported(
                        field + ".kind",
                        subject.kind(),
                        Subject.ServiceAccount.KIND,
                        Subject.User.KIND,
                        Subject.Group.KIND));
        }
    }

    private static void rules(List<PolicyRule> rules, boolean namespaced, List<FieldError> errors) {
        for (int i = 0; i < rules.size(); i++) {
            rule("rules[" + i + "]", rules.get(i), namespaced, errors);
        }
    }

    private static void rule(String field, PolicyRule rule, boolean namespaced, List<FieldError> errors) {
        if (rule.verbs().isEmpty()) {
            errors.add(FieldError.required(field + ".verbs", "verbs must contain at least one value"));
        }
        if (!rule.nonResourceUrls().isEmpty()) {
            String urls = rule.nonResourceUrls().stream()
                    .map(GoText::quote)
                    .collect(Collectors.joining(", ", "[]string{", "}"));
            String urlField = field + ".nonResourceURLs";
            if (namespaced) {
                errors.add(FieldError.invalidLiteral(
                        urlField, urls, "namespaced rules cannot apply to non-resource URLs"));
            }
            if (!rule.apiGroups().isEmpty()
                    || !rule.resources().isEmpty()
                    || !rule.resourceNames().isEmpty()) {
                errors.add(FieldError.invalidLiteral(
                        urlField, urls, "rules cannot apply to both regular resources and non-resource URLs"));
            }
            return;
        }
        if (rule.apiGroups().isEmpty()) {
            errors.add(FieldError.required(field + ".apiGroups", "resource rules must supply at least one api group"));
        }
        if (rule.resources().isEmpty()) {
            errors.add(FieldError.required(field + ".resources", "resource rules must supply at least one resource"));
        }
    }

    static FieldError noSelector() {
        return FieldError.required(
                "aggregationRule.clusterRoleSelectors",
                "at least one clusterRoleSelector required if aggregationRule is non-nil");
    }

    /** One of a selector's expressions. */
    static void requirement(
            String field,
            String operator,
            String key,
            List<String> values,
            KubernetesRelease release,
            List<FieldError> errors) {
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    errors.add(FieldError.required(
                            field + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    errors.add(FieldError.forbidden(
                            field + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                }
            }
            default -> errors.add(FieldError.invalid(field + ".operator", operator, "not a valid selector operator"));
        }
        NameRules.labelKey(key, release).forEach(rule -> errors.add(FieldError.invalid(field + ".key", key, rule)));
    }
}
