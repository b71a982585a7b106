package io.github.kubetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.kubeadm.KubeadmPki;
import io.github.kubetls.kubelet.KubeletConfiguration;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.token.TokenFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Situations that people have reported in public, made anew: what was wrong is named, at its place, and nothing secret is shown. */
class CasesTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(CasesTest.class.getResource("cases/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                arguments("90-csr-der.yaml", "DER"),
                arguments("90-csr-double.yaml", "base64 of a PEM block CERTIFICATE REQUEST: encoded twice"),
                arguments("90-csr-cert.yaml", "CERTIFICATE, a certificate"),
                arguments("90-csr-key.yaml", "EC PRIVATE KEY, a private key"),
                arguments("90-csr-keyandcsr.yaml", "EC PRIVATE KEY, a private key"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void somethingElseInPlaceOfTheRequestIsRefusedAsWhatItIs(String name, String found) throws IOException {
        CertificateSigningRequest csr = CertificateSigningRequest.read(file(name));
        List<FieldError> violations = csr.violations();

        assertThat(violations)
                .singleElement()
                .satisfies(violation -> assertThat(violation.toString())
                        .startsWith(
                                "spec.request: Invalid value: <value omitted>: PEM block type must be CERTIFICATE REQUEST: found ")
                        .contains(found)
                        .hasSizeLessThan(400)
                        .doesNotContain("0x", "MHc", "MII", "MIH"));
        assertThatThrownBy(csr::request).hasMessageContaining(found);
        assertThat(csr.findings())
                .filteredOn(finding -> finding.code().equals("REQUEST_INVALID"))
                .singleElement()
                .satisfies(finding -> assertThat(violations.get(0).message()).endsWith(finding.message()));
    }

    @Test
    void textOfOpensslAroundARequestIsFine() throws IOException {
        CertificateSigningRequest csr = CertificateSigningRequest.read(file("90-csr-openssltext.yaml"));
        assertThat(csr.violations()).isEmpty();
        assertThat(csr.findings())
                .as("that openssl orders and encodes a subject differently is of no importance")
                .extracting(Finding::severity)
                .containsOnly(Finding.Severity.INFO);
    }

    @Test
    void aTokenFileInUtf16IsRefusedAsSuch() throws IOException {
        Path file = file("46-token-utf16.csv");
        assertThatThrownBy(() -> TokenFile.read(file))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("ENCODING_INVALID"))
                .hasMessageStartingWith(file + ": is text in UTF-16")
                .hasMessageNotContaining("02b50b05");
        assertThat(TokenFile.findings(file)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("ENCODING_INVALID");
            assertThat(finding.message()).startsWith("is text in UTF-16");
        });
    }

    static Stream<Arguments> kubeletConfigurations() {
        return Stream.of(
                arguments(
                        "70-kubelet-rotatecertificate-typo.json",
                        List.of("\"RotateCertificate\" rotateCertificates"),
                        "CERTIFICATE_ROTATION_DISABLED"),
                arguments(
                        "71-kubelet-tlsciphersuites-case.yaml",
                        List.of("\"TLSCipherSuites\" tlsCipherSuites", "\"ServerTLSBootstrap\" serverTLSBootstrap"),
                        "SERVING_CERTIFICATE_UNTRUSTED"));
    }

    @ParameterizedTest
    @MethodSource("kubeletConfigurations")
    void misspeltFieldsOfAKubeletAreNamedWithTheNearestOnes(String name, List<String> expected, String consequence)
            throws IOException {
        KubeletConfiguration configuration = KubeletConfiguration.read(file(name));
        List<Finding> unknown = configuration.findings().stream()
                .filter(finding -> finding.code().equals("FIELD_UNKNOWN"))
                .toList();

        assertThat(configuration.rotateCertificates()).isFalse();
        assertThat(configuration.tlsCipherSuites()).isEmpty();
        assertThat(unknown)
                .extracting(finding -> finding.message().replaceAll(" is no field.*one is", ""))
                .isEqualTo(expected);
        assertThat(unknown)
                .allSatisfy(finding -> assertThat(finding.location().line()).isPositive());
        assertThat(configuration.findings())
                .filteredOn(finding -> finding.code().equals(consequence))
                .extracting(Finding::fix)
                .singleElement()
                .asString()
                .startsWith("correct the name to ");
    }

    @Test
    void aChainInPlaceOfTheCaIsRefused(@TempDir Path directory) throws IOException {
        Path chain = file("80-ca-chain.crt");
        assertThatThrownBy(() -> CertificateAuthority.read(chain, file("80-ca-chain.key")))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessage(chain + ": error reading CA cert file: expected 1 certificate, found 2");

        for (String name : List.of("ca.crt", "ca.key")) {
            Files.copy(file("93-kubeadm-pki-chain/" + name), directory.resolve(name));
        }
        KubeadmPki pki = KubeadmPki.builder("n1", "10.0.0.1").build();
        assertThat(pki.findings(directory, NOW))
                .filteredOn(finding -> finding.code().equals("CERTIFICATE_COUNT_INVALID"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
                    assertThat(finding.location()).hasToString("ca.crt");
                    assertThat(finding.message()).contains("kube-controller-manager", "found 2");
                });
    }

    @Test
    void aKeyOfAnotherCertificateIsReportedWithBothFiles() {
        Path certificate = file("94-pair.crt");
        Path key = file("94-pair.key");
        assertThatThrownBy(() -> CertificateAndKey.read(certificate, key))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("KEY_MISMATCH"))
                .hasMessageContaining(certificate.toString())
                .hasMessageContaining(key.toString());
        assertThatThrownBy(() -> CertificateAuthority.read(certificate, key))
                .hasMessageContaining(certificate.toString())
                .hasMessageContaining(key.toString());
    }
}
