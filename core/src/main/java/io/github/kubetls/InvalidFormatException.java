package io.github.kubetls;

/**
 * A document that does not have the form its type requires.
 *
 * <p>The message is the location, the rule that is broken and what was expected. It never quotes a secret, and never
 * quotes the document beyond names that are public in Kubernetes.
 */
public final class InvalidFormatException extends TlsBootstrapException {

    private static final long serialVersionUID = 1L;

    /** Stable name of the rule. */
    private final String code;

    /** Place in the document. */
    private final String location;

    /** Rule and expectation, without the place. */
    private final String rule;

    /**
     * Creates the exception.
     *
     * @param code     stable name of the broken rule, in capitals, such as {@code MALFORMED_TOKEN}
     * @param location the place, such as {@code token.csv record 3, line 4, column 17} or
     *                 {@code users[2].user.client-key-data}; empty when the whole text is meant
     * @param rule     the rule and what was expected
     */
    public InvalidFormatException(String code, String location, String rule) {
        super(location.isEmpty() ? rule : location + ": " + rule);
        this.code = code;
        this.location = location;
        this.rule = rule;
    }

    /** {@return the stable name of the broken rule, in capitals, such as {@code MALFORMED_TOKEN}} */
    public String code() {
        return code;
    }

    /**
     * {@return the place in the document: a field path, a line and column, or both; empty when the whole text is meant}
     */
    public String location() {
        return location;
    }

    /** {@return the message without the location: the rule and what was expected} */
    public String rule() {
        return rule;
    }
}
