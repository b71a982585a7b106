package io.github.kubetls.examples.tools.node;

import java.time.Duration;

/** A time that runs out, whatever happens to the clock of the node meanwhile. */
final class Countdown {

    private final long end;

    private Countdown(long end) {
        this.end = end;
    }

    static Countdown of(Duration duration) {
        return new Countdown(System.nanoTime() + duration.toNanos());
    }

    boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /** What is left of it, at most as long as something else. */
    Duration atMost(Duration longest) {
        Duration rest = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        return rest.compareTo(longest) < 0 ? rest : longest;
    }
}
