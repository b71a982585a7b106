package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.examples.tools.client.CertificateSigningRequests;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Tool;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent in a process of its own, with a control plane that signs, but leaves approving to the test. */
class NodeAgentTest {

    private static final String STRANGER = "stranger-of-the-token-file";
    private static NodeTestbed testbed;

    @BeforeAll
    static void startControlPlane(@TempDir Path folder) throws IOException {
        Path tokens = Files.writeString(folder.resolve("token.csv"), STRANGER + ",stranger,1\n");
        testbed = new NodeTestbed(folder.resolve("cluster"));
        testbed.startControlPlane("--ca", "ecdsa", "--no-approve", "--token-auth-file", "" + tokens);
    }

    @AfterAll
    static void stopProcesses() {
        testbed.close();
    }

    /** The request that the agent says it waits for. */
    private static CertificateSigningRequest pending(ExampleProcess agent) throws IOException, InterruptedException {
        String output = agent.awaitOutput(" is Pending").output();
        Matcher name = Pattern.compile("csr (\\S+) is Pending").matcher(output);
        assertThat(name.find()).isTrue();
        return testbed.requests().get(name.group(1));
    }

    private static void decide(CertificateSigningRequest csr, ApprovalDecision decision)
            throws IOException, InterruptedException {
        testbed.requests().update(Subresource.APPROVAL, csr.withDecision(decision, Instant.now()));
    }

    @Test
    void bootstrapsOnceAndForAll() throws Exception {
        ExampleProcess agent = testbed.startAgent("worker-1");
        CertificateSigningRequest csr = pending(agent);
        assertThat(csr.metadata().name()).startsWith("node-csr-");
        decide(csr, ApprovalDecision.approved("Test", "it may"));
        assertThat(agent.await()).as(agent.errors()).isZero();
        assertThat(agent.output()).contains("Bootstrapped");
        assertThat(NodeTestbed.problems(agent)).isEmpty();
        testbed.assertBootstrapped("worker-1");
        assertThat(Posix.mode(testbed.kubeconfig("worker-1"))).isEqualTo("rw-------");
        CertificateSigningRequests asNode = NodeTestbed.requests(testbed.kubeconfig("worker-1"));
        assertThat(asNode.get(csr.metadata().name()).isIssued()).isTrue();

        List<JsonNode> before = testbed.audit();
        byte[] kubeconfig = Files.readAllBytes(testbed.kubeconfig("worker-1"));
        ExampleProcess second = testbed.startAgent("worker-1");
        assertThat(second.await()).isZero();
        assertThat(second.output()).contains("Already bootstrapped");
        assertThat(testbed.audit()).isEqualTo(before);
        assertThat(testbed.kubeconfig("worker-1")).hasBinaryContent(kubeconfig);
    }

    @Test
    @Tag("slow")
    void endsWhenItsRequestIsDeniedAndFindsItAgain() throws Exception {
        ExampleProcess agent = testbed.startAgent("denied");
        decide(pending(agent), ApprovalDecision.denied("Unknown", "never seen"));
        String reason = "node-agent: cannot watch on the certificate signing request: "
                + "certificate signing request is denied, reason: Unknown, message: never seen\n";
        assertThat(agent.await()).isEqualTo(1);
        assertThat(NodeTestbed.problems(agent)).isEqualTo(reason);
        assertThat(testbed.kubeconfig("denied")).doesNotExist();

        ExampleProcess again = testbed.startAgent("denied");
        assertThat(again.await()).isEqualTo(1);
        assertThat(again.output()).contains("csr for this node already exists, reusing", "still valid");
        assertThat(NodeTestbed.problems(again)).isEqualTo(reason);
        assertThat(testbed.requests("denied")).hasSize(1);
    }

    @Test
    @Tag("slow")
    void endsWhenItsRequestIsDeletedAndMakesAnotherWithTheSameKey() throws Exception {
        ExampleProcess agent = testbed.startAgent("deleted");
        CertificateSigningRequest csr = pending(agent);
        testbed.requests().delete(csr);
        assertThat(agent.await()).isEqualTo(1);
        assertThat(NodeTestbed.problems(agent))
                .isEqualTo("node-agent: cannot watch on the certificate signing request: csr \""
                        + csr.metadata().name() + "\" was deleted\n");

        ExampleProcess again = testbed.startAgent("deleted");
        CertificateSigningRequest next = pending(again);
        assertThat(next.metadata().name()).isEqualTo(csr.metadata().name());
        assertThat(next.metadata().uid()).isNotEqualTo(csr.metadata().uid());
        decide(next, ApprovalDecision.approved("Test", "it may"));
        assertThat(again.await()).isZero();
        testbed.assertBootstrapped("deleted");
    }

    @Test
    @Tag("slow")
    void goesOnWhereItWasKilled() throws Exception {
        ExampleProcess agent = testbed.startAgent("killed");
        CertificateSigningRequest csr = pending(agent);
        agent.kill();
        ExampleProcess again = testbed.startAgent("killed");
        assertThat(pending(again).metadata().uid()).isEqualTo(csr.metadata().uid());
        assertThat(again.terminate()).as("told to stop before it is done").isEqualTo(143);
        decide(csr, ApprovalDecision.approved("Test", "it may"));
        assertThat(testbed.startAgent("killed").await()).isZero();
        testbed.assertBootstrapped("killed");
        assertThat(testbed.requests("killed")).hasSize(1);
    }

    @Test
    void getsAServingCertificateAsTheNode() throws Exception {
        ExampleProcess agent = testbed.startAgent("server", "--serving", "--node-ip", "127.0.0.1,10.1.2.3");
        decide(pending(agent), ApprovalDecision.approved("Test", "it may"));
        agent.awaitOutput("kubectl certificate approve csr-");
        CertificateSigningRequest csr = testbed.requests("server").stream()
                .filter(request -> request.signerName().equals(SignerName.KUBELET_SERVING))
                .findFirst()
                .orElseThrow();
        assertThat(csr.requester().name()).isEqualTo("system:node:server");
        decide(csr, ApprovalDecision.approved("Test", "it may"));
        assertThat(agent.await()).as(agent.errors()).isZero();
        CertificateAndKey pair = testbed.current("server", KubeletCertificateStore.SERVER);
        assertThat(SubjectAltNames.of(pair.certificate()))
                .isEqualTo(SubjectAltNames.of("server", "10.1.2.3", "127.0.0.1"));
        assertThat(pair.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");

        List<JsonNode> before = testbed.audit();
        assertThat(testbed.startAgent("server", "--serving", "--node-ip", "10.1.2.3")
                        .await())
                .isZero();
        assertThat(testbed.audit()).isEqualTo(before);
    }

    @Test
    void endsWithARefusal() throws Exception {
        Kubeconfig bootstrap = Kubeconfig.read(testbed.bootstrapKubeconfig());
        Path stranger = testbed.bootstrapKubeconfig().resolveSibling("stranger.conf");
        Kubeconfig.of(
                        "kubernetes",
                        bootstrap.currentCluster().orElseThrow(),
                        "stranger",
                        AuthInfo.builder().token(STRANGER).build())
                .write(stranger);
        ExampleProcess agent = testbed.startAgent(stranger, "stranger");
        assertThat(agent.await()).isEqualTo(1);
        assertThat(NodeTestbed.problems(agent))
                .startsWith(
                        "node-agent: cannot create certificate signing request: "
                                + "certificatesigningrequests.certificates.k8s.io is forbidden: User \"stranger\" cannot create")
                .doesNotContain(STRANGER);
        assertThat(testbed.kubeconfig("stranger")).doesNotExist();
    }

    @Test
    @Tag("slow")
    void letsNoSecondAgentIntoTheDirectory() throws Exception {
        ExampleProcess agent = testbed.startAgent("shared");
        pending(agent);
        ExampleProcess second = testbed.startAgent("shared");
        assertThat(second.await()).isEqualTo(1);
        assertThat(second.errors())
                .isEqualTo("node-agent: another agent is at work in " + testbed.certDir("shared") + "\n");
        assertThat(agent.isAlive()).isTrue();
        agent.kill();
    }

    @Test
    @Tag("slow")
    void saysWhatAFailedRequestFailedFor() throws Exception {
        ExampleProcess agent = testbed.startAgent("failed");
        CertificateSigningRequest csr = pending(agent);
        testbed.requests()
                .update(Subresource.STATUS, csr.withCondition(Condition.failed("SignerValidationFailure", "no")));
        assertThat(agent.await()).isEqualTo(1);
        assertThat(agent.errors())
                .contains("certificate signing request failed, reason: SignerValidationFailure, message: no");
    }

    @Test
    @Tag("slow")
    void waitsForAnAdministratorWithKubectl() throws Exception {
        Tool.assume("kubectl");
        ExampleProcess agent = testbed.startAgent("worker-2", "--serving");
        String client = pending(agent).metadata().name();
        assertThat(testbed.kubectl("get", "csr", client)).contains("kube-apiserver-client-kubelet", "Pending");
        testbed.kubectl("certificate", "approve", client);
        agent.awaitOutput("kubectl certificate approve csr-");
        String serving = testbed.requests("worker-2").stream()
                .map(csr -> csr.metadata().name())
                .filter(name -> !name.equals(client))
                .findFirst()
                .orElseThrow();
        assertThat(testbed.kubectl("describe", "csr", serving))
                .contains("system:node:worker-2", "IP Addresses", "127.0.0.1");
        testbed.kubectl("certificate", "deny", serving);
        assertThat(agent.await()).isEqualTo(1);
        assertThat(agent.errors()).contains("certificate signing request is denied, reason: KubectlDeny, message: ");
        testbed.assertBootstrapped("worker-2");
        assertThat(testbed.kubectl("get", "csr", client, serving)).contains("Approved,Issued", "Denied");
    }
}
