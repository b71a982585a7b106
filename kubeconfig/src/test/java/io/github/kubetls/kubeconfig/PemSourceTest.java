package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PemSourceTest {

    private static PemSource both(String path, String pem) {
        return PemSource.of(path, pem.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static List<PemSource> sources() {
        return List.of(
                PemSource.inline("a"),
                PemSource.inline("b"),
                PemSource.file("a"),
                PemSource.file("b"),
                both("a", "a"),
                both("a", "b"),
                both("b", "a"));
    }

    @Test
    void isEqualToWhatHasTheSamePathAndTheSameDataAndToNothingElse() {
        List<PemSource> sources = sources();
        List<PemSource> copies = sources();
        for (int i = 0; i < sources.size(); i++) {
            for (int j = 0; j < sources.size(); j++) {
                assertThat(sources.get(i).equals(copies.get(j)))
                        .as("%d and %d", i, j)
                        .isEqualTo(i == j);
            }
            assertThat(sources.get(i).hashCode()).isEqualTo(copies.get(i).hashCode());
        }
    }

    @Test
    void tellsPathAndDataAndShowsNoData() {
        PemSource both = both("/ca.pem", "PEM");
        assertThat(both.path()).contains("/ca.pem");
        assertThat(both.data()).contains("PEM".getBytes(StandardCharsets.UTF_8));
        assertThat(both).hasToString("PemSource[/ca.pem, 3 bytes]");
        assertThat(PemSource.inline("PEM")).hasToString("PemSource[3 bytes]");
        assertThat(PemSource.inline("PEM").path()).isEmpty();
        assertThat(PemSource.file("/ca.pem").data()).isEmpty();
    }
}
