package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.message.Visible;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its private key, and the certificates that lead to its CA: what a TLS server or client presents.
 *
 * <p>The key always belongs to the first certificate; nothing else can be built. The private key may live in a hardware
 * module. {@link #toString()} shows the certificate only, and {@code equals} compares the certificates only.
 *
 * <pre>{@code
 * CertificateAndKey pair = CertificateAndKey.parse(text);   // as in kubelet-client-current.pem
 * }</pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2">RFC 5246, section 7.4.2</a>
 */
public final class CertificateAndKey {

    private static final int CHALLENGE_LENGTH = 32;

    private final List<X509Certificate> chain;
    private final PrivateKey privateKey;

    private CertificateAndKey(List<X509Certificate> chain, PrivateKey privateKey) {
        this.chain = chain;
        this.privateKey = privateKey;
    }

    /**
     * {@return a certificate joined with its key}
     *
     * @param chain      the certificate first, then those that lead to its CA; at least one
     * @param privateKey its private key; one that cannot leave its provider is asked for a signature
     * @throws IllegalArgumentException when there is no certificate, or the key does not belong to the first one
     * @throws CryptoException          when the provider cannot work with the key
     */
    public static CertificateAndKey of(List<X509Certificate> chain, PrivateKey privateKey) {
        return join(chain, privateKey, null);
    }

    /**
     * {@return a certificate joined with its key, with a provider that works with the key}
     *
     * @param chain      the certificate first, then those that lead to its CA; at least one
     * @param privateKey its private key; one that cannot leave its provider is asked for a signature
     * @param provider   the JCA provider, which need not be registered
     * @throws IllegalArgumentException when there is no certificate, or the key does not belong to the first one
     * @throws CryptoException          when the provider cannot work with the key
     */
    public static CertificateAndKey of(List<X509Certificate> chain, PrivateKey privateKey, Provider provider) {
        return join(chain, privateKey, Objects.requireNonNull(provider, "provider"));
    }

    static CertificateAndKey join(List<X509Certificate> chain, PrivateKey privateKey, @Nullable Provider provider) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("the chain is empty: it must begin with the certificate of the key");
        }
        List<X509Certificate> copy = List.copyOf(chain);
        if (!belongTogether(copy.get(0).getPublicKey(), privateKey, provider)) {
            throw new IllegalArgumentException("private key does not match public key of the first certificate");
        }
        return new CertificateAndKey(copy, privateKey);
    }

    /**
     * {@return certificates and key of one text, in any order, as the kubelet's certificate store reads them: every
     * block {@code CERTIFICATE}, and the first private key in any form}
     *
     * @param pem PEM text
     * @throws InvalidFormatException with code {@code CERTIFICATE_MISSING}, {@code CERTIFICATE_INVALID},
     *     {@code PRIVATE_KEY_MISSING} or {@code KEY_MISMATCH}
     */
    public static CertificateAndKey parse(String pem) {
        return parse(pem, KubernetesRelease.latest());
    }

    /**
     * {@return certificates and key of one text, as {@link #parse(String)} and a release read them}
     *
     * @param pem     PEM text
     * @param release the release, which decides on negative serial numbers, names and CRT values of RSA keys
     * @throws InvalidFormatException as {@link #parse(String)}
     */
    public static CertificateAndKey parse(String pem, KubernetesRelease release) {
        return parse(pem, pem, release);
    }

    /**
     * {@return certificates and key of two texts, as a TLS server of Kubernetes reads them: every block
     * {@code CERTIFICATE} of the first, and the first private key of the second, in any form}
     *
     * @param certificatePem PEM text with the certificates, leaf first
     * @param keyPem         PEM text with the private key
     * @throws InvalidFormatException with code {@code CERTIFICATE_MISSING}, {@code CERTIFICATE_INVALID},
     *     {@code PRIVATE_KEY_MISSING} or {@code KEY_MISMATCH}
     */
    public static CertificateAndKey parse(String certificatePem, String keyPem) {
        return parse(certificatePem, keyPem, KubernetesRelease.latest());
    }

    /**
     * {@return certificates and key of two texts, as {@link #parse(String, String)} and a release read them}
     *
     * @param certificatePem PEM text with the certificates, leaf first
     * @param keyPem         PEM text with the private key
     * @param release        the release, which decides on negative serial numbers, names and CRT values of RSA keys
     * @throws InvalidFormatException as {@link #parse(String, String)}
     */
    public static CertificateAndKey parse(String certificatePem, String keyPem, KubernetesRelease release) {
        return parse(certificatePem, Location.none(), keyPem, Location.none(), release);
    }

    /** The pair of two texts, whose places are part of errors. */
    static CertificateAndKey parse(
            String certificatePem,
            Location certificatePlace,
            String keyPem,
            Location keyPlace,
            KubernetesRelease release) {
        List<X509Certificate> chain = Pem.parse(certificatePem, certificatePlace, pem -> certificates(pem, release));
        PrivateKey key = Pem.parse(keyPem, keyPlace, pem -> Pem.parseTlsPrivateKey(pem, release));
        return parsed(chain, certificatePlace, key, keyPlace);
    }

    /** The pair of two texts as the kube-controller-manager reads that of its CA: in one way, and then in another. */
    static CertificateAndKey parseCa(
            String certificatePem,
            Location certificatePlace,
            String keyPem,
            Location keyPlace,
            KubernetesRelease release) {
        parse(certificatePem, certificatePlace, keyPem, keyPlace, release);
        List<X509Certificate> certificates =
                Pem.parse(certificatePem, certificatePlace, pem -> Pem.parseCertificates(pem, release));
        if (certificates.size() != 1) {
            throw new InvalidFormatException(
                    "CERTIFICATE_COUNT_INVALID",
                    certificatePlace,
                    "error reading CA cert file: expected 1 certificate, found " + certificates.size());
        }
        // Either way passes over blocks that the other takes, so this may be another pair.
        PrivateKey key = Pem.parse(keyPem, keyPlace, pem -> Pem.parsePrivateKey(pem, release));
        return parsed(certificates, certificatePlace, key, keyPlace);
    }

    private static CertificateAndKey parsed(
            List<X509Certificate> chain, Location certificatePlace, PrivateKey key, Location keyPlace) {
        if (!belongTogether(chain.get(0).getPublicKey(), key)) {
            throw new InvalidFormatException(
                    "KEY_MISMATCH",
                    keyPlace,
                    "private key does not match public key of the first certificate"
                            + (certificatePlace.source().isEmpty() ? "" : " in " + certificatePlace.source()));
        }
        return new CertificateAndKey(chain, key);
    }

    private static List<X509Certificate> certificates(String pem, KubernetesRelease release) {
        List<Pem.Block> blocks = Pem.blocks(pem, release);
        List<X509Certificate> chain =
                Pem.certificates(blocks, block -> block.label().equals(Pem.CERTIFICATE), release);
        if (chain.isEmpty()) {
            boolean switched = blocks.size() == 1 && blocks.get(0).label().endsWith("PRIVATE KEY");
            throw new InvalidFormatException(
                    "CERTIFICATE_MISSING",
                    Location.none(),
                    "failed to find \"CERTIFICATE\" PEM block in certificate input: found " + Pem.found(pem, blocks)
                            + (switched ? "; PEM inputs may have been switched" : ""));
        }
        return chain;
    }

    /**
     * {@return certificates and key of one file}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read
     * @throws InvalidFormatException as {@link #parse(String)}
     */
    public static CertificateAndKey read(Path file) throws IOException {
        return read(file, KubernetesRelease.latest());
    }

    /**
     * {@return certificates and key of one file, as a release reads them}
     *
     * @param file    the file
     * @param release the release
     * @throws IOException            when the file cannot be read
     * @throws InvalidFormatException as {@link #parse(String)}
     */
    public static CertificateAndKey read(Path file, KubernetesRelease release) throws IOException {
        return Pem.parse(Pem.read(file), Location.ofSource(file.toString()), pem -> parse(pem, release));
    }

    /**
     * {@return certificates and key of two files}
     *
     * @param certificateFile the file with the certificates, leaf first
     * @param keyFile         the file with the private key
     * @throws IOException            when a file cannot be read
     * @throws InvalidFormatException as {@link #parse(String, String)}
     */
    public static CertificateAndKey read(Path certificateFile, Path keyFile) throws IOException {
        return read(certificateFile, keyFile, KubernetesRelease.latest());
    }

    /**
     * {@return certificates and key of two files, as a release reads them}
     *
     * @param certificateFile the file with the certificates, leaf first
     * @param keyFile         the file with the private key
     * @param release         the release
     * @throws IOException            when a file cannot be read
     * @throws InvalidFormatException as {@link #parse(String, String)}
     */
    public static CertificateAndKey read(Path certificateFile, Path keyFile, KubernetesRelease release)
            throws IOException {
        return parse(
                Pem.read(certificateFile),
                Location.ofSource(certificateFile.toString()),
                Pem.read(keyFile),
                Location.ofSource(keyFile.toString()),
                release);
    }

    /** Whether a private key belongs to a public key; one that it cannot be derived from has to sign a challenge. */
    static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
        return belongTogether(publicKey, privateKey, null);
    }

    private static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey, @Nullable Provider provider) {
        Optional<PublicKey> derived = PrivateKeyWriter.publicKey(privateKey);
        if (derived.isPresent()) {
            return PublicKeyReader.sameKey(derived.get(), publicKey);
        }
        // Any source of its bytes will do: it must only be a message that was not signed before, and it stays in here.
        byte[] challenge = new byte[CHALLENGE_LENGTH];
        new SecureRandom().nextBytes(challenge);
        return new SigningKey(publicKey, privateKey, provider).sign(challenge).isPresent();
    }

    /** {@return the first certificate of the chain, which the key belongs to} */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** {@return the certificate, then those that lead to its CA} */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** {@return the private key, which is a secret unless it lives in a hardware module} */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /**
     * {@return why the certificate is refused, or soon will be, and what it should not allow, as
     * {@link #findings(X509Certificate, Instant)} reports it}
     *
     * @param now the time to judge by
     */
    public List<Finding> findings(Instant now) {
        return findings(now, KubernetesRelease.latest());
    }

    /**
     * {@return {@link #findings(Instant)} for a release}
     *
     * @param now     the time to judge by
     * @param release the release of the components that see the certificate
     */
    public List<Finding> findings(Instant now, KubernetesRelease release) {
        return findings(certificate(), now, release);
    }

    /**
     * {@return why a server's or a client's certificate is refused, or soon will be, and what it should not allow} The
     * findings are {@code CERTIFICATE_EXPIRED}, {@code CERTIFICATE_NOT_YET_VALID}, {@code CERTIFICATE_EXPIRING},
     * {@code KEY_INSECURE}, {@code KEY_ALGORITHM_UNSUPPORTED}, {@code SIGNATURE_ALGORITHM_INSECURE},
     * {@code SUBJECT_ALT_NAMES_MISSING} and {@code MASTERS_GROUP_INSECURE}. Who signed it is not checked.
     *
     * @param certificate the certificate
     * @param now         the time to judge by
     * @throws CryptoException when the certificate's encoding cannot be read
     */
    public static List<Finding> findings(X509Certificate certificate, Instant now) {
        return findings(certificate, now, KubernetesRelease.latest());
    }

    /**
     * {@return {@link #findings(X509Certificate, Instant)} for a release} SHA-1 is refused since 1.24, RSA keys with less
     * than 1024 bits are since 1.33.
     *
     * @param certificate the certificate
     * @param now         the time to judge by
     * @param release     the release of the components that see the certificate
     * @throws CryptoException when the certificate's encoding cannot be read
     */
    public static List<Finding> findings(X509Certificate certificate, Instant now, KubernetesRelease release) {
        return CertificateFindings.of(certificate, now, release);
    }

    /** {@return the certificates as PEM text, that of the key first} */
    public String certificatePem() {
        return Pem.write(chain);
    }

    /**
     * {@return the private key as PEM text, which is a secret}
     *
     * @throws IllegalArgumentException when the key cannot leave its provider
     */
    public String keyPem() {
        return Pem.write(privateKey);
    }

    /**
     * {@return certificates and key as one PEM text, which is a secret, the certificates first, as in the kubelet's
     * certificate store}
     *
     * @throws IllegalArgumentException when the key cannot leave its provider
     */
    public String toPem() {
        return certificatePem() + keyPem();
    }

    /**
     * Writes certificates and key into one file, with mode 0600, replacing an existing file.
     *
     * @param file the file; missing directories are created
     * @throws IOException              when it cannot be written; an existing file is then unchanged
     * @throws IllegalArgumentException when the key cannot leave its provider
     */
    public void write(Path file) throws IOException {
        AtomicFiles.writeOwnerOnly(file, toPem().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Writes certificates and key into two files, replacing existing ones: first the key, with mode 0600, then the
     * certificates, with mode 0644. Each file is whole at any time, but a program that is ended between the two leaves the new
     * key beside the old certificates, which is no pair; {@linkplain #write(Path) one file} has no such moment.
     *
     * @param certificateFile the file for the certificates; missing directories are created
     * @param keyFile         the file for the private key; missing directories are created
     * @throws IOException              when one cannot be written
     * @throws IllegalArgumentException when the key cannot leave its provider
     */
    public void write(Path certificateFile, Path keyFile) throws IOException {
        AtomicFiles.writeOwnerOnly(keyFile, keyPem().getBytes(StandardCharsets.US_ASCII));
        AtomicFiles.write(certificateFile, certificatePem().getBytes(StandardCharsets.US_ASCII), AtomicFiles.READABLE);
    }

    /** Whether the certificates are the same; then so are the keys, which belong to them. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateAndKey that && chain.equals(that.chain);
    }

    @Override
    public int hashCode() {
        return chain.hashCode();
    }

    /** Subject and serial number of the certificate; nothing of the key. */
    @Override
    public String toString() {
        return "CertificateAndKey[" + Visible.text(certificate().getSubjectX500Principal()) + ", serial number "
                + certificate().getSerialNumber() + "]";
    }
}
