package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.manifest.Manifest;
import java.util.Map;

/** Between JSON texts, trees and the library's manifests. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode object(Map<String, ?> map) {
        return MAPPER.valueToTree(map);
    }

    static ObjectNode of(Manifest manifest) {
        return object(manifest.toMap());
    }

    /** An object as an answer of the API has it, always with a status, even an empty one. */
    static ObjectNode withStatus(Manifest manifest) {
        ObjectNode node = of(manifest);
        child(node, "status");
        return node;
    }

    static JsonNode parse(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** A text as a JSON string, which for ordinary text is how Go quotes it too. */
    static String quote(String text) {
        return MAPPER.getNodeFactory().textNode(text).toString();
    }

    /** The text at a path, or the empty text. */
    static String text(JsonNode node, String... path) {
        JsonNode at = node;
        for (String field : path) {
            at = at.path(field);
        }
        return at.asText("");
    }

    /** The object in a field, which is put there when there is none. */
    static ObjectNode child(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode child ? child : parent.putObject(field);
    }
}
