package io.github.kubetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesReleaseTest {

    @ParameterizedTest
    @CsvSource({"1.20, 20", "v1.27.3, 27", "v1.28.4+k3s1, 28", "1.36.0-alpha.1, 36", "1.24+, 24", "v1.9, 9"})
    void readsVersions(String text, int minor) {
        assertThat(KubernetesRelease.parse(text)).isEqualTo(KubernetesRelease.of(minor));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "2.0", "v1.x", "1.27 ", "latest", "1.99999"})
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> KubernetesRelease.parse(text))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("VERSION_INVALID"));
    }

    @Test
    void isAMinorVersion() {
        assertThat(KubernetesRelease.of(27).minor()).isEqualTo(27);
        assertThat(KubernetesRelease.of(27)).hasToString("1.27");
        assertThat(KubernetesRelease.of(0)).hasToString("1.0");
        assertThatThrownBy(() -> KubernetesRelease.of(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
