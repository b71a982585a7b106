package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.examples.tools.client.ListWatch;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller in processes of its own, beside a control plane that neither approves nor signs. */
class CertificateControllerTest {

    private ControllerTestbed cluster;

    @BeforeEach
    void prepareCluster(@TempDir Path folder) {
        cluster = new ControllerTestbed(folder);
    }

    @AfterEach
    void stopProcesses() {
        cluster.close();
    }

    @Test
    void approvesInOneProcessAndSignsInAnother() throws Exception {
        cluster.startControlPlane("--ca", "ecdsa");
        ExampleProcess approver = cluster.startController("admin.conf", "--approve-only");
        CertificateSigningRequest request = cluster.create(1).get(0);
        CertificateSigningRequest approved = cluster.await(request, CertificateSigningRequest::isApproved);
        assertThat(approved.isIssued()).isFalse();
        assertThat(approved.condition(Condition.APPROVED).map(Condition::reason))
                .contains("AutoApproved");

        ExampleProcess signer = cluster.startControllerWithCa("--sign-only", "--duration", "2h");
        X509Certificate certificate = cluster.certificate(cluster.await(request, CertificateSigningRequest::isIssued));
        Duration validity = Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        assertThat(validity).as("and five minutes for slow clocks").isEqualTo(Duration.ofMinutes(125));

        String name = request.metadata().name();
        assertThat(approver.awaitOutput("approved " + name).terminate()).isZero();
        assertThat(signer.awaitOutput("issued " + name).terminate()).isZero();
        assertThat(approver.output()).contains("ready").doesNotContain("issued");
        assertThat(signer.output()).contains("ready").doesNotContain("approved");
        assertThat(approver.errors() + signer.errors()).isEmpty();
    }

    @Test
    @Tag("slow")
    void leavesServingCertificatesToPeopleAndSignsWhatTheyApprove() throws Exception {
        cluster.startControlPlane();
        cluster.startControllerWithCa();
        CertificateRequest wanted = CertificateRequest.kubeletServing(
                "worker-1", SubjectAltNames.of("worker-1"), KeyAlgorithm.ECDSA_P256.generateKeyPair());
        CertificateSigningRequest serving = cluster.requests().create(CertificateSigningRequest.kubeletServing(wanted));
        cluster.await(cluster.create(1), CertificateSigningRequest::isIssued);
        CertificateSigningRequest pending =
                cluster.requests().get(serving.metadata().name());
        assertThat(pending.conditions()).isEmpty();

        approve(pending);
        X509Certificate certificate = cluster.certificate(cluster.await(serving, CertificateSigningRequest::isIssued));
        assertThat(certificate.getPublicKey()).isEqualTo(wanted.publicKey());
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    @Tag("slow")
    void failsWhatPeopleApprovedAgainstTheRulesOfTheSigner() throws Exception {
        cluster.startControlPlane();
        cluster.startControllerWithCa();
        CertificateRequest wanted =
                CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair());
        CertificateSigningRequest bad = CertificateSigningRequest.builder(
                        SignerName.KUBE_APISERVER_CLIENT_KUBELET, wanted)
                .name("bad")
                .usages(KeyUsage.SERVER_AUTH)
                .build();
        approve(cluster.requests().create(bad));
        CertificateSigningRequest failed = cluster.await(bad, CertificateSigningRequest::isFailed);
        assertThat(failed.isIssued()).isFalse();
        Condition condition = failed.condition(Condition.FAILED).orElseThrow();
        assertThat(condition.reason()).isEqualTo("SignerValidationFailure");
        assertThat(condition.message())
                .isEqualTo("usages did not match [client auth digital signature key encipherment]");
    }

    @Test
    @Tag("slow")
    void saysOnceWhichRightIsMissing() throws Exception {
        cluster.startControlPlane();
        ExampleProcess controller = cluster.startController("bootstrap-kubelet.conf", "--approve-only");
        String name = cluster.create(1).get(0).metadata().name();
        controller.awaitErrors(
                "Sync " + name + " failed with : subjectaccessreviews.authorization.k8s.io is forbidden");
        assertThat(controller.terminate()).isZero();
        assertThat(controller.errors().lines())
                .singleElement()
                .asString()
                .contains("cannot create resource \"subjectaccessreviews\" in API group \"authorization.k8s.io\"");
    }

    @Test
    @Tag("slow")
    void deletesWhatNobodyNeedsAnyMoreNowAndThen() throws Exception {
        cluster.startControlPlane();
        List<CertificateSigningRequest> requests = cluster.create(3);
        Instant now = Instant.now();
        Instant longAgo = now.minus(Duration.ofHours(2));
        deny(requests.get(0), longAgo);
        deny(requests.get(1), now);
        try (ListWatch<CertificateSigningRequest> changes = cluster.requests().watch()) {
            cluster.startControllerWithCa("--sign-only", "--clean", "--clean-interval", "200ms");
            assertSameObject(
                    ControllerTestbed.next(changes, ListWatch.Change<CertificateSigningRequest>::isDeleted),
                    requests.get(0));
            deny(requests.get(2), longAgo);
            assertSameObject(
                    ControllerTestbed.next(changes, ListWatch.Change<CertificateSigningRequest>::isDeleted),
                    requests.get(2));
        }
        CertificateSigningRequest young =
                cluster.requests().get(requests.get(1).metadata().name());
        assertThat(young.isDenied()).isTrue();
    }

    private static void assertSameObject(CertificateSigningRequest csr, CertificateSigningRequest expected) {
        assertThat(csr.metadata().uid()).isEqualTo(expected.metadata().uid());
    }

    private void deny(CertificateSigningRequest csr, Instant time) throws Exception {
        decide(csr, ApprovalDecision.denied("Test", "not wanted"), time);
    }

    private void approve(CertificateSigningRequest csr) throws Exception {
        decide(csr, ApprovalDecision.approved("Test", "looked at by hand"), Instant.now());
    }

    private void decide(CertificateSigningRequest csr, ApprovalDecision decision, Instant time) throws Exception {
        cluster.requests().update(Subresource.APPROVAL, csr.withDecision(decision, time));
    }
}
