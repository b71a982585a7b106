package io.github.kubetls.benchmarks;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.token.BootstrapToken;

/** A process that makes one token, one request object and one kubeconfig; with the argument {@code empty}, nothing. */
final class ColdStart {

    private ColdStart() {}

    /**
     * Makes them.
     *
     * @param arguments {@code empty} or nothing
     */
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            return;
        }
        BootstrapToken token = BootstrapToken.generate();
        CertificateRequest request =
                CertificateRequest.kubeletClient(Inputs.NODE, KeyAlgorithm.ECDSA_P256.generateKeyPair());
        String object = CertificateSigningRequest.kubeletClient(request).toYaml();
        Cluster cluster = Cluster.of("https://10.0.0.1:6443", PemSource.file("/etc/kubernetes/pki/ca.crt"));
        String kubeconfig = Kubeconfig.bootstrap(cluster, token).toYaml();
        if (object.isEmpty() || kubeconfig.isEmpty()) {
            throw new IllegalStateException("nothing was made");
        }
    }
}
