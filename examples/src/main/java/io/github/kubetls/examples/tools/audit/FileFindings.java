package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** Collects what is found in one file. A file made to have a great many findings does not fill the report. */
final class FileFindings {

    private static final int MOST_OF_A_SEVERITY = 1000;

    private final String file;
    private final List<AuditFinding> findings = new ArrayList<>();
    private final Map<Finding.Severity, Integer> counts = new EnumMap<>(Finding.Severity.class);
    private boolean toldWhoMayRead;
    private int omitted;
    private int documents;

    FileFindings(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    /** Counts something that was recognised in the file. */
    void recognise() {
        documents++;
    }

    void add(Finding finding, int line) {
        add(finding, () -> line);
    }

    /** Adds a finding whose line is looked for only when the finding is kept. */
    void add(Finding finding, IntSupplier line) {
        if (finding.code().equals(FilePermissions.CODE)) {
            if (toldWhoMayRead) {
                return;
            }
            toldWhoMayRead = true;
        }
        if (counts.merge(finding.severity(), 1, Integer::sum) <= MOST_OF_A_SEVERITY) {
            findings.add(new AuditFinding(finding, file, line.getAsInt()));
        } else {
            omitted++;
        }
    }

    void addAll(List<Finding> found, int line) {
        found.forEach(finding -> add(finding, line));
    }

    List<AuditFinding> findings() {
        return findings;
    }

    int documents() {
        return documents;
    }

    /** How many findings were left out. */
    int omitted() {
        return omitted;
    }
}
