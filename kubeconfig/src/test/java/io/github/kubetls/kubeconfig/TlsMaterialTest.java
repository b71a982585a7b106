package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.fixtures.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates and keys as a kubeconfig has them; what is refused is what {@code tls.X509KeyPair} and client-go refuse. */
class TlsMaterialTest {

    private static final PemSource CERTIFICATE = PemSource.inline(Pairs.LEAF_CERTIFICATE);
    private static final PemSource KEY = PemSource.inline(Pairs.LEAF_KEY);

    @TempDir
    private Path directory;

    private static Cluster cluster(PemSource authorities) {
        return Cluster.of("https://h:6443", authorities);
    }

    private static AuthInfo user(PemSource certificate, PemSource key) {
        return AuthInfo.builder().clientCertificate(certificate).clientKey(key).build();
    }

    @Test
    void readsAuthorities() throws IOException {
        PemSource two = PemSource.inline(Recorded.text("csr/ca.crt") + Pairs.LEAF_CERTIFICATE);
        assertThat(cluster(two).readCertificateAuthorities())
                .containsExactly(Pairs.rsa().certificate(), Pairs.leaf().certificate());
        assertThat(Cluster.builder("https://h:6443").build().readCertificateAuthorities())
                .isEmpty();
    }

    @Test
    void readsAClientCertificateWithItsKey() throws IOException {
        assertThat(user(CERTIFICATE, KEY).readClientCertificate()).contains(Pairs.leaf());
        assertThat(AuthInfo.builder().clientKey(KEY).build().readClientCertificate())
                .isEmpty();
        assertThat(AuthInfo.builder().clientCertificate(CERTIFICATE).build().readClientCertificate())
                .isEmpty();
    }

    /** The data of an entry count before its file. */
    @Test
    void readsDataBeforeAFile() throws IOException {
        byte[] data = KEY.data().orElseThrow();
        PemSource both = PemSource.of("/missing", data).orElseThrow();
        assertThat(user(CERTIFICATE, both).readClientCertificate()).contains(Pairs.leaf());
        PemSource missing = PemSource.file("/missing");
        assertThatThrownBy(() -> user(CERTIFICATE, missing).readClientCertificate())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("/missing: no such file or directory");
    }

    @ParameterizedTest
    @CsvSource({
        "no PEM, unable to load root certificates: unable to parse bytes as PEM block",
        "'-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n', x509: malformed certificate",
    })
    void refusesWhatAreNoAuthorities(String pem, String rule) throws IOException {
        Path file = Files.writeString(directory.resolve("ca.crt"), pem);
        assertRefused(
                () -> cluster(PemSource.inline(pem)).readCertificateAuthorities(), "certificate-authority-data", rule);
        assertRefused(() -> cluster(PemSource.file(file)).readCertificateAuthorities(), file.toString(), rule);
    }

    @Test
    void saysWhetherCertificateOrKeyIsWrong() throws IOException {
        PemSource text = PemSource.inline("no PEM");
        assertRefused(
                () -> user(text, KEY).readClientCertificate(),
                "client-certificate-data",
                "tls: failed to find any PEM data in certificate input");
        assertRefused(() -> user(CERTIFICATE, text).readClientCertificate(), "client-key-data", "PRIVATE KEY");
        PemSource other = PemSource.inline(Pairs.rsa().keyPem());
        assertRefused(
                () -> user(CERTIFICATE, other).readClientCertificate(),
                "client-key-data",
                "private key does not match public key");
        Path file = Files.writeString(directory.resolve("key"), Pairs.rsa().keyPem());
        assertRefused(
                () -> user(CERTIFICATE, PemSource.file(file)).readClientCertificate(),
                file.toString(),
                "private key does not match public key");
    }

    private static void assertRefused(ThrowingCallable reading, String place, String rule) {
        assertThatThrownBy(reading).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.location().source() + e.location().path()).startsWith(place);
            assertThat(e.rule()).contains(rule);
        });
    }
}
