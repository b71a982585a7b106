package io.github.kubetls.rbac;

import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlLimits;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads RBAC objects: fills in Kubernetes' defaults, then checks, then builds. */
final class RbacReader {

    /** More than the reader takes in characters, so that its own limit speaks. */
    static final int MAX_BYTES = 4 * YamlLimits.STANDARD.maxLength();

    private static final Set<String> KINDS =
            Set.of(Role.KIND, ClusterRole.KIND, RoleBinding.KIND, ClusterRoleBinding.KIND);

    private RbacReader() {}

    static <T extends RbacObject> T read(String text, Class<T> type, String kind) {
        YamlNode node = Yaml.read(text, "");
        ManifestReader.requireKind(node, RbacObject.API_VERSION, kind);
        return type.cast(read(node));
    }

    static List<RbacObject> readAll(List<YamlNode> documents) {
        List<RbacObject> objects = new ArrayList<>();
        for (YamlNode document : documents) {
            String kind = document.get("kind").string();
            if (kind.equals("List") || KINDS.stream().anyMatch(item -> kind.equals(item + "List"))) {
                // The items of a typed list do not repeat its kind.
                String itemKind = kind.substring(0, kind.length() - "List".length());
                document.get("items").items().forEach(item -> objects.add(read(item, kind(item, itemKind))));
            } else {
                objects.add(read(document));
            }
        }
        return objects;
    }

    private static String kind(YamlNode item, String inherited) {
        boolean says = !item.get("kind").string().isEmpty()
                || !item.get("apiVersion").string().isEmpty();
        return says || inherited.isEmpty() ? kind(item) : inherited;
    }

    static RbacObject read(YamlNode node) {
        return read(node, kind(node));
    }

    private static String kind(YamlNode node) {
        String apiVersion = node.get("apiVersion").string();
        String kind = node.get("kind").string();
        if (apiVersion.equals(RbacObject.API_VERSION) && KINDS.contains(kind)) {
            return kind;
        }
        boolean older = apiVersion.startsWith(RbacObject.API_GROUP + "/") && KINDS.contains(kind);
        throw node.error(
                "WRONG_KIND",
                older
                        ? "is not of version v1, the only one since Kubernetes 1.22; use " + RbacObject.API_VERSION
                        : "is not a Role, ClusterRole, RoleBinding or ClusterRoleBinding of " + RbacObject.API_VERSION);
    }

    private static RbacObject read(YamlNode node, String kind) {
        ObjectMeta metadata = metadata(node, kind);
        List<FieldError> errors = errors(node, kind, metadata);
        if (!errors.isEmpty()) {
            FieldError first = errors.get(0);
            throw at(node, first.field()).error(first.type().name(), Validation.message(kind, metadata, errors));
        }
        return switch (kind) {
            case Role.KIND -> Role.of(metadata, rules(node));
            case ClusterRole.KIND -> clusterRole(node, metadata);
            case RoleBinding.KIND -> RoleBinding.of(metadata, roleRef(node), subjects(node));
            default ->
                ClusterRoleBinding.of(
                        metadata, RoleRef.clusterRole(reference(node).name()), subjects(node));
        };
    }

    static List<FieldError> validate(YamlNode node) {
        String kind = kind(node);
        return errors(node, kind, metadata(node, kind));
    }

    private static ObjectMeta metadata(YamlNode node, String kind) {
        ObjectMeta metadata = ManifestReader.metadata(node);
        // The API server clears the namespace of an object that is in none.
        return kind.startsWith("Cluster") ? metadata.toBuilder().namespace("").build() : metadata;
    }

    private static List<FieldError> errors(YamlNode node, String kind, ObjectMeta metadata) {
        return switch (kind) {
            case Role.KIND -> Validation.role(metadata, rules(node));
            case ClusterRole.KIND -> {
                List<FieldError> errors = new ArrayList<>(Validation.clusterRole(metadata, rules(node)));
                SelectorReader.validate(node.get("aggregationRule"), errors);
                yield errors;
            }
            default -> Validation.binding(kind, metadata, reference(node), bound(node));
        };
    }

    /** The node of a field path such as {@code subjects[0].name}. */
    private static YamlNode at(YamlNode root, String field) {
        YamlNode node = root;
        for (String step : field.split("\\.")) {
            int bracket = step.indexOf('[');
            node = node.get(bracket < 0 ? step : step.substring(0, bracket));
            if (bracket >= 0) {
                node = node.items().get(Integer.parseInt(step.substring(bracket + 1, step.length() - 1)));
            }
        }
        return node;
    }

    private static List<PolicyRule> rules(YamlNode node) {
        return node.get("rules").items().stream().map(RbacReader::rule).toList();
    }

    private static PolicyRule rule(YamlNode node) {
        return PolicyRule.builder()
                .verbs(node.get("verbs").strings())
                .apiGroups(node.get("apiGroups").strings())
                .resources(node.get("resources").strings())
                .resourceNames(node.get("resourceNames").strings())
                .nonResourceUrls(node.get("nonResourceURLs").strings())
                .build();
    }

    private static ClusterRole clusterRole(YamlNode node, ObjectMeta metadata) {
        ClusterRole role = ClusterRole.of(metadata, rules(node));
        YamlNode aggregation = node.get("aggregationRule");
        return aggregation.isNull() ? role : role.withAggregationRule(SelectorReader.read(aggregation));
    }

    private static Validation.Reference reference(YamlNode node) {
        YamlNode ref = node.get("roleRef");
        String group = ref.get("apiGroup").string();
        return new Validation.Reference(
                group.isEmpty() ? RbacObject.API_GROUP : group,
                ref.get("kind").string(),
                ref.get("name").string());
    }

    private static RoleRef roleRef(YamlNode node) {
        Validation.Reference ref = reference(node);
        return ref.kind().equals(Role.KIND) ? RoleRef.role(ref.name()) : RoleRef.clusterRole(ref.name());
    }

    private static List<Validation.Bound> bound(YamlNode node) {
        return node.get("subjects").items().stream().map(RbacReader::subject).toList();
    }

    private static Validation.Bound subject(YamlNode node) {
        String kind = node.get("kind").string();
        String group = node.get("apiGroup").string();
        boolean grouped = kind.equals(Subject.User.KIND) || kind.equals(Subject.Group.KIND);
        return new Validation.Bound(
                kind,
                group.isEmpty() && grouped ? RbacObject.API_GROUP : group,
                node.get("name").string(),
                node.get("namespace").string());
    }

    private static List<Subject> subjects(YamlNode node) {
        List<Subject> subjects = new ArrayList<>();
        for (Validation.Bound bound : bound(node)) {
            subjects.add(
                    switch (bound.kind()) {
                        case Subject.User.KIND -> new Subject.User(bound.name(), bound.namespace());
                        case Subject.Group.KIND -> new Subject.Group(bound.name(), bound.namespace());
                        default -> new Subject.ServiceAccount(bound.name(), bound.namespace());
                    });
        }
        return subjects;
    }
}
