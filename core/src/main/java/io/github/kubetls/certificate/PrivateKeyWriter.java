package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Takes private keys apart, whoever made them: to write them as Kubernetes does, and to find their public key. */
final class PrivateKeyWriter {

    private PrivateKeyWriter() {}

    /** The PEM block that Kubernetes writes: SEC1 for ECDSA, PKCS#1 for RSA, PKCS#8 for the others. */
    static Pem.Block block(PrivateKey key) {
        if (!Crypto.isExtractable(key)) {
            throw new IllegalArgumentException("the private key cannot leave its provider, so it cannot be written");
        }
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
            ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
            if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                return Pem.Block.of("EC PRIVATE KEY", DerOutput.encode(sec1(info)));
            }
            if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
                return Pem.Block.of("RSA PRIVATE KEY", DerOutput.encode(info.parsePrivateKey()));
            }
            return Pem.Block.of("PRIVATE KEY", DerOutput.encode(pkcs8(key, info)));
        } catch (IOException | RuntimeException e) {
            throw new CryptoException(
                    "could not encode a private key: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Built anew, because the JDK leaves out curve and public key, without which nobody can read the result. */
    private static ECPrivateKey sec1(PrivateKeyInfo info) throws IOException {
        NamedCurve curve = curveOf(info);
        BigInteger scalar = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
        return new ECPrivateKey(
                curve.order().bitLength(), scalar, new DERBitString(curve.publicPoint(scalar)), curve.oid());
    }

    /** A key on one of the curves that Kubernetes knows, to compute with. */
    static ECPrivateKeyParameters ecKey(PrivateKeyInfo info) throws IOException {
        BigInteger scalar = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
        return new ECPrivateKeyParameters(scalar, curveOf(info).domain());
    }

    private static NamedCurve curveOf(PrivateKeyInfo info) {
        ASN1Encodable parameters = info.getPrivateKeyAlgorithm().getParameters();
        return Optional.ofNullable(parameters instanceof ASN1ObjectIdentifier oid ? oid.getId() : null)
                .flatMap(NamedCurve::ofOid)
                .orElseThrow(() -> new IllegalArgumentException("the key is on a curve that Kubernetes does not know"));
    }

    /** The shortest form, which every reader knows: without public key, and of ML-DSA the seed alone (RFC 9881). */
    private static PrivateKeyInfo pkcs8(PrivateKey key, PrivateKeyInfo info) throws IOException {
        if (info.getPrivateKeyAlgorithm().getAlgorithm().equals(KeyDetails.ID_ED25519)) {
            return new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey());
        }
        if (key instanceof MLDSAPrivateKey mlDsa && mlDsa.getSeed() != null) {
            return PrivateKeyInfo.getInstance(mlDsa.getPrivateKey(true).getEncoded());
        }
        return info;
    }

    /** The public key that belongs to a private key, or empty when it cannot be derived. */
    static Optional<PublicKey> publicKey(PrivateKey key) {
        if (!Crypto.isExtractable(key)) {
            return Optional.empty();
        }
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
            return subjectPublicKeyInfo(key, info).map(Crypto::publicKey);
        } catch (IOException e) {
            throw new CryptoException(
                    "could not decode a private key: " + e.getClass().getSimpleName(), e);
        }
    }

    private static Optional<SubjectPublicKeyInfo> subjectPublicKeyInfo(PrivateKey key, PrivateKeyInfo info)
            throws IOException {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            NamedCurve curve = curveOf(info);
            BigInteger scalar = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
            return Optional.of(new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(algorithm, curve.oid()), curve.publicPoint(scalar)));
        }
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            RSAPrivateKey rsa = RSAPrivateKey.getInstance(info.parsePrivateKey());
            if (rsa.getPublicExponent().signum() == 0) {
                return Optional.empty();
            }
            return Optional.of(new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(algorithm, DERNull.INSTANCE),
                    new RSAPublicKey(rsa.getModulus(), rsa.getPublicExponent())));
        }
        if (algorithm.equals(KeyDetails.ID_ED25519)) {
            byte[] seed = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
            byte[] point = new byte[Ed25519.PUBLIC_KEY_SIZE];
            Ed25519.generatePublicKey(seed, 0, point, 0);
            return Optional.of(new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm), point));
        }
        return key instanceof MLDSAPrivateKey mlDsa
                ? Optional.ofNullable(mlDsa.getPublicKey())
                        .map(own -> SubjectPublicKeyInfo.getInstance(own.getEncoded()))
                : Optional.empty();
    }
}
