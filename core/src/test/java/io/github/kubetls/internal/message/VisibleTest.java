package io.github.kubetls.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The escapes of Go's {@code %q}. */
class VisibleTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            7, \\a
            10, \\n
            13, \\r
            27, \\x1b
            31, \\x1f
            127, \\x7f
            128, \\u0080
            160, \\u00a0
            8238, \\u202e
            57344, \\ue000
            65535, \\uffff
            65536, \uD800\uDC00
            917505, \\U000e0001
            1114111, \\U0010ffff
            56448, \\x80
            56575, \\xff
            55296, \\ud800
            """)
    void escapesWhatCannotBePrinted(int character, String shown) {
        String text =
                new StringBuilder("a").appendCodePoint(character).append("z").toString();
        assertThat(Visible.text(text)).isEqualTo("a" + shown + "z");
    }

    @Test
    void leavesTheRestAsItIs() {
        for (String text : new String[] {"", " ~\"\\'", "\u00E9 \uD83D\uDE00"}) {
            assertThat(Visible.text(text)).isEqualTo(text);
        }
    }

    @Test
    void showsWhatAnObjectSays() {
        assertThat(Visible.text(List.of("a\n"))).isEqualTo("[a\\n]");
    }
}
