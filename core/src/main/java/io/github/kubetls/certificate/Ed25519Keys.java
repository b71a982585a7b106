package io.github.kubetls.certificate;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Ed25519 (RFC 8032) with the light-weight classes of Bouncy Castle. */
final class Ed25519Keys {

    private static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(KeyDetails.ID_ED25519);

    private Ed25519Keys() {}

    /** A new key pair in its encoded forms (RFC 8410). */
    static EncodedKeyPair generate(SecureRandom random) {
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(random);
        try {
            return new EncodedKeyPair(
                    new SubjectPublicKeyInfo(ALGORITHM, key.generatePublicKey().getEncoded()),
                    DerOutput.encode(new PrivateKeyInfo(ALGORITHM, new DEROctetString(key.getEncoded()))));
        } catch (IOException e) {
            throw new IllegalArgumentException("the key cannot be encoded", e);
        }
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

    static Ed25519PrivateKeyParameters privateKey(PrivateKeyInfo key) throws IOException {
        return new Ed25519PrivateKeyParameters(
                ASN1OctetString.getInstance(key.parsePrivateKey()).getOctets());
    }

    /**
     * {@return a key to compute with}
     *
     * @throws IllegalArgumentException when it is no point of the curve
     */
    static Ed25519PublicKeyParameters publicKey(SubjectPublicKeyInfo key) {
        return new Ed25519PublicKeyParameters(key.getPublicKeyData().getOctets());
    }
}
