package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Recorded;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/certificates.md, 2; run with encoding/pem of Go 1.26: where blocks begin and end, what they hold, and how they are written. */
class PemScannerTest {

    static Stream<Arguments> scans() {
        String good = "-----BEGIN A-----\nQUJD\n-----END A-----\n";
        return Stream.of(
                arguments("a block at the start", good, "A=ABC"),
                arguments("a block after a line feed", "text\n" + good, "A=ABC"),
                arguments("a block after nothing but a line feed", "\n" + good, "A=ABC"),
                arguments("text on the line before BEGIN", "x" + good, ""),
                arguments("a blank before BEGIN", " " + good, ""),
                arguments("a byte order mark before BEGIN", "\uFEFF" + good, ""),
                arguments("a carriage return alone ends no line", good.replace('\n', '\r'), ""),
                arguments("carriage return and line feed", good.replace("\n", "\r\n"), "A=ABC"),
                arguments("blanks after the dashes", good.replace("-----\n", "----- \t\n"), "A=ABC"),
                arguments("text after the dashes of BEGIN", good.replace("A-----\nQ", "A-----x\nQ"), ""),
                arguments("text after the dashes of END", good.stripTrailing() + "x", ""),
                arguments("END at the end of the data", good.stripTrailing(), "A=ABC"),
                arguments("a carriage return at the end of the data stays", good.stripTrailing() + "\r", ""),
                arguments("four dashes only", good.replace("A-----\nQ", "A----\nQ"), ""),
                arguments("labels differ", good.replace("END A", "END B"), ""),
                arguments("labels differ in case", good.replace("END A", "END a"), ""),
                arguments("a label of two words", good.replace(" A-", " A B-"), "A B=ABC"),
                arguments("no label", good.replace(" A-", " -"), "=ABC"),
                arguments("headers", good.replace("QUJD", "k: v\nl:w\nQUJD"), "A{k=v, l=w}=ABC"),
                arguments("headers and a blank line", good.replace("QUJD", "k: v\n\nQUJD"), "A{k=v}=ABC"),
                arguments("an empty body", "-----BEGIN A-----\n-----END A-----\n", "A="),
                arguments("END right after headers", "-----BEGIN A-----\nk: v\n-----END A-----\n", ""),
                arguments("a line between headers and END", "-----BEGIN A-----\nk: v\n\n-----END A-----\n", "A{k=v}="),
                arguments("no END", "-----BEGIN A-----\nQUJD\n", ""),
                arguments("nothing after BEGIN", "-----BEGIN A-----", ""),
                arguments("no padding", good.replace("QUJD", "QUI"), ""),
                arguments("padding", good.replace("QUJD", "QUI="), "A=AB"),
                arguments("padding within", good.replace("QUJD", "QUI=QUJD"), ""),
                arguments("URL alphabet", good.replace("QUJD", "QU-_"), ""),
                arguments("white space within", good.replace("QUJD", "Q U\t\nJ\r\nD "), "A=ABC"),
                arguments("a vertical tab within", good.replace("QUJD", "Q\u000BUJD"), ""),
                arguments("two blocks", good + "between\n" + good.replace(" A", " B"), "A=ABC B=ABC"),
                arguments("a bad block before a good one", good.replace("QUJD", "Q!") + good, "A=ABC"),
                arguments("BEGIN within a block that fails", "-----BEGIN X-----\nQUJD\n" + good, "A=ABC"),
                arguments("the first END decides", "-----BEGIN A-----\nQUJD\n-----END B-----\n-----END A-----\n", ""),
                arguments("headers of a failed block are skipped", "-----BEGIN X-----\nk: v\n" + good, "A=ABC"),
                arguments(
                        "a BEGIN line with a colon is a header",
                        "-----BEGIN X-----\n-----BEGIN a:b-----\n" + good,
                        "A=ABC"),
                arguments("blanks in the label", good.replace("A--", "A --"), "A =ABC"),
                arguments("dashes in the label", good.replace("A--", "A---"), "A-=ABC"),
                arguments("a label of dashes", "-----BEGIN -----", ""),
                arguments("BEGIN at the end of the data", "x\n-----BEGIN ", ""),
                arguments("a tab after the dashes", good.replace("A-----\nQ", "A-----\t\nQ"), "A=ABC"),
                arguments("a carriage return before a blank", good.replace("A-----\nQ", "A-----\r \nQ"), ""),
                arguments("blanks and a carriage return after END", good.stripTrailing() + " \t\r\n", "A=ABC"),
                arguments("two carriage returns after END", good.stripTrailing() + "\r\r\n", ""),
                arguments("no line feed before END", good.replace("QUJD\n", "QUJD"), ""),
                arguments("blank lines only", good.replace("QUJD", "\n"), "A="),
                arguments("a dash within", good.replace("QUJD", "QU-D"), ""),
                arguments("DEL within", good.replace("QUJD", "QU\u007FD"), ""),
                arguments("a letter beyond ASCII within", good.replace("QUJD", "QU\u0080D"), ""),
                arguments("a header without value", good.replace("QUJD", "k:\nQUJD"), "A{k=}=ABC"),
                arguments("a header without key", good.replace("QUJD", ":v\nQUJD"), "A{=v}=ABC"),
                arguments("a header twice", good.replace("QUJD", "k: 1\nk: 2\nQUJD"), "A{k=2}=ABC"),
                arguments("a header with two colons", good.replace("QUJD", " k : a:b \nQUJD"), "A{k=a:b}=ABC"),
                arguments("END before BEGIN", "\n-----END A-----\n" + good, "A=ABC"),
                arguments("END twice", good + "-----END A-----\n" + good, "A=ABC A=ABC"),
                arguments(
                        "a block behind one that fails at its end",
                        good.replace("END A-----\n", "END A----- x\n") + good.replace(" A", " B"),
                        "B=ABC"),
                arguments("END and BEGIN on one line", good.stripTrailing() + good, ""),
                arguments("a letter beyond ASCII in the label", good.replace(" A-", " \u00C4-"), "\u00C4=ABC"),
                arguments("nothing", "", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scans")
    void findsTheBlocksThatTheApiServerFinds(String reason, String text, String expected) {
        assertThat(Pem.blocks(text).stream()
                        .map(block -> block.label()
                                + (block.headers().isEmpty() ? "" : block.headers())
                                + "="
                                + new String(block.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1)))
                .as(reason)
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split("(?<=ABC) ")));
    }

    /** Go 1.25.2, which 1.35 has, finds the END line first. */
    @ParameterizedTest
    @CsvSource({"34, go-1.19.tsv", "35, go-1.26.tsv", "36, go-1.26.tsv"})
    void findsTheBlocksThatGoFinds(int minor, String recording) {
        List<String> rows = Recorded.text("pem/" + recording).lines().toList();
        assertThat(rows).hasSize(1500).allSatisfy(row -> {
            String[] columns = row.split("\t", -1);
            String text = new String(HexFormat.of().parseHex(columns[0]), StandardCharsets.UTF_8);
            assertThat(Pem.blocks(text, KubernetesRelease.of(minor)).stream().map(PemScannerTest::hex))
                    .as(columns[0])
                    .isEqualTo(columns[1].isEmpty() ? List.of() : List.of(columns[1].split(" ")));
        });
    }

    private static String hex(Pem.Block block) {
        String headers = block.headers().entrySet().stream()
                .map(header -> header.getKey() + "=" + header.getValue())
                .sorted()
                .collect(Collectors.joining(";", "{", "}"));
        return HexFormat.of().formatHex((block.label() + headers).getBytes(StandardCharsets.UTF_8)) + ":"
                + HexFormat.of().formatHex(block.bytes());
    }

    /** One text, two requests: whoever judges one of them must read it as the cluster's release does. */
    @ParameterizedTest
    @CsvSource({"34, A", "35, B"})
    void readsTheRequestThatTheReleaseReads(int minor, String node) {
        String text = "\n-----END " + request("B") + request("A");
        assertThat(CertificateRequest.parse(text, KubernetesRelease.of(minor))
                        .subject()
                        .commonName())
                .isEqualTo("system:node:" + node);
    }

    private static String request(String node) {
        return CertificateRequest.kubeletClient(node, new KeyPair(TestKeys.LEAF_PUBLIC, TestKeys.LEAF))
                .toPem();
    }

    @Test
    void writesLinesOf64CharactersAndLineFeedsOnly() {
        assertThat(Pem.Block.of("X", new byte[49]).toPem())
                .isEqualTo("-----BEGIN X-----\n" + "A".repeat(64) + "\nAA==\n-----END X-----\n");
        assertThat(Pem.Block.of("X", new byte[0]).toPem()).isEqualTo("-----BEGIN X-----\n-----END X-----\n");
    }

    @Test
    void writesHeadersWithProcTypeFirst() {
        String text = "-----BEGIN A-----\nB: 2\nProc-Type: 4,ENCRYPTED\nA: 1\n\nQUJD\n-----END A-----\n";
        assertThat(Pem.blocks(text).get(0).toPem())
                .isEqualTo("-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\nA: 1\nB: 2\n\nQUJD\n-----END A-----\n");
    }
}
