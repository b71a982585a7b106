package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import io.github.kubetls.kubelet.StoredCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigStateTest {

    @TempDir
    private static Path recorded;

    private static Path kubeadm;
    private static Path bootstrap;

    @TempDir
    Path directory;

    /** NotAfter of the leaf certificate. */
    private static final Instant NOT_AFTER = Instant.parse("2025-01-14T09:55:00Z");

    private static final Instant NOW = NOT_AFTER.minusSeconds(3600);

    @BeforeAll
    static void copyRecordings() {
        kubeadm = Recorded.copy("kubeconfig/kubeadm-kubelet.conf", recorded.resolve("kubeadm-kubelet.conf"));
        bootstrap = Recorded.copy("kubeconfig/bootstrap-kubelet.conf", recorded.resolve("bootstrap-kubelet.conf"));
    }

    private static CertificateAndKey pair(Path kubeconfig) throws Exception {
        return ClientConfig.of(Kubeconfig.read(kubeconfig)).clientCertificate().orElseThrow();
    }

    @Test
    void aClientCertificateThatHasNotExpiredIsStillValid() {
        KubeconfigState state = KubeconfigState.ofClientCertificate(Pairs.LEAF_CERTIFICATE, Pairs.LEAF_KEY);
        assertThat(state.evaluate(NOW).isValid()).isTrue();
        assertThat(state.evaluate(NOT_AFTER).isValid())
                .as("in its last instant")
                .isTrue();
        assertThat(state.evaluate(NOT_AFTER.plusNanos(1)).isValid()).isFalse();
        assertThat(state.evaluate(NOT_AFTER.plusNanos(1)).reason())
                .isEqualTo("part of the existing client certificate is expired: 2025-01-14T09:55:00Z");
    }

    @Test
    void whenACertificateBeginsToBeValidDoesNotMatter() {
        assertThat(KubeconfigState.ofClientCertificate(Pairs.LEAF_CERTIFICATE, Pairs.LEAF_KEY)
                        .evaluate(Instant.EPOCH)
                        .isValid())
                .isTrue();
    }

    @Test
    void oneExpiredCertificateOfTheChainIsEnough() {
        String chain = Pairs.recorded().certificatePem() + Pairs.LEAF_CERTIFICATE;
        KubeconfigState state =
                KubeconfigState.ofClientCertificate(chain, Pairs.recorded().keyPem());
        assertThat(state.evaluate(NOW).isValid()).isTrue();
        assertThat(state.evaluate(NOT_AFTER.plusSeconds(1)).isValid()).isFalse();
    }

    /** docs/behaviour/kubelet.md, 2.2, and docs/behaviour/worked-examples.md, W30. */
    @Test
    void aTokenAloneIsNotStillValid() {
        assertThat(new KubeconfigState.NoClientCertificate().evaluate(NOW))
                .isEqualTo(new KubeconfigState.Verdict(false, "there is no client certificate"));
    }

    @Test
    void whatCannotBeUsedIsNotStillValid() {
        assertThat(new KubeconfigState.Missing("/k").evaluate(NOW))
                .isEqualTo(new KubeconfigState.Verdict(false, "stat /k: no such file or directory"));
        assertThat(new KubeconfigState.Inaccessible("/k", "permission denied").evaluate(NOW))
                .isEqualTo(new KubeconfigState.Verdict(
                        false, "error reading existing bootstrap kubeconfig /k: permission denied"));
        assertThat(new KubeconfigState.Unloadable("no context").evaluate(NOW))
                .isEqualTo(new KubeconfigState.Verdict(
                        false, "unable to read existing bootstrap client config: no context"));
    }

    @Test
    void aKeyOfAnotherCertificateIsUnusable() {
        KubeconfigState state = KubeconfigState.ofClientCertificate(
                Pairs.LEAF_CERTIFICATE, Pairs.rsa().keyPem());
        assertThat(state).isInstanceOf(KubeconfigState.UnusableCredentials.class);
        assertThat(state.evaluate(NOW).isValid()).isFalse();
        assertThat(state.evaluate(NOW).reason())
                .startsWith("unable to load TLS configuration from existing bootstrap client config: ")
                .contains("does not match");
        assertThat(KubeconfigState.ofClientCertificate("", "")).isInstanceOf(KubeconfigState.UnusableCredentials.class);
    }

    @Test
    void thereIsNoClientCertificateWithoutACertificate() {
        assertThatThrownBy(() -> new KubeconfigState.ClientCertificate(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAnEmbeddedClientCertificate() throws Exception {
        KubeconfigState state = KubeconfigState.read(kubeadm);
        Instant notAfter = pair(kubeadm).certificate().getNotAfter().toInstant();
        assertThat(state)
                .isEqualTo(new KubeconfigState.ClientCertificate(pair(kubeadm).chain()));
        assertThat(state.evaluate(notAfter).isValid()).isTrue();
        assertThat(state.evaluate(notAfter.plusNanos(1)).isValid()).isFalse();
    }

    @Test
    void aTokenAloneIsNoClientCertificate() {
        assertThat(KubeconfigState.read(bootstrap)).isEqualTo(new KubeconfigState.NoClientCertificate());
    }

    @Test
    void withoutTlsThereIsNoClientCertificate() throws Exception {
        Path file = Files.writeString(
                directory.resolve("k"), Files.readString(kubeadm).replace("https://", "http://"));
        assertThat(KubeconfigState.read(file)).isEqualTo(new KubeconfigState.NoClientCertificate());
    }

    @Test
    void tellsWhyAFileCannotBeUsed() throws Exception {
        Path file = directory.resolve("k");
        assertThat(KubeconfigState.read(file)).isEqualTo(new KubeconfigState.Missing(file.toString()));
        Files.writeString(file, "");
        assertThat(KubeconfigState.read(file)).isInstanceOf(KubeconfigState.Unloadable.class);
        Files.writeString(file, "clusters: [");
        assertThat(KubeconfigState.read(file)).isInstanceOf(KubeconfigState.Unloadable.class);
        Files.writeString(file, "apiVersion: v1\nkind: Config\ncurrent-context: gone\n");
        assertThat(KubeconfigState.read(file)).isInstanceOf(KubeconfigState.Unloadable.class);
        Files.writeString(
                file,
                Recorded.text("kubeconfig/kubelet-after-bootstrap.conf")
                        .replace("/var/lib/kubelet", directory.toString()));
        assertThat(KubeconfigState.read(file))
                .isInstanceOfSatisfying(
                        KubeconfigState.Unloadable.class,
                        state -> assertThat(state.reason()).contains("unable to read client-cert"));
        Files.delete(file);
        Posix.link(file, file);
        assertThat(KubeconfigState.read(file)).isInstanceOf(KubeconfigState.Inaccessible.class);
    }

    /** What stands in a path begins no line of its own in a log. */
    @Test
    void showsNoPathThatForgesALine() throws Exception {
        String hostile = "a\nlevel=info msg=forged\u001B[2K\u202E";
        Path broken = Files.writeString(directory.resolve(hostile), "clusters: 1");
        KubeconfigState missing = KubeconfigState.read(directory.resolve(hostile + "2"));
        KubeconfigState unloadable = KubeconfigState.read(broken);
        KubeconfigState inaccessible = new KubeconfigState.Inaccessible(hostile, hostile);
        KubeconfigState unusable = new KubeconfigState.UnusableCredentials(hostile);
        for (KubeconfigState state : List.of(missing, unloadable, inaccessible, unusable)) {
            KubeletBootstrap.Builder bootstrapped = KubeletBootstrap.builder(state);
            assertThat(List.of(
                            state.toString(),
                            state.evaluate(NOW).toString(),
                            bootstrapped.build().decide(NOW).toString(),
                            bootstrapped
                                    .bootstrapKubeconfig(state)
                                    .build()
                                    .decide(NOW)
                                    .toString(),
                            KubeletBootstrap.builder(missing)
                                    .bootstrapKubeconfig(new KubeconfigState.NoClientCertificate())
                                    .temporaryKeyDoesNotLoad(hostile)
                                    .build()
                                    .decide(NOW)
                                    .toString()))
                    .allSatisfy(text -> assertThat(text)
                            .doesNotContain("\n", "\u001B", "\u202E")
                            .contains("\\n"));
        }
        assertThat(new StoredCertificate.Absent(hostile).message()).doesNotContain("\n");
    }

    @Test
    void aFileThatMayNotBeReadIsUnloadable() throws Exception {
        assumeThat(System.getProperty("user.name")).isNotEqualTo("root");
        Path file = Files.copy(kubeadm, directory.resolve("k"));
        Posix.chmod(file, "-w-------");
        assertThat(KubeconfigState.read(file)).isInstanceOf(KubeconfigState.Unloadable.class);
    }

    @Test
    void aKeyOfAnotherCertificateInAFileIsUnusable() throws Exception {
        Cluster cluster = Kubeconfig.read(kubeadm).currentCluster().orElseThrow();
        AuthInfo user = AuthInfo.builder()
                .clientCertificate(PemSource.inline(pair(kubeadm).certificatePem()))
                .clientKey(PemSource.inline(
                        pair(Recorded.copy("kubeconfig/kubeadm-admin.conf", directory.resolve("admin.conf")))
                                .keyPem()))
                .build();
        Path file = directory.resolve("k");
        Kubeconfig.of("c", cluster, "u", user).write(file);
        assertThat(KubeconfigState.read(file))
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
        assertThat(KubeconfigState.read(file)).isInstanceOf(KubeconfigState.UnusableCredentials.class);
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
        KubeletBootstrap decision = KubeletBootstrap.builder(KubeconfigState.read(file))
                .bootstrapKubeconfig(KubeconfigState.read(bootstrap))
                .rotateCertificates(true)
                .build();
        assertThat(decision.decide(notAfter)).isInstanceOf(KubeletBootstrap.Decision.UseKubeconfig.class);
        assertThat(decision.decide(notAfter.plusSeconds(1)))
                .isInstanceOf(KubeletBootstrap.Decision.BootstrapInBackground.class);
    }
}
