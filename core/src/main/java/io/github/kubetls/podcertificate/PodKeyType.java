package io.github.kubetls.podcertificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.KeyAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of keys that a kubelet makes for pods: the field {@code keyType} of a volume source.
 *
 * <pre>{@code
 * KeyPair keyPair = PodKeyType.parse("ECDSAP256").generateKeyPair();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/projected-volumes/#podcertificate">Pod certificates</a>
 */
public enum PodKeyType {
    /** RSA with a modulus of 3072 bits. */
    RSA_3072("RSA3072"),
    /** RSA with a modulus of 4096 bits. */
    RSA_4096("RSA4096"),
    /** ECDSA on the curve P-256. */
    ECDSA_P256("ECDSAP256"),
    /** ECDSA on the curve P-384. */
    ECDSA_P384("ECDSAP384"),
    /** ECDSA on the curve P-521. */
    ECDSA_P521("ECDSAP521"),
    /** Ed25519 (RFC 8032). */
    ED25519("ED25519");

    private static final int P521_BITS = 521;

    private final String kubernetesName;

    PodKeyType(String kubernetesName) {
        this.kubernetesName = kubernetesName;
    }

    /**
     * {@return the kind by the name that volume sources use}
     *
     * @param text a name such as {@code ECDSAP256}
     * @throws InvalidFormatException with code {@code KEY_ALGORITHM_UNSUPPORTED} for any other text
     */
    public static PodKeyType parse(String text) {
        return Arrays.stream(values())
                .filter(type -> type.kubernetesName.equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidFormatException(
                        "KEY_ALGORITHM_UNSUPPORTED",
                        Location.none(),
                        "unsupported type of key: expected one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(values())
                                                .map(PodKeyType::kubernetesName)
                                                .toList())));
    }

    /**
     * {@return the kind of a key, or empty for one that no API server accepts in a PodCertificateRequest, and for ML-DSA} The
     * size of an RSA key is that of its modulus in bytes, times eight.
     *
     * @param key the key, of any provider
     */
    public static Optional<PodKeyType> of(PublicKey key) {
        if (key instanceof RSAKey) {
            return switch (modulusBits(key)) {
                case 3072 -> Optional.of(RSA_3072);
                case 4096 -> Optional.of(RSA_4096);
                default -> Optional.empty();
            };
        }
        if (key instanceof ECKey ec && ec.getParams().getOrder().bitLength() == P521_BITS) {
            return Optional.of(ECDSA_P521);
        }
        return KeyAlgorithm.of(key)
                .flatMap(algorithm -> Arrays.stream(values())
                        .filter(type -> type.name().equals(algorithm.name()))
                        .findFirst());
    }

    /** The size of the modulus as Go's {@code Size()} counts it; 0 for another key. */
    static int modulusBits(PublicKey key) {
        return key instanceof RSAKey rsa ? (rsa.getModulus().bitLength() + 7) / 8 * 8 : 0;
    }

    /** {@return the name that volume sources use, such as {@code ECDSAP256}} */
    public String kubernetesName() {
        return kubernetesName;
    }

    /**
     * {@return a new key pair, generated with the system's secure random source}
     *
     * @throws CryptoException when the provider fails
     */
    public KeyPair generateKeyPair() {
        return generateKeyPair(new SecureRandom());
    }

    /**
     * {@return a new key pair}
     *
     * @param random the source of randomness
     * @throws CryptoException when the provider fails
     */
    public KeyPair generateKeyPair(SecureRandom random) {
        return this == ECDSA_P521 ? p521(random) : KeyAlgorithm.valueOf(name()).generateKeyPair(random);
    }

    private static KeyPair p521(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp521r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new CryptoException("could not generate a key on P-521", e);
        }
    }
}
