package io.github.kubetls.rbac;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Grants a ClusterRole to subjects everywhere: in all namespaces, for cluster-scoped resources and for URLs.
 *
 * <p>A service account among its subjects must say its namespace.
 *
 * <pre>{@code
 * ClusterRoleBinding.of("create-csrs-for-bootstrapping",
 *     RoleRef.clusterRole("system:node-bootstrapper"), Subject.group("system:bootstrappers"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-binding-v1/">ClusterRoleBinding</a>
 */
public final class ClusterRoleBinding implements Binding {

    /** The kind of this object. */
    public static final String KIND = "ClusterRoleBinding";

    private final ObjectMeta metadata;
    private final RoleRef.ToClusterRole roleRef;
    private final List<Subject> subjects;

    private ClusterRoleBinding(ObjectMeta metadata, RoleRef.ToClusterRole roleRef, List<Subject> subjects) {
        this.metadata = metadata;
        this.roleRef = roleRef;
        this.subjects = subjects;
    }

    /**
     * A binding.
     *
     * @param name     its name
     * @param roleRef  the role to grant
     * @param subjects to whom
     * @return the binding
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static ClusterRoleBinding of(String name, RoleRef.ToClusterRole roleRef, Subject... subjects) {
        return of(ObjectMeta.of(name), roleRef, List.of(subjects));
    }

    /**
     * A binding.
     *
     * @param metadata its name, without namespace
     * @param roleRef  the role to grant
     * @param subjects to whom
     * @return the binding
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static ClusterRoleBinding of(
            ObjectMeta metadata, RoleRef.ToClusterRole roleRef, List<? extends Subject> subjects) {
        List<Subject> copy = List.copyOf(subjects);
        Validation.requireValid(KIND, metadata, Validation.binding(KIND, metadata, roleRef, copy));
        return new ClusterRoleBinding(metadata, roleRef, copy);
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
    public ObjectMeta metadata() {
        return metadata;
    }

    @Override
    public RoleRef.ToClusterRole roleRef() {
        return roleRef;
    }

    @Override
    public List<Subject> subjects() {
        return subjects;
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
    public Map<String, @Nullable Object> toMap() {
        return RbacWriter.binding(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterRoleBinding that
                && metadata.equals(that.metadata)
                && roleRef.equals(that.roleRef)
                && subjects.equals(that.subjects);
    }

    @Override
    public int hashCode() {
        return 31 * metadata.hashCode() + subjects.hashCode();
    }

    /** Kind and name. */
    @Override
    public String toString() {
        return KIND + " " + metadata;
    }
}
