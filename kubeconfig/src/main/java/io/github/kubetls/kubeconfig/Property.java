package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.text.GoBool;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A field that {@code kubectl config set} and {@code unset} know, by the name that they have for it. Only strings, bytes and
 * booleans can be set; everything can be unset.
 *
 * @param set   sets the field from a text; null when it cannot be set
 * @param unset gives the field the zero value of its type
 * @param <B>   what has the field
 */
record Property<B>(@Nullable Setter<B> set, Consumer<B> unset) {

    /** Sets a field from a text. */
    @FunctionalInterface
    interface Setter<B> {
        void set(B fields, String value, boolean raw);
    }

    /** Where kubectl keeps the origin of an entry; no field of the file. */
    private static final String ORIGIN = "-";

    static final Map<String, Property<Cluster.Builder>> CLUSTER = Map.of(
            "server",
            text((fields, value) -> fields.server = value),
            "tls-server-name",
            text((fields, value) -> fields.tlsServerName = value),
            "insecure-skip-tls-verify",
            bool((fields, value) -> fields.insecureSkipTlsVerify = value),
            "certificate-authority",
            text((fields, value) -> fields.certificateAuthority = value),
            "certificate-authority-data",
            bytes((fields, value) -> fields.certificateAuthorityData = value),
            "proxy-url",
            text((fields, value) -> fields.proxyUrl = value),
            "disable-compression",
            bool((fields, value) -> fields.disableCompression = value),
            "extensions",
            other(fields -> fields.attachments = fields.attachments.withExtensions(Extensions.NONE)),
            ORIGIN,
            other(fields -> {}));

    static final Map<String, Property<AuthInfo.Builder>> USER = user();

    static final Map<String, Property<Context.Builder>> CONTEXT = Map.of(
            "cluster",
            text((fields, value) -> fields.cluster = value),
            "user",
            text((fields, value) -> fields.user = value),
            "namespace",
            text((fields, value) -> fields.namespace = value),
            "extensions",
            other(fields -> fields.attachments = fields.attachments.withExtensions(Extensions.NONE)),
            ORIGIN,
            other(fields -> {}));

    static final Map<String, Property<Kubeconfig.Builder>> PREFERENCES = Map.of(
            "colors", bool((fields, value) -> fields.preferences = fields.preferences.withColors(value)),
            "extensions", other(fields -> fields.preferences = fields.preferences.withExtensions(Extensions.NONE)));

    /** Those of the document itself. What is written as a constant can be set without effect. */
    static final Map<String, Property<Kubeconfig.Builder>> CONFIG = Map.of(
            "kind", text((fields, value) -> {}),
            "apiVersion", text((fields, value) -> {}),
            "preferences",
                    other(fields -> fields.preferences =
                            new Preferences(false, Extensions.NONE, fields.preferences.otherFields())),
            "clusters", other(fields -> fields.clusters.clear()),
            "users", other(fields -> fields.users.clear()),
            "contexts", other(fields -> fields.contexts.clear()),
            "current-context", text((fields, value) -> fields.currentContext = value),
            "extensions", other(fields -> fields.extensions = Extensions.NONE));

    private static Map<String, Property<AuthInfo.Builder>> user() {
        Map<String, Property<AuthInfo.Builder>> user = new LinkedHashMap<>();
        user.put("client-certificate", text((fields, value) -> fields.clientCertificate = value));
        user.put("client-certificate-data", bytes((fields, value) -> fields.clientCertificateData = value));
        user.put("client-key", text((fields, value) -> fields.clientKey = value));
        user.put("client-key-data", bytes((fields, value) -> fields.clientKeyData = value));
        user.put("token", text((fields, value) -> fields.token = value));
        user.put("tokenFile", text((fields, value) -> fields.tokenFile = value));
        user.put("act-as", text((fields, value) -> fields.as = value));
        user.put("act-as-uid", text((fields, value) -> fields.asUid = value));
        user.put("act-as-groups", other(fields -> fields.asGroups = List.of()));
        user.put("act-as-user-extra", other(fields -> fields.asUserExtra = new LinkedHashMap<>()));
        user.put("username", text((fields, value) -> fields.username = value));
        user.put("password", text((fields, value) -> fields.password = value));
        user.put("auth-provider", other(fields -> fields.authProvider = null));
        user.put("exec", other(fields -> fields.exec = null));
        user.put(
                "extensions", other(fields -> fields.attachments = fields.attachments.withExtensions(Extensions.NONE)));
        user.put(ORIGIN, other(fields -> {}));
        return user;
    }

    private static <B> Property<B> text(BiConsumer<B, String> field) {
        return new Property<>((fields, value, raw) -> field.accept(fields, value), fields -> field.accept(fields, ""));
    }

    private static <B> Property<B> bool(BiConsumer<B, Boolean> field) {
        return new Property<>(
                (fields, value, raw) -> field.accept(fields, bool(value)), fields -> field.accept(fields, false));
    }

    private static boolean bool(String text) {
        return GoBool.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a boolean is one of 1, t, T, TRUE, true, True, 0, f, F, FALSE, false, False"));
    }

    private static <B> Property<B> bytes(BiConsumer<B, byte @Nullable []> field) {
        return new Property<>(
                (fields, value, raw) ->
                        field.accept(fields, raw ? value.getBytes(StandardCharsets.UTF_8) : decoded(value)),
                fields -> field.accept(fields, null));
    }

    private static byte[] decoded(String text) {
        try {
            return Base64Text.decode(text);
        } catch (Base64Text.IllegalBase64 e) {
            throw new IllegalArgumentException("error decoding input value: " + e.getMessage());
        }
    }

    private static <B> Property<B> other(Consumer<B> unset) {
        return new Property<>(null, unset);
    }

    /** Sets or, without a value, unsets the field. */
    void apply(B fields, @Nullable String value, boolean raw) {
        if (value == null) {
            unset.accept(fields);
        } else if (set == null) {
            throw new IllegalArgumentException("only strings, bytes and booleans can be set");
        } else {
            set.set(fields, value, raw);
        }
    }
}
