package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority that Kubernetes signs with: exactly one certificate, self-signed or not, and its private key.
 *
 * <p>What the kube-controller-manager refuses as signing CA cannot be built. What it takes although verification will
 * fail later, such as a certificate that is not a CA's, is reported by {@link #findings}. The key may live in a
 * hardware module.
 *
 * <pre>{@code
 * CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.RSA_2048, now);
 * CertificateAndKey server =
 *     ca.issueServing("kube-apiserver", SubjectAltNames.of("kubernetes", "10.96.0.1"), now);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/setup/best-practices/certificates/">PKI certificates and requirements</a>
 */
public final class CertificateAuthority {

    private static final int SERIAL_NUMBER_BITS = 128;

    private final CertificateAndKey pair;
    private final @Nullable Provider provider;
    private final X509Issuer.Signer signer;

    private CertificateAuthority(CertificateAndKey pair, @Nullable Provider provider) {
        this.pair = pair;
        this.provider = provider;
        this.signer = new X509Issuer.Signer(
                CertificateReader.subject(pair.certificate()),
                X509Issuer.subjectKeyId(pair.certificate()).orElse(null),
                new SigningKey(pair.certificate().getPublicKey(), pair.privateKey(), provider));
    }

    /** A CA whose pair has been checked. */
    static CertificateAuthority ofOwn(CertificateAndKey pair, @Nullable Provider provider) {
        return new CertificateAuthority(pair, provider);
    }

    /**
     * {@return a new self-signed CA, as kubeadm makes it: valid for ten years}
     *
     * @param commonName   the name, {@code kubernetes} for a cluster's CA
     * @param keyAlgorithm the algorithm of its key; kubeadm's default is RSA-2048
     * @param now          the time of issue
     * @throws IllegalArgumentException when the name is empty
     * @throws CryptoException          when the JDK or Bouncy Castle fails
     */
    public static CertificateAuthority generate(String commonName, KeyAlgorithm keyAlgorithm, Instant now) {
        return builder(commonName, now).keyAlgorithm(keyAlgorithm).build();
    }

    /**
     * {@return a new self-signed CA, as {@link #generate(String, KeyAlgorithm, Instant)} makes it, with randomness given}
     *
     * @param commonName   the name, {@code kubernetes} for a cluster's CA
     * @param keyAlgorithm the algorithm of its key
     * @param now          the time of issue
     * @param random       the source of randomness for key and serial number
     * @throws IllegalArgumentException when the name is empty
     * @throws CryptoException          when the JDK or Bouncy Castle fails
     */
    public static CertificateAuthority generate(
            String commonName, KeyAlgorithm keyAlgorithm, Instant now, SecureRandom random) {
        return builder(commonName, now)
                .keyAlgorithm(keyAlgorithm)
                .random(random)
                .build();
    }

    /**
     * {@return a new self-signed CA, as {@link #generate(String, KeyAlgorithm, Instant)} makes it, with a provider that
     * generates its key and makes all its signatures}
     *
     * @param commonName   the name, {@code kubernetes} for a cluster's CA
     * @param keyAlgorithm the algorithm of its key
     * @param now          the time of issue
     * @param provider     the JCA provider, which need not be registered
     * @throws IllegalArgumentException when the name is empty
     * @throws CryptoException          when the provider fails
     */
    public static CertificateAuthority generate(
            String commonName, KeyAlgorithm keyAlgorithm, Instant now, Provider provider) {
        return builder(commonName, now)
                .keyAlgorithm(keyAlgorithm)
                .provider(provider)
                .build();
    }

    /**
     * {@return a builder of a self-signed CA}
     *
     * @param commonName the name, {@code kubernetes} for a cluster's CA
     * @param now        the time of issue
     * @throws IllegalArgumentException when the name is empty
     */
    public static CertificateBuilder<CertificateAuthority> builder(String commonName, Instant now) {
        return CertificateBuilder.selfSignedCa(commonName, now);
    }

    /**
     * {@return an existing CA}
     *
     * @param certificate its certificate
     * @param privateKey  its private key; one that cannot leave its provider is asked for a signature
     * @throws IllegalArgumentException when the key does not belong to the certificate
     * @throws CryptoException          when the provider cannot work with the key
     */
    public static CertificateAuthority of(X509Certificate certificate, PrivateKey privateKey) {
        return of(CertificateAndKey.of(List.of(certificate), privateKey));
    }

    /**
     * {@return an existing CA}
     *
     * @param pair its certificate and private key
     * @throws IllegalArgumentException when there is more than one certificate
     */
    public static CertificateAuthority of(CertificateAndKey pair) {
        if (pair.chain().size() != 1) {
            throw new IllegalArgumentException(
                    "expected 1 certificate, found " + pair.chain().size());
        }
        return new CertificateAuthority(pair, null);
    }

    /**
     * {@return an existing CA, with a provider that makes all its signatures}
     *
     * @param certificate its certificate
     * @param privateKey  its private key
     * @param provider    the JCA provider, which need not be registered
     * @throws IllegalArgumentException when the key does not belong to the certificate
     * @throws CryptoException          when the provider cannot work with the key
     */
    public static CertificateAuthority of(X509Certificate certificate, PrivateKey privateKey, Provider provider) {
        return new CertificateAuthority(CertificateAndKey.of(List.of(certificate), privateKey, provider), provider);
    }

    /**
     * {@return a CA as the kube-controller-manager reads it: one certificate, and a private key in the form of its label}
     *
     * @param certificatePem PEM text with the certificate
     * @param keyPem         PEM text with the private key
     * @throws InvalidFormatException with code {@code CERTIFICATE_MISSING}, {@code CERTIFICATE_INVALID},
     *     {@code PRIVATE_KEY_MISSING}, {@code KEY_MISMATCH} or, for a bundle, {@code CERTIFICATE_COUNT_INVALID}
     */
    public static CertificateAuthority parse(String certificatePem, String keyPem) {
        return parse(certificatePem, keyPem, KubernetesRelease.latest());
    }

    /**
     * {@return a CA as the kube-controller-manager of a release reads it}
     *
     * @param certificatePem PEM text with the certificate
     * @param keyPem         PEM text with the private key
     * @param release        the release, which decides on negative serial numbers, names and CRT values of RSA keys
     * @throws InvalidFormatException as {@link #parse(String, String)}
     */
    public static CertificateAuthority parse(String certificatePem, String keyPem, KubernetesRelease release) {
        return of(CertificateAndKey.parseCa(certificatePem, Location.none(), keyPem, Location.none(), release));
    }

    /**
     * {@return a CA of two files}
     *
     * @param certificateFile {@code --cluster-signing-cert-file}, such as {@code ca.crt}
     * @param keyFile         {@code --cluster-signing-key-file}, such as {@code ca.key}
     * @throws IOException            when a file cannot be read
     * @throws InvalidFormatException as {@link #parse(String, String)}
     */
    public static CertificateAuthority read(Path certificateFile, Path keyFile) throws IOException {
        return read(certificateFile, keyFile, KubernetesRelease.latest());
    }

    /**
     * {@return a CA of two files, as a release reads it}
     *
     * @param certificateFile {@code --cluster-signing-cert-file}, such as {@code ca.crt}
     * @param keyFile         {@code --cluster-signing-key-file}, such as {@code ca.key}
     * @param release         the release
     * @throws IOException            when a file cannot be read
     * @throws InvalidFormatException as {@link #parse(String, String)}
     */
    public static CertificateAuthority read(Path certificateFile, Path keyFile, KubernetesRelease release)
            throws IOException {
        return of(CertificateAndKey.parseCa(
                Pem.read(certificateFile),
                Location.ofSource(certificateFile.toString()),
                Pem.read(keyFile),
                Location.ofSource(keyFile.toString()),
                release));
    }

    /**
     * {@return this CA with a provider that makes all its signatures}
     *
     * @param provider the JCA provider, which need not be registered
     */
    public CertificateAuthority withProvider(Provider provider) {
        return new CertificateAuthority(pair, Objects.requireNonNull(provider, "provider"));
    }

    /** {@return the provider that makes all signatures of this CA, if the caller has chosen one} */
    public Optional<Provider> provider() {
        return Optional.ofNullable(provider);
    }

    /**
     * {@return a random serial number as the kube-controller-manager draws it, from 0 to 2<sup>128</sup> - 1}
     *
     * @param random the source of randomness
     */
    public static BigInteger randomSerialNumber(SecureRandom random) {
        return new BigInteger(SERIAL_NUMBER_BITS, random);
    }

    /**
     * {@return a certificate issued for a request as the kube-controller-manager does, with its signature verified: with the
     * request's subject, encoded anew, its names, the usages of the API object, and nothing else}
     *
     * @param request      the request
     * @param usages       {@code spec.usages}
     * @param validity     the time, as the profile of a signer decides it
     * @param serialNumber the serial number, as {@link #randomSerialNumber} draws it
     * @throws IllegalArgumentException when a usage is unknown, the subject is not text, the validity is refused or the
     *     serial number is negative
     * @throws CryptoException          when the provider cannot sign
     */
    public X509Certificate sign(
            CertificateRequest request, Collection<KeyUsage> usages, Validity validity, BigInteger serialNumber) {
        CertificateContent content =
                new CertificateContent(request.subject(), request.subjectAltNames(), List.copyOf(usages));
        return sign(request.subjectPublicKeyInfo(), content, validity, serialNumber);
    }

    /**
     * {@return a certificate issued for a key, of which somebody has shown that it is theirs, with its signature verified}
     *
     * @param key          the key
     * @param content      what the certificate says, in the encoding and order of the kube-controller-manager
     * @param validity     the time
     * @param serialNumber the serial number, as {@link #randomSerialNumber} draws it
     * @throws IllegalArgumentException when no API server accepts the key, a usage is unknown, the subject is not text, the
     *     validity is refused or the serial number is negative
     * @throws CryptoException          when the provider cannot sign
     */
    public X509Certificate sign(PublicKey key, CertificateContent content, Validity validity, BigInteger serialNumber) {
        return sign(CertificateBuilder.keyInfo(key), content, validity, serialNumber);
    }

    private X509Certificate sign(
            PublicKeyInfo key, CertificateContent content, Validity validity, BigInteger serialNumber) {
        if (!validity.isPossible()) {
            throw new IllegalArgumentException(validity.refusal());
        }
        KeyUsage.requireKnown(content.usages());
        if (!content.subject().isText()) {
            throw new IllegalArgumentException("failed to sign certificate: asn1: string not valid UTF-8");
        }
        return new X509Issuer(serialNumber, validity, content.subject(), key).sign(content, signer);
    }

    X509Issuer.Signer signer() {
        return signer;
    }

    /**
     * {@return a serving certificate as kubeadm issues it: with a new RSA-2048 key, valid for one year; {@link #issuing} has
     * more to choose}
     *
     * @param commonName      the common name, such as {@code kube-apiserver}
     * @param subjectAltNames the names and addresses of the server
     * @param now             the time of issue
     * @throws IllegalArgumentException when the common name is empty
     * @throws CryptoException          when the provider fails
     */
    public CertificateAndKey issueServing(String commonName, SubjectAltNames subjectAltNames, Instant now) {
        return issuing(commonName, now)
                .usages(KeyUsage.SERVER_AUTH)
                .subjectAltNames(subjectAltNames)
                .build();
    }

    /**
     * {@return a client certificate as kubeadm issues it: with a new RSA-2048 key, valid for one year; {@link #issuing} has
     * more to choose}
     *
     * @param commonName    the username, such as {@code kubernetes-admin}
     * @param organizations the groups, such as {@code kubeadm:cluster-admins}
     * @param now           the time of issue
     * @throws IllegalArgumentException when the common name is empty
     * @throws CryptoException          when the provider fails
     */
    public CertificateAndKey issueClient(String commonName, List<String> organizations, Instant now) {
        return issuing(commonName, now)
                .usages(KeyUsage.CLIENT_AUTH)
                .organizations(organizations)
                .build();
    }

    /**
     * {@return a builder of a certificate as kubeadm issues it; it needs at least one extended usage}
     *
     * @param commonName the common name
     * @param now        the time of issue
     * @throws IllegalArgumentException when the common name is empty
     */
    public CertificateBuilder<CertificateAndKey> issuing(String commonName, Instant now) {
        return CertificateBuilder.leaf(this, commonName, now);
    }

    /**
     * {@return a builder of an intermediate CA, signed by this one}
     *
     * @param commonName its name
     * @param now        the time of issue
     * @throws IllegalArgumentException when the name is empty
     */
    public CertificateBuilder<CertificateAuthority> intermediate(String commonName, Instant now) {
        return CertificateBuilder.intermediateCa(this, commonName, now);
    }

    /** {@return the certificate with its key} */
    public CertificateAndKey certificateAndKey() {
        return pair;
    }

    /** {@return the CA's certificate} */
    public X509Certificate certificate() {
        return pair.certificate();
    }

    /** {@return the private key, which is a secret unless it lives in a hardware module} */
    public PrivateKey privateKey() {
        return pair.privateKey();
    }

    /** {@return the certificate, which clients trust, as PEM text} */
    public String certificatePem() {
        return pair.certificatePem();
    }

    /**
     * {@return the private key as PEM text, which is a secret}
     *
     * @throws IllegalArgumentException when the key cannot leave its provider
     */
    public String keyPem() {
        return pair.keyPem();
    }

    /**
     * Writes the CA into two files, as kubeadm does: the key with mode 0600, the certificate with mode 0644.
     *
     * @param certificateFile the file for the certificate, such as {@code ca.crt}
     * @param keyFile         the file for the private key, such as {@code ca.key}
     * @throws IOException              when one cannot be written
     * @throws IllegalArgumentException when the key cannot leave its provider
     */
    public void write(Path certificateFile, Path keyFile) throws IOException {
        pair.write(certificateFile, keyFile);
    }

    /**
     * {@return what the kube-controller-manager does not look at, although certificates will be refused for it} The
     * findings are {@code CA_FLAG_MISSING}, {@code CA_KEY_USAGE_MISSING}, {@code CA_EXPIRED}, {@code CA_NOT_YET_VALID},
     * {@code SUBJECT_KEY_ID_MISSING} and {@code KEY_INSECURE}.
     *
     * @param now the time at which the CA is to sign
     */
    public List<Finding> findings(Instant now) {
        return findings(now, KubernetesRelease.latest());
    }

    /**
     * {@return {@link #findings(Instant)} for a release}
     *
     * @param now     the time at which the CA is to sign
     * @param release the release of the components that trust the CA
     */
    public List<Finding> findings(Instant now, KubernetesRelease release) {
        return findings(certificate(), now, release);
    }

    /**
     * {@return what {@link #findings(Instant)} reports of a CA, from its certificate alone}
     *
     * @param certificate the certificate
     * @param now         the time at which the CA is to sign
     */
    public static List<Finding> findings(X509Certificate certificate, Instant now) {
        return findings(certificate, now, KubernetesRelease.latest());
    }

    /**
     * {@return what {@link #findings(Instant, KubernetesRelease)} reports of a CA, from its certificate alone}
     *
     * @param certificate the certificate
     * @param now         the time at which the CA is to sign
     * @param release     the release of the components that trust the CA
     */
    public static List<Finding> findings(X509Certificate certificate, Instant now, KubernetesRelease release) {
        return CertificateFindings.ofCa(certificate, now, release);
    }

    /**
     * {@return whether a CA has signed a certificate: its key made the signature, and its usages allow that} Names and
     * times are not checked.
     *
     * @param ca          the certificate of the CA
     * @param certificate the certificate that it may have signed
     * @throws CryptoException when an encoding cannot be read
     */
    public static boolean hasSigned(X509Certificate ca, X509Certificate certificate) {
        return hasSigned(ca, certificate, KubernetesRelease.latest());
    }

    /**
     * {@return whether a CA has signed a certificate, as a release sees it}
     *
     * @param ca          the certificate of the CA
     * @param certificate the certificate that it may have signed
     * @param release     the release: signatures with SHA-1 count before 1.24 only
     * @throws CryptoException when an encoding cannot be read
     */
    public static boolean hasSigned(X509Certificate ca, X509Certificate certificate, KubernetesRelease release) {
        return new CertificateView(certificate, release).isSignedBy(new CertificateView(ca, release));
    }

    /**
     * {@return why a client that trusts a CA does not trust a certificate, in the words of Kubernetes; none when it does}
     * The check ends with the first violation, as in Kubernetes. What the certificate is used for does not matter.
     *
     * @param ca    the certificate of the CA
     * @param chain the certificate first, then those that may lead to the CA
     * @param now   the time at which all of them must be valid
     * @throws IllegalArgumentException when the chain is empty
     * @throws CryptoException          when an encoding cannot be read
     */
    public static List<FieldError> violations(X509Certificate ca, List<X509Certificate> chain, Instant now) {
        return violations(ca, chain, now, KubernetesRelease.latest());
    }

    /**
     * {@return why a client of a release that trusts a CA does not trust a certificate; none when it does}
     *
     * @param ca      the certificate of the CA
     * @param chain   the certificate first, then those that may lead to the CA
     * @param now     the time at which all of them must be valid
     * @param release the release: signatures with SHA-1 count before 1.24 only
     * @throws IllegalArgumentException when the chain is empty
     * @throws CryptoException          when an encoding cannot be read
     */
    public static List<FieldError> violations(
            X509Certificate ca, List<X509Certificate> chain, Instant now, KubernetesRelease release) {
        return ChainVerifier.violations(ca, chain, now, release);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateAuthority that && pair.equals(that.pair);
    }

    @Override
    public int hashCode() {
        return pair.hashCode();
    }

    /** Subject and serial number of the certificate; nothing of the key. */
    @Override
    public String toString() {
        return "CertificateAuthority[" + Visible.text(certificate().getSubjectX500Principal()) + ", serial number "
                + certificate().getSerialNumber() + "]";
    }
}
