package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvisibleTest {

    @ParameterizedTest
    @CsvSource({
        "'a\u0000', 1, U+0000 (null)",
        "'a\u001Fb', 1, U+001F (information separator one)",
        "'a\u007Fb', 1, U+007F (delete)",
        "'\u00A0', 0, U+00A0 (no-break space)",
        "'ab\u200B', 2, U+200B (zero width space)",
        "'\u2028', 0, U+2028 (line separator)",
        "'\uFE00', 0, U+FE00 (variation selector-1)",
        "'\uFE0F', 0, U+FE0F (variation selector-16)",
        "'\uFEFFa', 0, U+FEFF (zero width no-break space)",
        "'~\u200D', 1, U+200D (zero width joiner)",
        "'a\uFE0F', 1, U+FE0F (variation selector-16)",
        "'\uD83D\uDC69\u200B', 2, U+200B (zero width space)",
        "'\u3164', 0, U+3164 (hangul filler)"
    })
    void findsWhatCannotBeSeen(String text, int position, String name) {
        assertThat(Invisible.in(text)).hasValueSatisfying(found -> {
            assertThat(found.offset()).isEqualTo(position);
            assertThat(found.name()).isEqualTo(name);
        });
        assertThat(Invisible.hint(text)).isEqualTo("; it has the invisible character " + name);
    }

    /** The joiner and the style of an emoji belong to what is seen. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", " a~\t\r\n", "\u00FC\u4E16", "\uD83D\uDC69\u200D\uD83D\uDCBB", "\u2764\uFE0F", "\uFE10\uFDFF"
            })
    void takesTheRestForSeen(String text) {
        assertThat(Invisible.in(text)).isEmpty();
        assertThat(Invisible.hint(text)).isEmpty();
    }
}
