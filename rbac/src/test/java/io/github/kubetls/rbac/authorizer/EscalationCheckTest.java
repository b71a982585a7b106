package io.github.kubetls.rbac.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.rbac.AggregationRule;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/behaviour/rbac.md, 7; the messages are those of a Kubernetes 1.20 API server. */
class EscalationCheckTest {

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final UserInfo LIMITED = UserInfo.of("limited", "limited", "system:authenticated");
    private static final String ATTEMPT =
            "user \"limited\" (groups=[\"limited\" \"system:authenticated\"]) is attempting to"
                    + " grant RBAC permissions not currently held:\n";
    private static final PolicyRule PODS = PolicyRule.verbs("x").apiGroups("").resources("pods");

    private static RbacAuthorizer cluster(RbacObject... more) {
        List<RbacObject> objects = new ArrayList<>(BootstrapPolicy.defaults());
        objects.add(ClusterRole.of(
                "limited",
                PolicyRule.verbs("get", "list").apiGroups("").resources("pods"),
                PolicyRule.verbs("get").apiGroups("").resources("configmaps").withResourceNames("a", "b"),
                PolicyRule.verbs("get").nonResourceUrls("/metrics/*")));
        objects.add(ClusterRoleBinding.of("limited", RoleRef.clusterRole("limited"), Subject.user("limited")));
        objects.addAll(List.of(more));
        return RbacAuthorizer.of(objects);
    }

    private static List<RbacObject> allow(String verb, String resource, String... names) {
        return List.of(
                ClusterRole.of(
                        verb,
                        PolicyRule.verbs(verb)
                                .apiGroups(RBAC)
                                .resources(resource)
                                .withResourceNames(names)),
                ClusterRoleBinding.of(verb, RoleRef.clusterRole(verb), Subject.user("limited")));
    }

    @Test
    void uncoveredRulesAreListedCompactedAndSorted() {
        ClusterRole role = ClusterRole.of(
                "c27",
                PolicyRule.verbs("get", "list", "patch").apiGroups("").resources("pods", "pods/status"),
                PolicyRule.verbs("get").apiGroups("").resources("configmaps").withResourceNames("b", "z"),
                PolicyRule.verbs("get").nonResourceUrls("/metrics/cadvisor", "/healthz"));
        EscalationCheck check = cluster().checkEscalation(LIMITED, role);
        assertThat(check.outcome()).isEqualTo(EscalationCheck.Outcome.FORBIDDEN);
        assertThat(check.reason()).isEqualTo(ATTEMPT + """
                {APIGroups:[""], Resources:["configmaps"], ResourceNames:["z"], Verbs:["get"]}
                {APIGroups:[""], Resources:["pods"], Verbs:["patch"]}
                {APIGroups:[""], Resources:["pods/status"], Verbs:["get" "list" "patch"]}""");
        assertThat(check.message())
                .isEqualTo("clusterroles.rbac.authorization.k8s.io \"c27\" is forbidden: " + check.reason());
        assertThat(check.uncovered()).hasSize(5);
    }

    @Test
    void mastersMayWriteEverything() {
        UserInfo master = UserInfo.of("limited", "system:masters");
        assertThat(RbacAuthorizer.of().checkEscalation(master, ClusterRole.of("r", PODS)))
                .hasToString("allowed")
                .extracting(EscalationCheck::isAllowed)
                .isEqualTo(true);
    }

    @Test
    void coveredRulesAreAllowed() {
        PolicyRule held = PolicyRule.verbs("get").apiGroups("").resources("pods");
        assertThat(cluster().checkEscalation(LIMITED, ClusterRole.of("r", held)).isAllowed())
                .isTrue();
        assertThat(cluster().checkEscalation(LIMITED, ClusterRole.of("r")).isAllowed())
                .isTrue();
    }

    @Test
    void rolesOfANamespaceAreComparedWithTheRulesThere() {
        RbacAuthorizer rbac = cluster(
                Role.of(ObjectMeta.of("ns", "own"), PODS),
                RoleBinding.of(ObjectMeta.of("ns", "own"), RoleRef.role("own"), Subject.user("limited")));
        assertThat(rbac.checkEscalation(LIMITED, Role.of(ObjectMeta.of("ns", "r"), PODS))
                        .isAllowed())
                .isTrue();
        assertThat(rbac.checkEscalation(LIMITED, Role.of(ObjectMeta.of("ns2", "r"), PODS))
                        .message())
                .isEqualTo("roles.rbac.authorization.k8s.io \"r\" is forbidden: " + ATTEMPT
                        + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"x\"]}");
        assertThat(rbac.checkEscalation(LIMITED, ClusterRole.of("r", PODS)).isAllowed())
                .isFalse();
    }

    @Test
    void escalateAllowsByNameOnUpdateAndOnlyForAllNamesOnCreate() {
        ClusterRole before = ClusterRole.of("target");
        ClusterRole after = ClusterRole.of("target", PODS);
        RbacAuthorizer named =
                cluster(allow("escalate", "clusterroles", "target").toArray(RbacObject[]::new));
        assertThat(named.checkEscalation(LIMITED, before, after).isAllowed()).isTrue();
        assertThat(named.checkEscalation(LIMITED, after).isAllowed())
                .as("a request to create carries no name")
                .isFalse();
        RbacAuthorizer all = cluster(allow("escalate", "clusterroles").toArray(RbacObject[]::new));
        assertThat(all.checkEscalation(LIMITED, after).isAllowed()).isTrue();
    }

    @Test
    void aggregationNeedsClusterAdminAfterTheRulesAreChecked() {
        AggregationRule all = AggregationRule.of(LabelSelector.matchLabels(Map.of()));
        ClusterRole aggregated = ClusterRole.aggregated("agg", all);
        String need =
                "clusterroles.rbac.authorization.k8s.io \"agg\" is forbidden: must have cluster-admin privileges to use"
                        + " the aggregationRule";
        assertThat(cluster().checkEscalation(LIMITED, aggregated).message()).isEqualTo(need);
        assertThat(cluster()
                        .checkEscalation(LIMITED, aggregated.withRules(List.of(PODS)))
                        .reason())
                .startsWith(ATTEMPT);
        assertThat(cluster()
                        .checkEscalation(LIMITED, aggregated, aggregated.withoutAggregationRule())
                        .message())
                .as("it had one before the update")
                .isEqualTo(need);
        RbacAuthorizer admin =
                cluster(ClusterRoleBinding.of("admin", RoleRef.clusterRole("cluster-admin"), Subject.user("limited")));
        assertThat(admin.checkEscalation(LIMITED, aggregated).isAllowed()).isTrue();
        RbacAuthorizer withoutUrls = cluster(
                ClusterRole.of("most", PolicyRule.verbs("*").apiGroups("*").resources("pods")),
                ClusterRoleBinding.of("most", RoleRef.clusterRole("most"), Subject.user("limited")));
        assertThat(withoutUrls.checkEscalation(LIMITED, aggregated).isAllowed()).isFalse();
    }

    @Test
    void bindingsNeedTheRulesOfTheRoleOrTheVerbBind() {
        ClusterRoleBinding binding =
                ClusterRoleBinding.of("b", RoleRef.clusterRole("system:node-bootstrapper"), Subject.user("x"));
        assertThat(cluster().checkEscalation(LIMITED, binding).message())
                .isEqualTo("clusterrolebindings.rbac.authorization.k8s.io \"b\" is forbidden: " + ATTEMPT
                        + "{APIGroups:[\"certificates.k8s.io\"], Resources:[\"certificatesigningrequests\"],"
                        + " Verbs:[\"create\" \"get\" \"list\" \"watch\"]}");
        for (String name : List.of("system:node-bootstrapper", "")) {
            String[] names = name.isEmpty() ? new String[0] : new String[] {name};
            RbacAuthorizer rbac = cluster(allow("bind", "clusterroles", names).toArray(RbacObject[]::new));
            assertThat(rbac.checkEscalation(LIMITED, binding).isAllowed()).isTrue();
        }
        ClusterRoleBinding held =
                ClusterRoleBinding.of("b", RoleRef.clusterRole("system:discovery"), Subject.user("x"));
        assertThat(cluster().checkEscalation(LIMITED, held).isAllowed()).isTrue();
    }

    @Test
    void verbBindCountsInTheNamespaceOfTheBinding() {
        RbacAuthorizer rbac = cluster(
                ClusterRole.of("bind", PolicyRule.verbs("bind").apiGroups(RBAC).resources("clusterroles")),
                RoleBinding.of(ObjectMeta.of("ns", "bind"), RoleRef.clusterRole("bind"), Subject.user("limited")));
        RoleRef.ToClusterRole admin = RoleRef.clusterRole("cluster-admin");
        assertThat(rbac.checkEscalation(LIMITED, RoleBinding.of(ObjectMeta.of("ns", "b"), admin))
                        .isAllowed())
                .isTrue();
        assertThat(rbac.checkEscalation(LIMITED, RoleBinding.of(ObjectMeta.of("ns2", "b"), admin))
                        .isAllowed())
                .isFalse();
        assertThat(rbac.checkEscalation(LIMITED, ClusterRoleBinding.of("b", admin))
                        .isAllowed())
                .isFalse();
    }

    @Test
    void roleOfABindingMustExistUnlessTheUserMayBind() {
        ClusterRoleBinding binding = ClusterRoleBinding.of("b", RoleRef.clusterRole("nope"));
        EscalationCheck check = cluster().checkEscalation(LIMITED, binding);
        assertThat(check.outcome()).isEqualTo(EscalationCheck.Outcome.ROLE_NOT_FOUND);
        assertThat(check.message()).isEqualTo("clusterroles.rbac.authorization.k8s.io \"nope\" not found");
        RoleBinding inNamespace = RoleBinding.of(ObjectMeta.of("ns", "b"), RoleRef.role("nope"));
        assertThat(cluster().checkEscalation(LIMITED, inNamespace).message())
                .isEqualTo("roles.rbac.authorization.k8s.io \"nope\" not found");
        RbacAuthorizer binder = cluster(allow("bind", "clusterroles").toArray(RbacObject[]::new));
        assertThat(binder.checkEscalation(LIMITED, binding).isAllowed()).isTrue();
    }

    @Test
    void resolutionErrorsAreAppended() {
        ClusterRole role = ClusterRole.of("r", PODS);
        ClusterRoleBinding gone = ClusterRoleBinding.of("gone", RoleRef.clusterRole("gone"), Subject.user("limited"));
        assertThat(cluster(gone).checkEscalation(LIMITED, role).reason())
                .isEqualTo(ATTEMPT + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"x\"]}; resolution errors:"
                        + " [clusterroles.rbac.authorization.k8s.io \"gone\" not found]");
        RoleBinding gone2 = RoleBinding.of(ObjectMeta.of("ns", "gone"), RoleRef.role("gone"), Subject.user("limited"));
        assertThat(cluster(gone, gone2)
                        .checkEscalation(LIMITED, Role.of(ObjectMeta.of("ns", "r"), PODS))
                        .reason())
                .endsWith("; resolution errors: [[clusterroles.rbac.authorization.k8s.io \"gone\" not found,"
                        + " roles.rbac.authorization.k8s.io \"gone\" not found]]");
    }

    @Test
    void changesForGarbageCollectionOnlyAreNotChecked() {
        ClusterRole before = ClusterRole.of("r", PODS);
        ClusterRole collected = before.withMetadata(before.metadata().toBuilder()
                .otherFields(Map.of("finalizers", List.of("x"), "ownerReferences", List.of()))
                .build());
        assertThat(cluster().checkEscalation(LIMITED, before, collected).isAllowed())
                .isTrue();
        ClusterRole labelled = before.withMetadata(
                before.metadata().toBuilder().labels(Map.of("a", "b")).build());
        assertThat(cluster().checkEscalation(LIMITED, before, labelled).isAllowed())
                .isFalse();
        assertThat(cluster().checkEscalation(LIMITED, collected).isAllowed()).isFalse();
    }
}
