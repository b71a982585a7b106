package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubeconfig.edit.ClusterEdit;
import io.github.kubetls.kubeconfig.edit.CredentialsEdit;
import io.github.kubetls.kubeconfig.edit.KubectlEdits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/kubeconfig.md, 6. */
class ConfigPathsTest {

    @TempDir
    private Path directory;

    private Kubeconfig read(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Kubeconfig.read(Files.writeString(file, text));
    }

    private static String both(String path) {
        return "clusters: [{name: c, cluster: {certificate-authority: " + path + "}}]\n" + user("tokenFile", path);
    }

    private static String user(String field, String value) {
        return "users: [{name: u, user: {" + field + ": " + value + "}}]";
    }

    @BeforeAll
    static void pathsHaveSlashes() {
        Posix.assume();
    }

    @Test
    void keepsPathsAsTheyAreWrittenUntilTheyAreResolved() throws IOException {
        Kubeconfig config = read("cfg/k", """
                clusters: [{name: c, cluster: {certificate-authority: ../ca.pem}}]
                users: [{name: u, user: {client-certificate: a//b, client-key: /x/../y, tokenFile: ./t,
                  exec: {command: bin/login}}}]
                """);
        assertThat(config.toYaml()).contains("../ca.pem", "a//b", "/x/../y", "./t", "command: bin/login");
        String at = directory.toString();
        assertThat(config.resolved().toYaml())
                .contains(
                        "certificate-authority: " + at + "/ca.pem\n",
                        "client-certificate: " + at + "/cfg/a/b\n",
                        "client-key: /x/../y\n",
                        "tokenFile: " + at + "/cfg/t\n",
                        "command: " + at + "/cfg/bin/login\n");
    }

    @ParameterizedTest
    @CsvSource({"login, login", "./login, DIR/login", "../login, UP/login", "/bin/login, /bin/login", "'', ''"})
    void resolvesACommandOnlyWhenItIsAPath(String command, String resolved) throws IOException {
        Kubeconfig config = read("k", "users: [{name: u, user: {exec: {command: '" + command + "'}}}]");
        assertThat(config.resolved()
                        .user("u")
                        .orElseThrow()
                        .exec()
                        .orElseThrow()
                        .command())
                .isEqualTo(resolved.replace("DIR", directory.toString())
                        .replace("UP", directory.getParent().toString()));
    }

    @Test
    void resolvesByTheFileOfEachEntry() throws IOException {
        Files.createDirectories(directory.resolve("b"));
        Files.writeString(directory.resolve("a"), "users: [{name: a, user: {tokenFile: t}}]");
        Files.writeString(directory.resolve("b/k"), "users: [{name: b, user: {tokenFile: t}}]");
        Kubeconfig config = KubeconfigFiles.of(java.util.List.of(directory.resolve("a"), directory.resolve("b/k")))
                .load()
                .config()
                .resolved();
        assertThat(config.user("a").orElseThrow().tokenFile())
                .contains(directory.resolve("t").toString());
        assertThat(config.user("b").orElseThrow().tokenFile())
                .contains(directory.resolve("b/t").toString());
    }

    @Test
    void withoutAFileTheWorkingDirectoryCounts() {
        assertThat(Kubeconfig.parse(user("tokenFile", "t"))
                        .resolved()
                        .user("u")
                        .orElseThrow()
                        .tokenFile())
                .contains(Path.of("t").toAbsolutePath().toString());
    }

    /** What set-credentials and set-cluster do to the paths of an entry that they change. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t             | t             | relative already",
                "./x/../t      | t             | cleaned",
                "../t          | UP/t          | a step back stays absolute",
                "DIR/sub/t     | sub/t         | below the directory",
                "/elsewhere/t  | /elsewhere/t  | elsewhere",
            })
    void relativizesWherePossible(String before, String after, String reason) throws IOException {
        String text = before.replace("DIR", directory + "/cfg");
        read("cfg/k", both(text));
        Path file = directory.resolve("cfg/k");
        KubeconfigFiles.of(file)
                .update(config -> KubectlEdits.of(config)
                        .setCredentials("u", CredentialsEdit.none().username("me"))
                        .setCluster("c", ClusterEdit.none().proxyUrl("http://p"))
                        .config());
        Kubeconfig written = Kubeconfig.read(file);
        String expected = after.replace("UP", directory.toString());
        assertThat(written.user("u").orElseThrow().tokenFile()).contains(expected);
        assertThat(written.cluster("c").orElseThrow().certificateAuthority()).contains(PemSource.file(expected));
    }

    @Test
    void setWritesPathsAsTheyAre() throws IOException {
        read("cfg/k", both("./x/../t"));
        Path file = directory.resolve("cfg/k");
        KubeconfigFiles.of(file)
                .update(
                        KubeconfigFiles.PathForm.AS_WRITTEN,
                        config -> KubectlEdits.of(config)
                                .set("users.u.username", "me")
                                .set("clusters.c.server", "s")
                                .config());
        assertThat(file).content().contains("tokenFile: ./x/../t\n", "certificate-authority: ./x/../t\n");
    }

    /** kubectl writes {@code login}, which means: look in PATH. */
    @ParameterizedTest
    @CsvSource({"./login", "DIR/login", "x/../login"})
    void aCommandInTheKubeconfigsDirectoryStaysAPath(String command) throws IOException {
        read(
                "k",
                "users: [{name: u, user: {exec: {command: '" + command.replace("DIR", directory.toString()) + "'}}}]");
        Path file = directory.resolve("k");
        KubeconfigFiles.of(file)
                .update(config -> KubectlEdits.of(config)
                        .setCredentials("u", CredentialsEdit.none().execEnv("A", "b"))
                        .config());
        assertThat(Kubeconfig.read(file)
                        .user("u")
                        .orElseThrow()
                        .exec()
                        .orElseThrow()
                        .command())
                .isEqualTo("./login");
    }

    @Test
    void aFileThatIsWrittenElsewhereLeadsToTheSamePlaces() throws IOException {
        Kubeconfig config = read("a/k", """
                clusters: [{name: c, cluster: {certificate-authority: ./ca.pem}}]
                users: [{name: u, user: {client-key: sub/key.pem, tokenFile: /abs/t, exec: {command: ../b/login}}}]
                """);
        Path copy = directory.resolve("b/k");
        config.write(copy);
        Kubeconfig written = Kubeconfig.read(copy);
        assertThat(written.resolved()).isEqualTo(config.resolved());
        assertThat(written.user("u").orElseThrow().exec().orElseThrow().command())
                .isEqualTo("./login");
        config.write(directory.resolve("a/copy"));
        assertThat(directory.resolve("a/copy")).content().contains(": ./ca.pem");
    }

    @Test
    void aPathThatTheSystemCannotExpressStays() throws IOException {
        Kubeconfig config = read("k", user("tokenFile", "\"a\\0b\""));
        assertThat(config.resolved().user("u").orElseThrow().tokenFile()).contains("a\0b");
        assertThat(ConfigPaths.relativize("/a\0b", directory)).isEqualTo("/a\0b");
    }
}
