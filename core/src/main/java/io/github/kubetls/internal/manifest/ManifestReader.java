package io.github.kubetls.internal.manifest;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.text.TextKind;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what all objects have in common, from a text, a file, a stream of objects, or JDK values. */
public final class ManifestReader {

    private static final List<String> TEXTS = List.of("name", "generateName", "namespace", "uid", "resourceVersion");
    private static final List<String> MAPS = List.of("labels", "annotations");
    private static final List<String> TIMES = List.of("creationTimestamp", "deletionTimestamp");

    private static final String LIST = "List";
    private static final String ITEMS = "items";

    private ManifestReader() {}

    /**
     * An object in a stream.
     *
     * @param node       the object
     * @param apiVersion its apiVersion, which an item of a list may have from the list
     * @param kind       its kind, likewise
     */
    public record Item(YamlNode node, String apiVersion, String kind) {

        /**
         * {@return whether it has an apiVersion and a kind}
         *
         * @param expectedApiVersion the apiVersion
         * @param expectedKind       the kind
         */
        public boolean is(String expectedApiVersion, String expectedKind) {
            return apiVersion.equals(expectedApiVersion) && kind.equals(expectedKind);
        }
    }

    /**
     * {@return what a file holds}
     *
     * @param file   the file, of at most {@link AtomicFiles#LARGEST_DOCUMENT} bytes, in UTF-8, or in UTF-16 with a byte order
     *     mark
     * @param parser reads its text
     * @throws IOException when it cannot be read or is larger
     * @throws InvalidFormatException as the parser throws it, with the path as given as its source
     */
    public static <T> T read(Path file, Function<String, T> parser) throws IOException {
        return read(file, AtomicFiles.LARGEST_DOCUMENT, parser);
    }

    /**
     * {@return what a file holds}
     *
     * @param file     the file, in UTF-8, or in UTF-16 with a byte order mark
     * @param maxBytes the largest size that is read
     * @param parser   reads its text
     * @throws IOException when it cannot be read or is larger
     * @throws InvalidFormatException as the parser throws it, with the path as given as its source
     */
    public static <T> T read(Path file, int maxBytes, Function<String, T> parser) throws IOException {
        byte[] bytes = AtomicFiles.read(file, maxBytes);
        try {
            return parser.apply(Unicode.decode(bytes, ""));
        } catch (InvalidFormatException e) {
            throw e.within(Location.ofSource(file.toString()));
        }
    }

    /**
     * {@return the object of a kind that a text holds, exactly one}
     *
     * @param text       YAML or JSON
     * @param apiVersion the expected apiVersion
     * @param kind       the expected kind
     * @throws InvalidFormatException when the text is not well-formed, or is something else
     */
    public static YamlNode read(String text, String apiVersion, String kind) {
        YamlNode object = Yaml.read(text, "");
        requireKind(object, apiVersion, kind);
        return object;
    }

    /**
     * {@return the object of a kind that JDK values hold, as a text with the same content would}
     *
     * @param map        the values, as {@code toMap()} gives them
     * @param apiVersion the expected apiVersion
     * @param kind       the expected kind
     * @throws IllegalArgumentException when a key or a value has no form in a manifest
     * @throws InvalidFormatException when it is something else
     */
    public static YamlNode fromMap(Map<String, ?> map, String apiVersion, String kind) {
        YamlNode object = Yaml.fromMap(map);
        requireKind(object, apiVersion, kind);
        return object;
    }

    /**
     * {@return the objects of all kinds in a stream, in the order of the text, with lists taken apart}
     *
     * <p>A list is an object with {@code items} whose kind ends in {@code List}. Its items are objects; in the list of one
     * kind, as the API server returns it, they need not repeat apiVersion and kind.
     *
     * @param text   YAML documents separated by {@code ---}, or one JSON value
     * @param source name of the text for messages; may be empty
     * @throws InvalidFormatException when the text is not well-formed, or holds something that is not a Kubernetes object
     *     ({@code KIND_MISMATCH})
     */
    public static List<Item> objects(String text, String source) {
        List<Item> objects = new ArrayList<>();
        for (YamlNode document : Yaml.readAll(text, source)) {
            addObjects(document, "", "", objects);
        }
        return objects;
    }

    private static void addObjects(YamlNode node, String listApiVersion, String itemKind, List<Item> objects) {
        if (!node.isMapping()) {
            throw notAnObject(node);
        }
        String apiVersion = textOr(listApiVersion, node.get("apiVersion"));
        String kind = textOr(itemKind, node.get("kind"));
        if (apiVersion.isEmpty() || kind.isEmpty()) {
            throw notAnObject(node);
        }
        if (!kind.endsWith(LIST) || node.get(ITEMS).isAbsent()) {
            objects.add(new Item(node, apiVersion, kind));
            return;
        }
        boolean ofOneKind = !kind.equals(LIST);
        String kindOfItems = kind.substring(0, kind.length() - LIST.length());
        for (YamlNode item : node.get(ITEMS).items()) {
            addObjects(item, ofOneKind ? apiVersion : "", kindOfItems, objects);
        }
    }

    private static String textOr(String inherited, YamlNode node) {
        String text = node.string();
        return text.isEmpty() ? inherited : text;
    }

    private static InvalidFormatException notAnObject(YamlNode node) {
        return node.error(
                "KIND_MISMATCH", "is not a Kubernetes object: it needs apiVersion and kind" + node.hintOfText());
    }

    /**
     * {@return the objects of one kind among those of a stream, as {@link #objects} tells them; others are passed over}
     *
     * @param text       YAML documents separated by {@code ---}, or one JSON value
     * @param apiVersion the apiVersion
     * @param kind       the kind
     * @throws InvalidFormatException as {@link #objects} throws it
     */
    public static List<YamlNode> readAll(String text, String apiVersion, String kind) {
        return objects(text, "").stream()
                .filter(item -> item.is(apiVersion, kind))
                .map(Item::node)
                .toList();
    }

    /**
     * Checks apiVersion and kind.
     *
     * @param object     the object
     * @param apiVersion the expected apiVersion
     * @param kind       the expected kind
     * @throws InvalidFormatException with code {@code KIND_MISMATCH} when the object is another one
     */
    public static void requireKind(YamlNode object, String apiVersion, String kind) {
        if (!isKind(object, apiVersion, kind)) {
            String article = "AEIOU".indexOf(kind.charAt(0)) < 0 ? "a " : "an ";
            throw object.error("KIND_MISMATCH", "is not " + article + kind + " of " + apiVersion + found(object));
        }
    }

    /** What there is instead. */
    private static String found(YamlNode object) {
        String kind = object.isMapping()
                ? TextKind.hintForObject(
                        object.get("kind").string(), object.get("apiVersion").string())
                : "";
        return kind.isEmpty() ? object.hintOfText() : kind;
    }

    /**
     * {@return whether an object has an apiVersion and a kind}
     *
     * @param object     the object
     * @param apiVersion the apiVersion
     * @param kind       the kind
     */
    public static boolean isKind(YamlNode object, String apiVersion, String kind) {
        return object.isMapping()
                && object.get("apiVersion").string().equals(apiVersion)
                && object.get("kind").string().equals(kind);
    }

    /**
     * {@return the metadata of an object as JDK values, for {@code ObjectMeta.fromMap}, with the types of the known
     * fields checked; empty when there is none}
     *
     * @param object the object
     * @throws InvalidFormatException when a field has the wrong type, or a time is not in RFC 3339 form
     */
    public static Map<String, @Nullable Object> metadata(YamlNode object) {
        YamlNode node = object.get("metadata");
        TEXTS.forEach(field -> node.get(field).string());
        MAPS.forEach(field -> node.get(field).stringMap());
        TIMES.stream().map(node::get).filter(time -> !time.isNull()).forEach(ManifestReader::time);
        return node.others(Set.of());
    }

    /**
     * {@return a copy, down to the last value, of the fields that a type has no accessor for, less those that Kubernetes
     * takes for absent: null, an empty text, an empty list and an empty map} Go leaves them out ({@code omitempty}), other
     * writers do not. Below that only null says nothing: the empty maps of {@code managedFields} are names of fields.
     *
     * @param fields JDK values by key
     */
    public static Map<String, @Nullable Object> otherFields(Map<String, ? extends @Nullable Object> fields) {
        Map<String, @Nullable Object> present = new LinkedHashMap<>();
        fields.forEach((key, value) -> {
            boolean isEmpty = value == null
                    || value instanceof String text && text.isEmpty()
                    || value instanceof List<?> list && list.isEmpty()
                    || value instanceof Map<?, ?> map && map.isEmpty();
            if (!isEmpty) {
                present.put(key, withoutNull(value));
            }
        });
        return present;
    }

    private static @Nullable Object withoutNull(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(withoutNull(item)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, member) -> {
                if (member != null) {
                    copy.put(key, withoutNull(member));
                }
            });
            return copy;
        }
        return value;
    }

    /**
     * {@return the time in a field that is left out when it is Go's zero, the first second of the year 1; empty when there is
     * none}
     *
     * @param node the field
     * @throws InvalidFormatException with code {@code TIME_INVALID} when it is not in RFC 3339 form
     */
    public static Optional<Instant> optionalTime(YamlNode node) {
        return Optional.of(node)
                .filter(field -> !field.isNull())
                .map(ManifestReader::time)
                .filter(time -> !Rfc3339.isZero(time));
    }

    /**
     * {@return the time in a field}
     *
     * @param node the field
     * @throws InvalidFormatException with code {@code TIME_INVALID} when it is not in RFC 3339 form
     */
    public static Instant time(YamlNode node) {
        return Rfc3339.parse(node.string())
                .orElseThrow(() ->
                        node.error("TIME_INVALID", "is not a time in RFC 3339 form, such as 2026-01-31T12:00:00Z"));
    }
}
