package io.github.kubetls.rbac;

import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** What the API server says of a binding whose role is not there. */
    static String missingRole(Binding binding) {
        String kind = binding.roleRef() instanceof RoleRef.ToRole ? "role" : "clusterrole";
        return kind + "." + RbacObject.API_GROUP + " "
                + GoText.quote(binding.roleRef().name()) + " not found";
    }

    /** The namespace of a request; empty for one that is in none. */
    static String namespace(Attributes attributes) {
        return attributes instanceof Attributes.Resource request ? request.namespace() : "";
    }

    /** Several errors as one text: identical ones once, more than one in brackets. */
    static String aggregate(List<String> errors) {
        List<String> distinct = List.copyOf(new LinkedHashSet<>(errors));
        return distinct.size() == 1 ? distinct.get(0) : "[" + String.join(", ", distinct) + "]";
    }
}
