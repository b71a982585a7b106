package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.discovery.BootstrapDecision;
import io.github.kubetls.discovery.KubeconfigState;
import io.github.kubetls.discovery.KubeletBootstrap;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeletKubeconfigTest {

    private static final Path KUBEADM = Recorded.path("recorded/kubeadm-kubelet.conf");
    private static final Path BOOTSTRAP = Recorded.path("recorded/bootstrap-kubelet.conf");

    @TempDir
    Path directory;

    private static CertificateAndKey pair(Path kubeconfig) throws Exception {
        return ClientConfig.of(Kubeconfig.read(kubeconfig)).clientCertificate().orElseThrow();
    }

    @Test
    void readsAnEmbeddedClientCertificate() throws Exception {
        KubeconfigState state = KubeletKubeconfig.read(KUBEADM);
        Instant notAfter = pair(KUBEADM).certificate().getNotAfter().toInstant();
        assertThat(state)
                .isEqualTo(new KubeconfigState.ClientCertificate(pair(KUBEADM).chain()));
        assertThat(state.isStillValid(notAfter).isValid()).isTrue();
        assertThat(state.isStillValid(notAfter.plusNanos(1)).isValid()).isFalse();
    }

    @Test
    void aTokenAloneIsNoClientCertificate() {
        assertThat(KubeletKubeconfig.read(BOOTSTRAP)).isEqualTo(new KubeconfigState.NoClientCertificate());
    }

    @Test
    void withoutTlsThereIsNoClientCertificate() throws Exception {
        Path file = Files.writeString(
                directory.resolve("k"), Files.readString(KUBEADM).replace("https://", "http://"));
        assertThat(KubeletKubeconfig.read(file)).isEqualTo(new KubeconfigState.NoClientCertificate());
    }

    @Test
    void tellsWhyAFileCannotBeUsed() throws Exception {
        Path file = directory.resolve("k");
        assertThat(KubeletKubeconfig.read(file)).isEqualTo(new KubeconfigState.Missing(file.toString()));
        Files.writeString(file, "");
        assertThat(KubeletKubeconfig.read(file)).isInstanceOf(KubeconfigState.Unloadable.class);
        Files.writeString(file, "clusters: [");
        assertThat(KubeletKubeconfig.read(file)).isInstanceOf(KubeconfigState.Unloadable.class);
        Files.writeString(file, "apiVersion: v1\nkind: Config\ncurrent-context: gone\n");
        assertThat(KubeletKubeconfig.read(file)).isInstanceOf(KubeconfigState.Unloadable.class);
        Files.writeString(
                file,
                Recorded.text("recorded/kubelet-after-bootstrap.conf")
                        .replace("/var/lib/kubelet", directory.toString()));
        assertThat(KubeletKubeconfig.read(file))
                .isInstanceOfSatisfying(
                        KubeconfigState.Unloadable.class,
                        state -> assertThat(state.reason()).contains("unable to read client-cert"));
        Files.delete(file);
        Files.createSymbolicLink(file, file);
        assertThat(KubeletKubeconfig.read(file)).isInstanceOf(KubeconfigState.Inaccessible.class);
    }

    @Test
    void aFileThatMayNotBeReadIsUnloadable() throws Exception {
        assumeThat(System.getProperty("user.name")).isNotEqualTo("root");
        Path file = Files.copy(KUBEADM, directory.resolve("k"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
        assertThat(KubeletKubeconfig.read(file)).isInstanceOf(KubeconfigState.Unloadable.class);
    }

    @Test
    void aKeyOfAnotherCertificateIsUnusable() throws Exception {
        Cluster cluster = Kubeconfig.read(KUBEADM).currentCluster().orElseThrow();
        AuthInfo user = AuthInfo.builder()
                .clientCertificate(PemSource.inline(pair(KUBEADM).certificatePem()))
                .clientKey(PemSource.inline(
                        pair(Recorded.path("recorded/kubeadm-admin.conf")).keyPem()))
                .build();
        Path file = directory.resolve("k");
        Kubeconfig.of("c", cluster, "u", user).write(file);
        assertThat(KubeletKubeconfig.read(file))
                .isInstanceOfSatisfying(
                        KubeconfigState.UnusableCredentials.class,
                        state -> assertThat(state.reason())
                                .contains("does not match")
                                .doesNotContain("-----"));
    }

    @Test
    void aCaThatIsNoneIsUnusable() throws Exception {
        Cluster cluster = Cluster.of(
                "https://127.0.0.1:6443", PemSource.inline("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"));
        Path file = directory.resolve("k");
        Kubeconfig.of("c", cluster, "u", Kubeconfig.read(KUBEADM).currentUser().orElseThrow())
                .write(file);
        assertThat(KubeletKubeconfig.read(file)).isInstanceOf(KubeconfigState.UnusableCredentials.class);
    }

    @Test
    void aKubeletThatHasBootstrappedUsesItsKubeconfigUntilItsCertificateExpires() throws Exception {
        KubeletCertificateStore store =
                KubeletCertificateStore.open(directory.resolve("pki"), KubeletCertificateStore.CLIENT);
        store.update(pair(KUBEADM));
        Path file = directory.resolve("kubelet.conf");
        Cluster cluster = Kubeconfig.read(BOOTSTRAP).currentCluster().orElseThrow();
        Kubeconfig.kubelet(cluster, store.currentPath()).write(file);

        Instant notAfter = pair(KUBEADM).certificate().getNotAfter().toInstant();
        KubeletBootstrap bootstrap = KubeletBootstrap.builder(KubeletKubeconfig.read(file))
                .bootstrapKubeconfig(KubeletKubeconfig.read(BOOTSTRAP))
                .rotateCertificates(true)
                .build();
        assertThat(bootstrap.decide(notAfter)).isInstanceOf(BootstrapDecision.UseKubeconfig.class);
        assertThat(bootstrap.decide(notAfter.plusSeconds(1)))
                .isInstanceOf(BootstrapDecision.BootstrapInBackground.class);
    }
}
