package io.github.kubetls.examples.tools.node;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.IssuanceProgress;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.examples.tools.client.ApiException;
import io.github.kubetls.examples.tools.client.CertificateSigningRequests;
import io.github.kubetls.examples.tools.client.ListWatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The requester's side of a CertificateSigningRequest: it is created, or found, and waited for. */
final class Requester {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ApiClient client;
    private final CertificateSigningRequests requests;
    private final ServerRelease release;
    private final Journal journal;

    Requester(ApiClient client, NodeContext context) {
        this.client = client;
        this.requests = new CertificateSigningRequests(client);
        this.release = context.release();
        this.journal = context.journal();
    }

    /** Makes the object of a request, as the kubelet of a release does. */
    interface ObjectMaker {
        CertificateSigningRequest make(CertificateRequest request, KubernetesRelease release);
    }

    /** Whether the same request will be answered in the same way again: by an API server, not by what stands before it. */
    static boolean isRefusal(ApiException answer) {
        int status = answer.httpStatus();
        return status == 401 || answer.isApiStatus() && status / 100 == 4 && status != 429;
    }

    /**
     * Creates a request, or finds the one of its name that was created before.
     *
     * @param request the PKCS#10 request
     * @param object  makes the object of it
     * @return the object as it is on the server
     * @throws NotIssuedException when the one that is there is for something else
     */
    CertificateSigningRequest create(CertificateRequest request, ObjectMaker object)
            throws IOException, InterruptedException {
        KubernetesRelease asked = release.ask(client);
        CertificateSigningRequest wanted = object.make(request, asked);
        try {
            CertificateSigningRequest created = requests.create(wanted);
            journal.tell("Created csr " + created.metadata().name() + " for signer " + created.signerName());
            return created;
        } catch (ApiException e) {
            if (!e.isAlreadyExists() || wanted.metadata().name().isEmpty()) {
                throw e;
            }
        }
        journal.tell("csr for this node already exists, reusing");
        CertificateSigningRequest stored = stored(wanted.metadata().name());
        requireCompatible(stored, wanted, asked);
        journal.tell("csr for this node is still valid");
        return stored;
    }

    private CertificateSigningRequest stored(String name) throws IOException, InterruptedException {
        try {
            return requests.get(name);
        } catch (ApiException e) {
            if (e.isNotFound()) {
                throw new IOException("csr \"" + name + "\" was there, and is not there any more", e);
            }
            throw e;
        }
    }

    private void requireCompatible(
            CertificateSigningRequest stored, CertificateSigningRequest wanted, KubernetesRelease asked)
            throws NotIssuedException {
        for (Finding finding : IssuanceProgress.findingsOfReuse(stored, wanted, Instant.now(), asked)) {
            if (finding.severity() == Finding.Severity.ERROR) {
                throw new NotIssuedException("retrieved csr is not compatible: " + finding.message());
            }
            journal.warn(finding.message() + "; it is taken all the same, as a kubelet does");
        }
    }

    /**
     * Waits until a request is issued.
     *
     * @param created   the object as it was created or found
     * @param countdown how long
     * @return the object with its certificate
     * @throws NotIssuedException when it is denied, failed, deleted or replaced, or there is nothing in time
     */
    CertificateSigningRequest await(CertificateSigningRequest created, Countdown countdown)
            throws NotIssuedException, InterruptedException {
        String uid = created.metadata().uid();
        ListWatch.Change<CertificateSigningRequest> change = new ListWatch.Change<>(created, false);
        try (ListWatch<CertificateSigningRequest> changes = requests.watch(created)) {
            while (!isIssued(change, uid)) {
                change = next(changes, countdown);
            }
        }
        return change.request();
    }

    private ListWatch.Change<CertificateSigningRequest> next(
            ListWatch<CertificateSigningRequest> changes, Countdown countdown)
            throws NotIssuedException, InterruptedException {
        while (!countdown.isOver()) {
            try {
                Optional<ListWatch.Change<CertificateSigningRequest>> change = changes.next(countdown.atMost(PATIENCE));
                if (change.isPresent()) {
                    return change.get();
                }
            } catch (IOException e) {
                journal.warn(
                        "cannot watch on the certificate signing request: " + Program.describe(e) + "; trying again");
                TimeUnit.SECONDS.sleep(1);
            }
        }
        throw new NotIssuedException("timed out waiting for the condition: the request is neither issued nor denied");
    }

    private boolean isIssued(ListWatch.Change<CertificateSigningRequest> change, String uid) throws NotIssuedException {
        CertificateSigningRequest csr = change.request();
        String name = csr.metadata().name();
        IssuanceProgress progress = change.isDeleted() ? IssuanceProgress.deleted(name) : IssuanceProgress.of(csr, uid);
        if (progress.isOver() && progress.state() != IssuanceProgress.State.ISSUED) {
            throw new NotIssuedException("cannot watch on the certificate signing request: " + progress.message());
        }
        journal.tell(
                "csr " + name + " is " + Condition.summary(csr.conditions(), csr.isIssued()) + hint(csr, progress));
        return progress.isOver();
    }

    private static String hint(CertificateSigningRequest csr, IssuanceProgress progress) {
        boolean neverByItself = csr.signerName().equals(SignerName.KUBELET_SERVING)
                && progress.state() == IssuanceProgress.State.PENDING;
        return neverByItself
                ? ": Kubernetes never approves these by itself; kubectl certificate approve "
                        + csr.metadata().name()
                : "";
    }
}
