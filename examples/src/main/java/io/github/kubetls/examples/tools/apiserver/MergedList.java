package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A list that a strategic merge patch changes element by element: plain values, or objects that have a key. */
final class MergedList {

    /** Merges an element of the patch into one of the list. */
    @FunctionalInterface
    interface Merge {
        ObjectNode merge(ObjectNode element, ObjectNode changes, String path);
    }

    private final ArrayNode elements;
    private final String key;
    private final String path;

    private MergedList(ArrayNode elements, String key, String path) {
        this.elements = elements;
        this.key = key;
        this.path = path;
    }

    /** A list as it is, with the key of its elements: empty for plain values. */
    static MergedList of(ArrayNode elements, String key, String path) {
        return new MergedList(elements, key, path);
    }

    /** What has to be a list. */
    static ArrayNode list(JsonNode node, String path) {
        if (node instanceof ArrayNode list) {
            return list;
        }
        throw ApiFailure.unexpected("expected a list in " + path + ", but received " + type(node));
    }

    private static String type(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /** The list without some plain values. */
    ArrayNode without(ArrayNode values) {
        checkTypes(values);
        Set<JsonNode> deleted = new HashSet<>();
        values.forEach(deleted::add);
        ArrayNode rest = elements.arrayNode();
        for (JsonNode element : elements) {
            if (!deleted.contains(element)) {
                rest.add(element);
            }
        }
        return rest;
    }

    /** The list with what a patch changes. */
    ArrayNode with(ArrayNode changes, Merge merge) {
        checkTypes(changes);
        return key.isEmpty() ? union(changes) : byKey(changes, merge);
    }

    private ArrayNode union(ArrayNode changes) {
        Set<JsonNode> all = new LinkedHashSet<>();
        elements.forEach(all::add);
        changes.forEach(all::add);
        return elements.arrayNode().addAll(all);
    }

    private ArrayNode byKey(ArrayNode changes, Merge merge) {
        ArrayNode plain = elements.arrayNode();
        Set<JsonNode> deleted = new HashSet<>();
        boolean replaces = false;
        for (JsonNode change : changes) {
            if (!change.has(StrategicPatch.DIRECTIVE)) {
                plain.add(change);
                continue;
            }
            switch (Json.text(change, StrategicPatch.DIRECTIVE)) {
                case StrategicPatch.REPLACE -> replaces = true;
                case StrategicPatch.DELETE -> deleted.add(keyOf(change));
                case "merge" -> throw ApiFailure.unexpected("merging lists cannot yet be specified in the patch");
                default -> throw StrategicPatch.unknownDirective(change, path);
            }
        }
        return replaces ? plain : byKey(deleted, plain, merge);
    }

    private ArrayNode byKey(Set<JsonNode> deleted, ArrayNode changes, Merge merge) {
        ArrayNode result = elements.arrayNode();
        Map<JsonNode, Integer> indexes = new HashMap<>();
        for (JsonNode element : elements) {
            JsonNode value = element.path(key);
            if (!deleted.contains(value)) {
                indexes.putIfAbsent(value, result.size());
                result.add(element);
            }
        }
        for (JsonNode change : changes) {
            Integer index = indexes.putIfAbsent(keyOf(change), result.size());
            if (index == null) {
                result.add(change);
            } else {
                result.set(index, merge.merge(result.get(index).deepCopy(), (ObjectNode) change, path));
            }
        }
        return result;
    }

    /** The key of an element. */
    private JsonNode keyOf(JsonNode element) {
        if (!element.isObject()) {
            throw ApiFailure.unexpected("expected an object in " + path + ", but received " + type(element));
        }
        JsonNode value = element.get(key);
        if (value == null) {
            throw ApiFailure.unexpected("an element of " + path + " does not contain declared merge key: " + key);
        }
        return value;
    }

    private void checkTypes(ArrayNode changes) {
        JsonNodeType type = null;
        for (ArrayNode list : new ArrayNode[] {elements, changes}) {
            for (JsonNode element : list) {
                type = type == null ? element.getNodeType() : type;
                if (type == JsonNodeType.ARRAY) {
                    throw ApiFailure.unprocessable("lists of lists are not supported: " + path);
                }
                if (type == JsonNodeType.NULL || type != element.getNodeType()) {
                    throw ApiFailure.unexpected("list element types are not identical: " + path);
                }
            }
        }
        if (type == JsonNodeType.OBJECT && key.isEmpty()) {
            throw ApiFailure.unexpected("cannot merge lists without merge key: " + path);
        }
    }

    /** Checks an order of the elements: those of the patch are in it, one after the other. */
    void checkOrder(ArrayNode changes, ArrayNode order) {
        if (elements.isEmpty() && changes.isEmpty()) {
            throw ApiFailure.unexpected("no elements in any of the given slices: " + path);
        }
        int at = 0;
        for (JsonNode place : order) {
            JsonNode wanted = ordered(place);
            while (at < changes.size() && changes.get(at).has(StrategicPatch.DIRECTIVE)) {
                at++;
            }
            if (at < changes.size() && ordered(changes.get(at)).equals(wanted)) {
                at++;
            }
        }
        while (at < changes.size() && changes.get(at).has(StrategicPatch.DIRECTIVE)) {
            at++;
        }
        if (at < changes.size() && !order.isEmpty()) {
            throw ApiFailure.unexpected(
                    "The order in the patch of " + path + " doesn't match its $setElementOrder list");
        }
    }

    /** What elements are recognised by. */
    private JsonNode ordered(JsonNode element) {
        return key.isEmpty() ? element : keyOf(element);
    }
}
