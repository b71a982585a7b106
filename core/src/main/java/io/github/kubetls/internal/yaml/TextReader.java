package io.github.kubetls.internal.yaml;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerException;

/**
 * The characters of a text in memory, for SnakeYAML's grammar. SnakeYAML's own reader copies all that it has of a scalar
 * for every thousand characters that it reads of it; here a character costs the same wherever it stands.
 *
 * <p>Tabs are told as blanks where Kubernetes' reader takes them as such: within brackets, after the first token of a
 * line, and where a scalar goes on beyond the indentation of its block. A bracket or comma behind a colon is told as a letter,
 * for to Kubernetes' reader a plain scalar ends at a colon only if a blank follows, also within brackets. Lines, columns and indices count from 0, in code
 * points; {@code offset} is in UTF-16 units.
 */
final class TextReader extends StreamReader {

    /** Nobody is shown a piece of the text: it may be a secret. */
    private static final int[] NO_SNIPPET = {};

    private static final Pattern SURROGATE = Pattern.compile("(?:0000)?[Dd][89A-Fa-f]..");

    private final String text;
    private final boolean hasSurrogates;
    private int offset;
    private int index;
    private int line;
    private int column;

    /** The place that was looked at last, so that looking ahead further and further is not counted from the start. */
    private int peekedAhead;

    private int peekedOffset;

    private int surrogateEscape = -1;

    /** Where a colon was seen by the last look, so that one at the next character asks whether the scalar ends; negative elsewhere. */
    private int colonAhead = -1;

    /** How many brackets are open. */
    private int flowLevel;

    /** The column of the innermost block collection. */
    private int indent = -1;

    /** The column of the first token on this line that can be a key; negative before it. */
    private int firstToken = -1;

    /** Whether this line goes on with a scalar of the line before it. */
    private boolean inScalar;

    private int blanksEnd = -1;

    TextReader(String text) {
        super("");
        this.text = text;
        this.hasSurrogates = text.codePointCount(0, text.length()) < text.length();
    }

    @Override
    public Mark getMark() {
        return new Mark("", index, line, column, NO_SNIPPET, 0);
    }

    @Override
    public int peek() {
        return peek(0);
    }

    @Override
    public int peek(int ahead) {
        int at = offset(ahead);
        if (at >= text.length()) {
            return 0;
        }
        char c = text.charAt(at);
        boolean isBehindColon = colonAhead >= 0 && ahead == colonAhead + 1;
        colonAhead = c == ':' && !isBehindColon ? ahead : -1;
        if (c == '\t' && isBlank(at)) {
            return ' ';
        }
        if (isBehindColon && flowLevel > 0 && ",[]{}".indexOf(c) >= 0) {
            return 'x';
        }
        return Character.isHighSurrogate(c) ? text.codePointAt(at) : c;
    }

    private int offset(int ahead) {
        if (!hasSurrogates) {
            return Math.min(offset + ahead, text.length());
        }
        if (ahead < peekedAhead) {
            peekedAhead = 0;
            peekedOffset = offset;
        }
        for (; peekedAhead < ahead && peekedOffset < text.length(); peekedAhead++) {
            peekedOffset += Character.charCount(text.codePointAt(peekedOffset));
        }
        return peekedOffset;
    }

    /**
     * Within a scalar the grammar asks with this for the end of the document wherever a line starts, and for the digits of
     * escapes, of which the shortest can be no surrogate. It takes three dashes for that end, whatever comes behind them.
     */
    @Override
    public String prefix(int length) {
        inScalar |= column == 0;
        int end = offset(length);
        String prefix = text.substring(offset, end);
        if (prefix.equals("---") && end < text.length() && !isBlankOrBreak(text.charAt(end))) {
            return "";
        }
        if (surrogateEscape < 0 && SURROGATE.matcher(prefix).matches()) {
            surrogateEscape = index;
        }
        return prefix;
    }

    /** The grammar takes the text of scalars and names with this. */
    @Override
    public String prefixForward(int length) {
        int end = offset(length);
        String prefix = text.substring(offset, end);
        if (length > 0 && prefix.charAt(0) != ' ' && prefix.charAt(0) != '\t') {
            passToken('\0');
        }
        moveTo(end, length);
        column += length;
        return prefix;
    }

    /** The grammar moves over indicators with this, and over the blanks in quotes. */
    @Override
    public void forward() {
        advance(1);
    }

    /**
     * The grammar moves over the blanks between tokens with this. SnakeYAML takes tabs for blanks within brackets since 2.6,
     * also those that Kubernetes' reader refuses after a scalar without quotes.
     */
    @Override
    public void forward(int length) {
        for (int i = 0; i < length && offset + i < text.length(); i++) {
            if (text.charAt(offset + i) == '\t' && !isBlank(offset + i)) {
                throw new ScannerException(
                        null, null, "a tab as indentation", new Mark("", index + i, line, column + i, NO_SNIPPET, 0));
            }
        }
        advance(length);
    }

    private void advance(int length) {
        for (int i = 0; i < length && offset < text.length(); i++) {
            int c = text.codePointAt(offset);
            if (!isBlankOrBreak(c)) {
                passToken(length == 1 ? c : '\0');
            }
            moveTo(offset + Character.charCount(c), 1);
            boolean beforeLineFeed = c == '\r' && (offset == text.length() || text.charAt(offset) == '\n');
            if (isLineBreak(c) && !beforeLineFeed) {
                line++;
                column = 0;
                firstToken = -1;
            } else if (c != 0xFEFF) {
                column++;
            }
        }
    }

    private static boolean isBlankOrBreak(int c) {
        return c == ' ' || c == '\t' || isLineBreak(c);
    }

    private static boolean isLineBreak(int c) {
        return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private void moveTo(int newOffset, int codePoints) {
        offset = newOffset;
        index += codePoints;
        peekedAhead = 0;
        peekedOffset = newOffset;
        colonAhead = -1;
    }

    /** Follows blocks and brackets, as far as tabs ask for it. */
    private void passToken(int indicator) {
        inScalar = false;
        boolean ofBlock = flowLevel == 0 && (indicator == '-' || indicator == '?' || indicator == ':');
        if (ofBlock && firstToken < 0) {
            indent = column;
            return;
        }
        if (firstToken < 0) {
            firstToken = column;
        }
        switch (indicator) {
            case ':' -> indent = ofBlock ? firstToken : indent;
            case '[', '{' -> flowLevel++;
            case ']', '}' -> flowLevel--;
            default -> {
                // No structure begins or ends.
            }
        }
    }

    /** Whether Kubernetes' reader takes a tab as a blank: not as the indentation of a block, nor of a scalar in one. */
    private boolean isBlank(int tab) {
        if (firstToken >= 0 || tab >= blanksEnd()) {
            return true;
        }
        return inScalar ? column + tab - offset > indent : flowLevel > 0;
    }

    /** The end of the blanks and tabs that the reader stands before; they are counted once. */
    private int blanksEnd() {
        if (blanksEnd < offset) {
            blanksEnd = offset;
            while (blanksEnd < text.length() && (text.charAt(blanksEnd) == ' ' || text.charAt(blanksEnd) == '\t')) {
                blanksEnd++;
            }
        }
        return blanksEnd;
    }

    /** Whether what was read between two indices has the escape of a surrogate; only the first one is known. */
    boolean escapesSurrogate(int start, int end) {
        return surrogateEscape >= start && surrogateEscape < end;
    }

    @Override
    public int getColumn() {
        return column;
    }

    @Override
    public int getLine() {
        return line;
    }

    @Override
    public int getIndex() {
        return index;
    }

    /** The limit on the text is the caller's. */
    @Override
    public int getDocumentIndex() {
        return 0;
    }

    @Override
    public void resetDocumentIndex() {
        // Nothing is counted by documents.
    }
}
