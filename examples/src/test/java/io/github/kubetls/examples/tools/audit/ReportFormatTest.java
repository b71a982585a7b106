package io.github.kubetls.examples.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kubetls.Code;
import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportFormatTest {

    private static final AuditReport REPORT = new AuditReport(
            Samples.NOW,
            KubernetesRelease.of(33),
            List.of(
                    Finding.info("C", new Location("a.yaml", "", 1, 0), "an info", ""),
                    Finding.warning("B_CODE", new Location("b.yaml", "x.y", 12, 5), "a warning", "do that"),
                    Finding.error("A", new Location("b.yaml", "", 2, 0), "second", "fix it"),
                    Finding.error("Z", new Location("a/long.yaml", "", 3, 1), "first", "fix it")),
            List.of(new AuditReport.Skipped("s", "too large")),
            4,
            5);

    @Test
    void writesTheMostSevereFirstForPeople() {
        assertThat(TextReport.write(REPORT, false)).isEqualTo("""
                ERROR    a/long.yaml:3:1  Z
                         first
                         fix: fix it

                ERROR    b.yaml:2         A
                         second
                         fix: fix it

                WARNING  b.yaml:12:5      B_CODE
                         a warning
                         fix: do that

                INFO     a.yaml:1         C
                         an info

                2 errors, 1 warning, 1 for information; 5 documents in 4 files, judged by Kubernetes 1.33
                """);
    }

    @Test
    void coloursSeveritiesOnly() {
        String coloured = TextReport.write(REPORT, true);
        assertThat(coloured).contains("\u001B[31mERROR\u001B[0m    a/long.yaml:3");
        assertThat(coloured.replaceAll("\u001B\\[\\d+m", "")).isEqualTo(TextReport.write(REPORT, false));
    }

    @Test
    void writesFieldsThatStayForScripts() throws IOException {
        JsonNode json = new ObjectMapper().readTree(ReportFormat.JSON.write(REPORT, "1"));
        assertThat(json.get("findings").get(2).toString())
                .isEqualTo("{\"severity\":\"warning\",\"code\":\"B_CODE\",\"file\":\"b.yaml\",\"line\":12,\"column\":5,"
                        + "\"location\":\"x.y\",\"message\":\"a warning\",\"fix\":\"do that\"}");
        assertThat(json.get("summary").toString()).isEqualTo("{\"error\":2,\"warning\":1,\"info\":1}");
        assertThat(json.get("skipped").toString()).isEqualTo("[{\"file\":\"s\",\"reason\":\"too large\"}]");
        assertThat(json.get("now").asText()).isEqualTo("2026-11-24T12:00:00Z");
        assertThat(json.get("kubernetesRelease").asText()).isEqualTo("1.33");
    }

    @Test
    void writesRegionsAsFarAsTheyAreKnownToSarif() throws IOException {
        JsonNode log = new ObjectMapper().readTree(ReportFormat.SARIF.write(REPORT, "1"));
        assertThat(log.at("/runs/0/properties/kubernetesRelease").asText()).isEqualTo("1.33");
        assertThat(log.findValues("region"))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"startLine\":3,\"startColumn\":1}",
                        "{\"startLine\":2}",
                        "{\"startLine\":12,\"startColumn\":5}",
                        "{\"startLine\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "a/b.yaml,a/b.yaml",
        "a b%.yaml,a%20b%25.yaml",
        "c:d.yaml,./c:d.yaml",
        "\u00E9.yaml,%C3%A9.yaml",
        "/x/y z,file:///x/y%20z"
    })
    void writesReferencesOfFilesToSarif(String file, String uri) throws IOException {
        Finding finding = Finding.error("A", new Location(file, "", 1, 0), "m", "");
        AuditReport report =
                new AuditReport(Samples.NOW, KubernetesRelease.latest(), List.of(finding), List.of(), 1, 1);
        JsonNode log = new ObjectMapper().readTree(ReportFormat.SARIF.write(report, "1"));
        assertThat(log.findValuesAsText("uri")).containsExactly(uri);
        assertThat(Path.of("").toUri().resolve(uri)).isEqualTo(Path.of(file).toUri());
    }

    @Test
    void explainsRulesInSarifAsTheCatalogueDoes() throws IOException {
        Finding finding = Finding.error("GROUP_EMPTY", new Location("f", "", 1, 0), "m", "");
        AuditReport report =
                new AuditReport(Samples.NOW, KubernetesRelease.latest(), List.of(finding), List.of(), 1, 1);
        JsonNode rule = new ObjectMapper()
                .readTree(ReportFormat.SARIF.write(report, "1"))
                .at("/runs/0/tool/driver/rules/0");

        Code code = Code.of("GROUP_EMPTY").orElseThrow();
        assertThat(rule.get("id").asText()).isEqualTo("GROUP_EMPTY");
        assertThat(rule.at("/shortDescription/text").asText()).isEqualTo("A list of groups has an empty name in it.");
        assertThat(rule.at("/fullDescription/text").asText()).isEqualTo(code.meaning());
        assertThat(rule.at("/help/text").asText())
                .startsWith(code.meaning())
                .contains("Example: system:bootstrappers:worker, with its trailing comma.", "Fix: " + code.fix());
        assertThat(rule.at("/help/markdown").asText()).contains("Example: " + code.example(), "Fix: " + code.fix());
    }
}
