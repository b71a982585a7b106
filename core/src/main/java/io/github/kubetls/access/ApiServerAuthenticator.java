package io.github.kubetls.access;

import java.time.Instant;
import java.util.Objects;

/**
 * Authenticates a request as kube-apiserver does: client certificate, then token file, then bootstrap tokens, then
 * anonymous.
 *
 * <p>The order does not depend on the order of the builder's calls. The first success wins, so a bootstrap token that
 * is also in the token file stands for the user of the file. Every authenticated user gets {@code system:authenticated}
 * ({@link UserInfo#authenticated()}). Only a request without any credential becomes anonymous; a credential that nobody
 * accepts is rejected. A bearer token that no part recognizes is rejected too, with the code {@code TOKEN_UNKNOWN}.
 *
 * <pre>{@code
 * ApiServerAuthenticator apiServer = ApiServerAuthenticator.builder()
 *     .clientCertificates(ClientCertificateAuthenticator.of(clientCa))
 *     .tokenFile(TokenFile.read(Path.of("token.csv")))
 *     .bootstrapTokens(BootstrapTokenAuthenticator.of(secrets))
 *     .build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#authentication-strategies">
 *     Authentication strategies</a>
 */
public final class ApiServerAuthenticator implements Authenticator {

    private static final Authenticator NOBODY = (presented, now) -> Authentication.notPresented();

    private final Authenticator chain;
    private final boolean anonymous;

    private ApiServerAuthenticator(Builder builder) {
        this.chain = Authenticator.inOrder(builder.clientCertificates, builder.tokenFile, builder.bootstrapTokens);
        this.anonymous = builder.anonymous;
    }

    /** {@return a builder of an authenticator that knows only the anonymous user} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Authenticates a request.
     *
     * @param presented what the request presents
     * @param now       the time of the request
     * @return the user, with {@code system:authenticated} or as {@code system:anonymous}; the reasons when the request is to
     *     be answered with 401; {@code NotPresented} when nothing was presented and anonymous requests are off, which is 401
     *     too
     */
    @Override
    public Authentication authenticate(Credentials presented, Instant now) {
        Authentication answer = chain.authenticate(presented, now);
        if (answer instanceof Authentication.Authenticated authenticated) {
            return Authentication.authenticated(authenticated.user().authenticated());
        }
        if (answer instanceof Authentication.Rejected) {
            return answer;
        }
        if (presented.bearerToken().isPresent()) {
            return Authentication.rejected("TOKEN_UNKNOWN", "invalid bearer token");
        }
        return anonymous ? Authentication.authenticated(UserInfo.anonymous()) : answer;
    }

    /** Collects the parts of an {@link ApiServerAuthenticator}. */
    public static final class Builder {
        private Authenticator clientCertificates = NOBODY;
        private Authenticator tokenFile = NOBODY;
        private Authenticator bootstrapTokens = NOBODY;
        private boolean anonymous = true;

        private Builder() {}

        /**
         * {@return this builder, with the authenticator of client certificates ({@code --client-ca-file})}
         *
         * @param authenticator the authenticator
         */
        public Builder clientCertificates(Authenticator authenticator) {
            this.clientCertificates = Objects.requireNonNull(authenticator, "authenticator");
            return this;
        }

        /**
         * {@return this builder, with the authenticator of static tokens ({@code --token-auth-file})}
         *
         * @param authenticator the authenticator
         */
        public Builder tokenFile(Authenticator authenticator) {
            this.tokenFile = Objects.requireNonNull(authenticator, "authenticator");
            return this;
        }

        /**
         * {@return this builder, with the authenticator of bootstrap tokens ({@code --enable-bootstrap-token-auth})}
         *
         * @param authenticator the authenticator
         */
        public Builder bootstrapTokens(Authenticator authenticator) {
            this.bootstrapTokens = Objects.requireNonNull(authenticator, "authenticator");
            return this;
        }

        /**
         * {@return this builder, with whether a request without credentials is anonymous ({@code --anonymous-auth})}
         *
         * @param anonymous whether; true by default
         */
        public Builder anonymous(boolean anonymous) {
            this.anonymous = anonymous;
            return this;
        }

        /** {@return the authenticator} */
        public ApiServerAuthenticator build() {
            return new ApiServerAuthenticator(this);
        }
    }
}
