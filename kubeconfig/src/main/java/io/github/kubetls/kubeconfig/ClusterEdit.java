package io.github.kubetls.kubeconfig;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of a cluster entry, with the rules of {@code kubectl config set-cluster}: what is not mentioned stays, but for
 * insecure-skip-tls-verify, which is switched off.
 *
 * <p>A new server clears the TLS server name, unless that is given too. A CA file clears embedded CA data and
 * insecure-skip-tls-verify, embedded data clear the file and insecure-skip-tls-verify, and insecure-skip-tls-verify clears
 * the CA.
 *
 * <pre>{@code
 * config.setCluster("prod", ClusterEdit.none().server("https://10.0.0.1:6443").certificateAuthority(caPem));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/generated/kubectl_config/kubectl_config_set-cluster/">kubectl
 *     config set-cluster</a>
 */
public final class ClusterEdit {

    private static final ClusterEdit NONE = new ClusterEdit(null, null, null, null, null);

    private final @Nullable String server;
    private final @Nullable String tlsServerName;
    private final @Nullable Boolean insecureSkipTlsVerify;
    private final @Nullable PemSource certificateAuthority;
    private final @Nullable String proxyUrl;

    private ClusterEdit(
            @Nullable String server,
            @Nullable String tlsServerName,
            @Nullable Boolean insecureSkipTlsVerify,
            @Nullable PemSource certificateAuthority,
            @Nullable String proxyUrl) {
        this.server = server;
        this.tlsServerName = tlsServerName;
        this.insecureSkipTlsVerify = insecureSkipTlsVerify;
        this.certificateAuthority = certificateAuthority;
        this.proxyUrl = proxyUrl;
    }

    /**
     * The change that mentions nothing.
     *
     * @return the change
     */
    public static ClusterEdit none() {
        return NONE;
    }

    /**
     * Mentions the server.
     *
     * @param server its URL
     * @return a copy of this change
     */
    public ClusterEdit server(String server) {
        return new ClusterEdit(
                Objects.requireNonNull(server, "server"),
                tlsServerName,
                insecureSkipTlsVerify,
                certificateAuthority,
                proxyUrl);
    }

    /**
     * Mentions the name that the server's certificate must have.
     *
     * @param tlsServerName the name; empty for none
     * @return a copy of this change
     */
    public ClusterEdit tlsServerName(String tlsServerName) {
        return new ClusterEdit(
                server,
                Objects.requireNonNull(tlsServerName, "tlsServerName"),
                insecureSkipTlsVerify,
                certificateAuthority,
                proxyUrl);
    }

    /**
     * Mentions whether the server's certificate is not checked.
     *
     * @param insecureSkipTlsVerify whether it is not
     * @return a copy of this change
     */
    public ClusterEdit insecureSkipTlsVerify(boolean insecureSkipTlsVerify) {
        return new ClusterEdit(server, tlsServerName, insecureSkipTlsVerify, certificateAuthority, proxyUrl);
    }

    /**
     * Mentions the CA.
     *
     * @param certificateAuthority a file, or embedded data; a relative path is relative to the kubeconfig
     * @return a copy of this change
     */
    public ClusterEdit certificateAuthority(PemSource certificateAuthority) {
        return new ClusterEdit(
                server,
                tlsServerName,
                insecureSkipTlsVerify,
                Objects.requireNonNull(certificateAuthority, "certificateAuthority"),
                proxyUrl);
    }

    /**
     * Mentions the CA file, as kubectl takes its path from a command line: relative to the working directory.
     *
     * @param certificateAuthority the file
     * @return a copy of this change
     */
    public ClusterEdit certificateAuthority(Path certificateAuthority) {
        return certificateAuthority(
                PemSource.file(certificateAuthority.toAbsolutePath().normalize()));
    }

    /**
     * Mentions that there is no CA file; embedded data stay.
     *
     * @return a copy of this change
     */
    public ClusterEdit noCertificateAuthorityFile() {
        return certificateAuthority(PemSource.File.NONE);
    }

    /**
     * Mentions the proxy.
     *
     * @param proxyUrl its URL; empty for none
     * @return a copy of this change
     */
    public ClusterEdit proxyUrl(String proxyUrl) {
        return new ClusterEdit(
                server,
                tlsServerName,
                insecureSkipTlsVerify,
                certificateAuthority,
                Objects.requireNonNull(proxyUrl, "proxyUrl"));
    }

    Cluster apply(Optional<Cluster> existing) {
        boolean hasAuthority = certificateAuthority != null && certificateAuthority != PemSource.File.NONE;
        boolean insecure = Boolean.TRUE.equals(insecureSkipTlsVerify);
        if (insecure && hasAuthority) {
            throw new IllegalArgumentException(
                    "you cannot specify a certificate authority and insecure mode at the same time");
        }
        Cluster.Builder fields = existing.map(Cluster::toBuilder).orElseGet(() -> Cluster.builder(""));
        if (server != null) {
            fields.server(server).tlsServerName("");
        }
        if (tlsServerName != null) {
            fields.tlsServerName(tlsServerName);
        }
        fields.insecureSkipTlsVerify(insecure);
        if (insecure) {
            fields.noCertificateAuthority();
        }
        if (certificateAuthority == PemSource.File.NONE) {
            fields.certificateAuthority = "";
        } else if (certificateAuthority != null) {
            fields.certificateAuthority(certificateAuthority).insecureSkipTlsVerify(false);
        }
        if (proxyUrl != null) {
            fields.proxyUrl(proxyUrl);
        }
        return fields.build();
    }

    /** That it is one; a URL may hold a secret. */
    @Override
    public String toString() {
        return "ClusterEdit";
    }
}
