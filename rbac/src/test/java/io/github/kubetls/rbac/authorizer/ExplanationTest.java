package io.github.kubetls.rbac.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.rbac.Binding;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final Attributes.Resource CREATE_CSR =
            Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests");
    private static final RbacAuthorizer RBAC = RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers"));
    private static final UserInfo USER = UserInfo.of("system:bootstrap:07401b", "system:bootstrappers");

    @Test
    void namesBindingRoleRuleAndSubjectThatAllow() {
        Explanation explanation = RBAC.explain(USER, CREATE_CSR);
        assertThat(explanation.decision()).isEqualTo(RBAC.authorize(USER, CREATE_CSR));
        assertThat(explanation.grant()).hasValueSatisfying(grant -> {
            assertThat(grant.binding().name()).isEqualTo("create-csrs-for-bootstrapping");
            assertThat(grant.subject()).isEqualTo(Subject.group("system:bootstrappers"));
            assertThat(grant.role().name()).isEqualTo("system:node-bootstrapper");
            assertThat(grant.rule())
                    .isEqualTo(PolicyRule.verbs("create", "get", "list", "watch")
                            .apiGroups("certificates.k8s.io")
                            .resources("certificatesigningrequests"));
        });
        assertThat(explanation.nearMisses()).isEmpty();
        assertThat(explanation)
                .hasToString(
                        "user \"system:bootstrap:07401b\" with groups [\"system:bootstrappers\"] may create"
                                + " certificatesigningrequests.certificates.k8s.io: ClusterRoleBinding"
                                + " \"create-csrs-for-bootstrapping\" of ClusterRole \"system:node-bootstrapper\" to Group"
                                + " \"system:bootstrappers\", rule {APIGroups:[\"certificates.k8s.io\"],"
                                + " Resources:[\"certificatesigningrequests\"], Verbs:[\"create\" \"get\" \"list\" \"watch\"]}");
    }

    @Test
    void saysWhatIsMissing() {
        Explanation explanation = RBAC.explain(USER, CREATE_CSR.withSubresource("selfnodeclient"));
        assertThat(explanation.decision().isAllowed()).isFalse();
        assertThat(explanation.bindings())
                .extracting(Binding::name)
                .containsExactly("auto-approve-csrs-for-group", "create-csrs-for-bootstrapping");
        assertThat(explanation.nearMisses())
                .extracting(Explanation.NearMiss::lacks)
                .containsExactly(Set.of(PolicyRule.Part.RESOURCE), Set.of(PolicyRule.Part.RESOURCE));
        assertThat(explanation.toString())
                .contains("none of the 2 bindings that concern this user allows it")
                .contains("does not fit the resource");
    }

    @Test
    void saysWhenNoBindingConcernsTheUser() {
        Explanation explanation = RBAC.explain(UserInfo.of("jo"), CREATE_CSR);
        assertThat(explanation.bindings()).isEmpty();
        assertThat(explanation)
                .hasToString("user \"jo\" with groups [] may not create certificatesigningrequests.certificates.k8s.io:"
                        + " no binding concerns this user");
    }

    @Test
    void saysWhichRolesAreNotThere() {
        RbacAuthorizer rbac =
                RbacAuthorizer.of(RoleBinding.of(ObjectMeta.of("ns", "b"), RoleRef.role("gone"), Subject.user("u")));
        Explanation explanation = rbac.explain(UserInfo.of("u"), CREATE_CSR.withNamespace("ns"));
        assertThat(explanation.resolutionErrors()).containsExactly("role.rbac.authorization.k8s.io \"gone\" not found");
        assertThat(explanation.decision().reason())
                .isEqualTo("RBAC: role.rbac.authorization.k8s.io \"gone\" not found");
        assertThat(explanation.toString()).contains("role.rbac.authorization.k8s.io \"gone\" not found");
    }

    @Test
    void nearMissesLackTheLeastAndAreOfTheSameShape() {
        RbacAuthorizer rbac = RbacAuthorizer.of(
                ClusterRole.of(
                        "r",
                        PolicyRule.verbs("get")
                                .apiGroups("")
                                .resources("secrets")
                                .withResourceNames("a"),
                        PolicyRule.verbs("get")
                                .apiGroups("apps")
                                .resources("secrets")
                                .withResourceNames("a"),
                        PolicyRule.verbs("list").apiGroups("x").resources("pods"),
                        PolicyRule.verbs("get").nonResourceUrls("/x")),
                ClusterRoleBinding.of("b", RoleRef.clusterRole("r"), Subject.user("u")));
        assertThat(rbac.explain(
                                UserInfo.of("u"),
                                Attributes.resource("get", "", "secrets").withName("b"))
                        .nearMisses())
                .singleElement()
                .asString()
                .isEqualTo("ClusterRoleBinding \"b\" of ClusterRole \"r\" to User \"u\", rule {APIGroups:[\"\"],"
                        + " Resources:[\"secrets\"], ResourceNames:[\"a\"], Verbs:[\"get\"]}: does not fit the resource"
                        + " name");
        assertThat(rbac.explain(UserInfo.of("u"), Attributes.path("post", "/x")).nearMisses())
                .singleElement()
                .extracting(Explanation.NearMiss::lacks)
                .isEqualTo(Set.of(PolicyRule.Part.VERB));
        assertThat(rbac.explain(UserInfo.of("u"), Attributes.path("post", "/y")).nearMisses())
                .as("a rule that fits in nothing comes near to nothing")
                .isEmpty();
        assertThat(rbac.explain(UserInfo.of("u"), Attributes.resource("create", "", "nodes"))
                        .nearMisses())
                .as("of resources neither")
                .isEmpty();
    }

    /** Where several bindings, subjects or rules would do, the first of each is named. */
    @Test
    void namesTheFirstOfSeveralThatAllow() {
        PolicyRule first = PolicyRule.verbs("get").apiGroups("").resources("pods");
        PolicyRule second = PolicyRule.verbs("get").apiGroups("").resources("*");
        PolicyRule other = PolicyRule.verbs("list").apiGroups("").resources("*");
        UserInfo bot = UserInfo.of("system:serviceaccount:ns:bot", "g", "h");
        Subject account = Subject.serviceAccount("ns", "bot");
        Subject user = Subject.user("system:serviceaccount:ns:bot");
        List<Subject> subjects =
                List.of(Subject.group("none"), account, user, Subject.group("h"), Subject.group("g"), account);
        for (int i = 1; i < subjects.size(); i++) {
            List<Subject> rotated = new ArrayList<>(subjects.subList(i, subjects.size()));
            rotated.addAll(subjects.subList(0, i));
            RbacAuthorizer rbac = RbacAuthorizer.of(
                    ClusterRole.of("r", other, first, second, first),
                    ClusterRoleBinding.of(ObjectMeta.of("b"), RoleRef.clusterRole("r"), rotated),
                    ClusterRoleBinding.of("c", RoleRef.clusterRole("r"), user));
            assertThat(rbac.explain(bot, Attributes.resource("get", "", "pods")).grant())
                    .hasValueSatisfying(grant -> {
                        assertThat(grant.binding().name()).isEqualTo("b");
                        assertThat(grant.subject()).isEqualTo(rotated.get(0));
                        assertThat(grant.rule()).isEqualTo(first);
                    });
        }
    }

    @Test
    void namesTheFirstSubjectWhereNothingIsAllowedToo() {
        PolicyRule list = PolicyRule.verbs("list").apiGroups("").resources("pods");
        PolicyRule watch = PolicyRule.verbs("watch").apiGroups("").resources("pods");
        RbacAuthorizer rbac = RbacAuthorizer.of(
                ClusterRole.of("r", list, watch),
                ClusterRoleBinding.of("b", RoleRef.clusterRole("r"), Subject.group("g"), Subject.user("u")),
                ClusterRoleBinding.of("a", RoleRef.clusterRole("r"), Subject.user("u"), Subject.group("g")));
        assertThat(rbac.explain(UserInfo.of("u", "g"), Attributes.resource("get", "", "pods"))
                        .nearMisses())
                .extracting(miss -> miss.grant().binding().name() + " "
                        + miss.grant().subject() + " "
                        + miss.grant().rule().verbs())
                .containsExactly(
                        "a User \"u\" [list]", "a User \"u\" [watch]", "b Group \"g\" [list]", "b Group \"g\" [watch]");
    }
}
