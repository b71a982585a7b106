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
        if (outcome instanceof SigningOutcome.Issued issued) {
            CertificateSigningRequest sent =
                    updates.send(Subresource.STATUS, issued.csr(), "error updating signature for csr");
            journal.tell("issued " + sent.metadata().name());
            return sent;
        }
        if (outcome instanceof SigningOutcome.Failed failed) {
            CertificateSigningRequest sent =
                    updates.send(Subresource.STATUS, failed.csr(), "error adding failure condition for csr");
            journal.tell("failed " + sent.metadata().name() + ": " + failed.message());
            return sent;
        }
        if (outcome instanceof SigningOutcome.Error error) {
            throw new UnsettledException(error.message());
        }
        return csr;
    }
}
