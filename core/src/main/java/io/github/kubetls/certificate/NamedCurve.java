package io.github.kubetls.certificate;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * The elliptic curves that Kubernetes knows; every other one is refused (RFC 5480, section 2.1.1.1). All are curves
 * {@code y² = x³ - 3x + b} over a prime field with cofactor 1 (SEC 2, version 2, section 2), so that each point is one of the
 * group that is computed in.
 */
enum NamedCurve {
    P_224(
            "1.3.132.0.33",
            224,
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF000000000000000000000001",
            "B4050A850C04B3ABF54132565044B0B7D7BFD8BA270B39432355FFB4",
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFF16A2E0B8F03E13DD29455C5C2A3D"),
    P_256(
            "1.2.840.10045.3.1.7",
            256,
            "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
            "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B",
            "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
    P_384(
            "1.3.132.0.34",
            384,
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF",
            "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF",
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973"),
    P_521(
            "1.3.132.0.35",
            521,
            "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
                    + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "51953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E1"
                    + "56193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00",
            "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
                    + "A51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409");

    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final String oid;
    private final int bits;
    private final BigInteger prime;
    private final BigInteger b;
    private final BigInteger order;

    NamedCurve(String oid, int bits, String prime, String b, String order) {
        this.oid = oid;
        this.bits = bits;
        this.prime = new BigInteger(prime, 16);
        this.b = new BigInteger(b, 16);
        this.order = new BigInteger(order, 16);
    }

    static Optional<NamedCurve> ofOid(String oid) {
        for (NamedCurve curve : values()) {
            if (curve.oid.equals(oid)) {
                return Optional.of(curve);
            }
        }
        return Optional.empty();
    }

    String oid() {
        return oid;
    }

    int bits() {
        return bits;
    }

    BigInteger order() {
        return order;
    }

    /** How many bytes a coordinate has, and a private scalar. */
    int length() {
        return (bits + 7) / 8;
    }

    /** Whether bytes are an uncompressed point on the curve; Kubernetes takes no other form. */
    boolean isUncompressedPoint(byte[] point) {
        int length = length();
        if (point.length != 1 + 2 * length || point[0] != 4) {
            return false;
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + length));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + length, point.length));
        return x.compareTo(prime) < 0
                && y.compareTo(prime) < 0
                && y.multiply(y).mod(prime).equals(ySquared(x));
    }

    private BigInteger ySquared(BigInteger x) {
        return x.multiply(x).subtract(THREE).mod(prime).multiply(x).add(b).mod(prime);
    }
}
