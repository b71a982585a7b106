package io.github.kubetls.kubeconfig.client;

import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Context;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What overrides a kubeconfig for one connection, as the flags of a command do: fields of cluster, user and context,
 * and the name of the context.
 *
 * <p>A field that is set wins. Any of CA file, CA data and insecure-skip-tls-verify replaces all three; a key replaces file
 * and data, so does a certificate; a new server clears the TLS server name unless that is given too. Paths are relative to the
 * working directory.
 *
 * <pre>{@code
 * ConfigOverrides overrides = ConfigOverrides.builder().currentContext("dev").namespace("team-a").build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/kubectl/">kubectl's flags</a>
 */
public final class ConfigOverrides {

    final String currentContext;
    final Context context;
    final Cluster cluster;
    final Cluster clusterDefaults;
    final AuthInfo user;
    final @Nullable String timeout;

    private ConfigOverrides(Builder builder) {
        currentContext = builder.currentContext;
        context = builder.context;
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

    /** {@return the name of the context to use, or empty for current-context} */
    public Optional<String> currentContext() {
        return Optional.of(currentContext).filter(name -> !name.isEmpty());
    }

    /** The names in it only. */
    @Override
    public String toString() {
        return "ConfigOverrides[context " + currentContext + ", " + context + "]";
    }

    /** Collects {@link ConfigOverrides}. */
    public static final class Builder {
        private String currentContext = "";
        private Context context = Context.builder("", "").build();
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
            this.context = context.toBuilder().cluster(name).build();
            return this;
        }

        /**
         * {@return this builder, with the user to use instead of the context's, who has to exist}
         *
         * @param name its name; empty for the context's
         */
        public Builder userName(String name) {
            this.context = context.toBuilder().user(name).build();
            return this;
        }

        /**
         * {@return this builder, with the namespace}
         *
         * @param namespace the namespace; empty for the context's
         */
        public Builder namespace(String namespace) {
            this.context = context.toBuilder().namespace(namespace).build();
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
