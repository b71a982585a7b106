package io.github.kubetls.kubeconfig.client;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What overrides a kubeconfig for one connection, as the flags of a command do: fields of cluster, user and context,
 * and the name of the context.
 *
 * <p>A field that is set wins. Any of CA file, CA data and insecure-skip-tls-verify replaces all three; since 1.35 a key
 * replaces file and data, and so does a certificate; a new server clears the TLS server name unless that is given too. Paths
 * are relative to the working directory.
 *
 * <pre>{@code
 * ConfigOverrides overrides = ConfigOverrides.builder().currentContext("dev").namespace("team-a").build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/kubectl/">kubectl's flags</a>
 */
public final class ConfigOverrides {

    private final String currentContext;
    private final String clusterName;
    private final String userName;
    private final String namespace;
    private final Cluster cluster;
    private final Cluster clusterDefaults;
    private final AuthInfo user;
    private final @Nullable String timeout;

    private ConfigOverrides(Builder builder) {
        currentContext = builder.currentContext;
        clusterName = builder.clusterName;
        userName = builder.userName;
        namespace = builder.namespace;
        cluster = builder.cluster;
        clusterDefaults = builder.clusterDefaults;
        user = builder.user;
        timeout = builder.timeout;
    }

    /** {@return overrides without anything} */
    public static ConfigOverrides none() {
        return builder().build();
    }

    /** {@return a builder that starts from nothing} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with all of these overrides} */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.currentContext = currentContext;
        builder.clusterName = clusterName;
        builder.userName = userName;
        builder.namespace = namespace;
        builder.cluster = cluster;
        builder.clusterDefaults = clusterDefaults;
        builder.user = user;
        builder.timeout = timeout;
        return builder;
    }

    /** {@return the name of the context to use, or empty for current-context} */
    public Optional<String> currentContext() {
        return nonEmpty(currentContext);
    }

    /** {@return the name of the cluster to use, or empty for the context's} */
    public Optional<String> clusterName() {
        return nonEmpty(clusterName);
    }

    /** {@return the name of the user entry to use, or empty for the context's} */
    public Optional<String> userName() {
        return nonEmpty(userName);
    }

    /** {@return the namespace of requests that name none, or empty for the context's} */
    public Optional<String> namespace() {
        return nonEmpty(namespace);
    }

    /** {@return the fields that override those of the cluster; empty ones do not} */
    public Cluster cluster() {
        return cluster;
    }

    /** {@return the fields that the cluster overrides} */
    public Cluster clusterDefaults() {
        return clusterDefaults;
    }

    /** {@return the fields that override those of the user; empty ones do not} */
    public AuthInfo user() {
        return user;
    }

    /** {@return the timeout of requests as it was given, or empty for none} */
    public Optional<String> timeout() {
        return Optional.ofNullable(timeout);
    }

    private static Optional<String> nonEmpty(String text) {
        return Optional.of(text).filter(name -> !name.isEmpty());
    }

    /**
     * {@return a kubeconfig with these overrides merged in: the context that a client would use is the current one, and it,
     * its cluster and its user have the overrides; everything else is as it was, with absolute paths} It is client-go's
     * {@code MergedRawConfig}, in which what nobody names has the empty name;
     * {@link io.github.kubetls.kubeconfig.KubeconfigView#minified()} leaves the one context.
     *
     * @param config the kubeconfig
     * @throws InvalidFormatException   with code {@code CLIENT_CONFIG_INVALID} when clientcmd would refuse it
     * @throws IllegalArgumentException when an override names a context, cluster or user that does not exist
     */
    public Kubeconfig mergedInto(Kubeconfig config) {
        return mergedInto(config, KubernetesRelease.latest());
    }

    /**
     * {@return a kubeconfig with these overrides merged in, as a release merges them}
     *
     * @param config  the kubeconfig
     * @param release the release of the client
     * @throws InvalidFormatException   as {@link #mergedInto(Kubeconfig)}
     * @throws IllegalArgumentException as there
     */
    public Kubeconfig mergedInto(Kubeconfig config, KubernetesRelease release) {
        return new ClientConfigResolver(config, this, release).merged();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConfigOverrides that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<Object> parts() {
        return List.of(currentContext, clusterName, userName, namespace, cluster, clusterDefaults, user, timeout());
    }

    /** The names in it only. */
    @Override
    public String toString() {
        return Visible.text("ConfigOverrides[context " + currentContext + ", user " + userName + ", cluster "
                + clusterName + ", namespace " + namespace + "]");
    }

    /** Collects {@link ConfigOverrides}. */
    public static final class Builder {
        private String currentContext = "";
        private String clusterName = "";
        private String userName = "";
        private String namespace = "";
        private Cluster cluster = Cluster.builder("").build();
        private Cluster clusterDefaults = Cluster.builder("").build();
        private AuthInfo user = AuthInfo.builder().build();
        private @Nullable String timeout;

        private Builder() {}

        /**
         * {@return this builder, with the context to use, which has to exist}
         *
         * @param name its name; empty for current-context
         */
        public Builder currentContext(String name) {
            this.currentContext = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * {@return this builder, with the cluster to use instead of the context's, which has to exist}
         *
         * @param name its name; empty for the context's
         */
        public Builder clusterName(String name) {
            this.clusterName = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * {@return this builder, with the user to use instead of the context's, who has to exist}
         *
         * @param name its name; empty for the context's
         */
        public Builder userName(String name) {
            this.userName = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * {@return this builder, with the namespace}
         *
         * @param namespace the namespace; empty for the context's
         */
        public Builder namespace(String namespace) {
            this.namespace = Objects.requireNonNull(namespace, "namespace");
            return this;
        }

        /**
         * {@return this builder, with fields that override those of the cluster}
         *
         * @param cluster a cluster that has these fields only
         */
        public Builder cluster(Cluster cluster) {
            this.cluster = Objects.requireNonNull(cluster, "cluster");
            return this;
        }

        /**
         * {@return this builder, with fields that the cluster overrides; kubectl's are the server
         * {@code http://localhost:8080}}
         *
         * @param clusterDefaults a cluster that has these fields only
         */
        public Builder clusterDefaults(Cluster clusterDefaults) {
            this.clusterDefaults = Objects.requireNonNull(clusterDefaults, "clusterDefaults");
            return this;
        }

        /**
         * {@return this builder, with fields that override those of the user}
         *
         * @param user a user that has these fields only
         */
        public Builder user(AuthInfo user) {
            this.user = Objects.requireNonNull(user, "user");
            return this;
        }

        /**
         * {@return this builder, with the timeout of requests}
         *
         * @param timeout seconds, or a Go duration such as {@code 1m30s}; zero for none
         */
        public Builder timeout(String timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** {@return the overrides} */
        public ConfigOverrides build() {
            return new ConfigOverrides(this);
        }
    }
}
