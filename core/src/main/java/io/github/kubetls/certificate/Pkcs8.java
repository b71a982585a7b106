package io.github.kubetls.certificate;

import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A private key in PKCS#8 (RFC 5958) as a provider encodes it, taken apart; a public key and attributes beside it are passed
 * over.
 */
final class Pkcs8 {

    private final String algorithm;
    private final @Nullable DerValue parameters;
    private final byte[] content;

    private Pkcs8(String algorithm, @Nullable DerValue parameters, byte[] content) {
        this.algorithm = algorithm;
        this.parameters = parameters;
        this.content = content;
    }

    /**
     * {@return the parts of a key}
     *
     * @throws IllegalArgumentException when it is none
     */
    static Pkcs8 read(byte[] der) {
        try {
            DerInput key = new DerInput(der).sequence("pkcs8");
            key.int64();
            DerInput identifier = key.sequence("AlgorithmIdentifier");
            return new Pkcs8(identifier.objectIdentifier(), identifier.optionalAny(), key.octetString());
        } catch (MalformedDer e) {
            throw new IllegalArgumentException("not a private key in PKCS#8", e);
        }
    }

    String algorithm() {
        return algorithm;
    }

    /** The key itself, in the form that goes with the algorithm. */
    byte[] content() {
        return content;
    }

    /** A reader of the key itself. */
    DerInput open() {
        return new DerInput(content);
    }

    /**
     * {@return the curve of a key}
     *
     * @throws IllegalArgumentException when it is on none that Kubernetes knows
     */
    NamedCurve curve() {
        for (NamedCurve curve : NamedCurve.values()) {
            if (parameters != null && Arrays.equals(parameters.encoded(), DerOutput.objectIdentifier(curve.oid()))) {
                return curve;
            }
        }
        throw new IllegalArgumentException("the key is on a curve that Kubernetes does not know");
    }

    /**
     * {@return the secret number of a key on a curve (RFC 5915)}
     *
     * @throws IllegalArgumentException when there is none
     */
    BigInteger scalar() {
        try {
            DerInput key = open().sequence("ecPrivateKey");
            key.int64();
            return new BigInteger(1, key.octetString());
        } catch (MalformedDer e) {
            throw new IllegalArgumentException("not a private key of a curve", e);
        }
    }

    /** Encodes a key. */
    static byte[] encode(String algorithm, byte[] parameters, byte[] content) {
        return DerOutput.sequence(
                DerOutput.integer(0),
                DerOutput.sequence(DerOutput.objectIdentifier(algorithm), parameters),
                DerOutput.octetString(content));
    }

    /** Encodes a key on a curve as SEC1 (RFC 5915), with curve and public point inside, without which not all can read it. */
    static byte[] sec1(NamedCurve curve, BigInteger scalar, byte[] point) {
        byte[] fixed = new byte[curve.length()];
        if (scalar.bitLength() > Byte.SIZE * fixed.length) {
            throw new IllegalArgumentException("the private key is too large for its curve");
        }
        byte[] magnitude = scalar.toByteArray();
        int count = Math.min(fixed.length, magnitude.length);
        System.arraycopy(magnitude, magnitude.length - count, fixed, fixed.length - count, count);
        return DerOutput.sequence(
                DerOutput.integer(1),
                DerOutput.octetString(fixed),
                DerOutput.tagged(0, DerOutput.objectIdentifier(curve.oid())),
                DerOutput.tagged(1, DerOutput.bitString(point)));
    }

    /** Encodes a key on a curve. */
    static byte[] encode(NamedCurve curve, BigInteger scalar, byte[] point) {
        return encode(KeyDetails.EC, DerOutput.objectIdentifier(curve.oid()), sec1(curve, scalar, point));
    }
}
