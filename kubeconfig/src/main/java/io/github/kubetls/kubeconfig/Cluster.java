package io.github.kubetls.kubeconfig;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.net.GoUrl;
import io.github.kubetls.internal.net.UrlText;
import io.github.kubetls.internal.yaml.YamlNode;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a cluster: the {@code cluster} object of a kubeconfig.
 *
 * <p>Its name is kept next to it, in {@link Kubeconfig#clusters()}. Paths are kept as they are written;
 * {@link Kubeconfig#resolved()} makes them absolute. Two clusters are equal when they would be written alike, no
 * matter which file they came from.
 *
 * <pre>{@code
 * Cluster cluster = Cluster.of("https://10.0.0.1:6443", PemSource.inline(caPem));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
public final class Cluster extends ConfigObject {

    private static final Set<String> KNOWN = Set.of(
            "server",
            "tls-server-name",
            "insecure-skip-tls-verify",
            "certificate-authority",
            "certificate-authority-data",
            "proxy-url",
            "disable-compression",
            "extensions");

    private final String server;
    private final String tlsServerName;
    private final boolean insecureSkipTlsVerify;
    private final PemFields certificateAuthority;
    private final String proxyUrl;
    private final boolean disableCompression;

    private Cluster(Builder builder) {
        super(builder.attachments);
        server = builder.server;
        tlsServerName = builder.tlsServerName;
        insecureSkipTlsVerify = builder.insecureSkipTlsVerify;
        certificateAuthority = builder.certificateAuthority;
        proxyUrl = builder.proxyUrl;
        disableCompression = builder.disableCompression;
    }

    /**
     * {@return a cluster whose API server is trusted through its CA}
     *
     * @param server               the URL, such as {@code https://10.0.0.1:6443}
     * @param certificateAuthority the certificates of the CA
     */
    public static Cluster of(String server, PemSource certificateAuthority) {
        return builder(server).certificateAuthority(certificateAuthority).build();
    }

    /**
     * {@return a builder with a server}
     *
     * @param server the URL, such as {@code https://10.0.0.1:6443}
     */
    public static Builder builder(String server) {
        return new Builder(Attachments.NONE).server(server);
    }

    /**
     * {@return the cluster that JDK values hold, as a text with the same content would}
     *
     * @param map the fields, as {@link #toMap()} gives them
     * @throws InvalidFormatException   when kubectl would refuse them
     * @throws IllegalArgumentException when a value has no form in YAML
     */
    public static Cluster fromMap(Map<String, ?> map) {
        return KubeconfigReader.fromMap(map, Cluster::read);
    }

    static Cluster read(YamlNode body, UnknownKubeconfigFields unknown, Attachments attachments) {
        Builder builder = builder(body.get("server").string())
                .tlsServerName(body.get("tls-server-name").string())
                .insecureSkipTlsVerify(body.get("insecure-skip-tls-verify").bool());
        builder.certificateAuthority = PemFields.read(body, "certificate-authority");
        return builder.proxyUrl(body.get("proxy-url").string())
                .disableCompression(body.get("disable-compression").bool())
                .attachments(attachments.withOtherFields(unknown.of(body, KNOWN)))
                .build();
    }

    /** {@return a builder with every field of this cluster, its origin included} */
    public Builder toBuilder() {
        Builder builder = new Builder(attachments.withoutPlaces());
        builder.server = server;
        builder.tlsServerName = tlsServerName;
        builder.insecureSkipTlsVerify = insecureSkipTlsVerify;
        builder.certificateAuthority = certificateAuthority;
        builder.proxyUrl = proxyUrl;
        builder.disableCompression = disableCompression;
        return builder;
    }

    /** {@return the URL of the API server as it is written; empty when there is none} */
    public String server() {
        return server;
    }

    /**
     * {@return whether the API server is reached with TLS, by a URL of scheme {@code https}} Without it clients use
     * neither credentials nor CA.
     */
    public boolean isTls() {
        return UrlText.server(server).map(GoUrl::scheme).filter("https"::equals).isPresent();
    }

    /**
     * {@return the name that the server's certificate must have, and that is sent as server name indication, or empty
     * when the host of {@link #server()} is used}
     */
    public Optional<String> tlsServerName() {
        return Fields.nonEmpty(tlsServerName);
    }

    /**
     * {@return whether the server's certificate is not checked at all, so that anybody in between may play the server}
     */
    public boolean insecureSkipTlsVerify() {
        return insecureSkipTlsVerify;
    }

    /** {@return where the CA certificates are, or empty when the system's trust store is used} */
    public Optional<PemSource> certificateAuthority() {
        return certificateAuthority.source();
    }

    /**
     * {@return the CA certificates; none when the system's trust store is used} A relative path starts from the working
     * directory; call {@link Kubeconfig#resolved()} first to have it start from the kubeconfig's.
     *
     * @throws InvalidFormatException when they are no PEM certificates
     * @throws IOException            when their file cannot be read
     */
    public List<X509Certificate> readCertificateAuthorities() throws IOException {
        return readCertificateAuthorities(KubernetesRelease.latest());
    }

    /**
     * {@return the CA certificates as {@link #readCertificateAuthorities()} and a release read them}
     *
     * @param release the release of the client
     * @throws InvalidFormatException when they are no PEM certificates
     * @throws IOException            when their file cannot be read
     */
    public List<X509Certificate> readCertificateAuthorities(KubernetesRelease release) throws IOException {
        return TlsMaterial.certificateAuthorities(this, release);
    }

    /** {@return the URL of the proxy, of scheme http, https or socks5, or empty when there is none} */
    public Optional<String> proxyUrl() {
        return Fields.nonEmpty(proxyUrl);
    }

    /** {@return whether responses are asked for without compression} */
    public boolean disableCompression() {
        return disableCompression;
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("server", server);
        Fields.put(map, "tls-server-name", tlsServerName);
        Fields.put(map, "insecure-skip-tls-verify", insecureSkipTlsVerify);
        certificateAuthority.put(map, "certificate-authority");
        Fields.put(map, "proxy-url", proxyUrl);
        Fields.put(map, "disable-compression", disableCompression);
        attachments.put(map);
        return map;
    }

    /** Scheme, host and port of the server's URL. */
    @Override
    public String toString() {
        return "Cluster[" + UrlText.shown(server) + "]";
    }

    /** Collects the fields of a {@link Cluster}. */
    public static final class Builder extends ConfigObject.Builder<Builder> {
        String server = "";
        String tlsServerName = "";
        boolean insecureSkipTlsVerify;
        PemFields certificateAuthority = PemFields.NONE;
        String proxyUrl = "";
        boolean disableCompression;

        private Builder(Attachments attachments) {
            super(attachments);
        }

        /**
         * {@return this builder, with the URL of the API server}
         *
         * @param server the URL
         */
        public Builder server(String server) {
            this.server = Objects.requireNonNull(server, "server");
            return this;
        }

        /**
         * {@return this builder, with the name that the server's certificate must have}
         *
         * @param tlsServerName the name; empty for the host of the server's URL
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
         * {@return this builder, with the CA certificates, replacing file and data}
         *
         * @param certificateAuthority the source
         */
        public Builder certificateAuthority(PemSource certificateAuthority) {
            this.certificateAuthority = PemFields.of(certificateAuthority);
            return this;
        }

        /** {@return this builder, without CA, so that the system's trust store is used} */
        public Builder noCertificateAuthority() {
            this.certificateAuthority = PemFields.NONE;
            return this;
        }

        /**
         * {@return this builder, with the proxy}
         *
         * @param proxyUrl its URL, of scheme http, https or socks5; empty for none
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

        /** {@return the cluster} */
        public Cluster build() {
            return new Cluster(this);
        }
    }
}
