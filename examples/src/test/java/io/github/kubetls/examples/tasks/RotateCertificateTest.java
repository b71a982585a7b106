package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotateCertificateTest {

    @BeforeAll
    static void aStoreHasLinks() {
        Posix.assume();
    }

    @Test
    void leavesTheOldPairAndANewCurrentOne(@TempDir Path folder) throws Exception {
        RotateCertificate.main(folder.toString());
        CertificateAndKey current = KubeletCertificateStore.open(folder, KubeletCertificateStore.CLIENT)
                .load()
                .usable()
                .orElseThrow();
        assertThat(current.certificate().getNotAfter().toInstant())
                .isAfter(Instant.now().plus(Duration.ofDays(300)));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> !Files.isSymbolicLink(file))).hasSize(2);
        }
    }
}
