package io.github.kubetls.kubeconfig;

import io.github.kubetls.Location;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.kubeconfig.internal.FreeValues;
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

    static ValidationErrors all(Kubeconfig config) {
        KubeconfigValidation validation = new KubeconfigValidation(config);
        if (!validation.refusesAsEmpty()) {
            config.currentContext()
                    .filter(name -> config.context(name).isEmpty())
                    .ifPresent(validation::contextNotFound);
            FreeValues.byName(config.contexts()).forEach(validation::context);
            FreeValues.byName(config.users())
                    .forEach((name, user) -> AuthInfoRules.check(validation.errors, name, user));
            FreeValues.byName(config.clusters())
                    .forEach((name, cluster) -> ClusterRules.check(validation.errors, name, cluster));
        }
        return validation.errors;
    }

    static ValidationErrors usable(Kubeconfig config, String contextName) {
        KubeconfigValidation validation = new KubeconfigValidation(config);
        String name = contextName.isEmpty() ? config.currentContext().orElse("") : contextName;
        Optional<Context> context = config.context(name);
        if (validation.refusesAsEmpty()) {
            return validation.errors;
        }
        if (name.isEmpty()) {
            validation.errors.missing(
                    "CONTEXT_MISSING", config.location("", "current-context"), "no context chosen", "name a context");
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
        return validation.errors;
    }

    /** An empty kubeconfig is one error, and no others are looked for. */
    private boolean refusesAsEmpty() {
        boolean empty = config.clusters().isEmpty()
                && config.users().isEmpty()
                && config.contexts().isEmpty()
                && config.extensions().isEmpty()
                && config.currentContext().isEmpty()
                && !config.colors()
                && config.preferenceExtensions().isEmpty();
        if (empty) {
            errors.missing(
                    "KUBECONFIG_EMPTY",
                    Location.none(),
                    "no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
                    "name a kubeconfig that is not empty");
        }
        return empty;
    }

    private void contextNotFound(String name) {
        errors.invalid(
                "CONTEXT_UNKNOWN",
                config.location("", "current-context"),
                "context was not found for specified context: " + name,
                "add the context, or name one that is there");
    }

    private void context(String name, Context context) {
        String at = "contexts[" + name + "]";
        if (name.isEmpty()) {
            errors.missing(
                    "CONTEXT_NAME_EMPTY",
                    context.location(at, ""),
                    "empty context name is not allowed",
                    "give the context a name");
        }
        reference(
                context.location(at, "user"),
                "user",
                name,
                context.user(),
                config.users().keySet());
        reference(
                context.location(at, "cluster"),
                "cluster",
                name,
                context.cluster(),
                config.clusters().keySet());
        context.namespace()
                .filter(text -> !DNS_LABEL.matcher(text).matches())
                .ifPresent(namespace -> errors.invalid(
                        "NAMESPACE_INVALID",
                        context.location(at, "namespace"),
                        "namespace " + GoText.quote(namespace) + " for context " + GoText.quote(name)
                                + " does not conform to the kubernetes DNS_LABEL rules",
                        "use at most 63 of a-z, 0-9 and -, with no - at either end"));
    }

    private void reference(Location at, String kind, String context, String name, Set<String> known) {
        boolean user = kind.equals("user");
        if (name.isEmpty()) {
            errors.missing(
                    user ? "USER_MISSING" : "CLUSTER_MISSING",
                    at,
                    kind + " was not specified for context " + GoText.quote(context),
                    "name a " + kind);
        } else if (!known.contains(name)) {
            errors.invalid(
                    user ? "USER_UNKNOWN" : "CLUSTER_UNKNOWN",
                    at,
                    kind + " " + GoText.quote(name) + " was not found for context " + GoText.quote(context),
                    "add the " + kind + ", or name one that is there");
        }
    }
}
