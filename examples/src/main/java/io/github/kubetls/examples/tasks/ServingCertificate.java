package io.github.kubetls.examples.tasks;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.KubeletServingPolicy;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.kubelet.CertificateTemplate;
import io.github.kubetls.kubelet.CertificateTemplate.NodeAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Approves and signs serving certificates for the names and addresses that an inventory has of each node, and no others. */
public final class ServingCertificate {

    private static final Map<String, SubjectAltNames> INVENTORY =
            Map.of("worker-1", SubjectAltNames.of("worker-1", "10.0.0.11"));

    private ServingCertificate() {}

    /**
     * Runs the task.
     *
     * @param arguments the folder for the requests as they end (default: {@code examples/target/serving-certificate})
     * @throws IOException when a file cannot be written
     */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "examples/target/serving-certificate");
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
        CertificateSigner signer = CertificateSigner.of(SignerName.KUBELET_SERVING, ca, Duration.ofDays(365));
        ApprovalPolicy policy = policy();
        for (String address : List.of("10.0.0.11", "10.0.0.1")) {
            CertificateSigningRequest csr = request("worker-1", address);
            ApprovalDecision decision = policy.evaluate(csr);
            CertificateSigningRequest decided = signer.sign(csr.withDecision(decision, Instant.now()));
            decided.write(folder.resolve("worker-1-" + address + ".yaml"));
            System.out.println("worker-1 asks for " + address + ": " + decision.verdict() + ", " + decision.message()
                    + (decided.isIssued() ? " Issued." : ""));
        }
    }

    private static ApprovalPolicy policy() {
        // region policy
        ApprovalPolicy policy = KubeletServingPolicy.builder()
                .nodeNames(node -> Optional.ofNullable(INVENTORY.get(node)))
                .maximumDuration(Duration.ofDays(365))
                .build();
        // endregion
        return policy;
    }

    /** A request as the API server stores it: made by the node, with its client certificate. */
    private static CertificateSigningRequest request(String node, String address) {
        // region request
        List<NodeAddress> addresses = List.of(new NodeAddress(NodeAddress.Type.INTERNAL_IP, address));
        CertificateTemplate template =
                CertificateTemplate.kubeletServing(node, addresses).orElseThrow();
        CertificateSigningRequest csr =
                CertificateSigningRequest.kubeletServing(template.request(KeyAlgorithm.ECDSA_P256.generateKeyPair()));
        // endregion
        return csr.requestedBy(
                UserInfo.of(UserInfo.NODE_NAME_PREFIX + node, UserInfo.NODES_GROUP, UserInfo.AUTHENTICATED_GROUP));
    }
}
