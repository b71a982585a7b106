package io.github.kubetls.examples.tools.node;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.discovery.KubeconfigState;
import io.github.kubetls.discovery.KubeletBootstrap;
import io.github.kubetls.discovery.KubeletBootstrap.Decision;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.KeySource;
import io.github.kubetls.examples.tools.cli.Folders;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import io.github.kubetls.kubelet.StoredCertificate;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of a node: its kubeconfigs, and the directory with its certificates. */
public final class NodeFiles {

    private static final String LOCK_FILE = "node-agent.lock";

    private final Path kubeconfig;
    private final @Nullable Path bootstrapKubeconfig;
    private final Path certificateDirectory;

    /**
     * Names the files.
     *
     * @param kubeconfig           the file of {@code --kubeconfig}
     * @param bootstrapKubeconfig  the file of {@code --bootstrap-kubeconfig}, null without that option
     * @param certificateDirectory the directory of {@code --cert-dir}
     */
    public NodeFiles(Path kubeconfig, @Nullable Path bootstrapKubeconfig, Path certificateDirectory) {
        this.kubeconfig = kubeconfig;
        this.bootstrapKubeconfig = bootstrapKubeconfig;
        // It goes into the kubeconfig, which would take a relative path for relative to itself.
        this.certificateDirectory = certificateDirectory.toAbsolutePath().normalize();
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    Optional<Path> bootstrapKubeconfig() {
        return Optional.ofNullable(bootstrapKubeconfig);
    }

    void writeBootstrapKubeconfig(Kubeconfig config) throws IOException {
        config.write(bootstrapKubeconfig().orElseThrow());
    }

    /** Keeps a second agent away from the directory until it is closed, or the process ends in whatever way. */
    FileChannel lock() throws IOException {
        Folders.createOwnerOnly(certificateDirectory);
        FileChannel channel = Folders.openLockFile(certificateDirectory.resolve(LOCK_FILE));
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new ProgramException("another agent is at work in " + certificateDirectory);
        }
        return channel;
    }

    /** Decides as a kubelet that finds these files. */
    Decision decide(boolean rotate, Journal journal) {
        KubeletBootstrap.Builder found =
                KubeletBootstrap.builder(KubeconfigState.read(kubeconfig)).rotateCertificates(rotate);
        if (bootstrapKubeconfig != null) {
            found.bootstrapKubeconfig(KubeconfigState.read(bootstrapKubeconfig));
        }
        try {
            found.stored(clientStore().current());
        } catch (IOException e) {
            journal.warn("the store of the client certificate does not open: " + Program.describe(e));
            found.storeDoesNotOpen();
        }
        if (Files.exists(temporaryKey())) {
            found.temporaryKeyExists();
            try {
                Pem.readOrGeneratePrivateKey(temporaryKey());
            } catch (IOException e) {
                found.temporaryKeyDoesNotLoad(Program.describe(e));
            }
        }
        return found.build().decide(Instant.now());
    }

    private Path temporaryKey() {
        return certificateDirectory.resolve(KubeletBootstrap.TEMPORARY_KEY_FILE);
    }

    /** The key of the first request, which stays in its file until there is a certificate. */
    KeyPair bootstrapKey(KeySource source) throws IOException {
        if (source == KeySource.STORED && clientStore().current() instanceof StoredCertificate.Loaded loaded) {
            return new KeyPair(
                    loaded.pair().certificate().getPublicKey(), loaded.pair().privateKey());
        }
        PrivateKey key = Pem.readOrGeneratePrivateKey(temporaryKey());
        return KeyAlgorithm.keyPair(key);
    }

    void deleteTemporaryKey() throws IOException {
        Files.deleteIfExists(temporaryKey());
    }

    KubeletCertificateStore clientStore() throws IOException {
        return KubeletCertificateStore.open(certificateDirectory, KubeletCertificateStore.CLIENT);
    }

    /** The store, which begins with the pair of the kubeconfig where that is in files. */
    KubeletCertificateStore clientStore(ClientConfig config) throws IOException {
        KubeletCertificateStore.Builder store =
                KubeletCertificateStore.builder(certificateDirectory, KubeletCertificateStore.CLIENT);
        config.user().clientCertificate().flatMap(NodeFiles::path).ifPresent(store::certFile);
        config.user().clientKey().flatMap(NodeFiles::path).ifPresent(store::keyFile);
        return store.open();
    }

    private static Optional<Path> path(PemSource source) {
        return source.path().map(Path::of);
    }

    /** The pair that a kubeconfig holds itself, as kubeadm writes it. */
    static Optional<CertificateAndKey> embeddedPair(ClientConfig config) throws IOException {
        boolean isEmbedded = config.user()
                .clientCertificate()
                .filter(source -> path(source).isEmpty())
                .isPresent();
        try {
            return isEmbedded ? config.clientCertificate() : Optional.empty();
        } catch (InvalidFormatException e) {
            // A kubelet that decided to start with it has a good pair in its store, and does not look at this one.
            return Optional.empty();
        }
    }

    KubeletCertificateStore servingStore() throws IOException {
        return KubeletCertificateStore.open(certificateDirectory, KubeletCertificateStore.SERVER);
    }

    /** Writes the kubeconfig that leads to the current pair of the store. */
    void writeKubeconfig(Cluster cluster) throws IOException {
        Kubeconfig.kubelet(cluster, clientStore().currentPath()).write(kubeconfig);
    }
}
