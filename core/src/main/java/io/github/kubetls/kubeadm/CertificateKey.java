package io.github.kubetls.kubeadm;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.text.TextKind;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key that encrypts a control plane's certificates on their way to the next control-plane node: AES-GCM (NIST SP 800-38D)
 * with 32 random bytes, printed as 64 hexadecimal digits ({@code kubeadm certs certificate-key}).
 *
 * <p>An encrypted value is a nonce of 12 bytes, the ciphertext, and a tag of 16 bytes; an empty value stays empty.
 * {@link #toString()} shows nothing of the key.
 *
 * <pre>{@code
 * CertificateKey key = CertificateKey.generate();
 * byte[] encrypted = key.encrypt(caKeyPem);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-certs/">kubeadm certs</a>
 */
public final class CertificateKey {

    private static final int SIZE = 32;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final byte[] key;
    private final @Nullable Provider provider;

    private CertificateKey(byte[] key, @Nullable Provider provider) {
        this.key = key;
        this.provider = provider;
    }

    /** {@return a new key of 32 bytes, from the system's secure random source} */
    public static CertificateKey generate() {
        return generate(new SecureRandom());
    }

    /**
     * {@return a new key of 32 bytes}
     *
     * @param random the source of randomness
     */
    public static CertificateKey generate(SecureRandom random) {
        byte[] key = new byte[SIZE];
        random.nextBytes(key);
        return new CertificateKey(key, null);
    }

    /**
     * {@return the same key with a provider that encrypts and decrypts}
     *
     * @param provider the JCA provider, which need not be registered
     */
    public CertificateKey withProvider(Provider provider) {
        return new CertificateKey(key, Objects.requireNonNull(provider, "provider"));
    }

    /**
     * {@return the key of a text}
     *
     * @param text 32, 48 or 64 hexadecimal digits in either case, with nothing around them
     * @throws InvalidFormatException with code {@code CERTIFICATE_KEY_INVALID} when the text is something else
     */
    public static CertificateKey parse(String text) {
        int bytes = text.length() / 2;
        boolean sized = text.length() % 2 == 0 && (bytes == 16 || bytes == 24 || bytes == 32);
        if (!sized || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new InvalidFormatException(
                    "CERTIFICATE_KEY_INVALID",
                    Location.none(),
                    "the certificate key is not 64 hexadecimal digits (32 and 48 are taken too)"
                            + TextKind.of(text).map(kind -> ": found " + kind).orElse(""));
        }
        return new CertificateKey(HexFormat.of().parseHex(text), null);
    }

    /**
     * {@return the key as {@code --certificate-key} takes it, hexadecimal digits in lower case; keep it out of logs and
     * messages}
     */
    public String hex() {
        return HexFormat.of().formatHex(key);
    }

    /**
     * Encrypts a value, with a nonce from the system's secure random source.
     *
     * @param value the value
     * @return the encrypted value; empty for an empty one, which stands for a file that is not there
     * @throws CryptoException when the provider has no AES-GCM
     */
    public byte[] encrypt(byte[] value) {
        return encrypt(value, new SecureRandom());
    }

    /**
     * Encrypts a value.
     *
     * @param value  the value
     * @param random the source of the nonce
     * @return the encrypted value; empty for an empty one, which stands for a file that is not there
     * @throws CryptoException when the provider has no AES-GCM
     */
    public byte[] encrypt(byte[] value, SecureRandom random) {
        if (value.length == 0) {
            return new byte[0];
        }
        byte[] encrypted = new byte[NONCE + value.length + TAG];
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, encrypted, 0, NONCE);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(value, 0, value.length, encrypted, NONCE);
            return encrypted;
        } catch (GeneralSecurityException e) {
            throw new CryptoException("the value could not be encrypted", e);
        }
    }

    /**
     * Decrypts a value.
     *
     * @param encrypted the encrypted value
     * @return the value; empty for an empty one
     * @throws InvalidFormatException with code {@code CIPHERTEXT_INVALID} when it is too short to hold nonce and tag
     * @throws CryptoException when it was encrypted with another key, or was changed
     */
    public byte[] decrypt(byte[] encrypted) {
        if (encrypted.length == 0) {
            return new byte[0];
        }
        if (encrypted.length < NONCE + TAG) {
            throw new InvalidFormatException(
                    "CIPHERTEXT_INVALID",
                    Location.none(),
                    "is shorter than nonce and tag, which are 28 bytes, and so is no encrypted value");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(encrypted, NONCE))
                    .doFinal(encrypted, NONCE, encrypted.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("the value was encrypted with another key, or was changed", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = provider == null ? Cipher.getInstance(CIPHER) : Cipher.getInstance(CIPHER, provider);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, nonce));
        return cipher;
    }

    /** Compares in a time that does not depend on where the keys differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateKey that && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    /** The size only, such as {@code CertificateKey[32 bytes]}. */
    @Override
    public String toString() {
        return "CertificateKey[" + key.length + " bytes]";
    }
}
