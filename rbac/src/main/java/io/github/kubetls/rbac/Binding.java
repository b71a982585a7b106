package io.github.kubetls.rbac;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that grants a role to subjects: a {@link RoleBinding} or a {@link ClusterRoleBinding}. */
public sealed interface Binding extends RbacObject permits RoleBinding, ClusterRoleBinding {

    /** {@return a reference to the role that is granted} */
    RoleRef roleRef();

    /** {@return to whom the role is granted, in order, unmodifiable; may be empty, and may repeat} */
    List<Subject> subjects();

    /**
     * {@return the same binding with other subjects}
     *
     * @param subjects the subjects
     * @throws IllegalArgumentException when the API server would refuse the subjects
     */
    Binding withSubjects(List<? extends Subject> subjects);

    /**
     * {@return the same binding with other subjects}
     *
     * @param subjects the subjects
     * @throws IllegalArgumentException when the API server would refuse the subjects
     */
    Binding withSubjects(Subject... subjects);

    @Override
    default Map<String, @Nullable Object> toMap() {
        return RbacWriter.binding(this);
    }
}
