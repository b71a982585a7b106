package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyUsage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/certificate-signing-requests.md, 9.4. */
class RequestAdmissionTest {

    private static final UserInfo USER = UserInfo.of("u");
    private final List<String> asked = new ArrayList<>();

    private Authorizer allowing(String question) {
        return (user, what) -> {
            asked.add(what.toString());
            return what.toString().equals(question) ? AccessDecision.allowed("a rule") : AccessDecision.noOpinion("");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes.io/kube-apiserver-client-kubelet", "kubernetes.io/*"})
    void approversNeedTheRightForTheNameOrTheDomain(String granted) {
        CertificateSigningRequest csr = Requests.kubeletClient();
        assertThat(RequestAdmission.approve(
                                USER, csr, allowing("approve signers.certificates.k8s.io \"" + granted + "\""))
                        .isAllowed())
                .isTrue();
        AccessDecision denied = RequestAdmission.approve(USER, csr, allowing(""));
        assertThat(denied.verdict()).isEqualTo(AccessDecision.Verdict.DENIED);
        assertThat(denied.reason())
                .isEqualTo("user not permitted to approve requests with signerName "
                        + "\"kubernetes.io/kube-apiserver-client-kubelet\"");
        assertThat(asked)
                .endsWith(
                        "approve signers.certificates.k8s.io \"kubernetes.io/kube-apiserver-client-kubelet\"",
                        "approve signers.certificates.k8s.io \"kubernetes.io/*\"");
    }

    @Test
    void signersNeedTheRightOnlyWhenSomethingChanges() {
        CertificateSigningRequest csr = Requests.kubeletClient();
        assertThat(RequestAdmission.sign(USER, csr, csr, allowing("")).isAllowed())
                .isTrue();
        assertThat(asked).isEmpty();
        for (CertificateSigningRequest changed :
                List.of(csr.withCertificate("x"), csr.withCondition(Condition.failed("", "")))) {
            assertThat(RequestAdmission.sign(USER, csr, changed, allowing("")).reason())
                    .isEqualTo("user not permitted to sign requests with signerName "
                            + "\"kubernetes.io/kube-apiserver-client-kubelet\"");
            assertThat(RequestAdmission.sign(
                                    USER,
                                    csr,
                                    changed,
                                    allowing("sign signers.certificates.k8s.io \"kubernetes.io/*\""))
                            .isAllowed())
                    .isTrue();
        }
    }

    private static CertificateSigningRequest csr(SignerName signer, CertificateRequest request) {
        return CertificateSigningRequest.builder(signer, request)
                .usages(KeyUsage.CLIENT_AUTH)
                .build();
    }

    @Test
    void nobodyAsksForSystemMasters() {
        AccessDecision decision = RequestAdmission.create(
                USER, csr(SignerName.KUBE_APISERVER_CLIENT, Requests.client("x", "a", "system:masters")));
        assertThat(decision.verdict())
                .as("docs/behaviour/worked-examples.md, W16")
                .isEqualTo(AccessDecision.Verdict.DENIED);
        assertThat(decision.reason())
                .isEqualTo(
                        "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed");
        assertThat(RequestAdmission.create(
                                USER, csr(SignerName.KUBE_APISERVER_CLIENT, Requests.client("x", "SYSTEM:MASTERS")))
                        .isAllowed())
                .as("another case")
                .isTrue();
        assertThat(RequestAdmission.create(USER, csr(SignerName.of("a.b/c"), Requests.client("x", "system:masters")))
                        .isAllowed())
                .as("another signer")
                .isTrue();
        assertThat(RequestAdmission.create(USER, CertificateSigningRequest.parse("""
                                        apiVersion: certificates.k8s.io/v1
                                        kind: CertificateSigningRequest
                                        spec: {signerName: kubernetes.io/kube-apiserver-client}
                                        """))
                        .reason())
                .isEqualTo("failed to parse CSR: PEM block type must be CERTIFICATE REQUEST");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a node for itself, worker-1, worker-1, 31, true",
        "a node for another, worker-1, worker-2, 31, false",
        "before 1.31, worker-1, worker-2, 30, true"
    })
    void nodesAskForThemselves(String reason, String creator, String asked, int minor, boolean allowed) {
        for (SignerName signer : List.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, SignerName.KUBELET_SERVING)) {
            AccessDecision decision = RequestAdmission.create(
                    UserInfo.node(creator),
                    csr(signer, Requests.client("system:node:" + asked, "system:nodes")),
                    KubernetesRelease.of(minor));
            assertThat(decision.isAllowed()).as(reason).isEqualTo(allowed);
            if (!allowed) {
                assertThat(decision.reason()).isEqualTo("can only create a node CSR with CN=system:node:worker-1");
            }
        }
    }

    @Test
    void othersMayAskForNodes() {
        CertificateSigningRequest csr =
                csr(SignerName.KUBE_APISERVER_CLIENT_KUBELET, Requests.client("system:node:w", "system:nodes"));
        assertThat(RequestAdmission.create(Requests.BOOTSTRAPPER, csr).isAllowed())
                .isTrue();
        assertThat(RequestAdmission.create(UserInfo.of("system:node:x"), csr).isAllowed())
                .as("not in the group")
                .isTrue();
        assertThat(RequestAdmission.create(UserInfo.node("x"), CertificateSigningRequest.parse("""
                                        apiVersion: certificates.k8s.io/v1
                                        kind: CertificateSigningRequest
                                        spec: {signerName: kubernetes.io/kubelet-serving}
                                        """))
                        .reason())
                .isEqualTo("unable to parse csr: PEM block type must be CERTIFICATE REQUEST");
    }
}
