package io.github.kubetls.rbac.authorizer;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.rbac.Binding;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.rbac.RuleOwner;
import io.github.kubetls.rbac.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A decision of an {@link RbacAuthorizer} with its reasons.
 *
 * <p>When the request is allowed, {@link #grant()} is the binding, subject, role and rule that allow it. When it is not,
 * {@link #bindings()} are those that concern the user, {@link #resolutionErrors()} tells which of their roles do not exist,
 * and {@link #nearMisses()} are the rules that come closest, with what they lack. {@link #toString()} says it in words.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">Using RBAC Authorization</a>
 */
public final class Explanation {

    private final UserInfo user;
    private final Attributes attributes;
    private final Policy.Answer answer;
    private final List<String> resolutionErrors;
    private final List<Binding> bindings;
    private final List<NearMiss> nearMisses;

    /**
     * Why a user may do something: the binding names the user and grants the role, whose rule allows it.
     *
     * @param binding the binding
     * @param subject the first of its subjects that the user is
     * @param role    the role that the binding refers to
     * @param rule    the first of the role's rules that allows the request
     */
    public record Grant(Binding binding, Subject subject, RuleOwner role, PolicyRule rule) {

        /**
         * In Kubernetes' words, such as {@code ClusterRoleBinding "b" of ClusterRole "r" to Group "g"}.
         */
        @Override
        public String toString() {
            String name = binding instanceof RoleBinding ? binding.name() + "/" + binding.namespace() : binding.name();
            Subject shown =
                    subject instanceof Subject.ServiceAccount account ? account.in(binding.namespace()) : subject;
            return binding.kind() + " " + GoText.quote(name) + " of " + binding.roleRef() + " to " + shown;
        }
    }

    /**
     * A rule that is granted to the user and does not allow the request.
     *
     * @param grant what is granted
     * @param lacks what in the rule does not fit the request
     */
    public record NearMiss(Grant grant, Set<PolicyRule.Part> lacks) {

        /**
         * Keeps its own copy of what is lacking.
         *
         * @param grant what is granted
         * @param lacks what in the rule does not fit the request
         */
        public NearMiss {
            lacks = Set.copyOf(lacks);
        }

        /** In words. */
        @Override
        public String toString() {
            String parts =
                    lacks.stream().sorted().map(PolicyRule.Part::toString).collect(Collectors.joining(" and "));
            return grant + ", rule " + grant.rule() + ": does not fit the " + parts;
        }
    }

    Explanation(UserInfo user, Attributes attributes, Policy policy) {
        String namespace = Policy.namespace(attributes);
        this.user = user;
        this.attributes = attributes;
        this.answer = policy.answer(user, attributes);
        List<BindingIndex.Match> matches = new ArrayList<>();
        policy.matches(user, namespace).forEach(matches::add);
        this.bindings = matches.stream().map(BindingIndex.Match::binding).toList();
        this.resolutionErrors = policy.resolutionErrors(user, namespace);
        this.nearMisses = answer.grant().isPresent() ? List.of() : nearest(misses(matches));
    }

    private List<NearMiss> misses(List<BindingIndex.Match> matches) {
        List<NearMiss> misses = new ArrayList<>();
        for (BindingIndex.Match match : matches) {
            match.role()
                    .ifPresent(role -> role.rules().forEach(rule -> {
                        Grant granted = new Grant(match.binding(), match.subject(), role, rule);
                        misses.add(new NearMiss(granted, rule.mismatches(attributes)));
                    }));
        }
        return misses;
    }

    /** Those that lack the least; a rule that fits in nothing comes near to nothing. */
    private static List<NearMiss> nearest(List<NearMiss> misses) {
        int least = misses.stream().mapToInt(miss -> miss.lacks().size()).min().orElse(0);
        return misses.stream()
                .filter(miss -> miss.lacks().size() == least)
                .filter(miss -> !miss.lacks().containsAll(Set.of(PolicyRule.Part.VERB, PolicyRule.Part.RESOURCE)))
                .filter(miss -> !miss.lacks().containsAll(Set.of(PolicyRule.Part.VERB, PolicyRule.Part.URL)))
                .toList();
    }

    /** {@return the decision, allowed or no opinion, with the API server's reason} */
    public AccessDecision decision() {
        return answer.decision();
    }

    /** {@return the first grant that allows the request, or empty when none does} */
    public Optional<Grant> grant() {
        return answer.grant();
    }

    /**
     * {@return the bindings that concern the user, in the order in which they are asked, unmodifiable: its
     * ClusterRoleBindings, then its RoleBindings in the request's namespace}
     */
    public List<Binding> bindings() {
        return bindings;
    }

    /**
     * {@return what is wrong with these bindings: the API server's texts for roles that they refer to and that do not
     * exist, each once, unmodifiable}
     */
    public List<String> resolutionErrors() {
        return resolutionErrors;
    }

    /**
     * {@return the granted rules that come closest to allowing a request that is not allowed, with what they lack,
     * unmodifiable; none when the request is allowed, or nothing comes near}
     */
    public List<NearMiss> nearMisses() {
        return nearMisses;
    }

    /** In words, on several lines. */
    @Override
    public String toString() {
        String who = "user " + GoText.quote(user.name()) + " with groups " + GoText.quote(user.groups());
        StringBuilder text = new StringBuilder(who);
        if (grant().isPresent()) {
            Grant grant = grant().get();
            text.append(" may ").append(attributes).append(": ").append(grant);
            return text.append(", rule ").append(grant.rule()).toString();
        }
        text.append(" may not ").append(attributes).append(": ");
        text.append(
                bindings.isEmpty()
                        ? "no binding concerns this user"
                        : "none of the " + bindings.size() + " bindings that concern this user allows it");
        resolutionErrors.forEach(error -> text.append("\n  ").append(error));
        nearMisses.forEach(miss -> text.append("\n  ").append(miss));
        return text.toString();
    }
}
