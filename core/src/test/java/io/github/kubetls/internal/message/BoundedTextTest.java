package io.github.kubetls.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedTextTest {

    @Test
    void keepsWhatIsShort() {
        assertThat(BoundedText.of("")).isEmpty();
        assertThat(BoundedText.of("x".repeat(BoundedText.LONGEST))).hasSize(BoundedText.LONGEST);
        assertThat(BoundedText.join(List.of(), ", ")).isEmpty();
        assertThat(BoundedText.join(List.of("a"), ", ")).isEqualTo("a");
        assertThat(BoundedText.join(List.of("", "", "b"), ", ")).isEqualTo(", , b");
    }

    @Test
    void saysHowMuchItLeavesOut() {
        assertThat(BoundedText.of("x".repeat(BoundedText.LONGEST) + "because"))
                .startsWith("x")
                .contains("x... 7 characters more ...x")
                .endsWith("xbecause");
        assertThat(BoundedText.join(Collections.nCopies(20_000, "y"), ", "))
                .startsWith("y, y, ")
                .endsWith(", y, and 14537 more");
    }

    /** Nor does it leave out one more when a character of two halves stands elsewhere. */
    @ParameterizedTest
    @ValueSource(ints = {-2, -1, 0, 1})
    void leavesOutOneHalfMoreOnlyWhereItCuts(int shift) {
        int tail = 4 * 1024;
        int head = BoundedText.LONGEST - tail;
        String x = "x".repeat(BoundedText.LONGEST);
        String atHead = BoundedText.of("x".repeat(head + shift) + "\uD83D\uDE00" + x);
        assertThat(atHead.indexOf("... ")).isEqualTo(shift == -1 ? head - 1 : head);
        String atTail = BoundedText.of(x + "\uD83D\uDE00" + "x".repeat(tail + shift));
        assertThat(atTail.length() - atTail.indexOf(" more ...") - " more ...".length())
                .isEqualTo(shift == -1 ? tail - 1 : tail);
    }

    /** Whichever half stands where the text is cut, and what is left out is counted. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xy"})
    void cutsNoCharacterInTwo(String before) {
        String text = before + "\uD83D\uDE00".repeat(BoundedText.LONGEST);
        String bounded = BoundedText.of(text);
        assertThat(bounded.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        Matcher parts = Pattern.compile("(.*)\\.\\.\\. ([0-9]+) characters more \\.\\.\\.(.*)")
                .matcher(bounded);
        assertThat(parts.matches()).isTrue();
        assertThat(text).startsWith(parts.group(1)).endsWith(parts.group(3));
        assertThat(parts.group(1).length()
                        + Integer.parseInt(parts.group(2))
                        + parts.group(3).length())
                .isEqualTo(text.length());
    }
}
