package io.github.kubetls.examples.tools.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes elements that are well-formed both as HTML and as XML: everything is escaped, and closed in the right order. */
public final class Markup {

    /** What XML has no way to write (XML 1.0, section 2.2). */
    private static final Pattern NO_CHARACTER =
            Pattern.compile("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins with nothing. */
    public Markup() {}

    /**
     * Opens an element.
     *
     * @param element    its name
     * @param attributes names and values in turn
     * @return this
     */
    public Markup open(String element, Object... attributes) {
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

    /** {@return this, with the element closed that was opened last} */
    public Markup close() {
        text.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /**
     * An element without content, of those that HTML knows as such, or of SVG.
     *
     * @param element    its name
     * @param attributes names and values in turn
     * @return this
     */
    public Markup empty(String element, Object... attributes) {
        start(element, attributes);
        text.append("/>\n");
        return this;
    }

    /**
     * An element with nothing but text in it.
     *
     * @param element    its name
     * @param content    the text
     * @param attributes names and values in turn
     * @return this
     */
    public Markup element(String element, String content, Object... attributes) {
        return open(element, attributes).text(content).close();
    }

    /**
     * Writes text.
     *
     * @param content the text
     * @return this
     */
    public Markup text(String content) {
        text.append(escaped(content));
        return this;
    }

    private static String escaped(String raw) {
        return NO_CHARACTER
                .matcher(raw)
                .replaceAll("\uFFFD")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    /**
     * {@return what was written}
     *
     * @throws IllegalStateException when an element is still open
     */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return text.toString();
    }
}
