package io.github.kubetls.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/components.md: flags that are gone, or not there yet. */
class FlagChangeTest {

    @ParameterizedTest
    @CsvSource({
        "apiserver, --address=1.2.3.4,                           20, 23",
        "apiserver, --port=8080,                                 20, 23",
        "apiserver, --insecure-bind-address=1.2.3.4,             20, 23",
        "apiserver, --insecure-port=0,                           20, 23",
        "apiserver, --authentication-config=/a,                  29, 37",
        "apiserver, --authorization-config=/a,                   29, 37",
        "apiserver, --requestheader-uid-headers=X-Remote-Uid,    32, 37",
        "apiserver, --tls-curve-preferences=29,                  36, 37",
        "manager,   --experimental-cluster-signing-duration=1h,  20, 24",
        "manager,   --tls-curve-preferences=29,                  36, 37",
        "kubelet,   --experimental-bootstrap-kubeconfig=/b,      20, 22",
        "kubelet,   --network-plugin=cni,                        20, 23",
        "kubelet,   --container-runtime=remote,                  20, 26",
        "kubelet,   --pod_infra_container_image=pause,           20, 34",
        "kubelet,   --tls-curve-preferences=29,                  36, 37"
    })
    void isKnownFromOneReleaseToAnother(String component, String flag, int first, int last) {
        ComponentFlags flags = switch (component) {
            case "apiserver" -> ApiServerFlags.parse(List.of(flag));
            case "manager" -> ControllerManagerFlags.parse(List.of(flag));
            default -> KubeletFlags.parse(List.of(flag));
        };
        for (int minor = 20; minor <= 37; minor++) {
            String expected = minor < first ? "FLAG_UNKNOWN" : minor > last ? "FLAG_REMOVED" : "";
            assertThat(codes(flags.findings(KubernetesRelease.of(minor))))
                    .as("1.%d", minor)
                    .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
        }
        assertThat(flags.findings()).isEqualTo(flags.findings(KubernetesRelease.latest()));
    }

    private static List<String> codes(List<Finding> findings) {
        return findings.stream()
                .map(Finding::code)
                .filter(code -> code.equals("FLAG_REMOVED") || code.equals("FLAG_UNKNOWN"))
                .toList();
    }

    @Test
    void saysWhatTheComponentSays() {
        KubeletFlags flags = KubeletFlags.parse("--experimental-bootstrap-kubeconfig=/b\n--kubeconfig=/k\n");
        assertThat(flags.findings(KubernetesRelease.of(23))).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            assertThat(finding.location()).hasToString("--experimental-bootstrap-kubeconfig");
            assertThat(finding.message())
                    .contains(
                            "unknown flag: --experimental-bootstrap-kubeconfig",
                            "the last release that knows it is 1.22");
            assertThat(finding.fix()).isEqualTo("write --bootstrap-kubeconfig");
        });
        assertThat(codes(KubeletFlags.parse(flags.toText()).findings()))
                .as("it is written by its new name")
                .isEmpty();
    }
}
