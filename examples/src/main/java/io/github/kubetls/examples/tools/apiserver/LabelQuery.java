package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
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
    private static final Pattern EXISTS = Pattern.compile("\\s*+(!?)" + KEY);

    private LabelQuery() {}

    /**
     * Reads a selector.
     *
     * @param selector the selector; empty for every object
     * @throws ApiFailure when it is malformed
     */
    static Predicate<JsonNode> parse(String selector) {
        List<Predicate<JsonNode>> all = selector.isBlank()
                ? List.of()
                : terms(selector).stream().map(LabelQuery::term).toList();
        return labels -> all.stream().allMatch(term -> term.test(labels));
    }

    /** What stands between commas, but those in parentheses. */
    private static List<String> terms(String selector) {
        List<String> terms = new ArrayList<>();
        boolean inSet = false;
        int start = 0;
        for (int i = 0; i < selector.length(); i++) {
            char c = selector.charAt(i);
            inSet = c == '(' || inSet && c != ')';
            if (c == ',' && !inSet) {
                terms.add(selector.substring(start, i));
                start = i + 1;
            }
        }
        terms.add(selector.substring(start));
        return terms;
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
