package io.github.kubetls.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.LoggingProvider;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/kubeadm.md, 3. */
class CertificateKeyTest {

    private static final String HEX = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final CertificateKey KEY = CertificateKey.parse(HEX);

    @Test
    void generates32BytesAs64HexadecimalDigits() {
        CertificateKey key = CertificateKey.generate();
        assertThat(key.hex()).matches("[0-9a-f]{64}");
        assertThat(CertificateKey.parse(key.hex())).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(CertificateKey.generate()).isNotEqualTo(key);
        assertThat(key).hasToString("CertificateKey[32 bytes]");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void readsThreeSizesInEitherCase(int size) {
        String hex = "aB".repeat(size);
        assertThat(CertificateKey.parse(hex).hex()).isEqualTo("ab".repeat(size));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "zz", "0x"})
    void refusesEverythingElse(String start) {
        for (String text :
                new String[] {start, start + "0".repeat(63), start + "0".repeat(62) + "\n", start + "0".repeat(65)}) {
            assertThatThrownBy(() -> CertificateKey.parse(text))
                    .isInstanceOfSatisfying(
                            InvalidFormatException.class,
                            e -> assertThat(e.code()).isEqualTo("CERTIFICATE_KEY_INVALID"));
        }
        assertThatThrownBy(() -> CertificateKey.parse("\uFF10".repeat(64))).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> CertificateKey.parse("g" + "0".repeat(63)))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageNotContaining("g0");
        assertThatThrownBy(() -> CertificateKey.parse("07401b.f395accd246ae52d"))
                .hasMessageEndingWith(": found a bootstrap token");
    }

    /** GCM specification, test cases 14 (32 zero bytes of key, zero nonce, 16 zero bytes of text). */
    @Test
    void decryptsNonceThenCiphertextThenTag() {
        CertificateKey zero = CertificateKey.parse("00".repeat(32));
        byte[] encrypted = HexFormat.of()
                .parseHex("00".repeat(12) + "cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919");
        assertThat(zero.decrypt(encrypted)).isEqualTo(new byte[16]);
    }

    /** GCM specification, test case 13: the same key and nonce, and no text. */
    @Test
    void decryptsATagAlone() {
        CertificateKey zero = CertificateKey.parse("00".repeat(32));
        byte[] encrypted = HexFormat.of().parseHex("00".repeat(12) + "530f8afbc74536b9a963b4f1c4cb738b");
        assertThat(zero.decrypt(encrypted)).isEmpty();
    }

    @Test
    void encryptsWithAFreshNonceAndDecrypts() {
        byte[] value = "key material".getBytes(StandardCharsets.UTF_8);
        byte[] encrypted = KEY.encrypt(value);
        assertThat(encrypted).hasSize(12 + value.length + 16).isNotEqualTo(KEY.encrypt(value));
        assertThat(KEY.decrypt(encrypted)).isEqualTo(value);
        for (String hex : new String[] {"ab".repeat(16), "ab".repeat(24)}) {
            CertificateKey smaller = CertificateKey.parse(hex);
            assertThat(smaller.decrypt(smaller.encrypt(value))).isEqualTo(value);
        }
    }

    @Test
    void keepsNothingAsNothing() {
        assertThat(KEY.encrypt(new byte[0])).isEmpty();
        assertThat(KEY.decrypt(new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1", "12", "27"})
    void refusesWhatIsTooShort(int length) {
        assertThatThrownBy(() -> KEY.decrypt(new byte[length]))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("CIPHERTEXT_INVALID"));
    }

    @Test
    void refusesAnotherKeyAndAChangedValue() {
        byte[] encrypted = KEY.encrypt(new byte[] {1, 2, 3});
        assertThatThrownBy(() -> CertificateKey.generate().decrypt(encrypted))
                .isInstanceOf(CryptoException.class)
                .hasCauseInstanceOf(AEADBadTagException.class);
        for (int i = 0; i < encrypted.length; i++) {
            byte[] changed = encrypted.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> KEY.decrypt(changed)).isInstanceOf(CryptoException.class);
        }
        assertThatThrownBy(() -> KEY.decrypt(Arrays.copyOf(encrypted, encrypted.length - 1)))
                .isInstanceOf(CryptoException.class);
    }

    private static KubeadmCertsSecret uploaded() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String path : KubeadmCertsSecret.FILES) {
            files.put(path, path.getBytes(StandardCharsets.UTF_8));
        }
        files.put("front-proxy-ca.key", new byte[0]);
        ObjectMeta owner = ObjectMeta.builder()
                .namespace("kube-system")
                .name("bootstrap-token-07401b")
                .uid("u-1")
                .build();
        return KubeadmCertsSecret.encrypt(KEY, files, owner);
    }

    @Test
    void uploadsAllFilesOfAControlPlane() {
        KubeadmCertsSecret secret = uploaded();
        assertThat(secret.metadata()).hasToString("kube-system/kubeadm-certs");
        assertThat(secret.toYaml())
                .contains("  ownerReferences:\n  - apiVersion: v1\n    blockOwnerDeletion: true\n    controller: true\n"
                        + "    kind: Secret\n    name: bootstrap-token-07401b\n    uid: u-1\n");
        assertThat(secret)
                .hasToString("KubeadmCertsSecret[ca.crt, ca.key, etcd-ca.crt, etcd-ca.key, front-proxy-ca.crt,"
                        + " front-proxy-ca.key, sa.key, sa.pub]");
        assertThat(KubeadmCertsSecret.EXTERNAL_ETCD_KEYS)
                .containsExactly("external-etcd-ca.crt", "external-etcd.crt", "external-etcd.key");
        assertThat(KubeadmCertsSecret.OWNER_DESCRIPTION)
                .isEqualTo("Proxy for managing TTL for the kubeadm-certs secret");
    }

    @Test
    void downloadsWhatWasUploaded() {
        Map<String, byte[]> files =
                KubeadmCertsSecret.parse(uploaded().toYaml()).decrypt(KEY);
        assertThat(files).hasSize(8);
        assertThat(files.get("etcd-ca.key")).asString().isEqualTo("etcd/ca.key");
        assertThat(files.get("front-proxy-ca.key")).isEmpty();
        assertThat(KubeadmCertsSecret.parse(uploaded().toJson())).isNotEqualTo(uploaded());
        KubeadmCertsSecret one = uploaded();
        assertThat(KubeadmCertsSecret.parse(one.toJson())).isEqualTo(one).hasSameHashCodeAs(one);
    }

    /** {@code kubeadm init phase upload-certs} of release 1.20; the hashes are those of the files that it uploaded. */
    @ParameterizedTest
    @CsvSource({
        "ca.crt, 1bf1c2c7c4ab497587b9421502c578526f1db2171911ee5493ab726a5af9dd58",
        "ca.key, b00e4c875a3a57a72fdefe07611f42142ffd3bf797e83d2c183d76c76e9ec69f",
        "front-proxy-ca.crt, 160f9a95204aa492635461782e6f590082114e0bdc757f5ebb75637aaabf9fc3",
        "front-proxy-ca.key, b29bf323590bf6e2cfe1a2b8af56a2c1256c9ba51b0cd7956f4083b4ead5725d",
        "sa.pub, 8f27c5a08c0ebf06b1ff3971e67bdee27c9eb163cca7d3b25ab6b82c23d95083",
        "sa.key, 8c27f6f3de887e3e2063d92f65552a00ec60f36c89fd1ad24665b39c3d5b818c",
        "etcd/ca.crt, 7ebe046af8a58bb49f38e111526714d4b352da9af792c0b54f95cf5c9522d5eb",
        "etcd/ca.key, 32b7cf9509dae339b188c3be971e38cf809a7cd2a4879515e12fcf7ae07c8c26",
    })
    void downloadsWhatKubeadmUploaded(String path, String sha256) throws Exception {
        KubeadmCertsSecret secret =
                KubeadmCertsSecret.parse(Recorded.text("kubeadm-pki/configured/kubeadm-certs.yaml"));
        byte[] content = secret.decrypt(KEY).get(KubeadmCertsSecret.keyOf(path));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                .isEqualTo(sha256);
        assertThat(secret.toYaml()).isEqualTo(Recorded.text("kubeadm-pki/configured/kubeadm-certs.yaml"));
    }

    @Test
    void encryptsAndDecryptsWithTheCallersProvider() {
        LoggingProvider provider = new LoggingProvider();
        CertificateKey own = KEY.withProvider(provider);
        byte[] encrypted = own.encrypt(new byte[] {1, 2, 3});
        assertThat(provider.takeLog()).isNotEmpty().allMatch(entry -> entry.startsWith("Cipher.AES"));
        assertThat(KEY.decrypt(encrypted)).containsExactly(1, 2, 3);
        assertThat(own.decrypt(encrypted)).containsExactly(1, 2, 3);
        assertThat(own).isEqualTo(KEY);
    }

    @Test
    void theSecretComesFromJdkValuesAndFilesAsFromText(@TempDir Path directory) throws IOException {
        KubeadmCertsSecret secret =
                KubeadmCertsSecret.parse(Recorded.text("kubeadm-pki/configured/kubeadm-certs.yaml"));
        assertThat(KubeadmCertsSecret.fromMap(secret.toMap())).isEqualTo(secret);
        Path file = directory.resolve("certs.yaml");
        Files.writeString(file, secret.toYaml());
        assertThat(KubeadmCertsSecret.read(file)).isEqualTo(secret);
        Files.writeString(file, secret.toYaml().replace("name: kubeadm-certs", "name: x"));
        assertThatThrownBy(() -> KubeadmCertsSecret.read(file))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith(file + ", metadata.name");
    }

    @Test
    void failsForAllFilesWhenOneCannotBeDecrypted() {
        String head = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: kubeadm-certs\ndata:\n";
        KubeadmCertsSecret shortOne = KubeadmCertsSecret.parse(head + "  ca.crt: \"\"\n  ca.key: AAAA\n");
        assertThatThrownBy(() -> shortOne.decrypt(KEY))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location()).hasToString("data.ca.key"));
        assertThatThrownBy(() -> uploaded().decrypt(CertificateKey.generate()))
                .isInstanceOf(CryptoException.class)
                .hasMessageContaining("data.ca.crt");
        assertThatThrownBy(() -> KubeadmCertsSecret.parse(head.replace("kubeadm-certs", "other") + "  a: \"\"\n"))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("NAME_MISMATCH"));
    }
}
