package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.csr.SigningOutcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code csrsigning}: issues certificates for approved requests, for each of Kubernetes' own signers. */
final class RequestSigner implements Controller {

    private static final List<SignerName> NAMES = List.of(
            SignerName.KUBE_APISERVER_CLIENT_KUBELET,
            SignerName.KUBELET_SERVING,
            SignerName.KUBE_APISERVER_CLIENT,
            SignerName.LEGACY_UNKNOWN);

    private final ComponentClient client;
    private final Map<SignerName, CertificateSigner> signers;
    private final PrintWriter problems;

    /** Makes a signer for each name. */
    RequestSigner(ComponentClient client, Function<SignerName, CertificateSigner> signers, PrintWriter problems) {
        this.client = client;
        this.signers = NAMES.stream().collect(Collectors.toMap(name -> name, signers));
        this.problems = problems;
    }

    @Override
    public void changed(ObjectKey key, Optional<ObjectNode> object) {
        if (key.resource() != ApiResource.CERTIFICATE_SIGNING_REQUESTS || object.isEmpty()) {
            return;
        }
        CertificateSigningRequest csr =
                CertificateSigningRequest.parse(object.get().toString());
        CertificateSigner signer = signers.get(csr.signerName());
        if (signer == null) {
            return;
        }
        SigningOutcome outcome = signer.evaluate(csr);
        if (outcome instanceof SigningOutcome.Error error) {
            problems.println(error.message());
        } else if (!(outcome instanceof SigningOutcome.NotApplicable)) {
            client.put(key, "status", Json.of(outcome.csr()));
        }
    }
}
