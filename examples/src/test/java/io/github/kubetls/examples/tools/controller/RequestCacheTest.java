package io.github.kubetls.examples.tools.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.examples.tools.client.CertificateSigningRequests;
import io.github.kubetls.examples.tools.client.ListWatch;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestCacheTest {

    private static final CertificateRequest REQUEST =
            CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair());

    private RequestCache cache;

    @BeforeEach
    void openCache() throws IOException {
        String kubeconfig = """
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
                contexts: [{name: x, context: {cluster: c, user: ""}}]
                current-context: x
                """;
        ApiClient nobody = ApiClient.of(ClientConfig.of(Kubeconfig.parse(kubeconfig)), "test");
        cache = new RequestCache(new CertificateSigningRequests(nobody));
    }

    private static CertificateSigningRequest version(String resourceVersion) {
        return CertificateSigningRequest.kubeletClient(REQUEST).toBuilder()
                .metadata(ObjectMeta.builder()
                        .name("a")
                        .resourceVersion(resourceVersion)
                        .build())
                .build();
    }

    private void watched(String resourceVersion) {
        cache.take(new ListWatch.Change<>(version(resourceVersion), false));
    }

    private String known() {
        return cache.find("a").map(csr -> csr.metadata().resourceVersion()).orElse("none");
    }

    /** Otherwise the controller would do again what it has done, and be refused. */
    @Test
    void knowsWhatAnUpdateCameToBeforeTheWatchTellsOfIt() {
        watched("9");
        cache.take(version("12"));
        assertThat(known()).isEqualTo("12");
        watched("10");
        assertThat(known()).isEqualTo("12");
        watched("13");
        assertThat(known()).isEqualTo("13");
        cache.take(version("12"));
        assertThat(known()).isEqualTo("13");
    }

    @Test
    void keepsNothingThatIsDeleted() {
        watched("9");
        cache.take(new ListWatch.Change<>(version("10"), true));
        cache.take(version("9"));
        assertThat(known()).isEqualTo("none");
    }

    @Test
    void takesWhatComesLastWhenVersionsAreNoNumbers() {
        watched("9");
        watched("x");
        assertThat(known()).isEqualTo("x");
        watched("8");
        assertThat(known()).isEqualTo("8");
    }
}
