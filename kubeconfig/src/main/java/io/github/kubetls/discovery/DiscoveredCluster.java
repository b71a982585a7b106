package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Context;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.token.BootstrapToken;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What discovery found out: where the API server is and which CAs to trust.
 *
 * <p>The server is the one that the published document names, even if another one was asked. {@link #toString()} shows
 * the server only, because the document of a discovery file may hold credentials.
 *
 * <pre>{@code
 * String bootstrapKubeconfig = discovered.cluster().joinKubeconfig(token);
 * }</pre>
 */
public final class DiscoveredCluster {

    private final Cluster cluster;
    private final String kubeconfig;
    private final boolean credentials;

    private DiscoveredCluster(Cluster cluster, String kubeconfig, boolean credentials) {
        this.cluster = cluster;
        this.kubeconfig = kubeconfig;
        this.credentials = credentials;
    }

    /** A cluster of a document, which is kept as it is; of the cluster, server and embedded CAs are taken over. */
    static DiscoveredCluster of(Cluster cluster, Kubeconfig document, String text) {
        return new DiscoveredCluster(
                reduced(cluster), text, userWithCredentials(document).isPresent());
    }

    /** A cluster of a document of which nothing but the cluster's server and embedded CAs is kept. */
    static DiscoveredCluster withoutDocument(Cluster cluster) {
        Cluster reduced = reduced(cluster);
        String context = "@" + Kubeconfig.KUBEADM_CLUSTER;
        Kubeconfig kubeconfig = Kubeconfig.builder()
                .cluster(Kubeconfig.KUBEADM_CLUSTER, reduced)
                .context(
                        context, Context.builder(Kubeconfig.KUBEADM_CLUSTER, "").build())
                .currentContext(context)
                .build();
        return new DiscoveredCluster(reduced, kubeconfig.toYaml(), false);
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
        return credentials;
    }

    /**
     * {@return the kubeconfig to join with by a bootstrap token as YAML text, which kubeadm stores as
     * {@code /etc/kubernetes/bootstrap-kubelet.conf}: {@link Kubeconfig#bootstrap}} Of the discovered document only
     * server and CAs are taken over. Keep it out of logs and messages.
     *
     * @param token the TLS bootstrap token
     */
    public String joinKubeconfig(BootstrapToken token) {
        return Kubeconfig.bootstrap(cluster, token).toYaml();
    }

    /**
     * {@return the kubeconfig to join with by the credentials of the document itself, as YAML text} Keep it out of logs
     * and messages.
     *
     * @throws InvalidFormatException with code {@code CREDENTIALS_MISSING} when the current user has none
     */
    public String joinKubeconfig() {
        if (!credentials) {
            throw new InvalidFormatException(
                    "CREDENTIALS_MISSING",
                    Location.none(),
                    "the current user of the discovered kubeconfig has no token, no user name with password and no client"
                            + " certificate with key; join with a TLS bootstrap token instead");
        }
        return kubeconfig;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DiscoveredCluster that
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
        return "DiscoveredCluster[" + server() + "]";
    }
}
