package io.github.kubetls;

/** A cryptographic operation that its provider could not carry out; always has the provider's failure as its cause. */
public final class CryptoException extends TlsBootstrapException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the operation that failed, free of key material
     * @param cause   the provider's failure
     */
    public CryptoException(String message, Throwable cause) {
        super(message, cause);
    }
}
