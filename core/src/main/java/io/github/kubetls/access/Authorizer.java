package io.github.kubetls.access;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Answers "may this user do this?".
 *
 * <p>RBAC is one (in the module {@code rbac}); a SubjectAccessReview sent to a cluster can be another.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/">Authorization</a>
 */
@FunctionalInterface
public interface Authorizer {

    /**
     * {@return the decision on one request}
     *
     * @param user       who asks
     * @param attributes what the user wants to do
     */
    AccessDecision authorize(UserInfo user, Attributes attributes);

    /**
     * {@return an authorizer that asks several in order, as the API server does: the first that allows or denies
     * decides} When none does, the answer is no opinion, with the reasons given, one per line.
     *
     * @param authorizers the authorizers, in the order to ask them
     */
    static Authorizer inOrder(Authorizer... authorizers) {
        List<Authorizer> chain = List.of(authorizers);
        return (user, attributes) -> {
            List<AccessDecision> undecided = new ArrayList<>();
            for (Authorizer authorizer : chain) {
                AccessDecision decision = authorizer.authorize(user, attributes);
                if (decision.verdict() != AccessDecision.Verdict.NO_OPINION) {
                    return decision;
                }
                undecided.add(decision);
            }
            return AccessDecision.noOpinionOnLines(() -> undecided.stream()
                    .map(AccessDecision::reason)
                    .filter(reason -> !reason.isEmpty())
                    .collect(Collectors.joining("\n")));
        };
    }
}
