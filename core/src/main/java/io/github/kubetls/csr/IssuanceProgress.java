package io.github.kubetls.csr;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.text.GoText;
import java.time.Instant;
import java.util.List;

/**
 * How far a CertificateSigningRequest has come, for whoever waits for its certificate.
 *
 * <p>Approval alone is not the end: the certificate must be there too. The status of conditions does not matter. An object of
 * the same name with another uid is another request.
 *
 * @param state   how far it has come
 * @param message what to say about it, in the words of Kubernetes; empty while it is under way and when it is issued
 */
public record IssuanceProgress(State state, String message) {

    /** The states, the first two of which are under way. */
    public enum State {
        /** Not decided. */
        PENDING,
        /** Approved, but not issued. */
        APPROVED,
        /** Issued: the certificate can be taken. */
        ISSUED,
        /** Denied; for good. */
        DENIED,
        /** The signer has given up; for good. */
        FAILED,
        /** Deleted; for good. */
        DELETED,
        /** Replaced by another request of the same name. */
        REPLACED
    }

    /**
     * {@return how far a request has come}
     *
     * @param csr the object, as it was last seen
     * @param uid the uid of the object that was created; empty when it is not known
     */
    public static IssuanceProgress of(CertificateSigningRequest csr, String uid) {
        if (!uid.isEmpty() && !csr.metadata().uid().equals(uid)) {
            return new IssuanceProgress(
                    State.REPLACED, "csr " + GoText.quote(csr.metadata().name()) + " changed UIDs");
        }
        for (Condition condition : csr.conditions()) {
            String why = "reason: " + condition.reason() + ", message: " + condition.message();
            if (condition.type().equals(Condition.DENIED)) {
                return new IssuanceProgress(State.DENIED, "certificate signing request is denied, " + why);
            }
            if (condition.type().equals(Condition.FAILED)) {
                return new IssuanceProgress(State.FAILED, "certificate signing request failed, " + why);
            }
        }
        if (!csr.isApproved()) {
            return new IssuanceProgress(State.PENDING, "");
        }
        return new IssuanceProgress(csr.isIssued() ? State.ISSUED : State.APPROVED, "");
    }

    /**
     * {@return the progress of a request that was deleted}
     *
     * @param name the object's name
     */
    public static IssuanceProgress deleted(String name) {
        return new IssuanceProgress(State.DELETED, "csr " + GoText.quote(name) + " was deleted");
    }

    /**
     * Compares a stored object with one that was to be created under the same name, as a kubelet does before it waits for an
     * object that is there already. Unlike a kubelet, it also compares names, usages and duration.
     *
     * @param stored the object that is there
     * @param wanted the object that was to be created
     * @param now    the time, for the certificate that may be there
     * @return findings of severity ERROR for which a kubelet refuses the object ({@code REQUEST_INVALID},
     *     {@code SUBJECT_MISMATCH}, {@code SIGNER_MISMATCH}, {@code REQUEST_KEY_MISMATCH}, {@code CERTIFICATE_EXPIRED},
     *     {@code CERTIFICATE_INVALID}), and of severity WARNING for what a kubelet does not compare
     *     ({@code SUBJECT_ALT_NAMES_MISMATCH}, {@code USAGES_MISMATCH}, {@code EXPIRATION_SECONDS_MISMATCH})
     */
    public static List<Finding> findingsOfReuse(
            CertificateSigningRequest stored, CertificateSigningRequest wanted, Instant now) {
        return findingsOfReuse(stored, wanted, now, KubernetesRelease.latest());
    }

    /**
     * {@return the findings of {@link #findingsOfReuse(CertificateSigningRequest, CertificateSigningRequest, Instant)} for a
     * kubelet of a release}
     *
     * @param stored  the object that is there
     * @param wanted  the object that was to be created
     * @param now     the time, for the certificate that may be there
     * @param release the release, by which requests and certificates are read
     */
    public static List<Finding> findingsOfReuse(
            CertificateSigningRequest stored,
            CertificateSigningRequest wanted,
            Instant now,
            KubernetesRelease release) {
        return ReuseCheck.findings(stored, wanted, now, release);
    }

    /** {@return whether waiting is over: the state is neither {@link State#PENDING} nor {@link State#APPROVED}} */
    public boolean isOver() {
        return state != State.PENDING && state != State.APPROVED;
    }

    /** The state and the message, on one line. */
    @Override
    public String toString() {
        return "IssuanceProgress[state=" + state + ", message=" + Visible.text(message) + "]";
    }
}
