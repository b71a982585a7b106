package io.github.kubetls.kubeconfig.edit;

import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.kubeconfig.Context;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of a context entry, with the rules of {@code kubectl config set-context}: what is not mentioned stays, and
 * nothing is checked.
 *
 * <pre>{@code
 * KubectlEdits.of(config).setContext("dev", ContextEdit.none().namespace("team-a")).config();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/generated/kubectl_config/kubectl_config_set-context/">kubectl
 *     config set-context</a>
 */
public final class ContextEdit {

    private static final ContextEdit NONE = new ContextEdit(null, null, null);

    private final @Nullable String cluster;
    private final @Nullable String user;
    private final @Nullable String namespace;

    private ContextEdit(@Nullable String cluster, @Nullable String user, @Nullable String namespace) {
        this.cluster = cluster;
        this.user = user;
        this.namespace = namespace;
    }

    /** {@return the change that mentions nothing} */
    public static ContextEdit none() {
        return NONE;
    }

    /**
     * {@return a copy of this change that mentions the cluster}
     *
     * @param cluster its name
     */
    public ContextEdit cluster(String cluster) {
        return new ContextEdit(Objects.requireNonNull(cluster, "cluster"), user, namespace);
    }

    /**
     * {@return a copy of this change that mentions the user}
     *
     * @param user its name
     */
    public ContextEdit user(String user) {
        return new ContextEdit(cluster, Objects.requireNonNull(user, "user"), namespace);
    }

    /**
     * {@return a copy of this change that mentions the namespace}
     *
     * @param namespace the namespace; empty for none
     */
    public ContextEdit namespace(String namespace) {
        return new ContextEdit(cluster, user, Objects.requireNonNull(namespace, "namespace"));
    }

    Context apply(Optional<Context> existing) {
        Context.Builder fields = existing.map(Context::toBuilder).orElseGet(() -> Context.builder("", ""));
        if (cluster != null) {
            fields.cluster(cluster);
        }
        if (user != null) {
            fields.user(user);
        }
        if (namespace != null) {
            fields.namespace(namespace);
        }
        return fields.build();
    }

    /** What it mentions. */
    @Override
    public String toString() {
        return Visible.text("ContextEdit[cluster=" + cluster + ", user=" + user + ", namespace=" + namespace + "]");
    }
}
