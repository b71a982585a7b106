package io.github.kubetls.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeletRequestTest {

    @ParameterizedTest
    @CsvSource({
        "GET,    /stats/summary,    get,    stats",
        "GET,    /stats,            get,    stats",
        "GET,    /stats/,           get,    stats",
        "GET,    /metrics,          get,    metrics",
        "GET,    /metrics/cadvisor, get,    metrics",
        "GET,    /logs/kubelet.log, get,    log",
        "GET,    /spec/,            get,    spec",
        "GET,    /statsx,           get,    proxy",
        "GET,    /Stats,            get,    proxy",
        "GET,    /x/stats,          get,    proxy",
        "GET,    /log,              get,    proxy",
        "GET,    /,                 get,    proxy",
        "POST,   /exec/a/b/c,       create, proxy",
        "PUT,    /pods,             update, proxy",
        "PATCH,  /pods,             patch,  proxy",
        "DELETE, /pods,             delete, proxy",
        "HEAD,   /pods,             '',     proxy",
        "get,    /pods,             '',     proxy"
    })
    void asksAboutTheNode(String method, String path, String verb, String subresource) {
        assertThat(new KubeletRequest(method, path).attributes("worker-1"))
                .isEqualTo(Attributes.resource(verb, "", "nodes")
                        .withSubresource(subresource)
                        .withName("worker-1"));
    }

    @Test
    void anEmptyPathIsNoSubresource() {
        assertThat(new KubeletRequest("GET", "").attributes("w").subresource()).isEqualTo("proxy");
    }
}
