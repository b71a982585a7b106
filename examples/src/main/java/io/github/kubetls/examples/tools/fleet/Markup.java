package io.github.kubetls.examples.tools.fleet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Writes elements that are well-formed both as HTML and as XML: everything is escaped, and closed in the right order. */
final class Markup {

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are names and values in turn. */
    Markup open(String element, Object... attributes) {
        start(element, attributes);
        text.append('>');
        open.push(element);
        return this;
    }

    private void start(String element, Object... attributes) {
        text.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(value(attributes[i + 1])).replace("\"", "&quot;"))
                    .append('"');
        }
    }

    /** Lengths in pictures are good to a tenth. */
    private static String value(Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%.1f", number) : String.valueOf(value);
    }

    /** Closes the element that was opened last. */
    Markup close() {
        text.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** An element without content, of those that HTML knows as such, or of SVG. */
    Markup empty(String element, Object... attributes) {
        start(element, attributes);
        text.append("/>\n");
        return this;
    }

    /** An element with nothing but text in it. */
    Markup element(String element, String content, Object... attributes) {
        return open(element, attributes).text(content).close();
    }

    Markup text(String content) {
        text.append(escaped(content));
        return this;
    }

    private static String escaped(String raw) {
        return raw.replace("&", "&amp;").replace("<", "&lt;");
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return text.toString();
    }
}
