package io.github.kubetls.internal.text;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** What the text of a file is, and in which order Go sorts strings. */
public final class Unicode {

    /** Compares by Unicode code point, which is the order of UTF-8 bytes, in which Go sorts. */
    public static final Comparator<String> CODE_POINT_ORDER = (a, b) -> {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    };

    private Unicode() {}

    /**
     * {@return the text of a file's bytes, UTF-8, or UTF-16 with a byte order mark; without that mark}
     *
     * @param source name of the text for messages; may be empty
     * @throws InvalidFormatException when the bytes are not text
     */
    public static String decode(byte[] bytes, String source) {
        Charset charset = StandardCharsets.UTF_8;
        int skip = 0;
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            skip = 3;
        } else if (startsWith(bytes, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            skip = 2;
        } else if (startsWith(bytes, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            skip = 2;
        }
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, skip, bytes.length - skip))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidFormatException(
                    "ENCODING_INVALID",
                    Location.ofSource(source),
                    "is not valid " + charset.name() + " text" + TextKind.hint(bytes));
        }
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
