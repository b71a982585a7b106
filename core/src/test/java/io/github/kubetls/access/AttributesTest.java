package io.github.kubetls.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesTest {

    /** docs/behaviour/kubelet.md, 8. Subresources before 1.33 | from then on. */
    @ParameterizedTest
    @CsvSource({
        "GET,    /stats/summary,    get,    stats,   stats",
        "GET,    /stats,            get,    stats,   stats",
        "GET,    /stats/,           get,    stats,   stats",
        "GET,    /metrics,          get,    metrics, metrics",
        "GET,    /metrics/cadvisor, get,    metrics, metrics",
        "GET,    /logs/kubelet.log, get,    log,     log",
        "GET,    /spec/,            get,    spec,    proxy",
        "GET,    /statsx,           get,    proxy,   proxy",
        "GET,    /Stats,            get,    proxy,   proxy",
        "GET,    /x/stats,          get,    proxy,   proxy",
        "GET,    /log,              get,    proxy,   proxy",
        "GET,    /,                 get,    proxy,   proxy",
        "GET,    '',                get,    proxy,   proxy",
        "POST,   /exec/a/b/c,       create, proxy,   proxy",
        "POST,   /checkpoint/a/b/c, create, proxy,   checkpoint",
        "PUT,    /pods,             update, proxy,   pods proxy",
        "PATCH,  /pods/,            patch,  proxy,   pods proxy",
        "DELETE, /runningpods/,     delete, proxy,   pods proxy",
        "GET,    /runningPods/,     get,    proxy,   proxy",
        "GET,    /podsx,            get,    proxy,   proxy",
        "GET,    /healthz,          get,    proxy,   healthz proxy",
        "GET,    /healthz/syncloop, get,    proxy,   healthz proxy",
        "GET,    /configz,          get,    proxy,   configz proxy",
        "HEAD,   /pods,             '',     proxy,   pods proxy",
        "get,    /pods,             '',     proxy,   pods proxy"
    })
    void aKubeletAsksAboutItsNode(String method, String path, String verb, String before, String after) {
        Attributes.Resource node = Attributes.resource(verb, "", "nodes").withName("worker-1");
        assertThat(Attributes.ofKubelet("worker-1", method, path, KubernetesRelease.of(32)))
                .containsExactly(node.withSubresource(before));
        assertThat(Attributes.ofKubelet("worker-1", method, path, KubernetesRelease.of(33)))
                .isEqualTo(
                        Stream.of(after.split(" ")).map(node::withSubresource).toList())
                .isEqualTo(Attributes.ofKubelet("worker-1", method, path));
    }

    /** docs/behaviour/rbac.md, 14; answers of {@code fields.ParseSelector} of Kubernetes 0.36.4 for {@code spec.nodeName}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spec.nodeName=w1                       | w1
            spec.nodeName=w1,status.phase=Running  | w1
            spec.nodeName==w1                      | w1
            spec.nodeName!=w1                      |
            spec.nodeName=b,spec.nodeName=a        | a b
            spec.nodeName==a,spec.nodeName=b       | a b
            ''                                     |
            ,                                      |
            spec.nodeName=w1,,                     | w1
            spec.nodeName                          |
            spec.nodeName=w1,x                     |
            spec.nodeName=w1=2                     |
            spec.nodeName=w\\=1                    | w=1
            spec.nodeName=w\\,1                    | w,1
            spec.nodeName=w\\1                     |
            spec.nodeName=w\\\\1                   | w\\1
            spec.nodeName=w\\\\,a=b                | w\\
            spec.nodeName=w1\\                     |
            ' spec.nodeName=w1'                    |
            spec.nodeName!==w1                     |
            spec.nodeName=!w1                      | !w1
            Spec.nodeName=w1                       |
            spec.nodeName===w1                     |
            a\\,spec.nodeName=w1                   |
            spec.nodeName in (w1)                  |
            """)
    void readsFieldSelectorsAsKubernetesDoes(String selector, @Nullable String values) {
        assertThat(Attributes.resource("list", "", "pods")
                        .withFieldSelector(selector)
                        .requiredValues("spec.nodeName"))
                .isEqualTo(values == null ? List.of() : List.of(values.split(" ")));
    }

    @Test
    void requiresAnEmptyValueToo() {
        assertThat(Attributes.resource("list", "", "pods")
                        .withFieldSelector("spec.nodeName=")
                        .requiredValues("spec.nodeName"))
                .containsExactly("");
    }

    /** docs/behaviour/rbac.md, 6.2. */
    @ParameterizedTest
    @CsvSource({
        "list,             metadata.name=x,                  '',  x",
        "watch,            a=b,                              '',  ''",
        "watch,            'a=b,metadata.name==x',           '',  x",
        "list,             'metadata.name=b,metadata.name=a', '', a",
        "list,             metadata.name!=x,                 '',  ''",
        "list,             metadata.name=x,                  y,   y",
        "get,              metadata.name=x,                  '',  ''",
        "deletecollection, metadata.name=x,                  '',  ''",
        "list,             metadata.name=.,                  '',  ''",
        "list,             metadata.name=..,                 '',  ''",
        "list,             metadata.name=a/b,                '',  ''",
        "list,             metadata.name=/a,                 '',  ''",
        "list,             metadata.name=a%b,                '',  ''",
        "list,             metadata.name=%a,                 '',  ''",
    })
    void aSelectorOfOneObjectNamesIt(String verb, String selector, String name, String expected) {
        Attributes.Resource request = Attributes.resource(verb, "", "nodes").withName(name);
        assertThat(request.withFieldSelector(selector).name()).isEqualTo(expected);
    }

    @Test
    void keepsEveryPartAndTellsOfIt() {
        Attributes.Resource request = Attributes.resource("list", "apps", "deployments")
                .withFieldSelector("metadata.name=web")
                .withLabelSelector("tier in (web, db)")
                .withSubresource("status")
                .withNamespace("prod");
        assertThat(request)
                .isEqualTo(new Attributes.Resource(
                        "list",
                        "apps",
                        "deployments",
                        "status",
                        "web",
                        "prod",
                        "metadata.name=web",
                        "tier in (web, db)"))
                .hasToString("list deployments.apps/status \"web\" in namespace prod"
                        + " with fields metadata.name=web and labels tier in (web, db)");
        assertThat(new Attributes.Resource("get", "", "pods", "", "", ""))
                .isEqualTo(Attributes.resource("get", "", "pods"))
                .hasToString("get pods");
        assertThat(new Attributes.NonResource("get", "/healthz")).hasToString("get /healthz");
    }
}
