package io.github.kubetls.kubeconfig.edit;

import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Context;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A field that {@code kubectl config set} and {@code unset} know, by the name that they have for it. Only strings, bytes and
 * booleans can be set; everything can be unset.
 *
 * @param set   sets the field from a text; null when it cannot be set
 * @param unset gives the field the zero value of its type
 * @param <E>   what has the field
 */
record Property<E>(@Nullable Setter<E> set, UnaryOperator<E> unset) {

    /** Sets a field from a text. */
    @FunctionalInterface
    interface Setter<E> {
        E set(E before, String value, boolean raw);
    }

    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    /** Where kubectl keeps the origin of an entry; no field of the file. */
    private static final String ORIGIN = "-";

    static final Map<String, Property<Cluster>> CLUSTER = Map.of(
            "server",
            text((cluster, value) -> cluster.toBuilder().server(value).build()),
            "tls-server-name",
            text((cluster, value) -> cluster.toBuilder().tlsServerName(value).build()),
            "insecure-skip-tls-verify",
            bool((cluster, value) ->
                    cluster.toBuilder().insecureSkipTlsVerify(value).build()),
            "certificate-authority",
            text((cluster, value) -> authority(cluster, withPath(cluster.certificateAuthority(), value))),
            "certificate-authority-data",
            bytes((cluster, value) -> authority(cluster, withData(cluster.certificateAuthority(), value))),
            "proxy-url",
            text((cluster, value) -> cluster.toBuilder().proxyUrl(value).build()),
            "disable-compression",
            bool((cluster, value) ->
                    cluster.toBuilder().disableCompression(value).build()),
            "extensions",
            other(cluster -> cluster.toBuilder().extensions(Map.of()).build()),
            ORIGIN,
            other(UnaryOperator.identity()));

    static final Map<String, Property<AuthInfo>> USER = user();

    static final Map<String, Property<Context>> CONTEXT = Map.of(
            "cluster",
            text((context, value) -> context.toBuilder().cluster(value).build()),
            "user",
            text((context, value) -> context.toBuilder().user(value).build()),
            "namespace",
            text((context, value) -> context.toBuilder().namespace(value).build()),
            "extensions",
            other(context -> context.toBuilder().extensions(Map.of()).build()),
            ORIGIN,
            other(UnaryOperator.identity()));

    static final Map<String, Property<Kubeconfig>> PREFERENCES = Map.of(
            "colors",
            bool((config, value) -> config.toBuilder().colors(value).build()),
            "extensions",
            other(config -> config.toBuilder().preferenceExtensions(Map.of()).build()));

    /** Those of the document itself. What is written as a constant can be set without effect. */
    static final Map<String, Property<Kubeconfig>> CONFIG = Map.of(
            "kind",
            text((config, value) -> config),
            "apiVersion",
            text((config, value) -> config),
            "preferences",
            other(config -> config.toBuilder()
                    .colors(false)
                    .preferenceExtensions(Map.of())
                    .build()),
            "clusters",
            other(config -> config.toBuilder().clusters(Map.of()).build()),
            "users",
            other(config -> config.toBuilder().users(Map.of()).build()),
            "contexts",
            other(config -> config.toBuilder().contexts(Map.of()).build()),
            "current-context",
            text((config, value) -> config.toBuilder().currentContext(value).build()),
            "extensions",
            other(config -> config.toBuilder().extensions(Map.of()).build()));

    private static Map<String, Property<AuthInfo>> user() {
        Map<String, Property<AuthInfo>> user = new HashMap<>();
        user.put("client-certificate", text((u, value) -> certificate(u, withPath(u.clientCertificate(), value))));
        user.put(
                "client-certificate-data", bytes((u, value) -> certificate(u, withData(u.clientCertificate(), value))));
        user.put("client-key", text((u, value) -> key(u, withPath(u.clientKey(), value))));
        user.put("client-key-data", bytes((u, value) -> key(u, withData(u.clientKey(), value))));
        user.put("token", text((u, value) -> u.toBuilder().token(value).build()));
        user.put("tokenFile", text((u, value) -> u.toBuilder().tokenFile(value).build()));
        user.put("act-as", text((u, value) -> u.toBuilder().as(value).build()));
        user.put("act-as-uid", text((u, value) -> u.toBuilder().asUid(value).build()));
        user.put("act-as-groups", other(u -> u.toBuilder().asGroups(List.of()).build()));
        user.put(
                "act-as-user-extra",
                other(u -> u.toBuilder().asUserExtra(Map.of()).build()));
        user.put("username", text((u, value) -> u.toBuilder().username(value).build()));
        user.put("password", text((u, value) -> u.toBuilder().password(value).build()));
        user.put("auth-provider", other(u -> u.toBuilder().noAuthProvider().build()));
        user.put("exec", other(u -> u.toBuilder().noExec().build()));
        user.put("extensions", other(u -> u.toBuilder().extensions(Map.of()).build()));
        user.put(ORIGIN, other(UnaryOperator.identity()));
        return user;
    }

    private static Cluster authority(Cluster cluster, Optional<PemSource> source) {
        Cluster.Builder fields = cluster.toBuilder().noCertificateAuthority();
        source.ifPresent(fields::certificateAuthority);
        return fields.build();
    }

    private static AuthInfo certificate(AuthInfo user, Optional<PemSource> source) {
        return identity(user, source, user.clientKey());
    }

    private static AuthInfo key(AuthInfo user, Optional<PemSource> source) {
        return identity(user, user.clientCertificate(), source);
    }

    static AuthInfo identity(AuthInfo user, Optional<PemSource> certificate, Optional<PemSource> key) {
        AuthInfo.Builder fields = user.toBuilder().noClientCertificate();
        certificate.ifPresent(fields::clientCertificate);
        key.ifPresent(fields::clientKey);
        return fields.build();
    }

    /** The source after its path was set, or cleared by an empty one; embedded data stay. */
    static Optional<PemSource> withPath(Optional<PemSource> source, String path) {
        return PemSource.of(path, source.flatMap(PemSource::data).orElse(new byte[0]));
    }

    private static Optional<PemSource> withData(Optional<PemSource> source, byte[] data) {
        return PemSource.of(source.flatMap(PemSource::path).orElse(""), data);
    }

    private static <E> Property<E> text(BiFunction<E, String, E> field) {
        return new Property<>((before, value, raw) -> field.apply(before, value), before -> field.apply(before, ""));
    }

    private static <E> Property<E> bool(BiFunction<E, Boolean, E> field) {
        return new Property<>(
                (before, value, raw) -> field.apply(before, bool(value)), before -> field.apply(before, false));
    }

    private static boolean bool(String text) {
        if (!TRUE.contains(text) && !FALSE.contains(text)) {
            throw new IllegalArgumentException(
                    "a boolean is one of 1, t, T, TRUE, true, True, 0, f, F, FALSE, false, " + "False");
        }
        return TRUE.contains(text);
    }

    private static <E> Property<E> bytes(BiFunction<E, byte[], E> field) {
        return new Property<>(
                (before, value, raw) ->
                        field.apply(before, raw ? value.getBytes(StandardCharsets.UTF_8) : decoded(value)),
                before -> field.apply(before, new byte[0]));
    }

    private static byte[] decoded(String text) {
        try {
            return Base64Text.decode(text);
        } catch (Base64Text.IllegalBase64 e) {
            throw new IllegalArgumentException("error decoding input value: " + e.getMessage());
        }
    }

    private static <E> Property<E> other(UnaryOperator<E> unset) {
        return new Property<>(null, unset);
    }

    /** Sets or, without a value, unsets the field. */
    E apply(E before, @Nullable String value, boolean raw) {
        if (value == null) {
            return unset.apply(before);
        }
        if (set == null) {
            throw new IllegalArgumentException("only strings, bytes and booleans can be set");
        }
        return set.set(before, value, raw);
    }
}
