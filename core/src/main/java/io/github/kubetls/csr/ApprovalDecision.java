package io.github.kubetls.csr;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an approver decides about a CertificateSigningRequest: to approve it, to deny it, or to leave it to others.
 *
 * <p>A policy adds every rule that it looked at, so that a request that stays pending can be explained.
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

        static Check of(String rule, boolean passed, String whenPassed, String whenFailed) {
            return new Check(rule, passed, passed ? whenPassed : whenFailed);
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
     * An approval.
     *
     * @param reason  why, in one word such as {@code AutoApproved}
     * @param message why, for people
     * @return the decision
     */
    public static ApprovalDecision approved(String reason, String message) {
        return new ApprovalDecision(Verdict.APPROVED, reason, message, List.of());
    }

    /**
     * A denial.
     *
     * @param reason  why, in one word
     * @param message why, for people
     * @return the decision
     */
    public static ApprovalDecision denied(String reason, String message) {
        return new ApprovalDecision(Verdict.DENIED, reason, message, List.of());
    }

    /**
     * No decision.
     *
     * @param message why not; may be empty
     * @return the decision
     */
    public static ApprovalDecision open(String message) {
        return new ApprovalDecision(Verdict.OPEN, "", message, List.of());
    }

    /** No decision, because of the only rule that was looked at. */
    static ApprovalDecision open(String rule, String message) {
        return open(message).withChecks(List.of(new Check(rule, false, message)));
    }

    /**
     * This decision with the rules that led to it.
     *
     * @param checks the rules, in the order in which they were looked at
     * @return the copy
     */
    public ApprovalDecision withChecks(List<Check> checks) {
        return new ApprovalDecision(verdict, reason, message, checks);
    }

    /**
     * Returns the outcome.
     *
     * @return the verdict
     */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * Tells whether the verdict is {@link Verdict#APPROVED}.
     *
     * @return whether the request is approved
     */
    public boolean isApproved() {
        return verdict == Verdict.APPROVED;
    }

    /**
     * Returns the reason of the condition.
     *
     * @return one word; empty when there is no decision
     */
    public String reason() {
        return reason;
    }

    /**
     * Returns the message of the condition, or why there is no decision.
     *
     * @return text for people; may be empty
     */
    public String message() {
        return message;
    }

    /**
     * Returns the rules that were looked at.
     *
     * @return the rules, in order
     */
    public List<Check> checks() {
        return checks;
    }

    /**
     * Returns the rules that the request breaks.
     *
     * @return the failed ones among {@link #checks()}
     */
    public List<Check> failures() {
        return checks.stream().filter(check -> !check.passed()).toList();
    }

    /**
     * Makes the condition that carries the decision.
     *
     * @param now the time of the condition
     * @return the condition, complete; empty when there is no decision
     */
    public Optional<Condition> condition(Instant now) {
        if (verdict == Verdict.OPEN) {
            return Optional.empty();
        }
        return Optional.of(Condition.builder(isApproved() ? Condition.APPROVED : Condition.DENIED)
                .reason(reason)
                .message(message)
                .lastUpdateTime(now)
                .lastTransitionTime(now)
                .build());
    }

    /** Verdict, reason and message. */
    @Override
    public String toString() {
        return verdict + (reason.isEmpty() ? "" : " " + reason) + (message.isEmpty() ? "" : ": " + message);
    }
}
