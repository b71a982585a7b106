package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Tool;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A control plane and nodes. */
final class NodeTestbed extends Testbed {

    NodeTestbed(Path folder) {
        super(folder);
        Posix.assume(); // The kubelet's store has links.
    }

    ExampleProcess startAgent(String node, String... options) {
        return startAgent(bootstrapKubeconfig(), node, options);
    }

    ExampleProcess startAgent(Path bootstrapKubeconfig, String node, String... options) {
        List<String> always = List.of(
                "--bootstrap-kubeconfig",
                "" + bootstrapKubeconfig,
                "--kubeconfig",
                "" + kubeconfig(node),
                "--cert-dir",
                "" + certDir(node),
                "--node",
                node);
        return start(NodeAgent.class, always, options);
    }

    /** What went wrong, but for a server that answers later than the second that a kubelet gives it, as on a busy machine. */
    static String problems(ExampleProcess agent) {
        return agent.errors()
                .replace("Failed to connect to apiserver; trying again\n", "")
                .replace("Error waiting for apiserver to come up: timed out waiting to connect to apiserver\n", "");
    }

    Path bootstrapKubeconfig() {
        return file("bootstrap-kubelet.conf");
    }

    Path kubeconfig(String node) {
        return file(node).resolve("kubelet.conf");
    }

    Path certDir(String node) {
        return file(node).resolve("pki");
    }

    /** What kubectl prints for the administrator. */
    String kubectl(String... arguments) {
        Stream<String> always = Stream.of("kubectl", "--kubeconfig", "admin.conf");
        return Tool.run(file(""), Stream.concat(always, Stream.of(arguments)).toArray(String[]::new));
    }

    CertificateAndKey current(String node, String pairName) throws IOException {
        return KubeletCertificateStore.open(certDir(node), pairName)
                .load()
                .usable()
                .orElseThrow();
    }

    /** A node is fine when its kubeconfig leads to a certificate with which it is the node to the cluster's CA. */
    void assertBootstrapped(String node) throws IOException {
        ClientConfig config = ClientConfig.of(Kubeconfig.read(kubeconfig(node)));
        CertificateAndKey pair = config.clientCertificate().orElseThrow();
        assertThat(pair).isEqualTo(current(node, KubeletCertificateStore.CLIENT));
        assertThat(ClientCertificateAuthenticator.of(config.certificateAuthorities())
                        .authenticate(Credentials.clientCertificate(pair.chain()), Instant.now())
                        .authenticatedUser()
                        .map(UserInfo::toString))
                .contains("system:node:" + node + " [system:nodes]");
        assertThat(certDir(node).resolve("kubelet-client.key.tmp")).doesNotExist();
    }

    /** The requests for the certificates of a node that the control plane holds. */
    List<CertificateSigningRequest> requests(String node) throws IOException, InterruptedException {
        String list = client(file("admin.conf"))
                .get("/apis/certificates.k8s.io/v1/certificatesigningrequests")
                .toString();
        return CertificateSigningRequest.parseAll(list).stream()
                .filter(csr -> csr.request().subject().commonName().equals("system:node:" + node))
                .toList();
    }
}
