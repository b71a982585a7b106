package io.github.kubetls.kubeconfig;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Reads the certificates and keys that a kubeconfig leads to, and makes a TLS context of them. */
final class TlsMaterial {

    private TlsMaterial() {}

    static List<X509Certificate> certificateAuthorities(Cluster cluster) throws IOException {
        PemSource source = cluster.certificateAuthority().orElse(null);
        if (source == null) {
            return List.of();
        }
        String pem = text(source);
        return located("certificate-authority", source, () -> {
            if (Pem.blocks(pem).isEmpty()) {
                throw new InvalidFormatException(
                        "NO_CERTIFICATE", "", "unable to load root certificates: unable to parse bytes as PEM block");
            }
            return Pem.parseCertificates(pem);
        });
    }

    static Optional<CertificateAndKey> clientCertificate(AuthInfo user) throws IOException {
        PemSource certificate = user.clientCertificate().orElse(null);
        PemSource key = user.clientKey().orElse(null);
        if (certificate == null || key == null) {
            return Optional.empty();
        }
        String certificatePem = text(certificate);
        String keyPem = text(key);
        return Optional.of(located("client-certificate, client-key", certificate, () -> {
            if (Pem.blocks(certificatePem).isEmpty()) {
                throw new InvalidFormatException(
                        "NO_CERTIFICATE", "", "tls: failed to find any PEM data in certificate input");
            }
            return CertificateAndKey.parse(certificatePem, keyPem);
        }));
    }

    /** The text: embedded data count before a file. */
    static String text(PemSource source) throws IOException {
        byte[] bytes = source.data().isPresent()
                ? source.data().get()
                : ConfigPaths.content(source.path().orElseThrow());
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static <T> T located(String field, PemSource source, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (InvalidFormatException e) {
            String at =
                    source.data().isPresent() ? field + "-data" : source.path().orElse(field);
            throw new InvalidFormatException(
                    e.code(), e.location().isEmpty() ? at : at + ", " + e.location(), e.rule());
        }
    }

    static SSLContext context(ClientConfig config) throws IOException {
        X509TrustManager trust = trust(config);
        Optional<CertificateAndKey> pair = config.clientCertificate();
        try {
            KeyManager[] keys = pair.isEmpty() ? new KeyManager[0] : new KeyManager[] {ClientIdentity.of(pair.get())};
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust}, null);
            Cluster cluster = config.cluster();
            return cluster.tlsServerName().filter(ServerTrust::isHostName).isPresent()
                    ? ServerNameContext.of(context, parameters(cluster))
                    : context;
        } catch (GeneralSecurityException e) {
            throw new CryptoException("the TLS context cannot be made", e);
        }
    }

    static X509TrustManager trust(ClientConfig config) throws IOException {
        Cluster cluster = config.cluster();
        List<X509Certificate> authorities = config.certificateAuthorities();
        if (cluster.insecureSkipTlsVerify() && !authorities.isEmpty()) {
            throw new IllegalStateException(
                    "specifying a root certificates file with the insecure flag is not allowed");
        }
        try {
            return cluster.insecureSkipTlsVerify()
                    ? new ServerTrust.Everybody()
                    : ServerTrust.of(jdk(authorities), serverName(cluster));
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
                .or(() -> GoUrl.parse(cluster.server()).map(GoUrl::hostName))
                .orElse("");
    }

    static SSLParameters parameters(Cluster cluster) {
        SSLParameters parameters = new SSLParameters();
        if (!cluster.insecureSkipTlsVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        String name = serverName(cluster);
        if (ServerTrust.isHostName(name)) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        return parameters;
    }
}
