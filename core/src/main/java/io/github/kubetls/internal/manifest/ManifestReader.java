package io.github.kubetls.internal.manifest;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what all objects have in common. */
public final class ManifestReader {

    private static final List<String> TEXTS = List.of("name", "generateName", "namespace", "uid", "resourceVersion");
    private static final List<String> MAPS = List.of("labels", "annotations");
    private static final List<String> TIMES = List.of("creationTimestamp", "deletionTimestamp");

    private ManifestReader() {}

    /**
     * {@return the object of a kind that a text is, exactly one}
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
     * {@return the objects of one kind in a stream: alone, in a {@code List}, or in the list of the kind, as the API
     * server returns it, where items do not repeat their kind} Objects of other kinds are passed over.
     *
     * @param text       YAML documents separated by {@code ---}, or one JSON value
     * @param apiVersion the apiVersion
     * @param kind       the kind
     * @throws InvalidFormatException when the text is not well-formed, or holds something that is not a Kubernetes
     *     object
     */
    public static List<YamlNode> readAll(String text, String apiVersion, String kind) {
        List<YamlNode> objects = new ArrayList<>();
        for (YamlNode document : Yaml.readAll(text, "")) {
            boolean ofOneKind = isKind(document, apiVersion, kind + "List");
            if (!ofOneKind && !isKind(document, "v1", "List")) {
                addIfKind(objects, document, apiVersion, kind);
                continue;
            }
            for (YamlNode item : document.get("items").items()) {
                if (ofOneKind && item.isMapping() && item.get("kind").isNull()) {
                    objects.add(item);
                } else {
                    addIfKind(objects, item, apiVersion, kind);
                }
            }
        }
        return objects;
    }

    private static void addIfKind(List<YamlNode> objects, YamlNode object, String apiVersion, String kind) {
        if (!object.isMapping()
                || object.get("kind").string().isEmpty()
                || object.get("apiVersion").string().isEmpty()) {
            throw object.error("KIND_MISMATCH", "is not a Kubernetes object: it needs apiVersion and kind");
        }
        if (isKind(object, apiVersion, kind)) {
            objects.add(object);
        }
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
            throw object.error("KIND_MISMATCH", "is not a " + kind + " of " + apiVersion);
        }
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
