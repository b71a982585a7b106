package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link LoopbackControlPlane} and clients with credentials that mean it no good. */
class LoopbackControlPlaneHostileTest {

    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final int LARGEST_BODY = 3 * 1024 * 1024;
    /** More than the server has threads; on a machine that has the file descriptors, as many as wanted. */
    private static final int CONNECTIONS = Integer.getInteger("kubetls.connections", 400);

    @TempDir
    private static Path folder;

    private static LoopbackCluster cluster;
    private static ApiCaller admin;

    private RawClient client;

    @BeforeAll
    static void start() throws IOException {
        cluster = LoopbackCluster.start(folder.resolve("cluster"), "--ca", "ecdsa");
        admin = cluster.admin();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void othersAreServed() throws IOException {
        assertThat(admin.get(NAMESPACES).code()).isEqualTo(200);
        if (client != null) {
            client.close();
        }
        assertThat(cluster.process().errors()).doesNotContain("Exception");
    }

    private RawClient client(Path kubeconfig) throws IOException {
        client = new RawClient(kubeconfig);
        return client;
    }

    /** Each is a request that stops halfway. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /api/v1/na",
                "GET /api/v1/namespaces HTTP/1.1\r\nHost: h\r\nX-Half: ",
                "POST /api/v1/namespaces HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n{\"metadata\":",
                "POST /api/v1/namespaces HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n{\"meta",
            })
    void requestsThatStopHalfwayCostOthersNothing(String beginning) throws IOException {
        RawClient half = client(cluster.adminKubeconfig());
        for (int i = 0; i < CONNECTIONS; i++) {
            half.begin(beginning);
        }
        String name = "half-" + Integer.toHexString(beginning.hashCode());
        assertThat(admin.post(NAMESPACES, "{\"metadata\":{\"name\":\"" + name + "\"}}")
                        .code())
                .isEqualTo(201);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /api/v1/namespaces HTTP/1.1\r\nHost: h\r\nX-Half: ",
                "POST /api/v1/namespaces HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n{\"metadata\":",
                "GET /api/v1/namespaces?watch=1 HTTP/1.1\r\nHost: h\r\n\r\n",
            })
    void connectionsThatBreakOffLeaveNothing(String beginning) throws IOException {
        RawClient broken = client(cluster.adminKubeconfig());
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = broken.begin(beginning);
            // A reset, not an end.
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    @Test
    @Tag("slow")
    void aFloodOfWatchesLeavesRoomForOthers() throws IOException {
        RawClient watcher = client(cluster.adminKubeconfig());
        List<Socket> sockets = new ArrayList<>();
        String watch = "GET /api/v1/namespaces?watch=1 HTTP/1.1\r\nHost: h\r\n\r\n";
        for (int i = 0; i < CONNECTIONS; i++) {
            sockets.add(watcher.begin(watch));
        }
        List<String> answers = new ArrayList<>();
        for (Socket socket : sockets) {
            answers.add(RawClient.statusLine(socket));
        }
        assertThat(answers).contains("HTTP/1.1 200 OK").contains("HTTP/1.1 429 Too Many Requests");
        assertThat(answers.stream().distinct()).hasSize(2);
    }

    /** Nothing happens that they could be told: a server that notices then only would go on refusing. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void watchesWhoseClientsAreGoneMakeRoom(boolean reset) throws IOException, InterruptedException {
        RawClient watcher = client(cluster.adminKubeconfig());
        String watch = "GET /api/v1/namespaces?watch=1 HTTP/1.1\r\nHost: h\r\n\r\n";
        List<Socket> sockets = new ArrayList<>();
        String answer;
        do {
            Socket socket = watcher.begin(watch);
            sockets.add(socket);
            answer = RawClient.statusLine(socket);
        } while (answer.endsWith("200 OK"));
        assertThat(answer).isEqualTo("HTTP/1.1 429 Too Many Requests");
        for (Socket socket : sockets) {
            socket.setSoLinger(reset, 0);
            socket.close();
        }
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        while (answer.endsWith("429 Too Many Requests") && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(200);
            answer = RawClient.statusLine(watcher.begin(watch));
        }
        assertThat(answer).isEqualTo("HTTP/1.1 200 OK");
    }

    /** What comes behind a watch on the same connection is not mistaken for its end. */
    @Test
    void aWatchGoesOnWhenItsClientHasMoreToSay() throws IOException {
        Socket socket = client(cluster.adminKubeconfig())
                .begin("GET /api/v1/namespaces?watch=1 HTTP/1.1\r\nHost: h\r\n\r\n"
                        + "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(RawClient.statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        socket.getOutputStream().write('G');
        socket.getOutputStream().flush();
        // After each event the server looks whether the client is there.
        for (String name : List.of("said-more-1", "said-more-2")) {
            assertThat(admin.post(NAMESPACES, "{\"metadata\":{\"name\":\"" + name + "\"}}")
                            .code())
                    .isEqualTo(201);
            String line;
            do {
                line = RawClient.line(socket);
            } while (!line.contains('"' + name + '"'));
        }
    }

    @Test
    void takesABodyUpToTheLimitAndNoneBeyond() {
        String object = "{\"metadata\":{\"name\":\"limit\"}}";
        String largest = object + " ".repeat(LARGEST_BODY - object.length());
        assertThat(admin.post(NAMESPACES, largest).code()).isEqualTo(201);
        ApiCaller.Reply refused = admin.post(NAMESPACES, largest + " ");
        assertThat(refused.code()).isEqualTo(413);
        assertThat(refused.at("/reason")).isEqualTo("RequestEntityTooLarge");
    }

    /** Ways around the authorizer, for one who may see the ConfigMap cluster-info and paths such as /healthz. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/healthz/../api/v1/namespaces/kube-system/secrets",
                "/healthz/%2e%2e/api/v1/namespaces/kube-system/secrets",
                "/healthz/..%2fapi/v1/namespaces/kube-system/secrets",
                "/healthz%2f..%2fapi/v1/namespaces/kube-system/secrets",
                "/healthz;/../api/v1/namespaces/kube-system/secrets",
                "/api/v1/namespaces/kube-public/configmaps/cluster-info/../../../kube-system/secrets",
                "/api/v1/namespaces/kube-public/../kube-system/secrets",
                "/api/v1/namespaces/kube-public/%2e%2e/kube-system/secrets",
                "/api/v1/namespaces/kube-public%2f..%2fkube-system/secrets",
                "//api//v1//namespaces//kube-system//secrets",
                "/api/v1//secrets",
                "/./api/v1/./secrets",
                "/API/V1/SECRETS",
                "/api/v1/secrets%00",
                "/api/v1/secrets%00/healthz",
                "/healthz%00/api/v1/secrets",
                "/api/v1/namespaces/kube-system%00/secrets",
                "/api/v1/secrets?watch=1&timeoutSeconds=1",
                "/api/v1/watch/secrets",
                "/api/v1/proxy/namespaces/kube-system/secrets",
                "/api/v1/secrets#/healthz",
                "/api/v1/secrets\\..\\healthz",
                "https://other/api/v1/secrets",
                "*",
                "/api/v1/secrets/%ff",
                "/api/v1/secrets/%",
                "/api/v1/secrets/%u002e",
            })
    void pathTricksShowNoSecrets(String path) throws IOException {
        String answer = client(cluster.bootstrapKubeconfig()).get(path);
        assertThat(answer)
                .startsWith("HTTP/1.1 4")
                .doesNotContain("bootstrap-token-")
                .doesNotContain("SecretList");
    }

    static Stream<Supplier<ApiCaller.Reply>> bodies() {
        String deep = "[".repeat(500_000);
        String path = NAMESPACES + "/default";
        String json = "application/json-patch+json";
        String merge = "application/merge-patch+json";
        String strategic = "application/strategic-merge-patch+json";
        String copies = IntStream.range(0, 60)
                .mapToObj(i -> "{\"op\":\"copy\",\"from\":\"/metadata\",\"path\":\"/metadata/x%d\"}".formatted(i))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        return Stream.of(
                () -> admin.post(NAMESPACES, deep),
                () -> admin.post(NAMESPACES, "{\"a\":".repeat(500_000)),
                () -> admin.post(NAMESPACES, "{\"metadata\":{\"name\":\"\\u0000\"}}"),
                () -> admin.post(NAMESPACES, "{\"metadata\":{\"name\":\"../x\"}}"),
                () -> admin.post(NAMESPACES, "{\"metadata\":[]}"),
                () -> admin.post(NAMESPACES, "{\"metadata\":{\"name\":1e999999999}}"),
                () -> admin.post(NAMESPACES, "{\"metadata\":{\"generation\":" + "9".repeat(100_000) + "}}"),
                () -> admin.post(NAMESPACES, "null"),
                () -> admin.post(ApiCaller.REQUESTS, "{\"spec\":{\"request\":\"" + "A".repeat(1 << 20) + "\"}}"),
                () -> admin.send("PATCH", path, json, "[" + copies + "]"),
                () -> admin.send("PATCH", path, json, deep),
                () -> admin.send(
                        "PATCH", path, json, "[{\"op\":\"move\",\"from\":\"/metadata\",\"path\":\"/metadata/x\"}]"),
                () -> admin.send("PATCH", path, json, "[{\"op\":\"remove\",\"path\":\"\"}]"),
                () -> admin.send("PATCH", path, json, "[null, 1, []]"),
                () -> admin.send("PATCH", path, json, "[{\"op\":\"replace\",\"path\":\"/metadata\",\"value\":1}]"),
                () -> admin.send("PATCH", path, merge, "{\"metadata\":null}"),
                () -> admin.send("PATCH", path, merge, "[]"),
                () -> admin.send("PATCH", path, merge, "{\"a\":".repeat(5000)),
                () -> admin.send("PATCH", path, strategic, "{\"$setElementOrder\":[],\"metadata\":7}"),
                () -> admin.send("PATCH", path, "application/apply-patch+yaml", "a: &a [*a]"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void whatIsNoObjectIsTheClientsFault(Supplier<ApiCaller.Reply> sending) {
        ApiCaller.Reply reply = sending.get();
        assertThat(reply.code()).as(reply.text()).isBetween(400, 499);
        assertThat(reply.at("/kind")).isEqualTo("Status");
    }

    /** Kubernetes takes it for its own fault. */
    @Test
    void aPatchWithAnUnknownDirectiveChangesNothing() {
        ApiCaller.Reply reply = admin.send(
                "PATCH",
                NAMESPACES + "/default",
                "application/strategic-merge-patch+json",
                "{\"metadata\":{\"$patch\":\"sing\",\"labels\":{\"a\":\"b\"}}}");
        assertThat(reply.code()).isEqualTo(500);
        assertThat(reply.at("/message")).startsWith("unknown patch type: \"sing\" in metadata");
        assertThat(admin.get(NAMESPACES + "/default").at("/metadata/labels/a")).isEmpty();
    }

    @Test
    void protobufOfAnyBytesIsTheClientsFault() {
        Random random = new Random(20261129);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[4 + random.nextInt(200)];
            random.nextBytes(bytes);
            System.arraycopy(new byte[] {'k', '8', 's', 0}, 0, bytes, 0, 4);
            ApiCaller.Reply reply = admin.sendBytes("POST", NAMESPACES, "application/vnd.kubernetes.protobuf", bytes);
            assertThat(reply.code()).as("body %d: %s", i, reply.text()).isBetween(400, 499);
        }
    }
}
