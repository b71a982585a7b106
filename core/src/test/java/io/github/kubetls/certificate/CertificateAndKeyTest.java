package io.github.kubetls.certificate;

import static io.github.kubetls.fixtures.Posix.mode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.OldCertificates;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAndKeyTest {

    private static final String CA_CERTIFICATE = Vectors.W03_CA;
    private static final X509Certificate CA =
            Pem.parseCertificates(CA_CERTIFICATE).get(0);
    private static final String CA_KEY = Pem.write(TestKeys.CA);

    @Test
    void readsCertificatesAndKeyInAnyOrder() {
        CertificateAndKey pair = CertificateAndKey.parse("text\n" + CA_KEY + "text\n" + CA_CERTIFICATE);
        assertThat(pair.certificate()).isEqualTo(CA);
        assertThat(pair.certificatePem()).isEqualTo(CA_CERTIFICATE);
        assertThat(pair.keyPem()).isEqualTo(CA_KEY);
        assertThat(pair.toPem()).isEqualTo(CA_CERTIFICATE + CA_KEY);
        assertThat(CertificateAndKey.parse(CA_CERTIFICATE, CA_KEY))
                .isEqualTo(pair)
                .hasSameHashCodeAs(pair);
    }

    @Test
    void readsWhatTheKubeletWrote() throws IOException {
        String text = Recorded.text("kubelet/kubelet-client-current.pem");
        CertificateAndKey pair = CertificateAndKey.parse(text);
        assertThat(pair.toPem()).isEqualTo(text);
        assertThat(pair.certificate().getSubjectX500Principal().getName()).contains("CN=system:node:");
    }

    @Test
    void keepsTheWholeChain() {
        CertificateAndKey pair = CertificateAndKey.parse(CA_CERTIFICATE + CA_KEY + CA_CERTIFICATE);
        assertThat(pair.chain()).containsExactly(CA, CA);
        assertThat(pair).isNotEqualTo(CertificateAndKey.parse(CA_CERTIFICATE + CA_KEY));
        assertThat(pair.toPem()).isEqualTo(CA_CERTIFICATE + CA_CERTIFICATE + CA_KEY);
    }

    /** docs/behaviour/kubelet.md, 6.2: the key must fit the first certificate. */
    @Test
    void theKeyIsThatOfTheFirstCertificate() {
        CertificateAuthority ca = CertificateAuthority.builder("ca", Instant.EPOCH)
                .keyPair(Keys.of(KeyAlgorithm.ECDSA_P256))
                .build();
        KeyPair keys = Keys.of(KeyAlgorithm.ECDSA_P384);
        X509Certificate leaf = ca.issuing("leaf", Instant.EPOCH)
                .keyPair(keys)
                .usages(KeyUsage.CLIENT_AUTH)
                .build()
                .certificate();
        List<X509Certificate> chain = List.of(leaf, ca.certificate());
        CertificateAndKey pair = CertificateAndKey.of(chain, keys.getPrivate());
        assertThat(pair.certificate()).isEqualTo(leaf);
        assertThat(pair.chain()).isEqualTo(chain);
        assertThat(CertificateAndKey.parse(pair.toPem())).isEqualTo(pair);
        assertThatThrownBy(() -> CertificateAndKey.of(chain, ca.privateKey()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("first certificate");
        assertThatThrownBy(() -> CertificateAndKey.parse(Pem.write(chain) + Pem.write(ca.privateKey())))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("KEY_MISMATCH"));
        assertThatThrownBy(() -> CertificateAndKey.of(List.of(ca.certificate(), leaf), keys.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAKeyOfAnotherCertificate() {
        assertThatThrownBy(() -> CertificateAndKey.of(List.of(CA), TestKeys.LEAF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("private key does not match public key");
        assertThatThrownBy(() -> CertificateAndKey.parse(CA_CERTIFICATE + Pem.write(TestKeys.LEAF)))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("KEY_MISMATCH"));
        PrivateKey rsa = Keys.of(KeyAlgorithm.RSA_2048).getPrivate();
        assertThatThrownBy(() -> CertificateAndKey.parse(CA_CERTIFICATE + Pem.write(rsa)))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("KEY_MISMATCH"));
    }

    @Test
    void refusesHalfAPair() {
        assertThatThrownBy(() -> CertificateAndKey.of(List.of(), TestKeys.LEAF))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CertificateAndKey.parse(CA_CERTIFICATE))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("PRIVATE_KEY_MISSING"));
        assertThatThrownBy(() -> CertificateAndKey.parse(CA_KEY))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("CERTIFICATE_MISSING"));
        assertThatThrownBy(() -> CertificateAndKey.parse(CA_KEY, CA_CERTIFICATE))
                .hasMessageContaining("PEM inputs may have been switched");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"})
    void refusesAnythingElseWithOneException(String text) {
        assertThatThrownBy(() -> CertificateAndKey.parse(text)).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void asksAKeyThatCannotLeaveItsProviderForASignature() {
        HsmProvider hsm = new HsmProvider();
        java.security.Security.addProvider(hsm);
        try {
            CertificateAndKey pair = CertificateAndKey.of(List.of(CA), hsm.lock(TestKeys.CA));
            assertThat(hsm.log()).containsExactly("SHA256withECDSA");
            assertThatThrownBy(pair::keyPem).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> CertificateAndKey.of(List.of(CA), hsm.lock(TestKeys.LEAF)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("does not match");
        } finally {
            java.security.Security.removeProvider(hsm.getName());
        }
    }

    @Test
    void readsFiles(@TempDir Path directory) throws IOException {
        Path certificate = Files.writeString(directory.resolve("tls.crt"), CA_CERTIFICATE);
        Path key = Files.writeString(directory.resolve("tls.key"), CA_KEY);
        Path both = Files.writeString(directory.resolve("current.pem"), CA_CERTIFICATE + CA_KEY);
        assertThat(CertificateAndKey.read(certificate, key)).isEqualTo(CertificateAndKey.read(both));
        assertThatThrownBy(() -> CertificateAndKey.read(directory.resolve("absent")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void writesFilesWithTheModesOfKubernetes(@TempDir Path directory) throws IOException {
        CertificateAndKey pair = CertificateAndKey.parse(CA_CERTIFICATE + CA_KEY);
        Path certificate = directory.resolve("pki/ca.crt");
        Path key = directory.resolve("pki/ca.key");
        Path both = directory.resolve("both.pem");
        pair.write(certificate, key);
        pair.write(both);
        assertThat(Files.readString(certificate)).isEqualTo(CA_CERTIFICATE);
        assertThat(Files.readString(key)).isEqualTo(CA_KEY);
        assertThat(Files.readString(both)).isEqualTo(CA_CERTIFICATE + CA_KEY);
        assertThat(mode(certificate)).isEqualTo("rw-r--r--");
        assertThat(mode(key)).isEqualTo("rw-------");
        assertThat(mode(both)).isEqualTo("rw-------");
        Path again = directory.resolve("again.crt");
        CertificateAuthority.of(pair).write(again, key);
        assertThat(CertificateAuthority.read(again, key).certificateAndKey()).isEqualTo(pair);
    }

    @Test
    void showsNothingOfTheKey() {
        CertificateAndKey pair = CertificateAndKey.parse(CA_CERTIFICATE + CA_KEY);
        assertThat(pair).hasToString("CertificateAndKey[CN=kubernetes, serial number 1234605616436508552]");
    }

    /** Go 1.23 (x509negativeserial). */
    @Test
    void readsNegativeSerialNumbersBefore132(@TempDir Path directory) throws Exception {
        KeyPair keys = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        String certificate = OldCertificates.negativeSerial(keys, Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
        String key = Pem.write(keys.getPrivate());
        Path both = Files.writeString(directory.resolve("both.pem"), certificate + key);
        Path certificateFile = Files.writeString(directory.resolve("tls.crt"), certificate);
        Path keyFile = Files.writeString(directory.resolve("tls.key"), key);
        KubernetesRelease before = KubernetesRelease.of(31);
        CertificateAndKey pair = CertificateAndKey.parse(certificate + key, before);
        assertThat(pair.certificate().getSerialNumber()).isNegative();
        assertThat(CertificateAndKey.parse(certificate, key, before)).isEqualTo(pair);
        assertThat(CertificateAndKey.read(both, before)).isEqualTo(pair);
        assertThat(CertificateAndKey.read(certificateFile, keyFile, before)).isEqualTo(pair);
        assertThat(CertificateAuthority.parse(certificate, key, before).certificateAndKey())
                .isEqualTo(pair);
        assertThat(CertificateAuthority.read(certificateFile, keyFile, before).certificateAndKey())
                .isEqualTo(pair);
        KubernetesRelease since = KubernetesRelease.of(32);
        for (ThrowingCallable reading : List.<ThrowingCallable>of(
                () -> CertificateAndKey.parse(certificate + key, since),
                () -> CertificateAndKey.parse(certificate, key, since),
                () -> CertificateAndKey.read(both, since),
                () -> CertificateAndKey.read(certificateFile, keyFile, since),
                () -> CertificateAndKey.read(both),
                () -> CertificateAuthority.parse(certificate, key, since),
                () -> CertificateAuthority.read(certificateFile, keyFile, since),
                () -> CertificateAuthority.parse(certificate, key))) {
            assertThatThrownBy(reading)
                    .isInstanceOf(InvalidFormatException.class)
                    .hasMessageContaining("x509: negative serial number");
        }
    }
}
