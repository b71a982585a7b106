package io.github.kubetls.examples.tools.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What a run has measured. */
public final class FleetResults {

    /** The percentiles that are reported. */
    static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9, 100.0);

    private final FleetSettings settings;
    private final RunConditions conditions;
    private final FleetMeasurements measurements;
    private final RawCryptography cryptography;

    FleetResults(
            FleetSettings settings,
            RunConditions conditions,
            FleetMeasurements measurements,
            RawCryptography cryptography) {
        this.settings = settings;
        this.conditions = conditions;
        this.measurements = measurements;
        this.cryptography = cryptography;
    }

    FleetSettings settings() {
        return settings;
    }

    RunConditions conditions() {
        return conditions;
    }

    /** How long whole joins took. */
    Histogram joins() {
        return measurements.joins();
    }

    Histogram step(JoinStep step) {
        return measurements.step(step);
    }

    List<Timeline.Stretch> stretches() {
        return measurements.timeline().stretches();
    }

    /** What a latency is. */
    String latencyRule() {
        String others = settings.warmUp() == 0
                ? "the first joins, which load and compile the code, are among them"
                : Figures.nodes(settings.warmUp()) + " that joined before are not among them";
        return "from when a thread takes up the node to when the API server knows it by its certificate; " + others;
    }

    /** From the start of the first join to the end of the last, in seconds. */
    double seconds() {
        List<Timeline.Stretch> stretches = stretches();
        return stretches.get(stretches.size() - 1).to();
    }

    double nodesPerSecond() {
        return joins().getTotalCount() / seconds();
    }

    /** The share of a step in the time of all joins. */
    double share(JoinStep step) {
        return step(step).getMean() / joins().getMean();
    }

    /**
     * The part of one kind of operation in a join.
     *
     * @param operation the operation
     * @param provider  the name of the provider that computes
     * @param times     how many times a join needs it
     * @param nanos     the mean processor time of one
     * @param share     the processor time of all that a join needs, as a share of that of a join
     */
    record Part(RawOperation operation, String provider, int times, double nanos, double share) {}

    /** The parts of the raw cryptography, in order. */
    List<Part> cryptography() {
        return Arrays.stream(RawOperation.values()).map(this::part).toList();
    }

    private Part part(RawOperation operation) {
        double mean = cryptography.mean(operation);
        int times = operation.timesPerJoin(settings.providers().forNodes().isEmpty());
        double share = times * mean / measurements.processorTime();
        return new Part(operation, cryptography.provider(operation), times, mean, share);
    }

    /** The share of a join's processor time that is raw cryptography; noise may take a short run's above 1. */
    double cryptographyShare() {
        return cryptography().stream().mapToDouble(Part::share).sum();
    }

    /** How the raw cryptography was measured. */
    String cryptographyRule() {
        return "Measured as processor time of the threads: that of all joins, and, for "
                + Figures.count(cryptography.samples())
                + " of them, evenly spread over the run, that of the same operations, which the same thread repeated outside"
                + " of the join's latency straight through JCA, with the same providers, kinds of keys and sizes of messages."
                + " The share is the mean time of an operation, as many times as the library runs it for one node, in the mean"
                + " time of a join. Signatures are verified by the library's own choice of provider, whatever --provider says."
                + " Encoding and decoding of keys, and finding the public key that belongs to a private one, count as the"
                + " rest.";
    }

    /** The percentiles of a histogram in nanoseconds, in the order of {@link #PERCENTILES}. */
    static List<Double> percentiles(Histogram histogram) {
        List<Double> values = new ArrayList<>();
        PERCENTILES.forEach(percent -> values.add((double) histogram.getValueAtPercentile(percent)));
        return values;
    }
}
