package io.github.kubetls.access;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Authenticates a request as kube-apiserver does: client certificate, then token file, then bootstrap tokens, then
 * anonymous.
 *
 * <p>The order does not depend on the order of the builder's calls. The first success wins, so a bootstrap token that
 * is also in the token file stands for the user of the file. Every authenticated user gets {@code system:authenticated}
 * ({@link UserInfo#authenticated()}). Only a request without any credential becomes anonymous; a credential that nobody
 * accepts is rejected. A bearer token that no part recognizes is rejected too, with the code {@code TOKEN_UNKNOWN}.
 * Anonymous requests may be limited to some paths ({@link Builder#anonymousPaths}); then the path of a request matters.
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
    private final Set<String> anonymousPaths;

    private ApiServerAuthenticator(Builder builder) {
        this.chain = Authenticator.inOrder(builder.clientCertificates, builder.tokenFile, builder.bootstrapTokens);
        this.anonymous = builder.anonymous;
        this.anonymousPaths = Set.copyOf(builder.anonymousPaths);
    }

    /** {@return a builder of an authenticator that knows only the anonymous user} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Authenticates a request whose path is not known, which is anonymous only where every path is.
     *
     * @param presented what the request presents
     * @param now       the time of the request
     * @return as {@link #authenticate(Credentials, String, Instant)}
     */
    @Override
    public Authentication authenticate(Credentials presented, Instant now) {
        return authenticate(presented, now, anonymousPaths.isEmpty());
    }

    /**
     * Authenticates a request.
     *
     * @param presented what the request presents
     * @param path      the path of the URL, decoded, without query, as {@link java.net.URI#getPath()} gives it
     * @param now       the time of the request
     * @return the user, with {@code system:authenticated} or as {@code system:anonymous}; the reasons when the request is to
     *     be answered with 401; {@code NotPresented} when nothing was presented and the request may not be anonymous, which
     *     is 401 too
     */
    public Authentication authenticate(Credentials presented, String path, Instant now) {
        return authenticate(presented, now, anonymousPaths.isEmpty() || anonymousPaths.contains(path));
    }

    private Authentication authenticate(Credentials presented, Instant now, boolean pathMayBeAnonymous) {
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
        return anonymous && pathMayBeAnonymous ? Authentication.authenticated(UserInfo.anonymous()) : answer;
    }

    /** Collects the parts of an {@link ApiServerAuthenticator}. */
    public static final class Builder {
        private Authenticator clientCertificates = NOBODY;
        private Authenticator tokenFile = NOBODY;
        private Authenticator bootstrapTokens = NOBODY;
        private boolean anonymous = true;
        private List<String> anonymousPaths = List.of();

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

        /**
         * {@return this builder, with the only paths on which a request without credentials is anonymous ({@code
         * anonymous.conditions} of {@code --authentication-config}, Kubernetes 1.32)} A path must be equal to one of them:
         * there are no prefixes and no wildcards, and a slash at the end makes a difference. Discovery by token needs
         * {@code /api/v1/namespaces/kube-public/configmaps/cluster-info}.
         *
         * @param anonymousPaths the paths, decoded; none, as by default, for every path
         */
        public Builder anonymousPaths(String... anonymousPaths) {
            return anonymousPaths(List.of(anonymousPaths));
        }

        /**
         * {@return this builder, with the only paths on which a request without credentials is anonymous}
         *
         * @param anonymousPaths the paths, decoded; none, as by default, for every path
         */
        public Builder anonymousPaths(List<String> anonymousPaths) {
            this.anonymousPaths = List.copyOf(anonymousPaths);
            return this;
        }

        /**
         * {@return the authenticator}
         *
         * @throws IllegalArgumentException when anonymous requests are off, and paths are given for them
         */
        public ApiServerAuthenticator build() {
            if (!anonymous && !anonymousPaths.isEmpty()) {
                throw new IllegalArgumentException("paths for anonymous requests are given, and these are off");
            }
            return new ApiServerAuthenticator(this);
        }
    }
}
