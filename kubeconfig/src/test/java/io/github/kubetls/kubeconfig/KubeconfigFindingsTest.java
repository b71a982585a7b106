package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigFindingsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static final CertificateAuthority CA = CertificateAuthority.builder("ca", NOW)
            .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
            .build();

    private static CertificateAndKey pair() {
        return CA.issuing("kubernetes-admin", NOW)
                .usages(KeyUsage.CLIENT_AUTH)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
    }

    private static Cluster cluster() {
        return Cluster.of("https://h", PemSource.inline(CA.certificatePem()));
    }

    private static List<String> codes(Kubeconfig config, Instant now) {
        return config.findings(now).stream()
                .map(finding -> finding.code() + " " + finding.location().path())
                .toList();
    }

    private static List<String> codes(Cluster cluster) {
        return codes(Kubeconfig.builder().cluster("c", cluster).build(), NOW);
    }

    private static List<String> codes(AuthInfo user) {
        return codes(Kubeconfig.builder().user("u", user).build(), NOW);
    }

    @Test
    void findsNothingInAGoodKubeconfig() {
        assertThat(codes(Kubeconfig.kubeadm(cluster(), pair()), NOW)).isEmpty();
    }

    @Test
    void findsAClusterThatIsNotChecked() {
        assertThat(codes(
                        Cluster.builder("https://h").insecureSkipTlsVerify(true).build()))
                .containsExactly("TLS_VERIFICATION_DISABLED clusters[c].insecure-skip-tls-verify");
        assertThat(codes(cluster().toBuilder().insecureSkipTlsVerify(true).build()))
                .contains("CA_CONFLICTING clusters[c].insecure-skip-tls-verify");
    }

    @Test
    void findsAServerWithoutTls() {
        assertThat(codes(Cluster.builder("http://h").build())).containsExactly("SERVER_INSECURE clusters[c].server");
        assertThat(codes(Cluster.builder("h:6443").build())).containsExactly("SERVER_INSECURE clusters[c].server");
    }

    @Test
    void findsAPasswordInPlainText() {
        assertThat(codes(AuthInfo.builder().username("u").password("p").build()))
                .containsExactly("PASSWORD_INSECURE users[u].password");
    }

    @Test
    void findsATokenBesideATokenFile() {
        assertThat(codes(AuthInfo.builder().token("t").tokenFile("f").build()))
                .containsExactly("TOKEN_IGNORED users[u].token");
        assertThat(codes(AuthInfo.builder().username("u").tokenFile("f").build()))
                .containsExactly("CREDENTIALS_CONFLICTING users[u].tokenFile");
        assertThat(codes(AuthInfo.builder().password("p").tokenFile("f").build()))
                .contains("CREDENTIALS_CONFLICTING users[u].tokenFile");
    }

    /** docs/behaviour/kubeconfig.md, 1.3: whatever a user may identify itself by. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "client-certificate: /c",
                "client-key: /k",
                "token: t",
                "tokenFile: /t",
                "username: a",
                "password: p",
                "exec: {command: c}",
                "auth-provider: {name: p}",
            })
    void findsAUserWithoutCredentials(String credential) {
        assertThat(codes(Kubeconfig.parse("users: [{name: u, user: {as: a, " + credential + "}}]"), NOW))
                .doesNotContain("CREDENTIALS_MISSING users[u]");
        assertThat(codes(Kubeconfig.parse("users: [{name: u, user: {as: a}}]"), NOW))
                .containsExactly("CREDENTIALS_MISSING users[u]");
    }

    /** What somebody has copied from a terminal. */
    @Test
    void findsATokenThatWasRedacted() {
        assertThat(codes(AuthInfo.builder().token("REDACTED").build()))
                .containsExactly("CREDENTIALS_MISSING users[u].token");
    }

    @Test
    void findsContextsOfWhichNoneIsTheCurrentOne() {
        String text = "users: [{name: u, user: {token: t}}]\nclusters: [{name: c, cluster: {server: 'https://h'}}]\n"
                + "contexts: [{name: x, context: {cluster: c, user: u}}]\n";
        assertThat(codes(Kubeconfig.parse(text), NOW)).containsExactly("CONTEXT_MISSING current-context");
        assertThat(codes(Kubeconfig.parse(text + "current-context: x"), NOW)).isEmpty();
    }

    /** The names that kubectl asks for, too: who types one without it does not find it. */
    @Test
    void findsInvisibleCharactersInNamesAndPaths() {
        Kubeconfig config = Kubeconfig.parse("""
                users:
                - name: "u\u200b"
                  user: {tokenFile: "/t\u00a0", exec: {command: c, apiVersion: "v1\u200b", interactiveMode: Never}}
                contexts: [{name: "x\u200b", context: {cluster: c, user: "u\u200b"}}]
                clusters: [{name: c, cluster: {server: 'https://h'}}]
                current-context: "x\u200b"
                """);
        assertThat(config.findings(NOW))
                .filteredOn(finding -> finding.code().equals("CHARACTER_UNEXPECTED"))
                .extracting(finding -> finding.location().path())
                .containsExactly(
                        "current-context",
                        "users[u\u200b]",
                        "users[u\u200b].tokenFile",
                        "users[u\u200b].exec.apiVersion",
                        "contexts[x\u200b]");
    }

    /** Go's {@code url.Parse} refuses the first; client-go puts brackets around the second, others do not. */
    @Test
    void findsServersThatNoClientReaches() {
        assertThat(codes(Cluster.builder("https://h:x").build())).containsExactly("SERVER_INVALID clusters[c].server");
        assertThat(codes(Cluster.builder("https://fd00::1:6443").build()))
                .contains("SERVER_SUSPECT clusters[c].server");
    }

    @Test
    void saysLineAndColumnOfFieldsAndOfFieldsWithinThem() {
        Kubeconfig config = Kubeconfig.parse("""
                current-context: gone
                users:
                - name: u
                  user:
                    exec:
                      command: c
                      interactiveMode: Never
                      apiVersion: v0
                """);
        assertThat(config.findings(NOW))
                .extracting(finding -> finding.location().toString())
                .containsExactly("users[u].exec.apiVersion, line 8, column 19", "current-context, line 1, column 18");
    }

    @Test
    void findsCertificatesThatAreNotValidNow() {
        Kubeconfig config = Kubeconfig.kubeadm(cluster(), pair());
        assertThat(codes(config, NOW.plus(Duration.ofDays(366))))
                .containsExactly("CERTIFICATE_EXPIRED users[kubernetes-admin].client-certificate-data");
        assertThat(codes(config, NOW.plus(Duration.ofDays(4000))))
                .containsExactly(
                        "CERTIFICATE_EXPIRED clusters[kubernetes].certificate-authority-data",
                        "CERTIFICATE_EXPIRED users[kubernetes-admin].client-certificate-data");
        assertThat(codes(config, NOW.minus(Duration.ofDays(2))))
                .contains(
                        "CERTIFICATE_NOT_YET_VALID clusters[kubernetes].certificate-authority-data",
                        "CERTIFICATE_NOT_YET_VALID users[kubernetes-admin].client-certificate-data");
        assertThat(codes(config, NOW.plus(Duration.ofDays(350))))
                .containsExactly("CERTIFICATE_EXPIRING users[kubernetes-admin].client-certificate-data");
    }

    @Test
    void findsAKeyThatDoesNotBelongToTheCertificate() {
        AuthInfo user = AuthInfo.of(pair()).toBuilder()
                .clientKey(PemSource.inline(pair().keyPem()))
                .build();
        assertThat(codes(user)).containsExactly("KEY_MISMATCH users[u].client-key-data");
    }

    /**
     * Of {@code openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=issuing -days 36500
     * -addext basicConstraints=critical,CA:true,pathlen:0 -addext keyUsage=critical,keyCertSign}.
     */
    private static final String LAST_CA = """
            -----BEGIN CERTIFICATE-----
            MIIBjjCCATSgAwIBAgIUc/pIR13lWEVhobuQfItClA0Fl6IwCgYIKoZIzj0EAwIw
            EjEQMA4GA1UEAwwHaXNzdWluZzAgFw0yNjExMzAwMzU0MzVaGA8yMTI2MTEwNjAz
            NTQzNVowEjEQMA4GA1UEAwwHaXNzdWluZzBZMBMGByqGSM49AgEGCCqGSM49AwEH
            A0IABLO4NTAL3BHb8jOXhnWCM41BZYNfuf6tgwnLNNLG5P9dp3znGesUF/wvIRRv
            ouf3eRFjWouu+UbjY928EDLtDuKjZjBkMB0GA1UdDgQWBBSi3zCB5YH3FtKAeev/
            O9XEenn61zAfBgNVHSMEGDAWgBSi3zCB5YH3FtKAeev/O9XEenn61zASBgNVHRMB
            Af8ECDAGAQH/AgEAMA4GA1UdDwEB/wQEAwICBDAKBggqhkjOPQQDAgNIADBFAiEA
            zfO4lj0KK2QzlM84gNgVvX4jG5sfRSZlKpvklupJF4ICIAhyZ9DpFxKGhPGPKxHj
            qLUCYPKtwzx3bJW5JScGVaqn
            -----END CERTIFICATE-----
            """;

    /** RFC 5280, 4.2.1.9: with a length of 0 no other authority follows, but it is one itself. */
    @Test
    void aCaThatMayIssueNoOtherIsOne() {
        Kubeconfig config = Kubeconfig.builder()
                .cluster("c", Cluster.of("https://h", PemSource.inline(LAST_CA)))
                .build();
        assertThat(codes(config, Instant.parse("2027-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void findsACaThatIsNone() {
        assertThat(codes(Cluster.of("https://h", PemSource.inline(pair().certificatePem()))))
                .containsExactly("CA_FLAG_MISSING clusters[c].certificate-authority-data");
        assertThat(codes(Cluster.of("https://h", PemSource.inline("no PEM"))))
                .containsExactly("CERTIFICATE_MISSING clusters[c].certificate-authority-data");
    }

    @Test
    void findsCertificatesThatDoNotParse() {
        PemSource broken = PemSource.inline("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertThat(codes(Cluster.of("https://h", broken)))
                .containsExactly("CERTIFICATE_INVALID clusters[c].certificate-authority-data");
        assertThat(codes(AuthInfo.builder()
                        .clientCertificate(broken)
                        .clientKey(broken)
                        .build()))
                .containsExactly("CERTIFICATE_INVALID users[u].client-certificate-data");
    }

    @Test
    void findsAKeyWithoutACertificate() {
        assertThat(codes(AuthInfo.builder()
                        .clientKey(PemSource.inline(pair().keyPem()))
                        .build()))
                .containsExactly("CLIENT_KEY_IGNORED users[u].client-key-data");
    }

    @Test
    void looksIntoFilesBesideTheKubeconfig(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("pair.pem"), pair().toPem());
        Path file = directory.resolve("k");
        Kubeconfig.kubelet(cluster(), Path.of("pair.pem")).write(file);
        Kubeconfig config = Kubeconfig.read(file);
        assertThat(codes(config, NOW)).isEmpty();
        assertThat(codes(config, NOW.plus(Duration.ofDays(366))))
                .containsExactly("CERTIFICATE_EXPIRED users[default-auth].client-certificate");
        assertThat(config.findings(NOW.plus(Duration.ofDays(366))))
                .extracting(finding -> finding.location().source())
                .containsExactly(file.toString());
        Files.delete(directory.resolve("pair.pem"));
        assertThat(codes(config, NOW)).containsExactly("FILE_UNREADABLE users[default-auth].client-certificate");
    }

    @Test
    void findsABootstrapTokenLeftBesideCredentialsThatLast() {
        Kubeconfig admin = Kubeconfig.kubeadm(cluster(), pair());
        AuthInfo bootstrap = AuthInfo.builder().token("07401b.f395accd246ae52d").build();
        assertThat(codes(admin.toBuilder().user("boot", bootstrap).build(), NOW))
                .containsExactly("BOOTSTRAP_TOKEN_UNEXPECTED users[boot].token");
        assertThat(codes(bootstrap)).isEmpty();
    }

    @Test
    void findsWhatNewerReleasesDoNotHaveAnyMore() {
        assertThat(codes(AuthInfo.builder()
                        .authProvider(AuthProviderConfig.of("gcp", Map.of()))
                        .build()))
                .containsExactly("AUTH_PROVIDER_REMOVED users[u].auth-provider");
        assertThat(codes(AuthInfo.builder()
                        .exec(ExecConfig.builder("c")
                                .apiVersion("client.authentication.k8s.io/v1alpha1")
                                .build())
                        .build()))
                .containsExactly("EXEC_API_VERSION_UNSUPPORTED users[u].exec.apiVersion");
    }

    private static List<String> codes(AuthInfo user, int minor) {
        return Kubeconfig.builder().user("u", user).build().findings(NOW, KubernetesRelease.of(minor)).stream()
                .map(Finding::code)
                .toList();
    }

    /** docs/behaviour/releases.md, 1. */
    @ParameterizedTest
    @CsvSource({
        "v1alpha1, 23, false",
        "v1alpha1, 24, true",
        "v1beta1, 20, false",
        "v1beta1, 37, false",
        "v1, 21, true",
        "v1, 22, false"
    })
    void findsVersionsOfPluginsByRelease(String version, int minor, boolean refused) {
        AuthInfo user = AuthInfo.builder()
                .exec(ExecConfig.builder("c")
                        .apiVersion("client.authentication.k8s.io/" + version)
                        .interactiveMode("Never")
                        .build())
                .build();
        assertThat(codes(user, minor).contains("EXEC_API_VERSION_UNSUPPORTED")).isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcp", "azure"})
    void findsProvidersThatAreGone(String provider) {
        AuthInfo user = AuthInfo.builder()
                .authProvider(AuthProviderConfig.of(provider, Map.of()))
                .build();
        assertThat(codes(user, 25)).isEmpty();
        assertThat(codes(user, 26)).containsExactly("AUTH_PROVIDER_REMOVED");
    }

    /** Go 1.18 (x509sha1), 1.23 (x509negativeserial) and 1.24 (rsa1024min). */
    @Test
    void findsCertificatesThatAReleaseRefuses() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1016);
        CertificateAndKey small = CA.issuing("kubernetes-admin", NOW)
                .usages(KeyUsage.CLIENT_AUTH)
                .keyPair(generator.generateKeyPair())
                .build();
        Kubeconfig config = Kubeconfig.kubeadm(cluster(), small);
        assertThat(config.findings(NOW, KubernetesRelease.of(32)))
                .extracting(Finding::severity)
                .containsExactly(Finding.Severity.WARNING);
        assertThat(config.findings(NOW, KubernetesRelease.of(33)))
                .extracting(Finding::severity)
                .containsExactly(Finding.Severity.ERROR);

        String negative = negative(CA.certificatePem());
        Kubeconfig trusting = Kubeconfig.kubeadm(Cluster.of("https://h", PemSource.inline(negative)), pair());
        assertThat(trusting.findings(NOW, KubernetesRelease.of(31))).isEmpty();
        assertThat(trusting.findings(NOW, KubernetesRelease.of(32)))
                .extracting(Finding::code)
                .containsExactly("CERTIFICATE_INVALID");
    }

    /** With a negative serial number; nobody verifies the signature here. */
    private static String negative(String pem) {
        Pem.Block block = Pem.blocks(pem).get(0);
        byte[] der = block.bytes();
        // Certificate and tbsCertificate with lengths of two bytes, version, then tag and length of the serial number.
        assertThat(der[13]).isEqualTo((byte) 2);
        // The whole byte: FF before a byte with that bit would be one too many, and no DER.
        der[15] = (byte) 0x80;
        return Pem.Block.of(Pem.CERTIFICATE, der).toPem();
    }

    /** But for files that cannot be read: they may be on another machine. */
    @Test
    void repeatsWhatClientcmdRefuses() {
        Kubeconfig config = Kubeconfig.builder()
                .cluster("c", Cluster.of("https://h", PemSource.file("/missing")))
                .context("x", Context.of("c", "u"))
                .currentContext("z")
                .build();
        assertThat(config.violations()).hasSize(3);
        assertThat(config.findings(NOW))
                .extracting(finding -> finding.severity() + " " + finding.code() + " " + finding.location())
                .containsExactly(
                        "WARNING FILE_UNREADABLE clusters[c].certificate-authority",
                        "ERROR CONTEXT_UNKNOWN current-context",
                        "ERROR USER_UNKNOWN contexts[x].user");
    }

    @Test
    void everyFindingHasAFixAndNoSecret() {
        Kubeconfig config = Kubeconfig.parse("""
                users: [{name: u, user: {token: 07401b.f395accd246ae52d, tokenFile: f, password: s3cr3t,
                  client-key-data: czNjcjN0, client-certificate-data: czNjcjN0, s3cr3t: 1}}]
                clusters: [{name: c, cluster: {server: 'http://u:s3cr3t@h', insecure-skip-tls-verify: true,
                  certificate-authority-data: czNjcjN0}}]
                """);
        assertThat(config.findings(NOW)).hasSizeGreaterThan(6).allSatisfy(finding -> {
            assertThat(finding.fix()).isNotBlank();
            assertThat(finding.toString()).doesNotContain("s3cr3t", "czNjcjN0", "f395accd246ae52d");
        });
        assertThat(config.findings(NOW)).extracting(Finding::severity).doesNotContainNull();
    }
}
