package io.github.kubetls.examples.tools.fleet;

import java.util.ArrayList;
import java.util.List;

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

    /** From the shortest to the longest duration, with a number of bins for each power of ten. */
    static LatencyBins of(LatencyHistogram histogram, int perDecade) {
        long first = (long) Math.floor(perDecade * Math.log10(Math.max(1, histogram.min())));
        List<Bin> bins = new ArrayList<>();
        for (long i = first; edge(i, perDecade) <= Math.max(1, histogram.max()); i++) {
            double from = edge(i, perDecade);
            double to = edge(i + 1, perDecade);
            bins.add(new Bin(from, to, histogram.countBetween(from, to)));
        }
        return new LatencyBins(List.copyOf(bins));
    }

    private static double edge(long index, int perDecade) {
        return Math.pow(10, (double) index / perDecade);
    }

    /** The finest of some divisions that has not more than a number of bins; the last one when none has. */
    static LatencyBins atMost(int most, LatencyHistogram histogram, int... perDecade) {
        LatencyBins bins = new LatencyBins(List.of());
        for (int division : perDecade) {
            bins = of(histogram, division);
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
