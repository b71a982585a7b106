package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubeadm.KubeadmTimeout;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/cluster-info-and-discovery.md, 4. */
class DiscoverySettingsTest {

    private static final String TOKEN = "07401b.f395accd246ae52d";

    private static DiscoverySettings.Builder sound() {
        return DiscoverySettings.builder()
                .apiServerEndpoint("10.138.0.2:6443")
                .token(TOKEN)
                .caCertHashes(List.of(Fixtures.C1_PIN));
    }

    private static List<String> paths(DiscoverySettings.Builder settings) {
        List<FieldError> violations = settings.build().violations();
        assertThat(violations)
                .allSatisfy(violation -> assertThat(violation.toString()).doesNotContain("f395"));
        return violations.stream().map(FieldError::field).toList();
    }

    @Test
    void findsNothingWrongWithSoundSettings() {
        assertThat(paths(sound())).isEmpty();
        assertThat(paths(sound().caCertHashes(List.of()).unsafeSkipCaVerification()))
                .isEmpty();
        assertThat(sound().build().tokenDiscovery())
                .hasToString("TokenDiscovery[10.138.0.2:6443, token id 07401b, pins [" + Fixtures.C1_PIN + "]]");
        assertThat(sound().build().tlsBootstrapToken()).contains(Fixtures.TOKEN);
        assertThat(sound().build().timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(sound().build()).hasToString("DiscoverySettings[by token, 10.138.0.2:6443]");
        assertThat(DiscoverySettings.builder().file("/s3cret").build()).hasToString("DiscoverySettings[by file]");
        assertThat(sound().build().isUnsafeSkipCaVerification()).isFalse();
    }

    @Test
    void wantsExactlyOneWay() {
        assertThat(paths(DiscoverySettings.builder())).containsExactly("discovery");
        assertThat(paths(sound().file("https://host/d.conf"))).containsExactly("discovery");
    }

    @Test
    void reportsAnEmptyEndpointTwice() {
        assertThat(paths(sound().apiServerEndpoint("")))
                .containsExactly("discovery.bootstrapToken", "discovery.bootstrapToken.apiServerEndpoint");
    }

    /** All but the first are taken by kubeadm, which only splits at the last colon. */
    @ParameterizedTest
    @ValueSource(strings = {"host", ":6443", "host:", "host:port", "me@host:1", "https://host"})
    void readsEndpointsStrictly(String endpoint) {
        assertThat(paths(sound().apiServerEndpoint(endpoint)))
                .containsExactly("discovery.bootstrapToken.apiServerEndpoint");
    }

    @Test
    void collectsAllProblemsInOrder() {
        assertThat(paths(DiscoverySettings.builder().token("x")))
                .containsExactly(
                        "discovery.bootstrapToken",
                        "discovery.bootstrapToken.caCertHashes",
                        "discovery.bootstrapToken.token",
                        "discovery.bootstrapToken.apiServerEndpoint",
                        "discovery.tlsBootstrapToken");
        assertThat(paths(sound().tlsBootstrapToken("y").timeout(Duration.ZERO)))
                .containsExactly("discovery.tlsBootstrapToken", "timeouts.discovery");
    }

    @Test
    void saysItInKubeadmsWords() {
        assertThat(DiscoverySettings.builder().build().violations())
                .extracting(FieldError::toString)
                .containsExactly("discovery: Invalid value: \"\": bootstrapToken or file must be set");
        assertThat(sound().apiServerEndpoint("").token("s3cr3t").build().violations())
                .extracting(FieldError::toString)
                .containsExactly(
                        "discovery.bootstrapToken: Required value: APIServerEndpoint is not set",
                        "discovery.bootstrapToken.token: Invalid value: <masked>: the bootstrap token is invalid",
                        "discovery.bootstrapToken.apiServerEndpoint: Invalid value: \"\": the API server's endpoint is not"
                                + " host:port: it is empty",
                        "discovery.tlsBootstrapToken: Invalid value: <masked>: the bootstrap token is invalid");
    }

    @Test
    void judgesOneEndpoint() {
        assertThat(TokenDiscovery.violationsOfEndpoint("10.138.0.2:6443")).isEmpty();
        assertThat(TokenDiscovery.violationsOfEndpoint("https://me:s3cr3t@h:1"))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.type()).isEqualTo(FieldError.Type.INVALID);
                    assertThat(violation.message())
                            .endsWith("is not host:port; leave https:// out")
                            .doesNotContain("s3cr3t");
                });
        assertThat(TokenDiscovery.violationsOfEndpoint("h:65536").get(0).message())
                .endsWith("has a port outside 1 to 65535");
    }

    @ParameterizedTest
    @CsvSource({"20, v1beta2", "21, v1beta2", "22, v1beta3", "30, v1beta3", "31, v1beta4", "37, v1beta4"})
    void writesTheVersionThatTheReleaseReads(int minor, String version) {
        KubernetesRelease release = KubernetesRelease.of(minor);
        DiscoverySettings settings = sound().timeout(Duration.ofMinutes(1)).build();
        assertThat(settings.toMap(release)).containsEntry("apiVersion", "kubeadm.k8s.io/" + version);
        assertThat(DiscoverySettings.fromMap(settings.toMap(release))).isEqualTo(settings);
    }

    @ParameterizedTest
    @CsvSource({
        "v1alpha3, 0, 0",
        "v1beta1, 20, 21",
        "v1beta2, 20, 26",
        "v1beta3, 22, 36",
        "v1beta4, 31, 37",
        "v1beta9, 0, 0",
    })
    void tellsWhichReleasesReadTheVersion(String version, int first, int last) {
        DiscoverySettings settings =
                DiscoverySettings.parse(("apiVersion: kubeadm.k8s.io/%s\nkind: JoinConfiguration\ndiscovery:\n"
                                + "  bootstrapToken: {token: %s, apiServerEndpoint: h:1, caCertHashes: [%s]}\n")
                        .formatted(version, TOKEN, Fixtures.C1_PIN));
        for (int minor = 20; minor <= 37; minor++) {
            List<FieldError> violations = settings.violations(KubernetesRelease.of(minor));
            assertThat(violations).as("1.%d", minor).hasSize(minor < first || minor > last ? 1 : 0);
            assertThat(violations)
                    .allSatisfy(violation -> assertThat(violation.field()).isEqualTo("apiVersion"));
        }
        assertThat(settings.violations()).isEqualTo(settings.violations(KubernetesRelease.latest()));
        assertThat(settings.tokenDiscovery().toString())
                .as("as good as another")
                .contains("h:1");
    }

    @Test
    void refusesAnOldVersionInKubeadmsWords() {
        DiscoverySettings settings =
                DiscoverySettings.parse("apiVersion: kubeadm.k8s.io/v1beta2\nkind: JoinConfiguration");
        assertThat(settings.violations(KubernetesRelease.of(27)).get(0).message())
                .contains("your configuration file uses an old API spec", "Please use kubeadm v1.22 instead");
        DiscoverySettings older =
                DiscoverySettings.parse("apiVersion: kubeadm.k8s.io/v1beta1\nkind: JoinConfiguration");
        // validateSupportedVersion in cmd/kubeadm/app/util/config/common.go
        assertThat(older.violations(KubernetesRelease.of(22)).get(0).message())
                .contains("Please use kubeadm v1.15 instead");
    }

    /** Kubeadm warns of a field that its version does not have, and goes on without it. */
    @ParameterizedTest
    @CsvSource({"v1beta2, 1, 5", "v1beta3, 1, 5", "v1beta4, 2, 3"})
    void readsTimeoutsWhereTheVersionHasThem(String version, int discovery, int tlsBootstrap) {
        DiscoverySettings settings = DiscoverySettings.parse("""
                apiVersion: kubeadm.k8s.io/%s
                kind: JoinConfiguration
                discovery:
                  timeout: 1m
                timeouts:
                  discovery: 2m
                  tlsBootstrap: 3m
                """.formatted(version));
        assertThat(settings.timeout()).isEqualTo(Duration.ofMinutes(discovery));
        assertThat(settings.timeout(KubeadmTimeout.TLS_BOOTSTRAP)).isEqualTo(Duration.ofMinutes(tlsBootstrap));
    }

    @Test
    void writesBothTimeoutsFromV1beta4On() {
        DiscoverySettings settings = sound().timeout(KubeadmTimeout.TLS_BOOTSTRAP, Duration.ofMinutes(3))
                .build();
        assertThat(settings.toMap()).containsEntry("timeouts", Map.of("discovery", "5m0s", "tlsBootstrap", "3m0s"));
        assertThat(settings.toYaml(KubernetesRelease.of(30))).doesNotContain("tlsBootstrap", "3m0s");
        assertThat(DiscoverySettings.parse(settings.toYaml()))
                .isEqualTo(settings)
                .isNotEqualTo(sound().build());
        assertThat(settings.toBuilder().build()).isEqualTo(settings);
    }

    /** cmd/kubeadm/app/apis/kubeadm/v1beta4: the seven fields of Timeouts and their defaults. */
    @ParameterizedTest
    @CsvSource({
        "controlPlaneComponentHealthCheck, PT4M",
        "kubeletHealthCheck, PT4M",
        "kubernetesAPICall, PT1M",
        "etcdAPICall, PT2M",
        "tlsBootstrap, PT5M",
        "discovery, PT5M",
        "upgradeManifests, PT5M",
    })
    void readsAndWritesEveryTimeout(String field, Duration time) {
        KubeadmTimeout timeout = Stream.of(KubeadmTimeout.values())
                .filter(each -> each.field().equals(field))
                .findFirst()
                .orElseThrow();
        assertThat(sound().build().timeout(timeout)).isEqualTo(time);
        DiscoverySettings set = DiscoverySettings.parse(
                "apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\n" + "timeouts: {" + field + ": 7m30s}\n");
        assertThat(set.timeout(timeout)).isEqualTo(Duration.ofSeconds(450));
        assertThat(DiscoverySettings.parse(set.toYaml())).isEqualTo(set);
        assertThat(set.toYaml()).contains(field + ": 7m30s");
        assertThatThrownBy(() -> DiscoverySettings.parse(set.toYaml().replace(field + ": 7m30s", field + ": soon")))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("DURATION_INVALID");
                    assertThat(e.location().path()).isEqualTo("timeouts." + field);
                });
    }

    /** time.Duration counts nanoseconds in 64 bits. */
    @Test
    void takesTheLongestTimeThatGoHas() {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        assertThat(paths(sound().timeout(longest))).isEmpty();
        assertThat(paths(sound().timeout(longest.plusNanos(1)))).containsExactly("timeouts.discovery");
    }

    @Test
    void withoutPinsTheDiscoveryNeedsTheConsentOfTheSettings() {
        assertThat(sound().caCertHashes(List.of())
                        .unsafeSkipCaVerification()
                        .build()
                        .tokenDiscovery())
                .hasToString("TokenDiscovery[10.138.0.2:6443, token id 07401b, pins []]");
        assertThatThrownBy(() -> sound().caCertHashes(List.of()).build().tokenDiscovery())
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("SETTINGS_INVALID"));
    }

    @Test
    void writesJsonForTheLatestRelease() {
        DiscoverySettings settings = sound().build();
        assertThat(settings.toJson()).isEqualTo(settings.toJson(KubernetesRelease.latest()));
        assertThat(DiscoverySettings.parse(settings.toJson())).isEqualTo(settings);
    }

    @Test
    void refusesATimeThatGoDoesNotHave() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        assertThat(sound().timeout(longest).build().violations())
                .extracting(FieldError::toString)
                .containsExactly(
                        "timeouts.discovery: Invalid value: \"2562047788015215h30m7s\": is longer than about 292"
                                + " years");
        assertThat(sound().timeout(Duration.ofSeconds(Long.MIN_VALUE)).build().violations(KubernetesRelease.of(30)))
                .extracting(violation -> violation.location().path())
                .containsExactly("discovery.timeout");
        DiscoverySettings other =
                sound().timeout(KubeadmTimeout.ETCD_API_CALL, longest).build();
        assertThat(other.violations())
                .extracting(violation -> violation.location().path())
                .containsExactly("timeouts.etcdAPICall");
        assertThat(other.violations(KubernetesRelease.of(30)))
                .as("it is not written")
                .isEmpty();
    }

    @Test
    void writesAJoinConfiguration(@TempDir Path folder) throws IOException {
        DiscoverySettings settings = sound().timeout(Duration.ofMinutes(1)).build();
        assertThat(settings.toYaml()).isEqualTo("""
                apiVersion: kubeadm.k8s.io/v1beta4
                discovery:
                  bootstrapToken:
                    apiServerEndpoint: 10.138.0.2:6443
                    caCertHashes:
                    - %s
                    token: 07401b.f395accd246ae52d
                kind: JoinConfiguration
                timeouts:
                  discovery: 1m0s
                """.formatted(Fixtures.C1_PIN));
        assertThat(settings.toYaml(KubernetesRelease.of(30))).isEqualTo("""
                apiVersion: kubeadm.k8s.io/v1beta3
                discovery:
                  bootstrapToken:
                    apiServerEndpoint: 10.138.0.2:6443
                    caCertHashes:
                    - %s
                    token: 07401b.f395accd246ae52d
                  timeout: 1m0s
                kind: JoinConfiguration
                """.formatted(Fixtures.C1_PIN));
        DiscoverySettings other = DiscoverySettings.builder()
                .file("f")
                .tlsBootstrapToken("9a08jv.c0izixklcxtmnze7")
                .build();
        DiscoverySettings unsafe =
                sound().caCertHashes().unsafeSkipCaVerification().build();
        for (DiscoverySettings value : List.of(settings, other, unsafe)) {
            assertThat(DiscoverySettings.parse(value.toYaml())).isEqualTo(value);
            assertThat(DiscoverySettings.parse(value.toJson(KubernetesRelease.of(30))))
                    .isEqualTo(value);
            assertThat(DiscoverySettings.fromMap(value.toMap())).isEqualTo(value);
            assertThat(value.toBuilder().build()).isEqualTo(value);
            Path file = folder.resolve("join.yaml");
            value.write(file);
            assertThat(DiscoverySettings.read(file)).isEqualTo(value);
        }
        assertThat(settings.toBuilder().token("x").build()).isNotEqualTo(settings);
        assertThat(settings.apiServerEndpoint()).contains("10.138.0.2:6443");
        assertThat(settings.token()).contains(Fixtures.TOKEN);
        assertThat(settings.caCertHashes()).containsExactly(Fixtures.C1_PIN);
        assertThat(unsafe.isUnsafeSkipCaVerification()).isTrue();
        Path bad = Files.writeString(folder.resolve("bad"), "kind: x");
        assertThatThrownBy(() -> DiscoverySettings.read(bad))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith(bad + ": ");
        assertThat(Posix.mode(folder.resolve("join.yaml"))).isEqualTo("rw-------");
    }

    @Test
    void checksAFile(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("d.conf"));
        assertThat(paths(DiscoverySettings.builder().file(file.toString()))).isEmpty();
        assertThat(paths(DiscoverySettings.builder().file("https://host/d.conf")))
                .isEmpty();
        assertThat(paths(DiscoverySettings.builder().file(file.toString()).tlsBootstrapToken(TOKEN)))
                .isEmpty();
        for (String bad : List.of("", folder.resolve("missing").toString(), "http://host/d.conf", "\0")) {
            assertThat(paths(DiscoverySettings.builder().file(bad))).containsExactly("discovery.file.kubeConfigPath");
        }
        assertThat(paths(DiscoverySettings.builder().file(file.toString()).tlsBootstrapToken("x")))
                .containsExactly("discovery.tlsBootstrapToken");
        assertThat(DiscoverySettings.builder().file("f").build().file()).contains("f");
        assertThat(DiscoverySettings.builder().file("f").build().tlsBootstrapToken())
                .isEmpty();
        DiscoverySettings byFile =
                DiscoverySettings.builder().file(file.toString()).build();
        assertThatThrownBy(byFile::tokenDiscovery).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void checksPinsWhenDiscoveryBegins() {
        assertThat(paths(sound().caCertHashes(List.of("x")))).isEmpty();
        assertThatThrownBy(() -> sound().caCertHashes(List.of(Fixtures.C1_PIN, "x"))
                        .build()
                        .tokenDiscovery())
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("PIN_INVALID");
                    assertThat(e.location()).hasToString("discovery.bootstrapToken.caCertHashes[1]");
                });
        assertThatThrownBy(() -> sound().token("x").build().tokenDiscovery())
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("SETTINGS_INVALID"));
    }

    @Test
    void readsAJoinConfiguration() {
        DiscoverySettings settings = DiscoverySettings.parse("""
                apiVersion: kubeadm.k8s.io/v1beta3
                kind: JoinConfiguration
                discovery:
                  bootstrapToken:
                    apiServerEndpoint: 10.138.0.2:6443
                    token: 07401b.f395accd246ae52d
                    caCertHashes: ["%s"]
                  timeout: 1m0s
                """.formatted(Fixtures.C1_PIN));
        assertThat(settings.violations(KubernetesRelease.of(36))).isEmpty();
        assertThat(settings.timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.tlsBootstrapToken()).contains(Fixtures.TOKEN);
        DiscoverySettings later = DiscoverySettings.parse("""
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: JoinConfiguration
                discovery:
                  bootstrapToken: {unsafeSkipCAVerification: true, apiServerEndpoint: "a:1", token: 07401b.f395accd246ae52d}
                  tlsBootstrapToken: 9a08jv.c0izixklcxtmnze7
                timeouts:
                  discovery: 2m
                """);
        assertThat(later.violations()).isEmpty();
        assertThat(later.timeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(later.tlsBootstrapToken().orElseThrow().id()).isEqualTo("9a08jv");
        assertThat(DiscoverySettings.parse("apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\n"
                                + "discovery: {file: {kubeConfigPath: f}}\n")
                        .file())
                .contains("f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n",
                "[]",
                "apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\ndiscovery: 1\n",
                "apiVersion: kubeadm.k8s.io/v1beta3\nkind: JoinConfiguration\ndiscovery: {timeout: 1d}\n",
                "apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\ntimeouts: {tlsBootstrap: 1d}\n",
            })
    void refusesWhatIsNoJoinConfiguration(String text) {
        assertThatThrownBy(() -> DiscoverySettings.parse(text)).isInstanceOf(InvalidFormatException.class);
    }
}
