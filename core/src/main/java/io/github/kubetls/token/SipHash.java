package io.github.kubetls.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-2-4, a pseudorandom function of 64 bits that is fast for short texts, takes the same time for all texts of one
 * length, and tells nothing of its key.
 *
 * @see <a href="https://www.aumasson.jp/siphash/siphash.pdf">SipHash: a fast short-input PRF</a>
 */
final class SipHash {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long key0;
    private final long key1;

    /** The function under a key, whose bytes are those of the two words, the lowest first. */
    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** The function under a random key. */
    static SipHash random() {
        SecureRandom random = new SecureRandom();
        return new SipHash(random.nextLong(), random.nextLong());
    }

    long of(byte[] text) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int blocks = text.length / Long.BYTES + 1;
        for (int block = 0; block <= blocks; block++) {
            // After the text come four rounds without a word of it.
            boolean ends = block == blocks;
            long word = ends ? 0 : word(text, block * Long.BYTES);
            v2 ^= ends ? 0xFF : 0;
            v3 ^= word;
            for (int round = ends ? 4 : 2; round > 0; round--) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Eight bytes; at the end what is left, and the length in the highest byte. */
    private static long word(byte[] text, int start) {
        if (start + Long.BYTES <= text.length) {
            return (long) WORDS.get(text, start);
        }
        long word = (long) text.length << 56;
        for (int i = start; i < text.length; i++) {
            word |= (text[i] & 0xFFL) << 8 * (i - start);
        }
        return word;
    }
}
