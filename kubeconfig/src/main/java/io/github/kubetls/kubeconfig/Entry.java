package io.github.kubetls.kubeconfig;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link Cluster}, {@link AuthInfo} and {@link Context} have in common: they are named in a list of the file. */
abstract sealed class Entry permits Cluster, AuthInfo, Context {

    /** Reads the object of an entry. */
    @FunctionalInterface
    interface Reader<E> {
        E read(YamlNode body, UnknownFields unknown, Attachments attachments);
    }

    abstract Attachments attachments();

    /**
     * Copies the object, secrets included, to JDK values; empty fields are left out.
     *
     * @return the fields in the order of Kubernetes' type, mutable and independent of this object
     */
    public abstract Map<String, @Nullable Object> toMap();

    /**
     * Returns the extensions: data of other tools.
     *
     * @return JDK values (also null) by name, unmodifiable
     */
    public final Map<String, @Nullable Object> extensions() {
        return attachments().extensions().payloads();
    }

    /**
     * Returns the file that this was read from.
     *
     * @return the path as it was given, or empty when this was not read from a file
     */
    public final Optional<Path> origin() {
        return Optional.ofNullable(attachments().origin());
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Entry that
                && getClass() == that.getClass()
                && toMap().equals(that.toMap())
                && attachments().entryFields().equals(that.attachments().entryFields());
    }

    @Override
    public final int hashCode() {
        return toMap().hashCode();
    }

    /** Reads a list of named entries into a map in the order of the text. */
    static <E extends Entry> Map<String, E> readAll(
            YamlNode section, String bodyKey, UnknownFields unknown, Reader<E> reader) {
        Map<String, E> entries = new LinkedHashMap<>();
        Set<String> known = Set.of("name", bodyKey);
        for (YamlNode item : section.items()) {
            String name = item.get("name").string();
            YamlNode body = item.get(bodyKey);
            Attachments attachments = new Attachments(
                    Extensions.read(body.get("extensions"), unknown), Map.of(), unknown.of(item, known), null);
            if (entries.put(name, reader.read(body, unknown, attachments)) != null) {
                throw duplicate(item, name);
            }
        }
        return entries;
    }

    /** The error names section and name; Kubernetes' own prints the whole list, with its secrets. */
    static InvalidFormatException duplicate(YamlNode item, String name) {
        return item.error(
                "DUPLICATE_NAME", "duplicate name " + GoText.quote(name) + "; remove or rename one of the two");
    }

    /** The list as it is written, sorted by name; null when there are none. */
    static @Nullable List<Map<String, @Nullable Object>> toList(Map<String, ? extends Entry> entries, String bodyKey) {
        if (entries.isEmpty()) {
            return null;
        }
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        entries.keySet().stream().sorted(Unicode.CODE_POINT_ORDER).forEach(name -> {
            Entry entry = entries.get(name);
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("name", name);
            item.put(bodyKey, entry.toMap());
            Fields.putOthers(item, entry.attachments().entryFields());
            list.add(item);
        });
        return list;
    }
}
