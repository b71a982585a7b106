package io.github.kubetls.rbac;

import io.github.kubetls.internal.text.GoText;

/**
 * Why a user may do something: a binding grants to a subject, which the user is, a role, a rule of which allows it.
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
        return describe(binding, subject);
    }

    static String describe(Binding binding, Subject subject) {
        String name = binding instanceof RoleBinding ? binding.name() + "/" + binding.namespace() : binding.name();
        Subject shown = subject instanceof Subject.ServiceAccount account
                ? new Subject.ServiceAccount(account.name(), account.namespaceIn(binding.namespace()))
                : subject;
        return binding.kind() + " " + GoText.quote(name) + " of " + binding.roleRef() + " to " + shown;
    }
}
