package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckClusterTest {

    /** The time that the samples were made for. */
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static String check(String sample) throws IOException {
        return check(Path.of("samples", sample), KubernetesRelease.latest());
    }

    private static String check(Path folder, KubernetesRelease release) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CheckCluster.check(folder, NOW, release, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void judgesByARelease(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("node"));
        Files.writeString(folder.resolve("node/kubelet-config.yaml"), """
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                featureGates: {ReloadKubeletClientCAFile: true}
                """);
        assertThat(check(folder, KubernetesRelease.of(35))).contains("FEATURE_GATE_UNKNOWN");
        assertThat(check(folder, KubernetesRelease.of(36))).doesNotContain("FEATURE_GATE_UNKNOWN");
    }

    @Test
    void findsNoErrorInASoundCluster() throws IOException {
        assertThat(check("sound"))
                .contains("control-plane/token.csv: ", "cluster/rbac.yaml: ", "node/kubelet-config.yaml: ")
                .doesNotContain("ERROR", "cannot be read");
    }

    @Test
    void findsWhatIsWrongInEachFileOfAnUnsoundOne() throws IOException {
        assertThat(check("unsound"))
                .containsSubsequence(
                        "control-plane/token.csv: ",
                        "control-plane/admin.conf: ",
                        "cluster/rbac.yaml: ",
                        "node/kubelet-config.yaml: ",
                        "ERROR READ_ONLY_PORT_INSECURE");
    }
}
