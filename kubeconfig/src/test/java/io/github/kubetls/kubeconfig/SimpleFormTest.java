package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.internal.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form that kubectl writes is read in a way of its own, with the result that YAML's whole grammar has. */
class SimpleFormTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** A comment that is no part of the simple form. */
    private static final String END = "# \u00e9\n";

    @Test
    void readsRandomTextsAsTheWholeGrammarDoes() {
        long start = System.nanoTime();
        for (long seed = start; seed < start + 200; seed++) {
            String text = Yaml.write(new RandomKubeconfigs(seed).tree());
            assertThat(outcome(text)).as("seed %d", seed).isEqualTo(outcome(text + END));
            String changed = changed(text, new Random(seed));
            assertThat(outcome(changed)).as("seed %d", seed).isEqualTo(outcome(changed + END));
        }
    }

    /** With a line that is there twice or not at all, which makes another text of the simple form, or none. */
    private static String changed(String text, Random random) {
        String[] lines = text.split("(?<=\n)");
        int line = random.nextInt(lines.length);
        lines[line] = random.nextBoolean() ? "" : lines[line] + lines[line];
        return String.join("", lines);
    }

    @Test
    void readsRecordedFilesAsTheWholeGrammarDoes(@TempDir Path folder) throws IOException {
        Recorded.copy("kubectl-cases", folder);
        int kubeconfigs = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (text.contains("clusters:") && text.endsWith("\n")) {
                    assertThat(outcome(text)).as(file.toString()).isEqualTo(outcome(text + END));
                    kubeconfigs++;
                }
            }
        }
        assertThat(kubeconfigs).isGreaterThan(10);
    }

    /** All that a caller can see of a text, or where and why it is refused. */
    private static List<Object> outcome(String text) {
        try {
            Kubeconfig config = Kubeconfig.parse(text);
            List<Finding> findings = config.findings(NOW);
            return List.of(config.toMap(), findings);
        } catch (InvalidFormatException e) {
            // Where a text that is not well-formed ends depends on its end.
            return e.code().equals("DOCUMENT_INVALID") ? List.of(e.code()) : List.of(e.code(), e.location(), e.rule());
        }
    }
}
