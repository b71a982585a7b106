package io.github.kubetls.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.manifest.ObjectMeta;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/rbac.md, 9; the results are those of a Kubernetes 1.20 controller manager. */
class AggregationRuleTest {

    private static final PolicyRule A = PolicyRule.verbs("get").apiGroups("").resources("A");
    private static final PolicyRule B = PolicyRule.verbs("get").apiGroups("").resources("B");
    private static final PolicyRule C = PolicyRule.verbs("get").apiGroups("").resources("C");

    private static ClusterRole role(String name, Map<String, String> labels, PolicyRule... rules) {
        return ClusterRole.of(ObjectMeta.builder().name(name).labels(labels).build(), List.of(rules));
    }

    private static final Map<String, String> T1 = Map.of("t", "1");
    private static final AggregationRule ALL_T1 = AggregationRule.of(LabelSelector.matchLabels(T1));

    @Test
    void rulesComeByRoleNameEachOnceAndNeverFromItself() {
        PolicyRule own = PolicyRule.verbs("get").apiGroups("").resources("own");
        ClusterRole all = role("all", T1, own).withAggregationRule(ALL_T1);
        List<ClusterRole> roles = List.of(role("b1", T1, A, B), all, role("a1", T1, B, C), role("x", Map.of(), A));
        assertThat(ALL_T1.collect("all", roles)).containsExactly(B, C, A);
    }

    @Test
    void selectorsComeInOrderAndRulesMustBeIdenticalToBeTheSame() {
        AggregationRule rule =
                AggregationRule.of(LabelSelector.matchLabels(Map.of("t", "2")), LabelSelector.matchLabels(T1));
        PolicyRule almostB = PolicyRule.verbs("get").apiGroups("").resources("B", "B");
        List<ClusterRole> roles = List.of(role("a", T1, B, B), role("z", Map.of("t", "2"), almostB));
        assertThat(rule.collect("all", roles)).containsExactly(almostB, B);
    }

    @Test
    void emptySelectorSelectsEveryRole() {
        AggregationRule rule = AggregationRule.of(LabelSelector.matchLabels(Map.of()));
        assertThat(rule.collect("all", List.of(role("a", Map.of(), A), role("b", T1, B))))
                .containsExactly(A, B);
    }

    @Test
    void whatSuchARoleHadIsReplacedEvenByNothing() {
        ClusterRole none = role("none", Map.of(), A).withAggregationRule(ALL_T1);
        assertThat(AggregationRule.aggregate(List.of(none)))
                .singleElement()
                .extracting(RbacObject::toYaml)
                .asString()
                .endsWith("rules: null\n");
    }

    @Test
    void onePassDoesNotExpandWhatIsStillToBeCollectedButSeveralDo() {
        ClusterRole leaf = role("leaf", T1, A);
        ClusterRole middle = role("middle", Map.of("t", "2"), C).withAggregationRule(ALL_T1);
        ClusterRole top = role("atop", Map.of())
                .withAggregationRule(AggregationRule.of(LabelSelector.matchLabels(Map.of("t", "2"))));
        ClusterRoleBinding binding = ClusterRoleBinding.of("b", RoleRef.clusterRole("atop"), Subject.user("u"));
        assertThat(top.aggregationRule().orElseThrow().collect("atop", List.of(leaf, middle, top)))
                .containsExactly(C);
        List<RbacObject> objects = AggregationRule.aggregate(List.of(top, binding, middle, leaf));
        assertThat(objects).extracting(RbacObject::name).containsExactly("atop", "b", "middle", "leaf");
        assertThat(((ClusterRole) objects.get(0)).rules()).containsExactly(A);
        assertThat(objects.get(1)).isEqualTo(binding);
    }

    @Test
    void circlesComeToAnEnd() {
        ClusterRole a = role("a", Map.of("t", "1"), A)
                .withAggregationRule(AggregationRule.of(LabelSelector.matchLabels(Map.of("t", "2"))));
        ClusterRole b = role("b", Map.of("t", "2"), B).withAggregationRule(ALL_T1);
        assertThat(AggregationRule.aggregate(List.of(a, b))).hasSize(2);
    }

    /** Each has what the next one had before: that goes round for ever. */
    @Test
    void circlesThatNeverRestComeToAnEndToo() {
        List<ClusterRole> circle = List.of(from("a", "b", C), from("b", "c", A), from("c", "a", B));
        assertThat(AggregationRule.aggregate(circle))
                .extracting(RbacObject::name)
                .containsExactly("a", "b", "c");
    }

    private static ClusterRole from(String name, String other, PolicyRule rule) {
        return role(name, Map.of("is", name), rule)
                .withAggregationRule(AggregationRule.of(LabelSelector.matchLabels(Map.of("is", other))));
    }

    @Test
    void recordedRolesAreAlreadyAggregated() {
        List<RbacObject> recorded = RecordedCluster.objects();
        assertThat(AggregationRule.aggregate(recorded)).isEqualTo(recorded);
    }

    @ParameterizedTest
    @CsvSource({
        "In,           1, true",
        "In,           2, false",
        "In,           -, false",
        "NotIn,        1, false",
        "NotIn,        2, true",
        "NotIn,        -, true",
        "Exists,       1, true",
        "Exists,       -, false",
        "DoesNotExist, 1, false",
        "DoesNotExist, -, true",
    })
    void expressionsSelectByOperator(String operator, String label, boolean selected) {
        LabelSelector.Requirement requirement = switch (operator) {
            case "In" -> LabelSelector.Requirement.in("t", List.of("1", "x"));
            case "NotIn" -> LabelSelector.Requirement.notIn("t", List.of("1", "x"));
            case "Exists" -> LabelSelector.Requirement.exists("t");
            default -> LabelSelector.Requirement.doesNotExist("t");
        };
        Map<String, String> labels = label.equals("-") ? Map.of() : Map.of("t", label);
        assertThat(LabelSelector.matchExpressions(requirement).matches(labels)).isEqualTo(selected);
        assertThat(requirement.operator()).hasToString(operator);
    }

    @Test
    void allConditionsMustHold() {
        LabelSelector selector =
                LabelSelector.of(Map.of("a", "1", "b", "2"), List.of(LabelSelector.Requirement.exists("c")));
        assertThat(selector.matchLabels()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(selector.matchExpressions()).containsExactly(LabelSelector.Requirement.exists("c"));
        assertThat(selector).asString().contains("a=1", "b=2", "key=c", "operator=Exists");
        assertThat(selector.matches(Map.of("a", "1", "b", "2", "c", "3"))).isTrue();
        assertThat(selector.matches(Map.of("a", "1", "b", "2"))).isFalse();
        assertThat(selector.matches(Map.of("a", "1", "c", "3"))).isFalse();
        assertThat(LabelSelector.matchLabels(Map.of()).matches(Map.of())).isTrue();
    }

    @Test
    void needsASelector() {
        assertThatThrownBy(() -> AggregationRule.of()).isInstanceOf(IllegalArgumentException.class);
    }
}
