package io.github.kubetls.rbac;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.List;

/**
 * Grants a Role of its namespace, or a ClusterRole, to subjects within its namespace.
 *
 * <p>It never grants URLs or cluster-scoped requests. The namespace may be left open, as in a manifest that is applied to
 * the namespace of the current context.
 *
 * <pre>{@code
 * RoleBinding.of(ObjectMeta.of("apps", "team:read"), RoleRef.role("reader"), Subject.group("devs"));
 * }</pre>
 *
 * @param metadata name and namespace
 * @param roleRef  the role to grant
 * @param subjects to whom, unmodifiable
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-binding-v1/">RoleBinding</a>
 */
public record RoleBinding(ObjectMeta metadata, RoleRef roleRef, List<Subject> subjects) implements Binding {

    /** The kind of this object. */
    public static final String KIND = "RoleBinding";

    /**
     * Checks the binding.
     *
     * @param metadata name and namespace
     * @param roleRef  the role to grant
     * @param subjects to whom
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public RoleBinding {
        subjects = List.copyOf(subjects);
        Violations.requireValid(KIND, metadata, Violations.binding(KIND, metadata, roleRef, subjects));
    }

    /**
     * {@return a binding of a role to subjects}
     *
     * @param metadata name and namespace
     * @param roleRef  the role to grant
     * @param subjects to whom
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static RoleBinding of(ObjectMeta metadata, RoleRef roleRef, Subject... subjects) {
        return of(metadata, roleRef, List.of(subjects));
    }

    /**
     * {@return a binding of a role to subjects}
     *
     * @param metadata name and namespace
     * @param roleRef  the role to grant
     * @param subjects to whom
     * @throws IllegalArgumentException when the API server would refuse it; the message has all reasons
     */
    public static RoleBinding of(ObjectMeta metadata, RoleRef roleRef, List<? extends Subject> subjects) {
        return new RoleBinding(metadata, roleRef, List.copyOf(subjects));
    }

    /**
     * Reads a binding.
     *
     * @param text one YAML or JSON document
     * @return the binding
     * @throws InvalidFormatException when the text is not one RoleBinding that the API server takes
     */
    public static RoleBinding parse(String text) {
        return RbacReader.read(text, RoleBinding.class, KIND);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public RoleBinding withMetadata(ObjectMeta metadata) {
        return of(metadata, roleRef, subjects);
    }

    @Override
    public RoleBinding withSubjects(List<? extends Subject> subjects) {
        return of(metadata, roleRef, subjects);
    }

    /** Kind, namespace and name. */
    @Override
    public String toString() {
        return KIND + " " + metadata;
    }
}
