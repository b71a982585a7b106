package io.github.kubetls.rbac;

import static io.github.kubetls.manifest.ObjectMeta.KUBE_PUBLIC;
import static io.github.kubetls.manifest.ObjectMeta.KUBE_SYSTEM;

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
                clusterRoleBinding(DefaultRoles.DISCOVERY, authenticated),
                clusterRoleBinding(BootstrapPolicy.BASIC_USER, authenticated),
                clusterRoleBinding(
                        DefaultRoles.PUBLIC_INFO_VIEWER, authenticated, Subject.group(UserInfo.UNAUTHENTICATED_GROUP)),
                clusterRoleBinding(DefaultRoles.MONITORING, Subject.group(UserInfo.MONITORING_GROUP)),
                clusterRoleBinding(DefaultRoles.NODE_PROXIER, Subject.user("system:kube-proxy")),
                // Without subjects: the Node authorizer grants what the role says.
                clusterRoleBinding(BootstrapPolicy.NODE),
                clusterRoleBinding(
                        DefaultRoles.CERTIFICATE_CONTROLLER,
                        Subject.serviceAccount(KUBE_SYSTEM, "certificate-controller")));
    }

    static List<RoleBinding> roleBindings() {
        Subject signer = Subject.serviceAccount(KUBE_SYSTEM, "bootstrap-signer");
        return List.of(
                roleBinding(KUBE_SYSTEM, DefaultRoles.BOOTSTRAP_SIGNER, signer),
                roleBinding(KUBE_PUBLIC, DefaultRoles.BOOTSTRAP_SIGNER, signer),
                roleBinding(
                        KUBE_SYSTEM, DefaultRoles.TOKEN_CLEANER, Subject.serviceAccount(KUBE_SYSTEM, "token-cleaner")),
                RoleBinding.of(
                        DefaultRoles.metadata(
                                KUBE_SYSTEM, "system::extension-apiserver-authentication-reader", Map.of()),
                        RoleRef.role(DefaultRoles.AUTHENTICATION_READER),
                        Subject.user(UserInfo.CONTROLLER_MANAGER_NAME),
                        Subject.user(UserInfo.SCHEDULER_NAME)));
    }

    private static ClusterRoleBinding clusterRoleBinding(String role, Subject... subjects) {
        return ClusterRoleBinding.of(
                DefaultRoles.metadata("", role, Map.of()), RoleRef.clusterRole(role), List.of(subjects));
    }

    private static RoleBinding roleBinding(String namespace, String role, Subject subject) {
        return RoleBinding.of(DefaultRoles.metadata(namespace, role, Map.of()), RoleRef.role(role), subject);
    }
}
