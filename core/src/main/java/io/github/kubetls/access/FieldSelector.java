package io.github.kubetls.access;

import io.github.kubetls.internal.text.Unicode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads field selectors: {@code =}, {@code ==} and {@code !=} between a field and a value, separated by commas. */
final class FieldSelector {

    private static final List<String> OPERATORS = List.of("!=", "==", "=");

    private record Term(String field, String value, boolean isEqual) {}

    private FieldSelector() {}

    /** The values that a field must equal, in the order of the terms as texts; none when the text is no selector. */
    static List<String> requiredValues(String selector, String field) {
        List<String> parts = split(selector);
        parts.sort(Unicode.CODE_POINT_ORDER);
        List<String> values = new ArrayList<>();
        for (String part : parts) {
            if (part.isEmpty()) {
                continue;
            }
            Optional<Term> term = term(part);
            if (term.isEmpty()) {
                return List.of();
            }
            if (term.get().isEqual() && term.get().field().equals(field)) {
                values.add(term.get().value());
            }
        }
        return List.copyOf(values);
    }

    /** Whether a name can be part of a path: the API server takes no other one from a selector. */
    static boolean isPathSegment(String name) {
        return !name.equals(".") && !name.equals("..") && name.indexOf('/') < 0 && name.indexOf('%') < 0;
    }

    /** A comma behind a backslash belongs to the value. */
    private static List<String> split(String selector) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < selector.length(); i++) {
            char c = selector.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == ',') {
                parts.add(selector.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(selector.substring(start));
        return parts;
    }

    /** The first operator counts; nothing is escaped before it. */
    private static Optional<Term> term(String part) {
        for (int i = 0; i < part.length(); i++) {
            for (String operator : OPERATORS) {
                if (part.startsWith(operator, i)) {
                    String field = part.substring(0, i);
                    return unescape(part.substring(i + operator.length()))
                            .map(value -> new Term(field, value, !operator.equals("!=")));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unescape(String text) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                if (i == text.length() || "\\,=".indexOf(text.charAt(i)) < 0) {
                    return Optional.empty();
                }
                c = text.charAt(i);
            } else if (c == ',' || c == '=') {
                return Optional.empty();
            }
            value.append(c);
        }
        return Optional.of(value.toString());
    }
}
