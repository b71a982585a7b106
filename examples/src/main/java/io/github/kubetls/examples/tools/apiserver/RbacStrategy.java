package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.authorizer.EscalationCheck;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import java.util.List;
import java.util.function.Supplier;

/** Roles and bindings: valid by the library's rules, and written only by those who do not grant more than they have. */
final class RbacStrategy implements Strategy {

    private final ApiResource resource;
    private final Supplier<RbacAuthorizer> rbac;

    RbacStrategy(ApiResource resource, Supplier<RbacAuthorizer> rbac) {
        this.resource = resource;
        this.rbac = rbac;
    }

    /** JSON is read as it is, so that {@link #valid} can refuse it with all of its reasons. */
    @Override
    public ObjectNode read(String text) {
        try {
            if (Json.parse(text) instanceof ObjectNode node) {
                // For what is of the wrong type; what the fields say is looked at later.
                RbacObject.violations(text);
                return node;
            }
        } catch (JsonProcessingException e) {
            // It may be YAML.
        }
        return Json.of(RbacObject.parse(text));
    }

    private RbacObject valid(ObjectNode proposed, List<FieldError> violations) {
        ApiFailure.throwIfAny(resource, Metadata.of(proposed).name(), violations);
        return RbacObject.parse(proposed.toString());
    }

    @Override
    public ObjectNode create(UserInfo user, ObjectNode proposed) {
        RbacObject object = valid(proposed, RbacObject.violations(proposed.toString()));
        require(object, rbac.get().checkEscalation(user, object));
        return Json.of(object);
    }

    @Override
    public ObjectNode update(UserInfo user, String subresource, ObjectNode stored, ObjectNode proposed) {
        RbacObject before = RbacObject.parse(stored.toString());
        RbacObject object = valid(proposed, RbacObject.violationsOfUpdate(before, proposed.toString()));
        require(object, rbac.get().checkEscalation(user, before, object));
        return Json.of(object);
    }

    private void require(RbacObject object, EscalationCheck check) {
        switch (check.outcome()) {
            case ALLOWED -> {}
            case FORBIDDEN -> throw ApiFailure.forbidden(resource, object.name(), check.reason());
            case ROLE_NOT_FOUND -> throw ApiFailure.notFound(check.reason());
        }
    }
}
