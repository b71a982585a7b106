package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.der.MalformedDer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Objects;

/**
 * A public key, and a signature over a text by which whoever presents it shows to have the private key: what
 * PodCertificateRequests had before they held a PKCS#10 request.
 *
 * <p>Any bytes can be held; {@link #proves} tells whether they are a proof. Ed25519 signs the text itself, ECDSA its SHA-256,
 * RSA by PSS with SHA-256 (RFC 8017, section 8.1), where any length of the salt is accepted.
 *
 * <pre>{@code
 * ProofOfPossession proof = ProofOfPossession.of(keyPair, podUid);
 * boolean holds = proof.proves(podUid);
 * }</pre>
 *
 * @see <a href="https://github.com/kubernetes/enhancements/tree/master/keps/sig-auth/4317-pod-certificates">KEP 4317</a>
 */
public final class ProofOfPossession {

    /** RFC 8410, section 3. */
    private static final String X25519 = "1.3.101.110";

    private static final int X25519_LENGTH = 32;

    private final byte[] publicKeyInfo;
    private final byte[] signature;

    private ProofOfPossession(byte[] publicKeyInfo, byte[] signature) {
        this.publicKeyInfo = publicKeyInfo;
        this.signature = signature;
    }

    /**
     * {@return the proof that somebody has a key pair}
     *
     * @param keyPair the key pair
     * @param text    the text to sign, in ASCII
     * @throws IllegalArgumentException when the key is none of RSA, ECDSA and Ed25519
     * @throws CryptoException          when the provider cannot sign with the key
     */
    public static ProofOfPossession of(KeyPair keyPair, String text) {
        byte[] encoded = PublicKeyReader.encoded(keyPair.getPublic());
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        return switch (KeyDetails.of(keyPair.getPublic()).family()) {
            case RSA -> new ProofOfPossession(encoded, RsaPss.sign(keyPair.getPrivate(), message));
            case EC -> of(encoded, keyPair, SignatureScheme.SHA256_WITH_ECDSA, message);
            case ED25519 -> of(encoded, keyPair, SignatureScheme.ED25519, message);
            default -> throw new IllegalArgumentException("use a key of RSA, ECDSA or Ed25519");
        };
    }

    private static ProofOfPossession of(byte[] encoded, KeyPair keyPair, SignatureScheme scheme, byte[] message) {
        return new ProofOfPossession(encoded, Crypto.sign(keyPair.getPrivate(), scheme, null, message));
    }

    /**
     * {@return a proof as it was presented}
     *
     * @param publicKeyInfo the key, as SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7)
     * @param signature     the signature
     */
    public static ProofOfPossession of(byte[] publicKeyInfo, byte[] signature) {
        return new ProofOfPossession(publicKeyInfo.clone(), signature.clone());
    }

    /** {@return a copy of the encoded key} */
    public byte[] publicKeyInfo() {
        return publicKeyInfo.clone();
    }

    /** {@return a copy of the signature} */
    public byte[] signature() {
        return signature.clone();
    }

    /**
     * {@return the key}
     *
     * @throws InvalidFormatException with code {@code PUBLIC_KEY_INVALID} when an API server cannot read it, or does not know
     *     its kind; with code {@code KEY_ALGORITHM_UNSUPPORTED} for a kind that it reads and does not accept, which are DSA and
     *     X25519
     */
    public PublicKey publicKey() {
        PublicKeyInfo info = info();
        if (KeyDetails.of(info).family() == KeyDetails.Family.OTHER) {
            throw new InvalidFormatException(
                    isRead(info) ? "KEY_ALGORITHM_UNSUPPORTED" : "PUBLIC_KEY_INVALID",
                    Location.none(),
                    "the key is of a kind that no API server accepts");
        }
        try {
            return Crypto.publicKey(info);
        } catch (CryptoException e) {
            throw unusable("no provider can compute with the key");
        }
    }

    private PublicKeyInfo info() {
        try {
            return PublicKeyReader.whole(publicKeyInfo);
        } catch (MalformedDer e) {
            throw unusable(e.getMessage());
        }
    }

    /** Whether Go has a type for the key. One of X25519 has no parameters, which are lost when it is encoded anew. */
    private boolean isRead(PublicKeyInfo info) {
        return info.algorithm().equals(PublicKeyReader.DSA)
                || info.algorithm().equals(X25519)
                        && info.bits().length == X25519_LENGTH
                        && Arrays.equals(info.encoded(), publicKeyInfo);
    }

    private static InvalidFormatException unusable(String rule) {
        return new InvalidFormatException("PUBLIC_KEY_INVALID", Location.none(), rule);
    }

    /**
     * {@return whether the key made the signature over a text} Bytes that are no key, or no signature, prove nothing.
     *
     * @param text the text
     */
    public boolean proves(String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        try {
            PublicKeyInfo info = info();
            return switch (KeyDetails.of(info).family()) {
                case RSA -> RsaPss.verify((RSAPublicKey) Crypto.publicKey(info), message, signature);
                case EC -> verify(info, SignatureScheme.SHA256_WITH_ECDSA, message);
                case ED25519 -> verify(info, SignatureScheme.ED25519, message);
                default -> false;
            };
        } catch (InvalidFormatException | CryptoException e) {
            return false; // No key, or one that no provider can compute with.
        }
    }

    private boolean verify(PublicKeyInfo info, SignatureScheme scheme, byte[] message) {
        return Crypto.verifier(info, null).verify(scheme.jcaName(), null, message, signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProofOfPossession that
                && Arrays.equals(publicKeyInfo, that.publicKeyInfo)
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(publicKeyInfo), Arrays.hashCode(signature));
    }

    /** The sizes. */
    @Override
    public String toString() {
        return "ProofOfPossession[key of " + publicKeyInfo.length + " bytes, signature of " + signature.length + "]";
    }
}
