package io.github.kubetls.token;

import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.manifest.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides, as the token cleaner of kube-controller-manager does, which bootstrap token Secrets are deleted and when to look
 * again.
 *
 * <p>Only type, namespace and {@code expiration} count. An expiration that is not an RFC 3339 time counts as past: a
 * typo or a line feed at its end removes the Secret within moments of its creation.
 *
 * <pre>{@code
 * if (TokenCleaner.decide(secret, now) instanceof TokenCleaner.Decision.Delete delete) {
 *     client.delete("kube-system", delete.name(), delete.uid());
 * }
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/">Authenticating with Bootstrap
 *     Tokens</a>
 */
public final class TokenCleaner {

    /** What the cleaner does with one Secret. */
    public sealed interface Decision {

        /**
         * Delete the Secret now, if it still has this uid; a Secret that is gone or has another uid is not a failure.
         *
         * @param name the Secret's name in {@code kube-system}
         * @param uid  the uid that the deletion names as its precondition; empty when the Secret has none
         */
        record Delete(String name, String uid) implements Decision {}

        /**
         * Look again when the token expires.
         *
         * @param time when that is
         */
        record CheckAgain(Instant time) implements Decision {}

        /** Leave the Secret alone: it is not a bootstrap token Secret in {@code kube-system}, or never expires. */
        record Keep() implements Decision {}
    }

    private TokenCleaner() {}

    /**
     * {@return what the cleaner does with one Secret}
     *
     * @param secret the Secret
     * @param now    the time
     */
    public static Decision decide(Secret secret, Instant now) {
        boolean concerned = secret.type().equals(BootstrapTokenSecret.TYPE)
                && secret.metadata().namespace().equals(BootstrapTokenSecret.NAMESPACE);
        if (!concerned || secret.text(TokenRules.EXPIRATION).isEmpty()) {
            return new Decision.Keep();
        }
        if (TokenRules.isExpired(secret, now)) {
            return new Decision.Delete(
                    secret.metadata().name(), secret.metadata().uid());
        }
        Optional<Instant> expiration = Rfc3339.parse(secret.text(TokenRules.EXPIRATION));
        return new Decision.CheckAgain(expiration.orElseThrow());
    }

    /**
     * {@return the Secrets that the cleaner deletes, in the given order}
     *
     * @param secrets Secrets of any type and namespace
     * @param now     the time
     */
    public static List<Secret> deletions(List<Secret> secrets, Instant now) {
        return secrets.stream()
                .filter(secret -> decide(secret, now) instanceof Decision.Delete)
                .toList();
    }
}
