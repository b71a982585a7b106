package io.github.kubetls.kubeconfig;

import io.github.kubetls.Location;
import io.github.kubetls.kubeconfig.internal.FreeValues;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the objects of a kubeconfig have in addition to their own fields.
 *
 * @param extensions  named extensions
 * @param otherFields fields of the object that this library does not know
 * @param entryFields fields next to the entry's name and object that this library does not know
 * @param origin      the file that the object was read from
 * @param places      line and column of the fields, by their paths within the object; of the object itself by the empty path
 */
record Attachments(
        Extensions extensions,
        Map<String, @Nullable Object> otherFields,
        Map<String, @Nullable Object> entryFields,
        @Nullable Path origin,
        Map<String, Location> places) {

    static final Attachments NONE = new Attachments(Extensions.NONE, Map.of(), Map.of(), null, Map.of());

    Attachments withExtensions(Extensions extensions) {
        return new Attachments(extensions, otherFields, entryFields, origin, places);
    }

    Attachments withOtherFields(Map<String, ? extends @Nullable Object> fields) {
        return new Attachments(extensions, FreeValues.freezeMap(fields), entryFields, origin, places);
    }

    Attachments withOrigin(@Nullable Path origin) {
        return new Attachments(extensions, otherFields, entryFields, origin, places);
    }

    /** Of an object that is about to be changed: what is not in the text has no place there. */
    Attachments withoutPlaces() {
        return new Attachments(extensions, otherFields, entryFields, origin, Map.of());
    }

    Attachments withoutUnknownFields() {
        return new Attachments(extensions.withoutUnknownFields(), Map.of(), Map.of(), origin, places);
    }

    /** Those here, and of later ones the extensions and unknown fields whose names are not here. */
    Attachments orElse(Attachments later) {
        Map<String, @Nullable Object> others = new LinkedHashMap<>(otherFields);
        later.otherFields.forEach(others::putIfAbsent);
        return withExtensions(extensions.orElse(later.extensions)).withOtherFields(others);
    }

    /** Puts extensions and unknown fields after the fields of the object. */
    void put(Map<String, @Nullable Object> map) {
        if (!extensions.isEmpty()) {
            map.put("extensions", extensions.toList());
        }
        Fields.putOthers(map, otherFields);
    }
}
