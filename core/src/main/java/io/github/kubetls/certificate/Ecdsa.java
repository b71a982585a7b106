package io.github.kubetls.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * ECDSA (FIPS 186-5, section 6) with the light-weight classes of Bouncy Castle, which compute several times as fast as older
 * JDKs do, and need no provider. The digest is the JDK's.
 */
final class Ecdsa {

    private static final String SUFFIX = "withECDSA";

    private Ecdsa() {}

    /** A new key pair in its encoded forms. */
    static EncodedKeyPair generate(NamedCurve curve, SecureRandom random) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(curve.domain(), random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        byte[] point = ((ECPublicKeyParameters) pair.getPublic()).getQ().getEncoded(false);
        return new EncodedKeyPair(
                spki(curve, point), pkcs8(curve, ((ECPrivateKeyParameters) pair.getPrivate()).getD(), point));
    }

    /** A public key as SubjectPublicKeyInfo (RFC 5480, section 2). */
    private static SubjectPublicKeyInfo spki(NamedCurve curve, byte[] point) {
        return new SubjectPublicKeyInfo(algorithm(curve), point);
    }

    /** A private key as PKCS#8 (RFC 5958) with curve and public key inside (RFC 5915). */
    private static byte[] pkcs8(NamedCurve curve, BigInteger scalar, byte[] point) {
        ECPrivateKey key = new ECPrivateKey(curve.order().bitLength(), scalar, new DERBitString(point), curve.oid());
        try {
            return DerOutput.encode(new PrivateKeyInfo(algorithm(curve), key));
        } catch (IOException e) {
            throw new IllegalArgumentException("the key cannot be encoded", e);
        }
    }

    private static AlgorithmIdentifier algorithm(NamedCurve curve) {
        return new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid());
    }

    /** Makes a signature with a random nonce. */
    static byte[] sign(ECPrivateKeyParameters key, String algorithm, byte[] message) throws GeneralSecurityException {
        ECDSASigner signer = new ECDSASigner();
        CipherParameters parameters = new ParametersWithRandom(key, new SecureRandom());
        signer.init(true, parameters);
        BigInteger[] numbers = signer.generateSignature(digest(algorithm, message));
        try {
            return StandardDSAEncoding.INSTANCE.encode(key.getParameters().getN(), numbers[0], numbers[1]);
        } catch (IOException e) {
            throw new GeneralSecurityException("the signature cannot be encoded", e);
        }
    }

    /** Whether a signature fits; false too when it is none. */
    static boolean verify(ECPublicKeyParameters key, String algorithm, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, key);
        byte[] digest = digest(algorithm, message);
        BigInteger[] numbers;
        try {
            numbers = StandardDSAEncoding.INSTANCE.decode(key.getParameters().getN(), signature);
        } catch (IOException | RuntimeException e) {
            return false; // Not two numbers in DER, or one out of range.
        }
        return verifier.verifySignature(digest, numbers[0], numbers[1]);
    }

    /** The digest of a signature algorithm such as SHA256withECDSA. */
    private static byte[] digest(String algorithm, byte[] message) throws GeneralSecurityException {
        String bits = algorithm.substring("SHA".length(), algorithm.length() - SUFFIX.length());
        return MessageDigest.getInstance("SHA-" + bits).digest(message);
    }
}
