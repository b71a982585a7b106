package com.example;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.github.kubetls.access.UserInfo;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** An approver and signer between two conversions: what fabric8's client reads and writes, decided and signed by the library. */
public final class Fabric8Bridge {

    // region bridge
    /** Of a client: {@code client.getKubernetesSerialization()}. */
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    /** What {@code fromMap} of the library's types takes. */
    @SuppressWarnings("unchecked") // The keys of an object are names.
    static Map<String, Object> toMap(HasMetadata theirs) {
        return SERIALIZATION.convertValue(theirs, Map.class);
    }

    /** What the client's {@code resource(…)} takes. */
    static <T extends HasMetadata> T to(Class<T> type, Manifest ours) {
        return SERIALIZATION.convertValue(ours.toMap(), type);
    }
    // endregion

    private Fabric8Bridge() {}

    public static void main(String... arguments) {
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
        RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers"));
        io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest received = received();

        // region decide
        CertificateSigningRequest csr = CertificateSigningRequest.fromMap(toMap(received));
        CertificateSigningRequest decided =
                csr.withDecision(ApprovalPolicy.kubeletClient(rbac).evaluate(csr), Instant.now());
        CertificateSigningRequest issued = CertificateSigner.of(
                        SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365))
                .sign(decided);
        var answer = to(io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest.class, issued);
        // endregion

        System.out.println(answer.getMetadata().getName() + " is "
                + answer.getStatus().getConditions().get(0).getType() + ", its certificate has "
                + Base64.getDecoder().decode(answer.getStatus().getCertificate()).length + " bytes");
    }

    /** As an informer would give it. */
    private static io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest received() {
        CertificateRequest request =
                CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair());
        UserInfo node = UserInfo.of("system:bootstrap:07401b", "system:bootstrappers");
        return new CertificateSigningRequestBuilder()
                .withNewMetadata()
                .withName("node-csr-1")
                .endMetadata()
                .withNewSpec()
                .withRequest(Base64.getEncoder().encodeToString(request.toPem().getBytes()))
                .withSignerName(SignerName.KUBE_APISERVER_CLIENT_KUBELET.value())
                .withUsages("digital signature", "client auth")
                .withUsername(node.name())
                .withGroups(node.groups())
                .endSpec()
                .build();
    }
}
