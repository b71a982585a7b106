package io.github.kubetls.podcertificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateContent;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.certificate.Validity;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.fixtures.Keys;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Requests for the tests. */
final class PodRequests {

    static final KubernetesRelease R34 = KubernetesRelease.of(34);
    static final KubernetesRelease R35 = KubernetesRelease.of(35);
    static final KubernetesRelease R36 = KubernetesRelease.of(36);
    static final KubernetesRelease R37 = KubernetesRelease.of(37);
    static final KubernetesRelease R38 = KubernetesRelease.of(38);

    static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    static final SignerName SIGNER = SignerName.of("ca.orders.example/workload");
    static final KeyPair KEYS = Keys.of(KeyAlgorithm.ECDSA_P256);
    static final UserInfo NODE = UserInfo.of("system:node:w1", "system:nodes", "system:authenticated");
    static final PodIdentity POD = PodIdentity.builder("orders", "api-0")
            .podUid("0b6c1a3e-7f5d-4c7e-9c1c-2b8f6b0f4a11")
            .serviceAccount("api", "77d1c0de-0000-4000-8000-000000000001")
            .node("w1", "e4a0c0de-0000-4000-8000-000000000002")
            .build();
    static final CertificateAuthority CA =
            CertificateAuthority.generate("orders", KeyAlgorithm.ECDSA_P256, NOW.minus(Duration.ofDays(1)));

    private PodRequests() {}

    static PodCertificateRequest.Builder builder() {
        return PodCertificateRequest.builder(SIGNER, POD, KEYS, R37).name("req-1");
    }

    static PodCertificateRequest request() {
        return builder().build();
    }

    static X509Certificate leaf(Instant notBefore, Instant notAfter) {
        return leaf(SubjectAltNames.none(), KEYS, notBefore, notAfter);
    }

    static X509Certificate leaf(SubjectAltNames names, KeyPair keys, Instant notBefore, Instant notAfter) {
        CertificateContent content =
                CertificateContent.of(DistinguishedName.of("api"), names, KeyUsage.DIGITAL_SIGNATURE);
        return CA.sign(keys.getPublic(), content, Validity.of(notBefore, notAfter), BigInteger.TWO);
    }

    static Condition condition(String type) {
        return Condition.builder(type).reason("Because").lastTransitionTime(NOW).build();
    }

    static PodCertificateRequest issued(X509Certificate leaf, Instant beginRefreshAt) {
        return builder()
                .maxExpiration(Duration.ofHours(2))
                .certificates(List.of(leaf), beginRefreshAt)
                .build()
                .withCondition(condition("Issued"));
    }
}
