package io.github.kubetls.examples.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.fixtures.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What reading takes grows with the input and no faster, whatever is repeated in it. Counted is what is allocated, and the steps of
 * methods and loops: neither depends on the machine.
 */
class GrowthTest {

    private static final int A_BIT = 4;

    static Stream<Entry> entries() {
        return Entries.all().stream();
    }

    /** To 3 MB, which is still below the longest document that is read, and to 5 MB. */
    static IntStream much() {
        Integer factor = Integer.getInteger("kubetls.growth");
        return factor == null ? IntStream.of(600, 1000) : IntStream.of(factor);
    }

    static Stream<Arguments> muchOfEntries() {
        return much().boxed().flatMap(factor -> entries().map(entry -> arguments(factor, entry)));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void fourTimesTheInputTakesFourTimesTheMemory(Entry entry) {
        assertThat(new Growth(entry, Property::allocation, 2_000_000, 10).fasterThan(A_BIT))
                .isEmpty();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("muchOfEntries")
    void muchMoreInputTakesAsMuchMoreMemory(int factor, Entry entry) {
        assumeThat(factor).as("much, -Dkubetls.growth").isGreaterThan(A_BIT);
        assertThat(new Growth(entry, Property::allocation, 2_000_000, 10).fasterThan(factor))
                .isEmpty();
    }

    @Tag("slow")
    @Test
    void fourTimesTheInputTakesFourTimesTheSteps(@TempDir Path directory) throws IOException {
        assertThat(fasterInSteps(A_BIT, directory)).isEmpty();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("much")
    void muchMoreInputTakesAsManyMoreSteps(int factor, @TempDir Path directory) throws IOException {
        assumeThat(factor).as("much, -Dkubetls.growth").isGreaterThan(A_BIT);
        assertThat(fasterInSteps(factor, directory)).isEmpty();
    }

    /** What grows faster than its input, as a JVM with a {@link StepAgent} prints it. */
    private static List<String> fasterInSteps(int factor, Path directory) throws IOException {
        List<String> options = List.of(
                "-Xmx2g", "-XX:TieredStopAtLevel=4", "-Xshare:off", StepAgent.option(directory.resolve("agent.jar")));
        List<String> lines = ChildJvm.lines(options, StepCount.class, String.valueOf(factor), ".*");
        assertThat(lines.get(0)).as("what shows that steps are counted").startsWith("quadratic takes");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("all counted");
        return lines.subList(1, lines.size() - 1);
    }
}
