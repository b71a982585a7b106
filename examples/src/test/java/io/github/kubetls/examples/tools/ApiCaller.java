package io.github.kubetls.examples.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One user of an API server, as tests call it. */
final class ApiCaller {

    /** What came back. */
    record Reply(int code, String text, HttpResponse<String> response) {

        JsonNode json() {
            return parse(text);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The field at a JSON pointer. */
        String at(String pointer) {
            return json().at(pointer).asText("");
        }
    }

    static final String REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final JsonMapper MAPPER = new JsonMapper();

    private final ClientConfig config;
    private final HttpClient client;

    private ApiCaller(ClientConfig config, HttpClient client) {
        this.config = config;
        this.client = client;
    }

    static ApiCaller of(ClientConfig config) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(config.sslContext())
                .sslParameters(config.sslParameters())
                .build();
        return new ApiCaller(config, client);
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply get(String path, String... headers) {
        return send(request("GET", path, HttpRequest.BodyPublishers.noBody(), headers));
    }

    Reply post(String path, String json, String... headers) {
        return send("POST", path, "application/json", json, headers);
    }

    Reply put(String path, String json) {
        return send("PUT", path, "application/json", json);
    }

    Reply delete(String path) {
        return send(request("DELETE", path, HttpRequest.BodyPublishers.noBody()));
    }

    Reply send(String method, String path, String contentType, String body, String... headers) {
        HttpRequest.Builder request = request(method, path, HttpRequest.BodyPublishers.ofString(body), headers);
        return send(request.header("Content-Type", contentType));
    }

    Reply sendBytes(String method, String path, String contentType, byte[] body) {
        HttpRequest.Builder request = request(method, path, HttpRequest.BodyPublishers.ofByteArray(body));
        return send(request.header("Content-Type", contentType));
    }

    private HttpRequest.Builder request(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(config.uri(path)).timeout(PATIENCE).method(method, body);
        config.bearerToken().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        for (int i = 0; i + 1 < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request whose answer comes bit by bit, and gives it whole when it is over. */
    CompletableFuture<String> watch(String path, String... headers) {
        HttpRequest request = request("GET", path, HttpRequest.BodyPublishers.noBody(), headers)
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(HttpResponse::body);
    }

    /** Sends a request, and returns when the answer begins. */
    BufferedReader open(String path) throws Exception {
        HttpRequest request =
                request("GET", path, HttpRequest.BodyPublishers.noBody()).build();
        InputStream body =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }
}
