package io.github.kubetls.kubeconfig;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.message.Visible;
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
 * <p>Its own name is kept next to it, in {@link Kubeconfig#contexts()}. {@link Kubeconfig#violations()} tells whether
 * cluster and user exist.
 *
 * <pre>{@code
 * Context context = Context.builder("kubernetes", "kubernetes-admin").namespace("kube-system").build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
public final class Context extends ConfigObject {

    private static final Set<String> KNOWN = Set.of("cluster", "user", "namespace", "extensions");

    private final String cluster;
    private final String user;
    private final String namespace;

    private Context(Builder builder) {
        super(builder.attachments);
        cluster = builder.cluster;
        user = builder.user;
        namespace = builder.namespace;
    }

    /**
     * {@return a context without a namespace}
     *
     * @param cluster name of the cluster
     * @param user    name of the user
     */
    public static Context of(String cluster, String user) {
        return builder(cluster, user).build();
    }

    /**
     * {@return a builder with a cluster and a user}
     *
     * @param cluster name of the cluster
     * @param user    name of the user
     */
    public static Builder builder(String cluster, String user) {
        return new Builder(Attachments.NONE).cluster(cluster).user(user);
    }

    /**
     * {@return the context that JDK values hold, as a text with the same content would}
     *
     * @param map the fields, as {@link #toMap()} gives them
     * @throws InvalidFormatException   when kubectl would refuse them
     * @throws IllegalArgumentException when a value has no form in YAML
     */
    public static Context fromMap(Map<String, ?> map) {
        return KubeconfigReader.fromMap(map, Context::read);
    }

    static Context read(YamlNode body, UnknownKubeconfigFields unknown, Attachments attachments) {
        return builder(body.get("cluster").string(), body.get("user").string())
                .namespace(body.get("namespace").string())
                .attachments(attachments.withOtherFields(unknown.of(body, KNOWN)))
                .build();
    }

    /** {@return a builder with every field of this context, its origin included} */
    public Builder toBuilder() {
        return new Builder(attachments.withoutPlaces())
                .cluster(cluster)
                .user(user)
                .namespace(namespace);
    }

    /** {@return the name of the cluster, a key of {@link Kubeconfig#clusters()}; empty when none is named} */
    public String cluster() {
        return cluster;
    }

    /** {@return the name of the user, a key of {@link Kubeconfig#users()}; empty when none is named} */
    public String user() {
        return user;
    }

    /** {@return the namespace of requests that name none, or empty for {@code default}} */
    public Optional<String> namespace() {
        return Fields.nonEmpty(namespace);
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("cluster", cluster);
        map.put("user", user);
        Fields.put(map, "namespace", namespace);
        attachments.put(map);
        return map;
    }

    /** The names of user and cluster. */
    @Override
    public String toString() {
        return Visible.text("Context[" + user + "@" + cluster + "]");
    }

    /** Collects the fields of a {@link Context}. */
    public static final class Builder extends ConfigObject.Builder<Builder> {
        private String cluster = "";
        private String user = "";
        private String namespace = "";

        private Builder(Attachments attachments) {
            super(attachments);
        }

        /**
         * {@return this builder, with the cluster}
         *
         * @param cluster its name
         */
        public Builder cluster(String cluster) {
            this.cluster = Objects.requireNonNull(cluster, "cluster");
            return this;
        }

        /**
         * {@return this builder, with the user}
         *
         * @param user its name
         */
        public Builder user(String user) {
            this.user = Objects.requireNonNull(user, "user");
            return this;
        }

        /**
         * {@return this builder, with the namespace of requests that name none}
         *
         * @param namespace the namespace; empty for {@code default}
         */
        public Builder namespace(String namespace) {
            this.namespace = Objects.requireNonNull(namespace, "namespace");
            return this;
        }

        /** {@return the context} */
        public Context build() {
            return new Context(this);
        }
    }
}
