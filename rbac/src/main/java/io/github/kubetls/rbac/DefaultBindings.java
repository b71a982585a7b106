package io.github.kubetls.rbac;

import static io.github.kubetls.rbac.DefaultRoles.KUBE_PUBLIC;
import static io.github.kubetls.rbac.DefaultRoles.KUBE_SYSTEM;

import io.github.kubetls.access.UserInfo;
import java.util.List;
import java.util.Map;

/** The bindings of the default policy that bootstrapping rests on; all but one have the name of their role. */
final class DefaultBindings {

    private DefaultBindings() {}

    static List<ClusterRoleBinding> clusterRoleBindings() {
        Subject authenticated = Subject.group(UserInfo.AUTHENTICATED_GROUP);
        return List.of(
                clusterRoleBinding(BootstrapPolicy.CLUSTER_ADMIN, Subject.group(UserInfo.MASTERS_GROUP)),
                clusterRoleBinding("system:discovery", authenticated),
                clusterRoleBinding("system:basic-user", authenticated),
                clusterRoleBinding(
                        "system:public-info-viewer", authenticated, Subject.group(UserInfo.UNAUTHENTICATED_GROUP)),
                clusterRoleBinding("system:monitoring", Subject.group(BootstrapPolicy.MONITORING_GROUP)),
                clusterRoleBinding("system:node-proxier", Subject.user("system:kube-proxy")),
                // Without subjects: the Node authorizer grants what the role says.
                clusterRoleBinding(BootstrapPolicy.NODE),
                clusterRoleBinding(
                        "system:controller:certificate-controller",
                        Subject.serviceAccount(KUBE_SYSTEM, "certificate-controller")));
    }

    static List<RoleBinding> roleBindings() {
        Subject signer = Subject.serviceAccount(KUBE_SYSTEM, "bootstrap-signer");
        return List.of(
                roleBinding(KUBE_SYSTEM, "system:controller:bootstrap-signer", signer),
                roleBinding(KUBE_PUBLIC, "system:controller:bootstrap-signer", signer),
                roleBinding(
                        KUBE_SYSTEM,
                        "system:controller:token-cleaner",
                        Subject.serviceAccount(KUBE_SYSTEM, "token-cleaner")),
                RoleBinding.of(
                        DefaultRoles.metadata(
                                KUBE_SYSTEM, "system::extension-apiserver-authentication-reader", Map.of()),
                        RoleRef.role("extension-apiserver-authentication-reader"),
                        Subject.user("system:kube-controller-manager"),
                        Subject.user("system:kube-scheduler")));
    }

    private static ClusterRoleBinding clusterRoleBinding(String role, Subject... subjects) {
        return ClusterRoleBinding.of(
                DefaultRoles.metadata("", role, Map.of()), RoleRef.clusterRole(role), List.of(subjects));
    }

    private static RoleBinding roleBinding(String namespace, String role, Subject subject) {
        return RoleBinding.of(DefaultRoles.metadata(namespace, role, Map.of()), RoleRef.role(role), subject);
    }
}
