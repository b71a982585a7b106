package io.github.kubetls.kubelet;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.manifest.FieldError;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state of a kubelet's certificate rotation: the current pair, what was requested last, and how often that failed.
 *
 * <p>Immutable, and without clock, timer or network: the caller asks what to {@linkplain #decide do next}, does it, and tells
 * the state what came of it. A certificate is replaced at a random time between 70 and 90 percent of its life, or at once
 * when it does not satisfy its template; every request has a new key; a failed one is repeated after 2, 4, 8 and 16 seconds,
 * then every 32 seconds.
 *
 * <pre>{@code
 * CertificateRotation rotation = CertificateRotation.start(store.load(), Optional.empty(), now).state().orElseThrow();
 * CertificateRotation.Step step = rotation.decide(Optional.of(CertificateTemplate.kubeletClient("worker-1")), now, random);
 * if (step.action() instanceof CertificateRotation.Action.Request request) {
 *     rotation = step.rotation().requested(request.template());
 * }
 * }</pre>
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#certificate-rotation">Certificate
 *     rotation</a>
 */
public final class CertificateRotation {

    /** How long an answer to a request is waited for, before another one is made. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(15);

    /** How long a kubelet goes on without a client certificate that is valid, while the API server looks healthy. */
    public static final Duration EXIT_AFTER = Duration.ofMinutes(5);

    private static final double LEAD = 0.3;
    private static final double SPREAD = 0.2;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(2);
    private static final Duration STEADY_DELAY = Duration.ofSeconds(32);
    private static final int GROWING_DELAYS = 4;
    private static final double DELAY_JITTER = 0.1;
    private static final long MOST_SECONDS_IN_NANOS = Long.MAX_VALUE / 1_000_000_000L / 2;

    /**
     * What to do, and the state from which to go on.
     *
     * @param rotation the state
     * @param action   what to do
     */
    public record Step(CertificateRotation rotation, Action action) {}

    /** What certificate rotation does next. */
    public sealed interface Action {

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
        record Wait(Instant until) implements Action {}

        /**
         * A certificate is due, but there is nothing to request yet: a node without addresses, for example. Look again after a
         * second.
         *
         * @param reason why a certificate is due
         */
        record NothingToRequest(Reason reason) implements Action {}

        /**
         * Request a certificate, with a new key.
         *
         * @param template what it is to say
         * @param reason   why
         * @param detail   the reason in words
         */
        record Request(CertificateTemplate template, Reason reason, String detail) implements Action {}
    }

    /** How certificate rotation begins when a kubelet starts. */
    public sealed interface Start {

        /**
         * The store has a pair that has not expired.
         *
         * @param rotation the state to go on with
         */
        record UseStored(CertificateRotation rotation) implements Start {}

        /**
         * The store has none, but the kubeconfig has a pair of its own, as kubeadm writes it: it is used for the moment, and
         * replaced at once.
         *
         * @param rotation the state to go on with
         * @param toStore  the pair, to be copied into the store; if that fails, rotation goes on nevertheless
         */
        record UseInitial(CertificateRotation rotation, CertificateAndKey toStore) implements Start {}

        /**
         * There is no usable pair: the first certificate is requested at once, with other credentials.
         *
         * @param rotation the state to go on with
         * @param reason   what was found in the store
         */
        record RequestFirst(CertificateRotation rotation, String reason) implements Start {}

        /**
         * The store is corrupt, with which kubelet does not start.
         *
         * @param reason what is wrong with it
         */
        record Fatal(String reason) implements Start {}

        /** {@return the state to go on with, or empty when kubelet does not start} */
        default Optional<CertificateRotation> state() {
            if (this instanceof UseStored stored) {
                return Optional.of(stored.rotation());
            }
            if (this instanceof UseInitial initial) {
                return Optional.of(initial.rotation());
            }
            return this instanceof RequestFirst first ? Optional.of(first.rotation()) : Optional.empty();
        }
    }

    /** What came of the requests so far. */
    private record Progress(@Nullable CertificateTemplate lastRequested, int failures, boolean serverHealthy) {
        static final Progress NONE = new Progress(null, 0, false);
    }

    private final @Nullable CertificateAndKey pair;
    private final boolean forced;
    private final Progress progress;
    private final KubernetesRelease release;

    private CertificateRotation(
            @Nullable CertificateAndKey pair, boolean forced, Progress progress, KubernetesRelease release) {
        this.pair = pair;
        this.forced = forced;
        this.progress = progress;
        this.release = release;
    }

    /**
     * {@return the state in which a kubelet begins with what it finds when it starts, or why there is none}
     *
     * @param stored  what the store holds; a fallback does not count
     * @param initial the pair of the kubeconfig, if it has both certificate and key
     * @param now     the time
     */
    public static Start start(StoredCertificate stored, Optional<CertificateAndKey> initial, Instant now) {
        return start(stored, initial, now, KubernetesRelease.latest());
    }

    /**
     * {@return the state in which the kubelet of a release begins with what it finds when it starts, or why there is none}
     *
     * @param stored  what the store holds; a fallback does not count
     * @param initial the pair of the kubeconfig, if it has both certificate and key
     * @param now     the time
     * @param release the release, by which subjects of certificates are read
     */
    public static Start start(
            StoredCertificate stored, Optional<CertificateAndKey> initial, Instant now, KubernetesRelease release) {
        String reason = "";
        if (stored instanceof StoredCertificate.Corrupt corrupt) {
            return new Start.Fatal(corrupt.reason());
        } else if (stored instanceof StoredCertificate.Absent absent) {
            reason = absent.message();
        } else if (stored instanceof StoredCertificate.Loaded loaded) {
            Instant notAfter = notAfter(loaded.pair());
            if (now.isBefore(notAfter)) {
                return new Start.UseStored(of(loaded.pair(), release));
            }
            reason = "the stored certificate has expired: " + notAfter;
        }
        if (initial.isPresent()) {
            return new Start.UseInitial(
                    new CertificateRotation(initial.get(), true, Progress.NONE, release), initial.get());
        }
        return new Start.RequestFirst(new CertificateRotation(null, true, Progress.NONE, release), reason);
    }

    /**
     * {@return the state with a pair that need not be replaced at once}
     *
     * @param pair the current pair
     */
    public static CertificateRotation of(CertificateAndKey pair) {
        return of(pair, KubernetesRelease.latest());
    }

    /**
     * {@return the state with a pair that need not be replaced at once, of the kubelet of a release}
     *
     * @param pair    the current pair
     * @param release the release, by which subjects of certificates are read
     */
    public static CertificateRotation of(CertificateAndKey pair, KubernetesRelease release) {
        return new CertificateRotation(
                Objects.requireNonNull(pair, "pair"), false, Progress.NONE, Objects.requireNonNull(release, "release"));
    }

    private static Instant notAfter(CertificateAndKey pair) {
        return pair.certificate().getNotAfter().toInstant();
    }

    /**
     * {@return when to replace a certificate: after 70 to 90 percent of its life; the time may be past}
     *
     * @param certificate the certificate
     * @param random      where in between, drawn uniformly
     */
    public static Instant deadline(X509Certificate certificate, RandomGenerator random) {
        return deadline(certificate, random.nextDouble());
    }

    /**
     * {@return when to replace a certificate: after 70 percent of its life, and up to 20 percent more; the time may be past}
     *
     * @param certificate the certificate
     * @param fraction    how much of the 20 percent, from 0 to below 1
     * @throws IllegalArgumentException when the fraction is outside of its range
     */
    public static Instant deadline(X509Certificate certificate, double fraction) {
        requireFraction(fraction);
        Instant notBefore = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(notBefore, certificate.getNotAfter().toInstant());
        if (Math.abs(life.toSeconds()) > MOST_SECONDS_IN_NANOS) {
            // Longer than Go's durations: whole seconds are exact enough.
            return notBefore.plusSeconds(part(life.toSeconds(), fraction));
        }
        return notBefore.plusNanos(part(life.toNanos(), fraction));
    }

    /** In this order, and cut at each step, as client-go calculates. */
    private static long part(long life, double fraction) {
        return life + (long) (fraction * SPREAD * life) - (long) (life * LEAD);
    }

    private static void requireFraction(double fraction) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new IllegalArgumentException("the fraction must be at least 0 and below 1");
        }
    }

    /**
     * {@return when to replace a certificate at a fixed time, as cert-manager does: after two thirds of its life, in whole
     * seconds; the time may be past} Many nodes that begin together then renew together.
     *
     * @param certificate the certificate
     */
    public static Instant deadlineAtTwoThirds(X509Certificate certificate) {
        Instant notAfter = certificate.getNotAfter().toInstant();
        Duration life = Duration.between(certificate.getNotBefore().toInstant(), notAfter);
        return notAfter.minus(life.dividedBy(3)).truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * {@return what to do next, and the state from which to go on}
     *
     * @param template what the certificate is to say; empty while that is not known
     * @param now      the time
     * @param random   for the rotation deadline, which is drawn anew each time
     */
    public Step decide(Optional<CertificateTemplate> template, Instant now, RandomGenerator random) {
        double fraction = random.nextDouble();
        CertificateRotation after = new CertificateRotation(pair, false, progress, release);
        if (forced) {
            return after.due(template, Action.Reason.FORCED, "the certificate is to be replaced at once");
        }
        if (pair == null) {
            return after.due(template, Action.Reason.NO_CERTIFICATE, "there is no certificate");
        }
        List<String> missing = missing(template);
        if (!missing.isEmpty()) {
            return after.due(template, Action.Reason.TEMPLATE_NOT_SATISFIED, String.join("; ", missing));
        }
        Instant deadline = deadline(pair.certificate(), fraction);
        if (deadline.isAfter(now)) {
            return new Step(after, new Action.Wait(deadline));
        }
        return after.due(template, Action.Reason.DEADLINE_PASSED, "the rotation deadline was " + deadline);
    }

    private Step due(Optional<CertificateTemplate> template, Action.Reason reason, String detail) {
        Action action = template.isPresent()
                ? new Action.Request(template.get(), reason, detail)
                : new Action.NothingToRequest(reason);
        return new Step(this, action);
    }

    private List<String> missing(Optional<CertificateTemplate> template) {
        if (pair == null || template.isEmpty()) {
            return List.of();
        }
        return template.get().violations(pair.certificate(), release).stream()
                .map(FieldError::message)
                .toList();
    }

    /**
     * {@return whether to stop waiting, for the deadline or for the answer to a request, and to ask {@link #decide} again at
     * once, because the template changed: the certificate does not satisfy it, and it is not what was requested last}
     *
     * @param template what the certificate is to say; empty while that is not known
     */
    public boolean isInterruptedBy(Optional<CertificateTemplate> template) {
        boolean satisfied = pair != null && missing(template).isEmpty();
        return !satisfied && !template.equals(lastRequested());
    }

    private CertificateRotation after(Progress progress) {
        return new CertificateRotation(pair, forced, progress, release);
    }

    /**
     * {@return the state after a request was created on the API server}
     *
     * @param template what was requested
     */
    public CertificateRotation requested(CertificateTemplate template) {
        Objects.requireNonNull(template, "template");
        return after(new Progress(template, progress.failures, progress.serverHealthy));
    }

    /**
     * {@return the state after a certificate was issued and stored: the server is healthy, and nothing has failed}
     *
     * @param pair the new pair
     */
    public CertificateRotation issued(CertificateAndKey pair) {
        Objects.requireNonNull(pair, "pair");
        return new CertificateRotation(pair, false, new Progress(progress.lastRequested, 0, true), release);
    }

    /**
     * {@return the state, with one more failure, after something failed that says nothing about the server: no key, no
     * client, a request that was denied or not answered in time, a store that could not be written}
     */
    public CertificateRotation failed() {
        return after(new Progress(progress.lastRequested, progress.failures + 1, progress.serverHealthy));
    }

    /**
     * {@return the state after a request could not be created, with one more failure, and with what the response says about
     * the server}
     *
     * @param httpStatus   the status of the response; 0 when there was none
     * @param isApiStatus  whether the response came from an API server, as a Status object, rather than from a proxy
     */
    public CertificateRotation failed(int httpStatus, boolean isApiStatus) {
        boolean healthy = isServerHealthy(httpStatus, isApiStatus);
        return after(new Progress(progress.lastRequested, progress.failures + 1, healthy));
    }

    /**
     * {@return whether an API server that refuses to create a request is nevertheless healthy: true for 401, and for 403 and
     * 404 from an API server} 401 counts as healthy even from a proxy, because one that terminates TLS answers so in the
     * server's place.
     *
     * @param httpStatus  the status of the response; 0 when there was none
     * @param isApiStatus whether the response came from an API server, as a Status object, rather than from a proxy
     */
    public static boolean isServerHealthy(int httpStatus, boolean isApiStatus) {
        return httpStatus == 401 || isApiStatus && (httpStatus == 403 || httpStatus == 404);
    }

    /**
     * {@return how long to wait before a failed request is repeated: 2, 4, 8 and 16 seconds and up to ten percent more, then
     * 32 seconds; zero when nothing has failed}
     *
     * @param random for the ten percent
     */
    public Duration retryDelay(RandomGenerator random) {
        return retryDelay(progress.failures, random.nextDouble());
    }

    /**
     * {@return how long to wait before a failed request is repeated; zero when nothing has failed}
     *
     * @param failures how often it failed, one after the other
     * @param fraction how much of the ten percent that are added to the first four delays, from 0 to below 1
     * @throws IllegalArgumentException when failures are negative, or the fraction is outside of its range
     */
    public static Duration retryDelay(int failures, double fraction) {
        requireFraction(fraction);
        if (failures < 0) {
            throw new IllegalArgumentException("the number of failures must not be negative");
        }
        if (failures == 0) {
            return Duration.ZERO;
        }
        if (failures > GROWING_DELAYS) {
            return STEADY_DELAY;
        }
        Duration delay = FIRST_DELAY.multipliedBy(1L << (failures - 1));
        return delay.plusNanos((long) (fraction * DELAY_JITTER * delay.toNanos()));
    }

    /**
     * {@return the pair to use, or empty when there is none, or it has expired}
     *
     * @param now the time
     */
    public Optional<CertificateAndKey> current(Instant now) {
        return pair == null || now.isAfter(notAfter(pair)) ? Optional.empty() : Optional.of(pair);
    }

    /**
     * {@return whether a kubelet exits, so that whoever restarts it may give it new credentials: for more than
     * {@link #EXIT_AFTER} there was no valid client certificate, although the server looks healthy}
     *
     * @param lastAvailable when there was a valid certificate last, or the kubelet started
     * @param now           the time
     */
    public boolean isExitDue(Instant lastAvailable, Instant now) {
        return current(now).isEmpty() && progress.serverHealthy && now.isAfter(lastAvailable.plus(EXIT_AFTER));
    }

    /** {@return what was requested last, or empty when nothing was} */
    public Optional<CertificateTemplate> lastRequested() {
        return Optional.ofNullable(progress.lastRequested);
    }

    /** {@return how many requests in a row have failed since the last certificate was issued} */
    public int failures() {
        return progress.failures;
    }

    /** {@return whether the server looked healthy when it last answered; false before the first answer} */
    public boolean isServerHealthy() {
        return progress.serverHealthy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateRotation that
                && Objects.equals(pair, that.pair)
                && forced == that.forced
                && progress.equals(that.progress)
                && release.equals(that.release);
    }

    @Override
    public int hashCode() {
        return Objects.hash(pair, forced, progress, release);
    }

    /** The certificate, and how often a request failed. */
    @Override
    public String toString() {
        return "CertificateRotation[" + pair + ", " + progress.failures + " failures]";
    }
}
