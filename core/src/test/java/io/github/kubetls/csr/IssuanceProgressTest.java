package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.fixtures.OldCertificates;
import io.github.kubetls.fixtures.Vectors;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IssuanceProgressTest {

    private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");

    private static List<String> codes(CertificateSigningRequest stored, CertificateSigningRequest wanted, Instant now) {
        return IssuanceProgress.findingsOfReuse(stored, wanted, now).stream()
                .map(Finding::code)
                .toList();
    }

    private static CertificateSigningRequest.Builder builder(CertificateRequest request) {
        return CertificateSigningRequest.builder(SignerName.of("a.b/c"), request)
                .name("x")
                .usages(KeyUsage.CLIENT_AUTH, KeyUsage.DIGITAL_SIGNATURE);
    }

    @Test
    void takesAnObjectThatFits() {
        CertificateRequest one = Requests.client("c", "o");
        CertificateRequest two = Requests.client("c", "o");
        assertThat(one).as("ECDSA signatures differ").isNotEqualTo(two);
        assertThat(codes(builder(one).build(), builder(two).build(), NOW)).isEmpty();
        CertificateSigningRequest unnamed = CertificateSigningRequest.builder(SignerName.of(""), two)
                .usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH)
                .build();
        assertThat(codes(builder(one).build(), unnamed, NOW))
                .as("a signer that is not known is not compared, nor is the order of usages")
                .isEmpty();
        assertThat(codes(unnamed, builder(one).build(), NOW)).isEmpty();
    }

    @Test
    void refusesWhatAKubeletRefusesInItsWords() {
        CertificateRequest ours = Requests.client("c", "o");
        KeyPair otherKeys = KeyAlgorithm.RSA_2048.generateKeyPair();
        CertificateRequest otherKey = CertificateRequest.builder(otherKeys)
                .subject(DistinguishedName.of("c", "o"))
                .build();
        CertificateSigningRequest wanted = builder(ours).build();
        assertThat(IssuanceProgress.findingsOfReuse(
                        builder(Requests.client("d", "o")).build(), wanted, NOW))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("csr subjects differ: new: CN=d, O=[o], orig: CN=c, O=[o]"));
        CertificateSigningRequest otherSigner = CertificateSigningRequest.builder(SignerName.of("d.e/f"), ours)
                .usages(wanted.usages())
                .build();
        assertThat(IssuanceProgress.findingsOfReuse(otherSigner, wanted, NOW))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("csr signerNames differ: new \"d.e/f\", orig: \"a.b/c\""));
        assertThat(IssuanceProgress.findingsOfReuse(builder(otherKey).build(), wanted, NOW))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("error validating signature new CSR against old key: x509: signature algorithm "
                                + "specifies an RSA public key, but have public key of type *ecdsa.PublicKey"));
        CertificateSigningRequest issued = builder(ours).build().withCertificate(Vectors.W04_CERTIFICATE);
        assertThat(codes(issued, wanted, Instant.parse("2025-01-14T09:55:00Z"))).isEmpty();
        assertThat(IssuanceProgress.findingsOfReuse(issued, wanted, Instant.parse("2025-01-14T09:55:01Z")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("one of the certificates for the CSR has expired: 2025-01-14 09:55:00 +0000 UTC"));
        assertThat(codes(wanted.withCertificate("x"), wanted, NOW)).containsExactly("CERTIFICATE_INVALID");
        assertThat(codes(Requests.csr("a.b/c", "x", "client auth"), wanted, NOW))
                .containsExactly("REQUEST_INVALID");
        assertThat(IssuanceProgress.findingsOfReuse(wanted, Requests.csr("a.b/c", "x", "client auth"), NOW)
                        .get(0)
                        .message())
                .isEqualTo("unable to parse original csr: PEM block type must be CERTIFICATE REQUEST");
    }

    @Test
    void saysWhatAKubeletDoesNotCompare() {
        CertificateSigningRequest wanted = builder(Requests.client("c", "o")).build();
        CertificateSigningRequest stored = CertificateSigningRequest.builder(
                        SignerName.of("a.b/c"),
                        Requests.request(DistinguishedName.of("c", "o"), SubjectAltNames.of("a")))
                .usages(KeyUsage.CLIENT_AUTH)
                .expiration(Duration.ofHours(1))
                .build();
        assertThat(IssuanceProgress.findingsOfReuse(stored, wanted, NOW))
                .allMatch(finding -> finding.severity() == Finding.Severity.WARNING)
                .extracting(Finding::code)
                .containsExactly("SUBJECT_ALT_NAMES_MISMATCH", "USAGES_MISMATCH", "EXPIRATION_SECONDS_MISMATCH");
    }

    static Stream<Arguments> progress() {
        CertificateSigningRequest csr = Requests.kubeletClient();
        CertificateSigningRequest approved = csr.withCondition(Condition.approved("r", "m"));
        String denied = "certificate signing request is denied, reason: r, message: m";
        String failed = "certificate signing request failed, reason: r, message: m";
        return Stream.of(
                arguments("nothing", csr, "PENDING", ""),
                arguments("a certificate alone", csr.withCertificate("x"), "PENDING", ""),
                arguments("an approval alone", approved, "APPROVED", ""),
                arguments("both", approved.withCertificate("x"), "ISSUED", ""),
                arguments("denied", csr.withCondition(Condition.denied("r", "m")), "DENIED", denied),
                arguments(
                        "failed after approval",
                        approved.withCondition(Condition.failed("r", "m")).withCertificate("x"),
                        "FAILED",
                        failed),
                arguments(
                        "the first one counts",
                        csr.withCondition(Condition.failed("r", "m")).withCondition(Condition.denied("r", "m")),
                        "FAILED",
                        failed),
                arguments(
                        "the status does not matter",
                        csr.withCondition(Condition.builder("Denied")
                                .status("False")
                                .reason("r")
                                .message("m")
                                .build()),
                        "DENIED",
                        denied));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("progress")
    void tellsHowFarARequestHasCome(String reason, CertificateSigningRequest csr, String state, String message) {
        IssuanceProgress progress = IssuanceProgress.of(csr, "");
        assertThat(progress).as(reason).isEqualTo(new IssuanceProgress(IssuanceProgress.State.valueOf(state), message));
        assertThat(progress.isOver()).isEqualTo(!state.equals("PENDING") && !state.equals("APPROVED"));
    }

    @Test
    void seesThatTheObjectIsAnother() {
        CertificateSigningRequest csr = Requests.kubeletClient();
        CertificateSigningRequest stored = csr.toBuilder()
                .metadata(csr.metadata().toBuilder().name("n").uid("2").build())
                .build();
        assertThat(IssuanceProgress.of(stored, "2").state()).isEqualTo(IssuanceProgress.State.PENDING);
        assertThat(IssuanceProgress.of(stored, "").state())
                .as("a uid that is not known is not compared")
                .isEqualTo(IssuanceProgress.State.PENDING);
        assertThat(IssuanceProgress.of(stored, "1"))
                .isEqualTo(new IssuanceProgress(IssuanceProgress.State.REPLACED, "csr \"n\" changed UIDs"));
        assertThat(IssuanceProgress.deleted("n"))
                .isEqualTo(new IssuanceProgress(IssuanceProgress.State.DELETED, "csr \"n\" was deleted"));
    }

    @Test
    void isToldOnOneLine() {
        CertificateSigningRequest denied = Requests.kubeletClient().withCondition(Condition.denied("r", "one\ntwo"));
        assertThat(IssuanceProgress.of(denied, ""))
                .hasToString("IssuanceProgress[state=DENIED, message=certificate signing request is denied, "
                        + "reason: r, message: one\\ntwo]");
    }

    /** Go 1.24 (rsa1024min). */
    @Test
    void readsRequestsAsAReleaseDoes() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1000);
        KeyPair small = generator.generateKeyPair();
        String der = "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(
                                new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=c"), small.getPublic())
                                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(small.getPrivate()))
                                        .getEncoded())
                + "\n-----END CERTIFICATE REQUEST-----\n";
        CertificateSigningRequest csr = Requests.csr("a.b/c", der, "client auth");
        assertThat(IssuanceProgress.findingsOfReuse(csr, csr, NOW, KubernetesRelease.of(32)))
                .isEmpty();
        assertThat(IssuanceProgress.findingsOfReuse(csr, csr, NOW, KubernetesRelease.of(33)))
                .extracting(Finding::message)
                .first()
                .asString()
                .startsWith("unable to parse new csr: crypto/rsa: 1000-bit keys are insecure");
    }

    /** Go 1.23 (x509negativeserial). */
    @Test
    void readsCertificatesAsAReleaseDoes() {
        String old = OldCertificates.negativeSerial(Requests.KEYS, NOW.minusSeconds(60), NOW.plusSeconds(60));
        CertificateSigningRequest stored =
                builder(Requests.client("c", "o")).build().withCertificate(old);
        assertThat(IssuanceProgress.findingsOfReuse(stored, stored, NOW, KubernetesRelease.of(31)))
                .isEmpty();
        assertThat(IssuanceProgress.findingsOfReuse(stored, stored, NOW, KubernetesRelease.of(32)))
                .extracting(Finding::code)
                .containsExactly("CERTIFICATE_INVALID");
        assertThat(codes(stored, stored, NOW)).containsExactly("CERTIFICATE_INVALID");
    }
}
