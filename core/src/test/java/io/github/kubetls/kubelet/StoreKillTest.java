package io.github.kubetls.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.ChildJvm;
import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.fixtures.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a program at any point of an update, and looks at what the store holds then. */
class StoreKillTest {

    private static final long SEED = 20240305;

    @TempDir
    Path temp;

    @BeforeAll
    static void aStoreHasLinks() {
        Posix.assume();
    }

    @Test
    void holdsAPairAfterAFewKills() throws Exception {
        killAndLoad(4);
    }

    @Test
    @Tag("slow")
    void holdsAPairAfterHundredsOfKills() throws Exception {
        int kills = Integer.getInteger("kubetls.kills", 300);
        int unfinished = killAndLoad(kills);
        // Of a few it may be that none hits the middle; of this many not.
        assertThat(unfinished).as("kills that hit the middle of an update").isGreaterThanOrEqualTo(kills / 100);
    }

    /** {@return how many of the kills left an unfinished update} */
    private int killAndLoad(int kills) throws Exception {
        Path store = temp.resolve("pki");
        Path output = temp.resolve("output");
        KubeletCertificateStore.open(store, KubeletCertificateStore.CLIENT).update(Pairs.leaf());
        Random random = new Random(SEED);
        int unfinished = 0;
        for (int kill = 1; kill <= kills; kill++) {
            Process updater = new ProcessBuilder(
                            ChildJvm.command(StoreUpdater.class, store.toString(), Integer.toString(kill)))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            while (!Files.readString(output).startsWith("updated") && updater.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            TimeUnit.MICROSECONDS.sleep(random.nextInt(150_000));
            updater.destroyForcibly().waitFor();
            assertThat(output).as("what the updater said before kill %d", kill).hasContent("updated");
            unfinished += hasUnfinishedUpdate(store) ? 1 : 0;
            assertHoldsAPair(store, "kill " + kill + " of seed " + SEED);
        }
        assertThat(stampedFiles(store))
                .as("files with a stamp, so updates were made")
                .isGreaterThan(1);
        return unfinished;
    }

    /** What a killed update leaves: a file that has not got its name yet, or the link that was to be the current one. */
    private static boolean hasUnfinishedUpdate(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.endsWith(".tmp") || name.equals("kubelet-client-updated.pem"));
        }
    }

    private static long stampedFiles(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> file.getFileName().toString().startsWith("kubelet-client-2"))
                    .count();
        }
    }

    private void assertHoldsAPair(Path store, String description) throws Exception {
        StoredCertificate stored = KubeletCertificateStore.open(store, KubeletCertificateStore.CLIENT)
                .load();
        assertThat(stored).as(description).isInstanceOf(StoredCertificate.Loaded.class);
        assertThat(Pairs.all()).as(description).contains(stored.usable().orElseThrow());
        assertThat(Files.isSymbolicLink(store.resolve("kubelet-client-current.pem")))
                .as(description)
                .isTrue();
    }
}
