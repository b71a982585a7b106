package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.Finding.Severity;
import io.github.kubetls.Location;
import io.github.kubetls.examples.tools.cli.Journal;
import java.util.Map;

/** The report for people. */
final class TextReport {

    private static final Map<Severity, String> COLOURS =
            Map.of(Severity.ERROR, "\u001B[31m", Severity.WARNING, "\u001B[33m", Severity.INFO, "\u001B[36m");
    private static final String PLAIN = "\u001B[0m";
    private static final int SEVERITY_WIDTH = 9;
    private static final int WIDEST_PLACE = 90;
    private static final String MARGIN = " ".repeat(SEVERITY_WIDTH);

    private TextReport() {}

    static String write(AuditReport report, boolean coloured) {
        int width = report.findings().stream()
                .mapToInt(finding -> place(finding).length())
                .filter(length -> length <= WIDEST_PLACE)
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Finding finding : report.findings()) {
            append(text, finding, width, coloured);
        }
        text.append(summary(report)).append('\n');
        return text.toString();
    }

    private static String place(Finding finding) {
        Location at = finding.location();
        return Journal.printable(at.source()) + ":" + at.line() + (at.column() > 0 ? ":" + at.column() : "");
    }

    private static void append(StringBuilder text, Finding finding, int width, boolean coloured) {
        String severity = finding.severity().name();
        String place = place(finding);
        text.append(coloured ? COLOURS.get(finding.severity()) + severity + PLAIN : severity)
                .append(" ".repeat(SEVERITY_WIDTH - severity.length()))
                .append(place)
                .append(" ".repeat(Math.max(0, width - place.length()) + 2))
                .append(finding.code())
                .append('\n');
        text.append(MARGIN).append(Journal.printable(finding.message())).append('\n');
        if (!finding.fix().isEmpty()) {
            text.append(MARGIN)
                    .append("fix: ")
                    .append(Journal.printable(finding.fix()))
                    .append('\n');
        }
        text.append('\n');
    }

    private static String summary(AuditReport report) {
        return count(report.count(Severity.ERROR), "error") + ", " + count(report.count(Severity.WARNING), "warning")
                + ", " + report.count(Severity.INFO) + " for information; " + count(report.documents(), "document")
                + " in " + count(report.files(), "file") + ", judged by Kubernetes " + report.release();
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
