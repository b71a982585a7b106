package io.github.kubetls.examples.tools.cli;

/** A failure that ends a program; the message says what and why, without secrets. */
public final class ProgramException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what went wrong and why
     */
    public ProgramException(String message) {
        super(message);
    }
}
