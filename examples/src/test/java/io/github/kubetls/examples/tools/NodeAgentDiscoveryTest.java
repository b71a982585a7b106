package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kubetls.discovery.JoinCommand;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.token.BootstrapToken;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes that know a token and a pin, or a discovery file, and no bootstrap kubeconfig; with a control plane of its own. */
class NodeAgentDiscoveryTest {

    private static final String OTHER_PIN = "sha256:" + "0".repeat(64);

    private static NodeTestbed testbed;
    private static BootstrapToken token;
    private static String pin;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeAll
    static void startControlPlane(@TempDir Path folder) throws Exception {
        testbed = new NodeTestbed(folder.resolve("cluster"));
        testbed.startControlPlane("--ca", "ecdsa");
        JoinCommand join = JoinCommand.parse(Files.readString(testbed.file("join-command.txt")));
        token = join.token();
        pin = join.caPins().get(0).toString();
    }

    @AfterAll
    static void stopProcesses() {
        testbed.close();
    }

    private int join(String node, String... options) {
        Stream<String> files = Stream.of(
                "--kubeconfig",
                "" + testbed.kubeconfig(node),
                "--cert-dir",
                "" + testbed.certDir(node),
                "--node",
                node);
        return Program.run(
                new NodeAgent(),
                new PrintStream(output, true),
                new PrintStream(errors, true),
                Stream.concat(files, Stream.of(options)).toArray(String[]::new));
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private static Path bootstrapKubeconfig(String node) {
        return testbed.kubeconfig(node).resolveSibling("bootstrap-kubelet.conf");
    }

    private static void assertJoined(String node) throws Exception {
        testbed.assertBootstrapped(node);
        // What kubeadm calls the entries of the file that it writes.
        Kubeconfig bootstrap = Kubeconfig.read(bootstrapKubeconfig(node));
        assertThat(bootstrap.currentContext()).contains("tls-bootstrap-token-user@kubernetes");
        assertThat(bootstrap.currentUser().flatMap(AuthInfo::token)).contains(token.bearerToken());
    }

    @Test
    void joinsByATokenAndAPin() throws Exception {
        assertThat(join(
                        "pinned",
                        testbed.address(),
                        "--token",
                        token.bearerToken(),
                        "--discovery-token-ca-cert-hash",
                        pin))
                .as(errors())
                .isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("Discovered the cluster at https://" + testbed.address(), "Bootstrapped")
                .doesNotContain(token.bearerToken());
        assertJoined("pinned");

        List<JsonNode> before = testbed.audit();
        assertThat(join(
                        "pinned",
                        testbed.address(),
                        "--token",
                        token.bearerToken(),
                        "--discovery-token-ca-cert-hash",
                        pin))
                .isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("Already bootstrapped");
        assertThat(testbed.audit()).isEqualTo(before);
    }

    @Test
    void anyOfSeveralPinsWillDo() throws Exception {
        assertThat(join(
                        "pins",
                        testbed.address(),
                        "--discovery-token=" + token.bearerToken(),
                        "--discovery-token-ca-cert-hash=" + OTHER_PIN,
                        "--discovery-token-ca-cert-hash=" + pin))
                .as(errors())
                .isZero();
        assertJoined("pins");
    }

    @Test
    void joinsWithoutAPinWhenToldTo() throws Exception {
        assertThat(join(
                        "unpinned",
                        testbed.address(),
                        "--discovery-token",
                        token.bearerToken(),
                        "--discovery-token-unsafe-skip-ca-verification"))
                .as(errors())
                .isZero();
        assertJoined("unpinned");
    }

    @Test
    void doesNotJoinAClusterWhoseCaIsNotPinned() {
        assertThat(join(
                        "other-pin",
                        testbed.address(),
                        "--discovery-token",
                        token.bearerToken(),
                        "--discovery-token-ca-cert-hash",
                        OTHER_PIN))
                .isEqualTo(Program.FAILURE);
        assertThat(errors())
                .contains("node-agent: the cluster is not discovered: no CA of the signed kubeconfig has a pinned key")
                .contains(pin)
                .doesNotContain(token.bearerToken());
        assertThat(bootstrapKubeconfig("other-pin")).doesNotExist();
        assertThat(testbed.kubeconfig("other-pin")).doesNotExist();
    }

    @Test
    void doesNotJoinAClusterThatAnotherTokenHasSigned() {
        String other = token.id() + "." + "0".repeat(16);
        assertThat(join("forged", testbed.address(), "--token", other, "--discovery-token-ca-cert-hash", pin))
                .isEqualTo(Program.FAILURE);
        assertThat(errors())
                .contains("the cluster is not discovered: the signature does not fit")
                .doesNotContain(other);
        assertThat(bootstrapKubeconfig("forged")).doesNotExist();
    }

    @Test
    void looksForAnUnknownTokenUntilItsTimeIsOver() throws Exception {
        // So that the one request for which there is time does not meet a server that has just begun to serve.
        Testbed.client(testbed.file("admin.conf")).get("/version");
        assertThat(join(
                        "unknown",
                        testbed.address(),
                        "--token=abcdef.0123456789abcdef",
                        "--discovery-token-ca-cert-hash=" + pin,
                        "--discovery-timeout=1s"))
                .isEqualTo(Program.FAILURE);
        assertThat(errors()).contains("cluster-info has no signature for the token id \"abcdef\"");
    }

    @Test
    void joinsByAFileAndAToken() throws Exception {
        Cluster cluster =
                Kubeconfig.read(testbed.file("admin.conf")).currentCluster().orElseThrow();
        Path file = testbed.file("discovery.conf");
        Kubeconfig.of("kubernetes", cluster, "nobody", AuthInfo.builder().build())
                .write(file);
        assertThat(join("by-file", "--discovery-file=" + file, "--tls-bootstrap-token=" + token.bearerToken()))
                .as(errors())
                .isZero();
        assertJoined("by-file");
    }

    @Test
    void joinsByTheCredentialsOfAFile() throws Exception {
        assertThat(join("by-credentials", "--discovery-file=" + testbed.bootstrapKubeconfig()))
                .as(errors())
                .isZero();
        testbed.assertBootstrapped("by-credentials");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--token=abcdef.0123456789abcdef | --discovery-token and HOST:PORT go together",
                "127.0.0.1:1 | --discovery-token and HOST:PORT go together",
                "127.0.0.1:1 --token=abcdef.0123456789abcdef | using token-based discovery without caCertHashes can be unsafe",
                "127.0.0.1:1 --token=abcdef.0123456789abcdef --discovery-token-ca-cert-hash=md5:00 | pin",
                "127.0.0.1:1 --token=abcdef.0123 --discovery-token-unsafe-skip-ca-verification | the bootstrap token is invalid",
                "127.0.0.1:1 --token=abcdef.0123456789abcdef --discovery-file=f | exclude each other",
            })
    void refusesOptionsThatMakeNoSense(String options, String problem) {
        assertThat(join("refused", options.split(" "))).isEqualTo(Program.USAGE);
        assertThat(errors()).contains(problem).doesNotContain("0123456789abcdef");
        assertThat(testbed.certDir("refused")).doesNotExist();
    }
}
