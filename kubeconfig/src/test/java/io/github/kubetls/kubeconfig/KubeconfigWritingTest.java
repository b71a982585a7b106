package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.yaml.Yaml;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigWritingTest {

    private static Kubeconfig token(String token) {
        return Kubeconfig.builder()
                .user("u", AuthInfo.builder().token(token).build())
                .build();
    }

    @Test
    void sortsNamesByBytes() {
        Kubeconfig.Builder config = Kubeconfig.builder();
        for (String name : List.of("a", "B", "\ud83d\ude00", "\uffee", "b9", "b10", "\u00e9", "")) {
            config.user(name, AuthInfo.builder().build());
        }
        assertThat(config.build().toYaml().lines().filter(line -> line.startsWith("- name: ")))
                .containsExactly(
                        "- name: \"\"",
                        "- name: B",
                        "- name: a",
                        "- name: b10",
                        "- name: b9",
                        "- name: \u00e9",
                        "- name: \uffee",
                        "- name: \"\\U0001F600\"");
    }

    @Test
    void keepsTheOrderInWhichEntriesWereAdded() {
        assertThat(Kubeconfig.parse("users: [{name: b}, {name: a}]").users().keySet())
                .containsExactly("b", "a");
    }

    @Test
    void writesOldAndNewFormOfPreferences() {
        assertThat(token("t").toYaml(KubernetesRelease.of(33))).contains("preferences: {}\n");
        assertThat(token("t").toYaml(KubernetesRelease.of(34))).doesNotContain("preferences");
        assertThat(token("t").toJson(KubernetesRelease.of(34))).doesNotContain("preferences");
        assertThat(token("t").toJson(KubernetesRelease.of(33))).contains("\"preferences\": {}");
        assertThat(token("t").toMap(KubernetesRelease.of(33))).containsEntry("preferences", Map.of());
        assertThat(token("t").toYaml()).isEqualTo(token("t").toYaml(KubernetesRelease.latest()));
        assertThat(token("t").toMap()).doesNotContainKey("preferences");
        Kubeconfig colors = Kubeconfig.builder().colors(true).build();
        assertThat(colors.toYaml(KubernetesRelease.of(34))).contains("preferences:\n  colors: true\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1.33, true",
        "1.34, false",
        "v1.40.2, false",
    })
    void takesAVersionAsAServerGivesIt(String version, boolean preferences) {
        assertThat(token("t").toYaml(KubernetesRelease.parse(version)).contains("preferences"))
                .isEqualTo(preferences);
    }

    @Test
    void leavesOutWhatIsEmptyAndWritesWhatAlwaysIsThere() {
        Kubeconfig config = Kubeconfig.builder()
                .cluster("c", Cluster.builder("").build())
                .user(
                        "u",
                        AuthInfo.builder()
                                .exec(ExecConfig.builder("")
                                        .apiVersion("")
                                        .interactiveMode("")
                                        .build())
                                .authProvider(AuthProviderConfig.of("", Map.of()))
                                .build())
                .context("x", Context.builder("", "").build())
                .build();
        assertThat(config.toYaml()).isEqualTo("""
                apiVersion: v1
                clusters:
                - cluster:
                    server: ""
                  name: c
                contexts:
                - context:
                    cluster: ""
                    user: ""
                  name: x
                current-context: ""
                kind: Config
                users:
                - name: u
                  user:
                    auth-provider:
                      config: {}
                      name: ""
                    exec:
                      args: null
                      command: ""
                      env: null
                      provideClusterInfo: false
                """);
    }

    @Test
    void writesEveryFieldInTheOrderOfItsTypeAsJson() {
        AuthInfo user = AuthInfo.builder()
                .clientCertificate(PemSource.file("c"))
                .clientKey(PemSource.inline("k"))
                .token("t")
                .tokenFile("f")
                .as("a")
                .asUid("i")
                .asGroups(List.of("g"))
                .asUserExtra(Map.of("b", List.of("1"), "B", List.of()))
                .username("n")
                .password("p")
                .authProvider(AuthProviderConfig.of("ap", Map.of("k", "v")))
                .exec(ExecConfig.builder("e")
                        .args("x")
                        .env("N", "v")
                        .installHint("h")
                        .provideClusterInfo(true)
                        .build())
                .extensions(Map.of("e", List.of()))
                .build();
        assertThat(Yaml.writeCompactJson(user.toMap()))
                .isEqualTo(
                        "{\"client-certificate\":\"c\",\"client-key-data\":\"aw==\",\"token\":\"t\",\"tokenFile\":\"f\","
                                + "\"as\":\"a\",\"as-uid\":\"i\",\"as-groups\":[\"g\"],\"as-user-extra\":{\"B\":[],\"b\":[\"1\"]},"
                                + "\"username\":\"n\",\"password\":\"p\",\"auth-provider\":{\"name\":\"ap\",\"config\":{\"k\":\"v\"}},"
                                + "\"exec\":{\"command\":\"e\",\"args\":[\"x\"],\"env\":[{\"name\":\"N\",\"value\":\"v\"}],"
                                + "\"apiVersion\":\"client.authentication.k8s.io/v1\",\"installHint\":\"h\","
                                + "\"provideClusterInfo\":true,\"interactiveMode\":\"IfAvailable\"},"
                                + "\"extensions\":[{\"name\":\"e\",\"extension\":[]}]}");
        Cluster cluster = Cluster.of("s", PemSource.file("f")).toBuilder()
                .tlsServerName("t")
                .insecureSkipTlsVerify(true)
                .proxyUrl("p")
                .disableCompression(true)
                .build();
        assertThat(cluster.toMap().keySet())
                .containsExactly(
                        "server",
                        "tls-server-name",
                        "insecure-skip-tls-verify",
                        "certificate-authority",
                        "proxy-url",
                        "disable-compression");
    }

    @Test
    void takesJdkValuesAsAText() {
        Cluster cluster = Cluster.builder("s")
                .extensions(Map.of("e", List.of(1)))
                .otherFields(Map.of("x", true))
                .build();
        assertThat(Cluster.fromMap(cluster.toMap())).isEqualTo(cluster);
        AuthInfo user = AuthInfo.builder()
                .asGroups("a", "b")
                .exec(ExecConfig.builder("e").env("N", "v").build())
                .build();
        assertThat(AuthInfo.fromMap(user.toMap())).isEqualTo(user);
        ExecConfig exec = user.exec().orElseThrow();
        assertThat(ExecConfig.fromMap(exec.toMap())).isEqualTo(exec);
        AuthProviderConfig provider = AuthProviderConfig.of("p", Map.of("k", "v"));
        assertThat(AuthProviderConfig.fromMap(provider.toMap())).isEqualTo(provider);
        Context context = Context.builder("c", "u").namespace("n").build();
        assertThat(Context.fromMap(context.toMap())).isEqualTo(context);
        assertThat(Context.fromMap(Map.of("cluster", "c", "user", "u"))).isEqualTo(Context.of("c", "u"));
        assertThatThrownBy(() -> Kubeconfig.fromMap(Map.of("users", List.of(Map.of("name", 1)))))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith("users[0].name: is a number where a string is expected");
        assertThatThrownBy(() -> Cluster.fromMap(Map.of("server", new Object())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesThatDifferAreNotEqual() {
        assertThat(ExecConfig.builder("c").args("a").build())
                .isNotEqualTo(ExecConfig.builder("c").args("b").build());
        AuthProviderConfig provider = AuthProviderConfig.of("p", Map.of("k", "v"));
        assertThat(provider).isNotEqualTo(AuthProviderConfig.of("p", Map.of("k", "w")));
        assertThat(provider.config()).isEqualTo(Map.of("k", "v"));
        assertThat(AuthProviderConfig.fromMap(Map.of("name", "p")).config()).isEmpty();
    }

    @Test
    void escapesHtmlInJson() {
        assertThat(token("<&>\u2028").toJson()).contains("\"token\": \"\\u003c\\u0026\\u003e\\u2028\"");
    }

    /** Seeded; the seed is in the message. */
    @Test
    void readsWhatItWrites() {
        for (long seed = 0; seed < 300; seed++) {
            Kubeconfig config = RandomKubeconfigs.config(seed);
            assertThat(Kubeconfig.parse(config.toYaml()).equals(config))
                    .as("seed %d, YAML", seed)
                    .isTrue();
            // JSON has surrogate escapes only for what our writer leaves as it is.
            assertThat(Kubeconfig.parse(config.toJson()).equals(config))
                    .as("seed %d, JSON", seed)
                    .isTrue();
            assertThat(Kubeconfig.parse(config.toYaml(KubernetesRelease.of(33))).equals(config))
                    .as("seed %d, older form", seed)
                    .isTrue();
            assertThat(Kubeconfig.fromMap(config.toMap()).equals(config))
                    .as("seed %d, JDK values", seed)
                    .isTrue();
            assertThat(config.toBuilder().build().equals(config))
                    .as("seed %d, copy", seed)
                    .isTrue();
        }
    }

    @Test
    void copiesWhatItIsGiven() {
        List<Object> list = new ArrayList<>(List.of(1));
        byte[] pem = {65};
        Cluster cluster = Cluster.of("s", PemSource.inline(pem)).toBuilder()
                .extensions(Map.of("e", list))
                .build();
        list.add(2);
        pem[0] = 66;
        assertThat(cluster.extensions()).isEqualTo(Map.of("e", List.of(1L)));
        assertThat(cluster.certificateAuthority()).contains(PemSource.inline("A"));
        cluster.certificateAuthority().orElseThrow().data().orElseThrow()[0] = 66;
        assertThat(cluster.certificateAuthority()).contains(PemSource.inline("A"));
        assertThatThrownBy(() -> cluster.extensions().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aMapIsTheCallersOwn() {
        Kubeconfig config = token("t");
        config.toMap().clear();
        config.users().values().iterator().next().toMap().clear();
        assertThat(config).isEqualTo(token("t"));
    }

    @Test
    void refusesWhatJsonCannotExpress() {
        assertThatThrownBy(() -> Kubeconfig.builder().extensions(Map.of("e", new Object())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Kubeconfig.builder().extensions(Map.of("e", Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Kubeconfig.builder().extensions(Map.of("e", Map.of(1, 2))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PemSource.inline("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PemSource.file("")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1", "1e3, 1000", "0.5, 0.5", "9.2e18, 9200000000000000000", "1e30, 1e+30"})
    void writesNumbersAsJsonHasThem(double number, String text) {
        Kubeconfig config = Kubeconfig.builder().extensions(Map.of("e", number)).build();
        assertThat(config.toYaml()).contains("- extension: " + text + "\n");
        assertThat(Kubeconfig.parse(config.toYaml())).isEqualTo(config);
    }

    /** Integers of 64 bits, with or without a sign, stay what they are, as in Go's reader of JSON. */
    @ParameterizedTest
    @CsvSource({
        "4611686018427387904, java.lang.Long",
        "9223372036854775807, java.lang.Long",
        "-9223372036854775808, java.lang.Long",
        "9223372036854775808, java.math.BigInteger",
        "18446744073709551615, java.math.BigInteger",
        "18446744073709551616, java.lang.Double",
        "-9223372036854775809, java.lang.Double",
    })
    void keepsIntegersOf64Bits(BigInteger number, Class<?> type) {
        Kubeconfig config = Kubeconfig.builder().extensions(Map.of("e", number)).build();
        assertThat(config.extensions().get("e")).isInstanceOf(type);
        assertThat(Kubeconfig.parse(config.toYaml())).isEqualTo(config);
    }

    @Test
    void extensionsMayBeNull() {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("e", null);
        Kubeconfig config = Kubeconfig.builder().extensions(extensions).build();
        assertThat(config.extensions()).containsEntry("e", null);
        assertThat(Kubeconfig.parse(config.toYaml())).isEqualTo(config);
        assertThat(Arrays.asList(config.extensions().get("e"))).containsOnlyNulls();
    }

    /** What {@code kubectl config view --raw} of 1.32 and 1.36 prints, and with {@code -o json}. */
    @ParameterizedTest
    @CsvSource({
        "1e5, 100000, 100000",
        "1.0, 1, 1",
        "1.5, 1.5, 1.5",
        "1e21, 1e+21, 1e+21",
        "123456789012345678901234, 1.2345678901234569e+23, 1.2345678901234569e+23",
        "1e-7, 1e-07, 1e-7",
        "0.1, 0.1, 0.1",
        "-0.0, 0, -0",
        "12345678.0, 12345678, 12345678",
        "1e19, 10000000000000000000, 10000000000000000000",
        "18446744073709551615, 18446744073709551615, 18446744073709551615",
        "18446744073709551616, 1.8446744073709552e+19, 18446744073709552000",
        "1234567.5, 1.2345675e+06, 1234567.5"
    })
    void writesNumbersOfExtensionsAsKubectlDoes(String number, String yaml, String json) {
        Kubeconfig config =
                Kubeconfig.parse("extensions: [{name: e, extension: {x: " + number + "}}]\nother: " + number);
        assertThat(config.toYaml()).contains("\n    x: " + yaml + "\n").contains("\nother: " + yaml + "\n");
        assertThat(config.toJson()).contains("\"x\": " + json + "\n");
    }
}
