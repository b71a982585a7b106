package io.github.kubetls.internal.text;

import java.util.OptionalInt;

/** Characters that nobody sees, or takes for others, in text that was copied from a page or a word processor. */
public final class Characters {

    private static final String DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212";

    private Characters() {}

    /**
     * {@return where the first character stands that has no ink, or separates lines or words, other than a blank or a tab}
     *
     * @param text any text
     */
    public static OptionalInt firstInvisible(String text) {
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (isInvisible(c)) {
                return OptionalInt.of(at);
            }
            at += Character.charCount(c);
        }
        return OptionalInt.empty();
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\t';
            case Character.SPACE_SEPARATOR -> c != ' ';
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /**
     * {@return whether a text begins with a character that looks like the hyphen of a flag and is none}
     *
     * @param text any text
     */
    public static boolean beginsWithDash(String text) {
        return !text.isEmpty() && DASHES.indexOf(text.charAt(0)) >= 0;
    }

    /**
     * {@return the number and the name of a character, such as {@code U+00A0 (NO-BREAK SPACE)}}
     *
     * @param text the text that it stands in
     * @param at   where it stands
     */
    public static String nameAt(String text, int at) {
        int c = text.codePointAt(at);
        return "U+%04X (%s)".formatted(c, Character.getName(c));
    }
}
