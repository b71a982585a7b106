package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.certificate.Pem;
import io.github.kubetls.discovery.DiscoveryStep.Discovered;
import io.github.kubetls.discovery.DiscoveryStep.Failed;
import io.github.kubetls.discovery.DiscoveryStep.Fetch;
import io.github.kubetls.discovery.DiscoveryStep.FetchFailure;
import io.github.kubetls.discovery.DiscoveryStep.Trust;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/cluster-info-and-discovery.md, 5. */
class TokenDiscoveryTest {

    private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");
    private static final String ENDPOINT = "10.138.0.2:6443";
    private static final CaPin PIN = CaPin.of(Fixtures.C1);
    private static final CaPin OTHER_PIN = CaPin.parse("sha256:" + "0".repeat(64));

    private static TokenDiscovery.Builder pinned() {
        return TokenDiscovery.builder(ENDPOINT, Fixtures.TOKEN).caPins(List.of(PIN));
    }

    private static Fetch first(TokenDiscovery.Builder discovery) {
        return (Fetch) discovery.build().begin(NOW);
    }

    private static ClusterInfo signed(String kubeconfig) {
        return ClusterInfo.of(kubeconfig).sign(Fixtures.TOKEN);
    }

    @Test
    void asksAHostThatTheJdkDoesNotTakeForOne() {
        assertThat(first(TokenDiscovery.builder("a_b:6443", Fixtures.TOKEN).caPins(List.of(PIN)))
                        .url()
                        .getAuthority())
                .isEqualTo("a_b:6443");
    }

    /** A kubeconfig with other CA data than K1. */
    private static String withCa(String pem) {
        return Fixtures.K1.replaceFirst(
                "certificate-authority-data: .*",
                "certificate-authority-data: " + Base64Text.encode(pem.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertFailed(String code, DiscoveryStep step) {
        assertThat(step).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason()).hasToString(code);
            assertThat(failed.message()).doesNotContain("f395accd246ae52d");
        });
    }

    @Test
    void asksFirstWithoutVerificationAndThenByThePinnedCa() {
        Fetch first = first(pinned());
        assertThat(first.url())
                .isEqualTo(URI.create("https://10.138.0.2:6443/api/v1/namespaces/kube-public/configmaps/cluster-info"));
        assertThat(first.trust()).isEqualTo(new Trust.Unverified());
        assertThat(first.delay()).isZero();
        assertThat(first.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(first.isAuthenticated()).isFalse();

        Fetch second = (Fetch) first.received(signed(Fixtures.K1), NOW);
        assertThat(second.url()).isEqualTo(first.url());
        assertThat(second.trust()).isEqualTo(new Trust.CertificateAuthorities(List.of(Fixtures.C1)));
        assertThat(second.delay()).isZero();

        DiscoveredCluster cluster = ((Discovered) second.received(signed(Fixtures.K1), NOW)).cluster();
        assertThat(cluster.server()).isEqualTo("https://10.138.0.2:6443");
        assertThat(cluster.certificateAuthorities()).contains(Fixtures.C1_PEM);
        assertThat(cluster.kubeconfig()).isEqualTo(Fixtures.K1);
        assertThat(cluster.hasCredentials()).isFalse();
    }

    @Test
    void takesTheServerOfTheDocumentWhateverWasAsked() {
        TokenDiscovery.Builder other =
                TokenDiscovery.builder("[fd00::1]:443", Fixtures.TOKEN).caPins(List.of(PIN));
        Fetch first = first(other);
        assertThat(first.url().toString()).startsWith("https://[fd00::1]:443/api");
        Fetch second = (Fetch) first.received(signed(Fixtures.K1), NOW);
        assertThat(((Discovered) second.received(signed(Fixtures.K1), NOW))
                        .cluster()
                        .server())
                .isEqualTo("https://10.138.0.2:6443");
    }

    @Test
    void waitsForASignatureUntilTheTimeout() {
        ClusterInfo unsigned = Fixtures.clusterInfo(Fixtures.K1, "jws-kubeconfig-9a08jv", "x");
        Fetch again = (Fetch) first(pinned()).received(unsigned, NOW);
        assertThat(again.delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(again.trust()).isEqualTo(new Trust.Unverified());
        assertThat(again.received(unsigned, NOW.plusSeconds(294))).isInstanceOf(Fetch.class);
        DiscoveryStep end = again.received(unsigned, NOW.plusSeconds(295));
        assertFailed("SIGNATURE_MISSING", end);
        assertThat(((Failed) end).message()).contains("\"07401b\"").contains("[9a08jv]");
        assertThat(again.received(signed(Fixtures.K1), NOW.plusSeconds(299))).isInstanceOf(Fetch.class);
    }

    @ParameterizedTest
    @CsvSource({"401, UNAUTHORIZED", "403, FORBIDDEN", "404, NOT_FOUND", "500, OTHER_STATUS", "302, OTHER_STATUS"})
    void triesAgainAfterEveryFailure(int status, FetchFailure.Kind kind) {
        FetchFailure failure = FetchFailure.status(status);
        assertThat(failure).isEqualTo(new FetchFailure(kind, status));
        Fetch again = (Fetch) first(pinned()).failed(failure, NOW);
        assertThat(again.delay()).isEqualTo(Duration.ofSeconds(5));
        DiscoveryStep end = again.failed(failure, NOW.plusSeconds(295));
        assertFailed("CLUSTER_INFO_UNREACHABLE", end);
        assertThat(((Failed) end).message()).isEqualTo(kind.description()).isNotBlank();
    }

    @Test
    void reportsTheLastFailureAtTheTimeout() {
        Fetch again = (Fetch) first(pinned()).failed(FetchFailure.unreachable(), NOW);
        assertFailed("SIGNATURE_MISSING", again.received(ClusterInfo.of(Fixtures.K1), NOW.plusSeconds(300)));
        Fetch other = (Fetch) first(pinned()).received(ClusterInfo.of(Fixtures.K1), NOW);
        assertFailed("CLUSTER_INFO_UNREACHABLE", other.failed(FetchFailure.unreadable(), NOW.plusSeconds(300)));
    }

    @Test
    void endsAtOnceOn401And403IfAskedTo() {
        for (int status : new int[] {401, 403}) {
            assertFailed(
                    "CLUSTER_INFO_UNREACHABLE", first(pinned().failFast()).failed(FetchFailure.status(status), NOW));
        }
        assertThat(first(pinned().failFast()).failed(FetchFailure.status(404), NOW))
                .isInstanceOf(Fetch.class);
        assertThat(first(pinned().failFast()).failed(FetchFailure.unreachable(), NOW))
                .isInstanceOf(Fetch.class);
    }

    @Test
    void endsRatherThanWaitBeyondTheTimeout() {
        Fetch first = first(pinned().timeout(Duration.ofSeconds(3)));
        assertFailed("CLUSTER_INFO_UNREACHABLE", first.failed(FetchFailure.unreachable(), NOW));
        Fetch second = first(pinned().timeout(Duration.ofSeconds(6)));
        assertThat(((Fetch) second.failed(FetchFailure.unreachable(), NOW)).delay())
                .isEqualTo(Duration.ofSeconds(5));
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> pinned().timeout(none)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void waitsAnewForTheSecondDocument() {
        Instant late = NOW.plusSeconds(290);
        Fetch second = (Fetch) first(pinned()).received(signed(Fixtures.K1), late);
        Fetch again = (Fetch) second.failed(FetchFailure.unreachable(), late.plusSeconds(200));
        assertThat(again.trust()).isEqualTo(second.trust());
        assertThat(again.delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(again.received(ClusterInfo.of(Fixtures.K1), late.plusSeconds(210)))
                .isInstanceOf(Fetch.class);
        assertFailed("SIGNATURE_MISSING", again.received(ClusterInfo.of(Fixtures.K1), late.plusSeconds(295)));
    }

    @Test
    void endsWithAReasonForADocumentThatIsNotSigned() {
        assertFailed(
                "KUBECONFIG_MISSING",
                first(pinned()).received(Fixtures.clusterInfo(null, "jws-kubeconfig-07401b", "x"), NOW));
        assertFailed(
                "KUBECONFIG_MISSING",
                first(pinned()).received(Fixtures.clusterInfo("", "jws-kubeconfig-07401b", ""), NOW));
        assertFailed(
                "SIGNATURE_EMPTY",
                first(pinned()).received(Fixtures.clusterInfo(Fixtures.K1, "jws-kubeconfig-07401b", ""), NOW));
        assertFailed(
                "SIGNATURE_INVALID",
                first(pinned())
                        .received(
                                Fixtures.clusterInfo(
                                        Fixtures.K1.replace("10.138.0.2", "10.138.0.3"),
                                        "jws-kubeconfig-07401b",
                                        Fixtures.K1_SIGNATURE),
                                NOW));
        assertFailed(
                "SIGNATURE_INVALID",
                first(pinned())
                        .received(
                                ClusterInfo.of(Fixtures.K1).sign(BootstrapToken.parse("07401b.0000000000000000")),
                                NOW));
    }

    /** {@code kubectl config view --raw} of release 1.32 refuses each of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "text",
                "kind: Secret",
                "apiVersion: v2",
                "clusters: {}",
                "clusters: [{name: 1}]",
                "clusters: [{name: a}, {name: a}]", // a name that is there twice
                "clusters: [{name: \"\", cluster: {certificate-authority-data: \"?\"}}]",
                "clusters: [{name: \"\", cluster: {insecure-skip-tls-verify: \"true\"}}]",
                "current-context: true",
                "preferences: {colors: 1}",
                "users: [{name: a, user: {token: 12}}]",
                "contexts: [{name: a, context: {cluster: []}}]",
                "extensions: 5",
                "extensions: [{name: 1}]",
                "extensions: [{name: x, extension: 1}, {name: x, extension: 2}]",
                "preferences: {extensions: 5}",
                "preferences: {extensions: [{name: x, extension: 1}, {name: x, extension: 2}]}",
                "clusters: [{name: a, cluster: {extensions: [5]}}]",
                "clusters: [{name: a, cluster: {extensions: [{name: x, extension: 1}, {name: x}]}}]",
                "users: [{name: a, user: {extensions: 5}}]",
                "users: [{name: a, user: {extensions: [{name: x, extension: 1}, {name: x}]}}]",
                "users: [{name: a, user: {as-user-extra: [1]}}]",
                "users: [{name: a, user: {as-user-extra: {k: text}}}]",
                "users: [{name: a, user: {auth-provider: 5}}]",
                "users: [{name: a, user: {auth-provider: {name: 5}}}]",
                "users: [{name: a, user: {auth-provider: {config: {k: 1}}}}]",
                "users: [{name: a, user: {exec: 5}}]",
                "users: [{name: a, user: {exec: {command: 5}}}]",
                "users: [{name: a, user: {exec: {args: [1]}}}]",
                "users: [{name: a, user: {exec: {env: [5]}}}]",
                "users: [{name: a, user: {exec: {env: [{name: 1}]}}}]",
                "users: [{name: a, user: {exec: {env: [{value: 1}]}}}]",
                "users: [{name: a, user: {exec: {apiVersion: 5}}}]",
                "users: [{name: a, user: {exec: {installHint: 5}}}]",
                "users: [{name: a, user: {exec: {provideClusterInfo: \"true\"}}}]",
                "users: [{name: a, user: {exec: {interactiveMode: 5}}}]",
                "contexts: [{name: a, context: {extensions: 5}}]",
                "contexts: [{name: a, context: {extensions: [{name: x, extension: 1}, {name: x}]}}]",
            })
    void refusesASignedDocumentThatIsNoKubeconfig(String kubeconfig) {
        assertFailed("KUBECONFIG_INVALID", first(pinned()).received(signed(kubeconfig), NOW));
    }

    @Test
    void readsTheDocumentAsLenientlyAsKubernetes() {
        String lenient =
                Fixtures.K1.replace("kind: Config\n", "kind: Config\nkind: Config\nunknown: {x: 1}\n") + "---\n[";
        assertThat(first(pinned()).received(signed(lenient), NOW)).isInstanceOf(Fetch.class);
        // The group of a kubeconfig is empty, and so may the version be.
        for (String apiVersion : List.of("/v1", "/")) {
            String document = Fixtures.K1.replace("apiVersion: v1", "apiVersion: " + apiVersion);
            assertThat(first(pinned()).received(signed(document), NOW)).isInstanceOf(Fetch.class);
        }
    }

    @Test
    void usesTheClusterWithoutANameOrElseThatOfTheCurrentContext() {
        String two =
                "clusters:\n- {name: a, cluster: {server: https://a}}\n- {name: '', cluster: {server: https://n}}\n";
        String current =
                "clusters:\n- {name: a, cluster: {server: https://a}}\n- {name: b, cluster: {server: https://b}}\n"
                        + "contexts:\n- {name: c, context: {cluster: b}}\ncurrent-context: c\n";
        String neither = current.replace("current-context: c", "current-context: d");
        String dangling = current.replace("{cluster: b}", "{cluster: x}");
        String single = "clusters:\n- {name: a, cluster: {server: https://a}}\n";
        assertThat(server(unsafe(), two)).isEqualTo("https://n");
        String unnamed = current.replace("name: c, ", "").replace("current-context: c\n", "");
        assertThat(server(unsafe(), current)).isEqualTo("https://b");
        assertThat(server(unsafe(), unnamed)).isEqualTo("https://b");
        assertFailed("DISCOVERY_CLUSTER_MISSING", first(unsafe()).received(signed(neither), NOW));
        assertFailed("DISCOVERY_CLUSTER_MISSING", first(unsafe()).received(signed(dangling), NOW));
        assertFailed("DISCOVERY_CLUSTER_MISSING", first(unsafe()).received(signed(single), NOW));
        assertFailed("DISCOVERY_CLUSTER_MISSING", first(unsafe()).received(signed("clusters: []"), NOW));
    }

    @Test
    void usesExactlyOneClusterAsEarlyReleasesDo() {
        String two =
                "clusters:\n- {name: a, cluster: {server: https://a}}\n- {name: '', cluster: {server: https://n}}\n";
        String single = "clusters:\n- {name: a, cluster: {server: https://a}}\n";
        assertThat(server(unsafe().exactlyOneCluster(), single)).isEqualTo("https://a");
        assertFailed(
                "DISCOVERY_CLUSTER_MISSING", first(unsafe().exactlyOneCluster()).received(signed(two), NOW));
        assertFailed(
                "DISCOVERY_CLUSTER_MISSING", first(unsafe().exactlyOneCluster()).received(signed("clusters: []"), NOW));
        assertThat(message(first(unsafe().exactlyOneCluster()).received(signed(two), NOW)))
                .isEqualTo("the signed kubeconfig has 2 clusters, and exactly one is expected");
        assertThat(message(first(unsafe()).received(signed(single), NOW)))
                .isEqualTo("the signed kubeconfig has 1 clusters, and none of them without a name or of the current"
                        + " context");
    }

    private static String message(DiscoveryStep step) {
        return ((Failed) step).message();
    }

    private static TokenDiscovery.Builder unsafe() {
        return TokenDiscovery.builder(ENDPOINT, Fixtures.TOKEN).unsafeSkipCaVerification();
    }

    private static String server(TokenDiscovery.Builder discovery, String kubeconfig) {
        return ((Discovered) first(discovery).received(signed(kubeconfig), NOW))
                .cluster()
                .server();
    }

    @Test
    void isDoneAfterOneDocumentWithoutPinsAndDoesNotReadTheCa() {
        Discovered done = (Discovered) first(unsafe()).received(signed(withCa("no PEM")), NOW);
        assertThat(done.cluster().certificateAuthorities()).contains("no PEM");
    }

    @Test
    void wantsPinsOrAnExplicitNone() {
        assertThatThrownBy(
                        () -> TokenDiscovery.builder(ENDPOINT, Fixtures.TOKEN).build())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pinned().caPins(List.of()).build()).isInstanceOf(IllegalStateException.class);
        // Pins that are set count all the same.
        assertFailed("PIN_MISMATCH", first(unsafe().caPins(List.of(OTHER_PIN))).received(signed(Fixtures.K1), NOW));
    }

    @Test
    void takesAnyOfThePins() {
        for (List<CaPin> pins : List.of(List.of(OTHER_PIN, PIN), List.of(PIN, OTHER_PIN))) {
            assertThat(first(pinned().caPins(pins)).received(signed(Fixtures.K1), NOW))
                    .isInstanceOf(Fetch.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void refusesACaThatCannotBeRead(String pem) {
        assertFailed("CA_INVALID", first(pinned()).received(signed(withCa(pem)), NOW));
    }

    @Test
    void refusesABundleOfWhichOneBlockCannotBeReadAndPassesOverOtherBlocks() {
        String broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        String other = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n";
        String headers = Fixtures.C1_PEM.replace("CERTIFICATE-----\nMII", "CERTIFICATE-----\nA: b\n\nMII");
        assertFailed("CA_INVALID", first(pinned()).received(signed(withCa(Fixtures.C1_PEM + broken)), NOW));
        assertFailed("CA_INVALID", first(pinned()).received(signed(withCa(headers)), NOW));
        assertFailed("CA_INVALID", first(pinned()).received(signed(withCa(other)), NOW));
        assertThat(first(pinned()).received(signed(withCa(other + Fixtures.C1_PEM)), NOW))
                .isInstanceOf(Fetch.class);
    }

    @Test
    void refusesACaThatIsNotPinnedAndNamesAccidents() throws Exception {
        DiscoveryStep step = first(pinned().caPins(List.of(OTHER_PIN))).received(signed(Fixtures.K1), NOW);
        assertFailed("PIN_MISMATCH", step);
        assertThat(((Failed) step).message()).endsWith("their pins are [" + Fixtures.C1_PIN + "]");
        CaPin whole = CaPin.parse("sha256:" + CaPinTest.sha256(Fixtures.C1.getEncoded()));
        assertThat(((Failed) first(pinned().caPins(List.of(whole))).received(signed(Fixtures.K1), NOW)).message())
                .contains("whole certificate");
    }

    @Test
    void trustsOnlyPinnedCasUnlessToldOtherwise(@TempDir Path folder) throws IOException {
        OpenSsl.run(
                folder,
                "req -x509 -nodes -subj /CN=evil -keyout ca.key -out ca.crt -newkey ec -pkeyopt ec_paramgen_curve:P-256"
                        .split(" "));
        String evil = Files.readString(folder.resolve("ca.crt"));
        X509Certificate evilCa = Pem.parseCertificates(evil).get(0);
        String bundle = withCa(evil + Fixtures.C1_PEM);

        Fetch strict = (Fetch) first(pinned()).received(signed(bundle), NOW);
        assertThat(strict.trust()).isEqualTo(new Trust.CertificateAuthorities(List.of(Fixtures.C1)));
        DiscoveredCluster cluster = ((Discovered) strict.received(signed(bundle), NOW)).cluster();
        assertThat(cluster.certificateAuthorities()).contains(Fixtures.C1_PEM);
        assertThat(cluster.joinKubeconfig(Fixtures.TOKEN).toYaml())
                .contains(Base64Text.encode(Fixtures.C1_PEM.getBytes(StandardCharsets.UTF_8)));

        Fetch whole = (Fetch) first(pinned().trustWholeBundle()).received(signed(bundle), NOW);
        assertThat(whole.trust()).isEqualTo(new Trust.CertificateAuthorities(List.of(evilCa, Fixtures.C1)));
        assertThat(((Discovered) whole.received(signed(bundle), NOW)).cluster().certificateAuthorities())
                .contains(evil + Fixtures.C1_PEM);

        Fetch both =
                (Fetch) first(pinned().caPins(List.of(PIN, CaPin.of(evilCa)))).received(signed(bundle), NOW);
        assertThat(both.trust()).isEqualTo(new Trust.CertificateAuthorities(List.of(evilCa, Fixtures.C1)));
    }

    @Test
    void refusesASecondDocumentThatDiffersByOneByte() {
        Fetch second = (Fetch) first(pinned()).received(signed(Fixtures.K1), NOW);
        assertFailed("KUBECONFIG_MISMATCH", second.received(signed(Fixtures.K1 + "\n"), NOW));
        assertFailed(
                "KUBECONFIG_MISMATCH", second.received(Fixtures.clusterInfo(null, "jws-kubeconfig-07401b", "x"), NOW));
        // Its signature is not looked at again, but it must be there.
        assertThat(second.received(Fixtures.clusterInfo(Fixtures.K1, "jws-kubeconfig-07401b", ""), NOW))
                .isInstanceOf(Discovered.class);
    }

    @Test
    void tellsTheNameThatTheDocumentHas() {
        String named = "clusters: [{name: k, cluster: {server: https://a}}]\n"
                + "contexts: [{name: c, context: {cluster: k}}]\ncurrent-context: c\n";
        assertThat(((Discovered) first(unsafe()).received(signed(named), NOW))
                        .cluster()
                        .name())
                .isEqualTo("k");
        assertThat(((Discovered) first(unsafe().exactlyOneCluster())
                                .received(signed(named.replace("current-context", "other")), NOW))
                        .cluster()
                        .name())
                .isEqualTo("k");
        Fetch second = (Fetch) first(pinned()).received(signed(Fixtures.K1), NOW);
        assertThat(((Discovered) second.received(signed(Fixtures.K1), NOW))
                        .cluster()
                        .name())
                .isEmpty();
    }

    @Test
    void copiesADiscovery() {
        TokenDiscovery discovery = pinned().build();
        assertThat(discovery.toBuilder().build()).hasToString(discovery.toString());
        TokenDiscovery without = unsafe().build();
        assertThat(without.toBuilder().build()).hasToString(without.toString());
        // What a copy is made for: one that does not wait.
        assertFailed(
                "CLUSTER_INFO_UNREACHABLE",
                ((Fetch) discovery.toBuilder().failFast().build().begin(NOW))
                        .failed(DiscoveryStep.FetchFailure.status(401), NOW));
        assertThat(((Fetch) discovery.begin(NOW)).failed(DiscoveryStep.FetchFailure.status(401), NOW))
                .isInstanceOf(Fetch.class);
    }

    @Test
    void writesTheKubeconfigToJoinWith() {
        Fetch second = (Fetch) first(pinned()).received(signed(Fixtures.K1), NOW);
        DiscoveredCluster cluster = ((Discovered) second.received(signed(Fixtures.K1), NOW)).cluster();
        String ca = Base64Text.encode(Fixtures.C1_PEM.getBytes(StandardCharsets.UTF_8));
        assertThat(cluster.joinKubeconfig(Fixtures.TOKEN).toYaml()).isEqualTo("""
                        apiVersion: v1
                        clusters:
                        - cluster:
                            certificate-authority-data: %s
                            server: https://10.138.0.2:6443
                          name: kubernetes
                        contexts:
                        - context:
                            cluster: kubernetes
                            user: tls-bootstrap-token-user
                          name: tls-bootstrap-token-user@kubernetes
                        current-context: tls-bootstrap-token-user@kubernetes
                        kind: Config
                        users:
                        - name: tls-bootstrap-token-user
                          user:
                            token: 07401b.f395accd246ae52d
                        """.formatted(ca));
        assertThat(cluster)
                .hasToString("DiscoveredCluster[https://10.138.0.2:6443]")
                .isEqualTo(((Discovered) first(unsafe()).received(signed(Fixtures.K1), NOW)).cluster())
                .isNotEqualTo(((Discovered) first(unsafe()).received(signed(Fixtures.K2), NOW)).cluster())
                .isNotEqualTo(((Discovered) first(unsafe()).received(signed(withCa("x")), NOW)).cluster());
        assertThatThrownBy(cluster::joinKubeconfig)
                .hasMessageContaining("no token")
                .hasFieldOrPropertyWithValue("code", "CREDENTIALS_MISSING");
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', false",
        "'{token: t}', true",
        "'{tokenFile: f}', false",
        "'{username: u}', false",
        "'{username: u, password: p}', true",
        "'{password: p}', false",
        "'{client-certificate: c}', false",
        "'{client-certificate: c, client-key: k}', true",
        "'{client-certificate-data: AAAA, client-key: k}', true",
        "'{client-certificate-data: AAAA, client-key-data: AAAA}', true",
        "'{client-key-data: AAAA}', false",
        "'{client-certificate-data: \"\\n\", client-key-data: AAAA}', false", // base64 of nothing
    })
    void knowsWhatCountsAsCredentials(String user, boolean expected) {
        String kubeconfig = "clusters: [{name: '', cluster: {server: https://a}}]\n"
                + "contexts: [{name: c, context: {cluster: '', user: u}}]\ncurrent-context: c\n"
                + "users: [{name: u, user: " + user + "}]\n";
        DiscoveredCluster cluster = ((Discovered) first(unsafe()).received(signed(kubeconfig), NOW)).cluster();
        assertThat(cluster.hasCredentials()).isEqualTo(expected);
        if (expected) {
            assertThat(cluster.joinKubeconfig().equals(Kubeconfig.parse(kubeconfig)))
                    .isTrue();
        }
        String noContext = kubeconfig.replace("current-context: c", "current-context: ''");
        String noName = kubeconfig.replace("user: u}", "user: ''}").replace("name: u,", "name: '',");
        for (String nobody : List.of(noContext, noName)) {
            assertThat(((Discovered) first(unsafe()).received(signed(nobody), NOW))
                            .cluster()
                            .hasCredentials())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                ":6443",
                "host:port",
                "host:0",
                "host:65536",
                "host:6443/",
                "https://host",
                "https://host:443",
                "user@host:443",
                "fd00::1:443",
                "[fd00::1]",
                "host:443 ",
                "ho st:443",
                "host:00000443",
            })
    void refusesAnEndpointThatIsNotHostAndPort(String endpoint) {
        assertThatThrownBy(() -> TokenDiscovery.builder(endpoint, Fixtures.TOKEN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:1", "10.0.0.1:6443", "cluster.example.com:443", "[::1]:6443", "my_host-1:65535"})
    void takesHostAndPort(String endpoint) {
        Fetch fetch = (Fetch) TokenDiscovery.builder(endpoint, Fixtures.TOKEN)
                .unsafeSkipCaVerification()
                .build()
                .begin(NOW);
        assertThat(fetch.url().toString()).startsWith("https://" + endpoint + "/");
    }

    @Test
    void showsNoSecret() {
        assertThat(pinned().build())
                .hasToString("TokenDiscovery[10.138.0.2:6443, token id 07401b, pins [" + Fixtures.C1_PIN + "]]");
        assertThat(first(pinned()).toString()).doesNotContain("f395accd246ae52d");
        assertThat(((Fetch) first(pinned()).received(signed(Fixtures.K1), NOW)).toString())
                .contains(Fixtures.C1_PIN)
                .doesNotContain("f395accd246ae52d");
    }
}
