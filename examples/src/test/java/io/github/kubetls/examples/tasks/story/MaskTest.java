package io.github.kubetls.examples.tasks.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.token.BootstrapToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

    private final Mask mask = new Mask(BootstrapToken.parse("07401b.f395accd246ae52d"));

    @Test
    void hidesTheTokenWhereverItIs() {
        assertThat(mask.apply("07401b.f395accd246ae52d,kubelet-bootstrap,10001"))
                .isEqualTo("07401b.%s,kubelet-bootstrap,10001", Mask.MASKED);
        // printf %s f395accd246ae52d | base64
        assertThat(mask.apply("token-secret: ZjM5NWFjY2QyNDZhZTUyZA==")).isEqualTo("token-secret: %s", Mask.MASKED);
    }

    @Test
    void hidesTheKeyOfAKubeconfig() {
        assertThat(mask.apply("    client-certificate-data: AAAA\n    client-key-data: c2VjcmV0\n  name: x\n"))
                .isEqualTo("    client-certificate-data: AAAA\n    client-key-data: %s\n  name: x\n", Mask.MASKED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PRIVATE KEY-----\nSECRET\nSECRET\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\r\nSECRET\r\n-----END EC PRIVATE KEY-----\r\n",
                "-----BEGIN RSA PRIVATE KEY-----  \nProc-Type: SECRET\n\nSECRET\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
                        + "-----BEGIN PRIVATE KEY-----SECRET-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nSECRET\n",
                "-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n"
                        + "-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n",
            })
    void hidesPrivateKeysHoweverTheyAreWritten(String pem) {
        assertThat(mask.apply(pem)).contains("PRIVATE KEY-----\n" + Mask.MASKED).doesNotContain("SECRET");
    }

    @Test
    void leavesCertificatesAlone() {
        String pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assertThat(mask.apply(pem)).isEqualTo(pem);
    }
}
