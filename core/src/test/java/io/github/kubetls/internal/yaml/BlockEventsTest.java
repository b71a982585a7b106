package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.internal.yaml.Events.Kind;
import io.github.kubetls.internal.yaml.Events.Malformed;
import java.util.ArrayList;
import java.util.Arrays;
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
        Kind kind;
        while ((kind = source.next()) != Kind.NOTHING) {
            // Where a collection ends is never told.
            events.add(kind == Kind.END ? "END" : kind + " " + source.line() + ":" + source.column());
            if (kind == Kind.SCALAR) {
                Object value = new RawNode.Scalar(source.value(), 0, 0).value();
                events.add(value == null ? "null" : value.getClass().getName() + " " + value);
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
                "a: b\n- c\n",
                "a: \u00e9\n",
                "a:\tb\n",
                "a: b\r\n",
                "a: b\n---\nc: d\n",
                "a: b\n...\n",
                "<<: b\n",
                "\"a\": b\n",
                "a:\n    b: c\n  d: e\n",
            })
    void givesUpAtAnythingElse(String text) {
        assertThatThrownBy(() -> events(new BlockEvents(text))).isInstanceOf(BlockEvents.GaveUp.class);
    }
}
