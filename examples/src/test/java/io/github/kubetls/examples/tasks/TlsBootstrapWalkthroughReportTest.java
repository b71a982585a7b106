package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.examples.tools.page.PageDocument;
import io.github.kubetls.fixtures.Posix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** The story as a page, and the guide to its folder. */
class TlsBootstrapWalkthroughReportTest {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\n([^-]+)-----END", Pattern.DOTALL);
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (.*) \\| `(\\S+)`( \\*secret\\*)? \\| (.+) \\| (.*) \\| (.*) \\|$");

    @TempDir
    static Path shared;

    private static Path story;
    private static Path report;
    private static PageDocument page;
    private static String output;
    private static String terminal;

    private static String errors(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exitCode = TlsBootstrapWalkthrough.run(new PrintStream(out), new PrintStream(errors), arguments);
        output = out.toString(StandardCharsets.UTF_8);
        String said = errors.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(said).isEqualTo(said.isEmpty() ? 0 : 1);
        return said;
    }

    @BeforeAll
    static void tellTheStory() throws IOException {
        Posix.assume(); // The kubelet's store has links.
        story = shared.resolve("story");
        report = story.resolve("story.html"); // Into a folder that is not there yet.
        assertThat(errors("--out", story.toString(), "--report", report.toString()))
                .isEmpty();
        terminal = output;
        page = PageDocument.read(report);
    }

    /** What must not be seen, from the files themselves. */
    private static Set<String> secrets() throws IOException {
        String tokens = Files.readString(story.resolve("token.csv"));
        String secret = tokens.substring(tokens.indexOf('.') + 1, tokens.indexOf(','));
        Set<String> secrets = new TreeSet<>(
                Set.of(secret, Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8))));
        for (String file : List.of("pki/ca.key", "pki/apiserver.key", "node/pki/kubelet-client-current.pem")) {
            String pem = Files.readString(story.resolve(file));
            List<String> keys = PRIVATE_KEY
                    .matcher(pem)
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            assertThat(keys).as(file).hasSize(1);
            keys.get(0).lines().forEach(secrets::add);
            // As a kubeconfig has it.
            secrets.add(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)));
        }
        return secrets;
    }

    private static boolean isSecret(String file) throws IOException {
        String text = Files.readString(story.resolve(file));
        return secrets().stream().anyMatch(text::contains);
    }

    @Test
    void showsNoSecretOfTheFolder() throws IOException {
        assertThat(secrets()).hasSizeGreaterThan(30);
        assertThat(report).content().doesNotContain(secrets());
        assertThat(story.resolve("README.md")).content().doesNotContain(secrets());
        for (String file : List.of("token.csv", "join-command.txt", "bootstrap-kubelet.conf")) {
            assertThat(shown(file)).containsPattern("[a-z0-9]{6}\\.\u2022{12}");
        }
        assertThat(shown("bootstrap-token-secret.yaml")).containsPattern("token-secret: \u2022{12}\n");
        for (String file : List.of("pki/ca.key", "pki/apiserver.key")) {
            assertThat(shown(file)).containsPattern("^-----BEGIN .*-----\n\u2022{12}\n-----END .*-----\n$");
        }
    }

    /** The content of a file on the page. */
    private static String shown(String file) {
        return page.ofClass("file").stream()
                .filter(shown -> name(shown).equals(file))
                .map(shown -> PageDocument.elements(shown, "pre").get(0).getTextContent())
                .collect(Collectors.joining());
    }

    private static String name(Element file) {
        return PageDocument.text(PageDocument.elements(file, "summary").get(0)).split(" ")[0];
    }

    @Test
    void showsEachFileOnceAndWhatIsNoSecretAsItIs() throws IOException {
        assertThat(page.ofClass("file").stream().map(TlsBootstrapWalkthroughReportTest::name))
                .containsExactlyInAnyOrderElementsOf(files());
        for (String file : files()) {
            if (!isSecret(file)) {
                assertThat(shown(file)).as(file).isEqualTo(Files.readString(story.resolve(file)));
            }
        }
        assertThat(shown("node/pki/kubelet-client-current.pem"))
                .matches("link to .*kubelet-client-[0-9]{4}[0-9-]+\\.pem");
    }

    /** The files of the story, without those that are about it. */
    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(story)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> story.relativize(file).toString())
                    .filter(file -> !Set.of("README.md", "story.html").contains(file))
                    .toList();
        }
    }

    @Test
    void numbersTheMessagesAsTheTerminalNumbersTheChapters() {
        List<String> chapters = Pattern.compile("(?m)^ ?([0-9]+\\. .*)$")
                .matcher(terminal)
                .results()
                .map(line -> line.group(1))
                .toList();
        assertThat(chapters).hasSize(15);
        assertThat(page.texts("h3").stream().map(heading -> heading.replaceFirst("^([0-9]+)", "$1. ")))
                .containsExactlyElementsOf(chapters);
        assertThat(page.elements("svg"))
                .hasSize(2)
                .allSatisfy(picture -> assertThat(PageDocument.elements(picture, "text").stream()
                                .filter(text -> text.getAttribute("class").equals("number"))
                                .map(number -> Integer.valueOf(PageDocument.text(number)))
                                .distinct())
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, 15).boxed().toList()));
        assertThat(page.texts("desc"))
                .allSatisfy(description -> assertThat(description)
                        .startsWith(
                                "1: administrator, makes the CA; 2: administrator to API server, certificate and key;")
                        .contains("12: controller manager to API server, approval, certificate;"));
    }

    @Test
    void drawsNothingBesideThePicture() {
        for (Element picture : page.elements("svg")) {
            String[] box = picture.getAttribute("viewBox").split(" ");
            for (Element text : PageDocument.elements(picture, "text")) {
                double x = Double.parseDouble(text.getAttribute("x"));
                double length = 6 * text.getTextContent().length();
                double start = switch (text.getAttribute("text-anchor")) {
                    case "start" -> x;
                    case "end" -> x - length;
                    default -> x - length / 2;
                };
                assertThat(start).as(text.getTextContent()).isGreaterThanOrEqualTo(0);
                assertThat(start + length).as(text.getTextContent()).isLessThanOrEqualTo(Double.parseDouble(box[2]));
                assertThat(Double.parseDouble(text.getAttribute("y"))).isBetween(0.0, Double.parseDouble(box[3]));
            }
        }
    }

    @Test
    void showsEachDecisionWithWhoMadeItAndWhy() {
        String words = terminal.replaceAll("\\s+", " ");
        List<String> decisions =
                page.ofClass("decided").stream().map(PageDocument::text).toList();
        assertThat(decisions).hasSize(9);
        assertThat(decisions)
                .anySatisfy(decision -> assertThat(decision)
                        .startsWith("API serverAllowedClusterRoleBinding create-csrs-for-bootstrapping gives")
                        .contains("Verbs:[\"create\""))
                .anySatisfy(decision -> assertThat(decision)
                        .startsWith("controller managerApprovedAuto approving kubelet client certificate after"
                                + " SubjectAccessReview.")
                        .contains("\"auto-approve-csrs-for-group\""))
                .anySatisfy(decision -> assertThat(decision)
                        .startsWith("controller managerApprovedAuto approving self kubelet client certificate")
                        .contains("\"auto-approve-renewals-for-nodes\""));
        for (Element decision : page.ofClass("decided")) {
            String reason =
                    PageDocument.text(PageDocument.elements(decision, "p").get(0));
            String answer =
                    PageDocument.text(PageDocument.elements(decision, "strong").get(0));
            assertThat(words).containsIgnoringCase(answer + ": " + reason);
        }
    }

    @Test
    void needsNothingButItself() {
        page.needsNothingButItselfAndDescribesItsPictures();
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(story.resolve("README.md")))
                .results()
                .toList();
    }

    @Test
    void theGuideHasEachFileOnceAndSaysWhichAreSecret() throws IOException {
        assertThat(rows().stream().map(row -> row.group(2))).containsExactlyInAnyOrderElementsOf(files());
        for (MatchResult row : rows()) {
            assertThat(row.group(3) != null).as(row.group(2)).isEqualTo(isSecret(row.group(2)));
        }
    }

    /** A flag of the guide is one of the files of flags, which have the path in full. */
    @Test
    void theGuideGivesAFlagItsFileAsTheFilesOfFlagsDo() throws IOException {
        int flags = 0;
        for (MatchResult row : rows()) {
            String[] whom = row.group(5).split("<br>");
            String[] how = row.group(6).split("<br>");
            for (int i = 0; i < how.length; i++) {
                String given = how[i].replace("`", "");
                if (given.startsWith("--")) {
                    String value = given.substring(given.indexOf('=') + 1);
                    String inFull = given.replace(
                            value,
                            Files.exists(story.resolve(value))
                                    ? story.resolve(value).toString()
                                    : value);
                    assertThat(Files.readAllLines(story.resolve(whom[i] + ".flags")))
                            .contains(inFull);
                    flags++;
                } else if (!given.isEmpty()) {
                    assertThat(given).contains(row.group(2));
                }
            }
        }
        assertThat(flags).isEqualTo(12);
    }

    @Test
    void replacesItsOwnGuideAndPageInASecondRun(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("out");
        Path other = Files.writeString(folder.resolve("story.html"), "old");
        assertThat(errors("--out", out.toString(), "--report", other.toString()))
                .isEmpty();
        String guide = Files.readString(out.resolve("README.md"));
        assertThat(errors("--out", out.toString(), "--node", "worker-2", "--report", other.toString()))
                .isEmpty();
        assertThat(other).content().contains("<title>How worker-2 gets its certificate</title>");
        assertThat(out.resolve("README.md"))
                .content()
                .isNotEqualTo(guide)
                .contains("Node `worker-2` joins the cluster at `https://127.0.0.1:6443`");
    }

    @Test
    void neverReplacesAReadmeOfSomebodyElse(@TempDir Path folder) throws IOException {
        Path readme = Files.writeString(folder.resolve("README.md"), "# Mine\n");
        assertThat(errors("--out", folder.toString())).contains("README.md is not of this program", "--out");
        assertThat(readme).hasContent("# Mine\n");
        assertThat(folder.resolve("pki")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pki/ca.key", "token.csv", "README.md", "pki/story.html", "pki/../join-command.txt", "link"})
    void neverPutsTheReportWhereTheStoryHasAFile(String file, @TempDir Path folder) throws IOException {
        Path pki = Files.createDirectories(folder.resolve("pki"));
        Files.copy(story.resolve("pki/ca.crt"), pki.resolve("ca.crt"));
        Files.copy(story.resolve("pki/ca.key"), pki.resolve("ca.key"));
        Posix.link(folder.resolve("link"), pki.resolve("ca.key"));
        String said = errors("--out", folder.toString(), "--report", folder + "/" + file);
        assertThat(said).startsWith("tls-bootstrap-walkthrough: --report: ").hasLineCount(1);
        assertThat(pki.resolve("ca.key")).hasSameTextualContentAs(story.resolve("pki/ca.key"));
        assertThat(folder.resolve("token.csv")).doesNotExist();
    }

    @Test
    void refusesAReportThatCannotBeWrittenBeforeItBegins(@TempDir Path folder) {
        Path out = folder.resolve("out");
        assertThat(errors(
                        "--out",
                        out.toString(),
                        "--report",
                        folder.resolve("a/b.html").toString()))
                .contains("its directory does not exist");
        assertThat(errors("--out", out.toString(), "--report", folder.toString()))
                .contains("it is a directory");
        assertThat(errors("--out", out.toString(), "--report", out.toString())).contains("--report: ");
        assertThat(out).doesNotExist();
    }
}
