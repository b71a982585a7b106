package io.github.kubetls.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/kubelet.md, 7: fields and gates by release. */
class ConfigurationReleasesTest {

    private static final String HEAD = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tlsCurvePreferences: [29, 4588]                                        | 36 | tlsCurvePreferences
            clientCertificateKeyAlgorithm: ECDSA-P384                              | 38 | clientCertificateKeyAlgorithm
            serverCertificateKeyAlgorithm: RSA-3072                                | 38 | serverCertificateKeyAlgorithm
            featureGates: {AllowDNSOnlyNodeCSR: true}                              | 31 | featureGates.AllowDNSOnlyNodeCSR
            featureGates: {AllowInsecureKubeletCertificateSigningRequests: false}  | 31 | featureGates.AllowInsecureKubeletCertificateSigningRequests
            featureGates: {ReloadKubeletServerCertificateFile: false}              | 31 | featureGates.ReloadKubeletServerCertificateFile
            featureGates: {KubeletFineGrainedAuthz: true}                          | 32 | featureGates.KubeletFineGrainedAuthz
            featureGates: {PodCertificateRequest: true}                            | 34 | featureGates.PodCertificateRequest
            featureGates: {ReloadKubeletClientCAFile: true}                        | 36 | featureGates.ReloadKubeletClientCAFile
            """)
    void isKnownFromItsReleaseOn(String line, int first, String place) {
        KubeletConfiguration configuration = KubeletConfiguration.parse(HEAD + line);
        assertThat(unknown(configuration.findings(KubernetesRelease.of(first)))).isEmpty();
        assertThat(unknown(configuration.findings(KubernetesRelease.of(first - 1))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.location()).hasToString(place);
                    assertThat(finding.severity())
                            .as("a field is passed over, with a gate kubelet does not start")
                            .isEqualTo(
                                    place.startsWith("featureGates")
                                            ? Finding.Severity.ERROR
                                            : Finding.Severity.WARNING);
                    assertThat(finding.message()).contains("the releases after 1." + (first - 1) + " know it");
                });
        assertThat(configuration.findings()).isEqualTo(configuration.findings(KubernetesRelease.latest()));
    }

    private static List<Finding> unknown(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.code().endsWith("_UNKNOWN"))
                .toList();
    }

    @Test
    void readsTheNumbersOfCurves() {
        assertThat(KubeletConfiguration.parse(HEAD + "tlsCurvePreferences: [29, 4588]")
                        .tlsCurvePreferences())
                .containsExactly(29, 4588);
        assertThat(KubeletConfiguration.parse(HEAD).tlsCurvePreferences()).isEmpty();
        KubeletConfiguration built = KubeletConfiguration.builder()
                .tlsCurvePreferences(List.of(29, 23))
                .build();
        assertThat(built.tlsCurvePreferences()).containsExactly(29, 23);
        assertThat(KubeletConfiguration.parse(built.toYaml())).isEqualTo(built);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X25519", "[X25519]", "[2147483648]"})
    void refusesCurvesThatAreNoNumbers(String value) {
        assertThatThrownBy(() -> KubeletConfiguration.parse(HEAD + "tlsCurvePreferences: " + value))
                .isInstanceOf(InvalidFormatException.class);
    }
}
