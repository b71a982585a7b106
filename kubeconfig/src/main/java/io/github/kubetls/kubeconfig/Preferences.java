package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code preferences} of a kubeconfig, deprecated since Kubernetes 1.34.
 *
 * @param colors      the field {@code colors}
 * @param extensions  named extensions
 * @param otherFields fields that this library does not know
 */
record Preferences(boolean colors, Extensions extensions, Map<String, @Nullable Object> otherFields) {

    static final Preferences NONE = new Preferences(false, Extensions.NONE, Map.of());
    private static final Set<String> KNOWN = Set.of("colors", "extensions");

    static Preferences read(YamlNode node, UnknownFields unknown) {
        return new Preferences(
                node.get("colors").bool(), Extensions.read(node.get("extensions"), unknown), unknown.of(node, KNOWN));
    }

    Preferences withColors(boolean colors) {
        return new Preferences(colors, extensions, otherFields);
    }

    Preferences withExtensions(Extensions extensions) {
        return new Preferences(colors, extensions, otherFields);
    }

    /** What clientcmd does with files in order: true if any says so, the first extension of a name, the first of ours. */
    Preferences orElse(Preferences later) {
        Map<String, @Nullable Object> others = new LinkedHashMap<>(otherFields);
        later.otherFields.forEach(others::putIfAbsent);
        return new Preferences(
                colors || later.colors, extensions.orElse(later.extensions), FreeValues.freezeMap(others));
    }

    Preferences withoutUnknownFields() {
        return new Preferences(colors, extensions.withoutUnknownFields(), Map.of());
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Fields.put(map, "colors", colors);
        Fields.put(map, extensions);
        Fields.putOthers(map, otherFields);
        return map;
    }
}
