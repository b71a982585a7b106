package io.github.kubetls;

import io.github.kubetls.internal.message.Visible;

/** Root of the unchecked exceptions that this library declares. */
public abstract class TlsBootstrapException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * For subclasses.
     *
     * @param message what went wrong, free of secrets
     */
    protected TlsBootstrapException(String message) {
        super(Visible.text(message));
    }

    /**
     * For subclasses.
     *
     * @param message what went wrong, free of secrets
     * @param cause   the failure underneath
     */
    protected TlsBootstrapException(String message, Throwable cause) {
        super(Visible.text(message), cause);
    }

    /** {@return what went wrong, with its place; there always is a message} */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
