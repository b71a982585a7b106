package io.github.kubetls.examples.tools.apiserver;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Failures on purpose, for trying out clients: now and then a request is dropped, refused or put off.
 *
 * <p>Of the dropped ones every other is dropped after it was carried out, as when a connection breaks before the answer.
 */
public final class Faults {

    /** What happens to a request. */
    enum Kind {
        /** It is carried out and answered. */
        NONE,
        /** The connection is closed; nothing is done. */
        DROP_REQUEST,
        /** It is carried out, and the connection is closed. */
        DROP_ANSWER,
        /** It is answered with 500; nothing is done. */
        ERROR,
        /** It is answered with 429; nothing is done. */
        THROTTLE
    }

    private static final Set<String> KINDS = Set.of("drop", "error", "throttle");

    private final Map<String, Long> periods;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    private Faults(Map<String, Long> periods) {
        this.periods = Map.copyOf(periods);
    }

    /**
     * Reads what is to happen.
     *
     * @param text such as {@code drop=3,error=5,throttle=7}; empty for no faults
     * @return the faults
     * @throws IllegalArgumentException when the text is something else
     */
    public static Faults parse(String text) {
        Map<String, Long> periods = new HashMap<>();
        for (String fault : text.isEmpty() ? new String[0] : text.split(",")) {
            String[] pair = fault.split("=", 2);
            if (pair.length != 2 || !KINDS.contains(pair[0]) || !pair[1].matches("[1-9][0-9]{0,8}")) {
                throw new IllegalArgumentException(
                        "faults are written as drop=3,error=5,throttle=7, with the kinds that are wanted");
            }
            periods.put(pair[0], Long.parseLong(pair[1]));
        }
        return new Faults(periods);
    }

    /** Decides on the next request. */
    Kind next(String path) {
        // Who only asks whether the server is there is not counted, so that the others are counted evenly.
        if (path.equals("/healthz") || path.equals("/readyz") || path.equals("/livez")) {
            return Kind.NONE;
        }
        long number = requests.incrementAndGet();
        if (isDue("drop", number)) {
            return dropped.incrementAndGet() % 2 == 1 ? Kind.DROP_REQUEST : Kind.DROP_ANSWER;
        }
        if (isDue("error", number)) {
            return Kind.ERROR;
        }
        return isDue("throttle", number) ? Kind.THROTTLE : Kind.NONE;
    }

    private boolean isDue(String fault, long number) {
        return Optional.ofNullable(periods.get(fault))
                .filter(period -> number % period == 0)
                .isPresent();
    }
}
