package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {

    private static YamlNode lenient(String text) {
        return Yaml.readLenient(text, YamlLimits.STANDARD, "").root();
    }

    /** Expectations from {@code kubectl config view --raw} over {@code extensions: [{name: a, extension: {v: …}}]}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yes|true",
                "y|true",
                "n|false",
                "Off|false",
                "tRUE|'tRUE'",
                "~|null",
                "017|15",
                "0o17|15",
                "0x1f|31",
                "0b11|3",
                "-0x10|-16",
                "0b-1|-1",
                "1_000|1000",
                "08|8.0",
                "1e3|1000.0",
                "'1e400'|'1e400'",
                "1e400|'1e400'",
                ".5|0.5",
                ".5_0|0.5",
                "12:30:45|'12:30:45'",
                "2024-01-01|'2024-01-01'",
                "0x|'0x'",
                "'\"12\"'|'\"12\"'",
                "!!str 12|'12'",
                "!!int \"12\"|12",
                "!!float 1|1.0",
                "!!binary aGk=|'hi'",
                "!x 12|'12'",
                "18446744073709551615|18446744073709551615",
            })
    void resolvesScalarsAsKubernetesDoes(String text, String expected) {
        Object value = lenient("v: " + text).get("v").toObject();
        Object wanted = expected.equals("null")
                ? null
                : expected.matches("true|false")
                        ? Boolean.valueOf(expected)
                        : expected.matches("-?[0-9]{20}")
                                ? new BigInteger(expected)
                                : expected.matches("-?[0-9]+")
                                        ? Long.valueOf(expected)
                                        : expected.matches("-?[0-9]+\\.[0-9]+") ? Double.valueOf(expected) : expected;
        if (text.startsWith("!!str") || text.startsWith("!x")) {
            wanted = expected;
        }
        assertThat(value).isEqualTo(wanted instanceof String quoted ? unquote(quoted) : wanted);
    }

    private static String unquote(String text) {
        return text.replaceAll("^[\"']|[\"']$", "");
    }

    /** What Kubernetes 0.36.4 reads, too: it looks at what is left when the text has been read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "clusters: [{a: .inf}]\nclusters: []",
                "clusters: [{~: x}]\nclusters: []",
                "x: &q {~: 1}\nx: 1",
                "x: &q .inf\nx: 1",
                "a: {<<: {b: .inf}, b: 1}",
                "a: {b: .inf, <<: {b: 1}}",
                ".inf: 1",
            })
    void whatJsonCannotExpressIsNoMistakeWhereSomethingTakesItsPlace(String text) {
        assertThat(lenient(text).isNull()).isFalse();
    }

    /** What Kubernetes 0.36.4 refuses. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "clusters: [{~: .inf}]                      | clusters[0]   | 1 | 13",
                "b: 1\\na: {c: [1, -.INF]}                   | a.c[1]        | 2 | 12",
                "x: &q .inf\\nx: *q                          | x             | 1 | 4",
                "x: &q {~: 1}\\nx: *q                        | x             | 1 | 8",
                "a: {<<: {~: 1}, b: 1}                      | a             | 1 | 10",
                "a: {<<: [{b: 1}, {~: 1}], b: 1}            | a             | 1 | 19",
                "- .nan                                     | [0]           | 1 | 3",
            })
    void refusesWhatJsonCannotExpress(String text, String path, int line, int column) {
        assertThatThrownBy(() -> lenient(text.replace("\\n", "\n")))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("DOCUMENT_INVALID");
                    assertThat(e.rule()).contains("JSON cannot express");
                    assertThat(e.location().path()).isEqualTo(path);
                    assertThat(e.location().line()).isEqualTo(line);
                    assertThat(e.location().column()).isEqualTo(column);
                });
    }

    /** Kubernetes 0.36.4: {@code did not find expected alphabetic or numeric character}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &é 1",
                "a: &\"q\" 1",
                "a: &a.b 1",
                "? &é a\n: b",
                "a: *é",
                "a: &b!c 1",
                "a: &b#c 1",
                "a: &é [1]"
            })
    void refusesNamesOfAnchorsThatKubernetesDoesNotTake(String text) {
        assertThatThrownBy(() -> lenient(text))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.rule()).contains("did not find expected alphabetic or numeric character"));
    }

    @Test
    void takesNamesOfAnchorsThatKubernetesTakes() {
        assertThat(lenient("a: &a-_9 1\nb: [*a-_9, &c d]\n&k e: *k").toObject())
                .isEqualTo(Map.of("a", 1L, "b", List.of(1L, "d"), "e", "e"));
    }

    @Test
    void resolvesKeysToText() {
        assertThat(lenient("{0x10: a, 1.50: b, yes: c, 1e6: d, 2020-01-01: e}").members())
                .containsOnlyKeys("16", "1.5", "true", "1e+06", "2020-01-01");
    }

    @Test
    void resolvesAliasesAndMergeKeysInTheOrderOfTheText() {
        String text = "a: &s {server: one, data: x}\nb: {<<: *s, server: two}\nc: {server: two, <<: *s}\nd: [*s]\n"
                + "e: {<<: [*s, {data: y, more: z}]}\n";
        YamlNode root = lenient(text);
        assertThat(root.get("b").stringMap()).isEqualTo(Map.of("server", "two", "data", "x"));
        // kubectl 1.32: a merge replaces what stands before it.
        assertThat(root.get("c").stringMap()).isEqualTo(Map.of("server", "one", "data", "x"));
        assertThat(root.get("d").items().get(0).get("server").string()).isEqualTo("one");
        assertThat(root.get("d").items().get(0).get("server").path()).isEqualTo("d[0].server");
        assertThat(root.get("e").stringMap()).isEqualTo(Map.of("server", "one", "data", "x", "more", "z"));
        assertThat(Yaml.readLenient(text, YamlLimits.STANDARD, "").findings()).isEmpty();
    }

    @Test
    void readsOnlyTheFirstDocumentAndReportsTheRest() {
        YamlDocument document = Yaml.readLenient("a: 1\na: 2\n---\nb: [\n", YamlLimits.STANDARD, "k");
        assertThat(document.root().toObject()).isEqualTo(Map.of("a", 2L));
        assertThat(document.findings())
                .extracting(finding -> finding.code() + " " + finding.location())
                .containsExactly("FIELD_DUPLICATE k, a, line 2, column 1", "DOCUMENT_IGNORED k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "---\n", "null", "---\n---\na: 1\n", "%YAML 1.1\n---\n"})
    void readsAnEmptyDocumentAsNull(String text) {
        assertThat(lenient(text).isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [s3cret",
                "\ta: s3cret",
                "a: *s3cret",
                "a: &x [*x, s3cret]",
                "%YAML 1.2\n---\na: s3cret",
                "{? [s3cret] : b}",
                "{~: s3cret}",
                "a: .inf",
                "a: !!int s3cret",
                "a: \"s3cret\u007f\"",
                "a: 's3cret\u0001'",
                "a: 's3cret': b",
                "<<: s3cret",
                "a: \"\\uD83D\\uDE00 s3cret\"",
                "a: \"\\U0000D83D s3cret\"",
                "a: !!binary s3cret",
                "😀: {b: \"😀\", c: \"😀\\/ s3cret\"}",
            })
    void refusesWithoutQuotingTheText(String text) {
        assertThatThrownBy(() -> lenient(text))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_INVALID"))
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void errorsNamePathLineAndColumn() {
        YamlNode root = Yaml.readLenient("users:\n- name: a\n  user: {token: 12345}\n", YamlLimits.STANDARD, "k")
                .root();
        YamlNode token = root.get("users").items().get(0).get("user").get("token");
        assertThatThrownBy(token::string)
                .hasMessage("k, users[0].user.token, line 3, column 17: is a number where a string is expected; put it"
                        + " in quotes");
    }

    @Test
    void manifestsAreStrict() {
        assertThatThrownBy(() -> Yaml.read("a: 1\na: 2\n", ""))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("FIELD_DUPLICATE"));
        assertThatThrownBy(() -> Yaml.read("{\"a\": 1, \"a\": 2}", ""))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("FIELD_DUPLICATE"));
        assertThatThrownBy(() -> Yaml.read("a: 1\n---\na: 2\n", "")).isInstanceOf(InvalidFormatException.class);
        assertThat(Yaml.readAll("---\na: 1\n---\n---\nb: 2\n", "")).hasSize(2);
        assertThat(Yaml.read("{\"a\": \"\\uD83D\\uDE00\"}", "").get("a").string())
                .isEqualTo("😀");
    }

    /** JSON strings are decoded late; a bad one must not surface as another exception. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": \"s3cret\u000b\"}",
                "{\"a\": \"s3cret\\x\"}",
                "{\"a\": [\"s3cret\\u12\"]}",
                "{\"a\u0001\": 1}",
                "{\"a\": \"s3cret",
                "{\"a\": -}",
            })
    void refusesMalformedJsonWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> Yaml.read(text, ""))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_INVALID"))
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void takesTheEscapesOfYaml() {
        assertThat(lenient("a: [\"\\\\/ \\x41\\u00e9 \\U0001F600\", &x \"\\\\uD83D\"]")
                        .get("a")
                        .strings())
                .containsExactly("\\/ Aé 😀", "\\uD83D");
    }

    /** Accepted by {@code kubectl config view}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:\tb\n",
                "a: b\t\n",
                "a: \"b\"\t# c\n",
                "\u00e9\ud83d\ude00: 1\na:\t b\n",
                "{\n\t\"a\": \"b\",\n\t\"c\": {\n\t\t\"d\": 1\n\t}\n}\n",
                "x: {\n\ty: \"z\"\n\t}\na: b\n",
                "x: {y:\tz,\tw: 1}\na: b\n",
                "x: c\n \t d\na: b\n",
                "k:\n  x: c\n   \td\na: b\n",
                "x: {y: [\"z\"\n\t, w]}\na: b\n",
                "x: |\t\n  c\n  \td\na: b\n",
                "x: !!str\tc\na: b\n",
                " x: [c\n  \t, d]\n a: b\n",
            })
    void takesTabsBetweenTokens(String text) {
        assertThat(lenient(text).get("a").string()).isEqualTo("b");
    }

    /** Refused by {@code kubectl config view}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x: {\n\ty: z\n\t}\na: b\n",
                "a: b\n\t# c\n",
                "a:\n- \tb\n",
                "\ta: b\n",
                "a:\n\tb: c\n",
                "-\ta\n",
                "\t{\"a\": 1}",
                "a: \"b\"\n\t\nc: d\n",
                "a:\n  b: c\n  \td\n",
                "a: [b\n\t, c]\n",
                "a: |\n  b\n\tc\n",
                "a: [b]\nc:\n\td: e\n",
                " a: [b\n \t, c]\n",
                "a:\n  b: [c\n  \t, d]\n",
            })
    void refusesTabsAsIndentation(String text) {
        assertThatThrownBy(() -> lenient(text)).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void keepsTabsWithinScalars() {
        assertThat(lenient("{\n\t\"a\": 1, b: c\td, e: \"f\tg\"}").toObject())
                .isEqualTo(Map.of("a", 1L, "b", "c\td", "e", "f\tg"));
        assertThat(lenient("a: b\tc\nd: |\n  \te\n").stringMap()).isEqualTo(Map.of("a", "b\tc", "d", "\te\n"));
    }

    /** As {@code kubectl config view} 1.32 shows it. */
    @Test
    void aColonWithinBracketsEndsAKeyOnlyBeforeABlank() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("x:", null);
        assertThat(lenient("{k: b:, l: [c:, d::], m: {x:}, q : {\"y\":[1]}, o: {a:b: 1}, p: [a :, b]}")
                        .toObject())
                .isEqualTo(Map.of(
                        "k", "b:",
                        "l", List.of("c:", "d::"),
                        "m", nothing,
                        "q", Map.of("y", List.of(1L)),
                        "o", Map.of("a:b", 1L),
                        "p", List.of("a :", "b")));
        assertThat(lenient("a:[1]\n").string()).isEqualTo("a:[1]");
    }

    /** As the Go libraries 0.36.4 read it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: x^-----BEGIN b} | x -----BEGIN b",
                "{a: x^---b, c: d}   | x ---b",
                "{a: x^...b}         | x ...b",
                "{a: \"x^---b\"}   | x ---b",
            })
    void onlyABlankBehindThreeDashesEndsADocument(String text, String value) {
        assertThat(lenient(text.replace('^', '\n')).get("a").string()).isEqualTo(value);
        assertThatThrownBy(() -> lenient("{a: x\n--- b}")).isInstanceOf(InvalidFormatException.class);
    }

    /** Refused by {@code kubectl config view} 1.32: did not find expected ',' or '}'. */
    @ParameterizedTest
    @ValueSource(strings = {"{a:[1]}", "{a:{b: c}}", "[a:{b: c}]", "[a:[1]]", "{\u00e9\ud83d\ude00:[1]}", "{a :[1]}"})
    void wantsABlankBetweenAPlainKeyAndABracket(String text) {
        assertThatThrownBy(() -> lenient(text)).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void placesCharactersThatNoYamlHas() {
        assertThatThrownBy(() -> lenient("a: b\n\uD83D\uDE00: \u0001\n")).hasMessageStartingWith("line 2, column 4: ");
        assertThatThrownBy(() -> lenient("a: b\n\u007f")).hasMessageStartingWith("line 2, column 1: ");
        assertThatThrownBy(() -> lenient("a: \"\ud83d\""))
                .hasMessage("line 1, column 5: is not well-formed YAML: half of a surrogate pair");
    }

    @Test
    void boundsDepthSizeAndAliases() {
        assertThatThrownBy(() -> lenient("[".repeat(100_000))).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> Yaml.read("{\"a\":".repeat(100_000), "")).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> lenient("- ".repeat(100_000))).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> lenient("a".repeat(4 * 1024 * 1024)))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_EXCESSIVE"));
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }
        assertThatThrownBy(() -> lenient(bomb.toString()))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_EXCESSIVE"));
    }

    @Test
    void boundsTheDepthOfWhatAliasesStandFor() {
        StringBuilder stairs = new StringBuilder("a0: &a0 []\n");
        for (int i = 1; i < 500; i++) {
            stairs.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }
        // The map, and 499 lists in one another.
        String deepest = stairs.substring(0, stairs.indexOf("a499"));
        assertThat(Yaml.write(Map.of("a", lenient(deepest).toObject()))).contains("a498:");
        for (String text : List.of(stairs.toString(), deepest + "b: {<<: {c: *a498}}\n", deepest + "b: [*a498]\n")) {
            assertThatThrownBy(() -> lenient(text))
                    .isInstanceOfSatisfying(
                            InvalidFormatException.class,
                            e -> assertThat(e.code()).isEqualTo("DOCUMENT_EXCESSIVE"));
            assertThat(Yaml.readPart(text).isComplete()).isFalse();
        }
    }

    @Test
    void writesJsonThatReadersOfYamlReadBack() {
        for (int c = 1; c <= Character.MAX_VALUE; c++) {
            if (!Character.isSurrogate((char) c)) {
                Map<String, Object> tree = Map.of("a", " " + (char) c + "b");
                assertThat(lenient(Yaml.writeCompactJson(tree)).toObject())
                        .as("U+%04X", c)
                        .isEqualTo(tree);
            }
        }
        Map<String, Object> tree = Map.of("a", "\uD83D\uDE00");
        assertThat(Yaml.writeCompactJson(tree)).isEqualTo("{\"a\":\"\uD83D\uDE00\"}");
    }

    /** {@code kubectl annotate --local -f secret.json -o yaml}, 1.32 and 1.36, of "x\ud800y" and of the same in bytes. */
    @ParameterizedTest
    @CsvSource({
        "x\\ud800y, x\uFFFDy",
        "x\\uDC00y, x\uFFFDy",
        "x\uD800y, x\uFFFDy",
        "\\ud83d\\ud83d\\ude00, \uFFFD\uD83D\uDE00",
        "\\\\\\ud800, \\\uFFFD",
        "\\\\ud800, \\ud800"
    })
    void readsHalfOfASurrogatePairInJsonAsKubernetesDoes(String text, String read) {
        YamlNode root = Yaml.read("{\"a\": \"" + text + "\", \"" + text + "\": 1}", "");
        assertThat(root.toObject()).isEqualTo(Map.of("a", read, read, 1L));
    }

    @Test
    void writesWhatCannotBeWrittenInUtf8AsKubectlDoes() {
        Map<String, Object> tree = Map.of("\uDC00k", List.of("x\uD800y", "\uD83D\uDE00"));
        Map<String, Object> written = Map.of("\uFFFDk", List.of("x\uFFFDy", "\uD83D\uDE00"));
        assertThat(Yaml.read(Yaml.write(tree), "").toObject()).isEqualTo(written);
        assertThat(Yaml.read(Yaml.writeJson(tree), "").toObject()).isEqualTo(written);
    }

    @Test
    void writesJsonAsGoDoes() {
        Map<String, Object> tree = new java.util.LinkedHashMap<>();
        tree.put("b", Arrays.asList("<&>\u2028\u0001\"\\\n", 1e21, 1e-7, 100.0, null, true));
        tree.put("a", Map.of());
        tree.put("c", List.of());
        assertThat(Yaml.writeJson(tree)).isEqualTo("""
                        {
                            "b": [
                                "\\u003c\\u0026\\u003e\\u2028\\u0001\\"\\\\\\n",
                                1e+21,
                                1e-7,
                                100,
                                null,
                                true
                            ],
                            "a": {},
                            "c": []
                        }
                        """);
    }

    @Test
    void readsAMillionEmptyLinesBeforeADocument() {
        String lines = "\n".repeat(500_000) + " # comment\n".repeat(50_000);
        assertThat(Yaml.read(lines + "a: b", "").get("a").string()).isEqualTo("b");
        assertThatThrownBy(() -> Yaml.read(lines + "%YAML 1.2\n---\na: b", ""))
                .isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void keepsMessagesShort() {
        String deep = "{\"key\":".repeat(600);
        assertThatThrownBy(() -> Yaml.read(deep, ""))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location().toString())
                                .hasSizeLessThan(400)
                                .startsWith("key.key.")
                                .contains("\u2026"));
    }

    /** In a text that is broken anything can be a key, a token too. */
    @Test
    void showsOnlyKeysThatLookLikeNames() {
        YamlNode node = Yaml.readLenient("{a: {07401b.f395accd246ae52d: {b: 1}}}", YamlLimits.STANDARD, "")
                .root();
        assertThat(node.get("a").get("07401b.f395accd246ae52d").get("b").location())
                .hasToString("a.\u2026.b, line 1, column 35");
        assertThatThrownBy(() -> Yaml.readLenient("{a: {07401b.f395accd246ae52d: {b: *c}}}", YamlLimits.STANDARD, ""))
                .hasMessageStartingWith("a.\u2026.b, line 1");
    }
}
