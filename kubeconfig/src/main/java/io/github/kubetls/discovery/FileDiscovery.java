package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.discovery.DiscoveryStep.FetchFailure;
import io.github.kubetls.discovery.DiscoveryStep.Trust;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.net.GoUrl;
import io.github.kubetls.internal.net.UrlText;
import io.github.kubetls.internal.text.Invisible;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds a cluster by a kubeconfig that the administrator hands to the node, as {@code kubeadm join --discovery-file} does.
 *
 * <p>The file is trusted. Of one without credentials only server and CAs are kept. Then {@code cluster-info} is asked for, with
 * verified TLS, to see that the cluster is there: an answer of 403 ends the wait and the file is used as it is, everything else
 * is tried again until the timeout. No signature is checked. The published document fills in the CAs when the file has none.
 *
 * <pre>{@code
 * DiscoveryStep step = FileDiscovery.read(Path.of("discovery.conf")).begin(Duration.ofMinutes(5), now);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-join/#file-or-https-based-discovery">File or
 *     HTTPS-based discovery</a>
 */
public final class FileDiscovery {

    private final Kubeconfig document;
    private final String text;
    private final boolean replacing;

    private FileDiscovery(Kubeconfig document, String text, boolean replacing) {
        this.document = document;
        this.text = text;
        this.replacing = replacing;
    }

    /**
     * Reads the text of a discovery file, which must not refer to other files.
     *
     * @param text the kubeconfig
     * @return the discovery
     * @throws InvalidFormatException when the text is not a kubeconfig; with code {@code DISCOVERY_CLUSTER_MISSING} when
     *     there is neither a cluster without a name nor one of the current context, {@code FILE_REFERENCE_UNSUPPORTED} when
     *     CA, client certificate or key are in another file, or {@code SETTINGS_INVALID} when the server is not an https URL
     */
    public static FileDiscovery parse(String text) {
        try {
            return of(text, (field, path) -> {
                throw new InvalidFormatException(
                        "FILE_REFERENCE_UNSUPPORTED",
                        Location.of(field),
                        "refers to another file: read the kubeconfig from its own file to embed it");
            });
        } catch (IOException e) {
            throw new AssertionError("no file is read here", e);
        }
    }

    /**
     * Reads a discovery file, and embeds the CA, client certificate and key that it refers to.
     *
     * @param file the file; relative paths in it are taken from its folder
     * @return the discovery
     * @throws IOException when it or a file that it refers to cannot be read
     * @throws InvalidFormatException as {@link #parse} does
     */
    public static FileDiscovery read(Path file) throws IOException {
        String text = Unicode.decode(AtomicFiles.read(file), file.toString());
        try {
            return of(text, (field, path) -> PemSource.embed(beside(file, field, path)));
        } catch (InvalidFormatException e) {
            throw e.within(Location.ofSource(file.toString()));
        }
    }

    private static Path beside(Path file, String field, String path) {
        try {
            return file.resolveSibling(path);
        } catch (InvalidPathException e) {
            // The message would quote the text.
            throw new InvalidFormatException(
                    "FILE_REFERENCE_INVALID", Location.of(field), "refers to a file by something that is not a path");
        }
    }

    /** Reads a file that a field refers to. */
    @FunctionalInterface
    private interface Files {
        PemSource embed(String field, String path) throws IOException;
    }

    private static FileDiscovery of(String text, Files files) throws IOException {
        Kubeconfig document = Kubeconfig.parse(text);
        if (document.discoveryCluster().isEmpty()) {
            throw new InvalidFormatException(
                    "DISCOVERY_CLUSTER_MISSING",
                    Location.of("clusters"),
                    document.clusters().isEmpty()
                            ? "the kubeconfig must have at least one cluster"
                            : "the kubeconfig must have a cluster without a name, or a current context that leads to one");
        }
        FileDiscovery discovery = new FileDiscovery(document, text, false).embedded(files);
        discovery.clusterInfoUrl();
        return discovery;
    }

    private FileDiscovery embedded(Files files) throws IOException {
        Cluster.Builder cluster = cluster().toBuilder();
        content(
                        "clusters[" + clusterName() + "].certificate-authority",
                        cluster().certificateAuthority(),
                        files)
                .ifPresent(cluster::certificateAuthority);
        Kubeconfig.Builder changed = withCluster(cluster.build()).toBuilder();
        Optional<String> name = DiscoveredCluster.userWithCredentials(document);
        if (name.isPresent()) {
            AuthInfo current = document.user(name.get()).orElseThrow();
            AuthInfo.Builder user = current.toBuilder();
            String at = "users[" + name.get() + "].";
            content(at + "client-certificate", current.clientCertificate(), files)
                    .ifPresent(user::clientCertificate);
            content(at + "client-key", current.clientKey(), files).ifPresent(user::clientKey);
            changed.user(name.get(), user.build());
        }
        return withDocument(changed.build());
    }

    /** What is in a file that a source refers to; data that are embedded next to it take precedence. */
    private static Optional<PemSource> content(String field, Optional<PemSource> source, Files files)
            throws IOException {
        return source.orElse(null) instanceof PemSource.File file
                ? Optional.of(files.embed(field, file.path().orElseThrow()))
                : Optional.empty();
    }

    private Cluster cluster() {
        return document.discoveryCluster().orElseThrow();
    }

    private String clusterName() {
        return DiscoveredCluster.name(document).orElseThrow();
    }

    /** The document with another cluster in the place of the one that is used. */
    private Kubeconfig withCluster(Cluster changed) {
        return document.toBuilder().cluster(clusterName(), changed).build();
    }

    /** Another document; the text stays as it was read when it says the same. */
    private FileDiscovery withDocument(Kubeconfig changed) {
        return changed.equals(document) ? this : new FileDiscovery(changed, changed.toYaml(), replacing);
    }

    private boolean hasCredentials() {
        return DiscoveredCluster.userWithCredentials(document).isPresent();
    }

    private URI clusterInfoUrl() {
        String server = UrlText.bracketed(cluster().server());
        try {
            String base = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
            URI url = new URI(base + Polling.PATH);
            // Go knows more host names than the JDK.
            if ("https".equalsIgnoreCase(url.getScheme())
                    && GoUrl.parse(server)
                            .filter(parsed -> !parsed.hostName().isEmpty())
                            .isPresent()) {
                return url;
            }
        } catch (URISyntaxException e) {
            // The message would quote the text; the rule below says what is wrong.
            throw notHttps();
        }
        throw notHttps();
    }

    private InvalidFormatException notHttps() {
        return new InvalidFormatException(
                "SETTINGS_INVALID",
                Location.of("clusters[" + clusterName() + "].server"),
                "the server of the discovery file is not an https URL"
                        + Invisible.hint(cluster().server()));
    }

    /**
     * {@return a copy with the rule of early releases of kubeadm: server and CAs of a file with credentials are
     * replaced by those that the cluster publishes}
     */
    public FileDiscovery replacedByPublished() {
        return new FileDiscovery(document, text, true);
    }

    /**
     * {@return the first step: a request, or a failure with code {@code CA_INVALID}}
     *
     * @param timeout how long to wait for the cluster
     * @param now     the time
     * @throws IllegalArgumentException when the timeout is not more than zero
     */
    public DiscoveryStep begin(Duration timeout, Instant now) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("the timeout is not more than zero");
        }
        Trust trust;
        try {
            trust = trust();
        } catch (InvalidFormatException e) {
            return new DiscoveryStep.Failed(
                    DiscoveryStep.Reason.CA_INVALID,
                    "the CA certificates of the discovery file cannot be read: " + e.getMessage());
        }
        return new FilePolling(trust, timeout, now).begin();
    }

    private Trust trust() {
        if (hasCredentials() && cluster().insecureSkipTlsVerify()) {
            return new Trust.Unverified();
        }
        String pem = DiscoveredCluster.caPem(cluster());
        return pem.isEmpty() ? new Trust.SystemDefault() : new Trust.CertificateAuthorities(Pem.parseCertificates(pem));
    }

    /** Waits until the cluster answers. */
    private final class FilePolling extends Polling {

        FilePolling(Trust trust, Duration timeout, Instant now) {
            super(clusterInfoUrl(), trust, timeout, now);
        }

        @Override
        boolean isAuthenticated() {
            return hasCredentials();
        }

        @Override
        DiscoveryStep received(ClusterInfo clusterInfo, Instant now) {
            return new DiscoveryStep.Discovered(
                    refreshed(clusterInfo.kubeconfig().orElse("")));
        }

        @Override
        DiscoveryStep failed(FetchFailure failure, Instant now) {
            if (failure.kind() == FetchFailure.Kind.FORBIDDEN) {
                return new DiscoveryStep.Discovered(result());
            }
            return again(
                    now,
                    new DiscoveryStep.Failed(
                            DiscoveryStep.Reason.SERVER_UNREACHABLE,
                            "cluster-info could not be read in time; the last attempt: "
                                    + failure.kind().description()));
        }
    }

    /** The file, completed by what the cluster publishes; the file as it is when that cannot be used. */
    private DiscoveredCluster refreshed(String published) {
        Optional<Cluster> found;
        try {
            found = Kubeconfig.parse(published).discoveryCluster();
        } catch (InvalidFormatException e) {
            return result();
        }
        Cluster.Builder changed = cluster().toBuilder();
        if (replacing && hasCredentials()) {
            found.map(Cluster::server).ifPresent(changed::server);
        }
        if (replacing ? hasCredentials() : DiscoveredCluster.caPem(cluster()).isEmpty()) {
            found.flatMap(Cluster::certificateAuthority)
                    .flatMap(PemSource::data)
                    .map(PemSource::inline)
                    .ifPresent(changed::certificateAuthority);
        }
        return withDocument(withCluster(changed.build())).result();
    }

    private DiscoveredCluster result() {
        return hasCredentials()
                ? DiscoveredCluster.of(clusterName(), document, text)
                : DiscoveredCluster.withoutDocument(cluster());
    }

    /** The server only: the file may hold credentials. */
    @Override
    public String toString() {
        return "FileDiscovery[" + UrlText.shown(cluster().server()) + "]";
    }
}
