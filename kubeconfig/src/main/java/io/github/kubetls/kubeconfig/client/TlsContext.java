package io.github.kubetls.kubeconfig.client;

import io.github.kubetls.CryptoException;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.internal.net.GoUrl;
import io.github.kubetls.internal.net.UrlText;
import io.github.kubetls.kubeconfig.Cluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Makes the TLS context of a connection. */
final class TlsContext {

    private TlsContext() {}

    static SSLContext of(ClientConfig config) throws IOException {
        X509TrustManager trust = trust(config);
        Optional<CertificateAndKey> pair = config.clientCertificate();
        try {
            KeyManager[] keys = pair.isEmpty() ? new KeyManager[0] : new KeyManager[] {ClientIdentity.of(pair.get())};
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust}, null);
            Cluster cluster = config.cluster();
            return cluster.tlsServerName().filter(ServerNameTrust::isHostName).isPresent()
                    ? ServerNameContext.of(context, parameters(cluster))
                    : context;
        } catch (GeneralSecurityException e) {
            throw new CryptoException("the TLS context cannot be made", e);
        }
    }

    static X509TrustManager trust(ClientConfig config) throws IOException {
        Cluster cluster = config.cluster();
        // As in client-go, before any of it is read.
        if (config.isTls()
                && cluster.insecureSkipTlsVerify()
                && cluster.certificateAuthority().isPresent()) {
            throw new IllegalStateException(
                    "specifying a root certificates file with the insecure flag is not allowed");
        }
        List<X509Certificate> authorities = config.certificateAuthorities();
        try {
            return cluster.insecureSkipTlsVerify()
                    ? ServerCheck.everybody()
                    : ServerNameTrust.of(jdk(authorities), serverName(cluster));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("the TLS context cannot be made", e);
        }
    }

    /** The certificates as the JDK's own provider reads them, which its TLS asks for. */
    static List<X509Certificate> jdk(List<X509Certificate> certificates) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> converted = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            converted.add(
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
        }
        return converted;
    }

    private static String serverName(Cluster cluster) {
        return cluster.tlsServerName()
                .or(() -> UrlText.server(cluster.server()).map(GoUrl::hostName))
                .orElse("");
    }

    static SSLParameters parameters(Cluster cluster) {
        SSLParameters parameters = new SSLParameters();
        if (!cluster.insecureSkipTlsVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        String name = serverName(cluster);
        if (ServerNameTrust.isHostName(name)) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        return parameters;
    }
}
