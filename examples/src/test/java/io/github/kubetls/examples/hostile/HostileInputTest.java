package io.github.kubetls.examples.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.kubetls.fixtures.HostileInput;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is given to a way in, {@link Property} holds. More than is tried here: {@code FuzzTarget}, or the properties {@code
 * kubetls.mutations} (how many an entry), {@code kubetls.seed} and {@code kubetls.entries} (a regular expression of their names).
 */
class HostileInputTest {

    private static final int MUTATIONS = Integer.getInteger("kubetls.mutations", 40);
    private static final long SEED = Long.getLong("kubetls.seed", 1);
    private static final String ENTRIES = System.getProperty("kubetls.entries", ".*");

    static List<Entry> entries() {
        return Entries.all().stream()
                .filter(entry -> entry.name().matches(ENTRIES))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void readsWhatItIsMadeFor(Entry entry) {
        assertThat(entry.seeds())
                .isNotEmpty()
                .anyMatch(seed -> Property.check(entry, seed).isRead());
        entry.seeds().forEach(seed -> Property.check(entry, seed));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void readsOrRefusesWhatNobodyExpectsSoon(Entry entry) {
        // Not a measurement: a reader that is quadratic in a million characters takes many minutes.
        assertTimeoutPreemptively(
                Duration.ofMinutes(5),
                () -> HostileInput.documents().forEach(document -> Property.check(entry, taken(entry, document))));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void readsOrRefusesRandomText(Entry entry) {
        for (int seed = 0; seed < 200; seed++) {
            Property.check(entry, taken(entry, HostileInput.random(seed)));
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void readsOrRefusesWhatIsNearlyRight(Entry entry) {
        Mutator mutator = new Mutator(SEED, entry.seeds());
        for (int i = 0; i < MUTATIONS; i++) {
            Property.check(entry, taken(entry, mutator.next()));
        }
    }

    /** Bytes have no characters beyond U+00FF. */
    private static String taken(Entry entry, String text) {
        return entry.isBinary() ? entry.input(entry.bytes(text)) : text;
    }
}
