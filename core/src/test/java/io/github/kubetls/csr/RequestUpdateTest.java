package io.github.kubetls.csr;

import static io.github.kubetls.csr.CertificateSigningRequest.API_VERSION_BETA;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/behaviour/certificate-signing-requests.md: what an update may do, and what of it v1beta1 did not look at. */
class RequestUpdateTest {

    private static final KubernetesRelease LAST_OF_BETA = KubernetesRelease.of(21);
    private static final byte[] CERTIFICATE = CertificateAuthority.generate("x", KeyAlgorithm.ECDSA_P256, Requests.NOW)
            .certificatePem()
            .getBytes(StandardCharsets.US_ASCII);

    private static CertificateSigningRequest with(Condition... conditions) {
        return Requests.kubeletClient().with(draft -> draft.conditions = List.of(conditions));
    }

    private static CertificateSigningRequest beta(CertificateSigningRequest request) {
        return request.with(draft -> draft.apiVersion = API_VERSION_BETA);
    }

    private static CertificateSigningRequest issued(CertificateSigningRequest request, byte[] certificate) {
        return request.with(draft -> draft.certificate = certificate);
    }

    @Test
    void aFailureFollowsEitherDecision() {
        Condition failed = Condition.failed("F", "f");
        for (Condition decision : List.of(Condition.approved("A", "a"), Condition.denied("D", "d"))) {
            assertThat(with(decision, failed).violationsOfUpdate(with(decision), Subresource.STATUS))
                    .isEmpty();
        }
    }

    @Test
    void conditionsOfAnIssuedRequestMayBeAdded() {
        CertificateSigningRequest stored = issued(with(Condition.approved("A", "a")), CERTIFICATE);
        CertificateSigningRequest sent =
                stored.withCondition(Condition.builder("Custom").build());
        assertThat(sent.violationsOfUpdate(stored, Subresource.STATUS)).isEmpty();
    }

    @Test
    void betaTakesAnyTypesAndCertificates() {
        CertificateSigningRequest stored = with();
        Condition custom = Condition.builder("Custom").build();
        CertificateSigningRequest sent = issued(with(Condition.builder("").build(), custom, custom), new byte[] {'x'});
        assertThat(beta(sent).violationsOfUpdate(beta(stored), Subresource.STATUS, LAST_OF_BETA))
                .isEmpty();
        assertThat(sent.violationsOfUpdate(stored, Subresource.STATUS, LAST_OF_BETA))
                .extracting(error -> error.field())
                .containsExactlyInAnyOrder(
                        "status.conditions[0].type", "status.conditions[2].type", "status.certificate");
    }

    @Test
    void whoGivesABundleToAnotherSignerAttestsIt() {
        String bundle = """
                apiVersion: certificates.k8s.io/v1
                kind: ClusterTrustBundle
                metadata: {name: "a.b:c:x"}
                spec: {signerName: %s, trustBundle: text}
                """;
        ClusterTrustBundle stored = ClusterTrustBundle.parse(bundle.formatted("a.b/c"));
        ClusterTrustBundle sent = ClusterTrustBundle.parse(bundle.formatted("d.e/f"));
        assertThat(RequestAdmission.attest(UserInfo.of("u"), stored, sent, (user, what) -> AccessDecision.noOpinion(""))
                        .isAllowed())
                .isFalse();
    }
}
