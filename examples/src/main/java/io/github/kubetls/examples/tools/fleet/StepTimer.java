package io.github.kubetls.examples.tools.fleet;

/** Times the steps of one join, each from the end of the one before. */
final class StepTimer {

    private final FleetMeasurements measurements;
    private final long start = System.nanoTime();
    private final long processorStart = ProcessorTime.ofThread();
    private long last = start;

    StepTimer(FleetMeasurements measurements) {
        this.measurements = measurements;
    }

    void done(JoinStep step) {
        long now = System.nanoTime();
        measurements.step(step).recordValue(now - last);
        last = now;
    }

    /** Takes the time from the start to the last step as that of the whole join. */
    void joined() {
        measurements.joined(last - start, ProcessorTime.ofThread() - processorStart);
    }
}
