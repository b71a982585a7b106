package io.github.kubetls.access;

import io.github.kubetls.internal.message.Visible;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What an {@link Authorizer} says: a verdict, and the reason in the words of Kubernetes.
 *
 * <p>Most reasons are never read, so one may be given as a {@link Supplier}, which is asked each time that somebody reads it. Two
 * decisions are equal when their verdicts and reasons are.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/">Authorization</a>
 */
public final class AccessDecision {

    /** The three answers of an authorizer. */
    public enum Verdict {
        /** The user may; no further authorizer is asked. */
        ALLOWED,
        /** The user may not; no further authorizer is asked. */
        DENIED,
        /** This authorizer does not know; the next one is asked, and when none allows, the request is refused. */
        NO_OPINION
    }

    private final Verdict verdict;
    private final Supplier<String> reason;

    private AccessDecision(Verdict verdict, Supplier<String> reason) {
        this.verdict = verdict;
        this.reason = reason;
    }

    private static AccessDecision of(Verdict verdict, String reason) {
        String visible = Visible.text(reason);
        return new AccessDecision(verdict, () -> visible);
    }

    private static AccessDecision of(Verdict verdict, Supplier<String> reason) {
        Objects.requireNonNull(reason, "reason");
        return new AccessDecision(verdict, () -> Visible.text(reason.get()));
    }

    /**
     * {@return an {@link Verdict#ALLOWED} decision}
     *
     * @param reason why; may be empty; what cannot be printed is escaped
     */
    public static AccessDecision allowed(String reason) {
        return of(Verdict.ALLOWED, reason);
    }

    /**
     * {@return an {@link Verdict#ALLOWED} decision whose reason is put into words only when it is read}
     *
     * @param reason gives why, always the same; may be empty; what cannot be printed is escaped
     */
    public static AccessDecision allowed(Supplier<String> reason) {
        return of(Verdict.ALLOWED, reason);
    }

    /**
     * {@return a {@link Verdict#DENIED} decision}
     *
     * @param reason why; may be empty; what cannot be printed is escaped
     */
    public static AccessDecision denied(String reason) {
        return of(Verdict.DENIED, reason);
    }

    /**
     * {@return a {@link Verdict#DENIED} decision whose reason is put into words only when it is read}
     *
     * @param reason gives why, always the same; may be empty; what cannot be printed is escaped
     */
    public static AccessDecision denied(Supplier<String> reason) {
        return of(Verdict.DENIED, reason);
    }

    /**
     * {@return a {@link Verdict#NO_OPINION} decision}
     *
     * @param reason why; may be empty; what cannot be printed is escaped
     */
    public static AccessDecision noOpinion(String reason) {
        return of(Verdict.NO_OPINION, reason);
    }

    /**
     * {@return a {@link Verdict#NO_OPINION} decision whose reason is put into words only when it is read}
     *
     * @param reason gives why, always the same; may be empty; what cannot be printed is escaped
     */
    public static AccessDecision noOpinion(Supplier<String> reason) {
        return of(Verdict.NO_OPINION, reason);
    }

    /** A {@link Verdict#NO_OPINION} decision whose reason has several lines, each of which has been made visible. */
    static AccessDecision noOpinionOnLines(Supplier<String> lines) {
        return new AccessDecision(Verdict.NO_OPINION, lines);
    }

    /** {@return allowed, denied, or no opinion} */
    public Verdict verdict() {
        return verdict;
    }

    /** {@return why, in the words of Kubernetes; may be empty} */
    public String reason() {
        return reason.get();
    }

    /** {@return whether the user may: the verdict is {@link Verdict#ALLOWED}} */
    public boolean isAllowed() {
        return verdict == Verdict.ALLOWED;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessDecision that && verdict == that.verdict && reason().equals(that.reason());
    }

    @Override
    public int hashCode() {
        return Objects.hash(verdict, reason());
    }

    /** The verdict and the reason, on one line. */
    @Override
    public String toString() {
        return "AccessDecision[verdict=" + verdict + ", reason=" + Visible.text(reason()) + "]";
    }
}
