package io.github.kubetls.examples.tools.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.examples.tools.client.CertificateSigningRequests;
import io.github.kubetls.examples.tools.client.ListWatch;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerTest {

    private static final CertificateRequest REQUEST =
            CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter errors = new StringWriter();
    private final Journal journal = new Journal(new PrintWriter(new StringWriter()), new PrintWriter(errors));
    private final WorkQueue queue = new WorkQueue(
            IntervalFunction.ofExponentialBackoff(Duration.ofMillis(1), 2, Duration.ofMillis(1)),
            System::nanoTime,
            new Random());
    private final Map<String, CertificateSigningRequest> stored = new ConcurrentHashMap<>();
    private final List<String> handled = new ArrayList<>();
    private HttpServer server;
    private CertificateSigningRequests requests;
    private RequestCache cache;

    /** Keeps requests, and refuses an update of another version than it has, as an API server does. */
    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        String kubeconfig = """
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: x, context: {cluster: c, user: ""}}]
                current-context: x
                """.formatted(server.getAddress().getPort());
        requests = new CertificateSigningRequests(ApiClient.of(ClientConfig.of(Kubeconfig.parse(kubeconfig)), "test"));
        cache = new RequestCache(requests);
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().split("/")[5];
        String current = stored.get(name).toJson();
        if (exchange.getRequestMethod().equals("GET")) {
            send(exchange, 200, current);
        } else if (version(exchange.getRequestBody().readAllBytes())
                .equals(version(current.getBytes(StandardCharsets.UTF_8)))) {
            send(exchange, 200, current);
        } else {
            send(exchange, 409, "{\"kind\":\"Status\",\"code\":409,\"reason\":\"Conflict\",\"message\":\"changed\"}");
        }
    }

    private static String version(byte[] object) throws IOException {
        return JSON.readTree(object).at("/metadata/resourceVersion").asText();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static CertificateSigningRequest request(String name, String resourceVersion) {
        return CertificateSigningRequest.kubeletClient(REQUEST).toBuilder()
                .metadata(ObjectMeta.builder()
                        .name(name)
                        .resourceVersion(resourceVersion)
                        .build())
                .build();
    }

    private void add(String name) {
        cache.take(new ListWatch.Change<>(request(name, "1"), false));
        stored.put(name, request(name, "1"));
        queue.add(name);
    }

    /** Works until a number of items was handled. */
    private void work(int items, RequestHandler handler) {
        RequestHandler counting = csr -> {
            handled.add(csr.metadata().name());
            if (handled.size() == items) {
                queue.close();
            }
            return handler.handle(csr);
        };
        new Worker(queue, cache, List.of(counting), journal).run();
    }

    @Test
    void handsTheOutcomeOfOneHandlerToTheNext() {
        add("a");
        List<String> versions = new ArrayList<>();
        RequestHandler next = csr -> {
            versions.add(csr.metadata().resourceVersion());
            queue.close();
            return csr;
        };
        new Worker(queue, cache, List.of(csr -> request("a", "2"), next), journal).run();
        assertThat(versions).containsExactly("2");
    }

    @Test
    void looksAgainAtOnceAtARequestThatSomeoneElseChanged() {
        add("a");
        stored.put("a", request("a", "2"));
        List<String> versions = new ArrayList<>();
        work(2, csr -> {
            versions.add(csr.metadata().resourceVersion());
            return requests.update(Subresource.STATUS, csr);
        });
        assertThat(versions).containsExactly("1", "2");
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void goesOnWithTheOthersWhateverARequestLeadsTo() {
        add("poison");
        add("b");
        work(6, csr -> {
            if (csr.metadata().name().equals("poison")) {
                throw new IllegalStateException("unforeseen");
            }
            return csr;
        });
        assertThat(handled).containsOnlyOnce("b").contains("poison");
        assertThat(errors.toString().lines()).containsExactly("Sync poison failed with : unforeseen");
    }

    @Test
    void tellsOnceThatTheServerDoesNotAnswerHoweverManyRequestsWait() {
        add("a");
        add("b");
        work(6, csr -> {
            throw new ConnectException("no answer");
        });
        assertThat(errors.toString().lines()).containsExactly("no answer");
    }

    @Test
    void passesOverARequestThatWasDeleted() {
        add("gone");
        cache.take(new ListWatch.Change<>(request("gone", "1"), true));
        add("b");
        work(1, csr -> csr);
        assertThat(handled).containsExactly("b");
    }
}
