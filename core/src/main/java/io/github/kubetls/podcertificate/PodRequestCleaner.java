package io.github.kubetls.podcertificate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides, as the controller {@code podcertificaterequest-cleaner} of the kube-controller-manager does, which
 * PodCertificateRequests are deleted and when to look again: all that are old, whatever became of them.
 *
 * <p>The controller looks every five minutes. A kubelet takes its certificate at once, and never reads a request again.
 *
 * <pre>{@code
 * if (PodRequestCleaner.decide(request, now) instanceof PodRequestCleaner.Decision.Delete delete) {
 *     client.delete(delete.namespace(), delete.name(), delete.uid());
 * }
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#pod-certificate-requests">
 *     Pod certificate requests</a>
 */
public final class PodRequestCleaner {

    /** How old a request becomes, as the kube-controller-manager sets it up; some descriptions say 30 minutes. */
    public static final Duration THRESHOLD = Duration.ofMinutes(15);

    /** How often the controller looks. */
    public static final Duration INTERVAL = Duration.ofMinutes(5);

    /** What the cleaner does with one request. */
    public sealed interface Decision {

        /**
         * Delete the object now; that it is gone already is no failure.
         *
         * @param namespace the object's namespace
         * @param name      the object's name
         * @param uid       the object's uid, the precondition of the deletion; empty when it has none
         */
        record Delete(String namespace, String name, String uid) implements Decision {}

        /**
         * Look again later: the object is deleted from this time on.
         *
         * @param time when that is
         */
        record CheckAgain(Instant time) implements Decision {}

        /** Leave the object alone: nobody knows how old it is. */
        record Keep() implements Decision {}
    }

    private PodRequestCleaner() {}

    /**
     * {@return what the cleaner does with one request}
     *
     * @param request the request
     * @param now     the time
     */
    public static Decision decide(PodCertificateRequest request, Instant now) {
        return decide(request, THRESHOLD, now);
    }

    /**
     * {@return what a cleaner with another threshold does with one request}
     *
     * @param request   the request
     * @param threshold how old it becomes
     * @param now       the time
     */
    public static Decision decide(PodCertificateRequest request, Duration threshold, Instant now) {
        Optional<Instant> end = request.metadata().creationTimestamp().map(time -> time.plus(threshold));
        if (end.isEmpty()) {
            return new Decision.Keep();
        }
        return now.isBefore(end.get())
                ? new Decision.CheckAgain(end.get())
                : new Decision.Delete(
                        request.metadata().namespace(),
                        request.metadata().name(),
                        request.metadata().uid());
    }

    /**
     * {@return the requests that the cleaner deletes, in the given order}
     *
     * @param requests the requests
     * @param now      the time
     */
    public static List<PodCertificateRequest> deletions(List<PodCertificateRequest> requests, Instant now) {
        return requests.stream()
                .filter(request -> decide(request, now) instanceof Decision.Delete)
                .toList();
    }
}
