package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expectations: x509.ParsePKIXPublicKey of Go 1.26, and x509.ParseCertificate of it on certificates with these keys. */
class PublicKeyReaderTest {

    private static final String DSA = "1.2.840.10040.4.1";
    private static final byte[] NULL = {5, 0};
    private static final byte[] NOTHING = {};
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(1023).setBit(0);
    private static final byte[] P256 = TestDer.oid("1.2.840.10045.3.1.7");
    private static final byte[] POINT = PublicKeyInfo.of(TestKeys.LEAF_PUBLIC).bits();

    private static byte[] key(String oid, byte[] parameters, byte[] bits) {
        return TestDer.seq(TestDer.seq(TestDer.oid(oid), parameters), TestDer.bits(bits));
    }

    private static byte[] integer(BigInteger value) {
        return TestDer.tlv(2, value.toByteArray());
    }

    private static byte[] rsa(BigInteger modulus, BigInteger exponent) {
        return rsa(NULL, TestDer.seq(integer(modulus), integer(exponent)));
    }

    private static byte[] rsa(byte[] parameters, byte[] bits) {
        return key(KeyDetails.RSA_ENCRYPTION, parameters, bits);
    }

    private static byte[] dsa(int y, int... parameters) {
        return key(
                DSA,
                TestDer.seq(Arrays.stream(parameters).mapToObj(TestDer::integer).toArray(byte[][]::new)),
                TestDer.integer(y));
    }

    static Stream<Arguments> refused() {
        BigInteger three = BigInteger.valueOf(3);
        byte[] modulus = integer(MODULUS);
        byte[] good = TestDer.seq(modulus, integer(three));
        byte[] off = POINT.clone();
        off[off.length - 1] ^= 1;
        byte[] compressed = Arrays.copyOf(POINT, 33);
        compressed[0] = 3;
        String noNull = "x509: RSA key missing NULL parameters";
        String notPositive = "x509: RSA modulus is not a positive number";
        String exponent = "x509: invalid RSA public exponent";
        String zero = "x509: RSA public exponent is not a positive number";
        String dsa = "x509: zero or negative DSA parameter";
        String parameters = "x509: invalid DSA parameters";
        String curve = "x509: invalid ECDSA parameters";
        String size = "x509: wrong Ed25519 public key size";
        return Stream.of(
                arguments("RSA without parameters", rsa(NOTHING, good), noNull),
                arguments("RSA with a number for parameters", rsa(TestDer.integer(1), good), noNull),
                arguments("RSA that is no sequence", rsa(NULL, modulus), "x509: invalid RSA public key"),
                arguments(
                        "RSA with text for a modulus",
                        rsa(NULL, TestDer.seq(TestDer.utf8("a"), TestDer.integer(3))),
                        "x509: invalid RSA modulus"),
                arguments("RSA without exponent", rsa(NULL, TestDer.seq(modulus)), exponent),
                arguments("RSA with an exponent of 64 bits", rsa(MODULUS, BigInteger.ONE.shiftLeft(63)), exponent),
                arguments("RSA with the modulus 0", rsa(BigInteger.ZERO, three), notPositive),
                arguments("RSA with a negative modulus", rsa(MODULUS.negate(), three), notPositive),
                arguments("RSA with the exponent 0", rsa(MODULUS, BigInteger.ZERO), zero),
                arguments("RSA with a negative exponent", rsa(MODULUS, three.negate()), zero),
                arguments("no curve", key(KeyDetails.EC, NOTHING, POINT), curve),
                arguments("NULL for a curve", key(KeyDetails.EC, NULL, POINT), curve),
                arguments("a curve spelt out", key(KeyDetails.EC, TestDer.seq(TestDer.integer(1)), POINT), curve),
                arguments(
                        "another curve",
                        key(KeyDetails.EC, TestDer.oid("1.3.132.0.10"), POINT),
                        "x509: unsupported elliptic curve"),
                arguments("a point off the curve", key(KeyDetails.EC, P256, off), null),
                arguments("a compressed point", key(KeyDetails.EC, P256, compressed), null),
                arguments("no point", key(KeyDetails.EC, P256, NOTHING), null),
                arguments(
                        "Ed25519 with parameters",
                        key(KeyDetails.ED25519, NULL, new byte[32]),
                        "x509: Ed25519 key encoded with illegal parameters"),
                arguments("Ed25519 of 31 bytes", key(KeyDetails.ED25519, NOTHING, new byte[31]), size),
                arguments("Ed25519 of 33 bytes", key(KeyDetails.ED25519, NOTHING, new byte[33]), size),
                arguments("DSA with y 0", dsa(0, 7, 3, 2), dsa),
                arguments("DSA with p 0", dsa(4, 0, 3, 2), dsa),
                arguments("DSA with q 0", dsa(4, 7, 0, 2), dsa),
                arguments("DSA with g 0", dsa(4, 7, 3, 0), dsa),
                arguments("DSA with a negative g", dsa(4, 7, 3, -1), dsa),
                arguments("DSA of two numbers", dsa(4, 7, 3), parameters),
                arguments("DSA without parameters", key(DSA, NOTHING, TestDer.integer(4)), parameters),
                arguments("DSA with NULL", key(DSA, NULL, TestDer.integer(4)), parameters),
                arguments(
                        "DSA with text for y",
                        key(DSA, TestDer.seq(), TestDer.utf8("a")),
                        "x509: invalid DSA public key"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesWhatGoRefuses(String reason, byte[] der, String why) {
        assertThatThrownBy(() -> PublicKeyReader.whole(der))
                .as(reason)
                .isInstanceOf(MalformedDer.class)
                .hasMessage(why == null ? "x509: failed to unmarshal elliptic curve point" : why);
    }

    static Stream<Arguments> taken() {
        BigInteger longest = BigInteger.ONE.shiftLeft(16384).subtract(BigInteger.ONE);
        return Stream.of(
                arguments("RSA with the exponent 1", rsa(MODULUS, BigInteger.ONE)),
                arguments("RSA with an exponent of 63 bits", rsa(MODULUS, BigInteger.valueOf(Long.MAX_VALUE))),
                arguments("RSA of 16384 bits", rsa(longest, BigInteger.TWO)),
                arguments("ECDSA", key(KeyDetails.EC, P256, POINT)),
                arguments("Ed25519", key(KeyDetails.ED25519, NOTHING, new byte[32])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("taken")
    void givesBackWhatGoTakes(String reason, byte[] der) throws MalformedDer {
        assertThat(PublicKeyReader.whole(der).encoded()).as(reason).isEqualTo(der);
    }

    /** RFC 8017, appendix A.1.1, in its shortest form, is what a certificate gets. */
    @Test
    void leavesOutWhatFollowsTheNumbersOfAnRsaKey() throws MalformedDer {
        byte[] numbers = TestDer.join(integer(MODULUS), TestDer.integer(3));
        byte[] good = rsa(NULL, TestDer.seq(numbers));
        assertThat(PublicKeyReader.whole(rsa(NULL, TestDer.seq(numbers, TestDer.integer(1))))
                        .encoded())
                .isEqualTo(good);
        assertThat(PublicKeyReader.whole(rsa(NULL, TestDer.join(TestDer.seq(numbers), new byte[1])))
                        .encoded())
                .isEqualTo(good);
    }

    @Test
    void takesKeysOfDsaAndOfAlgorithmsThatItDoesNotKnow() throws MalformedDer {
        assertThat(PublicKeyReader.whole(dsa(4, 7, 3, 2)).algorithm()).isEqualTo(DSA);
        assertThat(PublicKeyReader.whole(key("1.2.3", NULL, new byte[] {1, 2})).bits())
                .containsExactly(1, 2);
    }

    @Test
    void refusesBytesAfterAKey() {
        byte[] der = TestDer.join(key(KeyDetails.ED25519, NOTHING, new byte[32]), new byte[1]);
        assertThatThrownBy(() -> PublicKeyReader.whole(der))
                .hasMessage("x509: trailing data after ASN.1 of public-key");
    }

    /** X.690, section 8.6: the bits of a key need not fill its last byte. */
    @Test
    void shiftsOddBitsToTheRight() throws MalformedDer {
        byte[] algorithm = TestDer.seq(TestDer.oid("1.2.3"));
        byte[] bits = TestDer.tlv(3, new byte[] {4, (byte) 0xAB, (byte) 0xC0});
        assertThat(PublicKeyReader.whole(TestDer.seq(algorithm, bits)).bits()).containsExactly(0x0A, 0xBC);
    }

    @Test
    void comparesKeysHoweverTheyAreEncoded() {
        byte[] numbers = TestDer.join(integer(MODULUS), TestDer.integer(3));
        PublicKey good = opaque(rsa(NULL, TestDer.seq(numbers)));
        PublicKey longer = opaque(rsa(NULL, TestDer.seq(numbers, TestDer.integer(1))));
        PublicKey unreadable = opaque(rsa(NOTHING, TestDer.seq(numbers)));
        assertThat(PublicKeyReader.sameKey(good, longer)).isTrue();
        assertThat(PublicKeyReader.sameKey(unreadable, unreadable)).isTrue();
        assertThat(PublicKeyReader.sameKey(good, unreadable)).isFalse();
        assertThat(PublicKeyReader.sameKey(good, TestKeys.LEAF_PUBLIC)).isFalse();
        assertThat(PublicKeyInfo.of(good))
                .isEqualTo(PublicKeyInfo.of(opaque(good.getEncoded())))
                .hasSameHashCodeAs(PublicKeyInfo.of(good))
                .isNotEqualTo(PublicKeyInfo.of(longer))
                .isNotEqualTo(good);
        PublicKey hidden = opaque(null);
        assertThatThrownBy(() -> PublicKeyReader.sameKey(good, hidden))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the public key has no X.509 encoding");
    }

    private static PublicKey opaque(byte[] encoded) {
        return new PublicKey() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getAlgorithm() {
                return "opaque";
            }

            @Override
            public String getFormat() {
                return "X.509";
            }

            @Override
            public byte[] getEncoded() {
                return encoded;
            }
        };
    }
}
