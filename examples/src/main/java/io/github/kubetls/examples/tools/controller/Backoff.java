package io.github.kubetls.examples.tools.controller;

import java.time.Duration;

/**
 * How long to wait after a failure: twice as long after each one.
 *
 * @param first   after the first failure
 * @param longest at most
 */
record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    /** How long to wait when there were so many failures before this one. */
    Duration delay(int failuresBefore) {
        Duration delay = first.multipliedBy(1L << Math.min(failuresBefore, MOST_DOUBLINGS));
        return delay.compareTo(longest) < 0 ? delay : longest;
    }
}
