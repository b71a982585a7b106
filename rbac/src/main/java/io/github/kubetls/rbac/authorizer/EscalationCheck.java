package io.github.kubetls.rbac.authorizer;

import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.rbac.Binding;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.RuleOwner;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a user may write a role or binding, or would grant more than it has by doing so.
 *
 * <p>A role's rules must be covered by the user's own, unless the user has the verb {@code escalate} on the role; the rules
 * of a role that a binding refers to must be covered, unless the user has the verb {@code bind} on that role. Members of
 * {@code system:masters} may write everything. Whether the user may write roles at all is another question.
 *
 * <pre>{@code
 * EscalationCheck check = rbac.checkEscalation(user, role);
 * check.uncovered().forEach(System.out::println);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping">Privilege
 *     escalation prevention</a>
 */
public final class EscalationCheck {

    private static final EscalationCheck ALLOWED = new EscalationCheck(Outcome.ALLOWED, "", "", List.of());
    private static final List<PolicyRule> ALL = List.of(
            PolicyRule.verbs("*").apiGroups("*").resources("*"),
            PolicyRule.verbs("*").nonResourceUrls("*"));
    private static final List<String> GARBAGE_COLLECTION =
            List.of("ownerReferences", "finalizers", "selfLink", "managedFields");

    private final Outcome outcome;
    private final String subject;
    private final String reason;
    private final List<PolicyRule> uncovered;

    /** The answers. */
    public enum Outcome {
        /** The API server would take the object from this user. */
        ALLOWED,
        /** It would refuse it with status 403: the user would grant what it does not have. */
        FORBIDDEN,
        /** It would refuse it with status 404: the role that the binding refers to is not there. */
        ROLE_NOT_FOUND
    }

    private EscalationCheck(Outcome outcome, String subject, String reason, List<PolicyRule> uncovered) {
        this.outcome = outcome;
        this.subject = subject;
        this.reason = reason;
        this.uncovered = List.copyOf(uncovered);
    }

    static EscalationCheck of(Policy policy, UserInfo user, Optional<RbacObject> existing, RbacObject object) {
        boolean exempt = user.isMemberOf(UserInfo.MASTERS_GROUP)
                || existing.filter(old -> changesGarbageCollectionOnly(old, object))
                        .isPresent();
        if (exempt) {
            return ALLOWED;
        }
        return object instanceof Binding binding
                ? binding(policy, user, binding)
                : role(policy, user, existing, (RuleOwner) object);
    }

    private static boolean changesGarbageCollectionOnly(RbacObject existing, RbacObject object) {
        return stripped(existing).equals(stripped(object));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> stripped(RbacObject object) {
        Map<String, @Nullable Object> map = object.toMap();
        ((Map<String, @Nullable Object>) Objects.requireNonNull(map.get("metadata")))
                .keySet()
                .removeAll(GARBAGE_COLLECTION);
        return map;
    }

    private static EscalationCheck role(Policy policy, UserInfo user, Optional<RbacObject> existing, RuleOwner role) {
        String resource = resource(role);
        // A request to create carries no name.
        Attributes escalate = Attributes.resource("escalate", RbacObject.API_GROUP, resource)
                .withName(existing.isPresent() ? role.name() : "")
                .withNamespace(role.namespace());
        if (allows(policy, user, escalate)) {
            return ALLOWED;
        }
        EscalationCheck own = rules(policy, user, role, role.rules());
        boolean aggregates = isAggregated(role)
                || existing.filter(EscalationCheck::isAggregated).isPresent();
        if (!own.isAllowed() || !aggregates) {
            return own;
        }
        EscalationCheck everything = rules(policy, user, role, ALL);
        return everything.isAllowed()
                ? ALLOWED
                : new EscalationCheck(
                        Outcome.FORBIDDEN,
                        describe(role),
                        "must have cluster-admin privileges to use the aggregationRule",
                        everything.uncovered);
    }

    private static boolean isAggregated(RbacObject object) {
        return object instanceof ClusterRole role && role.aggregationRule().isPresent();
    }

    private static EscalationCheck binding(Policy policy, UserInfo user, Binding binding) {
        RoleRef ref = binding.roleRef();
        String resource = ref instanceof RoleRef.ToRole ? "roles" : "clusterroles";
        Attributes bind = Attributes.resource("bind", RbacObject.API_GROUP, resource)
                .withName(ref.name())
                .withNamespace(binding.namespace());
        if (allows(policy, user, bind)) {
            return ALLOWED;
        }
        Optional<RuleOwner> role = policy.role(binding);
        if (role.isEmpty()) {
            return new EscalationCheck(Outcome.ROLE_NOT_FOUND, "", Policy.storedRoleNotFound(ref), List.of());
        }
        return rules(policy, user, binding, role.get().rules());
    }

    private static boolean allows(Policy policy, UserInfo user, Attributes attributes) {
        return policy.answer(user, attributes).grant().isPresent();
    }

    private static EscalationCheck rules(Policy policy, UserInfo user, RbacObject object, List<PolicyRule> rules) {
        List<PolicyRule> uncovered = PolicyRule.uncovered(policy.rules(user, object.namespace()), rules);
        if (uncovered.isEmpty()) {
            return ALLOWED;
        }
        TreeSet<String> descriptions = new TreeSet<>(Unicode.CODE_POINT_ORDER);
        PolicyRule.compact(uncovered).forEach(rule -> descriptions.add(rule.toString()));
        String reason = "user " + GoText.quote(user.name()) + " (groups=" + GoText.quote(user.groups())
                + ") is attempting to grant RBAC permissions not currently held:\n"
                + String.join("\n", descriptions);
        List<RoleRef> missing = policy.missingRoles(user, object.namespace());
        if (!missing.isEmpty()) {
            List<String> errors =
                    missing.stream().map(Policy::storedRoleNotFound).toList();
            reason += "; resolution errors: [" + GoText.aggregate(errors) + "]";
        }
        return new EscalationCheck(Outcome.FORBIDDEN, describe(object), reason, uncovered);
    }

    private static String describe(RbacObject object) {
        return resource(object) + "." + RbacObject.API_GROUP + " " + GoText.quote(object.name());
    }

    private static String resource(RbacObject object) {
        return object.kind().toLowerCase(Locale.ROOT) + "s";
    }

    /** {@return the answer} */
    public Outcome outcome() {
        return outcome;
    }

    /** {@return whether the API server would take the object from this user} */
    public boolean isAllowed() {
        return outcome == Outcome.ALLOWED;
    }

    /**
     * {@return why not, in the API server's words: who is attempting to grant what, a line for each rule that is not
     * held; empty when it is allowed}
     */
    public String reason() {
        return reason;
    }

    /** {@return the API server's whole message, with the object in front of the reason; empty when it is allowed} */
    public String message() {
        return outcome == Outcome.FORBIDDEN ? subject + " is forbidden: " + reason : reason;
    }

    /**
     * {@return what the user would grant and does not have: rules for one verb on one thing each, in order,
     * unmodifiable; none when it is allowed}
     */
    public List<PolicyRule> uncovered() {
        return uncovered;
    }

    /** The message, or that it is allowed. */
    @Override
    public String toString() {
        return isAllowed() ? "allowed" : message();
    }
}
