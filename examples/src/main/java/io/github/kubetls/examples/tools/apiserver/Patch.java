package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The three ways to say how an object is to change, by the media type of the request. */
interface Patch {

    /** The media types, as an error message lists them. */
    String MEDIA_TYPES =
            "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json";

    /** The object as it is to be; the one that is given stays as it is. */
    ObjectNode apply(ObjectNode object);

    /**
     * Reads a patch.
     *
     * @param mediaType the media type, without parameters
     * @param text      the patch
     * @param resource  the resource, which decides on how lists are merged
     * @throws ApiFailure when the media type is none of a patch, or the text is malformed
     */
    static Patch parse(String mediaType, String text, ApiResource resource) {
        return switch (mediaType) {
            case "application/json-patch+json" -> JsonPatch.of(read(text, ArrayNode.class));
            case "application/merge-patch+json" -> merge(read(text, ObjectNode.class));
            case "application/strategic-merge-patch+json" -> new StrategicPatch(resource, read(text, ObjectNode.class));
            default -> throw ApiFailure.unsupportedMediaType(MEDIA_TYPES);
        };
    }

    private static <T extends JsonNode> T read(String text, Class<T> type) {
        try {
            JsonNode node = Json.parse(text);
            if (type.isInstance(node)) {
                return type.cast(node);
            }
        } catch (JsonProcessingException e) {
            // Its message quotes the text, which may hold a secret.
        }
        throw ApiFailure.badRequest(
                "error decoding patch: it is no JSON " + (type == ArrayNode.class ? "array of operations" : "object"));
    }

    /** RFC 7386. */
    private static Patch merge(ObjectNode patch) {
        return object -> {
            ObjectNode result = object.deepCopy();
            merge(result, patch);
            return result;
        };
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode inner) {
                merge(Json.child(target, field.getKey()), inner);
            } else {
                target.set(field.getKey(), field.getValue());
            }
        }
    }
}
