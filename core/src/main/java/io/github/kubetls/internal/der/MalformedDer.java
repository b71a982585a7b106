package io.github.kubetls.internal.der;

import org.jspecify.annotations.Nullable;

/** Bytes that break a rule of DER or of the structure they should have; the message is what Kubernetes says. */
public final class MalformedDer extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Makes a failure with what Kubernetes says.
     *
     * @param message the message
     */
    public MalformedDer(String message) {
        super(message);
    }

    /** The message, which is always there. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /**
     * {@return a syntax error of Go's ASN.1 reader}
     *
     * @param what the error
     */
    public static MalformedDer syntax(String what) {
        return new MalformedDer("asn1: syntax error: " + what);
    }

    /**
     * {@return a structure error of Go's ASN.1 reader}
     *
     * @param what the error
     */
    public static MalformedDer structure(String what) {
        return new MalformedDer("asn1: structure error: " + what);
    }

    /**
     * A step of reading.
     *
     * @param <T> what it reads
     */
    @FunctionalInterface
    public interface Step<T extends @Nullable Object> {
        /**
         * Takes the step.
         *
         * @return what it reads
         * @throws MalformedDer when the bytes break a rule
         */
        T run() throws MalformedDer;
    }

    /**
     * Runs a step whose failures have one message, whatever the step says.
     *
     * @param message the message
     * @param step    the step
     * @param <T>     what it reads
     * @return what it reads
     * @throws MalformedDer when the bytes break a rule
     */
    public static <T extends @Nullable Object> T instead(String message, Step<T> step) throws MalformedDer {
        try {
            return step.run();
        } catch (MalformedDer e) {
            throw new MalformedDer(message);
        }
    }
}
