package io.github.kubetls.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubelet.CertificateRotation.Action.Reason;
import io.github.kubetls.kubelet.CertificateRotation.Action.Request;
import io.github.kubetls.kubelet.CertificateRotation.Action.Wait;
import io.github.kubetls.kubelet.CertificateTemplate.NodeAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kubelet's certificates over the years, with the signer of the control plane beside it. */
class RotationStoryTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final Duration LIFE = Duration.ofDays(10);

    @TempDir
    Path directory;

    private final Random random = new Random(14);
    private final CertificateAuthority ca = CertificateAuthority.builder("kubernetes", START)
            .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
            .build();

    /** What the control plane does with a request. */
    private String issue(CertificateSigningRequest csr, Instant now) {
        CertificateSigningRequest decided = csr.signerName().equals(SignerName.KUBELET_SERVING)
                ? csr.withCondition(Condition.approved("Test", "approved by hand"))
                : csr.withDecision(
                        ApprovalPolicy.kubeletClient((user, attributes) -> AccessDecision.allowed("may do everything"))
                                .evaluate(csr),
                        now);
        return CertificateSigner.builder(csr.signerName(), ca)
                .maximumDuration(LIFE)
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .build()
                .sign(decided)
                .certificatePem();
    }

    private KubeletCertificateStore store(String pairName, Instant now) throws Exception {
        return KubeletCertificateStore.builder(directory, pairName)
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .open();
    }

    @BeforeAll
    static void aStoreHasLinks() {
        Posix.assume();
    }

    @Test
    void aClientCertificateIsRenewedInTimeForYears() throws Exception {
        Optional<CertificateTemplate> template = Optional.of(CertificateTemplate.kubeletClient("worker-1"));
        Instant now = START;
        CertificateRotation rotation = CertificateRotation.start(
                        store(KubeletCertificateStore.CLIENT, now).load(), Optional.empty(), now)
                .state()
                .orElseThrow();
        int issued = 0;
        while (now.isBefore(START.plus(Duration.ofDays(365)))) {
            CertificateRotation.Step step = rotation.decide(template, now, random);
            rotation = step.rotation();
            if (step.action() instanceof Wait wait) {
                now = wait.until();
                assertThat(rotation.current(now))
                        .as("valid until it is renewed")
                        .isPresent();
            } else {
                Request request = (Request) step.action();
                KeyPair keyPair = KeyAlgorithm.ECDSA_P256.generateKeyPair();
                CertificateSigningRequest csr = CertificateSigningRequest.kubeletClientRotation(
                                request.template().request(keyPair))
                        .requestedBy(UserInfo.of("system:node:worker-1", "system:nodes"));
                rotation = rotation.requested(request.template());
                String key = Pem.write(keyPair.getPrivate());
                rotation = rotation.issued(store(KubeletCertificateStore.CLIENT, now)
                        .update(issue(csr, now), key)
                        .pair());
                assertThat(request.reason()).isEqualTo(issued == 0 ? Reason.FORCED : Reason.DEADLINE_PASSED);
                issued++;
            }
        }
        assertThat(issued).isBetween(365 / 9, 365 / 7 + 2);
        assertThat(store(KubeletCertificateStore.CLIENT, now).load().usable()).isEqualTo(rotation.current(now));
    }

    @Test
    void aServingCertificateFollowsTheNodesAddresses() throws Exception {
        NodeAddress name = NodeAddress.of(NodeAddress.Type.HOSTNAME, "worker-1");
        NodeAddress one = NodeAddress.of(NodeAddress.Type.INTERNAL_IP, "10.0.0.9");
        NodeAddress two = NodeAddress.of(NodeAddress.Type.EXTERNAL_IP, "192.0.2.9");
        CertificateRotation rotation = CertificateRotation.start(
                        store(KubeletCertificateStore.SERVER, START).load(), Optional.empty(), START)
                .state()
                .orElseThrow();
        assertThat(rotation.decide(CertificateTemplate.kubeletServing("worker-1", List.of(name)), START, random)
                        .action())
                .isInstanceOf(CertificateRotation.Action.NothingToRequest.class);

        rotation = serve(rotation, List.of(name, one));
        assertThat(rotation.isInterruptedBy(CertificateTemplate.kubeletServing("worker-1", List.of(name, one))))
                .isFalse();
        assertThat(rotation.isInterruptedBy(CertificateTemplate.kubeletServing("worker-1", List.of(name, one, two))))
                .isTrue();
        rotation = serve(rotation, List.of(name, one, two));
        assertThat(rotation.isInterruptedBy(CertificateTemplate.kubeletServing("worker-1", List.of(name, one))))
                .isFalse();
        X509Certificate certificate = rotation.current(START).orElseThrow().certificate();
        assertThat(DistinguishedName.ofSubject(certificate))
                .isEqualTo(DistinguishedName.of("system:node:worker-1", "system:nodes"));
        assertThat(SubjectAltNames.of(certificate)).isEqualTo(SubjectAltNames.of("worker-1", "10.0.0.9", "192.0.2.9"));
    }

    private CertificateRotation serve(CertificateRotation rotation, List<NodeAddress> addresses) throws Exception {
        Request request =
                (Request) rotation.decide(CertificateTemplate.kubeletServing("worker-1", addresses), START, random)
                        .action();
        KeyPair keyPair = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateSigningRequest csr = CertificateSigningRequest.kubeletServing(
                        request.template().request(keyPair))
                .requestedBy(UserInfo.of("system:node:worker-1", "system:nodes"));
        return rotation.requested(request.template())
                .issued(store(KubeletCertificateStore.SERVER, START)
                        .update(issue(csr, START), Pem.write(keyPair.getPrivate()))
                        .pair());
    }
}
