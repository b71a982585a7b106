package io.github.kubetls.examples.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigningRequest;
import java.time.Clock;
import java.util.Optional;

/** {@code csrapproving}: approves kubelets' requests for client certificates. */
final class RequestApprover implements Controller {

    private final ComponentClient client;
    private final ApprovalPolicy policy;
    private final Clock clock;

    RequestApprover(ComponentClient client, ApprovalPolicy policy, Clock clock) {
        this.client = client;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public void changed(ObjectKey key, Optional<ObjectNode> object) {
        if (key.resource() != ApiResource.CERTIFICATE_SIGNING_REQUESTS || object.isEmpty()) {
            return;
        }
        CertificateSigningRequest csr =
                CertificateSigningRequest.parse(object.get().toString());
        ApprovalDecision decision = policy.evaluate(csr);
        if (decision.isApproved()) {
            client.put(key, "approval", Json.of(csr.withDecision(decision, clock.instant())));
        }
    }
}
