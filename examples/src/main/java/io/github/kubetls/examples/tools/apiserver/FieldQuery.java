package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The field selector of a list: fields that are, or are not, equal to a value. */
final class FieldQuery {

    private static final Pattern TERM = Pattern.compile("([A-Za-z.]+)(==|=|!=)(.*)");
    private static final String NAME = "metadata.name";
    private static final String NAMESPACE = "metadata.namespace";

    private FieldQuery() {}

    /**
     * Reads a selector.
     *
     * @param selector the selector; empty for every object
     * @param resource the resource, which decides on the fields
     * @throws ApiFailure when it is malformed, or asks for another field
     */
    static Predicate<JsonNode> parse(String selector, ApiResource resource) {
        List<String> known = new ArrayList<>(resource.selectableFields());
        known.add(NAME);
        known.add(NAMESPACE);
        List<Predicate<JsonNode>> all = new ArrayList<>();
        for (String term : selector.isEmpty() ? new String[0] : selector.split(",")) {
            Matcher matcher = TERM.matcher(term);
            if (!matcher.matches()) {
                throw ApiFailure.badRequest("invalid selector: '" + selector + "'; can't understand '" + term + "'");
            }
            String field = matcher.group(1);
            if (!known.contains(field)) {
                throw ApiFailure.badRequest("field label not supported: " + field);
            }
            String value = matcher.group(3);
            Predicate<JsonNode> equal =
                    object -> Json.text(object, field.split("\\.")).equals(value);
            all.add(matcher.group(2).equals("!=") ? equal.negate() : equal);
        }
        return object -> all.stream().allMatch(term -> term.test(object));
    }
}
