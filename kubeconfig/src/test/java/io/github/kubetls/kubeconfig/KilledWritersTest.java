package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.fixtures.ChildJvm;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubeconfig.edit.ClusterEdit;
import io.github.kubetls.kubeconfig.edit.KubectlEdits;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write the same files at the same time, and are killed at any point. */
class KilledWritersTest {

    private static final long SEED = 20261130;

    @TempDir
    private Path temp;

    /** Writes everything without end, in an order and in versions of its own; it tells of the first round. */
    static final class EndlessWriter {

        private EndlessWriter() {}

        public static void main(String[] arguments) throws IOException {
            ChildJvm.endWithParent();
            Path directory = Path.of(arguments[0]);
            Random random = new Random(Long.parseLong(arguments[1]));
            for (WriterKind writer : WriterKind.REPEATABLE) {
                writer.write(directory, random.nextInt(2));
            }
            System.out.println("written");
            while (true) {
                WriterKind.REPEATABLE
                        .get(random.nextInt(WriterKind.REPEATABLE.size()))
                        .write(directory, random.nextInt(2));
            }
        }
    }

    /** Adds clusters to a kubeconfig, one after the other. */
    static final class Updater {

        static final int UPDATES = 25;

        private Updater() {}

        public static void main(String[] arguments) throws IOException {
            KubeconfigFiles files =
                    KubeconfigFiles.of(List.of(Path.of(arguments[0]))).withLockTimeout(Duration.ofMinutes(5));
            for (int i = 0; i < UPDATES; i++) {
                String name = arguments[1] + "-" + i;
                files.update(config -> KubectlEdits.of(config)
                        .setCluster(name, ClusterEdit.none())
                        .config());
            }
            System.out.println("updated");
        }
    }

    /** Begins to update a kubeconfig, and never ends. */
    static final class Hanger {

        private Hanger() {}

        public static void main(String[] arguments) throws IOException {
            ChildJvm.endWithParent();
            KubeconfigFiles.of(List.of(Path.of(arguments[0]))).update(config -> {
                System.out.println("updating");
                try {
                    TimeUnit.HOURS.sleep(1);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return config;
            });
        }
    }

    @BeforeAll
    static void aStoreHasLinks() {
        Posix.assume();
    }

    @Test
    void everyFileIsWholeAfterAFewKills() throws Exception {
        killAndRead(3);
    }

    @Test
    @Tag("slow")
    void everyFileIsWholeAfterHundredsOfKills() throws Exception {
        int kills = Integer.getInteger("kubetls.kills", 300);
        int interrupted = killAndRead(kills);
        // Of a few it may be that none hits the middle; of this many not.
        assertThat(interrupted).as("kills that hit the middle of a write").isGreaterThanOrEqualTo(kills / 100);
    }

    private int killAndRead(int kills) throws Exception {
        Path directory = temp.resolve("written");
        Map<String, Set<String>> versions = versions();
        Random random = new Random(SEED);
        int interrupted = 0;
        Process other = start("0", EndlessWriter.class, directory, "0", "written");
        try {
            for (int kill = 1; kill <= kills; kill++) {
                Process next = start("" + kill % 2, EndlessWriter.class, directory, "" + kill, "written");
                assertThat(other.isAlive())
                        .as("one goes on beside another: " + output("" + (kill + 1) % 2))
                        .isTrue();
                TimeUnit.MICROSECONDS.sleep(random.nextInt(50_000));
                other.destroyForcibly().waitFor();
                other = next;
                Map<String, String> found = FilesBelow.digests(directory);
                interrupted += FilesBelow.hasLeftovers(directory) ? 1 : 0;
                String description = "kill " + kill + " of seed " + SEED;
                versions.forEach((name, digests) ->
                        assertThat(digests).as(description + ": " + name).contains(found.get(name)));
            }
        } finally {
            other.destroyForcibly().waitFor();
        }
        for (WriterKind writer : WriterKind.REPEATABLE) {
            writer.write(directory, 1);
        }
        assertThat(FilesBelow.digests(directory)).as("nothing is left behind").containsOnlyKeys(versions.keySet());
        return interrupted;
    }

    /** What each file may hold. */
    private Map<String, Set<String>> versions() throws IOException {
        Map<String, Set<String>> versions = new TreeMap<>();
        for (int version = 0; version < 2; version++) {
            Path reference = temp.resolve("reference");
            for (WriterKind writer : WriterKind.REPEATABLE) {
                writer.write(reference, version);
            }
            FilesBelow.digests(reference)
                    .forEach((name, digest) -> versions.computeIfAbsent(name, any -> new HashSet<>())
                            .add(digest));
        }
        return versions;
    }

    @Test
    void twoProcessesLoseNoUpdateOfAKubeconfig() throws Exception {
        Path file = temp.resolve("config");
        List<Process> updaters = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            updaters.add(launch(name, Updater.class, file, name));
        }
        for (Process updater : updaters) {
            updater.waitFor();
        }
        assertThat(output("a") + output("b")).isEqualTo("updated\nupdated\n");
        assertThat(Kubeconfig.read(file).clusters()).hasSize(2 * Updater.UPDATES);
        assertThat(temp.resolve("config.lock")).doesNotExist();
    }

    /** As kubectl: nobody can tell whose lock it is. */
    @Test
    void aKilledUpdateLeavesItsLockAndTheNextSaysWhatToDo() throws Exception {
        Path file = temp.resolve("config");
        KubeconfigFiles files = KubeconfigFiles.of(List.of(file)).withLockTimeout(Duration.ZERO);
        start("output", Hanger.class, file, "", "updating").destroyForcibly().waitFor();
        assertThatThrownBy(() -> files.update(config -> config))
                .isInstanceOf(FileSystemException.class)
                .hasMessageStartingWith(temp.resolve("config.lock") + ": file exists")
                .hasMessageContaining("remove this file");
        Files.delete(temp.resolve("config.lock"));
        files.update(config ->
                KubectlEdits.of(config).setCluster("c", ClusterEdit.none()).config());
        assertThat(Kubeconfig.read(file).clusters()).containsOnlyKeys("c");
    }

    private String output(String name) throws IOException {
        return Files.readString(temp.resolve(name));
    }

    private Process launch(String output, Class<?> program, Path file, String argument) throws IOException {
        return new ProcessBuilder(ChildJvm.command(program, file.toString(), argument))
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve(output).toFile())
                .start();
    }

    private Process start(String output, Class<?> program, Path file, String argument, String awaited)
            throws Exception {
        Process process = launch(output, program, file, argument);
        while (!output(output).startsWith(awaited) && process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(temp.resolve(output)).hasContent(awaited);
        return process;
    }
}
