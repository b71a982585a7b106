package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.examples.tools.client.ApiException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two controllers and a server that fails, each of which is killed now and then, and requests of which some are hostile. */
@Tag("slow")
class CertificateControllerStormTest {

    private static final long SEED = 20261129;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int LONGEST_LIFE_MILLIS = 2500;
    /** A kill here takes longer than one of the store. */
    private static final int KILLS_OF_THE_STORE_FOR_ONE_HERE = 10;

    private static final String[] CONTROL_PLANE = {"--ca", "ecdsa", "--faults", "drop=11,error=7,throttle=5"};

    private final Random random = new Random(SEED);
    private final ExampleProcess[] replicas = new ExampleProcess[2];
    private final List<CertificateSigningRequest> good = new ArrayList<>();
    private final List<CertificateSigningRequest> hostile = new ArrayList<>();
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
    void everyGoodRequestIsIssuedOnceAndNoHostileOneWhateverIsKilled() throws Exception {
        int kills = Math.max(4, Integer.getInteger("kubetls.kills", 300) / KILLS_OF_THE_STORE_FOR_ONE_HERE);
        ExampleProcess server = cluster.startControlPlane(CONTROL_PLANE);
        startReplicas();
        for (int kill = 0; kill < kills; kill++) {
            createSome(kill);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
            if (kill % 3 == 2) {
                server.kill();
                server = cluster.startControlPlane(CONTROL_PLANE);
            } else {
                replicas[random.nextInt(replicas.length)].kill();
            }
            startReplicas();
        }
        for (CertificateSigningRequest issued : cluster.await(good, CertificateSigningRequest::isIssued)) {
            cluster.certificate(issued);
        }
        server.kill();
        cluster.startControlPlane();
        Map<String, Long> issued = cluster.issued();
        // An event may be missing: that of what the server had just done when it was killed.
        assertThat(issued.values()).as("seed %d", SEED).isNotEmpty().containsOnly(1L);
        for (CertificateSigningRequest csr : hostile) {
            String name = csr.metadata().name();
            assertThat(cluster.requests().get(name).isIssued()).as(name).isFalse();
        }
    }

    private void startReplicas() {
        for (int i = 0; i < replicas.length; i++) {
            if (replicas[i] == null || !replicas[i].isAlive()) {
                replicas[i] = cluster.startControllerWithCa();
            }
        }
    }

    private void createSome(int number) throws Exception {
        good.add(create(CertificateSigningRequest.builder(
                        SignerName.KUBE_APISERVER_CLIENT_KUBELET, request("good-" + number, "system:nodes"))
                .name("good-" + number)
                .usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH)
                .build()));
        hostile.add(create(CertificateSigningRequest.builder(
                        SignerName.KUBE_APISERVER_CLIENT_KUBELET, request("masters-" + number, "system:masters"))
                .name("masters-" + number)
                .usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH)
                .build()));
        hostile.add(create(CertificateSigningRequest.builder(
                        SignerName.of("example.com/nobody"), request("nobody-" + number, "system:nodes"))
                .name("nobody-" + number)
                .usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH)
                .build()));
        CertificateSigningRequest server = create(CertificateSigningRequest.builder(
                        SignerName.KUBE_APISERVER_CLIENT_KUBELET, request("server-" + number, "system:nodes"))
                .name("server-" + number)
                .usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.SERVER_AUTH)
                .build());
        hostile.add(server);
        // By somebody who does not look: the signer does.
        insist(() -> {
            CertificateSigningRequest current =
                    cluster.requests().get(server.metadata().name());
            return current.isApproved()
                    ? current
                    : cluster.requests()
                            .update(
                                    Subresource.APPROVAL,
                                    current.withDecision(ApprovalDecision.approved("Test", "yes"), Instant.now()));
        });
    }

    private static CertificateRequest request(String node, String organization) {
        KeyPair keys = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        return CertificateRequest.builder(keys)
                .subject(DistinguishedName.of("system:node:" + node, organization))
                .build();
    }

    private CertificateSigningRequest create(CertificateSigningRequest csr) throws Exception {
        return insist(() -> {
            try {
                return ControllerTestbed.requests(cluster.file("bootstrap-kubelet.conf"))
                        .create(csr);
            } catch (ApiException e) {
                if (e.isAlreadyExists()) {
                    // The answer to the attempt before was lost.
                    return cluster.requests().get(csr.metadata().name());
                }
                throw e;
            }
        });
    }

    /** What may fail for a while. */
    @FunctionalInterface
    private interface Attempt {
        CertificateSigningRequest make() throws IOException, InterruptedException;
    }

    private static CertificateSigningRequest insist(Attempt attempt) throws InterruptedException {
        String last = "";
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            try {
                return attempt.make();
            } catch (IOException e) {
                last = e.toString();
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        return fail("the server kept failing: " + last);
    }
}
