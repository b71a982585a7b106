package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclFileAttributeView;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files and paths of a Windows, on whatever system the test runs; docs/behaviour/kubeconfig.md, 5.1 and 6. */
class WindowsTest {

    private final FileSystem windows = Jimfs.newFileSystem(Configuration.windows().toBuilder()
            .setRoots("C:\\", "D:\\")
            .setAttributeViews("basic", "dos", "acl")
            .build());

    @AfterEach
    void close() throws IOException {
        windows.close();
    }

    private Path path(String text) {
        return windows.getPath(text);
    }

    private static Kubeconfig config() {
        return Kubeconfig.bootstrap(
                Cluster.builder("https://10.0.0.1:6443").build(), BootstrapToken.parse("07401b.f395accd246ae52d"));
    }

    @Test
    void writesAFileThatOnlyItsOwnerMayRead() throws IOException {
        Path file = path("C:\\k\\bootstrap-kubelet.conf");
        config().write(file);
        AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
        assertThat(acl.getAcl())
                .singleElement()
                .satisfies(entry -> assertThat(entry.principal()).isEqualTo(acl.getOwner()));
        Kubeconfig read = Kubeconfig.read(file);
        assertThat(read).isEqualTo(config());
        assertThat(read.findings(Instant.now()))
                .noneSatisfy(finding -> assertThat(finding.message()).contains("can read"));
    }

    @Test
    void updatesAFileUnderTheLockOfKubectl() throws IOException {
        Path file = path("C:\\k\\config");
        KubeconfigFiles.of(file).update(any -> config());
        assertThat(Kubeconfig.read(file)).isEqualTo(config());
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ca.crt,        C:\\k\\ca.crt",
        "..\\ca.crt,    C:\\ca.crt",
        "pki/ca.crt,    C:\\k\\pki\\ca.crt",
        "D:\\ca.crt,    D:\\ca.crt",
        "C:\\ca.crt,    C:\\ca.crt",
        "a<b,           a<b",
    })
    void resolvesPaths(String written, String resolved) {
        assertThat(ConfigPaths.resolve(written, path("C:\\k"))).isEqualTo(resolved);
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\k\\ca.crt,      ca.crt",
        "C:\\k\\pki\\ca.crt, pki\\ca.crt",
        "C:\\ca.crt,         C:\\ca.crt",
        "D:\\k\\ca.crt,      D:\\k\\ca.crt",
        "ca.crt,             ca.crt",
    })
    void relativizesPathsOfTheSameDriveBelowTheFile(String absolute, String relative) {
        assertThat(ConfigPaths.relativize(absolute, path("C:\\k"))).isEqualTo(relative);
    }

    @Test
    void aCommandBesideTheFileKeepsASeparator() {
        assertThat(ConfigPaths.relativizeCommand("C:\\k\\login.exe", path("C:\\k")))
                .isEqualTo(".\\login.exe");
    }

    @Test
    void theListHasSemicolonsAndQuotes() {
        assertThat(KubeconfigFiles.ofEnvironment(Map.of("KUBECONFIG", "C:\\a;;\"D:\\b;c\";C:\\a"), windows)
                        .paths())
                .containsExactly(path("C:\\a"), path("D:\\b;c"));
    }

    /** As client-go's {@code homedir}: the file decides, then which folder can be written, is there, is set. */
    @ParameterizedTest
    @CsvSource({
        "C:\\h\\.kube\\config,  C:\\h",
        "D:\\hp\\.kube\\config, D:\\hp",
        "C:\\u\\.kube\\config,  C:\\u",
        "C:\\u,                 C:\\u",
        "D:\\hp,                D:\\hp",
        "C:\\x,                 C:\\h",
        "C:\\h+D:\\hp\\.kube\\config, D:\\hp",
        "C:\\h+C:\\u\\.kube\\config,  C:\\u",
        "D:\\hp+C:\\u,          C:\\u",
    })
    void theHomeIsWhereTheFileIs(String existing, String home) throws IOException {
        for (String folder : existing.split("\\+")) {
            Files.createDirectories(path(folder));
        }
        Map<String, String> environment =
                Map.of("HOME", "C:\\h", "HOMEDRIVE", "D:", "HOMEPATH", "\\hp", "USERPROFILE", "C:\\u");
        assertThat(KubeconfigFiles.ofEnvironment(environment, windows).paths())
                .containsExactly(path(home).resolve(".kube").resolve("config"));
    }

    @Test
    void aReadOnlyHomeIsPassedOver() throws IOException {
        Files.setAttribute(Files.createDirectories(path("C:\\h")), "dos:readonly", true);
        Map<String, String> environment = Map.of("HOME", "C:\\h", "USERPROFILE", "C:\\u");
        assertThat(KubeconfigFiles.ofEnvironment(environment, windows).paths())
                .containsExactly(path("C:\\h\\.kube\\config"));
        Files.createDirectories(path("C:\\u"));
        assertThat(KubeconfigFiles.ofEnvironment(environment, windows).paths())
                .containsExactly(path("C:\\u\\.kube\\config"));
        Files.delete(path("C:\\h"));
        Files.setAttribute(path("C:\\u"), "dos:readonly", true);
        assertThat(KubeconfigFiles.ofEnvironment(environment, windows).paths())
                .as("one that is there, rather than one that is not")
                .containsExactly(path("C:\\u\\.kube\\config"));
    }
}
