package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.kubetls.fixtures.Kubectl;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Tool;
import io.github.kubetls.kubeconfig.edit.ClusterEdit;
import io.github.kubetls.kubeconfig.edit.KubectlEdits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/behaviour/kubeconfig.md, 10. */
class LockFilesTest {

    @TempDir
    private Path directory;

    private Path path(String name) {
        return directory.resolve(name);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(path(name), text);
    }

    private KubeconfigFiles files(String... names) {
        return KubeconfigFiles.of(Stream.of(names).map(this::path).toList()).withLockTimeout(Duration.ZERO);
    }

    @Test
    void holdsTheLocksOfAllFilesWhileItChangesOne() throws IOException {
        write("a", "");
        files("a", "sub/b").update(config -> {
            assertThat(path("a.lock")).exists();
            assertThat(path("sub/b.lock")).exists();
            assertThat(lockMode()).isEqualTo("---------");
            return KubectlEdits.of(config).setCluster("c", ClusterEdit.none()).config();
        });
        assertThat(path("a.lock")).doesNotExist();
        assertThat(path("sub/b.lock")).doesNotExist();
    }

    private String lockMode() {
        try {
            return Posix.mode(path("a.lock"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesWhileAnotherProgramHoldsALockAndLeavesNoneBehind() throws IOException {
        write("a", "");
        write("b.lock", "");
        assertThatThrownBy(() -> files("a", "b")
                        .update(config -> KubectlEdits.of(config)
                                .setCluster("c", ClusterEdit.none())
                                .config()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(path("b.lock") + ": file exists");
        assertThat(path("a.lock")).doesNotExist();
        assertThat(path("b.lock")).exists();
    }

    @Test
    void takesTheLocksInTheOrderOfTheirNames() throws IOException {
        write("a.lock", "");
        write("b.lock", "");
        assertThatThrownBy(() -> files("b", "a").update(config -> config))
                .hasMessageStartingWith(path("a.lock") + ": file exists");
    }

    @Test
    void canDoWithoutLocks() throws IOException {
        write("a", "");
        write("a.lock", "");
        files("a")
                .withoutLocks()
                .update(config -> KubectlEdits.of(config)
                        .setCluster("c", ClusterEdit.none())
                        .config());
        assertThat(Kubeconfig.read(path("a")).clusters()).containsOnlyKeys("c");
        assertThat(path("a.lock")).exists();
    }

    @Test
    void releasesTheLocksWhenAChangeFails() throws IOException {
        write("a", "");
        assertThatThrownBy(() -> files("a").update(config -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(path("a.lock")).doesNotExist();
    }

    @Test
    void waitsForALockUntilTheTimeout() throws Exception {
        write("a", "");
        Path lock = write("a.lock", "");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> change = executor.submit((Callable<Object>) () -> files("a")
                    .withLockTimeout(Duration.ofMinutes(5))
                    .update(config -> KubectlEdits.of(config)
                            .setCluster("c", ClusterEdit.none())
                            .config()));
            Thread.sleep(100);
            assertThat(change).isNotDone();
            Files.delete(lock);
            change.get();
        } finally {
            executor.shutdown();
        }
        assertThat(Kubeconfig.read(path("a")).clusters()).containsOnlyKeys("c");
    }

    @Test
    void twoSpellingsOfOneFileDoNotLockEachOtherOut() throws IOException {
        write("a", "");
        assertThat(files("a", "./a")
                        .update(config -> KubectlEdits.of(config)
                                .setCluster("c", ClusterEdit.none())
                                .config()))
                .containsExactly(path("a"));
    }

    @Test
    void concurrentWritersLoseNothing() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        List<Future<?>> changes = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                String name = "c" + i;
                changes.add(executor.submit((Callable<Object>) () -> files("k")
                        .withLockTimeout(Duration.ofMinutes(5))
                        .update(config -> KubectlEdits.of(config)
                                .setCluster(name, ClusterEdit.none().server(name))
                                .config())));
            }
            for (Future<?> change : changes) {
                change.get();
            }
        } finally {
            executor.shutdown();
        }
        assertThat(Kubeconfig.read(path("k")).clusters()).hasSize(40);
    }

    @Test
    void aThreadThatIsInterruptedWaitsNoLonger() throws IOException {
        Path lock = write("a.lock", "");
        KubeconfigFiles files = files("a").withLockTimeout(Duration.ofMinutes(1));
        Thread.currentThread().interrupt();
        Throwable thrown = catchThrowable(() -> files.update(config -> config));
        boolean interrupted = Thread.interrupted();
        assertThat(thrown)
                .isInstanceOf(IOException.class)
                .hasMessage(lock + ": interrupted while waiting for the lock");
        assertThat(interrupted).isTrue();
        assertThat(lock).exists();
    }

    @Test
    void namesEachLockThatCannotBeRemovedAndRemovesTheOthers() {
        assertThatThrownBy(() -> files("a", "b", "c", "d").update(config -> {
                    putInTheWay(path("b.lock"));
                    putInTheWay(path("c.lock"));
                    return config;
                }))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(path("c.lock") + ": ")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessageStartingWith(path("b.lock") + ": ")));
        assertThat(path("a.lock")).doesNotExist();
        assertThat(path("d.lock")).doesNotExist();
    }

    /** A folder that is not empty in the place of a file, which no system removes. */
    private static void putInTheWay(Path file) {
        try {
            Files.delete(file);
            Files.createDirectories(file.resolve("x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void kubectlAndWeTakeTurns() throws Exception {
        Tool.assume("kubectl");
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Future<?> ours = executor.submit((Callable<Object>) () -> {
                for (int i = 0; i < 15; i++) {
                    String name = "ours" + i;
                    files("k")
                            .withLockTimeout(Duration.ofMinutes(5))
                            .update(config -> KubectlEdits.of(config)
                                    .setCluster(name, ClusterEdit.none().server("s"))
                                    .config());
                }
                return null;
            });
            int done = 0;
            for (int i = 0; done < 15 && i < 2000; i++) {
                // It does not wait for a lock, so it is asked again.
                Tool.Result result = Kubectl.run(directory, "k", List.of("config", "set-context", "theirs" + done));
                done += result.isSuccess() ? 1 : 0;
            }
            ours.get();
            assertThat(done).isEqualTo(15);
        } finally {
            executor.shutdown();
        }
        // kubectl may undo a change of ours that comes between its reading and its lock; we undo none of its changes.
        assertThat(Kubeconfig.read(path("k")).contexts()).hasSize(15);
    }
}
