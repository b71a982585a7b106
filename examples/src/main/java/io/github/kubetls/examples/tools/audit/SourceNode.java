package io.github.kubetls.examples.tools.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of a document that knows where it stands. It decides on nothing but what a document is and where its fields are:
 * reading it is the library's work.
 *
 * @param start   where it begins
 * @param end     where it ends: behind the last character of a map in braces, else before what follows
 * @param text    the text of a scalar; empty for others
 * @param members the members of a map by key, the last one of those with the same key
 * @param items   the items of a list
 */
record SourceNode(Position start, Position end, String text, Map<String, SourceNode> members, List<SourceNode> items) {

    /**
     * A place in a text.
     *
     * @param line   from 1
     * @param column from 1, in code points
     */
    record Position(int line, int column) {}

    /** The text of the scalar that a path of members leads to; empty when there is none. */
    String textAt(String... keys) {
        SourceNode node = this;
        for (String key : keys) {
            node = node.members.get(key);
            if (node == null) {
                return "";
            }
        }
        return node.text;
    }

    Optional<SourceNode> member(String key) {
        return Optional.ofNullable(members.get(key));
    }

    int line() {
        return start.line();
    }
}
