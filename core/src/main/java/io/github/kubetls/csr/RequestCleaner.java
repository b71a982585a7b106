package io.github.kubetls.csr;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.Pem;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides, as the controller {@code csrcleaner} of the kube-controller-manager does, which CertificateSigningRequests are
 * deleted and when to look again.
 *
 * <p>The controller looks once an hour: at requests that nobody decided on for a day, at those that were denied, failed or
 * were issued more than an hour ago, and at those whose certificate has expired. What is approved but never issued stays.
 *
 * <pre>{@code
 * if (RequestCleaner.decide(csr, now) instanceof RequestCleaner.Decision.Delete delete) {
 *     client.delete(delete.name(), delete.uid());
 * }
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#request-signing-process">
 *     Request signing process</a>
 */
public final class RequestCleaner {

    private static final Duration PENDING = Duration.ofHours(24);
    private static final Duration DONE = Duration.ofHours(1);

    /** What the cleaner does with one request. */
    public sealed interface Decision {

        /**
         * Delete the object now.
         *
         * @param name   the object's name
         * @param uid    the object's uid, empty when it has none: as precondition of the deletion, which Kubernetes does
         *               without, it spares a new object of the same name
         * @param reason why
         */
        record Delete(String name, String uid, String reason) implements Decision {}

        /**
         * Look again later: unless the object changes, it is deleted as soon as this time is past.
         *
         * @param time when that is
         */
        record CheckAgain(Instant time) implements Decision {}

        /** Leave the object alone: as it is, no lapse of time leads to its deletion. */
        record Keep() implements Decision {}

        /**
         * Report an error, and leave the object alone: its certificate cannot be read.
         *
         * @param message the error, in the words of Kubernetes
         */
        record Error(String message) implements Decision {}
    }

    /** A reason for which a request is deleted as soon as a time is past. */
    private record Deadline(Instant time, String reason) {}

    private RequestCleaner() {}

    /**
     * {@return what the cleaner does with one request}
     *
     * @param csr the request
     * @param now the time
     */
    public static Decision decide(CertificateSigningRequest csr, Instant now) {
        return decide(csr, now, KubernetesRelease.latest());
    }

    /**
     * {@return what the cleaner of a release does with one request}
     *
     * @param csr     the request
     * @param now     the time
     * @param release the release, by which the certificate is read
     */
    public static Decision decide(CertificateSigningRequest csr, Instant now, KubernetesRelease release) {
        List<Deadline> deadlines = new ArrayList<>();
        try {
            notAfter(csr, release)
                    .filter(end -> csr.condition(Condition.APPROVED).isPresent())
                    .ifPresent(end -> deadlines.add(new Deadline(end, "the certificate has expired")));
        } catch (InvalidFormatException e) {
            return new Decision.Error(e.rule());
        }
        if (csr.conditions().isEmpty()) {
            csr.metadata()
                    .creationTimestamp()
                    .ifPresent(
                            time -> deadlines.add(new Deadline(time.plus(PENDING), "pending for more than 24 hours")));
        }
        done(csr, Condition.DENIED, "denied more than an hour ago", deadlines);
        done(csr, Condition.FAILED, "failed more than an hour ago", deadlines);
        if (csr.isIssued()) {
            done(csr, Condition.APPROVED, "approved more than an hour ago and issued", deadlines);
        }
        return deadlines.stream()
                .filter(deadline -> deadline.time.isBefore(now))
                .findFirst()
                .<Decision>map(deadline -> new Decision.Delete(
                        csr.metadata().name(), csr.metadata().uid(), deadline.reason))
                .orElseGet(() -> deadlines.stream()
                        .map(Deadline::time)
                        .min(Comparator.naturalOrder())
                        .<Decision>map(Decision.CheckAgain::new)
                        .orElseGet(Decision.Keep::new));
    }

    /**
     * {@return the requests that the cleaner deletes, in the given order}
     *
     * @param requests the requests
     * @param now      the time
     */
    public static List<CertificateSigningRequest> deletions(List<CertificateSigningRequest> requests, Instant now) {
        return deletions(requests, now, KubernetesRelease.latest());
    }

    /**
     * {@return the requests that the cleaner of a release deletes, in the given order}
     *
     * @param requests the requests
     * @param now      the time
     * @param release  the release, by which certificates are read
     */
    public static List<CertificateSigningRequest> deletions(
            List<CertificateSigningRequest> requests, Instant now, KubernetesRelease release) {
        return requests.stream()
                .filter(csr -> decide(csr, now, release) instanceof Decision.Delete)
                .toList();
    }

    /** The end of the first certificate in the first block, whatever its label. */
    private static Optional<Instant> notAfter(CertificateSigningRequest csr, KubernetesRelease release) {
        if (!csr.isIssued()) {
            return Optional.empty();
        }
        List<Pem.Block> blocks = Pem.blocks(csr.certificatePem(), release);
        if (blocks.isEmpty()) {
            throw bad("expected the certificate associated with the CSR to be PEM encoded");
        }
        try {
            List<X509Certificate> certificates = blocks.get(0).parseCertificates(release);
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

    private static void done(CertificateSigningRequest csr, String type, String reason, List<Deadline> deadlines) {
        csr.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .flatMap(condition -> condition.lastUpdateTime().stream())
                .forEach(time -> deadlines.add(new Deadline(time.plus(DONE), reason)));
    }
}
