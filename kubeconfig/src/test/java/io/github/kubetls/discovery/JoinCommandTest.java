package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.kubeadm.CertificateKey;
import io.github.kubetls.token.BootstrapToken;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/kubeadm.md, 2. */
class JoinCommandTest {

    private static final String WORKER =
            "kubeadm join 10.138.0.2:6443 --token 07401b.f395accd246ae52d --discovery-token-ca-cert-hash "
                    + Fixtures.C1_PIN;
    private static final CertificateKey KEY = CertificateKey.parse("0f".repeat(32));

    private static JoinCommand.Builder worker() {
        return JoinCommand.builder("https://10.138.0.2:6443", Fixtures.TOKEN).caCertificates(Fixtures.C1_PEM);
    }

    @Test
    void printsTheCommandForAWorker() {
        assertThat(worker().build().toCommandLine()).isEqualTo(WORKER);
    }

    @Test
    void printsTheCommandForAControlPlane() {
        JoinCommand all = worker().certificateKey(KEY).otherArguments("-v=5").build();
        assertThat(all.toBuilder().build()).isEqualTo(all);
        assertThat(worker().certificateKey(KEY).build().toCommandLine())
                .isEqualTo(WORKER + " --control-plane --certificate-key " + KEY.hex());
        assertThat(worker().controlPlane().build().toCommandLine()).isEqualTo(WORKER + " --control-plane");
    }

    @Test
    void printsAPinForEveryCertificateOfTheBundle() {
        String two = Recorded.text("csr/ca.crt") + Fixtures.C1_PEM;
        JoinCommand command =
                JoinCommand.builder("a:1", Fixtures.TOKEN).caCertificates(two).build();
        assertThat(command.toCommandLine())
                .endsWith("--discovery-token-ca-cert-hash"
                        + " sha256:93400f3508bbc6ad6a4ac816f400624c894744aeb926e4712588fd6d4d972a00"
                        + " --discovery-token-ca-cert-hash " + Fixtures.C1_PIN);
        assertThatThrownBy(() -> worker().caCertificates("")).isInstanceOf(InvalidFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://host, host:443",
        "https://host/, host:443",
        "https://host:6443, host:6443",
        // RFC 3986, 3.2.3: an empty port is no port.
        "https://host:, host:443",
        // Go's net.SplitHostPort takes brackets away from whatever is in them.
        "[host]:1, host:1",
        "[10.0.0.1]:1, 10.0.0.1:1",
        "HTTPS://host:6443/, host:6443",
        "https://[fd00::1], [fd00::1]:443",
        "https://[fd00::1]:6443, [fd00::1]:6443",
        "10.0.0.1:6443, 10.0.0.1:6443",
    })
    void takesHostAndPortOfTheServerAndFillsIn443(String server, String endpoint) {
        assertThat(JoinCommand.builder(server, Fixtures.TOKEN)
                        .caPins(List.of(CaPin.of(Fixtures.C1)))
                        .build()
                        .endpoint())
                .isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "http://host",
                "https://[host]",
                "https://[host]:1",
                "[host",
                "[host]",
                "host:",
                "[::::]:1",
                "https://host?x",
                "https://host#x",
                "https://host/path",
                "https://",
                "https://host:0",
                "https://me@host"
            })
    void refusesOtherServers(String server) {
        assertThatThrownBy(() -> JoinCommand.builder(server, Fixtures.TOKEN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                WORKER,
                // As kubeadm prints it.
                "kubeadm join 10.138.0.2:6443 --token 07401b.f395accd246ae52d     --discovery-token-ca-cert-hash "
                        + Fixtures.C1_PIN + " ",
                // As administrators copy it.
                "sudo kubeadm join 10.138.0.2:6443 --token 07401b.f395accd246ae52d \\\n\t--discovery-token-ca-cert-hash "
                        + Fixtures.C1_PIN + "\n",
                "/usr/bin/kubeadm join \\\r\n --discovery-token-ca-cert-hash=" + Fixtures.C1_PIN
                        + " --token=07401b.f395accd246ae52d '10.138.0.2:6443'",
                "kubeadm join --token \"07401b.f395accd246ae52d\" --discovery-token-ca-cert-hash " + Fixtures.C1_PIN
                        + " -- 10.138.0.2:6443",
                "kubeadm join 10.138.0.2:6443 ignored:1 --token x --token 07401b.f395accd246ae52d"
                        + " --discovery-token-ca-cert-hash SHA256:BFA6AD9030A96F8819DD2AD2FF8727C8F32EF9AC2C71D458086426387A3E6F4A",
                "kubeadm join 10.138.0.2:6443 --discovery-token 07401b.f395accd246ae52d"
                        + " --discovery-token-ca-cert-hash " + Fixtures.C1_PIN,
            })
    void readsACommandForAWorker(String text) {
        assertThat(JoinCommand.parse(text)).isEqualTo(worker().build()).hasSameHashCodeAs(worker().build());
    }

    @Test
    void readsACommandForAControlPlane() {
        String text = WORKER + " --control-plane --certificate-key " + KEY.hex();
        JoinCommand command = JoinCommand.parse(text);
        assertThat(command).isEqualTo(worker().certificateKey(KEY).build());
        assertThat(command.isControlPlane()).isTrue();
        assertThat(command.certificateKey()).contains(KEY);
        assertThat(command.toCommandLine()).isEqualTo(text);
        assertThat(JoinCommand.parse(WORKER + " --control-plane=false").isControlPlane())
                .isFalse();
    }

    @Test
    void readsPinsOneByOneOrSeparatedByCommas() {
        String other = "sha256:" + "0".repeat(64);
        for (String pins : List.of(
                "--discovery-token-ca-cert-hash " + Fixtures.C1_PIN + " --discovery-token-ca-cert-hash " + other,
                "--discovery-token-ca-cert-hash=" + Fixtures.C1_PIN + "," + other,
                "--discovery-token-ca-cert-hash='\"" + Fixtures.C1_PIN + "\",\"" + other + "\"'",
                "--discovery-token-ca-cert-hash '" + Fixtures.C1_PIN + ",\"" + other + "\"'")) {
            assertThat(JoinCommand.parse("kubeadm join a:1 --token 07401b.f395accd246ae52d " + pins)
                            .caPins())
                    .containsExactly(CaPin.of(Fixtures.C1), CaPin.parse(other));
        }
    }

    @Test
    void readsTwoTokensAndDoingWithoutPins() {
        String text = "kubeadm join a:1 --discovery-token 07401b.f395accd246ae52d --tls-bootstrap-token"
                + " 9a08jv.c0izixklcxtmnze7 --discovery-token-unsafe-skip-ca-verification";
        JoinCommand command = JoinCommand.parse(text);
        assertThat(command.token()).isEqualTo(Fixtures.TOKEN);
        assertThat(command.tlsBootstrapToken()).isEqualTo(BootstrapToken.parse("9a08jv.c0izixklcxtmnze7"));
        assertThat(command.isUnsafeSkipCaVerification()).isTrue();
        assertThat(worker().build().isUnsafeSkipCaVerification()).isFalse();
        assertThat(JoinCommand.parse(WORKER + " --discovery-token-unsafe-skip-ca-verification=false"))
                .satisfies(pinned ->
                        assertThat(pinned.isUnsafeSkipCaVerification()).isFalse());
        assertThat(command.caPins()).isEmpty();
        assertThat(command.toCommandLine()).isEqualTo(text);
        assertThat(command.discovery().toString()).contains("pins []");
        JoinCommand mixed = JoinCommand.parse("kubeadm join a:1 --token 07401b.f395accd246ae52d --tls-bootstrap-token"
                + " 9a08jv.c0izixklcxtmnze7 --discovery-token-unsafe-skip-ca-verification");
        assertThat(mixed)
                .isEqualTo(command)
                .isNotEqualTo(JoinCommand.parse("kubeadm join a:1 --token 07401b.f395accd246ae52d"
                        + " --discovery-token-unsafe-skip-ca-verification"))
                .isNotEqualTo(mixed.toBuilder().controlPlane().build());
    }

    /** kubeadm joins with the token that it discovers with, unless told otherwise. */
    @Test
    void joinsWithTheTokenOfTheDiscovery() {
        JoinCommand command = JoinCommand.parse("kubeadm join a:1 --discovery-token 07401b.f395accd246ae52d"
                + " --discovery-token-unsafe-skip-ca-verification");
        assertThat(command.token()).isEqualTo(Fixtures.TOKEN);
        assertThat(command.tlsBootstrapToken()).isEqualTo(Fixtures.TOKEN);
        JoinCommand mixed = JoinCommand.parse("kubeadm join a:1 --discovery-token 07401b.f395accd246ae52d --token"
                + " 9a08jv.c0izixklcxtmnze7 --discovery-token-unsafe-skip-ca-verification");
        assertThat(mixed.token()).isEqualTo(Fixtures.TOKEN);
        assertThat(mixed.tlsBootstrapToken())
                .as("--token is for both, where the other flag is not given")
                .isEqualTo(BootstrapToken.parse("9a08jv.c0izixklcxtmnze7"));
    }

    @Test
    void saysWhereAnInvisibleCharacterIs() {
        assertThatThrownBy(() -> JoinCommand.parse("kubeadm join a:1 \\\n  --token\u00A007401b.f395accd246ae52d"))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.location().line()).isEqualTo(2);
                    assertThat(e.location().column()).isEqualTo(10);
                })
                .hasMessageContaining("U+00A0");
    }

    @Test
    void keepsArgumentsThatDoNotConcernDiscovery() {
        JoinCommand command = JoinCommand.parse(
                WORKER
                        + " --node-name 'worker 1' --v=5 -v5 --dry-run --cri-socket unix:///run/c.sock --ignore-preflight-errors=a,b");
        assertThat(command.otherArguments())
                .containsExactly(
                        "--node-name=worker 1",
                        "--v=5",
                        "-v5",
                        "--dry-run",
                        "--cri-socket=unix:///run/c.sock",
                        "--ignore-preflight-errors=a,b");
        assertThat(JoinCommand.parse(command.toCommandLine())).isEqualTo(command);
        assertThat(command.toString()).doesNotContain("worker 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COMMAND_INVALID|''|word 1",
                "COMMAND_INVALID|kubectl join|word 1",
                "COMMAND_INVALID|kubeadm|word 1",
                "COMMAND_INVALID|sudo|word 2",
                "COMMAND_INVALID|sudo kubeadm|word 2",
                "COMMAND_INVALID|sudo kubeadm init|word 2",
                "COMMAND_INVALID|kubeadm join a:1 --token|--token",
                "COMMAND_INVALID|kubeadm join a:1 --token $TOKEN|word 5",
                "COMMAND_INVALID|kubeadm join a:1 --token `cat x`|word 5",
                "COMMAND_INVALID|kubeadm join a:1 --token \"x|word 5",
                "COMMAND_INVALID|kubeadm join a:1; rm -rf x|word 3",
                "COMMAND_INVALID|kubeadm join a:1 --control-plane=yes|--control-plane",
                "COMMAND_INVALID|kubeadm join a:1 --dry-run=yes|--dry-run",
                "COMMAND_INVALID|kubeadm join a:1 --v=high|--v",
                "COMMAND_INVALID|kubeadm join a:1 --apiserver-bind-port=high|--apiserver-bind-port",
                "COMMAND_INVALID|kubeadm join a:1 --apiserver-bind-port=2147483648|--apiserver-bind-port",
                "COMMAND_INVALID|kubeadm join a:1 --apiserver-bind-port=|--apiserver-bind-port",
                "COMMAND_INVALID|kubeadm join a:1 --apiserver-bind-port|--apiserver-bind-port",
                "COMMAND_INVALID|kubeadm join a:1 --ignore-preflight-errors|--ignore-preflight-errors",
                "COMMAND_INVALID|kubeadm join a:1 --ignore-preflight-errors='a\"b'|--ignore-preflight-errors",
                "COMMAND_INVALID|kubeadm join a:1 --skip-phases|--skip-phases",
                "COMMAND_INVALID|kubeadm join a:1 --skip-phases='\"a'|--skip-phases",
                "COMMAND_INVALID|kubeadm join a:1 ---token @|word 4",
                "COMMAND_INVALID|kubeadm join a:1 --token @ --discovery-token-ca-cert-hash 'x\"'|--discovery-token-ca-cert-hash",
                "SETTINGS_INVALID|kubeadm join a:1 --token @ --discovery-token-ca-cert-hash=|--discovery-token-ca-cert-hash",
                "SETTINGS_INVALID|kubeadm join --token @ --discovery-token-ca-cert-hash %|endpoint",
                "SETTINGS_INVALID|kubeadm join https://a:1 --token @ --discovery-token-ca-cert-hash %|endpoint",
                "SETTINGS_INVALID|kubeadm join [host] --token @ --discovery-token-ca-cert-hash %|endpoint",
                "SETTINGS_INVALID|kubeadm join https://host: --token @ --discovery-token-ca-cert-hash %|endpoint",
                "SETTINGS_INVALID|kubeadm join host: --token @ --discovery-token-ca-cert-hash %|endpoint",
                "SETTINGS_INVALID|kubeadm join a --token @ --discovery-token-ca-cert-hash %|endpoint",
                "SETTINGS_INVALID|kubeadm join a:1 --discovery-token-ca-cert-hash %|--token",
                "SETTINGS_INVALID|kubeadm join a:1 --token @|--discovery-token-ca-cert-hash",
                "SETTINGS_INVALID|kubeadm join --discovery-file f|--discovery-file",
                "TOKEN_INVALID|kubeadm join a:1 --token x|--token",
                "TOKEN_INVALID|kubeadm join a:1 --token @ --tls-bootstrap-token x|--tls-bootstrap-token",
                "PIN_INVALID|kubeadm join a:1 --token @ --discovery-token-ca-cert-hash %,x|--discovery-token-ca-cert-hash[1]",
                "CERTIFICATE_KEY_INVALID|kubeadm join a:1 --token @ --discovery-token-ca-cert-hash % --certificate-key x|--certificate-key",
                "FLAG_UNKNOWN|kubeadm join a:1 --tokn @|word 4",
            })
    void refusesOtherCommands(String code, String text, String location) {
        String command = text.replace("@", "07401b.f395accd246ae52d").replace("%", Fixtures.C1_PIN);
        assertThatThrownBy(() -> JoinCommand.parse(command)).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.location()).hasToString(location);
            assertThat(e.getMessage()).doesNotContain("f395");
        });
    }

    @Test
    void wantsPinsOrAnExplicitNone() {
        assertThatThrownBy(() -> JoinCommand.builder("a:1", Fixtures.TOKEN).build())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void beginsTheDiscoveryThatItAsksFor() {
        assertThat(JoinCommand.parse(WORKER).discovery())
                .hasToString("TokenDiscovery[10.138.0.2:6443, token id 07401b, pins [" + Fixtures.C1_PIN + "]]");
    }

    @Test
    void showsNeitherTokenNorKey() {
        assertThat(worker().certificateKey(KEY).build())
                .hasToString("kubeadm join 10.138.0.2:6443 --token 07401b.<redacted> --discovery-token-ca-cert-hash "
                        + Fixtures.C1_PIN + " --control-plane --certificate-key <redacted>");
    }
}
