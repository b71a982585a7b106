package io.github.kubetls.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.kubelet.KubeletConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/components.md, 3. */
class KubeletFlagsTest {

    @Test
    void writesWhatBootstrappingNeeds() {
        KubeletFlags flags = good().build();
        assertThat(flags.toText()).isEqualTo("""
                        --bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf
                        --kubeconfig=/etc/kubernetes/kubelet.conf
                        --cert-dir=/var/lib/kubelet/pki
                        --rotate-certificates=true
                        """);
        assertThat(KubeletFlags.parse(flags.toText())).isEqualTo(flags);
        assertThat(flags.findings()).isEmpty();
    }

    private static KubeletFlags.Builder good() {
        return KubeletFlags.builder()
                .bootstrapKubeconfig("/etc/kubernetes/bootstrap-kubelet.conf")
                .kubeconfig("/etc/kubernetes/kubelet.conf")
                .certDir("/var/lib/kubelet/pki")
                .rotateCertificates(true);
    }

    @Test
    void keepsEveryFlagThatItKnows() {
        KubeletFlags flags = good().rotateServerCertificates(false)
                .config("/c")
                .hostnameOverride("worker-1")
                .clientCaFile("/ca")
                .anonymousAuth(false)
                .authenticationTokenWebhook(true)
                .authorizationMode("Webhook")
                .port(10250)
                .readOnlyPort(0)
                .tlsCertFile("/t.crt")
                .tlsPrivateKeyFile("/t.key")
                .build();
        assertThat(flags.bootstrapKubeconfig()).contains("/etc/kubernetes/bootstrap-kubelet.conf");
        assertThat(flags.kubeconfig()).contains("/etc/kubernetes/kubelet.conf");
        assertThat(flags.certDir()).isEqualTo("/var/lib/kubelet/pki");
        assertThat(flags.rotateCertificates()).contains(true);
        assertThat(flags.rotateServerCertificates()).contains(false);
        assertThat(flags.config()).contains("/c");
        assertThat(flags.hostnameOverride()).contains("worker-1");
        assertThat(flags.clientCaFile()).contains("/ca");
        assertThat(flags.anonymousAuth()).contains(false);
        assertThat(flags.authenticationTokenWebhook()).contains(true);
        assertThat(flags.authorizationMode()).contains("Webhook");
        assertThat(flags.port()).contains(10250);
        assertThat(flags.readOnlyPort()).contains(0);
        assertThat(flags.tlsCertFile()).contains("/t.crt");
        assertThat(flags.tlsPrivateKeyFile()).contains("/t.key");
        assertThat(KubeletFlags.parse(flags.toText())).isEqualTo(flags);
        assertThat(flags.toBuilder().build()).isEqualTo(flags);
    }

    @Test
    void unsetFlagsLeaveTheDecisionToTheFile() {
        KubeletFlags flags = KubeletFlags.builder().build();
        assertThat(flags.certDir()).isEqualTo("/var/lib/kubelet/pki");
        assertThat(flags.rotateCertificates()).isEmpty();
        assertThat(flags.rotateServerCertificates()).isEmpty();
        assertThat(flags.anonymousAuth()).isEmpty();
        assertThat(flags.authenticationTokenWebhook()).isEmpty();
        assertThat(flags.authorizationMode()).isEmpty();
        assertThat(flags.port()).isEmpty();
        assertThat(flags.readOnlyPort()).isEmpty();
    }

    /** Texts of kubelet 1.20.2. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --port=0                      | invalid configuration: port (--port) 0 must be between 1 and 65535, inclusive
            --port=70000                  | invalid configuration: port (--port) 70000 must be between 1 and 65535, inclusive
            --read-only-port=-1           | invalid configuration: readOnlyPort (--read-only-port) -1 must be between 0 and 65535, inclusive
            --read-only-port=65536        | invalid configuration: readOnlyPort (--read-only-port) 65536 must be between 0 and 65535, inclusive
            --authorization-mode=Foo      | unknown authorization mode Foo
            --authorization-mode=webhook  | unknown authorization mode webhook
            --authorization-mode=         | no authorization mode specified
            """)
    void refusesAsKubeletDoes(String flag, String words) {
        assertThatThrownBy(() -> KubeletFlags.parse(flag))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessage(words);
    }

    @Test
    void takesPortsUpToTheLast() {
        KubeletFlags flags = KubeletFlags.parse("--port=65535\n--read-only-port=65535");
        assertThat(flags.port()).contains(65535);
        assertThat(flags.readOnlyPort()).contains(65535);
        assertThat(KubeletFlags.parse("--port=1").port()).contains(1);
    }

    @Test
    void tellsWhatAKubeletWithoutAKubeconfigDoes() {
        assertThat(KubeletFlags.parse("--rotate-certificates\n--bootstrap-kubeconfig=/b")
                        .findings())
                .extracting(Finding::message)
                .containsExactly("kubelet runs without an API server, and does not bootstrap");
        assertThat(KubeletFlags.parse("--rotate-certificates").findings())
                .extracting(Finding::message)
                .containsExactly("kubelet runs without an API server");
    }

    @Test
    void reportsSeveralErrorsAsOne() {
        assertThatThrownBy(
                        () -> KubeletFlags.builder().port(-5).readOnlyPort(-1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[invalid configuration: port (--port) -5 must be between 1 and 65535, inclusive,"
                        + " invalid configuration: readOnlyPort (--read-only-port) -1 must be between 0 and 65535,"
                        + " inclusive]");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            KUBECONFIG_FLAG_MISSING | --kubeconfig=
            BOOTSTRAP_KUBECONFIG_MISSING | --bootstrap-kubeconfig=
            CERTIFICATE_ROTATION_DISABLED | --rotate-certificates=false
            CERT_DIR_SUSPECT  | --cert-dir=pki
            """)
    void findsWhatDropsTheNodeOut(String code, String flag) {
        assertThat(KubeletFlags.parse(good().build().toText() + flag).findings())
                .extracting(Finding::code)
                .containsExactly(code);
    }

    @Test
    void aConfigurationFileMayTurnRotationOn() {
        assertThat(KubeletFlags.parse("--kubeconfig=/k\n--bootstrap-kubeconfig=/b")
                        .findings())
                .extracting(Finding::code)
                .containsExactly("CERTIFICATE_ROTATION_DISABLED");
        assertThat(KubeletFlags.parse("--kubeconfig=/k\n--bootstrap-kubeconfig=/b\n--config=/c")
                        .findings())
                .isEmpty();
        assertThat(KubeletFlags.parse(
                                "--kubeconfig=/k\n--bootstrap-kubeconfig=/b\n--config=/c\n--rotate-certificates=false")
                        .findings())
                .extracting(Finding::code)
                .containsExactly("CERTIFICATE_ROTATION_DISABLED");
    }

    @Test
    void withoutAConfigurationFileTheDefaultsAreUnsafe() {
        KubeletConfiguration configuration = good().build().configuration();
        assertThat(configuration.authenticationAnonymousEnabled()).isTrue();
        assertThat(configuration.authenticationWebhookEnabled()).isFalse();
        assertThat(configuration.authorizationMode()).isEqualTo("AlwaysAllow");
        assertThat(configuration.readOnlyPort()).isEqualTo(10255);
        assertThat(configuration.rotateCertificates()).isTrue();
    }

    @Test
    void flagsWinOverTheConfigurationFile() {
        KubeletConfiguration file = KubeletConfiguration.parse("""
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                rotateCertificates: true
                serverTLSBootstrap: true
                tlsCertFile: /file.crt
                tlsPrivateKeyFile: /file.key
                clusterDomain: cluster.local
                authentication:
                  x509:
                    clientCAFile: /file-ca
                """);
        assertThat(KubeletFlags.builder().build().configuration(file)).isEqualTo(file);
        KubeletConfiguration merged = KubeletFlags.builder()
                .rotateCertificates(false)
                .rotateServerCertificates(false)
                .clientCaFile("/flag-ca")
                .anonymousAuth(true)
                .authenticationTokenWebhook(false)
                .authorizationMode("AlwaysAllow")
                .port(10251)
                .readOnlyPort(10255)
                .tlsCertFile("")
                .tlsPrivateKeyFile("/flag.key")
                .build()
                .configuration(file);
        assertThat(merged.rotateCertificates()).isFalse();
        assertThat(merged.serverTlsBootstrap()).isFalse();
        assertThat(merged.authenticationX509ClientCaFile()).contains("/flag-ca");
        assertThat(merged.authenticationAnonymousEnabled()).isTrue();
        assertThat(merged.authenticationWebhookEnabled()).isFalse();
        assertThat(merged.authorizationMode()).isEqualTo("AlwaysAllow");
        assertThat(merged.port()).isEqualTo(10251);
        assertThat(merged.readOnlyPort()).isEqualTo(10255);
        assertThat(merged.tlsCertFile()).isEmpty();
        assertThat(merged.tlsPrivateKeyFile()).contains("/flag.key");
        assertThat(merged.toMap()).containsEntry("clusterDomain", "cluster.local");
    }
}
