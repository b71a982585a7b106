package io.github.kubetls.certificate;

import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
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

    /** RFC 8410, section 3; here, because Bouncy Castle's constant is in a jar that nothing else is needed from. */
    static final ASN1ObjectIdentifier ID_ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

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
        return of(SubjectPublicKeyInfo.getInstance(PublicKeyReader.encoded(key)));
    }

    static KeyDetails of(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            BigInteger modulus =
                    RSAPublicKey.getInstance(key.getPublicKeyData().getOctets()).getModulus();
            return new KeyDetails(Family.RSA, modulus.bitLength(), null);
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            Optional<NamedCurve> curve = key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier oid
                    ? NamedCurve.ofOid(oid.getId())
                    : Optional.empty();
            return curve.map(known -> new KeyDetails(Family.EC, known.bits(), known))
                    .orElse(new KeyDetails(Family.OTHER, 0, null));
        }
        return new KeyDetails(family(algorithm), 0, null);
    }

    static Family family(ASN1ObjectIdentifier algorithm) {
        if (algorithm.equals(ID_ED25519)) {
            return Family.ED25519;
        }
        if (algorithm.equals(NISTObjectIdentifiers.id_ml_dsa_44)) {
            return Family.ML_DSA_44;
        }
        if (algorithm.equals(NISTObjectIdentifiers.id_ml_dsa_65)) {
            return Family.ML_DSA_65;
        }
        return algorithm.equals(NISTObjectIdentifiers.id_ml_dsa_87) ? Family.ML_DSA_87 : Family.OTHER;
    }
}
