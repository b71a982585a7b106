package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key pair that signs certificates, brought once into the form in which its provider computes. Each signature is verified,
 * so that a key that does not fit, or a fault of the hardware, stays here.
 */
final class SigningKey {

    private final PublicKeyInfo publicKey;
    private final SignatureScheme scheme;
    private final @Nullable Provider own;
    private final Crypto.Signer signer;
    private final Crypto.Verifier verifier;

    /**
     * Makes a pair ready; whether its halves belong together shows when it signs.
     *
     * @param own the caller's provider, which signs, and verifies if it can
     */
    SigningKey(PublicKey publicKey, PrivateKey privateKey, @Nullable Provider own) {
        this.publicKey = PublicKeyInfo.of(publicKey);
        this.scheme = SignatureScheme.forCertificate(publicKey);
        this.own = own;
        this.signer = Crypto.signer(own == null ? privateKey : Crypto.translated(privateKey, own), scheme, own);
        this.verifier = Crypto.verifier(this.publicKey, own);
    }

    SignatureScheme scheme() {
        return scheme;
    }

    /** The signature of a message, or empty when the public key does not verify it. */
    Optional<byte[]> sign(byte[] message) {
        byte[] signature = signer.sign(message);
        return isValid(message, signature) ? Optional.of(signature) : Optional.empty();
    }

    private boolean isValid(byte[] message, byte[] signature) {
        try {
            return verifier.verify(scheme.jcaName(), null, message, signature);
        } catch (CryptoException e) {
            if (own == null) {
                throw e;
            }
            // Such as a key store that can only sign.
            return Crypto.verifier(publicKey, null).verify(scheme.jcaName(), null, message, signature);
        }
    }
}
