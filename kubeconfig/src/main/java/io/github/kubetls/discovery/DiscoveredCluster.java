package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.token.BootstrapToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What discovery found out: where the API server is and which CAs to trust.
 *
 * <p>The server of the published document counts, be it another one than was asked. {@link #toString()} shows the server
 * only, because the document of a discovery file may hold credentials.
 *
 * <pre>{@code
 * String bootstrapKubeconfig = discovered.cluster().joinKubeconfig(token);
 * }</pre>
 */
public final class DiscoveredCluster {

    private static final String CLUSTER = "kubernetes";
    private static final String TOKEN_USER = "tls-bootstrap-token-user";

    private final String server;
    private final String certificateAuthorities;
    private final String kubeconfig;
    private final boolean credentials;

    DiscoveredCluster(String server, String certificateAuthorities, String kubeconfig, boolean credentials) {
        this.server = server;
        this.certificateAuthorities = certificateAuthorities;
        this.kubeconfig = kubeconfig;
        this.credentials = credentials;
    }

    /** A cluster found by a file without credentials: of the file, only the server and the CAs are kept. */
    static DiscoveredCluster withoutCredentials(String server, String certificateAuthorities) {
        return new DiscoveredCluster(
                server, certificateAuthorities, kubeconfig(server, certificateAuthorities, "", ""), false);
    }

    /**
     * Returns the URL of the API server.
     *
     * @return the server, as the document has it
     */
    public String server() {
        return server;
    }

    /**
     * Returns the CA certificates to trust.
     *
     * @return PEM text; empty when the document has none and the system's CAs are to be trusted
     */
    public Optional<String> certificateAuthorities() {
        return Optional.of(certificateAuthorities).filter(pem -> !pem.isEmpty());
    }

    /**
     * Returns the document. After discovery with pins it may hold CAs that are not pinned:
     * {@link #certificateAuthorities()} has those to trust.
     *
     * @return the kubeconfig; for discovery by token, byte for byte as it was signed
     */
    public String kubeconfig() {
        return kubeconfig;
    }

    /**
     * Tells whether the current user of the document can authenticate.
     *
     * @return whether it has a token, a name with a password, or a certificate with a key
     */
    public boolean hasCredentials() {
        return credentials;
    }

    /**
     * Writes the kubeconfig to join with by a bootstrap token, which kubeadm stores as
     * {@code /etc/kubernetes/bootstrap-kubelet.conf}: cluster {@code kubernetes}, user {@code tls-bootstrap-token-user}. Of the
     * discovered document only server and CAs are taken over.
     *
     * @param token the TLS bootstrap token
     * @return YAML text; keep it out of logs and messages
     */
    public String joinKubeconfig(BootstrapToken token) {
        return kubeconfig(server, certificateAuthorities, TOKEN_USER, token.bearerToken());
    }

    /**
     * Returns the kubeconfig to join with by the credentials of the document itself.
     *
     * @return YAML text; keep it out of logs and messages
     * @throws InvalidFormatException with code {@code NO_CREDENTIALS} when the current user has none
     */
    public String joinKubeconfig() {
        if (!credentials) {
            throw new InvalidFormatException(
                    "NO_CREDENTIALS",
                    "",
                    "the current user of the discovered kubeconfig has no token, no user name with password and no client"
                            + " certificate with key; join with a TLS bootstrap token instead");
        }
        return kubeconfig;
    }

    private static String kubeconfig(String server, String ca, String user, String token) {
        String context = user + "@" + CLUSTER;
        Map<String, @Nullable Object> cluster = new LinkedHashMap<>();
        cluster.put("server", server);
        if (!ca.isEmpty()) {
            cluster.put("certificate-authority-data", Base64Text.encode(ca.getBytes(StandardCharsets.ISO_8859_1)));
        }
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("apiVersion", "v1");
        root.put("kind", "Config");
        root.put("clusters", List.of(Map.of("name", CLUSTER, "cluster", cluster)));
        root.put("contexts", List.of(Map.of("name", context, "context", Map.of("cluster", CLUSTER, "user", user))));
        root.put("current-context", context);
        root.put("preferences", Map.of());
        List<Object> users = new ArrayList<>();
        if (!token.isEmpty()) {
            users.add(Map.of("name", user, "user", Map.of("token", token)));
        }
        root.put("users", users.isEmpty() ? null : users);
        return Yaml.write(root);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DiscoveredCluster that
                && server.equals(that.server)
                && certificateAuthorities.equals(that.certificateAuthorities)
                && kubeconfig.equals(that.kubeconfig);
    }

    @Override
    public int hashCode() {
        return Objects.hash(server, certificateAuthorities);
    }

    /** The server only. */
    @Override
    public String toString() {
        return "DiscoveredCluster[" + server + "]";
    }
}
