package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a request or a certificate, verified with the algorithms that the API server accepts. The others are
 * refused in its words: MD5 is insecure, DSA, SHA-224 and PSS with other parameters than usual are unimplemented.
 */
final class SignatureCheck {

    private static final String PSS = "1.2.840.113549.1.1.10";
    private static final String MD5_WITH_RSA = "1.2.840.113549.1.1.4";
    private static final String DSA_WITH_SHA1 = "1.2.840.10040.4.3";
    private static final String DSA_WITH_SHA256 = "2.16.840.1.101.3.4.3.2";
    private static final String ED25519 = KeyDetails.ED25519;
    private static final String MGF1 = "1.2.840.113549.1.1.8";

    /** The names by identifier: of what Kubernetes signs with, and of SHA-1, which it accepts in requests, and once in certificates. */
    private static final Map<String, String> JCA_NAMES = jcaNames();

    private static final Map<String, PssHash> PSS_HASHES = Map.of(
            "2.16.840.1.101.3.4.2.1", new PssHash("SHA-256", MGF1ParameterSpec.SHA256, 32),
            "2.16.840.1.101.3.4.2.2", new PssHash("SHA-384", MGF1ParameterSpec.SHA384, 48),
            "2.16.840.1.101.3.4.2.3", new PssHash("SHA-512", MGF1ParameterSpec.SHA512, 64));

    private static Map<String, String> jcaNames() {
        Map<String, String> names = new HashMap<>();
        for (SignatureScheme scheme : SignatureScheme.values()) {
            names.put(scheme.oid(), scheme.jcaName());
        }
        names.put("1.2.840.113549.1.1.5", "SHA1withRSA");
        names.put("1.3.14.3.2.29", "SHA1withRSA");
        names.put("1.2.840.10045.4.1", "SHA1withECDSA");
        return Map.copyOf(names);
    }

    private record PssHash(String name, MGF1ParameterSpec mgf1, int length) {}

    private final String oid;
    private final @Nullable AlgorithmParameterSpec pss;
    private final boolean known;

    SignatureCheck(String oid, @Nullable DerValue parameters) {
        this.oid = oid;
        this.pss = oid.equals(PSS) ? pssParameters(parameters).orElse(null) : null;
        // RFC 8410, section 3: parameters must be absent.
        this.known = pss != null || JCA_NAMES.containsKey(oid) && !(oid.equals(ED25519) && parameters != null);
    }

    /** The name of the algorithm in JCA, or its identifier when it has none here. */
    String name() {
        return pss != null ? "RSASSA-PSS" : JCA_NAMES.getOrDefault(oid, oid);
    }

    /** For requests, of which not all releases know ML-DSA. */
    void verifyRequest(
            PublicKeyInfo key, @Nullable Provider provider, byte[] message, byte[] value, KubernetesRelease release)
            throws BadSignature {
        requireAcceptedInRequest(key, release);
        boolean isValid = provider == null
                ? isValid(() -> Crypto.verifier(key, null), message, value)
                : Crypto.verifier(key, provider).verify(name(), pss, message, value);
        requireValid(isValid, key);
    }

    /**
     * For certificates, to most releases of which SHA-1 is insecure.
     *
     * @param key      the key of who has signed, or should have
     * @param verifier the same, to verify with; asked for when nothing else is wrong
     */
    void verifyCertificate(
            PublicKeyInfo key,
            Supplier<Crypto.Verifier> verifier,
            byte[] message,
            byte[] value,
            KubernetesRelease release)
            throws BadSignature {
        if (name().startsWith("SHA1") && Feature.SHA1_CERTIFICATES_REFUSED.in(release)) {
            throw new BadSignature("x509: cannot verify signature: insecure algorithm "
                    + (name().endsWith("RSA") ? "SHA1-RSA" : "ECDSA-SHA1"));
        }
        requireAccepted(key, release);
        requireValid(isValid(verifier, message, value), key);
    }

    /** Whether a release verifies at all with this algorithm and a key, whatever the signature. */
    void requireAcceptedInRequest(PublicKeyInfo key, KubernetesRelease release) throws BadSignature {
        boolean isMlDsa = KeyDetails.of(key).family().isMlDsa() || name().equals("ML-DSA");
        if (isMlDsa && !Feature.ML_DSA_REQUESTS.in(release)) {
            throw unimplemented();
        }
        requireAccepted(key, release);
    }

    private void requireAccepted(PublicKeyInfo key, KubernetesRelease release) throws BadSignature {
        if (oid.equals(MD5_WITH_RSA)) {
            throw new BadSignature("x509: cannot verify signature: insecure algorithm MD5-RSA");
        }
        String algorithmFamily = family();
        KeyDetails details = KeyDetails.of(key);
        KeyDetails.Family keyFamily = details.family();
        if (algorithmFamily.isEmpty() || keyFamily == KeyDetails.Family.OTHER) {
            throw unimplemented();
        }
        if (!algorithmFamily.equals(keyFamily.isMlDsa() ? key.algorithm() : keyFamily.jcaName())) {
            throw new BadSignature("x509: signature algorithm specifies an " + nameInGo(algorithmFamily)
                    + " public key, but have public key of type " + keyType(keyFamily));
        }
        if (details.isSmallRsa() && Feature.SMALL_RSA_KEYS_REFUSED.in(release)) {
            throw new BadSignature("crypto/rsa: " + details.bits()
                    + "-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)");
        }
    }

    private static void requireValid(boolean isValid, PublicKeyInfo key) throws BadSignature {
        if (!isValid) {
            throw new BadSignature(
                    switch (KeyDetails.of(key).family()) {
                        case RSA -> "crypto/rsa: verification error";
                        case EC -> "x509: ECDSA verification failure";
                        case ED25519 -> "x509: Ed25519 verification failure";
                        default -> "x509: ML-DSA verification failure";
                    });
        }
    }

    private boolean isValid(Supplier<Crypto.Verifier> verifier, byte[] message, byte[] value) {
        try {
            return verifier.get().verify(name(), pss, message, value);
        } catch (CryptoException e) {
            return false; // A key that no provider can compute with, such as RSA with 100 bits.
        }
    }

    private static BadSignature unimplemented() {
        return new BadSignature("x509: cannot verify signature: algorithm unimplemented");
    }

    /** RSA, EC, Ed25519, DSA, or the identifier of an ML-DSA parameter set; empty when not known. */
    private String family() {
        if (oid.equals(DSA_WITH_SHA1) || oid.equals(DSA_WITH_SHA256)) {
            return "DSA";
        }
        if (!known) {
            return "";
        }
        String name = name();
        if (name.equals("ML-DSA")) {
            return oid;
        }
        return name.contains("RSA") ? "RSA" : name.equals("Ed25519") ? name : "EC";
    }

    private static String nameInGo(String family) {
        return family.equals("EC") ? "ECDSA" : family.startsWith("2.") ? "ML-DSA" : family;
    }

    private static String keyType(KeyDetails.Family family) {
        return switch (family) {
            case RSA -> "*rsa.PublicKey";
            case EC -> "*ecdsa.PublicKey";
            case ED25519 -> "ed25519.PublicKey";
            default -> "ML-DSA";
        };
    }

    /** The parameters in which digest, mask digest and salt length agree (RFC 8017, section 9.1), or empty. */
    private static Optional<AlgorithmParameterSpec> pssParameters(@Nullable DerValue parameters) {
        if (parameters == null) {
            return Optional.empty();
        }
        try {
            DerInput pss = parameters.reopen().sequence("pssParameters");
            DerInput hashAlgorithm =
                    required(pss.optionalExplicit(0, DerInput.SEQUENCE, true)).open();
            DerInput mask =
                    required(pss.optionalExplicit(1, DerInput.SEQUENCE, true)).open();
            long saltLength = required(pss.optionalExplicit(2, DerInput.INTEGER, false))
                    .reopen()
                    .int64();
            DerValue trailer = pss.optionalExplicit(3, DerInput.INTEGER, false);
            boolean usualTrailer = trailer == null || trailer.reopen().int64() == 1;
            PssHash hash = hash(hashAlgorithm);
            boolean isMgf1 = mask.objectIdentifier().equals(MGF1);
            PssHash maskHash = hash(mask.sequence("AlgorithmIdentifier"));
            return isMgf1 && hash.equals(maskHash) && saltLength == hash.length && usualTrailer
                    ? Optional.of(new PSSParameterSpec(hash.name, "MGF1", hash.mgf1, hash.length, 1))
                    : Optional.empty();
        } catch (MalformedDer e) {
            return Optional.empty();
        }
    }

    private static DerValue required(@Nullable DerValue value) throws MalformedDer {
        if (value == null) {
            throw new MalformedDer("a parameter is missing");
        }
        return value;
    }

    private static PssHash hash(DerInput algorithm) throws MalformedDer {
        PssHash hash = PSS_HASHES.get(algorithm.objectIdentifier());
        DerValue parameters = algorithm.optionalAny();
        if (hash == null || parameters != null && !Arrays.equals(parameters.encoded(), PublicKeyReader.NULL)) {
            throw new MalformedDer("another digest");
        }
        return hash;
    }
}
