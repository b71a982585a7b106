package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.net.UrlText;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Context;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.token.BootstrapToken;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What discovery found out: where the API server is and which CAs to trust.
 *
 * <p>The server is the one that the published document names, even if another one was asked. {@link #toString()} shows
 * the server only, because the document of a discovery file may hold credentials.
 *
 * <pre>{@code
 * discovered.cluster().joinKubeconfig(token).write(Path.of("/etc/kubernetes/bootstrap-kubelet.conf"));
 * }</pre>
 */
public final class DiscoveredCluster {

    private final String name;
    private final Cluster cluster;
    private final Kubeconfig document;
    private final String kubeconfig;

    private DiscoveredCluster(String name, Cluster cluster, Kubeconfig document, String kubeconfig) {
        this.name = name;
        this.cluster = cluster;
        this.document = document;
        this.kubeconfig = kubeconfig;
    }

    /** A cluster of a document, which is kept as it is; of the cluster, server and embedded CAs are taken over. */
    static DiscoveredCluster of(String name, Kubeconfig document, String text) {
        return new DiscoveredCluster(name, reduced(document.cluster(name).orElseThrow()), document, text);
    }

    /** The name of the cluster that kubeadm takes from a document: {@link Kubeconfig#discoveryCluster()}. */
    static Optional<String> name(Kubeconfig document) {
        return document.discoveryCluster()
                .flatMap(used -> document.clusters().entrySet().stream()
                        .filter(entry -> entry.getValue() == used)
                        .map(Map.Entry::getKey)
                        .findFirst());
    }

    /** The same cluster and document, of whose CAs these only are trusted. */
    DiscoveredCluster trusting(List<X509Certificate> certificates) {
        Cluster trusted = Cluster.of(server(), PemSource.inline(Pem.write(certificates)));
        return new DiscoveredCluster(name, trusted, document, kubeconfig);
    }

    /** A cluster of a document of which nothing but the cluster's server and embedded CAs is kept. */
    static DiscoveredCluster withoutDocument(Cluster cluster) {
        Cluster reduced = reduced(cluster);
        String context = "@" + Kubeconfig.KUBEADM_CLUSTER;
        Kubeconfig kubeconfig = Kubeconfig.builder()
                .cluster(Kubeconfig.KUBEADM_CLUSTER, reduced)
                .context(context, Context.of(Kubeconfig.KUBEADM_CLUSTER, ""))
                .currentContext(context)
                .build();
        return new DiscoveredCluster(Kubeconfig.KUBEADM_CLUSTER, reduced, kubeconfig, kubeconfig.toYaml());
    }

    private static Cluster reduced(Cluster cluster) {
        Cluster.Builder reduced = Cluster.builder(cluster.server());
        embeddedCas(cluster).map(PemSource::inline).ifPresent(reduced::certificateAuthority);
        return reduced.build();
    }

    private static Optional<byte[]> embeddedCas(Cluster cluster) {
        return cluster.certificateAuthority().flatMap(PemSource::data);
    }

    /** The embedded CAs as PEM text, one character a byte; empty when there are none. */
    static String caPem(Cluster cluster) {
        return embeddedCas(cluster)
                .map(pem -> new String(pem, StandardCharsets.ISO_8859_1))
                .orElse("");
    }

    /**
     * The name of the current context's user, if it has credentials; as in kubeadm, a user without a name does not
     * count.
     */
    static Optional<String> userWithCredentials(Kubeconfig document) {
        return document.currentContext()
                .flatMap(document::context)
                .map(Context::user)
                .filter(name -> !name.isEmpty()
                        && document.user(name).filter(AuthInfo::hasCredentials).isPresent());
    }

    /** {@return the name that the document has for the cluster; that of a published one is empty} */
    public String name() {
        return name;
    }

    /** {@return the URL of the API server, as the document has it} */
    public String server() {
        return cluster.server();
    }

    /**
     * {@return the CA certificates to trust as PEM text; empty when the document has none and the system's CAs are to
     * be trusted}
     */
    public Optional<String> certificateAuthorities() {
        return Optional.of(caPem(cluster)).filter(pem -> !pem.isEmpty());
    }

    /**
     * {@return the document, for discovery by token byte for byte as it was signed} After discovery with pins it may
     * hold CAs that are not pinned: {@link #certificateAuthorities()} has those to trust.
     */
    public String kubeconfig() {
        return kubeconfig;
    }

    /**
     * {@return whether the current user of the document can authenticate: it has a token, a name with a password, or a
     * certificate with a key}
     */
    public boolean hasCredentials() {
        return userWithCredentials(document).isPresent();
    }

    /**
     * {@return the kubeconfig to join with by a bootstrap token, which kubeadm stores as
     * {@code /etc/kubernetes/bootstrap-kubelet.conf}: {@link Kubeconfig#bootstrap}} Of the discovered document only
     * server and CAs are taken over.
     *
     * @param token the TLS bootstrap token
     */
    public Kubeconfig joinKubeconfig(BootstrapToken token) {
        return Kubeconfig.bootstrap(cluster, token);
    }

    /**
     * {@return the kubeconfig to join with by the credentials of the document itself}
     *
     * @throws InvalidFormatException with code {@code CREDENTIALS_MISSING} when the current user has none
     */
    public Kubeconfig joinKubeconfig() {
        if (!hasCredentials()) {
            throw new InvalidFormatException(
                    "CREDENTIALS_MISSING",
                    Location.none(),
                    "the current user of the discovered kubeconfig has no token, no user name with password and no client"
                            + " certificate with key; join with a TLS bootstrap token instead");
        }
        return document;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DiscoveredCluster that
                && name.equals(that.name)
                && cluster.equals(that.cluster)
                && kubeconfig.equals(that.kubeconfig);
    }

    @Override
    public int hashCode() {
        return cluster.hashCode();
    }

    /** The server only. */
    @Override
    public String toString() {
        return "DiscoveredCluster[" + UrlText.shown(server()) + "]";
    }
}
