package io.github.kubetls.kubelet;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateBuilder;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The serving certificate that a kubelet makes for itself when it has neither {@code tlsCertFile} nor
 * {@code serverTLSBootstrap}.
 *
 * <p>It is issued by a CA whose key is thrown away, so nobody can verify it without already having it. A kubelet keeps it
 * even when it has expired.
 *
 * <pre>{@code
 * kubelet.crt    0644: the certificate, then its CA
 * kubelet.key    0600
 * }</pre>
 *
 * <pre>{@code
 * CertificateAndKey pair = SelfSignedServingCertificate.generate("worker-1", Instant.now());
 * }</pre>
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-certs/#kubelet-serving-certs">Kubelet serving
 *     certificates</a>
 */
public final class SelfSignedServingCertificate {

    /** Name of the file with the certificate and its CA. */
    public static final String CERTIFICATE_FILE = "kubelet.crt";

    /** Name of the file with the key. */
    public static final String KEY_FILE = "kubelet.key";

    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final Duration BACKDATE = Duration.ofHours(1);

    /** Lets certificates begin when they are told to, and leaves names out of a CA. */
    private static final KubernetesRelease CA_LAYOUT = Feature.CA_ALTERNATIVE_NAME.lastWithout();

    /** Lets certificates begin with their CA, and has them say that they are not CAs. */
    private static final KubernetesRelease LAYOUT = Feature.CERTIFICATES_BACKDATED.lastWithout();

    private SelfSignedServingCertificate() {}

    /**
     * Makes a certificate with a new RSA-2048 key: {@code CN=<host>@<seconds>} by {@code CN=<host>-ca@<seconds>}, valid from
     * one hour ago for 365 days.
     *
     * @param hostName the node's host name or IP address; its letters become lower case
     * @param now      the time, whose seconds since 1970 are in the names
     * @return the certificate with its key, and its CA after it
     * @throws IllegalArgumentException when the host name is empty or not ASCII
     */
    public static CertificateAndKey generate(String hostName, Instant now) {
        return generate(hostName, now, new SecureRandom());
    }

    /**
     * Makes a certificate as {@link #generate(String, Instant)} does, with randomness of the caller's.
     *
     * @param hostName the node's host name or IP address; its letters become lower case
     * @param now      the time, whose seconds since 1970 are in the names
     * @param random   the source of keys and serial numbers
     * @return the certificate with its key, and its CA after it
     * @throws IllegalArgumentException when the host name is empty or not ASCII
     */
    public static CertificateAndKey generate(String hostName, Instant now, SecureRandom random) {
        return generate(hostName, now, random, null);
    }

    /**
     * Makes a certificate as {@link #generate(String, Instant)} does, with a provider that generates the keys and signs.
     *
     * @param hostName the node's host name or IP address; its letters become lower case
     * @param now      the time, whose seconds since 1970 are in the names
     * @param provider the JCA provider, which need not be registered
     * @return the certificate with its key, and its CA after it
     * @throws IllegalArgumentException when the host name is empty or not ASCII
     * @throws io.github.kubetls.CryptoException when the provider fails
     */
    public static CertificateAndKey generate(String hostName, Instant now, Provider provider) {
        return generate(hostName, now, new SecureRandom(), Objects.requireNonNull(provider, "provider"));
    }

    private static CertificateAndKey generate(
            String hostName, Instant now, SecureRandom random, @Nullable Provider provider) {
        if (hostName.isEmpty()) {
            throw new IllegalArgumentException("the host name is empty");
        }
        String host = GoText.lowerCase(hostName);
        Instant start = now.minus(BACKDATE);
        CertificateBuilder<CertificateAuthority> authority = CertificateAuthority.builder(
                        host + "-ca@" + now.getEpochSecond(), start)
                .release(CA_LAYOUT)
                .serialNumber(BigInteger.ONE);
        CertificateAuthority ca = build(authority, random, provider);
        CertificateBuilder<CertificateAndKey> serving = ca.issuing(host + "@" + now.getEpochSecond(), start)
                .release(LAYOUT)
                .usages(KeyUsage.SERVER_AUTH)
                .subjectAltNames(SubjectAltNames.of(host));
        CertificateAndKey leaf = build(serving, random, provider);
        List<X509Certificate> chain = List.of(leaf.certificate(), ca.certificate());
        return provider == null
                ? CertificateAndKey.of(chain, leaf.privateKey())
                : CertificateAndKey.of(chain, leaf.privateKey(), provider);
    }

    private static <T> T build(CertificateBuilder<T> builder, SecureRandom random, @Nullable Provider provider) {
        builder.validity(VALIDITY).random(random);
        return (provider == null ? builder : builder.provider(provider)).build();
    }

    /**
     * Reads the certificate of a directory, or makes one and writes it there, as a kubelet does when it starts. Missing
     * directories are created with mode 0755. Of several programs that make one at the same time, one writes it. As with a
     * kubelet, one that is ended between the two files leaves a certificate without a key, which has to be removed by hand.
     *
     * @param directory the directory, such as {@code /var/lib/kubelet/pki}
     * @param hostName  the node's host name or IP address, for a new certificate
     * @param now       the time, for a new certificate
     * @return the certificate with its key; one that was read may have expired
     * @throws IOException            when only one of the files is there, or one cannot be read or written
     * @throws InvalidFormatException when the files are not a certificate and its key
     */
    public static CertificateAndKey readOrGenerate(Path directory, String hostName, Instant now) throws IOException {
        return readOrGenerate(directory, hostName, now, KubernetesRelease.latest());
    }

    /**
     * Reads the certificate of a directory, or makes one and writes it there, as the kubelet of a release does.
     *
     * @param directory the directory, such as {@code /var/lib/kubelet/pki}
     * @param hostName  the node's host name or IP address, for a new certificate
     * @param now       the time, for a new certificate
     * @param release   the release, by which the files are read
     * @return the certificate with its key; one that was read may have expired
     * @throws IOException            when only one of the files is there, or one cannot be read or written
     * @throws InvalidFormatException when the files are not a certificate and its key
     */
    public static CertificateAndKey readOrGenerate(
            Path directory, String hostName, Instant now, KubernetesRelease release) throws IOException {
        return readOr(directory, release, () -> generate(hostName, now));
    }

    /**
     * Reads the certificate of a directory, or makes one and writes it there, as
     * {@link #readOrGenerate(Path, String, Instant)} does, with randomness of the caller's.
     *
     * @param directory the directory, such as {@code /var/lib/kubelet/pki}
     * @param hostName  the node's host name or IP address, for a new certificate
     * @param now       the time, for a new certificate
     * @param random    the source of keys and serial numbers
     * @return the certificate with its key; one that was read may have expired
     * @throws IOException            when only one of the files is there, or one cannot be read or written
     * @throws InvalidFormatException when the files are not a certificate and its key
     */
    public static CertificateAndKey readOrGenerate(Path directory, String hostName, Instant now, SecureRandom random)
            throws IOException {
        return readOr(directory, KubernetesRelease.latest(), () -> generate(hostName, now, random));
    }

    /**
     * Reads the certificate of a directory, or makes one and writes it there, as
     * {@link #readOrGenerate(Path, String, Instant)} does, with a provider that generates the keys and signs.
     *
     * @param directory the directory, such as {@code /var/lib/kubelet/pki}
     * @param hostName  the node's host name or IP address, for a new certificate
     * @param now       the time, for a new certificate
     * @param provider  the JCA provider, whose keys must be ones that can be written into a file
     * @return the certificate with its key; one that was read may have expired
     * @throws IOException              when only one of the files is there, or one cannot be read or written
     * @throws InvalidFormatException   when the files are not a certificate and its key
     * @throws IllegalArgumentException when a key cannot leave the provider
     */
    public static CertificateAndKey readOrGenerate(Path directory, String hostName, Instant now, Provider provider)
            throws IOException {
        return readOr(directory, KubernetesRelease.latest(), () -> generate(hostName, now, provider));
    }

    private static CertificateAndKey readOr(
            Path directory, KubernetesRelease release, Supplier<CertificateAndKey> generated) throws IOException {
        Path certificateFile = directory.resolve(CERTIFICATE_FILE);
        Path keyFile = directory.resolve(KEY_FILE);
        if (Files.exists(certificateFile) || Files.exists(keyFile)) {
            return read(certificateFile, keyFile, release);
        }
        CertificateAndKey pair = generated.get();
        byte[] certificate = pair.certificatePem().getBytes(StandardCharsets.US_ASCII);
        byte[] key = pair.keyPem().getBytes(StandardCharsets.US_ASCII);
        if (!AtomicFiles.writeIfAbsent(certificateFile, certificate, AtomicFiles.READABLE)) {
            // Another program was faster; what it writes stays.
            return read(certificateFile, keyFile, release);
        }
        AtomicFiles.writeOwnerOnly(keyFile, key);
        return pair;
    }

    private static CertificateAndKey read(Path certificateFile, Path keyFile, KubernetesRelease release)
            throws IOException {
        for (Path file : List.of(certificateFile, keyFile)) {
            if (!Files.exists(file)) {
                throw new FileSystemException(
                        file.toString(),
                        null,
                        "error reading " + file + ", certificate and key must be supplied as a pair");
            }
        }
        return CertificateAndKey.read(certificateFile, keyFile, release);
    }
}
