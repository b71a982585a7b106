package io.github.kubetls.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/rbac.md, 1. */
class RbacObjectTest {

    private static final String HEAD = "apiVersion: rbac.authorization.k8s.io/v1\n";

    @Test
    void defaultsAreFilledIn() {
        RoleBinding binding = RoleBinding.parse(HEAD + """
                kind: RoleBinding
                metadata: {name: x}
                roleRef: {kind: Role, name: reader}
                subjects:
                - {kind: User, name: jo}
                - {kind: ServiceAccount, name: ci}
                - {kind: Group, name: "system:bootstrappers:x"}
                """);
        assertThat(binding.roleRef()).isEqualTo(RoleRef.role("reader"));
        assertThat(binding.subjects())
                .containsExactly(
                        Subject.user("jo"), Subject.serviceAccount("ci"), Subject.group("system:bootstrappers:x"));
        assertThat(binding.toYaml()).isEqualTo(HEAD + """
                kind: RoleBinding
                metadata:
                  name: x
                roleRef:
                  apiGroup: rbac.authorization.k8s.io
                  kind: Role
                  name: reader
                subjects:
                - apiGroup: rbac.authorization.k8s.io
                  kind: User
                  name: jo
                - kind: ServiceAccount
                  name: ci
                - apiGroup: rbac.authorization.k8s.io
                  kind: Group
                  name: system:bootstrappers:x
                """);
    }

    @Test
    void namespaceOfAUserIsKept() {
        ClusterRoleBinding binding = ClusterRoleBinding.parse(HEAD + """
                kind: ClusterRoleBinding
                metadata: {name: x}
                roleRef: {kind: ClusterRole, name: view}
                subjects: [{kind: User, name: jo, namespace: apps}]
                """);
        assertThat(binding.subjects()).containsExactly(new Subject.User("jo", "apps"));
        assertThat(binding.toYaml()).contains("  name: jo\n  namespace: apps\n");
    }

    @Test
    void unknownMetadataIsKeptAndOtherUnknownFieldsVanish() {
        RbacObject role = RbacObject.parse(HEAD + """
                kind: ClusterRole
                metadata:
                  name: x
                  finalizers: [a]
                  generation: 7
                  ownerReferences: [{apiVersion: v1, kind: Pod, name: p, uid: u}]
                rule: x
                rules: [{verbs: [get], apiGroups: [""], resources: [pods], apiGroup: y}]
                """);
        assertThat(role.toYaml()).isEqualTo(HEAD + """
                kind: ClusterRole
                metadata:
                  finalizers:
                  - a
                  generation: 7
                  name: x
                  ownerReferences:
                  - apiVersion: v1
                    kind: Pod
                    name: p
                    uid: u
                rules:
                - apiGroups:
                  - ""
                  resources:
                  - pods
                  verbs:
                  - get
                """);
        assertThat(RbacObject.parse(role.toYaml())).isEqualTo(role);
    }

    @Test
    void jsonIsInTheOrderOfTheTypes() {
        ClusterRole role = ClusterRole.of(
                        ObjectMeta.builder()
                                .name("x")
                                .labels(Map.of("b", "1", "a", "2"))
                                .build(),
                        List.of(
                                PolicyRule.verbs("get")
                                        .apiGroups("")
                                        .resources("pods")
                                        .withResourceNames("p"),
                                PolicyRule.verbs("get").nonResourceUrls("/<x>")))
                .withAggregationRule(AggregationRule.of(
                        LabelSelector.of(Map.of("t", "1"), List.of(LabelSelector.Requirement.in("k", List.of("v"))))));
        assertThat(role.toJson()).isEqualTo("""
                {
                    "kind": "ClusterRole",
                    "apiVersion": "rbac.authorization.k8s.io/v1",
                    "metadata": {
                        "name": "x",
                        "labels": {
                            "a": "2",
                            "b": "1"
                        }
                    },
                    "rules": [
                        {
                            "verbs": [
                                "get"
                            ],
                            "apiGroups": [
                                ""
                            ],
                            "resources": [
                                "pods"
                            ],
                            "resourceNames": [
                                "p"
                            ]
                        },
                        {
                            "verbs": [
                                "get"
                            ],
                            "nonResourceURLs": [
                                "/\\u003cx\\u003e"
                            ]
                        }
                    ],
                    "aggregationRule": {
                        "clusterRoleSelectors": [
                            {
                                "matchLabels": {
                                    "t": "1"
                                },
                                "matchExpressions": [
                                    {
                                        "key": "k",
                                        "operator": "In",
                                        "values": [
                                            "v"
                                        ]
                                    }
                                ]
                            }
                        ]
                    }
                }
                """);
        assertThat(ClusterRole.parse(role.toJson())).isEqualTo(role);
        assertThat(ClusterRole.parse(role.toYaml())).isEqualTo(role);
    }

    @Test
    void emptyRulesAreNullAndEmptySubjectsAbsent() {
        assertThat(ClusterRole.of("x").toYaml()).endsWith("metadata:\n  name: x\nrules: null\n");
        assertThat(ClusterRoleBinding.of("x", RoleRef.clusterRole("y")).toYaml())
                .doesNotContain("subjects");
    }

    @Test
    void streamsAndListsAreTakenApart() {
        String text = """
                ---
                # a comment alone
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: a}
                ---
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: b, namespace: ns}}
                - {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: c}}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleList
                items:
                - metadata: {name: d}
                - {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: e}}
                ---
                apiVersion: v1
                kind: List
                items: null
                """;
        List<RbacObject> objects = RbacObject.parseAll(text);
        assertThat(objects).extracting(RbacObject::name).containsExactly("a", "b", "c", "d", "e");
        assertThat(objects).extracting(RbacObject::kind).containsOnly("ClusterRole", "Role");
        assertThat(RbacObject.parseAll(Manifest.toYaml(objects))).isEqualTo(objects);
        assertThat(RbacObject.parseAll(RbacObject.toListYaml(objects))).isEqualTo(objects);
        assertThat(RbacObject.parseAll(RbacObject.toListJson(objects))).isEqualTo(objects);
        assertThat(RbacObject.parseAll("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: rbac.authorization.k8s.io/v1\nkind: Other\nmetadata: {name: x}",
                "apiVersion: v1\nmetadata: {name: x}",
                "kind: List\nitems: []",
                "apiVersion: v1\nkind: List\nitems: [{metadata: {name: x}}]",
                "apiVersion: rbac.authorization.k8s.io/v1\nkind: clusterrole\nmetadata: {name: x}",
                "apiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: x}",
                "kind: ClusterRole\nmetadata: {name: x}",
                "{}",
            })
    void whatIsNoObjectOfOursOrOfAnotherGroupIsRefused(String text) {
        assertThatThrownBy(() -> RbacObject.parseAll(text))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("KIND_MISMATCH"));
    }

    @Test
    void objectsOfOtherGroupsArePassedOver() {
        String account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: x}\n";
        String deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: x}}";
        assertThat(RbacObject.parseAll(account + "---\n" + ClusterRole.of("x").toYaml()))
                .containsExactly(ClusterRole.of("x"));
        assertThat(RbacObject.parseAll("apiVersion: v1\nkind: List\nitems: [" + deployment + "]"))
                .isEmpty();
        assertThatThrownBy(() -> RbacObject.parse(account))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("is not a Role, ClusterRole, RoleBinding or ClusterRoleBinding");
    }

    @Test
    void olderVersionsAreRefusedWithTheRemedy() {
        assertThatThrownBy(() -> RbacObject.parse("""
                        apiVersion: rbac.authorization.k8s.io/v1beta1
                        kind: ClusterRole
                        metadata: {name: x}
                        """))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("only rbac.authorization.k8s.io/v1 is supported");
    }

    @Test
    void misspelledFieldsAreNamedWhereTheyMakeAnotherOneMissing() {
        assertThatThrownBy(() -> RbacObject.parse(HEAD + """
                        kind: ClusterRole
                        metadata: {name: x}
                        rules: [{verbs: [get], apiGroup: [""], resources: [pods]}]
                        """))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageEndingWith(
                        "resource rules must supply at least one api group; unknown fields: rules[0].apiGroup");
    }

    @Test
    void unknownFieldsAndIgnoredNamespacesAreFound() {
        List<Finding> findings = RbacObject.findings(HEAD + """
                kind: ClusterRole
                metadata: {name: x, namespace: foo}
                status: {}
                rules: [{verbs: [get], apiGroups: [""], resources: [pods], names: [a]}]
                aggregationRule:
                  clusterRoleSelectors:
                  - {labels: {}, matchExpressions: [{key: k, operator: Exists, value: v}]}
                  selectors: []
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: x, unknown: kept, namespace: ns}
                rules: []
                roleRef: {kind: Role, name: r, namespace: ns}
                subjects: [{kind: Group, name: g, group: h}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: x, namespace: ns}
                rules: []
                aggregationRule: {clusterRoleSelectors: [{}]}
                """);
        assertThat(findings).extracting(Finding::code).containsOnly("FIELD_UNKNOWN", "NAMESPACE_IGNORED");
        assertThat(findings)
                .extracting(finding -> finding.location().path())
                .containsExactly(
                        "status",
                        "aggregationRule.selectors",
                        "aggregationRule.clusterRoleSelectors[0].labels",
                        "aggregationRule.clusterRoleSelectors[0].matchExpressions[0].value",
                        "rules[0].names",
                        "metadata.namespace",
                        "document 2, rules",
                        "document 2, roleRef.namespace",
                        "document 2, subjects[0].group",
                        "document 3, aggregationRule");
        assertThat(RbacObject.findings(RbacObject.toListYaml(BootstrapPolicy.defaults())))
                .isEmpty();
    }

    @Test
    void aTypeReadsItsOwnKindOnly() {
        String role = ClusterRole.of("x").toYaml();
        assertThat(ClusterRole.parse(role).name()).isEqualTo("x");
        assertThatThrownBy(() -> Role.parse(role))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("KIND_MISMATCH"));
    }

    @Test
    void errorsNameThePlaceInTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("rbac.yaml");
        Files.writeString(file, HEAD + """
                kind: ClusterRole
                metadata: {name: x}
                rules:
                - verbs: [get]
                  resources: [pods]
                """);
        assertThatThrownBy(() -> RbacObject.read(file)).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.location()).hasToString(file + ", rules[0].apiGroups, line 5, column 3");
            assertThat(e.code()).isEqualTo("VALUE_MISSING");
        });
        Path good = folder.resolve("good.yaml");
        Files.writeString(good, ClusterRole.of("x").toYaml());
        assertThat(RbacObject.read(good)).isEqualTo(ClusterRole.of("x"));
        assertThat(RbacObject.readAll(good)).containsExactly(ClusterRole.of("x"));
        assertThatThrownBy(() -> RbacObject.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: Role\nmetadata: x",
                "kind: Role\nmetadata: {name: 1}",
                "kind: Role\nmetadata: {name: x, labels: {a: 1}}",
                "kind: Role\nmetadata: {name: x}\nrules: {}",
                "kind: Role\nmetadata: {name: x}\nrules: [x]",
                "kind: Role\nmetadata: {name: x}\nrules: [{verbs: get}]",
                "kind: Role\nmetadata: {name: x}\nrules: [{verbs: [1]}]",
                "kind: RoleBinding\nmetadata: {name: x}\nroleRef: x",
                "kind: RoleBinding\nmetadata: {name: x}\nroleRef: {kind: Role, name: x}\nsubjects: [x]",
                "kind: ClusterRole\nmetadata: {name: x}\naggregationRule: []",
                "kind: ClusterRole\nmetadata: {name: x}\naggregationRule: {clusterRoleSelectors: [{matchLabels: [a]}]}",
            })
    void wrongTypesAreRefused(String body) {
        assertThatThrownBy(() -> RbacObject.parse(HEAD + body))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("VALUE_TYPE_MISMATCH"));
        assertThatThrownBy(() -> RbacObject.violations(HEAD + body)).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void nullItemsHaveTheZeroValueAsInKubernetes() {
        assertThat(RbacObject.violations(HEAD + "kind: Role\nmetadata: {name: x}\nrules: [null]"))
                .hasSize(3);
        PolicyRule rule = Role.parse(HEAD
                        + "kind: Role\nmetadata: {name: x}\nrules: [{verbs: [null], apiGroups: [~], resources: [r]}]")
                .rules()
                .get(0);
        assertThat(rule.verbs()).containsExactly("");
    }

    @Test
    void anyMutilationIsRefusedInOneWay() {
        byte[] recorded = Recorded.text("rbac/rolebindings.yaml").getBytes(StandardCharsets.UTF_8);
        String nasty = " :-[]{}\"'#&*!|>%@,\n\t\0x1y~";
        long seed = 20261124;
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            byte[] copy = recorded.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                copy[random.nextInt(copy.length)] = (byte) nasty.charAt(random.nextInt(nasty.length()));
            }
            int end = random.nextBoolean() ? copy.length : random.nextInt(copy.length);
            String text = new String(copy, 0, end, StandardCharsets.UTF_8);
            try {
                assertThat(RbacObject.parseAll(text)).isNotNull();
            } catch (InvalidFormatException expected) {
                assertThat(expected.code()).as("seed %d, round %d", seed, i).isNotEmpty();
            }
        }
    }

    @Test
    void copiesChangeOneThing() {
        RoleBinding binding = RoleBinding.of(ObjectMeta.of("ns", "x"), RoleRef.role("r"), Subject.user("u"));
        assertThat(binding.withSubjects(List.of(Subject.group("g"))).subjects()).containsExactly(Subject.group("g"));
        assertThat(binding.withMetadata(ObjectMeta.of("other", "x")).namespace())
                .isEqualTo("other");
        assertThat(binding.subjects()).containsExactly(Subject.user("u"));
        Role role = Role.of(ObjectMeta.of("ns", "x"));
        PolicyRule rule = PolicyRule.verbs("get").apiGroups("").resources("pods");
        assertThat(role.withRules(List.of(rule)).rules()).containsExactly(rule);
        assertThat(role).hasToString("Role ns/x");
        assertThat(binding).hasToString("RoleBinding ns/x");
    }

    @Test
    void objectsAreImmutable() {
        ClusterRole role = ClusterRole.of("x", PolicyRule.verbs("get").nonResourceUrls("/x"));
        role.toMap().clear();
        assertThat(role.toMap()).isNotEmpty();
        assertThatThrownBy(() -> role.rules().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    static List<RbacObject> everyKind() {
        Subject subject = Subject.group("g");
        PolicyRule rule = PolicyRule.verbs("get").apiGroups("").resources("pods");
        return List.of(
                Role.of(ObjectMeta.of("ns", "r"), rule),
                ClusterRole.of("r", rule)
                        .withAggregationRule(AggregationRule.of(
                                LabelSelector.matchExpressions(LabelSelector.Requirement.in("k", "v", "w")))),
                RoleBinding.of(ObjectMeta.of("ns", "b"), RoleRef.role("r"), subject),
                ClusterRoleBinding.of("b", RoleRef.clusterRole("r"), subject));
    }

    private static RbacObject readAs(RbacObject kind, Path file) throws IOException {
        return switch (kind.kind()) {
            case Role.KIND -> Role.read(file);
            case ClusterRole.KIND -> ClusterRole.read(file);
            case RoleBinding.KIND -> RoleBinding.read(file);
            default -> ClusterRoleBinding.read(file);
        };
    }

    private static RbacObject fromMapAs(RbacObject kind, Map<String, ?> map) {
        return switch (kind.kind()) {
            case Role.KIND -> Role.fromMap(map);
            case ClusterRole.KIND -> ClusterRole.fromMap(map);
            case RoleBinding.KIND -> RoleBinding.fromMap(map);
            default -> ClusterRoleBinding.fromMap(map);
        };
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void everyKindIsReadFromFilesAndJdkValues(RbacObject object, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("object.yaml");
        object.write(file);
        assertThat(readAs(object, file)).isEqualTo(object);
        assertThat(RbacObject.read(file)).isEqualTo(object);
        assertThat(fromMapAs(object, object.toMap())).isEqualTo(object);
        assertThat(RbacObject.fromMap(object.toMap())).isEqualTo(object);
        Files.writeString(file, "kind: Secret");
        assertThatThrownBy(() -> readAs(object, file))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith(file + ", line 1, column 1: is not a " + object.kind() + " of ");
    }

    @Test
    void aKindReadsItsOwnOutOfAStream() {
        List<RbacObject> objects = everyKind();
        for (String text : List.of(Manifest.toYaml(objects), RbacObject.toListJson(objects))) {
            assertThat(Role.parseAll(text)).containsExactly((Role) objects.get(0));
            assertThat(ClusterRole.parseAll(text)).containsExactly((ClusterRole) objects.get(1));
            assertThat(RoleBinding.parseAll(text)).containsExactly((RoleBinding) objects.get(2));
            assertThat(ClusterRoleBinding.parseAll(text)).containsExactly((ClusterRoleBinding) objects.get(3));
        }
    }

    @Test
    void partsOfACopyAreListedOrGivenAsAList() {
        PolicyRule rule = PolicyRule.verbs("get").nonResourceUrls("/x");
        ClusterRole role = ClusterRole.of(ObjectMeta.of("r"), rule);
        assertThat(role).isEqualTo(ClusterRole.of(ObjectMeta.of("r")).withRules(rule));
        assertThat(role.withRules()).isEqualTo(ClusterRole.of("r"));
        ClusterRoleBinding binding = ClusterRoleBinding.of("b", RoleRef.clusterRole("r"), Subject.user("u"));
        assertThat(binding.withSubjects(Subject.group("g"), Subject.user("u")))
                .isEqualTo(binding.withSubjects(List.of(Subject.group("g"), Subject.user("u"))));
    }
}
