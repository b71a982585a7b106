package io.github.kubetls.kubeconfig.edit;

import static java.util.Map.entry;

import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Context;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
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

    /** Makes properties of one type by the fields of its builder. */
    private record Type<E, B>(Function<E, B> toBuilder, Function<B, E> build) {

        E with(E before, Consumer<B> change) {
            B builder = toBuilder.apply(before);
            change.accept(builder);
            return build.apply(builder);
        }

        Property<E> text(BiConsumer<B, String> field) {
            return Property.text((before, value) -> with(before, builder -> field.accept(builder, value)));
        }

        Property<E> bool(BiConsumer<B, Boolean> field) {
            return new Property<>(
                    (before, value, raw) -> with(before, builder -> field.accept(builder, Property.bool(value))),
                    before -> with(before, builder -> field.accept(builder, false)));
        }

        Property<E> other(Consumer<B> unset) {
            return new Property<>(null, before -> with(before, unset));
        }
    }

    private static final Type<Cluster, Cluster.Builder> OF_CLUSTER =
            new Type<>(Cluster::toBuilder, Cluster.Builder::build);
    private static final Type<AuthInfo, AuthInfo.Builder> OF_USER =
            new Type<>(AuthInfo::toBuilder, AuthInfo.Builder::build);
    private static final Type<Context, Context.Builder> OF_CONTEXT =
            new Type<>(Context::toBuilder, Context.Builder::build);
    private static final Type<Kubeconfig, Kubeconfig.Builder> OF_CONFIG =
            new Type<>(Kubeconfig::toBuilder, Kubeconfig.Builder::build);

    static final Map<String, Property<Cluster>> CLUSTER = Map.ofEntries(
            entry("server", OF_CLUSTER.text(Cluster.Builder::server)),
            entry("tls-server-name", OF_CLUSTER.text(Cluster.Builder::tlsServerName)),
            entry("insecure-skip-tls-verify", OF_CLUSTER.bool(Cluster.Builder::insecureSkipTlsVerify)),
            entry(
                    "certificate-authority",
                    text((cluster, path) -> authority(cluster, withPath(cluster.certificateAuthority(), path)))),
            entry(
                    "certificate-authority-data",
                    bytes((cluster, data) -> authority(cluster, withData(cluster.certificateAuthority(), data)))),
            entry("proxy-url", OF_CLUSTER.text(Cluster.Builder::proxyUrl)),
            entry("disable-compression", OF_CLUSTER.bool(Cluster.Builder::disableCompression)),
            entry("extensions", OF_CLUSTER.other(fields -> fields.extensions(Map.of()))),
            entry(ORIGIN, OF_CLUSTER.other(fields -> {})));

    static final Map<String, Property<AuthInfo>> USER = Map.ofEntries(
            entry(
                    "client-certificate",
                    text((user, path) -> identity(user, withPath(user.clientCertificate(), path), user.clientKey()))),
            entry(
                    "client-certificate-data",
                    bytes((user, data) -> identity(user, withData(user.clientCertificate(), data), user.clientKey()))),
            entry(
                    "client-key",
                    text((user, path) -> identity(user, user.clientCertificate(), withPath(user.clientKey(), path)))),
            entry(
                    "client-key-data",
                    bytes((user, data) -> identity(user, user.clientCertificate(), withData(user.clientKey(), data)))),
            entry("token", OF_USER.text(AuthInfo.Builder::token)),
            entry("tokenFile", OF_USER.text(AuthInfo.Builder::tokenFile)),
            entry("act-as", OF_USER.text(AuthInfo.Builder::as)),
            entry("act-as-uid", OF_USER.text(AuthInfo.Builder::asUid)),
            entry("act-as-groups", OF_USER.other(fields -> fields.asGroups(List.of()))),
            entry("act-as-user-extra", OF_USER.other(fields -> fields.asUserExtra(Map.of()))),
            entry("username", OF_USER.text(AuthInfo.Builder::username)),
            entry("password", OF_USER.text(AuthInfo.Builder::password)),
            entry("auth-provider", OF_USER.other(AuthInfo.Builder::noAuthProvider)),
            entry("exec", OF_USER.other(AuthInfo.Builder::noExec)),
            entry("extensions", OF_USER.other(fields -> fields.extensions(Map.of()))),
            entry(ORIGIN, OF_USER.other(fields -> {})));

    static final Map<String, Property<Context>> CONTEXT = Map.ofEntries(
            entry("cluster", OF_CONTEXT.text(Context.Builder::cluster)),
            entry("user", OF_CONTEXT.text(Context.Builder::user)),
            entry("namespace", OF_CONTEXT.text(Context.Builder::namespace)),
            entry("extensions", OF_CONTEXT.other(fields -> fields.extensions(Map.of()))),
            entry(ORIGIN, OF_CONTEXT.other(fields -> {})));

    static final Map<String, Property<Kubeconfig>> PREFERENCES = Map.ofEntries(
            entry("colors", OF_CONFIG.bool(Kubeconfig.Builder::colors)),
            entry("extensions", OF_CONFIG.other(fields -> fields.preferenceExtensions(Map.of()))));

    /** Those of the document itself. What is written as a constant can be set without effect. */
    static final Map<String, Property<Kubeconfig>> CONFIG = Map.ofEntries(
            entry("kind", OF_CONFIG.text((fields, value) -> {})),
            entry("apiVersion", OF_CONFIG.text((fields, value) -> {})),
            entry("preferences", OF_CONFIG.other(fields -> fields.colors(false).preferenceExtensions(Map.of()))),
            entry("clusters", OF_CONFIG.other(fields -> fields.clusters(Map.of()))),
            entry("users", OF_CONFIG.other(fields -> fields.users(Map.of()))),
            entry("contexts", OF_CONFIG.other(fields -> fields.contexts(Map.of()))),
            entry("current-context", OF_CONFIG.text(Kubeconfig.Builder::currentContext)),
            entry("extensions", OF_CONFIG.other(fields -> fields.extensions(Map.of()))));

    private static Cluster authority(Cluster cluster, Optional<PemSource> source) {
        Cluster.Builder fields = cluster.toBuilder().noCertificateAuthority();
        source.ifPresent(fields::certificateAuthority);
        return fields.build();
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

    private static boolean bool(String text) {
        if (!TRUE.contains(text) && !FALSE.contains(text)) {
            throw new IllegalArgumentException(
                    "a boolean is one of 1, t, T, TRUE, true, True, 0, f, F, FALSE, false, False");
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
