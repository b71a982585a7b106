package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** RFC 6902: a list of operations, of which all succeed or none is done. */
final class JsonPatch implements Patch {

    private static final int MOST_OPERATIONS = 10_000;
    /** In characters. Copies of copies grow without bounds, so all of a patch count together. */
    private static final int MOST_COPIED = 3 << 20;

    private final ArrayNode operations;

    private JsonPatch(ArrayNode operations) {
        this.operations = operations;
    }

    static JsonPatch of(ArrayNode operations) {
        if (operations.size() > MOST_OPERATIONS) {
            throw ApiFailure.tooLarge(MOST_OPERATIONS);
        }
        return new JsonPatch(operations);
    }

    @Override
    public ObjectNode apply(ObjectNode object) {
        ObjectNode result = object.deepCopy();
        long copied = 0;
        for (JsonNode operation : operations) {
            if (Json.text(operation, "op").equals("copy")) {
                copied +=
                        existing(result, pointer(operation, "from")).toString().length();
            }
            if (copied > MOST_COPIED) {
                throw ApiFailure.tooLarge(MOST_COPIED);
            }
            apply(result, operation);
        }
        return result;
    }

    private static void apply(ObjectNode root, JsonNode operation) {
        JsonPointer path = pointer(operation, "path");
        switch (Json.text(operation, "op")) {
            case "add" -> add(root, path, value(operation));
            case "remove" -> remove(root, path);
            case "replace" -> {
                remove(root, path);
                add(root, path, value(operation));
            }
            case "move" -> add(root, path, remove(root, pointer(operation, "from")));
            case "copy" ->
                add(root, path, existing(root, pointer(operation, "from")).deepCopy());
            case "test" -> {
                if (!existing(root, path).equals(value(operation))) {
                    throw failure("testing path " + path + " failed");
                }
            }
            default -> throw failure("unexpected kind: " + Json.text(operation, "op"));
        }
    }

    private static JsonPointer pointer(JsonNode operation, String field) {
        try {
            JsonPointer pointer = JsonPointer.compile(Json.text(operation, field));
            if (!pointer.matches()) {
                return pointer;
            }
        } catch (IllegalArgumentException e) {
            // Not a pointer at all; the same answer as for the root.
        }
        throw failure("the " + field + " of an operation is no path into the object");
    }

    private static JsonNode value(JsonNode operation) {
        JsonNode value = operation.get("value");
        if (value == null) {
            throw failure("an operation has no value");
        }
        return value.deepCopy();
    }

    private static JsonNode existing(JsonNode root, JsonPointer path) {
        JsonNode found = root.at(path);
        if (found.isMissingNode()) {
            throw failure("there is nothing at " + path);
        }
        return found;
    }

    private static void add(ObjectNode root, JsonPointer path, JsonNode value) {
        JsonNode parent = existing(root, path.head());
        String last = path.last().getMatchingProperty();
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else if (parent instanceof ArrayNode array) {
            int index = last.equals("-") ? array.size() : path.last().getMatchingIndex();
            if (index < 0 || index > array.size()) {
                throw failure("there is no place " + path);
            }
            array.insert(index, value);
        } else {
            throw failure("there is no place " + path);
        }
    }

    private static JsonNode remove(ObjectNode root, JsonPointer path) {
        JsonNode removed = existing(root, path);
        JsonNode parent = root.at(path.head());
        if (parent instanceof ArrayNode array) {
            array.remove(path.last().getMatchingIndex());
        } else {
            ((ObjectNode) parent).remove(path.last().getMatchingProperty());
        }
        return removed;
    }

    private static ApiFailure failure(String why) {
        return ApiFailure.unprocessable(why);
    }
}
