package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
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
        if (!Arrays.equals(MAGIC, 0, MAGIC.length, body, 0, Math.min(body.length, MAGIC.length))) {
            throw unsupported();
        }
        try {
            return readEnvelope(CodedInputStream.newInstance(body, MAGIC.length, body.length - MAGIC.length));
        } catch (IOException e) {
            throw ApiFailure.badRequest("the body of the request is no well-formed protobuf");
        }
    }

    private static ObjectNode readEnvelope(CodedInputStream envelope) throws IOException {
        ObjectNode object = Json.object();
        CodedInputStream raw = CodedInputStream.newInstance(new byte[0]);
        for (int tag = envelope.readTag(); tag != 0; tag = envelope.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> readType(message(envelope, tag), object);
                case 2 -> raw = message(envelope, tag);
                default -> skip(envelope, tag);
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

    private static CodedInputStream message(CodedInputStream wire, int tag) throws IOException {
        return CodedInputStream.newInstance(bytes(wire, tag));
    }

    private static byte[] bytes(CodedInputStream wire, int tag) throws IOException {
        require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return wire.readByteArray();
    }

    private static String text(CodedInputStream wire, int tag) throws IOException {
        require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return wire.readString();
    }

    private static long number(CodedInputStream wire, int tag) throws IOException {
        require(tag, WireFormat.WIRETYPE_VARINT);
        return wire.readInt64();
    }

    private static void require(int tag, int type) throws InvalidProtocolBufferException {
        if (WireFormat.getTagWireType(tag) != type) {
            throw new InvalidProtocolBufferException("a field has another type than is known");
        }
    }

    private static void skip(CodedInputStream wire, int tag) throws IOException {
        if (!wire.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that did not begin");
        }
    }

    private static void readType(CodedInputStream type, ObjectNode object) throws IOException {
        for (int tag = type.readTag(); tag != 0; tag = type.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> object.put("apiVersion", text(type, tag));
                case 2 -> object.put("kind", text(type, tag));
                default -> skip(type, tag);
            }
        }
    }

    private static ObjectNode readMessage(CodedInputStream wire, String message, ObjectNode object) throws IOException {
        for (int tag = wire.readTag(); tag != 0; tag = wire.readTag()) {
            TypeSchema.Field field =
                    SCHEMA.field(message, WireFormat.getTagFieldNumber(tag)).orElse(null);
            if (field == null || field.type().equals("any")) {
                skip(wire, tag);
                continue;
            }
            switch (field.shape()) {
                case SINGLE -> setUnlessEmpty(object, field.name(), value(wire, tag, field.type()));
                case LIST -> array(object, field.name()).add(value(wire, tag, field.type()));
                case MAP -> readEntry(message(wire, tag), field.type(), Json.child(object, field.name()));
            }
        }
        return object;
    }

    private static ArrayNode array(ObjectNode object, String name) {
        return object.get(name) instanceof ArrayNode array ? array : object.putArray(name);
    }

    private static void readEntry(CodedInputStream entry, String type, ObjectNode map) throws IOException {
        String key = "";
        JsonNode value = map.textNode("");
        for (int tag = entry.readTag(); tag != 0; tag = entry.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> key = text(entry, tag);
                case 2 -> value = value(entry, tag, type);
                default -> skip(entry, tag);
            }
        }
        map.set(key, value);
    }

    private static JsonNode value(CodedInputStream wire, int tag, String type) throws IOException {
        ObjectNode nodes = Json.object();
        return switch (type) {
            case "string" -> nodes.textNode(text(wire, tag));
            // As text it is base64, as in JSON.
            case "bytes" -> nodes.textNode(Base64.getEncoder().encodeToString(bytes(wire, tag)));
            case "int" -> nodes.numberNode(number(wire, tag));
            case "bool" -> nodes.booleanNode(number(wire, tag) != 0);
            case "Time" -> time(message(wire, tag), nodes);
            case "ExtraValue" -> texts(message(wire, tag), nodes.arrayNode());
            default -> readMessage(message(wire, tag), type, nodes);
        };
    }

    private static JsonNode time(CodedInputStream wire, ObjectNode nodes) throws IOException {
        long seconds = 0;
        for (int tag = wire.readTag(); tag != 0; tag = wire.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                seconds = number(wire, tag);
            } else {
                skip(wire, tag);
            }
        }
        boolean representable = seconds > Instant.MIN.getEpochSecond() && seconds < Instant.MAX.getEpochSecond();
        // The zero time is no time.
        return seconds == 0 || !representable
                ? nodes.nullNode()
                : nodes.textNode(Instant.ofEpochSecond(seconds).toString());
    }

    private static ArrayNode texts(CodedInputStream wire, ArrayNode texts) throws IOException {
        for (int tag = wire.readTag(); tag != 0; tag = wire.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                texts.add(text(wire, tag));
            } else {
                skip(wire, tag);
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
