package io.github.kubetls.internal.text;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/**
 * Base64 as Kubernetes reads it: the standard alphabet with padding; CR and LF are skipped, unused trailing bits may have
 * any value, everything else is refused (RFC 4648, section 4).
 */
public final class Base64Text {

    /** Base64 that does not follow the rules; the message has the offset, never the text. */
    public static final class IllegalBase64 extends Exception {
        private static final long serialVersionUID = 1L;

        /** Offset of the first illegal character. */
        private final int offset;

        IllegalBase64(int offset) {
            super("illegal base64 data at input byte " + offset);
            this.offset = offset;
        }

        /**
         * {@return where the text breaks the rules: the offset of the illegal character, or of the end of the text, rounded
         * down to a group of four}
         */
        public int offset() {
            return offset;
        }
    }

    private Base64Text() {}

    /** {@return the base64 text of bytes on one line, with padding} */
    public static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * {@return the bytes of a base64 text}
     *
     * @throws IllegalBase64 when the text breaks the rules
     */
    public static byte[] decode(String text) throws IllegalBase64 {
        if (text.length() % 4 == 0 && text.indexOf('\n') < 0) {
            try {
                // The JDK's decoder takes less, and what it takes of whole groups means the same. It is many times
                // faster.
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                return decodeByRule(text);
            }
        }
        return decodeByRule(text);
    }

    private static byte[] decodeByRule(String text) throws IllegalBase64 {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 4 * 3);
        int bits = 0;
        int inGroup = 0;
        int position = 0;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '\r' || c == '\n') {
                continue;
            }
            if (c == '=') {
                finish(text, position, inGroup, bits, bytes);
                return bytes.toByteArray();
            }
            int value = value(c);
            if (value < 0) {
                throw new IllegalBase64(position - 1);
            }
            bits = bits << 6 | value;
            if (++inGroup == 4) {
                bytes.write(bits >> 16);
                bytes.write(bits >> 8);
                bytes.write(bits);
                bits = 0;
                inGroup = 0;
            }
        }
        if (inGroup > 0) {
            throw new IllegalBase64(position - inGroup);
        }
        return bytes.toByteArray();
    }

    /** Takes the padding, whose first character has been read, and what may follow it. */
    private static void finish(String text, int after, int inGroup, int bits, ByteArrayOutputStream bytes)
            throws IllegalBase64 {
        int position = after;
        if (inGroup < 2) {
            throw new IllegalBase64(position - 1);
        }
        if (inGroup == 2) {
            position = skipLineEnds(text, position);
            if (position == text.length()) {
                throw new IllegalBase64(text.length());
            }
            if (text.charAt(position) != '=') {
                throw new IllegalBase64(position - 1);
            }
            position++;
            bytes.write(bits >> 4);
        } else {
            bytes.write(bits >> 10);
            bytes.write(bits >> 2);
        }
        position = skipLineEnds(text, position);
        if (position < text.length()) {
            throw new IllegalBase64(position);
        }
    }

    private static int skipLineEnds(String text, int start) {
        int position = start;
        while (position < text.length() && (text.charAt(position) == '\r' || text.charAt(position) == '\n')) {
            position++;
        }
        return position;
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
