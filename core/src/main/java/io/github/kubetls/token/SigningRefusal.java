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
    WRONG_SECRET_TYPE,
    /** The Secret is outside {@code kube-system}; the signer does not list it. */
    WRONG_NAMESPACE,
    /** The name is not {@code bootstrap-token-} and an id of 6 characters. */
    NAME_MISMATCH,
    /** {@code token-id} is empty or missing. */
    MISSING_TOKEN_ID,
    /** {@code token-id} is another one than the name says. */
    ID_MISMATCH,
    /** {@code token-secret} is empty or missing. */
    MISSING_TOKEN_SECRET,
    /** The expiration is reached, or is not a time in RFC 3339 form. */
    EXPIRED,
    /** {@code usage-bootstrap-signing} is not {@code true}. */
    NOT_FOR_SIGNING;

    /**
     * {@return the first reason why a Secret does not sign, or empty when it does} A Secret that is being deleted
     * still signs, and neither its groups nor the form of its {@code token-secret} matter.
     *
     * @param secret the Secret
     * @param now    the time of the signer's run
     */
    public static Optional<SigningRefusal> of(Secret secret, Instant now) {
        if (!secret.type().equals(BootstrapTokenSecret.TYPE)) {
            return Optional.of(WRONG_SECRET_TYPE);
        }
        if (!secret.metadata().namespace().equals(BootstrapTokenSecret.NAMESPACE)) {
            return Optional.of(WRONG_NAMESPACE);
        }
        Optional<String> id = BootstrapTokenSecret.tokenId(secret.metadata().name());
        if (id.isEmpty()) {
            return Optional.of(NAME_MISMATCH);
        }
        String tokenId = secret.text(TokenRules.TOKEN_ID);
        if (tokenId.isEmpty()) {
            return Optional.of(MISSING_TOKEN_ID);
        }
        if (!tokenId.equals(id.get())) {
            return Optional.of(ID_MISMATCH);
        }
        if (secret.text(TokenRules.TOKEN_SECRET).isEmpty()) {
            return Optional.of(MISSING_TOKEN_SECRET);
        }
        if (TokenRules.isExpired(secret, now)) {
            return Optional.of(EXPIRED);
        }
        return TokenRules.isOn(secret, TokenUsage.SIGNING) ? Optional.empty() : Optional.of(NOT_FOR_SIGNING);
    }
}
