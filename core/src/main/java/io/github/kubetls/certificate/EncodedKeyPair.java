package io.github.kubetls.certificate;

import java.math.BigInteger;

/**
 * A key pair that no provider holds yet.
 *
 * @param publicKey the public key
 * @param pkcs8     the private key in PKCS#8, to be wiped by who reads it
 */
record EncodedKeyPair(PublicKeyInfo publicKey, byte[] pkcs8) {

    /** A pair on a curve. */
    static EncodedKeyPair ec(NamedCurve curve, BigInteger scalar, byte[] point) {
        return new EncodedKeyPair(PublicKeyInfo.ec(curve, point), Pkcs8.encode(curve, scalar, point));
    }
}
