package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.net.UrlText;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.kubeadm.KubeadmTimeout;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a node is to find its cluster: the {@code discovery} of kubeadm's {@code JoinConfiguration}.
 *
 * <p>Nothing is checked on construction: {@link #violations} tells everything that kubeadm refuses. It must be either a
 * bootstrap token, with an endpoint and pins, or a file. The endpoint is read more strictly than kubeadm reads it, which
 * takes an empty host or {@code https://host}. {@link #toString()} shows nothing of the tokens.
 *
 * <pre>{@code
 * DiscoverySettings settings = DiscoverySettings.parse(joinConfiguration);
 * List<FieldError> violations = settings.violations();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/#Discovery">Discovery</a>
 */
public final class DiscoverySettings {

    static final String NEITHER = "not a valid HTTPS URL or a file on disk";

    final boolean byToken;
    final String apiServerEndpoint;
    final String token;
    final List<String> caCertHashes;
    final boolean unsafeSkipCaVerification;
    final boolean byFile;
    final String file;
    final String tlsBootstrapToken;
    private final Map<KubeadmTimeout, Duration> timeouts;
    private final String version;

    private DiscoverySettings(Builder builder) {
        byToken = builder.byToken;
        apiServerEndpoint = builder.apiServerEndpoint;
        token = builder.token;
        caCertHashes = builder.caCertHashes;
        unsafeSkipCaVerification = builder.unsafeSkipCaVerification;
        byFile = builder.byFile;
        file = builder.file;
        tlsBootstrapToken = builder.tlsBootstrapToken;
        timeouts = Map.copyOf(builder.timeouts);
        version = builder.version;
    }

    /** {@return a builder with nothing set} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the {@code discovery} of the {@code JoinConfiguration} in a kubeadm configuration file. Timeouts are read where
     * its version has them, since {@code v1beta4} in {@code timeouts}, and before in {@code discovery}.
     *
     * @param text YAML documents, one of which is a {@code JoinConfiguration} of {@code kubeadm.k8s.io}
     * @return the settings; the TLS bootstrap token is that of the discovery when it is left out
     * @throws InvalidFormatException when the text is not well-formed, has no such document ({@code KIND_MISMATCH}), a
     *     field has the wrong type, or a timeout is not a duration
     */
    public static DiscoverySettings parse(String text) {
        return JoinConfiguration.read(Yaml.readAll(text, ""));
    }

    /**
     * Reads the {@code discovery} of the {@code JoinConfiguration} in a kubeadm configuration file.
     *
     * @param file the file
     * @return the settings
     * @throws InvalidFormatException as {@link #parse} throws it, with the file as its source
     * @throws IOException            when it cannot be read
     */
    public static DiscoverySettings read(Path file) throws IOException {
        return ManifestReader.read(file, DiscoverySettings::parse);
    }

    /**
     * {@return the {@code discovery} of a {@code JoinConfiguration} in JDK values, as a text with the same content would}
     *
     * @param map the fields, as {@link #toMap()} gives them
     * @throws InvalidFormatException   as {@link #parse} throws it
     * @throws IllegalArgumentException when a value has no form in YAML
     */
    public static DiscoverySettings fromMap(Map<String, ?> map) {
        return JoinConfiguration.read(List.of(Yaml.fromMap(map)));
    }

    /** {@return a builder with all of these settings} */
    public Builder toBuilder() {
        Builder builder = builder();
        builder.byToken = byToken;
        builder.apiServerEndpoint = apiServerEndpoint;
        builder.token = token;
        builder.caCertHashes = caCertHashes;
        builder.unsafeSkipCaVerification = unsafeSkipCaVerification;
        builder.byFile = byFile;
        builder.file = file;
        builder.tlsBootstrapToken = tlsBootstrapToken;
        builder.timeouts.putAll(timeouts);
        builder.version = version;
        return builder;
    }

    /** {@return {@link #violations(KubernetesRelease)} of the latest release} */
    public List<FieldError> violations() {
        return violations(KubernetesRelease.latest());
    }

    /**
     * {@return everything that kubeadm refuses, in its order, at fields such as {@code discovery.bootstrapToken.token},
     * free of tokens; none when a node can begin to look for its cluster} Whether a discovery file exists is looked at too,
     * and, of settings that were read, whether kubeadm reads the version that they were written in.
     *
     * @param release the release of kubeadm
     */
    public List<FieldError> violations(KubernetesRelease release) {
        List<FieldError> violations = new ArrayList<>();
        JoinConfiguration.refusal(version, release).ifPresent(violations::add);
        violations.addAll(violationsOfDiscovery(release));
        return violations;
    }

    private List<FieldError> violationsOfDiscovery(KubernetesRelease release) {
        List<FieldError> violations = new ArrayList<>();
        if (byToken == byFile) {
            violations.add(invalid(
                    "discovery",
                    byToken ? "bootstrapToken and file cannot both be set" : "bootstrapToken or file must be set"));
        }
        if (byToken) {
            violationsOfToken(violations);
        }
        if (byFile) {
            violationsOfFile(violations);
        }
        violationsOfTimeouts(violations, Feature.KUBEADM_V1BETA4.in(release));
        return violations;
    }

    private void violationsOfToken(List<FieldError> violations) {
        String path = "discovery.bootstrapToken";
        if (apiServerEndpoint.isEmpty()) {
            violations.add(FieldError.required(path, "APIServerEndpoint is not set"));
        }
        if (caCertHashes.isEmpty() && !unsafeSkipCaVerification) {
            violations.add(invalid(
                    path + ".caCertHashes",
                    "using token-based discovery without caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in"
                            + " your kubeadm config file or pass --discovery-token-unsafe-skip-ca-verification flag to"
                            + " continue"));
        }
        malformed(violations, path + ".token", token);
        TokenDiscovery.violationsOfEndpoint(apiServerEndpoint)
                .forEach(violation -> violations.add(violation.within(Location.of(path + ".apiServerEndpoint"))));
        malformed(violations, "discovery.tlsBootstrapToken", joinToken());
    }

    private void violationsOfFile(List<FieldError> violations) {
        String path = "discovery.file.kubeConfigPath";
        try {
            DocumentLocation location = DocumentLocation.parse(file);
            if (location instanceof DocumentLocation.File local && Files.notExists(local.path())) {
                violations.add(invalid(path, NEITHER));
            }
        } catch (InvalidFormatException e) {
            violations.add(invalid(path, e.rule()));
        }
        if (!tlsBootstrapToken.isEmpty()) {
            malformed(violations, "discovery.tlsBootstrapToken", tlsBootstrapToken);
        }
    }

    private void violationsOfTimeouts(List<FieldError> violations, boolean inTheirOwnField) {
        Duration discovery = timeout();
        if (discovery.isZero() || discovery.isNegative()) {
            violations.add(FieldError.invalid(
                    inTheirOwnField ? "timeouts.discovery" : "discovery.timeout",
                    GoDuration.format(discovery),
                    "is not more than zero"));
        }
        for (KubeadmTimeout timeout : KubeadmTimeout.values()) {
            boolean written = inTheirOwnField || timeout == KubeadmTimeout.DISCOVERY;
            if (written && timeout(timeout).compareTo(GoDuration.LONGEST) > 0) {
                violations.add(FieldError.invalid(
                        inTheirOwnField ? "timeouts." + timeout.field() : "discovery.timeout",
                        GoDuration.format(timeout(timeout)),
                        "is longer than about 292 years"));
            }
        }
    }

    private static void malformed(List<FieldError> violations, String path, String token) {
        if (!BootstrapToken.isToken(token)) {
            violations.add(FieldError.invalidLiteral(path, "<masked>", "the bootstrap token is invalid"));
        }
    }

    /** As kubeadm, without the value. */
    private static FieldError invalid(String path, String rule) {
        return FieldError.invalid(path, "", rule);
    }

    private String joinToken() {
        return tlsBootstrapToken.isEmpty() && byToken ? token : tlsBootstrapToken;
    }

    /**
     * {@return the token to join with: the TLS bootstrap token, or that of the discovery; empty when there is none or
     * it is malformed}
     */
    public Optional<BootstrapToken> tlsBootstrapToken() {
        return Optional.of(joinToken()).filter(BootstrapToken::isToken).map(BootstrapToken::parse);
    }

    /** {@return host and port of an API server as they were written, or empty for discovery by file} */
    public Optional<String> apiServerEndpoint() {
        return byToken ? Optional.of(apiServerEndpoint) : Optional.empty();
    }

    /** {@return the token to find the cluster by; empty when there is none or it is malformed} */
    public Optional<BootstrapToken> token() {
        return Optional.of(token).filter(BootstrapToken::isToken).map(BootstrapToken::parse);
    }

    /** {@return the pins of the cluster's CA as they were written, unmodifiable} */
    public List<String> caCertHashes() {
        return caCertHashes;
    }

    /** {@return whether discovery by token may do without pins} */
    public boolean isUnsafeSkipCaVerification() {
        return unsafeSkipCaVerification;
    }

    /** {@return the location of the discovery file as it was written, or empty for discovery by token} */
    public Optional<String> file() {
        return byFile ? Optional.of(file) : Optional.empty();
    }

    /** {@return how long to look for the cluster} */
    public Duration timeout() {
        return timeout(KubeadmTimeout.DISCOVERY);
    }

    /**
     * {@return how long to wait for something}
     *
     * @param timeout what is waited for
     */
    public Duration timeout(KubeadmTimeout timeout) {
        return timeouts.getOrDefault(timeout, timeout.defaultTime());
    }

    /**
     * {@return the discovery by token}
     *
     * @throws InvalidFormatException with code {@code SETTINGS_INVALID} and the first of the {@link #violations} but for the version, or
     *     {@code PIN_INVALID}
     * @throws IllegalStateException when these settings ask for discovery by file
     */
    public TokenDiscovery tokenDiscovery() {
        violationsOfDiscovery(KubernetesRelease.latest()).stream().findFirst().ifPresent(violation -> {
            throw new InvalidFormatException("SETTINGS_INVALID", violation.location(), violation.message());
        });
        if (!byToken) {
            throw new IllegalStateException("these settings ask for discovery by file");
        }
        List<CaPin> pins;
        try {
            pins = CaPin.parseAll(caCertHashes);
        } catch (InvalidFormatException e) {
            throw e.within(Location.of("discovery.bootstrapToken.caCertHashes"));
        }
        TokenDiscovery.Builder discovery = TokenDiscovery.builder(apiServerEndpoint, BootstrapToken.parse(token))
                .caPins(pins)
                .timeout(timeout());
        return (pins.isEmpty() ? discovery.unsafeSkipCaVerification() : discovery).build();
    }

    /**
     * {@return a {@code JoinConfiguration} with these settings and nothing else, tokens included, as JDK values, mutable and
     * independent of this object}
     */
    public Map<String, @Nullable Object> toMap() {
        return toMap(KubernetesRelease.latest());
    }

    /**
     * {@return {@link #toMap()} as the kubeadm of a release reads it}
     *
     * @param release from 1.31 on it is {@code v1beta4}, before 1.22 {@code v1beta2}
     */
    public Map<String, @Nullable Object> toMap(KubernetesRelease release) {
        return JoinConfiguration.toMap(this, release);
    }

    /** {@return {@link #toMap()} as YAML text, tokens included: what {@code kubeadm join --config} takes} */
    public String toYaml() {
        return toYaml(KubernetesRelease.latest());
    }

    /**
     * {@return {@link #toYaml()} as the kubeadm of a release reads it}
     *
     * @param release from 1.31 on it is {@code v1beta4}, before 1.22 {@code v1beta2}
     */
    public String toYaml(KubernetesRelease release) {
        return Yaml.write(toMap(release));
    }

    /** {@return {@link #toMap()} as JSON text, tokens included} */
    public String toJson() {
        return toJson(KubernetesRelease.latest());
    }

    /**
     * {@return {@link #toJson()} as the kubeadm of a release reads it}
     *
     * @param release from 1.31 on it is {@code v1beta4}, before 1.22 {@code v1beta2}
     */
    public String toJson(KubernetesRelease release) {
        return Yaml.writeJson(toMap(release));
    }

    /**
     * Writes {@link #toYaml()} to a file of mode 0600, whole or not at all, replacing an existing one.
     *
     * @param target the file
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public void write(Path target) throws IOException {
        write(target, KubernetesRelease.latest());
    }

    /**
     * Writes {@link #toYaml(KubernetesRelease)} as {@link #write(Path)} does.
     *
     * @param target  the file
     * @param release from 1.31 on it is {@code v1beta4}, before 1.22 {@code v1beta2}
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public void write(Path target, KubernetesRelease release) throws IOException {
        AtomicFiles.writeOwnerOnly(target, toYaml(release).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DiscoverySettings that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** Endpoint or file, and nothing of the tokens. */
    @Override
    public String toString() {
        return "DiscoverySettings["
                + (byToken ? "by token, " + UrlText.shown(apiServerEndpoint) : "")
                + (byFile ? "by file" : "") + "]";
    }

    /** Collects the parts of {@link DiscoverySettings}. */
    public static final class Builder {
        private boolean byToken;
        private String apiServerEndpoint = "";
        private String token = "";
        private List<String> caCertHashes = List.of();
        private boolean unsafeSkipCaVerification;
        private boolean byFile;
        private String file = "";
        private String tlsBootstrapToken = "";
        private final Map<KubeadmTimeout, Duration> timeouts = new EnumMap<>(KubeadmTimeout.class);
        String version = "";

        private Builder() {}

        /**
         * {@return this builder, for discovery by token}
         *
         * @param apiServerEndpoint {@code host:port}, well-formed or not
         */
        public Builder apiServerEndpoint(String apiServerEndpoint) {
            this.byToken = true;
            this.apiServerEndpoint = Objects.requireNonNull(apiServerEndpoint, "apiServerEndpoint");
            return this;
        }

        /**
         * {@return this builder, with the token to find the cluster by, and to join with unless
         * {@link #tlsBootstrapToken} is set}
         *
         * @param token the token text, well-formed or not
         */
        public Builder token(String token) {
            this.byToken = true;
            this.token = Objects.requireNonNull(token, "token");
            return this;
        }

        /**
         * {@return this builder, with the pins of the cluster's CA}
         *
         * @param caCertHashes the pins as text, well-formed or not
         */
        public Builder caCertHashes(String... caCertHashes) {
            return caCertHashes(List.of(caCertHashes));
        }

        /**
         * {@return this builder, with the pins of the cluster's CA}
         *
         * @param caCertHashes the pins as text, well-formed or not
         */
        public Builder caCertHashes(List<String> caCertHashes) {
            this.caCertHashes = List.copyOf(caCertHashes);
            return this;
        }

        /** {@return this builder, for discovery without pins} */
        public Builder unsafeSkipCaVerification() {
            this.unsafeSkipCaVerification = true;
            return this;
        }

        /**
         * {@return this builder, for discovery by file}
         *
         * @param kubeConfigPath a path, or an https URL
         */
        public Builder file(String kubeConfigPath) {
            this.byFile = true;
            this.file = Objects.requireNonNull(kubeConfigPath, "kubeConfigPath");
            return this;
        }

        /**
         * {@return this builder, with the token to join with}
         *
         * @param tlsBootstrapToken the token text, well-formed or not; empty for that of the discovery
         */
        public Builder tlsBootstrapToken(String tlsBootstrapToken) {
            this.tlsBootstrapToken = Objects.requireNonNull(tlsBootstrapToken, "tlsBootstrapToken");
            return this;
        }

        /**
         * {@return this builder, with the time to look for the cluster}
         *
         * @param time the time
         */
        public Builder timeout(Duration time) {
            return timeout(KubeadmTimeout.DISCOVERY, time);
        }

        /**
         * {@return this builder, with the time to wait for something} Only {@code v1beta4} has fields for other things than the
         * cluster, so that for releases before 1.31 they are not written.
         *
         * @param timeout what is waited for
         * @param time    the time
         */
        public Builder timeout(KubeadmTimeout timeout, Duration time) {
            timeouts.put(timeout, Objects.requireNonNull(time, "time"));
            return this;
        }

        /** {@return the settings} */
        public DiscoverySettings build() {
            return new DiscoverySettings(this);
        }
    }
}
