package io.github.kubetls.rbac;

import java.util.List;
import java.util.stream.Collectors;

/** Texts as Go's formatting verbs write them, for messages that are those of Kubernetes. */
final class GoText {

    private GoText() {}

    /** As {@code %q} writes a string. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(point -> appendQuoted(out, point));
        return out.append('"').toString();
    }

    private static void appendQuoted(StringBuilder out, int point) {
        switch (point) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0x0B -> out.append("\\v");
            default -> {
                if (isPrintable(point)) {
                    out.appendCodePoint(point);
                } else if (point < 0x80) {
                    out.append(String.format("\\x%02x", point));
                } else if (Character.isBmpCodePoint(point)) {
                    out.append(String.format("\\u%04x", isSurrogate(point) ? 0xFFFD : point));
                } else {
                    out.append(String.format("\\U%08x", point));
                }
            }
        }
    }

    private static boolean isSurrogate(int point) {
        return Character.isBmpCodePoint(point) && Character.isSurrogate((char) point);
    }

    /** Letters, marks, numbers, punctuation, symbols, and the ASCII space. */
    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }

    /** As {@code %q} writes a list of strings. */
    static String quoteAll(List<String> texts) {
        return texts.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"));
    }

    /** As {@code %#v} writes a list of strings. */
    static String literal(List<String> texts) {
        return texts.stream().map(GoText::quote).collect(Collectors.joining(", ", "[]string{", "}"));
    }
}
