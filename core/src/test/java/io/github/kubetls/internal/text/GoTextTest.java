package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoTextTest {

    @Test
    void differentBytesStayDifferentStrings() {
        assertThat(GoText.of("\u00FC\uD83D\uDE00".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("\u00FC\uD83D\uDE00");
        String one = GoText.of(new byte[] {'a', (byte) 0xFF, 'b'});
        assertThat(one)
                .isNotEqualTo(GoText.of(new byte[] {'a', (byte) 0xFE, 'b'}))
                .isNotEqualTo(GoText.of("a\uFFFDb".getBytes(StandardCharsets.UTF_8)));
        assertThat(GoText.isText(one)).isFalse();
        assertThat(GoText.of(new byte[] {(byte) 0xE2, (byte) 0x82})).hasSize(2);
        assertThat(GoText.of(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}))
                .as("a surrogate in UTF-8 is none")
                .hasSize(3);
    }

    static Stream<Arguments> quotes() {
        return Stream.of(
                arguments("a b", "\"a b\""),
                arguments("a\"b\\", "\"a\\\"b\\\\\""),
                arguments("a\tb\nc\rd", "\"a\\tb\\nc\\rd\""),
                arguments("a\u0001\u007Fb", "\"a\\x01\\x7fb\""),
                arguments("\u00FC\u4E16", "\"\u00FC\u4E16\""),
                arguments("a\u00A0\u200Bb", "\"a\\u00a0\\u200bb\""),
                arguments("a\uDC80b", "\"a\\x80b\""));
    }

    /** Expectations: Go's strconv.Quote, version 1.19. */
    @ParameterizedTest
    @MethodSource("quotes")
    void quotesAsGoDoes(String value, String expected) {
        assertThat(GoText.quote(value)).isEqualTo(expected);
    }

    static Stream<Arguments> folds() {
        return Stream.of(
                arguments("current-context", "Current-CONTEXT", true),
                arguments("users", "u\u017Fer\u017F", true),
                arguments("kind", "\u212AIND", true),
                arguments("a", "ab", false),
                arguments("a", "b", false),
                arguments("\u0131", "i", false),
                arguments("i", "\u0131", false),
                arguments("\u0130", "i", false),
                arguments("i", "\u0130", false),
                arguments("\u0130", "\u0130", true),
                arguments("x\u0131", "X\u0131", true),
                arguments("\u0131", "\u0130", false),
                arguments("\u0130\u0131", "\u0131\u0130", false));
    }

    /** Expectations: Go's strings.EqualFold, version 1.26. */
    @ParameterizedTest
    @MethodSource("folds")
    void comparesWithoutCaseAsGoDoes(String a, String b, boolean expected) {
        assertThat(GoText.equalsFold(a, b)).isEqualTo(expected);
    }

    /** Java's own lower-casing makes two characters of U+0130, and another sigma at the end of a word. */
    @Test
    void lowersEachCharacterByItself() {
        assertThat(GoText.lowerCase("NODE-1 \u0130\u212A \u03A3\u03A3 \uD801\uDC00"))
                .isEqualTo("node-1 ik \u03C3\u03C3 \uD801\uDC28");
    }
}
