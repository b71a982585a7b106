package io.github.kubetls.kubelet;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a KubeletConfiguration that this library knows, by path and type. */
enum ConfigurationField {
    ROTATE_CERTIFICATES(Type.BOOLEAN, "rotateCertificates"),
    SERVER_TLS_BOOTSTRAP(Type.BOOLEAN, "serverTLSBootstrap"),
    CLIENT_CA_FILE(Type.TEXT, "authentication", "x509", "clientCAFile"),
    ANONYMOUS_ENABLED(Type.BOOLEAN, "authentication", "anonymous", "enabled"),
    WEBHOOK_ENABLED(Type.BOOLEAN, "authentication", "webhook", "enabled"),
    WEBHOOK_CACHE_TTL(Type.DURATION, "authentication", "webhook", "cacheTTL"),
    AUTHORIZATION_MODE(Type.TEXT, "authorization", "mode"),
    CACHE_AUTHORIZED_TTL(Type.DURATION, "authorization", "webhook", "cacheAuthorizedTTL"),
    CACHE_UNAUTHORIZED_TTL(Type.DURATION, "authorization", "webhook", "cacheUnauthorizedTTL"),
    PORT(Type.INTEGER, "port"),
    READ_ONLY_PORT(Type.INTEGER, "readOnlyPort"),
    HEALTHZ_PORT(Type.INTEGER, "healthzPort"),
    HEALTHZ_BIND_ADDRESS(Type.TEXT, "healthzBindAddress"),
    TLS_CERT_FILE(Type.TEXT, "tlsCertFile"),
    TLS_PRIVATE_KEY_FILE(Type.TEXT, "tlsPrivateKeyFile"),
    TLS_MIN_VERSION(Type.TEXT, "tlsMinVersion"),
    TLS_CIPHER_SUITES(Type.LIST, "tlsCipherSuites"),
    TLS_CURVE_PREFERENCES(Type.INTEGERS, "tlsCurvePreferences"),
    FEATURE_GATES(Type.GATES, "featureGates");

    private enum Type {
        BOOLEAN,
        TEXT,
        INTEGER,
        DURATION,
        LIST,
        INTEGERS,
        GATES
    }

    private final Type type;
    private final List<String> path;

    ConfigurationField(Type type, String... path) {
        this.type = type;
        this.path = List.of(path);
    }

    /**
     * Reads a tree, of which the known fields are checked as kubelet's decoder does.
     *
     * @throws InvalidFormatException when one is of another type
     */
    @SuppressWarnings("unchecked") // A map of the tree has strings for keys.
    static Map<String, @Nullable Object> treeOf(YamlNode root) {
        for (ConfigurationField field : values()) {
            field.check(root);
        }
        Map<String, @Nullable Object> tree = (Map<String, @Nullable Object>) Objects.requireNonNull(root.toObject());
        for (ConfigurationField field : values()) {
            // A port may be written as 10250.0, and is an integer all the same.
            field.in(tree)
                    .filter(Double.class::isInstance)
                    .ifPresent(value -> field.set(tree, ((Double) value).longValue()));
        }
        return tree;
    }

    static Map<String, @Nullable Object> copyOf(Map<?, ?> tree) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        tree.forEach((key, value) -> copy.put((String) key, copyOfValue(value)));
        return copy;
    }

    private static @Nullable Object copyOfValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return copyOf(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(copyOfValue(item)));
            return copy;
        }
        return value;
    }

    String path() {
        return String.join(".", path);
    }

    private void check(YamlNode root) {
        YamlNode node = root;
        for (String step : path) {
            node = node.get(step);
        }
        switch (type) {
            case BOOLEAN -> node.bool();
            case TEXT -> node.string();
            case INTEGER -> node.int32();
            case DURATION -> {
                if (!node.isNull()) {
                    GoDuration.parse(node.string(), node.location());
                }
            }
            case LIST -> node.strings();
            case INTEGERS -> node.items().forEach(YamlNode::int32);
            case GATES -> node.members().values().forEach(YamlNode::bool);
        }
    }

    /** The field's value in a tree that was checked. */
    Optional<Object> in(Map<String, @Nullable Object> tree) {
        @Nullable Object value = tree;
        for (String step : path) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return Optional.ofNullable(value);
    }

    boolean bool(Map<String, @Nullable Object> tree, boolean ifUnset) {
        return in(tree).map(Boolean.class::cast).orElse(ifUnset);
    }

    /** To kubelet an empty text is the same as none. */
    Optional<String> text(Map<String, @Nullable Object> tree) {
        return in(tree).map(String.class::cast).filter(text -> !text.isEmpty());
    }

    Optional<Integer> integer(Map<String, @Nullable Object> tree) {
        return in(tree).map(value -> ((Number) value).intValue());
    }

    /** Without a value, an item is 0. */
    List<String> texts(Map<String, @Nullable Object> tree) {
        List<String> texts = new ArrayList<>();
        if (in(tree).orElse(List.of()) instanceof List<?> items) {
            items.forEach(item -> texts.add(item instanceof String text ? text : ""));
        }
        return List.copyOf(texts);
    }

    Map<?, ?> map(Map<String, @Nullable Object> tree) {
        return in(tree).orElse(Map.of()) instanceof Map<?, ?> members ? members : Map.of();
    }

    List<Integer> integers(Map<String, @Nullable Object> tree) {
        List<Integer> integers = new ArrayList<>();
        if (in(tree).orElse(List.of()) instanceof List<?> items) {
            items.forEach(item -> integers.add(item instanceof Number number ? number.intValue() : 0));
        }
        return List.copyOf(integers);
    }

    /** To kubelet a duration of zero is the same as none. */
    Duration duration(Map<String, @Nullable Object> tree, Duration ifUnset) {
        return text(tree)
                .map(text -> GoDuration.parse(text, Location.of(path())))
                .filter(duration -> !duration.isZero())
                .orElse(ifUnset);
    }

    /** Sets the field in a mutable tree. */
    @SuppressWarnings("unchecked") // The steps before the last are maps: the tree was checked.
    void set(Map<String, @Nullable Object> tree, Object value) {
        Map<String, @Nullable Object> at = tree;
        for (String step : path.subList(0, path.size() - 1)) {
            if (at.get(step) == null) {
                at.put(step, new LinkedHashMap<>());
            }
            at = (Map<String, @Nullable Object>) at.get(step);
        }
        at.put(path.get(path.size() - 1), value);
    }
}
