package io.github.kubetls.examples.tools.controller;

import io.github.kubetls.access.Authorizer;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.IssuanceProgress;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.examples.tools.cli.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

/**
 * Approves kubelets' requests for client certificates whose requester may have one: the controller {@code csrapproving}.
 *
 * <p>Requests for serving certificates are left to people, as Kubernetes does.
 */
final class Approver implements RequestHandler {

    private final ApprovalPolicy policy;
    private final RequestUpdates updates;
    private final Journal journal;
    private final Clock clock;

    Approver(Authorizer authorizer, RequestUpdates updates, Journal journal, Clock clock) {
        this.policy = ApprovalPolicy.kubeletClient(authorizer);
        this.updates = updates;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public CertificateSigningRequest handle(CertificateSigningRequest csr)
            throws UnsettledException, IOException, InterruptedException {
        boolean isPending = IssuanceProgress.of(csr, "").state() == IssuanceProgress.State.PENDING;
        if (!isPending || !csr.signerName().equals(SignerName.KUBE_APISERVER_CLIENT_KUBELET)) {
            return csr;
        }
        ApprovalDecision decision = decide(csr);
        if (!decision.isApproved()) {
            if (mayBeApprovedLater(decision)) {
                throw new UnsettledException(decision.message());
            }
            return csr;
        }
        CertificateSigningRequest approved = updates.send(
                Subresource.APPROVAL, csr.withDecision(decision, clock.instant()), "error updating approval for csr");
        journal.tell("approved " + csr.metadata().name() + ": " + decision.message());
        return approved;
    }

    private ApprovalDecision decide(CertificateSigningRequest csr) throws IOException, InterruptedException {
        try {
            return policy.evaluate(csr);
        } catch (UncheckedIOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw e.getCause();
        }
    }

    /** Rights can be given later; a request that is none of a kubelet remains what it is. */
    private static boolean mayBeApprovedLater(ApprovalDecision decision) {
        return decision.failures().stream().noneMatch(check -> check.rule().equals("SIGNER_RULES"));
    }
}
