package io.github.kubetls.kubeadm;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.internal.release.Feature;
import java.util.List;
import java.util.Optional;

/**
 * The certificates that kubeadm keeps in {@code /etc/kubernetes/pki}, in the order in which it lists them.
 *
 * <p>Each is a file {@code .crt} with its private key in a file {@code .key} beside it. Three are self-signed CAs, each of the
 * others is signed by one of them.
 *
 * <pre>{@code
 * KubeadmCertificate.ETCD_SERVER.certificateFile();   // etcd/server.crt
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/setup/best-practices/certificates/">PKI certificates and requirements</a>
 */
public enum KubeadmCertificate {
    /** The CA of the cluster. */
    CA("ca", "ca", "kubernetes"),
    /** What kube-apiserver serves with. */
    APISERVER("apiserver", "apiserver", "kube-apiserver", KeyUsage.SERVER_AUTH),
    /** What kube-apiserver calls kubelets with. */
    APISERVER_KUBELET_CLIENT(
            "apiserver-kubelet-client",
            "apiserver-kubelet-client",
            "kube-apiserver-kubelet-client",
            KeyUsage.CLIENT_AUTH),
    /** The CA of the aggregation layer. */
    FRONT_PROXY_CA("front-proxy-ca", "front-proxy-ca", "front-proxy-ca"),
    /** What kube-apiserver calls aggregated API servers with. */
    FRONT_PROXY_CLIENT("front-proxy-client", "front-proxy-client", "front-proxy-client", KeyUsage.CLIENT_AUTH),
    /** The CA of etcd. */
    ETCD_CA("etcd-ca", "etcd/ca", "etcd-ca"),
    /** What etcd serves with. */
    ETCD_SERVER("etcd-server", "etcd/server", "", KeyUsage.SERVER_AUTH, KeyUsage.CLIENT_AUTH),
    /** What members of etcd talk to each other with. */
    ETCD_PEER("etcd-peer", "etcd/peer", "", KeyUsage.SERVER_AUTH, KeyUsage.CLIENT_AUTH),
    /** What etcd's health is probed with. */
    ETCD_HEALTHCHECK_CLIENT(
            "etcd-healthcheck-client", "etcd/healthcheck-client", "kube-etcd-healthcheck-client", KeyUsage.CLIENT_AUTH),
    /** What kube-apiserver calls etcd with. */
    APISERVER_ETCD_CLIENT(
            "apiserver-etcd-client", "apiserver-etcd-client", "kube-apiserver-etcd-client", KeyUsage.CLIENT_AUTH);

    private final String kubeadmName;
    private final String baseName;
    private final String fixedCommonName;
    private final List<KeyUsage> usages;

    KubeadmCertificate(String kubeadmName, String baseName, String fixedCommonName, KeyUsage... usages) {
        this.kubeadmName = kubeadmName;
        this.baseName = baseName;
        this.fixedCommonName = fixedCommonName;
        this.usages = List.of(usages);
    }

    /** {@return the name of its phase of {@code kubeadm init phase certs}, such as {@code etcd-server}} */
    public String kubeadmName() {
        return kubeadmName;
    }

    /** {@return the file of the certificate, a path below the directory such as {@code etcd/server.crt}} */
    public String certificateFile() {
        return baseName + ".crt";
    }

    /** {@return the file of the private key, a path below the directory such as {@code etcd/server.key}} */
    public String keyFile() {
        return baseName + ".key";
    }

    /** The two files without what tells them apart, which is what kubeadm's messages name. */
    String baseName() {
        return baseName;
    }

    /** {@return whether it is a self-signed CA} */
    public boolean isCa() {
        return usages.isEmpty();
    }

    /** {@return the CA that signs it; empty for a CA, which signs itself} */
    public Optional<KubeadmCertificate> signer() {
        return switch (this) {
            case CA, FRONT_PROXY_CA, ETCD_CA -> Optional.empty();
            case APISERVER, APISERVER_KUBELET_CLIENT -> Optional.of(CA);
            case FRONT_PROXY_CLIENT -> Optional.of(FRONT_PROXY_CA);
            case ETCD_SERVER, ETCD_PEER, ETCD_HEALTHCHECK_CLIENT, APISERVER_ETCD_CLIENT -> Optional.of(ETCD_CA);
        };
    }

    /** Whether it is there for an etcd that kubeadm runs. */
    boolean isForEtcd() {
        return this == ETCD_CA || signer().equals(Optional.of(ETCD_CA));
    }

    /**
     * {@return the common name}
     *
     * @param nodeName the name of the node, which is that of etcd's own certificates
     */
    public String commonName(String nodeName) {
        return fixedCommonName.isEmpty() ? nodeName : fixedCommonName;
    }

    /**
     * {@return the organizations, which are the groups of a client of the API server; at most one}
     *
     * @param release the release of kubeadm, of which the first build counts: the API server's client of kubelets has none
     *     from 1.37 on, and later patches of 1.33 to 1.36 leave it out, too
     */
    public List<String> organizations(KubernetesRelease release) {
        boolean masters = !Feature.KUBEADM_CLUSTER_ADMINS.in(release);
        return switch (this) {
            case APISERVER_KUBELET_CLIENT -> {
                if (Feature.KUBEADM_KUBELET_API_ADMIN.in(release)) {
                    yield List.of();
                }
                yield List.of(masters ? UserInfo.MASTERS_GROUP : UserInfo.CLUSTER_ADMINS_GROUP);
            }
            case ETCD_HEALTHCHECK_CLIENT, APISERVER_ETCD_CLIENT ->
                masters ? List.of(UserInfo.MASTERS_GROUP) : List.of();
            default -> List.of();
        };
    }

    /** {@return the extended usages; none for a CA} */
    public List<KeyUsage> usages() {
        return usages;
    }
}
