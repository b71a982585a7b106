package io.github.kubetls.kubeconfig.client;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.text.TextKind;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlLimits;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.ExecConfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.internal.FreeValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The document that a client and an exec plugin exchange: what the plugin is asked, in the environment variable
 * {@code KUBERNETES_EXEC_INFO}, and the credentials that it prints.
 *
 * <p>It holds a token or a key, so {@link #toString()} only shows which of them. The caller runs the plugin: without a
 * shell, with standard output and standard error kept apart.
 *
 * <pre>{@code
 * ExecCredential answer = ExecCredential.parse(stdout, exec.apiVersion());
 * Optional<String> token = answer.token();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/client-authentication.v1/">Client Authentication (v1)</a>
 */
public final class ExecCredential {

    /** The environment variable that the plugin reads the question from. */
    public static final String ENVIRONMENT_VARIABLE = "KUBERNETES_EXEC_INFO";

    /** Name of the cluster extension whose payload the plugin is given. */
    public static final String CLUSTER_EXTENSION = "client.authentication.k8s.io/exec";

    private static final String KIND = "ExecCredential";
    private static final Set<String> STATUS_FIELDS =
            Set.of("token", "clientCertificateData", "clientKeyData", "expirationTimestamp");

    /** Anything else in the place of a name may be a secret. */
    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z-]{1,40}");

    private static final Set<String> API_VERSIONS = Set.of(ExecConfig.API_VERSION_V1, ExecConfig.API_VERSION_V1BETA1);

    private final String apiVersion;
    private final boolean interactive;
    private final @Nullable Cluster cluster;
    private final boolean hasStatus;
    private final @Nullable Instant expirationTimestamp;
    private final String token;
    private final String clientCertificateData;
    private final String clientKeyData;

    /** What a refusal adds about the fields that nobody knows. */
    private final String unknownFields;

    private ExecCredential(Builder builder) {
        unknownFields = builder.unknownFields;
        apiVersion = builder.apiVersion;
        interactive = builder.interactive;
        cluster = builder.cluster;
        hasStatus = builder.hasStatus;
        expirationTimestamp = builder.expirationTimestamp;
        token = builder.token;
        clientCertificateData = builder.clientCertificateData;
        clientKeyData = builder.clientKeyData;
    }

    /**
     * {@return a builder of a document of an API version}
     *
     * @param apiVersion {@value ExecConfig#API_VERSION_V1} or {@value ExecConfig#API_VERSION_V1BETA1}
     * @throws IllegalArgumentException when it is another one
     */
    public static Builder builder(String apiVersion) {
        if (!API_VERSIONS.contains(apiVersion)) {
            throw new IllegalArgumentException("exec plugin: invalid apiVersion \"" + apiVersion + "\"");
        }
        return new Builder(apiVersion);
    }

    /**
     * Reads a document: a question or an answer.
     *
     * @param text JSON or YAML
     * @return the document
     * @throws InvalidFormatException when it is no ExecCredential
     */
    public static ExecCredential parse(String text) {
        return of(Yaml.readLenientObject(text, YamlLimits.STANDARD).root());
    }

    /**
     * Reads a file with a document, as a plugin may keep one.
     *
     * @param file the file
     * @return the document
     * @throws InvalidFormatException when it holds no ExecCredential
     * @throws IOException            when it cannot be read
     */
    public static ExecCredential read(Path file) throws IOException {
        return ManifestReader.read(file, ExecCredential::parse);
    }

    /**
     * {@return the document that JDK values hold, as a text with the same content would}
     *
     * @param map the fields, as {@link #toMap()} gives them
     * @throws InvalidFormatException   when it is no ExecCredential
     * @throws IllegalArgumentException when a value has no form in JSON
     */
    public static ExecCredential fromMap(Map<String, ?> map) {
        return of(Yaml.fromMap(map));
    }

    private static ExecCredential of(YamlNode root) {
        String apiVersion = root.get("apiVersion").string();
        if (!root.get("kind").string().equals(KIND) || !API_VERSIONS.contains(apiVersion)) {
            throw root.error(
                    "KIND_MISMATCH",
                    "is not an ExecCredential of v1 or v1beta1"
                            + TextKind.hintForObject(root.get("kind").string(), apiVersion));
        }
        Builder builder = new Builder(apiVersion);
        YamlNode spec = root.get("spec");
        builder.interactive = spec.get("interactive").bool();
        if (!spec.get("cluster").isNull()) {
            builder.cluster = readCluster(spec.get("cluster"));
        }
        YamlNode status = root.get("status");
        builder.hasStatus = !status.isNull();
        builder.unknownFields = unknownFields(status);
        builder.token = status.get("token").string();
        builder.clientCertificateData = status.get("clientCertificateData").string();
        builder.clientKeyData = status.get("clientKeyData").string();
        YamlNode expiration = status.get("expirationTimestamp");
        if (!expiration.isNull()) {
            builder.expirationTimestamp = Rfc3339.parse(expiration.string())
                    .orElseThrow(() -> expiration.error("TIME_INVALID", "is not a time in RFC 3339 form"));
        }
        return builder.build();
    }

    private static String unknownFields(YamlNode status) {
        List<String> names = status.keys().stream()
                .filter(name -> !STATUS_FIELDS.contains(name)
                        && FIELD_NAME.matcher(name).matches())
                .limit(5)
                .toList();
        return names.isEmpty() ? "" : "; nobody knows what is in its status: " + String.join(", ", names);
    }

    /**
     * Reads what a plugin printed, and checks that it answers the question.
     *
     * @param text       JSON or YAML
     * @param apiVersion the API version that the plugin is configured to use
     * @return the document, with a token or a certificate and key
     * @throws InvalidFormatException when it is not an ExecCredential, is one of another API version, or has no
     *     credentials
     */
    public static ExecCredential parse(String text, String apiVersion) {
        ExecCredential answer = parse(text);
        if (!answer.apiVersion().equals(apiVersion)) {
            throw new InvalidFormatException(
                    "EXEC_API_VERSION_MISMATCH",
                    Location.of("apiVersion"),
                    "exec plugin is configured to use API version " + apiVersion + ", plugin returned version "
                            + answer.apiVersion());
        }
        if (!answer.hasStatus) {
            throw incomplete("exec plugin didn't return a status field");
        }
        boolean certificate = !answer.clientCertificateData.isEmpty();
        boolean key = !answer.clientKeyData.isEmpty();
        if (answer.token.isEmpty() && !certificate && !key) {
            throw incomplete("exec plugin didn't return a token or cert/key pair" + answer.unknownFields);
        }
        if (certificate != key) {
            throw incomplete("exec plugin returned only certificate or key, not both" + answer.unknownFields);
        }
        answer.clientCertificate();
        return answer;
    }

    private static InvalidFormatException incomplete(String rule) {
        return new InvalidFormatException("EXEC_CREDENTIAL_INCOMPLETE", Location.of("status"), rule);
    }

    private static Cluster readCluster(YamlNode node) {
        Cluster.Builder cluster = Cluster.builder(node.get("server").string())
                .tlsServerName(node.get("tls-server-name").string())
                .insecureSkipTlsVerify(node.get("insecure-skip-tls-verify").bool())
                .proxyUrl(node.get("proxy-url").string())
                .disableCompression(node.get("disable-compression").bool());
        PemSource.of("", node.get("certificate-authority-data").bytes()).ifPresent(cluster::certificateAuthority);
        YamlNode config = node.get("config");
        if (!config.isNull()) {
            Map<String, @Nullable Object> extension = new LinkedHashMap<>();
            extension.put(CLUSTER_EXTENSION, config.toObject());
            cluster.extensions(extension);
        }
        return cluster.build();
    }

    /** {@return a builder with all of this document} */
    public Builder toBuilder() {
        Builder builder = new Builder(apiVersion);
        builder.interactive = interactive;
        builder.cluster = cluster;
        builder.hasStatus = hasStatus;
        builder.expirationTimestamp = expirationTimestamp;
        builder.token = token;
        builder.clientCertificateData = clientCertificateData;
        builder.clientKeyData = clientKeyData;
        return builder;
    }

    /** {@return the API version, {@value ExecConfig#API_VERSION_V1} or {@value ExecConfig#API_VERSION_V1BETA1}} */
    public String apiVersion() {
        return apiVersion;
    }

    /** {@return whether the plugin may use standard input} */
    public boolean interactive() {
        return interactive;
    }

    /**
     * {@return the cluster that the plugin is to yield credentials for, or empty when the plugin is not told; what is
     * meant for the plugin is its extension {@value #CLUSTER_EXTENSION}}
     */
    public Optional<Cluster> cluster() {
        return Optional.ofNullable(cluster);
    }

    /** {@return the bearer token, to be kept out of logs and messages, or empty when there is none} */
    public Optional<String> token() {
        return Optional.of(token).filter(token -> !token.isEmpty());
    }

    /**
     * {@return the client certificate with its key, or empty when there is none}
     *
     * @throws InvalidFormatException when certificate or key is malformed, or they do not belong together
     */
    public Optional<CertificateAndKey> clientCertificate() {
        if (clientCertificateData.isEmpty() || clientKeyData.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CertificateAndKey.parse(clientCertificateData, clientKeyData));
        } catch (InvalidFormatException e) {
            throw new InvalidFormatException(
                    e.code(), Location.of("status"), "failed parsing client key/certificate: " + e.getMessage());
        }
    }

    /** {@return until when the credentials may be used again, or empty when they may be until the client ends} */
    public Optional<Instant> expirationTimestamp() {
        return Optional.ofNullable(expirationTimestamp);
    }

    /**
     * {@return the fields in the order of Kubernetes' type, secrets included, as JDK values, mutable and independent of
     * this document}
     */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("apiVersion", apiVersion);
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        if (cluster != null) {
            spec.put("cluster", clusterMap(cluster));
        }
        spec.put("interactive", interactive);
        map.put("spec", spec);
        if (hasStatus) {
            map.put("status", statusMap());
        }
        return map;
    }

    /**
     * {@return the document as JSON text, secrets included, on one line that ends with a line feed: the value of
     * {@value #ENVIRONMENT_VARIABLE}, or what a plugin prints}
     */
    public String toJson() {
        return Yaml.writeCompactJson(toMap()) + "\n";
    }

    /** {@return the document as YAML text, secrets included} */
    public String toYaml() {
        return Yaml.write(toMap());
    }

    /**
     * Writes {@link #toJson()} to a file of mode 0600, whole or not at all, replacing an existing one.
     *
     * @param file the file
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public void write(Path file) throws IOException {
        AtomicFiles.writeOwnerOnly(file, toJson().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, @Nullable Object> clusterMap(Cluster cluster) {
        Map<String, @Nullable Object> map = cluster.toMap();
        map.keySet()
                .retainAll(Set.of(
                        "server",
                        "tls-server-name",
                        "insecure-skip-tls-verify",
                        "certificate-authority-data",
                        "proxy-url",
                        "disable-compression"));
        Object config = cluster.extensions().get(CLUSTER_EXTENSION);
        if (config != null) {
            map.put("config", Objects.requireNonNull(FreeValues.sorted(config)));
        }
        return map;
    }

    private Map<String, @Nullable Object> statusMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (expirationTimestamp != null) {
            map.put("expirationTimestamp", Rfc3339.format(expirationTimestamp));
        }
        put(map, "token", token);
        put(map, "clientCertificateData", clientCertificateData);
        put(map, "clientKeyData", clientKeyData);
        return map;
    }

    private static void put(Map<String, @Nullable Object> map, String key, String value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExecCredential that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** The API version and which credentials there are. */
    @Override
    public String toString() {
        return "ExecCredential[" + apiVersion + ", " + statusMap().keySet() + "]";
    }

    /** Collects the fields of an {@link ExecCredential}. */
    public static final class Builder {
        private final String apiVersion;
        private boolean interactive;
        private @Nullable Cluster cluster;
        private boolean hasStatus;
        private @Nullable Instant expirationTimestamp;
        private String token = "";
        private String clientCertificateData = "";
        private String clientKeyData = "";
        private String unknownFields = "";

        private Builder(String apiVersion) {
            this.apiVersion = apiVersion;
        }

        /**
         * Sets whether the plugin may use standard input.
         *
         * @param interactive whether it may
         * @return this builder
         */
        public Builder interactive(boolean interactive) {
            this.interactive = interactive;
            return this;
        }

        /**
         * {@return this builder, with the cluster that the plugin is to yield credentials for} A CA file is not passed
         * on, embedded data are.
         *
         * @param cluster the cluster
         */
        public Builder cluster(Cluster cluster) {
            this.cluster = Objects.requireNonNull(cluster, "cluster");
            return this;
        }

        /**
         * {@return this builder, with the bearer token}
         *
         * @param token the token
         */
        public Builder token(String token) {
            this.token = Objects.requireNonNull(token, "token");
            this.hasStatus = true;
            return this;
        }

        /**
         * {@return this builder, with the client certificate and its key}
         *
         * @param pair the pair
         */
        public Builder clientCertificate(CertificateAndKey pair) {
            this.clientCertificateData = pair.certificatePem();
            this.clientKeyData = pair.keyPem();
            this.hasStatus = true;
            return this;
        }

        /**
         * {@return this builder, with the time until which the credentials may be used again}
         *
         * @param time the time, of which whole seconds are written
         */
        public Builder expirationTimestamp(Instant time) {
            this.expirationTimestamp = time.truncatedTo(ChronoUnit.SECONDS);
            this.hasStatus = true;
            return this;
        }

        /** {@return the document} */
        public ExecCredential build() {
            return new ExecCredential(this);
        }
    }
}
