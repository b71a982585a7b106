package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.discovery.CaPin;
import io.github.kubetls.discovery.JoinCommand;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Tool;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsBootstrapWalkthroughTest {

    private static final String TOKEN = "07401b.f395accd246ae52d";
    private static final String OWNER_ONLY = "rw-------";

    @TempDir
    static Path shared;

    @TempDir
    static Path recorded;

    /** The files of one run that the tests of its content look at. */
    private static Path story;

    private static Run storyRun;

    private record Run(int exitCode, String output, String errors) {}

    private static Run run(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exitCode = TlsBootstrapWalkthrough.run(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                arguments);
        return new Run(exitCode, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    @BeforeAll
    static void copyRecordings() {
        for (String name : List.of("csr", "kubeadm-pki", "openssl")) {
            Recorded.copy(name, recorded.resolve(name));
        }
    }

    @BeforeAll
    static void tellTheStory() {
        Posix.assume(); // The kubelet's store has links.
        story = shared.resolve("story");
        storyRun = run("--out", story.toString(), "--token", TOKEN);
        assertThat(storyRun.errors()).isEmpty();
        assertThat(storyRun.exitCode()).isZero();
    }

    @Test
    void leavesTheFilesOfTheStory() throws IOException {
        try (Stream<Path> files = Files.walk(story)) {
            assertThat(files.filter(file -> !Files.isDirectory(file))
                            .map(file -> story.relativize(file)
                                    .toString()
                                    .replaceAll("[0-9]{4}(-[0-9]{2}){5}", "<timestamp>")))
                    .containsExactlyInAnyOrder(
                            "README.md",
                            "pki/ca.crt",
                            "pki/ca.key",
                            "pki/apiserver.crt",
                            "pki/apiserver.key",
                            "token.csv",
                            "bootstrap-token-secret.yaml",
                            "rolebinding.yaml",
                            "certificatesigningrequests.yaml",
                            "renewal.yaml",
                            "kube-apiserver.flags",
                            "kube-controller-manager.flags",
                            "kubelet.flags",
                            "cluster-info.yaml",
                            "cluster-info-reader.yaml",
                            "join-command.txt",
                            "bootstrap-kubelet.conf",
                            "node-csr.yaml",
                            "issued-csr.yaml",
                            "node/pki/kubelet-client-<timestamp>.pem",
                            "node/pki/kubelet-client-current.pem",
                            "node/kubelet.conf");
        }
        assertThat(story.resolve("token.csv"))
                .hasContent(TOKEN + ",kubelet-bootstrap,10001,\"system:bootstrappers\"\n");
        assertThat(story.resolve("node/pki/kubelet-client-current.pem")).isSymbolicLink();
    }

    @Test
    void everyFileWithAKeyOrATokenIsForItsOwnerOnly() throws IOException {
        List<String> secrets = new ArrayList<>();
        try (Stream<Path> files = Files.walk(story)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                String encoded = java.util.Base64.getEncoder()
                        .encodeToString("f395accd246ae52d".getBytes(StandardCharsets.UTF_8));
                if (text.contains("PRIVATE KEY") || text.contains("f395accd246ae52d") || text.contains(encoded)) {
                    secrets.add(story.relativize(file).toString());
                    assertThat(Posix.mode(file)).as("%s", file).isEqualTo(OWNER_ONLY);
                }
            }
        }
        assertThat(secrets)
                .contains(
                        "pki/ca.key",
                        "pki/apiserver.key",
                        "token.csv",
                        "bootstrap-token-secret.yaml",
                        "join-command.txt",
                        "bootstrap-kubelet.conf",
                        "node/pki/kubelet-client-current.pem");
    }

    @Test
    void tellsWhoMayAndWhyAndNoSecret() {
        String words = storyRun.output().replaceAll("\\s+", " ");
        assertThat(words)
                .contains("kubelet-bootstrap [system:bootstrappers, system:authenticated]")
                .contains("system:bootstrap:07401b [system:bootstrappers, system:authenticated]")
                .contains("It takes the node for kubelet-bootstrap")
                .contains("The API server adds who asks: kubelet-bootstrap.")
                .contains("ClusterRoleBinding create-csrs-for-bootstrapping")
                .contains("the role system:node-bootstrapper")
                .contains("Resources:[\"certificatesigningrequests\"]")
                .contains("Auto approving kubelet client certificate after SubjectAccessReview.")
                .contains("sees system:node:worker-1 [system:nodes, system:authenticated]")
                .contains("Auto approving self kubelet client certificate after SubjectAccessReview.")
                .contains("auto-approve-renewals-for-nodes");
        assertThat(storyRun.output()).doesNotContain("f395accd246ae52d").doesNotContain("PRIVATE KEY");
    }

    @Test
    void theFlagsAreThoseThatTheComponentsNeed() throws IOException {
        assertThat(Files.readAllLines(story.resolve("kube-apiserver.flags")))
                .containsExactlyInAnyOrder(
                        "--authorization-mode=Node,RBAC",
                        "--client-ca-file=" + story.resolve("pki/ca.crt"),
                        "--enable-admission-plugins=NodeRestriction",
                        "--enable-bootstrap-token-auth=true",
                        "--tls-cert-file=" + story.resolve("pki/apiserver.crt"),
                        "--tls-private-key-file=" + story.resolve("pki/apiserver.key"),
                        "--token-auth-file=" + story.resolve("token.csv"));
        assertThat(Files.readAllLines(story.resolve("kube-controller-manager.flags")))
                .containsExactlyInAnyOrder(
                        "--cluster-signing-cert-file=" + story.resolve("pki/ca.crt"),
                        "--cluster-signing-key-file=" + story.resolve("pki/ca.key"),
                        "--controllers=*,bootstrapsigner,tokencleaner");
        assertThat(Files.readAllLines(story.resolve("kubelet.flags")))
                .containsExactlyInAnyOrder(
                        "--bootstrap-kubeconfig=" + story.resolve("bootstrap-kubelet.conf"),
                        "--kubeconfig=" + story.resolve("node/kubelet.conf"),
                        "--cert-dir=" + story.resolve("node/pki"),
                        "--rotate-certificates=true");
    }

    @Test
    void theJoinCommandPinsTheCa() throws IOException {
        JoinCommand join = JoinCommand.parse(Files.readString(story.resolve("join-command.txt")));
        assertThat(join.endpoint()).isEqualTo("127.0.0.1:6443");
        assertThat(join.token().matches(TOKEN)).isTrue();
        assertThat(join.caPins())
                .containsExactly(CaPin.of(Pem.parseCertificates(Files.readString(story.resolve("pki/ca.crt")))
                        .get(0)));
    }

    @Test
    void opensslComputesTheSamePin() throws IOException {
        Tool.assume("openssl");
        String publicKey = Tool.run(story, "openssl", "x509", "-in", "pki/ca.crt", "-noout", "-pubkey");
        Path pem = Files.writeString(shared.resolve("pub.pem"), publicKey);
        Tool.run(shared, "openssl", "pkey", "-pubin", "-in", pem.toString(), "-outform", "DER", "-out", "pub.der");
        String digest = Tool.run(shared, "openssl", "dgst", "-sha256", "-r", "pub.der");
        assertThat(story.resolve("join-command.txt"))
                .content()
                .contains("--discovery-token-ca-cert-hash sha256:" + digest.split(" ")[0]);
    }

    @Test
    void anybodyMayReadTheClusterInfo() throws IOException {
        RbacAuthorizer rbac = RbacAuthorizer.of(RbacObject.readAll(story.resolve("cluster-info-reader.yaml")));
        Attributes.Resource read = Attributes.resource("get", "", "configmaps")
                .withNamespace("kube-public")
                .withName("cluster-info");
        assertThat(rbac.authorize(UserInfo.anonymous(), read).isAllowed()).isTrue();
    }

    @Test
    void opensslVerifiesTheCertificates() {
        Tool.assume("openssl");
        assertThat(Tool.run(
                        story,
                        "openssl",
                        "verify",
                        "-CAfile",
                        "pki/ca.crt",
                        "-purpose",
                        "sslclient",
                        "node/pki/kubelet-client-current.pem"))
                .endsWith(": OK\n");
        assertThat(Tool.run(
                        story,
                        "openssl",
                        "verify",
                        "-CAfile",
                        "pki/ca.crt",
                        "-purpose",
                        "sslserver",
                        "-verify_ip",
                        "127.0.0.1",
                        "-verify_hostname",
                        "localhost",
                        "pki/apiserver.crt"))
                .endsWith(": OK\n");
    }

    /** The layout of section 10.2 of the certificate rules: what kube-controller-manager issues, and in which order. */
    @Test
    void opensslSeesTheLayoutOfTheControllerManager() {
        Tool.assume("openssl");
        String text = Tool.run(
                story,
                "openssl",
                "x509",
                "-in",
                "node/pki/kubelet-client-current.pem",
                "-noout",
                "-text",
                "-nameopt",
                "oneline");
        assertThat(text)
                .containsSubsequence(
                        "Version: 3 (0x2)",
                        "Signature Algorithm: sha256WithRSAEncryption",
                        "Issuer: CN = kubernetes",
                        "Subject: O = system:nodes, CN = system:node:worker-1",
                        "Public Key Algorithm: id-ecPublicKey",
                        "NIST CURVE: P-256",
                        "X509v3 Key Usage: critical",
                        "Digital Signature",
                        "X509v3 Extended Key Usage: ",
                        "TLS Web Client Authentication",
                        "X509v3 Basic Constraints: critical",
                        "CA:FALSE",
                        "X509v3 Authority Key Identifier: ")
                .doesNotContain("X509v3 Subject Key Identifier", "X509v3 Subject Alternative Name");
        assertThat(Tool.run(story, "openssl", "x509", "-in", "pki/ca.crt", "-noout", "-text", "-nameopt", "oneline"))
                .containsSubsequence(
                        "Issuer: CN = kubernetes",
                        "Subject: CN = kubernetes",
                        "Public-Key: (2048 bit)",
                        "X509v3 Key Usage: critical",
                        "Digital Signature, Key Encipherment, Certificate Sign",
                        "X509v3 Basic Constraints: critical",
                        "CA:TRUE",
                        "X509v3 Subject Key Identifier: ",
                        "DNS:kubernetes");
    }

    @Test
    void opensslFindsTheRequestOfTheNodeSound() throws IOException {
        Tool.assume("openssl");
        CertificateSigningRequest csr = CertificateSigningRequest.read(story.resolve("node-csr.yaml"));
        Path file = Files.writeString(shared.resolve("node.csr"), csr.request().toPem());
        assertThat(Tool.run(shared, "openssl", "req", "-verify", "-noout", "-in", file.toString()))
                .contains("verify OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bootstrap-kubelet.conf", "node/kubelet.conf"})
    void kubectlPrintsTheKubeconfigsAsTheyAre(String file) throws IOException {
        Tool.assume("kubectl");
        String printed = Tool.run(story, "kubectl", "--kubeconfig", file, "config", "view", "--raw");
        // kubectl before 1.34 writes empty preferences too.
        assertThat(printed.replace("preferences: {}\n", "")).isEqualTo(Files.readString(story.resolve(file)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bootstrap-token-secret.yaml",
                "rolebinding.yaml",
                "certificatesigningrequests.yaml",
                "renewal.yaml",
                "cluster-info.yaml",
                "cluster-info-reader.yaml",
                "node-csr.yaml",
                "issued-csr.yaml",
            })
    void kubectlReturnsEachManifestUnchangedButForAnAnnotation(String file) throws IOException {
        Tool.assume("kubectl");
        String annotated = Tool.run(story, "kubectl", "annotate", "--local", "-f", file, "x=y", "-o", "yaml");
        assertThat(annotated.replace("  annotations:\n    x: \"y\"\n", "").replace("  creationTimestamp: null\n", ""))
                .isEqualTo(Files.readString(story.resolve(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "rolebinding.yaml, system:node-bootstrapper, system:bootstrappers",
        "certificatesigningrequests.yaml, system:certificates.k8s.io:certificatesigningrequests:nodeclient,"
                + " system:bootstrappers",
        "renewal.yaml, system:certificates.k8s.io:certificatesigningrequests:selfnodeclient, system:nodes",
    })
    void kubectlDecodesTheBindings(String file, String role, String group) {
        Tool.assume("kubectl");
        assertThat(Tool.run(story, "kubectl", "set", "subject", "--local", "-f", file, "--user=x", "-o", "yaml"))
                .containsSubsequence("name: " + role, "kind: Group\n  name: " + group, "kind: User\n  name: x");
    }

    @Test
    void theKubeletsKubeconfigNamesTheStore() throws IOException {
        Kubeconfig kubeconfig = Kubeconfig.read(story.resolve("node/kubelet.conf"));
        assertThat(kubeconfig.currentContext()).contains("default-context");
        assertThat(kubeconfig
                        .currentUser()
                        .orElseThrow()
                        .clientKey()
                        .orElseThrow()
                        .path())
                .contains(story.resolve("node/pki/kubelet-client-current.pem").toString());
        assertThat(kubeconfig.currentUser().orElseThrow().token()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubeadm-pki", "csr"})
    void worksWithACaThatIsThere(String name, @TempDir Path folder) throws IOException {
        Path ca = recorded.resolve(name);
        Run run = run(
                "--out",
                folder.toString(),
                "--ca-cert",
                ca.resolve("ca.crt").toString(),
                "--ca-key",
                ca.resolve("ca.key").toString(),
                "--node",
                "w.example.org",
                "--server",
                "https://[::1]");
        assertThat(run.errors()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("pki/ca.crt")).hasSameBinaryContentAs(ca.resolve("ca.crt"));
        assertThat(Pem.parsePrivateKey(Files.readString(folder.resolve("pki/ca.key"))))
                .isEqualTo(Pem.parsePrivateKey(Files.readString(ca.resolve("ca.key"))));
        assertThat(folder.resolve("join-command.txt")).content().startsWith("kubeadm join [::1]:443 ");
    }

    @Test
    void canBeRunAgainInTheSameFolderAndClosesWhatWasOpened(@TempDir Path folder) throws IOException {
        assertThat(run("--out", folder.toString()).exitCode()).isZero();
        List<Path> secrets = Stream.of("pki/ca.key", "token.csv", "join-command.txt", "bootstrap-kubelet.conf")
                .map(folder::resolve)
                .toList();
        for (Path file : secrets) {
            Posix.chmod(file, "rw-r--r--");
        }
        assertThat(run("--out", folder.toString()).exitCode()).isZero();
        for (Path file : secrets) {
            assertThat(Posix.mode(file)).as("%s", file).isEqualTo(OWNER_ONLY);
        }
    }

    private static List<Path> keys(Path folder) {
        return Stream.of("pki/ca.key", "pki/apiserver.key").map(folder::resolve).toList();
    }

    @Test
    void aSecondRunIsOneOfTheSameCluster(@TempDir Path folder) throws IOException {
        assertThat(run("--out", folder.toString()).exitCode()).isZero();
        List<String> before = new ArrayList<>();
        for (Path file : keys(folder)) {
            before.add(Files.readString(file));
        }
        String ca = Files.readString(folder.resolve("pki/ca.crt"));
        String tokens = Files.readString(folder.resolve("token.csv"));
        Path node = folder.resolve("node/pki/kubelet-client-current.pem").toRealPath();

        Run second = run("--out", folder.toString());
        assertThat(second.errors()).isEmpty();
        assertThat(second.output()).contains("The one of the last run: CN=kubernetes");
        for (int i = 0; i < before.size(); i++) {
            assertThat(keys(folder).get(i)).hasContent(before.get(i));
        }
        assertThat(folder.resolve("pki/ca.crt")).hasContent(ca);
        assertThat(folder.resolve("token.csv")).hasContent(tokens);
        assertThat(node).exists();
    }

    @Test
    void neverReplacesAKeyOfSomebodyElse(@TempDir Path folder) throws IOException {
        Path pki = Files.createDirectories(folder.resolve("pki"));
        Files.copy(recorded.resolve("csr/ca.key"), pki.resolve("ca.key"));
        String key = Files.readString(pki.resolve("ca.key"));

        Run half = run("--out", folder.toString());
        assertThat(half.exitCode()).isEqualTo(1);
        assertThat(half.errors())
                .contains("ca.key is there without its other half")
                .contains("--out");

        Files.copy(recorded.resolve("kubeadm-pki/ca.crt"), pki.resolve("ca.crt"));
        assertThat(run("--out", folder.toString()).errors()).contains("private key does not match");

        Files.copy(recorded.resolve("csr/ca.crt"), pki.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
        Run other = run(
                "--out",
                folder.toString(),
                "--ca-cert",
                recorded.resolve("kubeadm-pki/ca.crt").toString(),
                "--ca-key",
                recorded.resolve("kubeadm-pki/ca.key").toString());
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.errors()).contains("is the key of another CA");

        assertThat(run("--out", folder.toString()).exitCode()).isZero();
        assertThat(pki.resolve("ca.key")).hasContent(key);
        assertThat(Posix.mode(pki.resolve("ca.key"))).isEqualTo(OWNER_ONLY);
    }

    @Test
    void refusesAServingKeyThatIsNone(@TempDir Path folder) throws IOException {
        Path pki = Files.createDirectories(folder.resolve("pki"));
        Files.writeString(pki.resolve("apiserver.key"), "mine\n");
        Run run = run("--out", folder.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).contains("apiserver.key");
        assertThat(pki.resolve("apiserver.key")).hasContent("mine\n");
    }

    @Test
    void makesFoldersForTheirOwnerOnly() throws IOException {
        for (String name : List.of("", "pki", "node", "node/pki")) {
            assertThat(Posix.mode(story.resolve(name))).as("%s", name).matches(".{4}-..-.");
        }
        assertThat(Posix.mode(story.resolve("pki"))).isEqualTo("rwx------");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "kubeadm-pki/ca.crt|csr/ca.key|private key does not match",
                "openssl/leaf/leaf.crt|openssl/leaf/leaf.key|not a CA's",
                "openssl/expired/ca.crt|openssl/expired/ca.key|expired",
                "kubeadm-pki/missing.crt|kubeadm-pki/ca.key|there is no file",
                "kubeadm-pki/ca.key|kubeadm-pki/ca.key|found RSA PRIVATE KEY",
                "kubeadm-pki/ca.crt|kubeadm-pki/ca.crt|found CERTIFICATE",
                "kubeadm-pki/ca.crt|-|go together",
            })
    void refusesACaThatIsNone(String certificate, String key, String reason, @TempDir Path folder) {
        Path out = folder.resolve("out");
        List<String> arguments = new ArrayList<>(List.of(
                "--out",
                out.toString(),
                "--ca-cert",
                recorded.resolve(certificate).toString()));
        if (key != null) {
            arguments.addAll(List.of("--ca-key", recorded.resolve(key).toString()));
        }
        assertFails(run(arguments.toArray(String[]::new)), out, reason);
    }

    @Test
    void refusesAFileThatCannotBeRead(@TempDir Path folder) {
        Path out = folder.resolve("out");
        String unreadable = folder.toString();
        assertFails(run("--out", out.toString(), "--ca-cert", unreadable, "--ca-key", unreadable), out, "directory");
    }

    @ParameterizedTest
    @CsvSource({
        "--token, 07401B.f395accd246ae52d, malformed",
        "--token, 07401b.f395accd246ae52, malformed",
        "--server, http://127.0.0.1, expected a URL",
        "--server, 127.0.0.1:6443, expected a URL",
        "--server, 'https://a b', expected a URL",
        "--node, 'x,O=system:masters', DNS subdomain",
        "--node, Worker, DNS subdomain",
    })
    void refusesOptionsThatMakeNoSense(String option, String value, String reason, @TempDir Path folder) {
        Path out = folder.resolve("out");
        Run run = run("--out", out.toString(), option, value);
        assertFails(run, out, reason);
        assertThat(run.errors()).doesNotContain("f395accd");
    }

    /** Exit code 1, one line that says why, and nothing half-written. */
    private static void assertFails(Run run, Path out, String reason) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors().lines()).hasSize(1);
        assertThat(run.errors()).startsWith("tls-bootstrap-walkthrough: ");
        assertThat(run.errors()).contains(reason);
        assertThat(out).doesNotExist();
    }
}
