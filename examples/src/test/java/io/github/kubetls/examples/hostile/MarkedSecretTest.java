package io.github.kubetls.examples.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A secret of an input is in nothing that is said about it: not in {@code toString}, in a message, a cause, a finding, a violation, or
 * a report of the audit, wherever the input is broken.
 */
class MarkedSecretTest {

    private static final List<String> BREAKS =
            List.of("\"", "[", ": ", "\n", "\t", "\0", "*", "&a ", "!x ", "\\x", "\uD800", ",", "\n---\n");

    static Stream<Entry> entries() {
        return Entries.all().stream()
                .filter(entry -> !entry.isBinary()
                        && entry.seeds().stream()
                                .anyMatch(seed -> !Marks.in(seed).isEmpty()));
    }

    @Test
    void manyWaysInTakeSecrets() {
        assertThat(entries()).hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void isInNothingThatIsSaid(Entry entry) {
        for (String seed : entry.seeds()) {
            Marks marks = new Marks().addAllIn(seed);
            assertSilent(entry, seed, marks);
            for (Marks.Place secret : Marks.in(seed)) {
                broken(seed, secret).forEach(text -> assertSilent(entry, text, marks));
            }
        }
    }

    private static void assertSilent(Entry entry, String text, Marks marks) {
        for (String told : Property.check(entry, text).told()) {
            marks.toldIn(told).ifPresent(part -> {
                throw new AssertionError(entry + ": " + Quoted.of(text) + " is answered with " + told
                        + ", in which there is " + Quoted.of(part));
            });
        }
    }

    /** The text with something wrong in the secret, before it, or behind it. */
    private static List<String> broken(String text, Marks.Place secret) {
        List<String> all = new ArrayList<>();
        int middle = (secret.begin() + secret.end()) / 2;
        for (int at : List.of(secret.begin(), middle, secret.end())) {
            all.add(text.substring(0, at));
            for (String piece : BREAKS) {
                all.add(text.substring(0, at) + piece + text.substring(at));
            }
        }
        int line = text.lastIndexOf('\n', secret.begin() - 1) + 1;
        int end = text.indexOf('\n', secret.end()) < 0 ? text.length() : text.indexOf('\n', secret.end());
        all.add(text.substring(0, line) + text.substring(line, end) + "\n" + text.substring(line));
        all.add(text.substring(0, line) + " " + text.substring(line));
        all.add(text.substring(0, line) + "\t" + text.substring(line));
        all.add(text.substring(0, secret.begin()) + text.substring(middle));
        all.add(text.substring(0, middle) + text.substring(secret.end()));
        for (String piece : BREAKS) {
            all.add(text.substring(0, line) + piece + text.substring(line));
        }
        return all;
    }
}
