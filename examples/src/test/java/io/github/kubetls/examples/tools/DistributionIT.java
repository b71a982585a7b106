package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as somebody finds it who has unpacked it. */
class DistributionIT {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private static Path unpacked;

    private static Distribution distribution;
    private static Path home;

    @BeforeAll
    static void unpack() throws IOException {
        distribution = Distribution.unpack(unpacked);
        home = distribution.home();
    }

    private static Distribution.Result tool(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(JAVA, "-jar", "" + home.resolve("lib/kube-tls-bootstrap-tools.jar")));
        command.addAll(List.of(arguments));
        return distribution.run(command.toArray(String[]::new));
    }

    @Test
    void runsTheWalkthrough() throws Exception {
        Distribution.Result walkthrough = tool("walkthrough");
        assertThat(walkthrough.exitCode()).as(walkthrough.output()).isZero();
        assertThat(walkthrough.output()).contains("All of it worked.");
        assertThat(unpacked.resolve("tls-bootstrap/node/pki/kubelet-client-current.pem"))
                .exists();
    }

    @Test
    void auditsTheSamples() throws Exception {
        Distribution.Result audit =
                tool("audit", "" + home.resolve("samples/unsound"), "--now", "2026-11-24T12:00:00Z");
        assertThat(audit.exitCode()).isEqualTo(1);
        assertThat(audit.output()).contains("READ_ONLY_PORT_INSECURE", "in 19 files");
    }

    @Test
    void listsItsPrograms() throws Exception {
        Posix.assume();
        Distribution.Result help = distribution.run("sh", "" + home.resolve("bin/kube-tls-bootstrap-tools"), "--help");
        assertThat(help.exitCode()).as(help.output()).isZero();
        assertThat(help.output())
                .contains(
                        "walkthrough", "audit", "node-agent", "certificate-controller", "control-plane", "fleet-join");
        Distribution.Result none = tool();
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.output()).startsWith("Missing required subcommand").contains("Usage: kube-tls-bootstrap-tools");
        assertThat(tool("audit", "missing").output()).startsWith("there is no file or directory missing");
    }

    @Test
    void hasALicenseAndNothingOfTheTests() throws Exception {
        assertThat(home.resolve("LICENSE")).content().contains("Apache License");
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted(Comparator.naturalOrder()))
                    .contains("kube-tls-bootstrap-tools.jar")
                    .noneMatch(name -> name.contains("junit") || name.contains("assertj") || name.contains("-tests"));
        }
    }

    /** As {@code docs/tasks/test-without-a-cluster.md} does it. */
    @Test
    void servesATest(@TempDir Path folder) throws Exception {
        String tools = home.resolve("lib/kube-tls-bootstrap-tools.jar").toString();
        // region process
        Process controlPlane = new ProcessBuilder(
                        "java", "-jar", tools, "control-plane", "--listen", "127.0.0.1:0", "--dir", folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = controlPlane.inputReader()) {
            assertThat(output.readLine()).startsWith("serving https://127.0.0.1:");
            assertThat(output.readLine()).isEqualTo("ready");

            ClientConfig node = ClientConfig.of(Kubeconfig.read(folder.resolve("bootstrap-kubelet.conf")));
            CertificateSigningRequest csr = CertificateSigningRequest.kubeletClient(
                    CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair()));
            HttpRequest post = HttpRequest.newBuilder(
                            node.uri("/apis/certificates.k8s.io/v1/certificatesigningrequests"))
                    .header("Authorization", "Bearer " + node.bearerToken().orElseThrow())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(csr.toJson()))
                    .build();
            HttpResponse<String> created = HttpClient.newBuilder()
                    .sslContext(node.sslContext())
                    .build()
                    .send(post, HttpResponse.BodyHandlers.ofString());
            assertThat(CertificateSigningRequest.parse(created.body())
                            .requester()
                            .name())
                    .startsWith("system:bootstrap:");
        } finally {
            controlPlane.destroy();
            controlPlane.onExit().join();
        }
        // endregion
    }
}
