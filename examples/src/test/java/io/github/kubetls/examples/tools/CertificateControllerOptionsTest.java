package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateControllerOptionsTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(String options) {
        return CertificateController.run(stream(output), stream(errors), options.split(" +"));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            --approve-only                                     | Missing required option: '--kubeconfig=FILE'
            --kubeconfig f                                     | --ca-cert and --ca-key are needed to sign
            --kubeconfig f --sign-only --ca-cert f             | --ca-cert and --ca-key are needed to sign
            --kubeconfig f --approve-only --sign-only          | mutually exclusive
            --kubeconfig f --approve-only --duration 1d        | '1d' uses days, which Kubernetes does not know
            --kubeconfig f --approve-only --duration 0         | --duration: expected more than nothing
            --kubeconfig f --approve-only --clean-interval -1s | --clean-interval: expected more than nothing
            --kubeconfig f --approve-only --pod-signer a.b/c   | --pod-signer: signs, which --approve-only does not
            --kubeconfig f --ca-cert f --ca-key f --pod-signer c | --pod-signer: expected a name in a domain of your own
            --kubeconfig f --ca-cert f --ca-key f --pod-signer kubernetes.io/c | --pod-signer: expected a name in a domain
            --kubeconfig f --ca-cert f --ca-key f --pod-signer a.b/c --duration 59m | --duration: certificates of pods live
            --kubeconfig f --approve-only --frobnicate         | Unknown option: '--frobnicate'
            """)
    void refusesOptionsThatMakeNoSense(String options, String message) {
        assertThat(run(options)).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains(message);
    }

    @Test
    void failsWithoutItsKubeconfig() {
        assertThat(run("--kubeconfig missing.conf --approve-only")).isOne();
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("certificate-controller: there is no file missing.conf");
    }

    @Test
    void explainsItselfAndTheRightsThatItNeeds() {
        assertThat(run("--help")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("--kubeconfig", "--ca-cert", "--approve-only", "system:controller:certificate-controller");
    }
}
