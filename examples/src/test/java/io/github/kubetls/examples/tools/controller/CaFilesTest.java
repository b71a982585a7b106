package io.github.kubetls.examples.tools.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.ProgramException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaFilesTest {

    private static final CertificateAuthority OLD =
            CertificateAuthority.generate("old", KeyAlgorithm.ECDSA_P256, Instant.now());
    private static final CertificateAuthority NEW =
            CertificateAuthority.generate("new", KeyAlgorithm.ECDSA_P256, Instant.now());

    private final StringWriter errors = new StringWriter();
    private final Journal journal = new Journal(new PrintWriter(new StringWriter()), new PrintWriter(errors));

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void writeOldCa() throws IOException {
        certificate = folder.resolve("ca.crt");
        key = folder.resolve("ca.key");
        OLD.write(certificate, key);
    }

    private CaFiles open() throws IOException {
        return CaFiles.open(certificate, key, journal);
    }

    @Test
    void signsWithTheNewCaOnceBothFilesAreReplaced() throws Exception {
        CaFiles files = open();
        Files.writeString(certificate, NEW.certificatePem());
        assertThat(files.current()).isEqualTo(OLD);
        assertThat(files.current()).isEqualTo(OLD);
        Files.writeString(key, NEW.keyPem());
        assertThat(files.current()).isEqualTo(NEW);
        assertThat(errors.toString().lines())
                .singleElement()
                .asString()
                .endsWith("are not used: private key does not match public key of the first certificate");
    }

    @Test
    void keepsTheCaWhileAFileIsMissingOrEmpty() throws Exception {
        CaFiles files = open();
        Files.delete(key);
        assertThat(files.current()).isEqualTo(OLD);
        Files.writeString(key, "");
        assertThat(files.current()).isEqualTo(OLD);
        Files.writeString(certificate, "");
        assertThat(files.current()).isEqualTo(OLD);
        assertThat(errors.toString().lines()).hasSize(3);
    }

    @Test
    void stopsSigningWithABundleUntilItIsRepaired() throws Exception {
        CaFiles files = open();
        Files.writeString(certificate, OLD.certificatePem() + NEW.certificatePem());
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(files::current)
                    .isInstanceOf(UnsettledException.class)
                    .hasMessageContaining("expected 1 certificate, found 2");
        }
        Files.writeString(certificate, OLD.certificatePem());
        assertThat(files.current()).isEqualTo(OLD);
    }

    @Test
    void tellsAtTheStartThatTheCaHasExpired() throws IOException {
        Instant lastYear = Instant.now().minus(Duration.ofDays(400));
        CertificateAuthority.builder("expired", lastYear)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .validity(Duration.ofDays(1))
                .build()
                .write(certificate, key);
        open();
        assertThat(errors.toString()).contains("the CA expired on");
    }

    @Test
    void doesNotStartWithoutACa() throws IOException {
        Files.writeString(key, NEW.keyPem());
        assertThatThrownBy(this::open)
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("private key does not match")
                .hasMessageNotContaining("PRIVATE KEY-----");
        Files.delete(key);
        assertThatThrownBy(this::open).isInstanceOf(NoSuchFileException.class);
    }
}
