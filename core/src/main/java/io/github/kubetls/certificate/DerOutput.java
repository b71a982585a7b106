package io.github.kubetls.certificate;

import io.github.kubetls.internal.der.DerInput;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** Encodes structures as DER (X.690, section 10). What a structure consists of is given encoded, and stays as it is. */
final class DerOutput {

    private static final int CONSTRUCTED = 0x20;
    private static final int CONTEXT = 0x80;
    private static final byte[] TRUE = {DerInput.BOOLEAN, 1, -1};

    private DerOutput() {}

    static byte[] sequence(byte[]... parts) {
        return value(CONSTRUCTED | DerInput.SEQUENCE, parts);
    }

    static byte[] sequence(List<byte[]> parts) {
        return sequence(parts.toArray(byte[][]::new));
    }

    /** A SET OF: its parts are sorted (X.690, section 11.6). */
    static byte[] set(byte[]... parts) {
        byte[][] sorted = parts.clone();
        Arrays.sort(sorted, Arrays::compareUnsigned);
        return value(CONSTRUCTED | DerInput.SET, sorted);
    }

    /** A value with a tag of its context, which consists of values. */
    static byte[] tagged(int tag, byte[]... parts) {
        return value(CONTEXT | CONSTRUCTED | tag, parts);
    }

    /** A value with a tag of its context in place of its own. */
    static byte[] taggedPrimitive(int tag, byte[] content) {
        return value(CONTEXT | tag, content);
    }

    static byte[] integer(BigInteger number) {
        return value(DerInput.INTEGER, number.toByteArray());
    }

    static byte[] integer(long number) {
        return integer(BigInteger.valueOf(number));
    }

    static byte[] isTrue() {
        return TRUE.clone();
    }

    static byte[] octetString(byte[] content) {
        return value(DerInput.OCTET_STRING, content);
    }

    static byte[] bitString(byte[] bits) {
        return bitString(bits, 0);
    }

    /** A bit string of whose last byte some bits, all zero, are not part. */
    static byte[] bitString(byte[] bits, int unused) {
        return value(DerInput.BIT_STRING, new byte[] {(byte) unused}, bits);
    }

    /** An identifier in dotted form, of which each arc fits an int. */
    static byte[] objectIdentifier(String dotted) {
        byte[] content = new byte[dotted.length()];
        int length = 0;
        long first = -1;
        int start = 0;
        while (start < dotted.length()) {
            int dot = dotted.indexOf('.', start);
            int end = dot < 0 ? dotted.length() : dot;
            long arc = Long.parseLong(dotted, start, end, 10);
            start = end + 1;
            if (first < 0) {
                first = arc;
                continue;
            }
            if (length == 0) {
                arc += 40 * first;
            }
            for (int shift = base128Length(arc) - 1; shift >= 0; shift--) {
                content[length++] = (byte) ((shift == 0 ? 0 : 0x80) | arc >> 7 * shift & 0x7F);
            }
        }
        return value(DerInput.OBJECT_IDENTIFIER, Arrays.copyOf(content, length));
    }

    private static int base128Length(long number) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(number) + 6) / 7);
    }

    /** A value of any tag, given as the first byte has it. */
    static byte[] value(int identifier, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        int lengthBytes = length < 0x80 ? 0 : (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        byte[] encoded = new byte[2 + lengthBytes + length];
        encoded[0] = (byte) identifier;
        encoded[1] = (byte) (lengthBytes == 0 ? length : 0x80 | lengthBytes);
        int offset = 2;
        for (int i = lengthBytes - 1; i >= 0; i--) {
            encoded[offset++] = (byte) (length >> 8 * i);
        }
        for (byte[] part : parts) {
            System.arraycopy(part, 0, encoded, offset, part.length);
            offset += part.length;
        }
        return encoded;
    }
}
