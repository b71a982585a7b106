package io.github.kubetls.access;

import io.github.kubetls.internal.message.Visible;

/**
 * What an {@link Authorizer} says.
 *
 * @param verdict allowed, denied, or no opinion
 * @param reason  why, in the words of Kubernetes; may be empty
 */
public record AccessDecision(Verdict verdict, String reason) {

    /** The three answers of an authorizer. */
    public enum Verdict {
        /** The user may; no further authorizer is asked. */
        ALLOWED,
        /** The user may not; no further authorizer is asked. */
        DENIED,
        /** This authorizer does not know; the next one is asked, and when none allows, the request is refused. */
        NO_OPINION
    }

    /**
     * {@return an {@link Verdict#ALLOWED} decision}
     *
     * @param reason why; may be empty; what cannot be printed is escaped
     */
    public static AccessDecision allowed(String reason) {
        return new AccessDecision(Verdict.ALLOWED, Visible.text(reason));
    }

    /**
     * {@return a {@link Verdict#DENIED} decision}
     *
     * @param reason why; may be empty; what cannot be printed is escaped
     */
    public static AccessDecision denied(String reason) {
        return new AccessDecision(Verdict.DENIED, Visible.text(reason));
    }

    /**
     * {@return a {@link Verdict#NO_OPINION} decision}
     *
     * @param reason why; may be empty; what cannot be printed is escaped
     */
    public static AccessDecision noOpinion(String reason) {
        return new AccessDecision(Verdict.NO_OPINION, Visible.text(reason));
    }

    /** {@return whether the user may: the verdict is {@link Verdict#ALLOWED}} */
    public boolean isAllowed() {
        return verdict == Verdict.ALLOWED;
    }

    /** The verdict and the reason, on one line. */
    @Override
    public String toString() {
        return "AccessDecision[verdict=" + verdict + ", reason=" + Visible.text(reason) + "]";
    }
}
