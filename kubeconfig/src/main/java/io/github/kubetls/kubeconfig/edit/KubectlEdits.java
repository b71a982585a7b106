package io.github.kubetls.kubeconfig.edit;

import io.github.kubetls.kubeconfig.Context;
import io.github.kubetls.kubeconfig.Kubeconfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code kubectl config} does to a kubeconfig, command by command.
 *
 * <p>Each command makes a copy; {@link #config()} is the result of all. A refusal has kubectl's words.
 *
 * <pre>{@code
 * Kubeconfig changed = KubectlEdits.of(config)
 *     .setCluster("prod", ClusterEdit.none().server("https://10.0.0.1:6443"))
 *     .useContext("prod")
 *     .config();
 * files.update(current -> KubectlEdits.of(current).useContext("prod").config());
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/generated/kubectl_config/">kubectl config</a>
 */
public final class KubectlEdits {

    private final Kubeconfig config;

    private KubectlEdits(Kubeconfig config) {
        this.config = config;
    }

    /**
     * {@return no edits yet, of a kubeconfig}
     *
     * @param config the kubeconfig
     */
    public static KubectlEdits of(Kubeconfig config) {
        return new KubectlEdits(config);
    }

    /** {@return the kubeconfig with all edits made} */
    public Kubeconfig config() {
        return config;
    }

    /**
     * Changes or creates a cluster as {@code set-cluster} does.
     *
     * @param name its name
     * @param edit what to change
     * @return these edits and this one
     * @throws IllegalArgumentException when the name is empty, or the change contradicts itself
     */
    public KubectlEdits setCluster(String name, ClusterEdit edit) {
        requireName(name, "you must specify a non-empty cluster name");
        return of(config.toBuilder()
                .cluster(name, edit.apply(config.cluster(name)))
                .build());
    }

    /**
     * Changes or creates a user as {@code set-credentials} does.
     *
     * @param name its name
     * @param edit what to change
     * @return these edits and this one
     * @throws IllegalArgumentException when the name is empty, or the change contradicts itself
     */
    public KubectlEdits setCredentials(String name, CredentialsEdit edit) {
        requireName(name, "you must specify a non-empty user name");
        return of(config.toBuilder().user(name, edit.apply(config.user(name))).build());
    }

    /**
     * Changes or creates a context as {@code set-context} does.
     *
     * @param name its name
     * @param edit what to change
     * @return these edits and this one
     * @throws IllegalArgumentException when the name is empty
     */
    public KubectlEdits setContext(String name, ContextEdit edit) {
        requireName(name, "you must specify a non-empty context name or --current");
        return of(config.toBuilder()
                .context(name, edit.apply(config.context(name)))
                .build());
    }

    /**
     * Changes the current context as {@code set-context --current} does.
     *
     * @param edit what to change
     * @return these edits and this one
     * @throws IllegalStateException when there is no current context
     */
    public KubectlEdits setCurrentContext(ContextEdit edit) {
        return setContext(
                config.currentContext().orElseThrow(() -> new IllegalStateException("no current context is set")),
                edit);
    }

    /**
     * Makes a context the current one as {@code use-context} does.
     *
     * @param name its name
     * @return these edits and this one
     * @throws IllegalArgumentException when there is no context of that name
     */
    public KubectlEdits useContext(String name) {
        requireName(name, "empty context names are not allowed");
        if (config.context(name).isEmpty()) {
            throw new IllegalArgumentException("no context exists with the name: \"" + name + "\"");
        }
        return of(config.toBuilder().currentContext(name).build());
    }

    /**
     * Renames a context as {@code rename-context} does: it stays in its file, and stays the current one.
     *
     * @param name    its name
     * @param newName its new name
     * @return these edits and this one
     * @throws IllegalArgumentException when there is no context of that name, or there is one of the new name
     */
    public KubectlEdits renameContext(String name, String newName) {
        requireName(newName, "You must specify a new non-empty context name");
        Context context = config.context(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "cannot rename the context \"" + name + "\", it's not in " + file()));
        if (config.context(newName).isPresent()) {
            throw new IllegalArgumentException("cannot rename the context \"" + name + "\", the context \"" + newName
                    + "\" already exists in " + file());
        }
        String current = config.currentContext().orElse("");
        return of(config.toBuilder()
                .contexts(without("context", name, config.contexts()))
                .context(newName, context)
                .currentContext(current.equals(name) ? newName : current)
                .build());
    }

    /**
     * Removes a cluster as {@code delete-cluster} does, whether or not a context refers to it.
     *
     * @param name its name
     * @return these edits and this one
     * @throws IllegalArgumentException when there is no cluster of that name
     */
    public KubectlEdits deleteCluster(String name) {
        return of(config.toBuilder()
                .clusters(without("cluster", name, config.clusters()))
                .build());
    }

    /**
     * Removes a user as {@code delete-user} does, whether or not a context refers to it.
     *
     * @param name its name
     * @return these edits and this one
     * @throws IllegalArgumentException when there is no user of that name
     */
    public KubectlEdits deleteUser(String name) {
        return of(
                config.toBuilder().users(without("user", name, config.users())).build());
    }

    /**
     * Removes a context as {@code delete-context} does. If it is the current one, current-context keeps naming it.
     *
     * @param name its name
     * @return these edits and this one
     * @throws IllegalArgumentException when there is no context of that name
     */
    public KubectlEdits deleteContext(String name) {
        return of(config.toBuilder()
                .contexts(without("context", name, config.contexts()))
                .build());
    }

    /**
     * Sets one field as {@code set} does. Only strings, bytes (as base64) and booleans can be set; an entry that does not
     * exist is created.
     *
     * @param property dotted path, such as {@code clusters.prod.server} or {@code users.jane.act-as}
     * @param value    the value, not empty
     * @return these edits and this one
     * @throws IllegalArgumentException when there is no such field, or it cannot have that value
     */
    public KubectlEdits set(String property, String value) {
        return of(PropertyPath.set(config, property, value, false));
    }

    /**
     * Sets one field as {@code set --set-raw-bytes} does: bytes are taken from the text as they are.
     *
     * @param property dotted path, such as {@code users.jane.client-key-data}
     * @param value    the value, not empty
     * @return these edits and this one
     * @throws IllegalArgumentException when there is no such field, or it cannot have that value
     */
    public KubectlEdits setRawBytes(String property, String value) {
        return of(PropertyPath.set(config, property, value, true));
    }

    /**
     * Clears one field, or removes a whole entry or section, as {@code unset} does.
     *
     * @param property dotted path, such as {@code users.jane.token}, {@code contexts.old} or {@code current-context}
     * @return these edits and this one; an entry that does not exist is not missed
     * @throws IllegalArgumentException when there is no such field, or the entry that would have it does not exist
     */
    public KubectlEdits unset(String property) {
        return of(PropertyPath.unset(config, property));
    }

    private <E> Map<String, E> without(String kind, String name, Map<String, E> entries) {
        Map<String, E> others = new LinkedHashMap<>(entries);
        if (others.remove(name) == null) {
            throw new IllegalArgumentException("cannot delete " + kind + " " + name + ", not in " + file());
        }
        return others;
    }

    private String file() {
        return config.origin().map(Path::toString).orElse("the kubeconfig");
    }

    private static void requireName(String name, String message) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The names of what is in the result. */
    @Override
    public String toString() {
        return "KubectlEdits[" + config + "]";
    }
}
