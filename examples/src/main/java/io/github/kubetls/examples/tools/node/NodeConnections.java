package io.github.kubetls.examples.tools.node;

import io.github.kubetls.TlsBootstrapException;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a node to its API server: with the credentials that it was given, and with a certificate of its own.
 *
 * <p>Every connection is a new one, and the files are read anew for it, so that new credentials take effect.
 */
final class NodeConnections {

    static final String USER_AGENT = "node-agent";

    private final Path kubeconfig;
    private final @Nullable Path signingCertificates;

    /**
     * Prepares connections.
     *
     * @param kubeconfig          says where the server is, whom to trust, and what the given credentials are
     * @param signingCertificates the CAs that sign for nodes, where they are not the server's
     */
    NodeConnections(Path kubeconfig, @Nullable Path signingCertificates) {
        this.kubeconfig = kubeconfig;
        this.signingCertificates = signingCertificates;
    }

    /** Makes a connection, at once or when that is possible. */
    interface Connector {
        ApiClient connect() throws IOException, InterruptedException;
    }

    ApiClient withGivenCredentials() throws IOException {
        return readable(() -> ApiClient.of(config(), USER_AGENT));
    }

    ApiClient as(CertificateAndKey pair) throws IOException {
        return readable(() -> {
            Kubeconfig own = Kubeconfig.of("cluster", config().cluster(), "node", AuthInfo.of(pair));
            return ApiClient.of(ClientConfig.of(own), USER_AGENT);
        });
    }

    /** What the kubeconfig comes to, with absolute paths. */
    ClientConfig config() throws IOException {
        return readable(() -> ClientConfig.of(Kubeconfig.read(kubeconfig)));
    }

    /** The CAs whose certificates the node takes. */
    List<X509Certificate> authorities() throws IOException {
        return readable(() -> signingCertificates == null
                ? config().certificateAuthorities()
                : Pem.parseCertificates(Files.readString(signingCertificates)));
    }

    private interface Reading<T> {
        T get() throws IOException;
    }

    /** Somebody may be writing the files at this moment: that they make no sense is no reason to end for good. */
    private <T> T readable(Reading<T> reading) throws IOException {
        try {
            return reading.get();
        } catch (TlsBootstrapException | ProgramException | IllegalStateException | IllegalArgumentException e) {
            throw new IOException("cannot connect as " + kubeconfig + " says: " + e.getMessage(), e);
        }
    }
}
