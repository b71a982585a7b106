package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.examples.tools.cli.ProgramException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What of a join is nothing but cryptography: after some of the joins, the thread repeats what the library has just had
 * computed, with the same kinds of keys, the same sizes of messages and the same providers, but straight through JCA. These
 * repetitions are not part of a join.
 *
 * <p>It is the thread's processor time that counts: what other programs use of the processors is neither cryptography nor
 * the rest.
 */
final class RawCryptography {

    /** The library's own choice for ECDSA; for RSA it is JCA's. */
    private static final String BOUNCY_CASTLE = "BC";

    private static final int SPARSEST = 64;
    private static final int FEWEST_SAMPLES = 16;

    private final Map<RawOperation, LongAdder> nanos = new EnumMap<>(RawOperation.class);
    private final Map<RawOperation, String> providers = new ConcurrentHashMap<>();
    private final Provider ecdsa = ProviderChoice.find(BOUNCY_CASTLE);
    private final Optional<Provider> forNodes;
    private final Keys ofCa;
    private final int interval;
    private final AtomicInteger samples = new AtomicInteger();

    /** A key pair, and the provider that signs with it; empty for the library's own choice. */
    private record Keys(PrivateKey privateKey, PublicKey publicKey, Optional<Provider> signer) {}

    /** Of each how many joins one is repeated: seldom, but often enough for a mean. */
    static int interval(int nodes) {
        return Math.max(1, Math.min(SPARSEST, nodes / FEWEST_SAMPLES));
    }

    RawCryptography(FleetSettings settings, CertificateAuthority ca, int interval) {
        for (RawOperation operation : RawOperation.values()) {
            nanos.put(operation, new LongAdder());
        }
        this.forNodes = settings.providers().forNodes();
        this.ofCa = new Keys(
                ca.privateKey(),
                decoded(ca.certificate().getPublicKey()),
                settings.providers().forCa(settings.ca()));
        this.interval = interval;
    }

    /** The key as the provider that verifies with it has it, as the library decodes it. */
    private PublicKey decoded(PublicKey key) {
        if (key.getAlgorithm().equals("RSA")) {
            return key;
        }
        try {
            return KeyFactory.getInstance("EC", ecdsa).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw failure(e);
        }
    }

    private static ProgramException failure(GeneralSecurityException e) {
        return new ProgramException("the cryptography of a join cannot be repeated: " + e.getMessage());
    }

    /** How many joins were repeated. */
    int samples() {
        return samples.get();
    }

    /** The mean processor time of an operation, in nanoseconds. */
    double mean(RawOperation operation) {
        return nanosOf(operation).sum() / (double) samples();
    }

    /** The name of the provider that computes; empty before anything was repeated. */
    String provider(RawOperation operation) {
        return providers.getOrDefault(operation, "");
    }

    /** Whether the cryptography of the join of this number is to be repeated. */
    boolean isDue(int number) {
        // Not the first one, which is like no other: it stands for itself, not for the many that follow.
        return number % interval == interval / 2;
    }

    /** Repeats the cryptography of a join. */
    void repeat(NodeJoin.Joined joined) {
        samples.incrementAndGet();
        CertificateRequest request = joined.request();
        X509Certificate certificate = joined.pair().certificate();
        try {
            generateKey();
            Keys ofNode = new Keys(joined.pair().privateKey(), request.publicKey(), forNodes);
            byte[] bySelf = sign(RawOperation.SIGN_REQUEST, request.signatureAlgorithm(), ofNode, request.toDer());
            verify(RawOperation.VERIFY_REQUEST, request.signatureAlgorithm(), ofNode, request.toDer(), bySelf);
            byte[] toBeSigned = certificate.getTBSCertificate();
            byte[] byCa = sign(RawOperation.SIGN_CERTIFICATE, certificate.getSigAlgName(), ofCa, toBeSigned);
            verify(RawOperation.VERIFY_CERTIFICATE, certificate.getSigAlgName(), ofCa, toBeSigned, byCa);
        } catch (GeneralSecurityException e) {
            throw failure(e);
        }
    }

    private void generateKey() throws GeneralSecurityException {
        long start = ProcessorTime.ofThread();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", forNodes.orElse(ecdsa));
        generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
        generator.generateKeyPair();
        took(RawOperation.GENERATE_KEY, start, generator.getProvider());
    }

    private byte[] sign(RawOperation operation, String algorithm, Keys keys, byte[] message)
            throws GeneralSecurityException {
        long start = ProcessorTime.ofThread();
        Signature signature =
                keys.signer.isPresent() ? Signature.getInstance(algorithm, keys.signer.get()) : ofTheLibrary(algorithm);
        signature.initSign(keys.privateKey);
        signature.update(message);
        byte[] value = signature.sign();
        took(operation, start, signature.getProvider());
        return value;
    }

    private void verify(RawOperation operation, String algorithm, Keys keys, byte[] message, byte[] value)
            throws GeneralSecurityException {
        long start = ProcessorTime.ofThread();
        Signature signature = ofTheLibrary(algorithm);
        signature.initVerify(keys.publicKey);
        signature.update(message);
        boolean valid = signature.verify(value);
        took(operation, start, signature.getProvider());
        if (!valid) {
            throw new ProgramException("a provider does not accept the signature of another: " + algorithm);
        }
    }

    private Signature ofTheLibrary(String algorithm) throws GeneralSecurityException {
        return algorithm.endsWith("RSA") ? Signature.getInstance(algorithm) : Signature.getInstance(algorithm, ecdsa);
    }

    private void took(RawOperation operation, long start, Provider provider) {
        nanosOf(operation).add(ProcessorTime.ofThread() - start);
        providers.put(operation, provider.getName());
    }

    private LongAdder nanosOf(RawOperation operation) {
        return Objects.requireNonNull(nanos.get(operation));
    }
}
