package io.github.kubetls.kubeconfig;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.DistinguishedName;
import java.nio.file.Path;

/** The conventional kubeconfigs of TLS bootstrap, with their conventional names. */
final class Presets {

    static final String BOOTSTRAP_USER = "tls-bootstrap-token-user";

    private Presets() {}

    static Kubeconfig single(String clusterName, Cluster cluster, String userName, AuthInfo user) {
        String context = userName + "@" + clusterName;
        return Kubeconfig.builder()
                .cluster(clusterName, cluster)
                .user(userName, user)
                .context(context, Context.of(clusterName, userName))
                .currentContext(context)
                .build();
    }

    static Kubeconfig kubeadm(Cluster cluster, CertificateAndKey pair) {
        String user = DistinguishedName.ofSubject(pair.certificate()).commonName();
        return single(Kubeconfig.KUBEADM_CLUSTER, cluster, user, AuthInfo.of(pair));
    }

    static Kubeconfig kubelet(Cluster bootstrap, Path pair) {
        Cluster.Builder cluster =
                Cluster.builder(bootstrap.server()).insecureSkipTlsVerify(bootstrap.insecureSkipTlsVerify());
        bootstrap
                .certificateAuthority()
                // As in a kubelet: a file, where there is one, rather than its content.
                .map(source -> source.path().map(PemSource::file).orElse(source))
                .ifPresent(cluster::certificateAuthority);
        return Kubeconfig.builder()
                .cluster("default-cluster", cluster.build())
                .user("default-auth", AuthInfo.clientCertificate(pair))
                .context(
                        "default-context",
                        Context.builder("default-cluster", "default-auth")
                                .namespace("default")
                                .build())
                .currentContext("default-context")
                .build();
    }
}
