package io.github.kubetls.rbac.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.rbac.AggregationRule;
import io.github.kubetls.rbac.Binding;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.LabelSelector;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.Role;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.Subject;
import io.github.kubetls.rbac.kubectl.Reconciliation.Mode;
import io.github.kubetls.rbac.kubectl.Reconciliation.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/rbac.md, 8. */
class ReconciliationTest {

    private static final PolicyRule GET_PODS =
            PolicyRule.verbs("get").apiGroups("").resources("pods");
    private static final PolicyRule LIST_PODS =
            PolicyRule.verbs("list").apiGroups("").resources("pods");
    private static final RoleRef.ToClusterRole VIEW = RoleRef.clusterRole("view");
    private static final Subject ANN = Subject.user("ann");
    private static final Subject OPS = Subject.group("ops");
    private static final LabelSelector ONE = LabelSelector.matchLabels(Map.of("t", "1"));
    private static final LabelSelector TWO = LabelSelector.matchLabels(Map.of("t", "2"));

    private static ClusterRoleBinding binding(Subject... subjects) {
        return ClusterRoleBinding.of("b", VIEW, subjects);
    }

    private static ObjectMeta metadata(Map<String, String> labels, Map<String, String> annotations) {
        return ObjectMeta.builder()
                .name("b")
                .labels(labels)
                .annotations(annotations)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"27-reconcile-binding", "28-reconcile-role"})
    void saysWhatKubectlSays(String folder) {
        RbacObject existing = RbacObject.parse(Recorded.text("kubectl-cases/" + folder + "/inputs/existing.yaml"));
        RbacObject expected = RbacObject.parse(Recorded.text("kubectl-cases/" + folder + "/inputs/expected.yaml"));
        Reconciliation reconciliation = Reconciliation.of(existing, expected, Mode.UNION);
        assertThat(reconciliation.report()).isEqualTo(Recorded.text("kubectl-cases/" + folder + "/expected.stderr"));
        Reconciliation second = Reconciliation.of(reconciliation.object(), expected, Mode.UNION);
        assertThat(second.operation()).isEqualTo(Operation.NONE);
        assertThat(second.report()).isEmpty();
    }

    @Test
    void missingSubjectsAndLabelsAreAdded() {
        Reconciliation reconciliation = Reconciliation.of(
                binding(ANN), binding(OPS, ANN).withMetadata(metadata(Map.of("tier", "gold"), Map.of())), Mode.UNION);
        assertThat(reconciliation.operation()).isEqualTo(Operation.UPDATE);
        assertThat(reconciliation.missingSubjects()).containsExactly(OPS);
        assertThat(reconciliation.object())
                .isEqualTo(binding(ANN, OPS).withMetadata(metadata(Map.of("tier", "gold"), Map.of())));
    }

    @Test
    void missingRulesAreAppendedOneByOne() {
        ClusterRole existing = ClusterRole.of(
                "r", PolicyRule.verbs("get", "watch").apiGroups("").resources("secrets"));
        ClusterRole expected = ClusterRole.of(
                "r", PolicyRule.verbs("get", "list").apiGroups("").resources("secrets", "configmaps"));
        Reconciliation reconciliation = Reconciliation.of(existing, expected, Mode.UNION);
        assertThat(((ClusterRole) reconciliation.object()).rules())
                .containsExactly(
                        existing.rules().get(0),
                        PolicyRule.verbs("list").apiGroups("").resources("secrets"),
                        PolicyRule.verbs("get").apiGroups("").resources("configmaps"),
                        PolicyRule.verbs("list").apiGroups("").resources("configmaps"));
        assertThat(reconciliation.extraRules())
                .containsExactly(PolicyRule.verbs("watch").apiGroups("").resources("secrets"));
    }

    @Test
    void everythingIsMissingInAnObjectThatIsNotThere() {
        Reconciliation create = Reconciliation.create(binding(ANN, ANN));
        assertThat(create.operation()).isEqualTo(Operation.CREATE);
        assertThat(create.object()).isEqualTo(binding(ANN, ANN));
        assertThat(create.report()).isEqualTo("""
                \treconciliation required create
                \tmissing subjects added:
                \t\t{Kind:User APIGroup:rbac.authorization.k8s.io Name:ann Namespace:}
                \t\t{Kind:User APIGroup:rbac.authorization.k8s.io Name:ann Namespace:}
                """);
        PolicyRule whole = PolicyRule.verbs("get", "list").apiGroups("", "apps").resources("pods", "x");
        assertThat(Reconciliation.create(ClusterRole.of("r", whole)).report()).isEqualTo("""
                \treconciliation required create
                \tmissing rules added:
                \t\t{Verbs:[get list] APIGroups:[ apps] Resources:[pods x] ResourceNames:[] NonResourceURLs:[]}
                """);
        assertThat(Reconciliation.create(ClusterRole.aggregated("r", AggregationRule.of(ONE)))
                        .missingSelectors())
                .containsExactly(ONE);
    }

    @Test
    void protectedObjectsAreComparedAndLeftAlone() {
        Map<String, String> optOut = Map.of(BootstrapPolicy.AUTOUPDATE_ANNOTATION, "false");
        ClusterRoleBinding existing = binding(ANN).withMetadata(metadata(Map.of(), optOut));
        Reconciliation reconciliation = Reconciliation.of(existing, binding(OPS), Mode.UNION);
        assertThat(reconciliation.isProtected()).isTrue();
        assertThat(reconciliation.operation()).isEqualTo(Operation.UPDATE);
        assertThat(((Binding) reconciliation.object()).subjects()).containsExactly(ANN, OPS);
        assertThat(reconciliation.stored()).isEqualTo(existing);
        assertThat(reconciliation.report())
                .startsWith("\treconciliation required update, but object opted out"
                        + " (rbac.authorization.kubernetes.io/autoupdate: false)\n");
        assertThat(Reconciliation.create(existing).isProtected())
                .as("nothing is there to be protected")
                .isFalse();
        assertThat(Reconciliation.of(
                                binding(ANN)
                                        .withMetadata(metadata(
                                                Map.of(), Map.of(BootstrapPolicy.AUTOUPDATE_ANNOTATION, "true"))),
                                binding(OPS),
                                Mode.UNION)
                        .isProtected())
                .isFalse();
    }

    @Test
    void bindingOfAnotherRoleIsRecreatedExactlyAsExpected() {
        ClusterRoleBinding existing = ClusterRoleBinding.of(
                metadata(Map.of("kept", "no"), Map.of()), RoleRef.clusterRole("edit"), List.of(OPS));
        Reconciliation reconciliation = Reconciliation.of(existing, binding(ANN), Mode.UNION);
        assertThat(reconciliation.operation()).isEqualTo(Operation.RECREATE);
        assertThat(reconciliation.object()).isEqualTo(binding(ANN));
        assertThat(reconciliation.report()).isEqualTo("\treconciliation required recreate\n");
        RoleBinding role = RoleBinding.of(ObjectMeta.of("ns", "b"), RoleRef.role("view"), ANN);
        RoleBinding clusterRole = RoleBinding.of(ObjectMeta.of("ns", "b"), VIEW, ANN);
        assertThat(Reconciliation.of(role, clusterRole, Mode.UNION).operation()).isEqualTo(Operation.RECREATE);
    }

    @Test
    void existingLabelsAndAnnotationsWin() {
        Reconciliation reconciliation = Reconciliation.of(
                binding(ANN).withMetadata(metadata(Map.of("a", "old", "b", "old"), Map.of("x", "old"))),
                binding(ANN).withMetadata(metadata(Map.of("a", "new", "c", "new"), Map.of("x", "new", "y", "new"))),
                Mode.REMOVE_EXTRA);
        assertThat(reconciliation.operation()).isEqualTo(Operation.UPDATE);
        assertThat(reconciliation.object().metadata())
                .isEqualTo(metadata(Map.of("a", "old", "b", "old", "c", "new"), Map.of("x", "old", "y", "new")));
        assertThat(reconciliation.report()).isEqualTo("\treconciliation required update\n");
    }

    @Test
    void otherMetadataOfTheStoredObjectIsKept() {
        ObjectMeta stored =
                ObjectMeta.builder().name("b").uid("u").resourceVersion("7").build();
        Reconciliation reconciliation = Reconciliation.of(binding(ANN).withMetadata(stored), binding(OPS), Mode.UNION);
        assertThat(reconciliation.object().metadata()).isEqualTo(stored);
    }

    @Test
    void extraSubjectsAreRemovedOnDemand() {
        Reconciliation reconciliation = Reconciliation.of(binding(ANN, OPS, OPS), binding(ANN), Mode.REMOVE_EXTRA);
        assertThat(reconciliation.extraSubjects()).containsExactly(OPS);
        assertThat(reconciliation.object()).isEqualTo(binding(ANN));
        assertThat(reconciliation.report()).isEqualTo("""
                \treconciliation required update
                \textra subjects removed:
                \t\t{Kind:Group APIGroup:rbac.authorization.k8s.io Name:ops Namespace:}
                """);
        assertThat(Reconciliation.of(binding(ANN, OPS), binding(ANN), Mode.UNION)
                        .operation())
                .isEqualTo(Operation.NONE);
        assertThat(Reconciliation.of(binding(ANN, OPS), binding(OPS, ANN), Mode.REMOVE_EXTRA)
                        .operation())
                .as("the order does not matter")
                .isEqualTo(Operation.NONE);
    }

    @Test
    void rulesAreReplacedOnDemand() {
        ClusterRole existing = ClusterRole.of("r", GET_PODS, LIST_PODS);
        PolicyRule get = PolicyRule.verbs("get").apiGroups("").resources("pods", "pods");
        Reconciliation reconciliation = Reconciliation.of(existing, ClusterRole.of("r", get), Mode.REMOVE_EXTRA);
        assertThat(((ClusterRole) reconciliation.object()).rules()).containsExactly(get);
        assertThat(reconciliation.report()).isEqualTo("""
                \treconciliation required update
                \textra rules removed:
                \t\t{Verbs:[list] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}
                """);
        PolicyRule both = PolicyRule.verbs("list", "get").apiGroups("").resources("pods");
        assertThat(Reconciliation.of(existing, ClusterRole.of("r", both), Mode.REMOVE_EXTRA)
                        .operation())
                .as("they allow the same")
                .isEqualTo(Operation.NONE);
    }

    @Test
    void extraRulesAreNotComputedWhenBothAreAggregated() {
        ClusterRole existing = ClusterRole.of("r", GET_PODS).withAggregationRule(AggregationRule.of(ONE));
        ClusterRole expected = ClusterRole.aggregated("r", AggregationRule.of(ONE));
        assertThat(Reconciliation.of(existing, expected, Mode.REMOVE_EXTRA).operation())
                .isEqualTo(Operation.NONE);
        assertThat(Reconciliation.of(ClusterRole.of("r", GET_PODS), expected, Mode.REMOVE_EXTRA)
                        .extraRules())
                .containsExactly(GET_PODS);
    }

    @Test
    void aggregationIsRemovedJoinedOrReplaced() {
        ClusterRole one = ClusterRole.aggregated("r", AggregationRule.of(ONE));
        ClusterRole two = ClusterRole.aggregated("r", AggregationRule.of(TWO));
        Reconciliation removed = Reconciliation.of(one, ClusterRole.of("r"), Mode.UNION);
        assertThat(removed.operation()).isEqualTo(Operation.UPDATE);
        assertThat(removed.object()).isEqualTo(ClusterRole.of("r"));
        assertThat(removed.extraSelectors()).containsExactly(ONE);
        Reconciliation joined = Reconciliation.of(one, two, Mode.UNION);
        assertThat(joined.object()).isEqualTo(ClusterRole.aggregated("r", AggregationRule.of(ONE, TWO)));
        assertThat(joined.missingSelectors()).containsExactly(TWO);
        Reconciliation replaced = Reconciliation.of(joined.object(), two, Mode.REMOVE_EXTRA);
        assertThat(replaced.object()).isEqualTo(two);
        assertThat(replaced.extraSelectors()).containsExactly(ONE);
        assertThat(Reconciliation.of(ClusterRole.of("r"), one, Mode.UNION).object())
                .isEqualTo(one);
        assertThat(Reconciliation.of(one, one, Mode.REMOVE_EXTRA).operation()).isEqualTo(Operation.NONE);
    }

    @Test
    void defaultsAreFilledInBeforeComparing() {
        Binding existing = binding(ANN);
        RbacObject expected = RbacObject.parse("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: b}
                roleRef: {kind: ClusterRole, name: view}
                subjects: [{kind: User, name: ann}]
                """);
        assertThat(Reconciliation.of(existing, expected, Mode.UNION).operation())
                .isEqualTo(Operation.NONE);
    }

    @Test
    void planReconcilesObjectByObject() {
        ClusterRole role = ClusterRole.of("r", GET_PODS);
        Role inNamespace = Role.of(ObjectMeta.of("ns", "r"), GET_PODS);
        List<Reconciliation> plan = Reconciliation.plan(
                List.of(binding(ANN), role),
                List.of(role, inNamespace, binding(OPS), binding(OPS), inNamespace),
                Mode.UNION);
        assertThat(plan)
                .extracting(Reconciliation::toString)
                .containsExactly(
                        "NONE ClusterRole r",
                        "CREATE Role ns/r",
                        "UPDATE ClusterRoleBinding b",
                        "NONE ClusterRoleBinding b",
                        "NONE Role ns/r");
    }

    @Test
    void differentObjectsCannotBeReconciled() {
        assertThatThrownBy(() -> Reconciliation.of(binding(ANN), ClusterRole.of("b"), Mode.UNION))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reconciliation.of(ClusterRole.of("a"), ClusterRole.of("b"), Mode.UNION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ClusterRole a and ClusterRole b are different objects");
    }
}
