package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderHeldCaTest {

    @Test
    void leavesACertificateThatTheCaSignedAndNotItsKey(@TempDir Path folder) throws Exception {
        ProviderHeldCa.main(folder.toString());
        X509Certificate ca = certificate(folder.resolve("ca.crt"));
        X509Certificate serving = certificate(folder.resolve("apiserver.crt"));
        serving.verify(ca.getPublicKey());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ca.crt", "apiserver.crt", "apiserver.key");
        }
    }

    private static X509Certificate certificate(Path file) throws IOException {
        return Pem.parseCertificates(Files.readString(file)).get(0);
    }
}
