package io.github.kubetls.rbac;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.text.TextKind;
import io.github.kubetls.internal.yaml.YamlLimits;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Places;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads RBAC objects: fills in Kubernetes' defaults, then checks, then builds. */
final class RbacReader {

    /** More than the reader takes in characters, so that its own limit speaks. */
    static final int MAX_BYTES = 4 * YamlLimits.STANDARD.maxLength();

    private static final Set<String> KINDS =
            Set.of(Role.KIND, ClusterRole.KIND, RoleBinding.KIND, ClusterRoleBinding.KIND);

    private RbacReader() {}

    static <T extends RbacObject> T parse(String text, Class<T> type, String kind) {
        return type.cast(read(ManifestReader.read(text, RbacObject.API_VERSION, kind), kind));
    }

    static <T extends RbacObject> List<T> parseAll(String text, Class<T> type, String kind) {
        return ManifestReader.readAll(text, RbacObject.API_VERSION, kind).stream()
                .map(node -> type.cast(read(node, kind)))
                .toList();
    }

    static <T extends RbacObject> T read(Path file, Class<T> type, String kind) throws IOException {
        return ManifestReader.read(file, MAX_BYTES, text -> parse(text, type, kind));
    }

    static <T extends RbacObject> T fromMap(Map<String, ?> map, Class<T> type, String kind) {
        return type.cast(read(ManifestReader.fromMap(map, RbacObject.API_VERSION, kind), kind));
    }

    static List<RbacObject> parseAll(String text) {
        return objects(text)
                .map(item -> read(item.node(), kind(item.node(), item.apiVersion(), item.kind())))
                .toList();
    }

    private static Stream<ManifestReader.Item> objects(String text) {
        return ManifestReader.objects(text, "").stream().filter(item -> isOfGroup(item.apiVersion()));
    }

    private static boolean isOfGroup(String apiVersion) {
        return apiVersion.startsWith(RbacObject.API_GROUP + "/");
    }

    static RbacObject read(YamlNode node) {
        return read(node, kind(node));
    }

    private static String kind(YamlNode node) {
        return kind(node, node.get("apiVersion").string(), node.get("kind").string());
    }

    private static String kind(YamlNode node, String apiVersion, String kind) {
        boolean isCurrent = apiVersion.equals(RbacObject.API_VERSION);
        if (isCurrent && KINDS.contains(kind)) {
            return kind;
        }
        throw node.error(
                "KIND_MISMATCH",
                isOfGroup(apiVersion) && !isCurrent
                        ? "only " + RbacObject.API_VERSION
                                + " is supported; other versions are gone since Kubernetes 1.22"
                        : "is not a Role, ClusterRole, RoleBinding or ClusterRoleBinding of " + RbacObject.API_VERSION
                                + TextKind.hintForObject(kind, apiVersion));
    }

    private static RbacObject read(YamlNode node, String kind) {
        ObjectMeta metadata = metadata(node, kind);
        List<FieldError> errors = errors(node, kind, metadata, KubernetesRelease.latest());
        if (!errors.isEmpty()) {
            FieldError first = errors.get(0);
            throw at(node, first.field())
                    .error(first.type().code(), Violations.message(kind, metadata, errors) + hint(node, kind));
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

    /** A misspelled field is most often why another one is missing. */
    private static String hint(YamlNode node, String kind) {
        List<YamlNode> unknown = UnknownRbacFields.of(node, kind);
        return unknown.isEmpty()
                ? ""
                : "; unknown fields: " + unknown.stream().map(YamlNode::path).collect(Collectors.joining(", "));
    }

    /** The object's own findings, and what reading it passes over. */
    private static List<Finding> findings(YamlNode node, String kind, RbacObject object, Places places) {
        List<Finding> findings = new ArrayList<>();
        for (YamlNode unknown : UnknownRbacFields.of(node, kind)) {
            findings.add(Finding.warning(
                    "FIELD_UNKNOWN",
                    unknown.location(),
                    "the API server does not know this field; it drops it, or refuses the object when it validates strictly",
                    "correct its name or remove it"));
        }
        YamlNode namespace = node.get("metadata").get("namespace");
        if (object.namespace().isEmpty() && !namespace.string().isEmpty()) {
            findings.add(Finding.info(
                    "NAMESPACE_IGNORED",
                    namespace.location(),
                    "a " + kind + " is in no namespace; the API server drops it",
                    "remove the namespace"));
        }
        Location place = Location.of(node.path());
        object.findings().forEach(finding -> findings.add(places.locate(finding.within(place))));
        return findings;
    }

    static List<Finding> findings(String text) {
        Places places = Places.of(text);
        List<Finding> findings = new ArrayList<>();
        objects(text).forEach(item -> {
            String kind = kind(item.node(), item.apiVersion(), item.kind());
            findings.addAll(findings(item.node(), kind, read(item.node(), kind), places));
        });
        return findings;
    }

    static List<FieldError> violations(YamlNode node, KubernetesRelease release) {
        String kind = kind(node);
        return placed(errors(node, kind, metadata(node, kind), release), node);
    }

    static List<FieldError> violationsOfUpdate(RbacObject old, YamlNode node, KubernetesRelease release) {
        ManifestReader.requireKind(node, RbacObject.API_VERSION, old.kind());
        List<FieldError> errors = new ArrayList<>(errors(node, old.kind(), metadata(node, old.kind()), release));
        if (old instanceof Binding binding) {
            Violations.Reference reference = reference(node);
            if (!reference.equals(Violations.Reference.of(binding.roleRef()))) {
                errors.add(Violations.changedRoleRef(reference));
            }
        }
        return placed(errors, node);
    }

    private static List<FieldError> placed(List<FieldError> errors, YamlNode node) {
        return errors.stream()
                .map(error -> {
                    Location at = at(node, error.field()).location();
                    return error.at(at.line(), at.column());
                })
                .toList();
    }

    private static ObjectMeta metadata(YamlNode node, String kind) {
        ObjectMeta metadata = ObjectMeta.fromMap(ManifestReader.metadata(node));
        // The API server clears the namespace of an object that is in none.
        return kind.startsWith("Cluster") ? metadata.toBuilder().namespace("").build() : metadata;
    }

    private static List<FieldError> errors(YamlNode node, String kind, ObjectMeta metadata, KubernetesRelease release) {
        return switch (kind) {
            case Role.KIND -> Violations.role(metadata, rules(node), release);
            case ClusterRole.KIND -> {
                List<FieldError> errors = new ArrayList<>(Violations.clusterRole(metadata, rules(node), release));
                SelectorReader.validate(node.get("aggregationRule"), release, errors);
                yield errors;
            }
            default -> Violations.binding(kind, metadata, reference(node), bound(node), release);
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

    private static Violations.Reference reference(YamlNode node) {
        YamlNode ref = node.get("roleRef");
        String group = ref.get("apiGroup").string();
        return new Violations.Reference(
                group.isEmpty() ? RbacObject.API_GROUP : group,
                ref.get("kind").string(),
                ref.get("name").string());
    }

    private static RoleRef roleRef(YamlNode node) {
        Violations.Reference ref = reference(node);
        return ref.kind().equals(Role.KIND) ? RoleRef.role(ref.name()) : RoleRef.clusterRole(ref.name());
    }

    private static List<Violations.Bound> bound(YamlNode node) {
        return node.get("subjects").items().stream().map(RbacReader::subject).toList();
    }

    private static Violations.Bound subject(YamlNode node) {
        String kind = node.get("kind").string();
        String group = node.get("apiGroup").string();
        boolean grouped = kind.equals(Subject.User.KIND) || kind.equals(Subject.Group.KIND);
        return new Violations.Bound(
                kind,
                group.isEmpty() && grouped ? RbacObject.API_GROUP : group,
                node.get("name").string(),
                node.get("namespace").string());
    }

    private static List<Subject> subjects(YamlNode node) {
        List<Subject> subjects = new ArrayList<>();
        for (Violations.Bound bound : bound(node)) {
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
