package io.github.kubetls.rbac;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
    public static ClusterRoleBinding of(ObjectMeta metadata, RoleRef.ToClusterRole roleRef, Subject... subjects) {
        return of(metadata, roleRef, List.of(subjects));
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
     * {@return the binding that a text holds}
     *
     * @param text one YAML or JSON document
     * @throws InvalidFormatException when the text is not one ClusterRoleBinding that the API server takes
     */
    public static ClusterRoleBinding parse(String text) {
        return RbacReader.parse(text, ClusterRoleBinding.class, KIND);
    }

    /**
     * {@return the bindings among the objects that a text holds, in its order; objects of other kinds are passed over}
     *
     * @param text YAML documents separated by {@code ---}, in which a list stands for its items, or one JSON value
     * @throws InvalidFormatException when the API server would not take one, or the text has something that is no
     *     Kubernetes object
     */
    public static List<ClusterRoleBinding> parseAll(String text) {
        return RbacReader.parseAll(text, ClusterRoleBinding.class, KIND);
    }

    /**
     * {@return the binding that a file holds}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read or is larger than 12 MiB
     * @throws InvalidFormatException as {@link #parse}, with the file in the location
     */
    public static ClusterRoleBinding read(Path file) throws IOException {
        return RbacReader.read(file, ClusterRoleBinding.class, KIND);
    }

    /**
     * {@return the binding that JDK values hold}
     *
     * @param map the values, as {@link #toMap()} gives them
     * @throws IllegalArgumentException when a key or a value has no form in a manifest
     * @throws InvalidFormatException   as {@link #parse}
     */
    public static ClusterRoleBinding fromMap(Map<String, ?> map) {
        return RbacReader.fromMap(map, ClusterRoleBinding.class, KIND);
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

    @Override
    public ClusterRoleBinding withSubjects(Subject... subjects) {
        return withSubjects(List.of(subjects));
    }

    /** Kind and name. */
    @Override
    public String toString() {
        return KIND + " " + metadata;
    }
}
