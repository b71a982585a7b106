package io.github.kubetls.token;

import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Authenticator;
import io.github.kubetls.access.BearerToken;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Authenticates bootstrap tokens against the Secrets of a cluster, as kube-apiserver does with
 * {@code --enable-bootstrap-token-auth}.
 *
 * <p>A token that passes all nine checks stands for {@code system:bootstrap:<id>} in {@code system:bootstrappers} and the
 * extra groups of its Secret. Otherwise the {@link Reason} names the first check that failed. A cluster tells its clients
 * none of this: they see 401. No answer contains any part of the presented token.
 *
 * <pre>{@code
 * BootstrapTokenAuthenticator tokens = BootstrapTokenAuthenticator.of(Secret.parseAll(yaml));
 * BootstrapTokenAuthenticator.Result result = tokens.authenticate(presented, Instant.now());
 * }</pre>
 *
 * <p>The API server caches a success for ten seconds, so a token that was deleted or has expired may work a little longer
 * there than here.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/">Authenticating with Bootstrap
 *     Tokens</a>
 */
public final class BootstrapTokenAuthenticator implements Authenticator {

    static final String USER_NAME_PREFIX = "system:bootstrap:";

    /** Why a token does not authenticate, in the order of the checks. */
    public enum Reason {
        /** The text is not a bootstrap token; other authenticators may know it. */
        TOKEN_INVALID("is not a bootstrap token"),
        /** There is no Secret for the token's id. */
        TOKEN_ID_UNKNOWN("there is no Secret bootstrap-token-<id> in kube-system"),
        /** The Secret is being deleted. */
        SECRET_DELETED("the Secret is being deleted"),
        /** The Secret is of another type, or has no data. */
        SECRET_TYPE_MISMATCH("the Secret is not of type " + BootstrapTokenSecret.TYPE + ", or has no data"),
        /** The token's secret is another one. */
        TOKEN_SECRET_MISMATCH("the token's secret is not the Secret's token-secret"),
        /** The Secret's {@code token-id} is another one than its name says. */
        TOKEN_ID_MISMATCH("the Secret's token-id is not the id in its name"),
        /** The expiration is reached, or is not a time in RFC 3339 form. */
        TOKEN_EXPIRED("the token has expired, or its expiration is not an RFC 3339 time"),
        /** The usage {@code authentication} is not on. */
        AUTHENTICATION_USAGE_MISSING("usage-bootstrap-authentication is not true"),
        /** An extra group is not one that a bootstrap token may have. */
        GROUPS_INVALID("an entry of auth-extra-groups does not match " + TokenRules.GROUP_PATTERN);

        private final String rule;

        Reason(String rule) {
            this.rule = rule;
        }

        /** {@return the reason in words, without anything that was presented} */
        public String description() {
            return rule;
        }
    }

    /** The answer to a presented token. */
    public sealed interface Result {

        /**
         * The token is good.
         *
         * @param user whom it stands for, without {@code system:authenticated}
         */
        record Authenticated(UserInfo user) implements Result {}

        /**
         * The token is bad.
         *
         * @param reason the first check that failed
         */
        record Refused(Reason reason) implements Result {}
    }

    private final Function<String, Optional<Secret>> lookup;

    private BootstrapTokenAuthenticator(Function<String, Optional<Secret>> lookup) {
        this.lookup = lookup;
    }

    /**
     * {@return an authenticator for a fixed set of Secrets}
     *
     * @param secrets Secrets of any type and namespace, of which those in {@code kube-system} count; of several with
     *     one name, the first
     */
    public static BootstrapTokenAuthenticator of(List<Secret> secrets) {
        Map<String, Secret> byName = new HashMap<>();
        for (Secret secret : secrets) {
            if (secret.metadata().namespace().equals(BootstrapTokenSecret.NAMESPACE)) {
                byName.putIfAbsent(secret.metadata().name(), secret);
            }
        }
        return of(name -> Optional.ofNullable(byName.get(name)));
    }

    /**
     * {@return an authenticator for a fixed set of Secrets}
     *
     * @param secrets Secrets, of which those in {@code kube-system} count; of several with one name, the first
     */
    public static BootstrapTokenAuthenticator of(BootstrapTokenSecret... secrets) {
        return of(Arrays.stream(secrets).map(BootstrapTokenSecret::secret).toList());
    }

    /**
     * {@return an authenticator for Secrets that are looked up when needed}
     *
     * @param lookup finds a Secret in {@code kube-system} by its name; what it throws is passed on
     */
    public static BootstrapTokenAuthenticator of(Function<String, Optional<Secret>> lookup) {
        return new BootstrapTokenAuthenticator(lookup);
    }

    /**
     * {@return the user of a presented token, or the first check that failed}
     *
     * @param presented what was presented; any text
     * @param now       the time of the request
     */
    public Result authenticate(String presented, Instant now) {
        return BootstrapToken.find(presented)
                .map(token -> authenticate(token, now))
                .orElseGet(() -> new Result.Refused(Reason.TOKEN_INVALID));
    }

    /**
     * {@return the user of a presented token, or the first check that failed}
     *
     * @param token the token that was presented
     * @param now   the time of the request
     */
    public Result authenticate(BootstrapToken token, Instant now) {
        Optional<Secret> found = lookup.apply(token.secretName());
        if (found.isEmpty()) {
            return new Result.Refused(Reason.TOKEN_ID_UNKNOWN);
        }
        Secret secret = found.get();
        Optional<Reason> refusal = firstFailure(token, secret, now);
        if (refusal.isPresent()) {
            return new Result.Refused(refusal.get());
        }
        List<String> extraGroups = TokenRules.extraGroups(secret);
        return extraGroups.stream().allMatch(TokenRules::isExtraGroup)
                ? new Result.Authenticated(TokenRules.user(token, extraGroups))
                : new Result.Refused(Reason.GROUPS_INVALID);
    }

    /** Checks 3 to 8. */
    private static Optional<Reason> firstFailure(BootstrapToken token, Secret secret, Instant now) {
        if (secret.metadata().deletionTimestamp().isPresent()) {
            return Optional.of(Reason.SECRET_DELETED);
        }
        if (!secret.type().equals(BootstrapTokenSecret.TYPE) || !secret.hasData()) {
            return Optional.of(Reason.SECRET_TYPE_MISMATCH);
        }
        byte[] expected = secret.value(TokenRules.TOKEN_SECRET).orElse(new byte[0]);
        if (!MessageDigest.isEqual(expected, token.secret().getBytes(StandardCharsets.US_ASCII))) {
            return Optional.of(Reason.TOKEN_SECRET_MISMATCH);
        }
        if (!secret.text(TokenRules.TOKEN_ID).equals(token.id())) {
            return Optional.of(Reason.TOKEN_ID_MISMATCH);
        }
        if (TokenRules.isExpired(secret, now)) {
            return Optional.of(Reason.TOKEN_EXPIRED);
        }
        if (!TokenRules.isOn(secret, TokenUsage.AUTHENTICATION)) {
            return Optional.of(Reason.AUTHENTICATION_USAGE_MISSING);
        }
        return Optional.empty();
    }

    /**
     * {@return the user of a request's bearer token, why the token is bad, or that none was presented}
     *
     * @param presented what the request presents
     * @param now       the time of the request
     */
    @Override
    public Authentication authenticate(Credentials presented, Instant now) {
        Optional<BearerToken> token = presented.bearerToken();
        if (token.isEmpty()) {
            return Authentication.notPresented();
        }
        Result result = authenticate(token.get().value(), now);
        if (result instanceof Result.Authenticated authenticated) {
            return Authentication.authenticated(authenticated.user());
        }
        Reason reason = ((Result.Refused) result).reason();
        return Authentication.rejected(reason.name(), reason.description());
    }
}
