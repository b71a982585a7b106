package io.github.kubetls.examples.tasks;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.SubjectAltNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Makes a CA whose key is in a {@link Provider}, such as {@code SunPKCS11} for a security module or that of a cloud's key
 * service: the provider signs, and the key never leaves it.
 */
public final class ProviderHeldCa {

    private ProviderHeldCa() {}

    /**
     * Runs the task.
     *
     * @param arguments the folder for the certificates (default: {@code examples/target/provider-held-ca}), and for a CA in a
     *     security module the configuration of {@code SunPKCS11}, whose PIN is in the variable {@code PIN} and whose key and
     *     certificate are called {@code ca} (default: a new key in {@code SunEC})
     * @throws IOException              when a file cannot be read or written
     * @throws GeneralSecurityException when the module does not answer as it should
     */
    public static void main(String... arguments) throws IOException, GeneralSecurityException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "examples/target/provider-held-ca");
        Instant now = Instant.now();
        CertificateAuthority ca = arguments.length > 1 ? inModule(arguments[1]) : inProvider(now);
        Provider provider = ca.provider().orElseThrow();
        // region issue
        CertificateAndKey serving = ca.issueServing("kube-apiserver", SubjectAltNames.of("10.0.0.1", "localhost"), now);
        serving.write(folder.resolve("apiserver.crt"), folder.resolve("apiserver.key"));
        Files.writeString(folder.resolve("ca.crt"), ca.certificatePem());
        // endregion
        System.out.println(
                provider.getName() + " signed " + serving.certificate().getSubjectX500Principal() + " for "
                        + ca.certificate().getSubjectX500Principal() + "; the CA's key is in no file");
    }

    private static CertificateAuthority inModule(String configuration) throws IOException, GeneralSecurityException {
        char[] pin =
                Objects.requireNonNull(System.getenv("PIN"), "the variable PIN").toCharArray();
        // region module
        Provider provider = Security.getProvider("SunPKCS11").configure(configuration);
        KeyStore module = KeyStore.getInstance("PKCS11", provider);
        module.load(null, pin);
        PrivateKey key = (PrivateKey) module.getKey("ca", null); // a handle: getEncoded() is null
        CertificateAuthority ca = CertificateAuthority.of((X509Certificate) module.getCertificate("ca"), key, provider);
        // endregion
        return ca;
    }

    private static CertificateAuthority inProvider(Instant now) {
        Provider provider = Security.getProvider("SunEC");
        // region new
        CertificateAuthority ca = CertificateAuthority.builder("kubernetes", now)
                .keyPair(KeyAlgorithm.ECDSA_P256.generateKeyPair(provider))
                .provider(provider)
                .validity(Duration.ofDays(3650))
                .build();
        // endregion
        return ca;
    }
}
