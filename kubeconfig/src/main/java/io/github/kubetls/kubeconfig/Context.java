package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, a user for it and a default namespace, by name: the {@code context} object of a kubeconfig.
 *
 * <p>Its own name stands beside it, in {@link Kubeconfig#contexts()}. That cluster and user exist is for
 * {@link Kubeconfig#validate()} to tell.
 *
 * <pre>{@code
 * Context context = Context.builder("kubernetes", "kubernetes-admin").namespace("kube-system").build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
public final class Context extends Entry {

    private static final Set<String> KNOWN = Set.of("cluster", "user", "namespace", "extensions");

    private final Builder fields;

    private Context(Builder fields) {
        this.fields = fields;
    }

    /**
     * Starts from a cluster and a user.
     *
     * @param cluster name of the cluster
     * @param user    name of the user
     * @return a builder
     */
    public static Builder builder(String cluster, String user) {
        return new Builder().cluster(cluster).user(user);
    }

    static Context read(YamlNode body, UnknownFields unknown, Attachments attachments) {
        Builder fields = new Builder();
        fields.cluster = body.get("cluster").string();
        fields.user = body.get("user").string();
        fields.namespace = body.get("namespace").string();
        fields.attachments = attachments.withOtherFields(unknown.of(body, KNOWN));
        return new Context(fields);
    }

    /**
     * Starts from this context.
     *
     * @return a builder with every field of this context, its origin included
     */
    public Builder toBuilder() {
        return new Builder(fields);
    }

    /**
     * Returns the name of the cluster.
     *
     * @return a key of {@link Kubeconfig#clusters()}; empty when none is named
     */
    public String cluster() {
        return fields.cluster;
    }

    /**
     * Returns the name of the user.
     *
     * @return a key of {@link Kubeconfig#users()}; empty when none is named
     */
    public String user() {
        return fields.user;
    }

    /**
     * Returns the namespace of requests that name none.
     *
     * @return the namespace, or empty for {@code default}
     */
    public Optional<String> namespace() {
        return Optional.of(fields.namespace).filter(namespace -> !namespace.isEmpty());
    }

    Builder fields() {
        return fields;
    }

    @Override
    Attachments attachments() {
        return fields.attachments;
    }

    /**
     * Copies the object to JDK values; {@code cluster} and {@code user} are always there.
     *
     * @return the fields in the order of Kubernetes' type, mutable and independent of this object
     */
    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("cluster", fields.cluster);
        map.put("user", fields.user);
        Fields.put(map, "namespace", fields.namespace);
        Fields.put(map, fields.attachments.extensions());
        Fields.putOthers(map, fields.attachments.otherFields());
        return map;
    }

    /** The names of user and cluster. */
    @Override
    public String toString() {
        return "Context[" + fields.user + "@" + fields.cluster + "]";
    }

    /** Collects the fields of a {@link Context}. */
    public static final class Builder {
        String cluster = "";
        String user = "";
        String namespace = "";
        Attachments attachments = Attachments.NONE;

        private Builder() {}

        private Builder(Builder from) {
            cluster = from.cluster;
            user = from.user;
            namespace = from.namespace;
            attachments = from.attachments;
        }

        /**
         * Sets the cluster.
         *
         * @param cluster its name
         * @return this builder
         */
        public Builder cluster(String cluster) {
            this.cluster = Objects.requireNonNull(cluster, "cluster");
            return this;
        }

        /**
         * Sets the user.
         *
         * @param user its name
         * @return this builder
         */
        public Builder user(String user) {
            this.user = Objects.requireNonNull(user, "user");
            return this;
        }

        /**
         * Sets the namespace of requests that name none.
         *
         * @param namespace the namespace; empty for {@code default}
         * @return this builder
         */
        public Builder namespace(String namespace) {
            this.namespace = Objects.requireNonNull(namespace, "namespace");
            return this;
        }

        /**
         * Replaces the extensions.
         *
         * @param extensions JDK values by name
         * @return this builder
         * @throws IllegalArgumentException when a value has no JSON form
         */
        public Builder extensions(Map<String, ?> extensions) {
            this.attachments = attachments.withExtensions(Extensions.of(extensions));
            return this;
        }

        /**
         * Replaces the fields that this type has no accessor for.
         *
         * @param fields JDK values by key, in the order to write them
         * @return this builder
         * @throws IllegalArgumentException when a value has no JSON form
         */
        public Builder otherFields(Map<String, ?> fields) {
            this.attachments = attachments.withOtherFields(fields);
            return this;
        }

        /**
         * Builds the context.
         *
         * @return the context
         */
        public Context build() {
            return new Context(new Builder(this));
        }
    }
}
