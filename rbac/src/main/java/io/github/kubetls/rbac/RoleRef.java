package io.github.kubetls.rbac;

import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.manifest.FieldError;
import java.util.List;
import java.util.Objects;

/**
 * Which role a binding grants: the {@code roleRef}, which cannot change once the binding exists.
 *
 * <p>A RoleBinding refers to a Role of its own namespace or to a ClusterRole, a ClusterRoleBinding to a ClusterRole only.
 * The name is anything that can be a segment of a path.
 *
 * <pre>{@code
 * RoleRef.clusterRole("system:node-bootstrapper");
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding">RoleBinding
 *     and ClusterRoleBinding</a>
 */
public sealed interface RoleRef {

    /** {@return the API group, which is always {@code rbac.authorization.k8s.io}} */
    default String apiGroup() {
        return RbacObject.API_GROUP;
    }

    /** {@return the kind: {@code Role} or {@code ClusterRole}} */
    String kind();

    /** {@return the name of the role} */
    String name();

    /**
     * {@return a reference to a Role in the binding's namespace}
     *
     * @param name the role's name
     * @throws IllegalArgumentException when the name is empty, {@code .} or {@code ..}, or contains {@code /} or {@code %}
     */
    static ToRole role(String name) {
        return new ToRole(name);
    }

    /**
     * {@return a reference to a ClusterRole}
     *
     * @param name the role's name
     * @throws IllegalArgumentException when the name is empty, {@code .} or {@code ..}, or contains {@code /} or {@code %}
     */
    static ToClusterRole clusterRole(String name) {
        return new ToClusterRole(name);
    }

    /**
     * A reference to a Role.
     *
     * @param name the role's name
     */
    record ToRole(String name) implements RoleRef {

        /**
         * Checks the name.
         *
         * @param name the role's name
         * @throws IllegalArgumentException when it is not the name of a role
         */
        public ToRole {
            requireName(name);
        }

        @Override
        public String kind() {
            return Role.KIND;
        }

        /** In words, such as {@code Role "reader"}. */
        @Override
        public String toString() {
            return describe(this);
        }
    }

    /**
     * A reference to a ClusterRole.
     *
     * @param name the role's name
     */
    record ToClusterRole(String name) implements RoleRef {

        /**
         * Checks the name.
         *
         * @param name the role's name
         * @throws IllegalArgumentException when it is not the name of a role
         */
        public ToClusterRole {
            requireName(name);
        }

        @Override
        public String kind() {
            return ClusterRole.KIND;
        }

        /** In words, such as {@code ClusterRole "view"}. */
        @Override
        public String toString() {
            return describe(this);
        }
    }

    private static void requireName(String name) {
        Objects.requireNonNull(name, "name");
        List<FieldError> errors = Violations.roleName("roleRef.name", name);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(errors.get(0).toString());
        }
    }

    private static String describe(RoleRef ref) {
        return ref.kind() + " " + GoText.quote(ref.name());
    }
}
