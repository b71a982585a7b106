package io.github.kubetls.examples.tasks;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.kubelet.CertificateRotation;
import io.github.kubetls.kubelet.CertificateTemplate;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Renews a certificate that is in its last tenth, by the rules of the kubelet; a control plane in memory issues the new one. */
public final class RotateCertificate {

    private static final Duration YEAR = Duration.ofDays(365);

    private RotateCertificate() {}

    /**
     * Runs the task.
     *
     * @param arguments the folder for the certificates (default: {@code examples/target/rotate-certificate})
     * @throws IOException when a file cannot be written
     */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "examples/target/rotate-certificate");
        Instant now = Instant.now();
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, now);
        Instant lastYear = now.minus(Duration.ofDays(330));
        KubeletCertificateStore.builder(folder, KubeletCertificateStore.CLIENT)
                .clock(Clock.fixed(lastYear, ZoneOffset.UTC))
                .open()
                .update(ca.issuing("system:node:worker-1", lastYear)
                        .organizations(UserInfo.NODES_GROUP)
                        .usages(KeyUsage.CLIENT_AUTH)
                        .validity(YEAR)
                        .build());
        KubeletCertificateStore store = KubeletCertificateStore.open(folder, KubeletCertificateStore.CLIENT);

        Optional<CertificateTemplate> template = Optional.of(CertificateTemplate.kubeletClient("worker-1"));
        RandomGenerator random = RandomGenerator.getDefault();
        // region rotate
        CertificateRotation rotation = CertificateRotation.start(store.current(), Optional.empty(), now)
                .state()
                .orElseThrow();
        CertificateRotation.Step step = rotation.decide(template, now, random);
        if (step.action() instanceof CertificateRotation.Action.Request request) {
            System.out.println("Requesting a certificate: " + request.detail());
            KeyPair keyPair = KeyAlgorithm.ECDSA_P256.generateKeyPair();
            CertificateSigningRequest csr = CertificateSigningRequest.kubeletClientRotation(
                    request.template().request(keyPair));
            CertificateAndKey pair = CertificateAndKey.of(issue(csr, ca, now).certificates(), keyPair.getPrivate());
            System.out.println("Stored it in " + store.update(pair).file());
            step = step.rotation().issued(pair).decide(template, now, random);
        }
        if (step.action() instanceof CertificateRotation.Action.Wait wait) {
            System.out.println("The next one is due at " + wait.until());
        }
        // endregion
    }

    /** What the controller manager does with the request. */
    private static CertificateSigningRequest issue(
            CertificateSigningRequest csr, CertificateAuthority ca, Instant now) {
        ApprovalDecision approved = ApprovalDecision.approved("Example", "the node renews its own certificate");
        return CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, YEAR)
                .sign(csr.withDecision(approved, now));
    }
}
