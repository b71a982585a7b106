package io.github.kubetls.internal.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Tool;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {

    @ParameterizedTest
    @CsvSource({
        "kubeadm join a:1\u00A0--token x, word 3, U+00A0 (no-break space)",
        "kubeadm\u2003join a:1, word 1, U+2003 (em space)",
        "kubeadm join \u200Ba:1, word 3, U+200B (zero width space)",
        "kubeadm join a:1 \u202Ex, word 4, U+202E (right-to-left override)"
    })
    void namesTheCharacterThatLooksLikeABlankOrLikeNothing(String text, String word, String character) {
        assertThatThrownBy(() -> ShellWords.split(text))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location()).hasToString(word))
                .hasMessageContaining(character);
    }

    @Test
    void lettersOfAnyScriptAndQuotedBlanksAreNoFault() {
        assertThat(ShellWords.split("\u00E9t\u00E9 \uD83D\uDE00 'a\u00A0b'"))
                .containsExactly("\u00E9t\u00E9", "\uD83D\uDE00", "a\u00A0b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                " a\tb ",
                "a\\ b",
                "a\\\nb",
                "a \\\n b",
                "'a b'c",
                "\"a 'b'\"",
                "'' a",
                "a''",
                "\\'a\\'",
                "'\\'",
                "a\\\\b",
                "--x=~y"
            })
    void splitsACommandAsAShellDoes(String command) {
        Tool.assume("sh");
        assertThat(String.join("\n", ShellWords.split(command)) + "\n")
                .isEqualTo(Tool.run(Path.of("."), "sh", "-c", "printf '%s\\n' " + command));
    }

    /** A command that is copied from a page with line ends of Windows. */
    @Test
    void continuesALineWhateverItsEnd() {
        assertThat(ShellWords.split("a \\\r\n b\\\r\nc\\")).containsExactly("a", "bc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"$a\"", "\"`a`\"", "\"a\\b\"", "\"\\b\"", "\"a$\"", "\"a`\""})
    void refusesWhatAShellWouldExpandWithinQuotes(String command) {
        assertThatThrownBy(() -> ShellWords.split(command))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("has shell syntax within double quotes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$a", "a$b", "`a`", "a;", "a & b", "a|b", "a<b", "a>b", "(a", "a)"})
    void refusesTheSyntaxOfAShell(String command) {
        assertThatThrownBy(() -> ShellWords.split(command))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("has shell syntax where plain words are expected");
    }

    /** systemd.service(5): words are split at white space, quotes are respected and removed, nothing else is expanded. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --a=b  --c              | --a=b;--c
            --a='b c' --d="e f"     | --a=b c;--d=e f
            --a=b<5%&$x;(y)         | --a=b<5%&$x;(y)
            "a \\"b\\" \\\\"    | a "b" \\
            ``                      | ``
            """)
    void splitsTheValueOfAVariableAsSystemdDoes(String value, String words) {
        assertThat(String.join(";", ShellWords.splitVariable(value))).isEqualTo(words);
    }

    @Test
    void refusesAVariableWithAnOpenQuote() {
        for (String value : new String[] {"\"a", "a '", "\"a\\", "\"a\\\""}) {
            assertThatThrownBy(() -> ShellWords.splitVariable(value))
                    .as(value)
                    .isInstanceOf(InvalidFormatException.class)
                    .hasMessageContaining("has a quote that is never closed");
        }
    }
}
