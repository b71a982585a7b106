package io.github.kubetls.kubeconfig.edit;

import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Context;
import io.github.kubetls.kubeconfig.Kubeconfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A dotted path of property names, as {@code kubectl config set} and {@code unset} take it. The name of an entry runs up to
 * the first later part that is a field of that entry, else to the end, so it may hold dots.
 */
final class PropertyPath {

    /**
     * A list of named entries.
     *
     * @param entries    the entries of a kubeconfig
     * @param replace    makes a kubeconfig that has other entries
     * @param fresh      an entry without anything
     * @param properties the entry's fields
     * @param <E>        type of the entries
     */
    private record Section<E>(
            Function<Kubeconfig, Map<String, E>> entries,
            BiFunction<Kubeconfig.Builder, Map<String, E>, Kubeconfig.Builder> replace,
            E fresh,
            Map<String, Property<E>> properties) {}

    private static final Map<String, Section<?>> SECTIONS = Map.of(
            "clusters",
            new Section<>(
                    Kubeconfig::clusters,
                    Kubeconfig.Builder::clusters,
                    Cluster.builder("").build(),
                    Property.CLUSTER),
            "users",
            new Section<>(
                    Kubeconfig::users,
                    Kubeconfig.Builder::users,
                    AuthInfo.builder().build(),
                    Property.USER),
            "contexts",
            new Section<>(Kubeconfig::contexts, Kubeconfig.Builder::contexts, Context.of("", ""), Property.CONTEXT));

    private final String text;
    private final List<String> parts;

    private PropertyPath(String text) {
        this.text = text;
        this.parts = List.of(text.split("\\.", -1));
    }

    static Kubeconfig set(Kubeconfig config, String path, String value, boolean raw) {
        requirePath(path);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("you cannot use set to unset a property");
        }
        return new PropertyPath(path).apply(config, value, raw);
    }

    static Kubeconfig unset(Kubeconfig config, String path) {
        requirePath(path);
        return new PropertyPath(path).apply(config, null, false);
    }

    private static void requirePath(String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("you must specify a property");
        }
    }

    private Kubeconfig apply(Kubeconfig config, @Nullable String value, boolean raw) {
        String first = parts.get(0);
        if (parts.size() == 1) {
            return property(Property.CONFIG, first).apply(config, value, raw);
        }
        Section<?> section = SECTIONS.get(first);
        if (section != null) {
            return entry(config, section, value, raw);
        }
        if (first.equals("preferences")) {
            requireEnd(2);
            return property(Property.PREFERENCES, parts.get(1)).apply(config, value, raw);
        }
        property(Property.CONFIG, first);
        throw nothingBelow();
    }

    private <E> Kubeconfig entry(Kubeconfig config, Section<E> section, @Nullable String value, boolean raw) {
        Map<String, E> entries = new LinkedHashMap<>(section.entries().apply(config));
        int end = 2;
        while (end < parts.size() && !section.properties().containsKey(parts.get(end))) {
            end++;
        }
        String name = String.join(".", parts.subList(1, end));
        if (end < parts.size()) {
            requireEnd(end + 1);
            E existing = entries.get(name);
            if (existing == null && value == null) {
                throw new IllegalArgumentException("current map key `" + name + "` is invalid");
            }
            Property<E> property = property(section.properties(), parts.get(end));
            entries.put(name, property.apply(existing == null ? section.fresh() : existing, value, raw));
        } else if (value == null) {
            entries.remove(name);
        } else {
            throw new IllegalArgumentException("cannot set a whole entry: " + text);
        }
        return section.replace().apply(config.toBuilder(), entries).build();
    }

    private void requireEnd(int end) {
        if (parts.size() > end) {
            throw nothingBelow();
        }
    }

    private IllegalArgumentException nothingBelow() {
        return new IllegalArgumentException("unable to parse one or more field values of " + text);
    }

    private <E> Property<E> property(Map<String, Property<E>> properties, String name) {
        Property<E> property = properties.get(name);
        if (property == null) {
            throw new IllegalArgumentException("unable to parse " + text + ": there is no property " + name);
        }
        return property;
    }
}
