package io.github.kubetls.kubeconfig.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.ExecConfig;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/kubeconfig.md, 12. */
class ExecCredentialTest {

    private static final String V1 = ExecConfig.API_VERSION_V1;

    private static String answer(String status) {
        return "{\"kind\": \"ExecCredential\", \"apiVersion\": \"" + V1 + "\", \"status\": " + status + "}";
    }

    private static ClientConfig client(ExecConfig exec, Cluster cluster) throws IOException {
        return ClientConfig.of(
                Kubeconfig.of("c", cluster, "u", AuthInfo.builder().exec(exec).build()));
    }

    @Test
    void asksAsClientGoDoes(@TempDir Path directory) throws IOException {
        Path ca = Files.writeString(directory.resolve("ca"), "ABC");
        Cluster cluster = Cluster.of("https://h", PemSource.file(ca)).toBuilder()
                .tlsServerName("sni")
                .proxyUrl("http://p")
                .disableCompression(true)
                .extensions(Map.of(ExecCredential.CLUSTER_EXTENSION, Map.of("b", 1, "a", "x"), "other", 1))
                .build();
        ExecConfig exec = ExecConfig.builder("login").provideClusterInfo(true).build();
        assertThat(client(exec, cluster).execRequest(false).orElseThrow().toJson())
                .isEqualTo("{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"spec\":"
                        + "{\"cluster\":{\"server\":\"https://h\",\"tls-server-name\":\"sni\","
                        + "\"certificate-authority-data\":\"QUJD\",\"proxy-url\":\"http://p\","
                        + "\"disable-compression\":true,\"config\":{\"a\":\"x\",\"b\":1}},\"interactive\":false}}\n");
    }

    @Test
    void tellsTheClusterOnlyIfItIsToBeTold() throws IOException {
        ExecConfig exec = ExecConfig.builder("login")
                .apiVersion(ExecConfig.API_VERSION_V1BETA1)
                .build();
        assertThat(client(exec, Cluster.builder("https://h").build())
                        .execRequest(true)
                        .orElseThrow()
                        .toJson())
                .isEqualTo("{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\","
                        + "\"spec\":{\"interactive\":true}}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "Never, true, false",
        "Never, false, false",
        "IfAvailable, true, true",
        "IfAvailable, false, false",
        "Always, true, true",
    })
    void isInteractiveByModeAndTerminal(String mode, boolean terminal, boolean interactive) throws IOException {
        ExecConfig exec = ExecConfig.builder("login").interactiveMode(mode).build();
        assertThat(client(exec, Cluster.builder("https://h").build())
                        .execRequest(terminal)
                        .orElseThrow()
                        .interactive())
                .isEqualTo(interactive);
    }

    @Test
    void aRequestHasNoToken() throws IOException {
        ClientConfig config = client(
                ExecConfig.builder("login").build(),
                Cluster.builder("https://h").build());
        assertThat(config.execRequest(true).orElseThrow().token()).isEmpty();
    }

    @Test
    void refusesWhereATerminalIsNeededAndThereIsNone() throws IOException {
        ClientConfig config = client(
                ExecConfig.builder("login").interactiveMode("Always").build(),
                Cluster.builder("https://h").build());
        assertThatThrownBy(() -> config.execRequest(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("exec plugin cannot support interactive mode: standard input is not a terminal");
    }

    @Test
    void refusesAnApiVersionThatIsGone() throws IOException {
        ClientConfig config = client(
                ExecConfig.builder("login")
                        .apiVersion("client.authentication.k8s.io/v1alpha1")
                        .build(),
                Cluster.builder("https://h").build());
        assertThatThrownBy(() -> config.execRequest(false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("exec plugin: invalid apiVersion \"client.authentication.k8s.io/v1alpha1\"");
    }

    @Test
    void asksNothingForAUserWhoHasAToken() throws IOException {
        AuthInfo user = AuthInfo.builder()
                .exec(ExecConfig.builder("login").build())
                .token("t")
                .build();
        assertThat(ClientConfig.of(
                                Kubeconfig.of("c", Cluster.builder("https://h").build(), "u", user))
                        .execRequest(true))
                .isEmpty();
    }

    @Test
    void readsAToken() throws IOException {
        ExecCredential credential = ExecCredential.parse(
                answer("{\"token\": \"t\", \"expirationTimestamp\": \"2026-01-31T12:00:00Z\"}"), V1);
        assertThat(credential.token()).contains("t");
        assertThat(credential.expirationTimestamp()).contains(Instant.parse("2026-01-31T12:00:00Z"));
        ClientConfig config = client(
                        ExecConfig.builder("login").build(),
                        Cluster.builder("https://h").build())
                .withCredential(credential);
        assertThat(config.bearerToken()).contains("t");
    }

    @Test
    void readsACertificateWithItsKey() throws IOException {
        CertificateAndKey pair = CertificateAuthority.generate("ca", KeyAlgorithm.ECDSA_P256, Instant.now())
                .issuing("jane", Instant.now())
                .usages(io.github.kubetls.certificate.KeyUsage.CLIENT_AUTH)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
        ExecCredential written =
                ExecCredential.builder(V1).clientCertificate(pair).build();
        ExecCredential read = ExecCredential.parse(written.toJson(), V1);
        assertThat(read.equals(written)).isTrue();
        ClientConfig config = client(
                        ExecConfig.builder("login").build(),
                        Cluster.builder("https://h").build())
                .withCredential(read);
        assertThat(config.clientCertificate().orElseThrow().certificate()).isEqualTo(pair.certificate());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null                                                   | exec plugin didn't return a status field",
                "{}                                                     | exec plugin didn't return a token or cert/key pair",
                "{\"clientKeyData\": \"s3cr3t\"}                        | exec plugin returned only certificate or key, not "
                        + "both",
                "{\"token\": \"t\", \"clientCertificateData\": \"x\"}   | exec plugin returned only certificate or key, not "
                        + "both",
                "{\"clientKeyData\": \"s3cr3t\", \"clientCertificateData\": \"x\"} | failed parsing client key/certificate",
                "{\"token\": 1}                                         | is a number where a string is expected",
                "{\"token\": \"t\", \"expirationTimestamp\": \"soon\"}  | is not a time in RFC 3339 form",
            })
    void refusesAnAnswerThatIsNone(String status, String message) {
        assertThatThrownBy(() -> ExecCredential.parse(answer(status), V1))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void refusesAnAnswerOfAnotherVersion() {
        assertThatThrownBy(() -> ExecCredential.parse(answer("{}"), ExecConfig.API_VERSION_V1BETA1))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining(
                        "exec plugin is configured to use API version client.authentication.k8s.io/v1beta1, "
                                + "plugin returned version client.authentication.k8s.io/v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "token",
                "{",
                "{}",
                "{\"kind\": \"ExecCredential\"}",
                "{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1alpha1\"}",
                "{\"kind\": \"Config\", \"apiVersion\": \"client.authentication.k8s.io/v1\"}",
                "[]",
            })
    void refusesWhatIsNoExecCredential(String text) {
        assertThatThrownBy(() -> ExecCredential.parse(text)).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void readsTheQuestionThatItWrites() throws IOException {
        Cluster cluster = Cluster.of("https://h", PemSource.inline("ABC")).toBuilder()
                .extensions(Map.of(ExecCredential.CLUSTER_EXTENSION, Map.of("a", 1L)))
                .build();
        ExecCredential question = client(
                        ExecConfig.builder("login").provideClusterInfo(true).build(), cluster)
                .execRequest(true)
                .orElseThrow();
        assertThat(ExecCredential.parse(question.toJson()).equals(question)).isTrue();
        assertThat(ExecCredential.parse(question.toJson().replace("https://h", "https://other")))
                .isNotEqualTo(question);
        assertThat(ExecCredential.parse(question.toJson()).cluster()).contains(cluster);
    }

    @Test
    void isTheSameAsTextAsJdkValuesAndInAFile(@TempDir Path directory) throws IOException {
        ExecCredential answer = ExecCredential.builder(V1)
                .token("t")
                .expirationTimestamp(Instant.parse("2031-05-06T07:08:09Z"))
                .build();
        assertThat(ExecCredential.fromMap(answer.toMap())).isEqualTo(answer);
        assertThat(ExecCredential.parse(answer.toYaml())).isEqualTo(answer);
        assertThat(answer.toBuilder().build()).isEqualTo(answer);
        assertThat(answer.toBuilder().token("u").build().token()).contains("u");
        Path file = directory.resolve("c.json");
        answer.write(file);
        assertThat(ExecCredential.read(file)).isEqualTo(answer);
        assertThat(Posix.mode(file)).isEqualTo("rw-------");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> ExecCredential.read(file))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith(file + ", line 1");
    }

    @Test
    void neverShowsACredential() {
        assertThat(ExecCredential.builder(V1).token("s3cr3t").build())
                .hasToString("ExecCredential[" + V1 + ", [token]]");
    }

    /** The reader of JSON and that of YAML take different characters for line ends, and for text. */
    @Test
    void survivesEveryCharacterInJsonAndYaml() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            if (Character.isSurrogate((char) c)) {
                continue;
            }
            String key = " k" + (char) c + "\n" + (char) c;
            Map<String, Object> map = Map.of(
                    "apiVersion",
                    V1,
                    "kind",
                    "ExecCredential",
                    "status",
                    Map.of("token", key, "clientCertificateData", key, "clientKeyData", key));
            ExecCredential credential = ExecCredential.fromMap(map);
            assertThat(ExecCredential.parse(credential.toJson()).equals(credential))
                    .as("U+%04X in JSON", c)
                    .isTrue();
            assertThat(ExecCredential.parse(credential.toYaml()).equals(credential))
                    .as("U+%04X in YAML", c)
                    .isTrue();
        }
    }

    @Test
    void survivesRandomTexts() {
        Random random = new Random(7);
        String characters = "\u0000\t\n\r \"'\\\u0085\u00A0\u2028\uFEFF\uFFFE:#-{}[],&*!|>%@`1eE.+~ny";
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            ExecCredential credential =
                    ExecCredential.builder(V1).token(text.toString()).build();
            assertThat(ExecCredential.parse(credential.toJson()).equals(credential))
                    .as("round %d of seed 7 in JSON", round)
                    .isTrue();
            assertThat(ExecCredential.parse(credential.toYaml()).equals(credential))
                    .as("round %d of seed 7 in YAML", round)
                    .isTrue();
        }
    }

    /** As client-go reads it, by its form; Python escapes like this. */
    @Test
    void readsJsonAsJson() {
        String json = "{\"apiVersion\":\"" + V1
                + "\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"\\ud83d\\ude00\\/\t\"}}";
        assertThatThrownBy(() -> ExecCredential.parse(json)).isInstanceOf(InvalidFormatException.class);
        assertThat(ExecCredential.parse(json.replace("\t", "")).token()).contains("\uD83D\uDE00/");
        assertThatThrownBy(() -> ExecCredential.parse("{apiVersion: " + V1 + ", kind: ExecCredential}"))
                .hasMessageContaining("not well-formed JSON");
    }

    @Test
    void namesTheFieldsThatNobodyKnowsWhenCredentialsAreMissing() {
        String answer = "{\"apiVersion\":\"" + V1
                + "\",\"kind\":\"ExecCredential\",\"status\":{\"access_token\":\"s3cr3t\",\"accessToken\":\"s3cr3t\","
                + "\"s3cr3t token!\":1,\"expirationTimestamp\":\"2026-11-30T00:00:00Z\"}}";
        assertThatThrownBy(() -> ExecCredential.parse(answer, V1))
                .hasMessageContaining("didn't return a token")
                .hasMessageContaining("accessToken")
                .hasMessageNotContaining("expirationTimestamp")
                .hasMessageNotContaining("s3cr3t");
    }
}
