package io.github.kubetls.kubeconfig.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/kubeconfig.md, 8. */
class ClientConfigTest {

    private static final String TWO = """
            clusters:
            - name: c
              cluster: {server: 'https://c', tls-server-name: sni, certificate-authority-data: QUJD}
            - {name: d, cluster: {server: 'https://d', insecure-skip-tls-verify: true}}
            users:
            - {name: u, user: {token: t, client-certificate-data: QUJD, client-key-data: QUJD}}
            - {name: v, user: {username: v, password: p}}
            contexts:
            - {name: x, context: {cluster: c, user: u, namespace: ns}}
            - {name: z, context: {cluster: d, user: v}}
            current-context: x
            """;

    @TempDir
    private Path directory;

    private static ClientConfig resolve(ConfigOverrides.Builder overrides) throws IOException {
        return ClientConfig.of(Kubeconfig.parse(TWO), overrides.build());
    }

    private static ConfigOverrides.Builder overrides() {
        return ConfigOverrides.builder();
    }

    @Test
    void takesTheCurrentContext() throws IOException {
        ClientConfig config = ClientConfig.of(Kubeconfig.parse(TWO));
        assertThat(config.cluster().server()).isEqualTo("https://c");
        assertThat(config.bearerToken()).contains("t");
        assertThat(config.namespace()).isEqualTo("ns");
        assertThat(config.timeout()).isZero();
    }

    @Test
    void takesAnotherContext() throws IOException {
        ClientConfig config = resolve(overrides().currentContext("z"));
        assertThat(config.cluster().server()).isEqualTo("https://d");
        assertThat(config.namespace()).isEqualTo("default");
        assertThat(config.headers()).isEqualTo(Map.of("Authorization", List.of("Basic djpw")));
    }

    @Test
    void takesAnotherClusterUserAndNamespace() throws IOException {
        ClientConfig config = resolve(overrides().clusterName("d").userName("v").namespace("other"));
        assertThat(config.cluster().server()).isEqualTo("https://d");
        assertThat(config.user().username()).contains("v");
        assertThat(config.namespace()).isEqualTo("other");
    }

    @Test
    void anOverrideHasToExist() {
        assertThatThrownBy(() ->
                        resolve(overrides().currentContext("q").clusterName("q").userName("q")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("auth info \"q\" does not exist");
        assertThatThrownBy(() -> resolve(overrides().currentContext("q").clusterName("q")))
                .hasMessage("context \"q\" does not exist");
        assertThatThrownBy(() -> resolve(overrides().clusterName("q"))).hasMessage("cluster \"q\" does not exist");
    }

    @Test
    void aNewServerClearsTheTlsServerName() throws IOException {
        Cluster server = Cluster.builder("https://new").build();
        assertThat(resolve(overrides().cluster(server)).cluster().tlsServerName())
                .isEmpty();
        assertThat(resolve(overrides()
                                .cluster(server.toBuilder().tlsServerName("m").build()))
                        .cluster()
                        .tlsServerName())
                .contains("m");
        assertThat(resolve(overrides()
                                .cluster(Cluster.builder("").tlsServerName("m").build()))
                        .cluster()
                        .server())
                .isEqualTo("https://c");
    }

    @Test
    void anyOfInsecureAndCaReplacesAllThree() throws IOException {
        Cluster insecure = Cluster.builder("").insecureSkipTlsVerify(true).build();
        assertThat(resolve(overrides().cluster(insecure)).cluster().certificateAuthority())
                .isEmpty();
        Cluster data = Cluster.of("", PemSource.inline("X"));
        ClientConfig config = resolve(overrides().currentContext("z").cluster(data));
        assertThat(config.cluster().insecureSkipTlsVerify()).isFalse();
        assertThat(config.cluster().certificateAuthority()).contains(PemSource.inline("X"));
    }

    @Test
    void anotherKeyReplacesFileAndData() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "KEY");
        AuthInfo key = AuthInfo.builder()
                .clientKey(PemSource.file(file))
                .clientCertificate(PemSource.file(file))
                .build();
        assertThat(resolve(overrides().user(key)).user().clientKey()).contains(PemSource.file(file));
    }

    @Test
    void defaultsGoBelowTheCluster() throws IOException {
        ConfigOverrides defaults = overrides()
                .clusterDefaults(Cluster.builder("http://localhost:8080").build())
                .build();
        assertThat(ClientConfig.of(Kubeconfig.parse(""), defaults).server()).hasToString("http://localhost:8080");
        assertThat(ClientConfig.of(Kubeconfig.parse(TWO), defaults).server()).hasToString("https://c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clusters: []       | invalid configuration: no configuration has been provided, try setting "
                        + "KUBERNETES_MASTER environment variable",
                "current-context: q | invalid configuration: [context was not found for specified context: q, cluster has "
                        + "no server defined]",
                "{contexts: [{name: q, context: {cluster: e, user: e}}], clusters: [{name: e}], users: [{name: e, user: "
                        + "{as-uid: a}}], current-context: q} | invalid configuration: [requesting uid, groups or "
                        + "user-extra for e without impersonating a user, no server found for cluster \"e\"]",
            })
    void refusesAnInvalidConfiguration(String text, String message, @TempDir Path temp) throws IOException {
        Kubeconfig config = Kubeconfig.read(Files.writeString(temp.resolve("k"), text));
        assertThatThrownBy(() -> ClientConfig.of(config))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("CLIENT_CONFIG_INVALID"))
                .hasMessage(message);
    }

    /** The rules of contexts do not apply here: a missing user counts as an empty one, a namespace is not looked at. */
    @Test
    void toleratesWhatIsWrongWithTheContextItself() throws IOException {
        ClientConfig config = ClientConfig.of(Kubeconfig.parse("clusters: [{name: c, cluster: {server: 'https://c'}}]\n"
                + "contexts: [{name: x, context: {cluster: c, user: nobody, namespace: Bad_One}}]\n"
                + "current-context: x"));
        assertThat(config.namespace()).isEqualTo("Bad_One");
    }

    private static ClientConfig server(String server) throws IOException {
        return ClientConfig.of(Kubeconfig.of(
                "c",
                Cluster.builder(server).build(),
                "u",
                AuthInfo.builder().token("t").build()));
    }

    @ParameterizedTest
    @CsvSource({
        "https://h:6443, https://h:6443/version",
        "https://h/, https://h/version",
        "https://h/prefix/, https://h/prefix/version",
        "https://h/prefix?query#fragment, https://h/prefix/version",
        "HTTPS://h, https://h/version",
        "h:8080, http://h:8080/version",
        "h, http://h/version",
        "https://[::1]:6443, https://[::1]:6443/version",
    })
    void makesUrls(String server, String url) throws IOException {
        assertThat(server(server).uri("/version")).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h/path", "https:h", "https://h:port", "//h", "https://a b"})
    void refusesAServerThatIsNone(String server) throws IOException {
        ClientConfig config = server(server);
        assertThatThrownBy(config::server)
                .isInstanceOf(InvalidFormatException.class)
                .hasMessage("server: host must be a URL or a host:port pair");
    }

    @ParameterizedTest
    @CsvSource({"https://h, true", "HTTPS://h, true", "http://h, false", "h:6443, false", "https:h, false"})
    void sendsCredentialsWithTlsOnly(String server, boolean sent) throws IOException {
        assertThat(server(server).isTls()).isEqualTo(sent);
        assertThat(server(server).bearerToken().isPresent()).isEqualTo(sent);
        assertThat(server(server).headers().isEmpty()).isEqualTo(!sent);
    }

    private ClientConfig user(AuthInfo user) throws IOException {
        return ClientConfig.of(Kubeconfig.of("c", Cluster.builder("https://h").build(), "u", user));
    }

    @Test
    void aTokenFileTakesOverOnceItCanBeRead() throws IOException {
        Path file = directory.resolve("token");
        ClientConfig config =
                user(AuthInfo.builder().token("t").tokenFile(file.toString()).build());
        assertThat(config.bearerToken()).contains("t");
        Files.writeString(file, " from-file\n");
        assertThat(config.bearerToken()).contains("from-file");
        Files.writeString(file, "changed");
        assertThat(config.bearerToken()).contains("changed");
        Files.writeString(file, " \n");
        assertThat(config.bearerToken()).contains("t");
    }

    @Test
    void aTokenThatIsInAFileOnlyHasToBeReadable() throws IOException {
        Path file = directory.resolve("token");
        AuthInfo user = AuthInfo.builder().tokenFile(file.toString()).build();
        assertThatThrownBy(() -> user(user)).isInstanceOf(NoSuchFileException.class);
        Files.writeString(file, "t\n");
        assertThat(user(user).bearerToken()).contains("t");
    }

    @Test
    void refusesATokenFileBesideAPassword() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "t");
        ClientConfig config =
                user(AuthInfo.builder().tokenFile(file.toString()).username("u").build());
        assertThatThrownBy(config::headers)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("username/password or bearer token may be set, but not both");
    }

    @Test
    void impersonates() throws IOException {
        assertThat(user(AuthInfo.builder()
                                .as("jane")
                                .asUid("7")
                                .asGroups(List.of("a", "b"))
                                .asUserExtra(Map.of("example.com/k%", List.of("v", "w")))
                                .build())
                        .headers())
                .isEqualTo(Map.of(
                        "Impersonate-User", List.of("jane"),
                        "Impersonate-Uid", List.of("7"),
                        "Impersonate-Group", List.of("a", "b"),
                        "Impersonate-Extra-example.com%2Fk%25", List.of("v", "w")));
    }

    @ParameterizedTest
    @CsvSource({"30, PT30S", "0, PT0S", "1m30s, PT1M30S", "+5, PT5S", "-5s, PT-5S"})
    void readsATimeout(String text, Duration timeout) throws IOException {
        assertThat(resolve(overrides().timeout(text)).timeout()).isEqualTo(timeout);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "1 minute", "", "x"})
    void refusesOtherTimeouts(String text) {
        assertThatThrownBy(() -> resolve(overrides().timeout(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid timeout value.");
    }

    @Test
    void readsWhatAPodIsGiven() throws IOException {
        Map<String, String> environment =
                Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443");
        assertThatThrownBy(() -> ClientConfig.inCluster(environment, directory)).isInstanceOf(IOException.class);
        Files.writeString(directory.resolve("token"), "t");
        ClientConfig bare = ClientConfig.inCluster(environment, directory);
        assertThat(bare.server()).hasToString("https://[fd00::1]:443");
        assertThat(bare.namespace()).isEqualTo("default");
        assertThat(bare.cluster().certificateAuthority()).isEmpty();
        Files.writeString(directory.resolve("namespace"), "team\n");
        Files.writeString(directory.resolve("ca.crt"), "PEM");
        ClientConfig full = ClientConfig.inCluster(environment, directory);
        assertThat(full.namespace()).isEqualTo("team");
        assertThat(full.bearerToken()).contains("t");
        assertThat(full.cluster().certificateAuthority()).contains(PemSource.file(directory.resolve("ca.crt")));
        assertThatThrownBy(() -> ClientConfig.inCluster(Map.of(), directory)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void neverShowsASecret() throws IOException {
        assertThat(user(AuthInfo.builder().token("s3cr3t").build()).toString()).doesNotContain("s3cr3t");
    }
}
