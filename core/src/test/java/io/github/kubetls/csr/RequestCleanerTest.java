package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.csr.RequestCleaner.Decision;
import io.github.kubetls.fixtures.OldCertificates;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.manifest.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/certificate-signing-requests.md, 12. */
class RequestCleanerTest {

    /** After the certificate of docs/behaviour/worked-examples.md, W04, was issued, before it expires. */
    private static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofHours(24);

    private static CertificateSigningRequest created(Duration ago) {
        return Requests.kubeletClient().toBuilder()
                .metadata(ObjectMeta.builder()
                        .name("x")
                        .creationTimestamp(NOW.minus(ago))
                        .build())
                .build();
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
                arguments("pending for a day", created(DAY), "CheckAgain"),
                arguments("pending for longer", created(DAY.plusSeconds(1)), "Delete"),
                arguments("pending, without creation time", Requests.kubeletClient(), "Keep"),
                arguments("denied an hour ago", with("Denied", HOUR), "CheckAgain"),
                arguments("denied longer ago", with("Denied", HOUR.plusSeconds(1)), "Delete"),
                arguments("failed an hour ago", with("Failed", HOUR), "CheckAgain"),
                arguments("failed longer ago", with("Failed", HOUR.plusSeconds(1)), "Delete"),
                arguments(
                        "failed at no time",
                        created(DAY.multipliedBy(2)).withCondition(Condition.failed("", "")),
                        "Keep"),
                arguments("approved, never issued", with("Approved", DAY), "Keep"),
                arguments("issued, approved an hour ago", with("Approved", HOUR).withCertificate(valid), "CheckAgain"),
                arguments(
                        "issued, approved longer ago",
                        with("Approved", HOUR.plusSeconds(1)).withCertificate(valid),
                        "Delete"),
                arguments(
                        "issued, not approved",
                        created(DAY.multipliedBy(2))
                                .withCondition(old("Custom"))
                                .withCertificate(valid),
                        "Keep"),
                arguments(
                        "only Failed counts without certificate",
                        with("Failed", Duration.ZERO).withCondition(old("Approved")),
                        "CheckAgain"),
                arguments("a custom condition is a condition", with("Custom", DAY.multipliedBy(9)), "Keep"),
                arguments("not PEM", with("Approved", DAY).withCertificate("x"), "Error"),
                arguments("no certificate", with("Denied", DAY).withCertificate(empty), "Error"),
                arguments(
                        "does not parse",
                        with("Denied", DAY).withCertificate("-----BEGIN X-----\nAAAA\n-----END X-----\n"),
                        "Error"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("objects")
    void decidesAsTheControllerDoes(String reason, CertificateSigningRequest csr, String action) {
        Decision decision = RequestCleaner.decide(csr, NOW);
        assertThat(decision.getClass().getSimpleName()).as(reason).isEqualTo(action);
        assertThat(RequestCleaner.deletions(List.of(csr), NOW))
                .isEqualTo(decision instanceof Decision.Delete ? List.of(csr) : List.of());
        if (decision instanceof Decision.CheckAgain again) {
            assertThat(again.time()).as(reason).isAfterOrEqualTo(NOW);
            assertThat(RequestCleaner.decide(csr, again.time())).isEqualTo(decision);
            assertThat(RequestCleaner.decide(csr, again.time().plusNanos(1))).isInstanceOf(Decision.Delete.class);
        }
    }

    @Test
    void namesWhatIsToBeDeletedAndWhy() {
        CertificateSigningRequest csr = Requests.kubeletClient().toBuilder()
                .metadata(ObjectMeta.builder()
                        .name("x")
                        .uid("u")
                        .creationTimestamp(NOW.minus(DAY).minusSeconds(1))
                        .build())
                .build();
        assertThat(RequestCleaner.decide(csr, NOW))
                .isEqualTo(new Decision.Delete("x", "u", "pending for more than 24 hours"));
    }

    @Test
    void deletesAtOnceWhenTheCertificateHasExpired() {
        Instant end = Instant.parse("2025-01-14T09:55:00Z");
        String otherLabel = Vectors.W04_CERTIFICATE.replace("CERTIFICATE", "X");
        for (String pem : List.of(Vectors.W04_CERTIFICATE, otherLabel, Vectors.W04_CERTIFICATE + Vectors.W03_CA)) {
            CertificateSigningRequest csr = Requests.kubeletClient()
                    .withCondition(
                            Condition.builder("Approved").lastUpdateTime(end).build())
                    .withCertificate(pem);
            assertThat(RequestCleaner.decide(csr, end)).isEqualTo(new Decision.CheckAgain(end));
            assertThat(RequestCleaner.decide(csr, end.plusSeconds(1)))
                    .isInstanceOfSatisfying(
                            Decision.Delete.class,
                            delete -> assertThat(delete.reason()).isEqualTo("the certificate has expired"));
        }
        CertificateSigningRequest notApproved = Requests.kubeletClient()
                .withCondition(Condition.failed("", ""))
                .withCertificate(Vectors.W04_CERTIFICATE);
        assertThat(RequestCleaner.decide(notApproved, end.plusSeconds(1))).isInstanceOf(Decision.Keep.class);
        CertificateSigningRequest caFirst = Requests.kubeletClient()
                .withCondition(Condition.builder("Approved").lastUpdateTime(end).build())
                .withCertificate(Vectors.W03_CA + Vectors.W04_CERTIFICATE);
        assertThat(Pem.blocks(caFirst.certificatePem())).hasSize(2);
        assertThat(RequestCleaner.decide(caFirst, end.plusSeconds(1))).isInstanceOf(Decision.CheckAgain.class);
    }

    @Test
    void theFirstLineOfTheTableThatFitsIsTheReason() {
        Instant end = Instant.parse("2025-01-14T09:55:00Z");
        CertificateSigningRequest csr = Requests.kubeletClient()
                .withCondition(Condition.builder("Failed").lastUpdateTime(NOW).build())
                .withCondition(Condition.builder("Denied").lastUpdateTime(NOW).build())
                .withCondition(Condition.builder("Approved").lastUpdateTime(NOW).build());
        assertThat(reason(csr, end.plusSeconds(1))).isEqualTo("denied more than an hour ago");
        assertThat(reason(csr.withCertificate(Vectors.W04_CERTIFICATE), end.plusSeconds(1)))
                .isEqualTo("the certificate has expired");
    }

    private static String reason(CertificateSigningRequest csr, Instant now) {
        return ((Decision.Delete) RequestCleaner.decide(csr, now)).reason();
    }

    @Test
    void theFirstCertificateOfABlockCounts() {
        byte[] leaf = Pem.blocks(Vectors.W04_CERTIFICATE).get(0).bytes();
        byte[] ca = Pem.blocks(Vectors.W03_CA).get(0).bytes();
        byte[] both = Arrays.copyOf(leaf, leaf.length + ca.length);
        System.arraycopy(ca, 0, both, leaf.length, ca.length);
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(both) + "\n-----END CERTIFICATE-----\n";
        Instant end = Instant.parse("2025-01-14T09:55:00Z");
        CertificateSigningRequest csr = Requests.kubeletClient()
                .withCondition(Condition.builder("Approved").lastUpdateTime(end).build())
                .withCertificate(pem);
        assertThat(reason(csr, end.plusSeconds(1))).isEqualTo("the certificate has expired");
    }

    /** docs/behaviour/certificates.md, 5.4: certificates with negative serial numbers do not parse since 1.32. */
    @Test
    void readsTheCertificateAsAReleaseDoes() {
        String old = OldCertificates.negativeSerial(
                Requests.KEYS, NOW.minus(DAY), NOW.minus(HOUR).minus(HOUR));
        CertificateSigningRequest csr = with("Approved", Duration.ZERO).withCertificate(old);
        KubernetesRelease before = KubernetesRelease.of(31);
        KubernetesRelease since = KubernetesRelease.of(32);
        assertThat(RequestCleaner.decide(csr, NOW, before)).isInstanceOf(Decision.Delete.class);
        assertThat(RequestCleaner.deletions(List.of(csr), NOW, before)).containsExactly(csr);
        Decision error = new Decision.Error("unable to parse certificate data: x509: negative serial number");
        assertThat(RequestCleaner.decide(csr, NOW, since)).isEqualTo(error);
        assertThat(RequestCleaner.decide(csr, NOW)).isEqualTo(error);
        assertThat(RequestCleaner.deletions(List.of(csr), NOW, since)).isEmpty();
        assertThat(csr.certificates(before)).hasSize(1);
        assertThatThrownBy(() -> csr.certificates(since)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(csr::certificates).isInstanceOf(InvalidFormatException.class);
    }
}
