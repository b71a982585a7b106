package io.github.kubetls.rbac.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.Role;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.Subject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/rbac.md, 5. */
class RbacAuthorizerTest {

    private static final RbacAuthorizer MIXED = RbacAuthorizer.of(
            ClusterRole.of(
                    "s-mixed",
                    PolicyRule.verbs("get", "list").apiGroups("", "apps").resources("pods", "deployments/scale"),
                    PolicyRule.verbs("update")
                            .apiGroups("")
                            .resources("secrets")
                            .withResourceNames("db", "cache"),
                    PolicyRule.verbs("patch").apiGroups("*").resources("*/status"),
                    PolicyRule.verbs("get").nonResourceUrls("/debug/*", "/flags")),
            ClusterRoleBinding.of(
                    "s-mixed",
                    RoleRef.clusterRole("s-mixed"),
                    Subject.user("sam"),
                    Subject.serviceAccount("ops", "bot")),
            RoleBinding.of(
                    ObjectMeta.of("ns1", "s-rb"),
                    RoleRef.clusterRole("s-mixed"),
                    Subject.serviceAccount("local"),
                    Subject.group("s-team")));

    private static Attributes request(String text) {
        String[] parts = text.split(" ");
        if (parts[1].startsWith("/")) {
            return Attributes.path(parts[0], parts[1]);
        }
        Attributes.Resource request = Attributes.resource(parts[0], parts[1].equals("core") ? "" : parts[1], parts[2]);
        for (String part : List.of(parts).subList(3, parts.length)) {
            String value = part.substring(part.indexOf('=') + 1);
            request = switch (part.substring(0, part.indexOf('='))) {
                case "sub" -> request.withSubresource(value);
                case "ns" -> request.withNamespace(value);
                default -> request.withName(value);
            };
        }
        return request;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            sam                              | get core pods ns=ns2               | ClusterRoleBinding "s-mixed" of ClusterRole "s-mixed" to User "sam"
            sam                              | get core pods sub=log              | ''
            sam                              | get apps deployments sub=scale     | ClusterRoleBinding "s-mixed" of ClusterRole "s-mixed" to User "sam"
            sam                              | get apps deployments               | ''
            sam                              | get apps pods                      | ClusterRoleBinding "s-mixed" of ClusterRole "s-mixed" to User "sam"
            sam                              | update core secrets name=db        | ClusterRoleBinding "s-mixed" of ClusterRole "s-mixed" to User "sam"
            sam                              | update core secrets name=other     | ''
            sam                              | update core secrets                | ''
            sam                              | patch example.com widgets sub=status   | ClusterRoleBinding "s-mixed" of ClusterRole "s-mixed" to User "sam"
            sam                              | patch example.com widgets sub=status/x | ''
            sam                              | get /debug/pprof                   | ClusterRoleBinding "s-mixed" of ClusterRole "s-mixed" to User "sam"
            sam                              | get /debug                         | ''
            sam                              | get /flags/                        | ''
            Sam                              | get core pods                      | ''
            system:serviceaccount:ops:bot    | list core pods                     | ClusterRoleBinding "s-mixed" of ClusterRole "s-mixed" to ServiceAccount "bot/ops"
            system:serviceaccount:ns1:local  | list core pods ns=ns1              | RoleBinding "s-rb/ns1" of ClusterRole "s-mixed" to ServiceAccount "local/ns1"
            system:serviceaccount:ns1:local  | list core pods ns=ns2              | ''
            system:serviceaccount:ns2:local  | list core pods ns=ns1              | ''
            """)
    void evaluatesAsTheApiServerDoes(String user, String request, String grant) {
        AccessDecision decision = MIXED.authorize(UserInfo.of(user), request(request));
        assertThat(decision)
                .isEqualTo(
                        grant.isEmpty()
                                ? AccessDecision.noOpinion("")
                                : AccessDecision.allowed("RBAC: allowed by " + grant));
    }

    @Test
    void roleBindingsGrantNeitherUrlsNorClusterScope() {
        UserInfo zoe = UserInfo.of("zoe", "s-team");
        assertThat(MIXED.authorize(zoe, request("get core pods ns=ns1")).reason())
                .isEqualTo("RBAC: allowed by RoleBinding \"s-rb/ns1\" of ClusterRole \"s-mixed\" to Group \"s-team\"");
        assertThat(MIXED.authorize(zoe, request("get /flags")).isAllowed()).isFalse();
        assertThat(MIXED.authorize(zoe, request("get core pods")).isAllowed()).isFalse();
    }

    private static final PolicyRule PODS = PolicyRule.verbs("get").apiGroups("").resources("pods");
    private static final Attributes.Resource GET_PODS = Attributes.resource("get", "", "pods");

    @Test
    void firstHitWinsClusterRoleBindingsFirstThenByName() {
        List<RbacObject> objects = new ArrayList<>(List.of(
                ClusterRole.of("r", PODS),
                RoleBinding.of(ObjectMeta.of("ns", "a"), RoleRef.clusterRole("r"), Subject.user("u")),
                ClusterRoleBinding.of("c", RoleRef.clusterRole("r"), Subject.group("g"), Subject.user("u")),
                ClusterRoleBinding.of("b", RoleRef.clusterRole("empty"), Subject.user("u")),
                ClusterRole.of("empty"),
                ClusterRoleBinding.of("d", RoleRef.clusterRole("r"), Subject.user("u"))));
        UserInfo user = UserInfo.of("u", "g", "g");
        assertThat(RbacAuthorizer.of(objects)
                        .authorize(user, GET_PODS.withNamespace("ns"))
                        .reason())
                .as("the first subject of the binding that matches is named")
                .isEqualTo("RBAC: allowed by ClusterRoleBinding \"c\" of ClusterRole \"r\" to Group \"g\"");
        objects.removeIf(object -> object instanceof ClusterRoleBinding);
        assertThat(RbacAuthorizer.of(objects)
                        .authorize(user, GET_PODS.withNamespace("ns"))
                        .reason())
                .isEqualTo("RBAC: allowed by RoleBinding \"a/ns\" of ClusterRole \"r\" to User \"u\"");
    }

    @Test
    void rolesAreThoseOfTheBindingsNamespace() {
        RbacAuthorizer rbac = RbacAuthorizer.of(
                Role.of(ObjectMeta.of("a", "r"), PODS),
                RoleBinding.of(ObjectMeta.of("a", "x"), RoleRef.role("r"), Subject.user("u")),
                RoleBinding.of(ObjectMeta.of("b", "x"), RoleRef.role("r"), Subject.user("u")));
        assertThat(rbac.authorize(UserInfo.of("u"), GET_PODS.withNamespace("a")).isAllowed())
                .isTrue();
        assertThat(rbac.authorize(UserInfo.of("u"), GET_PODS.withNamespace("b")))
                .isEqualTo(AccessDecision.noOpinion("RBAC: role.rbac.authorization.k8s.io \"r\" not found"));
    }

    @Test
    void missingRolesAreRememberedAndSkipped() {
        List<RbacObject> objects = new ArrayList<>(List.of(
                ClusterRoleBinding.of("a", RoleRef.clusterRole("gone"), Subject.user("u")),
                ClusterRoleBinding.of("b", RoleRef.clusterRole("gone"), Subject.user("u")),
                ClusterRoleBinding.of("other", RoleRef.clusterRole("not-mine"), Subject.user("v")),
                RoleBinding.of(ObjectMeta.of("ns", "c"), RoleRef.role("gone"), Subject.user("u"))));
        RbacAuthorizer rbac = RbacAuthorizer.of(objects);
        assertThat(rbac.authorize(UserInfo.of("u"), GET_PODS).reason())
                .as("identical texts once")
                .isEqualTo("RBAC: clusterrole.rbac.authorization.k8s.io \"gone\" not found");
        assertThat(rbac.authorize(UserInfo.of("u"), GET_PODS.withNamespace("ns"))
                        .reason())
                .isEqualTo("RBAC: [clusterrole.rbac.authorization.k8s.io \"gone\" not found,"
                        + " role.rbac.authorization.k8s.io \"gone\" not found]");
        assertThat(rbac.authorize(UserInfo.of("w"), GET_PODS)).isEqualTo(AccessDecision.noOpinion(""));
        objects.add(ClusterRole.of("r", PODS));
        objects.add(ClusterRoleBinding.of("z", RoleRef.clusterRole("r"), Subject.user("u")));
        assertThat(RbacAuthorizer.of(objects)
                        .authorize(UserInfo.of("u"), GET_PODS)
                        .reason())
                .as("the remaining bindings still count")
                .isEqualTo("RBAC: allowed by ClusterRoleBinding \"z\" of ClusterRole \"r\" to User \"u\"");
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', false, a user named * is a literal name",
        "x, *, false, a group named * is a literal name",
        "system:serviceaccount:ns:a, '', true, a service account by its username",
        "x, system:serviceaccounts:ns, true, the group of a namespace's service accounts",
        "system:serviceaccount:ns:b, '', false, another account",
    })
    void namesAreLiteral(String user, String group, boolean allowed, String why) {
        RbacAuthorizer rbac = RbacAuthorizer.of(
                ClusterRole.of("r", PODS),
                ClusterRoleBinding.of(
                        "b",
                        RoleRef.clusterRole("r"),
                        Subject.user("system:serviceaccount:ns:a"),
                        Subject.group("system:serviceaccounts:ns")),
                ClusterRoleBinding.of("star", RoleRef.clusterRole("empty"), Subject.user("*"), Subject.group("*")),
                ClusterRole.of("empty"));
        assertThat(rbac.authorize(UserInfo.of(user, group), GET_PODS).isAllowed())
                .as(why)
                .isEqualTo(allowed);
        RbacAuthorizer everybody = RbacAuthorizer.of(
                ClusterRole.of("r", PODS),
                ClusterRoleBinding.of("b", RoleRef.clusterRole("r"), Subject.user("*"), Subject.group("*")));
        assertThat(everybody.authorize(UserInfo.of("u", "g"), GET_PODS).isAllowed())
                .isFalse();
    }

    @Test
    void namespaceOfAUserSubjectIsIgnored() {
        RbacAuthorizer rbac = RbacAuthorizer.of(
                ClusterRole.of("r", PODS),
                ClusterRoleBinding.of("b", RoleRef.clusterRole("r"), new Subject.User("u", "elsewhere")));
        assertThat(rbac.authorize(UserInfo.of("u"), GET_PODS).reason())
                .isEqualTo("RBAC: allowed by ClusterRoleBinding \"b\" of ClusterRole \"r\" to User \"u\"");
    }

    @Test
    void namesAreQuotedInReasons() {
        RbacAuthorizer rbac = RbacAuthorizer.of(
                ClusterRole.of("r\"\n", PODS),
                ClusterRoleBinding.of("b\t", RoleRef.clusterRole("r\"\n"), Subject.user("\u00e9\u00a0")));
        assertThat(rbac.authorize(UserInfo.of("\u00e9\u00a0"), GET_PODS).reason())
                .isEqualTo("RBAC: allowed by ClusterRoleBinding \"b\\t\" of ClusterRole \"r\\\"\\n\" to User"
                        + " \"\u00e9\\u00a0\"");
    }

    @Test
    void mastersHaveNoPrivilegeOfTheirOwn() {
        UserInfo master = UserInfo.of("m", "system:masters");
        assertThat(RbacAuthorizer.of().authorize(master, GET_PODS)).isEqualTo(AccessDecision.noOpinion(""));
        assertThat(RbacAuthorizer.of(BootstrapPolicy.defaults())
                        .authorize(master, GET_PODS)
                        .reason())
                .isEqualTo(
                        "RBAC: allowed by ClusterRoleBinding \"cluster-admin\" of ClusterRole \"cluster-admin\" to Group"
                                + " \"system:masters\"");
    }

    @Test
    void laterObjectReplacesAnEarlierOneOfTheSameName() {
        RbacAuthorizer rbac = RbacAuthorizer.of(
                ClusterRole.of("r"),
                ClusterRoleBinding.of("b", RoleRef.clusterRole("r"), Subject.user("u")),
                ClusterRole.of("r", PODS));
        assertThat(rbac.authorize(UserInfo.of("u"), GET_PODS).isAllowed()).isTrue();
        assertThat(rbac.objects()).hasSize(2);
    }

    @Test
    void objectsOfAClusterHaveNamesAndNamespaces() {
        assertThatThrownBy(() -> RbacAuthorizer.of(Role.of(ObjectMeta.of("r"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Role \"r\" does not say which namespace it is in");
        assertThatThrownBy(() -> RbacAuthorizer.of(
                        ClusterRole.of(ObjectMeta.builder().generateName("x-").build(), List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a ClusterRole has no name yet; the server generates it");
    }

    @Test
    void rulesOfAUserComeFromAllItsBindings() {
        RbacAuthorizer rbac = RbacAuthorizer.of(
                ClusterRole.of("r", PODS, PolicyRule.verbs("get").nonResourceUrls("/x")),
                Role.of(ObjectMeta.of("ns", "s"), PODS),
                ClusterRoleBinding.of("b", RoleRef.clusterRole("r"), Subject.user("u")),
                ClusterRoleBinding.of("c", RoleRef.clusterRole("gone"), Subject.user("u")),
                RoleBinding.of(ObjectMeta.of("ns", "d"), RoleRef.role("s"), Subject.user("u")));
        assertThat(rbac.rulesFor(UserInfo.of("u"), "ns"))
                .isEqualTo(new RbacAuthorizer.UserRules(
                        List.of(PODS, PolicyRule.verbs("get").nonResourceUrls("/x"), PODS),
                        List.of("clusterrole.rbac.authorization.k8s.io \"gone\" not found")));
        assertThat(rbac.rulesFor(UserInfo.of("u"), "").rules()).hasSize(2);
        assertThat(rbac.rulesFor(UserInfo.of("v"), "ns").rules()).isEmpty();
    }

    @Test
    void whoCanListsMastersThenTheSubjectsOfAllBindingsThatAllow() {
        RbacAuthorizer rbac = RbacAuthorizer.of(
                ClusterRole.of("r", PODS),
                ClusterRole.of("other", PolicyRule.verbs("list").apiGroups("").resources("pods")),
                RoleBinding.of(
                        ObjectMeta.of("ns", "a"),
                        RoleRef.clusterRole("r"),
                        Subject.serviceAccount("local"),
                        Subject.user("u")),
                RoleBinding.of(ObjectMeta.of("ns2", "a"), RoleRef.clusterRole("r"), Subject.user("elsewhere")),
                RoleBinding.of(ObjectMeta.of("ns", "b"), RoleRef.role("gone"), Subject.user("x")),
                ClusterRoleBinding.of("z", RoleRef.clusterRole("r"), Subject.user("u"), Subject.group("g")),
                ClusterRoleBinding.of("y", RoleRef.clusterRole("other"), Subject.user("no")));
        RbacAuthorizer.AllowedSubjects who = rbac.whoCan(GET_PODS.withNamespace("ns"));
        assertThat(who.subjects())
                .containsExactly(
                        Subject.group("system:masters"),
                        Subject.user("u"),
                        Subject.group("g"),
                        Subject.serviceAccount("local"),
                        Subject.user("u"));
        assertThat(who.resolutionErrors()).containsExactly("role.rbac.authorization.k8s.io \"gone\" not found");
        assertThat(rbac.whoCan(GET_PODS).subjects())
                .containsExactly(Subject.group("system:masters"), Subject.user("u"), Subject.group("g"));
        assertThat(rbac.whoCan(Attributes.path("get", "/x"), "root").subjects())
                .containsExactly(Subject.group("system:masters"), Subject.user("root"));
    }

    @Test
    void onlyBindingsThatConcernTheUserAreLookedAt() {
        List<ClusterRoleBinding> bindings = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            bindings.add(ClusterRoleBinding.of("b" + i, RoleRef.clusterRole("r" + i), Subject.user("u" + i)));
        }
        bindings.add(ClusterRoleBinding.of(
                "x",
                RoleRef.clusterRole("r"),
                Subject.serviceAccount("ns", "a"),
                Subject.user("u7"),
                Subject.group("g")));
        Policy policy = new Policy(bindings);
        assertThat(policy.matches(UserInfo.of("u7", "g", "h"), ""))
                .extracting(match -> match.binding().name() + " " + match.subject())
                .containsExactly("b7 User \"u7\"", "x User \"u7\"");
        assertThat(policy.matches(UserInfo.of("system:serviceaccount:ns:a"), ""))
                .hasSize(1);
        assertThat(policy.matches(UserInfo.of("nobody"), "")).isEmpty();
    }
}
