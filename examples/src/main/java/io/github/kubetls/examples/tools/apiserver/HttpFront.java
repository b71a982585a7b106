package io.github.kubetls.examples.tools.apiserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Between HTTP and the API: reads requests, finds out who makes them, and sends the answers. */
final class HttpFront implements HttpHandler {

    private static final int LARGEST_BODY = 3 * 1024 * 1024;

    private final Api api;
    private final AccessControl access;
    private final Faults faults;
    /** Fewer than threads, so that there are always some for short requests. */
    private final Semaphore watches = new Semaphore(HttpsListener.THREADS - 64);

    HttpFront(Api api, AccessControl access, Faults faults) {
        this.api = api;
        this.access = access;
        this.faults = faults;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Faults.Kind fault = faults.next(exchange.getRequestURI().getPath());
            switch (fault) {
                case NONE -> send(exchange, answer(exchange));
                case ERROR ->
                    send(exchange, ApiFailure.internal("a fault on purpose").answer());
                case THROTTLE -> send(exchange, ApiFailure.tooManyRequests().answer());
                // Closing the exchange without an answer closes the connection.
                case DROP_ANSWER -> answer(exchange);
                case DROP_REQUEST -> {}
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            UserInfo user = access.authenticate(credentials(exchange)).orElseThrow(ApiFailure::unauthorized);
            return api.answer(user, request(exchange));
        } catch (ApiFailure failure) {
            return failure.answer();
        }
    }

    private static ApiRequest request(HttpExchange exchange) throws IOException {
        Instant received = Instant.now();
        String contentType = header(exchange, "Content-Type");
        byte[] body = body(exchange);
        boolean protobuf = body.length > 0 && MediaTypes.bare(contentType).equals(Protobuf.MEDIA_TYPE);
        return new ApiRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                protobuf ? "application/json" : contentType,
                String.join(",", exchange.getRequestHeaders().getOrDefault("Accept", List.of())),
                protobuf ? Protobuf.read(body).toString() : new String(body, StandardCharsets.UTF_8),
                new ApiRequest.Client(
                        exchange.getRemoteAddress().getAddress().getHostAddress(), header(exchange, "User-Agent")),
                received);
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            exchange.getResponseHeaders().set("Connection", "close");
            throw ApiFailure.tooLarge(LARGEST_BODY);
        }
        return bytes;
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static Credentials credentials(HttpExchange exchange) {
        Credentials presented = Credentials.fromHeader(header(exchange, "Authorization"));
        try {
            Certificate[] chain = ((HttpsExchange) exchange).getSSLSession().getPeerCertificates();
            return presented.withClientCertificate(
                    Arrays.stream(chain).map(X509Certificate.class::cast).toList());
        } catch (SSLPeerUnverifiedException e) {
            // The client has presented none.
            return presented;
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Cache-Control", "no-cache, private");
        if (answer instanceof Answer.Stream stream) {
            stream(exchange, stream);
        } else if (answer instanceof Answer.Text text) {
            send(exchange, 200, "text/plain; charset=utf-8", text.text());
        } else if (answer instanceof Answer.Document document) {
            if (document.code() == 429) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            for (String warning : document.warnings()) {
                exchange.getResponseHeaders().add("Warning", "299 - " + Json.quote(warning));
            }
            send(exchange, document.code(), "application/json", document.body() + "\n");
        }
    }

    private static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    private static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = isHead(exchange);
        exchange.sendResponseHeaders(code, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private void stream(HttpExchange exchange, Answer.Stream stream) throws IOException {
        if (isHead(exchange)) {
            exchange.sendResponseHeaders(200, -1);
            stream.finished().run();
            return;
        }
        if (!watches.tryAcquire()) {
            send(exchange, ApiFailure.tooManyRequests().answer());
            return;
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            // The client is to know at once that it watches; newer JDKs keep the headers for the first event.
            out.flush();
            stream.events().run(event -> {
                out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            });
        } finally {
            watches.release();
            stream.finished().run();
        }
    }
}
