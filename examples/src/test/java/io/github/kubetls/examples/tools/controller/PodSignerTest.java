package io.github.kubetls.examples.tools.controller;

import static io.github.kubetls.examples.tools.client.StubServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.client.PodCertificateRequests;
import io.github.kubetls.examples.tools.client.StubServer;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodIdentity;
import io.github.kubetls.podcertificate.PodKeyType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodSignerTest {

    private static final SignerName SIGNER = SignerName.of("example.com/workload");
    private static final int PATIENCE = 600;

    private final Journal journal =
            new Journal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));

    private static PodCertificateRequest request(String name) {
        PodIdentity pod = PodIdentity.builder("default", "api-0")
                .podUid("0b6c")
                .serviceAccount("api", "77d1")
                .node("w1", "e4a0")
                .build();
        return PodCertificateRequest.builder(
                        SIGNER, pod, PodKeyType.ECDSA_P256.generateKeyPair(), KubernetesRelease.of(37))
                .metadata(ObjectMeta.builder()
                        .namespace("default")
                        .name(name)
                        .resourceVersion("2")
                        .build())
                .build();
    }

    /** An event every tenth of a second, of a request that is not there any more. */
    private static StubServer.Answer busyWatch() {
        String event =
                "{\"type\":\"DELETED\",\"object\":" + request("b").toJson().replace("\n", "") + "}\n";
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < PATIENCE; i++) {
                exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                TimeUnit.MILLISECONDS.sleep(100);
            }
        };
    }

    private static long puts(StubServer server) {
        return server.requests().stream()
                .filter(request -> request.startsWith("PUT"))
                .count();
    }

    @Test
    void answersOnceMoreWhatFailedThoughTheServerIsNeverSilent(@TempDir Path folder) throws Exception {
        Path certificate = folder.resolve("ca.crt");
        Path key = folder.resolve("ca.key");
        CertificateAuthority.generate("ca", KeyAlgorithm.ECDSA_P256, Instant.now())
                .write(certificate, key);
        String request = request("a").toJson();
        try (StubServer server = new StubServer(
                answer(200, "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[" + request + "]}"),
                answer(500, "{}"),
                busyWatch(),
                answer(200, request))) {
            Thread signer = new Thread(new PodSigner(
                    SIGNER,
                    CaFiles.open(certificate, key, journal),
                    Duration.ofHours(24),
                    new PodCertificateRequests(server.client()),
                    journal));
            signer.start();
            for (int i = 0; i < PATIENCE && puts(server) < 2; i++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            signer.interrupt();
            signer.join();
            assertThat(puts(server)).as("%s", server.requests()).isEqualTo(2);
        }
    }
}
