package io.github.kubetls.examples.tasks;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Approves and signs in an approver of one's own: nodes of an inventory get what Kubernetes would give them, others nothing. */
public final class ApproveAndSign {

    private static final UserInfo REQUESTER =
            UserInfo.of("system:bootstrap:07401b", UserInfo.BOOTSTRAPPERS_GROUP, UserInfo.AUTHENTICATED_GROUP);

    private ApproveAndSign() {}

    /**
     * Runs the task.
     *
     * @param arguments the folder for the requests as they end (default: {@code examples/target/approve-and-sign})
     * @throws IOException when a file cannot be written
     */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "examples/target/approve-and-sign");
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
        CertificateSigner signer =
                CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365));
        ApprovalPolicy policy = inventory(Set.of("system:node:worker-1"));
        for (String node : new String[] {"worker-1", "stranger"}) {
            CertificateSigningRequest csr = request(node);
            ApprovalDecision decision = policy.evaluate(csr);
            CertificateSigningRequest decided = signer.sign(csr.withDecision(decision, Instant.now()));
            System.out.println(node + ": " + decision.verdict() + ", " + decision.message()
                    + (decided.isIssued() ? "; issued" : "; not issued"));
            decided.write(folder.resolve(node + ".yaml"));
        }
    }

    // region policy
    /** The rules of Kubernetes, and one more. */
    private static ApprovalPolicy inventory(Set<String> nodes) {
        ApprovalPolicy kubernetes =
                ApprovalPolicy.kubeletClient(RbacAuthorizer.of(BootstrapPolicy.objects(UserInfo.BOOTSTRAPPERS_GROUP)));
        return csr -> {
            String name = csr.request().subject().commonName();
            return nodes.contains(name)
                    ? kubernetes.evaluate(csr)
                    : ApprovalDecision.denied("UnknownNode", name + " is not in the inventory");
        };
    }
    // endregion

    /** A request as the API server stores it: with the user who made it. */
    private static CertificateSigningRequest request(String node) {
        CertificateRequest request = CertificateRequest.kubeletClient(node, KeyAlgorithm.ECDSA_P256.generateKeyPair());
        return CertificateSigningRequest.kubeletClient(request).requestedBy(REQUESTER);
    }
}
