package io.github.kubetls.csr;

import io.github.kubetls.Finding;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of signing a CertificateSigningRequest.
 *
 * <p>The object to send to the subresource {@code status} is {@link #request()}; it is the given one when there is nothing to
 * send.
 */
public final class SigningOutcome {

    /** The four outcomes. */
    public enum State {
        /** A certificate was issued. */
        ISSUED,
        /** The request breaks a rule of the signer for good: it has a condition {@code Failed}. */
        FAILED,
        /** The request is not for this signer, or not ready: there is nothing to do. */
        NOT_APPLICABLE,
        /** Signing failed; Kubernetes keeps trying and writes nothing to the object. */
        ERROR
    }

    private final State state;
    private final CertificateSigningRequest request;
    private final @Nullable X509Certificate certificate;
    private final String message;
    private final List<Finding> dropped;

    private SigningOutcome(
            State state,
            CertificateSigningRequest request,
            @Nullable X509Certificate certificate,
            String message,
            List<Finding> dropped) {
        this.state = state;
        this.request = request;
        this.certificate = certificate;
        this.message = message;
        this.dropped = List.copyOf(dropped);
    }

    static SigningOutcome issued(
            CertificateSigningRequest request, X509Certificate certificate, List<Finding> dropped) {
        return new SigningOutcome(State.ISSUED, request, certificate, "", dropped);
    }

    static SigningOutcome failed(CertificateSigningRequest request, String message) {
        return new SigningOutcome(State.FAILED, request, null, message, List.of());
    }

    static SigningOutcome notApplicable(CertificateSigningRequest request, String message) {
        return new SigningOutcome(State.NOT_APPLICABLE, request, null, message, List.of());
    }

    static SigningOutcome error(CertificateSigningRequest request, String message) {
        return new SigningOutcome(State.ERROR, request, null, message, List.of());
    }

    /** {@return the outcome} */
    public State state() {
        return state;
    }

    /** {@return the object with its certificate or its condition {@code Failed}; otherwise as it was} */
    public CertificateSigningRequest request() {
        return request;
    }

    /** {@return the certificate of {@link State#ISSUED}; otherwise empty} */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    /**
     * {@return why there is no certificate, in the words of Kubernetes where it has some; empty for {@link State#ISSUED}}
     */
    public String message() {
        return message;
    }

    /**
     * {@return what of the request the certificate of {@link State#ISSUED} lacks: the findings of
     * {@link io.github.kubetls.certificate.CertificateRequest#dropped()}}
     */
    public List<Finding> dropped() {
        return dropped;
    }

    /** State and message. */
    @Override
    public String toString() {
        return state + (message.isEmpty() ? "" : ": " + message);
    }
}
