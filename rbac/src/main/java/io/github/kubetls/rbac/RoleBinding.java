package io.github.kubetls.rbac;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
     * {@return the binding that a text holds}
     *
     * @param text one YAML or JSON document
     * @throws InvalidFormatException when the text is not one RoleBinding that the API server takes
     */
    public static RoleBinding parse(String text) {
        return RbacReader.parse(text, RoleBinding.class, KIND);
    }

    /**
     * {@return the bindings among the objects that a text holds, in its order; objects of other kinds are passed over}
     *
     * @param text YAML documents separated by {@code ---}, in which a list stands for its items, or one JSON value
     * @throws InvalidFormatException when the API server would not take one, or the text has something that is no
     *     Kubernetes object
     */
    public static List<RoleBinding> parseAll(String text) {
        return RbacReader.parseAll(text, RoleBinding.class, KIND);
    }

    /**
     * {@return the binding that a file holds}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read or is larger than 12 MiB
     * @throws InvalidFormatException as {@link #parse}, with the file in the location
     */
    public static RoleBinding read(Path file) throws IOException {
        return RbacReader.read(file, RoleBinding.class, KIND);
    }

    /**
     * {@return the binding that JDK values hold}
     *
     * @param map the values, as {@link #toMap()} gives them
     * @throws IllegalArgumentException when a key or a value has no form in a manifest
     * @throws InvalidFormatException   as {@link #parse}
     */
    public static RoleBinding fromMap(Map<String, ?> map) {
        return RbacReader.fromMap(map, RoleBinding.class, KIND);
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

    @Override
    public RoleBinding withSubjects(Subject... subjects) {
        return withSubjects(List.of(subjects));
    }

    /** Kind, namespace and name. */
    @Override
    public String toString() {
        return KIND + " " + metadata;
    }
}
