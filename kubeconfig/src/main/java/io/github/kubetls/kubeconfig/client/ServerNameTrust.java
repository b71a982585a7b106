package io.github.kubetls.kubeconfig.client;

import io.github.kubetls.internal.net.HostNames;
import io.github.kubetls.internal.net.IpText;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts a server whose certificate leads to one of the cluster's CAs and has one name, as Go checks it: against the subject
 * alternative names only, a wildcard standing for the whole first label. The name comes from the kubeconfig, not from where
 * the connection goes.
 */
final class ServerNameTrust extends ServerCheck {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final X509TrustManager chains;
    private final String name;

    private ServerNameTrust(X509TrustManager chains, String name) {
        this.chains = chains;
        this.name = name;
    }

    /** Without CAs, the JDK's trust store is used. */
    static ServerNameTrust of(List<X509Certificate> authorities, String name) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(authorities.isEmpty() ? null : keyStore(authorities));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager chains) {
                return new ServerNameTrust(chains, name);
            }
        }
        throw new GeneralSecurityException("there is no X.509 trust manager");
    }

    private static KeyStore keyStore(List<X509Certificate> authorities) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        return store;
    }

    /** Whether a name can be sent as server name indication (RFC 6066, section 3): a DNS name, no address. */
    static boolean isHostName(String name) {
        if (IpText.parse(name).isPresent() || !HostNames.isHostName(name)) {
            return false;
        }
        try {
            return !new SNIHostName(name).getAsciiName().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    void check(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkServerTrusted(chain, authType);
        Collection<List<?>> names = chain[0].getSubjectAlternativeNames();
        Optional<InetAddress> address = IpText.parse(name);
        for (List<?> alternative : names == null ? List.<List<?>>of() : names) {
            String value = String.valueOf(alternative.get(1));
            boolean matches = address.isPresent()
                    ? alternative.get(0).equals(IP_ADDRESS)
                            && IpText.parse(value).equals(address)
                    : alternative.get(0).equals(DNS_NAME) && HostNames.matches(value, name);
            if (matches) {
                return;
            }
        }
        throw new CertificateException("the server's certificate is not valid for " + name);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
