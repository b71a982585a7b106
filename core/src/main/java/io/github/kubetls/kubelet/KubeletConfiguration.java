package io.github.kubetls.kubelet;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.yaml.Yaml;
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
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@code kubelet.config.k8s.io/v1beta1} KubeletConfiguration that decides how a kubelet gets its certificates,
 * and whom it lets in.
 *
 * <p>Accessors are named after the path of their field, and return what kubelet uses: the value of the file or its default.
 * A kubelet that is configured by flags only has other, less safe defaults: {@link #ofFlagsOnly()}. Ports are ones that
 * kubelet accepts. All other fields survive reading and writing.
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

    static final String API_VERSION = "kubelet.config.k8s.io/v1beta1";
    static final String KIND = "KubeletConfiguration";

    private final Map<String, @Nullable Object> tree;
    private final List<Finding> readingFindings;

    KubeletConfiguration(Map<String, @Nullable Object> tree, List<Finding> readingFindings) {
        this.tree = tree;
        this.readingFindings = List.copyOf(readingFindings);
    }

    /** {@return a builder without fields: every default is that of a configuration file} */
    public static Builder builder() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", API_VERSION);
        tree.put("kind", KIND);
        return new Builder(tree, List.of());
    }

    /**
     * {@return the configuration of a kubelet that is started without a configuration file, before flags: it lets everybody in,
     * and serves without TLS on port 10255}
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
     * {@return the configuration of a file, read as kubelet does: unknown fields and repeated ones are tolerated}
     *
     * @param text YAML or JSON
     * @throws InvalidFormatException when kubelet would refuse it: with code {@code KIND_MISMATCH},
     *     {@code VALUE_TYPE_MISMATCH}, {@code DURATION_INVALID}, or {@code KUBELET_CONFIGURATION_INVALID} and kubelet's
     *     words; or when it is no YAML
     */
    public static KubeletConfiguration parse(String text) {
        return ConfigurationReader.parse(text, "");
    }

    /**
     * {@return the configuration of a file, read as kubelet does: unknown fields and repeated ones are tolerated}
     *
     * @param file the file
     * @throws IOException            when it cannot be read
     * @throws InvalidFormatException as {@link #parse(String)}
     */
    public static KubeletConfiguration read(Path file) throws IOException {
        String source = file.toString();
        return ConfigurationReader.parse(Unicode.decode(AtomicFiles.read(file), source), source);
    }

    /**
     * {@return the configuration in JDK values, as {@link #toMap} and the readers of other libraries give them}
     *
     * @param map the values by field
     * @throws IllegalArgumentException when a value has no form in a configuration file, with its path
     * @throws InvalidFormatException   as {@link #parse(String)}
     */
    public static KubeletConfiguration fromMap(Map<String, ?> map) {
        return ConfigurationReader.of(Yaml.fromMap(map), List.of(), "");
    }

    /** {@return whether kubelet renews its client certificate; false by default} */
    public boolean rotateCertificates() {
        return ConfigurationField.ROTATE_CERTIFICATES.bool(tree, false);
    }

    /** {@return whether kubelet requests and renews its serving certificate; false by default} */
    public boolean serverTlsBootstrap() {
        return ConfigurationField.SERVER_TLS_BOOTSTRAP.bool(tree, false);
    }

    /** {@return the path of the authorities whose client certificates kubelet accepts, or empty when it accepts none} */
    public Optional<String> authenticationX509ClientCaFile() {
        return ConfigurationField.CLIENT_CA_FILE.text(tree);
    }

    /** {@return whether requests without credentials are let in; false by default} */
    public boolean authenticationAnonymousEnabled() {
        return ConfigurationField.ANONYMOUS_ENABLED.bool(tree, false);
    }

    /** {@return whether the API server is asked about bearer tokens; true by default} */
    public boolean authenticationWebhookEnabled() {
        return ConfigurationField.WEBHOOK_ENABLED.bool(tree, true);
    }

    /** {@return how long an answer about a bearer token is remembered; two minutes by default} */
    public Duration authenticationWebhookCacheTtl() {
        return ConfigurationField.WEBHOOK_CACHE_TTL.duration(tree, Duration.ofMinutes(2));
    }

    /** {@return who decides what a client may do, {@code AlwaysAllow} or {@code Webhook}; the latter by default} */
    public String authorizationMode() {
        return ConfigurationField.AUTHORIZATION_MODE.text(tree).orElse("Webhook");
    }

    /** {@return how long a permission is remembered; five minutes by default} */
    public Duration authorizationWebhookCacheAuthorizedTtl() {
        return ConfigurationField.CACHE_AUTHORIZED_TTL.duration(tree, Duration.ofMinutes(5));
    }

    /** {@return how long a refusal is remembered; thirty seconds by default} */
    public Duration authorizationWebhookCacheUnauthorizedTtl() {
        return ConfigurationField.CACHE_UNAUTHORIZED_TTL.duration(tree, Duration.ofSeconds(30));
    }

    /** {@return the port where kubelet serves with TLS; 10250 by default} */
    public int port() {
        return ConfigurationField.PORT.integer(tree).filter(port -> port != 0).orElse(10250);
    }

    /** {@return the port where kubelet serves without TLS and authentication; 0 for not at all, by default} */
    public int readOnlyPort() {
        return ConfigurationField.READ_ONLY_PORT.integer(tree).orElse(0);
    }

    /** {@return the port where kubelet serves its health; 0 for not at all, 10248 by default} */
    public int healthzPort() {
        return ConfigurationField.HEALTHZ_PORT.integer(tree).orElse(10248);
    }

    /** {@return the address on which kubelet listens at {@link #healthzPort()}; {@code 127.0.0.1} by default} */
    public String healthzBindAddress() {
        return ConfigurationField.HEALTHZ_BIND_ADDRESS.text(tree).orElse("127.0.0.1");
    }

    /** {@return the path of the serving certificate, or empty when kubelet requests or makes its own} */
    public Optional<String> tlsCertFile() {
        return ConfigurationField.TLS_CERT_FILE.text(tree);
    }

    /** {@return the path of the key of the serving certificate, or empty when kubelet requests or makes its own} */
    public Optional<String> tlsPrivateKeyFile() {
        return ConfigurationField.TLS_PRIVATE_KEY_FILE.text(tree);
    }

    /** {@return the oldest version of TLS that kubelet serves, by name; {@code VersionTLS12} by default} */
    public String tlsMinVersion() {
        return ConfigurationField.TLS_MIN_VERSION.text(tree).orElse("VersionTLS12");
    }

    /** {@return the names of the cipher suites that kubelet serves with; none by default, which means those of Go} */
    public List<String> tlsCipherSuites() {
        return ConfigurationField.TLS_CIPHER_SUITES.texts(tree);
    }

    /** {@return the numbers of the curves for TLS, as Go counts them, from 1.36 on; none by default, which means those of Go} */
    public List<Integer> tlsCurvePreferences() {
        return ConfigurationField.TLS_CURVE_PREFERENCES.integers(tree);
    }

    /** The feature gates, each on or off. */
    Map<?, ?> featureGates() {
        return ConfigurationField.FEATURE_GATES.map(tree);
    }

    /**
     * {@return a copy that bootstraps and renews its client certificate, and lets in nobody whom the API server does not
     * know, as kubeadm configures it; other fields are as before}
     *
     * @param clientCaFile path of the cluster's CA on the node, such as {@code /etc/kubernetes/pki/ca.crt}
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

    /** {@return a builder with every field of this configuration} */
    public Builder toBuilder() {
        return new Builder(toMap(), readingFindings);
    }

    /** {@return maps, lists, strings, booleans and numbers, mutable and independent of this object} */
    public Map<String, @Nullable Object> toMap() {
        return ConfigurationField.copyOf(tree);
    }

    /** {@return the configuration as YAML with sorted keys, ending with one line feed} */
    public String toYaml() {
        return Yaml.write(tree);
    }

    /** {@return the configuration as indented JSON, ending with one line feed} */
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

    /** {@return {@link #findings(KubernetesRelease)} of the latest release} */
    public List<Finding> findings() {
        return findings(KubernetesRelease.latest());
    }

    /**
     * {@return what is legal but unwise, or will fail later; for a file that was read also what kubelet passed over in it:
     * {@code FIELD_DUPLICATE}, and {@code FIELD_UNKNOWN} with the field whose name is nearest} A field that the release does
     * not know yet is a {@code FIELD_UNKNOWN}, too, and such a feature gate a {@code FEATURE_GATE_UNKNOWN}.
     *
     * @param release the release of kubelet
     */
    public List<Finding> findings(KubernetesRelease release) {
        List<Finding> findings = new ArrayList<>(readingFindings);
        findings.addAll(ConfigurationFindings.of(this, UnknownField.of(Yaml.fromMap(tree))));
        findings.addAll(
                ConfigurationReleases.findings(tree.keySet(), featureGates().keySet(), release));
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
         * {@return this builder, with {@code rotateCertificates}}
         *
         * @param enabled whether kubelet renews its client certificate
         */
        public Builder rotateCertificates(boolean enabled) {
            return set(ConfigurationField.ROTATE_CERTIFICATES, enabled);
        }

        /**
         * {@return this builder, with {@code serverTLSBootstrap}}
         *
         * @param enabled whether kubelet requests and renews its serving certificate
         */
        public Builder serverTlsBootstrap(boolean enabled) {
            return set(ConfigurationField.SERVER_TLS_BOOTSTRAP, enabled);
        }

        /**
         * {@return this builder, with {@code authentication.x509.clientCAFile}}
         *
         * @param path path of the authorities' certificates
         */
        public Builder authenticationX509ClientCaFile(String path) {
            return set(ConfigurationField.CLIENT_CA_FILE, path);
        }

        /**
         * {@return this builder, with {@code authentication.anonymous.enabled}}
         *
         * @param enabled whether requests without credentials are let in
         */
        public Builder authenticationAnonymousEnabled(boolean enabled) {
            return set(ConfigurationField.ANONYMOUS_ENABLED, enabled);
        }

        /**
         * {@return this builder, with {@code authentication.webhook.enabled}}
         *
         * @param enabled whether the API server is asked about bearer tokens
         */
        public Builder authenticationWebhookEnabled(boolean enabled) {
            return set(ConfigurationField.WEBHOOK_ENABLED, enabled);
        }

        /**
         * {@return this builder, with {@code authentication.webhook.cacheTTL}}
         *
         * @param duration how long an answer about a bearer token is remembered
         */
        public Builder authenticationWebhookCacheTtl(Duration duration) {
            return set(ConfigurationField.WEBHOOK_CACHE_TTL, GoDuration.format(duration));
        }

        /**
         * {@return this builder, with {@code authorization.mode}}
         *
         * @param mode {@code AlwaysAllow} or {@code Webhook}
         */
        public Builder authorizationMode(String mode) {
            return set(ConfigurationField.AUTHORIZATION_MODE, mode);
        }

        /**
         * {@return this builder, with {@code authorization.webhook.cacheAuthorizedTTL}}
         *
         * @param duration how long a permission is remembered
         */
        public Builder authorizationWebhookCacheAuthorizedTtl(Duration duration) {
            return set(ConfigurationField.CACHE_AUTHORIZED_TTL, GoDuration.format(duration));
        }

        /**
         * {@return this builder, with {@code authorization.webhook.cacheUnauthorizedTTL}}
         *
         * @param duration how long a refusal is remembered
         */
        public Builder authorizationWebhookCacheUnauthorizedTtl(Duration duration) {
            return set(ConfigurationField.CACHE_UNAUTHORIZED_TTL, GoDuration.format(duration));
        }

        /**
         * {@return this builder, with {@code port}}
         *
         * @param port a port, or 0 for the default
         */
        public Builder port(int port) {
            return set(ConfigurationField.PORT, (long) port);
        }

        /**
         * {@return this builder, with {@code readOnlyPort}}
         *
         * @param port a port, or 0 for none
         */
        public Builder readOnlyPort(int port) {
            return set(ConfigurationField.READ_ONLY_PORT, (long) port);
        }

        /**
         * {@return this builder, with {@code healthzPort}}
         *
         * @param port a port, or 0 for none
         */
        public Builder healthzPort(int port) {
            return set(ConfigurationField.HEALTHZ_PORT, (long) port);
        }

        /**
         * {@return this builder, with {@code healthzBindAddress}}
         *
         * @param address an IP address
         */
        public Builder healthzBindAddress(String address) {
            return set(ConfigurationField.HEALTHZ_BIND_ADDRESS, address);
        }

        /**
         * {@return this builder, with {@code tlsCertFile}}
         *
         * @param path path of the serving certificate
         */
        public Builder tlsCertFile(String path) {
            return set(ConfigurationField.TLS_CERT_FILE, path);
        }

        /**
         * {@return this builder, with {@code tlsPrivateKeyFile}}
         *
         * @param path path of the key of the serving certificate
         */
        public Builder tlsPrivateKeyFile(String path) {
            return set(ConfigurationField.TLS_PRIVATE_KEY_FILE, path);
        }

        /**
         * {@return this builder, with {@code tlsMinVersion}}
         *
         * @param version a name such as {@code VersionTLS13}
         */
        public Builder tlsMinVersion(String version) {
            return set(ConfigurationField.TLS_MIN_VERSION, version);
        }

        /**
         * {@return this builder, with {@code tlsCipherSuites}}
         *
         * @param suites names of cipher suites
         */
        public Builder tlsCipherSuites(String... suites) {
            return tlsCipherSuites(List.of(suites));
        }

        /**
         * {@return this builder, with {@code tlsCipherSuites}}
         *
         * @param suites names of cipher suites
         */
        public Builder tlsCipherSuites(List<String> suites) {
            return set(ConfigurationField.TLS_CIPHER_SUITES, List.copyOf(suites));
        }

        /**
         * {@return this builder, with {@code tlsCurvePreferences}, which kubelets before 1.36 do not know}
         *
         * @param curves numbers as Go counts them, such as 29 for X25519
         */
        public Builder tlsCurvePreferences(Integer... curves) {
            return tlsCurvePreferences(List.of(curves));
        }

        /**
         * {@return this builder, with {@code tlsCurvePreferences}}
         * @param curves numbers as Go counts them
         */
        public Builder tlsCurvePreferences(List<Integer> curves) {
            return set(
                    ConfigurationField.TLS_CURVE_PREFERENCES,
                    curves.stream().map(Integer::longValue).toList());
        }

        /**
         * {@return the configuration}
         *
         * @throws IllegalArgumentException with kubelet's words when it would refuse the configuration
         */
        public KubeletConfiguration build() {
            KubeletConfiguration built = new KubeletConfiguration(ConfigurationField.copyOf(tree), readingFindings);
            ConfigurationErrors.of(built).ifPresent(errors -> {
                throw new IllegalArgumentException(errors);
            });
            return built;
        }
    }
}
