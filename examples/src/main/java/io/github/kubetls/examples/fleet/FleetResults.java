package io.github.kubetls.examples.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a run has measured. */
public final class FleetResults {

    /** The percentiles that are reported. */
    static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9, 100.0);

    /** What a latency is. */
    static final String LATENCY_RULE =
            "from when a thread takes up the node to when the API server knows it by its certificate; the first joins, which"
                    + " load and compile the code, are among them";

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
    LatencyHistogram joins() {
        return measurements.joins();
    }

    LatencyHistogram step(JoinStep step) {
        return measurements.step(step);
    }

    List<Timeline.Stretch> stretches() {
        return measurements.timeline().stretches();
    }

    /** From the start of the first join to the end of the last, in seconds. */
    double seconds() {
        List<Timeline.Stretch> stretches = stretches();
        return stretches.get(stretches.size() - 1).to();
    }

    double nodesPerSecond() {
        return joins().count() / seconds();
    }

    /** The share of a step in the time of all joins. */
    double share(JoinStep step) {
        return step(step).mean() / joins().mean();
    }

    /**
     * The part of one kind of operation in a join.
     *
     * @param operation the operation
     * @param provider  the name of the provider that computes
     * @param samples   how many times it was repeated for this
     * @param nanos     the median time of one
     * @param share     the time of all that a join needs, as a share of the median join
     */
    record Part(RawOperation operation, String provider, long samples, double nanos, double share) {}

    /** The parts of the raw cryptography, in order. */
    List<Part> cryptography() {
        return Arrays.stream(RawOperation.values()).map(this::part).toList();
    }

    private Part part(RawOperation operation) {
        LatencyHistogram times = cryptography.times(operation);
        double median = times.percentile(50);
        double share = operation.timesPerJoin() * median / joins().percentile(50);
        return new Part(operation, cryptography.provider(operation), times.count(), median, share);
    }

    /** The share of a typical join that is raw cryptography; noise may take a short run's above 1. */
    double cryptographyShare() {
        return cryptography().stream().mapToDouble(Part::share).sum();
    }

    /** How the raw cryptography was measured. */
    String cryptographyRule() {
        return "after " + Figures.count(cryptography().get(0).samples())
                + " of the joins, evenly spread over the run, the"
                + " same thread repeated the operations of that join straight through JCA, with the same providers, kinds of"
                + " keys and sizes of messages, outside of the measured latency. The share is the median of these times, by"
                + " how many times the library runs the operation for one node, over the median join: means would be those of"
                + " the few moments in which the machine did something else. Signatures are verified by the"
                + " library's own choice of provider, whatever --provider says. Encoding and decoding of keys, and finding the"
                + " public key that belongs to a private one, count as the rest.";
    }

    /** The percentiles of a histogram in nanoseconds, in the order of {@link #PERCENTILES}. */
    static List<Double> percentiles(LatencyHistogram histogram) {
        List<Double> values = new ArrayList<>();
        PERCENTILES.forEach(percent -> values.add(histogram.percentile(percent)));
        return values;
    }
}
