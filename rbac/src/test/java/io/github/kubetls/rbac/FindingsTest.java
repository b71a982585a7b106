package io.github.kubetls.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FindingsTest {

    private static final String NODE_CLIENT = BootstrapPolicy.NODE_CLIENT;
    private static final String SELF = BootstrapPolicy.SELF_NODE_CLIENT;

    static Stream<Arguments> bindings() {
        Subject bootstrappers = Subject.group("system:bootstrappers");
        return Stream.of(
                arguments(NODE_CLIENT, bootstrappers, ""),
                arguments(NODE_CLIENT, Subject.group("system:bootstrappers:workers"), ""),
                arguments(NODE_CLIENT, Subject.group("system:authenticated"), "ERROR BOOTSTRAP_RIGHTS_EXCESSIVE"),
                arguments(NODE_CLIENT, Subject.group("system:unauthenticated"), "ERROR BOOTSTRAP_RIGHTS_EXCESSIVE"),
                arguments(NODE_CLIENT, Subject.user("system:anonymous"), "ERROR BOOTSTRAP_RIGHTS_EXCESSIVE"),
                arguments(NODE_CLIENT, Subject.user("kubelet-bootstrap"), "WARNING BOOTSTRAP_SUBJECT_SUSPECT"),
                arguments(NODE_CLIENT, Subject.serviceAccount("ns", "a"), "WARNING BOOTSTRAP_SUBJECT_SUSPECT"),
                arguments(
                        BootstrapPolicy.NODE_BOOTSTRAPPER,
                        Subject.group("system:authenticated"),
                        "ERROR BOOTSTRAP_RIGHTS_EXCESSIVE"),
                arguments(BootstrapPolicy.NODE_BOOTSTRAPPER, Subject.user("jo"), "WARNING BOOTSTRAP_SUBJECT_SUSPECT"),
                arguments(SELF, Subject.group("system:nodes"), ""),
                arguments(SELF, bootstrappers, "WARNING RENEWAL_SUBJECT_SUSPECT"),
                arguments(SELF, Subject.group("system:authenticated"), "ERROR BOOTSTRAP_RIGHTS_EXCESSIVE"),
                arguments("system:node", Subject.group("system:nodes"), "WARNING NODE_ROLE_EXCESSIVE"),
                arguments("view", Subject.group("system:authenticated"), ""),
                arguments("view", Subject.user("system:bootstrappers:x"), "WARNING SUBJECT_KIND_MISMATCH"),
                arguments("view", Subject.user("system:masters"), "WARNING SUBJECT_KIND_MISMATCH"),
                arguments("view", Subject.user("system:serviceaccount:ns:a"), "INFO SUBJECT_KIND_SUSPECT"),
                arguments("view", Subject.user("*"), "WARNING WILDCARD_UNSUPPORTED"),
                arguments("view", Subject.group("*"), "WARNING WILDCARD_UNSUPPORTED"),
                arguments("view", new Subject.Group("g", "ns"), "INFO NAMESPACE_IGNORED"));
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void subjectsOfABinding(String role, Subject subject, String expected) {
        ClusterRoleBinding binding = ClusterRoleBinding.of("b", RoleRef.clusterRole(role), subject);
        assertThat(binding.findings())
                .extracting(finding -> finding.severity() + " " + finding.code())
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        BootstrapPolicy.NODE_CLIENT + ", bind it to the group of the bootstrap tokens",
        BootstrapPolicy.SELF_NODE_CLIENT + ", bind it to the group system:nodes"
    })
    void saysToWhomTheRightsOfBootstrappingBelong(String role, String fix) {
        ClusterRoleBinding binding =
                ClusterRoleBinding.of("b", RoleRef.clusterRole(role), Subject.group("system:authenticated"));
        assertThat(binding.findings()).extracting(Finding::fix).containsExactly(fix);
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                arguments(PolicyRule.verbs("get").apiGroups("").resources("pods"), ""),
                arguments(PolicyRule.verbs("*").apiGroups("").resources("pods"), "WILDCARD_EXCESSIVE"),
                arguments(PolicyRule.verbs("get").apiGroups("apps").resources("*"), "WILDCARD_EXCESSIVE"),
                arguments(PolicyRule.verbs("get").nonResourceUrls("*"), "WILDCARD_EXCESSIVE"),
                arguments(
                        PolicyRule.verbs("get").apiGroups("").resources("*"),
                        "WILDCARD_EXCESSIVE API_GROUPS_INCOMPLETE"),
                arguments(PolicyRule.verbs("get").apiGroups("").resources("*/log"), "API_GROUPS_INCOMPLETE"),
                arguments(PolicyRule.verbs("get").apiGroups("*").resources("*/scale"), ""),
                arguments(
                        PolicyRule.verbs("approve")
                                .apiGroups("certificates.k8s.io")
                                .resources("signers"),
                        "SIGNERS_EXCESSIVE"),
                arguments(PolicyRule.verbs("sign").apiGroups("*").resources("signers"), "SIGNERS_EXCESSIVE"),
                arguments(
                        PolicyRule.verbs("approve")
                                .apiGroups("certificates.k8s.io")
                                .resources("signers")
                                .withResourceNames("*"),
                        "SIGNERS_EXCESSIVE"),
                arguments(
                        PolicyRule.verbs("approve")
                                .apiGroups("certificates.k8s.io")
                                .resources("signers")
                                .withResourceNames("example.com/*"),
                        "SIGNERS_EXCESSIVE"),
                arguments(
                        PolicyRule.verbs("approve")
                                .apiGroups("certificates.k8s.io")
                                .resources("signers")
                                .withResourceNames("kubernetes.io/kubelet-serving"),
                        ""),
                arguments(
                        PolicyRule.verbs("get").apiGroups("certificates.k8s.io").resources("signers"), ""),
                arguments(PolicyRule.verbs("*").apiGroups("*").resources("*"), "WILDCARD_EXCESSIVE SIGNERS_EXCESSIVE"),
                arguments(
                        PolicyRule.verbs("get", "list")
                                .apiGroups("")
                                .resources("pods")
                                .withResourceNames("x"),
                        "RESOURCE_NAMES_UNSUPPORTED"),
                arguments(
                        PolicyRule.verbs("deletecollection")
                                .apiGroups("")
                                .resources("pods")
                                .withResourceNames("x"),
                        "RESOURCE_NAMES_UNSUPPORTED"),
                arguments(
                        PolicyRule.verbs("get", "delete")
                                .apiGroups("")
                                .resources("pods")
                                .withResourceNames("x"),
                        ""),
                arguments(PolicyRule.verbs("get").apiGroups("").resources("pods/*"), "WILDCARD_UNSUPPORTED"),
                arguments(PolicyRule.verbs("get").apiGroups("").resources("po*"), "WILDCARD_UNSUPPORTED"),
                arguments(PolicyRule.verbs("get").apiGroups("").resources("/log"), "RESOURCE_MISSING"),
                arguments(PolicyRule.verbs("get").apiGroups("*.group").resources("x"), "API_GROUP_INVALID"),
                arguments(PolicyRule.verbs("get").apiGroups("apps/v1").resources("x"), "API_GROUP_INVALID"),
                arguments(PolicyRule.verbs("get").nonResourceUrls("/a*/b"), "WILDCARD_UNSUPPORTED"),
                arguments(PolicyRule.verbs("get").nonResourceUrls("*/b"), "WILDCARD_UNSUPPORTED URL_INVALID"),
                arguments(PolicyRule.verbs("get").nonResourceUrls("/a/*"), ""),
                arguments(PolicyRule.verbs("get").nonResourceUrls("healthz"), "URL_INVALID"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rulesOfARole(PolicyRule rule, String expected) {
        assertThat(String.join(
                        " ",
                        ClusterRole.of("r", rule).findings().stream()
                                .map(Finding::code)
                                .toList()))
                .isEqualTo(expected);
    }

    @Test
    void duplicateSubjectsAreFound() {
        ClusterRoleBinding binding = ClusterRoleBinding.of(
                "b", RoleRef.clusterRole("view"), Subject.user("a"), Subject.group("a"), Subject.user("a"));
        assertThat(binding.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SUBJECT_DUPLICATE");
            assertThat(finding.location()).isEqualTo(Location.of("subjects[2]"));
            assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO);
        });
    }

    @Test
    void bindingsToRolesThatDoNotExistAreFound() {
        RbacAuthorizer rbac = RbacAuthorizer.of(
                RoleBinding.of(ObjectMeta.of("ns", "b"), RoleRef.role("gone"), Subject.user("u")),
                Role.of(ObjectMeta.of("other", "gone")));
        assertThat(rbac.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("ROLE_UNKNOWN");
            assertThat(finding.location()).hasToString("RoleBinding \"ns/b\", roleRef");
            assertThat(finding.message()).contains("role.rbac.authorization.k8s.io \"gone\" not found");
        });
    }

    @Test
    void findingsOfManyObjectsSayOfWhich() {
        RoleBinding binding = RoleBinding.of(ObjectMeta.of("ns", "a, b"), RoleRef.role("r"), Subject.user("*"));
        assertThat(binding.location()).hasToString("RoleBinding \"ns/a, b\"");
        assertThat(RbacAuthorizer.of(binding, Role.of(ObjectMeta.of("ns", "r"))).findings())
                .extracting(Finding::location)
                .containsExactly(Location.of("RoleBinding \"ns/a, b\", subjects[0]"));
    }

    @Test
    void findingsOfATextSayWhereInIt() {
        String text = """
                # nothing
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: r}
                rules:
                - {verbs: ['*'], nonResourceURLs: [/a]}
                ---
                apiVersion: v1
                kind: List
                items:
                - apiVersion: rbac.authorization.k8s.io/v1
                  kind: RoleBinding
                  metadata:
                    name: b
                  roleRef: {kind: Role, name: r}
                  subjects:
                  - kind: User
                    name: '*'
                    group: x
                """;
        assertThat(RbacObject.findings(text))
                .extracting(finding -> finding.code() + " " + finding.location())
                .containsExactly(
                        "WILDCARD_EXCESSIVE rules[0], line 6, column 3",
                        "FIELD_UNKNOWN document 2, items[0].subjects[0].group, line 19, column 12",
                        "NAMESPACE_MISSING document 2, items[0].metadata.namespace, line 13, column 3",
                        "WILDCARD_UNSUPPORTED document 2, items[0].subjects[0], line 17, column 5");
        assertThatThrownBy(() -> RbacObject.parseAll(text.replace("kind: Role,", "kind: Nobody,")))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location())
                                .hasToString("document 2, items[0].roleRef.kind, line 15, column 19"));
    }

    @Test
    void missingNamespacesAreFound() {
        assertThat(Role.of(ObjectMeta.of("r")).findings())
                .extracting(Finding::code)
                .containsExactly("NAMESPACE_MISSING");
        assertThat(Role.of(ObjectMeta.of("ns", "r")).findings()).isEmpty();
        assertThat(ClusterRole.of("r").findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"20", "29", "37"})
    void nothingIsFoundInWhatKubernetesAndKubeadmMake(int minor) {
        KubernetesRelease release = KubernetesRelease.of(minor);
        assertThat(RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers", release))
                        .findings())
                .isEmpty();
        assertThat(BootstrapPolicy.kubeadm(release))
                .allSatisfy(object -> assertThat(object.findings()).isEmpty());
    }
}
