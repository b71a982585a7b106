package io.github.kubetls.examples.tools.apiserver;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.examples.tools.tls.ServerKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An HTTPS server that asks for client certificates, on an address that is taken from the beginning.
 *
 * <p>Connections that have not yet said what they want hold no thread, and not for long: handshakes, headers and bodies that do
 * not come cost the others nothing.
 */
final class HttpsListener implements AutoCloseable {

    /** Threads for requests; a watch keeps one as long as it lasts. */
    static final int THREADS = 320;

    /** How long a connection may be silent that is not being answered. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    private static final int CONNECTIONS = 4096;
    /** As much as the API server takes. */
    private static final int LARGEST_HEADERS = 1024 * 1024;

    private static final Duration TO_FINISH = Duration.ofSeconds(1);

    private final Server server;
    private final SslContextFactory.Server tls = new SslContextFactory.Server();
    private final ServerConnector connector;

    /**
     * Takes an address.
     *
     * @param address the address; port 0 for any that is free
     * @throws IOException when it is not to be had
     */
    HttpsListener(InetSocketAddress address) throws IOException {
        server = new Server(new QueuedThreadPool(THREADS));
        tls.setWantClientAuth(true);
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(LARGEST_HEADERS);
        http.setSendServerVersion(false);
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.addCustomizer(new SecureRequestCustomizer(false));
        connector =
                new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(SILENCE.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
        server.setStopTimeout(TO_FINISH.toMillis());
        connector.open();
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Serves. */
    void start(CertificateAndKey serving, X509Certificate clientCa, Handler handler)
            throws GeneralSecurityException, IOException {
        tls.setSslContext(context(serving, clientCa));
        server.setHandler(handler);
        try {
            server.start();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the server does not start", e);
        }
    }

    private static SSLContext context(CertificateAndKey serving, X509Certificate clientCa)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(ServerKeys.of(serving), new TrustManager[] {new ClientTrust(clientCa)}, null);
        return context;
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        } finally {
            connector.close();
        }
    }
}
