package io.github.kubetls;

import io.github.kubetls.internal.message.Visible;

/**
 * Something that is legal but unwise, or that will fail later.
 *
 * <p>Types report findings through their {@code findings(...)} method; reading a document never fails for one.
 *
 * @param severity how much it matters
 * @param code     stable name in capitals, such as {@code GROUPS_IGNORED}
 * @param location the place
 * @param message  what was found, free of secrets
 * @param fix      what to do about it
 */
public record Finding(Severity severity, String code, Location location, String message, String fix) {

    /**
     * Creates a finding; characters of the texts that cannot be printed are escaped, and very long texts keep their ends.
     *
     * @param severity how much it matters
     * @param code     stable name in capitals, such as {@code GROUPS_IGNORED}
     * @param location the place
     * @param message  what was found, free of secrets
     * @param fix      what to do about it
     */
    public Finding {
        message = Visible.message(message);
        fix = Visible.message(fix);
    }

    /** How much a finding matters, most severe first. */
    public enum Severity {
        /** It does not work, or it opens the cluster. */
        ERROR,
        /** It works, but differently from what its author most likely meant, or less safely than it could. */
        WARNING,
        /** Worth knowing. */
        INFO
    }

    /**
     * {@return an {@link Severity#ERROR}}
     *
     * @param code     stable name in capitals
     * @param location the place
     * @param message  what was found
     * @param fix      what to do about it
     */
    public static Finding error(String code, Location location, String message, String fix) {
        return new Finding(Severity.ERROR, code, location, message, fix);
    }

    /**
     * {@return a {@link Severity#WARNING}}
     *
     * @param code     stable name in capitals
     * @param location the place
     * @param message  what was found
     * @param fix      what to do about it
     */
    public static Finding warning(String code, Location location, String message, String fix) {
        return new Finding(Severity.WARNING, code, location, message, fix);
    }

    /**
     * {@return an {@link Severity#INFO}}
     *
     * @param code     stable name in capitals
     * @param location the place
     * @param message  what was found
     * @param fix      what to do about it
     */
    public static Finding info(String code, Location location, String message, String fix) {
        return new Finding(Severity.INFO, code, location, message, fix);
    }

    /**
     * {@return the same finding of a text that is part of another}
     *
     * @param outer the place of that text, such as the file or the field that holds it
     * @see Location#within
     */
    public Finding within(Location outer) {
        return new Finding(severity, code, location.within(outer), message, fix);
    }

    /**
     * {@return the same finding at a place in the text}
     *
     * @param line   the line, from 1; 0 when unknown
     * @param column the column, from 1; 0 when unknown
     */
    public Finding at(int line, int column) {
        return new Finding(severity, code, location.at(line, column), message, fix);
    }
}
