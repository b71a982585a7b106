package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.OpenSsl;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8017, section 9.1.2. */
class RsaPssTest {

    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
    private static final int TRAILER = 0xBC;

    /** Keys of which the encoded message has as many octets as the modulus, or one less, with and without unused bits. */
    @ParameterizedTest
    @CsvSource({"1025, 0", "1025, max", "1026, digest", "1026, max", "1032, 0", "1032, max", "1033, digest", "1033, max"
    })
    void takesKeysOfAnyLengthAsOpensslDoes(int bits, String salt, @TempDir Path folder) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        KeyPair keys = generator.generateKeyPair();
        Files.writeString(folder.resolve("key.pem"), Pem.write(keys.getPrivate()));
        Files.write(folder.resolve("text"), MESSAGE);
        OpenSsl.run(
                folder,
                ("dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:" + salt
                                + " -sign key.pem -out signature text")
                        .split(" "));
        byte[] signature = Files.readAllBytes(folder.resolve("signature"));
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        assertThat(RsaPss.verify(key, MESSAGE, signature)).isTrue();
        assertThat(RsaPss.verify(key, new byte[] {1}, signature)).isFalse();
        assertThat(RsaPss.verify(key, MESSAGE, Arrays.copyOf(signature, signature.length + 1)))
                .isFalse();
    }

    @Test
    void takesNoOtherPadding() throws Exception {
        byte[] salt = new byte[32];
        byte[] hash = sha256(new byte[8], sha256(MESSAGE), salt);
        byte[] right = block(1, salt);
        assertThat(isTaken(right, hash, TRAILER)).isTrue();
        assertThat(isTaken(right, hash, 0xBB)).as("another trailer").isFalse();
        assertThat(isTaken(right, sha256(hash), TRAILER)).as("another hash").isFalse();
        assertThat(isTaken(block(2, salt), hash, TRAILER))
                .as("a salt behind another octet")
                .isFalse();
        byte[] hashWithoutSalt = sha256(new byte[8], sha256(MESSAGE));
        assertThat(isTaken(block(0, new byte[0]), hashWithoutSalt, TRAILER))
                .as("zeros to the end")
                .isFalse();
        assertThat(isTaken(block(1, new byte[0]), hashWithoutSalt, TRAILER))
                .as("no salt")
                .isTrue();
    }

    /** Octets of a block for a modulus of 2048 bits: zeros, the octet before the salt, the salt. */
    private static byte[] block(int before, byte[] salt) {
        byte[] block = new byte[256 - 32 - 1];
        block[block.length - salt.length - 1] = (byte) before;
        System.arraycopy(salt, 0, block, block.length - salt.length, salt.length);
        return block;
    }

    private static boolean isTaken(byte[] block, byte[] hash, int trailer) throws Exception {
        KeyPair keys = Keys.of(KeyAlgorithm.RSA_2048);
        RSAPrivateKey key = (RSAPrivateKey) keys.getPrivate();
        byte[] encoded = new byte[256];
        for (int i = 0; i < block.length; i++) {
            byte[] mask = sha256(hash, new byte[] {0, 0, 0, (byte) (i / 32)});
            encoded[i] = (byte) (block[i] ^ mask[i % 32]);
        }
        encoded[0] &= 0x7F;
        System.arraycopy(hash, 0, encoded, block.length, hash.length);
        encoded[255] = (byte) trailer;
        byte[] number = new BigInteger(1, encoded)
                .modPow(key.getPrivateExponent(), key.getModulus())
                .toByteArray();
        byte[] signature = new byte[256];
        int kept = Math.min(number.length, 256);
        System.arraycopy(number, number.length - kept, signature, 256 - kept, kept);
        return RsaPss.verify((RSAPublicKey) keys.getPublic(), MESSAGE, signature);
    }

    private static byte[] sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
