package io.github.kubetls.rbac;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.token.BootstrapTokenSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The roles and bindings that TLS bootstrapping rests on: the three bindings of its documentation, those of kubeadm, and
 * the part of the default policy that they refer to.
 *
 * <p>Every API server makes the default policy for itself; it is here so that an {@code RbacAuthorizer} can answer as a
 * cluster does. Nothing approves serving certificates of kubelets: Kubernetes has neither a role nor an approver for them.
 *
 * <pre>{@code
 * List<ClusterRoleBinding> trio = BootstrapPolicy.bindings("system:bootstrappers");
 * RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/">TLS bootstrapping</a>
 */
public final class BootstrapPolicy {

    /** Role that may create CertificateSigningRequests and watch them. */
    public static final String NODE_BOOTSTRAPPER = "system:node-bootstrapper";

    /** Role whose holders' requests for a client certificate of any node are approved. */
    public static final String NODE_CLIENT = "system:certificates.k8s.io:certificatesigningrequests:nodeclient";

    /** Role by which a node's requests for another client certificate of its own are approved. */
    public static final String SELF_NODE_CLIENT =
            "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient";

    /** Role with the rights of a node; the Node authorizer grants them, and nobody is bound to the role. */
    public static final String NODE = "system:node";

    /** Role that may do everything. */
    public static final String CLUSTER_ADMIN = "cluster-admin";

    /** Role that may ask the API server about one's own rights. */
    public static final String BASIC_USER = "system:basic-user";

    /** Role with all rights on the API of kubelets, for the API server's client of it. */
    public static final String KUBELET_API_ADMIN = "system:kubelet-api-admin";

    /** Annotation with which the API server keeps its default policy up to date, unless it is {@code false}. */
    public static final String AUTOUPDATE_ANNOTATION = "rbac.authorization.kubernetes.io/autoupdate";

    /** Label on the objects of the default policy, with the value {@code rbac-defaults}. */
    public static final String BOOTSTRAPPING_LABEL = "kubernetes.io/bootstrapping";

    private static final Pattern BOOTSTRAP_GROUP =
            Pattern.compile(UserInfo.BOOTSTRAPPERS_GROUP + "(?::[a-z0-9:-]{0,255}[a-z0-9])?");

    private BootstrapPolicy() {}

    /**
     * {@return the three bindings that let a group's members join: create a request, have it approved, and have nodes'
     * renewals approved} They are named as in the documentation: {@code create-csrs-for-bootstrapping},
     * {@code auto-approve-csrs-for-group} and {@code auto-approve-renewals-for-nodes}.
     *
     * @param group the bootstrap group: {@code system:bootstrappers}, or one that starts with
     *              {@code system:bootstrappers:}
     * @throws IllegalArgumentException when it is not such a group
     */
    public static List<ClusterRoleBinding> bindings(String group) {
        return List.of(createCsrs(group), autoApproveCsrs(group), autoApproveRenewals());
    }

    /**
     * {@return the binding {@code create-csrs-for-bootstrapping}, which lets a group create CertificateSigningRequests}
     *
     * @param group the bootstrap group
     * @throws IllegalArgumentException when it is not a bootstrap group
     */
    public static ClusterRoleBinding createCsrs(String group) {
        return bind("create-csrs-for-bootstrapping", NODE_BOOTSTRAPPER, Subject.group(bootstrapGroup(group)));
    }

    /**
     * {@return the binding {@code auto-approve-csrs-for-group}, by which a group's requests for node client
     * certificates are approved}
     *
     * @param group the bootstrap group
     * @throws IllegalArgumentException when it is not a bootstrap group
     */
    public static ClusterRoleBinding autoApproveCsrs(String group) {
        return bind("auto-approve-csrs-for-group", NODE_CLIENT, Subject.group(bootstrapGroup(group)));
    }

    /**
     * {@return the binding {@code auto-approve-renewals-for-nodes}, by which nodes' requests for a new certificate of
     * their own are approved}
     */
    public static ClusterRoleBinding autoApproveRenewals() {
        return bind("auto-approve-renewals-for-nodes", SELF_NODE_CLIENT, Subject.group(UserInfo.NODES_GROUP));
    }

    /**
     * {@return the objects of {@link #defaults()}, and the three bindings for a group}
     *
     * @param group the bootstrap group
     * @throws IllegalArgumentException when it is not a bootstrap group
     */
    public static List<RbacObject> objects(String group) {
        return objects(group, KubernetesRelease.latest());
    }

    /**
     * {@return the objects of {@link #defaults(KubernetesRelease)}, and the three bindings for a group}
     *
     * @param group   the bootstrap group
     * @param release the release of Kubernetes
     * @throws IllegalArgumentException when it is not a bootstrap group
     */
    public static List<RbacObject> objects(String group, KubernetesRelease release) {
        List<RbacObject> objects = new ArrayList<>(defaults(release));
        objects.addAll(bindings(group));
        return List.copyOf(objects);
    }

    /** {@return the default policy of the latest release, as far as bootstrapping rests on it} */
    public static List<RbacObject> defaults() {
        return defaults(KubernetesRelease.latest());
    }

    /**
     * {@return the default policy as far as bootstrapping rests on it: roles and bindings that every API server makes,
     * with the gates that are on in the release} The rules of {@code admin}, {@code edit} and {@code view} are collected
     * from roles that are not here.
     *
     * @param release the release of Kubernetes
     */
    public static List<RbacObject> defaults(KubernetesRelease release) {
        List<RbacObject> objects = new ArrayList<>(DefaultRoles.clusterRoles(release));
        objects.addAll(DefaultBindings.clusterRoleBindings(release));
        objects.addAll(DefaultRoles.roles());
        objects.addAll(DefaultBindings.roleBindings());
        return List.copyOf(objects);
    }

    /** {@return what {@code kubeadm init} of the latest release makes besides the default policy} */
    public static List<RbacObject> kubeadm() {
        return kubeadm(KubernetesRelease.latest());
    }

    /**
     * {@return what {@code kubeadm init} makes besides the default policy}
     *
     * @param release the release of Kubernetes
     */
    public static List<RbacObject> kubeadm(KubernetesRelease release) {
        return kubeadm(BootstrapTokenSettings.DEFAULT_GROUP, release);
    }

    /**
     * {@return what {@code kubeadm init} of the latest release makes besides the default policy, with the rights of its
     * tokens given to another group}
     *
     * @param group the bootstrap group
     * @throws IllegalArgumentException when it is not a bootstrap group
     */
    public static List<RbacObject> kubeadm(String group) {
        return kubeadm(group, KubernetesRelease.latest());
    }

    /**
     * {@return what {@code kubeadm init} makes besides the default policy, with the rights of its tokens given to
     * another group}
     *
     * @param group   the bootstrap group
     * @param release the release of Kubernetes
     * @throws IllegalArgumentException when it is not a bootstrap group
     */
    public static List<RbacObject> kubeadm(String group, KubernetesRelease release) {
        return KubeadmPolicy.objects(Subject.group(bootstrapGroup(group)), release);
    }

    /**
     * {@return the rules of the role {@link #NODE} of the latest release, unmodifiable}
     *
     * @see #nodeRules(KubernetesRelease)
     */
    public static List<PolicyRule> nodeRules() {
        return nodeRules(KubernetesRelease.latest());
    }

    /**
     * {@return the rules of the role {@link #NODE}, unmodifiable: what a node may do, before the Node authorizer limits
     * some of it to what belongs to the node}
     *
     * @param release the release of Kubernetes
     */
    public static List<PolicyRule> nodeRules(KubernetesRelease release) {
        return NodeRules.of(release);
    }

    static ClusterRoleBinding bind(String name, String role, Subject... subjects) {
        return ClusterRoleBinding.of(name, RoleRef.clusterRole(role), subjects);
    }

    private static String bootstrapGroup(String group) {
        if (!BOOTSTRAP_GROUP.matcher(group).matches()) {
            throw new IllegalArgumentException("bootstrap group " + GoText.quote(group)
                    + " is neither system:bootstrappers nor one that starts with system:bootstrappers:");
        }
        return group;
    }
}
