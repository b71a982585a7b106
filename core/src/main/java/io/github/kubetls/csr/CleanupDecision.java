package io.github.kubetls.csr;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.Pem;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether the controller {@code csrcleaner} of the kube-controller-manager would delete a CertificateSigningRequest.
 *
 * <p>It looks once an hour: at requests that nobody decided on for a day, at those that were denied, failed or were issued
 * more than an hour ago, and at those whose certificate has expired. What is approved but never issued stays.
 *
 * <pre>{@code
 * boolean goes = CleanupDecision.of(csr, now).isDelete();
 * }</pre>
 *
 * @param action what the controller does
 * @param reason why
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#request-signing-process">
 *     Request signing process</a>
 */
public record CleanupDecision(Action action, String reason) {

    private static final Duration PENDING = Duration.ofHours(24);
    private static final Duration DONE = Duration.ofHours(1);

    /** What the controller does. */
    public enum Action {
        /** It deletes the object. */
        DELETE,
        /** It leaves the object. */
        KEEP,
        /** It reports an error and leaves the object. */
        ERROR
    }

    /**
     * {@return the decision on one object}
     *
     * @param csr the object
     * @param now the time of the controller
     */
    public static CleanupDecision of(CertificateSigningRequest csr, Instant now) {
        Optional<Instant> notAfter;
        try {
            notAfter = notAfter(csr);
        } catch (InvalidFormatException e) {
            return new CleanupDecision(Action.ERROR, e.rule());
        }
        if (csr.isApproved() && notAfter.isPresent() && now.isAfter(notAfter.get())) {
            return delete("the certificate has expired");
        }
        if (csr.conditions().isEmpty() && isOlder(csr.metadata().creationTimestamp(), PENDING, now)) {
            return delete("pending for more than 24 hours");
        }
        if (isDone(csr, Condition.DENIED, now)) {
            return delete("denied more than an hour ago");
        }
        if (isDone(csr, Condition.FAILED, now)) {
            return delete("failed more than an hour ago");
        }
        if (csr.isIssued() && isDone(csr, Condition.APPROVED, now)) {
            return delete("approved more than an hour ago and issued");
        }
        return new CleanupDecision(Action.KEEP, "");
    }

    private static CleanupDecision delete(String reason) {
        return new CleanupDecision(Action.DELETE, reason);
    }

    /** The end of the first certificate in the first block, whatever its label. */
    private static Optional<Instant> notAfter(CertificateSigningRequest csr) {
        if (!csr.isIssued()) {
            return Optional.empty();
        }
        List<Pem.Block> blocks = Pem.blocks(csr.certificatePem());
        if (blocks.isEmpty()) {
            throw bad("expected the certificate associated with the CSR to be PEM encoded");
        }
        try {
            List<X509Certificate> certificates = blocks.get(0).parseCertificates();
            if (certificates.isEmpty()) {
                throw bad("no certificates found");
            }
            return Optional.of(certificates.get(0).getNotAfter().toInstant());
        } catch (InvalidFormatException e) {
            throw bad("unable to parse certificate data: " + e.rule());
        }
    }

    private static InvalidFormatException bad(String rule) {
        return new InvalidFormatException("CERTIFICATE_INVALID", Location.of("status.certificate"), rule);
    }

    private static boolean isDone(CertificateSigningRequest csr, String type, Instant now) {
        return csr.conditions().stream()
                .anyMatch(condition -> condition.type().equals(type) && isOlder(condition.lastUpdateTime(), DONE, now));
    }

    private static boolean isOlder(Optional<Instant> time, Duration age, Instant now) {
        return time.isPresent() && time.get().plus(age).isBefore(now);
    }

    /** {@return whether the action is {@link Action#DELETE}} */
    public boolean isDelete() {
        return action == Action.DELETE;
    }
}
