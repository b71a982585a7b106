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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        X509Certificate certificate = certificate(cluster.await(request, CertificateSigningRequest::isIssued));
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
        X509Certificate certificate = certificate(cluster.await(serving, CertificateSigningRequest::isIssued));
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
    void issuesNothingTwiceInTwoReplicas() throws Exception {
        cluster.startControlPlane("--ca", "ecdsa");
        cluster.startControllerWithCa().awaitOutput("ready");
        cluster.startControllerWithCa().awaitOutput("ready");
        assertIssuedOnce(cluster.create(50));
    }

    @Test
    @Tag("slow")
    void finishesWhatAReplicaLeavesThatIsKilled() throws Exception {
        cluster.startControlPlane("--ca", "rsa");
        ExampleProcess victim = cluster.startControllerWithCa().awaitOutput("ready");
        List<CertificateSigningRequest> requests = new ArrayList<>(cluster.create(1));
        victim.awaitOutput("issued");
        cluster.startControllerWithCa().awaitOutput("ready");
        requests.addAll(cluster.create(25));
        victim.kill();
        requests.addAll(cluster.create(10));
        assertIssuedOnce(requests);
    }

    @Test
    @Tag("slow")
    void issuesNothingTwiceWhenTheServerKeepsFailing() throws Exception {
        ExampleProcess server = cluster.startControlPlane("--ca", "rsa");
        List<CertificateSigningRequest> requests = cluster.create(10);
        server.terminate();
        cluster.startControlPlane("--faults", "drop=3,error=5,throttle=7");
        cluster.startControllerWithCa();
        cluster.startControllerWithCa();
        assertIssuedOnce(requests);
    }

    @Test
    @Tag("slow")
    void waitsForAServerThatIsNotThereAndForOneThatComesBack() throws Exception {
        cluster.startControlPlane().terminate();
        ExampleProcess controller = cluster.startControllerWithCa();
        controller.awaitErrors("no answer from " + cluster.address());
        ExampleProcess server = cluster.startControlPlane();
        controller.awaitOutput("ready");
        cluster.await(cluster.create(1), CertificateSigningRequest::isIssued);
        server.kill();
        cluster.startControlPlane();
        cluster.await(cluster.create(1), CertificateSigningRequest::isIssued);
        assertThat(controller.terminate()).isZero();
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
        try (ListWatch changes = cluster.requests().watch()) {
            cluster.startControllerWithCa("--sign-only", "--clean", "--clean-interval", "200ms");
            assertSameObject(ControllerTestbed.next(changes, ListWatch.Change::isDeleted), requests.get(0));
            deny(requests.get(2), longAgo);
            assertSameObject(ControllerTestbed.next(changes, ListWatch.Change::isDeleted), requests.get(2));
        }
        CertificateSigningRequest young =
                cluster.requests().get(requests.get(1).metadata().name());
        assertThat(young.isDenied()).isTrue();
    }

    private void assertIssuedOnce(List<CertificateSigningRequest> requests) throws Exception {
        for (CertificateSigningRequest issued : cluster.await(requests, CertificateSigningRequest::isIssued)) {
            certificate(issued);
        }
        // A watch may tell of a change a moment before the audit log does.
        for (int i = 0; i < 6000 && cluster.issued().size() < requests.size(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(cluster.issued())
                .hasSameSizeAs(requests)
                .allSatisfy((name, times) -> assertThat(times).as(name).isOne());
    }

    /** The certificate of a request, which the CA has signed for the request's key. */
    private X509Certificate certificate(CertificateSigningRequest issued) throws Exception {
        X509Certificate certificate = issued.certificates().get(0);
        certificate.verify(cluster.ca().certificate().getPublicKey());
        assertThat(certificate.getPublicKey())
                .isEqualTo(issued.certificateRequest().publicKey());
        return certificate;
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
