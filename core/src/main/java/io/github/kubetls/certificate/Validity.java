package io.github.kubetls.certificate;

import java.time.Duration;
import java.time.Instant;

/**
 * The time for which a certificate is to be valid, or why none can be issued (RFC 5280, section 4.1.2.5).
 *
 * @param notBefore the first moment; a certificate holds it in whole seconds, rounded down
 * @param notAfter  the last moment, not after that of the CA; rounded down as well
 * @param duration  how long the certificate was granted for, before the backdate is added and the CA's end cuts it short
 * @param refusal   why no certificate can be issued, in the words of Kubernetes; empty when one can
 */
public record Validity(Instant notBefore, Instant notAfter, Duration duration, String refusal) {

    /**
     * {@return a validity that no policy limits}
     *
     * @param notBefore the first moment
     * @param notAfter  the last moment
     */
    public static Validity of(Instant notBefore, Instant notAfter) {
        return new Validity(notBefore, notAfter, Duration.between(notBefore, notAfter), "");
    }

    /** {@return whether a certificate can be issued: there is no {@link #refusal()}} */
    public boolean isPossible() {
        return refusal.isEmpty();
    }
}
