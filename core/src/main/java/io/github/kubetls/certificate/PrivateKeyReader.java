package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys in the three forms that Kubernetes knows, with its acceptance: SEC1 (RFC 5915), PKCS#1 (RFC 8017) and
 * PKCS#8 (RFC 5958). What was read is encoded anew, so that no provider sees the irregularities of the input.
 */
final class PrivateKeyReader {

    static final int MAXIMUM_RSA_BITS = RsaNumbers.MAXIMUM_BITS;
    private static final int CRT_VALUES = 3;
    private static final int ED25519_SEED_LENGTH = 32;

    private PrivateKeyReader() {}

    /** SEC1. The curve must be named inside. */
    static PrivateKey sec1(byte[] der) throws MalformedDer {
        return sec1(der, null);
    }

    private static PrivateKey sec1(byte[] der, @Nullable String outerCurve) throws MalformedDer {
        DerInput key = new DerInput(der).sequence("ecPrivateKey");
        long version = key.int64();
        byte[] scalar = key.octetString();
        DerValue innerCurve = key.optionalExplicit(0, DerInput.OBJECT_IDENTIFIER, false);
        String curveOid = innerCurve == null ? "" : DerInput.objectIdentifier(innerCurve.content());
        DerValue point = key.optionalExplicit(1, DerInput.BIT_STRING, false);
        if (point != null) {
            DerInput.checkBitString(point.content());
        }
        if (version != 1) {
            throw new MalformedDer("x509: unknown EC private key version " + version);
        }
        NamedCurve curve = NamedCurve.ofOid(outerCurve == null ? curveOid : outerCurve)
                .orElseThrow(() -> new MalformedDer("x509: unknown elliptic curve"));
        return ec(curve, scalar);
    }

    private static PrivateKey ec(NamedCurve curve, byte[] scalar) throws MalformedDer {
        BigInteger value = new BigInteger(1, scalar);
        // Kubernetes takes zero, whose public key no peer takes.
        if (value.signum() == 0 || value.compareTo(curve.order()) >= 0) {
            throw new MalformedDer("x509: invalid elliptic curve private key value");
        }
        return decoded(Pkcs8.encode(curve, value, Ecdsa.lightweight(curve).publicPoint(value)), "EC");
    }

    /** PKCS#1, with two primes that fit modulus and exponents. */
    static PrivateKey pkcs1(byte[] der, KubernetesRelease release) throws MalformedDer {
        DerInput input = new DerInput(der);
        DerInput key = input.sequence("pkcs1PrivateKey");
        if (!input.isEmpty()) {
            throw MalformedDer.syntax("trailing data");
        }
        long version = key.int64();
        BigInteger modulus = key.integer();
        long exponent = key.int64();
        BigInteger d = key.integer();
        BigInteger p = key.integer();
        BigInteger q = key.integer();
        if (version > 1) {
            throw new MalformedDer("x509: unsupported private key version");
        }
        Values values = values(key);
        if (values.hasFurtherPrimes) {
            throw new MalformedDer("RSA keys with more than two primes are not supported");
        }
        if (modulus.signum() <= 0
                || d.signum() <= 0
                || p.signum() <= 0
                || q.signum() <= 0
                || values.hasNonPositive && Feature.RSA_CRT_CHECKED.in(release)) {
            throw new MalformedDer("x509: private key contains zero or negative value");
        }
        byte[] canonical = new RsaNumbers(modulus, BigInteger.valueOf(exponent), d, p, q, values.crt).checked(release);
        return decoded(Pkcs8.encode(KeyDetails.RSA_ENCRYPTION, PublicKeyReader.NULL, canonical), "RSA");
    }

    /** What follows the primes. */
    private record Values(RsaNumbers.@Nullable Crt crt, boolean hasNonPositive, boolean hasFurtherPrimes) {}

    private static Values values(DerInput key) throws MalformedDer {
        List<BigInteger> values = new ArrayList<>();
        while (values.size() < CRT_VALUES && key.nextIsUniversal(DerInput.INTEGER)) {
            values.add(key.integer());
        }
        DerValue furtherPrimes = key.optionalSequence();
        return new Values(
                values.size() < CRT_VALUES ? null : new RsaNumbers.Crt(values.get(0), values.get(1), values.get(2)),
                values.stream().anyMatch(value -> value.signum() <= 0),
                furtherPrimes != null && furtherPrimes.length() > 0);
    }

    /** PKCS#8 with an RSA, ECDSA, Ed25519 or ML-DSA key. */
    static PrivateKey pkcs8(byte[] der, KubernetesRelease release) throws MalformedDer {
        DerInput input = new DerInput(der);
        DerInput key = input.sequence("pkcs8");
        key.int64();
        DerInput algorithm = key.sequence("AlgorithmIdentifier");
        String oid = algorithm.objectIdentifier();
        DerValue parameters = algorithm.optionalAny();
        byte[] content = key.octetString();
        if (oid.equals(KeyDetails.RSA_ENCRYPTION)) {
            return pkcs1(content, release);
        }
        if (oid.equals(KeyDetails.EC)) {
            return sec1(content, curveOf(parameters));
        }
        if (oid.equals(KeyDetails.ED25519)) {
            return ed25519(parameters, content);
        }
        KeyDetails.Family family = KeyDetails.family(oid);
        if (family.isMlDsa()) {
            return Crypto.privateKey(family.jcaName(), der);
        }
        throw new MalformedDer("x509: PKCS#8 wrapping contained private key with unknown algorithm: " + oid);
    }

    /** The curve that the container names, or null when its parameters are no object identifier. */
    private static @Nullable String curveOf(@Nullable DerValue parameters) {
        if (parameters == null || !parameters.isUniversal(DerInput.OBJECT_IDENTIFIER, false)) {
            return null;
        }
        try {
            return DerInput.objectIdentifier(parameters.content());
        } catch (MalformedDer e) {
            return null;
        }
    }

    private static PrivateKey ed25519(@Nullable DerValue parameters, byte[] content) throws MalformedDer {
        if (parameters != null) {
            throw new MalformedDer("x509: invalid Ed25519 private key parameters");
        }
        byte[] seed = new DerInput(content).octetString();
        if (seed.length != ED25519_SEED_LENGTH) {
            throw new MalformedDer("x509: invalid Ed25519 private key length: " + seed.length);
        }
        return decoded(Ed25519Keys.pkcs8(seed), "Ed25519");
    }

    private static PrivateKey decoded(byte[] pkcs8, String family) {
        try {
            return Crypto.privateKey(family, pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }
}
