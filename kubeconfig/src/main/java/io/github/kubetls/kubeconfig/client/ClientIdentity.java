package io.github.kubetls.kubeconfig.client;

import io.github.kubetls.certificate.CertificateAndKey;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Presents one client certificate, as client-go does: whatever certificate authorities the server names. */
final class ClientIdentity extends X509ExtendedKeyManager {

    private static final String ALIAS = "client";

    private final X509Certificate[] chain;
    private final PrivateKey key;
    private final String algorithm;

    private ClientIdentity(X509Certificate[] chain, PrivateKey key, String algorithm) {
        this.chain = chain;
        this.key = key;
        this.algorithm = algorithm;
    }

    static ClientIdentity of(CertificateAndKey pair) throws GeneralSecurityException {
        List<X509Certificate> chain = TlsContext.jdk(pair.chain());
        String algorithm = chain.get(0).getPublicKey().getAlgorithm();
        byte[] encoded = pair.privateKey().getEncoded();
        PrivateKey key = encoded == null
                ? pair.privateKey()
                : KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        return new ClientIdentity(chain.toArray(new X509Certificate[0]), key, algorithm);
    }

    private @Nullable String choose(String... keyTypes) {
        return Arrays.asList(keyTypes).contains(algorithm) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return choose(keyType) == null ? null : new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyTypes);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.equals(ALIAS) ? chain.clone() : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.equals(ALIAS) ? key : null;
    }
}
