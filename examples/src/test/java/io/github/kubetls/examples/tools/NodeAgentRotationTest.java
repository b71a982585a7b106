package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that stays, on a control plane that approves and signs as Kubernetes does.
 *
 * <p>A certificate for 40 seconds counts five minutes from before it was issued too, so it is due from 62 seconds before to 6
 * seconds after it was: most are replaced at once, and some are waited for.
 */
@Tag("slow")
class NodeAgentRotationTest {

    private NodeTestbed testbed;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        testbed = new NodeTestbed(folder);
    }

    @AfterEach
    void stopProcesses() {
        testbed.close();
    }

    @Test
    void renewsAsItselfWithANewKeyEachTime() throws Exception {
        testbed.startControlPlane("--ca", "rsa", "--duration", "40s");
        ExampleProcess agent = testbed.startAgent("worker-1", "--rotate").awaitOutput("will bootstrap in background");
        agent.awaitLines(3, "Stored the client certificate");
        assertThat(agent.terminate()).isZero();
        assertThat(NodeTestbed.problems(agent)).isEmpty();
        testbed.assertBootstrapped("worker-1");

        List<CertificateSigningRequest> requests = testbed.requests("worker-1");
        assertThat(requests)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(csr -> assertThat(csr.metadata().name()).startsWith("csr-"));
        assertThat(requests)
                .filteredOn(csr -> csr.requester().name().startsWith("system:bootstrap:"))
                .as("only the first needs the token")
                .hasSize(1);
        Set<PublicKey> keys = new HashSet<>();
        requests.forEach(csr -> keys.add(csr.request().publicKey()));
        assertThat(keys).hasSameSizeAs(requests);

        ExampleProcess restarted = testbed.startAgent("worker-1", "--rotate").awaitOutput("Already bootstrapped");
        restarted.awaitLines(1, "Stored the client certificate");
        assertThat(restarted.terminate()).isZero();
        assertThat(testbed.requests("worker-1"))
                .filteredOn(csr -> csr.requester().name().startsWith("system:bootstrap:"))
                .hasSize(1);
    }

    @Test
    void renewsItsClientCertificateWhileItsServingCertificateIsNotApproved() throws Exception {
        testbed.startControlPlane("--ca", "ecdsa", "--duration", "40s");
        ExampleProcess agent = testbed.startAgent("worker-1", "--rotate", "--serving");
        agent.awaitOutput("kubectl certificate approve csr-");
        agent.awaitLines(2, "Stored the client certificate");
        CertificateSigningRequest serving = testbed.requests("worker-1").stream()
                .filter(csr -> csr.signerName().equals(SignerName.KUBELET_SERVING))
                .findFirst()
                .orElseThrow();
        ApprovalDecision decision = ApprovalDecision.approved("Test", "it may");
        testbed.requests().update(Subresource.APPROVAL, serving.withDecision(decision, Instant.now()));
        agent.awaitLines(1, "Stored the serving certificate");
        assertThat(testbed.current("worker-1", KubeletCertificateStore.SERVER)
                        .certificate()
                        .getPublicKey())
                .isEqualTo(serving.request().publicKey());
        assertThat(agent.terminate()).isZero();
        assertThat(NodeTestbed.problems(agent)).isEmpty();
    }

    @Test
    void bootstrapsFirstAndRotatesLater() throws Exception {
        testbed.startControlPlane("--ca", "rsa");
        assertThat(testbed.startAgent("worker-1").await()).isZero();
        testbed.assertBootstrapped("worker-1");
        ExampleProcess agent = testbed.startAgent("worker-1", "--rotate");
        agent.awaitOutput("Already bootstrapped").awaitOutput("Rotation deadline of the client certificate");
        assertThat(agent.terminate()).isZero();
        assertThat(testbed.requests("worker-1")).hasSize(1);
    }
}
