package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.yaml.Yaml;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of clientcmd's validation, in its order; entries in the order of their names. */
final class Validation {

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Set<String> PROXY_SCHEMES = Set.of("http", "https", "socks5");
    private static final Set<String> INTERACTIVE_MODES =
            Set.of(ExecConfig.INTERACTIVE_NEVER, ExecConfig.INTERACTIVE_IF_AVAILABLE, ExecConfig.INTERACTIVE_ALWAYS);

    /** By message, so that identical ones are there once. */
    private final Map<String, Finding> errors = new LinkedHashMap<>();

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
                    .forEach(name -> validation.user(name, config.users().get(name)));
            sorted(config.clusters().keySet())
                    .forEach(name -> validation.cluster(name, config.clusters().get(name)));
        }
        return validation.errors();
    }

    static List<Finding> usable(Kubeconfig config, String contextName) {
        Validation validation = new Validation(config);
        String name = contextName.isEmpty() ? config.currentContext().orElse("") : contextName;
        Optional<Context> context = config.context(name);
        if (name.isEmpty()) {
            validation.error("NO_CONTEXT", "current-context", "no context chosen", "name a context");
        } else if (context.isEmpty()) {
            validation.contextNotFound(name);
        } else {
            String user = context.get().user();
            String cluster = context.get().cluster();
            validation.context(name, context.get());
            validation.user(
                    user, config.user(user).orElseGet(() -> AuthInfo.builder().build()));
            validation.cluster(
                    cluster,
                    config.cluster(cluster).orElseGet(() -> Cluster.builder("").build()));
        }
        return validation.errors();
    }

    /** The looser check of a user and a cluster that overrides went over, beside a context that may not exist. */
    static List<Finding> merged(Optional<String> missingContext, Context context, AuthInfo user, Cluster cluster) {
        Validation validation = new Validation(Kubeconfig.builder().build());
        missingContext.ifPresent(validation::contextNotFound);
        validation.user(context.user(), user);
        if (!isPristine(cluster)) {
            validation.cluster(context.cluster(), cluster);
        } else if (validation.errors.isEmpty()) {
            validation.emptyConfiguration();
        } else {
            validation.error(
                    "NO_SERVER", "clusters", "cluster has no server defined", "name a context that has a cluster");
        }
        return validation.errors();
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
        return names.stream().sorted(Yaml.CODE_POINT_ORDER).toList();
    }

    private List<Finding> errors() {
        return new ArrayList<>(errors.values());
    }

    private void error(String code, String location, String message, String fix) {
        errors.putIfAbsent(message, Finding.error(code, location, message, fix));
    }

    private void emptyConfiguration() {
        error(
                "EMPTY_CONFIGURATION",
                "",
                "no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
                "name a kubeconfig that is not empty");
    }

    private void contextNotFound(String name) {
        error(
                "CONTEXT_NOT_FOUND",
                "current-context",
                "context was not found for specified context: " + name,
                "add the context, or name one that is there");
    }

    private void context(String name, Context context) {
        String at = "contexts[" + name + "]";
        if (name.isEmpty()) {
            error("EMPTY_CONTEXT_NAME", at, "empty context name is not allowed", "give the context a name");
        }
        reference(at, "user", name, context.user(), config.users().keySet());
        reference(at, "cluster", name, context.cluster(), config.clusters().keySet());
        context.namespace()
                .filter(text -> !DNS_LABEL.matcher(text).matches())
                .ifPresent(namespace -> error(
                        "BAD_NAMESPACE",
                        at + ".namespace",
                        "namespace " + GoText.quote(namespace) + " for context " + GoText.quote(name)
                                + " does not conform to the kubernetes DNS_LABEL rules",
                        "use at most 63 of a-z, 0-9 and -, with no - at either end"));
    }

    private void reference(String at, String kind, String context, String name, Set<String> known) {
        String code = kind.toUpperCase(Locale.ROOT);
        if (name.isEmpty()) {
            error(
                    code + "_NOT_SPECIFIED",
                    at + "." + kind,
                    kind + " was not specified for context " + GoText.quote(context),
                    "name a " + kind);
        } else if (!known.contains(name)) {
            error(
                    code + "_NOT_FOUND",
                    at + "." + kind,
                    kind + " " + GoText.quote(name) + " was not found for context " + GoText.quote(context),
                    "add the " + kind + ", or name one that is there");
        }
    }

    private void user(String name, AuthInfo user) {
        String at = "users[" + name + "]";
        certificate(at, name, user);
        exec(at, name, user);
        boolean basic = user.username().isPresent() || user.password().isPresent();
        if (user.token().isPresent() && basic) {
            error(
                    "SEVERAL_METHODS",
                    at,
                    "more than one authentication method found for " + name
                            + "; found [token basicAuth], only one is allowed",
                    "remove the token, or user name and password");
        }
        boolean partial = user.asUid().isPresent()
                || !user.asGroups().isEmpty()
                || !user.asUserExtra().isEmpty();
        if (partial && user.as().isEmpty()) {
            error(
                    "IMPERSONATION_WITHOUT_USER",
                    at + ".as",
                    "requesting uid, groups or user-extra for " + name + " without impersonating a user",
                    "set as");
        }
    }

    private void certificate(String at, String name, AuthInfo user) {
        AuthInfo.Builder fields = user.fields();
        boolean data = has(fields.clientCertificateData);
        if (fields.clientCertificate.isEmpty() && !data) {
            return;
        }
        if (!fields.clientCertificate.isEmpty() && data) {
            error(
                    "FILE_AND_DATA",
                    at + ".client-certificate",
                    "client-cert-data and client-cert are both specified for " + name
                            + ". client-cert-data will override.",
                    "remove one of the two");
        }
        boolean keyData = has(fields.clientKeyData);
        if (!fields.clientKey.isEmpty() && keyData) {
            error(
                    "FILE_AND_DATA",
                    at + ".client-key",
                    "client-key-data and client-key are both specified for " + name + "; client-key-data will override",
                    "remove one of the two");
        }
        if (fields.clientKey.isEmpty() && !keyData) {
            error(
                    "KEY_MISSING",
                    at + ".client-key",
                    "client-key-data or client-key must be specified for " + name
                            + " to use the clientCert authentication method.",
                    "add the key");
        }
        readable(
                at,
                "client-certificate",
                "unable to read client-cert",
                name,
                ConfigPaths.resolved(user).fields().clientCertificate);
        readable(
                at,
                "client-key",
                "unable to read client-key",
                name,
                ConfigPaths.resolved(user).fields().clientKey);
    }

    private static boolean has(byte @Nullable [] data) {
        return data != null && data.length > 0;
    }

    private void readable(String at, String field, String what, String name, String path) {
        if (path.isEmpty()) {
            return;
        }
        String reason;
        try {
            // That it can be opened is all that counts.
            Files.newInputStream(Path.of(path)).close();
            return;
        } catch (NoSuchFileException e) {
            reason = "no such file or directory";
        } catch (AccessDeniedException e) {
            reason = "permission denied";
        } catch (InvalidPathException e) {
            reason = "invalid argument";
        } catch (IOException e) {
            reason = e.getMessage();
        }
        error(
                "FILE_NOT_READABLE",
                at + "." + field,
                what + " " + path + " for " + name + " due to open " + path + ": " + reason,
                "correct the path; a relative one starts at the kubeconfig's directory");
    }

    private void exec(String at, String name, AuthInfo user) {
        ExecConfig exec = user.exec().orElse(null);
        if (exec == null) {
            return;
        }
        if (user.authProvider().isPresent()) {
            error(
                    "EXEC_AND_AUTH_PROVIDER",
                    at,
                    "authProvider cannot be provided in combination with an exec plugin for " + name,
                    "remove auth-provider");
        }
        required(at, "command", name, exec.command());
        required(at, "apiVersion", name, exec.apiVersion());
        if (exec.variables().stream().anyMatch(variable -> variable.name().isEmpty())) {
            error(
                    "EXEC_INCOMPLETE",
                    at + ".exec.env",
                    "env variable name must be specified for " + name + " to use exec authentication plugin",
                    "name the variable");
        }
        String mode = exec.interactiveMode().orElse("");
        required(at, "interactiveMode", name, mode);
        if (!mode.isEmpty() && !INTERACTIVE_MODES.contains(mode)) {
            error(
                    "BAD_INTERACTIVE_MODE",
                    at + ".exec.interactiveMode",
                    "invalid interactiveMode for " + name + ": " + GoText.quote(mode),
                    "write Never, IfAvailable or Always");
        }
    }

    private void required(String at, String field, String name, String value) {
        if (value.isEmpty()) {
            error(
                    "EXEC_INCOMPLETE",
                    at + ".exec." + field,
                    field + " must be specified for " + name + " to use exec authentication plugin",
                    "set " + field);
        }
    }

    private void cluster(String name, Cluster cluster) {
        String at = "clusters[" + name + "]";
        if (cluster.server().isEmpty()) {
            error(
                    "NO_SERVER",
                    at + ".server",
                    name.isEmpty()
                            ? "default cluster has no server defined"
                            : "no server found for cluster " + GoText.quote(name),
                    "set server");
        }
        cluster.proxyUrl().ifPresent(url -> proxy(at, name, url));
        Cluster.Builder fields = cluster.fields();
        if (!fields.certificateAuthority.isEmpty() && has(fields.certificateAuthorityData)) {
            error(
                    "FILE_AND_DATA",
                    at + ".certificate-authority",
                    "certificate-authority-data and certificate-authority are both specified for " + name
                            + ". certificate-authority-data will override.",
                    "remove one of the two");
        }
        readable(
                at,
                "certificate-authority",
                "unable to read certificate-authority",
                name,
                ConfigPaths.resolved(cluster).fields().certificateAuthority);
    }

    private void proxy(String at, String name, String url) {
        Optional<GoUrl> parsed = GoUrl.parse(url);
        if (parsed.isPresent() && PROXY_SCHEMES.contains(parsed.get().scheme())) {
            return;
        }
        String shown = UrlText.withRedactedUser(url);
        String reason = parsed.map(GoUrl::scheme)
                .map(scheme -> "unsupported scheme " + GoText.quote(scheme) + ", must be http, https, or socks5")
                .orElse("could not parse: " + shown);
        error(
                "BAD_PROXY_URL",
                at + ".proxy-url",
                "invalid 'proxy-url' " + GoText.quote(shown) + " for cluster " + GoText.quote(name) + ": " + reason,
                "write a URL such as http://proxy.example.com:3128");
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
