package io.github.kubetls.kubeconfig;

import static io.github.kubetls.fixtures.Posix.mode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.discovery.DiscoverySettings;
import io.github.kubetls.fixtures.ChildJvm;
import io.github.kubetls.fixtures.Modes;
import io.github.kubetls.kubeconfig.client.ExecCredential;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What everything that writes files makes, whatever the umask: where it takes nothing away from anybody, and where much. */
class UmaskTest {

    @TempDir
    static Path directory;

    /** Writes a file into each of several folders that are not there yet. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            Modes.Watch watch = Modes.Watch.over(List.of("kubeconfig", "locked", "settings", "credential").stream()
                    .map(folder::resolve)
                    .toList());
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
            Files.writeString(folder.resolve("exposed"), String.join("\n", watch.exposed()));
        }
    }

    @BeforeAll
    static void write() throws IOException {
        ChildJvm.runWithUmasks(Writer.class, directory);
    }

    static List<Path> folders() {
        return ChildJvm.UMASKS.stream().map(directory::resolve).toList();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aSecretIsItsOwnersInAFolderOfItsOwners(Path under) throws IOException {
        for (String name : List.of("kubeconfig", "settings", "credential")) {
            assertThat(mode(under.resolve(name))).as(name).isEqualTo("rwx------");
            assertThat(mode(under.resolve(name).resolve("inner"))).as(name).isEqualTo("rwx------");
            assertThat(mode(under.resolve(name).resolve("inner/file"))).as(name).isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void anUpdateMakesFoldersAsKubectlDoes(Path under) throws IOException {
        String folder = under.endsWith("077") ? "rwx------" : "rwxr-xr-x";
        assertThat(mode(under.resolve("locked"))).isEqualTo(folder);
        assertThat(mode(under.resolve("locked/inner"))).isEqualTo(folder);
        assertThat(mode(under.resolve("locked/inner/file"))).isEqualTo("rw-------");
    }

    /** While the files were made, somebody has looked at them all the time. */
    @ParameterizedTest
    @MethodSource("folders")
    void noSecretWasOthersInBetween(Path under) {
        assertThat(under.resolve("exposed")).isEmptyFile();
    }
}
