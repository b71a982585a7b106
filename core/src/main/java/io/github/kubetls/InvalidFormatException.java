package io.github.kubetls;

import io.github.kubetls.internal.message.Visible;

/**
 * A document that does not have the form its type requires.
 *
 * <p>The message is the location, the rule that is broken and what was expected. It never quotes a secret, and never
 * quotes the document beyond names that are public in Kubernetes. One that would be very long is cut.
 */
public final class InvalidFormatException extends TlsBootstrapException {

    private static final long serialVersionUID = 1L;

    /** Stable name of the rule. */
    private final String code;

    /** Place in the document. */
    private final Location location;

    /** Rule and expectation, without the place. */
    private final String rule;

    /**
     * Creates the exception.
     *
     * @param code     stable name of the broken rule, in capitals, such as {@code TOKEN_INVALID}
     * @param location the place
     * @param rule     the rule and what was expected
     */
    public InvalidFormatException(String code, Location location, String rule) {
        super(Visible.message(message(location, rule)));
        this.code = code;
        this.location = location;
        this.rule = Visible.message(rule);
    }

    private static String message(Location location, String rule) {
        String place = location.toString();
        return place.isEmpty() ? rule : place + ": " + rule;
    }

    /**
     * {@return the stable name of the broken rule, in capitals, such as {@code TOKEN_INVALID}, which {@link Code} explains}
     */
    public String code() {
        return code;
    }

    /** {@return the place in the document} */
    public Location location() {
        return location;
    }

    /** {@return the message without the location: the rule and what was expected} */
    public String rule() {
        return rule;
    }

    /**
     * {@return the exception for the same rule, of a text that is part of another}
     *
     * @param outer the place of that text, such as the file or the field that holds it
     * @see Location#within
     */
    public InvalidFormatException within(Location outer) {
        return moved(location.within(outer));
    }

    /**
     * {@return the exception for the same rule at a place in the text}
     *
     * @param line   the line, from 1; 0 when unknown
     * @param column the column, from 1; 0 when unknown
     */
    public InvalidFormatException at(int line, int column) {
        return moved(location.at(line, column));
    }

    private InvalidFormatException moved(Location to) {
        InvalidFormatException moved = new InvalidFormatException(code, to, rule);
        if (getCause() != null) {
            moved.initCause(getCause());
        }
        moved.setStackTrace(getStackTrace());
        return moved;
    }
}
