package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.OpenSsl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFindingsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final CertificateAuthority CA = CertificateAuthority.builder("kubernetes", NOW)
            .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
            .build();

    private static CertificateBuilder<CertificateAndKey> issuing(KeyUsage usage) {
        return CA.issuing("x", NOW)
                .usages(usage)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .validity(YEAR);
    }

    private static List<String> codes(CertificateAndKey pair, Instant now) {
        return codes(pair.findings(now));
    }

    private static List<String> codes(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.severity() + " " + finding.code())
                .toList();
    }

    @Test
    void findsNothingInWhatKubernetesIssues() {
        assertThat(codes(
                        issuing(KeyUsage.CLIENT_AUTH)
                                .organizations("system:nodes")
                                .build(),
                        NOW))
                .isEmpty();
        assertThat(codes(
                        issuing(KeyUsage.SERVER_AUTH)
                                .subjectAltNames(SubjectAltNames.of("x"))
                                .build(),
                        NOW))
                .isEmpty();
    }

    @Test
    void findsCertificatesThatAreNotValidOrSoonWillNotBe() {
        CertificateAndKey pair = issuing(KeyUsage.CLIENT_AUTH).build();
        assertThat(codes(pair, NOW.plus(Duration.ofDays(328)))).isEmpty();
        assertThat(codes(pair, NOW.plus(Duration.ofDays(329)))).containsExactly("WARNING CERTIFICATE_EXPIRING");
        assertThat(codes(pair, NOW.plus(Duration.ofDays(366)))).containsExactly("ERROR CERTIFICATE_EXPIRED");
        assertThat(codes(pair, NOW.minus(Duration.ofDays(1)))).containsExactly("ERROR CERTIFICATE_NOT_YET_VALID");
    }

    /** RFC 5280, section 4.1.2.5: both moments belong to the time. */
    @Test
    void countsTheFirstAndTheLastMoment() {
        CertificateAndKey pair = issuing(KeyUsage.CLIENT_AUTH).build();
        Instant start = pair.certificate().getNotBefore().toInstant();
        Instant end = pair.certificate().getNotAfter().toInstant();
        assertThat(codes(pair, start)).isEmpty();
        assertThat(codes(pair, start.minusMillis(1))).containsExactly("ERROR CERTIFICATE_NOT_YET_VALID");
        assertThat(codes(pair, end)).containsExactly("WARNING CERTIFICATE_EXPIRING");
        assertThat(codes(pair, end.plusMillis(1))).containsExactly("ERROR CERTIFICATE_EXPIRED");
        Instant tenth = end.minus(Duration.between(start, end).dividedBy(10));
        assertThat(codes(pair, tenth)).isEmpty();
        assertThat(codes(pair, tenth.plusMillis(1))).containsExactly("WARNING CERTIFICATE_EXPIRING");
        Instant caStart = CA.certificate().getNotBefore().toInstant();
        Instant caEnd = CA.certificate().getNotAfter().toInstant();
        assertThat(CA.findings(caStart)).isEmpty();
        assertThat(codes(CA.findings(caStart.minusMillis(1)))).containsExactly("ERROR CA_NOT_YET_VALID");
        assertThat(CA.findings(caEnd)).isEmpty();
        assertThat(codes(CA.findings(caEnd.plusMillis(1)))).containsExactly("ERROR CA_EXPIRED");
    }

    @Test
    void findsAServerWithoutNames() {
        assertThat(codes(issuing(KeyUsage.SERVER_AUTH).build(), NOW))
                .containsExactly("ERROR SUBJECT_ALT_NAMES_MISSING");
    }

    @Test
    void findsClientsThatMayDoEverything() {
        assertThat(codes(
                        issuing(KeyUsage.CLIENT_AUTH)
                                .organizations("system:masters")
                                .build(),
                        NOW))
                .containsExactly("WARNING MASTERS_GROUP_INSECURE");
    }

    @Test
    void findsWeakKeys() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair weak = generator.generateKeyPair();
        assertThat(codes(issuing(KeyUsage.CLIENT_AUTH).keyPair(weak).build(), NOW))
                .containsExactly("WARNING KEY_INSECURE");
    }

    @Test
    void findsSignaturesThatGoDoesNotVerify(@TempDir Path directory) throws IOException {
        OpenSsl.run(
                directory,
                ("req -x509 -newkey rsa:2048 -nodes -sha1 -subj /CN=x -days 30 -keyout key.pem -out crt.pem")
                        .split(" "));
        X509Certificate certificate = Pem.parseCertificates(Files.readString(directory.resolve("crt.pem")))
                .get(0);
        Instant valid = certificate.getNotBefore().toInstant().plus(Duration.ofDays(1));
        assertThat(codes(CertificateAndKey.findings(certificate, valid)))
                .containsExactly("ERROR SIGNATURE_ALGORITHM_INSECURE");
        assertThat(CertificateAndKey.findings(certificate, valid).get(0).message())
                .isEqualTo("the certificate is signed with SHA1withRSA, which Kubernetes refuses from 1.24 on");
        // Go 1.18 (x509sha1), and with it Kubernetes 1.24.
        assertThat(codes(CertificateAndKey.findings(certificate, valid, KubernetesRelease.of(24))))
                .containsExactly("ERROR SIGNATURE_ALGORITHM_INSECURE");
        assertThat(codes(CertificateAndKey.findings(certificate, valid, KubernetesRelease.of(23))))
                .containsExactly("WARNING SIGNATURE_ALGORITHM_INSECURE");
    }

    /** docs/behaviour/certificates.md, 3: in all releases. */
    @Test
    void findsSignaturesWithMd5(@TempDir Path directory) throws IOException {
        OpenSsl.run(
                directory,
                "req -x509 -newkey rsa:2048 -nodes -md5 -subj /CN=x -days 30 -keyout key.pem -out crt.pem".split(" "));
        X509Certificate certificate = Pem.parseCertificates(Files.readString(directory.resolve("crt.pem")))
                .get(0);
        Instant valid = certificate.getNotBefore().toInstant().plus(Duration.ofDays(1));
        List<Finding> findings = CertificateAndKey.findings(certificate, valid, KubernetesRelease.of(20));
        assertThat(codes(findings)).containsExactly("ERROR SIGNATURE_ALGORITHM_INSECURE");
        assertThat(findings.get(0).message())
                .isEqualTo("the certificate is signed with MD5withRSA, which Kubernetes refuses");
    }

    /** Go 1.24 (rsa1024min). */
    @Test
    void findsKeysThatAReleaseRefuses() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1016);
        KeyPair small = generator.generateKeyPair();
        CertificateAndKey pair = issuing(KeyUsage.CLIENT_AUTH).keyPair(small).build();
        CertificateAuthority ca =
                CertificateAuthority.builder("ca", NOW).keyPair(small).build();
        KubernetesRelease before = KubernetesRelease.of(32);
        KubernetesRelease since = KubernetesRelease.of(33);
        assertThat(codes(pair.findings(NOW, before))).containsExactly("WARNING KEY_INSECURE");
        assertThat(codes(pair.findings(NOW, since))).containsExactly("ERROR KEY_INSECURE");
        assertThat(codes(ca.findings(NOW, before))).containsExactly("WARNING KEY_INSECURE");
        assertThat(codes(ca.findings(NOW, since))).containsExactly("ERROR KEY_INSECURE");
    }

    private static X509v3CertificateBuilder builder() {
        return new X509v3CertificateBuilder(
                X500Name.getInstance(CertificateReader.subject(CA.certificate())),
                BigInteger.TEN,
                Date.from(NOW),
                Date.from(NOW.plus(YEAR)),
                new X500Name("CN=x"),
                SubjectPublicKeyInfo.getInstance(CA.certificate().getPublicKey().getEncoded()));
    }

    private static byte[] signed(X509v3CertificateBuilder builder) throws Exception {
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(CA.privateKey()))
                .getEncoded();
    }

    /** RFC 5280, section 4.2.1.9: a CA below which there are no others. */
    @Test
    void aPathLengthOfZeroIsThatOfACa() throws Exception {
        X509v3CertificateBuilder builder = builder();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        X509Certificate ca = CertificateReader.certificate(signed(builder), KubernetesRelease.latest());
        assertThat(codes(CertificateAuthority.findings(ca, NOW))).containsExactly("WARNING SUBJECT_KEY_ID_MISSING");
    }

    /** Such as Bouncy Castle's object for what no API server reads. */
    @Test
    void findsNothingInUsagesThatAProviderCannotRead() throws Exception {
        X509v3CertificateBuilder builder = builder();
        builder.addExtension(Extension.extendedKeyUsage, false, DERNull.INSTANCE);
        X509Certificate certificate =
                (X509Certificate) CertificateFactory.getInstance("X.509", new BouncyCastleProvider())
                        .generateCertificate(new ByteArrayInputStream(signed(builder)));
        assertThatThrownBy(certificate::getExtendedKeyUsage).isInstanceOf(CertificateParsingException.class);
        assertThat(CertificateAndKey.findings(certificate, NOW)).isEmpty();
    }

    @Test
    void looksAtACaWithoutItsKey() {
        assertThat(CertificateAuthority.findings(CA.certificate(), NOW)).isEmpty();
        assertThat(codes(CertificateAuthority.findings(CA.certificate(), NOW.plus(Duration.ofDays(4000)))))
                .containsExactly("ERROR CA_EXPIRED");
    }
}
