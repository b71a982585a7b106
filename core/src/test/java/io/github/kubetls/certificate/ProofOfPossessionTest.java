package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.OpenSsl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/trust-bundles-and-pod-certificates.md, 4.3. */
class ProofOfPossessionTest {

    private static final String POD_UID = "0b6c1a3e-7f5d-4c7e-9c1c-2b8f6b0f4a11";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "RSA_3072", "ECDSA_P256", "ECDSA_P384", "ED25519"})
    void provesThatTheKeyIsThere(KeyAlgorithm algorithm) {
        ProofOfPossession proof = ProofOfPossession.of(Keys.of(algorithm), POD_UID);

        assertThat(proof.proves(POD_UID)).isTrue();
        assertThat(proof.proves(POD_UID + "x")).isFalse();
        assertThat(KeyAlgorithm.of(proof.publicKey())).contains(algorithm);
        ProofOfPossession stolen =
                ProofOfPossession.of(Keys.another(algorithm).getPublic().getEncoded(), proof.signature());
        assertThat(stolen.proves(POD_UID)).isFalse();
    }

    @Test
    void provesThatAKeyOnP521IsThere() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(521);
        assertThat(ProofOfPossession.of(generator.generateKeyPair(), POD_UID).proves(POD_UID))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "20", "digest", "max"})
    void takesAnyLengthOfTheSaltAsOpensslMakesIt(String salt) throws Exception {
        KeyPair keys = Keys.of(KeyAlgorithm.RSA_3072);
        Files.writeString(folder.resolve("key.pem"), Pem.write(keys.getPrivate()));
        Files.writeString(folder.resolve("text"), POD_UID);
        OpenSsl.run(
                folder,
                "dgst",
                "-sha256",
                "-sigopt",
                "rsa_padding_mode:pss",
                "-sigopt",
                "rsa_pss_saltlen:" + salt,
                "-sign",
                "key.pem",
                "-out",
                "signature",
                "text");

        byte[] signature = Files.readAllBytes(folder.resolve("signature"));
        byte[] key = keys.getPublic().getEncoded();
        assertThat(ProofOfPossession.of(key, signature).proves(POD_UID)).isTrue();
        signature[signature.length / 2] ^= 1;
        assertThat(ProofOfPossession.of(key, signature).proves(POD_UID)).isFalse();
    }

    @Test
    void isVerifiedByOpenssl() throws Exception {
        ProofOfPossession proof = ProofOfPossession.of(Keys.of(KeyAlgorithm.RSA_3072), POD_UID);
        Files.writeString(folder.resolve("key.pem"), Pem.write(proof.publicKey()));
        Files.writeString(folder.resolve("text"), POD_UID);
        Files.write(folder.resolve("signature"), proof.signature());
        assertThat(OpenSsl.run(
                        folder,
                        "dgst",
                        "-sha256",
                        "-sigopt",
                        "rsa_padding_mode:pss",
                        "-sigopt",
                        "rsa_pss_saltlen:auto",
                        "-verify",
                        "key.pem",
                        "-signature",
                        "signature",
                        "text"))
                .contains("Verified OK");
    }

    @Test
    void anythingElseProvesNothing() {
        Random random = new Random(7);
        byte[] key = Keys.of(KeyAlgorithm.RSA_2048).getPublic().getEncoded();
        for (int length : new int[] {0, 1, 255, 256, 257}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(ProofOfPossession.of(key, bytes).proves(POD_UID)).isFalse();
            ProofOfPossession garbage = ProofOfPossession.of(bytes, bytes);
            assertThat(garbage.proves(POD_UID)).isFalse();
            assertThatThrownBy(garbage::publicKey)
                    .isInstanceOfSatisfying(
                            InvalidFormatException.class,
                            e -> assertThat(e.code()).isEqualTo("PUBLIC_KEY_INVALID"));
        }
    }

    @Test
    void signsNothingWithKeysOfOtherKinds() {
        KeyPair keys = Keys.of(KeyAlgorithm.ML_DSA_44);
        assertThatThrownBy(() -> ProofOfPossession.of(keys, POD_UID))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("use a key of RSA, ECDSA or Ed25519");
        assertThat(ProofOfPossession.of(keys.getPublic().getEncoded(), new byte[2420])
                        .proves(POD_UID))
                .isFalse();
    }

    @Test
    void isEqualByItsBytes() {
        ProofOfPossession proof = ProofOfPossession.of(new byte[] {1}, new byte[] {2});
        assertThat(proof)
                .isEqualTo(ProofOfPossession.of(new byte[] {1}, new byte[] {2}))
                .hasSameHashCodeAs(ProofOfPossession.of(new byte[] {1}, new byte[] {2}))
                .isNotEqualTo(ProofOfPossession.of(new byte[] {2}, new byte[] {2}))
                .hasToString("ProofOfPossession[key of 1 bytes, signature of 1]");
    }
}
