package io.github.kubetls.examples.tools.fleet;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Where the threads of a run take down their times; of a fixed size, whatever the number of nodes. */
final class FleetMeasurements {

    /** A percentile is off by less than one hundredth. */
    private static final int SIGNIFICANT_DIGITS = 2;

    private final Histogram joins = histogram();
    private final LongAdder processorNanos = new LongAdder();
    private final Map<JoinStep, Histogram> steps = new EnumMap<>(JoinStep.class);
    private final Timeline timeline;

    FleetMeasurements(int nodes) {
        for (JoinStep step : JoinStep.values()) {
            steps.put(step, histogram());
        }
        this.timeline = new Timeline(nodes, System.nanoTime());
    }

    /** Takes durations in nanoseconds, from many threads at once. */
    static Histogram histogram() {
        return new ConcurrentHistogram(SIGNIFICANT_DIGITS);
    }

    Histogram joins() {
        return joins;
    }

    Histogram step(JoinStep step) {
        return Objects.requireNonNull(steps.get(step));
    }

    Timeline timeline() {
        return timeline;
    }

    /** The mean processor time of a join, in nanoseconds. */
    double processorTime() {
        return (double) processorNanos.sum() / joins.getTotalCount();
    }

    /** Takes down a join that has just ended. */
    void joined(long nanos, long inProcessor) {
        joins.recordValue(nanos);
        processorNanos.add(inProcessor);
        timeline.joined(nanos);
    }
}
