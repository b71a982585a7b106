package io.github.kubetls.examples.tasks;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.examples.tools.tls.ServerKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** One mutual-TLS connection on a free loopback port. */
final class LoopbackTls {

    private static final int TIMEOUT_MILLIS = 10_000;

    private LoopbackTls() {}

    /**
     * Lets a client connect to a server that requires a client certificate.
     *
     * @param serving    the server's certificate and key
     * @param clientCa   who must have issued the client's certificate
     * @param client     the client's trust and identity
     * @param serverName the name that the client expects the server to have
     * @return the client's certificates, as the server has verified them
     */
    static List<X509Certificate> connect(
            CertificateAndKey serving, X509Certificate clientCa, SSLContext client, String serverName)
            throws IOException {
        try (SSLServerSocket listener = (SSLServerSocket) context(serving, clientCa)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setNeedClientAuth(true);
            listener.setSoTimeout(TIMEOUT_MILLIS);
            CompletableFuture<List<X509Certificate>> peer = CompletableFuture.supplyAsync(() -> accept(listener));
            handshake(client, listener.getLocalPort(), serverName);
            return peer.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ProgramException("the server did not accept the connection: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramException("interrupted");
        }
    }

    private static void handshake(SSLContext client, int port, String serverName) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(plain, serverName, port, true)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            // In TLS 1.3 the server judges the client's certificate after the client's handshake is over.
            if (socket.getInputStream().read() != 'k') {
                throw new IOException("the server closed the connection");
            }
        }
    }

    private static List<X509Certificate> accept(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.startHandshake();
            Certificate[] peer = socket.getSession().getPeerCertificates();
            socket.getOutputStream().write('k');
            return Arrays.stream(peer).map(X509Certificate.class::cast).toList();
        } catch (IOException e) {
            throw new ProgramException(String.valueOf(e.getMessage()));
        }
    }

    /** The identity of one side, which trusts who has a certificate of the other side's CA. */
    static SSLContext context(CertificateAndKey own, X509Certificate peerCa) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", peerCa);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);

            SSLContext context = SSLContext.getInstance("TLS");
            context.init(ServerKeys.of(own), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a TLS context", e);
        }
    }
}
