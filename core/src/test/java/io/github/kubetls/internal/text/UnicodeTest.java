package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** A mark that is not complete is none. */
    @ParameterizedTest
    @ValueSource(strings = {"EF", "EFBB", "FE", "FF"})
    void refusesTheBeginningOfAMark(String bytes) {
        assertThatThrownBy(() -> Unicode.decode(HexFormat.of().parseHex(bytes), ""))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("is not valid UTF-8 text");
    }

    /** UTF-16 has those beyond U+FFFF, whose units begin at U+D800, before those from U+E000. */
    @Test
    void ordersByCodePoint() {
        assertThat(Stream.of("\uFF5E", "ab", "\uD83D\uDE01", "a", "", "\uD7FF", "\uD83D\uDE00", "b")
                        .sorted(Unicode.CODE_POINT_ORDER))
                .containsExactly("", "a", "ab", "b", "\uD7FF", "\uFF5E", "\uD83D\uDE00", "\uD83D\uDE01");
    }
}
