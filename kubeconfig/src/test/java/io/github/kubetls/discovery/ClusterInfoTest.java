package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.discovery.ClusterInfo.SignerRun;
import io.github.kubetls.discovery.ClusterInfo.Verification;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/cluster-info-and-discovery.md, 1 and 3. */
class ClusterInfoTest {

    private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");
    private static final BootstrapToken OTHER = BootstrapToken.parse("9a08jv.c0izixklcxtmnze7");
    private static final String KEY = "jws-kubeconfig-07401b";

    private static Secret secret(BootstrapToken token, TokenUsage... usages) {
        return BootstrapTokenSecret.builder(token)
                .neverExpires()
                .usages(usages)
                .build()
                .secret();
    }

    private static Secret signing(BootstrapToken token) {
        return secret(token, TokenUsage.SIGNING);
    }

    @Test
    void publishesTheKubeconfigByteForByteAsKubeadm() {
        Cluster cluster = Cluster.of("https://10.138.0.2:6443", PemSource.inline(Fixtures.C1_PEM));
        ClusterInfo info = ClusterInfo.of(cluster, KubernetesRelease.of(33));
        assertThat(info.kubeconfig()).contains(Fixtures.K1);
        assertThat(info.metadata()).hasToString("kube-public/cluster-info");
        assertThat(ClusterInfo.of(cluster).kubeconfig()).contains(Fixtures.K2);
        assertThat(info.sign(Fixtures.TOKEN).signatures()).containsExactly(Map.entry("07401b", Fixtures.K1_SIGNATURE));
    }

    @Test
    void publishesTheClusterOfTheCurrentContextWithAllItsFields() {
        String admin = """
                apiVersion: v1
                kind: Config
                current-context: admin@b
                clusters:
                - {name: a, cluster: {server: https://a}}
                - {name: b, cluster: {server: https://b, tls-server-name: x, certificate-authority-data: "YQ\\n==", proxy-url: "",
                   insecure-skip-tls-verify: false, disable-compression: true, future: [1],
                   extensions: [{name: f, extension: 2, future: 3}, {name: e, extension: 1}]}}
                contexts:
                - {name: admin@b, context: {cluster: b, user: admin}}
                users:
                - {name: admin, user: {token: s3cret}}
                """;
        assertThat(ClusterInfo.kubeadm(Kubeconfig.parse(admin)).kubeconfig())
                .contains("apiVersion: v1\nclusters:\n- cluster:\n    certificate-authority-data: YQ==\n"
                        + "    disable-compression: true\n    extensions:\n    - extension: 1\n      name: e\n"
                        + "    - extension: 2\n      name: f\n"
                        + "    server: https://b\n    tls-server-name: x\n  name: \"\"\ncontexts: null\ncurrent-context: \"\"\nkind: Config\n"
                        + "users: null\n");
        assertThat(ClusterInfo.kubeadm(Kubeconfig.parse(admin), KubernetesRelease.of(33))
                        .kubeconfig()
                        .orElseThrow())
                .endsWith("kind: Config\npreferences: {}\nusers: null\n");
        assertThatThrownBy(() ->
                        ClusterInfo.kubeadm(Kubeconfig.parse(admin.replace("admin@b\nclusters", "other\nclusters"))))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("DISCOVERY_CLUSTER_MISSING"));
    }

    @Test
    void readsAFileAndNamesItInErrors(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cluster-info.yaml");
        ClusterInfo signed = ClusterInfo.of(Fixtures.K2).sign(Fixtures.TOKEN);
        signed.write(file);
        assertThat(ClusterInfo.read(file)).isEqualTo(signed);
        Files.writeString(file, "apiVersion: v1\nkind: ConfigMap\ndata: {a: 1}\n");
        assertThatThrownBy(() -> ClusterInfo.read(file))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith(file + ", data.a, line 3, column 11: ");
        assertThatThrownBy(() -> ClusterInfo.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder + ": ");
    }

    @Test
    void verifiesTheWorkedExample() {
        assertThat(Fixtures.clusterInfo(Fixtures.K1, KEY, Fixtures.K1_SIGNATURE).verify(Fixtures.TOKEN))
                .isEqualTo(Verification.VALID);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void signsAndKeepsEveryTextByteForByte(String text) {
        ClusterInfo signed = ClusterInfo.of(text).sign(Fixtures.TOKEN, OTHER);
        assertThat(signed.verify(OTHER)).isEqualTo(Verification.VALID);
        ClusterInfo viaYaml = ClusterInfo.parse(signed.toYaml());
        ClusterInfo viaJson = ClusterInfo.parse(signed.toJson());
        assertThat(viaYaml).isEqualTo(signed).hasSameHashCodeAs(signed);
        assertThat(viaJson).isEqualTo(signed);
        assertThat(ClusterInfo.fromMap(signed.toMap())).isEqualTo(signed);
        assertThat(viaYaml.kubeconfig()).contains(text);
        assertThat(viaYaml.verify(Fixtures.TOKEN)).isEqualTo(Verification.VALID);
    }

    static List<String> texts() {
        return List.of(
                Fixtures.K1,
                Fixtures.K2,
                Fixtures.K1.replace("\n", "\r\n"),
                Fixtures.K1.strip(),
                Fixtures.K1 + "\n\n",
                " leading\n",
                "\n",
                "a: caf\u00E9 \u2713 \uD83D\uDE00\n",
                "tab\there: \u0085\u2028",
                "{}",
                "x ".repeat(200));
    }

    @Test
    void refusesAnotherTextAnotherTokenAndAnEmptySignature() {
        assertThat(Fixtures.clusterInfo(Fixtures.K1.replace("10.138.0.2", "10.138.0.3"), KEY, Fixtures.K1_SIGNATURE)
                        .verify(Fixtures.TOKEN))
                .isEqualTo(Verification.SIGNATURE_INVALID);
        assertThat(Fixtures.clusterInfo(Fixtures.K1.replace("\n", "\r\n"), KEY, Fixtures.K1_SIGNATURE)
                        .verify(Fixtures.TOKEN))
                .isEqualTo(Verification.SIGNATURE_INVALID);
        assertThat(Fixtures.clusterInfo(Fixtures.K1, KEY, Fixtures.K1_SIGNATURE)
                        .verify(BootstrapToken.parse("07401b.f395accd246ae52e")))
                .isEqualTo(Verification.SIGNATURE_INVALID);
        assertThat(Fixtures.clusterInfo(Fixtures.K1, KEY, "").verify(Fixtures.TOKEN))
                .isEqualTo(Verification.SIGNATURE_EMPTY);
        assertThat(Fixtures.clusterInfo("", KEY, "").verify(Fixtures.TOKEN)).isEqualTo(Verification.KUBECONFIG_MISSING);
        assertThat(Fixtures.clusterInfo(null, KEY, Fixtures.K1_SIGNATURE).verify(Fixtures.TOKEN))
                .isEqualTo(Verification.KUBECONFIG_MISSING);
        assertThat(Fixtures.clusterInfo(Fixtures.K1, "jws-kubeconfig-9a08jv", "x")
                        .verify(Fixtures.TOKEN))
                .isEqualTo(Verification.SIGNATURE_MISSING);
    }

    @Test
    void cannotSignWhatIsNotThere() {
        assertThatThrownBy(() -> Fixtures.clusterInfo(null).sign(Fixtures.TOKEN))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void addsReplacesAndRemovesInOneRun() {
        BootstrapToken unchanged = BootstrapToken.parse("aaaaaa.aaaaaaaaaaaaaaaa");
        ClusterInfo before = Fixtures.clusterInfo(
                Fixtures.K1,
                "jws-kubeconfig-07401b",
                "stale",
                "jws-kubeconfig-gone00",
                "x",
                "jws-kubeconfig-",
                "exactly the prefix",
                "jws-kubeconfig-NOT AN ID".replace(' ', '_'),
                "y",
                "jws-kubeconfig-aaaaaa",
                ClusterInfo.of(Fixtures.K1).sign(unchanged).signatures().get("aaaaaa"),
                "other",
                "kept");
        SignerRun run = before.runSigner(List.of(signing(OTHER), signing(Fixtures.TOKEN), signing(unchanged)), NOW);
        assertThat(run.isChanged()).isTrue();
        assertThat(run.added()).containsExactly("9a08jv");
        assertThat(run.replaced()).containsExactly("07401b");
        assertThat(run.removed()).containsExactly("", "NOT_AN_ID", "gone00");
        assertThat(run.result().signatures()).containsOnlyKeys("07401b", "9a08jv", "aaaaaa");
        assertThat(run.result().signatures()).containsEntry("07401b", Fixtures.K1_SIGNATURE);
        assertThat(run.result().toYaml()).contains("  other: kept\n");
        assertThat(run.result().kubeconfig()).contains(Fixtures.K1);
    }

    @Test
    void writesNothingWhenNothingIsDifferent() {
        ClusterInfo signed = ClusterInfo.of(Fixtures.K1).sign(Fixtures.TOKEN);
        SignerRun run = signed.runSigner(List.of(signing(Fixtures.TOKEN)), NOW);
        assertThat(run.isChanged()).isFalse();
        assertThat(run.result()).isEqualTo(signed);
    }

    @Test
    void leavesStaleSignaturesWithoutAKubeconfig() {
        ClusterInfo stale = Fixtures.clusterInfo(null, KEY, "stale");
        SignerRun run = stale.runSigner(List.of(signing(OTHER)), NOW);
        assertThat(run.isChanged()).isFalse();
        assertThat(run.result()).isEqualTo(stale);
    }

    @Test
    void signsAnEmptyKubeconfig() {
        SignerRun run = Fixtures.clusterInfo("").runSigner(List.of(signing(OTHER)), NOW);
        assertThat(run.result().signatures())
                .containsExactly(Map.entry(
                        "9a08jv",
                        "eyJhbGciOiJIUzI1NiIsImtpZCI6IjlhMDhqdiJ9..xJVqMZcZne0LIGgF114Jw6Ei0XnmfTRhT-z2SNuPS1w"));
    }

    @Test
    void takesSecretsThatSignOnlyAndOfOneIdTheFirst() {
        Secret authenticating = secret(OTHER, TokenUsage.AUTHENTICATION);
        Secret elsewhere =
                Secret.of(ObjectMeta.of("default", "bootstrap-token-9a08jv"), BootstrapTokenSecret.TYPE, data(OTHER));
        Secret imposter = Secret.of(
                ObjectMeta.of("kube-system", "bootstrap-token-07401b"),
                BootstrapTokenSecret.TYPE,
                data(BootstrapToken.parse("07401b.0000000000000000")));
        SignerRun run = ClusterInfo.of(Fixtures.K1)
                .runSigner(List.of(authenticating, elsewhere, signing(Fixtures.TOKEN), imposter), NOW);
        assertThat(run.result().signatures()).containsExactly(Map.entry("07401b", Fixtures.K1_SIGNATURE));
    }

    private static Map<String, byte[]> data(BootstrapToken token) {
        Map<String, byte[]> data = new LinkedHashMap<>();
        data.put("token-id", token.id().getBytes(StandardCharsets.UTF_8));
        data.put("token-secret", token.secret().getBytes(StandardCharsets.UTF_8));
        data.put("usage-bootstrap-signing", "true".getBytes(StandardCharsets.UTF_8));
        return data;
    }

    /** Any bytes are a key for the signer, though no token verifies what they sign. */
    @Test
    void takesATokenSecretOfAnyForm() {
        Map<String, byte[]> data = data(Fixtures.TOKEN);
        data.put("token-secret", new byte[] {(byte) 0xFF, 0, 10});
        Secret odd = Secret.of(ObjectMeta.of("kube-system", "bootstrap-token-07401b"), BootstrapTokenSecret.TYPE, data);
        assertThat(ClusterInfo.of("x").runSigner(List.of(odd), NOW).result().signatures())
                .containsExactly(Map.entry(
                        "07401b", DetachedJws.sign("07401b", new byte[] {(byte) 0xFF, 0, 10}, new byte[] {'x'})));
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        String yaml =
                "apiVersion: v1\nbinaryData:\n  b: AAE=\ndata:\n  kubeconfig: x\n  note: kept\nkind: ConfigMap\nmetadata:\n"
                        + "  annotations:\n    a: b\n  name: cluster-info\n  namespace: kube-public\n";
        ClusterInfo info = ClusterInfo.parse(yaml);
        assertThat(info.toYaml()).isEqualTo(yaml);
        assertThat(info.apiVersion() + " " + info.kind()).isEqualTo("v1 ConfigMap");
        assertThat(info)
                .isEqualTo(ClusterInfo.parse(yaml))
                .isNotEqualTo(ClusterInfo.parse(yaml.replace("kubeconfig: x", "kubeconfig: z")))
                .isNotEqualTo(ClusterInfo.parse(yaml.replace("AAE=", "AAI=")))
                .isNotEqualTo(ClusterInfo.parse(yaml.replace("a: b", "a: c")));
        assertThat(ClusterInfo.parse(yaml).sign(OTHER).toYaml()).contains("binaryData:\n  b: AAE=\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: v1\nkind: Secret\n",
                "apiVersion: v1\nkind: ConfigMap\ndata: {kubeconfig: {}}\n",
                "apiVersion: v1\nkind: ConfigMap\ndata: {kubeconfig: 1}\n",
                "apiVersion: v1\nkind: ConfigMap\ndata: []\n",
                "",
                "{",
            })
    void refusesWhatIsNoConfigMapOfTexts(String text) {
        assertThatThrownBy(() -> ClusterInfo.parse(text)).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void takesAConfigMapWithoutData() {
        ClusterInfo info = ClusterInfo.parse("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cluster-info}\n");
        assertThat(info.kubeconfig()).isEmpty();
        assertThat(info.signatures()).isEmpty();
    }

    private static List<String> codes(ClusterInfo info) {
        List<String> codes = new ArrayList<>();
        for (Finding finding : info.findings()) {
            codes.add(finding.code());
        }
        return codes;
    }

    @Test
    void findsWhatKeepsNodesFromJoining() {
        assertThat(codes(ClusterInfo.of(Fixtures.K1).sign(OTHER))).isEmpty();
        assertThat(codes(ClusterInfo.of(Fixtures.K1))).containsExactly("SIGNATURE_MISSING");
        assertThat(codes(ClusterInfo.of("").sign(OTHER))).containsExactly("KUBECONFIG_MISSING");
        assertThat(codes(ClusterInfo.of("[").sign(OTHER))).containsExactly("KUBECONFIG_INVALID");
        assertThat(codes(ClusterInfo.of("clusters: []").sign(OTHER))).containsExactly("DISCOVERY_CLUSTER_MISSING");
        assertThat(codes(ClusterInfo.of(Fixtures.K1.replace("users: null", "users: [{name: a, user: {token: b}}]"))
                        .sign(OTHER)))
                .containsExactly("CREDENTIALS_EXPOSED");
        assertThat(codes(Fixtures.clusterInfo(Fixtures.K1, "jws-kubeconfig-x", "y")))
                .containsExactly("TOKEN_ID_INVALID");
        assertThat(codes(ClusterInfo.parse("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n")))
                .containsExactly("NAME_MISMATCH", "KUBECONFIG_MISSING", "SIGNATURE_MISSING");
    }

    @Test
    void showsTheIdsThatSignedIt() {
        assertThat(ClusterInfo.of("x").sign(OTHER, Fixtures.TOKEN))
                .hasToString("ClusterInfo[signed by [07401b, 9a08jv]]");
    }
}
