package io.github.kubetls.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills programs while they write one file, beside another that goes on, and looks at what is left. */
class KilledWriteTest {

    private static final long SEED = 20261129;

    @TempDir
    Path temp;

    @Test
    void theNextWriteRemovesWhatAFewKilledOnesLeft() throws Exception {
        killAndWrite(4);
    }

    @Test
    @Tag("slow")
    void theNextWriteRemovesWhatHundredsOfKilledOnesLeft() throws Exception {
        int kills = Integer.getInteger("kubetls.kills", 300);
        int interrupted = killAndWrite(kills);
        // Of a few it may be that none hits the middle; of this many not.
        assertThat(interrupted).as("kills that hit the middle of a write").isGreaterThanOrEqualTo(kills / 100);
    }

    private int killAndWrite(int kills) throws Exception {
        Path file = temp.resolve("folder").resolve("secret");
        Process other = start(file, "other");
        int interrupted = 0;
        try {
            Random random = new Random(SEED);
            for (int kill = 1; kill <= kills; kill++) {
                Process writer = start(file, "killed");
                TimeUnit.MICROSECONDS.sleep(random.nextInt(50_000));
                writer.destroyForcibly().waitFor();
                interrupted += leftovers(file).isEmpty() ? 0 : 1;
                assertThat(Files.size(file)).isEqualTo(EndlessWriter.SIZE);
                AtomicFiles.writeOwnerOnly(file, new byte[EndlessWriter.SIZE]);
            }
            assertThat(other.isAlive())
                    .as("the other writer goes on: " + output("other"))
                    .isTrue();
        } finally {
            other.destroyForcibly().waitFor();
        }
        AtomicFiles.writeOwnerOnly(file, new byte[] {1});
        assertThat(leftovers(file)).isEmpty();
        assertThat(file).hasBinaryContent(new byte[] {1});
        return interrupted;
    }

    @Test
    void theWriterEndsWithTheProgramThatStartedIt() throws Exception {
        Process writer = start(temp.resolve("file"), "output");
        writer.getOutputStream().close();
        assertThat(writer.waitFor()).isEqualTo(1);
    }

    private String output(String name) throws IOException {
        return Files.readString(temp.resolve(name));
    }

    private Process start(Path file, String name) throws Exception {
        Path output = temp.resolve(name);
        Process process = new ProcessBuilder(ChildJvm.command(EndlessWriter.class, file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        while (!output(name).startsWith("written") && process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(output).hasContent("written");
        return process;
    }

    private static List<String> leftovers(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".tmp"))
                    .toList();
        }
    }
}
