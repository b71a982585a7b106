package io.github.kubetls.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/rbac.md, 3; the texts are those of a Kubernetes 1.20 API server. */
class ViolationsTest {

    private static final String SUBDOMAIN = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
            + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
            + " used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private static final String NAME =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                    + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                    + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private static final String VALUE = "a valid label must be an empty string or consist of alphanumeric characters,"
            + " '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value', "
            + " or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private static List<String> errors(String kind, String body) {
        return RbacObject.violations("apiVersion: rbac.authorization.k8s.io/v1\nkind: " + kind + "\n" + body).stream()
                .map(FieldError::toString)
                .toList();
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("{name: '.'}", List.of("metadata.name: Invalid value: \".\": may not be '.'")),
                arguments("{name: '..'}", List.of("metadata.name: Invalid value: \"..\": may not be '..'")),
                arguments(
                        "{name: 'a/%b'}",
                        List.of(
                                "metadata.name: Invalid value: \"a/%b\": may not contain '/'",
                                "metadata.name: Invalid value: \"a/%b\": may not contain '%'")),
                arguments("{}", List.of("metadata.name: Required value: name or generateName is required")),
                arguments("{name: ''}", List.of("metadata.name: Required value: name or generateName is required")),
                arguments(
                        "{generateName: '..'}",
                        List.of("metadata.generateName: Invalid value: \"..\": may not be '..'")),
                arguments(
                        "{generateName: 'a%'}",
                        List.of(
                                "metadata.generateName: Invalid value: \"a%\": may not contain '%'",
                                "metadata.name: Invalid value: \"a%xxxxx\": may not contain '%'")),
                arguments(
                        "{generateName: 'a/', name: x}",
                        List.of("metadata.generateName: Invalid value: \"a/\": may not contain '/'")),
                arguments(
                        "{name: \"a/\\x01\\u00e9\\u2028\\U0001F600\\u00a0\\e\"}",
                        List.of(
                                "metadata.name: Invalid value: \"a/\\x01\u00e9\\u2028\uD83D\uDE00\\u00a0\\x1b\": may not"
                                        + " contain '/'")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void namesMustBeSegmentsOfAPath(String metadata, List<String> expected) {
        for (String kind : List.of("Role", "ClusterRole")) {
            assertThat(errors(kind, "metadata: " + metadata)).isEqualTo(expected);
        }
        for (String kind : List.of("RoleBinding", "ClusterRoleBinding")) {
            assertThat(errors(kind, "roleRef: {kind: ClusterRole, name: x}\nmetadata: " + metadata))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "a:b", "a b", "a@b", "a\nb", "\u00e4\u00f6", "...", "system::x", "a*", "-"})
    void anyOtherNameIsLegal(String name) {
        assertThat(ClusterRole.of(name).name()).isEqualTo(name);
        assertThat(ClusterRole.of(name.repeat(500)).name()).hasSize(name.length() * 500);
        assertThat(RoleRef.clusterRole(name).name()).isEqualTo(name);
    }

    @Test
    void generatedNamesAreLeftToTheServer() {
        assertThat(RbacObject.parse("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {generateName: x-}
                """).metadata().generateName()).isEqualTo("x-");
    }

    static Stream<Arguments> labels() {
        String at = "metadata.labels: Invalid value: ";
        return Stream.of(
                arguments(
                        "{'a/b/c': v}",
                        List.of(at + "\"a/b/c\": a valid label key " + NAME
                                + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')")),
                arguments("{'/x': v}", List.of(at + "\"/x\": prefix part must be non-empty")),
                arguments("{'A_b/c': v}", List.of(at + "\"A_b/c\": prefix part " + SUBDOMAIN)),
                arguments(
                        "{'x/': v}",
                        List.of(at + "\"x/\": name part must be non-empty", at + "\"x/\": name part " + NAME)),
                arguments("{'': v}", List.of(at + "\"\": name part must be non-empty", at + "\"\": name part " + NAME)),
                arguments("{'a b': v}", List.of(at + "\"a b\": name part " + NAME)),
                arguments(
                        "{" + "k".repeat(64) + ": v}",
                        List.of(at + "\"" + "k".repeat(64) + "\": name part must be no more than 63 bytes")),
                arguments(
                        "{" + "k".repeat(254) + "/x: v}",
                        List.of(at + "\"" + "k".repeat(254) + "/x\": prefix part must be no more than 253 bytes")),
                arguments("{ok: -bad}", List.of(at + "\"-bad\": " + VALUE)),
                arguments(
                        "{ok: " + "v".repeat(64) + "}",
                        List.of(at + "\"" + "v".repeat(64) + "\": must be no more than 63 bytes")),
                arguments("{ok: '', a.b/C_d: x_Y.z, " + "k".repeat(63) + ": " + "v".repeat(63) + "}", List.of()));
    }

    @ParameterizedTest
    @MethodSource("labels")
    void labelsAreChecked(String labels, List<String> expected) {
        assertThat(errors("ClusterRole", "metadata: {name: x, labels: " + labels + "}"))
                .isEqualTo(expected);
    }

    /** docs/behaviour/object-metadata.md, 3. */
    @Test
    void labelsAreRefusedInTheWordsOfTheRelease() {
        String role = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: x, labels: {a/b/c: v}}
                aggregationRule: {clusterRoleSelectors: [{matchExpressions: [{key: %s, operator: Exists}]}]}
                """.formatted("k".repeat(64));
        KubernetesRelease before = KubernetesRelease.of(34);
        assertThat(RbacObject.violations(role, before).toString())
                .contains(
                        "\"a/b/c\": a qualified name must consist of", "name part must be no more than 63 characters");
        KubernetesRelease since = KubernetesRelease.of(35);
        assertThat(RbacObject.violations(role, since).toString())
                .contains("\"a/b/c\": a valid label key must consist of", "name part must be no more than 63 bytes");
        RbacObject old = ClusterRole.of("x");
        assertThat(RbacObject.violationsOfUpdate(old, role, before)).isEqualTo(RbacObject.violations(role, before));
        assertThat(RbacObject.violationsOfUpdate(old, role)).isEqualTo(RbacObject.violations(role, since));
    }

    @Test
    void annotationKeysAreCheckedInLowerCaseAndTheirSizeInAll() {
        assertThat(errors("ClusterRole", "metadata: {name: x, annotations: {Ok.Com/Name: \"\\x01 any\", 'b b': v}}"))
                .isEqualTo(List.of("metadata.annotations: Invalid value: \"b b\": name part " + NAME));
        assertThat(errors("ClusterRole", "metadata: {name: x, annotations: {k: " + "a".repeat(262143) + "}}"))
                .isEmpty();
        assertThat(errors("ClusterRole", "metadata: {name: x, annotations: {k: " + "a".repeat(262142) + "\u00e9}}"))
                .isEqualTo(List.of("metadata.annotations: Too long: may not be more than 262144 bytes"));
    }

    static Stream<Arguments> roleRefs() {
        String roles = "supported values: \"Role\", \"ClusterRole\"";
        return Stream.of(
                arguments(
                        "ClusterRoleBinding",
                        "{kind: Role, name: x}",
                        List.of("roleRef.kind: Unsupported value:" + " \"Role\": supported values: \"ClusterRole\"")),
                arguments(
                        "ClusterRoleBinding",
                        "{}",
                        List.of(
                                "roleRef.kind: Unsupported value: \"\": supported values:" + " \"ClusterRole\"",
                                "roleRef.name: Required value")),
                arguments(
                        "RoleBinding",
                        "{kind: role, name: x}",
                        List.of("roleRef.kind: Unsupported value: \"role\": " + roles)),
                arguments(
                        "RoleBinding",
                        "{apiGroup: x, kind: Foo, name: '..'}",
                        List.of(
                                "roleRef.apiGroup: Unsupported value: \"x\": supported values:"
                                        + " \"rbac.authorization.k8s.io\"",
                                "roleRef.kind: Unsupported value: \"Foo\": " + roles,
                                "roleRef.name: Invalid value: \"..\": may not be '..'")),
                arguments("RoleBinding", "{apiGroup: rbac.authorization.k8s.io, kind: Role, name: x}", List.of()));
    }

    @ParameterizedTest
    @MethodSource("roleRefs")
    void roleReferencesAreChecked(String kind, String roleRef, List<String> expected) {
        assertThat(errors(kind, "metadata: {name: x}\nroleRef: " + roleRef)).isEqualTo(expected);
    }

    static Stream<Arguments> subjects() {
        String rbac = "supported values: \"rbac.authorization.k8s.io\"";
        String kinds = "supported values: \"ServiceAccount\", \"User\", \"Group\"";
        return Stream.of(
                arguments("RoleBinding", "{kind: User, name: ''}", List.of("subjects[0].name: Required value")),
                arguments(
                        "RoleBinding",
                        "{kind: '', name: ''}",
                        List.of(
                                "subjects[0].name: Required value",
                                "subjects[0].kind: Unsupported value: \"\": " + kinds)),
                arguments(
                        "RoleBinding",
                        "{kind: group, name: x}",
                        List.of("subjects[0].kind: Unsupported value: \"group\": " + kinds)),
                arguments(
                        "RoleBinding",
                        "{kind: ServiceAccount, name: A}",
                        List.of("subjects[0].name: Invalid value: \"A\": " + SUBDOMAIN)),
                arguments(
                        "RoleBinding",
                        "{kind: ServiceAccount, name: " + "a".repeat(254) + "}",
                        List.of("subjects[0].name: Invalid value: \"" + "a".repeat(254)
                                + "\": must be no more than 253 characters")),
                arguments(
                        "RoleBinding",
                        "{kind: ServiceAccount, name: a, apiGroup: rbac.authorization.k8s.io}",
                        List.of("subjects[0].apiGroup: Unsupported value: \"rbac.authorization.k8s.io\": supported"
                                + " values: \"\"")),
                arguments(
                        "ClusterRoleBinding",
                        "{kind: ServiceAccount}",
                        List.of("subjects[0].name: Required value", "subjects[0].namespace: Required value")),
                arguments("RoleBinding", "{kind: ServiceAccount, name: a}", List.of()),
                arguments("RoleBinding", "{kind: ServiceAccount, name: a, namespace: 'Not a Name'}", List.of()),
                arguments(
                        "ClusterRoleBinding",
                        "{kind: User, name: x, apiGroup: v1}",
                        List.of("subjects[0].apiGroup: Unsupported value: \"v1\": " + rbac)),
                arguments(
                        "ClusterRoleBinding",
                        "{kind: Group, name: x, apiGroup: rbac}",
                        List.of("subjects[0].apiGroup: Unsupported value: \"rbac\": " + rbac)),
                arguments("ClusterRoleBinding", "{kind: Group, name: \"a/b *\\n%\", namespace: ns}", List.of()));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void subjectsAreChecked(String kind, String subject, List<String> expected) {
        String ref = "metadata: {name: x}\nroleRef: {kind: ClusterRole, name: x}\n";
        assertThat(errors(kind, ref + "subjects: [" + subject + "]")).isEqualTo(expected);
    }

    @Test
    void noSubjectsAndDuplicatesAreLegal() {
        RoleRef.ToClusterRole ref = RoleRef.clusterRole("x");
        assertThat(ClusterRoleBinding.of("x", ref).subjects()).isEmpty();
        assertThat(ClusterRoleBinding.of("x", ref, Subject.user("a"), Subject.user("a"))
                        .subjects())
                .hasSize(2);
    }

    @Test
    void badBindingIsRefusedForAllReasonsInOrder() {
        String text = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: "t/s"}
                roleRef: {kind: Role, name: admin}
                subjects: [{kind: ServiceAccount, name: Builder}, {kind: user, name: x}, {kind: Group, name: g, apiGroup: rbac}]
                """;
        List<String> reasons = List.of(
                "metadata.name: Invalid value: \"t/s\": may not contain '/'",
                "roleRef.kind: Unsupported value: \"Role\": supported values: \"ClusterRole\"",
                "subjects[0].name: Invalid value: \"Builder\": " + SUBDOMAIN,
                "subjects[0].namespace: Required value",
                "subjects[1].kind: Unsupported value: \"user\": supported values: \"ServiceAccount\", \"User\", \"Group\"",
                "subjects[2].apiGroup: Unsupported value: \"rbac\": supported values: \"rbac.authorization.k8s.io\"");
        assertThat(RbacObject.violations(text)).extracting(FieldError::toString).isEqualTo(reasons);
        assertThatThrownBy(() -> RbacObject.parse(text)).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.code()).isEqualTo("VALUE_INVALID");
            assertThat(e.location()).hasToString("metadata.name, line 3, column 18");
            assertThat(e.rule())
                    .isEqualTo("ClusterRoleBinding.rbac.authorization.k8s.io \"t/s\" is invalid: ["
                            + String.join(", ", reasons) + "]");
        });
    }

    @Test
    void singleReasonStandsWithoutBrackets() {
        assertThatThrownBy(() -> ClusterRole.of("a%"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ClusterRole.rbac.authorization.k8s.io \"a%\" is invalid: metadata.name: Invalid value: \"a%\":"
                                + " may not contain '%'");
    }

    @Test
    void badRulesAreRefused() {
        assertThat(errors("ClusterRole", """
                metadata: {name: x}
                rules:
                - {verbs: [get], resources: [nodes]}
                - {apiGroups: [""], resources: [pods]}
                - {verbs: [get], nonResourceURLs: [/x], resourceNames: [name]}
                - {verbs: [get], apiGroups: [""]}
                - {}
                - {nonResourceURLs: [/x], apiGroups: [""]}
                - {verbs: [get], apiGroups: [""], apiGroup: x, resource: y}
                """))
                .containsExactly(
                        "rules[0].apiGroups: Required value: resource rules must supply at least one api group",
                        "rules[1].verbs: Required value: verbs must contain at least one value",
                        "rules[2].nonResourceURLs: Invalid value: []string{\"/x\"}: rules cannot apply to both regular"
                                + " resources and non-resource URLs",
                        "rules[3].resources: Required value: resource rules must supply at least one resource",
                        "rules[4].verbs: Required value: verbs must contain at least one value",
                        "rules[4].apiGroups: Required value: resource rules must supply at least one api group",
                        "rules[4].resources: Required value: resource rules must supply at least one resource",
                        "rules[5].verbs: Required value: verbs must contain at least one value",
                        "rules[5].nonResourceURLs: Invalid value: []string{\"/x\"}: rules cannot apply to both regular"
                                + " resources and non-resource URLs",
                        "rules[6].resources: Required value: resource rules must supply at least one resource");
    }

    @Test
    void namespacedRulesCannotBeForUrls() {
        assertThat(
                        errors(
                                "Role",
                                "metadata: {name: x}\nrules: [{verbs: [get], nonResourceURLs: [/x, \"/y\\n\"], resources: [r]}]"))
                .containsExactly(
                        "rules[0].nonResourceURLs: Invalid value: []string{\"/x\", \"/y\\n\"}: namespaced rules cannot apply"
                                + " to non-resource URLs",
                        "rules[0].nonResourceURLs: Invalid value: []string{\"/x\", \"/y\\n\"}: rules cannot apply to both"
                                + " regular resources and non-resource URLs");
        PolicyRule url = PolicyRule.verbs("get").nonResourceUrls("/x");
        assertThatThrownBy(() -> Role.of(ObjectMeta.of("ns", "x"), url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("namespaced rules cannot apply to non-resource URLs");
    }

    @Test
    void contentsOfRulesAreNeverLookedAt() {
        assertThat(errors("ClusterRole", """
                metadata: {name: x}
                rules:
                - {verbs: [frobnicate, ""], apiGroups: [A/B], resources: [a/b/c, ""], resourceNames: [""]}
                - {verbs: [create], apiGroups: [""], resources: [pods], resourceNames: [x]}
                - {verbs: [get], nonResourceURLs: [relative, "/a*/b", ""]}
                """)).isEmpty();
        assertThat(errors("ClusterRole", "metadata: {name: x}\nrules: null")).isEmpty();
        assertThat(errors("Role", "metadata: {name: x}\nrules: []")).isEmpty();
    }

    static Stream<Arguments> selectors() {
        String at = "aggregationRule.clusterRoleSelectors[0]";
        String invalid = at + ": Invalid value: \"null\": invalid label selector.";
        return Stream.of(
                arguments(
                        "[]",
                        List.of("aggregationRule.clusterRoleSelectors: Required value: at least one"
                                + " clusterRoleSelector required if aggregationRule is non-nil")),
                arguments("[{}]", List.of()),
                arguments(
                        "[{matchLabels: {'a b': 'c d'}}]",
                        List.of(
                                at + ".matchLabels: Invalid value: \"a b\": name part " + NAME,
                                at + ".matchLabels: Invalid value: \"c d\": " + VALUE,
                                invalid)),
                arguments(
                        "[{matchExpressions: [{key: k, operator: X}]}]",
                        List.of(
                                at
                                        + ".matchExpressions[0].operator: Invalid value: \"X\": not a valid selector operator",
                                invalid)),
                arguments(
                        "[{matchExpressions: [{key: 'k k', operator: In}]}]",
                        List.of(
                                at
                                        + ".matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or"
                                        + " 'NotIn'",
                                at + ".matchExpressions[0].key: Invalid value: \"k k\": name part " + NAME,
                                invalid)),
                arguments(
                        "[{matchExpressions: [{key: k, operator: Exists, values: [x]}]}]",
                        List.of(
                                at
                                        + ".matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or"
                                        + " 'DoesNotExist'",
                                invalid)),
                arguments("[{matchExpressions: [{key: k, operator: NotIn, values: ['a b']}]}]", List.of(invalid)),
                arguments("[{matchExpressions: [{key: k, operator: NotIn, values: [a]}]}]", List.of()));
    }

    @ParameterizedTest
    @MethodSource("selectors")
    void selectorsAreChecked(String selectors, List<String> expected) {
        String body = "metadata: {name: x}\naggregationRule: {clusterRoleSelectors: " + selectors + "}";
        assertThat(errors("ClusterRole", body)).isEqualTo(expected);
        assertThat(errors("Role", body)).as("a Role has no such field").isEmpty();
    }

    @Test
    void aggregationRuleIsAbsentWhenNull() {
        assertThat(errors("ClusterRole", "metadata: {name: x}\naggregationRule: null"))
                .isEmpty();
        assertThat(errors("ClusterRole", "metadata: {name: x}\naggregationRule: {}"))
                .hasSize(1);
    }

    @Test
    void selectorsInCodeAreCheckedToo() {
        assertThatThrownBy(() -> new AggregationRule(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one clusterRoleSelector");
        assertThatThrownBy(() -> LabelSelector.matchLabels(Map.of("a b", "c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("matchLabels: Invalid value: \"a b\"");
        assertThatThrownBy(() -> LabelSelector.Requirement.in("k", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be specified when");
        assertThatThrownBy(() -> LabelSelector.Requirement.notIn("k", List.of("a b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a valid label");
        assertThatThrownBy(() -> new LabelSelector.Requirement("k", LabelSelector.Operator.EXISTS, List.of("v")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("may not be specified when");
    }

    @Test
    void namespacesOfClusterScopedObjectsAreClearedWhenReadAndRefusedInCode() {
        RbacObject role = RbacObject.parse("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: x, namespace: foo}
                """);
        assertThat(role.namespace()).isEmpty();
        assertThatThrownBy(() -> ClusterRole.of(ObjectMeta.of("foo", "x"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metadata.namespace: Forbidden: not allowed on this type");
    }

    @Test
    void namespacesOfNamespacedObjectsAreNames() {
        assertThat(errors("Role", "metadata: {name: x, namespace: A_b}"))
                .singleElement()
                .asString()
                .startsWith("metadata.namespace: Invalid value: \"A_b\": a lowercase RFC 1123 label must consist of");
        assertThat(errors("Role", "metadata: {name: x, namespace: " + "a".repeat(64) + "}"))
                .containsExactly("metadata.namespace: Invalid value: \"" + "a".repeat(64)
                        + "\": must be no more than 63 characters");
    }

    private static final RoleBinding STORED =
            RoleBinding.of(ObjectMeta.of("ns", "b"), RoleRef.role("r"), Subject.user("u"));

    @Test
    void roleReferenceCannotChange() {
        assertThat(STORED.withSubjects().violationsOfUpdate(STORED)).isEmpty();
        RoleBinding other = RoleBinding.of(ObjectMeta.of("ns", "b"), RoleRef.clusterRole("r"));
        String reason = "roleRef: Invalid value: rbac.RoleRef{APIGroup:\"rbac.authorization.k8s.io\","
                + " Kind:\"ClusterRole\", Name:\"r\"}: cannot change roleRef";
        assertThat(other.violationsOfUpdate(STORED)).singleElement().hasToString(reason);
        assertThat(RbacObject.violationsOfUpdate(STORED, other.toYaml()))
                .singleElement()
                .hasToString(reason);
        // The group is the default one where it is left out.
        assertThat(RbacObject.violationsOfUpdate(
                        STORED,
                        "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b, namespace: ns}\n"
                                + "roleRef: {kind: Role, name: r}\n"))
                .isEmpty();
    }

    /** As ValidateRoleBindingUpdate in pkg/apis/rbac/validation: what the object itself has, then the reference. */
    @Test
    void anObjectThatIsInvalidItselfCannotChangeItsRoleReferenceEither() {
        String text = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: b, namespace: ns}
                roleRef: {kind: Nonsense, name: r}
                subjects:
                - {kind: User}
                """;
        assertThat(RbacObject.violationsOfUpdate(STORED, text))
                .extracting(FieldError::toString)
                .containsExactly(
                        "roleRef.kind: Unsupported value: \"Nonsense\": supported values: \"Role\", \"ClusterRole\"",
                        "subjects[0].name: Required value",
                        "roleRef: Invalid value: rbac.RoleRef{APIGroup:\"rbac.authorization.k8s.io\","
                                + " Kind:\"Nonsense\", Name:\"r\"}: cannot change roleRef");
        assertThat(RbacObject.violationsOfUpdate(STORED, text))
                .extracting(error -> error.location().line())
                .containsExactly(4, 6, 4);
    }

    @Test
    void anUpdateIsOfTheSameKind() {
        ClusterRole role = ClusterRole.of("r");
        assertThat(role.violationsOfUpdate(
                        ClusterRole.of("r", PolicyRule.verbs("*").nonResourceUrls("*"))))
                .isEmpty();
        assertThatThrownBy(() -> role.violationsOfUpdate(STORED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a RoleBinding cannot become a ClusterRole");
        assertThatThrownBy(() -> RbacObject.violationsOfUpdate(STORED, role.toYaml()))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("is not a RoleBinding of rbac.authorization.k8s.io/v1");
    }

    @Test
    void anObjectThatExistsIsValid() {
        assertThat(STORED.violations()).isEmpty();
        assertThat(RbacObject.violations(STORED.toYaml())).isEmpty();
    }

    @Test
    void nonsenseCannotBeSaidInCode() {
        assertThatThrownBy(() -> Subject.user("")).hasMessage("name: Required value");
        assertThatThrownBy(() -> Subject.group("")).hasMessage("name: Required value");
        assertThatThrownBy(() -> Subject.serviceAccount("ns", "")).hasMessage("name: Required value");
        assertThatThrownBy(() -> Subject.serviceAccount("ns", "a:b"))
                .hasMessageStartingWith("name: Invalid value: \"a:b\"");
        assertThatThrownBy(() -> RoleRef.role("")).hasMessage("roleRef.name: Required value");
        assertThatThrownBy(() -> RoleRef.clusterRole("a/b"))
                .hasMessage("roleRef.name: Invalid value: \"a/b\": may not contain '/'");
        assertThatThrownBy(() -> ClusterRoleBinding.of(
                        "x", RoleRef.clusterRole("y"), Subject.serviceAccount("without-namespace")))
                .hasMessageContaining("subjects[0].namespace: Required value");
        assertThatThrownBy(() -> RoleBinding.of(ObjectMeta.of("kube-system", "a/b"), RoleRef.role("y")))
                .hasMessageContaining("metadata.name: Invalid value: \"a/b\": may not contain '/'");
        assertThatThrownBy(() -> PolicyRule.verbs(new String[0])).hasMessage("verbs must contain at least one value");
        assertThatThrownBy(() -> PolicyRule.verbs("get").apiGroups())
                .hasMessage("resource rules must supply at least one api group");
        assertThatThrownBy(() -> PolicyRule.verbs("get").apiGroups("").resources())
                .hasMessage("resource rules must supply at least one resource");
        assertThatThrownBy(() -> PolicyRule.verbs("get").nonResourceUrls())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PolicyRule.verbs("get").nonResourceUrls("/x").withResourceNames("n"))
                .isInstanceOf(IllegalStateException.class);
    }
}
