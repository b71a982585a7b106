package io.github.kubetls.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.manifest.FieldError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/kubeadm.md, 7: cmd/kubeadm/app/apis/kubeadm/v1beta3/conversion.go, app/util/config/common.go. */
class KubeadmConfigurationTest {

    private static final String OLD = """
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: InitConfiguration
            bootstrapTokens:
            - token: 07401b.f395accd246ae52d
            nodeRegistration:
              kubeletExtraArgs:
                v: "2"
                node-labels: tier=gold
            ---
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: ClusterConfiguration
            apiServer:
              certSANs: [api.example.test]
              extraArgs:
                profiling: "false"
                audit-log-path: /a
              timeoutForControlPlane: 6m
            etcd:
              local:
                extraArgs: {quota-backend-bytes: "1"}
            ---
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            rotateCertificates: true
            """;

    @Test
    void migratesAsKubeadmDoes() {
        KubeadmConfiguration migrated = KubeadmConfiguration.parse(OLD).migrated();
        assertThat(migrated.toYaml()).isEqualTo("""
                apiVersion: kubeadm.k8s.io/v1beta4
                bootstrapTokens:
                - token: 07401b.f395accd246ae52d
                kind: InitConfiguration
                nodeRegistration:
                  kubeletExtraArgs:
                  - name: node-labels
                    value: tier=gold
                  - name: v
                    value: "2"
                timeouts:
                  controlPlaneComponentHealthCheck: 6m
                ---
                apiServer:
                  certSANs:
                  - api.example.test
                  extraArgs:
                  - name: audit-log-path
                    value: /a
                  - name: profiling
                    value: "false"
                apiVersion: kubeadm.k8s.io/v1beta4
                etcd:
                  local:
                    extraArgs:
                    - name: quota-backend-bytes
                      value: "1"
                kind: ClusterConfiguration
                ---
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                rotateCertificates: true
                """);
        assertThat(migrated.violations()).isEmpty();
        assertThat(migrated.migrated()).isEqualTo(migrated).hasSameHashCodeAs(migrated);
        assertThat(migrated)
                .hasToString("KubeadmConfiguration[InitConfiguration v1beta4, ClusterConfiguration v1beta4]")
                .isNotEqualTo(KubeadmConfiguration.parse(OLD));
        for (KubeadmTimeout timeout : KubeadmTimeout.values()) {
            assertThat(migrated.timeout(timeout))
                    .isEqualTo(KubeadmConfiguration.parse(OLD).timeout(timeout));
        }
        assertThat(migrated.timeout(KubeadmTimeout.CONTROL_PLANE_COMPONENT_HEALTH_CHECK))
                .isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void movesTheTimeoutOfDiscovery() {
        KubeadmConfiguration join = KubeadmConfiguration.parse("""
                apiVersion: kubeadm.k8s.io/v1beta3
                kind: JoinConfiguration
                discovery:
                  timeout: 90s
                  tlsBootstrapToken: 07401b.f395accd246ae52d
                timeouts:
                  discovery: 1s
                """);
        assertThat(join.timeout(KubeadmTimeout.DISCOVERY)).isEqualTo(Duration.ofSeconds(90));
        assertThat(join.migrated().toYaml()).isEqualTo("""
                apiVersion: kubeadm.k8s.io/v1beta4
                discovery:
                  tlsBootstrapToken: 07401b.f395accd246ae52d
                kind: JoinConfiguration
                timeouts:
                  discovery: 90s
                """);
        assertThat(join.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("FIELD_UNKNOWN");
            assertThat(finding.location().path()).isEqualTo("timeouts");
            assertThat(finding.fix()).contains("write discovery.timeout");
        });
    }

    @Test
    void theFirstDocumentThatHasATimeoutSaysIt() {
        KubeadmConfiguration file = KubeadmConfiguration.parse("""
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: InitConfiguration
                timeouts: {discovery: 2m}
                ---
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: JoinConfiguration
                timeouts: {discovery: 3m}
                """);
        assertThat(file.timeout(KubeadmTimeout.DISCOVERY)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void addsAnInitConfigurationForTheTimeoutOfTheControlPlane() {
        assertThat(KubeadmConfiguration.parse("""
                        apiVersion: kubeadm.k8s.io/v1beta3
                        kind: ClusterConfiguration
                        apiServer: {timeoutForControlPlane: 6m}
                        """).migrated().toYaml()).isEqualTo("""
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: InitConfiguration
                        timeouts:
                          controlPlaneComponentHealthCheck: 6m
                        ---
                        apiServer: {}
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: ClusterConfiguration
                        """);
    }

    /** Of other groups, and of kinds that do not have a field, everything is kept as it is. */
    @Test
    void looksOnlyWhereAVersionHasAField() {
        KubeadmConfiguration file = KubeadmConfiguration.parse("""
                apiVersion: example.com/v1
                kind: InitConfiguration
                nodeRegistration: {kubeletExtraArgs: 5}
                ---
                apiVersion: example.com/v1
                kind: ClusterConfiguration
                apiServer: {timeoutForControlPlane: 1m}
                ---
                apiVersion: kubeadm.k8s.io/v1beta3
                kind: JoinConfiguration
                apiServer: {timeoutForControlPlane: 2m}
                ---
                apiVersion: kubeadm.k8s.io/v1beta3
                kind: ClusterConfiguration
                apiServer: {timeoutForControlPlane: 6m}
                discovery: {timeout: 3m}
                """);
        assertThat(file.timeout(KubeadmTimeout.DISCOVERY)).isEqualTo(Duration.ofMinutes(5));
        assertThat(file.timeout(KubeadmTimeout.CONTROL_PLANE_COMPONENT_HEALTH_CHECK))
                .isEqualTo(Duration.ofMinutes(6));
        assertThat(file.findings()).isEmpty();
        assertThat(file.migrated().toYaml()).isEqualTo("""
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: InitConfiguration
                timeouts:
                  controlPlaneComponentHealthCheck: 6m
                ---
                apiVersion: example.com/v1
                kind: InitConfiguration
                nodeRegistration:
                  kubeletExtraArgs: 5
                ---
                apiServer:
                  timeoutForControlPlane: 1m
                apiVersion: example.com/v1
                kind: ClusterConfiguration
                ---
                apiServer:
                  timeoutForControlPlane: 2m
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: JoinConfiguration
                ---
                apiServer: {}
                apiVersion: kubeadm.k8s.io/v1beta4
                discovery:
                  timeout: 3m
                kind: ClusterConfiguration
                """);
    }

    /** Names may be repeated, and the newest sources have a way to merge: all of it is kept. */
    @Test
    void keepsListsOfArgumentsAsTheyAre() {
        String text = """
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: ClusterConfiguration
                scheduler:
                  extraArgs:
                  - name: z
                    value: "1"
                  - name: a
                    value: "2"
                  - mergeMethod: append
                    name: a
                    value: "3"
                """;
        assertThat(KubeadmConfiguration.parse(text).migrated().toYaml().lines())
                .containsExactlyInAnyOrderElementsOf(text.lines().toList());
        assertThat(KubeadmConfiguration.parse(text).migrated()).isEqualTo(KubeadmConfiguration.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v1beta3 | JoinConfiguration    | nodeRegistration: {kubeletExtraArgs: [{name: a, value: b}]} | VALUE_TYPE_MISMATCH | nodeRegistration.kubeletExtraArgs
            v1beta3 | ClusterConfiguration | apiServer: {extraArgs: {v: 4}}                              | VALUE_TYPE_MISMATCH | apiServer.extraArgs.v
            v1beta4 | ClusterConfiguration | apiServer: {extraArgs: {v: "4"}}                            | VALUE_TYPE_MISMATCH | apiServer.extraArgs
            v1beta4 | InitConfiguration    | timeouts: {etcdAPICall: 4}                                  | VALUE_TYPE_MISMATCH | timeouts.etcdAPICall
            v1beta4 | InitConfiguration    | timeouts: {etcdAPICall: 4d}                                 | DURATION_INVALID    | timeouts.etcdAPICall
            v1beta4 | InitConfiguration    | timeouts: {discovery: 1m, discovery: 2m}                    | FIELD_DUPLICATE     | timeouts.discovery
            """)
    void refusesWhatDoesNotHaveTheFormOfItsVersion(String version, String kind, String rest, String code, String path) {
        assertThatThrownBy(() -> KubeadmConfiguration.parse(
                        "apiVersion: kubeadm.k8s.io/" + version + "\nkind: " + kind + "\n" + rest + "\n"))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.location().path()).isEqualTo(path);
                });
    }

    @Test
    void refusesAFileOfOthers() {
        assertThatThrownBy(() -> KubeadmConfiguration.parse("apiVersion: v1\nkind: Secret\n"))
                .hasMessage("there is no configuration of kubeadm.k8s.io: found a manifest of kind Secret of v1");
        assertThatThrownBy(() -> KubeadmConfiguration.parse(""))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("KIND_MISMATCH"));
    }

    @Test
    void refusesV1beta3From137On() {
        KubeadmConfiguration file = KubeadmConfiguration.parse(OLD);
        assertThat(file.violations(KubernetesRelease.of(36))).isEmpty();
        assertThat(file.violations(KubernetesRelease.of(37)))
                .extracting(violation -> violation.location().path())
                .containsExactly("apiVersion", "document 2, apiVersion");
        assertThat(file.violations().get(0).message())
                .startsWith("Invalid value: \"kubeadm.k8s.io/v1beta3\": your configuration file uses an old API spec");
        assertThat(file.violations().get(1).location().line()).isEqualTo(10);
    }

    /** The types of v1 are in the newest sources, and cannot be used. */
    @Test
    void refusesV1() {
        KubeadmConfiguration file =
                KubeadmConfiguration.parse("apiVersion: kubeadm.k8s.io/v1\nkind: InitConfiguration\n");
        assertThat(file.violations())
                .extracting(FieldError::message)
                .containsExactly("Invalid value: \"kubeadm.k8s.io/v1\": kubeadm of 1.37 does not know it; write"
                        + " kubeadm.k8s.io/v1beta4");
        assertThatThrownBy(file::migrated).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(KubeadmConfiguration.parse(
                        "apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\n")::migrated)
                .hasMessage("only kubeadm.k8s.io/v1beta3 is migrated, not kubeadm.k8s.io/v1beta2");
    }

    @Test
    void findsTimeoutsWhereEarlierVersionsHaveThem() {
        assertThat(KubeadmConfiguration.parse("""
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: JoinConfiguration
                        discovery: {timeout: 1m}
                        ---
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: ClusterConfiguration
                        apiServer: {timeoutForControlPlane: 1m}
                        """).findings())
                .allSatisfy(finding -> assertThat(finding.fix()).contains("write timeouts.discovery"))
                .extracting(Finding::code, finding -> finding.location().path())
                .containsExactly(
                        tuple("FIELD_UNKNOWN", "discovery.timeout"),
                        tuple("FIELD_UNKNOWN", "document 2, apiServer.timeoutForControlPlane"));
        assertThat(KubeadmConfiguration.parse(OLD).findings()).isEmpty();
    }

    @Test
    void isWrittenForItsOwnerOnly(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("kubeadm.yaml");
        KubeadmConfiguration.parse(OLD).write(file);
        assertThat(KubeadmConfiguration.read(file)).isEqualTo(KubeadmConfiguration.parse(OLD));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KubeadmConfiguration.parse(OLD).toString()).doesNotContain("07401b");
    }
}
