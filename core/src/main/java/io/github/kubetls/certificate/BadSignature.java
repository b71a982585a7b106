package io.github.kubetls.certificate;

/** A well-formed request whose signature is wrong or of a kind that is not accepted; the message is what Kubernetes says. */
final class BadSignature extends Exception {

    private static final long serialVersionUID = 1L;

    BadSignature(String message) {
        super(message);
    }

    /** The message, which is always there. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
