package io.github.kubetls.csr;

import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.manifest.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an approver decides about a CertificateSigningRequest: to approve it, to deny it, or to leave it to others.
 *
 * <p>A policy adds every rule that it checked, so that a request that stays pending can be explained.
 *
 * <pre>{@code
 * ApprovalDecision decision = ApprovalDecision.approved("ApprovedByAdmin", "checked by hand");
 * CertificateSigningRequest update = csr.withDecision(decision, now);   // PUT …/approval
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#approval-rejection">
 *     Approval or rejection</a>
 */
public final class ApprovalDecision {

    /** The three outcomes. */
    public enum Verdict {
        /** The signer may sign. */
        APPROVED,
        /** The signer must not sign. */
        DENIED,
        /** Another approver decides; without one the request stays pending. */
        OPEN
    }

    /**
     * One rule of a decision, and whether the request keeps it.
     *
     * @param rule    stable name of the rule, in capitals, such as {@code USERNAME_IS_COMMON_NAME}
     * @param passed  whether the request keeps it
     * @param message what was found
     */
    public record Check(String rule, boolean passed, String message) {

        /**
         * Creates a check; characters of the message that cannot be printed are escaped.
         *
         * @param rule    its stable name
         * @param passed  whether the rule is kept
         * @param message what was found
         */
        public Check {
            message = Visible.text(message);
        }

        static Check of(String rule, boolean passed, String whenPassed, String whenFailed) {
            return new Check(rule, passed, passed ? whenPassed : whenFailed);
        }

        /** What the signer's own rules say: each violation, or that there is none. */
        static List<Check> signerRules(List<FieldError> violations, String whenPassed) {
            return violations.isEmpty()
                    ? List.of(new Check("SIGNER_RULES", true, whenPassed))
                    : violations.stream()
                            .map(violation -> new Check("SIGNER_RULES", false, violation.message()))
                            .toList();
        }
    }

    private final Verdict verdict;
    private final String reason;
    private final String message;
    private final List<Check> checks;

    private ApprovalDecision(Verdict verdict, String reason, String message, List<Check> checks) {
        this.verdict = verdict;
        this.reason = Objects.requireNonNull(reason, "reason");
        this.message = Objects.requireNonNull(message, "message");
        this.checks = List.copyOf(checks);
    }

    /**
     * {@return an approval}
     *
     * @param reason  why, in one word such as {@code AutoApproved}
     * @param message why, for people
     */
    public static ApprovalDecision approved(String reason, String message) {
        return new ApprovalDecision(Verdict.APPROVED, reason, message, List.of());
    }

    /**
     * {@return a denial}
     *
     * @param reason  why, in one word
     * @param message why, for people
     */
    public static ApprovalDecision denied(String reason, String message) {
        return new ApprovalDecision(Verdict.DENIED, reason, message, List.of());
    }

    /**
     * {@return an open decision}
     *
     * @param message why not; may be empty
     */
    public static ApprovalDecision open(String message) {
        return new ApprovalDecision(Verdict.OPEN, "", message, List.of());
    }

    /** No decision, because of the only rule that was checked. */
    static ApprovalDecision open(String rule, String message) {
        return open(message).withChecks(List.of(new Check(rule, false, message)));
    }

    /** No decision where there is one already, or a certificate; empty where there is none. */
    static Optional<ApprovalDecision> ifDecided(CertificateSigningRequest csr) {
        return csr.isIssued() || isDecided(csr)
                ? Optional.of(open("NOT_DECIDED", "already " + Condition.summary(csr.conditions(), csr.isIssued())))
                : Optional.empty();
    }

    private static boolean isDecided(CertificateSigningRequest csr) {
        return csr.condition(Condition.APPROVED).isPresent() || csr.isDenied();
    }

    /** The request with the condition of this decision. */
    CertificateSigningRequest addedTo(CertificateSigningRequest csr, Instant now) {
        Optional<Condition> condition = condition(now);
        if (condition.isEmpty()) {
            return csr;
        }
        if (isDecided(csr)) {
            throw new IllegalStateException(
                    "the request is already " + Condition.summary(csr.conditions(), csr.isIssued())
                            + ", and a decision is never flipped: create a new request");
        }
        return csr.withCondition(condition.get());
    }

    /**
     * {@return this decision with the rules that led to it}
     *
     * @param checks the rules, in the order in which they were checked
     */
    public ApprovalDecision withChecks(List<Check> checks) {
        return new ApprovalDecision(verdict, reason, message, checks);
    }

    /** {@return the outcome} */
    public Verdict verdict() {
        return verdict;
    }

    /** {@return whether the verdict is {@link Verdict#APPROVED}} */
    public boolean isApproved() {
        return verdict == Verdict.APPROVED;
    }

    /** {@return the reason of the condition, one word; empty when there is no decision} */
    public String reason() {
        return reason;
    }

    /** {@return the message of the condition, or why there is no decision; may be empty} */
    public String message() {
        return message;
    }

    /** {@return the rules that were checked, in order} */
    public List<Check> checks() {
        return checks;
    }

    /** {@return the rules among {@link #checks()} that the request breaks} */
    public List<Check> failures() {
        return checks.stream().filter(check -> !check.passed()).toList();
    }

    /**
     * {@return the complete condition that carries the decision; empty when there is no decision}
     *
     * @param now the time of the condition
     */
    public Optional<Condition> condition(Instant now) {
        return switch (verdict) {
            case APPROVED -> Optional.of(Condition.approved(reason, message).at(now));
            case DENIED -> Optional.of(Condition.denied(reason, message).at(now));
            case OPEN -> Optional.empty();
        };
    }

    /** Verdict, reason and message. */
    @Override
    public String toString() {
        return Visible.text(
                verdict + (reason.isEmpty() ? "" : " " + reason) + (message.isEmpty() ? "" : ": " + message));
    }
}
