package io.github.kubetls.kubeconfig.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.discovery.JoinCommand;
import io.github.kubetls.kubeconfig.ExecConfig;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Situations that people have reported in public, made anew, with the answers that they would have needed. */
class CasesTest {

    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    private static String text(String name) throws IOException {
        try (InputStream in = CasesTest.class.getResourceAsStream("/io/github/kubetls/cases/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "02-ca-data-line-break.yaml, 8, could not find expected ':'",
        "14d-exec-command-unknown-escape.yaml, 20, found unknown escape character"
    })
    void refusesTextThatIsNoYamlWithTheReason(String name, int line, String reason) throws IOException {
        String text = text(name);
        assertThatThrownBy(() -> Kubeconfig.parse(text))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("DOCUMENT_INVALID");
                    assertThat(e.location().line()).isEqualTo(line);
                })
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "08-exec-v1alpha1.yaml | EXEC_API_VERSION_UNSUPPORTED | apiVersion | users[u1].exec.apiVersion |"
                        + " \"client.authentication.k8s.io/v1alpha1\", which is gone since Kubernetes 1.24",
                "15-ipv6-no-brackets.yaml | SERVER_SUSPECT | server | clusters[c1].server | without brackets",
                "18-gcp-auth-provider.yaml | AUTH_PROVIDER_REMOVED | auth-provider | users[u1].auth-provider | \"gcp\"",
                "20-bootstrap-no-credentials.yaml | CREDENTIALS_MISSING | user | users[u1] | system:anonymous",
                "20b-bootstrap-no-current-context.yaml | CONTEXT_MISSING | current-context | current-context |"
                        + " current-context is empty",
                "22-cert-in-key-field.yaml | PRIVATE_KEY_MISSING | client-key-data | users[u1].client-key-data |"
                        + " found CERTIFICATE",
                "22b-swapped.yaml | CERTIFICATE_MISSING | client-certificate-data | users[u1].client-certificate-data |"
                        + " found EC PRIVATE KEY; PEM inputs may have been switched",
                "29-encrypted-key.yaml | PRIVATE_KEY_MISSING | client-key-data | users[u1].client-key-data |"
                        + " it is encrypted",
            })
    void findsWhatWillFailWhereItIs(String name, String code, String field, String path, String words)
            throws IOException {
        String text = text(name);
        List<Finding> findings = Kubeconfig.parse(text).findings(NOW);
        assertThat(findings).extracting(Finding::code).containsExactly(code);
        Finding finding = findings.get(0);
        assertThat(finding.message()).contains(words);
        assertThat(finding.location().path()).isEqualTo(path);
        // A map begins in the line below its key.
        assertThat(finding.location().line() - text.lines().toList().indexOf(line(text, field)))
                .isBetween(1, 2);
    }

    private static String line(String text, String field) {
        return text.lines()
                .filter(line -> line.strip().startsWith(field + ":"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void adviceForAnOldExecPluginWorksWhenItIsFollowed() throws IOException {
        String followed = text("08-exec-v1alpha1.yaml")
                .replace(
                        "apiVersion: client.authentication.k8s.io/v1alpha1",
                        "apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: IfAvailable");
        Finding advice =
                Kubeconfig.parse(text("08-exec-v1alpha1.yaml")).findings(NOW).get(0);
        assertThat(advice.fix()).contains(ExecConfig.API_VERSION_V1).contains("interactiveMode: IfAvailable");
        assertThat(Kubeconfig.parse(followed).findings(NOW)).isEmpty();
        assertThat(ClientConfig.of(Kubeconfig.parse(followed)).execRequest(false))
                .isPresent();
        String unknown = text("08-exec-v1alpha1.yaml").replace("v1alpha1", "v2");
        assertThat(Kubeconfig.parse(unknown).findings(NOW))
                .extracting(Finding::message)
                .contains("exec plugin: invalid apiVersion \"client.authentication.k8s.io/v2\"");
    }

    @ParameterizedTest
    @CsvSource({"gcp, gke-gcloud-auth-plugin", "azure, kubelogin"})
    void namesWhatReplacesAProvider(String provider, String plugin) throws IOException {
        Kubeconfig config =
                Kubeconfig.parse(text("18-gcp-auth-provider.yaml").replace("name: gcp", "name: " + provider));
        assertThat(config.findings(NOW)).singleElement().satisfies(finding -> {
            assertThat(finding.message()).contains('"' + provider + '"');
            assertThat(finding.fix()).contains(plugin);
        });
    }

    @Test
    void connectsToAnAddressWithoutBracketsAsKubectlDoes() throws IOException {
        ClientConfig config = ClientConfig.of(Kubeconfig.parse(text("15-ipv6-no-brackets.yaml")));
        assertThat(config.uri("/version"))
                .hasToString("https://[fd00:7:6::a00:27ff:fefb:e20f]:6443/version")
                .hasHost("[fd00:7:6::a00:27ff:fefb:e20f]")
                .hasPort(6443);
        assertThat(config.isTls()).isTrue();
        assertThat(config.clientCertificate()).isPresent();
        assertThat(config.sslContext()).isNotNull();
    }

    @Test
    void saysThatNoContextIsChosen() throws IOException {
        Kubeconfig config = Kubeconfig.parse(text("20b-bootstrap-no-current-context.yaml"));
        assertThatThrownBy(() -> ClientConfig.of(config))
                .hasMessage("invalid configuration: no context chosen: current-context is empty; there are the contexts"
                        + " [\"x1\"]");
        assertThat(config.violations("")).extracting(FieldError::message).containsExactly("no context chosen");
        assertThat(config.violations(""))
                .extracting(error -> error.location().line())
                .containsExactly(13);
        assertThat(ClientConfig.of(
                                config,
                                ConfigOverrides.builder().currentContext("x1").build())
                        .bearerToken())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "22-cert-in-key-field.yaml, client-key-data",
        "22b-swapped.yaml, client-certificate-data",
        "29-encrypted-key.yaml, client-key-data"
    })
    void refusesToConnectAtTheFieldThatIsWrong(String name, String field) throws IOException {
        ClientConfig config = ClientConfig.of(Kubeconfig.parse(text(name)));
        assertThatThrownBy(config::sslContext)
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location().path()).startsWith(field));
    }

    @Test
    void namesTheCharacterThatAWebPageLeftInAJoinCommand() throws IOException {
        String text = text("91-join-nbsp.txt");
        assertThatThrownBy(() -> JoinCommand.parse(text))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.location().line()).isEqualTo(1);
                    assertThat(e.location().column()).isEqualTo(13);
                })
                .hasMessageContaining("U+00A0 (no-break space)");
        assertThat(JoinCommand.parse(text.replace('\u00A0', ' ')).endpoint()).isEqualTo("10.0.0.1:6443");
    }
}
