package io.github.kubetls.kubeconfig;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A dotted path of property names, as {@code kubectl config set} and {@code unset} take it. The name of an entry runs up to
 * the first later part that is a field of that entry, else to the end, so it may hold dots.
 */
final class PropertyPath {

    /**
     * A list of named entries.
     *
     * @param entries    the entries within a kubeconfig
     * @param fresh      a builder without anything
     * @param toBuilder  a builder with everything of an entry
     * @param build      makes the entry
     * @param properties the entry's fields
     * @param <E>        type of the entries
     * @param <B>        its builder
     */
    private record Section<E extends Entry, B>(
            Function<Kubeconfig.Builder, Map<String, E>> entries,
            Supplier<B> fresh,
            Function<E, B> toBuilder,
            Function<B, E> build,
            Map<String, Property<B>> properties) {}

    private static final Map<String, Section<?, ?>> SECTIONS = Map.of(
            "clusters",
                    new Section<>(
                            fields -> fields.clusters,
                            () -> Cluster.builder(""),
                            Cluster::toBuilder,
                            Cluster.Builder::build,
                            Property.CLUSTER),
            "users",
                    new Section<>(
                            fields -> fields.users,
                            AuthInfo::builder,
                            AuthInfo::toBuilder,
                            AuthInfo.Builder::build,
                            Property.USER),
            "contexts",
                    new Section<>(
                            fields -> fields.contexts,
                            () -> Context.builder("", ""),
                            Context::toBuilder,
                            Context.Builder::build,
                            Property.CONTEXT));

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
        Kubeconfig.Builder fields = config.toBuilder();
        String first = parts.get(0);
        if (parts.size() == 1) {
            property(Property.CONFIG, first).apply(fields, value, raw);
            return fields.build();
        }
        Section<?, ?> section = SECTIONS.get(first);
        if (section != null) {
            entry(fields, section, value, raw);
        } else if (first.equals("preferences")) {
            requireEnd(2);
            property(Property.PREFERENCES, parts.get(1)).apply(fields, value, raw);
        } else {
            property(Property.CONFIG, first);
            throw nothingBelow();
        }
        return fields.build();
    }

    private <E extends Entry, B> void entry(
            Kubeconfig.Builder config, Section<E, B> section, @Nullable String value, boolean raw) {
        Map<String, E> entries = section.entries().apply(config);
        int end = 2;
        while (end < parts.size() && !section.properties().containsKey(parts.get(end))) {
            end++;
        }
        String name = String.join(".", parts.subList(1, end));
        if (end == parts.size()) {
            if (value != null) {
                throw new IllegalArgumentException("cannot set a whole entry: " + text);
            }
            entries.remove(name);
            return;
        }
        requireEnd(end + 1);
        E existing = entries.get(name);
        if (existing == null && value == null) {
            throw new IllegalArgumentException("current map key `" + name + "` is invalid");
        }
        B fields =
                existing == null ? section.fresh().get() : section.toBuilder().apply(existing);
        property(section.properties(), parts.get(end)).apply(fields, value, raw);
        entries.put(name, section.build().apply(fields));
    }

    private void requireEnd(int end) {
        if (parts.size() > end) {
            throw nothingBelow();
        }
    }

    private IllegalArgumentException nothingBelow() {
        return new IllegalArgumentException("unable to parse one or more field values of " + text);
    }

    private <B> Property<B> property(Map<String, Property<B>> properties, String name) {
        Property<B> property = properties.get(name);
        if (property == null) {
            throw new IllegalArgumentException("unable to parse " + text + ": there is no property " + name);
        }
        return property;
    }
}
