package io.github.kubetls.rbac;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Authorizes by roles and bindings, as the API server does with {@code --authorization-mode=RBAC}.
 *
 * <p>ClusterRoleBindings are asked first, then the RoleBindings of the request's namespace, each sorted by name; the first
 * that allows decides, with the API server's reason. RBAC never denies: what no rule allows is no opinion, and the reason
 * then names roles that bindings refer to in vain. What a request costs depends on the bindings that concern its user, not
 * on how many there are. Groups count as they are given, {@code system:authenticated} too
 * ({@link UserInfo#authenticated()}), and {@code system:masters} has no privilege but what is bound to it.
 *
 * <pre>{@code
 * RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers"));
 * rbac.explain(user, Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">Using RBAC Authorization</a>
 */
public final class RbacAuthorizer implements Authorizer {

    private final Policy policy;

    private RbacAuthorizer(Policy policy) {
        this.policy = policy;
    }

    /**
     * Authorizes by these objects. Of two with the same kind, namespace and name the later one counts, as if it had been
     * applied over the other.
     *
     * @param objects roles and bindings in any order
     * @return the authorizer
     * @throws IllegalArgumentException when an object has no name, or a Role or RoleBinding does not say its namespace
     */
    public static RbacAuthorizer of(Collection<? extends RbacObject> objects) {
        return new RbacAuthorizer(new Policy(objects));
    }

    /**
     * Authorizes by these objects.
     *
     * @param objects roles and bindings in any order
     * @return the authorizer
     * @throws IllegalArgumentException as {@link #of(Collection)}
     */
    public static RbacAuthorizer of(RbacObject... objects) {
        return of(List.of(objects));
    }

    /**
     * Returns the roles and bindings.
     *
     * @return the objects in the order given
     */
    public List<RbacObject> objects() {
        return List.copyOf(policy.objects());
    }

    /**
     * Decides on one request.
     *
     * @param user       who asks
     * @param attributes what for
     * @return allowed, with the binding in the reason, or no opinion, with missing roles in the reason
     */
    @Override
    public AccessDecision authorize(UserInfo user, Attributes attributes) {
        List<String> errors = new ArrayList<>();
        return grant(user, attributes, errors).map(RbacAuthorizer::allowed).orElseGet(() -> noOpinion(errors));
    }

    static AccessDecision allowed(Grant grant) {
        return AccessDecision.allowed("RBAC: allowed by " + grant);
    }

    static AccessDecision noOpinion(List<String> errors) {
        return AccessDecision.noOpinion(errors.isEmpty() ? "" : "RBAC: " + Policy.aggregate(errors));
    }

    private Optional<Grant> grant(UserInfo user, Attributes attributes, List<String> errors) {
        for (BindingIndex.Match match : policy.matches(user, Policy.namespace(attributes))) {
            Optional<RuleOwner> role = policy.role(match.binding());
            if (role.isEmpty()) {
                errors.add(Policy.missingRole(match.binding()));
                continue;
            }
            for (PolicyRule rule : role.get().rules()) {
                if (rule.allows(attributes)) {
                    return Optional.of(new Grant(match.binding(), match.subject(), role.get(), rule));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Decides on one request and says why: which binding, which role and which rule allow it, or what is missing.
     *
     * @param user       who asks
     * @param attributes what for
     * @return the decision with its reasons
     */
    public Explanation explain(UserInfo user, Attributes attributes) {
        return new Explanation(user, attributes, grant(user, attributes, new ArrayList<>()), policy);
    }
}
