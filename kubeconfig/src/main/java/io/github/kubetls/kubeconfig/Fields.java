package io.github.kubetls.kubeconfig;

import io.github.kubetls.kubeconfig.internal.FreeValues;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields of objects as Kubernetes has them: what has the zero value of its type is left out. */
final class Fields {

    private Fields() {}

    static void put(Map<String, @Nullable Object> map, String key, String value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }

    static void put(Map<String, @Nullable Object> map, String key, boolean value) {
        if (value) {
            map.put(key, true);
        }
    }

    /** Free fields; JSON's null is a value too. */
    static void putOthers(Map<String, @Nullable Object> map, Map<String, @Nullable Object> others) {
        others.forEach((key, value) -> map.putIfAbsent(key, FreeValues.sorted(value)));
    }

    /** An unmodifiable copy in the same order. */
    static <T> Map<String, T> copy(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    static Optional<String> nonEmpty(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }
}
