package io.github.kubetls.kubelet;

import io.github.kubetls.CryptoException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.internal.net.IpText;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.manifest.FieldError;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a kubelet wants its certificate to say: a subject, and for serving the node's names and addresses.
 *
 * <p>A certificate satisfies a template when it says at least that: more names or organizations do no harm. Key, issuer,
 * dates and usages are not compared.
 *
 * <pre>{@code
 * CertificateTemplate template = CertificateTemplate.kubeletClient("worker-1");
 * boolean renew = !template.isSatisfiedBy(certificate);
 * }</pre>
 *
 * @param subject         the subject, of which common name and organizations count
 * @param subjectAltNames the names, of which DNS names and IP addresses count; none for a client certificate
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/">TLS bootstrapping</a>
 */
public record CertificateTemplate(DistinguishedName subject, SubjectAltNames subjectAltNames) {

    /** Taint of a node whose cloud provider has not set its addresses yet. */
    public static final String UNINITIALIZED_TAINT = "node.cloudprovider.kubernetes.io/uninitialized";

    /**
     * An entry of a Node's {@code status.addresses}.
     *
     * @param type    what the address is
     * @param address a host name or an IP address; may be empty, and is then ignored
     * @see <a href="https://kubernetes.io/docs/reference/node/node-status/#addresses">Node status</a>
     */
    public record NodeAddress(Type type, String address) {

        /** What an address is, in the words of the Kubernetes API. */
        public enum Type {
            /** The host name that the node reports. */
            HOSTNAME("Hostname"),
            /** An IP address that is reached from outside the cluster. */
            EXTERNAL_IP("ExternalIP"),
            /** An IP address that is reached from inside the cluster. */
            INTERNAL_IP("InternalIP"),
            /** A DNS name that leads to an external address. */
            EXTERNAL_DNS("ExternalDNS"),
            /** A DNS name that leads to an internal address. */
            INTERNAL_DNS("InternalDNS");

            private final String apiName;

            Type(String apiName) {
                this.apiName = apiName;
            }

            /** {@return the name in the Kubernetes API, such as {@code InternalIP}} */
            public String apiName() {
                return apiName;
            }
        }

        /**
         * {@return an address}
         *
         * @param type    what it is
         * @param address a host name or an IP address
         */
        public static NodeAddress of(Type type, String address) {
            return new NodeAddress(type, address);
        }
    }

    private static final int MINIMUM_RSA_BITS = 2048;
    private static final int MINIMUM_CURVE_BITS = 256;

    /**
     * {@return any template}
     *
     * @param subject         the subject, of which common name and organizations count
     * @param subjectAltNames the names, of which DNS names and IP addresses count
     */
    public static CertificateTemplate of(DistinguishedName subject, SubjectAltNames subjectAltNames) {
        return new CertificateTemplate(
                Objects.requireNonNull(subject, "subject"), Objects.requireNonNull(subjectAltNames, "subjectAltNames"));
    }

    /**
     * {@return the template of the certificate with which a kubelet authenticates to the API server:
     * {@code system:node:<name>} in {@code system:nodes}}
     *
     * @param nodeName the node's name
     */
    public static CertificateTemplate kubeletClient(String nodeName) {
        return new CertificateTemplate(node(nodeName), SubjectAltNames.none());
    }

    private static DistinguishedName node(String nodeName) {
        return DistinguishedName.of(UserInfo.NODE_NAME_PREFIX + nodeName, UserInfo.NODES_GROUP);
    }

    /**
     * {@return the template of the certificate with which a kubelet of a recent release serves; empty while there is no IP
     * address, so that nothing can be requested}
     *
     * @param nodeName  the node's name
     * @param addresses the node's {@code status.addresses}
     * @throws IllegalArgumentException when a DNS name is not ASCII
     */
    public static Optional<CertificateTemplate> kubeletServing(String nodeName, List<NodeAddress> addresses) {
        return kubeletServing(nodeName, addresses, List.of(), KubernetesRelease.latest());
    }

    /**
     * {@return the template of the certificate with which a kubelet serves; empty while there are too few names, so that
     * nothing can be requested} DNS names are sorted, and IP addresses by their text.
     *
     * <p>Up to 1.30 one DNS name or IP address is enough; from 1.31 on there must be an IP address, unless the feature gate
     * {@code AllowDNSOnlyNodeCSR} is on, for which ask for the rules of 1.30. From 1.33 on no address counts while the cloud
     * provider has not set them. Before 1.22 an IP address with leading zeros was none.
     *
     * @param nodeName  the node's name
     * @param addresses the node's {@code status.addresses}
     * @param taints    keys of the node's {@code spec.taints}
     * @param release   the kubelet's release
     * @throws IllegalArgumentException when a DNS name is not ASCII
     */
    public static Optional<CertificateTemplate> kubeletServing(
            String nodeName, List<NodeAddress> addresses, Collection<String> taints, KubernetesRelease release) {
        if (Feature.SERVING_AWAITS_CLOUD_PROVIDER.in(release) && taints.contains(UNINITIALIZED_TAINT)) {
            return Optional.empty();
        }
        TreeSet<String> dnsNames = new TreeSet<>();
        // By the text as given: so kubelet finds duplicates.
        Map<String, InetAddress> ipAddresses = new TreeMap<>();
        for (NodeAddress entry : addresses) {
            put(entry, release, dnsNames, ipAddresses);
        }
        boolean enough = !ipAddresses.isEmpty() || !Feature.SERVING_NEEDS_ADDRESS.in(release) && !dnsNames.isEmpty();
        if (!enough) {
            return Optional.empty();
        }
        List<InetAddress> sorted = new ArrayList<>(ipAddresses.values());
        sorted.sort(Comparator.comparing(IpText::format));
        SubjectAltNames names = SubjectAltNames.builder()
                .dnsNames(List.copyOf(dnsNames))
                .ipAddresses(sorted)
                .build();
        return Optional.of(new CertificateTemplate(node(nodeName), names));
    }

    private static void put(
            NodeAddress entry,
            KubernetesRelease release,
            TreeSet<String> dnsNames,
            Map<String, InetAddress> ipAddresses) {
        String text = entry.address();
        if (text.isEmpty()) {
            return;
        }
        Optional<InetAddress> ip = Feature.SLOPPY_ADDRESSES.in(release) ? IpText.parseSloppy(text) : IpText.parse(text);
        switch (entry.type()) {
            case HOSTNAME -> ip.ifPresentOrElse(address -> ipAddresses.put(text, address), () -> dnsNames.add(text));
            case EXTERNAL_IP, INTERNAL_IP -> ip.ifPresent(address -> ipAddresses.put(text, address));
            case EXTERNAL_DNS, INTERNAL_DNS -> dnsNames.add(text);
        }
    }

    /**
     * {@return the request for a certificate of this template, signed with the key}
     *
     * @param keyPair the key of the certificate; a kubelet makes a new one for every request
     * @throws IllegalArgumentException when the key is weaker than RSA with 2048 bits or a curve of 256 bits, or is not one
     *     that an API server accepts
     * @throws CryptoException          when the key's provider cannot sign with it
     */
    public CertificateRequest request(KeyPair keyPair) {
        return requesting(keyPair).build();
    }

    /**
     * {@return the request for a certificate of this template, signed with the key by a provider}
     *
     * @param keyPair  the key of the certificate
     * @param provider the JCA provider, which need not be registered
     * @throws IllegalArgumentException as {@link #request(KeyPair)}
     * @throws CryptoException          when the provider cannot sign with the key
     */
    public CertificateRequest request(KeyPair keyPair, Provider provider) {
        return requesting(keyPair).provider(provider).build();
    }

    private CertificateRequest.Builder requesting(KeyPair keyPair) {
        requireStrong(keyPair.getPublic());
        return CertificateRequest.builder(keyPair).subject(subject).subjectAltNames(subjectAltNames);
    }

    private static void requireStrong(PublicKey key) {
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < MINIMUM_RSA_BITS) {
            throw new IllegalArgumentException("the new key is insecure: RSA key size "
                    + rsa.getModulus().bitLength() + " bits is below the minimum of " + MINIMUM_RSA_BITS);
        }
        if (key instanceof ECKey ec && ec.getParams().getCurve().getField().getFieldSize() < MINIMUM_CURVE_BITS) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            throw new IllegalArgumentException("the new key is insecure: ECDSA key curve P-" + bits + " (" + bits
                    + " bits) is below the minimum of " + MINIMUM_CURVE_BITS);
        }
    }

    /**
     * {@return whether a certificate says all that this template wants: nothing is {@linkplain #violations missing}}
     *
     * @param certificate the certificate
     */
    public boolean isSatisfiedBy(X509Certificate certificate) {
        return violations(certificate).isEmpty();
    }

    /**
     * {@return whether a certificate says all that this template wants, to the kubelet of a release}
     *
     * @param certificate the certificate
     * @param release     the release, by which the subject is read
     */
    public boolean isSatisfiedBy(X509Certificate certificate, KubernetesRelease release) {
        return violations(certificate, release).isEmpty();
    }

    /**
     * {@return what a certificate lacks of this template; none when it satisfies the template} Their
     * {@linkplain FieldError#message() messages} are kubelet's words.
     *
     * @param certificate the certificate
     */
    public List<FieldError> violations(X509Certificate certificate) {
        return violations(certificate, KubernetesRelease.latest());
    }

    /**
     * {@return what a certificate lacks of this template to the kubelet of a release; none when it satisfies the template}
     *
     * @param certificate the certificate
     * @param release     the release, by which the subject is read
     */
    public List<FieldError> violations(X509Certificate certificate, KubernetesRelease release) {
        DistinguishedName present = DistinguishedName.ofSubject(certificate, release);
        SubjectAltNames names = SubjectAltNames.of(certificate);
        List<FieldError> missing = new ArrayList<>();
        if (!present.commonName().equals(subject.commonName())) {
            missing.add(missing(
                    "subject",
                    "Current certificate CN (" + present.commonName() + ") does not match requested CN ("
                            + subject.commonName() + ")"));
        }
        addMissing(missing, "subjectAltNames", "DNS names", subjectAltNames.dnsNames(), names.dnsNames());
        addMissing(
                missing, "subjectAltNames", "IP addresses", subjectAltNames.ipAddressTexts(), names.ipAddressTexts());
        addMissing(missing, "subject", "orgs", subject.organizations(), present.organizations());
        return List.copyOf(missing);
    }

    private static FieldError missing(String field, String message) {
        return new FieldError(Location.of(field), FieldError.Type.INVALID, message);
    }

    private static void addMissing(
            List<FieldError> missing, String field, String what, List<String> wanted, List<String> present) {
        TreeSet<String> rest = new TreeSet<>(wanted);
        present.forEach(rest::remove);
        if (!rest.isEmpty()) {
            missing.add(missing(
                    field, "Current certificate is missing requested " + what + " [" + String.join(" ", rest) + "]"));
        }
    }

    /** Subject and names. */
    @Override
    public String toString() {
        return "CertificateTemplate[" + subject + ", " + subjectAltNames + "]";
    }
}
