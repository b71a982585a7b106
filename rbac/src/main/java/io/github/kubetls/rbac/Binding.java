package io.github.kubetls.rbac;

import io.github.kubetls.manifest.FieldError;
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

    @Override
    default Map<String, @Nullable Object> toMap() {
        return RbacWriter.binding(this);
    }

    /**
     * {@return for which reasons the API server would refuse to replace this binding by another state of it; none when
     * the role reference is the same} The role reference cannot change. A binding that is to grant another role has to
     * be deleted and created.
     *
     * @param updated the binding as it is to be
     */
    default List<FieldError> validateUpdate(Binding updated) {
        return roleRef().equals(updated.roleRef()) ? List.of() : List.of(Violations.changedRoleRef(updated.roleRef()));
    }
}
