package io.github.kubetls.token;

import io.github.kubetls.CryptoException;
import io.github.kubetls.internal.text.CsvRecords;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Finds the record of a token in the bytes of a token file in constant time.
 *
 * <p>An open hash table of two words a token: part of a hash, and where the record starts. The hash is SHA-256 over a salt
 * of this instance and the token, so that nobody can choose a guess that falls into the place of a real token, and so that
 * how long a lookup takes tells nothing about how much of a guess is right. The token itself is compared last, and in
 * constant time.
 */
final class TokenIndex {

    static final int NOT_FOUND = -1;

    private static final int SALT_BYTES = 16;

    private final byte[] csv;
    private final byte[] salt = new byte[SALT_BYTES];
    // Only for putting, which happens in one thread; lookups come from many.
    private final MessageDigest putDigest = sha256();
    // Hash in the upper half, record start plus one in the lower; zero is a free slot.
    private long[] slots = new long[64];
    private int size;

    TokenIndex(byte[] csv) {
        this.csv = csv;
        new SecureRandom().nextBytes(salt);
    }

    int size() {
        return size;
    }

    /** Adds a token, or moves it to a later record. */
    void put(byte[] token, int recordStart) {
        int hash = hash(putDigest, token);
        int slot = slot(token, hash);
        if (slots[slot] == 0 && ++size > slots.length / 2) {
            grow();
            slot = slot(token, hash);
        }
        slots[slot] = (long) hash << 32 | recordStart + 1;
    }

    /** Where the record of a token starts. */
    int find(byte[] token) {
        return (int) slots[slot(token, hash(sha256(), token))] - 1;
    }

    /** The slot of a token, or the free one where it would go. */
    private int slot(byte[] token, int hash) {
        int slot = hash & slots.length - 1;
        while (slots[slot] != 0 && !((int) (slots[slot] >>> 32) == hash && isAt(token, (int) slots[slot] - 1))) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean isAt(byte[] token, int recordStart) {
        CsvRecords record = new CsvRecords(csv, recordStart, "");
        record.next();
        return MessageDigest.isEqual(record.bytes(0), token);
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long entry : old) {
            if (entry != 0) {
                int slot = (int) (entry >>> 32) & slots.length - 1;
                while (slots[slot] != 0) {
                    slot = slot + 1 & slots.length - 1;
                }
                slots[slot] = entry;
            }
        }
    }

    private int hash(MessageDigest digest, byte[] token) {
        digest.update(salt);
        byte[] hash = digest.digest(token);
        return hash[0] << 24 | (hash[1] & 0xFF) << 16 | (hash[2] & 0xFF) << 8 | hash[3] & 0xFF;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoException("this Java platform has no SHA-256", e);
        }
    }
}
