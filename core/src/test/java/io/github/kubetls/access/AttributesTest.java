package io.github.kubetls.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesTest {

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
    void aKubeletAsksAboutItsNode(String method, String path, String verb, String subresource) {
        assertThat(Attributes.ofKubelet("worker-1", method, path))
                .isEqualTo(Attributes.resource(verb, "", "nodes")
                        .withSubresource(subresource)
                        .withName("worker-1"));
    }

    @Test
    void anEmptyPathIsNoSubresource() {
        assertThat(Attributes.ofKubelet("w", "GET", "").subresource()).isEqualTo("proxy");
    }
}
