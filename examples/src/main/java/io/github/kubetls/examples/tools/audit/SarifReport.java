package io.github.kubetls.examples.tools.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.Code;
import io.github.kubetls.Finding;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** The report as a log of the Static Analysis Results Interchange Format, version 2.1.0 (OASIS). */
final class SarifReport {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private SarifReport() {}

    static String write(AuditReport report, String version) {
        ObjectNode log = JsonNodeFactory.instance.objectNode();
        log.put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        run.putObject("properties").put("kubernetesRelease", report.release().toString());
        driver.put("name", "kube-tls-bootstrap audit").put("version", version);
        List<String> codes = report.findings().stream()
                .map(Finding::code)
                .distinct()
                .sorted()
                .toList();
        ArrayNode rules = driver.putArray("rules");
        codes.forEach(code -> rule(rules.addObject().put("id", code), code));
        notifications(run, report);
        ArrayNode results = run.putArray("results");
        report.findings().forEach(finding -> result(results.addObject(), finding, codes));
        return log.toPrettyString() + "\n";
    }

    private static void result(ObjectNode result, Finding finding, List<String> codes) {
        result.put("ruleId", finding.code()).put("ruleIndex", codes.indexOf(finding.code()));
        result.put("level", level(finding.severity()));
        String fix = finding.fix().isEmpty() ? "" : ". Fix: " + finding.fix();
        result.putObject("message").put("text", finding.message() + fix);
        ObjectNode physical =
                artifact(result.putArray("locations"), finding.location().source());
        ObjectNode region =
                physical.putObject("region").put("startLine", finding.location().line());
        if (finding.location().column() > 0) {
            region.put("startColumn", finding.location().column());
        }
    }

    private static ObjectNode artifact(ArrayNode locations, String file) {
        ObjectNode physical = locations.addObject().putObject("physicalLocation");
        physical.putObject("artifactLocation").put("uri", uri(file));
        return physical;
    }

    private static String level(Finding.Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    /** What was skipped is told about the run, not about the files. */
    private static void notifications(ObjectNode run, AuditReport report) {
        ObjectNode invocation = run.putArray("invocations").addObject().put("executionSuccessful", true);
        ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
        for (AuditReport.Skipped skipped : report.skipped()) {
            ObjectNode notification = notifications.addObject().put("level", "note");
            notification.putObject("message").put("text", "skipped: " + skipped.reason());
            artifact(notification.putArray("locations"), skipped.file());
        }
    }

    /** What the catalogue says of a code. */
    private static void rule(ObjectNode rule, String name) {
        Code.of(name).ifPresent(code -> {
            rule.putObject("shortDescription").put("text", firstSentence(code.meaning()));
            rule.putObject("fullDescription").put("text", plain(code.meaning()));
            rule.putObject("help")
                    .put("text", plain(code.meaning() + "\nExample: " + code.example() + "\nFix: " + code.fix()))
                    .put("markdown", code.meaning() + "\n\nExample: " + code.example() + "\n\nFix: " + code.fix());
        });
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return plain(end < 0 ? text : text.substring(0, end + 1));
    }

    /** Without the grave accents of Markdown. */
    private static String plain(String text) {
        return text.replace("`", "");
    }

    /** Relative to the working directory where the file is below it, with characters escaped (RFC 3986). */
    private static String uri(String file) {
        try {
            Path here = Path.of("").toAbsolutePath();
            Path path = Path.of(file).toAbsolutePath().normalize();
            if (path.startsWith(here)) {
                // The dot keeps a colon in a name from ending a scheme.
                String relative = "./" + here.relativize(path).toString().replace('\\', '/');
                String escaped = new URI(null, null, relative, null).toASCIIString();
                return escaped.contains(":") ? escaped : escaped.substring(2);
            }
            return new URI("file", "", path.toUri().getPath(), null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a file name that no URI can express", e);
        }
    }
}
