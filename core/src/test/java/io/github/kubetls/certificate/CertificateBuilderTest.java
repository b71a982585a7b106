package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/kubeadm.md, as far as it tells of single certificates. */
class CertificateBuilderTest {

    private static final Instant NOW = Instant.parse("2024-01-15T10:00:00Z");
    private static final CertificateAuthority CA = CertificateAuthority.builder("ca", NOW)
            .keyPair(Keys.of(KeyAlgorithm.ECDSA_P256))
            .build();

    private static CertificateBuilder<CertificateAndKey> client() {
        return CA.issuing("x", NOW).usages(KeyUsage.CLIENT_AUTH).keyPair(Keys.of(KeyAlgorithm.ECDSA_P384));
    }

    /** Draws bytes that are all equal, one value after another. */
    private static SecureRandom drawing(int... values) {
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;
            private int next;

            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) values[next++]);
            }
        };
    }

    /** client-go's {@code rand.Int(rand.Reader, math.MaxInt64)}, and since 1.28 {@code math.MaxInt64 - 1} and one. */
    @ParameterizedTest
    @CsvSource({"27, 0", "28, 0101010101010101"})
    void drawsSerialNumbersBelowTheLargestOf63Bits(int minor, String expected) {
        X509Certificate certificate = client().release(KubernetesRelease.of(minor))
                .random(drawing(0xFF, 0, 1))
                .build()
                .certificate();
        assertThat(certificate.getSerialNumber()).isEqualTo(new BigInteger(expected, 16));
    }

    /** Since 1.28 the number is drawn for a CA, too; before it is 0, but of an intermediate. */
    @Test
    void drawsTheSerialNumberOfEveryCertificateButThatOfOlderRoots() {
        KubernetesRelease before = KubernetesRelease.of(27);
        assertThat(CA.intermediate("x", NOW)
                        .keyPair(Keys.of(KeyAlgorithm.ECDSA_P384))
                        .release(before)
                        .random(drawing(3))
                        .build()
                        .certificate()
                        .getSerialNumber())
                .isEqualTo(new BigInteger("0303030303030303", 16));
        assertThat(CertificateAuthority.builder("x", NOW)
                        .keyPair(Keys.of(KeyAlgorithm.ECDSA_P384))
                        .random(drawing(0, 3))
                        .build()
                        .certificate()
                        .getSerialNumber())
                .isEqualTo(new BigInteger("0303030303030303", 16));
        assertThat(CertificateAuthority.builder("x", NOW)
                        .keyPair(Keys.of(KeyAlgorithm.ECDSA_P384))
                        .release(before)
                        .build()
                        .certificate()
                        .getSerialNumber())
                .isZero();
    }

    @Test
    void takesASerialNumber() {
        assertThat(client().serialNumber(BigInteger.TEN).build().certificate().getSerialNumber())
                .isEqualTo(10);
    }

    @Test
    void takesAValidityThatIsPositive() {
        X509Certificate certificate =
                client().validity(Duration.ofSeconds(1)).build().certificate();
        assertThat(certificate.getNotAfter()).isEqualTo(NOW.plusSeconds(1));
        for (Duration validity : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> client().validity(validity))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the validity must be positive");
        }
    }

    /** RFC 5280 lets a certificate outlive its CA, and kubeadm does; an intermediate does not. */
    @Test
    void onlyAnIntermediateEndsWithItsParent() {
        Duration longer = Duration.ofDays(36500);
        Instant end = CA.certificate().getNotAfter().toInstant();
        assertThat(client().validity(longer).build().certificate().getNotAfter())
                .isEqualTo(NOW.plus(longer));
        CertificateBuilder<CertificateAuthority> intermediate =
                CA.intermediate("x", NOW).keyPair(Keys.of(KeyAlgorithm.ECDSA_P384));
        assertThat(intermediate.validity(longer).build().certificate().getNotAfter())
                .isEqualTo(end);
        assertThat(intermediate
                        .validity(Duration.ofDays(1))
                        .build()
                        .certificate()
                        .getNotAfter())
                .isEqualTo(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void keepsNamesOfAllKindsEachOnce() {
        SubjectAltNames names = SubjectAltNames.builder()
                .dnsNames("b", "a", "b")
                .ipAddresses("10.0.0.2", "10.0.0.1", "10.0.0.2")
                .emailAddresses("a@b")
                .uris("a:b")
                .build();
        SubjectAltNames expected = SubjectAltNames.builder()
                .dnsNames("a", "b")
                .ipAddresses("10.0.0.2", "10.0.0.1")
                .emailAddresses("a@b")
                .uris("a:b")
                .build();
        assertThat(SubjectAltNames.of(client().subjectAltNames(names).build().certificate()))
                .isEqualTo(expected);
        assertThat(SubjectAltNames.of(CertificateAuthority.builder("x", NOW)
                        .keyPair(Keys.of(KeyAlgorithm.ECDSA_P384))
                        .subjectAltNames(names)
                        .build()
                        .certificate()))
                .isEqualTo(expected);
        assertThat(SubjectAltNames.of(client().build().certificate())).isEqualTo(SubjectAltNames.none());
    }

    @Test
    void signsNothingForATimeThatIsNone() {
        X509Certificate certificate = client().build().certificate();
        CertificateContent content =
                CertificateContent.of(DistinguishedName.of("x"), SubjectAltNames.none(), KeyUsage.CLIENT_AUTH);
        Validity validity = Validity.of(NOW, NOW.plusSeconds(1));
        assertThat(validity.isPossible()).isTrue();
        assertThat(CA.sign(certificate.getPublicKey(), content, validity, BigInteger.ONE)
                        .getPublicKey())
                .isEqualTo(certificate.getPublicKey());
        Validity impossible = new Validity(NOW, NOW, Duration.ZERO, "no time is left");
        assertThat(impossible.isPossible()).isFalse();
        assertThatThrownBy(() -> CA.sign(certificate.getPublicKey(), content, impossible, BigInteger.ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no time is left");
    }
}
