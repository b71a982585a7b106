package io.github.kubetls.examples.tools;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link LoopbackControlPlane} in a process of its own, and clients for it; closing it kills it. */
final class LoopbackCluster implements AutoCloseable {

    private final Path folder;
    private final ExampleProcess process;

    private LoopbackCluster(Path folder, ExampleProcess process) {
        this.folder = folder;
        this.process = process;
    }

    /** Starts a control plane on a free port, and waits until it serves. */
    static LoopbackCluster start(Path folder, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--listen", "127.0.0.1:0", "--dir", folder.toString()));
        arguments.addAll(List.of(options));
        ExampleProcess process = ExampleProcess.start(LoopbackControlPlane.class, arguments.toArray(String[]::new));
        process.awaitOutput("ready");
        return new LoopbackCluster(folder, process);
    }

    ExampleProcess process() {
        return process;
    }

    Path adminKubeconfig() {
        return folder.resolve("admin.conf");
    }

    Path bootstrapKubeconfig() {
        return folder.resolve("bootstrap-kubelet.conf");
    }

    CertificateAuthority ca() throws IOException {
        return CertificateAuthority.read(folder.resolve("pki/ca.crt"), folder.resolve("pki/ca.key"));
    }

    URI address() throws IOException {
        return ClientConfig.of(kubeconfig()).server();
    }

    ApiCaller admin() throws IOException {
        return ApiCaller.of(ClientConfig.of(kubeconfig()));
    }

    /** Whoever has the bootstrap token. */
    ApiCaller bootstrapper() throws IOException {
        return ApiCaller.of(ClientConfig.of(Kubeconfig.read(bootstrapKubeconfig())));
    }

    /** The user that a client certificate of the cluster's CA stands for. */
    ApiCaller user(String name, String... groups) throws IOException {
        CertificateAndKey pair = ca().issuing(name, Instant.now())
                .organizations(groups)
                .usages(KeyUsage.CLIENT_AUTH)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
        return as(AuthInfo.of(pair));
    }

    ApiCaller as(AuthInfo credentials) throws IOException {
        Kubeconfig admin = kubeconfig();
        return ApiCaller.of(ClientConfig.of(
                Kubeconfig.of("kubernetes", admin.currentCluster().orElseThrow(), "user", credentials)));
    }

    private Kubeconfig kubeconfig() throws IOException {
        return Kubeconfig.read(adminKubeconfig());
    }

    Optional<String> token() throws IOException {
        return Kubeconfig.read(bootstrapKubeconfig()).currentUser().flatMap(AuthInfo::token);
    }

    @Override
    public void close() {
        process.close();
    }
}
