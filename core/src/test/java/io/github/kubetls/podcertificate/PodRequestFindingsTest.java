package io.github.kubetls.podcertificate;

import static io.github.kubetls.podcertificate.PodRequests.KEYS;
import static io.github.kubetls.podcertificate.PodRequests.NOW;
import static io.github.kubetls.podcertificate.PodRequests.POD;
import static io.github.kubetls.podcertificate.PodRequests.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.ProofOfPossession;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.fixtures.OldCertificates;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/trust-bundles-and-pod-certificates.md, 3.1, 6.1. */
class PodRequestFindingsTest {

    private static List<String> codes(PodCertificateRequest request, Instant now) {
        return request.findings(now, PodRequests.R37).stream()
                .map(finding -> finding.code() + " " + finding.location().path())
                .toList();
    }

    private static PodCertificateRequest.Builder over() {
        return PodRequests.request().withCondition(condition("Denied")).toBuilder();
    }

    @Test
    void nobodyAnswersByItself() {
        assertThat(codes(PodRequests.request(), NOW)).containsExactly("ISSUANCE_PENDING status.conditions");
        assertThat(codes(over().build(), NOW)).isEmpty();
    }

    /** At both sides of each release boundary. */
    @ParameterizedTest
    @CsvSource({
        "certificates.k8s.io/v1, 36, false",
        "certificates.k8s.io/v1, 37, true",
        "certificates.k8s.io/v1beta1, 34, false",
        "certificates.k8s.io/v1beta1, 35, true",
        "certificates.k8s.io/v1beta1, 39, true",
        "certificates.k8s.io/v1beta1, 40, false",
        "certificates.k8s.io/v1alpha1, 33, false",
        "certificates.k8s.io/v1alpha1, 34, true",
        "certificates.k8s.io/v1alpha1, 35, false",
    })
    void everyReleaseHasItsVersion(String version, int minor, boolean isServed) {
        PodCertificateRequest request =
                PodCertificateRequest.parse(over().build().toYaml().replace("certificates.k8s.io/v1", version));
        assertThat(request.findings(NOW, KubernetesRelease.of(minor)))
                .extracting(finding -> finding.code())
                .isEqualTo(isServed ? List.of() : List.of("API_VERSION_UNSUPPORTED"));
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 3.1: at both sides of 1.35. */
    @Test
    void annotationsCameLater() {
        PodCertificateRequest request =
                PodCertificateRequest.parse(over().unverifiedUserAnnotations(Map.of("Tier", "gold"))
                        .build()
                        .toYaml()
                        .replace("certificates.k8s.io/v1", "certificates.k8s.io/v1alpha1"));
        assertThat(request.findings(NOW, PodRequests.R34))
                .extracting(finding -> finding.code())
                .containsExactly("ANNOTATIONS_IGNORED");
        assertThat(request.violations(PodRequests.R34))
                .noneMatch(error -> error.field().equals("spec.unverifiedUserAnnotations"));
        assertThat(request.violations(PodRequests.R35))
                .anyMatch(error -> error.field().equals("spec.unverifiedUserAnnotations"));
    }

    @Test
    void kubernetesHasNoSignerForPods() {
        SignerName reserved = SignerName.of("kubernetes.io/kube-apiserver-client-pod");
        PodCertificateRequest request = PodCertificateRequest.builder(reserved, POD, KEYS, PodRequests.R37)
                .build()
                .withCondition(condition("Denied"));
        assertThat(codes(request, NOW)).containsExactly("SIGNER_UNKNOWN spec.signerName");
    }

    @Test
    void aKeyMustBeReadable() {
        assertThat(codes(over().stub(new byte[] {1}).build(), NOW)).containsExactly("REQUEST_INVALID spec");
        PodCertificateRequest proof = PodCertificateRequest.builder(PodRequests.SIGNER, POD, KEYS, PodRequests.R35)
                .proof(ProofOfPossession.of(new byte[] {1}, new byte[0]))
                .build()
                .withCondition(condition("Denied"));
        assertThat(codes(proof, NOW)).containsExactly("REQUEST_INVALID spec");
    }

    @Test
    void thePkcs10RequestIsJudged() {
        CertificateRequest stub = CertificateRequest.builder(KEYS)
                .subject(DistinguishedName.of("system:node:A", "system:nodes"))
                .build();
        assertThat(codes(over().stub(stub.toDer()).build(), NOW))
                .containsExactly("NODE_NAME_INVALID spec.stubPKCS10Request.subject");
    }

    @Test
    void ownersHaveAVersion() {
        PodCertificateRequest request = over().build();
        Map<String, Object> owner = Map.of("apiVersion", "core/v1", "kind", "Pod", "name", "api-0", "uid", "u");
        assertThat(codes(
                        request.toBuilder()
                                .metadata(request.metadata().toBuilder()
                                        .otherFields(Map.of("ownerReferences", List.of(owner)))
                                        .build())
                                .build(),
                        NOW))
                .containsExactly("OWNER_REFERENCE_INVALID metadata.ownerReferences");
    }

    @Test
    void certificatesAreJudged() {
        Instant end = NOW.plus(Duration.ofHours(2));
        PodCertificateRequest issued = PodRequests.issued(PodRequests.leaf(NOW, end), NOW.plus(Duration.ofMinutes(80)));
        assertThat(codes(issued, NOW)).isEmpty();
        assertThat(codes(issued, NOW.plus(Duration.ofMinutes(91))))
                .containsExactly("REFRESH_PENDING status.beginRefreshAt");
        assertThat(codes(issued, end.plusSeconds(1)))
                .containsExactly(
                        "CERTIFICATE_EXPIRED status.certificateChain", "REFRESH_PENDING status.beginRefreshAt");
        assertThat(codes(
                        issued.toBuilder()
                                .certificates(List.of(issued.certificates().get(0), PodRequests.CA.certificate()), end)
                                .build(),
                        end.plusSeconds(1)))
                .as("the first certificate is the pod's")
                .containsExactly("CERTIFICATE_EXPIRED status.certificateChain");
        PodStatus garbage =
                new PodStatus(List.of(condition("Issued")), "-----BEGIN X-----\n-----END X-----\n", NOW, null, end);
        assertThat(codes(PodRequests.builder().status(garbage).build(), NOW))
                .containsExactly("CERTIFICATE_INVALID status.certificateChain");
        PodStatus noPem = new PodStatus(List.of(condition("Issued")), "oops", NOW, null, end);
        assertThat(codes(PodRequests.builder().status(noPem).build(), NOW))
                .containsExactly("CERTIFICATE_INVALID status.certificateChain");
    }

    /** docs/behaviour/certificates.md, 4.2: BMPStrings with surrogates are refused in 1.36. */
    @Test
    void readsTheCertificateAsAReleaseDoes() {
        Instant end = NOW.plus(Duration.ofHours(2));
        PodCertificateRequest issued = PodRequests.builder()
                .status(new PodStatus(
                        List.of(PodRequests.condition("Issued")),
                        OldCertificates.surrogate(PodRequests.KEYS, NOW, end),
                        NOW,
                        end.minusSeconds(3600),
                        end))
                .build();
        assertThat(issued.findings(NOW, PodRequests.R35))
                .extracting(Finding::code)
                .doesNotContain("CERTIFICATE_INVALID");
        assertThat(issued.findings(NOW, PodRequests.R36))
                .extracting(Finding::code)
                .contains("CERTIFICATE_INVALID");
    }
}
