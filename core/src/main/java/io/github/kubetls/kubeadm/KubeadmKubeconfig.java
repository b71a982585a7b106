package io.github.kubetls.kubeadm;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.manifest.FieldError;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;

/**
 * The kubeconfigs that kubeadm writes into {@code /etc/kubernetes}, and who their client certificates stand for.
 *
 * <p>The certificates are signed by {@link KubeadmCertificate#CA} and are in no file of their own.
 *
 * <pre>{@code
 * CertificateAndKey admin = pki.issue(KubeadmKubeconfig.ADMIN, ca, now);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/setup/best-practices/certificates/#configure-certificates-for-user-accounts">PKI
 *     certificates and requirements</a>
 */
public enum KubeadmKubeconfig {
    /** That of the administrator. */
    ADMIN("admin.conf", UserInfo.ADMIN_NAME),
    /** That of an administrator whom RBAC cannot restrict; from 1.29 on. */
    SUPER_ADMIN("super-admin.conf", UserInfo.SUPER_ADMIN_NAME),
    /** That of the kubelet on the first control-plane node. */
    KUBELET("kubelet.conf", UserInfo.NODE_NAME_PREFIX),
    /** That of kube-controller-manager. */
    CONTROLLER_MANAGER("controller-manager.conf", UserInfo.CONTROLLER_MANAGER_NAME),
    /** That of kube-scheduler. */
    SCHEDULER("scheduler.conf", UserInfo.SCHEDULER_NAME);

    private final String file;
    private final String user;

    KubeadmKubeconfig(String file, String user) {
        this.file = file;
        this.user = user;
    }

    /** {@return the name of the file, such as {@code admin.conf}} */
    public String file() {
        return file;
    }

    /**
     * {@return whether kubeadm writes the file}
     *
     * @param release the release of kubeadm
     */
    public boolean isWrittenBy(KubernetesRelease release) {
        return this != SUPER_ADMIN || Feature.KUBEADM_CLUSTER_ADMINS.in(release);
    }

    /**
     * {@return whether the file names the API server of its own node, rather than that of the whole control plane} The
     * components of the control plane must not talk to an API server that is older than they are. The kubelet's file does
     * so from 1.33 on (ControlPlaneKubeletLocalMode); in 1.31 and 1.32 a gate was off by default.
     *
     * @param release the release of kubeadm
     */
    public boolean isLocal(KubernetesRelease release) {
        return switch (this) {
            case ADMIN, SUPER_ADMIN -> false;
            case KUBELET -> Feature.KUBELET_LOCAL_MODE.in(release);
            case CONTROLLER_MANAGER, SCHEDULER -> true;
        };
    }

    /**
     * {@return the server that the file names, such as {@code https://10.0.0.10:6443}}
     *
     * @param localEndpoint        {@code localAPIEndpoint}: advertised address and port, which is 6443 when left out
     * @param controlPlaneEndpoint {@code controlPlaneEndpoint}, with the port of the local endpoint when it has none; empty
     *     when the control plane is one node
     * @param release              the release of kubeadm
     * @throws IllegalArgumentException when an endpoint is neither an address nor a DNS name, or its port is none
     */
    public String server(String localEndpoint, String controlPlaneEndpoint, KubernetesRelease release) {
        String port = NetworkNames.endpointPort(localEndpoint).orElse("6443");
        String local = NetworkNames.url("localAPIEndpoint", localEndpoint, port);
        return controlPlaneEndpoint.isEmpty() || isLocal(release)
                ? local
                : NetworkNames.url("controlPlaneEndpoint", controlPlaneEndpoint, port);
    }

    /**
     * {@return why kubeadm does not take a file of this name that is there already; none when it does} From 1.31 on one of its
     * CAs must be one of {@code ca.crt}; before, its one CA the first of them. Of another server kubeadm only warns, and
     * client certificate and key it trusts to be right.
     *
     * @param authorities    the CAs of the file's current cluster
     * @param caCertificates those of {@code ca.crt}
     * @param release        the release of kubeadm
     */
    public List<FieldError> violations(
            List<X509Certificate> authorities, List<X509Certificate> caCertificates, KubernetesRelease release) {
        boolean shared = Feature.KUBEADM_SHARED_TRUST_ANCHOR.in(release)
                ? !Collections.disjoint(authorities, caCertificates)
                : !authorities.isEmpty()
                        && authorities.equals(caCertificates.stream().limit(1).toList());
        return shared
                ? List.of()
                : List.of(FieldError.invalid(
                        "certificate-authority-data",
                        "",
                        "a kubeconfig file " + GoText.quote(file) + " exists already but has got the wrong CA cert"));
    }

    /**
     * {@return the common name, which is the username}
     *
     * @param nodeName the name of the node, which is part of the kubelet's
     */
    public String commonName(String nodeName) {
        return this == KUBELET ? user + nodeName : user;
    }

    /**
     * {@return the organizations, which are the groups; at most one}
     *
     * @param release the release of kubeadm
     */
    public List<String> organizations(KubernetesRelease release) {
        return switch (this) {
            case ADMIN ->
                List.of(
                        Feature.KUBEADM_CLUSTER_ADMINS.in(release)
                                ? UserInfo.CLUSTER_ADMINS_GROUP
                                : UserInfo.MASTERS_GROUP);
            case SUPER_ADMIN -> List.of(UserInfo.MASTERS_GROUP);
            case KUBELET -> List.of(UserInfo.NODES_GROUP);
            case CONTROLLER_MANAGER, SCHEDULER -> List.of();
        };
    }
}
