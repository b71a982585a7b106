package io.github.kubetls.rbac;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What Kubernetes takes for a name, with its texts for what it does not take. */
final class NameRules {

    private static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final Pattern NAME_PATTERN = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern SUBDOMAIN_PART = Pattern.compile("[-a-z0-9]+");
    private static final int MAX_NAME = 63;
    private static final int MAX_SUBDOMAIN = 253;

    private static final String NAME_RULE =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and"
                    + " end with an alphanumeric character";

    private NameRules() {}

    /** Names of roles and bindings: anything that can be a segment of a path. */
    static List<String> pathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return List.of("may not be '" + name + "'");
        }
        List<String> errors = new ArrayList<>();
        for (String part : List.of("/", "%")) {
            if (name.contains(part)) {
                errors.add("may not contain '" + part + "'");
            }
        }
        return errors;
    }

    /** Names of service accounts, and prefixes of label keys. */
    static List<String> subdomain(String name) {
        List<String> errors = new ArrayList<>();
        if (length(name) > MAX_SUBDOMAIN) {
            errors.add(tooLong(MAX_SUBDOMAIN));
        }
        if (!isSubdomain(name)) {
            errors.add(regex(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                            + " must start and end with an alphanumeric character",
                    SUBDOMAIN,
                    "'example.com'"));
        }
        return errors;
    }

    /** Labels joined by dots, without the backtracking of a nested pattern. */
    private static boolean isSubdomain(String name) {
        for (String label : name.split("\\.", -1)) {
            if (!SUBDOMAIN_PART.matcher(label).matches() || label.startsWith("-") || label.endsWith("-")) {
                return false;
            }
        }
        return true;
    }

    /** Names of namespaces. */
    static List<String> label(String name) {
        List<String> errors = new ArrayList<>();
        if (length(name) > MAX_NAME) {
            errors.add(tooLong(MAX_NAME));
        }
        if (!LABEL_PATTERN.matcher(name).matches()) {
            errors.add(regex(
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must"
                            + " start and end with an alphanumeric character",
                    LABEL,
                    "'my-name',  or '123-abc'"));
        }
        return errors;
    }

    /** Keys of labels: an optional prefix and a name. */
    static List<String> labelKey(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length > 2) {
            return List.of(nameRegex("a qualified name ")
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        List<String> errors = new ArrayList<>();
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                errors.add("prefix part must be non-empty");
            } else {
                subdomain(parts[0]).forEach(error -> errors.add("prefix part " + error));
            }
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            errors.add("name part must be non-empty");
        } else if (length(name) > MAX_NAME) {
            errors.add("name part " + tooLong(MAX_NAME));
        }
        if (!NAME_PATTERN.matcher(name).matches()) {
            errors.add(nameRegex("name part "));
        }
        return errors;
    }

    /** Keys of annotations: as those of labels, in any case. */
    static List<String> annotationKey(String key) {
        return labelKey(key.toLowerCase(Locale.ROOT));
    }

    /** Values of labels. */
    static List<String> labelValue(String value) {
        List<String> errors = new ArrayList<>();
        if (length(value) > MAX_NAME) {
            errors.add(tooLong(MAX_NAME));
        }
        if (!value.isEmpty() && !NAME_PATTERN.matcher(value).matches()) {
            errors.add(regex(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and"
                            + " must start and end with an alphanumeric character",
                    "(" + NAME + ")?",
                    "'MyValue',  or 'my_value',  or '12345'"));
        }
        return errors;
    }

    private static String nameRegex(String what) {
        return regex(what + NAME_RULE, NAME, "'MyName',  or 'my.name',  or '123-abc'");
    }

    private static String regex(String rule, String pattern, String examples) {
        return rule + " (e.g. " + examples + ", regex used for validation is '" + pattern + "')";
    }

    private static String tooLong(int length) {
        return "must be no more than " + length + " characters";
    }

    /** In bytes, as Kubernetes counts. */
    static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
