package io.github.kubetls.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.BootstrapTokenSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/rbac.md, 11 and 12. */
class BootstrapPolicyTest {

    static List<RbacObject> defaults() {
        return BootstrapPolicy.defaults(KubernetesRelease.of(20));
    }

    static List<ClusterRoleBinding> trio() {
        return BootstrapPolicy.bindings("system:bootstrappers");
    }

    static List<RbacObject> kubeadm() {
        // The recorded cluster ran `kubeadm init phase bootstrap-token` only.
        return BootstrapPolicy.kubeadm(KubernetesRelease.of(20)).stream()
                .filter(object -> List.of(
                                "kubeadm:kubelet-bootstrap",
                                "kubeadm:node-autoapprove-bootstrap",
                                "kubeadm:node-autoapprove-certificate-rotation",
                                "kubeadm:get-nodes",
                                "kubeadm:bootstrap-signer-clusterinfo")
                        .contains(object.name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource({"defaults", "trio", "kubeadm"})
    void objectsAreThoseOfARealCluster(RbacObject object) {
        RbacObject real = RecordedCluster.object(object.kind(), object.namespace(), object.name());
        assertThat(object.metadata().labels()).isEqualTo(real.metadata().labels());
        assertThat(object.metadata().annotations())
                .isEqualTo(real.metadata().toBuilder().build().annotations().entrySet().stream()
                        .filter(entry -> !entry.getKey().startsWith("kubectl."))
                        .collect(java.util.stream.Collectors.toMap(
                                java.util.Map.Entry::getKey, java.util.Map.Entry::getValue)));
        if (object instanceof ClusterRole role && role.aggregationRule().isPresent()) {
            assertThat(role.aggregationRule()).isEqualTo(((ClusterRole) real).aggregationRule());
        } else {
            assertThat(object).isEqualTo(real.withMetadata(object.metadata()));
        }
    }

    /** A real cluster has three more, of controllers that TLS bootstrapping does without. */
    @Test
    void bindsTheRolesOfNamespaces() {
        assertThat(defaults())
                .filteredOn(RoleBinding.class::isInstance)
                .extracting(object -> object.namespace() + "/" + object.name())
                .containsExactlyInAnyOrder(
                        "kube-public/system:controller:bootstrap-signer",
                        "kube-system/system:controller:bootstrap-signer",
                        "kube-system/system:controller:token-cleaner",
                        "kube-system/system::extension-apiserver-authentication-reader");
    }

    /** docs/behaviour/rbac.md, 11.1. */
    @Test
    void hasTheRolesOfUsersAndThoseOfWhoApproves() {
        assertThat(defaults())
                .filteredOn(ClusterRole.class::isInstance)
                .extracting(RbacObject::name)
                .contains(
                        "admin",
                        "edit",
                        "view",
                        "system:certificates.k8s.io:legacy-unknown-approver",
                        "system:certificates.k8s.io:kubelet-serving-approver",
                        "system:certificates.k8s.io:kube-apiserver-client-approver",
                        "system:certificates.k8s.io:kube-apiserver-client-kubelet-approver");
        assertThat(defaults())
                .filteredOn(object -> object.metadata().labels().size() > 1)
                .extracting(object -> object.name() + " " + object.metadata().labels())
                .containsExactly(
                        "edit {kubernetes.io/bootstrapping=rbac-defaults, rbac.authorization.k8s.io/aggregate-to-admin=true}",
                        "view {kubernetes.io/bootstrapping=rbac-defaults, rbac.authorization.k8s.io/aggregate-to-edit=true}");
    }

    /** docs/behaviour/rbac.md, 11.1 and 11.2: what a release has for a user that the one before has not. */
    @ParameterizedTest
    @CsvSource({
        "26, system:monitoring,       get /metrics/slis",
        "28, system:basic-user,       create authentication.k8s.io selfsubjectreviews",
        "33, system:node-proxier,     list networking.k8s.io servicecidrs",
        "33, system:node-proxier,     watch networking.k8s.io servicecidrs",
        "33, system:kubelet-api-admin, get '' nodes/configz",
        "33, system:kubelet-api-admin, get '' nodes/healthz",
        "33, system:kubelet-api-admin, get '' nodes/pods",
        "34, system:node,             get resource.k8s.io resourceclaims",
        "34, system:node,             deletecollection resource.k8s.io resourceslices",
        "34, system:node,             get '' serviceaccounts",
        "37, system:node,             list certificates.k8s.io clustertrustbundles",
        "37, system:node,             create certificates.k8s.io podcertificaterequests",
        "37, system:node,             watch certificates.k8s.io podcertificaterequests",
    })
    void rolesGainRightsWithTheReleases(int release, String role, String right) {
        String[] parts = right.split(" ");
        Attributes request = parts.length == 2
                ? Attributes.path(parts[0], parts[1])
                : resource(parts[0], parts[1].replace("''", ""), parts[2]);
        assertThat(rules(role, release)).as("1." + release).anyMatch(rule -> rule.allows(request));
        assertThat(rules(role, release - 1)).as("before").noneMatch(rule -> rule.allows(request));
        assertThat(rules(role, KubernetesRelease.latest().minor()))
                .isEqualTo(rules(role, BootstrapPolicy.defaults()))
                .anyMatch(rule -> rule.allows(request));
    }

    private static Attributes resource(String verb, String group, String resource) {
        String[] parts = resource.split("/");
        return Attributes.resource(verb, group, parts[0]).withSubresource(parts.length > 1 ? parts[1] : "");
    }

    private static List<PolicyRule> rules(String role, int release) {
        return rules(role, BootstrapPolicy.defaults(KubernetesRelease.of(release)));
    }

    private static List<PolicyRule> rules(String role, List<RbacObject> objects) {
        return objects.stream()
                .filter(object -> object instanceof ClusterRole && object.name().equals(role))
                .map(object -> ((ClusterRole) object).rules())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theAdministratorOfKubeletsLosesASubresourceThatThereIsNoMore() {
        Attributes spec = Attributes.resource("get", "", "nodes").withSubresource("spec");
        assertThat(rules(BootstrapPolicy.KUBELET_API_ADMIN, 32)).anyMatch(rule -> rule.allows(spec));
        assertThat(rules(BootstrapPolicy.KUBELET_API_ADMIN, 33)).noneMatch(rule -> rule.allows(spec));
    }

    /** docs/behaviour/rbac.md, 11.1. */
    @Test
    void controllersAndDiscoveryOfNewObjectsComeWith137() {
        RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.defaults(KubernetesRelease.of(37)));
        RbacAuthorizer before = RbacAuthorizer.of(BootstrapPolicy.defaults(KubernetesRelease.of(36)));
        UserInfo anyPod = UserInfo.serviceAccount("prod", "web");
        UserInfo cleaner = UserInfo.serviceAccount("kube-system", "podcertificaterequestcleaner");
        UserInfo publisher =
                UserInfo.serviceAccount("kube-system", "kube-apiserver-serving-clustertrustbundle-publisher");
        String group = "certificates.k8s.io";
        Map<Attributes, UserInfo> rights = Map.of(
                Attributes.resource("list", group, "clustertrustbundles"),
                anyPod,
                Attributes.resource("delete", group, "podcertificaterequests").withNamespace("prod"),
                cleaner,
                Attributes.resource("attest", group, "signers").withName("kubernetes.io/kube-apiserver-serving"),
                publisher,
                Attributes.resource("create", group, "clustertrustbundles"),
                publisher);
        rights.forEach((right, user) -> {
            assertThat(rbac.authorize(user, right).isAllowed()).as("%s", right).isTrue();
            assertThat(before.authorize(user, right).isAllowed())
                    .as("%s", right)
                    .isFalse();
        });
        assertThat(rbac.findings()).isEqualTo(before.findings());
    }

    /** docs/behaviour/rbac.md, 14. */
    @Test
    void rbacDecidesWithoutSelectors() {
        RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.defaults());
        Attributes.Resource list = Attributes.resource("list", "", "nodes");
        UserInfo proxy = UserInfo.of("system:kube-proxy");
        assertThat(rbac.authorize(
                        proxy, list.withFieldSelector("metadata.name=w").withLabelSelector("a=b")))
                .isEqualTo(rbac.authorize(proxy, list));
    }

    @Test
    void bindingsAreTheThreeOfTheDocumentation() {
        assertThat(trio())
                .extracting(ClusterRoleBinding::name)
                .containsExactly(
                        "create-csrs-for-bootstrapping",
                        "auto-approve-csrs-for-group",
                        "auto-approve-renewals-for-nodes");
    }

    /** docs/behaviour/rbac.md, the objects of kubeadm. */
    @ParameterizedTest
    @CsvSource({
        "kube-public, configmaps, cluster-info,   system:anonymous, -",
        "kube-system, configmaps, kubeadm-config, -,                system:bootstrappers:kubeadm:default-node-token",
        "kube-system, configmaps, kubeadm-config, -,                system:nodes",
        "kube-system, configmaps, kubelet-config, -,                system:bootstrappers:kubeadm:default-node-token",
        "kube-system, configmaps, kubelet-config, -,                system:nodes",
        "kube-system, configmaps, kube-proxy,     -,                system:bootstrappers:kubeadm:default-node-token",
        "kube-system, secrets,    kubeadm-certs,  -,                system:bootstrappers:kubeadm:default-node-token"
    })
    void whoJoinsMayReadWhatKubeadmStores(String namespace, String resource, String name, String user, String group) {
        RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.kubeadm());
        UserInfo joining = UserInfo.of(user, group);
        Attributes.Resource get = Attributes.resource("get", "", resource).withNamespace(namespace);
        assertThat(rbac.authorize(joining, get.withName(name)).isAllowed()).isTrue();
        assertThat(rbac.authorize(joining, get.withName("other")).isAllowed()).isFalse();
        assertThat(rbac.authorize(UserInfo.of("somebody"), get.withName(name)).isAllowed())
                .isFalse();
    }

    @Test
    void theRulesOfANodeAreThoseOfItsRole() {
        assertThat(BootstrapPolicy.nodeRules()).isEqualTo(rules(BootstrapPolicy.NODE, BootstrapPolicy.defaults()));
    }

    @Test
    void kubeadmObjectsFollowTheRelease() {
        assertThat(BootstrapPolicy.kubeadm(KubernetesRelease.of(23)))
                .extracting(RbacObject::name)
                .contains("kubeadm:kubelet-config-1.23");
        assertThat(BootstrapPolicy.kubeadm(KubernetesRelease.of(24)))
                .extracting(RbacObject::name)
                .contains("kubeadm:kubelet-config")
                .doesNotContain("kubeadm:cluster-admins");
        assertThat(BootstrapPolicy.kubeadm(KubernetesRelease.of(29)))
                .extracting(RbacObject::name)
                .contains("kubeadm:cluster-admins");
        assertThat(BootstrapPolicy.kubeadm(KubernetesRelease.of(36)))
                .extracting(RbacObject::name)
                .doesNotContain("kubeadm:apiserver-kubelet-client");
        assertThat(BootstrapPolicy.kubeadm(KubernetesRelease.of(37)))
                .contains(ClusterRoleBinding.of(
                        "kubeadm:apiserver-kubelet-client",
                        RoleRef.clusterRole("system:kubelet-api-admin"),
                        Subject.user("kube-apiserver-kubelet-client")));
        assertThat(BootstrapPolicy.kubeadm()).isEqualTo(BootstrapPolicy.kubeadm(KubernetesRelease.latest()));
        assertThat(BootstrapPolicy.kubeadm("system:bootstrappers:edge"))
                .isEqualTo(BootstrapPolicy.kubeadm("system:bootstrappers:edge", KubernetesRelease.latest()));
    }

    @Test
    void kubeadmObjectsTakeAnotherGroup() {
        assertThat(BootstrapPolicy.kubeadm("system:bootstrappers:edge", KubernetesRelease.of(30)))
                .filteredOn(Binding.class::isInstance)
                .flatExtracting(object -> ((Binding) object).subjects())
                .contains(Subject.group("system:bootstrappers:edge"))
                .doesNotContain(Subject.group(BootstrapTokenSettings.DEFAULT_GROUP));
        assertThatThrownBy(() -> BootstrapPolicy.kubeadm("system:authenticated", KubernetesRelease.of(30)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyBootstrapGroupWillDo() {
        RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers:workers"));
        Attributes create = Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests");
        assertThat(rbac.authorize(UserInfo.of("x", "system:bootstrappers:workers"), create)
                        .isAllowed())
                .isTrue();
        assertThat(rbac.authorize(UserInfo.of("x", "system:bootstrappers"), create)
                        .isAllowed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "system:authenticated",
                "system:bootstrapper",
                "system:bootstrappers:",
                "system:bootstrappersx",
                "system:bootstrappers:UP",
                "system:bootstrappers:a-",
                "",
            })
    void refusesOtherGroups(String group) {
        assertThatThrownBy(() -> BootstrapPolicy.bindings(group))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("system:bootstrappers");
    }
}
