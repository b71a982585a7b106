package io.github.kubetls.examples.tools.controller;

import io.github.kubetls.certificate.CertificateContent;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.client.ApiException;
import io.github.kubetls.examples.tools.client.ListWatch;
import io.github.kubetls.examples.tools.client.PodCertificateRequests;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodCertificateSigner;
import io.github.kubetls.podcertificate.PodSigningOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Answers the PodCertificateRequests for one signer, one after the other: certificates name the service account of the pod, as
 * {@code spiffe://DOMAIN/ns/NAMESPACE/sa/NAME} with the domain of the signer's name.
 */
final class PodSigner implements Runnable {

    private static final String SERVER = "the PodCertificateRequests of the API server";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SignerName signerName;
    private final CaFiles ca;
    private final Duration duration;
    private final PodCertificateRequests requests;
    private final Journal journal;
    private final Map<String, PodCertificateRequest> open = new LinkedHashMap<>();
    private long retryAt = System.nanoTime() + PATIENCE.toNanos();

    PodSigner(SignerName signerName, CaFiles ca, Duration duration, PodCertificateRequests requests, Journal journal) {
        this.signerName = signerName;
        this.ca = ca;
        this.duration = duration;
        this.requests = requests;
        this.journal = journal;
    }

    @Override
    public void run() {
        try (ListWatch<PodCertificateRequest> changes = requests.watch(signerName)) {
            while (true) {
                follow(changes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers the next request, and from time to time once more those that could not be answered before. */
    private void follow(ListWatch<PodCertificateRequest> changes) throws InterruptedException {
        if (System.nanoTime() - retryAt >= 0) {
            for (PodCertificateRequest request : List.copyOf(open.values())) {
                answer(request);
            }
            retryAt = System.nanoTime() + PATIENCE.toNanos();
        }
        Optional<ListWatch.Change<PodCertificateRequest>> change;
        try {
            change = changes.next(PATIENCE);
            journal.solved(SERVER);
        } catch (IOException | RuntimeException e) {
            journal.problem(SERVER, SERVER + ": " + Program.describe(e));
            TimeUnit.SECONDS.sleep(1);
            return;
        }
        if (change.isPresent()) {
            take(change.get());
        }
    }

    private void take(ListWatch.Change<PodCertificateRequest> change) throws InterruptedException {
        PodCertificateRequest request = change.request();
        if (change.isDeleted() || request.outcome().isPresent()) {
            open.remove(name(request));
        } else {
            open.put(name(request), request);
            answer(request);
        }
    }

    private static String name(PodCertificateRequest request) {
        return request.metadata().namespace() + "/" + request.metadata().name();
    }

    private void answer(PodCertificateRequest request) throws InterruptedException {
        String subject = "PodCertificateRequest " + name(request);
        try {
            PodSigningOutcome outcome = PodCertificateSigner.builder(signerName, ca.current(), PodSigner::content)
                    .maximumDuration(duration)
                    .build()
                    .evaluate(request);
            if (outcome instanceof PodSigningOutcome.Error error) {
                throw new UnsettledException(error.message());
            }
            if (!(outcome instanceof PodSigningOutcome.NotApplicable)) {
                requests.updateStatus(outcome.request());
                journal.tell(told(outcome) + " " + name(request));
            }
            open.remove(name(request));
            journal.solved(subject);
        } catch (ApiException e) {
            // Changed or gone since it was seen: the watch tells.
            if (!e.isConflict() && !e.isNotFound()) {
                journal.problem(subject, subject + ": " + Program.describe(e));
            }
        } catch (IOException | UnsettledException | RuntimeException e) {
            // Whatever it is that a request leads to: the others have their turn.
            journal.problem(subject, subject + ": " + Program.describe(e));
        }
    }

    private static String told(PodSigningOutcome outcome) {
        if (outcome instanceof PodSigningOutcome.Issued) {
            return "issued";
        }
        return outcome instanceof PodSigningOutcome.Denied ? "denied" : "failed";
    }

    private static PodCertificateSigner.Answer content(PodCertificateRequest request) {
        String account = "spiffe://" + request.signerName().domain() + "/ns/"
                + request.pod().namespace() + "/sa/" + request.pod().serviceAccountName();
        return PodCertificateSigner.Answer.certify(CertificateContent.of(
                DistinguishedName.empty(),
                SubjectAltNames.builder().uris(account).build(),
                KeyUsage.DIGITAL_SIGNATURE,
                KeyUsage.SERVER_AUTH,
                KeyUsage.CLIENT_AUTH));
    }
}
