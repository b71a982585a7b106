package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK and the light-weight classes, which take turns, do the same. */
class EcdsaTest {

    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

    static Stream<Arguments> algorithms() {
        return Stream.of(NamedCurve.P_256, NamedCurve.P_384, NamedCurve.P_521)
                .flatMap(curve -> Stream.of("SHA1withECDSA", "SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA")
                        .map(algorithm -> Arguments.of(curve, algorithm)));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void eachVerifiesWhatTheOtherSigns(NamedCurve curve, String algorithm) throws Exception {
        for (EncodedKeyPair pair :
                new EncodedKeyPair[] {Ecdsa.Jdk.generate(curve), Ecdsa.generate(curve, new SecureRandom())}) {
            PublicKeyInfo publicKey = pair.publicKey();
            PrivateKey privateKey = Crypto.privateKey("EC", pair.pkcs8());
            Pkcs8 parts = Pkcs8.read(pair.pkcs8());
            CurveArithmetic arithmetic = CurveArithmetic.of(curve);
            assertThat(arithmetic.publicPoint(parts.scalar())).isEqualTo(publicKey.bits());
            byte[] ofJdk = Ecdsa.Jdk.sign(privateKey, algorithm, MESSAGE);
            byte[] light = arithmetic.sign(parts.scalar(), algorithm, MESSAGE);
            for (byte[] signature : new byte[][] {ofJdk, light}) {
                assertThat(Ecdsa.Jdk.verify(publicKey, algorithm, MESSAGE, signature))
                        .isTrue();
                assertThat(lightweight(publicKey, curve).verify(algorithm, MESSAGE, signature))
                        .isTrue();
                byte[] other = {1};
                assertThat(Ecdsa.Jdk.verify(publicKey, algorithm, other, signature))
                        .isFalse();
                assertThat(lightweight(publicKey, curve).verify(algorithm, other, signature))
                        .isFalse();
            }
        }
    }

    private static Ecdsa.VerifyingKey lightweight(PublicKeyInfo key, NamedCurve curve) {
        Ecdsa.lightweight(curve);
        return new Ecdsa.VerifyingKey(key, curve);
    }

    /** The light-weight classes compute otherwise with a point that they have met before. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "P_224") // which the JDK does not know
    void aKeyThatIsKeptVerifiesWhatTheJdkVerifies(NamedCurve curve) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        EncodedKeyPair pair = Ecdsa.generate(curve, new SecureRandom());
        PrivateKey privateKey = Crypto.privateKey("EC", pair.pkcs8());
        Ecdsa.VerifyingKey kept = lightweight(pair.publicKey(), curve);
        for (int i = 0; i < 20; i++) {
            byte[] message = new byte[random.nextInt(100)];
            random.nextBytes(message);
            byte[] signature = Ecdsa.Jdk.sign(privateKey, "SHA256withECDSA", message);
            if (i % 2 == 1) {
                signature[signature.length - 1 - random.nextInt(16)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(kept.verify("SHA256withECDSA", message, signature))
                    .as("signature %s, seed %s", i, seed)
                    .isEqualTo(Ecdsa.Jdk.verify(pair.publicKey(), "SHA256withECDSA", message, signature))
                    .isEqualTo(i % 2 == 0);
        }
    }

    /** RFC 3279, section 2.2.3, in DER; providers take more than that, each something else. */
    @ParameterizedTest
    @EnumSource
    void takesTwoNumbersOfTheCurveAndNothingElse(NamedCurve curve) {
        BigInteger largest = curve.order().subtract(BigInteger.ONE);
        assertThat(numbers(curve, BigInteger.ONE, largest)).isNotNull();
        assertThat(numbers(curve, BigInteger.ZERO, largest)).isNull();
        assertThat(numbers(curve, BigInteger.ONE, curve.order())).isNull();
        assertThat(numbers(curve, BigInteger.ONE.negate(), largest)).isNull();
        byte[] good = new Ecdsa.Numbers(BigInteger.ONE, BigInteger.TWO).encoded();
        assertThat(Ecdsa.Numbers.read(Arrays.copyOf(good, good.length + 1), curve))
                .isNull();
        assertThat(Ecdsa.Numbers.read(Arrays.copyOf(good, good.length - 1), curve))
                .isNull();
        assertThat(Ecdsa.Numbers.read(new byte[] {0x30, 7, 2, 2, 0, 1, 2, 1, 2}, curve))
                .as("a number that is longer than it need be")
                .isNull();
        assertThat(Ecdsa.Numbers.read(new byte[] {0x30, 9, 2, 1, 1, 2, 1, 2, 2, 1, 3}, curve))
                .as("three numbers")
                .isNull();
        assertThat(Ecdsa.Numbers.read(new byte[0], curve)).isNull();
    }

    private static Ecdsa.Numbers numbers(NamedCurve curve, BigInteger r, BigInteger s) {
        return Ecdsa.Numbers.read(new Ecdsa.Numbers(r, s).encoded(), curve);
    }
}
