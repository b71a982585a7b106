package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Kubernetes' strategic merge patch: a merge patch with directives, in which some lists are merged by a key of their elements.
 *
 * <p>Directives that Kubernetes refuses are refused, and looked for where it looks for them: in what is merged into something.
 * The order of the elements that a patch asks for is checked, but not kept.
 *
 * @see <a href="https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md">
 *     Strategic merge patch</a>
 */
final class StrategicPatch implements Patch {

    static final String DIRECTIVE = "$patch";
    static final String REPLACE = "replace";
    static final String DELETE = "delete";

    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String ORDER = "$setElementOrder";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList";

    /** The lists that are merged, by path, and the key of their elements; lists of plain values have none. */
    private static final Map<String, String> MERGED =
            Map.of("metadata.ownerReferences", "uid", "metadata.finalizers", "");

    private static final Map<ApiResource, Map<String, String>> MERGED_OF_RESOURCES = Map.of(
            ApiResource.NODES,
            Map.of("status.conditions", "type", "status.addresses", "type", "spec.podCIDRs", ""),
            ApiResource.NAMESPACES,
            Map.of("status.conditions", "type"),
            ApiResource.POD_CERTIFICATE_REQUESTS,
            Map.of("status.conditions", "type"));

    private final ApiResource resource;
    private final ObjectNode patch;

    StrategicPatch(ApiResource resource, ObjectNode patch) {
        this.resource = resource;
        this.patch = patch;
    }

    @Override
    public ObjectNode apply(ObjectNode object) {
        return merge(object.deepCopy(), patch, "");
    }

    /** What the target becomes, which may be the target itself, changed. */
    private ObjectNode merge(ObjectNode target, ObjectNode changes, String path) {
        if (changes.has(DIRECTIVE)) {
            return directed(changes, path);
        }
        retainKeys(target, changes, path);
        for (Map.Entry<String, JsonNode> field : changes.properties()) {
            if (field.getKey().startsWith(ORDER)) {
                checkOrder(field, target, changes, path);
            }
        }
        for (Map.Entry<String, JsonNode> field : changes.properties()) {
            boolean isDone =
                    field.getKey().equals(RETAIN_KEYS) || field.getKey().startsWith(ORDER);
            if (!isDone) {
                mergeField(target, field.getKey(), field.getValue(), path);
            }
        }
        return target;
    }

    private static ObjectNode directed(ObjectNode changes, String path) {
        return switch (Json.text(changes, DIRECTIVE)) {
            case REPLACE -> changes.deepCopy().without(DIRECTIVE);
            case DELETE -> Json.object();
            default -> throw unknownDirective(changes, path);
        };
    }

    /** Kubernetes would quote the whole object. */
    static ApiFailure unknownDirective(JsonNode changes, String path) {
        String place = path.isEmpty() ? "the object" : path;
        return ApiFailure.unexpected("unknown patch type: " + changes.get(DIRECTIVE) + " in " + place + ": " + DIRECTIVE
                + " is \"" + REPLACE + "\" or \"" + DELETE + "\"");
    }

    private static void retainKeys(ObjectNode target, ObjectNode changes, String path) {
        JsonNode keys = changes.get(RETAIN_KEYS);
        if (keys == null) {
            return;
        }
        if (!keys.isArray()) {
            throw badFormat("retainKeys", path, "expected a list of fields");
        }
        Set<String> retained = new HashSet<>();
        keys.forEach(key -> retained.add(key.asText()));
        for (Map.Entry<String, JsonNode> field : changes.properties()) {
            String name = field.getKey();
            boolean isFree = field.getValue().isNull()
                    || name.equals(RETAIN_KEYS)
                    || name.startsWith(DELETE_VALUES)
                    || name.startsWith(ORDER);
            if (!isFree && !retained.contains(name)) {
                throw badFormat("retainKeys", path, Json.quote(name) + " is set, but not among them");
            }
        }
        target.retain(retained);
    }

    private static ApiFailure badFormat(String what, String path, String why) {
        String place = path.isEmpty() ? "" : " in " + path;
        return ApiFailure.badRequest("invalid patch format of " + what + place + ": " + why);
    }

    private void checkOrder(Map.Entry<String, JsonNode> directive, ObjectNode target, ObjectNode changes, String path) {
        ArrayNode order = MergedList.list(directive.getValue(), directive.getKey());
        String field = field(directive.getKey(), ORDER, "setElementOrder list", path);
        String place = child(path, field);
        Optional<ArrayNode> present = Optional.ofNullable(target.get(field)).map(list -> MergedList.list(list, place));
        Optional<ArrayNode> changed = Optional.ofNullable(changes.get(field)).map(list -> MergedList.list(list, place));
        if (present.isPresent() || changed.isPresent()) {
            MergedList.of(present.orElseGet(order::arrayNode), key(place).orElse(""), place)
                    .checkOrder(changed.orElseGet(order::arrayNode), order);
        }
    }

    /** The field that a directive in the name of another one is about. */
    private static String field(String name, String directive, String what, String path) {
        if (!name.startsWith(directive + "/")) {
            throw badFormat(what, path, "expected " + directive + "/FIELD, found " + Json.quote(name));
        }
        return name.substring(directive.length() + 1);
    }

    private static String child(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private void mergeField(ObjectNode target, String name, JsonNode value, String path) {
        boolean deletes = name.startsWith(DELETE_VALUES);
        String field = deletes ? field(name, DELETE_VALUES, "primitive list", path) : name;
        JsonNode present = target.get(field);
        if (value.isNull()) {
            target.remove(field);
        } else if (present instanceof ObjectNode object && value instanceof ObjectNode changes) {
            target.set(field, merge(object, changes, child(path, field)));
        } else if (present instanceof ArrayNode list && value instanceof ArrayNode changes) {
            target.set(field, merge(list, changes, deletes, child(path, field)));
        } else if (!deletes) {
            withoutDirectives(value).ifPresentOrElse(plain -> target.set(field, plain), () -> target.remove(field));
        }
    }

    private ArrayNode merge(ArrayNode list, ArrayNode changes, boolean deletes, String path) {
        Optional<String> key = key(path);
        if (deletes || key.isPresent()) {
            MergedList merged = MergedList.of(list, key.orElse(""), path);
            return deletes ? merged.without(changes) : merged.with(changes, this::merge);
        }
        return changes;
    }

    private Optional<String> key(String path) {
        Map<String, String> own = MERGED_OF_RESOURCES.getOrDefault(resource, Map.of());
        return Optional.ofNullable(own.getOrDefault(path, MERGED.get(path)));
    }

    /** What is new has nothing that a directive could be about; empty when it is nothing but one. */
    private static Optional<JsonNode> withoutDirectives(JsonNode value) {
        if (value instanceof ObjectNode object) {
            if (object.has(DIRECTIVE)) {
                return Optional.empty();
            }
            ObjectNode plain = Json.object();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (!field.getValue().isNull()) {
                    withoutDirectives(field.getValue()).ifPresent(inner -> plain.set(field.getKey(), inner));
                }
            }
            return Optional.of(plain);
        }
        if (value instanceof ArrayNode list) {
            ArrayNode plain = list.arrayNode();
            list.forEach(element -> withoutDirectives(element).ifPresent(plain::add));
            return Optional.of(plain);
        }
        return Optional.of(value);
    }
}
