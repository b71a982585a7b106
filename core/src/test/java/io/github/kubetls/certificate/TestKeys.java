package io.github.kubetls.certificate;

import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;

/** The two keys of docs/behaviour/worked-examples.md, 2. */
final class TestKeys {

    /** RFC 6979, A.2.5. */
    private static final BigInteger LEAF_SCALAR =
            new BigInteger("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721", 16);

    /** SHA-256 of {@code kubernetes-test-ca}. */
    private static final BigInteger CA_SCALAR =
            new BigInteger("1784a686fd02b1b0503d5093e739bee19b14a0161f4179909d6988a7d874c9ad", 16);

    static final PrivateKey LEAF = privateKey(LEAF_SCALAR);
    static final PublicKey LEAF_PUBLIC = publicKey(LEAF_SCALAR);
    static final PrivateKey CA = privateKey(CA_SCALAR);
    static final PublicKey CA_PUBLIC = publicKey(CA_SCALAR);

    private TestKeys() {}

    private static PrivateKey privateKey(BigInteger scalar) {
        NamedCurve curve = NamedCurve.P_256;
        try {
            return PrivateKeyReader.sec1(Pkcs8.sec1(curve, scalar, CurveArithmetic.P_256.publicPoint(scalar)));
        } catch (MalformedDer e) {
            throw new AssertionError(e);
        }
    }

    private static PublicKey publicKey(BigInteger scalar) {
        return Crypto.publicKey(PublicKeyInfo.ec(NamedCurve.P_256, CurveArithmetic.P_256.publicPoint(scalar)));
    }
}
