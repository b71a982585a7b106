package io.github.kubetls.examples.tools.tls;

import io.github.kubetls.certificate.CertificateAndKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A server's certificate and key, as the JDK's TLS takes them. */
public final class ServerKeys {

    private ServerKeys() {}

    /**
     * Hands a certificate and its key to TLS, without a file.
     *
     * @param serving the certificate and the key
     * @return what {@link javax.net.ssl.SSLContext#init} takes
     * @throws GeneralSecurityException when TLS has no use for the key
     * @throws IOException              never: nothing is read
     */
    public static KeyManager[] of(CertificateAndKey serving) throws GeneralSecurityException, IOException {
        char[] password = new char[0];
        KeyStore identity = KeyStore.getInstance("PKCS12");
        identity.load(null, password);
        identity.setKeyEntry(
                "server", serving.privateKey(), password, serving.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity, password);
        return keys.getKeyManagers();
    }
}
