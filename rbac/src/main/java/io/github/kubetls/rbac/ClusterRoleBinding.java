package io.github.kubetls.rbac;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.List;

/**
 * Grants a ClusterRole to subjects everywhere: in all namespaces, for cluster-scoped resources and for URLs.
 *
 * <p>A service account among its subjects must name its namespace.
 *
 * <pre>{@code
 * ClusterRoleBinding.of("create-csrs-for-bootstrapping",
 *     RoleRef.clusterRole("system:node-bootstrapper"), Subject.group("system:bootstrappers"));
 * }</pre>
 *
 * @param metadata its name, without namespace
 * @param roleRef  the role to grant
 * @param subjects to whom, unmodifiable
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-binding-v1/">ClusterRoleBinding</a>
 */
public record ClusterRoleBinding(ObjectMeta metadata, RoleRef.ToClusterRole roleRef, List<Subject> subjects)
        implements Binding {

    /** The kind of this object. */
    public static final String KIND = "ClusterRoleBinding";

    /**
     * Checks the binding.
     *
     * @param metadata its name, without namespace
     * @param roleRef  the role to grant
     * @param subjects to whom
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public ClusterRoleBinding {
        subjects = List.copyOf(subjects);
        Violations.requireValid(KIND, metadata, Violations.binding(KIND, metadata, roleRef, subjects));
    }

    /**
     * {@return a binding of a role to subjects}
     *
     * @param name     its name
     * @param roleRef  the role to grant
     * @param subjects to whom
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static ClusterRoleBinding of(String name, RoleRef.ToClusterRole roleRef, Subject... subjects) {
        return of(ObjectMeta.of(name), roleRef, List.of(subjects));
    }

    /**
     * {@return a binding of a role to subjects}
     *
     * @param metadata its name, without namespace
     * @param roleRef  the role to grant
     * @param subjects to whom
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static ClusterRoleBinding of(
            ObjectMeta metadata, RoleRef.ToClusterRole roleRef, List<? extends Subject> subjects) {
        return new ClusterRoleBinding(metadata, roleRef, List.copyOf(subjects));
    }

    /**
     * Reads a binding.
     *
     * @param text one YAML or JSON document
     * @return the binding
     * @throws InvalidFormatException when the text is not one ClusterRoleBinding that the API server takes
     */
    public static ClusterRoleBinding parse(String text) {
        return RbacReader.read(text, ClusterRoleBinding.class, KIND);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ClusterRoleBinding withMetadata(ObjectMeta metadata) {
        return of(metadata, roleRef, subjects);
    }

    @Override
    public ClusterRoleBinding withSubjects(List<? extends Subject> subjects) {
        return of(metadata, roleRef, subjects);
    }

    /** Kind and name. */
    @Override
    public String toString() {
        return KIND + " " + metadata;
    }
}
