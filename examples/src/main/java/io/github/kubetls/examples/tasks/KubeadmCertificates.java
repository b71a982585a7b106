package io.github.kubetls.examples.tasks;

import io.github.kubetls.Finding;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.kubeadm.KubeadmCertificate;
import io.github.kubetls.kubeadm.KubeadmFiles;
import io.github.kubetls.kubeadm.KubeadmKubeconfig;
import io.github.kubetls.kubeadm.KubeadmPki;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Makes what {@code kubeadm init phase certs all} makes, and the administrator's kubeconfig; then renews one certificate. */
public final class KubeadmCertificates {

    private KubeadmCertificates() {}

    /**
     * Runs the task.
     *
     * @param arguments the folder that is kubeadm's {@code /etc/kubernetes} (default:
     *     {@code examples/target/kubeadm-certificates})
     * @throws IOException when a file cannot be read or written
     */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "examples/target/kubeadm-certificates");
        Instant now = Instant.now();
        // region make
        KubeadmPki pki = KubeadmPki.builder("cp-1", "10.0.0.10")
                .controlPlaneEndpoint("cluster.example.org:6443")
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
        Path directory = folder.resolve("pki");
        KubeadmFiles made = pki.missing(directory, now); // all, where there is nothing yet
        made.write(directory); // never replaces a file
        // endregion
        System.out.println("made " + made);

        // region admin
        CertificateAuthority ca = CertificateAuthority.read(directory.resolve("ca.crt"), directory.resolve("ca.key"));
        CertificateAndKey admin = pki.issue(KubeadmKubeconfig.ADMIN, ca, now);
        Cluster cluster = Cluster.of("https://cluster.example.org:6443", PemSource.inline(ca.certificatePem()));
        Kubeconfig.kubeadm(cluster, admin).write(folder.resolve("admin.conf"));
        // endregion

        // region renew
        pki.issue(KubeadmCertificate.APISERVER, ca, now)
                .write(directory.resolve("apiserver.crt"), directory.resolve("apiserver.key"));
        List<Finding> findings = pki.findings(directory, now);
        // endregion
        findings.forEach(finding -> System.out.println(finding.code() + ": " + finding.message()));
        System.out.println("renewed apiserver.crt, after which kubeadm would find " + findings.size() + " faults");
    }
}
