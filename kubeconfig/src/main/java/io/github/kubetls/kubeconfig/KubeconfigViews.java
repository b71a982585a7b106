package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.text.Unicode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code kubectl config view} can make of a kubeconfig: one context only, self-contained, without secrets. */
final class KubeconfigViews {

    private static final String REDACTED = "REDACTED";

    /** Prints as {@code DATA+OMITTED}, which happens to be well-formed base64. */
    private static final byte[] OMITTED = omitted();

    private KubeconfigViews() {}

    private static byte[] omitted() {
        try {
            return Base64Text.decode("DATA+OMITTED");
        } catch (Base64Text.IllegalBase64 e) {
            throw new IllegalStateException(e);
        }
    }

    static Kubeconfig minified(Kubeconfig config) {
        String name = config.currentContext()
                .orElseThrow(() -> new IllegalStateException("current-context must exist in order to minify"));
        Context context =
                config.context(name).orElseThrow(() -> new IllegalStateException("cannot locate context " + name));
        Kubeconfig.Builder fields = config.toBuilder();
        fields.clusters = only("cluster", fields.clusters, context.cluster());
        fields.users = only("user", fields.users, context.user());
        fields.contexts = only("context", fields.contexts, name);
        return fields.build();
    }

    private static <E> Map<String, E> only(String kind, Map<String, E> entries, String name) {
        Map<String, E> kept = new LinkedHashMap<>();
        if (!name.isEmpty()) {
            E entry = entries.get(name);
            if (entry == null) {
                throw new IllegalStateException("cannot locate " + kind + " " + name);
            }
            kept.put(name, entry);
        }
        return kept;
    }

    static Kubeconfig flattened(Kubeconfig config) throws IOException {
        Kubeconfig.Builder fields = config.toBuilder();
        for (Map.Entry<String, AuthInfo> entry : sorted(fields.users).entrySet()) {
            AuthInfo.Builder user = entry.getValue().toBuilder();
            Embedding embedding = new Embedding("users[" + entry.getKey() + "].", user.attachments.origin());
            user.clientCertificateData =
                    embedding.data("client-certificate", user.clientCertificate, user.clientCertificateData);
            user.clientCertificate = "";
            user.clientKeyData = embedding.data("client-key", user.clientKey, user.clientKeyData);
            user.clientKey = "";
            fields.users.put(entry.getKey(), user.build());
        }
        for (Map.Entry<String, Cluster> entry : sorted(fields.clusters).entrySet()) {
            Cluster.Builder cluster = entry.getValue().toBuilder();
            Embedding embedding = new Embedding("clusters[" + entry.getKey() + "].", cluster.attachments.origin());
            cluster.certificateAuthorityData = embedding.data(
                    "certificate-authority", cluster.certificateAuthority, cluster.certificateAuthorityData);
            cluster.certificateAuthority = "";
            fields.clusters.put(entry.getKey(), cluster.build());
        }
        return fields.build();
    }

    private static <E> Map<String, E> sorted(Map<String, E> entries) {
        Map<String, E> sorted = new TreeMap<>(Unicode.CODE_POINT_ORDER);
        sorted.putAll(entries);
        return sorted;
    }

    /** Reads the files of one entry. */
    private record Embedding(String location, @Nullable Path origin) {

        byte @Nullable [] data(String field, String path, byte @Nullable [] data) throws IOException {
            if (path.isEmpty()) {
                return data;
            }
            if (data != null && data.length > 0) {
                throw new IllegalStateException(location + field + ": cannot have values for both path and contents");
            }
            return ConfigPaths.content(ConfigPaths.resolve(path, ConfigPaths.directory(origin)));
        }
    }

    static Kubeconfig redacted(Kubeconfig config, Kubeconfig.Redaction redaction) {
        boolean all = redaction == Kubeconfig.Redaction.ALL_SECRETS;
        Kubeconfig.Builder fields = config.toBuilder();
        fields.clusters.replaceAll((name, cluster) -> redacted(cluster, all));
        fields.users.replaceAll((name, user) -> redacted(user, all));
        if (all) {
            fields.contexts.replaceAll((name, context) -> {
                Context.Builder redacted = context.toBuilder();
                redacted.attachments = redacted(redacted.attachments);
                return redacted.build();
            });
            fields.extensions = redacted(fields.extensions);
            fields.preferences =
                    new Preferences(fields.preferences.colors(), redacted(fields.preferences.extensions()), Map.of());
            fields.otherFields = Map.of();
        }
        return fields.build();
    }

    private static byte @Nullable [] omitted(byte @Nullable [] data) {
        return data == null || data.length == 0 ? null : OMITTED;
    }

    private static Cluster redacted(Cluster cluster, boolean all) {
        Cluster.Builder fields = cluster.toBuilder();
        fields.certificateAuthorityData = omitted(fields.certificateAuthorityData);
        if (all) {
            fields.server = UrlText.withRedactedUser(fields.server);
            fields.proxyUrl = UrlText.withRedactedUser(fields.proxyUrl);
            fields.attachments = redacted(fields.attachments);
        }
        return fields.build();
    }

    private static AuthInfo redacted(AuthInfo user, boolean all) {
        AuthInfo.Builder fields = user.toBuilder();
        fields.token = redacted(fields.token);
        fields.password = redacted(fields.password);
        // As kubectl does: key data that are explicitly empty are marked too.
        fields.clientKeyData = fields.clientKeyData == null ? null : OMITTED;
        fields.clientCertificateData = omitted(fields.clientCertificateData);
        if (all) {
            AuthProviderConfig provider = fields.authProvider;
            if (provider != null) {
                fields.authProvider = AuthProviderConfig.of(provider.name(), redacted(provider.config()));
            }
            fields.exec = fields.exec == null ? null : redacted(fields.exec);
            fields.attachments = redacted(fields.attachments);
        }
        return fields.build();
    }

    private static ExecConfig redacted(ExecConfig exec) {
        ExecConfig.Builder fields = exec.withoutUnknownFields().toBuilder();
        if (fields.args != null) {
            fields.args = fields.args.stream().map(arg -> REDACTED).toList();
        }
        if (fields.env != null) {
            fields.env = fields.env.stream()
                    .map(variable -> new ExecConfig.EnvVar(variable.name(), REDACTED, Map.of()))
                    .toList();
        }
        return fields.build();
    }

    private static String redacted(String secret) {
        return secret.isEmpty() ? "" : REDACTED;
    }

    private static Map<String, String> redacted(Map<String, String> secrets) {
        Map<String, String> copy = new LinkedHashMap<>(secrets);
        copy.replaceAll((key, value) -> REDACTED);
        return copy;
    }

    /** Payloads of extensions may hold anything; so may fields that are not known, which go altogether. */
    private static Extensions redacted(Extensions extensions) {
        Map<String, @Nullable Object> payloads = new LinkedHashMap<>(extensions.payloads());
        payloads.replaceAll((name, payload) -> REDACTED);
        return Extensions.of(payloads);
    }

    private static Attachments redacted(Attachments attachments) {
        return attachments.withoutUnknownFields().withExtensions(redacted(attachments.extensions()));
    }

    static Kubeconfig withoutUnknownFields(Kubeconfig config) {
        Kubeconfig.Builder fields = config.toBuilder();
        fields.clusters.replaceAll((name, cluster) -> {
            Cluster.Builder copy = cluster.toBuilder();
            copy.attachments = copy.attachments.withoutUnknownFields();
            return copy.build();
        });
        fields.users.replaceAll((name, user) -> {
            AuthInfo.Builder copy = user.toBuilder();
            copy.attachments = copy.attachments.withoutUnknownFields();
            copy.authProvider = copy.authProvider == null ? null : copy.authProvider.withoutUnknownFields();
            copy.exec = copy.exec == null ? null : copy.exec.withoutUnknownFields();
            return copy.build();
        });
        fields.contexts.replaceAll((name, context) -> {
            Context.Builder copy = context.toBuilder();
            copy.attachments = copy.attachments.withoutUnknownFields();
            return copy.build();
        });
        fields.extensions = fields.extensions.withoutUnknownFields();
        fields.preferences = fields.preferences.withoutUnknownFields();
        fields.otherFields = Map.of();
        return fields.build();
    }
}
