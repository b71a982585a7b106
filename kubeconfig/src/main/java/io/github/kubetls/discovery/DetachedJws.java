package io.github.kubetls.discovery;

import io.github.kubetls.CryptoException;
import io.github.kubetls.internal.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signatures as the bootstrap signer makes them: a JWS (RFC 7515) with HS256 whose payload is left out.
 *
 * <p>A signature is checked by making it again and comparing texts. So an order of headers, padding or white space that
 * another JWS library would accept is refused, as Kubernetes refuses it.
 */
final class DetachedJws {

    private static final String ALGORITHM = "HmacSHA256";

    private DetachedJws() {}

    /**
     * Signs a text.
     *
     * @param id      the token's id
     * @param secret  the token's secret, without the id
     * @param payload the bytes to sign
     * @return header, two dots and MAC
     */
    static String sign(String id, byte[] secret, byte[] payload) {
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put("alg", "HS256");
        header.put("kid", id);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String first = base64.encodeToString(Yaml.writeCompactJson(header).getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            // HMAC pads keys with zeros, so this is the empty key, which SecretKeySpec refuses.
            mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, ALGORITHM));
            mac.update(first.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) '.');
            return first + ".." + base64.encodeToString(mac.doFinal(base64.encode(payload)));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("the signature could not be made", e);
        }
    }

    /**
     * Checks a signature in a time that does not depend on where it differs.
     *
     * @param signature the signature; any text
     * @param id        the token's id
     * @param secret    the token's secret, without the id
     * @param payload   the bytes that should be signed
     * @return whether it is the token's signature
     */
    static boolean verify(String signature, String id, byte[] secret, byte[] payload) {
        return MessageDigest.isEqual(
                signature.getBytes(StandardCharsets.UTF_8),
                sign(id, secret, payload).getBytes(StandardCharsets.UTF_8));
    }
}
