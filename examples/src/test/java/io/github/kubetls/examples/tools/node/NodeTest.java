package io.github.kubetls.examples.tools.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.discovery.KubeletBootstrap.Decision;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.KeySource;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubelet.CertificateRotation;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import io.github.kubetls.kubelet.StoredCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node makes of its files. */
class NodeTest {

    private static final Cluster CLUSTER =
            Cluster.of("https://127.0.0.1:1", PemSource.inline(Requests.CA.certificatePem()));
    private static final CertificateAndKey PAIR =
            Requests.CA.issueClient("system:node:worker-1", List.of("system:nodes"), Instant.now());

    @TempDir
    Path folder;

    private final Requests.Told told = new Requests.Told();
    private NodeFiles files;

    @BeforeEach
    void writeBootstrapKubeconfig() throws IOException {
        Path bootstrap = folder.resolve("bootstrap.conf");
        Kubeconfig.of("k", CLUSTER, "b", AuthInfo.builder().token("t").build()).write(bootstrap);
        files = new NodeFiles(folder.resolve("kubelet.conf"), bootstrap, folder.resolve("pki"));
    }

    private NodeContext context() {
        Journal journal = told.journal();
        return new NodeContext(
                new NodeConnections(files.kubeconfig(), null), journal, new ServerRelease(null, journal));
    }

    private Node node(boolean rotate) {
        return new Node(
                files, new NodeSettings("worker-1", List.of(), rotate, null, null), Optional.empty(), told.journal());
    }

    @Test
    void keepsANewKeyUntilThereIsACertificate() throws Exception {
        assertThat(files.decide(false, told.journal()))
                .isInstanceOfSatisfying(
                        Decision.BootstrapFirst.class,
                        first -> assertThat(first.keySource()).isEqualTo(KeySource.NEW));
        byte[] key = files.bootstrapKey(KeySource.NEW).getPublic().getEncoded();
        assertThat(files.decide(false, told.journal()))
                .isInstanceOfSatisfying(
                        Decision.BootstrapFirst.class,
                        first -> assertThat(first.keySource()).isEqualTo(KeySource.TEMPORARY));
        assertThat(files.bootstrapKey(KeySource.TEMPORARY).getPublic().getEncoded())
                .isEqualTo(key);
        files.deleteTemporaryKey();
        assertThat(files.bootstrapKey(KeySource.NEW).getPublic().getEncoded()).isNotEqualTo(key);
    }

    @Test
    void asksAgainForTheKeyThatIsStoredWithoutKubeconfig() throws Exception {
        files.clientStore().update(PAIR);
        assertThat(files.decide(false, told.journal()))
                .isInstanceOfSatisfying(
                        Decision.BootstrapFirst.class,
                        first -> assertThat(first.keySource()).isEqualTo(KeySource.STORED));
        assertThat(files.bootstrapKey(KeySource.STORED).getPublic())
                .isEqualTo(PAIR.certificate().getPublicKey());
    }

    @Test
    void endsWithATemporaryKeyThatIsNone() throws Exception {
        Files.createDirectories(folder.resolve("pki"));
        Files.writeString(folder.resolve("pki/kubelet-client.key.tmp"), "half a key");
        assertThatThrownBy(() -> node(false).run())
                .isInstanceOf(ProgramException.class)
                .hasMessageStartingWith("error loading key from ");
        assertThat(folder.resolve("pki/kubelet-client.key.tmp")).hasContent("half a key");
    }

    @Test
    void endsWithoutAnyKubeconfig() throws Exception {
        Files.delete(folder.resolve("bootstrap.conf"));
        assertThatThrownBy(() -> node(true).run())
                .isInstanceOf(ProgramException.class)
                .hasMessageStartingWith("unable to load bootstrap kubeconfig: stat ");
    }

    @Test
    void endsWithAStoreThatIsCorruptWhereItIsToRotate() throws Exception {
        files.clientStore().update(PAIR);
        files.writeKubeconfig(CLUSTER);
        Path stored = files.clientStore().currentPath().toRealPath();
        Files.writeString(stored, "half a pair");
        assertThatThrownBy(() -> node(true).run())
                .isInstanceOf(ProgramException.class)
                .hasMessageStartingWith("failed to initialize the manager of the client certificate: ");
    }

    @Test
    void writesNoRelativePathIntoTheKubeconfig() throws Exception {
        Path relative =
                Path.of("").toAbsolutePath().relativize(folder.toRealPath().resolve("pki"));
        NodeFiles given = new NodeFiles(folder.resolve("kubelet.conf"), null, relative);
        given.clientStore().update(PAIR);
        given.writeKubeconfig(CLUSTER);
        assertThat(ClientConfig.of(Kubeconfig.read(folder.resolve("kubelet.conf")))
                        .clientCertificate())
                .contains(PAIR);
    }

    @Test
    void beginsToRotateWithThePairThatTheKubeconfigHolds() throws Exception {
        Kubeconfig.of("k", CLUSTER, "n", AuthInfo.of(PAIR)).write(files.kubeconfig());
        Optional<CertificateAndKey> embedded =
                NodeFiles.embeddedPair(context().connections().config());
        assertThat(embedded).contains(PAIR);
        OwnedCertificate client = new OwnedCertificate(Requests.CLIENT, files.clientStore(), context());
        CertificateRotation rotation = client.start(embedded);
        assertThat(rotation.current(Instant.now())).contains(PAIR);
        assertThat(files.clientStore().current())
                .isInstanceOfSatisfying(
                        StoredCertificate.Loaded.class,
                        loaded -> assertThat(loaded.pair()).isEqualTo(PAIR));
    }

    @Test
    void beginsToRotateWithThePairOfTheFilesThatTheKubeconfigNames() throws Exception {
        Path pem = folder.resolve("elsewhere.pem");
        PAIR.write(pem);
        Kubeconfig.of("k", CLUSTER, "n", AuthInfo.clientCertificate(pem)).write(files.kubeconfig());
        assertThat(NodeFiles.embeddedPair(context().connections().config())).isEmpty();
        KubeletCertificateStore store =
                files.clientStore(context().connections().config());
        assertThat(new OwnedCertificate(Requests.CLIENT, store, context())
                        .start(Optional.empty())
                        .current(Instant.now()))
                .contains(PAIR);
    }

    @Test
    void sendsItsOwnCertificateToTheServerOfTheKubeconfig() throws Exception {
        files.clientStore().update(PAIR);
        files.writeKubeconfig(CLUSTER);
        assertThat(context().connections().authorities()).containsExactly(Requests.CA.certificate());
        Path signer = folder.resolve("signer.crt");
        Files.writeString(
                signer,
                Pem.write(CertificateAuthority.generate("s", KeyAlgorithm.ECDSA_P256, Instant.now())
                        .certificate()));
        assertThat(new NodeConnections(files.kubeconfig(), signer).authorities())
                .isEqualTo(Pem.parseCertificates(Files.readString(signer)));
        Files.writeString(files.kubeconfig(), "half a kubeconfig");
        assertThatThrownBy(() -> context().connections().as(PAIR)).isInstanceOf(IOException.class);
    }

    @Test
    void asksForTheNameAndTheAddressesOfTheNode() {
        NodeSettings settings = new NodeSettings("worker-1", List.of("10.0.0.9", "fd00::1"), false, null, null);
        assertThat(settings.serving().template().subjectAltNames())
                .isEqualTo(SubjectAltNames.of("worker-1", "10.0.0.9", "fd00::1"));
        assertThatThrownBy(() -> new NodeSettings("worker-1", List.of("10.0.0.9", "ten"), false, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"ten\" is no IP address");
    }
}
