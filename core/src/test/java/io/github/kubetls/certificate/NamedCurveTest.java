package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.CryptoException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEC 2, version 2, section 2, as Bouncy Castle's tables have it. */
class NamedCurveTest {

    private static X9ECParameters table(NamedCurve curve) {
        return ECNamedCurveTable.getByOID(new ASN1ObjectIdentifier(curve.oid()));
    }

    private static byte[] point(NamedCurve curve, BigInteger scalar) {
        return table(curve).getG().multiply(scalar).normalize().getEncoded(false);
    }

    @ParameterizedTest
    @EnumSource
    void isTheCurveOfItsIdentifier(NamedCurve curve) {
        X9ECParameters table = table(curve);
        CurveArithmetic arithmetic = CurveArithmetic.of(curve);
        assertThat(curve.order()).isEqualTo(table.getN());
        assertThat(curve.bits()).isEqualTo(table.getCurve().getFieldSize());
        assertThat(arithmetic.domain().getN()).isEqualTo(table.getN());
        assertThat(arithmetic.domain().getH()).isEqualTo(table.getH()).isEqualTo(BigInteger.ONE);
        assertThat(arithmetic.domain().getG().getEncoded(false))
                .isEqualTo(table.getG().getEncoded(false));
        assertThat(arithmetic.domain().getCurve().getField())
                .isEqualTo(table.getCurve().getField());
        assertThat(arithmetic.domain().getCurve().getA().toBigInteger())
                .isEqualTo(table.getCurve().getA().toBigInteger());
        assertThat(arithmetic.domain().getCurve().getB().toBigInteger())
                .isEqualTo(table.getCurve().getB().toBigInteger());
        BigInteger scalar = table.getN().subtract(BigInteger.TWO);
        assertThat(arithmetic.publicPoint(scalar)).isEqualTo(point(curve, scalar));
    }

    @ParameterizedTest
    @EnumSource
    void takesThePointsOfTheCurve(NamedCurve curve) {
        BigInteger scalar = curve.order().subtract(BigInteger.TWO);
        for (int i = 0; i < 50; i++) {
            assertThat(curve.isUncompressedPoint(point(curve, scalar))).isTrue();
            scalar = scalar.multiply(scalar).mod(curve.order());
        }
    }

    /** SEC 1, version 2, section 2.3.3: the compressed and the hybrid form, and the point at infinity. */
    @ParameterizedTest
    @EnumSource
    void takesNoOtherFormOfAPoint(NamedCurve curve) {
        byte[] point = point(curve, BigInteger.TEN);
        byte[] hybrid = point.clone();
        hybrid[0] = (byte) (6 | point[point.length - 1] & 1);
        assertThat(curve.isUncompressedPoint(hybrid)).isFalse();
        byte[] compressed =
                table(curve).getG().multiply(BigInteger.TEN).normalize().getEncoded(true);
        assertThat(curve.isUncompressedPoint(compressed)).isFalse();
        assertThat(curve.isUncompressedPoint(new byte[1])).isFalse();
        assertThat(curve.isUncompressedPoint(new byte[0])).isFalse();
        assertThat(curve.isUncompressedPoint(Arrays.copyOf(point, point.length + 1)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void takesNoPointOffTheCurve(NamedCurve curve) {
        byte[] point = point(curve, BigInteger.TEN);
        point[point.length - 1] ^= 1;
        assertThat(curve.isUncompressedPoint(point)).isFalse();
        PublicKeyInfo key = PublicKeyInfo.ec(curve, point);
        assertThatThrownBy(() -> Crypto.publicKey(key)).isInstanceOf(CryptoException.class);
        assertThatThrownBy(() -> Crypto.verifier(key, null)).isInstanceOf(CryptoException.class);
    }

    @ParameterizedTest
    @EnumSource
    void takesNoCoordinateBeyondTheField(NamedCurve curve) {
        BigInteger prime = table(curve).getCurve().getField().getCharacteristic();
        BigInteger room = BigInteger.ONE.shiftLeft(8 * curve.length());
        // Points with a coordinate so small that it could be written a second time, plus the prime.
        for (int x = 0; x < 100; x++) {
            BigInteger again = prime.add(BigInteger.valueOf(x));
            if (again.compareTo(room) >= 0) {
                continue;
            }
            byte[] compressed = encoded(curve, 2, BigInteger.valueOf(x));
            byte[] point;
            try {
                point = table(curve).getCurve().decodePoint(compressed).getEncoded(false);
            } catch (IllegalArgumentException e) {
                continue; // No point has this coordinate.
            }
            assertThat(curve.isUncompressedPoint(point)).isTrue();
            byte[] twice = encoded(curve, 4, again);
            byte[] whole = Arrays.copyOf(twice, point.length);
            System.arraycopy(point, 1 + curve.length(), whole, 1 + curve.length(), curve.length());
            assertThat(curve.isUncompressedPoint(whole)).isFalse();
        }
    }

    private static byte[] encoded(NamedCurve curve, int kind, BigInteger x) {
        byte[] number = x.toByteArray();
        byte[] encoded = new byte[1 + curve.length()];
        encoded[0] = (byte) kind;
        int count = Math.min(number.length, curve.length());
        System.arraycopy(number, number.length - count, encoded, encoded.length - count, count);
        return encoded;
    }

    @Test
    void takesNoBytesThatAreNoPointOfEd25519() {
        byte[] tooLarge = new byte[32];
        Arrays.fill(tooLarge, (byte) 0xFF);
        PublicKeyInfo key = new PublicKeyInfo(KeyDetails.ED25519, null, tooLarge);
        assertThatThrownBy(() -> Crypto.publicKey(key)).isInstanceOf(CryptoException.class);
        assertThatThrownBy(() -> Crypto.verifier(key, null)).isInstanceOf(CryptoException.class);
    }
}
