package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that drops, fails and throttles requests and is killed, and agents that are killed at any moment. */
@Tag("slow")
class NodeAgentFaultsTest {

    private static final long SEED = 20241124;
    private static final List<String> NODES = List.of("worker-1", "worker-2", "worker-3");
    private static final String ROTATING = "rotating";
    private static final int LONGEST_LIFE_MILLIS = 4000;
    private static final int KILLS_OF_THE_STORE_FOR_ONE_HERE = 10;
    private static final String[] CONTROL_PLANE = {"--ca", "ecdsa", "--faults", "drop=3,error=5,throttle=7"};

    private final Random random = new Random(SEED);
    private final Map<String, ExampleProcess> agents = new HashMap<>();
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
    void everyNodeHasItsCertificateInTheEndAndNoRequestIsIssuedTwice() throws Exception {
        ExampleProcess server = testbed.startControlPlane(CONTROL_PLANE);
        int kills = Math.max(4, Integer.getInteger("kubetls.kills", 300) / KILLS_OF_THE_STORE_FOR_ONE_HERE);
        startAgents();
        for (int kill = 0; kill < kills; kill++) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
            if (kill % 3 == 2) {
                server.kill();
                server = testbed.startControlPlane(CONTROL_PLANE);
            } else {
                agents.get(anyNode()).kill();
            }
            startAgents();
        }
        for (String node : NODES) {
            assertThat(finish(node))
                    .as("%s, seed %d: %s", node, SEED, agents.get(node).errors())
                    .isZero();
        }
        assertRotates();
        server.kill();
        testbed.startControlPlane();
        for (String node : NODES) {
            assertBootstrappedWithOneRequest(node);
        }
        // An event may be missing: that of what the server had just done when it was killed.
        assertThat(testbed.issued().values()).as("seed %d", SEED).containsOnly(1L);
    }

    private String anyNode() {
        int node = random.nextInt(NODES.size() + 1);
        return node == NODES.size() ? ROTATING : NODES.get(node);
    }

    private void startAgents() {
        NODES.forEach(this::startIfDead);
        if (isDead(ROTATING)) {
            agents.put(ROTATING, testbed.startAgent(ROTATING, "--rotate"));
        }
    }

    private void startIfDead(String node) {
        if (isDead(node)) {
            agents.put(node, testbed.startAgent(node));
        }
    }

    private boolean isDead(String node) {
        ExampleProcess agent = agents.get(node);
        return agent == null || !agent.isAlive();
    }

    /** As a supervisor would: what ends with a failure is started again. */
    private int finish(String node) {
        int exitCode = agents.get(node).await();
        for (int start = 0; exitCode != 0 && start < 3; start++) {
            startIfDead(node);
            exitCode = agents.get(node).await();
        }
        return exitCode;
    }

    private void assertBootstrappedWithOneRequest(String node) throws Exception {
        testbed.assertBootstrapped(node);
        List<CertificateSigningRequest> requests = testbed.requests(node);
        assertThat(requests).as("requests of %s, seed %d", node, SEED).hasSize(1);
        assertThat(requests.get(0).certificates())
                .isEqualTo(testbed.current(node, KubeletCertificateStore.CLIENT).chain());
        int requestsBefore = testbed.audit().size();
        assertThat(testbed.startAgent(node).await()).isZero();
        assertThat(testbed.audit()).hasSize(requestsBefore);
    }

    private void assertRotates() throws Exception {
        ExampleProcess agent = agents.get(ROTATING).awaitOutput("Rotation deadline of the client certificate");
        testbed.assertBootstrapped(ROTATING);
        assertThat(agent.terminate()).isZero();
        assertThat(testbed.current(ROTATING, KubeletCertificateStore.CLIENT)).isNotNull();
    }
}
