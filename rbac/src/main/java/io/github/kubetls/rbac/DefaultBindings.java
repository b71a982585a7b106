package io.github.kubetls.rbac;

import static io.github.kubetls.manifest.ObjectMeta.KUBE_PUBLIC;
import static io.github.kubetls.manifest.ObjectMeta.KUBE_SYSTEM;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.release.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The bindings of the default policy that bootstrapping rests on; all but one have the name of their role. */
final class DefaultBindings {

    private DefaultBindings() {}

    static List<ClusterRoleBinding> clusterRoleBindings(KubernetesRelease release) {
        Subject authenticated = Subject.group(UserInfo.AUTHENTICATED_GROUP);
        List<ClusterRoleBinding> bindings = new ArrayList<>(List.of(
                clusterRoleBinding(BootstrapPolicy.CLUSTER_ADMIN, Subject.group(UserInfo.MASTERS_GROUP)),
                clusterRoleBinding(DefaultRoles.DISCOVERY, authenticated),
                clusterRoleBinding(BootstrapPolicy.BASIC_USER, authenticated),
                clusterRoleBinding(
                        DefaultRoles.PUBLIC_INFO_VIEWER, authenticated, Subject.group(UserInfo.UNAUTHENTICATED_GROUP)),
                clusterRoleBinding(DefaultRoles.MONITORING, Subject.group(UserInfo.MONITORING_GROUP)),
                clusterRoleBinding(DefaultRoles.NODE_PROXIER, Subject.user("system:kube-proxy")),
                // Without subjects: the Node authorizer grants what the role says.
                clusterRoleBinding(BootstrapPolicy.NODE),
                controller(DefaultRoles.CERTIFICATE_CONTROLLER)));
        if (Feature.TRUST_BUNDLE_POLICY.in(release)) {
            bindings.add(clusterRoleBinding(
                    DefaultRoles.TRUST_BUNDLE_DISCOVERY, Subject.group(UserInfo.SERVICE_ACCOUNTS_GROUP)));
            bindings.add(controller(DefaultRoles.TRUST_BUNDLE_PUBLISHER));
        }
        if (Feature.POD_CERTIFICATE_POLICY.in(release)) {
            bindings.add(controller(DefaultRoles.POD_CERTIFICATE_CLEANER));
        }
        return bindings;
    }

    /** A controller's service account has the last part of its role's name. */
    private static ClusterRoleBinding controller(String role) {
        return clusterRoleBinding(role, Subject.serviceAccount(KUBE_SYSTEM, role.substring(role.lastIndexOf(':') + 1)));
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
