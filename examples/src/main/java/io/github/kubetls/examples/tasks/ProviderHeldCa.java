package io.github.kubetls.examples.tasks;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.SubjectAltNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;

/**
 * Makes a CA whose key is in a {@link Provider}, such as {@code SunPKCS11} for a security module or that of a cloud's key
 * service: the provider signs, and the key never leaves it.
 */
public final class ProviderHeldCa {

    private ProviderHeldCa() {}

    /**
     * Runs the task.
     *
     * @param arguments the folder for the certificates (default: {@code examples/target/provider-held-ca}) and the name of a
     *     registered provider (default: {@code SunEC})
     * @throws IOException when a file cannot be written
     */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "examples/target/provider-held-ca");
        String name = arguments.length > 1 ? arguments[1] : "SunEC";
        Provider provider = Security.getProvider(name);
        if (provider == null) {
            throw new IllegalArgumentException("there is no provider " + name);
        }
        // With a security module this is KeyStore.getKey, and the private key a handle that says nothing of itself.
        KeyPair inProvider = KeyAlgorithm.ECDSA_P256.generateKeyPair(provider);
        Instant now = Instant.now();
        CertificateAuthority ca = CertificateAuthority.builder("kubernetes", now)
                .keyPair(inProvider)
                .provider(provider)
                .validity(Duration.ofDays(3650))
                .build();
        CertificateAndKey serving = ca.issueServing("kube-apiserver", SubjectAltNames.of("10.0.0.1", "localhost"), now);

        serving.write(folder.resolve("apiserver.crt"), folder.resolve("apiserver.key"));
        Files.writeString(folder.resolve("ca.crt"), ca.certificatePem());
        System.out.println(
                provider.getName() + " signed " + serving.certificate().getSubjectX500Principal() + " for "
                        + ca.certificate().getSubjectX500Principal() + "; the CA's key is in no file");
    }
}
