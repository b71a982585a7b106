package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubeconfig.client.ConfigOverrides;
import io.github.kubetls.kubeconfig.client.CredentialPluginPolicy;
import io.github.kubetls.kubeconfig.edit.ContextEdit;
import io.github.kubetls.kubeconfig.internal.NamedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in a kubeconfig begins no line of its own in a log, and hides nothing there. */
class VisibleTextTest {

    private static final String HOSTILE = "a\nlevel=info msg=forged\r\u001B[2K\u202E\u2028";

    @TempDir
    static Path folder;

    static List<Object> shown() throws IOException {
        Files.writeString(folder.resolve("token"), "t");
        Context context = Context.builder(HOSTILE, HOSTILE).namespace(HOSTILE).build();
        Kubeconfig config = Kubeconfig.builder()
                .cluster(HOSTILE, Cluster.of("https://10.0.0.1:6443", PemSource.file("ca.crt")))
                .user(HOSTILE, AuthInfo.builder().token("t").build())
                .context("used", Context.of(HOSTILE, HOSTILE))
                .context("lost", context)
                .currentContext("used")
                .build();
        Kubeconfig lost = Kubeconfig.builder().context("lost", context).build();
        ConfigOverrides overrides = ConfigOverrides.builder()
                .currentContext(HOSTILE)
                .namespace(HOSTILE)
                .build();
        return List.of(
                config,
                context,
                AuthInfo.builder().otherFields(Map.of(HOSTILE, "x")).build(),
                PemSource.file(HOSTILE),
                PemSource.of(HOSTILE, new byte[] {1}).orElseThrow(),
                ExecConfig.builder(HOSTILE).build(),
                ExecConfig.builder("c").env(HOSTILE, "v").build().variables(),
                AuthProviderConfig.of(HOSTILE, Map.of()),
                KubeconfigFiles.of(List.of(Path.of(HOSTILE))).load(),
                ContextEdit.none().user(HOSTILE),
                ClientConfig.inCluster(
                        Map.of(
                                "KUBERNETES_SERVICE_HOST", "h",
                                "KUBERNETES_SERVICE_PORT", "1",
                                "POD_NAMESPACE", HOSTILE),
                        folder,
                        ConfigOverrides.none()),
                overrides,
                CredentialPluginPolicy.allowlist(HOSTILE),
                ClusterInfo.fromMap(Map.of(
                        "apiVersion", "v1", "kind", "ConfigMap", "data", Map.of("jws-kubeconfig-" + HOSTILE, "x"))),
                NamedFile.message(new NoSuchFileException(HOSTILE)),
                catchThrowable(() -> ClientConfig.of(config, overrides)),
                catchThrowable(() -> KubeconfigView.of(config).minified(HOSTILE)),
                catchThrowable(() -> KubeconfigView.of(lost).minified("lost")));
    }

    @ParameterizedTest
    @MethodSource("shown")
    void showsNoCharacterThatCannotBeSeen(Object shown) {
        assertThat(shown.toString().codePoints()).allMatch(c -> c >= ' ' && c != 0x7F && c != 0x202E && c != 0x2028);
        assertThat(shown.toString()).contains("\\n");
    }
}
