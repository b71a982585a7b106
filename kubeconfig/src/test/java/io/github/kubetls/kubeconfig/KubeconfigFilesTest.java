package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubeconfig.edit.ClusterEdit;
import io.github.kubetls.kubeconfig.edit.CredentialsEdit;
import io.github.kubetls.kubeconfig.edit.KubectlEdits;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/behaviour/kubeconfig.md, 5 and 10. */
class KubeconfigFilesTest {

    @TempDir
    private Path directory;

    private Path path(String name) {
        return directory.resolve(name);
    }

    private Path write(String name, String text) throws IOException {
        Files.createDirectories(path(name).getParent());
        return Files.writeString(path(name), text);
    }

    private KubeconfigFiles files(String... names) {
        return KubeconfigFiles.of(Stream.of(names).map(this::path).toList()).withLockTimeout(Duration.ZERO);
    }

    @Test
    void readsTheKubeconfigListOfAnEnvironment() {
        assertThat(KubeconfigFiles.ofEnvironment(Map.of(
                                "KUBECONFIG", "a::b:a:~/c:".replace(":", File.pathSeparator), "HOME", "/home/jo"))
                        .paths())
                .containsExactly(Path.of("a"), Path.of("b"), Path.of("~/c"));
    }

    @Test
    void takesTheHomeFileWhenThereIsNoList() {
        assertThat(KubeconfigFiles.ofEnvironment(Map.of("HOME", "/home/jo")).paths())
                .containsExactly(Path.of("/home/jo/.kube/config"));
        assertThat(KubeconfigFiles.ofEnvironment(Map.of("KUBECONFIG", "", "HOME", "/home/jo"))
                        .paths())
                .containsExactly(Path.of("/home/jo/.kube/config"));
    }

    @Test
    void anExplicitFileHasToExistToBeLoaded() throws IOException {
        KubeconfigFiles files = KubeconfigFiles.of(path("missing"));
        assertThatThrownBy(files::load)
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing: no such file or directory");
        assertThat(files.loadOrEmpty().config()).isEqualTo(Kubeconfig.parse(""));
    }

    @Test
    void passesOverTheFilesOfAListThatDoNotExist() throws IOException {
        write("b", "current-context: x");
        LoadedKubeconfig loaded = files("a", "b", "c").load();
        assertThat(loaded.config().currentContext()).contains("x");
        assertThat(loaded.missing()).containsExactly(path("a"), path("c"));
        assertThat(loaded.files()).containsOnlyKeys(path("b"));
        assertThat(loaded.config().findings(Instant.EPOCH))
                .extracting(Finding::code)
                .contains("FILE_MISSING");
    }

    @Test
    void reportsAllBadFilesTogether() throws IOException {
        write("a", "users: 1");
        write("b", "clusters: [");
        // As an error of several in Go; one alone is itself.
        Throwable first = catchThrowable(() -> files("a").load());
        Throwable second = catchThrowable(() -> files("b").load());
        assertThat(first).hasMessageStartingWith(path("a").toString());
        assertThat(second).hasMessageStartingWith(path("b").toString());
        assertThatThrownBy(() -> files("a", "b").load())
                .isInstanceOf(InvalidFormatException.class)
                .hasMessage("[" + first.getMessage() + ", " + second.getMessage() + "]")
                .satisfies(all -> assertThat(all.getSuppressed()).hasSize(2));
        Files.createDirectory(path("d"));
        assertThatThrownBy(() -> files("a", "d").load())
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(path("a").toString(), "directory");
        assertThatThrownBy(() -> files("d").load()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files("a", "d").load())
                .satisfies(all -> assertThat(all.getSuppressed()).hasSize(2));
    }

    @Test
    void mergesByTheFirstFileThatHasAnEntry() throws IOException {
        write("a", """
                current-context: ''
                preferences: {colors: false, extensions: [{name: e, extension: 1}]}
                extensions: [{name: e, extension: 1}]
                clusters: [{name: k, cluster: {}}]
                users: [{name: u, user: {username: a}}]
                """);
        write("b", """
                current-context: nowhere
                preferences: {colors: true, extensions: [{name: e, extension: 2}, {name: f, extension: 2}]}
                extensions: [{name: e, extension: 2}, {name: f, extension: 2}]
                clusters: [{name: k, cluster: {server: hidden}}, {name: l, cluster: {server: l}}]
                users: [{name: u, user: {password: b}}]
                """);
        write("c", "current-context: later");
        LoadedKubeconfig loaded = files("a", "b", "c").load();
        assertThat(loaded.config()).isEqualTo(Kubeconfig.parse("""
                current-context: nowhere
                preferences: {colors: true, extensions: [{name: e, extension: 1}, {name: f, extension: 2}]}
                extensions: [{name: e, extension: 1}, {name: f, extension: 2}]
                clusters: [{name: k, cluster: {}}, {name: l, cluster: {server: l}}]
                users: [{name: u, user: {username: a}}]
                """));
        assertThat(loaded.config().cluster("k").orElseThrow().origin()).contains(path("a"));
        assertThat(loaded.config().cluster("l").orElseThrow().origin()).contains(path("b"));
        assertThat(loaded.currentContextOrigin()).contains(path("b"));
        assertThat(loaded.config().findings(Instant.EPOCH))
                .filteredOn(finding -> finding.code().equals("ENTRY_IGNORED"))
                .extracting(finding -> finding.location().toString())
                .containsExactly(
                        path("b") + ", clusters[k], line 4, column 31", path("b") + ", users[u], line 5, column 25");
    }

    @Test
    void theDefaultFileIsTheFirstThatExistsElseTheLast() throws IOException {
        assertThat(files("a", "b").defaultFile()).isEqualTo(path("b"));
        write("b", "");
        assertThat(files("a", "b", "c").defaultFile()).isEqualTo(path("b"));
        assertThatThrownBy(() -> files().defaultFile()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aChangedEntryGoesToItsFileAndANewOneToTheDefaultFile() throws IOException {
        write("a", "users: [{name: a, user: {token: a}}]");
        write("b", "users: [{name: b, user: {token: b}}]");
        LoadedKubeconfig loaded = files("a", "b").load();
        Kubeconfig changed = KubectlEdits.of(loaded.config())
                .setCredentials("b", CredentialsEdit.none().token("changed"))
                .setCluster("new", ClusterEdit.none().server("s"))
                .config();
        assertThat(loaded.changes(changed))
                .isEqualTo(Map.of(
                        path("a"),
                        Kubeconfig.parse(
                                "users: [{name: a, user: {token: a}}]\nclusters: [{name: new, cluster: {server: s}}]"),
                        path("b"),
                        Kubeconfig.parse("users: [{name: b, user: {token: changed}}]")));
    }

    /** A cluster of its own making has no origin, but the name has one. */
    @Test
    void anEntryThatIsReplacedStaysInItsFile() throws IOException {
        write("a", "");
        write("b", "clusters: [{name: c, cluster: {server: old}}]");
        LoadedKubeconfig loaded = files("a", "b").load();
        Kubeconfig changed = loaded.config().toBuilder()
                .cluster("c", Cluster.builder("new").build())
                .build();
        assertThat(loaded.changes(changed)).containsOnlyKeys(path("b"));
    }

    @Test
    void writesNothingWhenNothingChanges() throws IOException {
        Path file = write("a", "# a comment\nusers: [{name: a, user: {token: a}}]");
        assertThat(files("a")
                        .update(config -> KubectlEdits.of(config)
                                .setCredentials("a", CredentialsEdit.none().token("a"))
                                .config()))
                .isEmpty();
        assertThat(file).content().startsWith("# a comment");
    }

    @Test
    void currentContextGoesToTheDefaultFileAndIsClearedWhereItIsSet() throws IOException {
        write("a", "contexts: [{name: x}]");
        write("b", "current-context: x");
        assertThat(files("a", "b")
                        .update(config ->
                                KubectlEdits.of(config).useContext("x").config()))
                .isEmpty();
        assertThat(files("a", "b")
                        .update(config ->
                                KubectlEdits.of(config).unset("current-context").config()))
                .containsExactly(path("b"));
        assertThat(files("a", "b")
                        .update(config ->
                                KubectlEdits.of(config).useContext("x").config()))
                .containsExactly(path("a"));
    }

    @Test
    void preferencesGoToTheFirstFileWhoseOwnDiffer() throws IOException {
        write("a", "preferences: {colors: true}");
        write("b", "preferences: {colors: true}");
        assertThat(files("a", "b")
                        .update(config -> KubectlEdits.of(config)
                                .unset("preferences.colors")
                                .config()))
                .containsExactly(path("a"));
        // The later file shows through.
        assertThat(files("a", "b").load().config().colors()).isTrue();
    }

    @Test
    void extensionsWithinThePreferencesBelongToThem() throws IOException {
        write("a", "preferences: {extensions: [{name: e, extension: 1}]}");
        UnaryOperator<Kubeconfig> change = config ->
                config.toBuilder().preferenceExtensions(Map.of("e", 2)).build();
        assertThat(files("a").update(change)).containsExactly(path("a"));
        assertThat(files("a").load().config().preferenceExtensions()).isEqualTo(Map.of("e", 2L));
        assertThat(files("a").update(change)).isEmpty();
    }

    @Test
    void aChangeOfTopLevelExtensionsAloneIsWrittenNowhere() throws IOException {
        write("a", "extensions: [{name: e, extension: 1}]");
        assertThat(files("a")
                        .update(config ->
                                KubectlEdits.of(config).unset("extensions").config()))
                .isEmpty();
    }

    /** kubectl loses all of them when it writes. */
    @Test
    void anUnknownFieldGoesToTheFirstFileThatHasIt() throws IOException {
        write("a", "p: 1");
        write("b", "q: 1\nr: 1");
        UnaryOperator<Kubeconfig> change = config ->
                config.toBuilder().otherFields(Map.of("p", 1, "q", 2, "new", 3)).build();
        assertThat(files("a", "b").update(change)).containsExactlyInAnyOrder(path("a"), path("b"));
        assertThat(Kubeconfig.read(path("a")).toMap())
                .containsEntry("p", 1L)
                .containsEntry("new", 3L)
                .doesNotContainKey("q");
        assertThat(Kubeconfig.read(path("b")).toMap()).containsEntry("q", 2L).doesNotContainKeys("p", "r", "new");
        assertThat(files("a", "b").update(change)).isEmpty();
        write("c", "p: 7");
        assertThat(files("a", "c")
                        .update(config -> config.toBuilder()
                                .otherFields(Map.of("p", 8, "new", 3))
                                .build()))
                .containsExactly(path("a"));
    }

    @Test
    void writesAsTheReleaseThatIsAskedFor() throws IOException {
        Path file = write("a", "");
        UnaryOperator<Kubeconfig> change =
                config -> config.toBuilder().currentContext("x").build();
        files("a").withRelease(KubernetesRelease.of(33)).update(change);
        assertThat(file).content().contains("preferences: {}\n");
        LoadedKubeconfig loaded = files("a").load();
        assertThat(loaded.save(loaded.config().toBuilder().currentContext("z").build()))
                .containsExactly(file);
        assertThat(file).content().contains("current-context: z\n").doesNotContain("preferences");
    }

    @Test
    void deletingAnEntryUncoversAHiddenOne() throws IOException {
        write("a", "clusters: [{name: c, cluster: {server: first}}]");
        write("b", "clusters: [{name: c, cluster: {server: second}}]");
        assertThat(files("a", "b")
                        .update(config ->
                                KubectlEdits.of(config).deleteCluster("c").config()))
                .containsExactly(path("a"));
        assertThat(files("a", "b").load().config().cluster("c").orElseThrow().server())
                .isEqualTo("second");
    }

    @Test
    void anEntryIsDeletedFromItsOwnFile() throws IOException {
        write("a", "users: [{name: u}]\ncontexts: [{name: x}]");
        write("b", "users: [{name: v}, {name: w}]\ncontexts: [{name: other}, {name: z}]");
        assertThat(files("a", "b")
                        .update(config -> KubectlEdits.of(config)
                                .deleteUser("v")
                                .deleteContext("z")
                                .config()))
                .containsExactly(path("b"));
        assertThat(Kubeconfig.read(path("b")))
                .isEqualTo(Kubeconfig.parse("users: [{name: w}]\ncontexts: [{name: other}]"));
    }

    @Test
    void messagesNameTheDefaultFile() throws IOException {
        write("a", "");
        write("b", "contexts: [{name: x}]");
        assertThatThrownBy(() -> files("a", "b")
                        .update(config ->
                                KubectlEdits.of(config).deleteContext("y").config()))
                .hasMessage("cannot delete context y, not in " + path("a"));
    }

    @Test
    void keepsTheUnknownFieldsOfAFileThatItWrites() throws IOException {
        Path file = write("a", "future: [1]\nusers: [{name: a, future: 2, user: {future: 3}}]");
        files("a")
                .update(config -> KubectlEdits.of(config)
                        .setCredentials("a", CredentialsEdit.none().token("t"))
                        .config());
        assertThat(file).content().contains("future: 3", "future: 2", "future:\n- 1");
    }

    @Test
    void createsAMissingFileWithItsDirectories() throws IOException {
        files("new/dir/k")
                .update(config -> KubectlEdits.of(config)
                        .setCluster("c", ClusterEdit.none())
                        .config());
        assertThat(path("new/dir/k")).exists();
        assertThat(Posix.mode(path("new/dir"))).startsWith("rwxr");
    }

    @Test
    void aDanglingLinkIsFollowed() throws IOException {
        Posix.link(path("link"), Path.of("elsewhere"));
        files("link")
                .update(config -> KubectlEdits.of(config)
                        .setCluster("c", ClusterEdit.none())
                        .config());
        assertThat(path("link")).isSymbolicLink();
        assertThat(Kubeconfig.read(path("elsewhere")).clusters()).containsOnlyKeys("c");
    }

    @Test
    void readsLargerFilesWhenItMay() throws IOException {
        write("a", ("# " + "x".repeat(62) + "\n").repeat(64 * 1024) + "current-context: x");
        assertThatThrownBy(() -> files("a").load()).isInstanceOf(IOException.class);
        assertThat(files("a").withMaxBytes(5 * 1024 * 1024).load().config().currentContext())
                .contains("x");
    }

    @Test
    void savesPathsInTheFormThatIsAskedFor() throws IOException {
        Path file = write("a", "");
        LoadedKubeconfig loaded = files("a").load();
        Kubeconfig changed = loaded.config().toBuilder()
                .cluster("c", Cluster.of("s", PemSource.file("./ca/../ca.crt")))
                .build();
        assertThat(loaded.save(KubeconfigFiles.PathForm.AS_WRITTEN, changed)).containsExactly(file);
        assertThat(file).content().contains("certificate-authority: ./ca/../ca.crt\n");
    }

    @Test
    void savingKeepsWhatOthersWroteInTheMeantime() throws IOException {
        write("k", "clusters: [{name: a, cluster: {server: a}}, {name: b, cluster: {server: b}}]");
        LoadedKubeconfig loaded = files("k").load();
        files("k")
                .update(config -> KubectlEdits.of(config)
                        .setCluster("new", ClusterEdit.none().server("new"))
                        .setCluster("b", ClusterEdit.none().server("changed"))
                        .config());
        loaded.save(KubectlEdits.of(loaded.config())
                .setCluster("a", ClusterEdit.none().server("mine"))
                .config());
        assertThat(Kubeconfig.read(path("k")))
                .isEqualTo(Kubeconfig.parse("clusters: [{name: a, cluster: {server: mine}}, "
                        + "{name: b, cluster: {server: changed}}, {name: new, cluster: {server: new}}]"));
    }
}
