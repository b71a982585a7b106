package io.github.kubetls.kubeconfig;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.text.TextKind;
import io.github.kubetls.kubeconfig.internal.NamedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the certificates and keys that a kubeconfig leads to. */
final class TlsMaterial {

    private TlsMaterial() {}

    /** Codes of what is wrong with a client's key rather than with its certificate. */
    static final Set<String> OF_KEY = Set.of("PRIVATE_KEY_MISSING", "KEY_MISMATCH");

    static List<X509Certificate> certificateAuthorities(Cluster cluster, KubernetesRelease release) throws IOException {
        PemSource source = cluster.certificateAuthority().orElse(null);
        if (source == null) {
            return List.of();
        }
        byte[] pem = bytes(source);
        try {
            requirePem(pem, "unable to load root certificates: unable to parse bytes as PEM block", release);
            return Pem.parseCertificates(text(pem), release);
        } catch (InvalidFormatException e) {
            throw e.within(place(cluster, "certificate-authority", source));
        }
    }

    static Optional<CertificateAndKey> clientCertificate(AuthInfo user, KubernetesRelease release) throws IOException {
        PemSource certificate = user.clientCertificate().orElse(null);
        PemSource key = user.clientKey().orElse(null);
        if (certificate == null || key == null) {
            return Optional.empty();
        }
        byte[] certificatePem = bytes(certificate);
        byte[] keyPem = bytes(key);
        try {
            requirePem(certificatePem, "tls: failed to find any PEM data in certificate input", release);
            return Optional.of(CertificateAndKey.parse(text(certificatePem), text(keyPem), release));
        } catch (InvalidFormatException e) {
            boolean ofKey = OF_KEY.contains(e.code());
            throw e.within(ofKey ? place(user, "client-key", key) : place(user, "client-certificate", certificate));
        }
    }

    private static void requirePem(byte[] pem, String rule, KubernetesRelease release) {
        if (Pem.blocks(text(pem), release).isEmpty()) {
            throw new InvalidFormatException("CERTIFICATE_MISSING", Location.none(), rule + TextKind.hint(pem));
        }
    }

    /** The bytes: embedded data count before a file. */
    private static byte[] bytes(PemSource source) throws IOException {
        return source.data().isPresent()
                ? source.data().get()
                : NamedFile.bytes(source.path().orElseThrow());
    }

    private static String text(byte[] pem) {
        // One character for each byte, so that what is no text is recognised, too.
        return new String(pem, StandardCharsets.ISO_8859_1);
    }

    /** The name of the field that counts, as it stands in a kubeconfig. */
    static String field(String field, PemSource source) {
        return source.data().isPresent() ? field + "-data" : field;
    }

    private static Location place(ConfigObject object, String field, PemSource source) {
        return source.data().isPresent()
                ? object.location("", field(field, source))
                : Location.ofSource(NamedFile.shown(source.path().orElseThrow()));
    }
}
