package io.github.kubetls.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.fixtures.LoggingProvider;
import io.github.kubetls.fixtures.OldCertificates;
import io.github.kubetls.fixtures.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/behaviour/kubelet.md, 1. */
class SelfSignedServingCertificateTest {

    /** 1704067200 seconds since 1970. */
    private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");

    @TempDir
    Path temp;

    @Test
    void isIssuedByACaOfItsOwn() throws Exception {
        CertificateAndKey pair = SelfSignedServingCertificate.generate("Worker-1", NOW);
        X509Certificate leaf = pair.certificate();
        assertThat(pair.chain()).hasSize(2);
        X509Certificate ca = pair.chain().get(1);
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=worker-1@1704067200");
        assertThat(leaf.getIssuerX500Principal().getName()).isEqualTo("CN=worker-1-ca@1704067200");
        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(2, "worker-1"));
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(((RSAPublicKey) leaf.getPublicKey()).getModulus().bitLength())
                .isEqualTo(2048);
        assertThat(ca.getSubjectX500Principal()).isEqualTo(leaf.getIssuerX500Principal());
        assertThat(ca.getSubjectAlternativeNames()).isNull();
        assertThat(ca.getBasicConstraints()).isNotNegative();
        leaf.verify(ca.getPublicKey());
        ca.verify(ca.getPublicKey());
        for (X509Certificate certificate : pair.chain()) {
            assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofHours(1)));
            assertThat(certificate.getNotAfter().toInstant())
                    .isEqualTo(NOW.minus(Duration.ofHours(1)).plus(Duration.ofDays(365)));
        }
    }

    @Test
    void takesTheCallersProvider() throws IOException {
        LoggingProvider provider = new LoggingProvider();
        assertThat(SelfSignedServingCertificate.generate("w", NOW, provider).chain())
                .hasSize(2);
        assertThat(provider.takeLog()).contains("KeyPairGenerator.RSA", "Signature.SHA256withRSA");
        CertificateAndKey stored = SelfSignedServingCertificate.readOrGenerate(temp.resolve("pki"), "w", NOW, provider);
        assertThat(provider.takeLog()).isNotEmpty();
        assertThat(SelfSignedServingCertificate.readOrGenerate(temp.resolve("pki"), "w", NOW, new SecureRandom()))
                .as("is read")
                .isEqualTo(stored);
    }

    @Test
    void servesAnAddressToo() throws Exception {
        assertThat(SelfSignedServingCertificate.generate("10.0.0.9", NOW)
                        .certificate()
                        .getSubjectAlternativeNames())
                .containsExactly(List.of(7, "10.0.0.9"));
    }

    @Test
    void needsAHostName() {
        assertThatThrownBy(() -> SelfSignedServingCertificate.generate("", NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isWrittenOnceAndReadAgainEvenWhenItHasExpired() throws Exception {
        Path directory = temp.resolve("pki");
        CertificateAndKey pair = SelfSignedServingCertificate.readOrGenerate(directory, "worker-1", NOW);
        Path certificate = directory.resolve("kubelet.crt");
        Path key = directory.resolve("kubelet.key");
        assertThat(Posix.mode(certificate)).isEqualTo("rw-r--r--");
        assertThat(Posix.mode(key)).isEqualTo("rw-------");
        assertThat(Posix.mode(directory)).isEqualTo("rwxr-xr-x");
        assertThat(Files.readString(key)).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(SelfSignedServingCertificate.readOrGenerate(directory, "other", NOW.plus(Duration.ofDays(999))))
                .isEqualTo(pair);
    }

    @Test
    void halfAPairIsAnError() throws Exception {
        SelfSignedServingCertificate.readOrGenerate(temp, "worker-1", NOW);
        for (String name : List.of("kubelet.crt", "kubelet.key")) {
            Path file = temp.resolve(name);
            byte[] content = Files.readAllBytes(file);
            Files.delete(file);
            assertThatThrownBy(() -> SelfSignedServingCertificate.readOrGenerate(temp, "worker-1", NOW))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("error reading " + file + ", certificate and key must be supplied as a pair");
            Files.write(file, content);
        }
    }

    /** docs/behaviour/certificates.md, 5.4: certificates with negative serial numbers do not parse since 1.32. */
    @Test
    void readsFilesAsAReleaseDoes(@TempDir Path directory) throws Exception {
        KeyPair keys = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        Files.writeString(
                directory.resolve("kubelet.crt"),
                OldCertificates.negativeSerial(keys, Instant.EPOCH, Instant.EPOCH.plusSeconds(60)));
        Files.writeString(directory.resolve("kubelet.key"), Pem.write(keys.getPrivate()));
        Instant now = Instant.EPOCH;
        assertThat(SelfSignedServingCertificate.readOrGenerate(directory, "n", now, KubernetesRelease.of(31))
                        .certificate()
                        .getSerialNumber())
                .isNegative();
        assertThatThrownBy(() ->
                        SelfSignedServingCertificate.readOrGenerate(directory, "n", now, KubernetesRelease.of(32)))
                .isInstanceOf(InvalidFormatException.class);
    }
}
