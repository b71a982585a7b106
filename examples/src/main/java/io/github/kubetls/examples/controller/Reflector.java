package io.github.kubetls.examples.controller;

import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.cli.Program;
import io.github.kubetls.examples.client.ListWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Keeps a copy of the requests of a server, and queues each that changes; it never gives up on a server. */
final class Reflector {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** That of client-go for lists and watches. */
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(800), Duration.ofSeconds(30));

    private final ListWatch changes;
    private final Map<String, CertificateSigningRequest> seen;
    private final WorkQueue queue;
    private final Journal journal;
    private int failures;

    /**
     * A reflector of one server.
     *
     * @param changes what happens on the server
     * @param seen    takes the requests by name, as they were last seen
     * @param queue   takes the names of those that changed
     * @param journal takes what goes wrong
     */
    Reflector(ListWatch changes, Map<String, CertificateSigningRequest> seen, WorkQueue queue, Journal journal) {
        this.changes = changes;
        this.seen = seen;
        this.queue = queue;
        this.journal = journal;
    }

    /** Waits until the server has been heard, and takes what it said. */
    void next() throws InterruptedException {
        while (!hears()) {
            TimeUnit.MILLISECONDS.sleep(BACKOFF.delay(failures++).toMillis());
        }
        failures = 0;
    }

    private boolean hears() throws InterruptedException {
        try {
            changes.next(PATIENCE).ifPresent(this::take);
            journal.solved(Journal.SERVER);
            return true;
        } catch (IOException e) {
            journal.problem(Journal.SERVER, Program.describe(e));
            return false;
        }
    }

    private void take(ListWatch.Change change) {
        String name = change.request().metadata().name();
        if (change.isDeleted()) {
            seen.remove(name);
        } else {
            seen.put(name, change.request());
        }
        queue.add(name);
    }
}
