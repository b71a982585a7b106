package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a certificate of kubeadm consists of; see {@link CertificateAuthority} for where to get one.
 *
 * <p>Unless said otherwise, the key is a new one of RSA-2048, a CA is valid for ten years and another certificate for one,
 * from the time of issue on, and the layout is that of the latest release. Releases differ:
 *
 * <ul>
 *   <li>1.22: a self-signed CA has its name as DNS name.
 *   <li>1.28: its serial number is not 0, and it begins five minutes before the time of issue; other certificates say that
 *       they are no CA.
 *   <li>1.31: other certificates begin five minutes before the time of issue, too, rather than with their CA.
 *   <li>1.35: the subject key identifier comes from SHA-256 (RFC 7093, section 2), rather than from SHA-1.
 *   <li>1.38 (alpha): a CA has the usage {@code key encipherment} only with an RSA key.
 * </ul>
 *
 * <pre>{@code
 * CertificateAuthority ca =
 *     CertificateAuthority.builder("kubernetes", now).keyAlgorithm(KeyAlgorithm.ECDSA_P256).build();
 * }</pre>
 *
 * @param <T> what is built
 * @see <a href="https://kubernetes.io/docs/setup/best-practices/certificates/">PKI certificates and requirements</a>
 */
public final class CertificateBuilder<T> {

    private static final Duration CA_VALIDITY = Duration.ofHours(87600);
    private static final Duration LEAF_VALIDITY = Duration.ofHours(8760);
    private static final Duration BACKDATE = Duration.ofMinutes(5);
    private static final int KEY_ID_LENGTH = 20;
    private static final int SERIAL_NUMBER_BITS = 63;
    private static final BigInteger SERIAL_NUMBER_END =
            BigInteger.ONE.shiftLeft(SERIAL_NUMBER_BITS).subtract(BigInteger.ONE);
    private static final List<KeyUsage> CA_USAGES =
            List.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT, KeyUsage.CERT_SIGN);
    private static final List<KeyUsage> LEAF_USAGES = List.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT);

    private final @Nullable CertificateAuthority parent;
    private final boolean isCa;
    private final BiFunction<CertificateAndKey, @Nullable Provider, T> result;
    private final DistinguishedName.Builder subject;
    private final Instant now;
    private List<KeyUsage> usages = List.of();
    private SubjectAltNames subjectAltNames = SubjectAltNames.none();
    private KeyAlgorithm keyAlgorithm = KeyAlgorithm.RSA_2048;
    private @Nullable KeyPair keyPair;
    private KubernetesRelease release = KubernetesRelease.latest();
    private Duration validity;
    private SecureRandom random = new SecureRandom();
    private @Nullable BigInteger serialNumber;
    private @Nullable Provider provider;

    private CertificateBuilder(
            @Nullable CertificateAuthority parent,
            boolean isCa,
            String commonName,
            Instant now,
            BiFunction<CertificateAndKey, @Nullable Provider, T> result) {
        this.parent = parent;
        this.isCa = isCa;
        this.result = result;
        this.subject = DistinguishedName.builder().commonName(commonName);
        this.now = Objects.requireNonNull(now, "now");
        this.validity = isCa ? CA_VALIDITY : LEAF_VALIDITY;
        if (commonName.isEmpty()) {
            throw new IllegalArgumentException("must specify a CommonName");
        }
    }

    static CertificateBuilder<CertificateAuthority> selfSignedCa(String commonName, Instant now) {
        return new CertificateBuilder<>(null, true, commonName, now, CertificateAuthority::ofOwn);
    }

    static CertificateBuilder<CertificateAuthority> intermediateCa(
            CertificateAuthority parent, String commonName, Instant now) {
        return new CertificateBuilder<>(parent, true, commonName, now, CertificateAuthority::ofOwn);
    }

    static CertificateBuilder<CertificateAndKey> leaf(CertificateAuthority parent, String commonName, Instant now) {
        return new CertificateBuilder<>(parent, false, commonName, now, (pair, own) -> pair);
    }

    /**
     * {@return this builder, with the organizations, which are the groups of a client}
     *
     * @param organizations the values, in order
     */
    public CertificateBuilder<T> organizations(String... organizations) {
        return organizations(List.of(organizations));
    }

    /**
     * {@return this builder, with the organizations, which are the groups of a client}
     *
     * @param organizations the values, in order
     */
    public CertificateBuilder<T> organizations(List<String> organizations) {
        subject.organizations(organizations);
        return this;
    }

    /**
     * {@return this builder, with the extended usages} The usages {@code digital signature} and
     * {@code key encipherment}, and for a CA {@code cert sign}, are always there.
     *
     * @param usages usages such as {@link KeyUsage#SERVER_AUTH}
     */
    public CertificateBuilder<T> usages(KeyUsage... usages) {
        return usages(List.of(usages));
    }

    /**
     * {@return this builder, with the extended usages, as {@link #usages(KeyUsage...)} takes them}
     *
     * @param usages usages such as {@link KeyUsage#SERVER_AUTH}
     */
    public CertificateBuilder<T> usages(List<KeyUsage> usages) {
        this.usages = List.copyOf(usages);
        return this;
    }

    /**
     * {@return this builder, with names and addresses} As with kubeadm, DNS names are sorted, and repetitions are left
     * out.
     *
     * @param names the names
     */
    public CertificateBuilder<T> subjectAltNames(SubjectAltNames names) {
        this.subjectAltNames = Objects.requireNonNull(names, "names");
        return this;
    }

    /**
     * {@return this builder, with the algorithm of the new key}
     *
     * @param algorithm the algorithm
     */
    public CertificateBuilder<T> keyAlgorithm(KeyAlgorithm algorithm) {
        this.keyAlgorithm = Objects.requireNonNull(algorithm, "algorithm");
        return this;
    }

    /**
     * {@return this builder, with an existing key pair instead of a new one}
     *
     * @param keyPair the key pair; the private key may be one that cannot leave its provider
     */
    public CertificateBuilder<T> keyPair(KeyPair keyPair) {
        this.keyPair = Objects.requireNonNull(keyPair, "keyPair");
        return this;
    }

    /**
     * {@return this builder, with the release whose layout the certificate has}
     *
     * @param release the release
     */
    public CertificateBuilder<T> release(KubernetesRelease release) {
        this.release = Objects.requireNonNull(release, "release");
        return this;
    }

    /**
     * {@return this builder, with the validity, counted from the time of issue}
     *
     * @param validity the duration
     * @throws IllegalArgumentException when it is not positive
     */
    public CertificateBuilder<T> validity(Duration validity) {
        if (validity.isZero() || validity.isNegative()) {
            throw new IllegalArgumentException("the validity must be positive");
        }
        this.validity = validity;
        return this;
    }

    /**
     * {@return this builder, with the source of randomness for key and serial number}
     *
     * @param random the source
     */
    public CertificateBuilder<T> random(SecureRandom random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /**
     * {@return this builder, with the serial number, which is otherwise a random one of 63 bits, and 0 for a
     * self-signed CA before 1.28}
     *
     * @param serialNumber the number
     */
    public CertificateBuilder<T> serialNumber(BigInteger serialNumber) {
        this.serialNumber = Objects.requireNonNull(serialNumber, "serialNumber");
        return this;
    }

    /**
     * {@return this builder, with the provider that generates the new key and, for a CA, signs with it}
     *
     * @param provider the JCA provider, which need not be registered
     */
    public CertificateBuilder<T> provider(Provider provider) {
        this.provider = Objects.requireNonNull(provider, "provider");
        return this;
    }

    /**
     * {@return the certificate with its key}
     *
     * @throws IllegalArgumentException when a certificate that is not for a CA has no extended usage, no API server
     *     accepts the key, or private and public key do not belong together
     * @throws CryptoException          when a provider fails
     */
    public T build() {
        if (!isCa && usages.stream().noneMatch(KeyUsage::isExtended)) {
            throw new IllegalArgumentException("must specify at least one ExtKeyUsage");
        }
        KeyPair pair = keyPair;
        if (pair == null) {
            pair = provider == null
                    ? keyAlgorithm.generateKeyPair(random)
                    : keyAlgorithm.generateKeyPair(provider, random);
        }
        PublicKeyInfo key = keyInfo(pair.getPublic());
        X509Issuer issuer = template(key);
        X509Issuer.Signer signer = parent != null
                ? parent.signer()
                : new X509Issuer.Signer(
                        issuer.subject(), null, new SigningKey(pair.getPublic(), pair.getPrivate(), provider));
        return result.apply(
                CertificateAndKey.join(List.of(finish(issuer, key, signer)), pair.getPrivate(), provider), provider);
    }

    /** The certificate of a key whose private half is elsewhere. */
    X509Certificate issueFor(PublicKey key) {
        PublicKeyInfo info = keyInfo(key);
        return finish(template(info), info, Objects.requireNonNull(parent).signer());
    }

    static PublicKeyInfo keyInfo(PublicKey key) {
        try {
            return PublicKeyReader.whole(PublicKeyReader.encoded(key));
        } catch (MalformedDer e) {
            throw new IllegalArgumentException("no API server accepts the key: " + e.getMessage(), e);
        }
    }

    private X509Issuer template(PublicKeyInfo key) {
        return new X509Issuer(serial(), times(now), subject.build(), key);
    }

    private X509Certificate finish(X509Issuer issuer, PublicKeyInfo key, X509Issuer.Signer signer) {
        List<KeyUsage> all = new ArrayList<>(isCa ? CA_USAGES : LEAF_USAGES);
        if (isCa && Feature.CA_KEY_ENCIPHERMENT_FOR_RSA.in(release) && !isRsa(key)) {
            all.remove(KeyUsage.KEY_ENCIPHERMENT);
        }
        all.addAll(usages);
        issuer.usages(all);
        if (isCa) {
            issuer.ca(keyId(key));
        } else if (Feature.CA_CONSTRAINT_ALWAYS.in(release)) {
            issuer.notCa();
        }
        issuer.issuedBy(signer);
        issuer.names(names());
        return issuer.sign(signer);
    }

    private static boolean isRsa(PublicKeyInfo key) {
        return key.algorithm().equals(KeyDetails.RSA_ENCRYPTION);
    }

    private BigInteger serial() {
        if (serialNumber != null) {
            return serialNumber;
        }
        if (isCa && parent == null && !Feature.CA_CONSTRAINT_ALWAYS.in(release)) {
            return BigInteger.ZERO;
        }
        BigInteger first = Feature.CA_CONSTRAINT_ALWAYS.in(release) ? BigInteger.ONE : BigInteger.ZERO;
        BigInteger drawn;
        do {
            drawn = new BigInteger(SERIAL_NUMBER_BITS, random);
        } while (drawn.compareTo(first) < 0 || drawn.compareTo(SERIAL_NUMBER_END) >= 0);
        return drawn;
    }

    private Validity times(Instant start) {
        Instant notAfter = start.plus(validity);
        Feature backdated = parent == null ? Feature.CA_BACKDATED : Feature.CERTIFICATES_BACKDATED;
        Instant notBefore = backdated.in(release) ? start.minus(BACKDATE) : start;
        if (parent != null) {
            if (!backdated.in(release)) {
                notBefore = parent.certificate().getNotBefore().toInstant();
            }
            Instant end = parent.certificate().getNotAfter().toInstant();
            if (isCa && end.isBefore(notAfter)) {
                notAfter = end;
            }
        }
        return Validity.of(notBefore, notAfter);
    }

    private SubjectAltNames names() {
        if (isCa && subjectAltNames.isEmpty()) {
            boolean named = parent == null && Feature.CA_ALTERNATIVE_NAME.in(release);
            return named ? SubjectAltNames.builder().dnsNames(commonName()).build() : SubjectAltNames.none();
        }
        return SubjectAltNames.builder()
                .dnsNames(new ArrayList<>(new TreeSet<>(subjectAltNames.dnsNames())))
                .emailAddresses(subjectAltNames.emailAddresses())
                .ipAddresses(new ArrayList<>(new LinkedHashSet<>(subjectAltNames.ipAddresses())))
                .uris(subjectAltNames.uris())
                .build();
    }

    private String commonName() {
        return subject.build().commonName();
    }

    private byte[] keyId(PublicKeyInfo key) {
        try {
            MessageDigest digest =
                    MessageDigest.getInstance(Feature.SUBJECT_KEY_ID_SHA256.in(release) ? "SHA-256" : "SHA-1");
            return Arrays.copyOf(digest.digest(key.bits()), KEY_ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoException("there is no SHA-256 or SHA-1", e);
        }
    }
}
