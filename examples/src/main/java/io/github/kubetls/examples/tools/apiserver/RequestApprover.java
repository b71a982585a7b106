package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.IssuanceProgress;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code csrapproving}: approves kubelets' requests for client certificates.
 *
 * <p>Who may have one is looked at again when roles or bindings change, where kube-controller-manager tries from time to time.
 */
final class RequestApprover implements Controller {

    private final ComponentClient client;
    private final Store store;
    private final ApprovalPolicy policy;
    private final Clock clock;
    private final Set<ObjectKey> pending = new LinkedHashSet<>();
    private boolean rightsChanged;

    RequestApprover(ComponentClient client, Store store, ApprovalPolicy policy, Clock clock) {
        this.client = client;
        this.store = store;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public void changed(ObjectKey key, Optional<ObjectNode> object) {
        if (key.resource() == ApiResource.CERTIFICATE_SIGNING_REQUESTS) {
            pending.remove(key);
            object.ifPresent(csr -> decide(key, CertificateSigningRequest.parse(csr.toString())));
        }
        rightsChanged |= key.resource().isRbac();
    }

    private void decide(ObjectKey key, CertificateSigningRequest csr) {
        if (IssuanceProgress.of(csr, "").state() != IssuanceProgress.State.PENDING) {
            return;
        }
        // Until it is seen to be approved: the update may come too late.
        pending.add(key);
        ApprovalDecision decision = policy.evaluate(csr);
        if (decision.isApproved()) {
            client.put(key, "approval", Json.of(csr.withDecision(decision, clock.instant())));
        }
    }

    @Override
    public Instant work(Instant now) {
        if (rightsChanged) {
            rightsChanged = false;
            List.copyOf(pending).forEach(key -> changed(key, store.get(key)));
        }
        return Instant.MAX;
    }
}
