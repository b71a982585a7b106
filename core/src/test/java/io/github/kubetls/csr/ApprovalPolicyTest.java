package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.csr.ApprovalDecision.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/behaviour/certificate-signing-requests.md, 9.1. */
class ApprovalPolicyTest {

    private static final UserInfo NODE = UserInfo.node("worker-1");
    private final List<String> asked = new ArrayList<>();

    private Authorizer allowing(String... subresources) {
        Set<String> allowed = Set.of(subresources);
        return (user, attributes) -> {
            asked.add(user.name() + " " + attributes);
            return allowed.contains(((Attributes.Resource) attributes).subresource())
                    ? AccessDecision.allowed("a rule")
                    : AccessDecision.noOpinion("");
        };
    }

    private ApprovalDecision evaluate(CertificateSigningRequest csr, String... allowed) {
        return ApprovalPolicy.kubeletClient(allowing(allowed)).evaluate(csr);
    }

    @Test
    void approvesANodeForABootstrapper() {
        ApprovalDecision decision = evaluate(Requests.kubeletClient(), "nodeclient");
        assertThat(decision.verdict())
                .as("docs/behaviour/worked-examples.md, W07")
                .isEqualTo(ApprovalDecision.Verdict.APPROVED);
        assertThat(decision.reason()).isEqualTo("AutoApproved");
        assertThat(decision.message())
                .isEqualTo("Auto approving kubelet client certificate after SubjectAccessReview.");
        assertThat(asked)
                .containsExactly("system:bootstrap:abcdef create "
                        + "certificatesigningrequests.certificates.k8s.io/nodeclient");
        assertThat(decision.checks().stream().filter(Check::passed).map(Check::rule))
                .containsExactly("SIGNER_NAME", "SIGNER_RULES", "RIGHT_TO_NODECLIENT");
        assertThat(decision)
                .hasToString(
                        "APPROVED AutoApproved: Auto approving kubelet client certificate after SubjectAccessReview.");
        assertThat(decision.checks())
                .filteredOn(check -> check.rule().equals("RIGHT_TO_NODECLIENT"))
                .singleElement()
                .satisfies(check -> assertThat(check.message()).endsWith("/nodeclient: a rule"));
    }

    @Test
    void approvesANodeForItself() {
        ApprovalDecision decision =
                evaluate(Requests.kubeletClient().requestedBy(NODE), "selfnodeclient", "nodeclient");
        assertThat(decision.isApproved())
                .as("docs/behaviour/worked-examples.md, W08")
                .isTrue();
        assertThat(decision.message())
                .isEqualTo("Auto approving self kubelet client certificate after SubjectAccessReview.");
        assertThat(asked).as("the first one that is allowed decides").hasSize(1);
        assertThat(decision.failures()).isEmpty();
    }

    @Test
    void fallsThroughToTheNextRecogniser() {
        ApprovalDecision decision = evaluate(Requests.kubeletClient().requestedBy(NODE), "nodeclient");
        assertThat(decision.message())
                .isEqualTo("Auto approving kubelet client certificate after SubjectAccessReview.");
        assertThat(asked).hasSize(2);
    }

    @Test
    void leavesARecognisedRequestOpenWithoutTheRight() {
        ApprovalDecision decision = evaluate(Requests.kubeletClient());
        assertThat(decision.verdict())
                .as("docs/behaviour/worked-examples.md, W09")
                .isEqualTo(ApprovalDecision.Verdict.OPEN);
        assertThat(decision.message())
                .isEqualTo("recognized csr \"node-csr-F5F-QQPnMrAvcAUWj0YT3oumnVd_q7IAN2Z8LV6Rdkk\" as [nodeclient] "
                        + "but subject access review was not approved");
        assertThat(evaluate(Requests.kubeletClient().requestedBy(NODE)).message())
                .contains("as [selfnodeclient nodeclient] but");
        assertThat(decision.failures()).extracting(Check::rule).containsExactly("SELF", "RIGHT_TO_NODECLIENT");
    }

    @Test
    void asksForTheRequesterOfTheSpecAsItIs() {
        UserInfo user = UserInfo.builder("u")
                .uid("1")
                .groups(List.of("g"))
                .extra(Map.of("k", List.of("v")))
                .build();
        List<UserInfo> users = new ArrayList<>();
        ApprovalPolicy.kubeletClient((who, what) -> {
                    users.add(who);
                    return AccessDecision.denied("");
                })
                .evaluate(Requests.kubeletClient().requestedBy(user));
        assertThat(users).containsExactly(user);
    }

    @Test
    void explainsEveryRuleThatIsBroken() {
        CertificateSigningRequest csr = CertificateSigningRequest.builder(
                        SignerName.KUBE_APISERVER_CLIENT,
                        Requests.request(
                                io.github.kubetls.certificate.DistinguishedName.of("w", "x"),
                                io.github.kubetls.certificate.SubjectAltNames.of("a")))
                .usages(KeyUsage.SERVER_AUTH)
                .build()
                .requestedBy(Requests.BOOTSTRAPPER);
        ApprovalDecision decision = evaluate(csr, "nodeclient", "selfnodeclient");
        assertThat(decision.verdict()).isEqualTo(ApprovalDecision.Verdict.OPEN);
        assertThat(asked).isEmpty();
        assertThat(decision.failures().stream().map(Check::message))
                .containsExactly(
                        "signerName is kubernetes.io/kube-apiserver-client, not "
                                + "kubernetes.io/kube-apiserver-client-kubelet",
                        "subject organization is not system:nodes",
                        "DNS subjectAltNames are not allowed",
                        "subject common name does not begin with system:node:",
                        "usages did not match [client auth digital signature key encipherment]",
                        "the requester \"system:bootstrap:abcdef\" asks for another name, \"w\"");
        assertThat(decision.message()).startsWith("signerName is kubernetes.io/kube-apiserver-client, not");
    }

    /** What holds is no reason to leave a request open. */
    @Test
    void namesTheFirstRuleThatIsBroken() {
        CertificateSigningRequest csr = CertificateSigningRequest.builder(
                        SignerName.KUBE_APISERVER_CLIENT_KUBELET, Requests.client("w", "x"))
                .usages(KeyUsage.CLIENT_AUTH, KeyUsage.DIGITAL_SIGNATURE)
                .build()
                .requestedBy(Requests.BOOTSTRAPPER);
        assertThat(evaluate(csr, "nodeclient").message()).isEqualTo("subject organization is not system:nodes");
        assertThat(evaluate(csr)).hasToString("OPEN: subject organization is not system:nodes");
        assertThat(ApprovalDecision.open("")).hasToString("OPEN");
    }

    @Test
    void neverApprovesServingCertificates() {
        CertificateSigningRequest csr = CertificateSigningRequest.kubeletServing(Requests.serving("worker-1", "w"))
                .requestedBy(NODE);
        assertThat(evaluate(csr, "nodeclient", "selfnodeclient").isApproved()).isFalse();
    }

    @Test
    void leavesAloneWhatIsDecidedOrIssued() {
        CertificateSigningRequest csr = Requests.kubeletClient();
        for (CertificateSigningRequest done : List.of(
                csr.withCondition(Condition.approved("", "")),
                csr.withCondition(Condition.denied("", "")),
                csr.withCertificate("x"))) {
            assertThat(evaluate(done, "nodeclient").verdict()).isEqualTo(ApprovalDecision.Verdict.OPEN);
        }
        assertThat(evaluate(csr.withCondition(Condition.failed("", "")), "nodeclient")
                        .isApproved())
                .as("a failure does not stop the approver")
                .isTrue();
        assertThat(asked).hasSize(1);
    }

    @Test
    void leavesOpenWhatDoesNotParse() {
        CertificateSigningRequest csr = CertificateSigningRequest.parse(
                "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nmetadata: {name: x}");
        assertThat(evaluate(csr, "nodeclient").message())
                .startsWith("unable to parse csr \"x\": PEM block type must be CERTIFICATE REQUEST");
    }

    @Test
    void oldApproversInsistOnKeyEncipherment() {
        CertificateSigningRequest csr = Requests.kubeletClient();
        assertThat(ApprovalPolicy.kubeletClient(allowing("nodeclient"), KubernetesRelease.of(24))
                        .evaluate(csr)
                        .isApproved())
                .isFalse();
        assertThat(ApprovalPolicy.kubeletClient(allowing("nodeclient"), KubernetesRelease.of(25))
                        .evaluate(csr)
                        .isApproved())
                .isTrue();
    }
}
