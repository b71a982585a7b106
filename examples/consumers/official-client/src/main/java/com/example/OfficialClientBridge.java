package com.example;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1CertificateSigningRequest;
import io.kubernetes.client.openapi.models.V1CertificateSigningRequestSpec;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** An approver and signer between two conversions: what the official client reads and writes, decided and signed by the library. */
public final class OfficialClientBridge {

    // region bridge
    static {
        // Makes the client's Gson, which writes bytes as base64 and times as Kubernetes does.
        new JSON();
    }

    /** What {@code parse} of the library's types takes. */
    static String toJson(KubernetesObject theirs) {
        return JSON.serialize(theirs);
    }

    /** What the client's APIs take. */
    static <T extends KubernetesObject> T to(Class<T> type, Manifest ours) {
        return JSON.deserialize(ours.toJson(), type);
    }
    // endregion

    private OfficialClientBridge() {}

    public static void main(String... arguments) {
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
        RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers"));
        V1CertificateSigningRequest received = received();

        // region decide
        CertificateSigningRequest csr = CertificateSigningRequest.parse(toJson(received));
        CertificateSigningRequest decided =
                csr.withDecision(ApprovalPolicy.kubeletClient(rbac).evaluate(csr), Instant.now());
        CertificateSigningRequest issued = CertificateSigner.of(
                        SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365))
                .sign(decided);
        V1CertificateSigningRequest answer = to(V1CertificateSigningRequest.class, issued);
        // endregion

        System.out.println(answer.getMetadata().getName() + " is "
                + answer.getStatus().getConditions().get(0).getType() + ", its certificate has "
                + answer.getStatus().getCertificate().length + " bytes");
    }

    /** As an informer would give it. */
    private static V1CertificateSigningRequest received() {
        CertificateRequest request =
                CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair());
        return new V1CertificateSigningRequest()
                .apiVersion("certificates.k8s.io/v1")
                .kind("CertificateSigningRequest")
                .metadata(new V1ObjectMeta().name("node-csr-1"))
                .spec(new V1CertificateSigningRequestSpec()
                        .request(request.toPem().getBytes(StandardCharsets.US_ASCII))
                        .signerName(SignerName.KUBE_APISERVER_CLIENT_KUBELET.value())
                        .addUsagesItem("digital signature")
                        .addUsagesItem("client auth")
                        .username("system:bootstrap:07401b")
                        .addGroupsItem("system:bootstrappers"));
    }
}
