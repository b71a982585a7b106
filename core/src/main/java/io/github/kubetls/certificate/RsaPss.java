package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;

/**
 * Signatures by RSASSA-PSS with SHA-256 whose salt may have any length (RFC 8017, section 9.1.2), as Go verifies them; the
 * JDK and Bouncy Castle have to be told the length.
 */
final class RsaPss {

    private static final int HASH_LENGTH = 32;
    private static final int TRAILER = 0xBC;

    private RsaPss() {}

    static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, HASH_LENGTH, 1));
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new CryptoException("could not sign: " + e.getClass().getSimpleName(), e);
        }
    }

    static boolean verify(RSAPublicKey key, byte[] message, byte[] signature) {
        BigInteger modulus = key.getModulus();
        BigInteger value = new BigInteger(1, signature);
        int bits = modulus.bitLength() - 1;
        int length = (bits + 7) / 8;
        if (signature.length != (modulus.bitLength() + 7) / 8
                || value.compareTo(modulus) >= 0
                || length < HASH_LENGTH + 2) {
            return false;
        }
        BigInteger encoded = value.modPow(key.getPublicExponent(), modulus);
        return encoded.bitLength() <= bits && isEncodingOf(sha256(message), octets(encoded, length), 8 * length - bits);
    }

    /** The octets of a number, padded with zeros. */
    private static byte[] octets(BigInteger number, int length) {
        byte[] octets = new byte[length];
        byte[] bytes = number.toByteArray();
        int kept = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - kept, octets, length - kept, kept);
        return octets;
    }

    private static boolean isEncodingOf(byte[] messageHash, byte[] encoded, int unusedBits) {
        if ((encoded[encoded.length - 1] & 0xFF) != TRAILER) {
            return false;
        }
        int blockLength = encoded.length - HASH_LENGTH - 1;
        byte[] hash = Arrays.copyOfRange(encoded, blockLength, blockLength + HASH_LENGTH);
        byte[] block = unmasked(Arrays.copyOf(encoded, blockLength), hash);
        block[0] &= (byte) (0xFF >> unusedBits);
        int start = 0;
        while (start < blockLength && block[start] == 0) {
            start++;
        }
        if (start == blockLength || block[start] != 1) {
            return false;
        }
        byte[] salt = Arrays.copyOfRange(block, start + 1, blockLength);
        return MessageDigest.isEqual(hash, sha256(new byte[8], messageHash, salt));
    }

    /** Takes the mask off that MGF1 makes of the hash (RFC 8017, appendix B.2.1). */
    private static byte[] unmasked(byte[] block, byte[] hash) {
        for (int counter = 0, at = 0; at < block.length; counter++) {
            byte[] mask = sha256(hash, ByteBuffer.allocate(4).putInt(counter).array());
            for (int i = 0; i < mask.length && at < block.length; i++, at++) {
                block[at] ^= mask[i];
            }
        }
        return block;
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoException("there is no SHA-256", e);
        }
    }
}
