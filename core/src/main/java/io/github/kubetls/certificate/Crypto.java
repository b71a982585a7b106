package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.internal.der.MalformedDer;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
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
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * The one place where it is decided which provider computes: the caller's, when one is given; JCA's own choice for a key
 * that cannot leave its provider, and for RSA; the light-weight classes of Bouncy Castle for ECDSA and Ed25519. The keys that
 * others get to see are of the JDK. What only Bouncy Castle's provider can, is done by a private instance of it, which is
 * never registered and made no sooner than it is needed.
 */
final class Crypto {

    /** Takes most of a second to make when a JVM is new. */
    private static final class BouncyCastle {
        static final Provider PROVIDER = new BouncyCastleProvider();

        private BouncyCastle() {}
    }

    private static final String SIGN = "sign";
    private static final String VERIFY = "verify a signature";

    private Crypto() {}

    @FunctionalInterface
    private interface Operation<T> {
        T run() throws GeneralSecurityException, MalformedDer;
    }

    /**
     * Makes a key pair.
     *
     * @param given the caller's source of randomness, or null for the system's
     */
    static KeyPair generate(KeyAlgorithm algorithm, @Nullable SecureRandom given, @Nullable Provider own) {
        return attempt("generate a key pair", () -> {
            SecureRandom random = given == null ? new SecureRandom() : given;
            if (own != null) {
                return generated(KeyPairGenerator.getInstance(algorithm.jcaName(), own), algorithm, random);
            }
            return switch (algorithm) {
                case RSA_2048, RSA_3072, RSA_4096 ->
                    generated(KeyPairGenerator.getInstance(algorithm.jcaName()), algorithm, random);
                case ECDSA_P256 -> keyPair(Ecdsa.generate(NamedCurve.P_256, given));
                case ECDSA_P384 -> keyPair(Ecdsa.generate(NamedCurve.P_384, given));
                case ED25519 -> keyPair(Ed25519Keys.generate(random));
                case ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
                    generated(
                            KeyPairGenerator.getInstance(algorithm.jcaName(), BouncyCastle.PROVIDER),
                            algorithm,
                            random);
            };
        });
    }

    private static KeyPair generated(KeyPairGenerator generator, KeyAlgorithm algorithm, SecureRandom random)
            throws GeneralSecurityException {
        generator.initialize(algorithm.parameters(), random);
        return generator.generateKeyPair();
    }

    private static KeyPair keyPair(EncodedKeyPair pair) {
        try {
            KeyDetails.Family family = KeyDetails.of(pair.publicKey()).family();
            return new KeyPair(publicKey(pair.publicKey()), privateKey(family.jcaName(), pair.pkcs8()));
        } finally {
            Arrays.fill(pair.pkcs8(), (byte) 0);
        }
    }

    /** A private key that is ready to sign with one algorithm. */
    @FunctionalInterface
    interface Signer {
        /**
         * {@return the signature of a message}
         *
         * @throws CryptoException when the provider cannot work with the key
         */
        byte[] sign(byte[] message);
    }

    /** A public key that is ready to verify signatures of the algorithms that go with it. */
    @FunctionalInterface
    interface Verifier {
        /**
         * {@return whether a signature fits; false too when the provider cannot make sense of it}
         *
         * @param algorithm  the name of the algorithm in JCA, which must go with the key
         * @param parameters its parameters, or null where it has none
         * @throws CryptoException when the provider cannot work with the algorithm or the key
         */
        boolean verify(String algorithm, @Nullable AlgorithmParameterSpec parameters, byte[] message, byte[] signature);
    }

    /** Signs one message with the algorithm that goes with the key. */
    static byte[] sign(PrivateKey key, SignatureScheme scheme, @Nullable Provider own, byte[] message) {
        byte[] encoded = own == null && scheme.isEcdsa() ? encoded(key) : null;
        return encoded == null
                ? signer(key, scheme, own).sign(message)
                : attempt(SIGN, () -> withParts(encoded, parts -> Ecdsa.sign(key, parts, scheme.jcaName(), message)));
    }

    /** Makes a key ready to sign with the algorithm that goes with it. */
    static Signer signer(PrivateKey key, SignatureScheme scheme, @Nullable Provider own) {
        byte[] encoded = own != null || scheme.isRsa() ? null : encoded(key);
        return encoded == null
                ? message -> attempt(SIGN, () -> signed(signature(scheme.jcaName(), own), key, message))
                : attempt(SIGN, () -> withParts(encoded, parts -> signer(parts, scheme, encoded)));
    }

    private static Signer signer(Pkcs8 key, SignatureScheme scheme, byte[] encoded)
            throws GeneralSecurityException, MalformedDer {
        if (scheme.isEcdsa()) {
            CurveArithmetic arithmetic = Ecdsa.lightweight(key.curve());
            BigInteger scalar = key.scalar();
            return message -> attempt(SIGN, () -> arithmetic.sign(scalar, scheme.jcaName(), message));
        }
        if (scheme == SignatureScheme.ED25519) {
            Ed25519PrivateKeyParameters ready = Ed25519Keys.privateKey(key);
            return message -> attempt(SIGN, () -> Ed25519Keys.sign(ready, message));
        }
        PrivateKey ready = KeyFactory.getInstance(scheme.jcaName(), BouncyCastle.PROVIDER)
                .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        return message ->
                attempt(SIGN, () -> signed(signature(scheme.jcaName(), BouncyCastle.PROVIDER), ready, message));
    }

    /**
     * {@return whether a private key is that of a public key; empty when only a signature can tell, or can for less}
     *
     * @throws CryptoException when the private key makes no sense
     */
    static Optional<Boolean> isPair(PublicKeyInfo publicKey, PrivateKey privateKey) {
        byte[] encoded = publicKey.algorithm().equals(KeyDetails.EC) ? encoded(privateKey) : null;
        return encoded == null
                ? Optional.empty()
                : attempt(SIGN, () -> withParts(encoded, parts -> Ecdsa.belongs(publicKey.bits(), parts)));
    }

    @FunctionalInterface
    private interface PartsReader<T> {
        T read(Pkcs8 parts) throws GeneralSecurityException, MalformedDer;
    }

    private static <T> T withParts(byte[] encoded, PartsReader<T> reader)
            throws GeneralSecurityException, MalformedDer {
        try {
            return reader.read(Pkcs8.read(encoded));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static byte[] signed(Signature signature, PrivateKey key, byte[] message) throws GeneralSecurityException {
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    private static Signature signature(String algorithm, @Nullable Provider provider) throws NoSuchAlgorithmException {
        return provider == null ? Signature.getInstance(algorithm) : Signature.getInstance(algorithm, provider);
    }

    /**
     * {@return a key, decoded for who verifies with it, or to be decoded when the first signature comes}
     *
     * @param own the caller's provider, or null
     * @throws CryptoException when the provider cannot work with the key
     */
    static Verifier verifier(PublicKeyInfo key, @Nullable Provider own) {
        if (own != null) {
            PublicKey ready = publicKey(key, own);
            return (algorithm, parameters, message, signature) ->
                    verify(ready, algorithm, parameters, own, message, signature);
        }
        switch (KeyDetails.family(key.algorithm())) {
            case EC -> {
                Ecdsa.VerifyingKey ready = attempt(VERIFY, () -> new Ecdsa.VerifyingKey(key, curve(key)));
                return (algorithm, parameters, message, signature) ->
                        attempt(VERIFY, () -> ready.verify(algorithm, message, signature));
            }
            case ED25519 -> {
                Ed25519PublicKeyParameters ready = attempt(VERIFY, () -> Ed25519Keys.publicKey(key));
                return (algorithm, parameters, message, signature) -> Ed25519Keys.verify(ready, message, signature);
            }
            default -> {
                PublicKey ready = publicKey(key);
                return (algorithm, parameters, message, signature) ->
                        verify(ready, algorithm, parameters, usual(algorithm), message, signature);
            }
        }
    }

    /** Who verifies with what has no light-weight form: JCA's choice for RSA, Bouncy Castle's provider for ML-DSA. */
    private static @Nullable Provider usual(String algorithm) {
        return algorithm.contains("RSA") ? null : BouncyCastle.PROVIDER;
    }

    private static boolean verify(
            PublicKey key,
            String algorithm,
            @Nullable AlgorithmParameterSpec parameters,
            @Nullable Provider provider,
            byte[] message,
            byte[] value) {
        Signature signature = attempt(VERIFY, () -> {
            Signature verifier = signature(algorithm, provider);
            if (parameters != null) {
                verifier.setParameter(parameters);
            }
            verifier.initVerify(key);
            verifier.update(message);
            return verifier;
        });
        try {
            return signature.verify(value);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** The curve of a key, whose point is looked at: the JDK does not look whether it is one of the curve. */
    private static NamedCurve curve(PublicKeyInfo key) throws InvalidKeyException {
        NamedCurve curve = KeyDetails.of(key).curve();
        if (curve == null || !curve.isUncompressedPoint(key.bits())) {
            throw new InvalidKeyException("no point of a curve that Kubernetes knows");
        }
        return curve;
    }

    /** Decodes a public key that has been checked to be one; the JDK's object, where the JDK knows its kind. */
    static PublicKey publicKey(PublicKeyInfo key) {
        KeyDetails details = KeyDetails.of(key);
        String family = jcaFamily(details);
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(key.encoded());
        return attempt("decode a public key", () -> {
            if (details.curve() != null) {
                curve(key);
            } else if (details.family() == KeyDetails.Family.ED25519) {
                Ed25519Keys.publicKey(key);
            }
            return decoded(family, factory -> factory.generatePublic(encoded));
        });
    }

    /** A key of the caller's provider; if that has no way to make one, it has to make do with ours. */
    private static PublicKey publicKey(PublicKeyInfo key, Provider own) {
        try {
            return KeyFactory.getInstance(jcaFamily(KeyDetails.of(key)), own)
                    .generatePublic(new X509EncodedKeySpec(key.encoded()));
        } catch (GeneralSecurityException | RuntimeException e) {
            return publicKey(key);
        }
    }

    /** Decodes a private key from PKCS#8 in its canonical form. */
    static PrivateKey privateKey(String family, byte[] pkcs8) {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8);
        return attempt("decode a private key", () -> decoded(family, factory -> factory.generatePrivate(encoded)));
    }

    /** A private key as its provider computes with it, or as it is, when it cannot leave its own or be taken over. */
    static PrivateKey translated(PrivateKey key, Provider own) {
        if (!isExtractable(key)) {
            return key;
        }
        try {
            return (PrivateKey) KeyFactory.getInstance(key.getAlgorithm(), own).translateKey(key);
        } catch (GeneralSecurityException | RuntimeException e) {
            return key;
        }
    }

    /**
     * {@return the object for an encoded certificate, with just these bytes, which the JDK makes or, where it refuses,
     * Bouncy Castle; empty when neither can hold it}
     */
    static Optional<X509Certificate> certificate(byte[] der) {
        for (Operation<CertificateFactory> factory : List.<Operation<CertificateFactory>>of(
                () -> CertificateFactory.getInstance("X.509"),
                () -> CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER))) {
            try {
                X509Certificate certificate =
                        (X509Certificate) factory.run().generateCertificate(new ByteArrayInputStream(der));
                // Bouncy Castle decodes the key when it is asked for, and throws or has none where the JDK refused.
                if (Arrays.equals(certificate.getEncoded(), der) && certificate.getPublicKey() != null) {
                    return Optional.of(certificate);
                }
            } catch (GeneralSecurityException | MalformedDer | RuntimeException e) {
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

    /**
     * What Kubernetes reads and the JDK does not, such as RSA keys of few bits or with the exponent 1, or P-224, and what it
     * holds without its seed, ML-DSA, Bouncy Castle holds.
     */
    private static <T> T decoded(String family, Decoder<T> decoder) throws GeneralSecurityException {
        if (!family.startsWith("ML-DSA")) {
            try {
                return decoder.decode(KeyFactory.getInstance(family));
            } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
                return decoder.decode(KeyFactory.getInstance(family, BouncyCastle.PROVIDER));
            }
        }
        return decoder.decode(KeyFactory.getInstance(family, BouncyCastle.PROVIDER));
    }

    /** Whether a key gives its bytes away; a key in a hardware module does not. */
    static boolean isExtractable(PrivateKey key) {
        return encoded(key) != null;
    }

    private static byte @Nullable [] encoded(PrivateKey key) {
        return "PKCS#8".equals(key.getFormat()) ? key.getEncoded() : null;
    }

    private static <T> T attempt(String what, Operation<T> operation) {
        try {
            return operation.run();
        } catch (GeneralSecurityException | MalformedDer | RuntimeException e) {
            throw new CryptoException("could not " + what + ": " + e.getClass().getSimpleName(), e);
        }
    }
}
