package io.github.kubetls.internal.yaml;

import io.github.kubetls.internal.text.GoText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes block YAML byte for byte as kubectl does: keys sorted, sequences not indented below their key, quotes only where
 * a reader would otherwise take the text for something else, long text folded after 80 characters.
 */
final class YamlWriter {

    private static final int WIDTH = 80;
    private static final int STEP = 2;
    private static final int LONGEST_SIMPLE_KEY = 128;

    private final StringBuilder out = new StringBuilder();
    private int column;

    String write(Map<String, ? extends @Nullable Object> tree) {
        if (tree.isEmpty()) {
            return "{}\n";
        }
        mapping(tree, 0);
        newLine();
        return out.toString();
    }

    /** A non-empty mapping whose keys stand at {@code indent}; the first one goes where the writer is. */
    private void mapping(Map<?, ?> map, int indent) {
        List<String> keys = new ArrayList<>();
        map.keySet().forEach(key -> keys.add((String) key));
        boolean first = true;
        for (String key : KeyOrder.sorted(keys)) {
            if (!first) {
                lineAt(indent);
            }
            first = false;
            if (isSimpleKey(key)) {
                // kubectl leaves this key bare, and then reads it as a merge.
                if (key.equals("<<")) {
                    append("\"<<\"");
                } else {
                    scalar(key, indent, true);
                }
                append(":");
                value(map.get(key), indent, indent);
            } else {
                append("? ");
                scalar(key, indent, false);
                lineAt(indent);
                append(": ");
                inline(map.get(key), indent);
            }
        }
    }

    private static boolean isSimpleKey(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
                return false;
            }
        }
        return key.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SIMPLE_KEY;
    }

    /** The value after {@code key:}; a sequence starts at {@code sequenceIndent}, a mapping one step deeper. */
    private void value(@Nullable Object value, int indent, int sequenceIndent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            lineAt(indent + STEP);
            mapping(map, indent + STEP);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            lineAt(sequenceIndent);
            sequence(list, sequenceIndent);
        } else {
            append(" ");
            leaf(value, indent);
        }
    }

    /** The value after {@code - } or {@code : }, which starts on the same line. */
    private void inline(@Nullable Object value, int indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            mapping(map, indent + STEP);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            sequence(list, indent + STEP);
        } else {
            leaf(value, indent);
        }
    }

    private void sequence(List<?> list, int indent) {
        boolean first = true;
        for (Object item : list) {
            if (!first) {
                lineAt(indent);
            }
            first = false;
            append("- ");
            inline(item, indent);
        }
    }

    private void leaf(@Nullable Object value, int indent) {
        if (value instanceof String text) {
            scalar(text, indent, false);
        } else if (value instanceof Number number) {
            append(Numbers.yaml(number));
        } else if (value == null || value instanceof Boolean) {
            append(String.valueOf(value));
        } else if (value instanceof Map<?, ?>) {
            append("{}");
        } else if (value instanceof List<?>) {
            append("[]");
        } else {
            throw new IllegalArgumentException(
                    "no YAML form for " + value.getClass().getName());
        }
    }

    /** What has no UTF-8 form is written as kubectl writes it, which has JSON made of it before. */
    private void scalar(String value, int indent, boolean simpleKey) {
        String text = value;
        ScalarStyle style = ScalarStyle.of(text);
        if (style == ScalarStyle.DOUBLE_QUOTED) {
            text = GoText.replaced(value);
            style = ScalarStyle.of(text);
        }
        switch (style) {
            case LITERAL -> literal(text, indent + STEP);
            case DOUBLE_QUOTED -> doubleQuoted(text, indent + STEP, simpleKey);
            case SINGLE_QUOTED -> {
                append("'");
                folded(text.replace("'", "''"), indent + STEP, simpleKey);
                append("'");
            }
            case PLAIN -> folded(text, indent + STEP, simpleKey);
        }
    }

    /** Writes text; a single interior space becomes a line break when the line is long enough. */
    private void folded(String text, int indent, boolean simpleKey) {
        int written = 0;
        for (int i = text.indexOf(' '); i >= 0; i = text.indexOf(' ', i + 1)) {
            append(text.substring(written, i));
            written = i;
            boolean single = i > 0 && i < text.length() - 1 && text.charAt(i - 1) != ' ' && text.charAt(i + 1) != ' ';
            if (single && !simpleKey && column > WIDTH) {
                lineAt(indent);
                written++;
            }
        }
        append(text.substring(written));
    }

    private void doubleQuoted(String text, int indent, boolean simpleKey) {
        int[] points = text.codePoints().toArray();
        boolean escapeAll = points.length > 0 && points[0] == 0xFEFF;
        append("\"");
        for (int i = 0; i < points.length; i++) {
            boolean startsRun = points[i] == ' ' && i > 0 && i < points.length - 1 && points[i - 1] != ' ';
            if (startsRun && !simpleKey && !escapeAll && column > WIDTH) {
                lineAt(indent);
                if (points[i + 1] == ' ') {
                    append("\\");
                }
            } else if (escapeAll || ScalarStyle.needsEscape(points[i])) {
                append(ScalarStyle.escape(points[i]));
            } else {
                append(points[i]);
            }
        }
        append("\"");
    }

    private void literal(String text, int indent) {
        append("|");
        if (text.startsWith(" ") || text.startsWith("\n")) {
            append(String.valueOf(STEP));
        }
        if (!text.endsWith("\n")) {
            append("-");
        } else if (text.equals("\n") || text.endsWith("\n\n")) {
            append("+");
        }
        String[] lines = text.split("\n", -1);
        int count = text.endsWith("\n") ? lines.length - 1 : lines.length;
        for (int i = 0; i < count; i++) {
            if (lines[i].isEmpty()) {
                newLine();
            } else {
                lineAt(indent);
                append(lines[i]);
            }
        }
    }

    private void append(String text) {
        out.append(text);
        column += text.codePointCount(0, text.length());
    }

    private void append(int point) {
        out.appendCodePoint(point);
        column++;
    }

    private void newLine() {
        out.append('\n');
        column = 0;
    }

    private void lineAt(int indent) {
        newLine();
        append(" ".repeat(indent));
    }
}
