package io.github.kubetls.certificate;

import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What kind of public key it is, read from its SubjectPublicKeyInfo, so that the class that a provider gave it does not
 * matter.
 *
 * @param family the family
 * @param bits   size of the modulus or of the curve; 0 where the family has one size only
 * @param curve  the curve of an elliptic-curve key
 */
record KeyDetails(Family family, int bits, @Nullable NamedCurve curve) {

    private static final int SMALLEST_RSA = 1024;

    /** RFC 8017, appendix A.1. */
    static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";

    /** RFC 5480, section 2.1.1. */
    static final String EC = "1.2.840.10045.2.1";

    /** RFC 8410, section 3. */
    static final String ED25519 = "1.3.101.112";

    /** RFC 9881, section 2. */
    static final String ML_DSA_44 = "2.16.840.1.101.3.4.3.17";

    static final String ML_DSA_65 = "2.16.840.1.101.3.4.3.18";
    static final String ML_DSA_87 = "2.16.840.1.101.3.4.3.19";

    enum Family {
        RSA("RSA"),
        EC("EC"),
        ED25519("Ed25519"),
        ML_DSA_44("ML-DSA"),
        ML_DSA_65("ML-DSA"),
        ML_DSA_87("ML-DSA"),
        OTHER("");

        private final String jcaName;

        Family(String jcaName) {
            this.jcaName = jcaName;
        }

        String jcaName() {
            return jcaName;
        }

        boolean isMlDsa() {
            return this == ML_DSA_44 || this == ML_DSA_65 || this == ML_DSA_87;
        }
    }

    /** Whether Kubernetes does not compute with the key any more. */
    boolean isSmallRsa() {
        return family == Family.RSA && bits < SMALLEST_RSA;
    }

    static KeyDetails of(PublicKey key) {
        return of(PublicKeyInfo.of(key));
    }

    static KeyDetails of(PublicKeyInfo key) {
        Family family = family(key.algorithm());
        if (family == Family.RSA) {
            return new KeyDetails(Family.RSA, modulus(key.bits()).bitLength(), null);
        }
        if (family == Family.EC) {
            return curve(key.parameters())
                    .map(known -> new KeyDetails(Family.EC, known.bits(), known))
                    .orElse(new KeyDetails(Family.OTHER, 0, null));
        }
        return new KeyDetails(family, 0, null);
    }

    private static BigInteger modulus(byte[] bits) {
        try {
            return new DerInput(bits).sequence("").integer();
        } catch (MalformedDer e) {
            throw new IllegalArgumentException("not an RSA public key", e);
        }
    }

    private static Optional<NamedCurve> curve(byte @Nullable [] parameters) {
        try {
            return parameters == null
                    ? Optional.empty()
                    : NamedCurve.ofOid(new DerInput(parameters).objectIdentifier());
        } catch (MalformedDer e) {
            return Optional.empty(); // Such as a curve that is spelt out.
        }
    }

    static Family family(String algorithm) {
        return switch (algorithm) {
            case RSA_ENCRYPTION -> Family.RSA;
            case EC -> Family.EC;
            case ED25519 -> Family.ED25519;
            case ML_DSA_44 -> Family.ML_DSA_44;
            case ML_DSA_65 -> Family.ML_DSA_65;
            case ML_DSA_87 -> Family.ML_DSA_87;
            default -> Family.OTHER;
        };
    }
}
