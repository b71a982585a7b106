package io.github.kubetls.examples.tools.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers one request after the other as it is told, and notes what it was asked. */
public final class StubServer implements AutoCloseable {

    /** What becomes of a request. */
    public interface Answer {
        void give(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private static final long CHUNKED = 0;
    private static final long MORE_THAN_COMES = 1 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> answers;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public StubServer(Answer... answers) {
        this.answers = new ConcurrentLinkedQueue<>(List.of(answers));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** An answer in full. */
    public static Answer answer(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    /** An answer that asks for patience, but not much. */
    public static Answer retryAfterNoTime(int status) {
        return exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "0");
            answer(status, "{}").give(exchange);
        };
    }

    /** A connection that breaks before there is an answer. */
    public static Answer drop() {
        return HttpExchange::close;
    }

    /** An answer in parts, after which it is over. */
    public static Answer parts(String... parts) {
        return exchange -> {
            write(exchange, CHUNKED, parts);
            exchange.getResponseBody().close();
        };
    }

    /** An answer in parts, after which the connection breaks. */
    static Answer partsAndBreak(String... parts) {
        return exchange -> {
            write(exchange, MORE_THAN_COMES, parts);
            exchange.close();
        };
    }

    /** An answer in parts, after which nothing comes any more. */
    Answer partsAndSilence(String... parts) {
        return exchange -> {
            write(exchange, CHUNKED, parts);
            closed.await();
        };
    }

    private static void write(HttpExchange exchange, long length, String... parts) throws IOException {
        exchange.sendResponseHeaders(200, length);
        OutputStream body = exchange.getResponseBody();
        for (String part : parts) {
            body.write(part.getBytes(StandardCharsets.UTF_8));
            body.flush();
        }
    }

    public void then(Answer answer) {
        answers.add(answer);
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        exchange.getRequestBody().readAllBytes();
        Answer answer = answers.poll();
        try {
            (answer == null ? answer(500, "there is no answer left") : answer).give(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Method, path and query of the requests so far. */
    public List<String> requests() {
        return requests;
    }

    public ApiClient client() {
        Cluster cluster = Cluster.builder(
                        "http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        try {
            return ApiClient.of(
                    ClientConfig.of(Kubeconfig.of(
                            "stub", cluster, "nobody", AuthInfo.builder().build())),
                    "test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
