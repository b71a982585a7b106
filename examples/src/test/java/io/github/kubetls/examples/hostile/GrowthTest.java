package io.github.kubetls.examples.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What reading takes grows with the input and no faster, whatever is repeated in it. Counted is what is allocated: it does not depend
 * on the machine, and whatever copies a text over and over shows in it.
 */
class GrowthTest {

    /** What is repeated behind a seed, with its number where there is a percent sign. */
    private static final List<String> REPEATED = List.of(
            "a",
            " ",
            "\n",
            "\t",
            "\"",
            "'",
            "[",
            "{\"a\":",
            ",",
            "\\",
            "é",
            "=",
            "-",
            "- a\n",
            "k%: v\n",
            "\n- &a% b",
            "a%,b,%\n",
            "-----BEGIN X-----\n",
            "-----BEGIN X-----\nAAAA\n-----END X-----\n",
            " --a%=b",
            "---\n",
            "# c\n",
            "? a\n",
            "%h",
            "a.",
            ":");

    private static final int SHORTEST = 5_000;

    static Stream<Entry> entries() {
        return Entries.all().stream();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void fourTimesTheInputTakesFourTimesAsMuch(Entry entry) {
        grow(entry, SHORTEST, 4);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("entries")
    void muchMoreInputTakesAsMuchMore(Entry entry) {
        grow(entry, SHORTEST, Integer.getInteger("kubetls.growth", 1000));
    }

    private static void grow(Entry entry, int length, int factor) {
        String seed = entry.seeds().get(0);
        for (String repeated : REPEATED) {
            for (String head : List.of(seed, "")) {
                Property.allocationOfReading(entry, text(entry, head, repeated, length));
                long once = Property.allocationOfReading(entry, text(entry, head, repeated, length));
                long more = Property.allocationOfReading(entry, text(entry, head, repeated, factor * length));
                assertThat((double) more)
                        .as("%s: %s times %s behind %s characters", entry, factor, Quoted.of(repeated), head.length())
                        .isLessThan(1.6 * factor * once + 2_000_000);
            }
        }
        growValue(entry, seed, length, factor);
    }

    /** The longest word of the seed is made longer. */
    private static void growValue(Entry entry, String seed, int length, int factor) {
        String longest = "";
        for (String word : seed.split("[^A-Za-z0-9+/]+")) {
            longest = word.length() > longest.length() ? word : longest;
        }
        int at = seed.indexOf(longest) + longest.length() / 4 * 4;
        long once = Property.allocationOfReading(entry, inserted(seed, at, length));
        long more = Property.allocationOfReading(entry, inserted(seed, at, factor * length));
        assertThat((double) more)
                .as("%s: %s times a longer %s", entry, factor, Quoted.of(longest))
                .isLessThan(1.6 * factor * once + 2_000_000);
    }

    private static String inserted(String seed, int at, int length) {
        return seed.substring(0, at) + "A".repeat(length) + seed.substring(at);
    }

    private static String text(Entry entry, String head, String repeated, int length) {
        StringBuilder text = new StringBuilder(head);
        int number = 0;
        while (text.length() < head.length() + length) {
            text.append(repeated.replace("%", String.valueOf(100_000 + number++)));
        }
        return entry.isBinary() ? entry.input(entry.bytes(text.toString())) : text.toString();
    }
}
