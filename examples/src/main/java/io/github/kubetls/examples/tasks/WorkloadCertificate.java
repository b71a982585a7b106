package io.github.kubetls.examples.tasks;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateContent;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodCertificateRotation;
import io.github.kubetls.podcertificate.PodCertificateSigner;
import io.github.kubetls.podcertificate.PodCertificateSource;
import io.github.kubetls.podcertificate.PodIdentity;
import io.github.kubetls.podcertificate.PodKeyType;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Gets certificates for two pods, as their kubelets do from a signer of one's own, and lets one connect to the other. */
public final class WorkloadCertificate {

    private static final PodCertificateSource SOURCE = PodCertificateSource.builder(
                    SignerName.of("ca.orders.example/workload"), PodKeyType.ECDSA_P256)
            .credentialBundlePath("bundle.pem")
            .build();

    private WorkloadCertificate() {}

    /**
     * Runs the task.
     *
     * @param arguments the folder for the volumes of the pods (default: {@code examples/target/workload-certificate})
     * @throws IOException when a file cannot be written, or the connection fails
     */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "examples/target/workload-certificate");
        // region signer
        CertificateAuthority ca = CertificateAuthority.generate("orders", KeyAlgorithm.ECDSA_P256, Instant.now());
        PodCertificateSigner signer =
                PodCertificateSigner.of(SOURCE.signerName(), ca, WorkloadCertificate::contentForAccount);
        // endregion

        CertificateAndKey server = obtain("api", signer, folder.resolve("api"));
        CertificateAndKey client = obtain("web", signer, folder.resolve("web"));
        List<X509Certificate> peer = LoopbackTls.connect(
                server, ca.certificate(), LoopbackTls.context(client, ca.certificate()), "api.orders.svc");
        System.out.println(
                "api was called by " + SubjectAltNames.of(peer.get(0)).uris().get(0));
    }

    // region content
    /** The signer's rule: who a pod is, is its service account. */
    private static PodCertificateSigner.Answer contentForAccount(PodCertificateRequest request) {
        String account = request.pod().serviceAccountName();
        SubjectAltNames names = SubjectAltNames.builder()
                .dnsNames(account + "." + request.pod().namespace() + ".svc")
                .uris("spiffe://orders.example/ns/" + request.pod().namespace() + "/sa/" + account)
                .build();
        return PodCertificateSigner.Answer.certify(CertificateContent.of(
                DistinguishedName.empty(),
                names,
                KeyUsage.DIGITAL_SIGNATURE,
                KeyUsage.SERVER_AUTH,
                KeyUsage.CLIENT_AUTH));
    }
    // endregion

    /** The kubelet's side, without the API server between it and the signer. */
    private static CertificateAndKey obtain(String account, PodCertificateSigner signer, Path volume)
            throws IOException {
        SecureRandom random = new SecureRandom();
        Instant now = Instant.now();
        PodIdentity pod = PodIdentity.builder("orders", account + "-0")
                .podUid("uid-of-the-pod")
                .serviceAccount(account, "uid-of-the-account")
                .node("worker-1", "uid-of-the-node")
                .build();
        KeyPair keyPair = SOURCE.keyType().generateKeyPair();
        // The API server generates the name.
        PodCertificateRequest created =
                SOURCE.request(pod, keyPair).toBuilder().name("req-" + account).build();
        PodCertificateRotation waiting =
                PodCertificateRotation.start().requested(created, keyPair.getPrivate(), now, random);

        // region answer
        PodCertificateRequest answered = signer.sign(created);
        PodCertificateRotation.Step step = waiting.decide(Optional.of(answered), now, random);
        if (!(step.action() instanceof PodCertificateRotation.Action.Publish publish)) {
            throw new IllegalStateException(account + " gets no certificate: " + step.action());
        }
        SOURCE.write(volume, publish.pair());
        // endregion
        System.out.println(account + " is certified; its certificate is refreshed from "
                + answered.beginRefreshAt().orElseThrow() + " on");
        return CertificateAndKey.read(volume.resolve(SOURCE.credentialBundlePath()));
    }
}
