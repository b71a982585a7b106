package io.github.kubetls.examples.tools.audit;

import java.util.ArrayList;
import java.util.List;

/** The lines of a text, to cut pieces out of it by line and column, one behind the other. */
final class TextLines {

    private final String text;
    private final boolean isJson;
    private final List<Integer> starts = new ArrayList<>();
    private SourceNode.Position last = new SourceNode.Position(1, 1);
    private int lastOffset;

    /**
     * Looks for the lines.
     *
     * @param isJson whether columns are counted as the parser of JSON does: in UTF-16 units, not in code points
     */
    TextLines(String text, boolean isJson) {
        this.text = text;
        this.isJson = isJson;
        starts.add(0);
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
            starts.add(end + 1);
        }
    }

    String between(SourceNode.Position start, SourceNode.Position end) {
        int from = offset(start);
        return text.substring(from, Math.max(from, offset(end)));
    }

    /** Counts on from the position before where it can: a list may be one long line. */
    private int offset(SourceNode.Position position) {
        if (position.line() > starts.size()) {
            return text.length();
        }
        boolean onward = position.line() == last.line() && position.column() >= last.column();
        int start = onward ? lastOffset : starts.get(position.line() - 1);
        int columns = onward ? position.column() - last.column() : position.column() - 1;
        last = position;
        lastOffset = forward(start, columns);
        return lastOffset;
    }

    private int forward(int start, int columns) {
        if (isJson) {
            return Math.min(start + columns, text.length());
        }
        int offset = start;
        for (int i = 0; i < columns && offset < text.length(); i++) {
            offset += Character.charCount(text.codePointAt(offset));
        }
        return offset;
    }
}
