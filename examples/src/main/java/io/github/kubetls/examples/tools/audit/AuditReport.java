package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import java.time.Instant;
import java.util.List;

/**
 * What an audit found.
 *
 * @param now       the time that was judged by
 * @param findings  the findings, the most severe first
 * @param skipped   what was not looked at, in the order of its names
 * @param files     how many files were looked at
 * @param documents how many documents, token files and PEM blocks were recognised in them
 */
public record AuditReport(Instant now, List<AuditFinding> findings, List<Skipped> skipped, int files, int documents) {

    /**
     * Something that was not looked at.
     *
     * @param file   its name
     * @param reason why not
     */
    public record Skipped(String file, String reason) {}

    /**
     * Keeps its own copies, in order.
     *
     * @param now       the time that was judged by
     * @param findings  the findings
     * @param skipped   what was not looked at
     * @param files     how many files were looked at
     * @param documents how many documents were recognised in them
     */
    public AuditReport {
        findings = findings.stream().sorted().distinct().toList();
        skipped = List.copyOf(skipped);
    }

    /**
     * Counts findings.
     *
     * @param severity how severe
     * @return how many there are
     */
    public long count(Finding.Severity severity) {
        return findings.stream()
                .filter(located -> located.finding().severity() == severity)
                .count();
    }

    /**
     * Tells whether something does not work, or opens the cluster.
     *
     * @return whether there is an error
     */
    public boolean hasErrors() {
        return count(Finding.Severity.ERROR) > 0;
    }
}
