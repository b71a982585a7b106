package io.github.kubetls.discovery;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.token.BootstrapToken;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How a node is to find its cluster: the {@code discovery} of kubeadm's {@code JoinConfiguration}.
 *
 * <p>Nothing is checked on construction: {@link #problems} finds everything that is wrong. It must be either a bootstrap token,
 * with an endpoint and pins, or a file. The endpoint is read more strictly than kubeadm reads it, which takes an empty host or
 * {@code https://host}. {@link #toString()} shows nothing of the tokens.
 *
 * <pre>{@code
 * DiscoverySettings settings = DiscoverySettings.parse(joinConfiguration);
 * List<Finding> problems = settings.problems();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/#Discovery">Discovery</a>
 */
public final class DiscoverySettings {

    /** How long a node looks for its cluster by default. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    private static final String CODE = "SETTINGS_INVALID";

    private final boolean byToken;
    private final String apiServerEndpoint;
    private final String token;
    private final List<String> caCertHashes;
    private final boolean unsafeSkipCaVerification;
    private final boolean byFile;
    private final String file;
    private final String tlsBootstrapToken;
    private final Duration timeout;

    private DiscoverySettings(Builder builder) {
        byToken = builder.byToken;
        apiServerEndpoint = builder.apiServerEndpoint;
        token = builder.token;
        caCertHashes = builder.caCertHashes;
        unsafeSkipCaVerification = builder.unsafeSkipCaVerification;
        byFile = builder.byFile;
        file = builder.file;
        tlsBootstrapToken = builder.tlsBootstrapToken;
        timeout = builder.timeout;
    }

    /** {@return a builder with nothing set} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the {@code discovery} of the {@code JoinConfiguration} in a kubeadm configuration file.
     *
     * @param text YAML documents, one of which is a {@code JoinConfiguration} of {@code kubeadm.k8s.io}
     * @return the settings; the TLS bootstrap token is that of the discovery when it is left out
     * @throws InvalidFormatException when the text is not well-formed, has no such document ({@code KIND_MISMATCH}), a
     *     field has the wrong type, or a timeout is not a duration
     */
    public static DiscoverySettings parse(String text) {
        for (YamlNode document : Yaml.readAll(text, "")) {
            if (document.get("kind").string().equals("JoinConfiguration")
                    && document.get("apiVersion").string().startsWith("kubeadm.k8s.io/")) {
                return read(document);
            }
        }
        throw new InvalidFormatException(
                "KIND_MISMATCH", Location.none(), "there is no JoinConfiguration of kubeadm.k8s.io");
    }

    private static DiscoverySettings read(YamlNode document) {
        YamlNode discovery = document.get("discovery");
        Builder builder =
                builder().tlsBootstrapToken(discovery.get("tlsBootstrapToken").string());
        YamlNode token = discovery.get("bootstrapToken");
        if (!token.isNull()) {
            builder.byToken = true;
            builder.apiServerEndpoint = token.get("apiServerEndpoint").string();
            builder.token = token.get("token").string();
            builder.caCertHashes = token.get("caCertHashes").strings();
            builder.unsafeSkipCaVerification =
                    token.get("unsafeSkipCAVerification").bool();
        }
        YamlNode file = discovery.get("file");
        if (!file.isNull()) {
            builder.file(file.get("kubeConfigPath").string());
        }
        // Since v1beta4 the timeout is among the other ones.
        for (YamlNode timeout :
                List.of(discovery.get("timeout"), document.get("timeouts").get("discovery"))) {
            if (!timeout.isNull()) {
                builder.timeout(GoDuration.parse(timeout.string(), timeout.location()));
            }
        }
        return builder.build();
    }

    /**
     * {@return everything that is wrong, in kubeadm's order: errors with code {@code SETTINGS_INVALID} and locations
     * such as {@code discovery.bootstrapToken.token}, free of tokens; none when a node can begin to look for its
     * cluster}
     */
    public List<Finding> problems() {
        List<Finding> problems = new ArrayList<>();
        if (byToken == byFile) {
            problem(
                    problems,
                    "discovery",
                    byToken
                            ? "bootstrapToken and file cannot both be set"
                            : "bootstrapToken or file must be set; on the command line, the endpoint makes it a bootstrap token",
                    "set one of the two");
        }
        if (byToken) {
            tokenProblems(problems);
        }
        if (byFile) {
            fileProblems(problems);
        }
        if (timeout.isZero() || timeout.isNegative()) {
            problem(problems, "discovery.timeout", "is not more than zero", "leave it out for five minutes");
        }
        return problems;
    }

    private void tokenProblems(List<Finding> problems) {
        String path = "discovery.bootstrapToken";
        if (apiServerEndpoint.isEmpty()) {
            problem(problems, path, "APIServerEndpoint is not set", "set apiServerEndpoint to host:port");
        }
        if (caCertHashes.isEmpty() && !unsafeSkipCaVerification) {
            problem(
                    problems,
                    path + ".caCertHashes",
                    "using token-based discovery without caCertHashes can be unsafe",
                    "set caCertHashes, or unsafeSkipCAVerification if that is meant");
        }
        malformed(problems, path + ".token", token);
        try {
            Endpoint.parse(apiServerEndpoint, Location.of(path + ".apiServerEndpoint"));
        } catch (InvalidFormatException e) {
            problem(problems, e.location().path(), e.rule(), "write host:port, with an IPv6 address in brackets");
        }
        malformed(problems, "discovery.tlsBootstrapToken", joinToken());
    }

    private void fileProblems(List<Finding> problems) {
        String path = "discovery.file.kubeConfigPath";
        try {
            DocumentLocation location = DocumentLocation.parse(file);
            if (location instanceof DocumentLocation.File local && Files.notExists(local.path())) {
                problem(problems, path, "not a valid HTTPS URL or a file on disk", "name a file that exists");
            }
        } catch (InvalidFormatException e) {
            problem(problems, path, e.rule(), "name a file, or an https URL");
        }
        if (!tlsBootstrapToken.isEmpty()) {
            malformed(problems, "discovery.tlsBootstrapToken", tlsBootstrapToken);
        }
    }

    private static void malformed(List<Finding> problems, String path, String token) {
        if (!BootstrapToken.isToken(token)) {
            problem(
                    problems,
                    path,
                    "the bootstrap token is invalid",
                    "write 6 characters of 0-9a-z, a dot and 16 characters of 0-9a-z");
        }
    }

    private static void problem(List<Finding> problems, String path, String message, String fix) {
        problems.add(Finding.error(CODE, Location.of(path), message, fix));
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

    /** {@return the location of the discovery file as it was written, or empty for discovery by token} */
    public Optional<String> file() {
        return byFile ? Optional.of(file) : Optional.empty();
    }

    /** {@return how long to look for the cluster} */
    public Duration timeout() {
        return timeout;
    }

    /**
     * {@return the discovery by token}
     *
     * @throws InvalidFormatException with code {@code SETTINGS_INVALID} and the first of the {@link #problems}, or
     *     {@code PIN_INVALID}
     * @throws IllegalStateException when these settings ask for discovery by file
     */
    public TokenDiscovery tokenDiscovery() {
        problems().stream().findFirst().ifPresent(problem -> {
            throw new InvalidFormatException(problem.code(), problem.location(), problem.message());
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
                .timeout(timeout);
        return (pins.isEmpty() ? discovery.unsafeSkipCaVerification() : discovery).build();
    }

    /** Endpoint or file, and nothing of the tokens. */
    @Override
    public String toString() {
        return "DiscoverySettings["
                + (byToken ? "by token, " + apiServerEndpoint : "")
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
        private Duration timeout = DEFAULT_TIMEOUT;

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
         * @param timeout the time
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** {@return the settings} */
        public DiscoverySettings build() {
            return new DiscoverySettings(this);
        }
    }

    /** Where a discovery document is, as {@code kubeadm join --discovery-file} takes it. */
    public sealed interface DocumentLocation {

        /**
         * On disk.
         *
         * @param path the file
         */
        record File(Path path) implements DocumentLocation {}

        /**
         * On a web server whose certificate a CA of the system vouches for.
         *
         * @param url the URL, with scheme {@code https}
         */
        record Https(URI url) implements DocumentLocation {}

        /**
         * Reads a location.
         *
         * @param text a path, an {@code https} URL, or a {@code file} URL, of which the path is taken
         * @return the location
         * @throws InvalidFormatException with code {@code SETTINGS_INVALID} when it is a URL with another scheme, or neither
         */
        static DocumentLocation parse(String text) {
            int colon = text.indexOf(':');
            String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
            try {
                if (!scheme.matches("[a-z][a-z0-9+.-]*")) {
                    if (text.isEmpty()) {
                        throw invalid();
                    }
                    return new File(Path.of(text));
                }
                if (!scheme.equals("https") && !scheme.equals("file")) {
                    throw new InvalidFormatException(
                            "SETTINGS_INVALID", Location.none(), "if a URL is used, the scheme must be https");
                }
                URI url = new URI(text);
                if (scheme.equals("https") && url.getHost() != null) {
                    return new Https(url);
                }
                if (scheme.equals("file") && url.getPath() != null) {
                    return new File(Path.of(url.getPath()));
                }
                throw invalid();
            } catch (URISyntaxException | InvalidPathException e) {
                // The message of either would quote the text.
                throw invalid();
            }
        }

        private static InvalidFormatException invalid() {
            return new InvalidFormatException(
                    "SETTINGS_INVALID", Location.none(), "not a valid HTTPS URL or a file on disk");
        }
    }
}
