package io.github.kubetls.kubeconfig.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.PemSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration that a pod is given; docs/behaviour/kubeconfig.md, 8. */
class InClusterTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"::1, https://[::1]:443", "10.0.0.1, https://10.0.0.1:443", "h, https://h:443"})
    void bracketsTheAddressOfThePodsServer(String host, String server) throws IOException {
        Files.writeString(directory.resolve("token"), "t");
        Map<String, String> environment = Map.of("KUBERNETES_SERVICE_HOST", host, "KUBERNETES_SERVICE_PORT", "443");
        ClientConfig config = ClientConfig.inCluster(environment, directory, ConfigOverrides.none());
        assertThat(config.server()).hasToString(server);
        assertThat(config.cluster().server()).isEqualTo(server);
        assertThat(config).asString().contains(host, "namespace default");
    }

    @Test
    void readsWhatAPodIsGiven() throws IOException {
        Map<String, String> environment =
                Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443");
        assertThatThrownBy(() -> ClientConfig.inCluster(environment, directory, ConfigOverrides.none()))
                .isInstanceOf(IOException.class);
        Files.writeString(directory.resolve("token"), "t");
        ClientConfig bare = ClientConfig.inCluster(environment, directory, ConfigOverrides.none());
        assertThat(bare.server()).hasToString("https://[fd00::1]:443");
        assertThat(bare.namespace()).isEqualTo("default");
        assertThat(bare.cluster().certificateAuthority()).isEmpty();
        Files.writeString(directory.resolve("namespace"), "team\n");
        Files.writeString(directory.resolve("ca.crt"), "PEM");
        ClientConfig full = ClientConfig.inCluster(environment, directory, ConfigOverrides.none());
        assertThat(full.namespace()).isEqualTo("team");
        assertThat(full.bearerToken()).contains("t");
        assertThat(full.cluster().certificateAuthority()).contains(PemSource.file(directory.resolve("ca.crt")));
        assertThatThrownBy(() -> ClientConfig.inCluster(Map.of(), directory, ConfigOverrides.none()))
                .isInstanceOf(IllegalStateException.class);
    }

    /** As in client-go, of the overrides only these count in a pod. */
    @Test
    void overridesWhatAPodIsGiven() throws IOException {
        Map<String, String> environment =
                Map.of("KUBERNETES_SERVICE_HOST", "h", "KUBERNETES_SERVICE_PORT", "443", "POD_NAMESPACE", "pod");
        Files.writeString(directory.resolve("token"), "t");
        Files.writeString(directory.resolve("ca.crt"), "PEM");
        ConfigOverrides all = ConfigOverrides.builder()
                .namespace("n")
                .cluster(Cluster.builder("https://other")
                        .certificateAuthority(PemSource.file("/ca"))
                        .insecureSkipTlsVerify(true)
                        .build())
                .user(AuthInfo.builder().token("own").as("jane").build())
                .build();
        ClientConfig config = ClientConfig.inCluster(environment, directory, all);
        assertThat(config.cluster()).isEqualTo(Cluster.of("https://other", PemSource.file("/ca")));
        assertThat(config.namespace()).isEqualTo("n");
        assertThat(config.bearerToken()).contains("own");
        assertThat(config.user().as()).isEmpty();
        ConfigOverrides embedded = ConfigOverrides.builder()
                .cluster(Cluster.of("", PemSource.inline("other")))
                .build();
        ClientConfig asGiven = ClientConfig.inCluster(environment, directory, embedded);
        assertThat(asGiven.cluster())
                .isEqualTo(Cluster.of("https://h:443", PemSource.file(directory.resolve("ca.crt"))));
        assertThat(asGiven.namespace()).isEqualTo("pod");
        assertThat(asGiven.bearerToken()).contains("t");
    }
}
