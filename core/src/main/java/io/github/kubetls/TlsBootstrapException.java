package io.github.kubetls;

/** Root of the unchecked exceptions that this library declares. */
public abstract class TlsBootstrapException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * For subclasses.
     *
     * @param message what went wrong, free of secrets
     */
    protected TlsBootstrapException(String message) {
        super(message);
    }

    /**
     * For subclasses.
     *
     * @param message what went wrong, free of secrets
     * @param cause   the failure underneath
     */
    protected TlsBootstrapException(String message, Throwable cause) {
        super(message, cause);
    }
}
