package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import java.util.Comparator;

/**
 * A finding at a line of a file; the most severe come first, then by file, line and code.
 *
 * @param finding what the library says
 * @param file    the file, as it was named or found below what was named, with {@code /} between its parts
 * @param line    the line, from 1; the first one of the document where the place is not known better
 */
public record AuditFinding(Finding finding, String file, int line) implements Comparable<AuditFinding> {

    private static final Comparator<AuditFinding> ORDER = Comparator.comparing(
                    (AuditFinding located) -> located.finding().severity())
            .thenComparing(AuditFinding::file)
            .thenComparing(AuditFinding::line)
            .thenComparing(located -> located.finding().code())
            .thenComparing(located -> located.finding().location().toString())
            .thenComparing(located -> located.finding().message());

    @Override
    public int compareTo(AuditFinding other) {
        return ORDER.compare(this, other);
    }
}
