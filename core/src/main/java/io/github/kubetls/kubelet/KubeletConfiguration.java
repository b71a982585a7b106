package io.github.kubetls.kubelet;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlDocument;
import io.github.kubetls.internal.yaml.YamlLimits;
import io.github.kubetls.internal.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@code kubelet.config.k8s.io/v1beta1} KubeletConfiguration that decides how a kubelet gets its certificates,
 * and whom it lets in.
 *
 * <p>Accessors return what kubelet uses: the value of the file or its default. A kubelet that is configured by flags only
 * has other, less safe defaults: {@link #ofFlagsOnly()}. Ports are ones that kubelet accepts. All other fields survive
 * reading and writing.
 *
 * <pre>{@code
 * apiVersion: kubelet.config.k8s.io/v1beta1
 * kind: KubeletConfiguration
 * rotateCertificates: true
 * serverTLSBootstrap: true
 * }</pre>
 *
 * <pre>{@code
 * KubeletConfiguration configuration = KubeletConfiguration.read(Path.of("/var/lib/kubelet/config.yaml"))
 *     .withBootstrapping("/etc/kubernetes/pki/ca.crt");
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/">Kubelet Configuration</a>
 */
public final class KubeletConfiguration {

    private static final String API_VERSION = "kubelet.config.k8s.io/v1beta1";
    private static final String KIND = "KubeletConfiguration";
    private static final Set<String> TLS_VERSIONS =
            Set.of("", "VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13");

    private final Map<String, @Nullable Object> tree;
    private final List<Finding> readingFindings;

    private KubeletConfiguration(Map<String, @Nullable Object> tree, List<Finding> readingFindings) {
        this.tree = tree;
        this.readingFindings = List.copyOf(readingFindings);
    }

    /**
     * Starts without fields: every default is that of a configuration file.
     *
     * @return a builder
     */
    public static Builder builder() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", API_VERSION);
        tree.put("kind", KIND);
        return new Builder(tree, List.of());
    }

    /**
     * The configuration of a kubelet that is started without a configuration file: it lets everybody in, and serves without
     * TLS on port 10255.
     *
     * @return the configuration, before flags
     */
    public static KubeletConfiguration ofFlagsOnly() {
        return builder()
                .authenticationAnonymousEnabled(true)
                .authenticationWebhookEnabled(false)
                .authorizationMode("AlwaysAllow")
                .readOnlyPort(10255)
                .build();
    }

    /**
     * Reads a configuration file as kubelet does: unknown fields and repeated ones are tolerated.
     *
     * @param text YAML or JSON
     * @return the configuration
     * @throws InvalidFormatException when kubelet would refuse it: with code {@code WRONG_KIND}, {@code WRONG_TYPE},
     *     {@code BAD_DURATION}, or {@code INVALID_CONFIGURATION} and kubelet's words; or when it is no YAML
     */
    public static KubeletConfiguration parse(String text) {
        return parse(text, "");
    }

    /**
     * Reads a configuration file as kubelet does: unknown fields and repeated ones are tolerated.
     *
     * @param file the file
     * @return the configuration
     * @throws IOException            when it cannot be read
     * @throws InvalidFormatException as {@link #parse(String)}
     */
    public static KubeletConfiguration read(Path file) throws IOException {
        String source = String.valueOf(file.getFileName());
        return parse(Unicode.decode(AtomicFiles.read(file), source), source);
    }

    @SuppressWarnings("unchecked") // A map of the tree has strings for keys.
    private static KubeletConfiguration parse(String text, String source) {
        YamlDocument document = Yaml.readLenient(text, YamlLimits.STANDARD, source);
        YamlNode root = document.root();
        if (root.isNull()) {
            throw root.error("WRONG_KIND", "is empty where a " + KIND + " is expected");
        }
        ManifestReader.requireKind(root, API_VERSION, KIND);
        for (ConfigurationField field : ConfigurationField.values()) {
            field.check(root);
        }
        Map<String, @Nullable Object> tree = (Map<String, @Nullable Object>) Objects.requireNonNull(root.toObject());
        for (ConfigurationField field : ConfigurationField.values()) {
            // A port may be written as 10250.0, and is an integer all the same.
            field.in(tree)
                    .filter(Double.class::isInstance)
                    .ifPresent(value -> field.set(tree, ((Double) value).longValue()));
        }
        KubeletConfiguration configuration = new KubeletConfiguration(tree, document.findings());
        List<String> errors = configuration.errors();
        if (!errors.isEmpty()) {
            throw new InvalidFormatException("INVALID_CONFIGURATION", source, aggregate(errors));
        }
        return configuration;
    }

    private static String aggregate(List<String> errors) {
        return errors.size() == 1 ? errors.get(0) : "[" + String.join(", ", errors) + "]";
    }

    /** What kubelet says before it refuses to start. */
    private List<String> errors() {
        List<String> errors = new ArrayList<>();
        if (healthzPort() < 0 || healthzPort() > 65535) {
            errors.add(portError("healthzPort (--healthz-port) " + healthzPort(), 1));
        }
        if (port() < 1 || port() > 65535) {
            errors.add(portError("port (--port) " + port(), 1));
        }
        if (readOnlyPort() < 0 || readOnlyPort() > 65535) {
            errors.add(portError("readOnlyPort (--read-only-port) " + readOnlyPort(), 0));
        }
        if (serverTlsBootstrap() && !isServerRotationEnabled()) {
            errors.add("invalid configuration: serverTLSBootstrap true requires feature gate"
                    + " RotateKubeletServerCertificate");
        }
        if (errors.isEmpty() && !TLS_VERSIONS.contains(tlsMinVersion())) {
            errors.add("unknown tls version " + GoText.quote(tlsMinVersion()));
        }
        if (errors.isEmpty() && !Set.of("AlwaysAllow", "Webhook").contains(authorizationMode())) {
            errors.add("unknown authorization mode " + authorizationMode());
        }
        return errors;
    }

    private static String portError(String what, int from) {
        return "invalid configuration: " + what + " must be between " + from + " and 65535, inclusive";
    }

    private boolean isServerRotationEnabled() {
        Object gates = ConfigurationField.FEATURE_GATES.in(tree).orElse(Map.of());
        String gate = "RotateKubeletServerCertificate";
        return !(gates instanceof Map<?, ?> map) || !map.containsKey(gate) || Boolean.TRUE.equals(map.get(gate));
    }

    private boolean bool(ConfigurationField field, boolean ifUnset) {
        return field.in(tree).map(Boolean.class::cast).orElse(ifUnset);
    }

    /** Kubelet does not tell an empty text from none. */
    private Optional<String> text(ConfigurationField field) {
        return field.in(tree).map(String.class::cast).filter(text -> !text.isEmpty());
    }

    private Optional<Integer> integer(ConfigurationField field) {
        return field.in(tree).map(value -> ((Number) value).intValue());
    }

    /** Kubelet takes a duration of zero for none. */
    private Duration duration(ConfigurationField field, Duration ifUnset) {
        return text(field)
                .map(text -> GoDuration.parse(text, field.path()))
                .filter(duration -> !duration.isZero())
                .orElse(ifUnset);
    }

    /**
     * Returns {@code rotateCertificates}: whether kubelet renews its client certificate.
     *
     * @return the value; false by default
     */
    public boolean rotateCertificates() {
        return bool(ConfigurationField.ROTATE_CERTIFICATES, false);
    }

    /**
     * Returns {@code serverTLSBootstrap}: whether kubelet requests and renews its serving certificate.
     *
     * @return the value; false by default
     */
    public boolean serverTlsBootstrap() {
        return bool(ConfigurationField.SERVER_TLS_BOOTSTRAP, false);
    }

    /**
     * Returns {@code authentication.x509.clientCAFile}: the authorities whose client certificates kubelet accepts.
     *
     * @return the path, or empty when client certificates do not authenticate
     */
    public Optional<String> authenticationX509ClientCaFile() {
        return text(ConfigurationField.CLIENT_CA_FILE);
    }

    /**
     * Returns {@code authentication.anonymous.enabled}: whether requests without credentials are let in.
     *
     * @return the value; false by default
     */
    public boolean authenticationAnonymousEnabled() {
        return bool(ConfigurationField.ANONYMOUS_ENABLED, false);
    }

    /**
     * Returns {@code authentication.webhook.enabled}: whether the API server is asked about bearer tokens.
     *
     * @return the value; true by default
     */
    public boolean authenticationWebhookEnabled() {
        return bool(ConfigurationField.WEBHOOK_ENABLED, true);
    }

    /**
     * Returns {@code authentication.webhook.cacheTTL}: how long an answer about a bearer token is remembered.
     *
     * @return the value; two minutes by default
     */
    public Duration authenticationWebhookCacheTtl() {
        return duration(ConfigurationField.WEBHOOK_CACHE_TTL, Duration.ofMinutes(2));
    }

    /**
     * Returns {@code authorization.mode}: who decides what a client may do.
     *
     * @return {@code AlwaysAllow} or {@code Webhook}; the latter by default
     */
    public String authorizationMode() {
        return text(ConfigurationField.AUTHORIZATION_MODE).orElse("Webhook");
    }

    /**
     * Returns {@code authorization.webhook.cacheAuthorizedTTL}: how long a permission is remembered.
     *
     * @return the value; five minutes by default
     */
    public Duration authorizationWebhookCacheAuthorizedTtl() {
        return duration(ConfigurationField.CACHE_AUTHORIZED_TTL, Duration.ofMinutes(5));
    }

    /**
     * Returns {@code authorization.webhook.cacheUnauthorizedTTL}: how long a refusal is remembered.
     *
     * @return the value; thirty seconds by default
     */
    public Duration authorizationWebhookCacheUnauthorizedTtl() {
        return duration(ConfigurationField.CACHE_UNAUTHORIZED_TTL, Duration.ofSeconds(30));
    }

    /**
     * Returns {@code port}: where kubelet serves with TLS.
     *
     * @return the value; 10250 by default
     */
    public int port() {
        return integer(ConfigurationField.PORT).filter(port -> port != 0).orElse(10250);
    }

    /**
     * Returns {@code readOnlyPort}: where kubelet serves without TLS and authentication.
     *
     * @return the value; 0 for not at all, by default
     */
    public int readOnlyPort() {
        return integer(ConfigurationField.READ_ONLY_PORT).orElse(0);
    }

    /**
     * Returns {@code healthzPort}: where kubelet tells how it is.
     *
     * @return the value; 0 for not at all, 10248 by default
     */
    public int healthzPort() {
        return integer(ConfigurationField.HEALTHZ_PORT).orElse(10248);
    }

    /**
     * Returns {@code healthzBindAddress}: the address that {@link #healthzPort()} belongs to.
     *
     * @return the value; {@code 127.0.0.1} by default
     */
    public String healthzBindAddress() {
        return text(ConfigurationField.HEALTHZ_BIND_ADDRESS).orElse("127.0.0.1");
    }

    /**
     * Returns {@code tlsCertFile}: the serving certificate.
     *
     * @return the path, or empty when kubelet requests or makes its own
     */
    public Optional<String> tlsCertFile() {
        return text(ConfigurationField.TLS_CERT_FILE);
    }

    /**
     * Returns {@code tlsPrivateKeyFile}: the key of the serving certificate.
     *
     * @return the path, or empty when kubelet requests or makes its own
     */
    public Optional<String> tlsPrivateKeyFile() {
        return text(ConfigurationField.TLS_PRIVATE_KEY_FILE);
    }

    /**
     * Returns {@code tlsMinVersion}: the oldest version of TLS that kubelet serves.
     *
     * @return a name such as {@code VersionTLS13}; {@code VersionTLS12} by default
     */
    public String tlsMinVersion() {
        return text(ConfigurationField.TLS_MIN_VERSION).orElse("VersionTLS12");
    }

    /**
     * Returns {@code tlsCipherSuites}: what kubelet serves with.
     *
     * @return names of cipher suites; none by default, which means those of Go
     */
    public List<String> tlsCipherSuites() {
        List<String> suites = new ArrayList<>();
        if (ConfigurationField.TLS_CIPHER_SUITES.in(tree).orElse(List.of()) instanceof List<?> items) {
            items.forEach(item -> suites.add(item instanceof String suite ? suite : ""));
        }
        return List.copyOf(suites);
    }

    /**
     * Returns a copy that bootstraps and renews its client certificate, and lets in nobody whom the API server does not
     * know, as kubeadm configures it.
     *
     * @param clientCaFile path of the cluster's CA on the node, such as {@code /etc/kubernetes/pki/ca.crt}
     * @return the copy; other fields are as before
     */
    public KubeletConfiguration withBootstrapping(String clientCaFile) {
        return toBuilder()
                .rotateCertificates(true)
                .authenticationX509ClientCaFile(clientCaFile)
                .authenticationAnonymousEnabled(false)
                .authenticationWebhookEnabled(true)
                .authorizationMode("Webhook")
                .readOnlyPort(0)
                .build();
    }

    /**
     * Returns a builder with every field of this configuration.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        return new Builder(toMap(), readingFindings);
    }

    /**
     * Copies the configuration to JDK values.
     *
     * @return maps, lists, strings, booleans and numbers, mutable and independent of this object
     */
    public Map<String, @Nullable Object> toMap() {
        return copy(tree);
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put((String) key, copyValue(value)));
        return copy;
    }

    private static @Nullable Object copyValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return copy(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(copyValue(item)));
            return copy;
        }
        return value;
    }

    /**
     * Writes the configuration as YAML with sorted keys.
     *
     * @return the text, ending with one line feed
     */
    public String toYaml() {
        return Yaml.write(tree);
    }

    /**
     * Writes the configuration as indented JSON.
     *
     * @return the text, ending with one line feed
     */
    public String toJson() {
        return Yaml.writeJson(tree);
    }

    /**
     * Writes the configuration as YAML into a file of mode 0644, replacing an existing one. Missing directories are created.
     *
     * @param file the file
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public void write(Path file) throws IOException {
        AtomicFiles.write(file, toYaml().getBytes(StandardCharsets.UTF_8), AtomicFiles.READABLE);
    }

    /**
     * Returns what is legal but unwise, or will fail later; for a file that was read also what kubelet passed over in it.
     *
     * @return the findings; none when there is nothing to say
     */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(readingFindings);
        findings.addAll(ConfigurationFindings.of(this));
        return List.copyOf(findings);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KubeletConfiguration that && tree.equals(that.tree);
    }

    @Override
    public int hashCode() {
        return tree.hashCode();
    }

    /** The kind, and how many fields are set. */
    @Override
    public String toString() {
        return KIND + "[" + (tree.size() - 2) + " fields]";
    }

    /** Collects the fields of a {@link KubeletConfiguration}. */
    public static final class Builder {
        private final Map<String, @Nullable Object> tree;
        private final List<Finding> readingFindings;

        private Builder(Map<String, @Nullable Object> tree, List<Finding> readingFindings) {
            this.tree = tree;
            this.readingFindings = readingFindings;
        }

        private Builder set(ConfigurationField field, Object value) {
            field.set(tree, Objects.requireNonNull(value));
            return this;
        }

        /**
         * Sets {@code rotateCertificates}.
         *
         * @param enabled whether kubelet renews its client certificate
         * @return this builder
         */
        public Builder rotateCertificates(boolean enabled) {
            return set(ConfigurationField.ROTATE_CERTIFICATES, enabled);
        }

        /**
         * Sets {@code serverTLSBootstrap}.
         *
         * @param enabled whether kubelet requests and renews its serving certificate
         * @return this builder
         */
        public Builder serverTlsBootstrap(boolean enabled) {
            return set(ConfigurationField.SERVER_TLS_BOOTSTRAP, enabled);
        }

        /**
         * Sets {@code authentication.x509.clientCAFile}.
         *
         * @param path path of the authorities' certificates
         * @return this builder
         */
        public Builder authenticationX509ClientCaFile(String path) {
            return set(ConfigurationField.CLIENT_CA_FILE, path);
        }

        /**
         * Sets {@code authentication.anonymous.enabled}.
         *
         * @param enabled whether requests without credentials are let in
         * @return this builder
         */
        public Builder authenticationAnonymousEnabled(boolean enabled) {
            return set(ConfigurationField.ANONYMOUS_ENABLED, enabled);
        }

        /**
         * Sets {@code authentication.webhook.enabled}.
         *
         * @param enabled whether the API server is asked about bearer tokens
         * @return this builder
         */
        public Builder authenticationWebhookEnabled(boolean enabled) {
            return set(ConfigurationField.WEBHOOK_ENABLED, enabled);
        }

        /**
         * Sets {@code authentication.webhook.cacheTTL}.
         *
         * @param duration how long an answer about a bearer token is remembered
         * @return this builder
         */
        public Builder authenticationWebhookCacheTtl(Duration duration) {
            return set(ConfigurationField.WEBHOOK_CACHE_TTL, GoDuration.format(duration));
        }

        /**
         * Sets {@code authorization.mode}.
         *
         * @param mode {@code AlwaysAllow} or {@code Webhook}
         * @return this builder
         */
        public Builder authorizationMode(String mode) {
            return set(ConfigurationField.AUTHORIZATION_MODE, mode);
        }

        /**
         * Sets {@code authorization.webhook.cacheAuthorizedTTL}.
         *
         * @param duration how long a permission is remembered
         * @return this builder
         */
        public Builder authorizationWebhookCacheAuthorizedTtl(Duration duration) {
            return set(ConfigurationField.CACHE_AUTHORIZED_TTL, GoDuration.format(duration));
        }

        /**
         * Sets {@code authorization.webhook.cacheUnauthorizedTTL}.
         *
         * @param duration how long a refusal is remembered
         * @return this builder
         */
        public Builder authorizationWebhookCacheUnauthorizedTtl(Duration duration) {
            return set(ConfigurationField.CACHE_UNAUTHORIZED_TTL, GoDuration.format(duration));
        }

        /**
         * Sets {@code port}.
         *
         * @param port a port, or 0 for the default
         * @return this builder
         */
        public Builder port(int port) {
            return set(ConfigurationField.PORT, (long) port);
        }

        /**
         * Sets {@code readOnlyPort}.
         *
         * @param port a port, or 0 for none
         * @return this builder
         */
        public Builder readOnlyPort(int port) {
            return set(ConfigurationField.READ_ONLY_PORT, (long) port);
        }

        /**
         * Sets {@code healthzPort}.
         *
         * @param port a port, or 0 for none
         * @return this builder
         */
        public Builder healthzPort(int port) {
            return set(ConfigurationField.HEALTHZ_PORT, (long) port);
        }

        /**
         * Sets {@code healthzBindAddress}.
         *
         * @param address an IP address
         * @return this builder
         */
        public Builder healthzBindAddress(String address) {
            return set(ConfigurationField.HEALTHZ_BIND_ADDRESS, address);
        }

        /**
         * Sets {@code tlsCertFile}.
         *
         * @param path path of the serving certificate
         * @return this builder
         */
        public Builder tlsCertFile(String path) {
            return set(ConfigurationField.TLS_CERT_FILE, path);
        }

        /**
         * Sets {@code tlsPrivateKeyFile}.
         *
         * @param path path of the key of the serving certificate
         * @return this builder
         */
        public Builder tlsPrivateKeyFile(String path) {
            return set(ConfigurationField.TLS_PRIVATE_KEY_FILE, path);
        }

        /**
         * Sets {@code tlsMinVersion}.
         *
         * @param version a name such as {@code VersionTLS13}
         * @return this builder
         */
        public Builder tlsMinVersion(String version) {
            return set(ConfigurationField.TLS_MIN_VERSION, version);
        }

        /**
         * Sets {@code tlsCipherSuites}.
         *
         * @param suites names of cipher suites
         * @return this builder
         */
        public Builder tlsCipherSuites(String... suites) {
            return set(ConfigurationField.TLS_CIPHER_SUITES, List.of(suites));
        }

        /**
         * Builds the configuration.
         *
         * @return the configuration
         * @throws IllegalArgumentException with kubelet's words when it would refuse the configuration
         */
        public KubeletConfiguration build() {
            KubeletConfiguration built = new KubeletConfiguration(copy(tree), readingFindings);
            List<String> errors = built.errors();
            if (!errors.isEmpty()) {
                throw new IllegalArgumentException(aggregate(errors));
            }
            return built;
        }
    }
}
