package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a SubjectPublicKeyInfo with the acceptance of Kubernetes, and encodes it anew as Kubernetes does when it issues a
 * certificate for it (RFC 5280, section 4.1.2.7).
 */
final class PublicKeyReader {

    /** The parameters of an algorithm that has none, where they may not be left out. */
    static final byte[] NULL = {5, 0};

    /** RFC 3279, section 2.3.2. */
    static final String DSA = "1.2.840.10040.4.1";

    private static final int ED25519_LENGTH = 32;

    private PublicKeyReader() {}

    /** A SubjectPublicKeyInfo that was read but not yet checked. */
    record Structure(String oid, @Nullable DerValue parameters, DerValue bits) {

        PublicKeyInfo checked() throws MalformedDer {
            PublicKeyInfo key = unchecked();
            return PublicKeyReader.checked(key.algorithm(), key.parameters(), key.bits());
        }

        PublicKeyInfo unchecked() throws MalformedDer {
            return new PublicKeyInfo(
                    oid,
                    parameters == null ? null : parameters.encoded(),
                    bits.reopen().bitString());
        }
    }

    static Structure structure(DerInput input) throws MalformedDer {
        DerInput info = input.sequence("publicKeyInfo");
        DerInput algorithm = info.sequence("AlgorithmIdentifier");
        String oid = algorithm.objectIdentifier();
        DerValue parameters = algorithm.optionalAny();
        return new Structure(oid, parameters, info.bitStringValue());
    }

    /** A whole SubjectPublicKeyInfo. */
    static PublicKeyInfo whole(byte[] der) throws MalformedDer {
        DerInput input = new DerInput(der);
        Structure key = structure(input);
        if (!input.isEmpty()) {
            throw new MalformedDer("x509: trailing data after ASN.1 of public-key");
        }
        return key.checked();
    }

    /** The X.509 encoding of a key, as its provider gives it. */
    static byte[] encoded(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new IllegalArgumentException("the public key has no X.509 encoding");
        }
        return encoded;
    }

    /**
     * {@return a key, checked and encoded anew; as it was when its algorithm is one that Kubernetes does not look into}
     *
     * @param oid        algorithm
     * @param parameters its parameters as encoded, or null when absent
     * @param bits       the key's bits
     */
    static PublicKeyInfo checked(String oid, byte @Nullable [] parameters, byte[] bits) throws MalformedDer {
        switch (oid) {
            case KeyDetails.RSA_ENCRYPTION -> {
                return rsa(parameters, bits);
            }
            case KeyDetails.EC -> {
                return ec(parameters, bits);
            }
            case DSA -> checkDsa(parameters, bits);
            case KeyDetails.ED25519 -> {
                if (parameters != null) {
                    throw new MalformedDer("x509: Ed25519 key encoded with illegal parameters");
                }
                if (bits.length != ED25519_LENGTH) {
                    throw new MalformedDer("x509: wrong Ed25519 public key size");
                }
            }
            default -> {
                // Nobody looks into it.
            }
        }
        return new PublicKeyInfo(oid, null, bits);
    }

    private static PublicKeyInfo rsa(byte @Nullable [] parameters, byte[] bits) throws MalformedDer {
        if (!Arrays.equals(parameters, NULL)) {
            throw new MalformedDer("x509: RSA key missing NULL parameters");
        }
        DerInput key = MalformedDer.instead(
                "x509: invalid RSA public key", () -> new DerInput(bits).sequence("pkcs1PublicKey"));
        BigInteger modulus = MalformedDer.instead("x509: invalid RSA modulus", key::integer);
        long exponent = MalformedDer.instead("x509: invalid RSA public exponent", key::int64);
        if (modulus.signum() <= 0) {
            throw new MalformedDer("x509: RSA modulus is not a positive number");
        }
        if (modulus.bitLength() > PrivateKeyReader.MAXIMUM_RSA_BITS) {
            // No provider computes with it, and nobody should wait for one that does.
            throw new MalformedDer("RSA modulus is longer than " + PrivateKeyReader.MAXIMUM_RSA_BITS + " bits");
        }
        if (exponent <= 0) {
            throw new MalformedDer("x509: RSA public exponent is not a positive number");
        }
        return PublicKeyInfo.rsa(modulus, BigInteger.valueOf(exponent));
    }

    private static PublicKeyInfo ec(byte @Nullable [] parameters, byte[] bits) throws MalformedDer {
        String oid = MalformedDer.instead(
                "x509: invalid ECDSA parameters",
                () -> new DerInput(parameters == null ? new byte[0] : parameters).objectIdentifier());
        NamedCurve curve =
                NamedCurve.ofOid(oid).orElseThrow(() -> new MalformedDer("x509: unsupported elliptic curve"));
        if (!curve.isUncompressedPoint(bits)) {
            throw new MalformedDer("x509: failed to unmarshal elliptic curve point");
        }
        return PublicKeyInfo.ec(curve, bits);
    }

    /** Understood, though no signature of it is accepted. */
    private static void checkDsa(byte @Nullable [] parameters, byte[] bits) throws MalformedDer {
        BigInteger y = MalformedDer.instead("x509: invalid DSA public key", () -> new DerInput(bits).integer());
        List<BigInteger> numbers = MalformedDer.instead("x509: invalid DSA parameters", () -> {
            DerInput input = new DerInput(parameters == null ? new byte[0] : parameters).sequence("");
            return List.of(y, input.integer(), input.integer(), input.integer());
        });
        if (numbers.stream().anyMatch(number -> number.signum() <= 0)) {
            throw new MalformedDer("x509: zero or negative DSA parameter");
        }
    }

    /** Whether two keys are the same, whatever their providers and however they were encoded. */
    static boolean sameKey(PublicKey one, PublicKey other) {
        return Arrays.equals(canonical(one), canonical(other));
    }

    private static byte[] canonical(PublicKey key) {
        try {
            return whole(encoded(key)).encoded();
        } catch (MalformedDer e) {
            return encoded(key);
        }
    }

    /** The RSA or ECDSA key in the bytes of a PEM block of any label, as client-go finds it. */
    static Optional<PublicKey> any(byte[] der, KubernetesRelease release) {
        return privateKey(bytes -> PrivateKeyReader.pkcs1(bytes, release), der)
                .or(() -> privateKey(bytes -> PrivateKeyReader.pkcs8(bytes, release), der)
                        .filter(key -> key.getAlgorithm().equals("RSA")))
                .or(() -> privateKey(PrivateKeyReader::sec1, der))
                .flatMap(PrivateKeyWriter::publicKey)
                .or(() -> publicKey(der, release));
    }

    private static Optional<PrivateKey> privateKey(PrivateKeyBlocks.KeyForm form, byte[] der) {
        try {
            return Optional.of(form.read(der));
        } catch (MalformedDer | CryptoException e) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> publicKey(byte[] der, KubernetesRelease release) {
        return bare(der)
                .or(() -> ofCertificate(der, release))
                .filter(key -> {
                    KeyDetails.Family family = KeyDetails.of(key).family();
                    return family == KeyDetails.Family.RSA || family == KeyDetails.Family.EC;
                })
                .flatMap(PublicKeyReader::representable);
    }

    private static Optional<PublicKey> representable(PublicKeyInfo key) {
        try {
            return Optional.of(Crypto.publicKey(key));
        } catch (CryptoException e) {
            return Optional.empty(); // Such as one with an even modulus, which no provider holds.
        }
    }

    private static Optional<PublicKeyInfo> bare(byte[] der) {
        try {
            return Optional.of(whole(der));
        } catch (MalformedDer e) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKeyInfo> ofCertificate(byte[] der, KubernetesRelease release) {
        try {
            return Optional.of(
                    whole(encoded(CertificateReader.certificate(der, release).getPublicKey())));
        } catch (MalformedDer e) {
            return Optional.empty();
        }
    }
}
