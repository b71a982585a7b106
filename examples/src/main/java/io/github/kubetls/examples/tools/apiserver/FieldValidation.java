package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What becomes of fields that a type does not have: {@code Strict} refuses them, {@code Warn} mentions them. */
final class FieldValidation {

    private static final Set<String> ENVELOPE = Set.of("apiVersion", "kind");

    private final ApiResource resource;
    private final String directive;
    private final Set<String> warnings = new LinkedHashSet<>();

    FieldValidation(ApiResource resource, Query query) {
        this.resource = resource;
        this.directive = query.text("fieldValidation");
    }

    /**
     * Looks for unknown fields in an object.
     *
     * @param text the object; only JSON is looked at
     * @throws ApiFailure when there are some, and they are not tolerated
     */
    void check(String text) {
        List<String> unknown = new ArrayList<>();
        try {
            collect(Json.parse(text), resource.kind(), "", unknown);
        } catch (JsonProcessingException e) {
            // Who reads the object says what it thinks of that.
            return;
        }
        if (unknown.isEmpty() || directive.equals("Ignore")) {
            return;
        }
        if (directive.equals("Strict")) {
            throw ApiFailure.undecodable(resource, "strict decoding error: " + String.join(", ", unknown));
        }
        warnings.addAll(unknown);
    }

    /** What is to be mentioned in the answer. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    private static void collect(JsonNode object, String type, String path, List<String> unknown) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            if (path.isEmpty() && ENVELOPE.contains(name) || !TypeSchema.TYPES.has(type)) {
                continue;
            }
            Optional<TypeSchema.Field> field = TypeSchema.TYPES.field(type, name);
            if (field.isEmpty()) {
                unknown.add("unknown field " + Json.quote(path + name));
            } else if (field.get().shape() == TypeSchema.Shape.LIST) {
                int index = 0;
                for (JsonNode element : member.getValue()) {
                    collect(element, field.get().type(), path + name + "[" + index++ + "].", unknown);
                }
            } else if (field.get().shape() == TypeSchema.Shape.SINGLE) {
                collect(member.getValue(), field.get().type(), path + name + ".", unknown);
            }
        }
    }
}
