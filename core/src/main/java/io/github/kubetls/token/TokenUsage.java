package io.github.kubetls.token;

import java.util.Optional;

/**
 * What a bootstrap token may be used for.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/#bootstrap-token-secret-format">
 *     Bootstrap Token Secret format</a>
 */
public enum TokenUsage {
    /** Signs the {@code cluster-info} ConfigMap. */
    SIGNING("signing"),
    /** Authenticates to the API server. */
    AUTHENTICATION("authentication");

    static final String KEY_PREFIX = "usage-bootstrap-";

    private final String value;

    TokenUsage(String value) {
        this.value = value;
    }

    /** {@return the usage as Kubernetes names it: {@code signing} or {@code authentication}} */
    public String value() {
        return value;
    }

    /** {@return the key in the Secret that switches the usage on when its value is {@code true}} */
    public String key() {
        return KEY_PREFIX + value;
    }

    /**
     * {@return a usage by its name, or empty when Kubernetes knows none of that name}
     *
     * @param value the name, in exact case
     */
    public static Optional<TokenUsage> of(String value) {
        for (TokenUsage usage : values()) {
            if (usage.value.equals(value)) {
                return Optional.of(usage);
            }
        }
        return Optional.empty();
    }
}
