package io.github.kubetls.access;

import io.github.kubetls.internal.message.Visible;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who makes a request: the result of authentication, and the input of authorization.
 *
 * <p>A token authenticates as a user, a CertificateSigningRequest is requested by one, RBAC is evaluated for one, and a
 * client certificate is issued to one. Groups keep their order and may repeat, as in Kubernetes.
 *
 * <pre>{@code
 * UserInfo node = UserInfo.of("system:node:worker-1", "system:nodes", "system:authenticated");
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/">Authenticating</a>
 */
public final class UserInfo {

    /** Group of every authenticated user. */
    public static final String AUTHENTICATED_GROUP = "system:authenticated";

    /** Group of the anonymous user. */
    public static final String UNAUTHENTICATED_GROUP = "system:unauthenticated";

    /** Name of the user of a request without credentials. */
    public static final String ANONYMOUS_NAME = "system:anonymous";

    /** Group of every user who authenticated with a bootstrap token. */
    public static final String BOOTSTRAPPERS_GROUP = "system:bootstrappers";

    /** Group of every node. */
    public static final String NODES_GROUP = "system:nodes";

    /** What the name of a node's user starts with; the node's name follows. */
    public static final String NODE_NAME_PREFIX = "system:node:";

    /** Group that is bound to {@code cluster-admin}. */
    public static final String MASTERS_GROUP = "system:masters";

    /** Group that kubeadm's administrators are in since Kubernetes 1.29. */
    public static final String CLUSTER_ADMINS_GROUP = "kubeadm:cluster-admins";

    /** Group that may read metrics and health. */
    public static final String MONITORING_GROUP = "system:monitoring";

    /** Group of every service account. */
    public static final String SERVICE_ACCOUNTS_GROUP = "system:serviceaccounts";

    /** What the name of a service account's user starts with; namespace, colon and name follow. */
    public static final String SERVICE_ACCOUNT_NAME_PREFIX = "system:serviceaccount:";

    /** Name of the user that kube-controller-manager authenticates as. */
    public static final String CONTROLLER_MANAGER_NAME = "system:kube-controller-manager";

    /** Name of the user that kube-scheduler authenticates as. */
    public static final String SCHEDULER_NAME = "system:kube-scheduler";

    /** Name of the administrator that kubeadm makes. */
    public static final String ADMIN_NAME = "kubernetes-admin";

    /** Name of the administrator that kubeadm makes since Kubernetes 1.29, and whom RBAC cannot hold back. */
    public static final String SUPER_ADMIN_NAME = "kubernetes-super-admin";

    private static final UserInfo ANONYMOUS = of(ANONYMOUS_NAME, UNAUTHENTICATED_GROUP);

    private final String name;
    private final String uid;
    private final List<String> groups;
    private final Map<String, List<String>> extra;

    private UserInfo(Builder builder) {
        this.name = builder.name;
        this.uid = builder.uid;
        this.groups = List.copyOf(builder.groups);
        this.extra = Collections.unmodifiableMap(new LinkedHashMap<>(builder.extra));
    }

    /**
     * {@return a user with a name and groups only}
     *
     * @param name   the username
     * @param groups the groups, in order
     */
    public static UserInfo of(String name, String... groups) {
        return builder(name).groups(List.of(groups)).build();
    }

    /**
     * {@return the user of a request without credentials: {@code system:anonymous} in {@code system:unauthenticated}}
     */
    public static UserInfo anonymous() {
        return ANONYMOUS;
    }

    /**
     * {@return the user that a node's client certificate stands for: {@code system:node:<name>} in {@code system:nodes}
     * and {@code system:authenticated}}
     *
     * @param nodeName the node's name
     */
    public static UserInfo node(String nodeName) {
        return of(NODE_NAME_PREFIX + nodeName, NODES_GROUP, AUTHENTICATED_GROUP);
    }

    /**
     * {@return the user that a service account's token stands for: {@code system:serviceaccount:<namespace>:<name>} in
     * {@code system:serviceaccounts} and the namespace's group, without {@code system:authenticated}}
     *
     * @param namespace the account's namespace
     * @param name      the account's name
     */
    public static UserInfo serviceAccount(String namespace, String name) {
        return of(
                SERVICE_ACCOUNT_NAME_PREFIX + namespace + ":" + name,
                SERVICE_ACCOUNTS_GROUP,
                SERVICE_ACCOUNTS_GROUP + ":" + namespace);
    }

    /**
     * {@return a builder of a user}
     *
     * @param name the username
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** {@return the username; may be empty, as a token file allows it} */
    public String name() {
        return name;
    }

    /** {@return the uid, or empty when there is none} */
    public String uid() {
        return uid;
    }

    /** {@return the groups in order, unmodifiable} */
    public List<String> groups() {
        return groups;
    }

    /** {@return the values of the extra attributes by key, unmodifiable} */
    public Map<String, List<String>> extra() {
        return extra;
    }

    /**
     * {@return whether a group is among {@link #groups()}}
     *
     * @param group the group's name
     */
    public boolean isMemberOf(String group) {
        return groups.contains(group);
    }

    /**
     * {@return this user as the API server sees it after authentication: with {@code system:authenticated} at the end
     * of its groups, unless it is the anonymous user or {@code system:authenticated} or {@code system:unauthenticated}
     * is already there}
     */
    public UserInfo authenticated() {
        if (name.equals(ANONYMOUS_NAME) || isMemberOf(AUTHENTICATED_GROUP) || isMemberOf(UNAUTHENTICATED_GROUP)) {
            return this;
        }
        List<String> more = new ArrayList<>(groups);
        more.add(AUTHENTICATED_GROUP);
        return toBuilder().groups(more).build();
    }

    /** {@return a builder with every part of this user} */
    public Builder toBuilder() {
        return builder(name).uid(uid).groups(groups).extra(extra);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserInfo that
                && name.equals(that.name)
                && uid.equals(that.uid)
                && groups.equals(that.groups)
                && extra.equals(that.extra);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, uid, groups, extra);
    }

    /** The name and the groups; neither uid nor extra attributes. */
    @Override
    public String toString() {
        return Visible.text(name + " " + groups);
    }

    /** Collects the parts of a {@link UserInfo}. */
    public static final class Builder {
        private final String name;
        private String uid = "";
        private List<String> groups = List.of();
        private Map<String, List<String>> extra = Map.of();

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /**
         * {@return this builder, with the uid}
         *
         * @param uid the uid; empty for none
         */
        public Builder uid(String uid) {
            this.uid = Objects.requireNonNull(uid, "uid");
            return this;
        }

        /**
         * {@return this builder, with the groups}
         *
         * @param groups the groups, in order
         */
        public Builder groups(String... groups) {
            return groups(List.of(groups));
        }

        /**
         * {@return this builder, with the groups}
         *
         * @param groups the groups, in order
         */
        public Builder groups(List<String> groups) {
            this.groups = List.copyOf(groups);
            return this;
        }

        /**
         * {@return this builder, with the extra attributes}
         *
         * @param extra values by key
         */
        public Builder extra(Map<String, List<String>> extra) {
            Map<String, List<String>> copy = new LinkedHashMap<>();
            extra.forEach((key, values) -> copy.put(key, List.copyOf(values)));
            this.extra = copy;
            return this;
        }

        /** {@return the user} */
        public UserInfo build() {
            return new UserInfo(this);
        }
    }
}
