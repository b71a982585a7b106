package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.access.BearerToken;
import io.github.kubetls.discovery.CaPin;
import io.github.kubetls.discovery.CertificateKey;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.discovery.DiscoverySettings;
import io.github.kubetls.discovery.DocumentLocation;
import io.github.kubetls.discovery.FileDiscovery;
import io.github.kubetls.discovery.JoinCommand;
import io.github.kubetls.discovery.KubeadmCertsSecret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is given to a reader, it reads it or throws {@link InvalidFormatException}, soon. */
class HostileInputTest {

    private static final Map<String, Function<String, Object>> READERS = new LinkedHashMap<>();

    static {
        READERS.put("BootstrapToken", BootstrapToken::parse);
        READERS.put("BootstrapToken id", BootstrapToken::parseId);
        READERS.put("Secret", Secret::parse);
        READERS.put("Secrets", Secret::parseAll);
        READERS.put("BootstrapTokenSecret", BootstrapTokenSecret::parse);
        READERS.put("BootstrapTokenSecrets", BootstrapTokenSecret::parseAll);
        READERS.put("BootstrapTokenSettings", BootstrapTokenSettings::parseAll);
        READERS.put("ttl", BootstrapTokenSettings::parseTtl);
        READERS.put("ServiceAccountTokenSecret", ServiceAccountTokenSecret::parse);
        READERS.put("service account token", ServiceAccountTokenSecret::decodeToken);
        READERS.put("TokenFile", TokenFile::parse);
        READERS.put("TokenFile bytes", text -> TokenFile.parse(text.getBytes(StandardCharsets.ISO_8859_1)));
        READERS.put("TokenFile lint", TokenFile::lint);
        READERS.put("ClusterInfo", ClusterInfo::parse);
        READERS.put("ClusterInfo findings", text -> ClusterInfo.of(text).findings());
        READERS.put("ClusterInfo kubeconfig", ClusterInfo::fromKubeconfig);
        READERS.put("CaPin", CaPin::parse);
        READERS.put("CertificateKey", CertificateKey::parse);
        READERS.put("KubeadmCertsSecret", KubeadmCertsSecret::parse);
        READERS.put("JoinCommand", JoinCommand::parse);
        READERS.put("JoinCommand arguments", text -> JoinCommand.parse("kubeadm join " + text));
        READERS.put("DiscoverySettings", DiscoverySettings::parse);
        READERS.put("DocumentLocation", DocumentLocation::parse);
        READERS.put("FileDiscovery", FileDiscovery::parse);
        READERS.put("BearerToken", text -> List.of(BearerToken.fromHeader(text), BearerToken.findings(text)));
    }

    private static void readByAll(String text, Consumer<InvalidFormatException> refused) {
        READERS.forEach((name, reader) -> assertThatCode(() -> {
                    try {
                        reader.apply(text);
                    } catch (InvalidFormatException e) {
                        refused.accept(e);
                    }
                })
                .as(name)
                .doesNotThrowAnyException());
    }

    static List<String> documents() {
        List<String> documents = new ArrayList<>(
                List.of(
                        "",
                        "\0",
                        "\uFEFF",
                        "\uD800",
                        "\r",
                        "---",
                        "null",
                        "~",
                        "[]",
                        "{}",
                        "a: &a [*a]",
                        "a: *b",
                        "<<: 1",
                        "{",
                        "\"",
                        "'",
                        "|",
                        "\t",
                        "%YAML 9.9\n",
                        "!!binary \"?\": 1",
                        "apiVersion: 1\nkind: Secret",
                        "apiVersion: v1\nkind: [Secret]",
                        "apiVersion: v1\nkind: Secret",
                        "apiVersion: v1\nkind: Secret\nmetadata: []",
                        "apiVersion: v1\nkind: Secret\nmetadata: {deletionTimestamp: x}",
                        "apiVersion: v1\nkind: Secret\nmetadata: {labels: {a: 1}}",
                        "apiVersion: v1\nkind: Secret\ndata: {a: [1, 2, 999]}",
                        "apiVersion: v1\nkind: Secret\ndata: {a: {b: c}}",
                        "apiVersion: v1\nkind: Secret\ntype: [x]",
                        "apiVersion: v1\nkind: SecretList\nitems: [null]",
                        "apiVersion: v1\nkind: List\nitems: [[]]",
                        "apiVersion: v1\nkind: List\nitems: {}",
                        "apiVersion: v1\nkind: ConfigMap\ndata: {a: [b]}",
                        "kind: Config\nclusters: [1]",
                        "clusters: [{cluster: 1}]",
                        "contexts: [null]\ncurrent-context: ''",
                        "clusters: [null]",
                        "clusters: [{name: ''}]",
                        "users: [{name: a, user: []}]",
                        "apiVersion: kubeadm.k8s.io/v1\nkind: InitConfiguration\nbootstrapTokens: [1]",
                        "apiVersion: kubeadm.k8s.io/v1\nkind: InitConfiguration\nbootstrapTokens: [{ttl: {}}]",
                        "apiVersion: kubeadm.k8s.io/v1\nkind: JoinConfiguration\ndiscovery: {bootstrapToken: {caCertHashes: x}}"));
        documents.add(",".repeat(1_000_000));
        documents.add("\"".repeat(999_999));
        documents.add("a,b,\"" + "x\n".repeat(500_000));
        documents.add("a,b,c\n".repeat(200_000));
        documents.add("\n".repeat(1_000_000));
        documents.add("a".repeat(200_000));
        documents.add("-".repeat(100_000));
        documents.add("[".repeat(100_000));
        documents.add("{\"a\":".repeat(100_000));
        documents.add("a: ".repeat(10_000));
        documents.add("1".repeat(100_000) + "h");
        documents.add("\\".repeat(100_000));
        documents.add(" ".repeat(200_000) + "x");
        documents.add("sha256:" + "0".repeat(200_000));
        documents.add(billionLaughs());
        return documents;
    }

    private static String billionLaughs() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            bomb.append(
                    "a" + i + ": &a" + i + " [" + String.join(", ", List.of(before, before, before, before)) + "]\n");
        }
        return bomb + "apiVersion: v1\nkind: Secret\n";
    }

    @ParameterizedTest(name = "document {index}")
    @MethodSource("documents")
    void readsOrRefusesSoon(String text) {
        // Not a measurement: a reader that is quadratic in a million characters takes minutes.
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> readByAll(text, e -> {
                    assertThat(e.code()).isNotEmpty();
                    assertThat(e.getMessage()).hasSizeLessThan(1000);
                }));
    }

    @Test
    void readsOrRefusesRandomText() {
        String alphabet = " \n\r\t,\"'\\:;-_.[]{}&*!|>#%@`=$<0123456789abcdefTZ\0\u0085\u2028\uFEFF\uD800\uDC00é";
        List<String> words = List.of(
                "apiVersion: v1\n",
                "kind: Secret\n",
                "kind: ConfigMap\n",
                "metadata:\n",
                "  name: bootstrap-token-07401b\n",
                "data:\n",
                "  token-id: MDc0MDFi\n",
                "  token: ",
                "kubeadm join ",
                "--token ",
                "07401b.f395accd246ae52d",
                "a:1 ",
                "sha256:",
                "clusters:\n- name: \"\"\n  cluster:\n    server: https://a\n");
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                if (random.nextInt(3) == 0) {
                    text.append(words.get(random.nextInt(words.size())));
                } else {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
            }
            try {
                readByAll(text.toString(), e -> assertThat(e.code()).isNotEmpty());
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void judgesSecretsWithAnyValues() {
        Instant now = Instant.parse("2031-05-06T07:08:09Z");
        AtomicInteger authenticated = new AtomicInteger();
        List<String> values =
                List.of("", "true", "07401b", "f395accd246ae52d", "\0", "\n", ",", "x".repeat(10_000), "9999");
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            Secrets secrets = Secrets.sound();
            for (String key : List.of(
                    "token-id",
                    "token-secret",
                    "expiration",
                    "auth-extra-groups",
                    "usage-bootstrap-signing",
                    "usage-bootstrap-authentication")) {
                if (random.nextInt(4) == 0) {
                    secrets.with(key, values.get(random.nextInt(values.size())));
                }
            }
            Secret secret = secrets.secret();
            SigningRefusal.of(secret, now);
            TokenCleaner.decide(secret, now);
            ClusterInfo.of("x").runSigner(List.of(secret), now);
            Object result = BootstrapTokenAuthenticator.of(List.of(secret)).authenticate(Secrets.TOKEN, now);
            if (result instanceof BootstrapTokenAuthenticator.Result.Authenticated) {
                authenticated.incrementAndGet();
                assertThat(BootstrapTokenSecret.of(secret).findings(now))
                        .extracting(finding -> finding.code())
                        .contains("CAN_AUTHENTICATE");
            }
        }
        assertThat(authenticated.get()).isPositive();
    }
}
