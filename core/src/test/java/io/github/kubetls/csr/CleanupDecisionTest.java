package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.certificate.Pem;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.manifest.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/certificate-signing-requests.md, 12. */
class CleanupDecisionTest {

    /** After the certificate of docs/behaviour/worked-examples.md, W04, was issued, before it expires. */
    private static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofHours(24);

    private static CertificateSigningRequest created(Duration ago) {
        return Requests.kubeletClient()
                .withMetadata(ObjectMeta.builder()
                        .name("x")
                        .creationTimestamp(NOW.minus(ago))
                        .build());
    }

    private static CertificateSigningRequest with(String type, Duration ago) {
        return created(DAY.multipliedBy(2))
                .withCondition(
                        Condition.builder(type).lastUpdateTime(NOW.minus(ago)).build());
    }

    private static Condition old(String type) {
        return Condition.builder(type).lastUpdateTime(NOW.minus(DAY)).build();
    }

    static Stream<Arguments> objects() {
        String valid = Vectors.W04_CERTIFICATE;
        String empty = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n";
        return Stream.of(
                arguments("pending for a day", created(DAY), "KEEP"),
                arguments("pending for longer", created(DAY.plusSeconds(1)), "DELETE"),
                arguments("pending, without creation time", Requests.kubeletClient(), "KEEP"),
                arguments("denied an hour ago", with("Denied", HOUR), "KEEP"),
                arguments("denied longer ago", with("Denied", HOUR.plusSeconds(1)), "DELETE"),
                arguments("failed an hour ago", with("Failed", HOUR), "KEEP"),
                arguments("failed longer ago", with("Failed", HOUR.plusSeconds(1)), "DELETE"),
                arguments(
                        "failed at no time",
                        created(DAY.multipliedBy(2)).withCondition(Condition.failed("", "")),
                        "KEEP"),
                arguments("approved, never issued", with("Approved", DAY), "KEEP"),
                arguments("issued, approved an hour ago", with("Approved", HOUR).withCertificate(valid), "KEEP"),
                arguments(
                        "issued, approved longer ago",
                        with("Approved", HOUR.plusSeconds(1)).withCertificate(valid),
                        "DELETE"),
                arguments(
                        "issued, not approved",
                        created(DAY.multipliedBy(2))
                                .withCondition(old("Custom"))
                                .withCertificate(valid),
                        "KEEP"),
                arguments(
                        "only Failed counts without certificate",
                        with("Failed", Duration.ZERO).withCondition(old("Approved")),
                        "KEEP"),
                arguments("a custom condition is a condition", with("Custom", DAY.multipliedBy(9)), "KEEP"),
                arguments("not PEM", with("Approved", DAY).withCertificate("x"), "ERROR"),
                arguments("no certificate", with("Denied", DAY).withCertificate(empty), "ERROR"),
                arguments(
                        "does not parse",
                        with("Denied", DAY).withCertificate("-----BEGIN X-----\nAAAA\n-----END X-----\n"),
                        "ERROR"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("objects")
    void decidesAsTheControllerDoes(String reason, CertificateSigningRequest csr, String action) {
        CleanupDecision decision = CleanupDecision.of(csr, NOW);
        assertThat(decision.action()).as(reason).isEqualTo(CleanupDecision.Action.valueOf(action));
        assertThat(decision.isDelete()).isEqualTo(action.equals("DELETE"));
        assertThat(decision.reason().isEmpty()).isEqualTo(action.equals("KEEP"));
    }

    @org.junit.jupiter.api.Test
    void deletesAtOnceWhenTheCertificateHasExpired() {
        Instant end = Instant.parse("2025-01-14T09:55:00Z");
        String otherLabel = Vectors.W04_CERTIFICATE.replace("CERTIFICATE", "X");
        for (String pem :
                java.util.List.of(Vectors.W04_CERTIFICATE, otherLabel, Vectors.W04_CERTIFICATE + Vectors.W03_CA)) {
            CertificateSigningRequest csr = Requests.kubeletClient()
                    .withCondition(
                            Condition.builder("Approved").lastUpdateTime(end).build())
                    .withCertificate(pem);
            assertThat(CleanupDecision.of(csr, end).isDelete()).isFalse();
            assertThat(CleanupDecision.of(csr, end.plusSeconds(1)).reason()).isEqualTo("the certificate has expired");
        }
        CertificateSigningRequest notApproved = Requests.kubeletClient()
                .withCondition(Condition.failed("", ""))
                .withCertificate(Vectors.W04_CERTIFICATE);
        assertThat(CleanupDecision.of(notApproved, end.plusSeconds(1)).isDelete())
                .isFalse();
        CertificateSigningRequest caFirst = Requests.kubeletClient()
                .withCondition(Condition.builder("Approved").lastUpdateTime(end).build())
                .withCertificate(Vectors.W03_CA + Vectors.W04_CERTIFICATE);
        assertThat(Pem.blocks(caFirst.certificatePem())).hasSize(2);
        assertThat(CleanupDecision.of(caFirst, end.plusSeconds(1)).isDelete()).isFalse();
    }
}
