package io.github.kubetls.benchmarks;

import java.util.OptionalDouble;

/**
 * What a row is to reach.
 *
 * @param ratio the most that ours may be of the peer's
 * @param nanos the longest that ours may take
 * @param bytes the most that ours may allocate
 */
record Goal(OptionalDouble ratio, OptionalDouble nanos, OptionalDouble bytes) {

    static final Goal NONE = new Goal(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    static Goal ratio(double most) {
        return new Goal(OptionalDouble.of(most), OptionalDouble.empty(), OptionalDouble.empty());
    }

    static Goal nanos(double most) {
        return new Goal(OptionalDouble.empty(), OptionalDouble.of(most), OptionalDouble.empty());
    }

    Goal andBytes(double most) {
        return new Goal(ratio, nanos, OptionalDouble.of(most));
    }

    /** The goal in words, and whether a measurement reaches it; empty when there is none. */
    String judge(Measurement ours, OptionalDouble peerNanos) {
        if (equals(NONE)) {
            return "";
        }
        boolean reached = (ratio.isEmpty()
                        || peerNanos.isPresent() && ours.nanos() / peerNanos.getAsDouble() <= ratio.getAsDouble())
                && (nanos.isEmpty() || ours.nanos() <= nanos.getAsDouble())
                && (bytes.isEmpty() || ours.bytes().isPresent() && ours.bytes().getAsDouble() <= bytes.getAsDouble());
        StringBuilder text = new StringBuilder();
        ratio.ifPresent(most -> text.append("≤ ").append(Figure.ratio(most)).append(" ×"));
        nanos.ifPresent(most -> text.append("≤ ").append(Figure.time(most)));
        bytes.ifPresent(most -> text.append(", ≤ ").append(Figure.bytes(most)));
        return text + (reached ? ": yes" : ": **no**");
    }
}
