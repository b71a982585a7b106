package io.github.kubetls.examples.tools.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an API server, with the trust and the identity of a kubeconfig.
 *
 * <p>Requests and answers are JSON; an answer that is no success is an {@link ApiException}. As client-go does, a request
 * that is answered with 429 or 5xx and {@code Retry-After} is sent again, up to ten times. Every request and every answer is
 * bounded in time and size.
 *
 * <pre>{@code
 * ApiClient client = ApiClient.of(ClientConfig.of(Kubeconfig.read(Path.of("admin.conf"))), "my-tool");
 * JsonNode version = client.get("/version");
 * }</pre>
 */
public final class ApiClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int LARGEST_ANSWER = 256 << 20;
    private static final int MOST_REPETITIONS = 10;
    private static final long LONGEST_PAUSE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClientConfig config;
    private final String userAgent;
    private final HttpClient http;

    private ApiClient(ClientConfig config, String userAgent, HttpClient http) {
        this.config = config;
        this.userAgent = userAgent;
        this.http = http;
    }

    /**
     * Prepares a connection; nothing is sent yet.
     *
     * @param config    what a kubeconfig comes to
     * @param userAgent the name of the program
     * @return the client
     * @throws IOException            when the files that the kubeconfig names cannot be read
     * @throws ProgramException       when the kubeconfig wants something that is not done here
     * @throws InvalidFormatException when something in it is malformed
     * @throws IllegalStateException  when things in it exclude each other
     */
    public static ApiClient of(ClientConfig config, String userAgent) throws IOException {
        if (config.execRequest(false).isPresent()) {
            throw new ProgramException("the kubeconfig's user has an exec plugin, which is not run here");
        }
        if (config.cluster().proxyUrl().isPresent()) {
            throw new ProgramException("the kubeconfig's cluster has a proxy-url, which is not followed here");
        }
        // Here, and not with the first request, shows what makes no sense.
        headers(HttpRequest.newBuilder(config.server()), config);
        // One connection per exchange and no multiplexing: a watch that hangs holds up nothing else.
        HttpClient.Builder http =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).version(HttpClient.Version.HTTP_1_1);
        if (config.isTls()) {
            http.sslContext(config.sslContext()).sslParameters(config.sslParameters());
        }
        return new ApiClient(config, userAgent, http.build());
    }

    /**
     * Sends GET.
     *
     * @param path the path with its query, percent-encoded
     * @return the answer
     * @throws ApiException         when it is no success
     * @throws IOException          when there is none
     * @throws InterruptedException when the thread is interrupted
     */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return get(path, TIMEOUT);
    }

    /**
     * Sends GET.
     *
     * @param path    the path with its query, percent-encoded
     * @param timeout how long to wait for the answer
     * @return the answer
     * @throws ApiException         when it is no success
     * @throws IOException          when there is none
     * @throws InterruptedException when the thread is interrupted
     */
    public JsonNode get(String path, Duration timeout) throws IOException, InterruptedException {
        return exchange(path, "GET", null, timeout);
    }

    /**
     * Sends POST.
     *
     * @param path the path, percent-encoded
     * @param body the object to create
     * @return the object as it was created
     * @throws ApiException         when the answer is no success
     * @throws IOException          when there is none; the object may have been created all the same
     * @throws InterruptedException when the thread is interrupted
     */
    public JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return exchange(path, "POST", body, TIMEOUT);
    }

    /**
     * Sends PUT.
     *
     * @param path the path, percent-encoded
     * @param body the object to replace the one that is there
     * @return the object as it was replaced
     * @throws ApiException         when the answer is no success
     * @throws IOException          when there is none; the object may have been replaced all the same
     * @throws InterruptedException when the thread is interrupted
     */
    public JsonNode put(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return exchange(path, "PUT", body, TIMEOUT);
    }

    /**
     * Sends DELETE.
     *
     * @param path    the path, percent-encoded
     * @param options the {@code DeleteOptions}
     * @throws ApiException         when the answer is no success
     * @throws IOException          when there is none; the object may have been deleted all the same
     * @throws InterruptedException when the thread is interrupted
     */
    public void delete(String path, Map<String, ?> options) throws IOException, InterruptedException {
        exchange(path, "DELETE", options, TIMEOUT);
    }

    /**
     * Tells whether the server says that it is healthy.
     *
     * @param timeout how long to wait for its answer
     * @return whether it answered {@code /healthz} with 200
     * @throws InterruptedException when the thread is interrupted
     */
    public boolean isHealthy(Duration timeout) throws InterruptedException {
        try {
            return send(request("/healthz", "GET", null), bounded(), timeout).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Opens a watch.
     *
     * @param path the path with its query, percent-encoded, {@code watch=true} in it
     * @return the watch, to be closed
     * @throws ApiException         when the server refuses
     * @throws IOException          when it does not answer
     * @throws InterruptedException when the thread is interrupted
     */
    Watch watch(String path) throws IOException, InterruptedException {
        HttpResponse<LineBody> response = send(request(path, "GET", null), information -> new LineBody(), TIMEOUT);
        if (response.statusCode() != 200) {
            String text = response.body().nextLine(TIMEOUT).orElse("");
            response.body().close();
            throw ApiException.of(response.statusCode(), json(text));
        }
        return new Watch(response.body());
    }

    private JsonNode exchange(String path, String method, @Nullable Map<String, ?> body, Duration timeout)
            throws IOException, InterruptedException {
        for (int repetition = 0; ; repetition++) {
            HttpResponse<byte[]> response = send(request(path, method, body), bounded(), timeout);
            OptionalLong pause = pause(response);
            if (pause.isEmpty() || repetition == MOST_REPETITIONS) {
                return answer(response);
            }
            TimeUnit.SECONDS.sleep(pause.getAsLong());
        }
    }

    private HttpRequest request(String path, String method, @Nullable Map<String, ?> body)
            throws JsonProcessingException {
        BodyPublisher content =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(config.uri(path))
                .method(method, content)
                .header("Accept", "application/json")
                .header("User-Agent", userAgent);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return headers(request, config).build();
    }

    /** Adds who sends a request; the JDK's own complaint about a value would quote it. */
    private static HttpRequest.Builder headers(HttpRequest.Builder request, ClientConfig config) {
        try {
            config.headers().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
            return request;
        } catch (IllegalArgumentException e) {
            throw new ProgramException("the kubeconfig's user has credentials that no header can hold");
        }
    }

    private static BodyHandler<byte[]> bounded() {
        return information -> new BoundedBody(LARGEST_ANSWER);
    }

    /** The client's own timeout ends with the headers; this one includes the body. */
    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler, Duration timeout)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> exchange = http.sendAsync(request, handler);
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("no answer from " + config.server().getAuthority() + ": " + words(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "no answer from " + config.server().getAuthority() + " in " + timeout.toSeconds() + " seconds");
        } finally {
            exchange.cancel(true);
        }
    }

    private static String words(@Nullable Throwable cause) {
        if (cause == null) {
            return "unknown";
        }
        String message = cause.getMessage();
        return message == null || message.isEmpty() ? cause.getClass().getSimpleName() : message;
    }

    /** How long to wait before the request is sent again; empty when it is not. */
    private static OptionalLong pause(HttpResponse<?> response) {
        boolean retriable = response.statusCode() == 429 || response.statusCode() >= 500;
        String after = response.headers().firstValue("Retry-After").orElse("");
        return retriable && after.matches("[0-9]{1,9}")
                ? OptionalLong.of(Math.min(Long.parseLong(after), LONGEST_PAUSE_SECONDS))
                : OptionalLong.empty();
    }

    private static JsonNode answer(HttpResponse<byte[]> response) throws IOException {
        JsonNode body = json(new String(response.body(), StandardCharsets.UTF_8));
        if (response.statusCode() / 100 != 2) {
            throw ApiException.of(response.statusCode(), body);
        }
        if (!body.isObject()) {
            throw new IOException("the server's answer is no JSON object");
        }
        return body;
    }

    /** A part of a path, or the value of a query's field, percent-encoded. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The JSON of a text, or a missing node; the words of the parser would quote the text. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
