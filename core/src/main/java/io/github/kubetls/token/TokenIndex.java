package io.github.kubetls.token;

import io.github.kubetls.internal.text.CsvRecords;
import java.security.MessageDigest;
import java.util.function.Supplier;

/**
 * Finds the record of a token in the bytes of a token file in constant time.
 *
 * <p>An open hash table of two words a token: part of a hash, and where the record starts. The hash is SipHash under a
 * random key of this instance, so that nobody can choose a guess that falls into the place of a real token, and so that
 * how long a lookup takes tells nothing about how much of a guess is right. The token itself is compared last, and in
 * constant time. Tokens are put in one thread; afterwards many may look.
 */
final class TokenIndex {

    static final int NOT_FOUND = -1;

    private final byte[] csv;
    private final SipHash hash = SipHash.random();
    // Hash in the upper half, record start plus one in the lower; zero is a free slot.
    private long[] slots = new long[64];
    private int size;
    // Entries that were put and have no slot yet; none once somebody looks.
    private final long[] waiting = new long[256];
    private int waitingCount;
    // What was fetched ahead: without a use of it there would be no fetching.
    @SuppressWarnings("UnusedVariable")
    private long fetched;

    TokenIndex(byte[] csv) {
        this.csv = csv;
    }

    int size() {
        settle();
        return size;
    }

    /** Adds a token, or moves it to a later record. */
    void put(byte[] token, int recordStart) {
        waiting[waitingCount++] = (long) (int) hash.of(token) << 32 | recordStart + 1;
        if (waitingCount == waiting.length) {
            settle();
        }
    }

    /** Gives the entries that wait their slots. */
    private void settle() {
        if (waitingCount == 0) {
            return;
        }
        // Most slots of a large table are in no cache; asked for together, they do not come one after the other.
        for (int i = 0; i < waitingCount; i++) {
            fetched ^= slots[home(waiting[i])];
        }
        for (int i = 0; i < waitingCount; i++) {
            long entry = waiting[i];
            Supplier<byte[]> token = () -> CsvRecords.firstField(csv, recordStart(entry));
            int slot = slot(hash(entry), token);
            if (slots[slot] == 0 && ++size > slots.length / 2) {
                grow();
                slot = slot(hash(entry), token);
            }
            slots[slot] = entry;
        }
        waitingCount = 0;
    }

    /** The slot of a token; its number stays the same as long as nothing is put. */
    int find(byte[] token) {
        settle();
        int slot = slot((int) hash.of(token), () -> token);
        return slots[slot] == 0 ? NOT_FOUND : slot;
    }

    /** Where the record of the token in a slot starts. */
    int recordStart(int slot) {
        return recordStart(slots[slot]);
    }

    /** How many slots there are. */
    int capacity() {
        settle();
        return slots.length;
    }

    private static int recordStart(long entry) {
        return (int) entry - 1;
    }

    private static int hash(long entry) {
        return (int) (entry >>> 32);
    }

    /** Where the search for the slot of an entry begins. */
    private int home(long entry) {
        return hash(entry) & slots.length - 1;
    }

    /** The slot of a token, or the free one where it would go; the token is asked for only where its hash is. */
    private int slot(int hash, Supplier<byte[]> token) {
        int slot = hash & slots.length - 1;
        while (slots[slot] != 0 && !(hash(slots[slot]) == hash && isAt(token.get(), recordStart(slots[slot])))) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean isAt(byte[] token, int recordStart) {
        return MessageDigest.isEqual(CsvRecords.firstField(csv, recordStart), token);
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long entry : old) {
            if (entry != 0) {
                int slot = home(entry);
                while (slots[slot] != 0) {
                    slot = slot + 1 & slots.length - 1;
                }
                slots[slot] = entry;
            }
        }
    }
}
