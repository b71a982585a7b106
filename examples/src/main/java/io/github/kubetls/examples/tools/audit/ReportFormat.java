package io.github.kubetls.examples.tools.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Help.Ansi;

/** The forms of a report, named in lower case on the command line. */
public enum ReportFormat {
    /** For people: a finding in three lines, and a summary; in colours on a terminal, unless NO_COLOR is set. */
    TEXT((report, version) -> TextReport.write(report, Ansi.AUTO.enabled())),
    /** For scripts. */
    JSON((report, version) -> JsonReport.write(report)),
    /** SARIF 2.1.0, for code scanners and editors. */
    SARIF(SarifReport::write);

    private final BiFunction<AuditReport, String, String> writer;

    ReportFormat(BiFunction<AuditReport, String, String> writer) {
        this.writer = writer;
    }

    /**
     * Finds a format by the name that it has on the command line.
     *
     * @param name the name
     * @return the format, or empty when there is none of that name
     */
    public static Optional<ReportFormat> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /**
     * Writes a report.
     *
     * @param report  the report
     * @param version the version of the program
     * @return the text, ending with a line feed
     */
    public String write(AuditReport report, String version) {
        return writer.apply(report, version);
    }
}
