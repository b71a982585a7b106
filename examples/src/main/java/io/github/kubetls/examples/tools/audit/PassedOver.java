package io.github.kubetls.examples.tools.audit;

import java.util.ArrayList;
import java.util.List;

/** The documents of a file that have nothing to do with TLS bootstrapping, as far as the audit knows. */
final class PassedOver {

    private static final int MOST = 10;
    private static final int LONGEST_TYPE = 100;

    private final List<String> documents = new ArrayList<>();
    private boolean othersOnly;
    private int more;

    /** Takes a document that is not looked into; text without fields is none. */
    void add(SourceDocument document) {
        String type = document.type();
        if (type.isEmpty() && !document.beginsWithFields()) {
            return;
        }
        if (documents.size() == MOST) {
            more++;
            return;
        }
        String what = type.isEmpty() ? "something without kind" : type.length() > LONGEST_TYPE ? "something" : type;
        documents.add("the document at line " + document.start().line() + ": " + what + " is not looked into");
    }

    /** Notes that the report tells of something in the file anyway. */
    void tellOfOthersOnly() {
        othersOnly = true;
    }

    /**
     * What to say about a file that was named.
     *
     * @param isAll whether nothing was recognised in the file
     */
    List<String> reasons(boolean isAll) {
        List<String> reasons = new ArrayList<>(documents);
        if (more > 0) {
            reasons.add("documents behind those: " + more + " more are not looked into");
        }
        if (reasons.isEmpty() && isAll && !othersOnly) {
            reasons.add("nothing in it was recognised as a part of TLS bootstrapping");
        }
        return reasons;
    }
}
