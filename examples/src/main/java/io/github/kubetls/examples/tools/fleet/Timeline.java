package io.github.kubetls.examples.tools.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * How the joins went over time: the run is cut into stretches with the same number of joins each, at most sixty, so that its
 * size does not grow with the number of nodes.
 */
final class Timeline {

    private static final int MOST_STRETCHES = 60;
    private static final int FEWEST_JOINS = 25;

    private final int nodes;
    private final long start;
    private final AtomicInteger joined = new AtomicInteger();
    private final List<Histogram> latencies = new ArrayList<>();
    private final AtomicLongArray ends;

    Timeline(int nodes, long startNanos) {
        this.nodes = nodes;
        this.start = startNanos;
        int stretches = Math.max(1, Math.min(MOST_STRETCHES, nodes / FEWEST_JOINS));
        for (int i = 0; i < stretches; i++) {
            latencies.add(FleetMeasurements.histogram());
        }
        this.ends = new AtomicLongArray(stretches);
    }

    /**
     * Joins that ended one after the other.
     *
     * @param from    when they began, in seconds since the start of the run
     * @param to      when the last of them ended
     * @param latency how long each took
     */
    record Stretch(double from, double to, Histogram latency) {

        double nodesPerSecond() {
            return latency.getTotalCount() / (to - from);
        }
    }

    /** Takes down a join that has just ended. */
    void joined(long nanos) {
        int stretch = (int) ((long) joined.getAndIncrement() * latencies.size() / nodes);
        latencies.get(stretch).recordValue(nanos);
        ends.accumulateAndGet(stretch, System.nanoTime() - start, Math::max);
    }

    int joined() {
        return joined.get();
    }

    double secondsSoFar() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The stretches that are complete once the run is over, in order. */
    List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        double from = 0;
        for (int i = 0; i < latencies.size(); i++) {
            // Threads may end in another order than they are counted in.
            double to = Math.max(ends.get(i) / 1e9, Math.nextUp(from));
            stretches.add(new Stretch(from, to, latencies.get(i)));
            from = to;
        }
        return stretches;
    }
}
