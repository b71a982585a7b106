package io.github.kubetls.rbac;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.manifest.FieldError;
import java.util.Objects;

/**
 * Who a binding grants its role to: a user, a group or a service account.
 *
 * <p>Names of users and groups are free text and compared exactly; {@code *} is a name like any other. The API group
 * follows from the kind. A service account without namespace is one of the binding's own namespace.
 *
 * <pre>{@code
 * Subject.group("system:bootstrappers");
 * Subject.serviceAccount("kube-system", "bootstrap-signer");
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects">Referring to
 *     subjects</a>
 */
public sealed interface Subject {

    /** {@return the kind: {@code User}, {@code Group} or {@code ServiceAccount}} */
    String kind();

    /** {@return the API group: {@code rbac.authorization.k8s.io} for users and groups, empty for service accounts} */
    default String apiGroup() {
        return RbacObject.API_GROUP;
    }

    /** {@return the name} */
    String name();

    /**
     * {@return the namespace of a service account, or empty; on a user or group Kubernetes keeps it and never looks at
     * it}
     */
    String namespace();

    /**
     * {@return a user}
     *
     * @param name the username
     * @throws IllegalArgumentException when the name is empty
     */
    static User user(String name) {
        return new User(name, "");
    }

    /**
     * {@return a group}
     *
     * @param name the group's name
     * @throws IllegalArgumentException when the name is empty
     */
    static Group group(String name) {
        return new Group(name, "");
    }

    /**
     * {@return a service account}
     *
     * @param namespace its namespace
     * @param name      its name
     * @throws IllegalArgumentException when the name is not a lower-case RFC 1123 subdomain
     */
    static ServiceAccount serviceAccount(String namespace, String name) {
        return new ServiceAccount(name, namespace);
    }

    /**
     * {@return a service account of the namespace that the RoleBinding is in}
     *
     * @param name its name
     * @throws IllegalArgumentException when the name is not a lower-case RFC 1123 subdomain
     */
    static ServiceAccount serviceAccount(String name) {
        return new ServiceAccount(name, "");
    }

    /**
     * A user.
     *
     * @param name      the username
     * @param namespace has no meaning; empty as a rule
     */
    record User(String name, String namespace) implements Subject {

        static final String KIND = "User";

        /**
         * Checks the name.
         *
         * @param name      the name
         * @param namespace the namespace; empty for none
         * @throws IllegalArgumentException when it is empty
         */
        public User {
            requireName(name, namespace);
        }

        @Override
        public String kind() {
            return KIND;
        }

        /** In words, such as {@code User "jane"}. */
        @Override
        public String toString() {
            return KIND + " " + GoText.quote(name);
        }
    }

    /**
     * A group.
     *
     * @param name      the group's name
     * @param namespace has no meaning; empty as a rule
     */
    record Group(String name, String namespace) implements Subject {

        static final String KIND = "Group";

        /**
         * Checks the name.
         *
         * @param name      the name
         * @param namespace the namespace; empty for none
         * @throws IllegalArgumentException when it is empty
         */
        public Group {
            requireName(name, namespace);
        }

        @Override
        public String kind() {
            return KIND;
        }

        /** In words, such as {@code Group "system:nodes"}. */
        @Override
        public String toString() {
            return KIND + " " + GoText.quote(name);
        }
    }

    /**
     * A service account.
     *
     * @param name      its name
     * @param namespace its namespace; empty for the binding's own
     */
    record ServiceAccount(String name, String namespace) implements Subject {

        static final String KIND = "ServiceAccount";

        /**
         * Checks the name.
         *
         * @param name      the name
         * @param namespace the namespace; empty for none
         * @throws IllegalArgumentException when it is not a lower-case RFC 1123 subdomain
         */
        public ServiceAccount {
            requireName(name, namespace);
            NameRules.subdomain(name).stream().findFirst().ifPresent(rule -> {
                throw new IllegalArgumentException(
                        FieldError.invalid("name", name, rule).toString());
            });
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String apiGroup() {
            return "";
        }

        /**
         * {@return the same account, seen from a binding: in its own namespace, or in that of the binding where it
         * names none}
         *
         * @param bindingNamespace the namespace of the binding
         */
        public ServiceAccount in(String bindingNamespace) {
            return namespace.isEmpty() ? new ServiceAccount(name, bindingNamespace) : this;
        }

        /** {@return the username of the account, {@code system:serviceaccount:<namespace>:<name>}} */
        public String username() {
            return UserInfo.SERVICE_ACCOUNT_NAME_PREFIX + namespace + ":" + name;
        }

        /** In words, with the name first, as Kubernetes writes it: {@code ServiceAccount "builder/ci"}. */
        @Override
        public String toString() {
            return KIND + " " + GoText.quote(name + "/" + namespace);
        }
    }

    private static void requireName(String name, String namespace) {
        Objects.requireNonNull(namespace, "namespace");
        if (name.isEmpty()) {
            throw new IllegalArgumentException(FieldError.required("name", "").toString());
        }
    }
}
