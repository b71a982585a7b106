package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expectations: x509.ParsePKCS1PrivateKey of Go 1.26 (1.33 and later) and of Go 1.19 (before) on the same numbers. */
class RsaNumbersTest {

    private static final BigInteger E = BigInteger.valueOf(65537);
    private static final BigInteger P =
            new BigInteger("c17f9ee6725ed09d3a0562d56abd685a48f165d57b00c7f4781ef86f5c8cc355", 16);
    private static final BigInteger Q =
            new BigInteger("f8f12d92a28f17d83ce44e27424458b6b6043106a85f68b6daa8b2a668d606bd", 16);
    private static final BigInteger[] GOOD = numbers(P, Q, E);

    /** Primes minus one with a large common divisor: exponents can both be small. */
    private static final BigInteger[] SMALL_D = numbers(
            new BigInteger("79d2902a5bda308eb60ecf7dbbff990bb362d84d22cc088d8e636506717299a9", 16),
            new BigInteger("f155e2c9babe898246487198f065d4d72f3c2ff7f51d9f42ef43bd2c35c19c05", 16),
            BigInteger.valueOf(2_322_041));

    private static final BigInteger[] HALF_D = numbers(
            new BigInteger("919bdfd2046ec370528045ff1cf97493a314db4efa597cf324c191811021d0d5", 16),
            new BigInteger("b8ff2850cbbc05090f59eb3f1ed25d638b62622436e9622056814bd698133db5", 16),
            BigInteger.valueOf(15595));

    private static final KubernetesRelease BEFORE = KubernetesRelease.of(32);
    private static final KubernetesRelease SINCE = KubernetesRelease.of(33);

    private static BigInteger minusOne(BigInteger number) {
        return number.subtract(BigInteger.ONE);
    }

    private static BigInteger lcm(BigInteger one, BigInteger other) {
        return one.multiply(other).divide(one.gcd(other));
    }

    private static BigInteger[] numbers(BigInteger p, BigInteger q, BigInteger e) {
        BigInteger d = e.modInverse(lcm(minusOne(p), minusOne(q)));
        return new BigInteger[] {
            p.multiply(q), e, d, p, q, d.mod(minusOne(p)), d.mod(minusOne(q)), q.modInverse(p),
        };
    }

    private static BigInteger[] with(int which, BigInteger value) {
        BigInteger[] numbers = GOOD.clone();
        numbers[which] = value;
        return numbers;
    }

    private static BigInteger[] with(int which, long value) {
        return with(which, BigInteger.valueOf(value));
    }

    private static BigInteger[] plus(int which, BigInteger difference) {
        return with(which, GOOD[which].add(difference));
    }

    private static BigInteger[] withoutCrt(BigInteger[] numbers) {
        return Arrays.copyOf(numbers, 5);
    }

    private static BigInteger[] close(int bit, int further) {
        return numbers(Q.add(BigInteger.ONE.shiftLeft(bit)).add(BigInteger.valueOf(further)), Q, E);
    }

    private static byte[] encoded(BigInteger[] numbers) {
        byte[][] parts = Stream.concat(
                        Stream.of(TestDer.integer(0)),
                        Arrays.stream(numbers).map(number -> TestDer.tlv(2, number.toByteArray())))
                .toArray(byte[][]::new);
        return TestDer.seq(parts);
    }

    static Stream<Arguments> refused() {
        String exponents = "crypto/rsa: invalid exponents";
        String modulus = "crypto/rsa: invalid modulus";
        String tooLarge = "crypto/rsa: public exponent too large";
        String tooSmall = "crypto/rsa: public exponent too small";
        String even = "crypto/rsa: public exponent is even";
        String crtExponent = "crypto/rsa: invalid CRT exponent";
        return Stream.of(
                arguments("d is the modulus", with(2, GOOD[0]), exponents, "input overflows the modulus"),
                arguments(
                        "d has a bit more than the limbs of the modulus",
                        plus(2, BigInteger.ONE.shiftLeft(512)),
                        exponents,
                        "input overflows the modulus size"),
                arguments("d fits p only", plus(2, minusOne(P)), exponents, "crypto/rsa: d does not match dQ"),
                arguments("d fits q only", plus(2, minusOne(Q)), exponents, "crypto/rsa: d does not match dP"),
                arguments("d fits neither", withoutCrt(plus(2, BigInteger.TWO)), exponents, crtExponent),
                arguments("p is one", with(3, 1), "crypto/rsa: invalid prime value", "modulus must be > 1"),
                arguments("q is one", with(4, 1), "crypto/rsa: invalid prime value", "modulus must be > 1"),
                arguments("p is even", withoutCrt(with(3, P.add(BigInteger.ONE))), modulus, "crypto/rsa: p is even"),
                arguments("q is another", with(4, 3), modulus, "crypto/rsa: p * q != n"),
                arguments(
                        "the modulus is even", plus(0, BigInteger.ONE), modulus, "crypto/rsa: public modulus is even"),
                arguments("the modulus is another", plus(0, BigInteger.TWO), modulus, "crypto/rsa: p * q != n"),
                arguments("e is one", with(1, 1), tooSmall, tooSmall + " or negative"),
                arguments("e is zero", with(1, 0), tooSmall, tooSmall + " or negative"),
                arguments("e is negative", with(1, -1), tooSmall, tooSmall + " or negative"),
                arguments("e is two", with(1, 2), exponents, even),
                arguments("e is even", with(1, 65536), exponents, even),
                arguments("e does not fit", with(1, 3), exponents, crtExponent),
                arguments("e has 31 bits and does not fit", with(1, Integer.MAX_VALUE), exponents, crtExponent),
                arguments("e has 32 bits", with(1, (1L << 31) + 1), tooLarge, tooLarge),
                arguments("dP is larger than it need be", plus(5, minusOne(P)), "", crtExponent),
                arguments("dQ is larger than it need be", plus(6, minusOne(Q)), "", crtExponent),
                arguments("dP is p - 1", with(5, minusOne(P)), "", crtExponent),
                arguments("dP is another", plus(5, BigInteger.TWO), "", crtExponent),
                arguments("dQ is another", plus(6, BigInteger.TWO), "", crtExponent),
                arguments("the coefficient is p", with(7, P), "", "input overflows the modulus"),
                arguments(
                        "the coefficient is larger than it need be",
                        plus(7, P),
                        "",
                        "input overflows the modulus size"),
                arguments(
                        "the coefficient is another",
                        plus(7, BigInteger.ONE),
                        "",
                        "crypto/rsa: invalid CRT coefficient"),
                arguments("primes differ in 155 bits", close(154, 138), "", "crypto/rsa: |p - q| too small"),
                arguments("primes differ in 156 bits", close(155, 302), "", "crypto/rsa: |p - q| too small"),
                arguments("d has 255 bits of 511", HALF_D, "", "crypto/rsa: d too small"),
                arguments("d has 252 bits of 511", SMALL_D, "", "crypto/rsa: d too small"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesWhatAReleaseRefusesInItsWords(String reason, BigInteger[] numbers, String before, String since)
            throws MalformedDer {
        byte[] der = encoded(numbers);
        if (before.isEmpty()) {
            assertThat(PrivateKeyReader.pkcs1(der, BEFORE)).as(reason).isNotNull();
        } else {
            assertThatThrownBy(() -> PrivateKeyReader.pkcs1(der, BEFORE))
                    .as(reason)
                    .hasMessage(before);
        }
        assertThatThrownBy(() -> PrivateKeyReader.pkcs1(der, SINCE)).as(reason).hasMessage(since);
    }

    static Stream<Arguments> taken() {
        BigInteger order = lcm(minusOne(P), minusOne(Q));
        return Stream.of(
                arguments("as it should be", GOOD),
                arguments("without CRT values", withoutCrt(GOOD)),
                arguments(
                        "a larger d",
                        withoutCrt(plus(2, order.multiply(GOOD[0].divide(order).subtract(BigInteger.ONE))))),
                arguments("the primes the other way round", numbers(Q, P, E)),
                arguments("primes that differ in 157 bits", close(156, 90)));
    }

    /** RFC 8017, appendix A.1.2. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("taken")
    void takesNumbersThatFit(String reason, BigInteger[] numbers) throws MalformedDer {
        for (KubernetesRelease release : new KubernetesRelease[] {BEFORE, SINCE}) {
            RSAPrivateCrtKey key = (RSAPrivateCrtKey) PrivateKeyReader.pkcs1(encoded(numbers), release);
            assertThat(key.getModulus()).isEqualTo(numbers[0]);
            assertThat(key.getPublicExponent()).isEqualTo(E);
            assertThat(key.getPrivateExponent()).isEqualTo(numbers[2]);
            assertThat(key.getPrimeP()).isEqualTo(numbers[3]);
            assertThat(key.getPrimeQ()).isEqualTo(numbers[4]);
            assertThat(key.getPrimeExponentP()).isEqualTo(numbers[2].mod(minusOne(numbers[3])));
            assertThat(key.getPrimeExponentQ()).isEqualTo(numbers[2].mod(minusOne(numbers[4])));
            assertThat(key.getCrtCoefficient()).isEqualTo(numbers[4].modInverse(numbers[3]));
        }
    }

    /** Kubernetes before 1.33 takes it, and can do nothing with it: there is no coefficient. */
    @Test
    void refusesAPrimeThatIsThereTwice() {
        BigInteger d = E.modInverse(minusOne(P).multiply(P));
        BigInteger[] numbers = {P.multiply(P), E, d, P, P};
        assertThatThrownBy(() -> PrivateKeyReader.pkcs1(encoded(numbers), BEFORE))
                .hasMessage("crypto/rsa: invalid exponents");
        assertThatThrownBy(() -> PrivateKeyReader.pkcs1(encoded(numbers), SINCE))
                .hasMessage("crypto/rsa: invalid CRT coefficient");
    }

    @Test
    void looksAtNumbersOfUpTo16384Bits() {
        for (int which = 0; which < 5; which++) {
            if (which == 1) {
                continue; // An exponent of more than 64 bits is none.
            }
            BigInteger[] longest = with(which, BigInteger.ONE.shiftLeft(16384).subtract(BigInteger.ONE));
            assertThatThrownBy(() -> PrivateKeyReader.pkcs1(encoded(longest), BEFORE))
                    .isInstanceOf(MalformedDer.class)
                    .hasMessageStartingWith("crypto/rsa: ");
            BigInteger[] longer = with(which, BigInteger.ONE.shiftLeft(16384));
            assertThatThrownBy(() -> PrivateKeyReader.pkcs1(encoded(longer), BEFORE))
                    .hasMessage("RSA key is longer than 16384 bits");
        }
    }
}
