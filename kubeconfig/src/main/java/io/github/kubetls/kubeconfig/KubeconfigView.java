package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.net.UrlText;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.kubeconfig.internal.FreeValues;
import io.github.kubetls.kubeconfig.internal.NamedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kubectl config view} makes of a kubeconfig: one context only, self-contained, without secrets.
 *
 * <p>Each step is a copy; {@link #config()} is the result of all.
 *
 * <pre>{@code
 * String shown = KubeconfigView.of(config).minified("dev").redacted().config().toYaml();
 * KubeconfigView.of(config).minified().flattened().config().write(Path.of("self-contained.conf"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/generated/kubectl_config/kubectl_config_view/">kubectl config
 *     view</a>
 */
public final class KubeconfigView {

    /** Which secrets {@link #redacted(Redaction) redaction} takes out. */
    public enum Redaction {
        /**
         * Those that {@code kubectl config view} takes out: tokens, passwords, and all embedded data. It leaves secrets in
         * auth-provider settings, exec arguments and environment, URLs and extensions.
         */
        KUBECTL,
        /** All places that may hold one, extensions and unknown fields included. */
        ALL_SECRETS
    }

    static final String REDACTED = "REDACTED";

    /** What is shown in the place of data; it happens to be well-formed base64. */
    static final String OMITTED_TEXT = "DATA+OMITTED";

    private static final byte[] OMITTED = omitted();

    private final Kubeconfig config;

    private KubeconfigView(Kubeconfig config) {
        this.config = config;
    }

    /**
     * {@return a view of all that is in a kubeconfig}
     *
     * @param config the kubeconfig
     */
    public static KubeconfigView of(Kubeconfig config) {
        return new KubeconfigView(config);
    }

    /** {@return the kubeconfig as this view shows it} */
    public Kubeconfig config() {
        return config;
    }

    private static byte[] omitted() {
        try {
            return Base64Text.decode(OMITTED_TEXT);
        } catch (Base64Text.IllegalBase64 e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * {@return a view of the current context alone, with its cluster and user, as {@code --minify} shows it}
     *
     * @throws IllegalStateException when there is no current context, or it, its cluster or its user does not exist
     */
    public KubeconfigView minified() {
        return minified("");
    }

    /**
     * {@return a view of one context alone, with its cluster and user, in which it is the current one, as
     * {@code --minify --context} shows it}
     *
     * @param contextName name of the context; empty for the current one
     * @throws IllegalStateException when it, its cluster or its user does not exist
     */
    public KubeconfigView minified(String contextName) {
        String name = Fields.nonEmpty(contextName)
                .or(config::currentContext)
                .orElseThrow(() -> new IllegalStateException("current-context must exist in order to minify"));
        Context context = config.context(name)
                .orElseThrow(() -> new IllegalStateException(Visible.text("cannot locate context " + name)));
        return of(config.toBuilder()
                .currentContext(name)
                .clusters(only("cluster", config.clusters(), context.cluster()))
                .users(only("user", config.users(), context.user()))
                .contexts(Map.of(name, context))
                .build());
    }

    private static <E> Map<String, E> only(String kind, Map<String, E> entries, String name) {
        if (name.isEmpty()) {
            return Map.of();
        }
        E entry = entries.get(name);
        if (entry == null) {
            throw new IllegalStateException(Visible.text("cannot locate " + kind + " " + name));
        }
        return Map.of(name, entry);
    }

    /**
     * {@return a view in which certificates and keys are embedded, as {@code --flatten} does; token files and commands
     * stay outside}
     *
     * @throws IllegalStateException when an entry has both a file and embedded data
     * @throws IOException           when a file cannot be read
     */
    public KubeconfigView flattened() throws IOException {
        Kubeconfig.Builder fields = config.toBuilder();
        for (Map.Entry<String, AuthInfo> entry :
                FreeValues.byName(config.users()).entrySet()) {
            AuthInfo.Builder user = entry.getValue().toBuilder();
            String at = "users[" + entry.getKey() + "].";
            user.clientCertificate = embedded(at + "client-certificate", user.clientCertificate, entry.getValue());
            user.clientKey = embedded(at + "client-key", user.clientKey, entry.getValue());
            fields.user(entry.getKey(), user.build());
        }
        for (Map.Entry<String, Cluster> entry :
                FreeValues.byName(config.clusters()).entrySet()) {
            Cluster.Builder cluster = entry.getValue().toBuilder();
            String at = "clusters[" + entry.getKey() + "].certificate-authority";
            cluster.certificateAuthority = embedded(at, cluster.certificateAuthority, entry.getValue());
            fields.cluster(entry.getKey(), cluster.build());
        }
        return of(fields.build());
    }

    private static PemFields embedded(String at, PemFields source, ConfigObject entry) throws IOException {
        if (source.path.isEmpty()) {
            return source;
        }
        if (source.hasData()) {
            throw new IllegalStateException(Visible.text(at) + ": cannot have values for both path and contents");
        }
        Path directory = ConfigPaths.directory(entry.attachments.origin());
        return new PemFields("", NamedFile.bytes(ConfigPaths.resolve(source.path, directory)));
    }

    /** {@return a view without anything that may be secret, to be shown} */
    public KubeconfigView redacted() {
        return redacted(Redaction.ALL_SECRETS);
    }

    /**
     * {@return a view in which secret texts are {@code REDACTED}, and embedded data are written as
     * {@code DATA+OMITTED}}
     *
     * @param redaction which ones
     */
    public KubeconfigView redacted(Redaction redaction) {
        boolean all = redaction == Redaction.ALL_SECRETS;
        Kubeconfig.Builder fields = config.toBuilder();
        fields.clusters.replaceAll((name, cluster) -> redacted(cluster, all));
        fields.users.replaceAll((name, user) -> redacted(user, all));
        return of(all ? attachments(fields, KubeconfigView::redacted) : fields.build());
    }

    private static Cluster redacted(Cluster cluster, boolean all) {
        Cluster.Builder fields = cluster.toBuilder();
        fields.certificateAuthority = omitted(fields.certificateAuthority, fields.certificateAuthority.hasData());
        if (all) {
            fields.server = UrlText.withRedactedUser(fields.server);
            fields.proxyUrl = UrlText.withRedactedUser(fields.proxyUrl);
        }
        return fields.build();
    }

    private static AuthInfo redacted(AuthInfo user, boolean all) {
        AuthInfo.Builder fields = user.toBuilder();
        fields.token = redacted(fields.token);
        fields.password = redacted(fields.password);
        // As kubectl does: key data that are explicitly empty are marked too.
        fields.clientKey = omitted(fields.clientKey, fields.clientKey.data != null);
        fields.clientCertificate = omitted(fields.clientCertificate, fields.clientCertificate.hasData());
        if (all) {
            user.authProvider()
                    .ifPresent(provider -> fields.authProvider(provider.withConfig(redacted(provider.config()))));
            user.exec().ifPresent(exec -> fields.exec(redacted(exec)));
        }
        return fields.build();
    }

    private static PemFields omitted(PemFields source, boolean marked) {
        return new PemFields(source.path, marked ? OMITTED : null);
    }

    private static ExecConfig redacted(ExecConfig exec) {
        ExecConfig.Builder fields = exec.toBuilder();
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

    /** Payloads of extensions may hold anything; so may unknown fields, which are left out altogether. */
    private static Attachments redacted(Attachments attachments) {
        Map<String, @Nullable Object> payloads =
                new LinkedHashMap<>(attachments.extensions().payloads());
        payloads.replaceAll((name, payload) -> REDACTED);
        return attachments.withoutUnknownFields().withExtensions(Extensions.of(payloads));
    }

    /**
     * {@return a view without the fields that this library does not know, which kubectl drops when it prints or writes
     * a file}
     */
    public KubeconfigView withoutUnknownFields() {
        return of(attachments(config.toBuilder(), Attachments::withoutUnknownFields));
    }

    /** Builds a kubeconfig whose attachments went through a function, and that has no unknown fields elsewhere. */
    private static Kubeconfig attachments(Kubeconfig.Builder fields, UnaryOperator<Attachments> change) {
        fields.clusters.replaceAll((name, cluster) -> cluster.toBuilder()
                .attachments(change.apply(cluster.attachments))
                .build());
        fields.users.replaceAll((name, user) -> {
            AuthInfo.Builder copy = user.toBuilder().attachments(change.apply(user.attachments));
            user.authProvider().map(AuthProviderConfig::withoutUnknownFields).ifPresent(copy::authProvider);
            user.exec().map(ExecConfig::withoutUnknownFields).ifPresent(copy::exec);
            return copy.build();
        });
        fields.contexts.replaceAll((name, context) -> context.toBuilder()
                .attachments(change.apply(context.attachments))
                .build());
        fields.preferences = fields.preferences.withAttachments(change.apply(fields.preferences.attachments()));
        return fields.attachments(change.apply(fields.attachments)).build();
    }

    /** The names of what is shown. */
    @Override
    public String toString() {
        return "KubeconfigView[" + config + "]";
    }
}
