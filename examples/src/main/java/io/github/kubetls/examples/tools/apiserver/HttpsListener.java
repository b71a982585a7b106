package io.github.kubetls.examples.tools.apiserver;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.examples.tools.tls.ServerKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** The JDK's HTTPS server, asking for client certificates, on an address that is taken from the beginning. */
final class HttpsListener implements AutoCloseable {

    /** Threads for requests; a watch keeps one as long as it lasts. */
    static final int THREADS = 320;

    private static final int WAITING_REQUESTS = 1024;
    private static final int SECONDS_TO_FINISH = 1;

    private final HttpsServer server;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_REQUESTS));

    /**
     * Takes an address.
     *
     * @param address the address; port 0 for any that is free
     * @throws IOException when it is not to be had
     */
    HttpsListener(InetSocketAddress address) throws IOException {
        // Read once, when the first server is made: half a request does not keep its thread, and a small answer does
        // not
        // wait for the acknowledgement of the last one.
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        threads.allowCoreThreadTimeOut(true);
        server = HttpsServer.create(address, 0);
        server.setExecutor(threads);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Serves. */
    void start(CertificateAndKey serving, X509Certificate clientCa, HttpHandler handler)
            throws GeneralSecurityException, IOException {
        server.setHttpsConfigurator(configurator(context(serving, clientCa)));
        server.createContext("/", handler);
        server.start();
    }

    private static HttpsConfigurator configurator(SSLContext context) {
        return new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                tls.setWantClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        };
    }

    private static SSLContext context(CertificateAndKey serving, X509Certificate clientCa)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(ServerKeys.of(serving), new TrustManager[] {new ClientTrust(clientCa)}, null);
        return context;
    }

    @Override
    public void close() {
        server.stop(SECONDS_TO_FINISH);
        threads.shutdownNow();
    }
}
