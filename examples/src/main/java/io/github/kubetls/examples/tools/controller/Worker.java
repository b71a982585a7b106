package io.github.kubetls.examples.tools.controller;

import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.client.ApiException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Takes requests from the queue, one after the other, and has them handled, until the queue is closed. */
final class Worker implements Runnable {

    private final WorkQueue queue;
    private final RequestCache cache;
    private final List<RequestHandler> handlers;
    private final Journal journal;

    /**
     * A worker; several may share everything.
     *
     * @param queue    the names of the requests
     * @param cache    the requests
     * @param handlers what to do with each, in order
     * @param journal  takes what goes wrong
     */
    Worker(WorkQueue queue, RequestCache cache, List<RequestHandler> handlers, Journal journal) {
        this.queue = queue;
        this.cache = cache;
        this.handlers = handlers;
        this.journal = journal;
    }

    @Override
    public void run() {
        try {
            for (Optional<String> name = queue.take(); name.isPresent(); name = queue.take()) {
                work(name.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(String name) throws InterruptedException {
        try {
            settle(name);
            journal.solved(subject(name));
            queue.done(name);
        } catch (IOException | UnsettledException | RuntimeException e) {
            // Whatever it is that a request leads to: the others have their turn.
            tell(name, e);
            queue.retry(name);
        }
    }

    private void settle(String name) throws UnsettledException, IOException, InterruptedException {
        try {
            Optional<CertificateSigningRequest> csr = cache.find(name);
            if (csr.isPresent()) {
                handle(csr.get());
            }
        } catch (ApiException e) {
            if (!e.isConflict()) {
                throw e;
            }
            // Someone else was faster, perhaps another replica: what is left to do shows in what they left.
            Optional<CertificateSigningRequest> csr = cache.ask(name);
            if (csr.isPresent()) {
                handle(csr.get());
            }
        }
    }

    private void handle(CertificateSigningRequest csr) throws UnsettledException, IOException, InterruptedException {
        CertificateSigningRequest current = csr;
        for (RequestHandler handler : handlers) {
            current = handler.handle(current);
        }
        if (current != csr) {
            cache.take(current);
        }
    }

    private void tell(String name, Exception failure) {
        boolean isAboutRequest = !(failure instanceof IOException) || failure instanceof ApiException;
        if (!isAboutRequest) {
            journal.problem(Reflector.SERVER, Program.describe(failure));
        } else if (!(failure instanceof ApiException answer && answer.isConflict())) {
            journal.problem(subject(name), subject(name) + " failed with : " + Program.describe(failure));
        }
    }

    /** No name makes it the subject of something else. */
    private static String subject(String name) {
        return "Sync " + name;
    }
}
