package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The label selector of a list: {@code a=b}, {@code a!=b}, {@code a in (b,c)}, {@code a notin (b)}, {@code a}, {@code !a}. */
final class LabelQuery {

    private static final String KEY = "\\s*([A-Za-z0-9][-A-Za-z0-9._/]*)\\s*";
    private static final Pattern EQUAL = Pattern.compile(KEY + "(==|=|!=)\\s*([-A-Za-z0-9._]*)\\s*");
    private static final Pattern SET = Pattern.compile(KEY + "(in|notin)\\s*\\(([-A-Za-z0-9._,\\s]*)\\)\\s*");
    private static final Pattern EXISTS = Pattern.compile("\\s*(!?)" + KEY);
    private static final Pattern COMMA_OUTSIDE_SET = Pattern.compile(",(?![^(]*\\))");

    private LabelQuery() {}

    /**
     * Reads a selector.
     *
     * @param selector the selector; empty for every object
     * @throws ApiFailure when it is malformed
     */
    static Predicate<JsonNode> parse(String selector) {
        Predicate<JsonNode> all = labels -> true;
        for (String term : selector.isBlank() ? new String[0] : COMMA_OUTSIDE_SET.split(selector)) {
            all = all.and(term(term));
        }
        return all;
    }

    private static Predicate<JsonNode> term(String term) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            List<String> values =
                    Arrays.stream(set.group(3).split(",")).map(String::trim).toList();
            return oneOf(set.group(1), values, set.group(2).equals("notin"));
        }
        Matcher equal = EQUAL.matcher(term);
        if (equal.matches()) {
            return oneOf(equal.group(1), List.of(equal.group(3)), equal.group(2).equals("!="));
        }
        Matcher exists = EXISTS.matcher(term);
        if (exists.matches()) {
            boolean wanted = exists.group(1).isEmpty();
            return labels -> labels.has(exists.group(2)) == wanted;
        }
        throw ApiFailure.badRequest("unable to parse requirement: " + Json.quote(term));
    }

    private static Predicate<JsonNode> oneOf(String key, List<String> values, boolean negated) {
        return labels -> (labels.has(key) && values.contains(labels.get(key).asText())) != negated;
    }
}
