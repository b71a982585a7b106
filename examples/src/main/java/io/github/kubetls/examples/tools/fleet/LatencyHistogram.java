package io.github.kubetls.examples.tools.fleet;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations in buckets, 64 to every power of two, so that a percentile is off by less than one hundredth and the
 * size stays the same however many are recorded. Smallest, largest and mean duration are exact. Threads may record at once.
 */
final class LatencyHistogram {

    private static final int PRECISION_BITS = 6;
    private static final int PER_OCTAVE = 1 << PRECISION_BITS;
    /** The first power of two, in nanoseconds, that is too long: more than an hour. Longer ones count as just below it. */
    private static final int TOO_LONG_BITS = 42;

    private static final int BUCKETS = (TOO_LONG_BITS - PRECISION_BITS + 1) * PER_OCTAVE;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
    private final AtomicLong count = new AtomicLong();
    private final LongAdder sum = new LongAdder();
    private final LongAccumulator min = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private final LongAccumulator max = new LongAccumulator(Math::max, 0);

    void record(long nanos) {
        counts.incrementAndGet(bucket(nanos));
        sum.add(nanos);
        min.accumulate(nanos);
        max.accumulate(nanos);
        count.incrementAndGet();
    }

    private static int bucket(long nanos) {
        if (nanos < PER_OCTAVE) {
            return (int) Math.max(nanos, 0);
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - PRECISION_BITS;
        // The highest bit, which is always set, makes the 64 of the octave before into the first of this one.
        return Math.min(shift * PER_OCTAVE + (int) (nanos >>> shift), BUCKETS - 1);
    }

    /** The middle of a bucket. */
    private static double value(int bucket) {
        if (bucket < PER_OCTAVE) {
            return bucket;
        }
        int shift = bucket / PER_OCTAVE - 1;
        long lowest = (long) (bucket - shift * PER_OCTAVE) << shift;
        return lowest + ((1L << shift) - 1) / 2.0;
    }

    long count() {
        return count.get();
    }

    /** The mean in nanoseconds; 0 without any duration. */
    double mean() {
        return count() == 0 ? 0 : (double) sum.sum() / count();
    }

    /** The shortest duration in nanoseconds; 0 without any. */
    long min() {
        return count() == 0 ? 0 : min.get();
    }

    /** The longest duration in nanoseconds; 0 without any. */
    long max() {
        return max.get();
    }

    /**
     * The duration that a share of all durations does not exceed, in nanoseconds.
     *
     * @param percent more than 0, up to 100
     */
    double percentile(double percent) {
        // The nearest rank; the small amount keeps 99.9 % of 1000 at 999, where binary fractions would make it more.
        long rank = Math.max(1, (long) Math.ceil(percent / 100 * count() - 1e-9));
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += counts.get(bucket);
            if (seen >= rank) {
                return rank == count() ? max() : Math.min(Math.max(value(bucket), min()), max());
            }
        }
        return max();
    }

    /** How many durations are from one number of nanoseconds up to, but not including, another. */
    long countBetween(double from, double to) {
        long found = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            double value = value(bucket);
            if (value >= from && value < to) {
                found += counts.get(bucket);
            }
        }
        return found;
    }
}
