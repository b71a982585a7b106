package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.discovery.BootstrapDecision;
import io.github.kubetls.discovery.KubeconfigState;
import io.github.kubetls.discovery.KubeletBootstrap;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeletKubeconfigTest {

    @TempDir
    private static Path recorded;

    private static Path kubeadm;
    private static Path bootstrap;

    @TempDir
    Path directory;

    @BeforeAll
    static void copyRecordings() {
        kubeadm = Recorded.copy("kubeconfig/kubeadm-kubelet.conf", recorded.resolve("kubeadm-kubelet.conf"));
        bootstrap = Recorded.copy("kubeconfig/bootstrap-kubelet.conf", recorded.resolve("bootstrap-kubelet.conf"));
    }

    private static CertificateAndKey pair(Path kubeconfig) throws Exception {
        return Kubeconfig.read(kubeconfig).clientConfig().clientCertificate().orElseThrow();
    }

    @Test
    void readsAnEmbeddedClientCertificate() throws Exception {
        KubeconfigState state = KubeletKubeconfig.read(kubeadm);
        Instant notAfter = pair(kubeadm).certificate().getNotAfter().toInstant();
        assertThat(state)
                .isEqualTo(new KubeconfigState.ClientCertificate(pair(kubeadm).chain()));
        assertThat(state.isStillValid(notAfter).isValid()).isTrue();
        assertThat(state.isStillValid(notAfter.plusNanos(1)).isValid()).isFalse();
    }

    @Test
    void aTokenAloneIsNoClientCertificate() {
        assertThat(KubeletKubeconfig.read(bootstrap)).isEqualTo(new KubeconfigState.NoClientCertificate());
    }

    @Test
    void withoutTlsThereIsNoClientCertificate() throws Exception {
        Path file = Files.writeString(
                directory.resolve("k"), Files.readString(kubeadm).replace("https://", "http://"));
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
                Recorded.text("kubeconfig/kubelet-after-bootstrap.conf")
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
        Path file = Files.copy(kubeadm, directory.resolve("k"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
        assertThat(KubeletKubeconfig.read(file)).isInstanceOf(KubeconfigState.Unloadable.class);
    }

    @Test
    void aKeyOfAnotherCertificateIsUnusable() throws Exception {
        Cluster cluster = Kubeconfig.read(kubeadm).currentCluster().orElseThrow();
        AuthInfo user = AuthInfo.builder()
                .clientCertificate(PemSource.inline(pair(kubeadm).certificatePem()))
                .clientKey(PemSource.inline(
                        pair(Recorded.copy("kubeconfig/kubeadm-admin.conf", directory.resolve("admin")))
                                .keyPem()))
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
        Kubeconfig.of("c", cluster, "u", Kubeconfig.read(kubeadm).currentUser().orElseThrow())
                .write(file);
        assertThat(KubeletKubeconfig.read(file)).isInstanceOf(KubeconfigState.UnusableCredentials.class);
    }

    @Test
    void aKubeletThatHasBootstrappedUsesItsKubeconfigUntilItsCertificateExpires() throws Exception {
        KubeletCertificateStore store =
                KubeletCertificateStore.open(directory.resolve("pki"), KubeletCertificateStore.CLIENT);
        store.update(pair(kubeadm));
        Path file = directory.resolve("kubelet.conf");
        Cluster cluster = Kubeconfig.read(bootstrap).currentCluster().orElseThrow();
        Kubeconfig.kubelet(cluster, store.currentPath()).write(file);

        Instant notAfter = pair(kubeadm).certificate().getNotAfter().toInstant();
        KubeletBootstrap settings = KubeletBootstrap.builder(KubeletKubeconfig.read(file))
                .bootstrapKubeconfig(KubeletKubeconfig.read(bootstrap))
                .rotateCertificates(true)
                .build();
        assertThat(settings.decide(notAfter)).isInstanceOf(BootstrapDecision.UseKubeconfig.class);
        assertThat(settings.decide(notAfter.plusSeconds(1)))
                .isInstanceOf(BootstrapDecision.BootstrapInBackground.class);
    }
}
