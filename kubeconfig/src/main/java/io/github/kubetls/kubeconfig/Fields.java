package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.kubeconfig.internal.FreeValues;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** Entries in the order of their names, as Go sorts texts. */
    static <E> SortedMap<String, E> byName(Map<String, E> entries) {
        SortedMap<String, E> sorted = new TreeMap<>(Unicode.CODE_POINT_ORDER);
        sorted.putAll(entries);
        return sorted;
    }

    static Optional<String> nonEmpty(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }
}
