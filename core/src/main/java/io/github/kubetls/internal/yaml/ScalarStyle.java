package io.github.kubetls.internal.yaml;

import java.util.Set;

/** How kubectl writes a string, and the escapes of a double-quoted one. */
enum ScalarStyle {
    PLAIN,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    LITERAL;

    private static final String LEADING_INDICATORS = "#,[]{}&*!|>'\"%@`";
    private static final Set<Character> BLOCK_INDICATORS = Set.of('-', '?', ':');

    static ScalarStyle of(String text) {
        boolean special = hasSpecial(text);
        if (text.indexOf('\n') >= 0) {
            return special || text.contains(" \n") || text.endsWith(" ") ? DOUBLE_QUOTED : LITERAL;
        }
        if (special || Scalars.needsQuotes(text)) {
            return DOUBLE_QUOTED;
        }
        return hasSyntax(text) ? SINGLE_QUOTED : PLAIN;
    }

    /** Whether the text, bare, would collide with the syntax of YAML. */
    private static boolean hasSyntax(String text) {
        char first = text.charAt(0);
        return first == ' '
                || text.endsWith(" ")
                || text.startsWith("---")
                || text.startsWith("...")
                || LEADING_INDICATORS.indexOf(first) >= 0
                || BLOCK_INDICATORS.contains(first) && (text.length() == 1 || text.charAt(1) == ' ')
                || text.contains(": ")
                || text.contains(" #")
                || text.endsWith(":");
    }

    /**
     * Whether a character forces double quotes: kubectl takes it as not printable, or it is U+2028 or U+2029, which kubectl
     * leaves bare although a reader takes them as line breaks. Half of a surrogate pair does as much as a whole one.
     */
    private static boolean hasSpecial(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\n' && isSpecial(c)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a character is written as an escape within double quotes. */
    static boolean needsEscape(int point) {
        return isSpecial(point) || point == '"' || point == '\\';
    }

    private static boolean isSpecial(int point) {
        boolean printable = point >= 0x20 && point <= 0x7E
                || point >= 0xA0 && point <= 0xD7FF
                || point >= 0xE000 && point <= 0xFFFD && point != 0xFEFF;
        return !printable || point == 0x2028 || point == 0x2029;
    }

    static String escape(int point) {
        return switch (point) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case 0 -> "\\0";
            case 7 -> "\\a";
            case 8 -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case 0x0B -> "\\v";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            case 0x1B -> "\\e";
            case 0x85 -> "\\N";
            case 0xA0 -> "\\_";
            case 0x2028 -> "\\L";
            case 0x2029 -> "\\P";
            default -> {
                if (point <= 0xFF) {
                    yield String.format("\\x%02X", point);
                }
                yield point <= 0xFFFF ? String.format("\\u%04X", point) : String.format("\\U%08X", point);
            }
        };
    }
}
