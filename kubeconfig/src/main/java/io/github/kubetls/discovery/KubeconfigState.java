package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubeconfig.internal.NamedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a kubelet finds when it loads a kubeconfig, as far as its decision to bootstrap depends on it.
 *
 * <p>{@link KubeletBootstrap} decides by it.
 *
 * <pre>{@code
 * KubeconfigState kubeconfig = KubeconfigState.read(Path.of("/etc/kubernetes/kubelet.conf"));
 * boolean bootstrap = !kubeconfig.evaluate(Instant.now()).isValid();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/">TLS bootstrapping</a>
 */
public sealed interface KubeconfigState {

    /**
     * There is no such file.
     *
     * @param path path of the file
     */
    record Missing(String path) implements KubeconfigState {

        /** {@return what the system says of it} */
        public String reason() {
            return Visible.text("stat " + path + ": no such file or directory");
        }

        @Override
        public String toString() {
            return "Missing[" + Visible.text(path) + "]";
        }
    }

    /**
     * Whether there is a file cannot be told, for example because a directory may not be entered; kubelet gives up.
     *
     * @param path   path of the file
     * @param reason what the system said
     */
    record Inaccessible(String path, String reason) implements KubeconfigState {

        /** What is found on looking for the file, as a kubelet prints it. */
        String stat() {
            return Visible.text("stat " + path + ": " + reason);
        }

        @Override
        public String toString() {
            return "Inaccessible[" + Visible.text(path + ": " + reason) + "]";
        }
    }

    /**
     * The file is not a usable kubeconfig: it cannot be read or parsed, it is empty, or it names files that are not
     * there.
     *
     * @param reason what is wrong with it
     */
    record Unloadable(String reason) implements KubeconfigState {

        /**
         * Escapes what cannot be printed.
         *
         * @param reason what is wrong
         */
        public Unloadable {
            reason = Visible.text(reason);
        }
    }

    /**
     * The file is a kubeconfig, but the certificate and key that it holds or names are not a pair. When it names them,
     * a kubelet notices only afterwards that the key does not belong to the certificate, and gives up.
     *
     * @param reason what is wrong with them
     */
    record UnusableCredentials(String reason) implements KubeconfigState {

        /**
         * Escapes what cannot be printed.
         *
         * @param reason what is wrong
         */
        public UnusableCredentials {
            reason = Visible.text(reason);
        }
    }

    /** The file is a kubeconfig without a client certificate: with a token, for example. */
    record NoClientCertificate() implements KubeconfigState {}

    /**
     * The file is a kubeconfig with a client certificate and its key.
     *
     * @param chain the certificate, and those after it; at least one
     */
    record ClientCertificate(List<X509Certificate> chain) implements KubeconfigState {

        /**
         * Checks the certificates.
         *
         * @param chain the certificate, and those after it
         * @throws IllegalArgumentException when there is none
         */
        public ClientCertificate {
            chain = List.copyOf(chain);
            if (chain.isEmpty()) {
                throw new IllegalArgumentException(
                        "a client certificate is needed; without one it is NoClientCertificate");
            }
        }
    }

    /**
     * Whether a kubeconfig can still be used instead of bootstrapping, and why.
     *
     * @param isValid whether it can
     * @param reason  what decided, without a full stop
     */
    record Verdict(boolean isValid, String reason) {}

    /**
     * {@return what is found on reading a kubeconfig and the files that it names, also when something is wrong with
     * it}
     *
     * @param file the file of {@code --kubeconfig} or {@code --bootstrap-kubeconfig}
     */
    static KubeconfigState read(Path file) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return new Missing(file.toString());
        } catch (IOException e) {
            return new Inaccessible(file.toString(), NamedFile.reason(e));
        }
        ClientConfig config;
        try {
            config = ClientConfig.of(Kubeconfig.read(file));
        } catch (IOException e) {
            return new Unloadable(NamedFile.message(e));
        } catch (InvalidFormatException e) {
            return new Unloadable(e.getMessage());
        }
        return credentials(config);
    }

    private static KubeconfigState credentials(ClientConfig config) {
        try {
            config.certificateAuthorities();
            Optional<CertificateAndKey> pair = config.clientCertificate();
            return pair.isPresent() ? new ClientCertificate(pair.get().chain()) : new NoClientCertificate();
        } catch (IOException e) {
            return new UnusableCredentials(NamedFile.message(e));
        } catch (InvalidFormatException e) {
            return new UnusableCredentials(e.getMessage());
        }
    }

    /**
     * {@return the state of a kubeconfig with a client certificate and key, as kubelet judges them:
     * {@link UnusableCredentials} when they are not a pair}
     *
     * @param certificatePem the text of the client certificate
     * @param keyPem         the text of its key
     */
    static KubeconfigState ofClientCertificate(String certificatePem, String keyPem) {
        try {
            CertificateAndKey.parse(certificatePem, keyPem);
            return new ClientCertificate(Pem.parseCertificates(certificatePem));
        } catch (InvalidFormatException e) {
            return new UnusableCredentials(e.getMessage());
        }
    }

    /**
     * {@return whether, and why, a kubelet uses this kubeconfig rather than bootstrap: it has a client certificate,
     * and no certificate of its chain has expired; not valid for {@link Inaccessible}, with which a kubelet does not
     * bootstrap either} When the certificates begin to be valid, who issued them and whom they name is not looked at.
     *
     * @param now the time
     */
    default Verdict evaluate(Instant now) {
        if (this instanceof ClientCertificate certificates) {
            for (X509Certificate certificate : certificates.chain()) {
                Instant notAfter = certificate.getNotAfter().toInstant();
                if (now.isAfter(notAfter)) {
                    return new Verdict(false, "part of the existing client certificate is expired: " + notAfter);
                }
            }
            return new Verdict(true, "no certificate of the client's chain has expired");
        }
        return new Verdict(false, defect());
    }

    private String defect() {
        if (this instanceof Missing missing) {
            return missing.reason();
        }
        if (this instanceof Inaccessible file) {
            return Visible.text("error reading existing bootstrap kubeconfig " + file.path() + ": " + file.reason());
        }
        if (this instanceof Unloadable file) {
            return "unable to read existing bootstrap client config: " + file.reason();
        }
        if (this instanceof UnusableCredentials credentials) {
            return "unable to load TLS configuration from existing bootstrap client config: " + credentials.reason();
        }
        return "there is no client certificate";
    }
}
