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

    /**
     * Returns the usage as Kubernetes names it.
     *
     * @return {@code signing} or {@code authentication}
     */
    public String value() {
        return value;
    }

    /**
     * Returns the key in the Secret that switches the usage on when its value is {@code true}.
     *
     * @return {@code usage-bootstrap-signing} or {@code usage-bootstrap-authentication}
     */
    public String key() {
        return KEY_PREFIX + value;
    }

    /**
     * Finds a usage by its name.
     *
     * @param value the name, in exact case
     * @return the usage, or empty when Kubernetes knows none of that name
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
