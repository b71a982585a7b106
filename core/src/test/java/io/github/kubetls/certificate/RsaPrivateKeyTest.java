package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/certificates.md, 2.5: PKCS#1. */
class RsaPrivateKeyTest {

    private static final KubernetesRelease LATEST = KubernetesRelease.latest();

    /** Run with Go 1.26 and, before 1.33, Go 1.19. */
    @Test
    void refusesNumbersOfRsaKeysThatAreNotPositive() {
        String why = "x509: private key contains zero or negative value";
        for (int which = 0; which < 8; which++) {
            for (BigInteger value : List.of(BigInteger.ZERO, rsaNumbers()[which].negate())) {
                BigInteger[] numbers = rsaNumbers();
                numbers[which] = value;
                byte[] der = pkcs1(0, numbers);
                assertThatThrownBy(() -> PrivateKeyReader.pkcs1(der, LATEST))
                        .as("number %s is %s", which, value.signum())
                        .hasMessage(which == 1 ? "crypto/rsa: public exponent too small or negative" : why);
                KubernetesRelease before = KubernetesRelease.of(32);
                if (which < 5) {
                    assertThatThrownBy(() -> PrivateKeyReader.pkcs1(der, before))
                            .hasMessage(which == 1 ? "crypto/rsa: public exponent too small" : why);
                } else {
                    assertThatCode(() -> PrivateKeyReader.pkcs1(der, before)).doesNotThrowAnyException();
                }
            }
        }
    }

    static Stream<Arguments> endsOfRsaKeys() {
        byte[] zero = TestDer.integer(0);
        return Stream.of(
                arguments("two of three CRT values", 7, new byte[0], true),
                arguments("one of three CRT values", 6, new byte[0], true),
                arguments("one CRT value, which is zero", 5, zero, false),
                arguments("no further prime", 8, TestDer.seq(), true),
                arguments("a number", 8, zero, true),
                arguments("a set", 8, TestDer.set(zero), true),
                arguments("something without values", 8, TestDer.octets(new byte[1]), true),
                arguments("something that reaches beyond the end", 5, new byte[] {4, 0x50}, true),
                arguments("a set that reaches beyond the end", 5, new byte[] {0x31, 0x50}, true),
                arguments("something broken behind something else", 5, new byte[] {5, 0, 4}, true),
                arguments("a number that reaches beyond the end", 5, new byte[] {2, 0x50}, false),
                arguments("primes that reach beyond the end", 5, new byte[] {0x30, 0x50}, false),
                arguments("something without a length", 5, new byte[] {4}, false),
                arguments("something of indefinite length", 5, new byte[] {4, (byte) 0x80}, false),
                arguments("a length in too many octets", 5, new byte[] {4, (byte) 0x81, 0x50}, false));
    }

    /** Run with Go 1.26. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("endsOfRsaKeys")
    void looksAtWhatFollowsThePrimes(String reason, int numbers, byte[] more, boolean taken) throws MalformedDer {
        byte[] start = pkcs1(0, Arrays.copyOf(rsaNumbers(), numbers));
        byte[] der = TestDer.seq(new DerInput(start).any().content(), more);
        if (taken) {
            assertThat(PrivateKeyReader.pkcs1(der, LATEST))
                    .isEqualTo(Keys.of(KeyAlgorithm.RSA_2048).getPrivate());
        } else {
            assertThatThrownBy(() -> PrivateKeyReader.pkcs1(der, LATEST)).isInstanceOf(MalformedDer.class);
        }
    }

    /** docs/behaviour/certificates.md, 2.5: Kubernetes parses them. */
    @Test
    void refusesRsaKeysOfThreePrimes() throws MalformedDer {
        byte[] start = new DerInput(pkcs1(1, rsaNumbers())).any().content();
        byte[] prime = TestDer.seq(TestDer.integer(3), TestDer.integer(1), TestDer.integer(1));
        byte[] der = TestDer.seq(start, TestDer.seq(prime));
        assertThatThrownBy(() -> PrivateKeyReader.pkcs1(der, LATEST))
                .hasMessage("RSA keys with more than two primes are not supported");
    }

    @Test
    void readsRsaKeysOfVersion0And1() throws MalformedDer {
        PrivateKey key = Keys.of(KeyAlgorithm.RSA_2048).getPrivate();
        assertThat(PrivateKeyReader.pkcs1(pkcs1(1, rsaNumbers()), LATEST)).isEqualTo(key);
        assertThat(PrivateKeyReader.pkcs1(pkcs1(-1, rsaNumbers()), LATEST)).isEqualTo(key);
        assertThatThrownBy(() -> PrivateKeyReader.pkcs1(pkcs1(2, rsaNumbers()), LATEST))
                .hasMessage("x509: unsupported private key version");
    }

    private static byte[] pkcs1(int version, BigInteger... numbers) {
        byte[][] parts = new byte[numbers.length + 1][];
        parts[0] = TestDer.integer(version);
        for (int i = 0; i < numbers.length; i++) {
            parts[i + 1] = TestDer.tlv(2, numbers[i].toByteArray());
        }
        return TestDer.seq(parts);
    }

    private static BigInteger[] rsaNumbers() {
        RSAPrivateKey key = RSAPrivateKey.getInstance(
                Pem.blocks(Pem.write(Keys.of(KeyAlgorithm.RSA_2048).getPrivate()))
                        .get(0)
                        .bytes());
        return new BigInteger[] {
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrime1(),
            key.getPrime2(),
            key.getExponent1(),
            key.getExponent2(),
            key.getCoefficient()
        };
    }

    /** Go 1.24 (x509rsacrt). */
    @ParameterizedTest
    @CsvSource({
        "5, 2, crypto/rsa: invalid CRT exponent",
        "6, 2, crypto/rsa: invalid CRT exponent",
        "7, 1, crypto/rsa: invalid CRT coefficient",
        "5, 0, x509: private key contains zero or negative value",
        "6, 0, x509: private key contains zero or negative value",
        "7, 0, x509: private key contains zero or negative value"
    })
    void checksTheCrtValuesOfRsaKeysSince133(int which, int value, String why) {
        BigInteger[] numbers = rsaNumbers();
        numbers[which] = value == 0 ? BigInteger.ZERO : numbers[which].add(BigInteger.valueOf(value));
        byte[] der = pkcs1(0, numbers);
        String pem = Pem.Block.of("RSA PRIVATE KEY", der).toPem();
        PrivateKey key = Keys.of(KeyAlgorithm.RSA_2048).getPrivate();
        KubernetesRelease before = KubernetesRelease.of(32);
        assertThat(Pem.parsePrivateKey(pem, before)).isEqualTo(key);
        assertThat(Pem.parseTlsPrivateKey(pem, before)).isEqualTo(key);
        String certificate = CertificateAuthority.builder("x", Instant.EPOCH)
                .keyPair(Keys.of(KeyAlgorithm.RSA_2048))
                .build()
                .certificatePem();
        assertThat(CertificateAndKey.parse(certificate, pem, before).privateKey())
                .isEqualTo(key);
        assertThat(CertificateAndKey.parse(certificate + pem, before).privateKey())
                .isEqualTo(key);
        assertThatThrownBy(() -> CertificateAndKey.parse(certificate, pem)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> CertificateAndKey.parse(certificate + pem, KubernetesRelease.of(33)))
                .isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> PrivateKeyReader.pkcs1(der, KubernetesRelease.of(33)))
                .hasMessage(why);
        assertThatThrownBy(() -> Pem.parsePrivateKey(pem)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> Pem.parseTlsPrivateKey(pem)).isInstanceOf(InvalidFormatException.class);
        assertThat(CertificateAuthority.parse(certificate, pem, before).privateKey())
                .isEqualTo(key);
        KubernetesRelease since = KubernetesRelease.of(33);
        assertThat(Pem.parsePublicKeys(pem, before))
                .containsExactly(Keys.of(KeyAlgorithm.RSA_2048).getPublic());
        assertThatThrownBy(() -> Pem.parsePublicKeys(pem, since)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> CertificateAuthority.parse(certificate, pem, since))
                .isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void refusesAnRsaKeyThatWouldTakeForEver() {
        byte[] huge = new byte[60_000];
        Arrays.fill(huge, (byte) 0x7F);
        byte[] number = TestDer.tlv(2, huge);
        byte[] key = TestDer.seq(
                TestDer.integer(0),
                number,
                TestDer.integer(3),
                TestDer.integer(5),
                TestDer.integer(5),
                TestDer.integer(7));
        assertThatThrownBy(() -> PrivateKeyReader.pkcs1(key, KubernetesRelease.latest()))
                .hasMessageContaining("longer than 16384 bits");
    }
}
