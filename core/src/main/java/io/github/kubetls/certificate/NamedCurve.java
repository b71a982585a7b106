package io.github.kubetls.certificate;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** The elliptic curves that Kubernetes knows; every other one is refused (RFC 5480, section 2.1.1.1). */
enum NamedCurve {
    P_224("1.3.132.0.33", 224),
    P_256("1.2.840.10045.3.1.7", 256),
    P_384("1.3.132.0.34", 384),
    P_521("1.3.132.0.35", 521);

    private final String oid;
    private final int bits;

    NamedCurve(String oid, int bits) {
        this.oid = oid;
        this.bits = bits;
    }

    static Optional<NamedCurve> ofOid(String oid) {
        return Arrays.stream(values()).filter(curve -> curve.oid.equals(oid)).findFirst();
    }

    ASN1ObjectIdentifier oid() {
        return new ASN1ObjectIdentifier(oid);
    }

    int bits() {
        return bits;
    }

    BigInteger order() {
        return parameters().getN();
    }

    /** The uncompressed public point of a private scalar, computed in a time that does not depend on the scalar. */
    byte[] publicPoint(BigInteger scalar) {
        return new FixedPointCombMultiplier()
                .multiply(parameters().getG(), scalar)
                .normalize()
                .getEncoded(false);
    }

    /** Whether bytes are an uncompressed point on the curve; Kubernetes takes no other form. */
    boolean isUncompressedPoint(byte[] point) {
        if (point.length != 1 + 2 * ((bits + 7) / 8) || point[0] != 4) {
            return false;
        }
        try {
            return parameters().getCurve().decodePoint(point).isValid();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private X9ECParameters parameters() {
        return ECNamedCurveTable.getByOID(oid());
    }
}
