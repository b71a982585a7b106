package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

class TextReaderTest {

    /** Where SnakeYAML ends a scalar within brackets, and Kubernetes' reader does not: YamlTest has that. */
    private static final Pattern OTHERWISE = Pattern.compile(":[,\\[\\]{}]");

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
