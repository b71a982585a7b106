package io.github.kubetls.kubelet;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    FEATURE_GATES(Type.GATES, "featureGates");

    private enum Type {
        BOOLEAN,
        TEXT,
        INTEGER,
        DURATION,
        LIST,
        GATES
    }

    private final Type type;
    private final List<String> path;

    ConfigurationField(Type type, String... path) {
        this.type = type;
        this.path = List.of(path);
    }

    String path() {
        return String.join(".", path);
    }

    /**
     * Checks the field's type as kubelet's decoder does.
     *
     * @throws InvalidFormatException when it is of another type
     */
    void check(YamlNode root) {
        YamlNode node = root;
        for (String step : path) {
            node = node.get(step);
        }
        switch (type) {
            case BOOLEAN -> node.bool();
            case TEXT -> node.string();
            case INTEGER -> requireInt32(node);
            case DURATION -> {
                if (!node.isNull()) {
                    GoDuration.parse(node.string(), node.location());
                }
            }
            case LIST -> node.strings();
            case GATES -> node.members().values().forEach(YamlNode::bool);
        }
    }

    private static void requireInt32(YamlNode node) {
        long value = node.integer().orElse(0);
        if (value != (int) value) {
            throw node.error("WRONG_TYPE", "is no integer of 32 bits");
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
