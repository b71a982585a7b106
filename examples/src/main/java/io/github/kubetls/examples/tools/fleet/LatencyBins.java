package io.github.kubetls.examples.tools.fleet;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** The bars of a histogram: durations in ranges that each reach further than the one before by the same factor. */
record LatencyBins(List<Bin> bins) {

    /**
     * One bar.
     *
     * @param from  the shortest duration, in nanoseconds
     * @param to    the duration at which the next bar begins
     * @param count how many durations there are
     */
    record Bin(double from, double to, long count) {}

    /** From the shortest to the longest of some durations, with a number of bins for each power of ten. */
    static LatencyBins of(Histogram durations, int perDecade) {
        TreeMap<Long, Long> counts = new TreeMap<>();
        for (HistogramIterationValue value : durations.recordedValues()) {
            double nanos = Math.max(1, durations.medianEquivalentValue(value.getValueIteratedTo()));
            counts.merge(
                    (long) Math.floor(perDecade * Math.log10(nanos)), value.getCountAtValueIteratedTo(), Long::sum);
        }
        return new LatencyBins(LongStream.rangeClosed(counts.firstKey(), counts.lastKey())
                .mapToObj(i -> new Bin(edge(i, perDecade), edge(i + 1, perDecade), counts.getOrDefault(i, 0L)))
                .toList());
    }

    private static double edge(long index, int perDecade) {
        return Math.pow(10, (double) index / perDecade);
    }

    /** The finest of some divisions that has not more than a number of bins; the last one when none has. */
    static LatencyBins atMost(int most, Histogram durations, int... perDecade) {
        LatencyBins bins = new LatencyBins(List.of());
        for (int division : perDecade) {
            bins = of(durations, division);
            if (bins.bins.size() <= most) {
                return bins;
            }
        }
        return bins;
    }

    /** The shortest duration of the first bar, in nanoseconds. */
    double first() {
        return bins.get(0).from();
    }

    /** Where the last bar ends, in nanoseconds. */
    double last() {
        return bins.get(bins.size() - 1).to();
    }

    /** The highest count of a bar. */
    long highest() {
        return bins.stream().mapToLong(Bin::count).max().orElse(0);
    }
}
