package io.github.kubetls.token;

import io.github.kubetls.manifest.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a Secret does not sign the {@code cluster-info} ConfigMap, in the order of the bootstrap signer's checks.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/#configmap-signing">ConfigMap
 *     signing</a>
 */
public enum SigningRefusal {
    /** The Secret is of another type; the signer does not list it. */
    SECRET_TYPE_MISMATCH,
    /** The Secret is outside {@code kube-system}; the signer does not list it. */
    NAMESPACE_MISMATCH,
    /** The name is not {@code bootstrap-token-} and an id of 6 characters. */
    NAME_MISMATCH,
    /** {@code token-id} is empty or missing. */
    TOKEN_ID_MISSING,
    /** {@code token-id} is another one than the name says. */
    TOKEN_ID_MISMATCH,
    /** {@code token-secret} is empty or missing. */
    TOKEN_SECRET_MISSING,
    /** The expiration is reached, or is not a time in RFC 3339 form. */
    TOKEN_EXPIRED,
    /** {@code usage-bootstrap-signing} is not {@code true}. */
    SIGNING_USAGE_MISSING;

    /**
     * {@return the first reason why a Secret does not sign, or empty when it does} A Secret that is being deleted
     * still signs, and neither its groups nor the form of its {@code token-secret} matter.
     *
     * @param secret the Secret
     * @param now    the time of the signer's run
     */
    public static Optional<SigningRefusal> of(Secret secret, Instant now) {
        if (!secret.type().equals(BootstrapTokenSecret.TYPE)) {
            return Optional.of(SECRET_TYPE_MISMATCH);
        }
        if (!secret.metadata().namespace().equals(BootstrapTokenSecret.NAMESPACE)) {
            return Optional.of(NAMESPACE_MISMATCH);
        }
        Optional<String> id = BootstrapTokenSecret.tokenId(secret.metadata().name());
        if (id.isEmpty()) {
            return Optional.of(NAME_MISMATCH);
        }
        String tokenId = secret.text(TokenRules.TOKEN_ID);
        if (tokenId.isEmpty()) {
            return Optional.of(TOKEN_ID_MISSING);
        }
        if (!tokenId.equals(id.get())) {
            return Optional.of(TOKEN_ID_MISMATCH);
        }
        if (secret.text(TokenRules.TOKEN_SECRET).isEmpty()) {
            return Optional.of(TOKEN_SECRET_MISSING);
        }
        if (TokenRules.isExpired(secret, now)) {
            return Optional.of(TOKEN_EXPIRED);
        }
        return TokenRules.isOn(secret, TokenUsage.SIGNING) ? Optional.empty() : Optional.of(SIGNING_USAGE_MISSING);
    }
}
