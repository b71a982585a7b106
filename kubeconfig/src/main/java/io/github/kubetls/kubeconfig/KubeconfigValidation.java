package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.Unicode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of clientcmd's validation, in its order; entries in the order of their names. */
final class KubeconfigValidation {

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final ValidationErrors errors = new ValidationErrors();
    private final Kubeconfig config;

    private KubeconfigValidation(Kubeconfig config) {
        this.config = config;
    }

    static List<Finding> all(Kubeconfig config) {
        KubeconfigValidation validation = new KubeconfigValidation(config);
        if (isEmpty(config)) {
            validation.errors.add(
                    "KUBECONFIG_EMPTY",
                    "",
                    "no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
                    "name a kubeconfig that is not empty");
        } else {
            config.currentContext()
                    .filter(name -> config.context(name).isEmpty())
                    .ifPresent(validation::contextNotFound);
            sorted(config.contexts().keySet())
                    .forEach(name -> validation.context(name, config.contexts().get(name)));
            sorted(config.users().keySet())
                    .forEach(name -> AuthInfoRules.check(
                            validation.errors, name, config.users().get(name)));
            sorted(config.clusters().keySet())
                    .forEach(name -> ClusterRules.check(
                            validation.errors, name, config.clusters().get(name)));
        }
        return validation.errors.toList();
    }

    static List<Finding> usable(Kubeconfig config, String contextName) {
        KubeconfigValidation validation = new KubeconfigValidation(config);
        String name = contextName.isEmpty() ? config.currentContext().orElse("") : contextName;
        Optional<Context> context = config.context(name);
        if (name.isEmpty()) {
            validation.errors.add("CONTEXT_MISSING", "current-context", "no context chosen", "name a context");
        } else if (context.isEmpty()) {
            validation.contextNotFound(name);
        } else {
            String user = context.get().user();
            String cluster = context.get().cluster();
            validation.context(name, context.get());
            AuthInfoRules.check(
                    validation.errors,
                    user,
                    config.user(user).orElseGet(() -> AuthInfo.builder().build()));
            ClusterRules.check(
                    validation.errors,
                    cluster,
                    config.cluster(cluster).orElseGet(() -> Cluster.builder("").build()));
        }
        return validation.errors.toList();
    }

    private static boolean isEmpty(Kubeconfig config) {
        return config.clusters().isEmpty()
                && config.users().isEmpty()
                && config.contexts().isEmpty()
                && config.extensions().isEmpty()
                && config.currentContext().isEmpty()
                && !config.colors()
                && config.preferenceExtensions().isEmpty();
    }

    private static List<String> sorted(Collection<String> names) {
        return names.stream().sorted(Unicode.CODE_POINT_ORDER).toList();
    }

    private void contextNotFound(String name) {
        errors.add(
                "CONTEXT_UNKNOWN",
                "current-context",
                "context was not found for specified context: " + name,
                "add the context, or name one that is there");
    }

    private void context(String name, Context context) {
        String at = "contexts[" + name + "]";
        if (name.isEmpty()) {
            errors.add("CONTEXT_NAME_EMPTY", at, "empty context name is not allowed", "give the context a name");
        }
        reference(at, "user", name, context.user(), config.users().keySet());
        reference(at, "cluster", name, context.cluster(), config.clusters().keySet());
        context.namespace()
                .filter(text -> !DNS_LABEL.matcher(text).matches())
                .ifPresent(namespace -> errors.add(
                        "NAMESPACE_INVALID",
                        at + ".namespace",
                        "namespace " + GoText.quote(namespace) + " for context " + GoText.quote(name)
                                + " does not conform to the kubernetes DNS_LABEL rules",
                        "use at most 63 of a-z, 0-9 and -, with no - at either end"));
    }

    private void reference(String at, String kind, String context, String name, Set<String> known) {
        boolean user = kind.equals("user");
        if (name.isEmpty()) {
            errors.add(
                    user ? "USER_MISSING" : "CLUSTER_MISSING",
                    at + "." + kind,
                    kind + " was not specified for context " + GoText.quote(context),
                    "name a " + kind);
        } else if (!known.contains(name)) {
            errors.add(
                    user ? "USER_UNKNOWN" : "CLUSTER_UNKNOWN",
                    at + "." + kind,
                    kind + " " + GoText.quote(name) + " was not found for context " + GoText.quote(context),
                    "add the " + kind + ", or name one that is there");
        }
    }
}
