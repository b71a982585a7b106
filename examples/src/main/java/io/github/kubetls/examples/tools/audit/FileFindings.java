package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Collects what is found in one file. A file made to have a great many findings does not fill the report. */
final class FileFindings {

    private static final int MOST_OF_A_SEVERITY = 1000;

    private final String file;
    private final List<Finding> findings = new ArrayList<>();
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

    /** Adds a finding that has its place. */
    void add(Finding finding) {
        add(finding, UnaryOperator.identity());
    }

    /** Adds a finding whose place is looked for only when the finding is kept. */
    void add(Finding finding, UnaryOperator<Finding> place) {
        if (finding.code().equals(FilePermissions.CODE)) {
            if (toldWhoMayRead) {
                return;
            }
            toldWhoMayRead = true;
        }
        if (counts.merge(finding.severity(), 1, Integer::sum) <= MOST_OF_A_SEVERITY) {
            Finding placed = place.apply(finding).within(Location.ofSource(file));
            findings.add(placed.location().line() == 0 ? placed.at(1, 0) : placed);
        } else {
            omitted++;
        }
    }

    void addAll(List<Finding> found, Location at) {
        found.forEach(finding -> add(finding.within(at)));
    }

    List<Finding> findings() {
        return findings;
    }

    int documents() {
        return documents;
    }

    /** Whether nothing was recognised in the file and nothing found. */
    boolean isEmpty() {
        return documents == 0 && findings.isEmpty();
    }

    /** How many findings were left out. */
    int omitted() {
        return omitted;
    }
}
