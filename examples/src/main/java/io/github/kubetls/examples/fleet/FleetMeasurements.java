package io.github.kubetls.examples.fleet;

import java.util.EnumMap;
import java.util.Map;

/** Where the threads of a run take down their times; of a fixed size, whatever the number of nodes. */
final class FleetMeasurements {

    private final LatencyHistogram joins = new LatencyHistogram();
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

    void joined(long nanos) {
        joins.record(nanos);
        timeline.joined(nanos);
    }
}
