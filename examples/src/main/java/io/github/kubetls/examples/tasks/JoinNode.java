package io.github.kubetls.examples.tasks;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.discovery.DiscoveryStep;
import io.github.kubetls.discovery.JoinCommand;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;

/** Joins a node by a token and a pin, as {@code kubeadm join} and the kubelet do; a control plane in memory answers. */
public final class JoinNode {

    private final CertificateAuthority ca;
    private final BootstrapToken token = BootstrapToken.generate();

    private JoinNode(Instant now) {
        ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, now);
    }

    /**
     * Runs the task.
     *
     * @param arguments the folder for the node's files (default: {@code examples/target/join-node})
     * @throws IOException          when a file cannot be written
     * @throws InterruptedException when it is interrupted while it waits
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "examples/target/join-node");
        Instant now = Instant.now();
        new JoinNode(now).join(folder, now);
    }

    private void join(Path folder, Instant now) throws IOException, InterruptedException {
        // What "kubeadm token create --print-join-command" prints.
        JoinCommand command = JoinCommand.builder("10.0.0.1:6443", token)
                .caCertificates(ca.certificate())
                .build();
        // region discover
        DiscoveryStep step = command.discovery().begin(Instant.now());
        while (step instanceof DiscoveryStep.Fetch fetch) {
            Thread.sleep(fetch.delay().toMillis()); // zero, unless it is the same request once more
            System.out.println("GET " + fetch.url() + ", trusting " + fetch.trust());
            step = fetch.received(clusterInfo(), Instant.now());
        }
        if (!(step instanceof DiscoveryStep.Discovered discovered)) {
            throw new IllegalStateException("the cluster is not discovered: " + step);
        }
        // endregion
        // region bootstrap-kubeconfig
        Path bootstrapKubeconfig = folder.resolve("bootstrap-kubelet.conf");
        discovered.cluster().joinKubeconfig(command.tlsBootstrapToken()).write(bootstrapKubeconfig);
        // endregion

        // region request
        KeyPair keyPair = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateRequest request = CertificateRequest.kubeletClient("worker-1", keyPair);
        CertificateSigningRequest csr = CertificateSigningRequest.kubeletClient(request);
        // endregion
        CertificateSigningRequest issued = issue(csr, now);
        // region store
        KubeletCertificateStore store =
                KubeletCertificateStore.open(folder.resolve("pki"), KubeletCertificateStore.CLIENT);
        store.update(CertificateAndKey.of(issued.certificates(), keyPair.getPrivate()));
        Kubeconfig bootstrap = Kubeconfig.read(bootstrapKubeconfig);
        Kubeconfig.kubelet(bootstrap.currentCluster().orElseThrow(), store.currentPath())
                .write(folder.resolve("kubelet.conf"));
        // endregion
        System.out.println("worker-1 has joined; its files are in " + folder);
    }

    /** What the API server publishes, and the control plane has signed with the token. */
    private ClusterInfo clusterInfo() {
        return ClusterInfo.of(Cluster.of("https://10.0.0.1:6443", PemSource.inline(ca.certificatePem())))
                .sign(token);
    }

    /** What the controller manager does with the request. */
    private CertificateSigningRequest issue(CertificateSigningRequest csr, Instant now) {
        ApprovalDecision approved = ApprovalDecision.approved("Example", "the node may join");
        return CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365))
                .sign(csr.withDecision(approved, now));
    }
}
