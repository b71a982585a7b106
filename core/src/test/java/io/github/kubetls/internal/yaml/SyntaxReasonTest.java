package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a text is not well-formed; the reasons of YAML are those that kubectl 1.36 gives for the same texts. */
class SyntaxReasonTest {

    private static String refusal(String text) {
        InvalidFormatException refused = org.assertj.core.api.Assertions.catchThrowableOfType(
                InvalidFormatException.class, () -> Yaml.readLenient(text, YamlLimits.STANDARD, ""));
        assertThat(refused).as(text).isNotNull();
        assertThat(refused.code()).isEqualTo("DOCUMENT_INVALID");
        return refused.getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a: s3cr3t~s3cr3t~d: e | could not find expected ':'",
                "a: s3cr3t: c | mapping values are not allowed in this context",
                "a:~  b: s3cr3t~   d: e | mapping values are not allowed in this context",
                "a:~>b: s3cr3t | found character that cannot start any token: a tab",
                "a: @s3cr3t | found character that cannot start any token",
                "a: `s3cr3t | found character that cannot start any token",
                "a: %s3cr3t | found character that cannot start any token",
                "a: [s3cr3t,2 | did not find expected ',' or ']'",
                "a: [s3cr3t} | did not find expected ',' or ']'",
                "a: {b: s3cr3t | did not find expected ',' or '}'",
                "- s3cr3t~b: c | did not find expected '-' indicator",
                "a: - s3cr3t | block sequence entries are not allowed in this context",
                "a: 's3cr3t | found unexpected end of stream",
                "a: \"s3cr3t~b: c | found unexpected end of stream",
                "a: \"s3cr3t~---~\" | found unexpected document indicator",
                "a: & s3cr3t | did not find expected alphabetic or numeric character",
                "a: !s3cr3t!y z | found undefined tag handle",
                "a: !<s3cr3t z | did not find expected tag",
                "a: >0~ s3cr3t | found an indentation indicator equal to 0",
                "a: >s3cr3t~ b | did not find expected comment or line break",
                "a:~  b: c~ d: s3cr3t | did not find expected key",
                "a: 's3cr3t'y | did not find expected key",
                "a: \"s3cr3t\\xZZ\" | did not find expected hexadecimal number",
                "a: \"C:\\s3cr3t\" | found unknown escape character",
                "a: \"\\U11111111s3cr3t\" | found unknown escape character",
                "a: ] | did not find expected node content",
                "%YAML 1.1~%YAML 1.1~--- s3cr3t | duplicate %YAML directive",
                "? [s3cr3t]~: b | a key has to be a text",
            })
    void saysWhyATextIsNoYamlWithoutTheText(String text, String reason) {
        assertThat(refusal(text.replace('~', '\n').replace('>', text.contains("~>") ? '\t' : '>')))
                .contains(reason)
                .doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\":\"s3cr3t\",} | no comma behind the last member",
                "{\"a\":\"s3cr3t\" | something is not closed",
                "{\"a\":\"s3cr3t | a quote is never closed",
                "{\"a\" \"s3cr3t\"} | expected a colon",
                "{a:\"s3cr3t\"} | expected a name in double quotes",
                "{\"a\":s3cr3t} | a text without double quotes",
                "{\"a\":'s3cr3t'} | texts have double quotes",
                "{\"a\":\"s3cr3t~y\"} | a line end",
                "{\"a\":\"C:\\s3cr3t\"} | a backslash",
                "{\"a\":\"\\u1s3cr3t\"} | four hexadecimal digits",
                "{\"a\":012345} | a number",
                "{\"a\":\"s3cr3t\" \"b\":2} | expected a comma",
                "{\"a\":[1,\"s3cr3t\"} | another bracket",
                "{\"a\":\"s3cr3t\"}} | closed that is not open",
                "{//s3cr3t~} | no comments",
                "{\"a\":} | a value is missing",
                "{\"a\":\u201Cs3cr3t\u201D} | texts have double quotes",
                "{\u00A0\"a\":1} | U+00A0 (no-break space)",
            })
    void saysWhyATextIsNoJsonWithoutTheText(String text, String reason) {
        assertThatThrownBy(() -> Yaml.read(text.replace('~', '\n'), ""))
                .hasMessageContaining("is not well-formed JSON")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource({
        "00A0,no-break space",
        "200B,zero width space",
        "202F,narrow no-break space",
        "2060,word joiner",
        "3000,ideographic space",
        "00AD,soft hyphen",
        "202E,right-to-left override",
        "3164,hangul filler",
        "FE0F,variation selector-16",
        "E0020,tag space"
    })
    void namesInvisibleCharactersNearTheMistake(String code, String name) {
        String character = Character.toString(Integer.parseInt(code, 16));
        assertThat(refusal("a: b\nkind:" + character + "Config\nc: d\n"))
                .contains("could not find expected ':'")
                .endsWith("; there is the invisible character U+" + code + " (" + name + ") in line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b\nc\nd: e\n# \u00A0", "# \u00A0\na: b\n\nc\nd: e"})
    void leavesInvisibleCharactersElsewhereAlone(String text) {
        assertThat(refusal(text)).doesNotContain("U+00A0");
    }

    @ParameterizedTest
    @CsvSource({"'\u0001', U+0001", "'\u007F', U+007F", "'\u0085\u009F', U+009F", "'\uFFFE', U+FFFE"})
    void namesCharactersThatNoYamlMayHave(String character, String name) {
        assertThat(refusal("a: b" + character)).contains(name);
    }

    /** Lines that end otherwise than with a line feed are counted by the parser only. */
    @ParameterizedTest
    @ValueSource(strings = {"\r", "\u0085", "\u2028", "\n"})
    void findsTheLineOfAMistakeInTimeThatGrowsWithTheText(String lineEnd) {
        assertThat(refusal("a: b" + lineEnd.repeat(500_000) + "c: [")).contains("did not find expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b\n\u2764\uFE0F\nc: d", "a: b\n\uD83D\uDC69\u200D\uD83D\uDCBB\nc: d"})
    void leavesTheWholeOfAnEmojiAlone(String text) {
        assertThat(refusal(text)).doesNotContain("invisible");
    }
}
