package io.github.kubetls.kubeconfig;

import io.github.kubetls.Location;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@link Kubeconfig} and its clusters, users and contexts have in common. */
abstract sealed class ConfigObject permits Kubeconfig, Cluster, AuthInfo, Context {

    final Attachments attachments;

    ConfigObject(Attachments attachments) {
        this.attachments = attachments;
    }

    /**
     * {@return the fields in the order of Kubernetes' type, secrets included, as JDK values, mutable and independent
     * of this object} Empty fields are left out, except {@code server} of a cluster, and {@code cluster} and
     * {@code user} of a context.
     */
    public abstract Map<String, @Nullable Object> toMap();

    /** {@return the extensions, data of other tools: JDK values (also null) by name, unmodifiable} */
    public final Map<String, @Nullable Object> extensions() {
        return attachments.extensions().payloads();
    }

    /**
     * The place of a field in what this was read from; without a field, of this.
     *
     * @param entry the path of this, such as {@code users[admin]}
     * @param field the path of the field from here; empty for this
     */
    final Location location(String entry, String field) {
        String path = entry + (entry.isEmpty() || field.isEmpty() ? "" : ".") + field;
        Location mark = attachments.places().getOrDefault(field, Location.none());
        return new Location(origin().map(Path::toString).orElse(""), path, mark.line(), mark.column());
    }

    /** {@return the path of the file that this was read from, as it was given, or empty when it was read from none} */
    public final Optional<Path> origin() {
        return Optional.ofNullable(attachments.origin());
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ConfigObject that
                && getClass() == that.getClass()
                && toMap().equals(that.toMap())
                && attachments.entryFields().equals(that.attachments.entryFields());
    }

    @Override
    public final int hashCode() {
        return toMap().hashCode();
    }

    /**
     * Collects what they have in common.
     *
     * @param <B> the builder itself
     */
    abstract static sealed class Builder<B extends Builder<B>>
            permits Kubeconfig.Builder, Cluster.Builder, AuthInfo.Builder, Context.Builder {

        Attachments attachments;

        Builder(Attachments attachments) {
            this.attachments = attachments;
        }

        /**
         * {@return this builder, with these extensions and no others}
         *
         * @param extensions JDK values by name
         * @throws IllegalArgumentException when a value has no JSON form
         */
        public B extensions(Map<String, ?> extensions) {
            return attachments(attachments.withExtensions(Extensions.of(extensions)));
        }

        /**
         * {@return this builder, with these fields, and no others, of those that this type has no accessor for}
         *
         * @param fields JDK values by key, in the order to write them
         * @throws IllegalArgumentException when a value has no JSON form
         */
        public B otherFields(Map<String, ?> fields) {
            return attachments(attachments.withOtherFields(fields));
        }

        @SuppressWarnings("unchecked") // Each subclass names itself.
        final B attachments(Attachments attachments) {
            this.attachments = attachments;
            return (B) this;
        }
    }
}
