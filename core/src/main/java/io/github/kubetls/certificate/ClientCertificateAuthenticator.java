package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Authenticator;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Authenticates client certificates as kube-apiserver does with {@code --client-ca-file}: the common name of the subject is
 * the username, its organizations are the groups. From 1.32 on the user has the extra attribute
 * {@code authentication.kubernetes.io/credential-id}: {@code X509SHA256=} and the SHA-256 of the certificate. From 1.33 on
 * the attribute 1.3.6.1.4.1.57683.2 of the subject is the uid.
 *
 * <p>The certificate must lead to one of the CAs, through the certificates that are presented with it: issuers are compared
 * byte by byte, all certificates must be valid at the time, and none may exclude client authentication. There is no revocation:
 * a client certificate counts until it expires. A certificate without a common name stands for nobody, and the request goes on
 * as if none had been presented.
 *
 * <pre>{@code
 * Authentication answer =
 *     ClientCertificateAuthenticator.of(ca).authenticate(Credentials.clientCertificate(chain), now);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates">X.509
 *     client certificates</a>
 */
public final class ClientCertificateAuthenticator implements Authenticator {

    private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

    /** An attribute of the subject that Kubernetes has defined. */
    private static final String UID = "1.3.6.1.4.1.57683.2";

    private final List<CertificateView> roots;
    private final KubernetesRelease release;

    private ClientCertificateAuthenticator(List<X509Certificate> roots, KubernetesRelease release) {
        this.roots =
                roots.stream().map(root -> new CertificateView(root, release)).toList();
        this.release = release;
    }

    /**
     * {@return an authenticator of the latest release that trusts several CAs}
     *
     * @param authorities the CAs; with none, every certificate is rejected
     */
    public static ClientCertificateAuthenticator of(List<X509Certificate> authorities) {
        return of(authorities, KubernetesRelease.latest());
    }

    /**
     * {@return an authenticator that trusts several CAs}
     *
     * @param authorities the CAs; with none, every certificate is rejected
     * @param release     the release of the API server
     */
    public static ClientCertificateAuthenticator of(List<X509Certificate> authorities, KubernetesRelease release) {
        return new ClientCertificateAuthenticator(authorities, release);
    }

    /**
     * {@return an authenticator of the latest release that trusts one CA}
     *
     * @param authority the CA
     */
    public static ClientCertificateAuthenticator of(CertificateAuthority authority) {
        return of(authority, KubernetesRelease.latest());
    }

    /**
     * {@return an authenticator that trusts one CA}
     *
     * @param authority the CA
     * @param release   the release of the API server
     */
    public static ClientCertificateAuthenticator of(CertificateAuthority authority, KubernetesRelease release) {
        return of(List.of(authority.certificate()), release);
    }

    /**
     * {@return an authenticator of the latest release that trusts the CAs of a bundle}
     *
     * @param pem PEM text with at least one certificate
     * @throws InvalidFormatException as {@link Pem#parseCertificates}
     */
    public static ClientCertificateAuthenticator parse(String pem) {
        return parse(pem, KubernetesRelease.latest());
    }

    /**
     * {@return an authenticator that trusts the CAs of a bundle}
     *
     * @param pem     PEM text with at least one certificate
     * @param release the release of the API server
     * @throws InvalidFormatException as {@link Pem#parseCertificates}
     */
    public static ClientCertificateAuthenticator parse(String pem, KubernetesRelease release) {
        return of(Pem.parseCertificates(pem, release), release);
    }

    /**
     * {@return an authenticator of the latest release that trusts the CAs of a file}
     *
     * @param file {@code --client-ca-file}
     * @throws IOException            when the file cannot be read
     * @throws InvalidFormatException as {@link Pem#parseCertificates}
     */
    public static ClientCertificateAuthenticator read(Path file) throws IOException {
        return read(file, KubernetesRelease.latest());
    }

    /**
     * {@return an authenticator that trusts the CAs of a file}
     *
     * @param file    {@code --client-ca-file}
     * @param release the release of the API server
     * @throws IOException            when the file cannot be read
     * @throws InvalidFormatException as {@link Pem#parseCertificates}
     */
    public static ClientCertificateAuthenticator read(Path file, KubernetesRelease release) throws IOException {
        return Pem.parse(Pem.read(file), Location.ofSource(file.toString()), pem -> parse(pem, release));
    }

    /**
     * Authenticates a client certificate.
     *
     * @param presented what the request presents; the client certificate first, then those that lead to its CA
     * @param now       the time of the request
     * @return the user; a rejection, in the words of the API server's log, with code {@code CA_UNKNOWN},
     *     {@code CERTIFICATE_EXPIRED}, {@code CERTIFICATE_NOT_YET_VALID}, {@code SIGNATURE_CHECKS_EXCESSIVE},
     *     {@code CERTIFICATE_USAGE_MISMATCH}, {@code EXTENSION_UNSUPPORTED},
     *     {@code CA_FLAG_MISSING}, {@code INTERMEDIATES_EXCESSIVE}, {@code NAME_FORBIDDEN}, {@code NAMES_EXCESSIVE},
     *     {@code CERTIFICATE_INVALID}, {@code CERTIFICATE_UID_DUPLICATE} or {@code CERTIFICATE_UID_EMPTY};
     *     {@code NotPresented} without a certificate, or for one without common name
     */
    @Override
    public Authentication authenticate(Credentials presented, Instant now) {
        if (presented.clientCertificate().isEmpty()) {
            return Authentication.notPresented();
        }
        List<CertificateView> chain = new ArrayList<>();
        try {
            for (X509Certificate certificate : presented.clientCertificate()) {
                // Whoever made the object may have passed over what no API server takes.
                CertificateReader.check(certificate, release);
                chain.add(new CertificateView(certificate, release));
            }
        } catch (MalformedDer | CryptoException e) {
            return Authentication.rejected("CERTIFICATE_INVALID", String.valueOf(e.getMessage()));
        }
        CertificateView leaf = chain.get(0);
        try {
            new ChainVerifier(roots, chain.subList(1, chain.size()), now).verify(leaf);
        } catch (ChainVerifier.Refusal e) {
            return Authentication.rejected(
                    e.code(), "verifying certificate " + leaf.identity() + " failed: " + e.getMessage());
        }
        DistinguishedName subject = leaf.subject();
        if (subject.commonName().isEmpty()) {
            return Authentication.notPresented();
        }
        List<String> uids = Feature.CERTIFICATE_UIDS.in(release) ? uids(leaf, release) : List.of();
        if (uids.size() > 1) {
            return Authentication.rejected(
                    "CERTIFICATE_UID_DUPLICATE",
                    "expected 1 UID, but found multiple: [" + String.join(" ", uids) + "]");
        }
        if (uids.contains("")) {
            return Authentication.rejected("CERTIFICATE_UID_EMPTY", "UID cannot be an empty string");
        }
        UserInfo.Builder user = UserInfo.builder(subject.commonName())
                .uid(String.join("", uids))
                .groups(subject.organizations());
        if (Feature.CREDENTIAL_IDS.in(release)) {
            user.extra(Map.of(CREDENTIAL_ID, List.of("X509SHA256=" + sha256(leaf.certificate()))));
        }
        return Authentication.authenticated(user.build());
    }

    private static List<String> uids(CertificateView certificate, KubernetesRelease release) {
        List<String> uids = new ArrayList<>();
        try {
            DerInput names = new DerInput(certificate.encodedSubject()).sequence("");
            while (!names.isEmpty()) {
                DerInput set = names.set("");
                while (!set.isEmpty()) {
                    DerInput attribute = set.sequence("");
                    if (attribute.objectIdentifier().equals(UID)) {
                        uids.add(DistinguishedNameReader.stringInCertificate(attribute.any(), release));
                    }
                }
            }
        } catch (MalformedDer e) {
            throw new CryptoException("could not read the subject of a certificate: " + e.getMessage(), e);
        }
        return uids;
    }

    private static String sha256(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new CryptoException("could not compute the SHA-256 of a certificate", e);
        }
    }
}
