package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UnicodeTest {

    @Test
    void decodesBytesStrictly() {
        assertThat(Unicode.decode("\uFEFFä".getBytes(StandardCharsets.UTF_8), ""))
                .isEqualTo("ä");
        assertThat(Unicode.decode("\uFEFFä".getBytes(StandardCharsets.UTF_16LE), ""))
                .isEqualTo("ä");
        assertThatThrownBy(() -> Unicode.decode(new byte[] {'a', (byte) 0xC3, 'b'}, "k"))
                .hasMessage("k: is not valid UTF-8 text");
    }
}
