package io.github.kubetls.kubelet;

import java.time.Instant;

/** What certificate rotation does next. */
public sealed interface RotationAction {

    /** Why a certificate is requested. */
    enum Reason {
        /** The rotation began with a pair that is to be replaced at once, or with none. */
        FORCED,
        /** There is no certificate. */
        NO_CERTIFICATE,
        /** The certificate does not say what it should: an address was added, for example. */
        TEMPLATE_NOT_SATISFIED,
        /** The time of the rotation has come. */
        DEADLINE_PASSED
    }

    /**
     * The certificate is good; look again at a time, or earlier when the template changes.
     *
     * @param until the rotation deadline
     */
    record Wait(Instant until) implements RotationAction {}

    /**
     * A certificate is due, but there is nothing to request yet: a node without addresses, for example. Look again after a
     * second.
     *
     * @param reason why a certificate is due
     */
    record NothingToRequest(Reason reason) implements RotationAction {}

    /**
     * Request a certificate, with a new key.
     *
     * @param template what it is to say
     * @param reason   why
     * @param detail   the reason in words
     */
    record Request(CertificateTemplate template, Reason reason, String detail) implements RotationAction {}
}
