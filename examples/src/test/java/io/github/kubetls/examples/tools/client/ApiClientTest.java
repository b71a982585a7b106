package io.github.kubetls.examples.tools.client;

import static io.github.kubetls.examples.tools.client.StubServer.answer;
import static io.github.kubetls.examples.tools.client.StubServer.drop;
import static io.github.kubetls.examples.tools.client.StubServer.partsAndBreak;
import static io.github.kubetls.examples.tools.client.StubServer.retryAfterNoTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiClientTest {

    private static final String FORBIDDEN = """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",
             "message":"certificatesigningrequests.certificates.k8s.io is forbidden: User \\"system:anonymous\\" cannot create",
             "reason":"Forbidden","details":{"group":"certificates.k8s.io"},"code":403}""";

    @ParameterizedTest
    @ValueSource(strings = {"s3\ncret", "s3\u0001cret"})
    void keepsATokenToItselfThatNoHeaderCanHold(String token) throws IOException {
        ClientConfig config = ClientConfig.of(Kubeconfig.of(
                "c",
                Cluster.builder("https://127.0.0.1:1").build(),
                "u",
                AuthInfo.builder().token(token).build()));
        assertThatThrownBy(() -> ApiClient.of(config, "test"))
                .isInstanceOf(ProgramException.class)
                .hasMessageNotContaining("cret")
                .hasNoCause();
    }

    @Test
    void refusesAProxyThatItWouldNotFollow() throws IOException {
        Cluster cluster = Cluster.builder("https://127.0.0.1:1")
                .proxyUrl("http://proxy:3128")
                .build();
        ClientConfig config = ClientConfig.of(
                Kubeconfig.of("c", cluster, "u", AuthInfo.builder().build()));
        assertThatThrownBy(() -> ApiClient.of(config, "test"))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("proxy-url");
    }

    @Test
    void readsTheStatusOfARefusal() {
        try (StubServer server = new StubServer(answer(403, FORBIDDEN))) {
            assertThatThrownBy(() -> server.client().post("/apis", Map.of("kind", "Thing")))
                    .isInstanceOfSatisfying(ApiException.class, e -> {
                        assertThat(e.httpStatus()).isEqualTo(403);
                        assertThat(e.isApiStatus()).isTrue();
                        assertThat(e)
                                .hasMessageStartingWith("certificatesigningrequests.certificates.k8s.io is forbidden");
                    });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AlreadyExists, 409, true, false",
        "Conflict, 409, false, true",
        "NotFound, 404, false, false",
        "Expired, 410, false, false"
    })
    void tellsRefusalsApart(String reason, int code, boolean exists, boolean conflict) {
        String status = "{\"kind\":\"Status\",\"reason\":\"" + reason + "\",\"code\":" + code + "}";
        try (StubServer server = new StubServer(answer(code, status))) {
            assertThatThrownBy(() -> server.client().get("/")).isInstanceOfSatisfying(ApiException.class, e -> {
                assertThat(e.isAlreadyExists()).isEqualTo(exists);
                assertThat(e.isConflict()).isEqualTo(conflict);
                assertThat(e.isNotFound()).isEqualTo(code == 404);
                assertThat(e.isExpired()).isEqualTo(code == 410);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad Gateway</html>", "{\"error\":\"x\"}", "[[[[", "\"\\ud800\"", "null"})
    void doesNotTakeTheAnswerOfAProxyForOneOfAnApiServer(String body) {
        try (StubServer server = new StubServer(answer(502, body))) {
            assertThatThrownBy(() -> server.client().get("/")).isInstanceOfSatisfying(ApiException.class, e -> {
                assertThat(e.isApiStatus()).isFalse();
                assertThat(e).hasMessage("the server answered with HTTP status 502");
            });
        }
    }

    @Test
    void keepsControlCharactersAndNovelsOffTheTerminal() {
        String status = "{\"kind\":\"Status\",\"code\":400,\"message\":\"a\\u001b[2J\\nb" + "x".repeat(5000) + "\"}";
        try (StubServer server = new StubServer(answer(400, status))) {
            assertThatThrownBy(() -> server.client().get("/"))
                    .hasMessageStartingWith("a [2J bx")
                    .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(1100));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void sendsAgainWhenTheServerSaysWhen(int status) throws Exception {
        try (StubServer server =
                new StubServer(retryAfterNoTime(status), retryAfterNoTime(status), answer(200, "{\"a\":1}"))) {
            assertThat(server.client().get("/version").path("a").asInt()).isEqualTo(1);
            assertThat(server.requests()).hasSize(3).containsOnly("GET /version");
        }
    }

    @Test
    void sendsNothingAgainOtherwise() {
        try (StubServer server = new StubServer(answer(503, ""), retryAfterNoTime(403))) {
            ApiClient client = server.client();
            assertThatThrownBy(() -> client.get("/a")).isInstanceOf(ApiException.class);
            assertThatThrownBy(() -> client.get("/b")).isInstanceOf(ApiException.class);
            assertThat(server.requests()).containsExactly("GET /a", "GET /b");
        }
    }

    @Test
    void givesUpAfterTenRepetitions() {
        StubServer.Answer[] answers =
                IntStream.range(0, 12).mapToObj(i -> retryAfterNoTime(429)).toArray(StubServer.Answer[]::new);
        try (StubServer server = new StubServer(answers)) {
            assertThatThrownBy(() -> server.client().get("/")).isInstanceOf(ApiException.class);
            assertThat(server.requests()).hasSize(11);
        }
    }

    @Test
    void reportsAConnectionThatBreaks() {
        try (StubServer server = new StubServer(drop(), partsAndBreak("{\"a\":"))) {
            ApiClient client = server.client();
            Map<String, String> body = Map.of("a", "b");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> client.post("/", body))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(ApiException.class)
                        .hasMessageStartingWith("no answer from 127.0.0.1:");
            }
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "[]", "17"})
    void refusesASuccessThatIsNoObject(String body) {
        try (StubServer server = new StubServer(answer(200, body))) {
            assertThatThrownBy(() -> server.client().get("/"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the server's answer is no JSON object");
        }
    }

    @Test
    void countsTheTimeOfTheBodyToo() throws Exception {
        try (StubServer server = new StubServer()) {
            server.then(server.partsAndSilence("o"));
            assertThat(server.client().isHealthy(Duration.ofMillis(300))).isFalse();
        }
    }

    @Test
    void isHealthyOnlyWhenTheServerSaysSo() throws Exception {
        try (StubServer server = new StubServer(answer(200, "ok"), answer(500, ""), answer(401, FORBIDDEN), drop())) {
            ApiClient client = server.client();
            assertThat(client.isHealthy(Duration.ofMinutes(5))).isTrue();
            assertThat(client.isHealthy(Duration.ofMinutes(5))).isFalse();
            assertThat(client.isHealthy(Duration.ofMinutes(5))).isFalse();
            assertThat(client.isHealthy(Duration.ofMinutes(5))).isFalse();
            assertThat(server.requests()).startsWith("GET /healthz");
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void endsAtOnceWhenInterrupted() throws Exception {
        try (StubServer server = new StubServer()) {
            server.then(server.partsAndSilence("{"));
            FutureTask<Boolean> wasInterrupted = new FutureTask<>(() -> {
                try {
                    server.client().get("/");
                    return false;
                } catch (InterruptedException e) {
                    return true;
                }
            });
            Thread caller = new Thread(wasInterrupted);
            caller.start();
            while (server.requests().isEmpty()) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            assertThat(wasInterrupted.get()).isTrue();
        }
    }

    @Test
    void stopsReadingABodyThatIsTooLarge() {
        boolean[] cancelled = {false};
        BoundedBody body = new BoundedBody(10);
        body.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                cancelled[0] = true;
            }
        });
        body.onNext(List.of(ByteBuffer.allocate(6), ByteBuffer.allocate(4)));
        body.onNext(List.of(ByteBuffer.allocate(1)));
        assertThat(cancelled[0]).isTrue();
        assertThat(body.getBody().toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ofMinutes(5))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withMessageContaining("the answer is longer than 10 bytes");
    }
}
