package io.github.kubetls.internal.text;

import io.github.kubetls.internal.message.BoundedText;
import io.github.kubetls.internal.message.Visible;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Strings of bytes, as Kubernetes holds them, in strings of characters: a byte that is not valid UTF-8 becomes a lone
 * surrogate, so that different bytes stay different strings and none of them passes for text.
 */
public final class GoText {

    private static final Pattern UNPAIRED = Pattern.compile("[\\x{D800}-\\x{DFFF}]");
    private static final Pattern NO_TURKISH_I = Pattern.compile("[^\u0130\u0131]");

    private GoText() {}

    /**
     * {@return the string of bytes of UTF-8; a byte that is not valid UTF-8 becomes a lone surrogate, so that different
     * bytes stay different}
     */
    public static String of(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (Visible.BYTE | in.get() & 0xFF));
            }
            decoder.reset();
        }
    }

    /** {@return whether UTF-8 can express a string: it has no unpaired surrogate} */
    public static boolean isText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean isPair = i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1));
                if (!isPair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** {@return a string with the replacement character for each unpaired surrogate, as Go's JSON reads and writes it} */
    public static String replaced(String value) {
        return isText(value) ? value : UNPAIRED.matcher(value).replaceAll("\uFFFD");
    }

    /** {@return a text in lower case as Go writes it: each character by itself, and in all languages alike} */
    public static String lowerCase(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** {@return whether bytes are UTF-8} */
    public static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** {@return whether bytes are ASCII: none of them has its highest bit set} */
    public static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether strings are equal but for upper and lower case, as Go's {@code EqualFold} sees it} */
    public static boolean equalsFold(String a, String b) {
        // To Java the dotless and the dotted i of Turkish are an i, too.
        return a.equalsIgnoreCase(b) && turkish(a).equals(turkish(b));
    }

    private static String turkish(String value) {
        return NO_TURKISH_I.matcher(value).replaceAll(".");
    }

    /** {@return a string in double quotes, with escapes for what cannot be printed, as Go's {@code %q} writes it} */
    public static String quote(String value) {
        return value.codePoints().mapToObj(GoText::quoted).collect(Collectors.joining("", "\"", "\""));
    }

    /**
     * {@return a list of strings as Go's {@code %q} writes it}
     *
     * @param values any strings
     */
    public static String quote(List<String> values) {
        return values.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"));
    }

    /**
     * {@return a list of strings as Go's {@code %#v} writes it}
     *
     * @param values any strings
     */
    public static String literal(List<String> values) {
        return values.stream().map(GoText::quote).collect(Collectors.joining(", ", "[]string{", "}"));
    }

    /**
     * {@return messages as Kubernetes' aggregate of errors prints them: each once, a single one as it is, several in brackets;
     * of very many the first}
     *
     * @param messages the messages
     */
    public static String aggregate(List<String> messages) {
        Set<String> distinct = new LinkedHashSet<>(messages);
        String all = BoundedText.join(distinct, ", ");
        return distinct.size() == 1 ? all : "[" + all + "]";
    }

    private static String quoted(int c) {
        return c == '"' || c == '\\' ? "\\" + (char) c : Visible.character(c);
    }
}
