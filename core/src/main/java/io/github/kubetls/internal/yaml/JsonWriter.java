package io.github.kubetls.internal.yaml;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON as Go's encoder does, with four spaces a level, or on one line. */
final class JsonWriter {

    private final StringBuilder out = new StringBuilder();
    private final boolean indented;

    private JsonWriter(boolean indented) {
        this.indented = indented;
    }

    static String write(Map<String, ? extends @Nullable Object> tree) {
        JsonWriter writer = new JsonWriter(true);
        writer.value(tree, 0);
        return writer.out.append('\n').toString();
    }

    static String writeCompact(Map<String, ? extends @Nullable Object> tree) {
        JsonWriter writer = new JsonWriter(false);
        writer.value(tree, 0);
        return writer.out.toString();
    }

    private void value(@Nullable Object value, int level) {
        if (value instanceof Map<?, ?> map) {
            map(map, level);
        } else if (value instanceof List<?> list) {
            list(list, level);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Number number) {
            out.append(Numbers.json(number));
        } else if (value == null || value instanceof Boolean) {
            out.append(value);
        } else {
            throw new IllegalArgumentException(
                    "no JSON form for " + value.getClass().getName());
        }
    }

    private void map(Map<?, ?> map, int level) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            separate(first, level + 1);
            first = false;
            string((String) entry.getKey());
            out.append(indented ? ": " : ":");
            value(entry.getValue(), level + 1);
        }
        close(map.isEmpty(), level, '}');
    }

    private void list(List<?> list, int level) {
        out.append('[');
        boolean first = true;
        for (Object item : list) {
            separate(first, level + 1);
            first = false;
            value(item, level + 1);
        }
        close(list.isEmpty(), level, ']');
    }

    private void separate(boolean first, int level) {
        if (!first) {
            out.append(',');
        }
        newLine(level);
    }

    private void close(boolean empty, int level, char bracket) {
        if (!empty) {
            newLine(level);
        }
        out.append(bracket);
    }

    private void newLine(int level) {
        if (indented) {
            out.append('\n').append("    ".repeat(level));
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text, i);
        }
        out.append('"');
    }

    private void character(String text, int i) {
        char c = text.charAt(i);
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '<', '>', '&', '\u2028', '\u2029' -> escape(c);
            default -> {
                if (c < 0x20) {
                    escape(c);
                } else if (Character.isSurrogate(c) && !isPaired(text, i)) {
                    // A lone surrogate has no UTF-8 form.
                    out.append('\uFFFD');
                } else {
                    out.append(c);
                }
            }
        }
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    private void escape(char c) {
        out.append(String.format("\\u%04x", (int) c));
    }
}
