package io.github.kubetls.certificate;

import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7). */
final class PublicKeyInfo {

    private final String algorithm;
    private final byte @Nullable [] parameters;
    private final byte[] bits;

    /**
     * Takes the parts.
     *
     * @param algorithm  the identifier of the algorithm
     * @param parameters its parameters as encoded, or null when absent
     * @param bits       the key itself
     */
    PublicKeyInfo(String algorithm, byte @Nullable [] parameters, byte[] bits) {
        this.algorithm = algorithm;
        this.parameters = parameters;
        this.bits = bits;
    }

    /** A key on a curve, given as a point (RFC 5480, section 2). */
    static PublicKeyInfo ec(NamedCurve curve, byte[] point) {
        return new PublicKeyInfo(KeyDetails.EC, DerOutput.objectIdentifier(curve.oid()), point);
    }

    /** An RSA key (RFC 8017, appendix A.1.1). */
    static PublicKeyInfo rsa(BigInteger modulus, BigInteger exponent) {
        return new PublicKeyInfo(
                KeyDetails.RSA_ENCRYPTION,
                PublicKeyReader.NULL,
                DerOutput.sequence(DerOutput.integer(modulus), DerOutput.integer(exponent)));
    }

    /**
     * {@return the key as its provider encodes it, not checked}
     *
     * @throws IllegalArgumentException when that is no SubjectPublicKeyInfo
     */
    static PublicKeyInfo of(PublicKey key) {
        try {
            return PublicKeyReader.structure(new DerInput(PublicKeyReader.encoded(key)))
                    .unchecked();
        } catch (MalformedDer e) {
            throw new IllegalArgumentException("the public key has no X.509 encoding: " + e.getMessage(), e);
        }
    }

    String algorithm() {
        return algorithm;
    }

    byte @Nullable [] parameters() {
        return parameters;
    }

    byte[] bits() {
        return bits;
    }

    byte[] encoded() {
        return DerOutput.sequence(
                DerOutput.sequence(
                        DerOutput.objectIdentifier(algorithm), parameters == null ? new byte[0] : parameters),
                DerOutput.bitString(bits));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKeyInfo that && Arrays.equals(encoded(), that.encoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded());
    }
}
