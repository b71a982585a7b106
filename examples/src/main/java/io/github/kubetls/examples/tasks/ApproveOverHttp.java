package io.github.kubetls.examples.tasks;

import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.KubeletServingPolicy;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;

/** Approves the serving certificates that wait on an API server, with the JDK's HTTP client and nothing else. */
public final class ApproveOverHttp {

    private static final String REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

    private final ClientConfig config;
    private final HttpClient http;

    // region connect
    private ApproveOverHttp(Kubeconfig kubeconfig) throws IOException {
        config = ClientConfig.of(kubeconfig);
        http = HttpClient.newBuilder()
                .sslContext(config.sslContext())
                .sslParameters(config.sslParameters())
                .build();
    }
    // endregion

    /**
     * Runs the task.
     *
     * @param arguments a kubeconfig, and the range of the nodes' addresses, such as {@code 10.0.0.0/24}
     * @throws IOException          when the kubeconfig cannot be read, or the server does not answer as it should
     * @throws InterruptedException when the thread is interrupted
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        ApprovalPolicy policy = KubeletServingPolicy.builder()
                .dnsNamesOfNode()
                .ipRanges(arguments[1])
                .build();
        new ApproveOverHttp(Kubeconfig.read(Path.of(arguments[0]))).approve(policy);
    }

    // region approve
    private void approve(ApprovalPolicy policy) throws IOException, InterruptedException {
        String list = send("GET", REQUESTS, HttpRequest.BodyPublishers.noBody());
        for (CertificateSigningRequest csr : CertificateSigningRequest.parseAll(list)) {
            ApprovalDecision decision = policy.evaluate(csr);
            System.out.println(csr.metadata().name() + ": " + decision.verdict() + ", " + decision.message());
            if (decision.isApproved() && !csr.isApproved()) {
                CertificateSigningRequest approved = csr.withDecision(decision, Instant.now());
                send(
                        "PUT",
                        REQUESTS + "/" + csr.metadata().name() + "/approval",
                        HttpRequest.BodyPublishers.ofString(approved.toJson()));
            }
        }
    }

    private String send(String method, String path, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(config.uri(path))
                .header("Content-Type", "application/json")
                .method(method, body);
        config.bearerToken().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(method + " " + path + " was answered with " + answer.statusCode());
        }
        return answer.body();
    }
    // endregion
}
