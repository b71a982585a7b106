package io.github.kubetls.csr;

import io.github.kubetls.CryptoException;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyUsage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;

/** The name of a bootstrap request, which follows from its content, so that a restarted kubelet finds its request. */
final class RequestName {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private RequestName() {}

    static String of(PublicKey publicKey, DistinguishedName subject, List<KeyUsage> usages) {
        byte[] keyInfo = publicKey.getEncoded();
        if (keyInfo == null) {
            throw new IllegalArgumentException("the public key has no X.509 encoding");
        }
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-512/256");
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoException("there is no SHA-512/256", e);
        }
        add(digest, keyInfo);
        add(digest, subject.commonName());
        subject.organizations().forEach(organization -> add(digest, organization));
        usages.forEach(usage -> add(digest, usage.value()));
        return "node-csr-" + BASE64.encodeToString(digest.digest());
    }

    private static void add(MessageDigest digest, String item) {
        add(digest, item.getBytes(StandardCharsets.UTF_8));
    }

    /** Every item is followed by a delimiter that its encoding cannot hold. */
    private static void add(MessageDigest digest, byte[] item) {
        digest.update(BASE64.encode(item));
        digest.update((byte) '|');
    }
}
