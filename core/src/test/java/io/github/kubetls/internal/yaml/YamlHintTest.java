package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message adds about a text that is not well-formed. */
class YamlHintTest {

    private static final String NO_BREAK_SPACE = "; there is the invisible character U+00A0 (no-break space) in line ";

    /** What is wrong may have begun in the line before. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "@\\u00A0 | 1",
                "a: b\\n@\\u00A0 | 2",
                "a\\u00A0: b\\n@ | 1",
                "a: b\\nc\\u00A0: d\\n@ | 2",
                "a: b\\r\\nc\\u00A0: d\\r\\n@ | 2",
                "a: b\\rc: d\\r@\\u00A0 | 3",
                "a: b\\nc: d\\n@\\u00A0 | 3",
                "a: b\\nc\\u00A0: d\\n@\\u00A0 | 2",
                "{\"a\": 1,\\n\\u00A0\"b\": 2} | 2",
            })
    void namesAnInvisibleCharacterAndItsLine(String text, int line) {
        assertThatThrownBy(() -> Yaml.read(unescaped(text), ""))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageEndingWith(NO_BREAK_SPACE + line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@\\n\\u00A0",
                "a\\u00A0: b\\nc: d\\n@",
                "a: b\\n@\\nc\\u00A0: d",
                "a: b\\u2028\\u2028@",
            })
    void saysNothingOfOtherLines(String text) {
        assertThatThrownBy(() -> Yaml.read(unescaped(text), ""))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageNotContaining("invisible");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PK\\u0003\\u0004\\u00A0 | : found a ZIP archive",
                "<!doctype html>\\n@: a: b | : found a page in HTML",
            })
    void saysWhatAnotherKindOfTextIs(String text, String hint) {
        assertThatThrownBy(() -> Yaml.read(unescaped(text), "")).hasMessageEndingWith(hint);
    }

    private static String unescaped(String text) {
        return text.replace("\\u00A0", "\u00A0")
                .replace("\\u2028", "\u2028")
                .replace("\\u0003", "\u0003")
                .replace("\\u0004", "\u0004")
                .translateEscapes();
    }
}
