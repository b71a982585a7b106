package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.discovery.ClusterInfo.Verification;
import io.github.kubetls.discovery.DiscoveryStep.Discovered;
import io.github.kubetls.discovery.DiscoveryStep.Fetch;
import io.github.kubetls.fixtures.Kubectl;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recordings of a cluster of release 1.20: {@code kubeadm init phase bootstrap-token}, {@code kubectl get -o yaml},
 * {@code kubeadm token create --print-join-command}. Their keys and tokens were made for this and protect nothing.
 */
class RecordedDiscoveryTest {

    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final String KUBECONFIG = Recorded.text("discovery/cluster-info.kubeconfig");
    private static final ClusterInfo CLUSTER_INFO = ClusterInfo.parse(Recorded.text("discovery/cluster-info.yaml"));
    private static final List<Secret> SECRETS =
            Secret.parseAll(Recorded.text("discovery/bootstrap-token-secrets.yaml"));
    private static final BootstrapToken EDGE = BootstrapToken.parse("k7m2q9.0f1e2d3c4b5a6978");
    private static final BootstrapToken FOREVER = BootstrapToken.parse("vdb9xb.jiqhz35y355g1ngx");

    @Test
    void readsAndVerifiesClusterInfo() {
        assertThat(CLUSTER_INFO.kubeconfig()).contains(KUBECONFIG);
        assertThat(CLUSTER_INFO.signatures()).containsOnlyKeys("k7m2q9", "vdb9xb");
        assertThat(CLUSTER_INFO.verify(EDGE)).isEqualTo(Verification.VALID);
        assertThat(CLUSTER_INFO.verify(FOREVER)).isEqualTo(Verification.VALID);
        assertThat(CLUSTER_INFO.verify(Fixtures.TOKEN)).isEqualTo(Verification.SIGNATURE_MISSING);
        assertThat(CLUSTER_INFO.findings()).isEmpty();
    }

    @Test
    void writesClusterInfoAsItWasRead() {
        assertThat(CLUSTER_INFO.toYaml()).isEqualTo(Recorded.text("discovery/cluster-info.yaml"));
        assertThat(ClusterInfo.parse(CLUSTER_INFO.toJson())).isEqualTo(CLUSTER_INFO);
    }

    @Test
    void publishesTheSameDocumentAndSignaturesAsTheCluster() {
        ClusterInfo ours = ClusterInfo.of(
                Cluster.of("https://127.0.0.1:16443", PemSource.inline(Recorded.text("csr/ca.crt"))),
                KubernetesRelease.of(33));
        assertThat(ours.kubeconfig()).contains(KUBECONFIG);
        assertThat(ours.sign(EDGE, FOREVER).signatures()).isEqualTo(CLUSTER_INFO.signatures());
        assertThat(ours.runSigner(SECRETS, NOW).result().signatures()).isEqualTo(CLUSTER_INFO.signatures());
        assertThat(CLUSTER_INFO.runSigner(SECRETS, NOW).isChanged()).isFalse();
    }

    @Test
    void removesTheSignatureOfATokenThatHasExpired() {
        Instant later = Instant.parse("2026-11-24T18:12:38Z");
        assertThat(CLUSTER_INFO.runSigner(SECRETS, later).removed()).containsExactly("k7m2q9");
    }

    @Test
    void readsThePrintedJoinCommandWordByWord() {
        String printed = Recorded.text("discovery/join-command.txt");
        JoinCommand command = JoinCommand.parse(printed);
        assertThat(command.caPins())
                .containsExactly(CaPin.of(
                        Pem.parseCertificates(Recorded.text("csr/ca.crt")).get(0)));
        JoinCommand ours = JoinCommand.builder("https://127.0.0.1:16443", command.token())
                .caCertificates(Recorded.text("csr/ca.crt"))
                .build();
        assertThat(ours).isEqualTo(command);
        assertThat(ours.toCommandLine().split(" ")).isEqualTo(printed.strip().split("\\s+"));
    }

    @Test
    void discoversTheCluster() {
        TokenDiscovery discovery = TokenDiscovery.builder("127.0.0.1:16443", FOREVER)
                .caPins(JoinCommand.parse(Recorded.text("discovery/join-command.txt"))
                        .caPins())
                .build();
        Fetch second = (Fetch) ((Fetch) discovery.begin(NOW)).received(CLUSTER_INFO, NOW);
        DiscoveredCluster cluster = ((Discovered) second.received(CLUSTER_INFO, NOW)).cluster();
        assertThat(cluster.server()).isEqualTo("https://127.0.0.1:16443");
        assertThat(cluster.certificateAuthorities()).contains(Recorded.text("csr/ca.crt"));
    }

    /** kubectl reads what we write, and writes it as we do. */
    @Test
    void agreesWithKubectlOnManifests(@TempDir Path folder) throws IOException {
        ClusterInfo lineEnds = ClusterInfo.of(Fixtures.K2.replace("\n", "\r\n")).sign(Fixtures.TOKEN);
        for (ClusterInfo clusterInfo : List.of(CLUSTER_INFO, lineEnds)) {
            assertThat(Kubectl.rewrite(folder, clusterInfo.toYaml())).isEqualTo(clusterInfo.toYaml());
        }
    }
}
