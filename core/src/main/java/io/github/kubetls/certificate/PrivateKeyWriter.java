package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;

/** Takes private keys apart, whoever made them: to write them as Kubernetes does, and to find their public key. */
final class PrivateKeyWriter {

    private PrivateKeyWriter() {}

    /** The PEM block that Kubernetes writes: SEC1 for ECDSA, PKCS#1 for RSA, PKCS#8 for the others. */
    static Pem.Block block(PrivateKey key) {
        if (!Crypto.isExtractable(key)) {
            throw new IllegalArgumentException("the private key cannot leave its provider, so it cannot be written");
        }
        byte[] encoded = key.getEncoded();
        try {
            Pkcs8 parts = Pkcs8.read(encoded);
            return switch (parts.algorithm()) {
                case KeyDetails.EC -> Pem.Block.of("EC PRIVATE KEY", sec1(parts));
                case KeyDetails.RSA_ENCRYPTION -> Pem.Block.of("RSA PRIVATE KEY", parts.content());
                default -> Pem.Block.of("PRIVATE KEY", pkcs8(key, parts, encoded));
            };
        } catch (MalformedDer | RuntimeException e) {
            throw new CryptoException(
                    "could not encode a private key: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Built anew, because the JDK leaves out curve and public key, without which nobody can read the result. */
    private static byte[] sec1(Pkcs8 key) {
        return Pkcs8.sec1(key.curve(), key.scalar(), point(key));
    }

    private static byte[] point(Pkcs8 key) {
        return Ecdsa.lightweight(key.curve()).publicPoint(key.scalar());
    }

    /** The shortest form, which every reader knows: without public key, and of ML-DSA the seed alone (RFC 9881). */
    private static byte[] pkcs8(PrivateKey key, Pkcs8 parts, byte[] encoded) throws MalformedDer {
        if (parts.algorithm().equals(KeyDetails.ED25519)) {
            return Ed25519Keys.pkcs8(parts.open().octetString());
        }
        if (key instanceof MLDSAPrivateKey mlDsa && mlDsa.getSeed() != null) {
            return mlDsa.getPrivateKey(true).getEncoded();
        }
        return encoded;
    }

    /** The public key that belongs to a private key, or empty when it cannot be derived. */
    static Optional<PublicKey> publicKey(PrivateKey key) {
        if (!Crypto.isExtractable(key)) {
            return Optional.empty();
        }
        try {
            return publicKeyInfo(key, Pkcs8.read(key.getEncoded())).map(Crypto::publicKey);
        } catch (MalformedDer e) {
            throw new CryptoException(
                    "could not decode a private key: " + e.getClass().getSimpleName(), e);
        }
    }

    private static Optional<PublicKeyInfo> publicKeyInfo(PrivateKey key, Pkcs8 parts) throws MalformedDer {
        return switch (parts.algorithm()) {
            case KeyDetails.EC -> Optional.of(PublicKeyInfo.ec(parts.curve(), point(parts)));
            case KeyDetails.RSA_ENCRYPTION -> rsa(parts.open().sequence(""));
            case KeyDetails.ED25519 -> Optional.of(Ed25519Keys.publicKey(parts));
            default ->
                key instanceof MLDSAPrivateKey mlDsa
                        ? Optional.ofNullable(mlDsa.getPublicKey()).map(PublicKeyInfo::of)
                        : Optional.empty();
        };
    }

    /** The public half of PKCS#1, unless it lacks its exponent. */
    private static Optional<PublicKeyInfo> rsa(DerInput key) throws MalformedDer {
        key.int64();
        BigInteger modulus = key.integer();
        BigInteger exponent = key.integer();
        return exponent.signum() == 0 ? Optional.empty() : Optional.of(PublicKeyInfo.rsa(modulus, exponent));
    }
}
