package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.token.BootstrapToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which classes a short program loads: the first of Bouncy Castle's signed jar takes a quarter of a second. */
class ColdStartTest {

    /** A node's part: a token and a request, which it also reads back as the control plane does. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            BootstrapToken.generate();
            KeyPair pair = KeyAlgorithm.ECDSA_P256.generateKeyPair();
            CertificateRequest request = CertificateRequest.kubeletClient("worker-1", pair);
            String object = CertificateSigningRequest.kubeletClient(request).toYaml();
            CertificateSigningRequest.parse(object).request();
            KeyPair another = KeyAlgorithm.ECDSA_P256.generateKeyPair();
            try {
                CertificateRequest.kubeletClient("worker-1", new KeyPair(pair.getPublic(), another.getPrivate()));
                throw new AssertionError("built with a key pair that is none");
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aTokenAndARequestAreMadeWithoutBouncyCastle() throws Exception {
        String output = run();
        assertThat(output)
                .contains(CertificateRequest.class.getName())
                .contains("private and public key do not belong together: x509: ECDSA verification failure")
                .doesNotContain("org.bouncycastle");
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
