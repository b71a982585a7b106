package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.time.GoDuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the one connection that a kubeconfig with overrides describes, step by step as clientcmd does. */
final class ClientConfigResolver {

    private static final String DEFAULT_NAMESPACE = "default";

    private final Kubeconfig config;
    private final ConfigOverrides.Builder overrides;

    ClientConfigResolver(Kubeconfig config, ConfigOverrides overrides) {
        this.config = config.resolved();
        this.overrides = overrides.fields();
    }

    ClientConfig resolve() throws IOException {
        String contextName =
                overrides.currentContext.isEmpty() ? config.currentContext().orElse("") : overrides.currentContext;
        Optional<Context> found = config.context(contextName);
        Context context = merged(found.orElseGet(() -> Context.builder("", "").build()), overrides.context);
        AuthInfo user = user(context.user());
        if (found.isEmpty() && !overrides.currentContext.isEmpty()) {
            throw missing("context", contextName);
        }
        Cluster cluster = cluster(context.cluster());
        boolean dangling = found.isEmpty() && !contextName.isEmpty();
        List<Finding> errors =
                Validation.merged(dangling ? Optional.of(contextName) : Optional.empty(), context, user, cluster);
        if (!errors.isEmpty()) {
            throw new InvalidFormatException("INVALID_CONFIGURATION", "", Validation.message(errors));
        }
        return new ClientConfig(
                cluster, withTokenRead(user, cluster), context.namespace().orElse(DEFAULT_NAMESPACE), timeout());
    }

    private static IllegalArgumentException missing(String kind, String name) {
        return new IllegalArgumentException(kind + " \"" + name + "\" does not exist");
    }

    private static Context merged(Context file, Context over) {
        Context.Builder fields = file.toBuilder();
        fields.cluster = over.cluster().isEmpty() ? fields.cluster : over.cluster();
        fields.user = over.user().isEmpty() ? fields.user : over.user();
        fields.namespace = over.namespace().orElse(fields.namespace);
        return fields.build();
    }

    private AuthInfo user(String name) {
        Optional<AuthInfo> file = config.user(name);
        if (file.isEmpty() && !overrides.context.user().isEmpty()) {
            throw missing("auth info", name);
        }
        AuthInfo.Builder fields = file.orElseGet(() -> AuthInfo.builder().build()).toBuilder();
        AuthInfo.Builder over = overrides.user.fields();
        overrides.user.clientCertificate().ifPresent(fields::clientCertificate);
        overrides.user.clientKey().ifPresent(fields::clientKey);
        fields.token = or(over.token, fields.token);
        fields.tokenFile = or(over.tokenFile, fields.tokenFile);
        fields.as = or(over.as, fields.as);
        fields.asUid = or(over.asUid, fields.asUid);
        fields.asGroups = over.asGroups.isEmpty() ? fields.asGroups : over.asGroups;
        Map<String, @Nullable List<String>> extra = new LinkedHashMap<>(fields.asUserExtra);
        extra.putAll(over.asUserExtra);
        fields.asUserExtra = extra;
        fields.username = or(over.username, fields.username);
        fields.password = or(over.password, fields.password);
        fields.authProvider = over.authProvider == null ? fields.authProvider : over.authProvider;
        fields.exec = over.exec == null ? fields.exec : over.exec;
        return fields.build();
    }

    private static String or(String first, String second) {
        return first.isEmpty() ? second : first;
    }

    private Cluster cluster(String name) {
        Optional<Cluster> file = config.cluster(name);
        if (file.isEmpty() && !overrides.context.cluster().isEmpty()) {
            throw missing("cluster", name);
        }
        Cluster merged =
                file.map(cluster -> merged(overrides.clusterDefaults, cluster)).orElse(overrides.clusterDefaults);
        Cluster.Builder fields = merged(merged, overrides.cluster).toBuilder();
        Cluster.Builder over = overrides.cluster.fields();
        if (over.insecureSkipTlsVerify
                || overrides.cluster.certificateAuthority().isPresent()) {
            fields.insecureSkipTlsVerify = over.insecureSkipTlsVerify;
            fields.certificateAuthority = over.certificateAuthority;
            fields.certificateAuthorityData = over.certificateAuthorityData;
        }
        if (!over.tlsServerName.isEmpty() || !over.server.isEmpty()) {
            fields.tlsServerName = over.tlsServerName;
        }
        return fields.build();
    }

    /** Fields of the second that are set go over those of the first. */
    private static Cluster merged(Cluster below, Cluster above) {
        Cluster.Builder over = above.fields();
        Cluster.Builder fields = below.toBuilder();
        fields.server = or(over.server, fields.server);
        fields.tlsServerName = or(over.tlsServerName, fields.tlsServerName);
        fields.insecureSkipTlsVerify |= over.insecureSkipTlsVerify;
        fields.certificateAuthority = or(over.certificateAuthority, fields.certificateAuthority);
        byte[] data = over.certificateAuthorityData;
        fields.certificateAuthorityData = data == null || data.length == 0 ? fields.certificateAuthorityData : data;
        fields.proxyUrl = or(over.proxyUrl, fields.proxyUrl);
        fields.disableCompression |= over.disableCompression;
        fields.attachments = new Attachments(
                over.attachments.extensions().orElse(fields.attachments.extensions()),
                fields.attachments.otherFields(),
                fields.attachments.entryFields(),
                over.attachments.origin() == null ? fields.attachments.origin() : over.attachments.origin());
        return fields.build();
    }

    /** A token that is in a file only is read at once. */
    private static AuthInfo withTokenRead(AuthInfo user, Cluster cluster) throws IOException {
        AuthInfo.Builder fields = user.toBuilder();
        if (fields.token.isEmpty() && !fields.tokenFile.isEmpty() && ClientConfig.isHttps(cluster.server())) {
            fields.token = new String(ConfigPaths.content(fields.tokenFile), StandardCharsets.UTF_8);
        }
        return fields.build();
    }

    private Duration timeout() {
        String text = overrides.timeout;
        if (text == null) {
            return Duration.ZERO;
        }
        try {
            if (text.matches("[-+]?[0-9]{1,10}") && !text.startsWith("-")) {
                return Duration.ofSeconds(Long.parseLong(text));
            }
            return GoDuration.parse(text, "");
        } catch (InvalidFormatException e) {
            throw new IllegalArgumentException(
                    "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a "
                            + "corresponding time unit (e.g. 1s | 2m | 3h)",
                    e);
        }
    }
}
