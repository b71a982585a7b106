package io.github.kubetls.examples.audit;

import java.util.List;

/**
 * What a look at a file, or a part of one, brought.
 *
 * @param documents how many things were recognised
 * @param findings  what was found in them
 * @param omitted   how many findings were left out because there are so many
 */
record Recognised(int documents, List<AuditFinding> findings, int omitted) {

    static final Recognised NOTHING = new Recognised(0, List.of(), 0);
}
