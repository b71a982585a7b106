package io.github.kubetls.certificate;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/** A signature algorithm: its name in JCA and its identifier on the wire. */
enum SignatureScheme {
    SHA256_WITH_RSA("SHA256withRSA", "1.2.840.113549.1.1.11", true),
    SHA384_WITH_RSA("SHA384withRSA", "1.2.840.113549.1.1.12", true),
    SHA512_WITH_RSA("SHA512withRSA", "1.2.840.113549.1.1.13", true),
    SHA256_WITH_ECDSA("SHA256withECDSA", "1.2.840.10045.4.3.2", false),
    SHA384_WITH_ECDSA("SHA384withECDSA", "1.2.840.10045.4.3.3", false),
    SHA512_WITH_ECDSA("SHA512withECDSA", "1.2.840.10045.4.3.4", false),
    ED25519("Ed25519", KeyDetails.ED25519, false),
    ML_DSA_44("ML-DSA", KeyDetails.ML_DSA_44, false),
    ML_DSA_65("ML-DSA", KeyDetails.ML_DSA_65, false),
    ML_DSA_87("ML-DSA", KeyDetails.ML_DSA_87, false);

    private final String jcaName;
    private final String oid;
    private final boolean withNull;

    SignatureScheme(String jcaName, String oid, boolean withNull) {
        this.jcaName = jcaName;
        this.oid = oid;
        this.withNull = withNull;
    }

    /** What Kubernetes signs a request with: the digest grows with an RSA key. */
    static SignatureScheme forRequest(PublicKey key) {
        KeyDetails details = KeyDetails.of(key);
        if (details.family() == KeyDetails.Family.RSA && details.bits() >= 4096) {
            return SHA512_WITH_RSA;
        }
        if (details.family() == KeyDetails.Family.RSA && details.bits() >= 3072) {
            return SHA384_WITH_RSA;
        }
        return of(details);
    }

    /** What Kubernetes signs a certificate with: SHA-256 for every RSA key. */
    static SignatureScheme forCertificate(PublicKey key) {
        return of(KeyDetails.of(key));
    }

    private static SignatureScheme of(KeyDetails key) {
        return switch (key.family()) {
            case RSA -> SHA256_WITH_RSA;
            case EC -> ofCurve(key.curve());
            case ED25519 -> ED25519;
            case ML_DSA_44 -> ML_DSA_44;
            case ML_DSA_65 -> ML_DSA_65;
            case ML_DSA_87 -> ML_DSA_87;
            case OTHER ->
                throw new IllegalArgumentException("the key is of a kind that Kubernetes does not know; use RSA, ECDSA "
                        + "on P-256, P-384 or P-521, Ed25519 or ML-DSA");
        };
    }

    private static SignatureScheme ofCurve(@Nullable NamedCurve curve) {
        if (curve == NamedCurve.P_384) {
            return SHA384_WITH_ECDSA;
        }
        return curve == NamedCurve.P_521 ? SHA512_WITH_ECDSA : SHA256_WITH_ECDSA;
    }

    boolean isRsa() {
        return withNull;
    }

    boolean isEcdsa() {
        return jcaName.endsWith("ECDSA");
    }

    String jcaName() {
        return jcaName;
    }

    String oid() {
        return oid;
    }

    /** The encoded AlgorithmIdentifier: with NULL parameters for RSA, without any for all others. */
    byte[] identifier() {
        return DerOutput.sequence(DerOutput.objectIdentifier(oid), withNull ? PublicKeyReader.NULL : new byte[0]);
    }
}
