package io.github.kubetls.examples.tools.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.Finding;
import io.github.kubetls.Finding.Severity;
import io.github.kubetls.Location;
import java.util.Locale;

/**
 * The report for scripts, an object whose fields stay as they are; the location is the field, and a column of 0 is not known:
 *
 * <pre>{@code
 * { "now": "2026-11-24T12:00:00Z", "kubernetesRelease": "1.37", "files": 9, "documents": 12,
 *   "summary":  { "error": 1, "warning": 0, "info": 0 },
 *   "findings": [ { "severity": "error", "code": "...", "file": "...", "line": 7, "column": 5,
 *                   "location": "...", "message": "...", "fix": "..." } ],
 *   "skipped":  [ { "file": "...", "reason": "..." } ] }
 * }</pre>
 */
final class JsonReport {

    private JsonReport() {}

    static String write(AuditReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("now", report.now().toString());
        root.put("kubernetesRelease", report.release().toString());
        root.put("files", report.files());
        root.put("documents", report.documents());
        ObjectNode summary = root.putObject("summary");
        for (Severity severity : Severity.values()) {
            summary.put(name(severity), report.count(severity));
        }
        ArrayNode findings = root.putArray("findings");
        for (Finding finding : report.findings()) {
            Location at = finding.location();
            findings.addObject()
                    .put("severity", name(finding.severity()))
                    .put("code", finding.code())
                    .put("file", at.source())
                    .put("line", at.line())
                    .put("column", at.column())
                    .put("location", at.path())
                    .put("message", finding.message())
                    .put("fix", finding.fix());
        }
        ArrayNode skipped = root.putArray("skipped");
        for (AuditReport.Skipped file : report.skipped()) {
            skipped.addObject().put("file", file.file()).put("reason", file.reason());
        }
        return root.toPrettyString() + "\n";
    }

    private static String name(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
