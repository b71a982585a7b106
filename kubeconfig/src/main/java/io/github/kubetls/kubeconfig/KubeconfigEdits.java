package io.github.kubetls.kubeconfig;

import java.util.Map;
import java.util.function.Function;

/** The edit operations of {@code kubectl config}, as functions. */
final class KubeconfigEdits {

    private KubeconfigEdits() {}

    static Kubeconfig setCluster(Kubeconfig config, String name, ClusterEdit edit) {
        requireName(name, "you must specify a non-empty cluster name");
        return config.toBuilder()
                .cluster(name, edit.apply(config.cluster(name)))
                .build();
    }

    static Kubeconfig setCredentials(Kubeconfig config, String name, CredentialsEdit edit) {
        requireName(name, "you must specify a non-empty user name");
        return config.toBuilder().user(name, edit.apply(config.user(name))).build();
    }

    static Kubeconfig setContext(Kubeconfig config, String name, ContextEdit edit) {
        requireName(name, "you must specify a non-empty context name or --current");
        return config.toBuilder()
                .context(name, edit.apply(config.context(name)))
                .build();
    }

    static Kubeconfig setCurrentContext(Kubeconfig config, ContextEdit edit) {
        return setContext(
                config,
                config.currentContext().orElseThrow(() -> new IllegalStateException("no current context is set")),
                edit);
    }

    static Kubeconfig useContext(Kubeconfig config, String name) {
        requireName(name, "empty context names are not allowed");
        if (config.context(name).isEmpty()) {
            throw new IllegalArgumentException("no context exists with the name: \"" + name + "\"");
        }
        return config.toBuilder().currentContext(name).build();
    }

    static Kubeconfig renameContext(Kubeconfig config, String name, String newName) {
        requireName(newName, "You must specify a new non-empty context name");
        Context context = config.context(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "cannot rename the context \"" + name + "\", it's not in " + file(config)));
        if (config.context(newName).isPresent()) {
            throw new IllegalArgumentException("cannot rename the context \"" + name + "\", the context \"" + newName
                    + "\" already exists in " + file(config));
        }
        Kubeconfig.Builder fields = config.toBuilder();
        fields.contexts.remove(name);
        fields.contexts.put(newName, context);
        if (fields.currentContext.equals(name)) {
            fields.currentContext = newName;
        }
        return fields.build();
    }

    /** Removes an entry; whether anything refers to it is not asked. */
    static Kubeconfig delete(
            Kubeconfig config, String kind, String name, Function<Kubeconfig.Builder, Map<String, ?>> section) {
        Kubeconfig.Builder fields = config.toBuilder();
        if (section.apply(fields).remove(name) == null) {
            throw new IllegalArgumentException("cannot delete " + kind + " " + name + ", not in " + file(config));
        }
        return fields.build();
    }

    private static String file(Kubeconfig config) {
        return config.fields().file == null
                ? "the kubeconfig"
                : config.fields().file.toString();
    }

    private static void requireName(String name, String message) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(message);
        }
    }
}
