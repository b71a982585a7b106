package io.github.kubetls.rbac.authorizer;

import io.github.kubetls.access.AccessDecision;
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
        clusterRoleBindings = new BindingIndex(everywhere, 0, this::role);
        byNamespace.forEach((namespace, bindings) ->
                roleBindings.put(namespace, new BindingIndex(bindings, everywhere.size(), this::role)));
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
        BindingIndex inNamespace = roleBindings.get(namespace);
        return inNamespace == null ? List.of() : inNamespace.bindings();
    }

    /** The bindings that concern a user in a namespace, in the order in which they are asked. */
    Iterable<BindingIndex.Match> matches(UserInfo user, String namespace) {
        return () -> {
            Matches matches = new Matches();
            clusterRoleBindings.addTo(matches, user);
            BindingIndex inNamespace = roleBindings.get(namespace);
            if (inNamespace != null) {
                inNamespace.addTo(matches, user);
            }
            return matches;
        };
    }

    Optional<RuleOwner> role(Binding binding) {
        RoleRef ref = binding.roleRef();
        String namespace = ref instanceof RoleRef.ToRole ? binding.namespace() : "";
        return Optional.ofNullable((RuleOwner) objects.get(new Key(ref.kind(), namespace, ref.name())));
    }

    /** What allows a request, or which roles are missing of those that could have. */
    Answer answer(UserInfo user, Attributes attributes) {
        List<RoleRef> missing = new ArrayList<>();
        for (BindingIndex.Match match : matches(user, namespace(attributes))) {
            if (match.role().isEmpty()) {
                missing.add(match.binding().roleRef());
                continue;
            }
            RuleOwner role = match.role().get();
            for (PolicyRule rule : role.rules()) {
                if (rule.allows(attributes)) {
                    return new Answer(
                            Optional.of(new Explanation.Grant(match.binding(), match.subject(), role, rule)), missing);
                }
            }
        }
        return new Answer(Optional.empty(), missing);
    }

    /**
     * The answer to a request.
     *
     * @param grant   what allows it, if anything
     * @param missing the references to roles that are not there of the bindings that were asked before; may repeat
     */
    record Answer(Optional<Explanation.Grant> grant, List<RoleRef> missing) {

        AccessDecision decision() {
            if (grant.isPresent()) {
                Explanation.Grant granted = grant.get();
                return AccessDecision.allowed(() -> "RBAC: allowed by " + granted);
            }
            return missing.isEmpty()
                    ? AccessDecision.noOpinion("")
                    : AccessDecision.noOpinion(() -> "RBAC: " + GoText.aggregate(rolesNotFound(missing)));
        }
    }

    /** The references of a user's bindings to roles that are not there, each once. */
    List<RoleRef> missingRoles(UserInfo user, String namespace) {
        Set<RoleRef> missing = new LinkedHashSet<>();
        for (BindingIndex.Match match : matches(user, namespace)) {
            if (match.role().isEmpty()) {
                missing.add(match.binding().roleRef());
            }
        }
        return List.copyOf(missing);
    }

    /** The rules of a user, in the order of the bindings. */
    List<PolicyRule> rules(UserInfo user, String namespace) {
        List<PolicyRule> rules = new ArrayList<>();
        for (BindingIndex.Match match : matches(user, namespace)) {
            match.role().ifPresent(role -> rules.addAll(role.rules()));
        }
        return rules;
    }

    /** What the authorizer of an API server says of missing roles that a user's bindings refer to. */
    List<String> resolutionErrors(UserInfo user, String namespace) {
        return rolesNotFound(missingRoles(user, namespace));
    }

    private static List<String> rolesNotFound(List<RoleRef> missing) {
        return missing.stream().distinct().map(Policy::roleNotFound).toList();
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
