package io.github.kubetls.rbac;

import static io.github.kubetls.manifest.ObjectMeta.KUBE_PUBLIC;
import static io.github.kubetls.manifest.ObjectMeta.KUBE_SYSTEM;
import static io.github.kubetls.rbac.BootstrapPolicy.bind;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.kubeadm.KubeadmCertsSecret;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.ArrayList;
import java.util.List;

/** What kubeadm makes for the nodes that are to join; without labels and annotations. */
final class KubeadmPolicy {

    private static final Subject NODES = Subject.group(UserInfo.NODES_GROUP);
    private static final String GET_NODES = "kubeadm:get-nodes";
    private static final String PROXY = "kube-proxy";
    private static final String CLUSTER_INFO = "kubeadm:bootstrap-signer-clusterinfo";

    private KubeadmPolicy() {}

    static List<RbacObject> objects(Subject bootstrappers, KubernetesRelease release) {
        List<RbacObject> objects = new ArrayList<>(List.of(
                bind("kubeadm:kubelet-bootstrap", BootstrapPolicy.NODE_BOOTSTRAPPER, bootstrappers),
                bind("kubeadm:node-autoapprove-bootstrap", BootstrapPolicy.NODE_CLIENT, bootstrappers),
                bind("kubeadm:node-autoapprove-certificate-rotation", BootstrapPolicy.SELF_NODE_CLIENT, NODES),
                ClusterRole.of(GET_NODES, PolicyRule.verbs("get").apiGroups("").resources("nodes")),
                bind(GET_NODES, GET_NODES, bootstrappers)));
        read(objects, KUBE_PUBLIC, CLUSTER_INFO, "configmaps/cluster-info", Subject.user(UserInfo.ANONYMOUS_NAME));
        read(objects, KUBE_SYSTEM, "kubeadm:nodes-kubeadm-config", "configmaps/kubeadm-config", bootstrappers, NODES);
        String kubelet =
                "kubelet-config" + (Feature.KUBELET_CONFIG_WITHOUT_VERSION.in(release) ? "" : "-1." + release.minor());
        read(objects, KUBE_SYSTEM, "kubeadm:" + kubelet, "configmaps/" + kubelet, NODES, bootstrappers);
        read(objects, KUBE_SYSTEM, PROXY, "configmaps/" + PROXY, bootstrappers);
        read(
                objects,
                KUBE_SYSTEM,
                "kubeadm:" + KubeadmCertsSecret.NAME,
                "secrets/" + KubeadmCertsSecret.NAME,
                bootstrappers);
        Subject proxy = Subject.serviceAccount(KUBE_SYSTEM, PROXY);
        objects.add(bind("kubeadm:node-proxier", DefaultRoles.NODE_PROXIER, proxy));
        if (Feature.KUBEADM_CLUSTER_ADMINS.in(release)) {
            Subject admins = Subject.group(UserInfo.CLUSTER_ADMINS_GROUP);
            objects.add(bind(UserInfo.CLUSTER_ADMINS_GROUP, BootstrapPolicy.CLUSTER_ADMIN, admins));
        }
        if (Feature.KUBEADM_KUBELET_API_ADMIN.in(release)) {
            objects.add(bind(
                    "kubeadm:apiserver-kubelet-client",
                    BootstrapPolicy.KUBELET_API_ADMIN,
                    Subject.user("kube-apiserver-kubelet-client")));
        }
        return List.copyOf(objects);
    }

    /** A role that reads one object, and its binding of the same name. */
    private static void read(
            List<RbacObject> objects, String namespace, String name, String object, Subject... subjects) {
        ObjectMeta metadata = ObjectMeta.of(namespace, name);
        String[] parts = object.split("/");
        objects.add(Role.of(
                metadata,
                PolicyRule.verbs("get").apiGroups("").resources(parts[0]).withResourceNames(parts[1])));
        objects.add(RoleBinding.of(metadata, RoleRef.role(name), subjects));
    }
}
