package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is issued is not read again: the strict reader takes all that is written. */
class X509IssuerTest {

    private static final long SEED = 20260117;
    private static final Instant START = Instant.parse("1999-12-31T23:59:59.7Z");
    private static final List<String> TEXTS =
            List.of("", "x", "system:node:worker-1", "Bücher & Söhne", "名前", "a@b", "*", "𝄞", " ", "a".repeat(200));

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "ECDSA_P256", "ECDSA_P384", "ED25519", "ML_DSA_44"})
    void writesWhatTheStrictReaderTakes(KeyAlgorithm algorithm) throws Exception {
        CertificateAuthority ca = CertificateAuthority.builder("kubernetes", START)
                .keyPair(Keys.of(algorithm))
                .build();
        for (int i = 0; i < 60; i++) {
            Instant from = START.plus(Duration.ofDays(random.nextInt(365 * 140) - 365L * 60));
            Validity validity = Validity.of(from, from.plus(Duration.ofDays(random.nextInt(365 * 900))));
            BigInteger serial = new BigInteger(random.nextInt(161), random);
            SubjectAltNames names = names();
            CertificateContent content = new CertificateContent(subject(), names, usages());
            X509Certificate issued = ca.sign(Keys.of(anyKey()).getPublic(), content, validity, serial);
            for (X509Certificate read : List.of(
                    CertificateReader.certificate(issued.getEncoded(), KubernetesRelease.latest()),
                    CertificateReader.certificate(issued.getEncoded(), KubernetesRelease.of(20)))) {
                assertThat(read).isEqualTo(issued);
                assertThat(read.getSerialNumber()).isEqualTo(serial);
                assertThat(SubjectAltNames.of(read)).isEqualTo(names);
                // RFC 5280, section 4.1.2.5: two digits of the year from 1950 to 2049, else four.
                assertThat(read.getNotBefore().toInstant()).isEqualTo(seconds(validity.notBefore()));
                assertThat(read.getNotAfter().toInstant()).isEqualTo(seconds(validity.notAfter()));
                DistinguishedName subject = DistinguishedName.ofSubject(read);
                assertThat(subject.commonName()).isEqualTo(content.subject().commonName());
                assertThat(subject.organizations())
                        .containsExactlyInAnyOrderElementsOf(content.subject().organizations());
            }
        }
    }

    private static byte[] issued(Instant from, Instant to, KeyUsage... usages) throws Exception {
        CertificateContent content = CertificateContent.of(DistinguishedName.of("x"), SubjectAltNames.none(), usages);
        return CertificateAuthority.builder("kubernetes", START)
                .keyPair(Keys.of(KeyAlgorithm.ECDSA_P256))
                .build()
                .sign(Keys.another(KeyAlgorithm.ECDSA_P256).getPublic(), content, Validity.of(from, to), BigInteger.ONE)
                .getEncoded();
    }

    /** RFC 5280, section 4.1.2.5: UTCTime (tag 23, 13 bytes) from 1950 to 2049, else GeneralizedTime (tag 24, 15 bytes). */
    @ParameterizedTest
    @CsvSource({
        "0000-01-01T00:00:00Z, 24, 00000101000000Z",
        "1949-12-31T23:59:59Z, 24, 19491231235959Z",
        "1950-01-01T00:00:00Z, 23, 500101000000Z",
        "2049-12-31T23:59:59Z, 23, 491231235959Z",
        "2050-01-01T00:00:00Z, 24, 20500101000000Z",
        "9999-12-31T23:59:59Z, 24, 99991231235959Z"
    })
    void writesEachYearInItsForm(Instant time, int tag, String text) throws Exception {
        String der = new String(issued(time, time), StandardCharsets.ISO_8859_1);
        assertThat(der).contains(("" + (char) tag + (char) text.length() + text).repeat(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0001-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"})
    void aYearHasFourDigits(Instant time) {
        assertThatThrownBy(() -> issued(time, time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a certificate cannot hold a time in the year ");
    }

    /** RFC 5280, section 4.2.1.3, as Bouncy Castle writes it. */
    @Test
    void writesTheBitsOfEachSetOfUsages() throws Exception {
        KeyUsage[] inOrder = {
            KeyUsage.DIGITAL_SIGNATURE,
            KeyUsage.CONTENT_COMMITMENT,
            KeyUsage.KEY_ENCIPHERMENT,
            KeyUsage.DATA_ENCIPHERMENT,
            KeyUsage.KEY_AGREEMENT,
            KeyUsage.CERT_SIGN,
            KeyUsage.CRL_SIGN,
            KeyUsage.ENCIPHER_ONLY,
            KeyUsage.DECIPHER_ONLY
        };
        for (int count = 1; count <= inOrder.length; count++) {
            byte[] der = issued(START, START, Arrays.copyOf(inOrder, count));
            int expected = 0;
            for (int i = 0; i < count; i++) {
                expected |= i < 8 ? 0x80 >> i : 0x8000;
            }
            assertThat(new X509CertificateHolder(der)
                            .getExtension(Extension.keyUsage)
                            .getParsedValue()
                            .toASN1Primitive()
                            .getEncoded())
                    .isEqualTo(new org.bouncycastle.asn1.x509.KeyUsage(expected).getEncoded());
        }
    }

    @Test
    void issuesNothingWithUsagesThatKubernetesDoesNotKnow() {
        CertificateBuilder<CertificateAndKey> builder = CertificateAuthority.builder("kubernetes", START)
                .keyPair(Keys.of(KeyAlgorithm.ECDSA_P256))
                .build()
                .issuing("x", START)
                .keyPair(Keys.another(KeyAlgorithm.ECDSA_P256))
                .usages(KeyUsage.listOf("client auth", "x"));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unrecognized usage values: [\"x\"]");
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private KeyAlgorithm anyKey() {
        return any(List.of(KeyAlgorithm.RSA_2048, KeyAlgorithm.ECDSA_P256, KeyAlgorithm.ED25519));
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> List<T> some(List<T> values) {
        List<T> some = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            T value = any(values);
            if (!some.contains(value)) {
                some.add(value);
            }
        }
        return some;
    }

    private DistinguishedName subject() {
        return DistinguishedName.of(
                any(TEXTS), some(TEXTS.subList(1, TEXTS.size())).toArray(String[]::new));
    }

    private SubjectAltNames names() {
        return SubjectAltNames.builder()
                .dnsNames(some(List.of("worker-1", "*.example.com", "", "not a name", "a".repeat(300))))
                .emailAddresses(some(List.of("a@example.com", "", "none")))
                .ipAddresses(some(List.of("10.0.0.1", "::1", "fd00::1", "::ffff:10.0.0.1"))
                        .toArray(String[]::new))
                .uris(some(List.of("spiffe://cluster.local/ns/x", "https://a/%20", "urn:x", "http://[::1]:80/")))
                .build();
    }

    private List<KeyUsage> usages() {
        return some(List.of(
                KeyUsage.SIGNING,
                KeyUsage.KEY_ENCIPHERMENT,
                KeyUsage.CRL_SIGN,
                KeyUsage.DECIPHER_ONLY,
                KeyUsage.SERVER_AUTH,
                KeyUsage.CLIENT_AUTH));
    }
}
