package io.github.kubetls.examples.tools.apiserver;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of one protobuf message, in the order in which they come. */
final class WireFormat {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;
    private static final int LONGEST_VARINT = 64;

    private final byte[] bytes;
    private final int end;
    private int position;
    private long tag;

    WireFormat(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    static ApiFailure malformed() {
        return ApiFailure.badRequest("the body of the request is no well-formed protobuf");
    }

    /** Goes to the next field, if there is one. */
    boolean next() {
        if (position == end) {
            return false;
        }
        tag = varint();
        return true;
    }

    /** The number of the field. */
    int field() {
        return (int) (tag >>> 3);
    }

    /** The field's number, if it is one. */
    long number() {
        require(VARINT);
        return varint();
    }

    byte[] bytes() {
        WireFormat content = message();
        return Arrays.copyOfRange(bytes, content.position, content.end);
    }

    String text() {
        WireFormat content = message();
        return new String(bytes, content.position, content.end - content.position, StandardCharsets.UTF_8);
    }

    /** The message in the field. */
    WireFormat message() {
        require(LENGTH);
        int start = advance(varint());
        return new WireFormat(bytes, start, position);
    }

    void skip() {
        switch ((int) (tag & 7)) {
            case VARINT -> varint();
            case FIXED_64 -> advance(8);
            case LENGTH -> advance(varint());
            case FIXED_32 -> advance(4);
            default -> throw malformed();
        }
    }

    private void require(int type) {
        if ((tag & 7) != type) {
            throw malformed();
        }
    }

    /** Passes over some bytes, and returns where they begin. */
    private int advance(long count) {
        if (count < 0 || count > end - position) {
            throw malformed();
        }
        int start = position;
        position += (int) count;
        return start;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < LONGEST_VARINT; shift += 7) {
            byte next = bytes[advance(1)];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }
}
