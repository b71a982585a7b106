package io.github.kubetls.kubeadm;

import io.github.kubetls.CryptoException;
import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateBuilder;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.net.IpText;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The public key infrastructure of a control-plane node, as {@code kubeadm init phase certs all} makes it.
 *
 * <p>Immutable settings: which certificates there are, whom they name, how long they last. Layout, groups and times are
 * those of the {@link Builder#release release}. What exists already is never replaced: {@link #findings(Path, Instant)} says what kubeadm
 * thinks of it, and {@link #missing} makes the rest.
 *
 * <pre>{@code
 * KubeadmPki pki = KubeadmPki.builder("cp-1", "10.0.0.10")
 *         .controlPlaneEndpoint("cluster.example.org:6443")
 *         .build();
 * pki.generate(Instant.now()).write(Path.of("/etc/kubernetes/pki"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/setup/best-practices/certificates/">PKI certificates and requirements</a>
 */
public final class KubeadmPki {

    private final String nodeName;
    private final InetAddress advertiseAddress;
    private final InetAddress serviceAddress;
    private final Optional<String> endpointHost;
    private final String dnsDomain;
    private final List<String> certSans;
    private final List<String> serverCertSans;
    private final List<String> peerCertSans;
    private final boolean externalEtcd;
    private final KeyAlgorithm keyAlgorithm;
    private final KubernetesRelease release;
    private final @Nullable Duration caCertificateValidityPeriod;
    private final @Nullable Duration certificateValidityPeriod;
    private final SecureRandom random;
    private final @Nullable Provider provider;

    private KubeadmPki(Builder builder) {
        this.nodeName = NetworkNames.dnsName("the node name", builder.nodeName);
        this.advertiseAddress = NetworkNames.address("advertiseAddress", builder.advertiseAddress);
        this.serviceAddress = NetworkNames.serviceAddress(builder.serviceSubnet);
        this.endpointHost = builder.controlPlaneEndpoint.isEmpty()
                ? Optional.empty()
                : Optional.of(NetworkNames.endpointHost("controlPlaneEndpoint", builder.controlPlaneEndpoint));
        this.dnsDomain = NetworkNames.dnsName("dnsDomain", builder.dnsDomain);
        this.certSans = builder.certSans;
        this.serverCertSans = builder.serverCertSans;
        this.peerCertSans = builder.peerCertSans;
        this.externalEtcd = builder.externalEtcd;
        this.keyAlgorithm = builder.keyAlgorithm;
        this.release = builder.release;
        this.caCertificateValidityPeriod = builder.caCertificateValidityPeriod;
        this.certificateValidityPeriod = builder.certificateValidityPeriod;
        this.random = builder.random;
        this.provider = builder.provider;
        if (!makesKeysOf(keyAlgorithm, release)) {
            throw new IllegalArgumentException(
                    "kubeadm of " + release + " makes no keys of " + keyAlgorithm.kubernetesName());
        }
        if (!Feature.KUBEADM_V1BETA4.in(release)
                && (caCertificateValidityPeriod != null || certificateValidityPeriod != null)) {
            throw new IllegalArgumentException("kubeadm of " + release + " cannot be told a validity period");
        }
    }

    private static boolean makesKeysOf(KeyAlgorithm algorithm, KubernetesRelease release) {
        return switch (algorithm) {
            case RSA_2048, ECDSA_P256 -> true;
            case RSA_3072, RSA_4096 -> Feature.KUBEADM_V1BETA4.in(release);
            case ECDSA_P384 -> Feature.KUBEADM_ECDSA_P384.in(release);
            default -> false;
        };
    }

    /**
     * {@return a builder with kubeadm's defaults}
     *
     * @param nodeName         {@code nodeRegistration.name}; it is put in lower case, as kubeadm does
     * @param advertiseAddress {@code localAPIEndpoint.advertiseAddress}, an IP address
     */
    public static Builder builder(String nodeName, String advertiseAddress) {
        return new Builder(nodeName, advertiseAddress);
    }

    /** {@return the release of kubeadm} */
    public KubernetesRelease release() {
        return release;
    }

    /** {@return the certificates that there are; for an etcd that others run, those that are not for etcd} */
    public List<KubeadmCertificate> certificates() {
        return Arrays.stream(KubeadmCertificate.values())
                .filter(row -> !externalEtcd || !row.isForEtcd())
                .toList();
    }

    /**
     * {@return the subject alternative names of a certificate, DNS names in byte order, addresses in order of first
     * appearance, each once; none for a client} What a CA has by its release is not among them.
     *
     * @param row the certificate
     */
    public SubjectAltNames subjectAltNames(KubeadmCertificate row) {
        return switch (row) {
            case APISERVER -> apiServerNames();
            case ETCD_SERVER -> etcdNames(serverCertSans);
            case ETCD_PEER -> etcdNames(peerCertSans);
            default -> SubjectAltNames.none();
        };
    }

    private SubjectAltNames apiServerNames() {
        List<String> dnsNames = new ArrayList<>(List.of(
                nodeName,
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc." + dnsDomain));
        List<InetAddress> addresses = new ArrayList<>(List.of(serviceAddress, advertiseAddress));
        endpointHost.ifPresent(
                host -> IpText.parseSloppy(host).ifPresentOrElse(addresses::add, () -> dnsNames.add(host)));
        return NetworkNames.join(dnsNames, addresses, certSans);
    }

    private SubjectAltNames etcdNames(List<String> more) {
        SubjectAltNames loopback = SubjectAltNames.of("127.0.0.1", "::1");
        List<InetAddress> addresses = new ArrayList<>(List.of(advertiseAddress));
        addresses.addAll(loopback.ipAddresses());
        return NetworkNames.join(List.of(nodeName, "localhost"), addresses, more);
    }

    /**
     * {@return findings {@code SUBJECT_ALT_NAME_INVALID} for names that no certificate will have, each with kubeadm's field}
     */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(NetworkNames.findings("apiServer.certSANs", certSans, "apiserver"));
        findings.addAll(NetworkNames.findings("etcd.local.serverCertSANs", serverCertSans, "etcd-server"));
        findings.addAll(NetworkNames.findings("etcd.local.peerCertSANs", peerCertSans, "etcd-peer"));
        return List.copyOf(findings);
    }

    /**
     * {@return every certificate and key, made anew}
     *
     * @param now the time of issue
     * @throws CryptoException when a provider fails
     */
    public KubeadmFiles generate(Instant now) {
        return new Issuance(this, now).all(Map.of(), Set.of(), true);
    }

    /**
     * Makes what a directory lacks, as kubeadm does, with the CAs that are there.
     *
     * @param directory the directory, which need not exist; nothing is written
     * @param now       the time of issue
     * @return the files that are to be written beside those that are there, perhaps none
     * @throws IOException           when a file cannot be read
     * @throws IllegalStateException when kubeadm refuses what is there; {@link #findings(Path, Instant)} tells all
     * @throws CryptoException       when a provider fails
     */
    public KubeadmFiles missing(Path directory, Instant now) throws IOException {
        DirectoryCheck check = new DirectoryCheck(this, directory, now);
        check.run();
        check.firstRefusal().ifPresent(refusal -> {
            throw new IllegalStateException(refusal.location() + ": " + refusal.message());
        });
        return new Issuance(this, now).all(check.authorities(), check.done(), !check.hasServiceAccountKey());
    }

    /**
     * Checks what is in a directory by kubeadm's rules for existing files: a CA must be one, what it signs must
     * be signed by it and have all names. {@code kubeadm join} applies all these rules; {@code kubeadm init phase certs}
     * does not check names. Only errors keep kubeadm, or the component that reads the file, from working. A CA whose key is
     * elsewhere (external CA mode) is reported as information; everything that it signs must then be there.
     *
     * @param directory the directory, which need not exist
     * @param now       the time to judge by
     * @return findings with the file as location: errors {@code CERTIFICATE_MISSING}, {@code CERTIFICATE_INVALID},
     *     {@code PRIVATE_KEY_MISSING}, {@code CA_FLAG_MISSING}, {@code CA_MISMATCH}, {@code SUBJECT_ALT_NAMES_INCOMPLETE},
     *     {@code KEY_MISMATCH}, {@code FILE_MISSING}, {@code KEY_ALGORITHM_UNSUPPORTED}, {@code PUBLIC_KEY_MISSING},
     *     {@code CERTIFICATE_COUNT_INVALID} for a chain that kube-controller-manager would have to sign with;
     *     information {@code FILE_PENDING} and {@code CA_KEY_MISSING}; and those of {@link CertificateAndKey#findings} and
     *     {@link CertificateAuthority#findings}
     * @throws IOException when a file cannot be read
     */
    public List<Finding> findings(Path directory, Instant now) throws IOException {
        DirectoryCheck check = new DirectoryCheck(this, directory, now);
        check.run();
        return check.findings();
    }

    /**
     * {@return one certificate with a new key}
     *
     * @param row       the certificate, not a CA
     * @param authority the CA that signs it
     * @param now       the time of issue
     * @throws IllegalArgumentException when it is a CA
     * @throws CryptoException          when a provider fails
     */
    public CertificateAndKey issue(KubeadmCertificate row, CertificateAuthority authority, Instant now) {
        if (row.isCa()) {
            throw new IllegalArgumentException(row.kubeadmName() + " is a CA, which signs itself");
        }
        return leaf(authority, row.commonName(nodeName), row.organizations(release), now)
                .usages(row.usages())
                .subjectAltNames(subjectAltNames(row))
                .build();
    }

    /**
     * {@return the client certificate of a kubeconfig, with a new key}
     *
     * @param kubeconfig the kubeconfig
     * @param authority  the CA of the cluster
     * @param now        the time of issue
     * @throws IllegalArgumentException when kubeadm of the release does not write it
     * @throws CryptoException          when a provider fails
     */
    public CertificateAndKey issue(KubeadmKubeconfig kubeconfig, CertificateAuthority authority, Instant now) {
        if (!kubeconfig.isWrittenBy(release)) {
            throw new IllegalArgumentException("kubeadm of " + release + " writes no " + kubeconfig.file());
        }
        return leaf(authority, kubeconfig.commonName(nodeName), kubeconfig.organizations(release), now)
                .usages(KeyUsage.CLIENT_AUTH)
                .build();
    }

    private CertificateBuilder<CertificateAndKey> leaf(
            CertificateAuthority authority, String commonName, List<String> organizations, Instant now) {
        CertificateBuilder<CertificateAndKey> certificate =
                common(authority.issuing(commonName, now)).organizations(organizations);
        return certificateValidityPeriod == null ? certificate : certificate.validity(certificateValidityPeriod);
    }

    CertificateAuthority selfSigned(KubeadmCertificate row, Instant now) {
        CertificateBuilder<CertificateAuthority> ca =
                common(CertificateAuthority.builder(row.commonName(nodeName), now));
        return (caCertificateValidityPeriod == null ? ca : ca.validity(caCertificateValidityPeriod)).build();
    }

    KeyPair serviceAccountKeys() {
        return provider == null ? keyAlgorithm.generateKeyPair(random) : keyAlgorithm.generateKeyPair(provider, random);
    }

    private <T> CertificateBuilder<T> common(CertificateBuilder<T> builder) {
        builder.keyAlgorithm(keyAlgorithm).release(release).random(random);
        return provider == null ? builder : builder.provider(provider);
    }

    /** Node, address and release. */
    @Override
    public String toString() {
        return "KubeadmPki[" + Visible.text(nodeName) + ", " + IpText.format(advertiseAddress) + ", " + release + "]";
    }

    /** Collects {@link KubeadmPki}. Unless said otherwise, everything is as kubeadm has it by default. */
    public static final class Builder {
        private final String nodeName;
        private final String advertiseAddress;
        private String controlPlaneEndpoint = "";
        private String serviceSubnet = "10.96.0.0/12";
        private String dnsDomain = "cluster.local";
        private List<String> certSans = List.of();
        private List<String> serverCertSans = List.of();
        private List<String> peerCertSans = List.of();
        private boolean externalEtcd;
        private KeyAlgorithm keyAlgorithm = KeyAlgorithm.RSA_2048;
        private KubernetesRelease release = KubernetesRelease.latest();
        private @Nullable Duration caCertificateValidityPeriod;
        private @Nullable Duration certificateValidityPeriod;
        private SecureRandom random = new SecureRandom();
        private @Nullable Provider provider;

        private Builder(String nodeName, String advertiseAddress) {
            this.nodeName = GoText.lowerCase(nodeName.strip());
            this.advertiseAddress = Objects.requireNonNull(advertiseAddress, "advertiseAddress");
        }

        /**
         * {@return this builder, with the stable endpoint of the control plane, which the API server's certificate names}
         *
         * @param endpoint an IP address or a DNS name, with or without a port; empty for none
         */
        public Builder controlPlaneEndpoint(String endpoint) {
            this.controlPlaneEndpoint = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * {@return this builder, with the range of service addresses, {@code 10.96.0.0/12} by default} The API server's
         * certificate has the first address of the first range.
         *
         * @param subnet a range, or one of each address family with a comma between them
         */
        public Builder serviceSubnet(String subnet) {
            this.serviceSubnet = Objects.requireNonNull(subnet, "subnet");
            return this;
        }

        /**
         * {@return this builder, with the domain of services, {@code cluster.local} by default}
         *
         * @param domain a DNS name
         */
        public Builder dnsDomain(String domain) {
            this.dnsDomain = Objects.requireNonNull(domain, "domain");
            return this;
        }

        /**
         * {@return this builder, with further names of the API server} Invalid ones are left out, see
         * {@link KubeadmPki#findings()}.
         *
         * @param names IP addresses and DNS names, also with {@code *} as the first label
         */
        public Builder certSans(String... names) {
            return certSans(List.of(names));
        }

        /**
         * {@return this builder, with further names, as {@link #certSans(String...)} takes them}
         *
         * @param names IP addresses and DNS names
         */
        public Builder certSans(List<String> names) {
            this.certSans = List.copyOf(names);
            return this;
        }

        /**
         * {@return this builder, with further names of etcd towards its clients} Invalid ones are left out, see
         * {@link KubeadmPki#findings()}.
         *
         * @param names IP addresses and DNS names
         */
        public Builder serverCertSans(String... names) {
            return serverCertSans(List.of(names));
        }

        /**
         * {@return this builder, with further names, as {@link #serverCertSans(String...)} takes them}
         *
         * @param names IP addresses and DNS names
         */
        public Builder serverCertSans(List<String> names) {
            this.serverCertSans = List.copyOf(names);
            return this;
        }

        /**
         * {@return this builder, with further names of etcd towards its other members} Invalid ones are left out, see
         * {@link KubeadmPki#findings()}.
         *
         * @param names IP addresses and DNS names
         */
        public Builder peerCertSans(String... names) {
            return peerCertSans(List.of(names));
        }

        /**
         * {@return this builder, with further names, as {@link #peerCertSans(String...)} takes them}
         *
         * @param names IP addresses and DNS names
         */
        public Builder peerCertSans(List<String> names) {
            this.peerCertSans = List.copyOf(names);
            return this;
        }

        /**
         * {@return this builder, with whether others run etcd, for which kubeadm then makes no certificates}
         *
         * @param external whether etcd is external; false by default
         */
        public Builder externalEtcd(boolean external) {
            this.externalEtcd = external;
            return this;
        }

        /**
         * {@return this builder, with the algorithm of every key, {@code encryptionAlgorithm}}
         *
         * @param algorithm RSA-2048 or ECDSA-P256; from 1.31 on also RSA-3072 or RSA-4096, from 1.34 on ECDSA-P384
         */
        public Builder keyAlgorithm(KeyAlgorithm algorithm) {
            this.keyAlgorithm = Objects.requireNonNull(algorithm, "algorithm");
            return this;
        }

        /**
         * {@return this builder, with the release of kubeadm, the latest by default}
         *
         * @param release the release
         */
        public Builder release(KubernetesRelease release) {
            this.release = Objects.requireNonNull(release, "release");
            return this;
        }

        /**
         * {@return this builder, with how long CAs are valid, ten years by default; from 1.31 on}
         *
         * @param period the time after the moment of issue
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder caCertificateValidityPeriod(Duration period) {
            this.caCertificateValidityPeriod = positive(period);
            return this;
        }

        /**
         * {@return this builder, with how long other certificates are valid, one year by default; from 1.31 on}
         *
         * @param period the time after the moment of issue
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder certificateValidityPeriod(Duration period) {
            this.certificateValidityPeriod = positive(period);
            return this;
        }

        private static Duration positive(Duration period) {
            if (period.isZero() || period.isNegative()) {
                throw new IllegalArgumentException("the validity period must be positive");
            }
            return period;
        }

        /**
         * {@return this builder, with the source of randomness for keys and serial numbers}
         *
         * @param random the source
         */
        public Builder random(SecureRandom random) {
            this.random = Objects.requireNonNull(random, "random");
            return this;
        }

        /**
         * {@return this builder, with the provider that generates every key, and signs for the CAs that are new}
         *
         * @param provider the JCA provider, which need not be registered; its keys must be ones that can be written into
         *     files
         */
        public Builder provider(Provider provider) {
            this.provider = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /**
         * {@return the infrastructure}
         *
         * @throws IllegalArgumentException when a name, an address or a range is invalid, or kubeadm of the release does not
         *     know the key algorithm or validity periods
         */
        public KubeadmPki build() {
            return new KubeadmPki(this);
        }
    }
}
