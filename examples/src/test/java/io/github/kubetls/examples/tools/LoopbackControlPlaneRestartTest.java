package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodIdentity;
import io.github.kubetls.podcertificate.PodKeyType;
import io.github.kubetls.podcertificate.PodRequestCleaner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@link LoopbackControlPlane} does when it ends, and after. */
@Tag("slow")
class LoopbackControlPlaneRestartTest {

    private static final String REQUESTS = ApiCaller.REQUESTS;

    @TempDir
    private Path folder;

    private static String request(String node) {
        return CertificateSigningRequest.kubeletClient(
                        CertificateRequest.kubeletClient(node, KeyAlgorithm.ECDSA_P256.generateKeyPair()))
                .toJson();
    }

    @Test
    void losesNothingAcknowledgedWhenItIsKilled() throws Exception {
        List<JsonNode> acknowledged = new ArrayList<>();
        String deleted;
        String token;
        try (LoopbackCluster cluster = LoopbackCluster.start(folder, "--no-approve", "--ca", "ecdsa")) {
            ApiCaller node = cluster.bootstrapper();
            for (int i = 0; i < 5; i++) {
                ApiCaller.Reply reply = node.post(REQUESTS, request("worker-" + i));
                assertThat(reply.code()).isEqualTo(201);
                acknowledged.add(reply.json());
            }
            deleted = acknowledged.remove(4).at("/metadata/name").asText();
            assertThat(cluster.admin().delete(REQUESTS + "/" + deleted).code()).isEqualTo(200);
            token = cluster.token().orElseThrow();
            cluster.process().kill();
        }
        // As if the process had ended in the middle of a line, and of a file.
        Files.writeString(folder.resolve("state.jsonl"), "{\"version\":9", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve(".state.jsonl1.tmp"), "half");

        try (LoopbackCluster cluster = LoopbackCluster.start(folder, "--no-approve")) {
            ApiCaller admin = cluster.admin();
            assertThat(cluster.token()).hasValue(token);
            for (JsonNode object : acknowledged) {
                String path = REQUESTS + "/" + object.at("/metadata/name").asText();
                assertThat(admin.get(path).json()).isEqualTo(object);
            }
            assertThat(admin.get(REQUESTS + "/" + deleted).code()).isEqualTo(404);
            ApiCaller.Reply next = cluster.bootstrapper().post(REQUESTS, request("worker-9"));
            assertThat(Long.parseLong(next.at("/metadata/resourceVersion")))
                    .isGreaterThan(Long.parseLong(
                            acknowledged.get(3).at("/metadata/resourceVersion").asText()));
            tellsThatAVersionIsTooOld(admin);
        }
    }

    private static void tellsThatAVersionIsTooOld(ApiCaller admin) throws Exception {
        String events = admin.watch(REQUESTS + "?watch=1&resourceVersion=1").get(5, TimeUnit.MINUTES);
        JsonNode event = ApiCaller.parse(events);
        assertThat(event.path("type").asText()).isEqualTo("ERROR");
        assertThat(event.at("/object/reason").asText()).isEqualTo("Expired");
        assertThat(event.at("/object/code").asInt()).isEqualTo(410);
    }

    @Test
    void endsWatchesAndFreesItsFolderWhenItIsStopped() throws Exception {
        try (LoopbackCluster cluster = LoopbackCluster.start(folder, "--ca", "ecdsa")) {
            BufferedReader watch = cluster.admin().open(REQUESTS + "?watch=1&allowWatchBookmarks=true");
            try (ExampleProcess second = ExampleProcess.start(
                    LoopbackControlPlane.class, "--listen", "127.0.0.1:0", "--dir", folder.toString())) {
                assertThat(second.await()).isEqualTo(1);
                assertThat(second.errors()).contains("another control plane uses the folder");
            }
            assertThat(cluster.process().terminate()).isZero();
            assertThat(watch.lines()).isEmpty();
        }
        try (LoopbackCluster cluster = LoopbackCluster.start(folder)) {
            assertThat(cluster.admin().get("/readyz").text()).isEqualTo("ok");
        }
    }

    @Test
    void failsOnPurpose() throws IOException {
        try (LoopbackCluster cluster =
                LoopbackCluster.start(folder, "--ca", "ecdsa", "--faults", "drop=3,error=4,throttle=5")) {
            ApiCaller admin = cluster.admin();
            assertThat(admin.get("/version").code()).isEqualTo(200);
            assertThat(admin.get("/readyz").code()).isEqualTo(200);
            assertThat(admin.get("/version").code()).isEqualTo(200);
            assertThatThrownBy(() -> admin.post(REQUESTS, request("worker-1")))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(admin.get("/version").at("/reason")).isEqualTo("InternalError");
            ApiCaller.Reply throttled = admin.get("/version");
            assertThat(throttled.at("/reason")).isEqualTo("TooManyRequests");
            assertThat(throttled.header("Retry-After")).isEqualTo("1");
            // The next one that is dropped is carried out before.
            assertThatThrownBy(() -> admin.post(REQUESTS, request("worker-2")))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(admin.get(REQUESTS).json().path("items")).hasSize(1);
        }
    }

    @Test
    void doesNotTakeAStateFileThatIsDamaged() throws IOException {
        Files.writeString(folder.resolve("state.jsonl"), "{\"version\":\n{}\n");
        try (ExampleProcess process = ExampleProcess.start(
                LoopbackControlPlane.class, "--listen", "127.0.0.1:0", "--dir", folder.toString())) {
            assertThat(process.await()).isEqualTo(1);
            assertThat(process.errors()).contains("the state file is damaged");
        }
    }

    @Test
    void deletesRequestsOfPodsThatAreOld() throws Exception {
        String requests = "/apis/certificates.k8s.io/v1/namespaces/default/podcertificaterequests";
        PodIdentity pod = PodIdentity.builder("default", "api-0")
                .podUid("0b6c")
                .serviceAccount("api", "77d1")
                .node("w1", "e4a0")
                .build();
        PodCertificateRequest request = PodCertificateRequest.builder(
                        SignerName.of("ca.orders.example/workload"),
                        pod,
                        PodKeyType.ECDSA_P256.generateKeyPair(),
                        KubernetesRelease.of(37))
                .build();
        String old;
        try (LoopbackCluster cluster = LoopbackCluster.start(folder, "--ca", "ecdsa")) {
            old = cluster.admin().post(requests, request.toJson()).at("/metadata/creationTimestamp");
        }
        Path state = folder.resolve("state.jsonl");
        Instant created = Instant.parse(old);
        String text = Files.readString(state);
        assertThat(text).contains(old);
        Files.writeString(
                state,
                text.replace(old, created.minus(PodRequestCleaner.THRESHOLD).toString()));
        try (LoopbackCluster cluster = LoopbackCluster.start(folder)) {
            ApiCaller.Reply left = cluster.admin().get(requests);
            assertThat(left.code()).isEqualTo(200);
            assertThat(PodCertificateRequest.parseAll(left.text()))
                    .as("what was there is looked at before the server is ready")
                    .isEmpty();
        }
    }
}
