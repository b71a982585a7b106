package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.CryptoException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEC 2, version 2, section 2, as Bouncy Castle's tables have it. */
class NamedCurveTest {

    @ParameterizedTest
    @EnumSource
    void isTheCurveOfItsIdentifier(NamedCurve curve) {
        X9ECParameters table = ECNamedCurveTable.getByOID(curve.oid());
        assertThat(curve.domain().getN()).isEqualTo(table.getN());
        assertThat(curve.domain().getH()).isEqualTo(table.getH());
        assertThat(curve.domain().getG().getEncoded(false))
                .isEqualTo(table.getG().getEncoded(false));
        assertThat(curve.domain().getCurve().getField())
                .isEqualTo(table.getCurve().getField());
        assertThat(curve.domain().getCurve().getA().toBigInteger())
                .isEqualTo(table.getCurve().getA().toBigInteger());
        assertThat(curve.domain().getCurve().getB().toBigInteger())
                .isEqualTo(table.getCurve().getB().toBigInteger());
        BigInteger scalar = table.getN().subtract(BigInteger.TWO);
        assertThat(curve.publicPoint(scalar))
                .isEqualTo(table.getG().multiply(scalar).normalize().getEncoded(false));
    }

    @ParameterizedTest
    @EnumSource
    void takesNoPointOffTheCurve(NamedCurve curve) {
        byte[] point = curve.publicPoint(BigInteger.TEN);
        assertThat(curve.isUncompressedPoint(point)).isTrue();
        point[point.length - 1] ^= 1;
        assertThat(curve.isUncompressedPoint(point)).isFalse();
        SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid()), point);
        assertThatThrownBy(() -> Crypto.publicKey(key)).isInstanceOf(CryptoException.class);
        assertThatThrownBy(() -> Crypto.verify(key, "SHA256withECDSA", null, null, new byte[1], new byte[8]))
                .isInstanceOf(CryptoException.class);
    }

    @Test
    void takesNoBytesThatAreNoPointOfEd25519() {
        byte[] tooLarge = new byte[32];
        Arrays.fill(tooLarge, (byte) 0xFF);
        SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(new AlgorithmIdentifier(KeyDetails.ID_ED25519), tooLarge);
        assertThatThrownBy(() -> Crypto.publicKey(key)).isInstanceOf(CryptoException.class);
        assertThatThrownBy(() -> Crypto.verify(key, "Ed25519", null, null, new byte[1], new byte[64]))
                .isInstanceOf(CryptoException.class);
    }
}
