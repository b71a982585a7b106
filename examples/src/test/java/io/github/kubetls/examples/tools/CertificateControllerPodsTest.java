package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.examples.tools.client.ListWatch;
import io.github.kubetls.examples.tools.client.PodCertificateRequests;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodIdentity;
import io.github.kubetls.podcertificate.PodKeyType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --pod-signer} in a process of its own. */
class CertificateControllerPodsTest {

    private static final SignerName SIGNER = SignerName.of("ca.orders.example/workload");
    private static final String PATH = "/apis/certificates.k8s.io/v1/namespaces/default/podcertificaterequests";
    private static final int PATIENCE = 60;

    private static PodCertificateRequest.Builder request(SignerName signer) {
        PodIdentity pod = PodIdentity.builder("default", "api-0")
                .podUid("0b6c")
                .serviceAccount("api", "77d1")
                .node("w1", "e4a0")
                .build();
        return PodCertificateRequest.builder(
                signer, pod, PodKeyType.ECDSA_P256.generateKeyPair(), KubernetesRelease.of(37));
    }

    private static PodCertificateRequest outcome(ApiClient client, String name) throws Exception {
        try (ListWatch<PodCertificateRequest> changes = new PodCertificateRequests(client).watch(SIGNER)) {
            for (int i = 0; i < PATIENCE; i++) {
                Optional<PodCertificateRequest> over = next(changes)
                        .filter(request -> request.metadata().name().equals(name))
                        .filter(request -> request.outcome().isPresent());
                if (over.isPresent()) {
                    return over.get();
                }
            }
        }
        throw new AssertionError("nobody answered " + name);
    }

    private static Optional<PodCertificateRequest> next(ListWatch<PodCertificateRequest> changes)
            throws IOException, InterruptedException {
        return changes.next(Duration.ofSeconds(1)).map(ListWatch.Change::request);
    }

    @Test
    void answersTheRequestsOfItsSignerAndNoOther(@TempDir Path folder) throws Exception {
        try (ControllerTestbed cluster = new ControllerTestbed(folder)) {
            cluster.startControlPlane("--ca", "ecdsa");
            ApiClient client = Testbed.client(cluster.file("admin.conf"));
            client.post(PATH, request(SIGNER).name("before").build().toMap());
            client.post(
                    PATH,
                    request(SignerName.of("other.example/x"))
                            .name("other")
                            .build()
                            .toMap());
            ExampleProcess controller = cluster.startControllerWithCa("--pod-signer", SIGNER.value());
            client.post(
                    PATH,
                    request(SIGNER)
                            .name("annotated")
                            .unverifiedUserAnnotations(Map.of("orders.example/tier", "gold"))
                            .build()
                            .toMap());

            PodCertificateRequest issued = outcome(client, "before");
            assertThat(SubjectAltNames.of(issued.certificates().get(0)).uris())
                    .containsExactly("spiffe://ca.orders.example/ns/default/sa/api");
            issued.certificates().get(0).verify(cluster.ca().certificate().getPublicKey());
            assertThat(outcome(client, "annotated").outcome())
                    .map(Condition::reason)
                    .contains("InvalidUnverifiedUserAnnotations");
            assertThat(PodCertificateRequest.parse(client.get(PATH + "/other").toString())
                            .outcome())
                    .isEmpty();

            controller.awaitOutput("issued default/before").awaitOutput("denied default/annotated");
            assertThat(controller.terminate()).isZero();
            assertThat(controller.errors()).isEmpty();
        }
    }
}
