package io.github.kubetls.internal.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Kubernetes takes for a name, and its texts for what it does not take; no text means that it takes the name. */
public final class NameRules {

    private static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final Pattern NAME_PATTERN = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern SUBDOMAIN_PART = Pattern.compile("[-a-z0-9]+");

    /** The longest label, in bytes. */
    public static final int MAX_LABEL = 63;

    /** The longest subdomain, in bytes. */
    public static final int MAX_SUBDOMAIN = 253;

    /** What a limit counts, in the words of most releases and types, although it counts bytes. */
    private static final String CHARACTERS = "characters";

    private static final String NAME_RULE =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and"
                    + " end with an alphanumeric character";

    private NameRules() {}

    /** {@return what keeps a name from being a segment of a path, as that of a role or a certificate request is} */
    public static List<String> pathSegment(String name) {
        return name.equals(".") || name.equals("..") ? List.of("may not be '" + name + "'") : pathSegmentPrefix(name);
    }

    /** {@return what keeps a text from being the beginning of a segment of a path} */
    public static List<String> pathSegmentPrefix(String prefix) {
        return Stream.of("/", "%")
                .filter(prefix::contains)
                .map(part -> "may not contain '" + part + "'")
                .toList();
    }

    /** {@return what keeps a name from being a DNS subdomain, as that of a service account or the prefix of a label key is} */
    public static List<String> subdomain(String name) {
        return subdomain(name, CHARACTERS);
    }

    /** {@return the same as {@link #subdomain(String)}, where a limit is said to count a unit} */
    public static List<String> subdomain(String name, String unit) {
        List<String> errors = new ArrayList<>();
        if (length(name) > MAX_SUBDOMAIN) {
            errors.add(tooLong(MAX_SUBDOMAIN, unit));
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

    /** {@return what keeps a name from being a DNS label, as that of a namespace is} */
    public static List<String> label(String name) {
        return label(name, CHARACTERS);
    }

    /** {@return the same as {@link #label(String)}, where a limit is said to count a unit} */
    public static List<String> label(String name, String unit) {
        List<String> errors = new ArrayList<>();
        if (length(name) > MAX_LABEL) {
            errors.add(tooLong(MAX_LABEL, unit));
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

    /** {@return what keeps a text from being the key of a label: an optional prefix and a name} */
    public static List<String> labelKey(String key) {
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
        } else if (length(name) > MAX_LABEL) {
            errors.add("name part " + tooLong(MAX_LABEL, CHARACTERS));
        }
        if (!NAME_PATTERN.matcher(name).matches()) {
            errors.add(nameRegex("name part "));
        }
        return errors;
    }

    /** {@return what keeps a text from being the key of an annotation: as that of a label, in any case} */
    public static List<String> annotationKey(String key) {
        return labelKey(key.toLowerCase(Locale.ROOT));
    }

    /** {@return what keeps a text from being the value of a label} */
    public static List<String> labelValue(String value) {
        List<String> errors = new ArrayList<>();
        if (length(value) > MAX_LABEL) {
            errors.add(tooLong(MAX_LABEL, CHARACTERS));
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

    /**
     * Tells what keeps texts from being labels, in the order of the keys.
     *
     * @param labels   values by key
     * @param offences takes the key or value with each rule that it breaks
     */
    public static void labels(Map<String, String> labels, BiConsumer<String, String> offences) {
        Map<String, String> sorted = new TreeMap<>(Unicode.CODE_POINT_ORDER);
        sorted.putAll(labels);
        sorted.forEach((key, value) -> {
            labelKey(key).forEach(rule -> offences.accept(key, rule));
            labelValue(value).forEach(rule -> offences.accept(value, rule));
        });
    }

    private static String nameRegex(String what) {
        return regex(what + NAME_RULE, NAME, "'MyName',  or 'my.name',  or '123-abc'");
    }

    private static String regex(String rule, String pattern, String examples) {
        return rule + " (e.g. " + examples + ", regex used for validation is '" + pattern + "')";
    }

    private static String tooLong(int length, String unit) {
        return "must be no more than " + length + " " + unit;
    }

    /** {@return the length of a text in bytes, as Kubernetes counts} */
    public static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
