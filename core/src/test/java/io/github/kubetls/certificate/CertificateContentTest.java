package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/certificates.md, 6: what a certificate has in it when a CA signs a request. */
class CertificateContentTest {

    private static final CertificateAuthority W03 =
            CertificateAuthority.parse(Vectors.W03_CA, Pem.write(TestKeys.CA)).withProvider(new HsmProvider());
    private static final Instant NOW = Instant.parse("2024-01-15T10:00:00Z");

    private static X509Certificate issue(CertificateRequest request, String... usages) {
        return W03.sign(
                request, KeyUsage.listOf(usages), Validity.of(NOW, NOW.plus(Duration.ofHours(1))), BigInteger.ONE);
    }

    @ParameterizedTest
    @CsvSource({
        "digital signature, 03020780, ''",
        "signing|digital signature, 03020780, ''",
        "key encipherment, 03020520, ''",
        "digital signature|key encipherment, 030205A0, ''",
        "cert sign|crl sign, 03020106, ''",
        "digital signature|key encipherment|cert sign, 030202A4, ''",
        "digital signature|content commitment|key encipherment|data encipherment|key agreement|cert sign|crl sign|encipher only, 030200FF, ''",
        "digital signature|content commitment|key encipherment|data encipherment|key agreement|cert sign|crl sign|encipher only|decipher only, 030307FF80, ''",
        "client auth, '', 300A06082B06010505070302",
        "server auth, '', 300A06082B06010505070301",
        "s/mime|email protection|ocsp signing|signing|digital signature, 03020780, 301406082B0601050507030406082B06010505070309"
    })
    void encodesUsagesAsKubernetesDoes(String usages, String keyUsage, String extendedKeyUsage) throws Exception {
        X509Certificate certificate = issue(CertificateRequest.parse(Vectors.W02_REQUEST), usages.split("\\|"));
        assertThat(value(certificate, "2.5.29.15")).isEqualTo(keyUsage);
        assertThat(value(certificate, "2.5.29.37"))
                .as("docs/behaviour/worked-examples.md, W24")
                .isEqualTo(extendedKeyUsage);
        assertThat(value(certificate, "2.5.29.19")).isEqualTo("3000");
        assertThat(value(certificate, "2.5.29.35")).isEqualTo("30168014FA64B5910DAC6EDE2A013F632CDE22BEDAB584B6");
    }

    private static String value(X509Certificate certificate, String oid) throws MalformedDer {
        byte[] extension = certificate.getExtensionValue(oid);
        return extension == null ? "" : HexFormat.of().withUpperCase().formatHex(new DerInput(extension).octetString());
    }

    @Test
    void namesAreCriticalOnlyWithoutSubject() throws Exception {
        KeyPair keys = new KeyPair(TestKeys.LEAF_PUBLIC, TestKeys.LEAF);
        X509Certificate without = issue(
                CertificateRequest.builder(keys)
                        .subjectAltNames(SubjectAltNames.of("a"))
                        .build(),
                "client auth");
        assertThat(without.getCriticalExtensionOIDs())
                .as("docs/behaviour/worked-examples.md, W17")
                .contains("2.5.29.17");
        assertThat(CertificateReader.subject(without)).asHexString().isEqualTo("3000");
        X509Certificate with = issue(
                CertificateRequest.kubeletServing("w", SubjectAltNames.of("a", "::ffff:10.1.2.3"), keys),
                "server auth");
        assertThat(with.getNonCriticalExtensionOIDs()).contains("2.5.29.17");
        assertThat(value(with, "2.5.29.17"))
                .as("docs/behaviour/worked-examples.md, W14")
                .isEqualTo("300982016187040A010203");
    }

    @Test
    void leavesOutTheKeyIdentifierOfACaOfTheSameNameOrWithoutOne() throws Exception {
        KeyPair keys = new KeyPair(TestKeys.LEAF_PUBLIC, TestKeys.LEAF);
        CertificateRequest same = CertificateRequest.builder(keys)
                .subject(DistinguishedName.of("kubernetes"))
                .build();
        assertThat(issue(same, "client auth").getExtensionValue("2.5.29.35")).isNull();
        CertificateAuthority withoutId = CertificateAuthority.of(
                Pem.parseCertificates(Vectors.W04_CERTIFICATE).get(0), TestKeys.LEAF);
        assertThat(withoutId
                        .sign(same, KeyUsage.listOf("client auth"), Validity.of(NOW, NOW), BigInteger.TWO)
                        .getExtensionValue("2.5.29.35"))
                .isNull();
    }

    @Test
    void encodesTheSubjectAnewAndKeepsTheBytesOfTheIssuer() throws Exception {
        byte[] utf8Subject = TestDer.seq(
                TestDer.rdn("2.5.4.3", TestDer.utf8("x")),
                TestDer.rdn("1.2.840.113549.1.9.1", TestDer.string(22, "a@b")),
                TestDer.rdn("2.5.4.10", TestDer.utf8("o")));
        CertificateRequest request =
                CertificateRequest.parseDer(TestDer.request(utf8Subject, TestDer.leafKey(), TestDer.attributes()));
        assertThat(CertificateReader.subject(issue(request, "client auth")))
                .isEqualTo(Names.encode(DistinguishedName.of("x", "o")));
        CertificateAuthority foreign =
                CertificateAuthority.parse(Recorded.text("csr/ca.crt"), Recorded.text("csr/ca.key"));
        X509Certificate issued =
                foreign.sign(request, KeyUsage.listOf("client auth"), Validity.of(NOW, NOW), BigInteger.ONE);
        assertThat(HexFormat.of().formatHex(issued.getEncoded()))
                .as("the UTF8String of openssl's CA")
                .contains("30153113301106035504030c0a6b756265726e65746573");
    }

    @Test
    void timesAreCutToSecondsAndGeneralizedFrom2050On() throws Exception {
        CertificateRequest request = CertificateRequest.parse(Vectors.W02_REQUEST);
        X509Certificate certificate = W03.sign(
                request,
                KeyUsage.listOf("client auth"),
                Validity.of(Instant.parse("2049-12-31T23:59:59.999Z"), Instant.parse("2050-01-01T00:00:00.999Z")),
                BigInteger.ONE);
        assertThat(HexFormat.of().formatHex(certificate.getEncoded()))
                .contains("170d" + HexFormat.of().formatHex("491231235959Z".getBytes()) + "180f"
                        + HexFormat.of().formatHex("20500101000000Z".getBytes()));
    }

    @Test
    void refusesWhatKubernetesCannotSign() {
        CertificateRequest request = CertificateRequest.parse(Vectors.W02_REQUEST);
        assertThatThrownBy(() -> issue(request, "x", "client auth", "y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unrecognized usage values: [\"x\" \"y\"]");
        byte[] teletex = TestDer.request(
                TestDer.seq(TestDer.rdn("2.5.4.3", TestDer.string(20, "\u00FC"))),
                TestDer.leafKey(),
                TestDer.attributes());
        CertificateRequest noText = CertificateRequest.parseDer(teletex, KubernetesRelease.of(35));
        assertThatThrownBy(() -> issue(noText, "client auth"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("asn1: string not valid UTF-8");
        assertThatThrownBy(() -> issue(noText, "x"))
                .as("the signer looks at the usages first")
                .hasMessage("unrecognized usage values: [\"x\"]");
        assertThat(issue(CertificateRequest.parseDer(teletex), "client auth")
                        .getSubjectX500Principal()
                        .getEncoded())
                .as("as UTF8String, since 1.36")
                .isEqualTo(TestDer.seq(TestDer.rdn("2.5.4.3", TestDer.utf8("\u00FC"))));
        assertThatThrownBy(
                        () -> W03.sign(request, List.of(), new Validity(NOW, NOW, Duration.ZERO, "no"), BigInteger.ONE))
                .hasMessage("no");
        assertThatThrownBy(() -> W03.sign(request, List.of(), Validity.of(NOW, NOW), BigInteger.valueOf(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** docs/behaviour/certificates.md, 6. */
    @ParameterizedTest
    @CsvSource({
        "ECDSA_P256, 37, 030202A4",
        "ECDSA_P256, 38, 03020284",
        "ED25519, 38, 03020284",
        "RSA_2048, 38, 030202A4"
    })
    void onlyRsaCasEncipherKeysSince138(KeyAlgorithm algorithm, int minor, String usage) {
        X509Certificate ca = CertificateAuthority.builder("kubernetes", NOW)
                .keyPair(Keys.of(algorithm))
                .release(KubernetesRelease.of(minor))
                .build()
                .certificate();
        assertThat(ca.getExtensionValue("2.5.29.15")).isEqualTo(HexFormat.of().parseHex("0404" + usage));
    }

    @Test
    void drawsSerialNumbersOf128Bits() {
        SecureRandom random = new SecureRandom();
        BigInteger union = BigInteger.ZERO;
        for (int i = 0; i < 200; i++) {
            BigInteger serial = CertificateAuthority.randomSerialNumber(random);
            assertThat(serial.signum()).isNotNegative();
            union = union.or(serial);
        }
        assertThat(union.bitLength()).isEqualTo(128);
        assertThat(union.bitCount()).isEqualTo(128);
    }
}
