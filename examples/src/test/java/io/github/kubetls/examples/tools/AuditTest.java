package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kubetls.examples.tasks.TlsBootstrapWalkthrough;
import io.github.kubetls.examples.tools.audit.Samples;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Tool;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {

    private static final String NOW = Samples.NOW.toString();

    @TempDir
    private Path directory;

    private static String run(int exitCode, String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = Program.run(new Audit(), new PrintStream(output), new PrintStream(errors), arguments);
        assertThat(code).as("%s", errors).isEqualTo(exitCode);
        return output.toString(StandardCharsets.UTF_8) + errors.toString(StandardCharsets.UTF_8);
    }

    /** The hand-written list as severity, file and line, and code. */
    private static List<String> expected(String folder) throws IOException {
        List<String> expected = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/audit/unsound.txt"))) {
            if (!line.startsWith("#")) {
                String[] words = line.split(" +");
                expected.add(
                        words[0] + " " + folder.replace(File.separatorChar, '/') + "/" + words[1] + " " + words[2]);
            }
        }
        return expected;
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void findsEveryMistakeOfTheUnsoundClusterAndWhereItIs() throws IOException {
        Path unsound = Samples.unsound(directory);
        try (ExampleProcess audit =
                ExampleProcess.start(Audit.class, unsound.toString(), "--format", "json", "--now", NOW)) {
            assertThat(audit.await()).as(audit.errors()).isEqualTo(1);
            JsonNode report = json(audit.output());
            List<String> found = new ArrayList<>();
            for (JsonNode finding : report.get("findings")) {
                found.add(finding.get("severity").asText().toUpperCase(Locale.ROOT) + " "
                        + finding.get("file").asText() + ":"
                        + finding.get("line").asInt() + " "
                        + finding.get("code").asText());
                assertThat(finding.get("message").asText()).isNotBlank();
            }
            assertThat(found).containsExactlyElementsOf(expected(unsound.toString()));
            assertThat(report.get("summary").get("error").asInt()).isEqualTo(34);
            assertThat(report.get("skipped")).isEmpty();
        }
    }

    @Test
    void thePageAboutTheSamplesCountsRight() throws IOException {
        JsonNode report = json(run(1, Samples.unsound(directory).toString(), "--format", "json", "--now", NOW));
        String page = Files.readString(Samples.FOLDER.resolve("README.md"));
        JsonNode shown = json(page.substring(page.indexOf("```json") + 7, page.lastIndexOf("```")));
        for (String count : List.of("now", "kubernetesRelease", "files", "documents", "summary")) {
            assertThat(shown.get(count)).as(count).isEqualTo(report.get(count));
        }
        JsonNode finding = shown.get("findings").get(0);
        assertThat(report.get("findings")).as("the finding that is shown").anySatisfy(found -> {
            assertThat(found.get("file").asText())
                    .endsWith(finding.get("file").asText().replace("examples/samples/unsound", ""));
            assertThat(found).hasSameSizeAs(finding);
            for (String field : List.of("severity", "code", "line", "location", "message", "fix")) {
                assertThat(found.get(field)).as(field).isEqualTo(finding.get(field));
            }
        });
    }

    @Test
    void findsNothingToCorrectInTheSoundCluster() {
        Path sound = Samples.copy("sound", directory);
        try (ExampleProcess audit = ExampleProcess.start(Audit.class, sound.toString(), "--verbose", "--now", NOW)) {
            assertThat(audit.await()).as(audit.output() + audit.errors()).isZero();
            assertThat(audit.output())
                    .contains("AUTHENTICATION_ACCEPTED", "SIGNING_ACCEPTED")
                    .endsWith(
                            "0 errors, 0 warnings, 2 for information; 20 documents in 17 files, judged by Kubernetes 1.37\n");
            assertThat(audit.errors()).isEqualTo("note: looked at 17 files with 20 documents\n");
        }
    }

    @Test
    void saysWhichOptionMakesNoSense() {
        assertThat(run(2, directory.resolve("nowhere").toString())).contains("there is no file or directory");
        assertThat(run(2, directory.toString(), "--format", "xml")).contains("text, json and sarif");
        assertThat(run(2, directory.toString(), "--now", "yesterday")).contains("--now");
        assertThat(run(2, directory.toString(), "--kubernetes-release", "two"))
                .contains("--kubernetes-release", "is not a version of Kubernetes");
        assertThat(run(2)).contains("PATH");
    }

    @Test
    void judgesByTheReleaseThatIsAskedFor() throws IOException {
        Path join = Files.writeString(directory.resolve("join.yaml"), """
                apiVersion: kubeadm.k8s.io/v1beta3
                kind: JoinConfiguration
                discovery: {file: {kubeConfigPath: https://10.0.0.1/discovery}}
                """);
        assertThat(run(1, join.toString())).contains("VALUE_INVALID", "judged by Kubernetes 1.37");
        assertThat(run(0, join.toString(), "--kubernetes-release", "v1.36.2"))
                .contains("SUPPORT_EXPIRING", "from Kubernetes 1.37 on, VALUE_INVALID: ", "judged by Kubernetes 1.36");
    }

    @Test
    void takesFilesAndSeveralPaths() {
        Path sound = Samples.copy("sound", directory);
        String token = sound.resolve("control-plane/token.csv").toString();
        String csr = sound.resolve("cluster/csr.yaml").toString();
        assertThat(run(0, token, csr, csr, "--now", NOW)).contains("2 documents in 2 files");
    }

    @Test
    void hasTheVersionOfTheProject() throws IOException {
        assertThat(run(0, "--version")).isEqualToIgnoringNewLines(projectVersion());
    }

    private static String projectVersion() throws IOException {
        Matcher version = Pattern.compile("<version>(.+?)</version>").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    /** Tokens, passwords and lines of keys, also as base64 has them, in the text and behind base64. */
    private static Set<String> secrets() throws IOException {
        Set<String> secrets = new TreeSet<>(List.of(
                "e3a1f0c27b9d48568d2c6f4e0b7a9135",
                "5d1c9a7e3b0f48c2a6d4e8f10b7c2935",
                "c0ffee00c0ffee00c0ffee00c0ffee00",
                "example-short",
                "example-password",
                "example-public-credential",
                "0000sound0sample",
                "0000expired0samp",
                "0000forever0samp",
                "0000forged0sampl"));
        Pattern token = Pattern.compile("token-secret: ([A-Za-z0-9=]+)");
        Pattern key = Pattern.compile("client-key-data: ([A-Za-z0-9+/=]+)");
        for (Path file : Samples.files()) {
            String text = Files.readString(file);
            token.matcher(text).results().forEach(found -> secrets.add(found.group(1)));
            key.matcher(text).results().forEach(found -> {
                secrets.add(found.group(1).substring(200, 300));
                secrets.addAll(
                        keyLines(new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8)));
            });
            secrets.addAll(keyLines(text));
        }
        return secrets;
    }

    private static Set<String> keyLines(String pem) {
        Set<String> lines = new TreeSet<>();
        Pattern block = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\n([^-]+)");
        block.matcher(pem)
                .results()
                .forEach(found -> lines.addAll(found.group(1)
                        .lines()
                        .filter(line -> line.length() > 20)
                        .toList()));
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "sarif"})
    void printsNoSecret(String format) throws IOException {
        Samples.unsound(directory);
        Samples.copy("sound", directory);
        assertThat(secrets()).hasSizeGreaterThan(30);
        String report = run(1, directory.toString(), "--format", format, "--now", NOW, "--verbose");
        assertThat(report).hasSizeGreaterThan(5000).doesNotContain(secrets());
    }

    @Test
    void soundFilesAreTakenByKubectl() throws IOException {
        Tool.assume("kubectl");
        Path sound = Samples.copy("sound", directory);
        for (String file : List.of("control-plane/admin.conf", "node/bootstrap-kubelet.conf", "node/kubelet.conf")) {
            assertThat(Tool.run(sound, "kubectl", "config", "view", "--kubeconfig", file))
                    .contains("server: https://api.example.internal:6443");
        }
        for (String file : List.of(
                "cluster/bootstrap-token.yaml",
                "cluster/cluster-info.yaml",
                "cluster/csr.yaml",
                "cluster/rbac.yaml",
                "cluster/trust-bundle.yaml",
                "control-plane/manifests/kube-apiserver.yaml",
                "control-plane/manifests/kube-controller-manager.yaml")) {
            assertThat(Tool.run(sound, "kubectl", "annotate", "--local", "-f", file, "audited=yes", "-o", "yaml"))
                    .contains("audited: \"yes\"");
        }
    }

    @Test
    void writesALogThatKeepsTheRulesOfSarif() throws IOException {
        Samples.unsound(directory);
        Posix.link(directory.resolve("a link"), Path.of("nowhere"));
        JsonNode log = json(
                run(1, directory.toString(), "--format", "sarif", "--now", NOW).replaceFirst("(?s)\\}\nnote:.*", "}"));
        assertThat(log.get("version").asText()).isEqualTo("2.1.0");
        assertThat(log.get("$schema").asText()).endsWith("/sarif-schema-2.1.0.json");
        JsonNode run = log.get("runs").get(0);
        JsonNode driver = run.get("tool").get("driver");
        assertThat(driver.get("name").asText()).isNotBlank();
        assertThat(driver.get("version").asText()).isEqualTo(projectVersion());
        List<String> rules = driver.get("rules").findValuesAsText("id");
        assertThat(rules).doesNotHaveDuplicates().isSorted();
        assertThat(driver.get("rules"))
                .allSatisfy(rule -> assertThat(
                                rule.get("shortDescription").get("text").asText())
                        .isNotBlank());
        assertThat(run.get("results")).hasSize(expected("").size());
        for (JsonNode result : run.get("results")) {
            assertThat(rules.get(result.get("ruleIndex").asInt()))
                    .isEqualTo(result.get("ruleId").asText());
            assertThat(result.get("level").asText()).isIn("error", "warning", "note");
            assertThat(result.get("message").get("text").asText()).isNotBlank();
            assertLocation(result.get("locations").get(0).get("physicalLocation"));
        }
        JsonNode invocation = run.get("invocations").get(0);
        assertThat(invocation.get("executionSuccessful").asBoolean()).isTrue();
        assertThat(invocation.findValuesAsText("uri"))
                .singleElement()
                .asString()
                .endsWith("/a%20link");
    }

    private static void assertLocation(JsonNode location) {
        assertThat(location.get("region").get("startLine").asInt()).isPositive();
        assertThat(URI.create(location.get("artifactLocation").get("uri").asText()))
                .isNotNull();
    }

    /** What the walkthrough makes is what the audit recommends; of static tokens the walkthrough itself says what they are. */
    @Test
    void findsNothingInTheWalkthroughButItsStaticTokens(@TempDir Path folder) throws IOException {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThat(Program.run(new TlsBootstrapWalkthrough(folder), nowhere, nowhere))
                .isZero();

        String report = run(0, folder.toString(), "--format", "json");
        List<String> troubles = new ArrayList<>();
        for (JsonNode finding : new ObjectMapper().readTree(report).get("findings")) {
            if (!finding.get("severity").asText().equals("info")) {
                troubles.add(finding.get("file").asText() + ": "
                        + finding.get("message").asText());
            }
        }
        assertThat(troubles)
                .containsExactly(folder.resolve("kube-apiserver.flags")
                        + ": the tokens of this file never expire, and a change needs a restart");
    }
}
