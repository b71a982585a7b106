package io.github.kubetls.examples.tools.fleet;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where and when a run took place: what one must know to compare it with another. */
record RunConditions(Instant started, String jdk, String system, int processors, long maxHeapBytes) {

    static RunConditions now(Clock clock) {
        Runtime runtime = Runtime.getRuntime();
        return new RunConditions(
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + ", " + System.getProperty("os.arch"),
                runtime.availableProcessors(),
                runtime.maxMemory());
    }
}
