package io.github.kubetls.examples.tools.apiserver;

import io.github.kubetls.TlsBootstrapException;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.discovery.JoinCommand;
import io.github.kubetls.examples.tools.cli.Folders;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.manifest.OwnerOnlyFile;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The folder of a control plane: its PKI, its state, and what it leaves for administrators and nodes. */
final class ClusterFolder implements AutoCloseable {

    private static final String BOOTSTRAP_KUBECONFIG = "bootstrap-kubelet.conf";

    private final Path folder;
    private final FileChannel lockFile;

    private ClusterFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Takes a folder for this process alone.
     *
     * @param folder the folder; made, for its owner only, when it is not there
     * @throws IOException      when it cannot be used
     * @throws ProgramException when another process has it
     */
    static ClusterFolder open(Path folder) throws IOException {
        Folders.createOwnerOnly(folder.resolve("pki"));
        FileChannel channel = Folders.openLockFile(folder.resolve("lock"));
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new ProgramException("another control plane uses the folder " + folder);
        }
        return new ClusterFolder(folder, channel);
    }

    Path state() {
        return folder.resolve("state.jsonl");
    }

    /** The CA of earlier runs, or a new one of the wanted kind. */
    CertificateAuthority authority(KeyAlgorithm wanted) throws IOException {
        Path certificate = folder.resolve("pki/ca.crt");
        Path key = folder.resolve("pki/ca.key");
        if (Files.exists(certificate) && Files.exists(key)) {
            return CertificateAuthority.read(certificate, key);
        }
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", wanted, Instant.now());
        ca.write(certificate, key);
        return ca;
    }

    /** A new certificate for the API server. */
    CertificateAndKey serving(CertificateAuthority ca, String host) throws IOException {
        Set<String> names = new LinkedHashSet<>(List.of(
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                "localhost",
                "127.0.0.1",
                "::1",
                "10.96.0.1"));
        names.add(host);
        CertificateAndKey serving =
                ca.issueServing("kube-apiserver", SubjectAltNames.of(names.toArray(String[]::new)), Instant.now());
        serving.write(folder.resolve("pki/apiserver.crt"), folder.resolve("pki/apiserver.key"));
        return serving;
    }

    /** The token of the last run, which is in the bootstrap kubeconfig. */
    Optional<BootstrapToken> lastToken() throws IOException {
        Path file = folder.resolve(BOOTSTRAP_KUBECONFIG);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Kubeconfig.read(file)
                    .currentUser()
                    .flatMap(AuthInfo::token)
                    .filter(BootstrapToken::isToken)
                    .map(BootstrapToken::parse);
        } catch (TlsBootstrapException e) {
            // Somebody else's file. It is written anew.
            return Optional.empty();
        }
    }

    /** Writes what administrators and nodes need. */
    void writeKubeconfigs(URI server, CertificateAuthority ca, BootstrapToken token) throws IOException {
        Cluster cluster = Cluster.of(server.toString(), PemSource.inline(ca.certificatePem()));
        CertificateAndKey admin = ca.issueClient(UserInfo.ADMIN_NAME, List.of(UserInfo.MASTERS_GROUP), Instant.now());
        Kubeconfig.kubeadm(cluster, admin).write(folder.resolve("admin.conf"));
        Kubeconfig.bootstrap(cluster, token).write(folder.resolve(BOOTSTRAP_KUBECONFIG));
        JoinCommand join = JoinCommand.builder(server.getAuthority(), token)
                .caCertificates(List.of(ca.certificate()))
                .build();
        OwnerOnlyFile.write(folder.resolve("join-command.txt"), join.toCommandLine() + "\n");
    }

    /** Gives the folder back. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
