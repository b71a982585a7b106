package io.github.kubetls.certificate;

import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * ECDSA (FIPS 186-5, section 6), where no provider is given. Bouncy Castle's light-weight classes compute several times as
 * fast as older JDKs do, but to load the first of them takes a JVM a quarter of a second, because their jar is signed. So the
 * first operations of a JVM are the JDK's, enough for a program that makes a key and a request or two and ends; from then on,
 * or when something else needs the light-weight classes, it is they. What comes out is the same.
 */
final class Ecdsa {

    /** Four key pairs, and a request of each, which is signed and checked. */
    static final int FIRST_OPERATIONS = 12;

    /** How many there have been, up to that number; what comes out does not depend on it. */
    static final AtomicInteger OPERATIONS = new AtomicInteger();

    private Ecdsa() {}

    @FunctionalInterface
    private interface Operation<T> {
        T run() throws GeneralSecurityException;
    }

    /** What the JDK computes, if this is one of the first operations and the JDK knows the curve. */
    private static <T> Optional<T> first(Operation<T> operation) {
        if (OPERATIONS.get() >= FIRST_OPERATIONS || OPERATIONS.getAndIncrement() >= FIRST_OPERATIONS) {
            return Optional.empty();
        }
        try {
            return Optional.of(operation.run());
        } catch (GeneralSecurityException | ProviderException e) {
            return Optional.empty(); // The light-weight classes are asked.
        }
    }

    /** The light-weight classes, after which the JDK's are not asked any more. */
    static CurveArithmetic lightweight(NamedCurve curve) {
        OPERATIONS.set(FIRST_OPERATIONS);
        return CurveArithmetic.of(curve);
    }

    /**
     * A new key pair in its encoded forms.
     *
     * @param random the caller's source of randomness, which the light-weight classes always take alike, or null
     */
    static EncodedKeyPair generate(NamedCurve curve, @Nullable SecureRandom random) {
        Optional<EncodedKeyPair> first = random == null ? first(() -> Jdk.generate(curve)) : Optional.empty();
        return first.orElseGet(() -> lightweight(curve).generate(curve, random == null ? new SecureRandom() : random));
    }

    /** Makes a signature with a random nonce. */
    static byte[] sign(PrivateKey key, Pkcs8 parts, String algorithm, byte[] message) throws GeneralSecurityException {
        Optional<byte[]> first = first(() -> Jdk.sign(key, algorithm, message));
        return first.isPresent() ? first.get() : lightweight(parts.curve()).sign(parts.scalar(), algorithm, message);
    }

    /** A public key whose point the light-weight classes decode when they are first asked, and not again. */
    static final class VerifyingKey {
        private final PublicKeyInfo key;
        private final NamedCurve curve;
        private volatile @Nullable ECPublicKeyParameters decoded;

        VerifyingKey(PublicKeyInfo key, NamedCurve curve) {
            this.key = key;
            this.curve = curve;
        }

        /** Whether a signature fits; false too when it is none. */
        boolean verify(String algorithm, byte[] message, byte[] signature) throws GeneralSecurityException {
            Numbers numbers = Numbers.read(signature, curve);
            if (numbers == null) {
                return false;
            }
            Optional<Boolean> first = first(() -> Jdk.verify(key, algorithm, message, signature));
            return first.isPresent() ? first.get() : lightweight(curve).verify(decoded(), algorithm, message, numbers);
        }

        private ECPublicKeyParameters decoded() {
            ECPublicKeyParameters made = decoded;
            if (made == null) {
                made = lightweight(curve).publicKey(key.bits());
                decoded = made;
            }
            return made;
        }
    }

    /** The numbers of a signature (RFC 3279, section 2.2.3). */
    record Numbers(BigInteger r, BigInteger s) {

        /** Null when the bytes are no two numbers of the curve, and nothing else; providers differ in what they take. */
        static @Nullable Numbers read(byte[] signature, NamedCurve curve) {
            try {
                DerInput whole = new DerInput(signature);
                DerInput parts = whole.sequence("");
                Numbers numbers = new Numbers(parts.integer(), parts.integer());
                return whole.isEmpty() && parts.isEmpty() && fits(numbers.r, curve) && fits(numbers.s, curve)
                        ? numbers
                        : null;
            } catch (MalformedDer e) {
                return null;
            }
        }

        private static boolean fits(BigInteger number, NamedCurve curve) {
            return number.signum() > 0 && number.compareTo(curve.order()) < 0;
        }

        byte[] encoded() {
            return DerOutput.sequence(DerOutput.integer(r), DerOutput.integer(s));
        }
    }

    /** Whether a point is that of a private key, if telling it costs less than verifying a signature. */
    static Optional<Boolean> belongs(byte[] point, Pkcs8 privateKey) {
        return OPERATIONS.get() < FIRST_OPERATIONS
                ? Optional.empty()
                : Optional.of(
                        Arrays.equals(point, lightweight(privateKey.curve()).publicPoint(privateKey.scalar())));
    }

    /** The JDK's provider of curves, which need not be there, and does not know all of them. */
    static final class Jdk {
        private static final String NAME = "SunEC";

        private Jdk() {}

        static EncodedKeyPair generate(NamedCurve curve) throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", NAME);
            generator.initialize(new ECGenParameterSpec(curve.oid()));
            KeyPair pair = generator.generateKeyPair();
            return EncodedKeyPair.ec(
                    curve,
                    ((ECPrivateKey) pair.getPrivate()).getS(),
                    PublicKeyInfo.of(pair.getPublic()).bits());
        }

        static byte[] sign(PrivateKey key, String algorithm, byte[] message) throws GeneralSecurityException {
            Signature signature = Signature.getInstance(algorithm, NAME);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        }

        static boolean verify(PublicKeyInfo key, String algorithm, byte[] message, byte[] value)
                throws GeneralSecurityException {
            Signature signature = Signature.getInstance(algorithm, NAME);
            signature.initVerify(
                    KeyFactory.getInstance("EC", NAME).generatePublic(new X509EncodedKeySpec(key.encoded())));
            signature.update(message);
            return signature.verify(value);
        }
    }
}
