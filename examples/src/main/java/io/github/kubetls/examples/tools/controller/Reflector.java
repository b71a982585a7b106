package io.github.kubetls.examples.tools.controller;

import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.client.ListWatch;
import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Follows the requests of a server and queues each that changes; it never gives up on the server. */
final class Reflector {

    /** The subject of what keeps the controller from the server. */
    static final String SERVER = "the API server";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** That of client-go for lists and watches. */
    private static final IntervalFunction BACKOFF =
            IntervalFunction.ofExponentialBackoff(Duration.ofMillis(800), 2, Duration.ofSeconds(30));

    private final ListWatch<CertificateSigningRequest> changes;
    private final RequestCache cache;
    private final WorkQueue queue;
    private final Journal journal;
    private int failures;

    /**
     * A reflector of one server.
     *
     * @param changes what happens on the server
     * @param cache   takes the requests as they are seen
     * @param queue   takes the names of those that changed
     * @param journal takes what goes wrong
     */
    Reflector(ListWatch<CertificateSigningRequest> changes, RequestCache cache, WorkQueue queue, Journal journal) {
        this.changes = changes;
        this.cache = cache;
        this.queue = queue;
        this.journal = journal;
    }

    /** Waits until the server has been heard, and takes what it said. */
    void next() throws InterruptedException {
        while (!hears()) {
            TimeUnit.MILLISECONDS.sleep(BACKOFF.apply(++failures));
        }
        failures = 0;
    }

    private boolean hears() throws InterruptedException {
        try {
            changes.next(PATIENCE).ifPresent(this::take);
            journal.solved(SERVER);
            return true;
        } catch (IOException e) {
            journal.problem(SERVER, Program.describe(e));
            return false;
        }
    }

    private void take(ListWatch.Change<CertificateSigningRequest> change) {
        cache.take(change);
        queue.add(change.request().metadata().name());
    }
}
