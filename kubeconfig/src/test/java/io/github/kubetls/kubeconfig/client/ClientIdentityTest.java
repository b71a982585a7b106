package io.github.kubetls.kubeconfig.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import java.lang.reflect.Proxy;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The contract of {@link javax.net.ssl.X509ExtendedKeyManager}, of one that has one certificate of a client. */
class ClientIdentityTest {

    private static final CertificateAuthority CA =
            CertificateAuthority.builder("ca", Instant.now()).build();

    private static CertificateAndKey pair(KeyAlgorithm algorithm) {
        return CA.issuing("client", Instant.now())
                .keyAlgorithm(algorithm)
                .usages(KeyUsage.CLIENT_AUTH)
                .build();
    }

    @Test
    void hasOneCertificateForServersThatTakeItsKindOfKey() throws Exception {
        CertificateAndKey pair = pair(KeyAlgorithm.ECDSA_P256);
        ClientIdentity identity = ClientIdentity.of(pair);
        String[] aliases = identity.getClientAliases("EC", null);
        assertThat(aliases).hasSize(1);
        String[] keyTypes = {"RSA", "EC"};
        assertThat(identity.chooseClientAlias(keyTypes, null, null)).isEqualTo(aliases[0]);
        assertThat(identity.chooseEngineClientAlias(keyTypes, null, null)).isEqualTo(aliases[0]);
        assertThat(identity.getCertificateChain(aliases[0])).containsExactly(pair.certificate());
        assertThat(identity.getPrivateKey(aliases[0])).isEqualTo(pair.privateKey());

        assertThat(identity.getClientAliases("RSA", null)).isNull();
        assertThat(identity.chooseClientAlias(new String[] {"RSA"}, null, null)).isNull();
        assertThat(identity.chooseEngineClientAlias(new String[] {"RSA"}, null, null))
                .isNull();
        assertThat(identity.getCertificateChain("other")).isNull();
        assertThat(identity.getPrivateKey("other")).isNull();
    }

    @Test
    void isNoServer() throws Exception {
        ClientIdentity identity = ClientIdentity.of(pair(KeyAlgorithm.ECDSA_P256));
        assertThat(identity.getServerAliases("EC", null)).isNull();
        assertThat(identity.chooseServerAlias("EC", null, null)).isNull();
        assertThat(identity.chooseEngineServerAlias("EC", null, null)).isNull();
    }

    @Test
    void takesAKeyThatCannotLeaveItsProviderAsItIs() throws Exception {
        CertificateAndKey pair = pair(KeyAlgorithm.RSA_2048);
        PrivateKey hidden = (PrivateKey) Proxy.newProxyInstance(
                ClientIdentityTest.class.getClassLoader(),
                new Class<?>[] {RSAPrivateCrtKey.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getEncoded") ? null : method.invoke(pair.privateKey(), arguments));
        ClientIdentity identity = ClientIdentity.of(CertificateAndKey.of(pair.chain(), hidden));
        String[] aliases = identity.getClientAliases("RSA", null);
        assertThat(aliases).hasSize(1);
        assertThat(identity.getPrivateKey(aliases[0])).isSameAs(hidden);
    }
}
