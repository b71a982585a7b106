package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a cluster: the {@code cluster} object of a kubeconfig.
 *
 * <p>Its name stands beside it, in {@link Kubeconfig#clusters()}. Paths are kept as they are written;
 * {@link Kubeconfig#resolved()} makes them absolute. Two clusters are equal when they would be written alike, whatever
 * file they came from.
 *
 * <pre>{@code
 * Cluster cluster = Cluster.of("https://10.0.0.1:6443", PemSource.inline(caPem));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
public final class Cluster extends Entry {

    private static final Set<String> KNOWN = Set.of(
            "server",
            "tls-server-name",
            "insecure-skip-tls-verify",
            "certificate-authority",
            "certificate-authority-data",
            "proxy-url",
            "disable-compression",
            "extensions");

    private final Builder fields;

    private Cluster(Builder fields) {
        this.fields = fields;
    }

    /**
     * A cluster whose API server is trusted through its CA.
     *
     * @param server               the URL, such as {@code https://10.0.0.1:6443}
     * @param certificateAuthority the certificates of the CA
     * @return the cluster
     */
    public static Cluster of(String server, PemSource certificateAuthority) {
        return builder(server).certificateAuthority(certificateAuthority).build();
    }

    /**
     * Starts from a server.
     *
     * @param server the URL, such as {@code https://10.0.0.1:6443}
     * @return a builder
     */
    public static Builder builder(String server) {
        return new Builder().server(server);
    }

    static Cluster read(YamlNode body, UnknownFields unknown, Attachments attachments) {
        Builder fields = new Builder();
        fields.server = body.get("server").string();
        fields.tlsServerName = body.get("tls-server-name").string();
        fields.insecureSkipTlsVerify = body.get("insecure-skip-tls-verify").bool();
        fields.certificateAuthority = body.get("certificate-authority").string();
        YamlNode data = body.get("certificate-authority-data");
        fields.certificateAuthorityData = data.isNull() ? null : data.bytes();
        fields.proxyUrl = body.get("proxy-url").string();
        fields.disableCompression = body.get("disable-compression").bool();
        fields.attachments = attachments.withOtherFields(unknown.of(body, KNOWN));
        return new Cluster(fields);
    }

    /**
     * Starts from this cluster.
     *
     * @return a builder with every field of this cluster, its origin included
     */
    public Builder toBuilder() {
        return new Builder(fields);
    }

    /**
     * Returns the URL of the API server.
     *
     * @return the URL as it is written; empty when there is none
     */
    public String server() {
        return fields.server;
    }

    /**
     * Returns the name that the server's certificate must have, and that is sent as server name indication.
     *
     * @return the name, or empty when the host of {@link #server()} is used
     */
    public Optional<String> tlsServerName() {
        return Optional.of(fields.tlsServerName).filter(name -> !name.isEmpty());
    }

    /**
     * Tells whether the server's certificate is not checked at all.
     *
     * @return whether anybody in between may play the server
     */
    public boolean insecureSkipTlsVerify() {
        return fields.insecureSkipTlsVerify;
    }

    /**
     * Returns where the CA certificates are.
     *
     * @return the source, or empty when the system's trust store is used
     */
    public Optional<PemSource> certificateAuthority() {
        return Fields.pemSource(fields.certificateAuthority, fields.certificateAuthorityData);
    }

    /**
     * Returns the proxy on the way to the server.
     *
     * @return its URL, of scheme http, https or socks5, or empty when there is none
     */
    public Optional<String> proxyUrl() {
        return Optional.of(fields.proxyUrl).filter(url -> !url.isEmpty());
    }

    /**
     * Tells whether responses are asked for without compression.
     *
     * @return whether they are
     */
    public boolean disableCompression() {
        return fields.disableCompression;
    }

    Builder fields() {
        return fields;
    }

    @Override
    Attachments attachments() {
        return fields.attachments;
    }

    /**
     * Copies the object to JDK values; empty fields are left out, {@code server} is always there.
     *
     * @return the fields in the order of Kubernetes' type, mutable and independent of this object
     */
    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("server", fields.server);
        Fields.put(map, "tls-server-name", fields.tlsServerName);
        Fields.put(map, "insecure-skip-tls-verify", fields.insecureSkipTlsVerify);
        Fields.put(map, "certificate-authority", fields.certificateAuthority);
        Fields.put(map, "certificate-authority-data", fields.certificateAuthorityData);
        Fields.put(map, "proxy-url", fields.proxyUrl);
        Fields.put(map, "disable-compression", fields.disableCompression);
        Fields.put(map, fields.attachments.extensions());
        Fields.putOthers(map, fields.attachments.otherFields());
        return map;
    }

    /** The server's URL without user, password, query and fragment. */
    @Override
    public String toString() {
        return "Cluster[" + UrlText.withoutSecrets(fields.server) + "]";
    }

    /** Collects the fields of a {@link Cluster}. */
    public static final class Builder {
        String server = "";
        String tlsServerName = "";
        boolean insecureSkipTlsVerify;
        String certificateAuthority = "";
        byte @Nullable [] certificateAuthorityData;
        String proxyUrl = "";
        boolean disableCompression;
        Attachments attachments = Attachments.NONE;

        private Builder() {}

        private Builder(Builder from) {
            server = from.server;
            tlsServerName = from.tlsServerName;
            insecureSkipTlsVerify = from.insecureSkipTlsVerify;
            certificateAuthority = from.certificateAuthority;
            certificateAuthorityData = from.certificateAuthorityData;
            proxyUrl = from.proxyUrl;
            disableCompression = from.disableCompression;
            attachments = from.attachments;
        }

        /**
         * Sets the URL of the API server.
         *
         * @param server the URL
         * @return this builder
         */
        public Builder server(String server) {
            this.server = Objects.requireNonNull(server, "server");
            return this;
        }

        /**
         * Sets the name that the server's certificate must have.
         *
         * @param tlsServerName the name; empty for the host of the server's URL
         * @return this builder
         */
        public Builder tlsServerName(String tlsServerName) {
            this.tlsServerName = Objects.requireNonNull(tlsServerName, "tlsServerName");
            return this;
        }

        /**
         * Sets whether the server's certificate is not checked at all.
         *
         * @param insecureSkipTlsVerify whether anybody in between may play the server
         * @return this builder
         */
        public Builder insecureSkipTlsVerify(boolean insecureSkipTlsVerify) {
            this.insecureSkipTlsVerify = insecureSkipTlsVerify;
            return this;
        }

        /**
         * Sets where the CA certificates are, replacing file and data.
         *
         * @param certificateAuthority the source
         * @return this builder
         */
        public Builder certificateAuthority(PemSource certificateAuthority) {
            this.certificateAuthority = certificateAuthority.path().orElse("");
            this.certificateAuthorityData = certificateAuthority.data().orElse(null);
            return this;
        }

        /**
         * Removes the CA, so that the system's trust store is used.
         *
         * @return this builder
         */
        public Builder noCertificateAuthority() {
            this.certificateAuthority = "";
            this.certificateAuthorityData = null;
            return this;
        }

        /**
         * Sets the proxy.
         *
         * @param proxyUrl its URL, of scheme http, https or socks5; empty for none
         * @return this builder
         */
        public Builder proxyUrl(String proxyUrl) {
            this.proxyUrl = Objects.requireNonNull(proxyUrl, "proxyUrl");
            return this;
        }

        /**
         * Sets whether responses are asked for without compression.
         *
         * @param disableCompression whether they are
         * @return this builder
         */
        public Builder disableCompression(boolean disableCompression) {
            this.disableCompression = disableCompression;
            return this;
        }

        /**
         * Replaces the extensions.
         *
         * @param extensions JDK values by name
         * @return this builder
         * @throws IllegalArgumentException when a value has no JSON form
         */
        public Builder extensions(Map<String, ?> extensions) {
            this.attachments = attachments.withExtensions(Extensions.of(extensions));
            return this;
        }

        /**
         * Replaces the fields that this type has no accessor for.
         *
         * @param fields JDK values by key, in the order to write them
         * @return this builder
         * @throws IllegalArgumentException when a value has no JSON form
         */
        public Builder otherFields(Map<String, ?> fields) {
            this.attachments = attachments.withOtherFields(fields);
            return this;
        }

        /**
         * Builds the cluster.
         *
         * @return the cluster
         */
        public Cluster build() {
            return new Cluster(new Builder(this));
        }
    }
}
