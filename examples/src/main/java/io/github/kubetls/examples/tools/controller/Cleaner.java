package io.github.kubetls.examples.tools.controller;

import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.RequestCleaner;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.client.ApiException;
import io.github.kubetls.examples.tools.client.CertificateSigningRequests;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;

/** Deletes requests that nobody needs any more: the controller {@code csrcleaner}. */
final class Cleaner {

    private final CertificateSigningRequests requests;
    private final Journal journal;
    private final Clock clock;

    Cleaner(CertificateSigningRequests requests, Journal journal, Clock clock) {
        this.requests = requests;
        this.journal = journal;
        this.clock = clock;
    }

    /** Looks at requests, each as it was last seen, until the thread is interrupted. */
    void clean(Collection<CertificateSigningRequest> all) {
        try {
            for (CertificateSigningRequest csr : all) {
                clean(csr);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void clean(CertificateSigningRequest csr) throws InterruptedException {
        String subject =
                "Error while attempting to clean CSR \"" + csr.metadata().name() + "\"";
        try {
            RequestCleaner.Decision decision = RequestCleaner.decide(csr, clock.instant());
            if (decision instanceof RequestCleaner.Decision.Delete deletion) {
                delete(csr, deletion.reason());
            } else if (decision instanceof RequestCleaner.Decision.Error error) {
                throw new IOException(error.message());
            }
            journal.solved(subject);
        } catch (IOException | RuntimeException e) {
            // Whatever it is that a request leads to: the others have their turn.
            journal.problem(subject, subject + ": " + Program.describe(e));
        }
    }

    private void delete(CertificateSigningRequest csr, String reason) throws IOException, InterruptedException {
        try {
            requests.delete(csr);
            journal.tell("deleted " + csr.metadata().name() + ": " + reason);
        } catch (ApiException e) {
            // Gone, or changed since it was seen: the next round looks at it again.
            if (!e.isNotFound() && !e.isConflict()) {
                throw e;
            }
        }
    }
}
