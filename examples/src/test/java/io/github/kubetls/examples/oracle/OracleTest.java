package io.github.kubetls.examples.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same odd inputs to Kubernetes' own libraries and to this one; the README.md beside the oracle's sources says how to
 * build it. {@code mvn test -Poracle -Dkubetls.oracle=DIR}, with {@code -Dkubetls.oracle.seeds=1,2,3} and {@code
 * -Dkubetls.oracle.count=10000} for other or more inputs, runs them; without an oracle they are skipped.
 */
@Tag("oracle")
class OracleTest {

    private static final int SHOWN = 3;
    private static final int SHOWN_LENGTH = 1_000;

    @TempDir
    private Path folder;

    /** An explained difference: a line of differences.txt. */
    private record Explained(String function, Kind kind, Pattern theirs, Pattern ours) {

        boolean explains(String function, Kind kind, String theirs, String ours) {
            return this.function.equals(function)
                    && this.kind == kind
                    && this.theirs.matcher(theirs).find()
                    && this.ours.matcher(ours).find();
        }
    }

    /** How two answers differ. What a refusal says is for readers, and is not compared. */
    private enum Kind {
        NONE,
        REFUSES,
        ACCEPTS,
        DIFFERS,
        BREAKS;

        static Kind of(String theirs, String ours) {
            boolean accepted = theirs.startsWith("OK ");
            boolean accepts = ours.startsWith("OK ");
            if (ours.startsWith("THROWN ") || theirs.startsWith("PANIC ")) {
                return BREAKS;
            } else if (accepted != accepts) {
                return accepted ? REFUSES : ACCEPTS;
            }
            return accepted && !theirs.equals(ours) ? DIFFERS : NONE;
        }
    }

    private static LongStream seeds() {
        return Arrays.stream(System.getProperty("kubetls.oracle.seeds", "1,2,3").split(","))
                .mapToLong(Long::parseLong);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void answersAsKubernetesDoes(long seed) throws IOException, InterruptedException {
        String count = System.getProperty("kubetls.oracle.count", "2000");
        String oracle = System.getProperty("kubetls.oracle", "") + "/oracle";
        assumeTrue(Files.isExecutable(Path.of(oracle)), "no oracle in the folder -Dkubetls.oracle");
        run(oracle, "inputs", folder.toString(), Long.toString(seed), count);
        run(oracle, "answer", folder.toString());
        List<Path> inputs;
        try (var files = Files.list(folder)) {
            inputs = files.filter(file -> file.toString().endsWith(".in"))
                    .sorted()
                    .toList();
        }
        assertThat(inputs).isNotEmpty();
        List<Explained> explained = explained();
        List<String> unexplained = new ArrayList<>();
        for (Path input : inputs) {
            unexplained.addAll(compare(input, explained, seed));
        }
        assertThat(unexplained).isEmpty();
    }

    /** Takes as long as it takes: minutes, with many inputs. */
    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private List<String> compare(Path input, List<Explained> explained, long seed) throws IOException {
        String function = input.getFileName().toString().replace(".in", "");
        List<String> lines = Files.readAllLines(input);
        List<String> theirs = Files.readAllLines(folder.resolve(function + ".go.out"));
        assertThat(theirs).as(function).hasSameSizeAs(lines);
        Answers answers = new Answers(folder.resolve("scratch"));
        int[] counts = new int[2];
        List<String> unexplained = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String theirAnswer = theirs.get(i);
            String ours = answers.answer(function, fields(lines.get(i)));
            Kind kind = Kind.of(theirAnswer, ours);
            if (kind != Kind.NONE) {
                boolean known = explained.stream().anyMatch(e -> e.explains(function, kind, theirAnswer, ours));
                if (known) {
                    counts[0]++;
                } else if (++counts[1] <= SHOWN) {
                    unexplained.add("%s, seed %d, line %d: %s%n  input %s%n  Go    %s%n  ours  %s"
                            .formatted(
                                    function,
                                    seed,
                                    i + 1,
                                    kind,
                                    shortened(lines.get(i)),
                                    shortened(theirAnswer),
                                    shortened(ours)));
                }
            }
        }
        System.out.printf(
                "%-15s seed %d: %d inputs, %d explained, %d unexplained%n",
                function, seed, lines.size(), counts[0], counts[1]);
        return unexplained;
    }

    private static byte[][] fields(String line) {
        return Arrays.stream(line.split("\t", -1))
                .map(Base64.getDecoder()::decode)
                .toArray(byte[][]::new);
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "... of " + text.length();
    }

    private static List<Explained> explained() throws IOException {
        try (InputStream in = OracleTest.class.getResourceAsStream("differences.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(columns -> new Explained(
                            columns[0],
                            Kind.valueOf(columns[1]),
                            Pattern.compile(columns[2]),
                            Pattern.compile(columns[3])))
                    .toList();
        }
    }
}
