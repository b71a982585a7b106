package io.github.kubetls.internal.text;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.release.Feature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private static final String NAME_RULE =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and"
                    + " end with an alphanumeric character";

    /** What the API server says to an object with neither a name nor a beginning of one. */
    public static final String NAME_MISSING = "name or generateName is required";

    /** The longest beginning of a generated name, in bytes; five characters follow. */
    private static final int MAX_GENERATED_PREFIX = 58;

    private static final String CHARACTERS = "characters";

    private NameRules() {}

    /** What a kind takes for a name. */
    @FunctionalInterface
    public interface NameRule {
        /**
         * {@return what keeps a text from being a name; no text means that it is one}
         *
         * @param name     the text
         * @param isPrefix whether it is the beginning of a name that the server generates
         */
        List<String> brokenBy(String name, boolean isPrefix);
    }

    /** Takes a broken rule. */
    @FunctionalInterface
    public interface Offence {
        /**
         * Takes a broken rule.
         *
         * @param field the field that breaks it
         * @param value the field's value
         * @param rule  the rule
         */
        void accept(String field, String value, String rule);
    }

    /**
     * Tells what keeps an object from having its name, in the order of the API server: of {@code generateName}, which is
     * judged whether or not there is a name, and of the name, which is generated before it is judged. What the server adds to
     * the beginning is random: five times x stands for it.
     *
     * @param name         {@code metadata.name}; may be empty
     * @param generateName {@code metadata.generateName}; may be empty
     * @param rule         what the kind takes for a name
     * @param offences     takes each rule that is broken
     */
    public static void objectName(String name, String generateName, NameRule rule, Offence offences) {
        if (!generateName.isEmpty()) {
            rule.brokenBy(generateName, true)
                    .forEach(text -> offences.accept("metadata.generateName", generateName, text));
        }
        String judged = name.isEmpty() && !generateName.isEmpty() ? generated(generateName) : name;
        if (!judged.isEmpty()) {
            rule.brokenBy(judged, false).forEach(text -> offences.accept("metadata.name", judged, text));
        }
    }

    private static String generated(String prefix) {
        byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
        return GoText.of(Arrays.copyOf(bytes, Math.min(bytes.length, MAX_GENERATED_PREFIX))) + "xxxxx";
    }

    /** {@return what keeps a name, or the beginning of one, from being a DNS subdomain} A beginning may end with a hyphen. */
    public static List<String> subdomain(String name, boolean isPrefix) {
        boolean masked = isPrefix && name.length() > 1 && name.endsWith("-");
        return subdomain(masked ? name.substring(0, name.length() - 2) + "a" : name);
    }

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

    private static List<String> subdomain(String name, String lengthUnit) {
        List<String> errors = new ArrayList<>();
        if (length(name) > MAX_SUBDOMAIN) {
            errors.add(tooMany(MAX_SUBDOMAIN, lengthUnit));
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
        List<String> errors = new ArrayList<>();
        if (length(name) > MAX_LABEL) {
            errors.add(tooMany(MAX_LABEL, CHARACTERS));
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
        return labelKey(key, KubernetesRelease.latest());
    }

    /** {@return the same as {@link #labelKey(String)} in the words of a release} */
    public static List<String> labelKey(String key, KubernetesRelease release) {
        String[] parts = key.split("/", -1);
        if (parts.length > 2) {
            return List.of(nameRegex(Feature.LABELS_REWORDED.in(release) ? "a valid label key " : "a qualified name ")
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        List<String> errors = new ArrayList<>();
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                errors.add("prefix part must be non-empty");
            } else {
                subdomain(parts[0], lengthUnit(release)).forEach(error -> errors.add("prefix part " + error));
            }
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            errors.add("name part must be non-empty");
        } else if (length(name) > MAX_LABEL) {
            errors.add("name part " + tooMany(MAX_LABEL, lengthUnit(release)));
        }
        if (!NAME_PATTERN.matcher(name).matches()) {
            errors.add(nameRegex("name part "));
        }
        return errors;
    }

    /** {@return what keeps a text from being the key of an annotation: as that of a label, in any case} */
    public static List<String> annotationKey(String key, KubernetesRelease release) {
        return labelKey(GoText.lowerCase(key), release);
    }

    /** {@return what keeps a text from being the value of a label} */
    public static List<String> labelValue(String value) {
        return labelValue(value, KubernetesRelease.latest());
    }

    private static List<String> labelValue(String value, KubernetesRelease release) {
        List<String> errors = new ArrayList<>();
        if (length(value) > MAX_LABEL) {
            errors.add(tooMany(MAX_LABEL, lengthUnit(release)));
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
        labels(labels, KubernetesRelease.latest(), offences);
    }

    /**
     * Tells what keeps texts from being labels, in the words of a release.
     *
     * @param labels   values by key
     * @param release  the release
     * @param offences takes the key or value with each rule that it breaks
     */
    public static void labels(
            Map<String, String> labels, KubernetesRelease release, BiConsumer<String, String> offences) {
        Map<String, String> sorted = new TreeMap<>(Unicode.CODE_POINT_ORDER);
        sorted.putAll(labels);
        sorted.forEach((key, value) -> {
            labelKey(key, release).forEach(rule -> offences.accept(key, rule));
            labelValue(value, release).forEach(rule -> offences.accept(value, rule));
        });
    }

    private static String nameRegex(String what) {
        return regex(what + NAME_RULE, NAME, "'MyName',  or 'my.name',  or '123-abc'");
    }

    private static String regex(String rule, String pattern, String examples) {
        return rule + " (e.g. " + examples + ", regex used for validation is '" + pattern + "')";
    }

    /** What the lengths of labels are said to be counted in; they are counted in bytes. */
    private static String lengthUnit(KubernetesRelease release) {
        return Feature.LABELS_REWORDED.in(release) ? "bytes" : CHARACTERS;
    }

    private static String tooMany(int length, String unit) {
        return "must be no more than " + length + " " + unit;
    }

    /** {@return what the API server of a release says to a value that has more bytes than its field may have} */
    public static String tooLong(int length, KubernetesRelease release) {
        return (Feature.LENGTHS_REWORDED.in(release) ? "may not be more than " : "must have at most ") + length
                + " bytes";
    }

    /** {@return the length of a text in bytes, as Kubernetes counts} */
    public static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
