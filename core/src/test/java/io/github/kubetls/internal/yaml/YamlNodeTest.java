package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlNodeTest {

    private static YamlNode node(String text) {
        return Yaml.read("v: " + text, "").get("v");
    }

    /** Nothing is converted, as when Go reads JSON into a typed object. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string  | 12      | is a number where a string is expected; put it in quotes",
                "string  | 1.5     | is a number where a string is expected; put it in quotes",
                "string  | yes     | is a boolean where a string is expected; put it in quotes",
                "string  | [a]     | is a list where a string is expected",
                "string  | {a: b}  | is a map where a string is expected",
                "boolean | a       | is a string where a boolean is expected; remove the quotes",
                "boolean | 1       | is a number where a boolean is expected",
                "boolean | []      | is a list where a boolean is expected",
                "boolean | {}      | is a map where a boolean is expected",
                "integer | a       | is a string where an integer is expected",
                "integer | true    | is a boolean where an integer is expected",
                "integer | 1.5     | is a number where an integer is expected",
                "integer | -1e-7   | is a number where an integer is expected",
                "integer | 1e21    | is a number where an integer is expected",
                "integer | 1e19    | is a number where an integer is expected",
                "integer | 9223372036854775808 | is a number where an integer is expected",
                "integer | []      | is a list where an integer is expected",
                "int32   | a       | is a string where an integer is expected",
                "int32   | 2147483648  | is not an integer of 32 bits",
                "int32   | -2147483649 | is not an integer of 32 bits",
                "list    | a       | is a string where a list is expected",
                "list    | {}      | is a map where a list is expected",
                "map     | a       | is a string where a map is expected",
                "map     | []      | is a list where a map is expected",
                "bytes   | 1       | is a number where a string is expected; put it in quotes",
                "bytes   | {}      | is a map where a string is expected",
            })
    void refusesAnotherType(String expected, String text, String rule) {
        YamlNode node = node(text);
        assertThatThrownBy(read(expected, node))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("VALUE_TYPE_MISMATCH"))
                .hasMessage("v, line 1, column 4: " + rule);
    }

    private static ThrowingCallable read(String type, YamlNode node) {
        Function<YamlNode, ?> read = switch (type) {
            case "string" -> YamlNode::string;
            case "boolean" -> YamlNode::bool;
            case "integer" -> YamlNode::integer;
            case "int32" -> YamlNode::int32;
            case "list" -> YamlNode::items;
            case "map" -> YamlNode::members;
            default -> YamlNode::bytes;
        };
        return () -> read.apply(node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{v: }", "{v: ~}", "{v: null}"})
    void whatIsAbsentOrNullHasTheZeroValueOfItsType(String text) {
        YamlNode node = Yaml.read("x: 1\nm: " + text, "").get("m").get("v");
        assertThat(node.isNull()).isTrue();
        assertThat(node.isAbsent()).isEqualTo(text.equals("{}"));
        assertThat(node.string()).isEmpty();
        assertThat(node.bool()).isFalse();
        assertThat(node.integer()).isEmpty();
        assertThat(node.int32()).isEmpty();
        assertThat(node.items()).isEmpty();
        assertThat(node.members()).isEmpty();
        assertThat(node.keys()).isEmpty();
        assertThat(node.bytes()).isEmpty();
        assertThat(node.toObject()).isNull();
        assertThat(node.isString() || node.isMapping() || node.isSequence()).isFalse();
        assertThat(node).hasToString("m.v (null)");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "yes, true", "false, false", "n, false"})
    void readsBooleans(String text, boolean value) {
        assertThat(node(text).bool()).isEqualTo(value);
    }

    /** What counts is the JSON text that Go writes of a number. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-7, -7",
        "2.0, 2",
        "-0.0, 0",
        "1e3, 1000",
        "9007199254740992.0, 9007199254740992",
        "1e18, 1000000000000000000",
        "-1e18, -1000000000000000000",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
    })
    void readsIntegers(String text, long value) {
        assertThat(node(text).integer()).isEqualTo(OptionalLong.of(value));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2147483647, 2147483647", "-2147483648, -2147483648", "1e3, 1000"})
    void readsIntegersOf32Bits(String text, int value) {
        assertThat(node(text).int32()).isEqualTo(OptionalInt.of(value));
    }

    /** Go's JSON reads bytes from base64 and from numbers. */
    @Test
    void readsBytes() {
        assertThat(node("aGk=").bytes()).isEqualTo(new byte[] {'h', 'i'});
        assertThat(node("[0, 255, ~, 1]").bytes()).isEqualTo(new byte[] {0, (byte) 255, 0, 1});
        assertThat(node("[]").bytes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[0, 256]  | v[1], line 1, column 8: is not a byte",
                "[-1]      | v[0], line 1, column 5: is not a byte",
                "[1.5]     | v[0], line 1, column 5: is a number where an integer is expected",
                "[a]       | v[0], line 1, column 5: is a string where an integer is expected",
                "a         | v, line 1, column 4: is not standard base64 with padding: illegal data at byte 0",
                "aGk       | v, line 1, column 4: is not standard base64 with padding: illegal data at byte 0",
            })
    void refusesWhatIsNoBytes(String text, String message) {
        assertThatThrownBy(() -> node(text).bytes()).hasMessage(message);
    }

    @Test
    void knowsWhatItIs() {
        assertThat(node("a").isString()).isTrue();
        assertThat(node("1").isString()).isFalse();
        assertThat(node("{}").isString()).isFalse();
        assertThat(node("{}").isMapping()).isTrue();
        assertThat(node("[]").isSequence()).isTrue();
        assertThat(node("s3cret")).hasToString("v (a string)");
        assertThat(node("12")).hasToString("v (a number)");
        assertThat(node("[]")).hasToString("v (a list)");
    }

    @Test
    void whatIsAbsentStandsWhereItWouldBe() {
        YamlNode node = Yaml.read("a: 1\nb:\n  c: {}\n", "k").get("b").get("c").get("d");
        assertThat(node.error("X", "r")).hasMessage("k, b.c.d, line 3, column 6: r");
        assertThat(Yaml.fromMap(Map.of("a", "b")).get("a").error("X", "r")).hasMessage("a: r");
    }

    @Test
    void hasTheItemsOfAList() {
        YamlNode list = node("[a, b]");
        assertThat(list.item(1).orElseThrow().string()).isEqualTo("b");
        assertThat(list.item(1).orElseThrow().path()).isEqualTo("v[1]");
        assertThat(list.item(2)).isEmpty();
        assertThat(node("a").item(0)).isEmpty();
        assertThat(list.strings()).isEqualTo(List.of("a", "b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "just text | line 1, column 1: is a text where a map is expected",
                "12        | line 1, column 1: is a number where a map is expected",
                "[a]       | line 1, column 1: is a list where a map is expected",
                "{ \"v\": \"a\" }    | v, line 1, column 8: is a string where a map is expected",
                "07401b.f395accd246ae52d | line 1, column 1: is a text where a map is expected: found a bootstrap token",
                "just\u00A0text | line 1, column 1: is a text where a map is expected; it has the invisible character U+00A0"
                        + " (no-break space)",
            })
    void saysWhatAWholeTextIsThatIsNoMap(String text, String message) {
        YamlNode root = Yaml.read(text, "");
        assertThatThrownBy(() -> (root.isMapping() ? root.get("v") : root).members())
                .hasMessage(message);
    }

    @Test
    void addsNoHintToATreeWithoutText() {
        assertThat(Yaml.fromMap(Map.of()).hintOfText()).isEmpty();
        assertThat(node("a").hintOfText()).isEmpty();
    }

    /** A path longer than 300 characters keeps its ends. */
    @ParameterizedTest
    @CsvSource({"5, false", "6, true"})
    void shortensPaths(int lengthOfLastKey, boolean shortened) {
        String lastKey = "a".repeat(lengthOfLastKey);
        String text = "{aaaa: ".repeat(59) + "{" + lastKey + ": 1}" + "}".repeat(59);
        YamlNode node = Yaml.readLenient(text, YamlLimits.STANDARD, "").root();
        while (node.isMapping()) {
            node = node.members().values().iterator().next();
        }
        String path = "aaaa.".repeat(59) + lastKey;
        assertThat(node.path()).isEqualTo(path);
        assertThat(node.location().path())
                .isEqualTo(shortened ? path.substring(0, 150) + "\u2026" + path.substring(path.length() - 150) : path);
    }
}
