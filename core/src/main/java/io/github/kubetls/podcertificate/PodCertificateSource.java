package io.github.kubetls.podcertificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The source {@code podCertificate} of a projected volume: from whom a pod gets a certificate, for which kind of key, and in
 * which files it finds them.
 *
 * <p>Files are named by paths within the volume. The bundle has the key, then the certificates; an application that reads it
 * gets both of one generation, which it does not where they are in two files.
 *
 * <pre>{@code
 * podCertificate:
 *   signerName: ca.orders.example/workload
 *   keyType: ECDSAP256
 *   credentialBundlePath: bundle.pem
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/projected-volumes/#podcertificate">Pod certificates</a>
 */
public final class PodCertificateSource {

    private static final String PKCS8 = "PRIVATE KEY";

    private final SignerName signerName;
    private final PodKeyType keyType;
    private final Duration maxExpiration;
    private final String credentialBundlePath;
    private final String keyPath;
    private final String certificateChainPath;
    private final Map<String, String> userAnnotations;

    private PodCertificateSource(Builder builder) {
        this.signerName = builder.signerName;
        this.keyType = builder.keyType;
        this.maxExpiration = builder.maxExpiration;
        this.credentialBundlePath = builder.credentialBundlePath;
        this.keyPath = builder.keyPath;
        this.certificateChainPath = builder.certificateChainPath;
        this.userAnnotations = builder.userAnnotations;
    }

    /**
     * {@return a builder}
     *
     * @param signerName the signer
     * @param keyType    the kind of key
     */
    public static Builder builder(SignerName signerName, PodKeyType keyType) {
        return new Builder(signerName, keyType);
    }

    /**
     * {@return the sources of all projected volumes of a pod, in order}
     *
     * @param pod the manifest of a Pod, in YAML or JSON
     * @throws InvalidFormatException when the text is no Pod, or a source has a kind of key, a path or a duration that no
     *     kubelet takes
     */
    public static List<PodCertificateSource> parseAll(String pod) {
        return ofPod(ManifestReader.read(pod, "v1", "Pod"));
    }

    /**
     * {@return the sources of all projected volumes of a pod, in order}
     *
     * @param pod the Pod in JDK values
     * @throws InvalidFormatException as {@link #parseAll}
     */
    public static List<PodCertificateSource> ofPod(Map<String, ?> pod) {
        return ofPod(ManifestReader.fromMap(pod, "v1", "Pod"));
    }

    private static List<PodCertificateSource> ofPod(YamlNode pod) {
        return nodes(pod).stream().map(PodCertificateSource::read).toList();
    }

    /** The sources of a Pod, before they are read. */
    static List<YamlNode> nodes(YamlNode pod) {
        List<YamlNode> sources = new ArrayList<>();
        for (YamlNode volume : pod.get("spec").get("volumes").items()) {
            for (YamlNode source : volume.get("projected").get("sources").items()) {
                if (!source.get("podCertificate").isNull()) {
                    sources.add(source.get("podCertificate"));
                }
            }
        }
        return sources;
    }

    private static PodCertificateSource read(YamlNode node) {
        PodKeyType keyType;
        try {
            keyType = PodKeyType.parse(node.get("keyType").string());
        } catch (InvalidFormatException e) {
            throw e.within(node.get("keyType").location());
        }
        Builder builder = builder(SignerName.of(node.get("signerName").string()), keyType)
                .userAnnotations(node.get("userAnnotations").stringMap());
        builder.credentialBundlePath = path(node.get("credentialBundlePath"));
        builder.keyPath = path(node.get("keyPath"));
        builder.certificateChainPath = path(node.get("certificateChainPath"));
        YamlNode seconds = node.get("maxExpirationSeconds");
        if (seconds.int32().orElse(0) < 0) {
            throw seconds.error("VALUE_INVALID", "must not be negative");
        }
        seconds.int32().ifPresent(value -> builder.maxExpiration(Duration.ofSeconds(value)));
        return builder.build();
    }

    private static String path(YamlNode node) {
        if (!isWithin(node.string())) {
            throw node.error("VALUE_INVALID", "must be a relative path, and must not contain '..'");
        }
        return node.string();
    }

    private static boolean isWithin(String path) {
        return !path.startsWith("/") && !Arrays.asList(path.split("/", -1)).contains("..") && path.indexOf(0) < 0;
    }

    /** {@return the signer} */
    public SignerName signerName() {
        return signerName;
    }

    /** {@return the kind of key} */
    public PodKeyType keyType() {
        return keyType;
    }

    /** {@return how long a certificate may live at most} */
    public Duration maxExpiration() {
        return maxExpiration;
    }

    /** {@return the path of the file with key and certificates; empty for none} */
    public String credentialBundlePath() {
        return credentialBundlePath;
    }

    /** {@return the path of the file with the key; empty for none} */
    public String keyPath() {
        return keyPath;
    }

    /** {@return the path of the file with the certificates; empty for none} */
    public String certificateChainPath() {
        return certificateChainPath;
    }

    /** {@return annotations for the signer, unmodifiable} */
    public Map<String, String> userAnnotations() {
        return userAnnotations;
    }

    /**
     * {@return the request for a certificate of this source, as a kubelet of the latest release makes it}
     *
     * @param pod     the pod
     * @param keyPair the new key pair, of the kind of this source
     * @throws IllegalArgumentException when no API server accepts the key
     * @throws CryptoException          when the provider cannot sign with the key
     */
    public PodCertificateRequest request(PodIdentity pod, KeyPair keyPair) {
        return request(pod, keyPair, KubernetesRelease.latest());
    }

    /**
     * {@return the request for a certificate of this source, as a kubelet of a release makes it}
     *
     * @param pod     the pod
     * @param keyPair the new key pair, of the kind of this source
     * @param release the release, which decides on the apiVersion and on the form of the key
     * @throws IllegalArgumentException when no API server accepts the key, or the release, before 1.34, has no such objects
     * @throws CryptoException          when the provider cannot sign with the key
     */
    public PodCertificateRequest request(PodIdentity pod, KeyPair keyPair, KubernetesRelease release) {
        return PodCertificateRequest.builder(signerName, pod, keyPair, release)
                .maxExpiration(maxExpiration)
                .unverifiedUserAnnotations(userAnnotations)
                .build();
    }

    /**
     * {@return the content of the files by their paths within the volume: the key as a PKCS#8 block, and the certificates as
     * blocks without headers and text between} What has the key is a secret.
     *
     * @param pair certificates and key
     * @throws IllegalArgumentException when the key cannot leave its provider
     */
    public Map<String, String> files(CertificateAndKey pair) {
        String key = pkcs8(pair.privateKey());
        Map<String, String> files = new LinkedHashMap<>();
        put(files, credentialBundlePath, key + pair.certificatePem());
        put(files, keyPath, key);
        put(files, certificateChainPath, pair.certificatePem());
        return files;
    }

    private static void put(Map<String, String> files, String path, String content) {
        if (!path.isEmpty()) {
            files.put(path, content);
        }
    }

    private static String pkcs8(PrivateKey key) {
        String pem = Pem.write(key);
        return pem.startsWith("-----BEGIN " + PKCS8 + "-----")
                ? pem
                : Pem.Block.of(PKCS8, key.getEncoded()).toPem();
    }

    /**
     * Writes the files, each whole, replacing existing ones: what has the key with mode 0600, certificates alone with mode 0644.
     * One after the other: who reads key and certificates in the meantime may find a new one beside an old one, but never in
     * the credential bundle.
     *
     * @param volume the volume's directory; missing directories are created
     * @param pair   certificates and key
     * @throws IOException              when one cannot be written
     * @throws IllegalArgumentException when the key cannot leave its provider
     */
    public void write(Path volume, CertificateAndKey pair) throws IOException {
        for (Map.Entry<String, String> file : files(pair).entrySet()) {
            byte[] content = file.getValue().getBytes(StandardCharsets.US_ASCII);
            Path path = volume.resolve(file.getKey());
            if (file.getKey().equals(certificateChainPath)) {
                AtomicFiles.write(path, content, AtomicFiles.READABLE);
            } else {
                AtomicFiles.writeOwnerOnly(path, content);
            }
        }
    }

    /** {@return a builder with every field of this source} */
    public Builder toBuilder() {
        return builder(signerName, keyType)
                .maxExpiration(maxExpiration)
                .credentialBundlePath(credentialBundlePath)
                .keyPath(keyPath)
                .certificateChainPath(certificateChainPath)
                .userAnnotations(userAnnotations);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PodCertificateSource that
                && signerName.equals(that.signerName)
                && keyType == that.keyType
                && maxExpiration.equals(that.maxExpiration)
                && credentialBundlePath.equals(that.credentialBundlePath)
                && keyPath.equals(that.keyPath)
                && certificateChainPath.equals(that.certificateChainPath)
                && userAnnotations.equals(that.userAnnotations);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                signerName,
                keyType,
                maxExpiration,
                credentialBundlePath,
                keyPath,
                certificateChainPath,
                userAnnotations);
    }

    /** Signer and kind of key. */
    @Override
    public String toString() {
        return "PodCertificateSource[" + signerName + ", " + keyType.kubernetesName() + "]";
    }

    /** Collects the fields of a {@link PodCertificateSource}. */
    public static final class Builder {
        private final SignerName signerName;
        private final PodKeyType keyType;
        private Duration maxExpiration = PodCertificateRequest.DEFAULT_MAX_EXPIRATION;
        private String credentialBundlePath = "";
        private String keyPath = "";
        private String certificateChainPath = "";
        private Map<String, String> userAnnotations = Map.of();

        private Builder(SignerName signerName, PodKeyType keyType) {
            this.signerName = Objects.requireNonNull(signerName, "signerName");
            this.keyType = Objects.requireNonNull(keyType, "keyType");
        }

        /**
         * {@return this builder, with how long a certificate may live at most; 24 hours without it}
         *
         * @param duration the duration, of which whole seconds are kept; an API server takes 1 hour to 91 days
         * @throws IllegalArgumentException when it is negative, or longer than about 68 years
         */
        public Builder maxExpiration(Duration duration) {
            this.maxExpiration = Duration.ofSeconds(PodRequestFields.seconds(duration));
            return this;
        }

        /**
         * {@return this builder, with the file that has key and certificates}
         *
         * @param path its path within the volume; empty for none
         * @throws IllegalArgumentException when the path leaves the volume
         */
        public Builder credentialBundlePath(String path) {
            this.credentialBundlePath = checked(path);
            return this;
        }

        /**
         * {@return this builder, with the file that has the key}
         *
         * @param path its path within the volume; empty for none
         * @throws IllegalArgumentException when the path leaves the volume
         */
        public Builder keyPath(String path) {
            this.keyPath = checked(path);
            return this;
        }

        /**
         * {@return this builder, with the file that has the certificates}
         *
         * @param path its path within the volume; empty for none
         * @throws IllegalArgumentException when the path leaves the volume
         */
        public Builder certificateChainPath(String path) {
            this.certificateChainPath = checked(path);
            return this;
        }

        private static String checked(String path) {
            if (!isWithin(path)) {
                throw new IllegalArgumentException("a path must be relative, and must not contain '..'");
            }
            return path;
        }

        /**
         * {@return this builder, with annotations for the signer, in place of the present ones}
         *
         * @param annotations values by key, such as {@code orders.example/tier}
         */
        public Builder userAnnotations(Map<String, String> annotations) {
            this.userAnnotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
            return this;
        }

        /** {@return the source} */
        public PodCertificateSource build() {
            return new PodCertificateSource(this);
        }
    }
}
