package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads bodies in Kubernetes' protobuf form, which is what kubectl's typed clients send without asking first: for
 * {@code kubectl certificate approve}, {@code auth can-i}, {@code auth whoami} and {@code auth reconcile}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding">Kubernetes Protobuf
 *     encoding</a>
 */
final class Protobuf {

    /** The media type. */
    static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final TypeSchema SCHEMA = TypeSchema.TYPES;

    private Protobuf() {}

    /**
     * Reads a body.
     *
     * @param body the envelope with type and object
     * @return the object as JSON
     * @throws ApiFailure when it is malformed, or of a type that is not known here
     */
    static ObjectNode read(byte[] body) {
        if (!Arrays.equals(MAGIC, Arrays.copyOf(body, MAGIC.length))) {
            throw unsupported();
        }
        WireFormat envelope = new WireFormat(body, MAGIC.length, body.length);
        ObjectNode object = Json.object();
        WireFormat raw = new WireFormat(body, 0, 0);
        while (envelope.next()) {
            switch (envelope.field()) {
                case 1 -> readType(envelope.message(), object);
                case 2 -> raw = envelope.message();
                default -> envelope.skip();
            }
        }
        String kind = Json.text(object, "kind");
        if (!SCHEMA.has(kind)) {
            throw unsupported();
        }
        readMessage(raw, kind, object);
        return object;
    }

    private static ApiFailure unsupported() {
        return ApiFailure.unsupportedMediaType("application/json, application/yaml");
    }

    private static void readType(WireFormat type, ObjectNode object) {
        while (type.next()) {
            switch (type.field()) {
                case 1 -> object.put("apiVersion", type.text());
                case 2 -> object.put("kind", type.text());
                default -> type.skip();
            }
        }
    }

    private static ObjectNode readMessage(WireFormat wire, String message, ObjectNode object) {
        while (wire.next()) {
            TypeSchema.Field field = SCHEMA.field(message, wire.field()).orElse(null);
            if (field == null || field.type().equals("any")) {
                wire.skip();
                continue;
            }
            switch (field.shape()) {
                case SINGLE -> setUnlessEmpty(object, field.name(), value(wire, field.type()));
                case LIST -> array(object, field.name()).add(value(wire, field.type()));
                case MAP -> readEntry(wire.message(), field.type(), Json.child(object, field.name()));
            }
        }
        return object;
    }

    private static ArrayNode array(ObjectNode object, String name) {
        return object.get(name) instanceof ArrayNode array ? array : object.putArray(name);
    }

    private static void readEntry(WireFormat entry, String type, ObjectNode map) {
        String key = "";
        JsonNode value = map.textNode("");
        while (entry.next()) {
            switch (entry.field()) {
                case 1 -> key = entry.text();
                case 2 -> value = value(entry, type);
                default -> entry.skip();
            }
        }
        map.set(key, value);
    }

    private static JsonNode value(WireFormat wire, String type) {
        ObjectNode nodes = Json.object();
        return switch (type) {
            case "string" -> nodes.textNode(wire.text());
            // As text it is base64, as in JSON.
            case "bytes" -> nodes.textNode(Base64.getEncoder().encodeToString(wire.bytes()));
            case "int" -> nodes.numberNode(wire.number());
            case "bool" -> nodes.booleanNode(wire.number() != 0);
            case "Time" -> time(wire.message(), nodes);
            case "ExtraValue" -> texts(wire.message(), nodes.arrayNode());
            default -> readMessage(wire.message(), type, nodes);
        };
    }

    private static JsonNode time(WireFormat wire, ObjectNode nodes) {
        long seconds = 0;
        while (wire.next()) {
            if (wire.field() == 1) {
                seconds = wire.number();
            } else {
                wire.skip();
            }
        }
        boolean representable = seconds > Instant.MIN.getEpochSecond() && seconds < Instant.MAX.getEpochSecond();
        // The zero time is no time.
        return seconds == 0 || !representable
                ? nodes.nullNode()
                : nodes.textNode(Instant.ofEpochSecond(seconds).toString());
    }

    private static ArrayNode texts(WireFormat wire, ArrayNode texts) {
        while (wire.next()) {
            if (wire.field() == 1) {
                texts.add(wire.text());
            } else {
                wire.skip();
            }
        }
        return texts;
    }

    /** Empty texts are written in protobuf, and left out in JSON. */
    private static void setUnlessEmpty(ObjectNode object, String name, JsonNode value) {
        if (!value.isNull() && !(value.isTextual() && value.textValue().isEmpty())) {
            object.set(name, value);
        }
    }
}
