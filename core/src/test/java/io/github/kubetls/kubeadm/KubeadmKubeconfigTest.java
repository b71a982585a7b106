package io.github.kubetls.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/behaviour/kubeadm.md, 4, 6 and 8. */
class KubeadmKubeconfigTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");

    /** As kubeadm 1.20.2 makes it. */
    private static final CertificateAuthority CA = CertificateAuthority.builder("kubernetes", NOW)
            .keyAlgorithm(KeyAlgorithm.RSA_2048)
            .release(KubernetesRelease.of(20))
            .build();

    @ParameterizedTest
    @EnumSource(
            value = KubeadmKubeconfig.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SUPER_ADMIN"})
    void makesTheClientsThatKubeadmMade(KubeadmKubeconfig kubeconfig) throws IOException {
        X509Certificate theirs = Pki.certificate(Recorded.text("kubeadm-pki/configured/" + kubeconfig.file() + ".crt"));
        CertificateAndKey ours = Pki.recorded().build().issue(kubeconfig, CA, NOW);
        assertThat(Pki.fields(ours.certificate())).isEqualTo(Pki.fields(theirs));
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN,              28, admin.conf,              kubernetes-admin,               system:masters",
        "ADMIN,              29, admin.conf,              kubernetes-admin,               kubeadm:cluster-admins",
        "SUPER_ADMIN,        29, super-admin.conf,        kubernetes-super-admin,         system:masters",
        "KUBELET,            29, kubelet.conf,            system:node:cp-1,               system:nodes",
        "CONTROLLER_MANAGER, 29, controller-manager.conf, system:kube-controller-manager, ''",
        "SCHEDULER,          29, scheduler.conf,          system:kube-scheduler,          ''"
    })
    void issuesTheClientsOfKubeconfigs(
            KubeadmKubeconfig kubeconfig, int minor, String file, String commonName, String group)
            throws CertificateParsingException {
        KubeadmPki pki = Pki.fast().release(KubernetesRelease.of(minor)).build();
        X509Certificate certificate = pki.issue(kubeconfig, CA, NOW).certificate();
        assertThat(kubeconfig.file()).isEqualTo(file);
        assertThat(certificate.getSubjectX500Principal().getName())
                .as("as RFC 2253 has it: the other way round")
                .isEqualTo("CN=" + commonName + (group.isEmpty() ? "" : ",O=" + group));
        assertThat(certificate.getExtendedKeyUsage())
                .as("client authentication")
                .containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN,              37, https://lb.example.org:6444",
        "SUPER_ADMIN,        37, https://lb.example.org:6444",
        "KUBELET,            32, https://lb.example.org:6444",
        "KUBELET,            33, https://10.0.0.10:6443",
        "CONTROLLER_MANAGER, 20, https://10.0.0.10:6443",
        "SCHEDULER,          20, https://10.0.0.10:6443"
    })
    void namesTheServerOfTheNodeOrOfTheControlPlane(KubeadmKubeconfig kubeconfig, int minor, String server) {
        KubernetesRelease release = KubernetesRelease.of(minor);
        assertThat(kubeconfig.server("10.0.0.10:6443", "lb.example.org:6444", release))
                .isEqualTo(server);
        assertThat(kubeconfig.server("10.0.0.10:6443", "", release)).isEqualTo("https://10.0.0.10:6443");
        assertThat(kubeconfig.isLocal(release)).isEqualTo(server.contains("10.0.0.10"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.10,      lb,        https://lb:6443",
        "10.0.0.10:7443, lb,        https://lb:7443",
        "10.0.0.10:7443, fd00::5,   https://[fd00::5]:7443",
        "[fd00::1]:7443, '',        https://[fd00::1]:7443",
        "fd00::1,        '',        https://[fd00::1]:6443",
        "[::1]:7443,     '',        https://[::1]:7443",
        "10.0.0.10:,     lb:,       https://lb:6443"
    })
    void takesThePortOfTheLocalEndpoint(String local, String controlPlane, String server) {
        assertThat(KubeadmKubeconfig.ADMIN.server(local, controlPlane, KubernetesRelease.latest()))
                .isEqualTo(server);
    }

    @Test
    void namesNoServerOfAnotherPort() {
        assertThatThrownBy(() -> KubeadmKubeconfig.ADMIN.server("10.0.0.10:0", "", KubernetesRelease.latest()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "localAPIEndpoint \"10.0.0.10:0\": port must be a valid number between 1 and 65535");
    }

    @Test
    void thereIsNoSuperAdminBefore129() {
        KubeadmPki pki = Pki.fast().release(KubernetesRelease.of(28)).build();
        assertThatThrownBy(() -> pki.issue(KubeadmKubeconfig.SUPER_ADMIN, CA, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kubeadm of 1.28 writes no super-admin.conf");
    }

    /** validateKubeConfig in cmd/kubeadm/app/phases/kubeconfig/kubeconfig.go; from 1.31 on with #123102. */
    @ParameterizedTest
    @CsvSource({
        "a,   a,   30, true",
        "a,   a b, 30, true, the first of several",
        "b,   a b, 30, false",
        "a b, a,   30, false",
        "b,   a b, 31, true",
        "b a, a,   31, true",
        "b,   a,   31, false",
        "'',  a,   30, false",
        "'',  a,   31, false",
        "'',  '',  30, false",
    })
    void takesAKubeconfigWithACaInCommon(String found, String expected, int release, boolean taken) {
        Map<String, X509Certificate> authorities = Map.of("a", AUTHORITIES.get(0), "b", AUTHORITIES.get(1));
        List<FieldError> violations = KubeadmKubeconfig.ADMIN.violations(
                certificates(authorities, found), certificates(authorities, expected), KubernetesRelease.of(release));
        assertThat(violations)
                .extracting(FieldError::toString)
                .isEqualTo(
                        taken
                                ? List.of()
                                : List.of(
                                        "certificate-authority-data: Invalid value: \"\": a kubeconfig file \"admin.conf\""
                                                + " exists already but has got the wrong CA cert"));
    }

    private static final List<X509Certificate> AUTHORITIES = List.of(
            CertificateAuthority.generate("a", KeyAlgorithm.ECDSA_P256, NOW).certificate(),
            CertificateAuthority.generate("b", KeyAlgorithm.ECDSA_P256, NOW).certificate());

    private static List<X509Certificate> certificates(Map<String, X509Certificate> authorities, String names) {
        return Stream.of(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(authorities::get)
                .toList();
    }
}
