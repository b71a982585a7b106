package io.github.kubetls.rbac;

import io.github.kubetls.manifest.FieldError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that grants a role to subjects: a {@link RoleBinding} or a {@link ClusterRoleBinding}. */
public sealed interface Binding extends RbacObject permits RoleBinding, ClusterRoleBinding {

    /**
     * The role that is granted.
     *
     * @return the reference
     */
    RoleRef roleRef();

    /**
     * To whom the role is granted.
     *
     * @return the subjects in order, unmodifiable; may be empty, and may repeat
     */
    List<Subject> subjects();

    /**
     * The same binding with other subjects.
     *
     * @param subjects the subjects
     * @return the changed copy
     * @throws IllegalArgumentException when the API server would refuse the subjects
     */
    Binding withSubjects(List<? extends Subject> subjects);

    @Override
    default Map<String, @Nullable Object> toMap() {
        return RbacWriter.binding(this);
    }

    /**
     * Says for which reasons the API server would refuse to replace this binding by another state of it: the role reference
     * cannot change. A binding that is to grant another role has to be deleted and created.
     *
     * @param updated the binding as it is to be
     * @return the reasons; none when the role reference is the same
     */
    default List<FieldError> validateUpdate(Binding updated) {
        return roleRef().equals(updated.roleRef()) ? List.of() : List.of(Violations.changedRoleRef(updated.roleRef()));
    }
}
