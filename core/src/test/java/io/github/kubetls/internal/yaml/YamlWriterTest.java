package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.Kubectl;
import io.github.kubetls.fixtures.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlWriterTest {

    /** docs/behaviour/kubeconfig.md, 2.2, and docs/behaviour/worked-examples.md, E02. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "2024~\"2024\"",
                "0755~\"0755\"",
                "true~\"true\"",
                "null~\"null\"",
                "https://h: 1~'https://h: 1'",
                "*.example.org~'*.example.org'",
                "-~'-'",
                "#1~'#1'",
                "a b~a b",
                "0x1f2a~\"0x1f2a\"",
                "123e45~\"123e45\"",
                "0b1010~\"0b1010\"",
                "1e1000~1e1000",
                "yes~\"yes\"",
                "07401b.f395accd246ae52d~07401b.f395accd246ae52d",
                "123456.1234567890123456~\"123456.1234567890123456\"",
                "2001-02-30~2001-02-30",
                "2001-02-28~\"2001-02-28\"",
                "12:30~\"12:30\"",
                "12:60~12:60",
                "+1_0:3:09.5_~\"+1_0:3:09.5_\"",
                "1.5:30~1.5:30",
                "1:300~1:300",
                "1:30.~\"1:30.\"",
                "1:30:~'1:30:'",
                "=~=",
                "<<~<<",
                "it's~it's",
                "'a~'''a'",
                "a:~'a:'",
                "-a~-a",
            })
    void quotesAsKubectlDoes(String text, String expected) {
        assertThat(Yaml.write(Map.of("k", text))).isEqualTo("k: " + expected + "\n");
    }

    /** What {@code sigs.k8s.io/yaml} of the Go libraries 0.36.4 writes; {@code A} stands for 75 letters. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "` a` | ' a'",
                "`a ` | 'a '",
                "A b c d | A b c^  d",
                "Aa b c | Aa b^  c",
                "Aaaaa b c | Aaaaa^  b c",
                "` A b c` | ' A b^  c'",
                "'A b c | '''A^  b c'",
                "`\tA b c` | \"\\tA^  b c\"",
                "`\tAaaaaa  b c` | \"\\tAaaaaa^  \\ b c\"",
                "`\tAaaaaaa  ` | \"\\tAaaaaaa^  \\ \"",
                "`\tAaaaaaa ` | \"\\tAaaaaaa \"",
                "`\tAaaaaaa b` | \"\\tAaaaaaa^  b\"",
                "Aaaaaaa  b c | Aaaaaaa  b^  c",
            })
    void foldsAsKubectlDoes(String text, String expected) {
        String a = "a".repeat(75);
        String value = text.replace("A", a);
        String written = expected.replace("A", a).replace("^", "\n");
        String document = Yaml.write(Map.of("v", value));
        assertThat(document).isEqualTo("v: " + written + "\n");
        assertThat(Yaml.read(document, "").get("v").string()).isEqualTo(value);
        // In a list the line has begun one character earlier.
        assertThat(Yaml.write(Map.of("v", List.of(value.replaceFirst("a", "aa")))))
                .isEqualTo("v:\n- " + written.replaceFirst("a", "aa") + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\t ~` | \"\\t ~\"",
                "`\t\u00A0\u00FF\u0100\uD7FF\uE000\uFFFD` | \"\\t\u00A0\u00FF\u0100\uD7FF\uE000\uFFFD\"",
                "\uFEFF\u00FF\u0100\uD7FF\uD800\uDC00 | \"\\uFEFF\\xFF\\u0100\\uD7FF\\U00010000\"",
                "\uFEFF\u00A0\u2028\u2029x | \"\\uFEFF\\_\\L\\P\\x78\"",
                "`\u0007\b\t\u000B\f\u001B\u0001\u001F\"\\` | \"\\a\\b\\t\\v\\f\\e\\x01\\x1F\\\"\\\\\"",
                "\u00A1~ | \u00A1~",
                "\uD7FF\uE000\uFFFD | \uD7FF\uE000\uFFFD",
                "a\"\\b | a\"\\b",
                "`\"\\` | '\"\\'",
            })
    void escapesAsKubectlDoes(String text, String expected) {
        assertThat(Yaml.write(Map.of("v", text))).isEqualTo("v: " + expected + "\n");
    }

    /** YAML 1.1, 5.6: four digits are enough for all up to U+FFFF; kubectl fails at this one. */
    @Test
    void escapesInFourDigitsWhatHasNoMore() {
        assertThat(Yaml.write(Map.of("v", "\uFFFF"))).isEqualTo("v: \"\\uFFFF\"\n");
    }

    /** docs/behaviour/kubeconfig.md, 2.2: a key is bare up to 128 bytes. */
    @ParameterizedTest
    @CsvSource({"a, 128", "\u00E9, 64"})
    void writesLongKeysAsKubectlDoes(String letter, int count) {
        String key = letter.repeat(count);
        assertThat(Yaml.write(Map.of(key, 1L))).isEqualTo(key + ": 1\n");
        assertThat(Yaml.write(Map.of(key + "a", 1L))).isEqualTo("? " + key + "a\n: 1\n");
    }

    @Test
    void writesDocumentsAsAStream() {
        assertThat(Yaml.writeAll(List.of(Map.of("a", 1L), Map.of("b", "c")))).isEqualTo("a: 1\n---\nb: c\n");
    }

    @Test
    void writesNothingAsAnEmptyMap() {
        assertThat(Yaml.write(Map.of())).isEqualTo("{}\n");
    }

    @Test
    void quotesALongNumberToBase60() {
        String number = "1" + ":59".repeat(100_000);
        assertThat(Yaml.write(Map.of("k", number))).isEqualTo("k: \"" + number + "\"\n");
        assertThat(Yaml.write(Map.of("k", number + ":"))).isEqualTo("k: '" + number + ":'\n");
    }

    @Test
    void writesCollectionsAsKubectlDoes() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("z", List.of(List.of("a", "b"), Map.of("k", List.of("x"))));
        inner.put("a", null);
        inner.put("m", Map.of());
        assertThat(Yaml.write(Map.of("k", inner, "l", Arrays.asList(null, List.of(), true, 3L))))
                .isEqualTo("""
                        k:
                          a: null
                          m: {}
                          z:
                          - - a
                            - b
                          - k:
                            - x
                        l:
                        - null
                        - []
                        - true
                        - 3
                        """);
    }

    @Test
    void quotesAKeyThatWouldBeReadAsAMerge() {
        String text = Yaml.write(Map.of("k", Map.of("<<", "a")));
        assertThat(text).isEqualTo("k:\n  \"<<\": a\n");
        assertThat(Yaml.read(text, "").toObject()).isEqualTo(Map.of("k", Map.of("<<", "a")));
    }

    /** Writes random strings as keys, values and list items of an extension, and lets kubectl write them too. */
    @Test
    void isByteEqualToKubectlForRandomStrings(@TempDir Path directory) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Object> values = new LinkedHashMap<>();
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String text = randomString(random);
            values.put("k%04d".formatted(i), random.nextBoolean() ? text : List.of(text, Map.of("deep", text)));
            items.add(text.equals("<<") ? text : Map.of(text, text));
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("apiVersion", "v1");
        config.put("clusters", null);
        config.put("contexts", null);
        config.put("current-context", "");
        config.put("extensions", List.of(Map.of("name", "n", "extension", Map.of("v", values, "i", items))));
        config.put("kind", "Config");
        config.put("preferences", Map.of());
        config.put("users", null);
        String ours = Yaml.write(config);
        Files.writeString(directory.resolve("k"), ours);

        Tool.Result kubectl = Kubectl.run(directory, "k", List.of("config", "view", "--raw"));
        assertThat(kubectl.code()).as("seed %d: %s", seed, kubectl.errors()).isZero();
        String theirs = kubectl.output();
        // kubectl from 1.34 leaves the empty preferences out.
        String expected = theirs.contains("\npreferences: {}")
                ? theirs
                : theirs.replace("users: null", "preferences: {}\nusers: null");
        assertThat(ours.lines().toList())
                .as("seed %d", seed)
                .isEqualTo(expected.lines().toList());
        assertThat(Yaml.readLenient(ours, YamlLimits.STANDARD, "").root().toObject())
                .as("seed %d", seed)
                .isEqualTo(config);
    }

    private static String randomString(Random random) {
        String[] pieces = {
            "a",
            "b",
            " ",
            "  ",
            "\n",
            "0",
            "1",
            "-",
            ":",
            ": ",
            " #",
            "#",
            "'",
            "\"",
            "\\",
            "é",
            "\t",
            "x",
            "e",
            "_",
            ".",
            "word ",
            "longer-word ",
            "true",
            "null",
            "~",
            "y",
            "{",
            "[",
            "]",
            ",",
            "&",
            "*",
            "!",
            "|",
            ">",
            "%",
            "@",
            "`",
            "?",
            "? ",
            "- ",
            "---",
            "...",
            "0x",
            "0b",
            "0o",
            "+",
            "2001-01-02",
            "T10:20:30Z",
            "12:30",
            "=",
            "<",
            "\u00a0",
            "\r",
            "\u0001",
            "😀",
            "\uFEFF",
            "\ud7ff",
            "token "
        };
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(10) == 0 ? 60 : 8);
        for (int i = 0; i < length; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }
}
