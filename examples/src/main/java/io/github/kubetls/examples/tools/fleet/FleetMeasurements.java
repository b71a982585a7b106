package io.github.kubetls.examples.tools.fleet;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Where the threads of a run take down their times; of a fixed size, whatever the number of nodes. */
final class FleetMeasurements {

    private final LatencyHistogram joins = new LatencyHistogram();
    private final LongAdder processorNanos = new LongAdder();
    private final Map<JoinStep, LatencyHistogram> steps = new EnumMap<>(JoinStep.class);
    private final Timeline timeline;

    FleetMeasurements(int nodes) {
        for (JoinStep step : JoinStep.values()) {
            steps.put(step, new LatencyHistogram());
        }
        this.timeline = new Timeline(nodes, System.nanoTime());
    }

    LatencyHistogram joins() {
        return joins;
    }

    LatencyHistogram step(JoinStep step) {
        return steps.get(step);
    }

    Timeline timeline() {
        return timeline;
    }

    /** The mean processor time of a join, in nanoseconds. */
    double processorTime() {
        return (double) processorNanos.sum() / joins.count();
    }

    /** Takes down a join that has just ended. */
    void joined(long nanos, long inProcessor) {
        joins.record(nanos);
        processorNanos.add(inProcessor);
        timeline.joined(nanos);
    }
}
