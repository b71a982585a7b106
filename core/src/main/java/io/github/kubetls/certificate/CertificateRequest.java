package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.internal.text.TextKind;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Provider;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS#10 certification request (RFC 2986): a subject, names and a public key, signed with the private key.
 *
 * <p>What is built is byte for byte what Kubernetes builds; what is read is read with the strictness of the API server, and
 * its signature has been verified. A key pair that is none is refused when a request is built. Key usages are not part of the
 * request: Kubernetes takes them from {@code spec.usages} and ignores all requested extensions but subjectAltName.
 *
 * <pre>{@code
 * CertificateRequest request = CertificateRequest.kubeletClient("worker-1", keyPair);
 * String pem = request.toPem();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/">Certificates and
 *     Certificate Signing Requests</a>
 */
public final class CertificateRequest {

    private final Pkcs10 request;

    private CertificateRequest(Pkcs10 request) {
        this.request = request;
    }

    /**
     * {@return the signed request for a node's client certificate: {@code O=system:nodes, CN=system:node:<name>},
     * without alternative names}
     *
     * @param nodeName the node's name
     * @param keyPair  the node's key pair
     * @throws IllegalArgumentException when the node's name is empty, or no API server accepts the key pair
     * @throws CryptoException          when the provider cannot sign with the key
     */
    public static CertificateRequest kubeletClient(String nodeName, KeyPair keyPair) {
        return node(nodeName, keyPair).build();
    }

    /**
     * {@return the signed request for a node's client certificate, as {@link #kubeletClient(String, KeyPair)} makes it, with
     * a provider that computes the signature}
     *
     * @param nodeName the node's name
     * @param keyPair  the node's key pair
     * @param provider the JCA provider, which need not be registered
     * @throws IllegalArgumentException when the node's name is empty, or no API server accepts the key pair
     * @throws CryptoException          when the provider cannot sign with the key
     */
    public static CertificateRequest kubeletClient(String nodeName, KeyPair keyPair, Provider provider) {
        return node(nodeName, keyPair).provider(provider).build();
    }

    /**
     * {@return the signed request for a node's serving certificate: {@code O=system:nodes, CN=system:node:<name>}, with
     * the node's names and addresses}
     *
     * @param nodeName        the node's name
     * @param subjectAltNames the node's names and addresses; Kubernetes wants a DNS name or an IP address
     * @param keyPair         the node's key pair
     * @throws IllegalArgumentException when the node's name is empty, or no API server accepts the key pair
     * @throws CryptoException          when the provider cannot sign with the key
     */
    public static CertificateRequest kubeletServing(String nodeName, SubjectAltNames subjectAltNames, KeyPair keyPair) {
        return node(nodeName, keyPair).subjectAltNames(subjectAltNames).build();
    }

    /**
     * {@return the signed request for a node's serving certificate, as
     * {@link #kubeletServing(String, SubjectAltNames, KeyPair)} makes it, with a provider that computes the signature}
     *
     * @param nodeName        the node's name
     * @param subjectAltNames the node's names and addresses
     * @param keyPair         the node's key pair
     * @param provider        the JCA provider, which need not be registered
     * @throws IllegalArgumentException when the node's name is empty, or no API server accepts the key pair
     * @throws CryptoException          when the provider cannot sign with the key
     */
    public static CertificateRequest kubeletServing(
            String nodeName, SubjectAltNames subjectAltNames, KeyPair keyPair, Provider provider) {
        return node(nodeName, keyPair)
                .subjectAltNames(subjectAltNames)
                .provider(provider)
                .build();
    }

    private static Builder node(String nodeName, KeyPair keyPair) {
        if (nodeName.isEmpty()) {
            throw new IllegalArgumentException("the node's name is empty");
        }
        return builder(keyPair)
                .subject(DistinguishedName.of(UserInfo.NODE_NAME_PREFIX + nodeName, UserInfo.NODES_GROUP));
    }

    /**
     * {@return a builder of a request for any subject}
     *
     * @param keyPair the key pair; the private key may be one that cannot leave its provider
     */
    public static Builder builder(KeyPair keyPair) {
        return new Builder(keyPair);
    }

    /**
     * {@return a request as the API server reads it: the first PEM block that decodes decides, and must be labelled
     * {@code CERTIFICATE REQUEST}; anything around and after it is ignored} The signature is verified.
     *
     * @param pem PEM text
     * @throws InvalidFormatException with code {@code REQUEST_MISSING} when the first block is not a request,
     *     {@code REQUEST_INVALID} when it does not parse, {@code REQUEST_SIGNATURE_INVALID} when its signature is wrong or
     *     of a kind that is not accepted; the rule is in the words of the API server
     */
    public static CertificateRequest parse(String pem) {
        return parse(pem, KubernetesRelease.latest());
    }

    /**
     * {@return a request as the API server of a release reads it} Since 1.33 small RSA keys are refused, 1.36 reads
     * TeletexStrings and URIs otherwise than before, and up to 1.37 ML-DSA is not known.
     *
     * @param pem     PEM text
     * @param release the release of the API server
     * @throws InvalidFormatException as {@link #parse(String)}
     */
    public static CertificateRequest parse(String pem, KubernetesRelease release) {
        return of(RequestBlock.of(pem, false, release), null, release);
    }

    /**
     * {@return a request as the API server reads it, with its signature verified by a provider of the caller's choice}
     *
     * @param pem      PEM text
     * @param provider the JCA provider, which need not be registered
     * @throws InvalidFormatException as {@link #parse(String)}
     * @throws CryptoException        when the provider does not know the algorithm
     */
    public static CertificateRequest parse(String pem, Provider provider) {
        return parse(pem, provider, KubernetesRelease.latest());
    }

    /**
     * {@return a request as the API server of a release reads it, with its signature verified by a provider of the caller's
     * choice}
     *
     * @param pem      PEM text
     * @param provider the JCA provider, which need not be registered
     * @param release  the release of the API server
     * @throws InvalidFormatException as {@link #parse(String)}
     * @throws CryptoException        when the provider does not know the algorithm
     */
    public static CertificateRequest parse(String pem, Provider provider, KubernetesRelease release) {
        return of(RequestBlock.of(pem, false, release), provider, release);
    }

    /**
     * {@return a request of another tool, as {@link #parse(String)} reads it, but with the label
     * {@code NEW CERTIFICATE REQUEST} of {@code keytool} allowed} {@link #toPem()} then has the label that the API
     * server accepts.
     *
     * @param pem PEM text
     * @throws InvalidFormatException as {@link #parse(String)}
     */
    public static CertificateRequest parseForeign(String pem) {
        return parseForeign(pem, KubernetesRelease.latest());
    }

    /**
     * {@return a request of another tool, as {@link #parseForeign(String)} reads it, by the rules of a release}
     *
     * @param pem     PEM text
     * @param release the release of the API server that the request is for
     * @throws InvalidFormatException as {@link #parse(String)}
     */
    public static CertificateRequest parseForeign(String pem, KubernetesRelease release) {
        return of(RequestBlock.of(pem, true, release), null, release);
    }

    /**
     * {@return a request without its PEM armour}
     *
     * @param der the bytes of the request, and nothing else
     * @throws InvalidFormatException with code {@code REQUEST_INVALID} or {@code REQUEST_SIGNATURE_INVALID}
     */
    public static CertificateRequest parseDer(byte[] der) {
        return parseDer(der, KubernetesRelease.latest());
    }

    /**
     * {@return a request without its PEM armour, as the API server of a release reads it}
     *
     * @param der     the bytes of the request, and nothing else
     * @param release the release of the API server
     * @throws InvalidFormatException as {@link #parseDer(byte[])}
     */
    public static CertificateRequest parseDer(byte[] der, KubernetesRelease release) {
        try {
            return of(der.clone(), null, release);
        } catch (InvalidFormatException e) {
            String kind = TextKind.of(der).orElse("DER");
            if (kind.startsWith("DER") || der.length == 0) {
                throw e;
            }
            throw new InvalidFormatException(e.code(), e.location(), e.rule() + ": found " + kind);
        }
    }

    /**
     * {@return the request of a file in PEM}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read
     * @throws InvalidFormatException as {@link #parse(String)}
     */
    public static CertificateRequest read(Path file) throws IOException {
        return read(file, KubernetesRelease.latest());
    }

    /**
     * {@return the request of a file in PEM, as the API server of a release reads it}
     *
     * @param file    the file
     * @param release the release of the API server
     * @throws IOException            when the file cannot be read
     * @throws InvalidFormatException as {@link #parse(String, KubernetesRelease)}
     */
    public static CertificateRequest read(Path file, KubernetesRelease release) throws IOException {
        return Pem.parse(Pem.read(file), Location.ofSource(file.toString()), pem -> parse(pem, release));
    }

    /**
     * {@return this request as the API server of another release reads it} Its signature has been verified, and is not
     * verified again.
     *
     * @param release the release of the API server
     * @throws InvalidFormatException as {@link #parseDer(byte[], KubernetesRelease)}
     */
    public CertificateRequest readBy(KubernetesRelease release) {
        return request.release().equals(release) ? this : read(() -> request.readBy(release));
    }

    private static CertificateRequest of(byte[] der, @Nullable Provider provider, KubernetesRelease release) {
        return read(() -> Pkcs10.read(der, provider, release));
    }

    @FunctionalInterface
    private interface Reading {
        Pkcs10 run() throws MalformedDer, BadSignature;
    }

    private static CertificateRequest read(Reading reading) {
        try {
            return new CertificateRequest(reading.run());
        } catch (BadSignature e) {
            throw new InvalidFormatException("REQUEST_SIGNATURE_INVALID", Location.none(), e.getMessage());
        } catch (MalformedDer e) {
            throw new InvalidFormatException("REQUEST_INVALID", Location.none(), e.getMessage());
        }
    }

    /** {@return the attributes of the subject that Kubernetes reads} */
    public DistinguishedName subject() {
        return request.subject();
    }

    /** {@return the requested names of the kinds that Kubernetes reads} */
    public SubjectAltNames subjectAltNames() {
        return request.names();
    }

    /** {@return the public key} */
    public PublicKey publicKey() {
        return Crypto.publicKey(request.publicKey());
    }

    /** {@return the SubjectPublicKeyInfo of the key, as Kubernetes encodes it; a copy of the bytes} */
    public byte[] publicKeyInfo() {
        return request.publicKey().encoded();
    }

    PublicKeyInfo subjectPublicKeyInfo() {
        return request.publicKey();
    }

    /** {@return the algorithm of the signature by its name in JCA, such as {@code SHA256withECDSA}} */
    public String signatureAlgorithm() {
        return request.signatureAlgorithm();
    }

    /**
     * {@return why an API server that knows its algorithm would refuse the signature if the request had another key, in its
     * words; none when that key made it} Of its own key there are none: a request with a wrong signature is not read.
     *
     * @param key the key
     * @throws IllegalArgumentException when no API server accepts the key
     */
    public List<FieldError> violations(PublicKey key) {
        return violations(key, Feature.ML_DSA_REQUESTS.first());
    }

    /**
     * {@return why the API server of a release would refuse the signature if the request had another key}
     *
     * @param key     the key
     * @param release the release
     * @throws IllegalArgumentException when no API server accepts the key
     */
    public List<FieldError> violations(PublicKey key, KubernetesRelease release) {
        try {
            request.verify(PublicKeyReader.whole(PublicKeyReader.encoded(key)), null, release);
            return List.of();
        } catch (BadSignature e) {
            return List.of(new FieldError(Location.none(), FieldError.Type.INVALID, e.getMessage()));
        } catch (MalformedDer e) {
            throw new IllegalArgumentException("no API server accepts the key: " + e.getMessage(), e);
        }
    }

    /**
     * {@return the usages of a requested keyUsage and extendedKeyUsage, usually none} Kubernetes ignores them; other
     * signers may not.
     */
    public List<KeyUsage> requestedUsages() {
        return request.usages();
    }

    /**
     * {@return what is legal but unwise: {@code KEY_INSECURE}, {@code SIGNATURE_ALGORITHM_INSECURE}, {@code SUBJECT_INVALID},
     * {@code NODE_NAME_INVALID} for a node's request whose name no Node can have, and, of severity INFO, what a signer of
     * Kubernetes leaves out without a word:
     * {@code EXTENSION_IGNORED}, {@code ATTRIBUTE_IGNORED}, {@code SUBJECT_ALT_NAME_IGNORED} for a name of another kind,
     * {@code CRITICALITY_IGNORED}, {@code SUBJECT_ATTRIBUTE_IGNORED} and {@code SUBJECT_ENCODING_IGNORED}}
     */
    public List<Finding> findings() {
        return findings(KubernetesRelease.latest());
    }

    /**
     * {@return the findings of {@link #findings()} for a release, which refuses keys of its own}
     *
     * @param release the release of the API server
     */
    public List<Finding> findings(KubernetesRelease release) {
        List<Finding> findings = new ArrayList<>(KeyAlgorithm.findings(publicKey(), release));
        if (signatureAlgorithm().startsWith("SHA1")) {
            findings.add(Finding.warning(
                    "SIGNATURE_ALGORITHM_INSECURE",
                    Location.none(),
                    "the request is signed with " + signatureAlgorithm(),
                    "sign it with SHA-256 or better"));
        }
        if (!subject().isText()) {
            findings.add(Finding.error(
                    "SUBJECT_INVALID",
                    Location.of("subject"),
                    "a value of the subject is not valid UTF-8: before 1.36 such a request is accepted, but never signed",
                    "make a new request with UTF8String values"));
        }
        nodeName()
                .filter(name -> !NameRules.subdomain(name).isEmpty())
                .ifPresent(name -> findings.add(Finding.error(
                        "NODE_NAME_INVALID",
                        Location.of("subject"),
                        "no Node can have the name " + shown(name) + ": it is not a DNS subdomain in lower case",
                        "ask with the name that the kubelet registers its Node with, such as worker-1")));
        findings.addAll(request.dropped());
        return findings;
    }

    private static String shown(String name) {
        return GoText.quote(
                        name.length() <= NameRules.MAX_SUBDOMAIN ? name : name.substring(0, NameRules.MAX_SUBDOMAIN))
                + (name.length() <= NameRules.MAX_SUBDOMAIN ? "" : " and so on");
    }

    /** The name of the node that asks; empty when the request is not that of a node. */
    private Optional<String> nodeName() {
        String user = subject().commonName();
        return user.startsWith(UserInfo.NODE_NAME_PREFIX)
                        && subject().organizations().contains(UserInfo.NODES_GROUP)
                ? Optional.of(user.substring(UserInfo.NODE_NAME_PREFIX.length()))
                : Optional.empty();
    }

    /** {@return a copy of the encoded request} */
    public byte[] toDer() {
        return request.der().clone();
    }

    /** {@return the request as one PEM block {@code CERTIFICATE REQUEST}, which the API server accepts} */
    public String toPem() {
        return Pem.Block.of(Pem.CERTIFICATE_REQUEST, request.der()).toPem();
    }

    /**
     * Writes the request as a PEM block of type {@code CERTIFICATE REQUEST}, with mode 0644, replacing an existing file.
     *
     * @param file the file; missing parent directories are created
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public void write(Path file) throws IOException {
        AtomicFiles.write(file, toPem().getBytes(StandardCharsets.US_ASCII), AtomicFiles.READABLE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateRequest that && Arrays.equals(request.der(), that.request.der());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(request.der());
    }

    /** Subject and names. */
    @Override
    public String toString() {
        return "CertificateRequest[" + subject() + ", " + subjectAltNames() + "]";
    }

    /** Collects the parts of a {@link CertificateRequest}. */
    public static final class Builder {
        private final KeyPair keyPair;
        private DistinguishedName subject = DistinguishedName.empty();
        private SubjectAltNames subjectAltNames = SubjectAltNames.none();
        private @Nullable Provider provider;

        private Builder(KeyPair keyPair) {
            this.keyPair = Objects.requireNonNull(keyPair, "keyPair");
        }

        /**
         * {@return this builder, with the subject}
         *
         * @param subject the subject; empty for none
         */
        public Builder subject(DistinguishedName subject) {
            this.subject = Objects.requireNonNull(subject, "subject");
            return this;
        }

        /**
         * {@return this builder, with the names}
         *
         * @param names the names
         */
        public Builder subjectAltNames(SubjectAltNames names) {
            this.subjectAltNames = Objects.requireNonNull(names, "names");
            return this;
        }

        /**
         * {@return this builder, with the provider that computes the signature} Otherwise Bouncy Castle does for ECDSA,
         * Ed25519 and ML-DSA, the JDK for RSA and for the first operations of a JVM with ECDSA, and the key's own provider
         * for a key that cannot leave it.
         *
         * @param provider the JCA provider, which need not be registered
         */
        public Builder provider(Provider provider) {
            this.provider = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /**
         * {@return the request, signed with the algorithm that Kubernetes uses for the key, after a check that the pair is one}
         *
         * @throws IllegalArgumentException when no API server accepts the key, or private and public key do not belong
         *     together
         * @throws CryptoException          when the provider cannot sign with the key
         */
        public CertificateRequest build() {
            return new CertificateRequest(Pkcs10.build(keyPair, subject, subjectAltNames, provider));
        }
    }
}
