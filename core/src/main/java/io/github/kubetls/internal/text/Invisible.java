package io.github.kubetls.internal.text;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A character that nobody sees in a text, and that somebody pasted into it without knowing: messages name it.
 *
 * @param offset where it stands, in UTF-16 units
 * @param name   its code point and its Unicode name, such as {@code U+00A0 (no-break space)}
 */
public record Invisible(int offset, String name) {

    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int EMOJI_STYLE = 0xFE0F;

    /** Letters and marks by their category, and yet nothing to see: the Hangul fillers and others. */
    private static final Set<Integer> BLANK =
            Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x2800, 0x3164, 0xFFA0);

    /** {@return the first invisible character of a text; blanks, tabs and line ends are seen} */
    public static Optional<Invisible> in(String text) {
        return in(text, 0, text.length());
    }

    /**
     * {@return the first invisible character in a part of a text}
     *
     * @param text the text
     * @param start where the part begins
     * @param end   where it ends
     */
    public static Optional<Invisible> in(String text, int start, int end) {
        int i = start;
        int before = ' ';
        while (i < end) {
            int c = text.codePointAt(i);
            // Within an emoji they belong to what is seen.
            boolean ofEmoji = before > '~' && (c == ZERO_WIDTH_JOINER || c == EMOJI_STYLE);
            if (isInvisible(c) && !ofEmoji) {
                return Optional.of(new Invisible(i, name(c)));
            }
            before = c;
            i += Character.charCount(c);
        }
        return Optional.empty();
    }

    private static boolean isInvisible(int c) {
        if (c >= ' ' && c <= '~' || c == '\n' || c == '\r' || c == '\t') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> c >= 0xFE00 && c <= 0xFE0F || BLANK.contains(c);
        };
    }

    /** {@return a code point as messages name it, such as {@code U+00A0 (no-break space)}} */
    public static String name(int codePoint) {
        String name = Character.getName(codePoint);
        String number = "U+%04X".formatted(codePoint);
        return name == null ? number : number + " (" + name.toLowerCase(Locale.ROOT) + ")";
    }

    /** {@return what a message about a text adds when it has an invisible character; nothing when it has none} */
    public static String hint(String text) {
        return in(text).map(found -> "; it has the invisible character " + found.name)
                .orElse("");
    }
}
