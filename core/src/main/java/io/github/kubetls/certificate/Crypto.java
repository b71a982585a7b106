package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * The one place where it is decided which provider computes: the caller's, when one is given; JCA's own choice for a key
 * that cannot leave its provider, and for RSA; Bouncy Castle for everything else, through a private instance that is never
 * registered.
 */
final class Crypto {

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private Crypto() {}

    @FunctionalInterface
    private interface Operation<T> {
        T run() throws GeneralSecurityException;
    }

    static KeyPair generate(
            String algorithm, AlgorithmParameterSpec parameters, SecureRandom random, @Nullable Provider own) {
        return attempt("generate a key pair", () -> {
            Provider provider = own != null || algorithm.equals("RSA") ? own : BOUNCY_CASTLE;
            KeyPairGenerator generator = provider == null
                    ? KeyPairGenerator.getInstance(algorithm)
                    : KeyPairGenerator.getInstance(algorithm, provider);
            generator.initialize(parameters, random);
            return generator.generateKeyPair();
        });
    }

    /** Signs a message with the algorithm that goes with the key. */
    static byte[] sign(PrivateKey key, SignatureScheme scheme, @Nullable Provider own, byte[] message) {
        return attempt("sign", () -> {
            Signature signature;
            if (own != null) {
                signature = Signature.getInstance(scheme.jcaName(), own);
                signature.initSign(key);
            } else if (isExtractable(key) && !key.getAlgorithm().equals("RSA")) {
                signature = Signature.getInstance(scheme.jcaName(), BOUNCY_CASTLE);
                signature.initSign(translated(key));
            } else {
                signature = Signature.getInstance(scheme.jcaName());
                signature.initSign(key);
            }
            signature.update(message);
            return signature.sign();
        });
    }

    /**
     * {@return whether a signature fits; false too when the provider cannot make sense of it}
     *
     * @throws CryptoException when the provider cannot work with the algorithm or the key
     */
    static boolean verify(
            SubjectPublicKeyInfo key,
            String algorithm,
            @Nullable AlgorithmParameterSpec parameters,
            @Nullable Provider own,
            byte[] message,
            byte[] value) {
        Signature signature = attempt("verify a signature", () -> {
            Signature verifier = ownOrDefault(algorithm, own);
            if (parameters != null) {
                verifier.setParameter(parameters);
            }
            verifier.initVerify(publicKey(key));
            verifier.update(message);
            return verifier;
        });
        try {
            return signature.verify(value);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static Signature ownOrDefault(String algorithm, @Nullable Provider own) throws GeneralSecurityException {
        if (own != null) {
            return Signature.getInstance(algorithm, own);
        }
        return algorithm.contains("RSA")
                ? Signature.getInstance(algorithm)
                : Signature.getInstance(algorithm, BOUNCY_CASTLE);
    }

    /** Decodes a public key; a JDK key for RSA, a Bouncy Castle key for all others. */
    static PublicKey publicKey(SubjectPublicKeyInfo key) {
        String family = jcaFamily(KeyDetails.of(key));
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(DerOutput.encode(key));
        return attempt("decode a public key", () -> decoded(family, factory -> factory.generatePublic(encoded)));
    }

    /** Decodes a private key from PKCS#8 in its canonical form. */
    static PrivateKey privateKey(String family, byte[] pkcs8) {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8);
        return attempt("decode a private key", () -> decoded(family, factory -> factory.generatePrivate(encoded)));
    }

    /**
     * {@return the object for an encoded certificate, with just these bytes, which the JDK makes or, where it refuses,
     * Bouncy Castle; empty when neither can hold it}
     */
    static Optional<X509Certificate> certificate(byte[] der) {
        for (Operation<CertificateFactory> factory : List.<Operation<CertificateFactory>>of(
                () -> CertificateFactory.getInstance("X.509"),
                () -> CertificateFactory.getInstance("X.509", BOUNCY_CASTLE))) {
            try {
                X509Certificate certificate =
                        (X509Certificate) factory.run().generateCertificate(new ByteArrayInputStream(der));
                // Bouncy Castle decodes the key when it is asked for, and throws or has none where the JDK refused.
                if (Arrays.equals(certificate.getEncoded(), der) && certificate.getPublicKey() != null) {
                    return Optional.of(certificate);
                }
            } catch (GeneralSecurityException | RuntimeException e) {
                continue; // The other one is asked.
            }
        }
        return Optional.empty();
    }

    private static String jcaFamily(KeyDetails details) {
        if (details.family() == KeyDetails.Family.OTHER) {
            throw new IllegalArgumentException("the public key is of a kind that Kubernetes does not know");
        }
        return details.family().jcaName();
    }

    @FunctionalInterface
    private interface Decoder<T> {
        T decode(KeyFactory factory) throws GeneralSecurityException;
    }

    /** What Kubernetes reads and the JDK does not, such as RSA keys of few bits or with the exponent 1, Bouncy Castle holds. */
    private static <T> T decoded(String family, Decoder<T> decoder) throws GeneralSecurityException {
        try {
            return decoder.decode(keyFactory(family));
        } catch (InvalidKeySpecException e) {
            return decoder.decode(KeyFactory.getInstance(family, BOUNCY_CASTLE));
        }
    }

    private static KeyFactory keyFactory(String family) throws GeneralSecurityException {
        return family.equals("RSA") ? KeyFactory.getInstance(family) : KeyFactory.getInstance(family, BOUNCY_CASTLE);
    }

    /** Bouncy Castle's form of another provider's key; EdDSA and ML-DSA keys of the JDK are foreign to it. */
    private static PrivateKey translated(PrivateKey key) throws GeneralSecurityException {
        if (key.getClass().getName().startsWith("org.bouncycastle.")) {
            return key;
        }
        byte[] encoded = key.getEncoded();
        try {
            return keyFactory(key.getAlgorithm().startsWith("Ed") ? "Ed25519" : key.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** Whether a key gives its bytes away; a key in a hardware module does not. */
    static boolean isExtractable(PrivateKey key) {
        return "PKCS#8".equals(key.getFormat()) && key.getEncoded() != null;
    }

    private static <T> T attempt(String what, Operation<T> operation) {
        try {
            return operation.run();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new CryptoException("could not " + what + ": " + e.getClass().getSimpleName(), e);
        }
    }
}
