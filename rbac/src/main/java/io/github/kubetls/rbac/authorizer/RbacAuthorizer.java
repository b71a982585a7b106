package io.github.kubetls.rbac.authorizer;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.rbac.Binding;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.RuleOwner;
import io.github.kubetls.rbac.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Authorizes by roles and bindings, as the API server does with {@code --authorization-mode=RBAC}.
 *
 * <p>ClusterRoleBindings are asked first, then the RoleBindings of the request's namespace, each sorted by name; the
 * first that allows decides, with the API server's reason. RBAC never denies: where no rule allows a request it has
 * no opinion, and the reason then names the roles that bindings refer to and that do not exist. What a request costs depends on the bindings that
 * concern its user, not on how many there are. Groups count as they are given, {@code system:authenticated} too
 * ({@link UserInfo#authenticated()}), and {@code system:masters} has no privileges except those bound to it. The selectors of
 * a request do not matter.
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
     * {@return an authorizer by these objects} Of two with the same kind, namespace and name the later one counts, as
     * if it had been applied over the other.
     *
     * @param objects roles and bindings in any order
     * @throws IllegalArgumentException when an object has no name, or a Role or RoleBinding does not say its namespace
     */
    public static RbacAuthorizer of(Collection<? extends RbacObject> objects) {
        return new RbacAuthorizer(new Policy(objects));
    }

    /**
     * {@return an authorizer by these objects}
     *
     * @param objects roles and bindings in any order
     * @throws IllegalArgumentException as {@link #of(Collection)}
     */
    public static RbacAuthorizer of(RbacObject... objects) {
        return of(List.of(objects));
    }

    /** {@return the roles and bindings in the order given} */
    public List<RbacObject> objects() {
        return List.copyOf(policy.objects());
    }

    /**
     * {@return what is legal but unwise, object by object in the order given, within the {@linkplain RbacObject#location()
     * object}: the findings of every object, and bindings to roles that do not exist}
     */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (RbacObject object : policy.objects()) {
            object.findings().forEach(finding -> findings.add(finding.within(object.location())));
            if (object instanceof Binding binding && policy.role(binding).isEmpty()) {
                findings.add(Finding.error(
                        "ROLE_UNKNOWN",
                        Location.of("roleRef").within(binding.location()),
                        "grants nothing: " + Policy.roleNotFound(binding.roleRef()),
                        "create the role; to refer to another one, delete the binding and create it anew"));
            }
        }
        return List.copyOf(findings);
    }

    /**
     * {@return the decision on one request: allowed, with the binding in the reason, or no opinion, with missing roles
     * in the reason}
     *
     * @param user       who asks
     * @param attributes what for
     */
    @Override
    public AccessDecision authorize(UserInfo user, Attributes attributes) {
        return policy.answer(user, attributes).decision();
    }

    /**
     * {@return the decision on one request with its reasons: which binding, which role and which rule allow it, or what
     * is missing}
     *
     * @param user       who asks
     * @param attributes what for
     */
    public Explanation explain(UserInfo user, Attributes attributes) {
        return new Explanation(user, attributes, policy);
    }

    /**
     * {@return all rules that a user has in a namespace, as {@code kubectl auth can-i --list} shows them, and what
     * could not be found}
     *
     * @param user      the user
     * @param namespace the namespace; empty for what the user may do everywhere
     */
    public UserRules rulesFor(UserInfo user, String namespace) {
        return new UserRules(policy.rules(user, namespace), policy.resolutionErrors(user, namespace));
    }

    /**
     * The rules of a user.
     *
     * @param rules            the rules in the order of the bindings that grant them; may repeat
     * @param resolutionErrors the API server's texts for missing roles that the user's bindings refer to, each once
     */
    public record UserRules(List<PolicyRule> rules, List<String> resolutionErrors) {

        /**
         * Keeps its own copies.
         *
         * @param rules            the rules
         * @param resolutionErrors texts for roles that are not there
         */
        public UserRules {
            rules = List.copyOf(rules);
            resolutionErrors = List.copyOf(resolutionErrors);
        }
    }

    /**
     * {@return all subjects that may do something, and what could not be found: {@code system:masters}, to which the
     * API server allows everything, then the subjects of the bindings whose roles allow it}
     *
     * @param attributes the request
     */
    public AllowedSubjects whoCan(Attributes attributes) {
        return whoCan(attributes, List.of());
    }

    /**
     * {@return all subjects that may do something, and what could not be found, in a cluster that has a super-user
     * besides RBAC, who comes after {@code system:masters}}
     *
     * @param attributes the request
     * @param superUser  the name of the user to whom everything is allowed
     * @throws IllegalArgumentException when the name is empty
     */
    public AllowedSubjects whoCan(Attributes attributes, String superUser) {
        return whoCan(attributes, List.of(Subject.user(superUser)));
    }

    private AllowedSubjects whoCan(Attributes attributes, List<Subject> superUsers) {
        List<Subject> subjects = new ArrayList<>();
        Set<String> errors = new LinkedHashSet<>();
        subjects.add(Subject.group(UserInfo.MASTERS_GROUP));
        subjects.addAll(superUsers);
        List<Binding> bindings = new ArrayList<>(policy.clusterRoleBindings());
        bindings.addAll(policy.roleBindings(Policy.namespace(attributes)));
        for (Binding binding : bindings) {
            Optional<RuleOwner> role = policy.role(binding);
            if (role.isEmpty()) {
                errors.add(Policy.roleNotFound(binding.roleRef()));
            } else if (role.get().rules().stream().anyMatch(rule -> rule.allows(attributes))) {
                subjects.addAll(binding.subjects());
            }
        }
        return new AllowedSubjects(subjects, List.copyOf(errors));
    }

    /**
     * Who may do something.
     *
     * @param subjects         the subjects in the order of the bindings; as in Kubernetes they may repeat
     * @param resolutionErrors the API server's texts for missing roles that bindings refer to, each once
     */
    public record AllowedSubjects(List<Subject> subjects, List<String> resolutionErrors) {

        /**
         * Keeps its own copies.
         *
         * @param subjects         the subjects
         * @param resolutionErrors texts for roles that are not there
         */
        public AllowedSubjects {
            subjects = List.copyOf(subjects);
            resolutionErrors = List.copyOf(resolutionErrors);
        }
    }

    /**
     * {@return the check whether a user who creates an object would grant more than it has}
     *
     * @param user   who writes
     * @param object the role or binding to be created
     */
    public EscalationCheck checkEscalation(UserInfo user, RbacObject object) {
        return EscalationCheck.of(policy, user, Optional.empty(), object);
    }

    /**
     * {@return the check whether a user who changes an object would grant more than it has}
     *
     * @param user     who writes
     * @param existing the object as it is
     * @param object   the object as it is to be
     */
    public EscalationCheck checkEscalation(UserInfo user, RbacObject existing, RbacObject object) {
        return EscalationCheck.of(policy, user, Optional.of(existing), object);
    }
}
