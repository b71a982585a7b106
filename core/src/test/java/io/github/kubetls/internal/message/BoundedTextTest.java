package io.github.kubetls.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    @Test
    void cutsNoCharacterInTwo() {
        String text = "x" + "\uD83D\uDE00".repeat(BoundedText.LONGEST);
        assertThat(BoundedText.of(text).codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }
}
