package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

class TextReaderTest {

    /** Where SnakeYAML ends a scalar, and Kubernetes' reader does not: YamlTest has that. */
    private static final Pattern OTHERWISE = Pattern.compile(":[,\\[\\]{}]|(?m)^---\\S");

    @Test
    void makesTheEventsThatSnakeYamlsOwnReaderMakes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            String text = RandomYaml.text(random);
            if (OTHERWISE.matcher(text).find()) {
                continue;
            }
            assertThat(events(new TextReader(text)))
                    .as("seed %d, text %d:%n%s", seed, i, text)
                    .isEqualTo(events(new StreamReader(text)));
        }
    }

    /** What stands behind the part that SnakeYAML's reader holds at a time is counted on. */
    @Test
    void makesTheSameEventsOfLongTexts() {
        String text = "a: \"" + "\uD83D\uDE00 b:c\\n\n  ".repeat(1000) + "\"\n" + "d: e\r\n".repeat(1000) + "f: |\n"
                + "  g\n\n".repeat(1000);
        assertThat(events(new TextReader(text))).isEqualTo(events(new StreamReader(text)));
    }

    @Test
    void looksAheadAndMovesByCodePoints() {
        for (StreamReader reader : List.of(new TextReader("a\uD83D\uDE00b"), new StreamReader("a\uD83D\uDE00b"))) {
            assertThat(List.of(reader.peek(), reader.peek(1), reader.peek(2), reader.peek(3), reader.peek(1)))
                    .containsExactly((int) 'a', 0x1F600, (int) 'b', 0, 0x1F600);
            assertThat(reader.prefix(2)).isEqualTo("a\uD83D\uDE00");
            reader.forward();
            assertThat(reader.peek()).isEqualTo(0x1F600);
            reader.forward(5);
            assertThat(place(reader.getMark())).isEqualTo("0:3 (3)");
            reader.forward(1);
            reader.forward();
            assertThat(place(reader.getMark())).isEqualTo("0:3 (3)");
            assertThat(reader.peek()).isZero();
        }
    }

    /** Refused by {@code kubectl config view}, too. */
    @ParameterizedTest
    @CsvSource({"' a: [b\\n \\t, c]', 1:1 (8)", "'a:\\n  b: [c\\n  \\t, d]', 2:2 (13)"})
    void saysWhereATabIsIndentation(String text, String place) {
        assertThat(events(new TextReader(text.translateEscapes())))
                .last()
                .isEqualTo("a tab as indentation at " + place);
    }

    @Test
    void movesOverNoTabThatIsIndentation() {
        TextReader reader = new TextReader("\n  \t");
        reader.forward();
        assertThat(List.of(reader.peek(1), reader.peek(2), reader.peek(3))).containsExactly((int) ' ', (int) '\t', 0);
        assertThatThrownBy(() -> reader.forward(3))
                .isInstanceOfSatisfying(
                        MarkedYAMLException.class,
                        e -> assertThat(place(e.getProblemMark())).isEqualTo("1:2 (3)"));
        reader.forward(2);
        assertThat(place(reader.getMark())).isEqualTo("1:2 (3)");
    }

    private static List<String> events(StreamReader reader) {
        List<String> events = new ArrayList<>();
        ParserImpl parser = new ParserImpl(reader, new LoaderOptions());
        try {
            for (Event event; (event = parser.getEvent()) != null; ) {
                events.add(event + " from " + place(event.getStartMark()) + " to " + place(event.getEndMark()));
            }
        } catch (MarkedYAMLException e) {
            events.add(e.getProblem() + " at " + place(e.getProblemMark()));
        } catch (YAMLException | NumberFormatException e) {
            events.add(e.getClass().getName());
        }
        return events;
    }

    private static String place(Mark mark) {
        return mark.getLine() + ":" + mark.getColumn() + " (" + mark.getIndex() + ")";
    }
}
