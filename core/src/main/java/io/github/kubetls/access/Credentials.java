package io.github.kubetls.access;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request presents to say who makes it: a TLS client certificate, a bearer token, both, or nothing.
 *
 * <p>None of it has been checked. {@link #toString()} shows kinds only.
 *
 * <pre>{@code
 * Credentials presented = Credentials.fromHeader(request.header("Authorization"))
 *     .withClientCertificate(session.peerCertificates());
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/">Authenticating</a>
 */
public final class Credentials {

    private static final Credentials NONE = new Credentials(List.of(), null);

    private final List<X509Certificate> clientCertificate;
    private final @Nullable BearerToken bearerToken;

    private Credentials(List<X509Certificate> clientCertificate, @Nullable BearerToken bearerToken) {
        this.clientCertificate = List.copyOf(clientCertificate);
        this.bearerToken = bearerToken;
    }

    /** {@return the credentials of a request that presents nothing} */
    public static Credentials none() {
        return NONE;
    }

    /**
     * {@return the credentials of a request with a client certificate only}
     *
     * @param chain the certificates of the TLS handshake, the client's own first; empty for none
     */
    public static Credentials clientCertificate(List<X509Certificate> chain) {
        return NONE.withClientCertificate(chain);
    }

    /**
     * {@return the credentials of a request with a bearer token only}
     *
     * @param token the token
     */
    public static Credentials bearerToken(BearerToken token) {
        return NONE.withBearerToken(token);
    }

    /**
     * {@return the credentials of a request with an {@code Authorization} header only; none when it has no bearer
     * token}
     *
     * @param header the header's value, read by {@link BearerToken#fromHeader}; any text, empty when there is no header
     */
    public static Credentials fromHeader(String header) {
        return new Credentials(List.of(), BearerToken.fromHeader(header).orElse(null));
    }

    /**
     * {@return these credentials with a client certificate}
     *
     * @param chain the certificates of the TLS handshake, the client's own first; empty for none
     */
    public Credentials withClientCertificate(List<X509Certificate> chain) {
        return new Credentials(chain, bearerToken);
    }

    /**
     * {@return these credentials with a bearer token}
     *
     * @param token the token
     */
    public Credentials withBearerToken(BearerToken token) {
        return new Credentials(clientCertificate, token);
    }

    /** {@return the client certificate, then those that were sent along; empty when none was presented} */
    public List<X509Certificate> clientCertificate() {
        return clientCertificate;
    }

    /** {@return the bearer token, or empty when none was presented} */
    public Optional<BearerToken> bearerToken() {
        return Optional.ofNullable(bearerToken);
    }

    /** The kinds of credentials, and nothing of what they are. */
    @Override
    public String toString() {
        return "Credentials["
                + (clientCertificate.isEmpty() ? "no client certificate" : "client certificate")
                + (bearerToken == null ? ", no bearer token]" : ", bearer token]");
    }
}
