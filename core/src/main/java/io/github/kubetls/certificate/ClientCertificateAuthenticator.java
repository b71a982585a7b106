package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Authenticator;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Authenticates client certificates as kube-apiserver does with {@code --client-ca-file}: the common name of the subject is
 * the username, its organizations are the groups.
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

    private final List<CertificateView> roots;

    private ClientCertificateAuthenticator(List<X509Certificate> roots) {
        this.roots = roots.stream().map(CertificateView::new).toList();
    }

    /**
     * {@return an authenticator that trusts several CAs}
     *
     * @param authorities the CAs; with none, every certificate is rejected
     */
    public static ClientCertificateAuthenticator of(List<X509Certificate> authorities) {
        return new ClientCertificateAuthenticator(authorities);
    }

    /**
     * {@return an authenticator that trusts one CA}
     *
     * @param authority the CA
     */
    public static ClientCertificateAuthenticator of(CertificateAuthority authority) {
        return of(List.of(authority.certificate()));
    }

    /**
     * {@return an authenticator that trusts the CAs of a bundle}
     *
     * @param pem PEM text with at least one certificate
     * @throws InvalidFormatException as {@link Pem#parseCertificates}
     */
    public static ClientCertificateAuthenticator parse(String pem) {
        return of(Pem.parseCertificates(pem));
    }

    /**
     * {@return an authenticator that trusts the CAs of a file}
     *
     * @param file {@code --client-ca-file}
     * @throws IOException            when the file cannot be read
     * @throws InvalidFormatException as {@link Pem#parseCertificates}
     */
    public static ClientCertificateAuthenticator read(Path file) throws IOException {
        return parse(Pem.read(file));
    }

    /**
     * Authenticates a client certificate.
     *
     * @param presented what the request presents; the client certificate first, then those that lead to its CA
     * @param now       the time of the request
     * @return the user; a rejection, in the words of the API server's log, with code {@code CA_UNKNOWN},
     *     {@code CERTIFICATE_EXPIRED}, {@code CERTIFICATE_NOT_YET_VALID}, {@code SIGNATURE_CHECKS_EXCESSIVE},
     *     {@code CERTIFICATE_USAGE_MISMATCH}, {@code EXTENSION_UNSUPPORTED}, {@code CA_FLAG_MISSING},
     *     {@code INTERMEDIATES_EXCESSIVE}, {@code NAME_CONSTRAINTS_UNSUPPORTED} or {@code CERTIFICATE_INVALID};
     *     {@code NotPresented} without a certificate, or for one without common name
     */
    @Override
    public Authentication authenticate(Credentials presented, Instant now) {
        if (presented.clientCertificate().isEmpty()) {
            return Authentication.notPresented();
        }
        List<CertificateView> chain;
        try {
            chain = presented.clientCertificate().stream()
                    .map(CertificateView::new)
                    .toList();
        } catch (CryptoException e) {
            return Authentication.rejected("CERTIFICATE_INVALID", e.getMessage());
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
        return Authentication.authenticated(UserInfo.builder(subject.commonName())
                .groups(subject.organizations())
                .build());
    }
}
