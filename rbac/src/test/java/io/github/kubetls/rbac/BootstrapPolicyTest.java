package io.github.kubetls.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.BootstrapTokenSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/rbac.md, 11 and 12. */
class BootstrapPolicyTest {

    static List<RbacObject> defaults() {
        return BootstrapPolicy.defaults();
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

    @Test
    void bindingsAreTheThreeOfTheDocumentation() {
        assertThat(trio())
                .extracting(ClusterRoleBinding::name)
                .containsExactly(
                        "create-csrs-for-bootstrapping",
                        "auto-approve-csrs-for-group",
                        "auto-approve-renewals-for-nodes");
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
