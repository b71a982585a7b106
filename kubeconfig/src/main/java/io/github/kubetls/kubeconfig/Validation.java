package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.Unicode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of clientcmd's validation, in its order; entries in the order of their names. */
final class Validation {

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final ValidationErrors errors = new ValidationErrors();
    private final Kubeconfig config;

    private Validation(Kubeconfig config) {
        this.config = config;
    }

    static List<Finding> all(Kubeconfig config) {
        Validation validation = new Validation(config);
        if (isEmpty(config)) {
            validation.emptyConfiguration();
        } else {
            config.currentContext()
                    .filter(name -> config.context(name).isEmpty())
                    .ifPresent(validation::contextNotFound);
            sorted(config.contexts().keySet())
                    .forEach(name -> validation.context(name, config.contexts().get(name)));
            sorted(config.users().keySet())
                    .forEach(name -> UserRules.check(
                            validation.errors, name, config.users().get(name)));
            sorted(config.clusters().keySet())
                    .forEach(name -> ClusterRules.check(
                            validation.errors, name, config.clusters().get(name)));
        }
        return validation.errors.toList();
    }

    static List<Finding> usable(Kubeconfig config, String contextName) {
        Validation validation = new Validation(config);
        String name = contextName.isEmpty() ? config.currentContext().orElse("") : contextName;
        Optional<Context> context = config.context(name);
        if (name.isEmpty()) {
            validation.errors.add("NO_CONTEXT", "current-context", "no context chosen", "name a context");
        } else if (context.isEmpty()) {
            validation.contextNotFound(name);
        } else {
            String user = context.get().user();
            String cluster = context.get().cluster();
            validation.context(name, context.get());
            UserRules.check(
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

    /** The looser check of a user and a cluster that overrides went over, beside a context that may not exist. */
    static List<Finding> merged(Optional<String> missingContext, Context context, AuthInfo user, Cluster cluster) {
        Validation validation = new Validation(Kubeconfig.builder().build());
        missingContext.ifPresent(validation::contextNotFound);
        UserRules.check(validation.errors, context.user(), user);
        if (!isPristine(cluster)) {
            ClusterRules.check(validation.errors, context.cluster(), cluster);
        } else if (validation.errors.isEmpty()) {
            validation.emptyConfiguration();
        } else {
            validation.errors.add(
                    "NO_SERVER", "clusters", "cluster has no server defined", "name a context that has a cluster");
        }
        return validation.errors.toList();
    }

    private static boolean isPristine(Cluster cluster) {
        return cluster.origin().isEmpty() && cluster.equals(Cluster.builder("").build());
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

    private void emptyConfiguration() {
        errors.add(
                "EMPTY_CONFIGURATION",
                "",
                "no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
                "name a kubeconfig that is not empty");
    }

    private void contextNotFound(String name) {
        errors.add(
                "CONTEXT_NOT_FOUND",
                "current-context",
                "context was not found for specified context: " + name,
                "add the context, or name one that is there");
    }

    private void context(String name, Context context) {
        String at = "contexts[" + name + "]";
        if (name.isEmpty()) {
            errors.add("EMPTY_CONTEXT_NAME", at, "empty context name is not allowed", "give the context a name");
        }
        reference(at, "user", name, context.user(), config.users().keySet());
        reference(at, "cluster", name, context.cluster(), config.clusters().keySet());
        context.namespace()
                .filter(text -> !DNS_LABEL.matcher(text).matches())
                .ifPresent(namespace -> errors.add(
                        "BAD_NAMESPACE",
                        at + ".namespace",
                        "namespace " + GoText.quote(namespace) + " for context " + GoText.quote(name)
                                + " does not conform to the kubernetes DNS_LABEL rules",
                        "use at most 63 of a-z, 0-9 and -, with no - at either end"));
    }

    private void reference(String at, String kind, String context, String name, Set<String> known) {
        String code = kind.toUpperCase(Locale.ROOT);
        if (name.isEmpty()) {
            errors.add(
                    code + "_NOT_SPECIFIED",
                    at + "." + kind,
                    kind + " was not specified for context " + GoText.quote(context),
                    "name a " + kind);
        } else if (!known.contains(name)) {
            errors.add(
                    code + "_NOT_FOUND",
                    at + "." + kind,
                    kind + " " + GoText.quote(name) + " was not found for context " + GoText.quote(context),
                    "add the " + kind + ", or name one that is there");
        }
    }

    /** The text of an error that stands for all of them. */
    static String message(List<Finding> errors) {
        Finding first = errors.get(0);
        if (first.code().equals("NO_CONTEXT")) {
            return first.message();
        }
        String all = String.join(", ", errors.stream().map(Finding::message).toList());
        return "invalid configuration: " + (errors.size() == 1 ? all : "[" + all + "]");
    }
}
