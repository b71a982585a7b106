package io.github.kubetls.internal.yaml;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The events of a text in the form that kubectl writes: mappings and sequences in blocks, scalars of printable ASCII on
 * one line, bare or in quotes without escapes, and comments, but not behind what is bare. Nearly every kubeconfig is such a
 * text, and it is read here in a fraction of the time that YAML's whole grammar takes. At anything else the reader gives
 * up, and the text is to be read again with {@link YamlEvents}: the two never tell different events.
 */
final class BlockEvents implements Events {

    /** The text has another form; it may be well-formed or not. */
    static final class GaveUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private GaveUp() {
            super(null, null, false, false);
        }
    }

    /** Past this the grammar takes nothing for a key. */
    private static final int LONGEST_KEY = 1000;

    /** What stands at {@code at}, or after blanks and line ends. */
    private enum State {
        START,
        ENTRY,
        ITEM,
        VALUE,
        CLOSE
    }

    private final String text;
    private State state = State.START;
    private int at;
    private int line = 1;
    private int lineStart;

    // The current event.
    private int eventLine;
    private int eventColumn;
    private int scalarStart;
    private int scalarEnd;
    private boolean plain;

    // The open collections; a sequence has the complement of its column.
    private int[] open = new int[16];
    private int depth;

    BlockEvents(String text) {
        this.text = text;
    }

    private static void giveUpIf(boolean otherForm) {
        if (otherForm) {
            throw new GaveUp();
        }
    }

    @Override
    public Kind next() {
        return switch (state) {
            case START -> start();
            case ENTRY -> entry();
            case ITEM -> {
                skipBlanks();
                yield node();
            }
            case VALUE -> member(columnOfTop());
            case CLOSE -> {
                state = State.ENTRY;
                yield Kind.END;
            }
        };
    }

    private Kind start() {
        toContent();
        if (text.startsWith("---\n", at) && at == lineStart) {
            at += 3;
            toContent();
        }
        Kind kind = node();
        giveUpIf(kind == Kind.SCALAR || depth == 0);
        return kind;
    }

    /** What comes next in the innermost collection, at the start of a line or after a dash. */
    private Kind entry() {
        int column = toContent();
        if (depth == 0) {
            giveUpIf(column >= 0);
            return Kind.NOTHING;
        }
        int top = columnOfTop();
        boolean dash = startsItem();
        boolean sequence = open[depth - 1] < 0;
        // A sequence may stand in the column of the key that it belongs to, and ends with the next key.
        boolean pastItems = column == top && sequence && !dash && depth > 1 && open[depth - 2] == top;
        if (column < top || pastItems) {
            depth--;
            return Kind.END;
        }
        giveUpIf(column > top || dash != sequence);
        if (sequence) {
            at++;
            state = State.ITEM;
            return next();
        }
        int end = keyEnd();
        giveUpIf(end == at);
        mark();
        scalarStart = at;
        scalarEnd = end;
        plain = true;
        at = end + 1;
        state = State.VALUE;
        return Kind.SCALAR;
    }

    /** A node on this line. */
    private Kind node() {
        boolean dash = startsItem();
        return dash || keyEnd() > at ? open(dash) : scalar();
    }

    /** The value of a key in a column, on the line of the key or below. */
    private Kind member(int keyColumn) {
        mark();
        skipBlanks();
        if (!atLineEnd()) {
            return scalar();
        }
        int column = toContent();
        if (column > keyColumn || column == keyColumn && startsItem()) {
            return open(startsItem());
        }
        scalarStart = at;
        scalarEnd = at;
        plain = true;
        state = State.ENTRY;
        return Kind.SCALAR;
    }

    private Kind open(boolean sequence) {
        mark();
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
        }
        int column = at - lineStart;
        open[depth++] = sequence ? ~column : column;
        state = State.ENTRY;
        return sequence ? Kind.SEQUENCE : Kind.MAPPING;
    }

    private Kind scalar() {
        mark();
        char first = charAt(at);
        if (first == '{' || first == '[') {
            giveUpIf(!text.startsWith(first == '{' ? "{}" : "[]", at));
            at += 2;
            state = State.CLOSE;
            return first == '{' ? Kind.MAPPING : Kind.SEQUENCE;
        }
        state = State.ENTRY;
        plain = first != '"' && first != '\'';
        if (plain) {
            plain();
        } else {
            quoted(first);
        }
        return Kind.SCALAR;
    }

    private void quoted(char quote) {
        scalarStart = ++at;
        char c;
        while ((c = charAt(at)) != quote) {
            giveUpIf(c < ' ' || c > '~' || c == '\\');
            at++;
        }
        scalarEnd = at++;
    }

    private void plain() {
        boolean signed = charAt(at) == '-' && charAt(at + 1) > ' ';
        giveUpIf(!signed && "-?:,[]{}#&*!|>'\"%@`".indexOf(charAt(at)) >= 0);
        int lineFeed = text.indexOf('\n', at);
        scalarStart = at;
        scalarEnd = lineFeed < 0 ? text.length() : lineFeed;
        at = scalarEnd;
        char last = ' ';
        for (int i = scalarStart; i < at; i++) {
            char c = text.charAt(i);
            giveUpIf(c < ' ' || c > '~' || c == '#' && last == ' ' || c == ':' && charAt(i + 1) <= ' ');
            last = c;
        }
        giveUpIf(last == ' ');
    }

    private boolean startsItem() {
        return charAt(at) == '-' && charAt(at + 1) == ' ';
    }

    /** Where the colon of a key is that starts here; here when none does. */
    private int keyEnd() {
        int i = at;
        while (isNameCharacter(charAt(i)) && i - at < LONGEST_KEY) {
            i++;
        }
        boolean isKey = charAt(at) != '-' && charAt(at) != '.' && charAt(i) == ':';
        return isKey && (charAt(i + 1) == ' ' || charAt(i + 1) == '\n') ? i : at;
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '-' && c <= '9' || c == '_';
    }

    /** The character at a place; a line feed at the end. */
    private char charAt(int i) {
        return i < text.length() ? text.charAt(i) : '\n';
    }

    private void mark() {
        eventLine = line;
        eventColumn = at - lineStart + 1;
    }

    private int columnOfTop() {
        int top = open[depth - 1];
        return top < 0 ? ~top : top;
    }

    private void skipBlanks() {
        while (charAt(at) == ' ') {
            at++;
        }
    }

    private boolean atLineEnd() {
        return charAt(at) == '\n';
    }

    /** Moves past blanks, line ends and comments; returns the column of what follows, which is negative at the end. */
    private int toContent() {
        while (at < text.length()) {
            skipBlanks();
            if (charAt(at) == '#') {
                comment();
            }
            if (!atLineEnd()) {
                return at - lineStart;
            }
            if (at < text.length()) {
                at++;
                line++;
                lineStart = at;
            }
        }
        return -1;
    }

    private void comment() {
        for (; !atLineEnd(); at++) {
            giveUpIf(text.charAt(at) < ' ' || text.charAt(at) > '~');
        }
    }

    @Override
    public int line() {
        return eventLine;
    }

    @Override
    public int column() {
        return eventColumn;
    }

    @Override
    public String key() {
        String key = Scalars.key(Scalars.resolvePlain(text.substring(scalarStart, scalarEnd)));
        giveUpIf(key == null);
        return Objects.requireNonNull(key);
    }

    @Override
    public @Nullable Object value() {
        return !plain || Scalars.isString(charAt(scalarStart), scalarEnd - scalarStart)
                ? new RawNode.Part(text, scalarStart, scalarEnd)
                : Scalars.resolvePlain(text.substring(scalarStart, scalarEnd));
    }
}
