package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.csr.CertificateSigningRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several controllers side by side, and servers that fail: every request is issued, and none twice. */
class CertificateControllerReplicasTest {

    private ControllerTestbed cluster;

    @BeforeEach
    void prepareCluster(@TempDir Path folder) {
        cluster = new ControllerTestbed(folder);
    }

    @AfterEach
    void stopProcesses() {
        cluster.close();
    }

    @Test
    @Tag("slow")
    void issuesNothingTwiceInTwoReplicas() throws Exception {
        cluster.startControlPlane("--ca", "ecdsa");
        cluster.startControllerWithCa().awaitOutput("ready");
        cluster.startControllerWithCa().awaitOutput("ready");
        assertIssuedOnce(cluster.create(50));
    }

    @Test
    @Tag("slow")
    void finishesWhatAReplicaLeavesThatIsKilled() throws Exception {
        cluster.startControlPlane("--ca", "rsa");
        ExampleProcess victim = cluster.startControllerWithCa().awaitOutput("ready");
        List<CertificateSigningRequest> requests = new ArrayList<>(cluster.create(1));
        victim.awaitOutput("issued");
        cluster.startControllerWithCa().awaitOutput("ready");
        requests.addAll(cluster.create(25));
        victim.kill();
        requests.addAll(cluster.create(10));
        assertIssuedOnce(requests);
    }

    @Test
    @Tag("slow")
    void issuesNothingTwiceWhenTheServerKeepsFailing() throws Exception {
        ExampleProcess server = cluster.startControlPlane("--ca", "rsa");
        List<CertificateSigningRequest> requests = cluster.create(10);
        server.terminate();
        cluster.startControlPlane("--faults", "drop=3,error=5,throttle=7");
        cluster.startControllerWithCa();
        cluster.startControllerWithCa();
        assertIssuedOnce(requests);
    }

    @Test
    @Tag("slow")
    void waitsForAServerThatIsNotThereAndForOneThatComesBack() throws Exception {
        cluster.startControlPlane().terminate();
        ExampleProcess controller = cluster.startControllerWithCa();
        controller.awaitErrors("no answer from " + cluster.address());
        ExampleProcess server = cluster.startControlPlane();
        controller.awaitOutput("ready");
        cluster.await(cluster.create(1), CertificateSigningRequest::isIssued);
        server.kill();
        cluster.startControlPlane();
        cluster.await(cluster.create(1), CertificateSigningRequest::isIssued);
        assertThat(controller.terminate()).isZero();
    }

    private void assertIssuedOnce(List<CertificateSigningRequest> requests) throws Exception {
        for (CertificateSigningRequest issued : cluster.await(requests, CertificateSigningRequest::isIssued)) {
            cluster.certificate(issued);
        }
        // A watch may tell of a change a moment before the audit log does.
        for (int i = 0; i < 6000 && cluster.issued().size() < requests.size(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(cluster.issued())
                .hasSameSizeAs(requests)
                .allSatisfy((name, times) -> assertThat(times).as(name).isOne());
    }
}
