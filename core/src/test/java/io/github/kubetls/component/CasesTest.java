package io.github.kubetls.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kubetls.InvalidFormatException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of flags that people have reported, made anew. */
class CasesTest {

    private static Path file(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(CasesTest.class.getResource("cases/" + name))
                .toURI());
    }

    @ParameterizedTest
    @CsvSource({"92-flags-one-line.txt, ARGUMENT_UNEXPECTED, has several flags: write each on a line of its own"})
    void refuses(String name, String code, String rule) throws Exception {
        Path file = file(name);
        InvalidFormatException refused =
                catchThrowableOfType(InvalidFormatException.class, () -> KubeletFlags.read(file));
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.location().source()).isEqualTo(file.toString());
        assertThat(refused.location().line()).isEqualTo(1);
        assertThat(refused.rule()).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({"92b-kubeadm-flags.env, --hostname-override=bd01, --container-runtime-endpoint=unix:///run/x.sock"})
    void reads(String name, String first, String second) throws Exception {
        assertThat(KubeletFlags.read(file(name)).arguments()).containsExactly(first, second);
    }
}
