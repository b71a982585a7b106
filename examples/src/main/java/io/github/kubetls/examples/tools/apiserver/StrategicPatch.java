package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kubernetes' strategic merge patch: a merge patch with directives, in which some lists are merged by a key of their elements.
 *
 * @see <a href="https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md">
 *     Strategic merge patch</a>
 */
final class StrategicPatch implements Patch {

    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";
    /** The lists that are merged, by path, and the key of their elements; lists of plain values have none. */
    private static final Map<String, String> MERGED = Map.of(
            "metadata.ownerReferences", "uid",
            "metadata.finalizers", "");

    private static final Map<String, String> MERGED_OF_NODES =
            Map.of("status.conditions", "type", "status.addresses", "type");

    private final ApiResource resource;
    private final ObjectNode patch;

    StrategicPatch(ApiResource resource, ObjectNode patch) {
        this.resource = resource;
        this.patch = patch;
    }

    @Override
    public ObjectNode apply(ObjectNode object) {
        ObjectNode result = object.deepCopy();
        merge(result, patch, "");
        return result;
    }

    private void merge(ObjectNode target, ObjectNode changes, String path) {
        if (Json.text(changes, DIRECTIVE).equals("replace")) {
            target.removeAll();
        }
        if (changes.get(RETAIN_KEYS) instanceof ArrayNode keys) {
            List<String> retained = new ArrayList<>();
            keys.forEach(key -> retained.add(key.asText()));
            target.retain(retained);
        }
        for (Map.Entry<String, JsonNode> field : changes.properties()) {
            mergeField(target, field.getKey(), field.getValue(), path);
        }
    }

    private void mergeField(ObjectNode target, String name, JsonNode value, String path) {
        if (name.equals(DIRECTIVE) || name.equals(RETAIN_KEYS) || name.startsWith(ORDER)) {
            // Done before, or of no consequence: nothing here depends on the order of a list's elements.
            return;
        }
        if (name.startsWith(DELETE_VALUES)) {
            deleteValues(target.path(name.substring(DELETE_VALUES.length())), value);
        } else if (value.isNull() || Json.text(value, DIRECTIVE).equals("delete")) {
            target.remove(name);
        } else if (value instanceof ObjectNode object) {
            merge(Json.child(target, name), object, path + name + ".");
        } else if (value instanceof ArrayNode list && key(path + name).isPresent()) {
            ArrayNode merged = target.get(name) instanceof ArrayNode array ? array : target.putArray(name);
            mergeList(merged, list, key(path + name).get());
        } else {
            target.set(name, value);
        }
    }

    private Optional<String> key(String path) {
        boolean node = resource == ApiResource.NODES && MERGED_OF_NODES.containsKey(path);
        return Optional.ofNullable(node ? MERGED_OF_NODES.get(path) : MERGED.get(path));
    }

    private static void deleteValues(JsonNode list, JsonNode values) {
        for (Iterator<JsonNode> elements = list.elements(); elements.hasNext(); ) {
            JsonNode element = elements.next();
            for (JsonNode value : values) {
                if (element.equals(value)) {
                    elements.remove();
                    break;
                }
            }
        }
    }

    private void mergeList(ArrayNode target, ArrayNode changes, String key) {
        for (JsonNode change : changes) {
            int index = indexOf(target, change, key);
            String directive = Json.text(change, DIRECTIVE);
            if (directive.equals("replace")) {
                target.removeAll();
            } else if (directive.equals("delete")) {
                if (index >= 0) {
                    target.remove(index);
                }
            } else if (index < 0) {
                target.add(change);
            } else if (target.get(index) instanceof ObjectNode element && change instanceof ObjectNode object) {
                merge(element, object, "");
            }
        }
    }

    private static int indexOf(ArrayNode target, JsonNode change, String key) {
        for (int i = 0; i < target.size(); i++) {
            JsonNode element = target.get(i);
            boolean same =
                    key.isEmpty() ? element.equals(change) : element.path(key).equals(change.path(key));
            if (same) {
                return i;
            }
        }
        return -1;
    }
}
