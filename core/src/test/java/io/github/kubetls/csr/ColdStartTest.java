package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.token.BootstrapToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which classes a short program loads: the first of Bouncy Castle's signed jar takes a quarter of a second. */
class ColdStartTest {

    /** A node's part: a token and a request, which it also reads back as the control plane does. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            BootstrapToken.generate();
            CertificateRequest request =
                    CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair());
            String object = CertificateSigningRequest.kubeletClient(request).toYaml();
            CertificateSigningRequest.parse(object).request();
        }
    }

    @Test
    void aTokenAndARequestAreMadeWithoutBouncyCastle() throws Exception {
        String output = run();
        assertThat(output).contains(CertificateRequest.class.getName()).doesNotContain("org.bouncycastle");
    }

    private static String run() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(program.exitValue()).as(output).isZero();
        return output;
    }
}
