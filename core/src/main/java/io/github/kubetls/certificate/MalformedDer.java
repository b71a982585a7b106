package io.github.kubetls.certificate;

/** Bytes that break a rule of DER or of the structure they should have; the message is what Kubernetes says. */
final class MalformedDer extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedDer(String message) {
        super(message);
    }

    /** The message, which is always there. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    static MalformedDer syntax(String what) {
        return new MalformedDer("asn1: syntax error: " + what);
    }

    static MalformedDer structure(String what) {
        return new MalformedDer("asn1: structure error: " + what);
    }

    /** A step of reading. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws MalformedDer;
    }

    /** Runs a step whose failures have one message, whatever the step says. */
    static <T> T instead(String message, Step<T> step) throws MalformedDer {
        try {
            return step.run();
        } catch (MalformedDer e) {
            throw new MalformedDer(message);
        }
    }
}
