package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.kubeconfig.edit.ClusterEdit;
import io.github.kubetls.kubeconfig.edit.ContextEdit;
import io.github.kubetls.kubeconfig.edit.CredentialsEdit;
import io.github.kubetls.kubeconfig.edit.KubectlEdits;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {

    private static final String EMPTY = """
            apiVersion: v1
            clusters: null
            contexts: null
            current-context: ""
            kind: Config
            users: null
            """;

    /** As releases before 1.34 write it. */
    private static final String OLD_EMPTY = EMPTY.replace("users:", "preferences: {}\nusers:");

    @TempDir
    private Path directory;

    /** Written by kubectl and kubeadm, apart from the null map that a kubeadm of 1.20 prints. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubeconfig/admin.conf",
                "kubeconfig/bootstrap-kubelet.conf",
                "kubeconfig/kubeadm-admin.conf",
                "kubeconfig/kubeadm-controller-manager.conf",
                "kubeconfig/kubeadm-kubelet.conf",
                "kubeconfig/kubelet-after-bootstrap.conf",
                "discovery/cluster-info.kubeconfig",
            })
    void writesRecordedFilesAsTheyWere(String name) throws IOException {
        String text = Recorded.text(name);
        Kubeconfig config = Kubeconfig.parse(text);
        String expected = text.replace("    as-user-extra: null\n", "");
        assertThat(config.toYaml(KubernetesRelease.of(33))).isEqualTo(expected);
        assertThat(config.toYaml()).isEqualTo(expected.replace("preferences: {}\n", ""));
    }

    @Test
    void bootstrapsAsKubeadmJoinWritesIt() throws IOException {
        Kubeconfig recorded = Kubeconfig.parse(Recorded.text("kubeconfig/bootstrap-kubelet.conf"));
        Cluster cluster = recorded.cluster("kubernetes").orElseThrow();
        BootstrapToken token = BootstrapToken.parse(
                recorded.currentUser().orElseThrow().token().orElseThrow());
        assertThat(Kubeconfig.bootstrap(cluster, token).equals(recorded)).isTrue();
    }

    @Test
    void writesTheKubeletsOwnFileAsAKubeletDoes() throws IOException {
        Kubeconfig recorded = Kubeconfig.parse(Recorded.text("kubeconfig/kubelet-after-bootstrap.conf"));
        Cluster bootstrap = recorded.currentCluster().orElseThrow().toBuilder()
                .tlsServerName("not-copied")
                .proxyUrl("http://not-copied")
                .build();
        assertThat(Kubeconfig.kubelet(bootstrap, Path.of("/var/lib/kubelet/pki/kubelet-client-current.pem")))
                .isEqualTo(recorded);
    }

    /** The embedded certificates and keys go through our reader and writer of PEM. */
    @ParameterizedTest
    @CsvSource({
        "kubeadm-admin.conf, kubernetes-admin",
        "kubeadm-controller-manager.conf, system:kube-controller-manager",
        "kubeadm-kubelet.conf, system:node:worker-1",
    })
    void writesKubeadmsFilesAsKubeadmDoes(String name, String user) {
        Kubeconfig recorded = Kubeconfig.parse(Recorded.text("kubeconfig/" + name));
        Cluster cluster = recorded.currentCluster().orElseThrow();
        CertificateAndKey pair = CertificateAndKey.parse(
                text(recorded.user(user).orElseThrow().clientCertificate()),
                text(recorded.user(user).orElseThrow().clientKey()));
        assertThat(Kubeconfig.kubeadm(cluster, pair).equals(recorded)).isTrue();
    }

    private static String text(Optional<PemSource> source) {
        return new String(source.orElseThrow().data().orElseThrow(), StandardCharsets.UTF_8);
    }

    /** docs/behaviour/worked-examples.md, E32. */
    @Test
    void turnsADiscoveryFileIntoABootstrapKubeconfig() {
        Kubeconfig discovery = Kubeconfig.parse(Recorded.text("discovery/cluster-info.kubeconfig"));
        BootstrapToken token = BootstrapToken.parse("07401b.f395accd246ae52d");
        Kubeconfig bootstrap = Kubeconfig.bootstrap(discovery.discoveryCluster().orElseThrow(), token);
        assertThat(bootstrap.clusters())
                .isEqualTo(Map.of("kubernetes", discovery.clusters().get("")));
        assertThat(bootstrap.users().equals(Map.of("tls-bootstrap-token-user", AuthInfo.of(token))))
                .isTrue();
        assertThat(bootstrap.currentContext()).contains("tls-bootstrap-token-user@kubernetes");
        assertThat(bootstrap.violations()).isEmpty();
        assertThat(Kubeconfig.parse("").discoveryCluster()).isEmpty();
    }

    /** docs/behaviour/worked-examples.md, E01, with the functions instead of the commands. */
    @Test
    void buildsABootstrapKubeconfigStepByStep() {
        assertThat(KubectlEdits.of(Kubeconfig.parse(""))
                        .setCluster(
                                "prod",
                                ClusterEdit.none()
                                        .server("https://10.0.0.1:6443")
                                        .certificateAuthority(PemSource.inline(
                                                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")))
                        .setCredentials("tls-bootstrap", CredentialsEdit.none().token("07401b.f395accd246ae52d"))
                        .setContext(
                                "boot",
                                ContextEdit.none()
                                        .cluster("prod")
                                        .user("tls-bootstrap")
                                        .namespace("kube-system"))
                        .useContext("boot")
                        .config()
                        .toYaml(KubernetesRelease.of(32)))
                .isEqualTo(Recorded.text("kubectl-cases/01-from-scratch/after/k"));
    }

    @Test
    void theKubeletPrefersAFileToItsContent() throws IOException {
        Kubeconfig both = Kubeconfig.parse(
                "clusters: [{name: '', cluster: {certificate-authority: /ca, certificate-authority-data: QUJD}}]");
        assertThat(Kubeconfig.kubelet(both.discoveryCluster().orElseThrow(), Path.of("/pair"))
                        .currentCluster()
                        .orElseThrow()
                        .certificateAuthority())
                .contains(PemSource.file("/ca"));
    }

    @Test
    void anEmptyKubeconfigHasSixLines() {
        assertThat(Kubeconfig.builder().build().toYaml()).isEqualTo(EMPTY);
        assertThat(Kubeconfig.parse("").toYaml()).isEqualTo(EMPTY);
        assertThat(Kubeconfig.parse("").toYaml(KubernetesRelease.of(33))).isEqualTo(OLD_EMPTY);
    }

    @Test
    void writesOwnerOnlyAndKeepsTheModeOfAnExistingFile() throws IOException {
        Path file = directory.resolve("new/dir/k");
        Kubeconfig.parse("").write(file);
        assertThat(file).hasContent(EMPTY);
        assertThat(Posix.mode(file)).isEqualTo("rw-------");
        Kubeconfig.parse("").write(file, KubernetesRelease.of(33));
        assertThat(file).hasContent(OLD_EMPTY);
        Posix.chmod(file, "rw-r-----");
        Kubeconfig.parse("current-context: x").write(file);
        assertThat(Posix.mode(file)).isEqualTo("rw-r-----");
        assertThat(Kubeconfig.read(file).currentContext()).contains("x");
    }

    @Test
    void followsASymbolicLinkWhenWriting() throws IOException {
        Path target = directory.resolve("target");
        Path link = Posix.link(directory.resolve("link"), Path.of("target"));
        Kubeconfig.parse("").write(target);
        Kubeconfig.parse("current-context: x").write(link);
        assertThat(link).isSymbolicLink();
        assertThat(Kubeconfig.read(target).currentContext()).contains("x");
    }

    @Test
    void resolvesTheCurrentContext() throws IOException {
        Kubeconfig config = Kubeconfig.parse(Recorded.text("kubeconfig/kubeadm-admin.conf"));
        assertThat(config.currentContext()).contains("kubernetes-admin@kubernetes");
        assertThat(config.currentCluster().orElseThrow().server()).isEqualTo("https://api.example.test:6443");
        assertThat(config.currentUser().orElseThrow().hasCredentials()).isTrue();
    }

    @Test
    void takesTheUnnamedClusterOfADiscoveryFile() throws IOException {
        Kubeconfig discovery = Kubeconfig.parse(Recorded.text("discovery/cluster-info.kubeconfig"));
        Cluster cluster = discovery.discoveryCluster().orElseThrow();
        assertThat(Kubeconfig.discovery(cluster)).isEqualTo(discovery);
    }

    @Test
    void keepsUnknownFieldsAtEveryLevel() {
        String text = """
                apiVersion: v1
                clusters:
                - cluster:
                    server: s
                    x: 1
                  name: c
                  x: 2
                contexts:
                - context:
                    cluster: c
                    user: u
                    x: 3
                  name: ctx
                  x: 4
                current-context: ""
                extensions:
                - extension: null
                  name: e
                  x: 5
                kind: Config
                preferences:
                  x: 6
                users:
                - name: u
                  user:
                    auth-provider:
                      config: null
                      name: p
                      x: 7
                    exec:
                      args: null
                      command: c
                      env:
                      - name: "N"
                        value: v
                        x: 8
                      provideClusterInfo: false
                      x: 9
                    x: 10
                  x: 11
                x: 12
                """;
        assertThat(Kubeconfig.parse(text).toYaml()).isEqualTo(text);
    }
}
