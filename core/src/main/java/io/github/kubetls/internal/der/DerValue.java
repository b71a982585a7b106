package io.github.kubetls.internal.der;

import java.util.Arrays;

/** One value: tag, length and content. */
public final class DerValue {
    private final byte[] bytes;
    private final int start;
    int contentStart;
    int length;
    /** Just past the content, or beyond every input when the length is too large for it. */
    int end;

    int tagClass;
    int tag;
    boolean constructed;

    DerValue(byte[] bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    /**
     * {@return whether the value has this tag, and consists of values or not}
     *
     * @param expectedClass       class of the tag
     * @param expectedTag         number of the tag
     * @param expectedConstructed whether it consists of values
     */
    public boolean is(int expectedClass, int expectedTag, boolean expectedConstructed) {
        return tagClass == expectedClass && tag == expectedTag && constructed == expectedConstructed;
    }

    /**
     * {@return whether the value is of this type of ASN.1 itself}
     *
     * @param expectedTag         number of the tag
     * @param expectedConstructed whether it consists of values
     */
    public boolean isUniversal(int expectedTag, boolean expectedConstructed) {
        return is(0, expectedTag, expectedConstructed);
    }

    /** {@return the class of its tag} */
    public int tagClass() {
        return tagClass;
    }

    /** {@return the number of its tag} */
    public int tag() {
        return tag;
    }

    /** {@return whether it consists of values} */
    public boolean isConstructed() {
        return constructed;
    }

    /** {@return how many bytes its content has} */
    public int length() {
        return length;
    }

    /** {@return a copy of its content} */
    public byte[] content() {
        return Arrays.copyOfRange(bytes, contentStart, end);
    }

    /** {@return a copy of it with tag and length} */
    public byte[] encoded() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** {@return a reader of the values that it consists of} */
    public DerInput open() {
        return new DerInput(bytes, contentStart, end);
    }

    /** {@return a reader of this one value} */
    public DerInput reopen() {
        return new DerInput(bytes, start, end);
    }

    /** What messages of Kubernetes' reader say of it. */
    String describe() {
        return "{class:" + tagClass + " tag:" + tag + " length:" + length + " isCompound:" + constructed + "}";
    }
}
