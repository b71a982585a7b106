package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.manifest.FieldError;
import java.util.List;

/** Objects whose content is nothing to this server: ConfigMaps, Nodes, Leases, Events, Namespaces. */
final class PlainStrategy implements Strategy {

    private final ApiResource resource;

    PlainStrategy(ApiResource resource) {
        this.resource = resource;
    }

    @Override
    public ObjectNode read(String text) {
        if (resource == ApiResource.CONFIG_MAPS) {
            return Json.of(ClusterInfo.parse(text));
        }
        try {
            if (Json.parse(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // Its message quotes the text, which may be anybody's.
        }
        throw new InvalidFormatException("DOCUMENT_INVALID", Location.none(), "is no JSON object");
    }

    @Override
    public ObjectNode create(UserInfo user, ObjectNode proposed) {
        if (resource != ApiResource.EVENTS) {
            Names.requireSubdomain(resource, proposed);
        }
        if (resource == ApiResource.NAMESPACES) {
            Json.child(proposed, "status").put("phase", "Active");
        }
        return proposed;
    }

    @Override
    public ObjectNode update(UserInfo user, String subresource, ObjectNode stored, ObjectNode proposed) {
        requireMutable(resource, stored, proposed);
        if (!resource.subresources().contains("status")) {
            return proposed;
        }
        // Each endpoint changes its own half.
        boolean status = subresource.equals("status");
        ObjectNode result = status ? stored.deepCopy() : proposed;
        JsonNode half = (status ? proposed : stored).path("status");
        result.set("status", half.isObject() ? half.deepCopy() : Json.object());
        return result;
    }

    /** Refuses to change the content of an object that says it never changes. */
    static void requireMutable(ApiResource resource, ObjectNode stored, ObjectNode proposed) {
        if (!stored.path("immutable").asBoolean()) {
            return;
        }
        for (String field : List.of("immutable", "data", "binaryData")) {
            if (!stored.path(field).equals(proposed.path(field))) {
                throw ApiFailure.invalid(
                        resource,
                        Metadata.of(stored).name(),
                        FieldError.forbidden(field, "field is immutable when `immutable` is set"));
            }
        }
    }
}
