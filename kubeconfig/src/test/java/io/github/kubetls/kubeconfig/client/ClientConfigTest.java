package io.github.kubetls.kubeconfig.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.AuthProviderConfig;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Context;
import io.github.kubetls.kubeconfig.ExecConfig;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
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
    void anotherTokenReplacesThatOfTheFile() throws IOException {
        assertThat(resolve(overrides().user(AuthInfo.builder().token("other").build()))
                        .bearerToken())
                .contains("other");
        assertThat(resolve(overrides()).bearerToken()).contains("t");
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

    /** The refusals are those of kubectl 1.32. */
    @Test
    void n87AnotherCertificateOrKeyReplacesFileAndDataSince135() throws IOException {
        PemSource file = PemSource.file(Files.writeString(directory.resolve("pem"), "PEM"));
        ConfigOverrides certificate = overrides()
                .user(AuthInfo.builder().clientCertificate(file).build())
                .build();
        ConfigOverrides key =
                overrides().user(AuthInfo.builder().clientKey(file).build()).build();
        Kubeconfig config = Kubeconfig.parse(TWO.replace("token: t, ", ""));

        assertThat(ClientConfig.of(config, certificate).user().clientCertificate())
                .contains(file);
        assertThat(ClientConfig.of(config, key, KubernetesRelease.of(35)).user().clientKey())
                .contains(file);
        assertThat(certificate
                        .mergedInto(config, KubernetesRelease.of(35))
                        .users()
                        .get("u")
                        .clientCertificate())
                .contains(file);
        assertThatThrownBy(() -> ClientConfig.of(config, certificate, KubernetesRelease.of(34)))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("client-cert-data and client-cert are both specified for u. client-cert-data will"
                        + " override.");
        assertThatThrownBy(() -> key.mergedInto(config, KubernetesRelease.of(34)))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining(
                        "client-key-data and client-key are both specified for u; client-key-data will override");
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

    /** Go connects to such a host; for the JDK it is an authority that is no host. */
    @Test
    void keepsAHostThatTheJdkDoesNotTakeForOne() throws IOException {
        assertThat(server("https://a_b:1").uri("/version"))
                .hasToString("https://a_b:1/version")
                .satisfies(url -> {
                    assertThat(url.getAuthority()).isEqualTo("a_b:1");
                    assertThat(url.getHost()).isNull();
                });
    }

    /** With the first two, the credentials would go to another host and another port. */
    @ParameterizedTest
    @ValueSource(strings = {"@evil.example/version", "1", "version", "/a b", "/s3cr3t\n"})
    void refusesAPathThatIsNone(String path) throws IOException {
        ClientConfig config = server("https://h:644");
        assertThatThrownBy(() -> config.uri(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the path ")
                .hasMessageNotContaining("s3cr3t");
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

    /** As kubectl's --as, --as-uid, --as-group, --as-user-extra, --username and --password. */
    @Test
    void whatIsSaidOfTheUserTakesThePlaceOfWhatTheFileSays() throws IOException {
        AuthInfo.Builder fields = AuthInfo.builder()
                .as("a")
                .asUid("1")
                .asGroups(List.of("g"))
                .asUserExtra(Map.of("k", List.of("v"), "l", List.of("v")))
                .username("u")
                .password("p");
        Kubeconfig file = Kubeconfig.of("c", Cluster.builder("https://h").build(), "u", fields.build());
        AuthInfo over = fields.as("b")
                .asUid("2")
                .asGroups(List.of("h"))
                .asUserExtra(Map.of("l", List.of("w")))
                .username("x")
                .password("y")
                .build();
        AuthInfo expected =
                fields.asUserExtra(Map.of("k", List.of("v"), "l", List.of("w"))).build();
        AuthInfo user = ClientConfig.of(file, overrides().user(over).build()).user();
        assertThat(user).isEqualTo(expected);
        assertThat(ClientConfig.of(file, ConfigOverrides.none()).user().as()).contains("a");
    }

    @Test
    void theUserOfAFileMayHaveNothingAtAll() throws IOException {
        Kubeconfig file = Kubeconfig.of(
                "c",
                Cluster.builder("https://h").build(),
                "u",
                AuthInfo.builder().build());
        for (AuthInfo over : List.of(
                AuthInfo.builder()
                        .authProvider(AuthProviderConfig.of("oidc", Map.of("client-id", "i")))
                        .build(),
                AuthInfo.builder().exec(ExecConfig.builder("login").build()).build())) {
            assertThat(ClientConfig.of(file, overrides().user(over).build()).user())
                    .isEqualTo(over);
        }
        String token = Files.writeString(directory.resolve("token"), "t").toString();
        ClientConfig config = ClientConfig.of(
                file,
                overrides().user(AuthInfo.builder().tokenFile(token).build()).build());
        assertThat(overrides()
                        .currentContext("x")
                        .userName("y")
                        .user(config.user())
                        .build())
                .asString()
                .contains("context x", "user y")
                .doesNotContain(token);
        assertThat(config.user().tokenFile()).contains(token);
        assertThat(config.bearerToken()).contains("t");
    }

    /** As a request without the header: an empty one is none. */
    @Test
    void aBlankTokenIsNone() throws IOException {
        assertThat(user(AuthInfo.builder().token(" \n").build()).bearerToken()).isEmpty();
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
                                .asUserExtra(Map.of("example.com/k%!", List.of("v", "w")))
                                .build())
                        .headers())
                .isEqualTo(Map.of(
                        "Impersonate-User", List.of("jane"),
                        "Impersonate-Uid", List.of("7"),
                        "Impersonate-Group", List.of("a", "b"),
                        "Impersonate-Extra-example.com%2Fk%25!", List.of("v", "w")));
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
    void mergesOverridesIntoTheKubeconfig() {
        Kubeconfig config = Kubeconfig.parse("""
                clusters: [{name: c, cluster: {server: 'https://c'}}, {name: d, cluster: {server: 'https://d'}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: x, context: {cluster: c, user: u}}, {name: z, context: {cluster: c, user: u}}]
                current-context: z
                """);
        ConfigOverrides all = overrides()
                .currentContext("x")
                .clusterName("d")
                .namespace("n")
                .cluster(Cluster.builder("https://other").build())
                .user(AuthInfo.builder().as("jane").build())
                .build();
        Kubeconfig merged = all.mergedInto(config);
        assertThat(merged)
                .isEqualTo(config.toBuilder()
                        .cluster("d", Cluster.builder("https://other").build())
                        .user("u", AuthInfo.builder().token("t").as("jane").build())
                        .context("x", Context.builder("d", "u").namespace("n").build())
                        .currentContext("x")
                        .build());
        assertThat(overrides().build().mergedInto(config)).isEqualTo(config);
        assertThatThrownBy(() -> overrides().build().mergedInto(Kubeconfig.parse("")))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("no configuration has been provided");
        assertThatThrownBy(() -> overrides().clusterName("z").build().mergedInto(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cluster \"z\" does not exist");
    }

    @Test
    void copiesOverrides() {
        ConfigOverrides all = overrides()
                .currentContext("x")
                .clusterName("c")
                .userName("u")
                .namespace("n")
                .cluster(Cluster.builder("s").build())
                .clusterDefaults(Cluster.builder("d").build())
                .user(AuthInfo.builder().as("jane").build())
                .timeout("5")
                .build();
        assertThat(all.toBuilder().build()).isEqualTo(all);
        assertThat(all.toBuilder().timeout("6").build()).isNotEqualTo(all);
        assertThat(all.clusterName()).contains("c");
        assertThat(all.userName()).contains("u");
        assertThat(all.timeout()).contains("5");
        assertThat(ConfigOverrides.none().namespace()).isEmpty();
    }

    @Test
    void neverShowsASecret() throws IOException {
        assertThat(user(AuthInfo.builder().token("s3cr3t").build()).toString()).doesNotContain("s3cr3t");
    }

    /** client-go opens them as they are: from where the command runs, wherever the kubeconfig is. */
    @Test
    void pathsOfOverridesStartFromTheWorkingDirectory(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("k");
        Kubeconfig.of(
                        "c",
                        Cluster.builder("https://h").build(),
                        "u",
                        AuthInfo.builder().build())
                .write(file);
        String here = "pom.xml";
        ConfigOverrides relative = overrides()
                .cluster(Cluster.builder("")
                        .certificateAuthority(PemSource.file(here))
                        .build())
                .user(AuthInfo.builder()
                        .clientCertificate(PemSource.file(here))
                        .clientKey(PemSource.file(here))
                        .build())
                .build();
        ClientConfig config = ClientConfig.of(Kubeconfig.read(file), relative);
        String absolute = Path.of(here).toAbsolutePath().toString();
        assertThat(config.cluster().certificateAuthority()).contains(PemSource.file(absolute));
        assertThat(config.user().clientCertificate()).contains(PemSource.file(absolute));
        assertThat(config.user().clientKey()).contains(PemSource.file(absolute));
        ConfigOverrides missing = overrides()
                .cluster(Cluster.builder("")
                        .certificateAuthority(PemSource.file("k"))
                        .build())
                .build();
        assertThatThrownBy(() -> ClientConfig.of(Kubeconfig.read(file), missing))
                .hasMessageContaining(Path.of("k").toAbsolutePath().toString());
    }

    @Test
    void showsNoMoreOfAServerThanSchemeHostAndPort() throws IOException {
        String swallowed = "https://h kind token s3cr3t";
        Cluster cluster = Cluster.builder(swallowed).build();
        assertThat(cluster.toString()).doesNotContain("s3cr3t");
        ClientConfig config = ClientConfig.of(
                Kubeconfig.of("c", cluster, "u", AuthInfo.builder().build()));
        assertThat(config.toString()).doesNotContain("s3cr3t");
        assertThatThrownBy(config::server).hasMessageNotContaining("s3cr3t");
    }

    /** docs/behaviour/certificates.md, 5.4: certificates with negative serial numbers do not parse since 1.32. */
    @Test
    void readsCertificatesAsAReleaseDoes() throws IOException {
        CertificateAuthority ca = CertificateAuthority.builder("x", Instant.now())
                .keyPair(Keys.of(KeyAlgorithm.ECDSA_P256))
                .serialNumber(BigInteger.ONE)
                .build();
        String positive =
                HexFormat.of().formatHex(Pem.blocks(ca.certificatePem()).get(0).bytes());
        byte[] der = HexFormat.of().parseHex(positive.replaceFirst("a003020102020101", "a0030201020201ff"));
        String old = Pem.Block.of(Pem.CERTIFICATE, der).toPem();
        Kubeconfig config = Kubeconfig.builder()
                .cluster(
                        "c",
                        Cluster.builder("https://c")
                                .certificateAuthority(PemSource.inline(old))
                                .build())
                .user(
                        "u",
                        AuthInfo.builder()
                                .clientCertificate(PemSource.inline(old))
                                .clientKey(PemSource.inline(ca.keyPem()))
                                .build())
                .context("x", Context.of("c", "u"))
                .currentContext("x")
                .build();
        ClientConfig before = ClientConfig.of(config, ConfigOverrides.none(), KubernetesRelease.of(31));
        assertThat(before.certificateAuthorities()).hasSize(1);
        assertThat(before.clientCertificate()).isPresent();
        ClientConfig since = ClientConfig.of(config, ConfigOverrides.none(), KubernetesRelease.of(32));
        assertThatThrownBy(since::certificateAuthorities).hasMessageContaining("x509: negative serial number");
        assertThatThrownBy(since::clientCertificate).hasMessageContaining("x509: negative serial number");
        assertThatThrownBy(ClientConfig.of(config)::clientCertificate).isInstanceOf(InvalidFormatException.class);

        Files.writeString(directory.resolve("ca.crt"), old);
        Files.writeString(directory.resolve("token"), "t");
        Map<String, String> environment =
                Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "443");
        assertThat(ClientConfig.inCluster(environment, directory, ConfigOverrides.none(), KubernetesRelease.of(31))
                        .certificateAuthorities())
                .hasSize(1);
        assertThatThrownBy(
                        ClientConfig.inCluster(environment, directory, ConfigOverrides.none(), KubernetesRelease.of(32))
                                ::certificateAuthorities)
                .isInstanceOf(InvalidFormatException.class);
    }
}
