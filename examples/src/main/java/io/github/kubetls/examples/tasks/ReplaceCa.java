package io.github.kubetls.examples.tasks;

import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Renews a CA, whose certificates go on being valid, and replaces one by another, with a time in which both are trusted. */
public final class ReplaceCa {

    private ReplaceCa() {}

    /**
     * Runs the task.
     *
     * @param arguments the folder for the bundle (default: {@code examples/target/replace-ca})
     * @throws IOException when a file cannot be written
     */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "examples/target/replace-ca");
        replace(Files.createDirectories(folder)).forEach(System.out::println);
    }

    /** Replaces a CA, and returns what is said of certificates meanwhile. */
    static List<String> replace(Path folder) throws IOException {
        Instant now = Instant.now();
        CertificateAuthority old = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, now);
        CertificateAndKey node = node(old, now);

        // region renew
        KeyPair key = KeyAlgorithm.keyPair(old.privateKey());
        CertificateAuthority renewed = CertificateAuthority.builder("kubernetes", now)
                .keyPair(key)
                .validity(Duration.ofDays(3650))
                .build();
        // endregion

        // region replace
        CertificateAuthority replacement = CertificateAuthority.generate("kubernetes-2", KeyAlgorithm.ECDSA_P256, now);
        List<X509Certificate> both = List.of(old.certificate(), replacement.certificate());
        Files.writeString(folder.resolve("ca-bundle.crt"), Pem.write(both));
        // endregion
        return List.of(
                said("renewed, with the old key", List.of(renewed.certificate()), node, now),
                said("both trusted", both, node, now),
                said("both trusted, a new certificate", both, node(replacement, now), now),
                said("the old one trusted no more", List.of(replacement.certificate()), node, now));
    }

    private static CertificateAndKey node(CertificateAuthority ca, Instant now) {
        return ca.issueClient("system:node:worker-1", List.of(UserInfo.NODES_GROUP), now);
    }

    /** What an API server whose {@code --client-ca-file} has these CAs says of a certificate. */
    private static String said(String when, List<X509Certificate> trusted, CertificateAndKey pair, Instant now) {
        return when + ": "
                + ClientCertificateAuthenticator.of(trusted)
                        .authenticate(Credentials.clientCertificate(pair.chain()), now);
    }
}
