package io.github.kubetls.benchmarks;

import java.util.OptionalDouble;

/**
 * What was measured of one operation. Machines are shared: the shortest time tells most about the work, the median about how much
 * it was disturbed.
 *
 * @param nanos  the shortest time, in nanoseconds
 * @param median the median time, in nanoseconds
 * @param bytes  what it allocates; empty for a process
 */
record Measurement(double nanos, double median, OptionalDouble bytes) {

    static Measurement ofProcess(double nanos, double median) {
        return new Measurement(nanos, median, OptionalDouble.empty());
    }
}
