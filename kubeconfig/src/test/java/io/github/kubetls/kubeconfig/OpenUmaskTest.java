package io.github.kubetls.kubeconfig;

import static io.github.kubetls.fixtures.Posix.mode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.discovery.DiscoverySettings;
import io.github.kubetls.fixtures.ChildJvm;
import io.github.kubetls.kubeconfig.client.ExecCredential;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What everything that writes files makes where the umask takes nothing away from anybody. */
class OpenUmaskTest {

    @TempDir
    static Path directory;

    /** Writes a file into each of several folders that are not there yet. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            BootstrapToken token = BootstrapToken.generate();
            Kubeconfig config = Kubeconfig.bootstrap(
                    Cluster.of("https://10.0.0.1:6443", PemSource.file(Path.of("/ca.crt"))), token);
            config.write(folder.resolve("kubeconfig/inner/file"));
            KubeconfigFiles.of(folder.resolve("locked/inner/file")).update(any -> config);
            DiscoverySettings.builder()
                    .apiServerEndpoint("10.0.0.1:6443")
                    .token(token.bearerToken())
                    .unsafeSkipCaVerification()
                    .build()
                    .write(folder.resolve("settings/inner/file"));
            ExecCredential.builder("client.authentication.k8s.io/v1")
                    .token("t")
                    .build()
                    .write(folder.resolve("credential/inner/file"));
        }
    }

    @BeforeAll
    static void write() {
        ChildJvm.runWithOpenUmask(Writer.class, directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubeconfig", "settings", "credential"})
    void aSecretIsInAFolderOfItsOwners(String name) throws IOException {
        assertThat(mode(directory.resolve(name))).isEqualTo("rwx------");
        assertThat(mode(directory.resolve(name).resolve("inner"))).isEqualTo("rwx------");
        assertThat(mode(directory.resolve(name).resolve("inner/file"))).isEqualTo("rw-------");
    }

    @Test
    void anUpdateMakesFoldersAsKubectlDoes() throws IOException {
        assertThat(mode(directory.resolve("locked"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(directory.resolve("locked/inner"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(directory.resolve("locked/inner/file"))).isEqualTo("rw-------");
    }
}
