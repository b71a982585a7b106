package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
