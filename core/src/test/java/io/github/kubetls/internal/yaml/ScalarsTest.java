package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sigs.k8s.io/yaml} of the Go libraries 0.36.4 makes of it; {@code kubectl config view} was asked as well. */
class ScalarsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "00, 0",
        "007, 7",
        "9, 9",
        "-0, 0",
        "0_7, 7",
        "0_x1, 1",
        "0x_f, 15",
        "-_1, -1",
        "0X1F, 31",
        "0B11, 3",
        "0O17, 15",
        "+0x1, 1",
        "0b-0, 0",
        "0b-01, -1",
        "0b+1, 1",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "-0x8000000000000000, -9223372036854775808",
        "0x0000000000000000000000000000000000000000000000000000000000000000000000000000000001, 1",
    })
    void readsIntegers(String text, long value) {
        assertThat(read("v: " + text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775808, 9223372036854775808",
        "18446744073709551615, 18446744073709551615",
        "0xffffffffffffffff, 18446744073709551615",
        "01777777777777777777777, 18446744073709551615",
        "0b1111111111111111111111111111111111111111111111111111111111111111, 18446744073709551615",
    })
    void readsIntegersOf64Bits(String text, BigInteger value) {
        assertThat(read("v: " + text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "008, 8",
        "00.5, 0.5",
        "5., 5",
        "5.e1, 50",
        "1E+5, 100000",
        "1_0.5_0, 10.5",
        "-1_0e1_0, -100000000000",
        "+._5, 0.5",
        "-.5, -0.5",
        ".50000, 0.5",
        ".5_0, 0.5",
        ".1_2_3, 0.123",
        ".5e1_0, 5000000000",
        "1e-400, 0",
        "+9223372036854775808, 9223372036854775808",
        "-9223372036854775809, -9223372036854775808",
        "18446744073709551616, 18446744073709551616",
        "02000000000000000000000, 2e21",
    })
    void readsFloats(String text, double value) {
        assertThat(read("v: " + text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0b10000000000000000000000000000000000000000000000000000000000000000",
                "-0b1000000000000000000000000000000000000000000000000000000000000001",
                "0x10000000000000000",
                "-0x8000000000000001",
                "0b",
                "0b-",
                "0b2",
                "-0b-1",
                "0xfg",
                "0x\u0661",
                "0x\uFF21",
                "1\u0661",
                "+",
                "+_",
                "_1",
                "/1",
                ":1",
                "1e",
                ".",
                ".e5",
                "._5",
                ".5_",
                ".5__0",
                ".5e_1",
                ".5_e1",
                "0x1p4",
                "+.nan",
                "1e309",
                "-1e309",
                "falsE",
                "false1",
                "2024-01-01",
            })
    void leavesTextAsItIs(String text) {
        assertThat(read("v: " + text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "FALSE, false", "True, true", "'yes', true", "oFF, oFF"})
    void readsBooleans(String text, String value) {
        assertThat(read("v: " + text)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "!!bool \"yes\" | true",
                "!!null ~ | null",
                "!!null \"\" | null",
                "!!null | null",
                "!!int 18446744073709551615 | 18446744073709551615",
                "!!float 1 | 1.0",
                "!!float '.5' | 0.5",
                "!!float 9223372036854775807 | 9.223372036854776E18",
                "!!str | ``",
                "!!str 2024-01-01 | 2024-01-01",
                "!!timestamp 2024-01-01 | 2024-01-01",
                "!!timestamp \"2024-1-1  1:2:3,5\" | 2024-1-1  1:2:3,5",
                "!!binary | ``",
                "!!binary \"YW\\nJj\" | abc",
                "!!binary 4oLi | \uFFFD\uFFFD\uFFFD",
                "!!binary 7aCA | \uFFFD\uFFFD\uFFFD",
                "!!merge x | x",
                "!!seq x | x",
                "! yes | yes",
                "!<tag:yaml.org,2002:int> \"12\" | 12",
                "!<x> 12 | 12",
            })
    void readsWhatATagAsksFor(String text, String value) {
        assertThat(String.valueOf(read("v: " + text))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!bool 1",
                "!!bool",
                "!!null x",
                "!!null false",
                "!!int 1.0",
                "!!int",
                "!!int 2024-01-01",
                "!!float x",
                "!!float",
                "!!float true",
                "!!float 18446744073709551615",
                "!!timestamp x",
                "!!timestamp 12",
                "!!timestamp",
                "!!timestamp 2024-02-30",
                "!!binary YWI",
            })
    void refusesATagThatDoesNotFit(String text) {
        assertThatThrownBy(() -> read("v: " + text))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("has a tag that does not fit its text");
        assertThatThrownBy(() -> read("? " + text + "\n: v"))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("has a key whose tag does not fit its text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1.23456789 | 1.2345679",
                "1e300 | .inf",
                "-.inf | -.inf",
                ".nan | .nan",
                "-0.0 | -0",
                "-0 | 0",
                "9223372036854775807 | 9223372036854775807",
                "!!binary aGk= | hi",
                "!!bool yes | true",
                "!!float 1 | 1",
                "!!timestamp 2001-01-01 | 2001-01-01",
                "\"<<\" | <<",
                "!!str << | <<",
                "!x << | <<",
            })
    void makesAKeyOfAScalar(String text, String key) {
        assertThat(Yaml.readLenient(text + ": {a: b}", YamlLimits.STANDARD, "")
                        .root()
                        .keys())
                .containsExactly(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<<", "! <<", "! \"<<\"", "!!merge <<", "!!merge '<<'"})
    void takesAKeyForAMerge(String key) {
        assertThat(Yaml.readLenient(key + ": {a: b}", YamlLimits.STANDARD, "")
                        .root()
                        .toObject())
                .isEqualTo(Map.of("a", "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001-01-01",
                "2001-1-1",
                "2001-12-31",
                "2000-02-29",
                "0000-2-29",
                "9999-4-30",
                "2001-01-01T00:00:00Z",
                "2001-1-1t1:2:3Z",
                "2001-01-01T23:59:59.123456789123Z",
                "2001-01-01T1:2:3,5Z",
                "2001-01-01T10:20:30+24:60",
                "2001-01-01T10:20:30-00:00",
                "2001-01-01 10:20:30",
                "2001-01-01   1:2:3.5",
                "2001-01-01 1:2:3,5",
            })
    void knowsATime(String text) {
        assertThat(Yaml.write(Map.of("v", text))).isEqualTo("v: \"" + text + "\"\n");
        assertThat(read("v: !!timestamp " + text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001-00-01",
                "2001-13-01",
                "2001-01-00",
                "2001-01-32",
                "2001-02-29",
                "1900-02-29",
                "2001-04-31",
                "201-01-01",
                "20011-01-01",
                "2001-001-01",
                "2001-01-01T24:00:00Z",
                "2001-01-01T10:60:30Z",
                "2001-01-01T10:20:60Z",
                "2001-01-32T10:20:30Z",
                "2001-01-01T10:20:30",
                "2001-01-01T10:20:30z",
                "2001-01-01T10:20:30.Z",
                "2001-01-01T10:20:30+25:00",
                "2001-01-01T10:20:30+24:61",
                "2001-01-01T10:20:30+1:00",
                "2001-01-01T10:20:30+0100",
                "2001-01-01 24:00:00",
                "2001-01-01 10:20:30Z",
                "2001-01-01 10:20:30 +01:00",
                "2001-01-01T 10:20:30Z",
            })
    void knowsWhatIsNoTime(String text) {
        assertThat(Yaml.write(Map.of("v", text))).isEqualTo("v: " + text + "\n");
        assertThatThrownBy(() -> read("v: !!timestamp \"" + text + "\"")).isInstanceOf(InvalidFormatException.class);
    }

    private static Object read(String text) {
        return Yaml.readLenient(text, YamlLimits.STANDARD, "").root().get("v").toObject();
    }
}
