package io.github.kubetls.podcertificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.csr.Condition;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state of one certificate of a pod, as a kubelet keeps it: requested, waited for, fresh, and refreshed.
 *
 * <p>Immutable, and without clock, timer or network: the caller asks what to {@linkplain #decide do next}, does it, and tells
 * the state what came of it. Every request has a new key. A certificate is refreshed at the time that its signer names, or up
 * to five minutes later, and used until the next one is there. A request that is denied or has failed is the end, also when it
 * was for the next certificate. One that is missing for ten to fifteen minutes is taken for deleted, and made anew.
 *
 * <pre>{@code
 * PodCertificateRotation.Step step = rotation.decide(seen, now, random);
 * rotation = step.rotation();
 * if (step.action() instanceof PodCertificateRotation.Action.Request) {
 *     KeyPair keyPair = source.keyType().generateKeyPair();
 *     PodCertificateRequest created = client.create(source.request(pod, keyPair));
 *     rotation = rotation.requested(created, keyPair.getPrivate(), now, random);
 * }
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/projected-volumes/#podcertificate">Pod certificates</a>
 */
public final class PodCertificateRotation {

    /** How long at least a request must be missing to be taken for deleted. */
    public static final Duration ABANDON_AFTER = Duration.ofMinutes(10);

    /** How much later than planned something may happen, so that not all pods do it at once. */
    public static final Duration JITTER = Duration.ofMinutes(5);

    private static final Duration OVERDUE_AFTER = Duration.ofMinutes(10);

    /** What the state is. */
    public enum State {
        /** There is no certificate, and none is requested. */
        INITIAL,
        /** The first certificate is requested. */
        WAIT,
        /** There is a certificate. */
        FRESH,
        /** There is a certificate, and the next one is requested. */
        WAIT_REFRESH,
        /** The signer has denied a request; for good. */
        DENIED,
        /** The signer has failed to answer a request; for good. */
        FAILED
    }

    /**
     * What to do, and the state from which to go on.
     *
     * @param rotation the state
     * @param action   what to do
     */
    public record Step(PodCertificateRotation rotation, Action action) {}

    /** What happens next. */
    public sealed interface Action {

        /** Make a new key, create a request for it, and tell {@link #requested}. */
        record Request() implements Action {}

        /**
         * Look again when the request is there, or at a time.
         *
         * @param until when it is taken for deleted
         */
        record AwaitRequest(Instant until) implements Action {}

        /** Look again when the request has changed. */
        record AwaitIssuance() implements Action {}

        /**
         * Write the new certificate into the volume, and look again at a time.
         *
         * @param pair  certificates and key
         * @param until when to refresh it
         */
        record Publish(CertificateAndKey pair, Instant until) implements Action {}

        /**
         * The certificate is good; look again at a time.
         *
         * @param until when to refresh it
         */
        record Keep(Instant until) implements Action {}

        /**
         * There is nothing more to do: the pod gets no certificate, or no other one.
         *
         * @param condition the signer's answer
         */
        record Stop(Condition condition) implements Action {}

        /**
         * Report an error, and look again when the request has changed: what was issued is no certificate for the key, or no
         * provider can work with the key.
         *
         * @param message the error
         */
        record Error(String message) implements Action {}
    }

    /** The request that is waited for. */
    private record Pending(String name, PrivateKey key, Instant abandonAt) {}

    /** The certificate that is there. */
    private record Current(CertificateAndKey pair, Instant beginRefreshAt, Instant refreshAt) {}

    private final @Nullable Current current;
    private final @Nullable Pending pending;
    private final @Nullable Condition end;

    private final KubernetesRelease release;

    private PodCertificateRotation(
            @Nullable Current current, @Nullable Pending pending, @Nullable Condition end, KubernetesRelease release) {
        this.current = current;
        this.pending = pending;
        this.end = end;
        this.release = release;
    }

    private PodCertificateRotation next(@Nullable Current current, @Nullable Pending pending, @Nullable Condition end) {
        return new PodCertificateRotation(current, pending, end, release);
    }

    /** {@return the state in which a certificate begins when its pod starts, or its kubelet} */
    public static PodCertificateRotation start() {
        return start(KubernetesRelease.latest());
    }

    /**
     * {@return the state in which a certificate begins when its pod starts, or the kubelet of a release}
     *
     * @param release the release, by which issued certificates are read
     */
    public static PodCertificateRotation start(KubernetesRelease release) {
        return new PodCertificateRotation(null, null, null, Objects.requireNonNull(release, "release"));
    }

    /** {@return what the state is} */
    public State state() {
        if (end != null) {
            return end.type().equals(Condition.DENIED) ? State.DENIED : State.FAILED;
        }
        if (pending != null) {
            return current == null ? State.WAIT : State.WAIT_REFRESH;
        }
        return current == null ? State.INITIAL : State.FRESH;
    }

    /** {@return the certificate that is there, with its key, or empty; also after the end, until it expires} */
    public Optional<CertificateAndKey> current() {
        return Optional.ofNullable(current).map(Current::pair);
    }

    /** {@return the name of the request that is waited for, or empty} */
    public Optional<String> requestName() {
        return Optional.ofNullable(pending).map(Pending::name);
    }

    /**
     * {@return what to do next}
     *
     * @param seen   the request that is waited for, as it was last seen; empty when there is none of its name
     * @param now    the time
     * @param random spreads what many pods do
     */
    public Step decide(Optional<PodCertificateRequest> seen, Instant now, RandomGenerator random) {
        if (end != null) {
            return new Step(this, new Action.Stop(end));
        }
        if (pending != null) {
            Optional<PodCertificateRequest> own =
                    seen.filter(request -> request.metadata().name().equals(pending.name));
            return own.isPresent()
                    ? ofRequest(own.get(), pending.key, random)
                    : ofMissingRequest(pending.abandonAt, now);
        }
        if (current != null && !now.isAfter(current.refreshAt)) {
            return new Step(this, new Action.Keep(current.refreshAt));
        }
        return new Step(this, new Action.Request());
    }

    private Step ofMissingRequest(Instant abandonAt, Instant now) {
        return now.isAfter(abandonAt)
                ? new Step(next(current, null, null), new Action.Request())
                : new Step(this, new Action.AwaitRequest(abandonAt));
    }

    private Step ofRequest(PodCertificateRequest request, PrivateKey key, RandomGenerator random) {
        Optional<Condition> outcome = request.outcome();
        if (outcome.isEmpty()) {
            return new Step(this, new Action.AwaitIssuance());
        }
        if (!outcome.get().type().equals(PodCertificateRequest.ISSUED)) {
            return new Step(next(current, null, outcome.get()), new Action.Stop(outcome.get()));
        }
        try {
            CertificateAndKey pair = CertificateAndKey.of(request.certificates(release), key);
            Instant beginRefreshAt = request.beginRefreshAt()
                    .orElseThrow(() -> new IllegalArgumentException("status.beginRefreshAt is missing"));
            Instant refreshAt = beginRefreshAt.plus(jitter(random));
            Current next = new Current(pair, beginRefreshAt, refreshAt);
            return new Step(next(next, null, null), new Action.Publish(pair, refreshAt));
        } catch (InvalidFormatException | IllegalArgumentException | CryptoException e) {
            return new Step(this, new Action.Error("issued certificate cannot be used: " + e.getMessage()));
        }
    }

    private static Duration jitter(RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(JITTER.toMillis()));
    }

    /**
     * {@return the state after a request was created}
     *
     * @param created the request, as the API server has stored it
     * @param key     the private key that it is for
     * @param now     the time
     * @param random  spreads what many pods do
     * @throws IllegalStateException    when nothing is to be requested
     * @throws IllegalArgumentException when the object has no name, as before it was created
     */
    public PodCertificateRotation requested(
            PodCertificateRequest created, PrivateKey key, Instant now, RandomGenerator random) {
        if (pending != null || end != null) {
            throw new IllegalStateException("nothing is to be requested in the state " + state());
        }
        String name = created.metadata().name();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the request has no name: pass the object that the API server returned");
        }
        Instant abandonAt = now.plus(ABANDON_AFTER).plus(jitter(random));
        return next(current, new Pending(name, Objects.requireNonNull(key, "key"), abandonAt), null);
    }

    /**
     * {@return what is wrong with the certificate that is there, as a kubelet reports it in events: {@code REFRESH_PENDING} ten
     * minutes after it was to be refreshed, {@code CERTIFICATE_EXPIRED}}
     *
     * @param now the time to judge by
     */
    public List<Finding> findings(Instant now) {
        List<Finding> findings = new ArrayList<>();
        if (current != null) {
            Instant notAfter = current.pair.certificate().getNotAfter().toInstant();
            if (now.isAfter(notAfter)) {
                findings.add(Finding.error(
                        "CERTIFICATE_EXPIRED",
                        Location.none(),
                        "the certificate expired at " + notAfter,
                        "find out why its signer does not answer"));
            } else if (isOverdue(current.refreshAt, now)) {
                findings.add(overdue(current.beginRefreshAt));
            }
        }
        return List.copyOf(findings);
    }

    static boolean isOverdue(Instant refreshAt, Instant now) {
        return now.isAfter(refreshAt.plus(OVERDUE_AFTER));
    }

    static Finding overdue(Instant beginRefreshAt) {
        return Finding.warning(
                "REFRESH_PENDING",
                Location.none(),
                "the certificate was to be refreshed from " + beginRefreshAt + " on",
                "find out why its signer does not answer");
    }

    /** The state. */
    @Override
    public String toString() {
        return "PodCertificateRotation[" + state() + "]";
    }
}
