package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.text.Base64Text;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts fields into the map of an object as Kubernetes does: what has the zero value of its type is left out. */
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

    static void put(Map<String, @Nullable Object> map, String key, byte @Nullable [] value) {
        if (value != null && value.length > 0) {
            map.put(key, Base64Text.encode(value));
        }
    }

    static void put(Map<String, @Nullable Object> map, Extensions extensions) {
        if (!extensions.isEmpty()) {
            map.put("extensions", extensions.toList());
        }
    }

    /** Free fields; JSON's null is a value too. */
    static void putOthers(Map<String, @Nullable Object> map, Map<String, @Nullable Object> others) {
        others.forEach((key, value) -> map.putIfAbsent(key, FreeValues.sorted(value)));
    }

    /** The source that two fields of a kubeconfig make. */
    static Optional<PemSource> pemSource(String path, byte @Nullable [] data) {
        boolean hasData = data != null && data.length > 0;
        if (path.isEmpty()) {
            return hasData ? Optional.of(new PemSource.Inline(data.clone())) : Optional.empty();
        }
        PemSource.File file = new PemSource.File(path);
        return Optional.of(hasData ? new PemSource.Both(file, new PemSource.Inline(data.clone())) : file);
    }
}
