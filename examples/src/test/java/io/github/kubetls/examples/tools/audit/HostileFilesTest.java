package io.github.kubetls.examples.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is in a file, an audit of it ends, with a report. That these tests end is what they show of the time. */
class HostileFilesTest {

    private static final String CONFIG = "kind: Config\napiVersion: v1\n";

    @TempDir
    private Path directory;

    private AuditReport audit(Path... paths) throws IOException, InterruptedException {
        AuditReport report = Auditor.audit(
                paths.length == 0 ? List.of(directory) : List.of(paths), Samples.NOW, KubernetesRelease.latest());
        for (ReportFormat format : ReportFormat.values()) {
            assertThat(format.write(report, "1")).isNotEmpty();
        }
        return report;
    }

    private List<String> codes(String text) throws IOException, InterruptedException {
        Path file = directory.resolve("file.yaml");
        Files.writeString(file, text);
        Posix.ownerOnly(file);
        return audit(file).findings().stream().map(Finding::code).distinct().toList();
    }

    @ParameterizedTest
    @CsvSource({"20000,[", "20000,'{a: '", "400000,'- '", "100000,'? '", "100000,&a ", "300000,'\"a\" '"})
    void survivesDeepAndOddNesting(int times, String text) throws Exception {
        assertThat(codes(CONFIG + "x: " + text.repeat(times)))
                .hasSize(1)
                .first()
                .asString()
                .isIn("DOCUMENT_EXCESSIVE", "DOCUMENT_INVALID");
    }

    @Test
    void survivesABombOfAliases() throws Exception {
        StringBuilder bomb = new StringBuilder(CONFIG + "a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c < 'z'; c++) {
            String earlier = ("*" + (char) (c - 1) + ", ").repeat(9);
            bomb.append(c).append(": &").append(c).append(" [").append(earlier).append("]\n");
        }
        assertThat(codes(bomb.toString())).containsExactly("DOCUMENT_EXCESSIVE");
    }

    @Test
    void survivesLongLinesAndManyLines() throws Exception {
        assertThat(codes(CONFIG + "users: []\ncurrent-context: " + "a".repeat(200_000)))
                .containsExactly("CONTEXT_UNKNOWN");
        assertThat(codes("\n".repeat(300_000) + "kind: Config\napiVersion: [")).containsExactly("DOCUMENT_INVALID");
        assertThat(codes("---\n".repeat(300_000))).isEmpty();
        assertThat(audit().skipped()).hasSize(1);
    }

    @Test
    void survivesAConfigMapOfBlanks() throws Exception {
        String map = "kind: ConfigMap\napiVersion: v1\ndata: {a: \"" + " ".repeat(1_000_000) + "x\"}\n";
        assertThat(codes(map)).isEmpty();
        assertThat(codes(map + "b: [\n")).isEmpty();
    }

    @Test
    void skipsWhatIsTooLongWithANote() throws Exception {
        assertThat(codes(CONFIG + "#" + "x".repeat(SourceDocument.LONGEST))).isEmpty();
        assertThat(audit().skipped())
                .singleElement()
                .extracting(AuditReport.Skipped::reason)
                .isEqualTo("the document at line 1 is longer than 3 MiB");
        Files.write(directory.resolve("file.yaml"), new byte[SourceFile.LARGEST + 1]);
        assertThat(audit().skipped())
                .singleElement()
                .extracting(AuditReport.Skipped::reason)
                .isEqualTo("larger than 20 MB");
    }

    @Test
    void reportsOnlySoMuchOfOneFile() throws Exception {
        String user = "- {name: u%d, user: {password: x}}\n";
        StringBuilder users = new StringBuilder(CONFIG + "users:\n");
        for (int i = 0; i < 3000; i++) {
            users.append(user.formatted(i));
        }
        assertThat(codes(users.toString())).containsExactly("PASSWORD_INSECURE");
        AuditReport report = audit();
        assertThat(report.findings()).hasSize(1000);
        assertThat(report.skipped())
                .singleElement()
                .extracting(AuditReport.Skipped::reason)
                .isEqualTo("2000 findings more");
    }

    @Test
    void followsNoLinksInCircles() throws Exception {
        Path sub = Files.createDirectories(directory.resolve("a/b"));
        Posix.link(sub.resolve("up"), directory);
        Posix.link(sub.resolve("self"), Path.of("self"));
        Files.writeString(sub.resolve("tokens.csv"), "x\n");
        Posix.link(directory.resolve("tokens.csv"), Path.of("a/b/tokens.csv"));
        AuditReport report = audit();
        assertThat(report.files()).isEqualTo(1);
        assertThat(report.skipped())
                .extracting(AuditReport.Skipped::reason)
                .containsExactly("a link that does not lead to a file", "a link to a directory");
    }

    @Test
    void followsALinkToAFileElsewhereAndADirectoryThatIsNamed() throws Exception {
        Files.writeString(directory.resolve("file.csv"), "x\n");
        Files.createDirectory(directory.resolve("real"));
        Posix.link(directory.resolve("real/tokens.csv"), Path.of("../file.csv"));
        Posix.link(directory.resolve("link"), Path.of("real"));
        assertThat(audit(directory.resolve("link")).findings())
                .extracting(finding -> finding.location().source())
                .isNotEmpty()
                .allMatch(file -> file.equals(directory + "/link/tokens.csv"));
    }

    @Test
    void readsNoPipes() throws Exception {
        Path pipe = directory.resolve("pipe");
        Tool.run(directory, "mkfifo", pipe.toString());
        assertThat(audit().skipped()).extracting(AuditReport.Skipped::reason).containsExactly("not a regular file");
        String cluster = "clusters: [{name: c, cluster: {server: 'https://h', certificate-authority: pipe}}]\n";
        assertThat(codes(CONFIG + cluster)).containsExactly("FILE_TYPE_UNSUPPORTED");
        String published = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: cluster-info, namespace: kube-public}\n"
                + "data:\n  kubeconfig: |\n    " + CONFIG.replace("\n", "\n    ")
                + cluster.replace("name: c,", "name: '',").replace("pipe", pipe.toString());
        assertThat(codes(published)).containsExactly("FILE_TYPE_UNSUPPORTED", "SIGNATURE_MISSING");
    }

    @Test
    void reportsWhatCannotBeRead() throws Exception {
        Path file = directory.resolve("tokens.csv");
        Files.writeString(file, "x\n");
        Posix.chmod(file, "-w-------");
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertThat(audit().findings()).extracting(Finding::code).containsExactly("FILE_UNREADABLE");
    }

    @Test
    void printsNoControlCharactersOfNames() throws Exception {
        Files.writeString(directory.resolve("token\u001B[2J\n.csv"), "x\n");
        String text = ReportFormat.TEXT.write(audit(), "1");
        assertThat(text).doesNotContain("\u001B").contains("token [2J .csv:1");
    }

    @Test
    void survivesRandomBytes() throws Exception {
        Random random = new Random(7);
        for (String name : List.of("a.yaml", "token.csv", "a.pem", "kubelet.flags", "a.conf")) {
            byte[] bytes = new byte[20_000];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = bytes[i] == 0 ? (byte) '\n' : bytes[i];
            }
            Files.write(directory.resolve(name), bytes);
        }
        assertThat(audit().files()).isEqualTo(5);
    }

    @Test
    void survivesSamplesThatWereChangedAtRandom() throws Exception {
        List<Path> samples = Samples.files();
        String[] pieces = {
            "\n---\n", "{", "[", "*a", "&a ", "<<: ", "\t", "\"", "- ", ": ", "\uD83D\uDE00", "]", "}", "!!binary "
        };
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            Path sample = samples.get(random.nextInt(samples.size()));
            byte[] bytes = Files.readAllBytes(sample);
            int at = random.nextInt(bytes.length);
            byte[] piece = pieces[random.nextInt(pieces.length)].getBytes(StandardCharsets.UTF_8);
            byte[] changed = random.nextBoolean() ? Arrays.copyOf(bytes, at + piece.length) : bytes.clone();
            System.arraycopy(piece, 0, changed, at, Math.min(piece.length, changed.length - at));
            Path file = directory.resolve(sample.getFileName().toString());
            Files.write(file, changed);
            long lines =
                    new String(changed, StandardCharsets.ISO_8859_1).lines().count();
            assertThat(audit(file).findings())
                    .as("seed %s", seed)
                    .allSatisfy(finding ->
                            assertThat((long) finding.location().line()).isBetween(1L, lines + 1));
            Files.delete(file);
        }
    }
}
