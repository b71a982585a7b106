package io.github.kubetls.kubeconfig.client;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Context;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.internal.NamedFile;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the one connection that a kubeconfig with overrides describes, step by step as clientcmd does. */
final class ClientConfigResolver {

    private static final String DEFAULT_NAMESPACE = "default";

    private static final int SHOWN_CONTEXTS = 5;

    private final Kubeconfig config;
    private final ConfigOverrides overrides;
    private final KubernetesRelease release;

    ClientConfigResolver(Kubeconfig config, ConfigOverrides overrides, KubernetesRelease release) {
        this.config = config.resolved();
        // A relative path on a command line starts from the working directory, wherever the kubeconfig is.
        this.overrides = overrides.toBuilder()
                .cluster(resolved(overrides.cluster()))
                .clusterDefaults(resolved(overrides.clusterDefaults()))
                .user(resolved(overrides.user()))
                .build();
        this.release = release;
    }

    static AuthInfo resolved(AuthInfo user) {
        return Objects.requireNonNull(
                Kubeconfig.builder().user("", user).build().resolved().users().get(""));
    }

    static Cluster resolved(Cluster cluster) {
        return Objects.requireNonNull(Kubeconfig.builder()
                .cluster("", cluster)
                .build()
                .resolved()
                .clusters()
                .get(""));
    }

    /** The context that a client uses, with its user and its cluster, all with the overrides. */
    private record Used(String contextName, Context context, AuthInfo user, Cluster cluster) {}

    ClientConfig resolve() throws IOException {
        Used used = used();
        return new ClientConfig(
                used.cluster(),
                withTokenRead(used.user(), used.cluster()),
                used.context().namespace().orElse(DEFAULT_NAMESPACE),
                timeout(),
                release);
    }

    /** The whole kubeconfig with what is used in its place. */
    Kubeconfig merged() {
        Used used = used();
        return config.toBuilder()
                .user(used.context().user(), used.user())
                .context(used.contextName(), used.context())
                .cluster(used.context().cluster(), used.cluster())
                .currentContext(used.contextName())
                .build();
    }

    private Used used() {
        String contextName =
                overrides.currentContext().or(config::currentContext).orElse("");
        Optional<Context> found = config.context(contextName);
        Context context = withOverrides(found.orElseGet(() -> Context.of("", "")));
        AuthInfo user = user(context.user());
        if (found.isEmpty() && overrides.currentContext().isPresent()) {
            throw missing("context", contextName);
        }
        Cluster cluster = cluster(context.cluster());
        Kubeconfig.Builder used = Kubeconfig.builder().user(context.user(), user);
        if (found.isEmpty()) {
            used.currentContext(contextName);
        }
        requireValid(used, context.cluster(), cluster);
        return new Used(contextName, context, user, cluster);
    }

    /** The looser check of a user and a cluster with overrides applied, next to a context that may not exist. */
    private void requireValid(Kubeconfig.Builder used, String clusterName, Cluster cluster) {
        List<String> errors = new ArrayList<>();
        if (isPristine(cluster)) {
            errors.addAll(messages(used.build()));
            errors.addAll(errors.isEmpty() ? List.of(nothingChosen()) : List.of("cluster has no server defined"));
        } else {
            errors.addAll(messages(used.cluster(clusterName, cluster).build()));
        }
        if (!errors.isEmpty()) {
            throw new InvalidFormatException(
                    "CLIENT_CONFIG_INVALID", Location.none(), "invalid configuration: " + GoText.aggregate(errors));
        }
    }

    /** client-go advises to set an environment variable also when there are contexts and none of them is chosen. */
    private String nothingChosen() {
        boolean isEmpty = config.contexts().isEmpty()
                && config.clusters().isEmpty()
                && config.users().isEmpty();
        if (isEmpty) {
            return messages(Kubeconfig.builder().build()).get(0);
        }
        List<String> names =
                config.contexts().keySet().stream().limit(SHOWN_CONTEXTS).toList();
        return "no context chosen: current-context is empty; "
                + (names.isEmpty() ? "there is no context" : "there are the contexts " + GoText.quote(names));
    }

    private static List<String> messages(Kubeconfig config) {
        return config.violations().stream().map(FieldError::message).toList();
    }

    private static boolean isPristine(Cluster cluster) {
        return cluster.origin().isEmpty()
                && cluster.toMap().equals(Cluster.builder("").build().toMap());
    }

    private static IllegalArgumentException missing(String kind, String name) {
        return new IllegalArgumentException(Visible.text(kind + " \"" + name + "\" does not exist"));
    }

    private Context withOverrides(Context file) {
        return file.toBuilder()
                .cluster(overrides.clusterName().orElse(file.cluster()))
                .user(overrides.userName().orElse(file.user()))
                .namespace(overrides.namespace().or(file::namespace).orElse(""))
                .build();
    }

    private AuthInfo user(String name) {
        Optional<AuthInfo> file = config.user(name);
        if (file.isEmpty() && overrides.userName().isPresent()) {
            throw missing("auth info", name);
        }
        AuthInfo.Builder fields = file.map(AuthInfo::toBuilder).orElseGet(AuthInfo::builder);
        AuthInfo over = overrides.user();
        overriding(file, over, AuthInfo::clientCertificate).ifPresent(fields::clientCertificate);
        overriding(file, over, AuthInfo::clientKey).ifPresent(fields::clientKey);
        over.token().ifPresent(fields::token);
        over.tokenFile().ifPresent(fields::tokenFile);
        over.as().ifPresent(fields::as);
        over.asUid().ifPresent(fields::asUid);
        if (!over.asGroups().isEmpty()) {
            fields.asGroups(over.asGroups());
        }
        if (!over.asUserExtra().isEmpty()) {
            Map<String, List<String>> extra =
                    new LinkedHashMap<>(file.map(AuthInfo::asUserExtra).orElse(Map.of()));
            extra.putAll(over.asUserExtra());
            fields.asUserExtra(extra);
        }
        over.username().ifPresent(fields::username);
        over.password().ifPresent(fields::password);
        over.authProvider().ifPresent(fields::authProvider);
        over.exec().ifPresent(fields::exec);
        return fields.build();
    }

    private Optional<PemSource> overriding(
            Optional<AuthInfo> file, AuthInfo over, Function<AuthInfo, Optional<PemSource>> field) {
        return Feature.CLIENT_CERTIFICATE_REPLACED.in(release)
                ? field.apply(over)
                : merged(file.flatMap(field), field.apply(over));
    }

    /** File and data may come from one each. */
    private static Optional<PemSource> merged(Optional<PemSource> below, Optional<PemSource> above) {
        return PemSource.of(
                above.flatMap(PemSource::path)
                        .or(() -> below.flatMap(PemSource::path))
                        .orElse(""),
                above.flatMap(PemSource::data)
                        .or(() -> below.flatMap(PemSource::data))
                        .orElse(new byte[0]));
    }

    private static String or(String first, String second) {
        return first.isEmpty() ? second : first;
    }

    private Cluster cluster(String name) {
        Optional<Cluster> file = config.cluster(name);
        if (file.isEmpty() && overrides.clusterName().isPresent()) {
            throw missing("cluster", name);
        }
        Cluster over = overrides.cluster();
        Cluster below = file.map(cluster -> merged(cluster, overrides.clusterDefaults(), cluster))
                .orElse(overrides.clusterDefaults());
        Cluster.Builder fields = merged(below, below, over).toBuilder();
        if (over.insecureSkipTlsVerify() || over.certificateAuthority().isPresent()) {
            fields.insecureSkipTlsVerify(over.insecureSkipTlsVerify()).noCertificateAuthority();
            over.certificateAuthority().ifPresent(fields::certificateAuthority);
        }
        if (over.tlsServerName().isPresent() || !over.server().isEmpty()) {
            fields.tlsServerName(over.tlsServerName().orElse(""));
        }
        return fields.build();
    }

    /** A cluster at the place of another one; fields of the one above that are set go over those of the one below. */
    private static Cluster merged(Cluster place, Cluster below, Cluster above) {
        Map<String, @Nullable Object> extensions = new LinkedHashMap<>(above.extensions());
        below.extensions().forEach(extensions::putIfAbsent);
        Cluster.Builder fields = place.toBuilder()
                .server(or(above.server(), below.server()))
                .tlsServerName(above.tlsServerName().or(below::tlsServerName).orElse(""))
                .insecureSkipTlsVerify(above.insecureSkipTlsVerify() || below.insecureSkipTlsVerify())
                .noCertificateAuthority()
                .proxyUrl(above.proxyUrl().or(below::proxyUrl).orElse(""))
                .disableCompression(above.disableCompression() || below.disableCompression())
                .extensions(extensions)
                .otherFields(Map.of());
        merged(below.certificateAuthority(), above.certificateAuthority()).ifPresent(fields::certificateAuthority);
        return fields.build();
    }

    /** A token that is in a file only is read at once. */
    private static AuthInfo withTokenRead(AuthInfo user, Cluster cluster) throws IOException {
        return user.token().isEmpty() && user.tokenFile().isPresent() && cluster.isTls()
                ? user.toBuilder().token(NamedFile.text(user.tokenFile().get())).build()
                : user;
    }

    private Duration timeout() {
        String text = overrides.timeout().orElse(null);
        if (text == null) {
            return Duration.ZERO;
        }
        try {
            if (text.matches("[-+]?[0-9]{1,10}") && !text.startsWith("-")) {
                return Duration.ofSeconds(Long.parseLong(text));
            }
            return GoDuration.parse(text, Location.none());
        } catch (InvalidFormatException e) {
            throw new IllegalArgumentException(
                    "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a "
                            + "corresponding time unit (e.g. 1s | 2m | 3h)",
                    e);
        }
    }
}
