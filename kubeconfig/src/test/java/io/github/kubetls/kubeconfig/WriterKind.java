package io.github.kubetls.kubeconfig;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.component.AuthenticationConfiguration;
import io.github.kubetls.component.AuthorizationConfiguration;
import io.github.kubetls.component.KubeletFlags;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.discovery.DiscoverySettings;
import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.kubeadm.KubeadmConfiguration;
import io.github.kubetls.kubeadm.KubeadmPki;
import io.github.kubetls.kubeconfig.client.CredentialPluginPolicy;
import io.github.kubetls.kubeconfig.client.ExecCredential;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import io.github.kubetls.kubelet.KubeletConfiguration;
import io.github.kubetls.kubelet.SelfSignedServingCertificate;
import io.github.kubetls.manifest.OwnerOnlyFile;
import io.github.kubetls.podcertificate.PodCertificateSource;
import io.github.kubetls.podcertificate.PodKeyType;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.StaticToken;
import io.github.kubetls.token.TokenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Everything that writes files, each with two versions of what it writes: equal bytes whoever writes them. */
enum WriterKind {
    TEXT((folder, version) -> OwnerOnlyFile.write(folder.resolve("file"), "secret " + version)),
    SECRET((folder, version) ->
            BootstrapTokenSecret.builder(token(version)).neverExpires().build().write(folder.resolve("file"))),
    TOKENS((folder, version) -> TokenFile.of(StaticToken.of(
                    "token-" + version, UserInfo.builder("u").uid("1").build()))
            .write(folder.resolve("file"))),
    PAIR((folder, version) -> pair(version).write(folder.resolve("file"))),
    PAIR_IN_TWO_FILES((folder, version) -> pair(version).write(folder.resolve("tls.crt"), folder.resolve("tls.key"))),
    REQUEST((folder, version) -> CertificateRequest.kubeletClient(
                    "worker-" + version,
                    new KeyPair(
                            Pairs.rsa().certificate().getPublicKey(),
                            Pairs.rsa().privateKey()))
            .write(folder.resolve("file"))),
    FLAGS((folder, version) -> KubeletFlags.parse("--node-ip=10.0.0." + version).write(folder.resolve("file"))),
    CONFIGURATION((folder, version) ->
            KubeletConfiguration.builder().port(10250 + version).build().write(folder.resolve("file"))),
    AUTHENTICATION((folder, version) -> AuthenticationConfiguration.of(
                    new AuthenticationConfiguration.Anonymous(version == 0, List.of()))
            .write(folder.resolve("file"))),
    AUTHORIZATION((folder, version) ->
            AuthorizationConfiguration.of(version == 0 ? "Node" : "RBAC").write(folder.resolve("file"))),
    KUBEADM_CONFIGURATION((folder, version) -> KubeadmConfiguration.parse(
                    "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nclusterName: c" + version)
            .write(folder.resolve("file"))),
    POD_VOLUME((folder, version) -> PodCertificateSource.builder(SignerName.of("example.com/s"), PodKeyType.ECDSA_P256)
            .credentialBundlePath("bundle.pem")
            .keyPath("key.pem")
            .certificateChainPath("chain.pem")
            .build()
            .write(folder, pair(version))),
    STORE((folder, version) -> KubeletCertificateStore.builder(folder, KubeletCertificateStore.CLIENT)
            .clock(Clock.fixed(Instant.EPOCH.plusSeconds(version), ZoneOffset.UTC))
            .open()
            .update(pair(version))),
    KUBECONFIG((folder, version) -> config(version).write(folder.resolve("file"))),
    DISCOVERY_SETTINGS((folder, version) -> DiscoverySettings.builder()
            .apiServerEndpoint("10.0.0.1:6443")
            .token(token(version).bearerToken())
            .unsafeSkipCaVerification()
            .build()
            .write(folder.resolve("file"))),
    EXEC_CREDENTIAL((folder, version) -> ExecCredential.builder("client.authentication.k8s.io/v1")
            .token("t" + version)
            .build()
            .write(folder.resolve("file"))),
    PLUGIN_POLICY((folder, version) ->
            CredentialPluginPolicy.allowlist("plugin-" + version).write(folder.resolve("file"))),
    /** Files that are written once, so that there is only one version, and it is random. */
    KUBEADM_PKI((folder, version) -> KubeadmPki.builder("cp-1", "10.0.0.1")
            .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
            .build()
            .generate(Instant.now())
            .write(folder.resolve("pki-" + version))),
    GENERATED_KEY((folder, version) -> Pem.readOrGeneratePrivateKey(folder.resolve("key-" + version))),
    GENERATED_SERVING((folder, version) -> SelfSignedServingCertificate.readOrGenerate(
            folder.resolve("serving-" + version), "worker-1", Instant.now())),
    /** With a lock, as kubectl. */
    UPDATE((folder, version) ->
            KubeconfigFiles.of(List.of(folder.resolve("file"))).update(any -> config(version)));

    /** Writes a version. */
    @FunctionalInterface
    interface Action {
        void write(Path folder, int version) throws IOException;
    }

    /** Those that may write again and again, and may be killed at any point. */
    static final List<WriterKind> REPEATABLE = List.of(values()).subList(0, KUBEADM_PKI.ordinal());

    private final Action action;

    WriterKind(Action action) {
        this.action = action;
    }

    private static BootstrapToken token(int version) {
        return BootstrapToken.parse("abcde" + version + ".0123456789abcdef");
    }

    private static CertificateAndKey pair(int version) {
        return version == 0 ? Pairs.leaf() : Pairs.recorded();
    }

    private static Kubeconfig config(int version) {
        return Kubeconfig.bootstrap(
                Cluster.of("https://10.0.0.1:6443", PemSource.file(Path.of("/ca.crt"))), token(version));
    }

    Path folder(Path directory) {
        return directory.resolve(name());
    }

    /** Writes a version, 0 or 1, into the writer's folder. */
    void write(Path directory, int version) throws IOException {
        action.write(folder(directory), version);
    }
}
