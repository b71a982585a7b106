package io.github.kubetls.internal.der;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads DER values one after another, with the acceptance and the error texts of the reader that Kubernetes uses.
 *
 * <p>Bouncy Castle's reader is no substitute: it takes BER, which the API server refuses (X.690, section 10).
 */
public final class DerInput {

    /** Class of tags that their context gives a meaning. */
    public static final int CONTEXT = 2;

    /** Tag of BOOLEAN. */
    public static final int BOOLEAN = 1;
    /** Tag of INTEGER. */
    public static final int INTEGER = 2;
    /** Tag of BIT STRING. */
    public static final int BIT_STRING = 3;
    /** Tag of OCTET STRING. */
    public static final int OCTET_STRING = 4;
    /** Tag of OBJECT IDENTIFIER. */
    public static final int OBJECT_IDENTIFIER = 6;
    /** Tag of UTF8String. */
    public static final int UTF8_STRING = 12;
    /** Tag of SEQUENCE. */
    public static final int SEQUENCE = 16;
    /** Tag of SET. */
    public static final int SET = 17;
    /** Tag of PrintableString. */
    public static final int PRINTABLE_STRING = 19;
    /** Tag of UTCTime. */
    public static final int UTC_TIME = 23;
    /** Tag of GeneralizedTime. */
    public static final int GENERALIZED_TIME = 24;

    private static final int LENGTH_LIMIT = 1 << 23;
    private static final String PARAMETERS = "{optional:false explicit:false application:false private:false "
            + "defaultValue:<nil> tag:%s stringType:0 timeType:0 set:%s omitEmpty:false}";

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int offset;

    /**
     * Reads bytes from the first on.
     *
     * @param bytes any bytes
     */
    public DerInput(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    DerInput(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.offset = start;
        this.end = end;
    }

    /** {@return whether nothing is left} */
    public boolean isEmpty() {
        return offset == end;
    }

    /**
     * {@return the next value, whatever it is}
     *
     * @throws MalformedDer when the bytes break a rule
     */
    public DerValue any() throws MalformedDer {
        DerValue value = next();
        if (value.end > end) {
            throw MalformedDer.syntax("data truncated");
        }
        offset = value.end;
        return value;
    }

    /**
     * {@return the next value, whatever it is, or null at the end}
     *
     * @throws MalformedDer when the bytes break a rule
     */
    public @Nullable DerValue optionalAny() throws MalformedDer {
        return isEmpty() ? null : any();
    }

    /**
     * {@return the next value if it is a SEQUENCE; null at the end, and before another, of which only the tag and the length are
     * looked at}
     *
     * @throws MalformedDer when these break a rule
     */
    public @Nullable DerValue optionalSequence() throws MalformedDer {
        return !isEmpty() && header().isUniversal(SEQUENCE, true) ? any() : null;
    }

    /**
     * Checks that all values that are left have one type; a negative tag takes any.
     *
     * @param tag         number of the tag
     * @param constructed whether they consist of values
     * @return this reader, still before the first of them
     * @throws MalformedDer when the bytes break a rule
     */
    public DerInput checkElements(int tag, boolean constructed) throws MalformedDer {
        DerInput scan = new DerInput(bytes, offset, end);
        while (!scan.isEmpty()) {
            DerValue value = scan.header();
            if (tag >= 0 && !value.isUniversal(tag, constructed)) {
                throw MalformedDer.structure("sequence tag mismatch");
            }
            if (value.end > end) {
                throw MalformedDer.syntax("truncated sequence");
            }
            scan.offset = value.end;
        }
        return this;
    }

    /**
     * {@return the inside of the next value, which must be a SEQUENCE}
     *
     * @param typeName what Kubernetes calls its type in messages
     * @throws MalformedDer when the bytes break a rule
     */
    public DerInput sequence(String typeName) throws MalformedDer {
        return sequenceValue(typeName).open();
    }

    /**
     * {@return the next value, which must be a SEQUENCE}
     *
     * @param typeName what Kubernetes calls its type in messages
     * @throws MalformedDer when the bytes break a rule
     */
    public DerValue sequenceValue(String typeName) throws MalformedDer {
        return expect(0, SEQUENCE, true, typeName, "<nil>", false);
    }

    /**
     * {@return the inside of the next value, which must be a SET}
     *
     * @param typeName what Kubernetes calls its type in messages
     * @throws MalformedDer when the bytes break a rule
     */
    public DerInput set(String typeName) throws MalformedDer {
        return expect(0, SET, true, typeName, "<nil>", true).open();
    }

    /**
     * {@return the value inside an explicit tag, or null when it is not there or has another type; as for Kubernetes'
     * reader, the length of the outer value does not matter}
     *
     * @param tag              number of the tag
     * @param innerTag         number of the tag inside
     * @param innerConstructed whether the value inside consists of values
     * @throws MalformedDer when the bytes break a rule
     */
    public @Nullable DerValue optionalExplicit(int tag, int innerTag, boolean innerConstructed) throws MalformedDer {
        if (isEmpty()) {
            return null;
        }
        DerValue outer = header();
        if (outer.contentStart == end) {
            throw MalformedDer.structure("explicit tag has no child");
        }
        if (outer.tagClass != CONTEXT || outer.tag != tag || outer.length() > 0 && !outer.constructed) {
            return null;
        }
        if (outer.length() == 0) {
            throw MalformedDer.structure("zero length explicit tag was not an asn1.Flag");
        }
        DerInput inside = new DerInput(bytes, outer.contentStart, end);
        DerValue inner = inside.header();
        if (!inner.isUniversal(innerTag, innerConstructed)) {
            return null;
        }
        if (inner.end > end) {
            throw MalformedDer.syntax("data truncated");
        }
        offset = inner.end;
        return inner;
    }

    /**
     * {@return the next value when it is constructed and has a context tag, or null}
     *
     * @param tag number of the tag
     * @throws MalformedDer when the bytes break a rule
     */
    public @Nullable DerValue optionalTagged(int tag) throws MalformedDer {
        return nextIs(CONTEXT << 6 | 0x20 | tag) ? any() : null;
    }

    /**
     * {@return the inside of the next value, which must be constructed and have a context tag}
     *
     * @param tag number of the tag
     * @throws MalformedDer when the bytes break a rule
     */
    public DerInput explicit(int tag) throws MalformedDer {
        return expect(CONTEXT, tag, true, "", Integer.toString(tag), false).open();
    }

    /**
     * Passes over the next value when it is primitive and has a context tag.
     *
     * @param tag number of the tag
     * @return whether it was
     * @throws MalformedDer when the bytes break a rule
     */
    public boolean skipPrimitive(int tag) throws MalformedDer {
        return nextIsContext(tag) && any() != null;
    }

    /**
     * {@return whether the next value is primitive and has this context tag}
     *
     * @param tag number of the tag
     */
    public boolean nextIsContext(int tag) {
        return nextIs(CONTEXT << 6 | tag);
    }

    /**
     * {@return whether the next value is primitive and of this type}
     *
     * @param tag number of the tag
     */
    public boolean nextIsUniversal(int tag) {
        return nextIs(tag);
    }

    private boolean nextIs(int identifier) {
        return !isEmpty() && (bytes[offset] & 0xFF) == identifier;
    }

    /**
     * {@return the content of the next value, which must be an OCTET STRING}
     *
     * @throws MalformedDer when the bytes break a rule
     */
    public byte[] octetString() throws MalformedDer {
        return expect(0, OCTET_STRING, false, "", "<nil>", false).content();
    }

    /**
     * {@return the next value, which must be a BOOLEAN}
     *
     * @throws MalformedDer when the bytes break a rule
     */
    public boolean bool() throws MalformedDer {
        byte[] content = expect(0, BOOLEAN, false, "bool", "<nil>", false).content();
        if (content.length != 1 || content[0] != 0 && content[0] != -1) {
            throw MalformedDer.syntax("invalid boolean");
        }
        return content[0] != 0;
    }

    /**
     * {@return the next value, which must be an INTEGER of 64 bits}
     *
     * @throws MalformedDer when the bytes break a rule
     */
    public long int64() throws MalformedDer {
        return int64(expect(0, INTEGER, false, "int", "<nil>", false));
    }

    /**
     * {@return the next value, which must be an INTEGER of 64 bits with a context tag in place of its own}
     *
     * @param tag number of the tag
     * @throws MalformedDer when the bytes break a rule
     */
    public long int64(int tag) throws MalformedDer {
        return int64(expect(CONTEXT, tag, false, "int", Integer.toString(tag), false));
    }

    private static long int64(DerValue value) throws MalformedDer {
        byte[] content = value.content();
        checkInteger(content);
        if (content.length > 8) {
            throw MalformedDer.structure("integer too large");
        }
        return new BigInteger(content).longValue();
    }

    /**
     * {@return the next value, which must be an INTEGER}
     *
     * @throws MalformedDer when the bytes break a rule
     */
    public BigInteger integer() throws MalformedDer {
        byte[] content = expect(0, INTEGER, false, "Int", "<nil>", false).content();
        checkInteger(content);
        return new BigInteger(content);
    }

    private static void checkInteger(byte[] content) throws MalformedDer {
        if (content.length == 0) {
            throw MalformedDer.structure("empty integer");
        }
        if (content.length > 1 && (content[0] == 0 && content[1] >= 0 || content[0] == -1 && content[1] < 0)) {
            throw MalformedDer.structure("integer not minimally-encoded");
        }
    }

    /**
     * {@return the next value, which must be a BIT STRING}
     *
     * @throws MalformedDer when the bytes break a rule
     */
    public DerValue bitStringValue() throws MalformedDer {
        DerValue value = expect(0, BIT_STRING, false, "BitString", "<nil>", false);
        checkBitString(value.content());
        return value;
    }

    /**
     * {@return the whole bytes of a BIT STRING; when the number of bits is no multiple of eight they are shifted to
     * the right end}
     *
     * @throws MalformedDer when the bytes break a rule
     */
    public byte[] bitString() throws MalformedDer {
        byte[] content = bitStringValue().content();
        byte[] bits = Arrays.copyOfRange(content, 1, content.length);
        int padding = content[0];
        return padding == 0 || bits.length == 0
                ? bits
                : fixedLength(new BigInteger(1, bits).shiftRight(padding), bits.length);
    }

    /**
     * Checks the content of a BIT STRING.
     *
     * @param content the content
     * @throws MalformedDer when the bytes break a rule
     */
    public static void checkBitString(byte[] content) throws MalformedDer {
        if (content.length == 0) {
            throw MalformedDer.syntax("zero length BIT STRING");
        }
        int padding = content[0] & 0xFF;
        if (padding > 7
                || content.length == 1 && padding > 0
                || (content[content.length - 1] & (1 << padding) - 1) != 0) {
            throw MalformedDer.syntax("invalid padding bits in BIT STRING");
        }
    }

    private static byte[] fixedLength(BigInteger value, int length) {
        byte[] fixed = new byte[length];
        byte[] magnitude = value.toByteArray();
        int count = Math.min(length, magnitude.length);
        System.arraycopy(magnitude, magnitude.length - count, fixed, length - count, count);
        return fixed;
    }

    /**
     * {@return the next value, which must be an OBJECT IDENTIFIER, in dotted form}
     *
     * @throws MalformedDer when the bytes break a rule
     */
    public String objectIdentifier() throws MalformedDer {
        return objectIdentifier(expect(0, OBJECT_IDENTIFIER, false, "ObjectIdentifier", "<nil>", false)
                .content());
    }

    /**
     * {@return the content of an OBJECT IDENTIFIER in dotted form}
     *
     * @param content the content
     * @throws MalformedDer when the bytes break a rule
     */
    public static String objectIdentifier(byte[] content) throws MalformedDer {
        if (content.length == 0) {
            throw MalformedDer.syntax("zero length OBJECT IDENTIFIER");
        }
        DerInput arcs = new DerInput(content);
        int first = arcs.base128();
        StringBuilder dotted = new StringBuilder();
        dotted.append(Math.min(first / 40, 2)).append('.').append(first < 80 ? first % 40 : first - 80);
        while (!arcs.isEmpty()) {
            dotted.append('.').append(arcs.base128());
        }
        return dotted.toString();
    }

    private int base128() throws MalformedDer {
        long value = 0;
        for (int count = 0; offset < end; count++) {
            if (count == 5) {
                throw MalformedDer.structure("base 128 integer too large");
            }
            int octet = bytes[offset] & 0xFF;
            if (count == 0 && octet == 0x80) {
                throw MalformedDer.syntax("integer is not minimally encoded");
            }
            value = value << 7 | octet & 0x7F;
            offset++;
            if (octet < 0x80) {
                if (value > Integer.MAX_VALUE) {
                    throw MalformedDer.structure("base 128 integer too large");
                }
                return (int) value;
            }
        }
        throw MalformedDer.syntax("truncated base 128 integer");
    }

    private DerValue expect(int tagClass, int tag, boolean constructed, String typeName, String taggedAs, boolean isSet)
            throws MalformedDer {
        DerValue value = next();
        if (!value.is(tagClass, tag, constructed)) {
            throw MalformedDer.structure("tags don't match (" + tag + " vs " + value.describe() + ") "
                    + PARAMETERS.formatted(taggedAs, isSet) + " " + typeName + " @" + (value.contentStart - start));
        }
        if (value.end > end) {
            throw MalformedDer.syntax("data truncated");
        }
        offset = value.end;
        return value;
    }

    private DerValue next() throws MalformedDer {
        if (isEmpty()) {
            throw MalformedDer.syntax("sequence truncated");
        }
        return header();
    }

    /** Tag and length of the value at the offset, which does not move; the content may reach beyond the end. */
    private DerValue header() throws MalformedDer {
        DerInput reader = new DerInput(bytes, offset, end);
        DerValue value = new DerValue(bytes, offset);
        int first = bytes[reader.offset++] & 0xFF;
        value.tagClass = first >> 6;
        value.constructed = (first & 0x20) != 0;
        value.tag = first & 0x1F;
        if (value.tag == 0x1F) {
            value.tag = reader.base128();
            if (value.tag < 0x1F) {
                throw MalformedDer.syntax("non-minimal tag");
            }
        }
        value.length = reader.length();
        value.contentStart = reader.offset;
        value.end = (int) Math.min(Integer.MAX_VALUE, (long) reader.offset + value.length);
        return value;
    }

    private int length() throws MalformedDer {
        int first = lengthOctet();
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7F;
        if (count == 0) {
            throw MalformedDer.syntax("indefinite length found (not DER)");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            int octet = lengthOctet();
            if (length >= LENGTH_LIMIT) {
                throw MalformedDer.structure("length too large");
            }
            length = length << 8 | octet;
            if (length == 0) {
                throw MalformedDer.structure("superfluous leading zeros in length");
            }
        }
        if (length < 0x80) {
            throw MalformedDer.structure("non-minimal length");
        }
        return length;
    }

    private int lengthOctet() throws MalformedDer {
        if (offset >= end) {
            throw MalformedDer.syntax("truncated tag or length");
        }
        return bytes[offset++] & 0xFF;
    }
}
