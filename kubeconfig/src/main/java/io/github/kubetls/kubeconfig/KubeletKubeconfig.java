package io.github.kubetls.kubeconfig;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.discovery.KubeconfigState;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A kubelet's kubeconfig, or its bootstrap kubeconfig, as the kubelet judges it when it starts.
 *
 * <p>The result is what {@link io.github.kubetls.discovery.KubeletBootstrap} decides by.
 *
 * <pre>{@code
 * KubeconfigState kubeconfig = KubeletKubeconfig.read(Path.of("/etc/kubernetes/kubelet.conf"));
 * boolean bootstrap = !kubeconfig.isStillValid(Instant.now()).isValid();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/">TLS bootstrapping</a>
 */
public final class KubeletKubeconfig {

    private KubeletKubeconfig() {}

    /**
     * Reads a kubeconfig with the files that it names. What is wrong with it is a value.
     *
     * @param file the file of {@code --kubeconfig} or {@code --bootstrap-kubeconfig}
     * @return what was found
     */
    public static KubeconfigState read(Path file) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return new KubeconfigState.Missing(file.toString());
        } catch (IOException e) {
            return new KubeconfigState.Inaccessible(file.toString(), reason(e));
        }
        ClientConfig config;
        try {
            config = ClientConfig.of(Kubeconfig.read(file));
        } catch (IOException e) {
            return new KubeconfigState.Unloadable(reason(e));
        } catch (InvalidFormatException e) {
            return new KubeconfigState.Unloadable(e.getMessage());
        }
        return credentials(config);
    }

    private static KubeconfigState credentials(ClientConfig config) {
        try {
            config.certificateAuthorities();
            Optional<CertificateAndKey> pair = config.clientCertificate();
            return pair.isPresent()
                    ? new KubeconfigState.ClientCertificate(pair.get().chain())
                    : new KubeconfigState.NoClientCertificate();
        } catch (IOException e) {
            return new KubeconfigState.UnusableCredentials(reason(e));
        } catch (InvalidFormatException e) {
            return new KubeconfigState.UnusableCredentials(e.getMessage());
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getClass().getSimpleName();
    }
}
