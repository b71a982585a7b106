package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.page.PageDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetJoinTest {

    private static final Pattern BOOTSTRAP_TOKEN = Pattern.compile("[0-9a-z]{6}\\.[0-9a-z]{16}");

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Program.run(new FleetJoin(), new PrintStream(output, true), new PrintStream(errors, true), arguments);
    }

    @ParameterizedTest
    @CsvSource({"rsa, RSA-2048, SunRsaSign", "ecdsa, ECDSA-P256, BC"})
    void tellsThroughputLatencyStepsAndCryptography(String ca, String algorithm, String signer) {
        try (ExampleProcess fleet =
                ExampleProcess.start(FleetJoin.class, "--nodes", "40", "--threads", "2", "--ca", ca)) {
            assertThat(fleet.await()).as(fleet.errors()).isZero();
            assertThat(fleet.errors()).isEmpty();
            assertThat(fleet.output())
                    .contains("40 nodes joined in ", "threads: 2; CA: " + algorithm)
                    .containsPattern("Throughput +[0-9.,]+ nodes/s")
                    .containsPattern("p50 [0-9.,]+ ms, p90 .*, p99 .*, p99\\.9 .*, max [0-9.,]+ ms")
                    .containsPattern("controller manager +sign the certificate( +[0-9.,]+){5} %")
                    .containsPattern("Raw cryptography: [0-9.]+ % of a join's processor time")
                    .containsPattern("generate a key +BC .*%")
                    .containsPattern("sign a certificate +" + signer + " .*%")
                    .doesNotContainPattern(BOOTSTRAP_TOKEN);
            assertThat(histogramCounts(fleet.output())).isEqualTo(40);
        }
    }

    @Test
    void measuresNothingOfTheNodesThatJoinBefore() {
        assertThat(run("--nodes", "7", "--warm-up", "30", "--threads", "2", "--ca", "ecdsa", "--progress", "auto"))
                .as(errors.toString())
                .isZero();
        String printed = output.toString(StandardCharsets.UTF_8);
        assertThat(printed)
                .contains("7 nodes joined in ")
                .containsPattern("30 nodes\\s+that joined before are not among them")
                .doesNotContain("the first joins");
        assertThat(histogramCounts(printed)).isEqualTo(7);
    }

    private static int histogramCounts(String output) {
        return Pattern.compile("(?m)^ +[0-9.,]+ - +[0-9.,]+ ms +([0-9]+)  [#.]*$")
                .matcher(output)
                .results()
                .map(row -> row.group(1))
                .mapToInt(Integer::parseInt)
                .sum();
    }

    @Test
    void writesTheSameAsOnePage(@TempDir Path folder) throws Exception {
        Path report = folder.resolve("fleet.html");
        Files.writeString(report, "old");
        assertThat(run("--nodes", "60", "--report", report.toString()))
                .as(errors.toString())
                .isZero();

        assertThat(report).content().doesNotContainPattern(BOOTSTRAP_TOKEN);
        PageDocument page = PageDocument.read(report);
        assertThat(page.texts("h1")).containsExactly(printed("(60 nodes joined in [0-9.]+ s)"));
        assertThat(page.texts("dd"))
                .contains(printed("Throughput +([0-9.,]+) nodes/s") + "nodes per second")
                .contains(printed("Raw cryptography: ([0-9.]+ %)") + "of a join's processor time")
                .contains("RSA-2048", "the library's choice")
                .anyMatch(value -> value.endsWith(Runtime.version().toString()));
        assertThat(page.texts("td"))
                .contains(printed("controller manager +sign the certificate +([0-9.]+)"))
                .contains(printed("verify a certificate .* ([0-9.]+ %)"));
        assertThat(sumOfColumn(page, 0, 1)).as("joins by latency").isEqualTo(60);
        assertThat(sumOfColumn(page, 1, 0)).as("joins by time").isEqualTo(60);
        assertThat(filesIn(folder)).containsExactly("fleet.html");
    }

    @Test
    void pageNeedsNothingButItselfAndDescribesItsPictures(@TempDir Path folder) throws IOException {
        Path report = folder.resolve("fleet.html");
        assertThat(run("--nodes", "1", "--progress", "never", "--report", report.toString()))
                .isZero();
        PageDocument page = PageDocument.read(report);
        page.needsNothingButItselfAndDescribesItsPictures();
        assertThat(page.elements("svg")).hasSize(3);
    }

    @Test
    void computesWithTheProviderOfAName() {
        assertThat(run("--nodes", "2", "--provider", "SunEC", "--ca", "ecdsa"))
                .as(errors.toString())
                .isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("keys and signatures: SunEC")
                .containsPattern("generate a key +SunEC")
                .containsPattern("sign a request +SunEC")
                .containsPattern("verify a request +BC")
                .containsPattern("sign a certificate +SunEC");
    }

    @Test
    void listsTheProvidersWhenThereIsNoneOfAName() {
        assertThat(run("--nodes", "1", "--provider", "Nobody")).isEqualTo(Program.FAILURE);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("fleet-join: there is no provider 'Nobody'; there are ")
                .contains("SunEC", "BC")
                .hasLineCount(1);
        assertThat(output.size()).isZero();
    }

    @Test
    void drawsABarWhenToldTo() {
        assertThat(run("--nodes", "100", "--threads", "1", "--progress", "always"))
                .isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .containsPattern("\r\\[#*-+\\] [0-9]+ of 100 nodes, [0-9.]+ nodes/s")
                .containsPattern("\r *\r100 nodes joined");
    }

    @ParameterizedTest
    @CsvSource({
        "--nodes=0,                --nodes: expected a number from 1 to",
        "--nodes=-5,               --nodes: expected a number from 1 to",
        "--nodes=many,             Invalid value for option '--nodes'",
        "--threads=2,              Missing required option: '--nodes=N'",
        "--nodes=1 --threads=-1,   --threads: expected a number from 1 to",
        "--nodes=1 --threads=0,    --threads: expected a number from 1 to",
        "--nodes=1 --warm-up=-1,   --warm-up: expected a number from 0 to",
        "--nodes=1 --ca=dsa,       Invalid value for option '--ca'",
        "--nodes=1 --progress=yes, Invalid value for option '--progress'",
        "--nodes=1 --fast,         Unknown option: '--fast'"
    })
    void refusesOptionsThatMakeNoSense(String options, String message) {
        assertThat(run(options.split(" "))).isEqualTo(Program.USAGE);
        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith(message);
        assertThat(output.size()).isZero();
    }

    @Test
    void refusesAReportThatCannotBeWrittenBeforeItBegins(@TempDir Path folder) {
        assertThat(run(
                        "--nodes",
                        "1",
                        "--report",
                        folder.resolve("missing/fleet.html").toString()))
                .isEqualTo(Program.FAILURE);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("its directory does not exist");
        errors.reset();
        assertThat(run("--nodes", "1", "--report", folder.toString())).isEqualTo(Program.FAILURE);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("it is a directory");
        assertThat(output.size()).isZero();
    }

    @Test
    void showsItsHelp() {
        assertThat(run("--help")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .startsWith("Usage: fleet-join ")
                .contains("--nodes", "--threads", "--warm-up", "--ca", "--provider", "--report", "--progress");
    }

    @Test
    void stopsWhenItIsToldToAndLeavesTheReportAlone(@TempDir Path folder) throws Exception {
        Path report = Files.writeString(folder.resolve("fleet.html"), "old");
        try (ExampleProcess fleet = ExampleProcess.start(
                FleetJoin.class, "--nodes", "10000000", "--progress", "always", "--report", report.toString())) {
            fleet.awaitOutput(" of 10,000,000 nodes, ");
            assertThat(fleet.terminate()).isEqualTo(Program.TERMINATED);
            assertThat(fleet.errors()).isEqualToIgnoringNewLines("fleet-join: stopped");
        }
        assertThat(report).hasContent("old");
        assertThat(filesIn(folder)).containsExactly("fleet.html");
    }

    /** The program alone needs half of this heap; what is left is too small for the certificates of this fleet. */
    @Test
    @Tag("slow")
    void needsNoMoreHeapForALargerFleet() {
        try (ExampleProcess fleet = ExampleProcess.start(
                List.of("-Xmx32m"), FleetJoin.class, "--nodes", "5000", "--ca", "ecdsa", "--progress", "never")) {
            assertThat(fleet.await()).as(fleet.errors()).isZero();
            assertThat(fleet.output()).contains("5,000 nodes joined in ");
        }
    }

    private String printed(String pattern) {
        return Pattern.compile(pattern)
                .matcher(output.toString(StandardCharsets.UTF_8))
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + pattern + " in " + output));
    }

    /** The sum of the numbers in a column of a table; the column with the names of the rows does not count. */
    private static int sumOfColumn(PageDocument page, int table, int column) {
        return PageDocument.elements(page.elements("table").get(table), "tr").stream()
                .skip(1)
                .map(row -> PageDocument.text(PageDocument.elements(row, "td").get(column)))
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private static List<String> filesIn(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
