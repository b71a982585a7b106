package io.github.kubetls.csr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An endpoint of the API through which a stored CertificateSigningRequest is replaced. Each lets other parts change:
 *
 * <pre>{@code
 *            Approved, Denied    Failed, others    certificate
 * MAIN       -                   -                 -
 * STATUS     -                   yes               once
 * APPROVAL   yes                 yes               -
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/certificate-signing-request-v1/">
 *     CertificateSigningRequest</a>
 */
public enum Subresource {
    /** {@code PUT …/{name}}: metadata only. */
    MAIN,
    /** {@code PUT …/{name}/status}: for signers. */
    STATUS,
    /** {@code PUT …/{name}/approval}: for approvers. */
    APPROVAL;

    /** What the API server makes of a proposed object before it checks it. */
    CertificateSigningRequest prepare(
            CertificateSigningRequest stored, CertificateSigningRequest proposed, Instant now) {
        return switch (this) {
            case MAIN -> proposed.withSpecAndStatusOf(stored, stored.conditions(), stored.certificate());
            case APPROVAL ->
                proposed.withSpecAndStatusOf(
                        stored, withTimes(proposed.conditions(), stored.conditions(), now), stored.certificate());
            case STATUS ->
                proposed.withSpecAndStatusOf(
                        stored,
                        withTimes(preserved(stored, proposed), stored.conditions(), now),
                        proposed.certificate());
        };
    }

    /** The proposed conditions, with decisions as they are stored. */
    private static List<Condition> preserved(CertificateSigningRequest stored, CertificateSigningRequest proposed) {
        List<Condition> conditions = new ArrayList<>(proposed.conditions());
        boolean approvedKept = preserve(Condition.APPROVED, conditions, stored.conditions());
        boolean deniedKept = preserve(Condition.DENIED, conditions, stored.conditions());
        boolean isBeta = proposed.apiVersion().equals(CertificateSigningRequest.API_VERSION_BETA);
        return isBeta && !(approvedKept && deniedKept) ? stored.conditions() : conditions;
    }

    private static boolean preserve(String type, List<Condition> conditions, List<Condition> stored) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i).type().equals(type)) {
                places.add(i);
            }
        }
        List<Condition> old = stored.stream()
                .filter(condition -> condition.type().equals(type))
                .toList();
        if (old.size() != places.size()) {
            return false;
        }
        for (int i = 0; i < places.size(); i++) {
            conditions.set(places.get(i), old.get(i));
        }
        return true;
    }

    private static List<Condition> withTimes(List<Condition> conditions, List<Condition> stored, Instant now) {
        return conditions.stream()
                .map(condition -> withTimes(condition, stored, now))
                .toList();
    }

    private static Condition withTimes(Condition condition, List<Condition> stored, Instant now) {
        Instant transition = condition
                .lastTransitionTime()
                .orElseGet(() -> stored.stream()
                        .filter(old -> old.type().equals(condition.type())
                                && old.status().equals(condition.status()))
                        .flatMap(old -> old.lastTransitionTime().stream())
                        .findFirst()
                        .orElse(now));
        return condition.toBuilder()
                .lastUpdateTime(condition.lastUpdateTime().orElse(now))
                .lastTransitionTime(transition)
                .build();
    }
}
