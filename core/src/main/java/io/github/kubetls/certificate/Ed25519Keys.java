package io.github.kubetls.certificate;

import io.github.kubetls.internal.der.MalformedDer;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Ed25519 (RFC 8032) with the light-weight classes of Bouncy Castle. */
final class Ed25519Keys {

    private Ed25519Keys() {}

    /** A new key pair in its encoded forms (RFC 8410). */
    static EncodedKeyPair generate(SecureRandom random) {
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(random);
        return new EncodedKeyPair(
                new PublicKeyInfo(
                        KeyDetails.ED25519, null, key.generatePublicKey().getEncoded()),
                pkcs8(key.getEncoded()));
    }

    /** A key in PKCS#8 in its shortest form. */
    static byte[] pkcs8(byte[] seed) {
        return Pkcs8.encode(KeyDetails.ED25519, new byte[0], DerOutput.octetString(seed));
    }

    /** The public key of a private one. */
    static PublicKeyInfo publicKey(Pkcs8 key) throws MalformedDer {
        return new PublicKeyInfo(
                KeyDetails.ED25519, null, privateKey(key).generatePublicKey().getEncoded());
    }

    static byte[] sign(Ed25519PrivateKeyParameters key, byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    static boolean verify(Ed25519PublicKeyParameters key, byte[] message, byte[] signature) {
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    static Ed25519PrivateKeyParameters privateKey(Pkcs8 key) throws MalformedDer {
        return new Ed25519PrivateKeyParameters(key.open().octetString());
    }

    /**
     * {@return a key to compute with}
     *
     * @throws IllegalArgumentException when it is no point of the curve
     */
    static Ed25519PublicKeyParameters publicKey(PublicKeyInfo key) {
        return new Ed25519PublicKeyParameters(key.bits());
    }
}
