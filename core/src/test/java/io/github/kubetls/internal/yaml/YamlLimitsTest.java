package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlLimitsTest {

    private static void excessive(ThrowingCallable reading, String rule) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_EXCESSIVE"))
                .hasMessageContaining(rule);
    }

    @Test
    void allowsAsManyNodesAsATextCanSpellOut() {
        assertThat(YamlLimits.ofLength(10).maxNodes()).isEqualTo(100_000);
        assertThat(YamlLimits.ofLength(200_002)).isEqualTo(new YamlLimits(200_002, 500, 100_001));
        assertThat(YamlLimits.STANDARD.maxLength()).isEqualTo(3 * 1024 * 1024);
    }

    @Test
    void boundsTheLength() {
        YamlLimits limits = new YamlLimits(4, 9, 9);
        assertThat(Yaml.readLenient("a: b", limits, "").root().toObject()).isEqualTo(Map.of("a", "b"));
        assertThat(Yaml.readLenient("\uFEFFa: b", limits, "").root().toObject()).isEqualTo(Map.of("a", "b"));
        excessive(() -> Yaml.readLenient("a: bc", limits, "k"), "k: is longer than 4 characters");
    }

    /** With nothing in the innermost collection, and with something. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x"})
    void boundsTheDepth(String innermost) {
        for (ThrowingCallable reading : nested(500, innermost)) {
            assertThatCode(reading).doesNotThrowAnyException();
        }
        for (ThrowingCallable reading : nested(501, innermost)) {
            excessive(reading, "exceeds the limits on size or nesting");
        }
    }

    /** In blocks, in brackets, in JSON, and in values. */
    private static List<ThrowingCallable> nested(int depth, String innermost) {
        String inList = innermost.isEmpty() ? "[]" : "- " + innermost;
        String blocks = "- ".repeat(depth - 1) + inList;
        String brackets = "[".repeat(depth) + innermost + "]".repeat(depth);
        String inJson = innermost.isEmpty() ? "" : "\"x\"";
        String json = "{\"a\":" + "[".repeat(depth - 1) + inJson + "]".repeat(depth - 1) + "}";
        List<?> list = innermost.isEmpty() ? List.of() : List.of(innermost);
        for (int i = 2; i < depth; i++) {
            list = List.of(list);
        }
        Map<String, List<?>> values = Map.of("a", list);
        return List.of(
                () -> Yaml.readLenient(blocks, YamlLimits.STANDARD, ""),
                () -> Yaml.readLenient(brackets, YamlLimits.STANDARD, ""),
                () -> Yaml.read(json, ""),
                () -> Yaml.fromMap(values));
    }

    /** Counted are values, not keys, and what aliases stand for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: b                            | 2 | has more than 1 nodes",
                "- a\\n- b\\n- c                 | 4 | has more than 3 nodes",
                "[a, b, c]                       | 4 | has more than 3 nodes",
                "{\"a\": [1, 2]}                 | 4 | has more than 3 nodes",
                "- &a [x, y]\\n- *a              | 7 | has more than 6 nodes once its aliases are resolved",
                "- &a [x, y]\\n- *a\\n- *a       | 10 | has more than 9 nodes once its aliases are resolved",
                "- &a {b: [c]}\\n- {<<: *a}      | 8 | has more than 7 nodes once its aliases are resolved",
                "- &a x\\n- *a                   | 3 | has more than 2 nodes",
            })
    void boundsTheNodes(String text, int nodes, String rule) {
        String unescaped = text.replace("\\n", "\n");
        YamlLimits enough = new YamlLimits(1000, 10, nodes);
        YamlLimits tooFew = new YamlLimits(1000, 10, nodes - 1);
        assertThat(Yaml.readLenientObject(unescaped, enough).findings()).isEmpty();
        excessive(() -> Yaml.readLenientObject(unescaped, tooFew), rule);
    }

    @Test
    void boundsTheNodesOfValues() {
        Map<String, List<String>> map = Map.of("a", List.of("x", "y"));
        assertThat(new ValueTree(new YamlLimits(0, 10, 4)).node(map).size()).isEqualTo(4);
        excessive(() -> new ValueTree(new YamlLimits(0, 10, 3)).node(map), "exceeds the limits on size or nesting");
    }

    @Test
    void boundsTheDepthBelowAnAlias() {
        String text = "- &a [[x]]\n- [*a]\n";
        assertThat(Yaml.readLenient(text, new YamlLimits(1000, 4, 99), "").findings())
                .isEmpty();
        excessive(
                () -> Yaml.readLenient(text, new YamlLimits(1000, 3, 99), ""), "exceeds the limits on size or nesting");
    }
}
