package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.Kubectl;
import io.github.kubetls.fixtures.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kubectl and the API do the same, or refuse both, over files from seeds; the seed is in the message. */
class KubectlDifferentialTest {

    /** How many comparisons the slow tests make; fewer where time is short. */
    private static final int MANY = Integer.getInteger("kubetls.comparisons", 4_000);

    @TempDir
    private Path directory;

    /** One comparison: what differs, or nothing. */
    private interface Comparison {
        Optional<String> run(Path directory, long seed) throws IOException;
    }

    @BeforeEach
    void needsKubectl() {
        Tool.assume("kubectl");
    }

    private void compare(long first, int runs, Comparison comparison) throws IOException {
        for (long seed = first; seed < first + runs; seed++) {
            assertThat(comparison.run(directory, seed)).isEmpty();
        }
    }

    @Test
    void viewsAndEditsAlike() throws IOException {
        compare(0, 150, KubectlDifferential::run);
    }

    @Test
    void readsAlike() throws IOException {
        compare(0, 150, ReadingDifferential::run);
    }

    @Test
    void validatesAlike() throws IOException {
        compare(0, 100, ValidationDifferential::run);
    }

    /** In the other direction: kubectl reads what we write to the same, and would write it to the byte. */
    @Test
    void kubectlReadsWhatWeWrite() throws IOException {
        Path file = directory.resolve("k");
        for (long seed = 0; seed < 60; seed++) {
            Kubeconfig config = KubeconfigView.of(RandomKubeconfigs.config(seed))
                    .withoutUnknownFields()
                    .config();
            config.write(file);
            Tool.Result yaml = Kubectl.run(directory, "k", List.of("config", "view", "--raw"));
            Tool.Result json = Kubectl.run(directory, "k", List.of("config", "view", "--raw", "-o", "json"));
            assertThat(yaml.output()).as("seed %d", seed).isEqualTo(config.toYaml(Kubectl.release()));
            assertThat(json.output()).as("seed %d", seed).isEqualTo(config.toJson(Kubectl.release()));
        }
    }

    @Test
    @Tag("slow")
    void viewsAndEditsAlikeManyTimes() throws IOException {
        compare(10_000, MANY, KubectlDifferential::run);
    }

    @Test
    @Tag("slow")
    void readsAlikeManyTimes() throws IOException {
        compare(10_000, MANY, ReadingDifferential::run);
    }

    @Test
    @Tag("slow")
    void validatesAlikeManyTimes() throws IOException {
        compare(10_000, MANY, ValidationDifferential::run);
    }
}
