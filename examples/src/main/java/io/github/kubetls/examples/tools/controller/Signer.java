package io.github.kubetls.examples.tools.controller;

import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.IssuanceProgress;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.csr.SigningOutcome;
import io.github.kubetls.examples.tools.cli.Journal;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Signs approved requests of kubelets: the controller {@code csrsigning}, for the two signers that kubelets use. */
final class Signer implements RequestHandler {

    private static final Set<SignerName> SIGNER_NAMES =
            Set.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, SignerName.KUBELET_SERVING);

    private final CaFiles ca;
    private final Duration duration;
    private final RequestUpdates updates;
    private final Journal journal;

    Signer(CaFiles ca, Duration duration, RequestUpdates updates, Journal journal) {
        this.ca = ca;
        this.duration = duration;
        this.updates = updates;
        this.journal = journal;
    }

    @Override
    public CertificateSigningRequest handle(CertificateSigningRequest csr)
            throws UnsettledException, IOException, InterruptedException {
        boolean isApproved = IssuanceProgress.of(csr, "").state() == IssuanceProgress.State.APPROVED;
        if (!isApproved || !SIGNER_NAMES.contains(csr.signerName())) {
            return csr;
        }
        SigningOutcome outcome =
                CertificateSigner.of(csr.signerName(), ca.current(), duration).evaluate(csr);
        return switch (outcome.state()) {
            case ISSUED -> send(outcome, "issued", "error updating signature for csr");
            case FAILED -> send(outcome, "failed", "error adding failure condition for csr");
            case NOT_APPLICABLE -> csr;
            case ERROR -> throw new UnsettledException(outcome.message());
        };
    }

    private CertificateSigningRequest send(SigningOutcome outcome, String verb, String failure)
            throws UnsettledException, IOException, InterruptedException {
        CertificateSigningRequest sent = updates.send(Subresource.STATUS, outcome.request(), failure);
        String why = outcome.message().isEmpty() ? "" : ": " + outcome.message();
        journal.tell(verb + " " + sent.metadata().name() + why);
        return sent;
    }
}
