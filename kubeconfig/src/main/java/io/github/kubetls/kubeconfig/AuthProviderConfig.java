package io.github.kubetls.kubeconfig;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.kubeconfig.internal.FreeValues;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A legacy authentication provider within a client: the {@code auth-provider} of a user.
 *
 * <p>Its settings may be secrets, so {@link #toString()} shows the name only. The built-in providers {@code gcp} and
 * {@code azure} are gone since Kubernetes 1.26.
 *
 * <pre>{@code
 * AuthProviderConfig oidc = AuthProviderConfig.of("oidc", Map.of("client-id", "kubernetes"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
public final class AuthProviderConfig {

    private static final Set<String> KNOWN = Set.of("name", "config");

    private final String name;
    private final @Nullable Map<String, String> config;
    private final Map<String, @Nullable Object> otherFields;

    private AuthProviderConfig(
            String name, @Nullable Map<String, String> config, Map<String, @Nullable Object> otherFields) {
        this.name = Objects.requireNonNull(name, "name");
        this.config = config == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(config));
        this.otherFields = otherFields;
    }

    /**
     * {@return a provider with these settings}
     *
     * @param name   name of the provider
     * @param config its settings
     */
    public static AuthProviderConfig of(String name, Map<String, String> config) {
        return new AuthProviderConfig(name, config, Map.of());
    }

    /**
     * {@return the provider that JDK values hold, as a text with the same content would}
     *
     * @param map the fields, as {@link #toMap()} gives them
     * @throws InvalidFormatException   when kubectl would refuse them
     * @throws IllegalArgumentException when a value has no form in YAML
     */
    public static AuthProviderConfig fromMap(Map<String, ?> map) {
        return read(Yaml.fromMap(map), new UnknownKubeconfigFields());
    }

    static AuthProviderConfig read(YamlNode node, UnknownKubeconfigFields unknown) {
        YamlNode config = node.get("config");
        return new AuthProviderConfig(
                node.get("name").string(), config.isNull() ? null : config.stringMap(), unknown.of(node, KNOWN));
    }

    /** {@return the name of the provider} */
    public String name() {
        return name;
    }

    /** {@return the settings, which may be secrets, by key, unmodifiable} */
    public Map<String, String> config() {
        return config == null ? Map.of() : config;
    }

    /**
     * {@return a copy with these settings}
     *
     * @param config the settings
     */
    public AuthProviderConfig withConfig(Map<String, String> config) {
        return new AuthProviderConfig(name, config, otherFields);
    }

    AuthProviderConfig withoutUnknownFields() {
        return new AuthProviderConfig(name, config, Map.of());
    }

    /**
     * {@return the fields in the order of Kubernetes' type, secrets included, as JDK values, mutable and independent of
     * this object}
     */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("config", FreeValues.sorted(config));
        Fields.putOthers(map, otherFields);
        return map;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AuthProviderConfig that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** The name only. */
    @Override
    public String toString() {
        return Visible.text("AuthProviderConfig[" + name + "]");
    }
}
