package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.discovery.DiscoveryStep.Discovered;
import io.github.kubetls.discovery.DiscoveryStep.Failed;
import io.github.kubetls.discovery.DiscoveryStep.Fetch;
import io.github.kubetls.discovery.DiscoveryStep.FetchFailure;
import io.github.kubetls.discovery.DiscoveryStep.Trust;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.kubeconfig.Kubeconfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/cluster-info-and-discovery.md, 7. */
class FileDiscoveryTest {

    private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final String CA = Base64Text.encode(Fixtures.C1_PEM.getBytes(StandardCharsets.UTF_8));
    private static final String WITH_CREDENTIALS = """
            apiVersion: v1
            kind: Config
            current-context: c
            clusters:
            - name: k
              cluster:
                server: https://admin.example.com:6443/
                certificate-authority-data: %s
                proxy-url: http://proxy
            contexts:
            - name: c
              context:
                cluster: k
                user: u
            users:
            - name: u
              user:
                token: s3cret
            """.formatted(CA);

    private static Fetch first(FileDiscovery discovery) {
        return (Fetch) discovery.begin(TIMEOUT, NOW);
    }

    private static DiscoveredCluster discovered(DiscoveryStep step) {
        return ((Discovered) step).cluster();
    }

    private static String code(DiscoveryStep step) {
        return ((Failed) step).reason().name();
    }

    @Test
    void asksWithVerifiedTls() {
        Fetch plain = first(FileDiscovery.parse(Fixtures.K1));
        assertThat(plain.url())
                .isEqualTo(URI.create("https://10.138.0.2:6443/api/v1/namespaces/kube-public/configmaps/cluster-info"));
        assertThat(plain.trust()).isEqualTo(new Trust.CertificateAuthorities(List.of(Fixtures.C1)));
        assertThat(plain.isAuthenticated()).isFalse();
        assertThat(plain.delay()).isZero();
        Fetch authenticated = first(FileDiscovery.parse(WITH_CREDENTIALS));
        assertThat(authenticated.isAuthenticated()).isTrue();
        assertThat(authenticated.url().toString()).startsWith("https://admin.example.com:6443/api/v1/");
        Fetch noCa = first(FileDiscovery.parse(WITH_CREDENTIALS.replace(CA, "\"\"")));
        assertThat(noCa.trust()).isEqualTo(new Trust.SystemDefault());
    }

    /** Kubeadm takes what Go takes for a host, which is more than what the JDK does. */
    @Test
    void asksAHostThatTheJdkDoesNotTakeForOne() {
        String file = "clusters: [{name: '', cluster: {server: 'https://a_b:6443'}}]";
        assertThat(first(FileDiscovery.parse(file)).url().toString())
                .isEqualTo("https://a_b:6443/api/v1/namespaces/kube-public/configmaps/cluster-info");
    }

    @Test
    void skipsVerificationOnlyIfTheFileSaysSoAndHasCredentials() {
        String insecure = "insecure-skip-tls-verify: true, server";
        String plain = "clusters: [{name: '', cluster: {" + insecure + ": https://a}}]";
        assertThat(first(FileDiscovery.parse(plain)).trust()).isEqualTo(new Trust.SystemDefault());
        String credentials =
                WITH_CREDENTIALS.replace("    proxy-url: http://proxy\n", "    insecure-skip-tls-verify: true\n");
        assertThat(first(FileDiscovery.parse(credentials)).trust()).isEqualTo(new Trust.Unverified());
    }

    @Test
    void usesTheFileAsItIsOn403() {
        DiscoveredCluster plain =
                discovered(first(FileDiscovery.parse(Fixtures.K1)).failed(FetchFailure.status(403), NOW));
        assertThat(plain.server()).isEqualTo("https://10.138.0.2:6443");
        assertThat(plain.certificateAuthorities()).contains(Fixtures.C1_PEM);
        DiscoveredCluster full =
                discovered(first(FileDiscovery.parse(WITH_CREDENTIALS)).failed(FetchFailure.status(403), NOW));
        assertThat(full.kubeconfig()).isEqualTo(WITH_CREDENTIALS);
        assertThat(full.joinKubeconfig().equals(Kubeconfig.parse(WITH_CREDENTIALS)))
                .isTrue();
        assertThat(full.toString()).doesNotContain("s3cret");
    }

    @Test
    void keepsOnlyServerAndCaOfAFileWithoutCredentials() {
        String file =
                "clusters: [{name: '', cluster: {server: https://a, proxy-url: http://p, tls-server-name: name}}]\n"
                        + "users: [{name: x, user: {token: s3cret}}]\n";
        DiscoveredCluster cluster = discovered(first(FileDiscovery.parse(file)).failed(FetchFailure.status(403), NOW));
        assertThat(cluster.hasCredentials()).isFalse();
        assertThat(cluster.name()).isEqualTo("kubernetes");
        assertThat(cluster.certificateAuthorities()).isEmpty();
        assertThat(cluster.kubeconfig())
                .isEqualTo(
                        "apiVersion: v1\nclusters:\n- cluster:\n    server: https://a\n  name: kubernetes\ncontexts:\n"
                                + "- context:\n    cluster: kubernetes\n    user: \"\"\n  name: '@kubernetes'\n"
                                + "current-context: '@kubernetes'\nkind: Config\nusers: null\n");
        assertThatThrownBy(cluster::joinKubeconfig)
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("CREDENTIALS_MISSING"));
        assertThat(cluster.joinKubeconfig(Fixtures.TOKEN).currentContext())
                .contains("tls-bootstrap-token-user@kubernetes");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 500})
    void triesAgainUntilTheTimeout(int status) {
        Fetch again = (Fetch) first(FileDiscovery.parse(Fixtures.K1)).failed(FetchFailure.status(status), NOW);
        assertThat(again.delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(code(again.failed(FetchFailure.status(status), NOW.plusSeconds(295))))
                .isEqualTo("SERVER_UNREACHABLE");
        assertThat(again.failed(FetchFailure.status(403), NOW.plusSeconds(299))).isInstanceOf(Discovered.class);
    }

    private static final ClusterInfo PUBLISHED =
            ClusterInfo.of(Fixtures.K1.replace("https://10.138.0.2:6443", "https://published:6443"));

    @Test
    void keepsServerAndCaOfTheFileWhenTheClusterAnswers() {
        DiscoveredCluster cluster =
                discovered(first(FileDiscovery.parse(WITH_CREDENTIALS)).received(PUBLISHED, NOW));
        assertThat(cluster.server()).isEqualTo("https://admin.example.com:6443/");
        assertThat(cluster.kubeconfig()).isEqualTo(WITH_CREDENTIALS);
    }

    @Test
    void fillsInTheCaFromWhatTheClusterPublishes() {
        String noCa = WITH_CREDENTIALS.replace("    certificate-authority-data: " + CA + "\n", "");
        DiscoveredCluster cluster = discovered(first(FileDiscovery.parse(noCa)).received(PUBLISHED, NOW));
        assertThat(cluster.certificateAuthorities()).contains(Fixtures.C1_PEM);
        assertThat(cluster.server()).isEqualTo("https://admin.example.com:6443/");
        assertThat(cluster.kubeconfig())
                .contains("certificate-authority-data: " + CA, "proxy-url: http://proxy", "token: s3cret");
        DiscoveredCluster plain =
                discovered(first(FileDiscovery.parse("clusters: [{name: '', cluster: {server: https://a}}]"))
                        .received(PUBLISHED, NOW));
        assertThat(plain.certificateAuthorities()).contains(Fixtures.C1_PEM);
        assertThat(plain.server()).isEqualTo("https://a");
    }

    @Test
    void replacesServerAndCaAsEarlyReleasesDoIfThereAreCredentials() {
        DiscoveredCluster full =
                discovered(first(FileDiscovery.parse(WITH_CREDENTIALS).replacedByPublished())
                        .received(PUBLISHED, NOW));
        assertThat(full.server()).isEqualTo("https://published:6443");
        assertThat(full.kubeconfig()).contains("server: https://published:6443", "token: s3cret");
        DiscoveredCluster plain = discovered(
                first(FileDiscovery.parse(Fixtures.K1).replacedByPublished()).received(PUBLISHED, NOW));
        assertThat(plain.server()).isEqualTo("https://10.138.0.2:6443");
    }

    @Test
    void takesThePublishedCaInsteadOfTheFilesAsEarlyReleasesDoIfThereAreCredentials() {
        String other = Recorded.text("csr/ca.crt");
        ClusterInfo published =
                ClusterInfo.of(Fixtures.K1.replace(CA, Base64Text.encode(other.getBytes(StandardCharsets.UTF_8))));
        String noCa = "clusters: [{name: '', cluster: {server: https://a}}]";
        assertThat(ca(FileDiscovery.parse(WITH_CREDENTIALS).replacedByPublished(), published))
                .contains(other);
        assertThat(ca(FileDiscovery.parse(WITH_CREDENTIALS), published))
                .as("newer releases keep it")
                .contains(Fixtures.C1_PEM);
        assertThat(ca(FileDiscovery.parse(Fixtures.K1).replacedByPublished(), published))
                .contains(Fixtures.C1_PEM);
        assertThat(ca(FileDiscovery.parse(noCa).replacedByPublished(), published))
                .isEmpty();
        assertThat(ca(FileDiscovery.parse(noCa), published)).contains(other);
    }

    private static Optional<String> ca(FileDiscovery discovery, ClusterInfo published) {
        return discovered(first(discovery).received(published, NOW)).certificateAuthorities();
    }

    @Test
    void showsTheServerAndNoSecret() {
        assertThat(FileDiscovery.parse(WITH_CREDENTIALS)).hasToString("FileDiscovery[https://admin.example.com:6443]");
        assertThat(DocumentLocation.parse("https://me:s3cret@host:1/d.conf?key=s3cret"))
                .hasToString("Https[https://host:1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "clusters: []", "kind: Secret"})
    void fallsBackToTheFileWhenWhatIsPublishedIsOfNoUse(String published) {
        FileDiscovery discovery = FileDiscovery.parse(WITH_CREDENTIALS).replacedByPublished();
        assertThat(discovered(first(discovery).received(ClusterInfo.of(published), NOW))
                        .kubeconfig())
                .isEqualTo(WITH_CREDENTIALS);
    }

    @Test
    void checksNoSignature() {
        assertThat(first(FileDiscovery.parse(Fixtures.K1)).received(ClusterInfo.of(Fixtures.K1), NOW))
                .isInstanceOf(Discovered.class);
    }

    @Test
    void refusesWhatCannotBeUsed() {
        assertRefused("DISCOVERY_CLUSTER_MISSING", "clusters: []");
        assertRefused("DISCOVERY_CLUSTER_MISSING", "clusters: [{name: a, cluster: {server: https://a}}]");
        assertRefused(
                "DISCOVERY_CLUSTER_MISSING",
                "clusters: [{name: a, cluster: {server: https://a}}]\ncurrent-context: gone\n");
        assertRefused("DOCUMENT_INVALID", "[");
        assertRefused("KIND_MISMATCH", "kind: Secret");
        assertRefused("SETTINGS_INVALID", "clusters: [{name: '', cluster: {server: 'http://a'}}]");
        assertRefused("SETTINGS_INVALID", "clusters: [{name: '', cluster: {server: ''}}]");
        assertRefused("SETTINGS_INVALID", "clusters: [{name: '', cluster: {server: 'https://:6443'}}]");
        assertThatThrownBy(() -> FileDiscovery.parse("clusters: []")).hasMessageContaining("at least one cluster");
        assertThatThrownBy(() -> FileDiscovery.parse("clusters: [{name: a, cluster: {server: https://a}}]"))
                .hasMessageContaining("without a name, or a current context");
        assertRefused("SETTINGS_INVALID", "clusters: [{name: '', cluster: {server: 'https://a b'}}]");
        String badCa = "clusters: [{name: '', cluster: {server: 'https://a', certificate-authority-data: AAAA}}]";
        assertThat(code(FileDiscovery.parse(badCa).begin(TIMEOUT, NOW))).isEqualTo("CA_INVALID");
        assertThatThrownBy(() -> FileDiscovery.parse(Fixtures.K1).begin(Duration.ZERO, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(String code, String text) {
        assertThatThrownBy(() -> FileDiscovery.parse(text))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void namesTheEntryThatRefersToAnotherFile() {
        assertExternal(
                "clusters[].certificate-authority",
                "clusters: [{name: '', cluster: {server: 'https://a', certificate-authority: f}}]");
        assertExternal(
                "clusters[k].certificate-authority",
                WITH_CREDENTIALS.replace("certificate-authority-data: " + CA, "certificate-authority: f"));
        assertExternal(
                "users[u].client-certificate",
                WITH_CREDENTIALS.replace("token: s3cret", "client-certificate: c\n    client-key: k"));
        assertExternal(
                "users[u].client-key",
                WITH_CREDENTIALS.replace("token: s3cret", "client-certificate-data: AAAA\n    client-key: k"));
    }

    private static void assertExternal(String location, String text) {
        assertThatThrownBy(() -> FileDiscovery.parse(text)).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.code()).isEqualTo("FILE_REFERENCE_UNSUPPORTED");
            assertThat(e.location()).hasToString(location);
        });
    }

    @Test
    void refusesAReferenceThatIsNotAPath(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("discovery.conf");
        Files.writeString(
                file,
                "clusters: [{name: '', cluster: {server: 'https://a', certificate-authority: \"secret\\0path\"}}]");
        assertThatThrownBy(() -> FileDiscovery.read(file)).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.code()).isEqualTo("FILE_REFERENCE_INVALID");
            assertThat(e).message().contains("certificate-authority").doesNotContain("secret");
        });
    }

    @Test
    void embedsFilesThatItRefersTo(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("ca.crt"), Fixtures.C1_PEM);
        Files.writeString(folder.resolve("client.crt"), "certificate");
        Files.writeString(folder.resolve("client.key"), "key");
        Path file = folder.resolve("discovery.conf");
        String text = WITH_CREDENTIALS
                .replace("certificate-authority-data: " + CA, "certificate-authority: ca.crt")
                .replace(
                        "token: s3cret",
                        "client-certificate: client.crt\n    client-key: " + folder.resolve("client.key"));
        Files.writeString(file, text);
        DiscoveredCluster cluster = discovered(first(FileDiscovery.read(file)).failed(FetchFailure.status(403), NOW));
        assertThat(cluster.certificateAuthorities()).contains(Fixtures.C1_PEM);
        // kubectl config view --raw --flatten
        assertThat(cluster.kubeconfig()).isEqualTo("""
                apiVersion: v1
                clusters:
                - cluster:
                    certificate-authority-data: %s
                    proxy-url: http://proxy
                    server: https://admin.example.com:6443/
                  name: k
                contexts:
                - context:
                    cluster: k
                    user: u
                  name: c
                current-context: c
                kind: Config
                users:
                - name: u
                  user:
                    client-certificate-data: Y2VydGlmaWNhdGU=
                    client-key-data: a2V5
                """.formatted(CA));
        Files.delete(folder.resolve("client.key"));
        assertThatThrownBy(() -> FileDiscovery.read(file)).isInstanceOf(IOException.class);
        Files.writeString(
                file, Fixtures.K1.replaceAll("certificate-authority-data: .*", "certificate-authority: \"\\\\0\""));
        assertThatThrownBy(() -> FileDiscovery.read(file))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith(file + ", clusters[].certificate-authority: ");
    }

    @Test
    void saysWhichSchemeAUrlNeeds() {
        assertThatThrownBy(() -> DocumentLocation.parse("http://host/d.conf")).hasMessageContaining("must be https");
    }

    @Test
    void locatesDocuments() {
        assertThat(DocumentLocation.parse("/etc/d.conf")).isEqualTo(new DocumentLocation.File(Path.of("/etc/d.conf")));
        assertThat(DocumentLocation.parse("my file.conf"))
                .isEqualTo(new DocumentLocation.File(Path.of("my file.conf")));
        assertThat(DocumentLocation.parse("file:///etc/d.conf"))
                .isEqualTo(new DocumentLocation.File(Path.of("/etc/d.conf")));
        assertThat(DocumentLocation.parse("https://host/d.conf"))
                .isEqualTo(new DocumentLocation.Https(URI.create("https://host/d.conf")));
        assertThat(DocumentLocation.parse(":a")).isEqualTo(new DocumentLocation.File(Path.of(":a")));
        for (String bad : List.of("", "http://host/d", "ftp://x", "https:", "https://", "a:b", "\0", "https://a b/")) {
            assertThatThrownBy(() -> DocumentLocation.parse(bad))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            InvalidFormatException.class,
                            e -> assertThat(e.code()).isEqualTo("SETTINGS_INVALID"));
        }
    }
}
