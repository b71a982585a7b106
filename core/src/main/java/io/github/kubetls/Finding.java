package io.github.kubetls;

/**
 * Something that is legal but unwise, or that will fail later.
 *
 * <p>Types report findings through their {@code findings(...)} method; reading a document never fails for one.
 *
 * @param severity how much it matters
 * @param code     stable name in capitals, such as {@code UNQUOTED_GROUPS}
 * @param location field path, or line and column; empty when the whole document is meant
 * @param message  what was found, free of secrets
 * @param fix      what to do about it
 */
public record Finding(Severity severity, String code, String location, String message, String fix) {

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
     * @param location field path, or line and column
     * @param message  what was found
     * @param fix      what to do about it
     */
    public static Finding error(String code, String location, String message, String fix) {
        return new Finding(Severity.ERROR, code, location, message, fix);
    }

    /**
     * {@return a {@link Severity#WARNING}}
     *
     * @param code     stable name in capitals
     * @param location field path, or line and column
     * @param message  what was found
     * @param fix      what to do about it
     */
    public static Finding warning(String code, String location, String message, String fix) {
        return new Finding(Severity.WARNING, code, location, message, fix);
    }

    /**
     * {@return an {@link Severity#INFO}}
     *
     * @param code     stable name in capitals
     * @param location field path, or line and column
     * @param message  what was found
     * @param fix      what to do about it
     */
    public static Finding info(String code, String location, String message, String fix) {
        return new Finding(Severity.INFO, code, location, message, fix);
    }
}
