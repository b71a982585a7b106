package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What an audit found.
 *
 * @param now       the time that was judged by
 * @param release   the release that was judged by
 * @param findings  the findings, the most severe first, then by file, line and code; their location's source is the file, as it
 *                  was named or found below what was named, with {@code /} between its parts, and their line is the first
 *                  one of the document where the place is not known better
 * @param skipped   what was not looked at, in the order of its names
 * @param files     how many files were looked at
 * @param documents how many documents, token files and PEM blocks were recognised in them
 */
public record AuditReport(
        Instant now,
        KubernetesRelease release,
        List<Finding> findings,
        List<Skipped> skipped,
        int files,
        int documents) {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(finding -> finding.location().source())
            .thenComparingInt(finding -> finding.location().line())
            .thenComparing(Finding::code)
            .thenComparing(finding -> finding.location().toString())
            .thenComparing(Finding::message);

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
     * @param release   the release that was judged by
     * @param findings  the findings
     * @param skipped   what was not looked at
     * @param files     how many files were looked at
     * @param documents how many documents were recognised in them
     */
    public AuditReport {
        findings = findings.stream().sorted(ORDER).distinct().toList();
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
                .filter(finding -> finding.severity() == severity)
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
