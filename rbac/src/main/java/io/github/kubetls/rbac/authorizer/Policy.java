package io.github.kubetls.rbac.authorizer;

import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.rbac.Binding;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.Role;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.RuleOwner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Roles and bindings as a cluster holds them: one object a kind, namespace and name. */
final class Policy {

    /** Where an object is in a cluster. */
    private record Key(String kind, String namespace, String name) {}

    private final Map<Key, RbacObject> objects = new LinkedHashMap<>();
    private final BindingIndex clusterRoleBindings;
    private final Map<String, BindingIndex> roleBindings = new HashMap<>();

    /**
     * @throws IllegalArgumentException when an object has no name, or a role or binding of a namespace does not say which
     */
    Policy(Collection<? extends RbacObject> given) {
        given.forEach(object -> objects.put(key(object), object));
        List<ClusterRoleBinding> everywhere = new ArrayList<>();
        Map<String, List<RoleBinding>> byNamespace = new HashMap<>();
        for (RbacObject object : objects.values()) {
            if (object instanceof ClusterRoleBinding binding) {
                everywhere.add(binding);
            } else if (object instanceof RoleBinding binding) {
                byNamespace
                        .computeIfAbsent(binding.namespace(), namespace -> new ArrayList<>())
                        .add(binding);
            }
        }
        clusterRoleBindings = new BindingIndex(everywhere);
        byNamespace.forEach((namespace, bindings) -> roleBindings.put(namespace, new BindingIndex(bindings)));
    }

    private static Key key(RbacObject object) {
        if (object.name().isEmpty()) {
            throw new IllegalArgumentException("a " + object.kind() + " has no name yet; the server generates it");
        }
        boolean namespaced = object instanceof Role || object instanceof RoleBinding;
        if (namespaced && object.namespace().isEmpty()) {
            throw new IllegalArgumentException(
                    object.kind() + " " + GoText.quote(object.name()) + " does not say which namespace it is in");
        }
        return new Key(object.kind(), object.namespace(), object.name());
    }

    Collection<RbacObject> objects() {
        return Collections.unmodifiableCollection(objects.values());
    }

    List<Binding> clusterRoleBindings() {
        return clusterRoleBindings.bindings();
    }

    List<Binding> roleBindings(String namespace) {
        return roleBindings.getOrDefault(namespace, BindingIndex.EMPTY).bindings();
    }

    /** The bindings that concern a user in a namespace, in the order in which they are asked. */
    List<BindingIndex.Match> matches(UserInfo user, String namespace) {
        List<BindingIndex.Match> matches = clusterRoleBindings.matches(user);
        BindingIndex inNamespace = roleBindings.get(namespace);
        if (inNamespace != null) {
            matches.addAll(inNamespace.matches(user));
        }
        return matches;
    }

    Optional<RuleOwner> role(Binding binding) {
        RoleRef ref = binding.roleRef();
        String namespace = ref instanceof RoleRef.ToRole ? binding.namespace() : "";
        return Optional.ofNullable((RuleOwner) objects.get(new Key(ref.kind(), namespace, ref.name())));
    }

    /** What allows a request, if anything. */
    Optional<Explanation.Grant> grant(UserInfo user, Attributes attributes) {
        for (BindingIndex.Match match : matches(user, namespace(attributes))) {
            for (PolicyRule rule : role(match.binding()).map(RuleOwner::rules).orElse(List.of())) {
                if (rule.allows(attributes)) {
                    RuleOwner role = role(match.binding()).orElseThrow();
                    return Optional.of(new Explanation.Grant(match.binding(), match.subject(), role, rule));
                }
            }
        }
        return Optional.empty();
    }

    /** The references of a user's bindings to roles that are not there, each once. */
    List<RoleRef> missingRoles(UserInfo user, String namespace) {
        Set<RoleRef> missing = new LinkedHashSet<>();
        for (BindingIndex.Match match : matches(user, namespace)) {
            if (role(match.binding()).isEmpty()) {
                missing.add(match.binding().roleRef());
            }
        }
        return List.copyOf(missing);
    }

    /** The rules of a user, in the order of the bindings. */
    List<PolicyRule> rules(UserInfo user, String namespace) {
        List<PolicyRule> rules = new ArrayList<>();
        for (BindingIndex.Match match : matches(user, namespace)) {
            role(match.binding()).ifPresent(role -> rules.addAll(role.rules()));
        }
        return rules;
    }

    /** What the authorizer of an API server says of missing roles that a user's bindings refer to. */
    List<String> resolutionErrors(UserInfo user, String namespace) {
        return missingRoles(user, namespace).stream().map(Policy::roleNotFound).toList();
    }

    static String roleNotFound(RoleRef ref) {
        return notFound(ref.kind().toLowerCase(Locale.ROOT), ref);
    }

    /** What the API server says of a role that it does not find where it stores them. */
    static String storedRoleNotFound(RoleRef ref) {
        return notFound(ref.kind().toLowerCase(Locale.ROOT) + "s", ref);
    }

    private static String notFound(String resource, RoleRef ref) {
        return resource + "." + RbacObject.API_GROUP + " " + GoText.quote(ref.name()) + " not found";
    }

    /** The namespace of a request; empty for one that is in none. */
    static String namespace(Attributes attributes) {
        return attributes instanceof Attributes.Resource request ? request.namespace() : "";
    }
}
