package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.kubeconfig.internal.FreeValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The named extensions of an object, in the order of the text. */
final class Extensions {

    /** An extension's payload, and the fields next to {@code name} and {@code extension}. */
    record NamedExtension(@Nullable Object payload, Map<String, @Nullable Object> otherFields) {}

    static final Extensions NONE = new Extensions(Map.of());
    private static final Set<String> KNOWN = Set.of("name", "extension");

    private final Map<String, NamedExtension> byName;

    private Extensions(Map<String, NamedExtension> byName) {
        this.byName = byName;
    }

    static Extensions of(Map<String, ?> payloads) {
        Map<String, NamedExtension> byName = new LinkedHashMap<>();
        payloads.forEach((name, payload) -> byName.put(name, new NamedExtension(FreeValues.freeze(payload), Map.of())));
        return new Extensions(byName);
    }

    static Extensions read(YamlNode list, UnknownKubeconfigFields unknown) {
        if (list.isNull()) {
            return NONE;
        }
        Map<String, NamedExtension> byName = new LinkedHashMap<>();
        for (YamlNode item : list.items()) {
            String name = item.get("name").string();
            NamedExtension present = byName.get(name);
            // As in Kubernetes, one whose payload is null does not count as present.
            if (present != null && present.payload() != null) {
                throw KubeconfigReader.duplicate(item, name);
            }
            byName.put(
                    name,
                    new NamedExtension(FreeValues.freeze(item.get("extension").toObject()), unknown.of(item, KNOWN)));
        }
        return new Extensions(byName);
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** The payloads by name; unmodifiable. */
    Map<String, @Nullable Object> payloads() {
        Map<String, @Nullable Object> payloads = new LinkedHashMap<>();
        byName.forEach((name, extension) -> payloads.put(name, extension.payload()));
        return Collections.unmodifiableMap(payloads);
    }

    /** Those here, and of the others those whose name is not here. */
    Extensions orElse(Extensions others) {
        Map<String, NamedExtension> merged = new LinkedHashMap<>(byName);
        others.byName.forEach(merged::putIfAbsent);
        return new Extensions(merged);
    }

    /** Without what kubectl does not know. */
    Extensions withoutUnknownFields() {
        return of(payloads());
    }

    List<Map<String, @Nullable Object>> toList() {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        FreeValues.byName(byName).forEach((name, extension) -> {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("name", name);
            item.put("extension", FreeValues.sorted(extension.payload()));
            extension.otherFields().forEach((key, value) -> item.put(key, FreeValues.sorted(value)));
            list.add(item);
        });
        return list;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Extensions that && byName.equals(that.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }
}
