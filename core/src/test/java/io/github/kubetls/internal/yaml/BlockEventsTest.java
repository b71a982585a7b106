package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.internal.yaml.Events.Kind;
import io.github.kubetls.internal.yaml.Events.Malformed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockEventsTest {

    @Test
    void tellsTheEventsThatTheWholeGrammarTells() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            String text = RandomYaml.text(random);
            try {
                List<String> events = events(new BlockEvents(text));
                taken++;
                assertThat(events).as("seed %d, text %d:%n%s", seed, i, text).isEqualTo(events(new YamlEvents(text)));
            } catch (BlockEvents.GaveUp e) {
                continue;
            }
        }
        assertThat(taken).as("seed %d", seed).isGreaterThan(500);
    }

    private static List<String> events(Events source) throws Malformed {
        List<String> events = new ArrayList<>();
        // How many nodes each open collection has; a sequence has the complement.
        Deque<Integer> open = new ArrayDeque<>();
        Kind kind;
        while ((kind = source.next()) != Kind.NOTHING) {
            if (kind == Kind.END) {
                // Where a collection ends is never told.
                events.add("END");
                open.pop();
                continue;
            }
            events.add(kind + " " + source.line() + ":" + source.column() + " " + source.anchor());
            int before = open.isEmpty() ? -1 : open.pop();
            if (before >= 0 && before % 2 == 0) {
                events.add("key " + source.key() + " " + source.isMerge());
            } else if (kind == Kind.SCALAR) {
                Object value = new RawNode.Scalar(source.value(), 0, 0).value();
                events.add(value == null ? "null" : value.getClass().getName() + " " + value);
            }
            open.push(before < 0 ? -1 : before + 1);
            if (kind == Kind.MAPPING || kind == Kind.SEQUENCE) {
                open.push(kind == Kind.MAPPING ? 0 : -1);
            }
        }
        return events;
    }

    @Test
    void takesWhatKubectlWrites() throws Exception {
        String text = Yaml.write(Map.of(
                "clusters",
                List.of(Map.of("name", "a b", "cluster", Map.of("server", "https://[2001:db8::1]:6443", "x", "0755"))),
                "current-context",
                "",
                "preferences",
                Map.of(),
                "users",
                List.of(),
                "contexts",
                Arrays.asList(List.of("it's", 1L), null, true)));
        assertThat(events(new BlockEvents("# comment\n\n" + text)))
                .isEqualTo(events(new YamlEvents("# comment\n\n" + text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b",
                "a:",
                "a:\n  ",
                "# a ~ b\n  # c\na: b\n# d",
                "---\na: b\n",
                "---\n# a\n- b\n",
                "azAZ09-_./: az AZ 09 ~!|>\n",
                "a: \"az ~'\"\nb: '~ \"'\n",
                "a: \"b\" # c\nb: {} # c\nc: [] #\n",
                "a:\n- b\n- - c\n  - d\ne:\n  - f\n",
                "a:\n  b:\n  - c\n  d:\n    e:\n    - f\n    g: h\n  i: j\nk: l\n",
                "- a:\n  - b\n  c: d\n-   e: f\n    g: h\n",
                "a:\n\n\n- b\n\n  # c\n\nd: e\n",
                "false: false\nx: .50000\n0x10: 12345\nabc.: -a\n",
            })
    void takesBlocks(String text) throws Exception {
        assertThat(events(new BlockEvents(text))).isEqualTo(events(new YamlEvents(text)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 33})
    void takesBlocksInBlocks(int depth) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            text.append("  ".repeat(i)).append("a:\n");
        }
        assertThat(events(new BlockEvents(text.toString()))).isEqualTo(events(new YamlEvents(text.toString())));
    }

    /** SnakeYAML takes keys of up to 1024 characters. */
    @Test
    void takesKeysOfUpTo1000Characters() throws Exception {
        String text = "a".repeat(1000) + ": b\n" + "c".repeat(1000) + ": d\n";
        assertThat(events(new BlockEvents(text))).isEqualTo(events(new YamlEvents(text)));
        assertThatThrownBy(() -> events(new BlockEvents("a" + text))).isInstanceOf(BlockEvents.GaveUp.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# comment\n",
                "a\n",
                "{}\n",
                "a: b # c\n",
                "a: b\n  c\n",
                "a: |\n  b\n",
                "a: \"\\n\"\n",
                "a: 'it''s'\n",
                "a: &x b\n",
                "a: b: c\n",
                "a: b:\n",
                "a: b\nxc\n",
                ": b\n",
                "a: b\n- c\n",
                "a: \u00e9\n",
                "a:\tb\n",
                "a: b\r\n",
                "a: b\n---\nc: d\n",
                "a: b\n...\n",
                "<<: b\n",
                "\"a\": b\n",
                "a:\n    b: c\n  d: e\n",
                "a:\n  b\n",
                "a:\n  b: c\n d: e\n",
                " ---\na: b\n",
                "---\n",
                "# \u0001\na: b\n",
                "# \u00e9\na: b\n",
                "# \u007f\na: b\n",
                "a: b\u007f\n",
                "a: '\u007f'\n",
                "a: \"b",
                "a: \"b\" c\n",
                "a: \"b\": c\n",
                "- \"b\": c\n",
                "a: {} b\n",
                "a: {}\tb\n",
                "a: {b: c}\n",
                "a: b \n",
                "-\n  a: b\n",
                "a: -\n",
                "a: - b\n",
                "a: ?b\n",
                "-a: b\n",
                ".5: b\n",
                "null: b\n",
                "18446744073709551615: b\n",
                "a:b\n",
                "a:: b\n",
                "[: b\n",
                "@: b\n",
                "a`: b\n",
                "a{: b\n",
                "a,: b\n",
                "a;: b\n",
            })
    void givesUpAtAnythingElse(String text) {
        assertThatThrownBy(() -> events(new BlockEvents(text))).isInstanceOf(BlockEvents.GaveUp.class);
    }
}
