package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.Keys;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two sides with our certificates shake hands through JSSE, which knows nothing of Bouncy Castle. */
class HandshakeTest {

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void servesAndAuthenticatesWithEveryAlgorithm(KeyAlgorithm algorithm) throws Exception {
        CertificateAuthority ca = CertificateAuthority.builder("kubernetes", Instant.now())
                .keyPair(Keys.of(algorithm))
                .build();
        SSLContext server = context(
                ca,
                ca.issuing("kube-apiserver", Instant.now())
                        .keyPair(Keys.another(algorithm))
                        .usages(KeyUsage.SERVER_AUTH)
                        .subjectAltNames(SubjectAltNames.of("localhost", "127.0.0.1"))
                        .build());
        SSLContext client = context(
                ca,
                CertificateAndKey.parse(ca.issuing("system:node:w", Instant.now())
                        .organizations("system:nodes")
                        .keyPair(Keys.another(algorithm))
                        .usages(KeyUsage.CLIENT_AUTH)
                        .build()
                        .toPem()));
        assertThat(talk(server, client)).isEqualTo("CN=system:node:w, O=system:nodes");
    }

    private static SSLContext context(CertificateAuthority ca, CertificateAndKey pair) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "key", pair.privateKey(), new char[0], pair.chain().toArray(java.security.cert.X509Certificate[]::new));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", ca.certificate());
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    /** The name of the client, as the server sees it and says it. */
    private static String talk(SSLContext server, SSLContext client) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listening =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            listening.setNeedClientAuth(true);
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(listening));
            try (SSLSocket socket =
                    (SSLSocket) client.getSocketFactory().createSocket(loopback, listening.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                String name = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                served.get(5, TimeUnit.MINUTES);
                return name;
            }
        }
    }

    private static void serve(SSLServerSocket listening) {
        try (SSLSocket accepted = (SSLSocket) listening.accept()) {
            String name = accepted.getSession().getPeerPrincipal().toString();
            accepted.getOutputStream().write(name.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
