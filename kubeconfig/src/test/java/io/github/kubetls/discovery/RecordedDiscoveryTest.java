package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.discovery.ClusterInfo.Verification;
import io.github.kubetls.discovery.DiscoveryStep.Discovered;
import io.github.kubetls.discovery.DiscoveryStep.Fetch;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenAuthenticator;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.ServiceAccountTokenSecret;
import io.github.kubetls.token.TokenCleaner;
import io.github.kubetls.token.TokenUsage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recordings of a cluster of release 1.20: {@code kubeadm init phase bootstrap-token}, {@code kubectl get -o yaml},
 * {@code kubeadm token create --print-join-command}. Their keys and tokens were made for this and protect nothing.
 */
class RecordedDiscoveryTest {

    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final String KUBECONFIG = Fixtures.recorded("cluster-info.kubeconfig");
    private static final ClusterInfo CLUSTER_INFO = ClusterInfo.parse(Fixtures.recorded("cluster-info.yaml"));
    private static final List<Secret> SECRETS = Secret.parseAll(Fixtures.recorded("bootstrap-token-secrets.yaml"));
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
        assertThat(CLUSTER_INFO.toYaml()).isEqualTo(Fixtures.recorded("cluster-info.yaml"));
        assertThat(ClusterInfo.parse(CLUSTER_INFO.toJson())).isEqualTo(CLUSTER_INFO);
    }

    @Test
    void publishesTheSameDocumentAndSignaturesAsTheCluster() {
        ClusterInfo ours = ClusterInfo.forCluster(URI.create("https://127.0.0.1:16443"), Fixtures.recorded("ca.crt"));
        assertThat(ours.kubeconfig()).contains(KUBECONFIG);
        assertThat(ours.sign(EDGE, FOREVER).signatures()).isEqualTo(CLUSTER_INFO.signatures());
        assertThat(ours.runSigner(SECRETS, NOW).result().signatures()).isEqualTo(CLUSTER_INFO.signatures());
        assertThat(CLUSTER_INFO.runSigner(SECRETS, NOW).isChanged()).isFalse();
    }

    @Test
    void removesTheSignatureOfATokenThatHasExpired() {
        Instant later = Instant.parse("2026-11-24T18:12:38Z");
        assertThat(CLUSTER_INFO.runSigner(SECRETS, later).removed()).containsExactly("k7m2q9");
        assertThat(TokenCleaner.deletions(SECRETS, later)).containsExactly(SECRETS.get(0));
        assertThat(TokenCleaner.deletions(SECRETS, NOW)).isEmpty();
    }

    @Test
    void readsTheSecretsBehindTheSignatures() {
        List<BootstrapTokenSecret> secrets =
                BootstrapTokenSecret.parseAll(Fixtures.recorded("bootstrap-token-secrets.yaml"));
        assertThat(secrets).extracting(BootstrapTokenSecret::token).containsExactly(EDGE, FOREVER);
        BootstrapTokenSecret edge = secrets.get(0);
        assertThat(edge.description()).contains("edge site token");
        assertThat(edge.expiration()).contains(Instant.parse("2026-11-24T18:12:38Z"));
        assertThat(edge.usages()).containsExactly(TokenUsage.SIGNING, TokenUsage.AUTHENTICATION);
        assertThat(edge.extraGroups())
                .containsExactly("system:bootstrappers:kubeadm:default-node-token", "system:bootstrappers:edge");
        assertThat(secrets.get(1).expiration()).isEmpty();
        assertThat(secrets.get(1).remaining(NOW)).isEqualTo("<forever>");
    }

    @Test
    void writesTheSecretsAsTheyWereRead() {
        String list = Fixtures.recorded("bootstrap-token-secrets.yaml");
        String items = list.substring(list.indexOf("- apiVersion"), list.indexOf("kind: List"));
        StringBuilder ours = new StringBuilder();
        for (Secret secret : SECRETS) {
            assertThat(Secret.parse(secret.toYaml())).isEqualTo(secret);
            ours.append("- ")
                    .append(secret.toYaml().strip().replace("\n", "\n  "))
                    .append('\n');
        }
        assertThat(ours).hasToString(items);
        assertThat(Secret.parseAll(Manifest.toYaml(SECRETS))).isEqualTo(SECRETS);
    }

    @Test
    void authenticatesTheTokens() {
        BootstrapTokenAuthenticator authenticator = BootstrapTokenAuthenticator.of(SECRETS);
        assertThat(authenticator.authenticate(EDGE.bearerToken(), NOW))
                .isEqualTo(new BootstrapTokenAuthenticator.Result.Authenticated(UserInfo.of(
                        "system:bootstrap:k7m2q9",
                        "system:bootstrappers",
                        "system:bootstrappers:edge",
                        "system:bootstrappers:kubeadm:default-node-token")));
        assertThat(authenticator.authenticate(EDGE.bearerToken(), Instant.parse("2026-11-24T18:12:38Z")))
                .isEqualTo(new BootstrapTokenAuthenticator.Result.Refused(BootstrapTokenAuthenticator.Reason.EXPIRED));
    }

    @Test
    void readsThePrintedJoinCommandWordByWord() {
        String printed = Fixtures.recorded("join-command.txt");
        JoinCommand command = JoinCommand.parse(printed);
        assertThat(command.caPins())
                .containsExactly(CaPin.of(
                        Pem.parseCertificates(Fixtures.recorded("ca.crt")).get(0)));
        JoinCommand ours = JoinCommand.builder("https://127.0.0.1:16443", command.token())
                .caCertificates(Fixtures.recorded("ca.crt"))
                .build();
        assertThat(ours).isEqualTo(command);
        assertThat(ours.toCommandLine().split(" ")).isEqualTo(printed.strip().split("\\s+"));
    }

    @Test
    void discoversTheCluster() {
        TokenDiscovery discovery = TokenDiscovery.builder("127.0.0.1:16443", FOREVER)
                .caPins(JoinCommand.parse(Fixtures.recorded("join-command.txt")).caPins())
                .build();
        Fetch second = (Fetch) ((Fetch) discovery.begin(NOW)).received(CLUSTER_INFO, NOW);
        DiscoveredCluster cluster = ((Discovered) second.received(CLUSTER_INFO, NOW)).cluster();
        assertThat(cluster.server()).isEqualTo("https://127.0.0.1:16443");
        assertThat(cluster.certificateAuthorities()).contains(Fixtures.recorded("ca.crt"));
    }

    @Test
    void readsTheServiceAccountSecret() {
        String yaml = Fixtures.recorded("bootstrap-signer-token-secret.yaml");
        ServiceAccountTokenSecret secret = ServiceAccountTokenSecret.parse(yaml);
        assertThat(secret.toYaml()).isEqualTo(yaml);
        assertThat(secret.serviceAccountName()).isEqualTo("bootstrap-signer");
        assertThat(secret.serviceAccountUid()).contains("25d133a7-7173-43f9-9ccf-d03b38265247");
        assertThat(secret.caCertificates()).contains(Fixtures.recorded("ca.crt"));
        assertThat(secret.secret().text("namespace")).isEqualTo("kube-system");
        assertThat(secret.user())
                .isEqualTo(UserInfo.builder("system:serviceaccount:kube-system:bootstrap-signer")
                        .uid("25d133a7-7173-43f9-9ccf-d03b38265247")
                        .groups(List.of("system:serviceaccounts", "system:serviceaccounts:kube-system"))
                        .build());
        assertThat(secret.findings()).extracting(finding -> finding.code()).containsExactly("NEVER_EXPIRES");
    }

    /** {@code kubectl get secret … -o jsonpath={.data.token} | base64 -d}, without a cluster. */
    @Test
    void agreesWithKubectlOnTheServiceAccountToken(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("secret.yaml");
        Files.writeString(file, Fixtures.recorded("bootstrap-signer-token-secret.yaml"));
        String encoded = run(
                folder, "kubectl", "annotate", "--local", "-f", file.toString(), "x=y", "-o", "jsonpath={.data.token}");
        Files.writeString(folder.resolve("encoded"), encoded);
        String decoded = run(folder, "base64", "-d", folder.resolve("encoded").toString());
        ServiceAccountTokenSecret secret = ServiceAccountTokenSecret.parse(Files.readString(file));
        assertThat(secret.requiredToken().equals(decoded)).isTrue();
        assertThat(ServiceAccountTokenSecret.decodeToken(encoded).equals(decoded))
                .isTrue();
    }

    /** kubectl reads what we write, and writes it as we do. */
    @Test
    void agreesWithKubectlOnManifests(@TempDir Path folder) throws Exception {
        List<Manifest> manifests = new ArrayList<>(SECRETS);
        manifests.add(CLUSTER_INFO);
        manifests.add(BootstrapTokenSecret.builder(Fixtures.TOKEN)
                .expiration(NOW)
                .usages(TokenUsage.SIGNING, TokenUsage.AUTHENTICATION)
                .extraGroups("system:bootstrappers:worker")
                .description("yes: \"quoted\"")
                .build());
        manifests.add(ClusterInfo.of(Fixtures.K2.replace("\n", "\r\n")).sign(Fixtures.TOKEN));
        for (Manifest manifest : manifests) {
            Path file = folder.resolve("manifest.yaml");
            Files.writeString(file, manifest.toYaml());
            String ours = manifest.toYaml();
            String theirs = run(
                    folder,
                    "kubectl",
                    "patch",
                    "--local",
                    "-f",
                    file.toString(),
                    "--type=merge",
                    "-p",
                    "{}",
                    "-o",
                    "yaml");
            assertThat(theirs).isEqualTo(ours);
        }
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("error").toFile());
        builder.environment().put("HOME", folder.toString());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            Assumptions.abort("there is no " + command[0] + " here");
            throw e;
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", Arrays.toString(command), Files.readString(folder.resolve("error")))
                .isZero();
        return Files.readString(output);
    }
}
