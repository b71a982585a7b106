package io.github.kubetls.internal.yaml;

/**
 * Tabs between tokens. Kubernetes' reader takes them as blanks within braces and brackets and after the first token of a
 * line, and refuses them as indentation; the parser here refuses them everywhere, so that they are replaced by as many
 * blanks when it has failed on one. Columns stay what they are.
 */
final class TabSeparators {

    private TabSeparators() {}

    /**
     * Replaces the tab on which a parser failed, and those beside it.
     *
     * @param text       the text
     * @param codePoints where the parser failed
     * @return the text with blanks, or the same text when there is no tab, or one that Kubernetes refuses too
     */
    static String replace(String text, int codePoints) {
        if (codePoints < 0 || codePoints >= text.length()) {
            return text;
        }
        int start = text.offsetByCodePoints(0, codePoints);
        if (start >= text.length() || text.charAt(start) != '\t') {
            return text;
        }
        if (text.stripLeading().startsWith("{") && !text.substring(0, start).isBlank()) {
            return outsideQuotes(text, start);
        }
        int end = start;
        while (end < text.length() && isBlank(text.charAt(end))) {
            end++;
        }
        return isSeparator(text, start, end)
                ? text.substring(0, start) + " ".repeat(end - start) + text.substring(end)
                : text;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Whether blanks from {@code start} to {@code end} come after a token of their line, or within brackets. */
    private static boolean isSeparator(String text, int start, int end) {
        String line =
                text.substring(text.lastIndexOf('\n', start - 1) + 1, start).strip();
        if (!line.isEmpty()) {
            return !line.matches("(?:- +)*[-?:]");
        }
        String before = text.substring(0, start).stripTrailing();
        if (before.endsWith("{") || before.endsWith("[") || before.endsWith(",")) {
            return true;
        }
        if (start > text.lastIndexOf('\n', start - 1) + 1
                && !before.isEmpty()
                && "-?:".indexOf(before.charAt(before.length() - 1)) < 0) {
            return true; // A bare scalar goes on, indented by blanks.
        }
        // A bare scalar reaches over the line end, and then a tab at the start counts as its indentation.
        boolean closed = before.endsWith("}") || before.endsWith("]") || before.endsWith("\"") || before.endsWith("'");
        return closed && end < text.length() && "}],".indexOf(text.charAt(end)) >= 0;
    }

    /** Replaces every tab from {@code start} on that is in no quoted scalar; the text is one pair of braces. */
    private static String outsideQuotes(String text, int start) {
        StringBuilder replaced = new StringBuilder(text);
        char quote = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0) {
                if (c == '\t') {
                    replaced.setCharAt(i, ' ');
                } else if (c == '"' || c == '\'') {
                    quote = c;
                }
            } else if (c == '\\' && quote == '"') {
                i++;
            } else if (c == quote) {
                quote = 0;
            }
        }
        return replaced.toString();
    }
}
