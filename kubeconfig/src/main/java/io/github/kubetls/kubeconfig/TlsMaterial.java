package io.github.kubetls.kubeconfig;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.kubeconfig.internal.NamedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the certificates and keys that a kubeconfig leads to. */
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
                        "CERTIFICATE_MISSING",
                        Location.none(),
                        "unable to load root certificates: unable to parse bytes as PEM block");
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
                        "CERTIFICATE_MISSING",
                        Location.none(),
                        "tls: failed to find any PEM data in certificate input");
            }
            return CertificateAndKey.parse(certificatePem, keyPem);
        }));
    }

    /** The text: embedded data count before a file. */
    private static String text(PemSource source) throws IOException {
        return source.data().isPresent()
                ? new String(source.data().get(), StandardCharsets.UTF_8)
                : NamedFile.text(source.path().orElseThrow());
    }

    private static <T> T located(String field, PemSource source, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (InvalidFormatException e) {
            throw e.within(
                    source.data().isPresent()
                            ? Location.of(field + "-data")
                            : source.path().map(Location::ofSource).orElse(Location.of(field)));
        }
    }
}
