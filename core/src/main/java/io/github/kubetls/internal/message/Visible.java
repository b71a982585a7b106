package io.github.kubetls.internal.message;

/**
 * What comes from outside, as a message or a log shows it: with an escape for every character that cannot be printed, so that
 * it neither begins a line of its own nor hides anything.
 */
public final class Visible {

    /** What stands for a byte that is not UTF-8 in a string of characters, as {@code GoText} makes it: a lone surrogate. */
    public static final int BYTE = 0xDC00;

    private Visible() {}

    /**
     * {@return a text with an escape for each character that cannot be printed; otherwise as it is, quotes and backslashes too}
     *
     * @param value any text
     */
    public static String text(String value) {
        if (isPlain(value)) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length() + 16);
        value.codePoints().forEach(c -> text.append(character(c)));
        return text.toString();
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return a message that is neither very long nor hides anything}
     *
     * @param message any text
     * @see BoundedText
     */
    public static String message(String message) {
        return text(BoundedText.of(message));
    }

    /**
     * {@return what is shown of an object, as {@link #text} shows it}
     *
     * @param value any object
     */
    public static String text(Object value) {
        return text(value.toString());
    }

    /**
     * {@return a character, or its escape when it cannot be printed, as Go's {@code %q} writes it}
     *
     * @param c the code point
     */
    public static String character(int c) {
        return switch (c) {
            case 7 -> "\\a";
            case 8 -> "\\b";
            case 9 -> "\\t";
            case 10 -> "\\n";
            case 11 -> "\\v";
            case 12 -> "\\f";
            case 13 -> "\\r";
            default -> isPrintable(c) ? Character.toString(c) : escaped(c);
        };
    }

    private static String escaped(int c) {
        if (c >= BYTE + 0x80 && c <= BYTE + 0xFF) {
            return "\\x%02x".formatted(c - BYTE);
        }
        if (c < 0x20 || c == 0x7F) {
            return "\\x%02x".formatted(c);
        }
        return c > 0xFFFF ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c);
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
