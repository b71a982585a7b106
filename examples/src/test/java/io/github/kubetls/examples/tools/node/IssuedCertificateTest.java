package io.github.kubetls.examples.tools.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuedCertificateTest {

    private static final List<X509Certificate> CLUSTER = List.of(Requests.CA.certificate());
    private static final NodeCertificate SERVING =
            new NodeSettings("worker-1", List.of("10.1.2.3"), false, null, null).serving();

    private static CertificateAndKey take(CertificateSigningRequest issued) throws NotIssuedException {
        return new IssuedCertificate(Requests.CLIENT, Requests.KEYS, CLUSTER).take(issued);
    }

    private static CertificateSigningRequest with(CertificateAndKey pair) {
        return Requests.created("u").withCertificate(pair.certificatePem());
    }

    private static CertificateSigningRequest serving(CertificateRequest request) {
        return Requests.issued(CertificateSigningRequest.kubeletServing(request), SignerName.KUBELET_SERVING);
    }

    @Test
    void takesWhatItAskedFor() throws Exception {
        CertificateSigningRequest issued = Requests.issued(Requests.created("u"));
        assertThat(take(issued).chain()).isEqualTo(issued.certificates());
    }

    @Test
    void takesAServingCertificateWithItsAddresses() throws Exception {
        CertificateSigningRequest issued = serving(SERVING.template().request(Requests.KEYS));
        assertThat(new IssuedCertificate(SERVING, Requests.KEYS, CLUSTER)
                        .take(issued)
                        .chain())
                .isEqualTo(issued.certificates());
    }

    @Test
    void takesAnyIssuerWhenNoCaIsKnown() throws Exception {
        CertificateSigningRequest issued = Requests.issued(Requests.created("u"));
        assertThat(new IssuedCertificate(Requests.CLIENT, Requests.KEYS, List.of())
                        .take(issued)
                        .chain())
                .isEqualTo(issued.certificates());
    }

    @Test
    void refusesTheCertificateOfAnotherKey() {
        KeyPair other = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateSigningRequest issued = Requests.issued(CertificateSigningRequest.kubeletClient(
                Requests.CLIENT.template().request(other)));
        assertThatThrownBy(() -> take(issued))
                .isInstanceOf(NotIssuedException.class)
                .hasMessage(
                        "the client certificate of csr \"" + issued.metadata().name()
                                + "\" is refused: private key does not match public key of the first certificate");
    }

    @Test
    void refusesTheCertificateOfAnotherCaOfTheSameName() {
        CertificateAuthority other =
                CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
        IssuedCertificate node = new IssuedCertificate(Requests.CLIENT, Requests.KEYS, List.of(other.certificate()));
        assertThatThrownBy(() -> node.take(Requests.issued(Requests.created("u"))))
                .isInstanceOf(NotIssuedException.class)
                .hasMessageContaining("x509: certificate signed by unknown authority");
        IssuedCertificate server = new IssuedCertificate(SERVING, Requests.KEYS, List.of(other.certificate()));
        assertThatThrownBy(() -> server.take(serving(SERVING.template().request(Requests.KEYS))))
                .isInstanceOf(NotIssuedException.class);
    }

    @Test
    void refusesTheCertificateOfAnotherNode() {
        CertificateAndKey pair = Requests.CA
                .issuing("system:node:worker-2", Instant.now())
                .organizations("system:nodes")
                .usages(KeyUsage.CLIENT_AUTH)
                .keyPair(Requests.KEYS)
                .build();
        assertThatThrownBy(() -> take(with(pair)))
                .hasMessageContaining("Current certificate CN (system:node:worker-2) does not match requested CN");
    }

    @Test
    void refusesAServingCertificateForAuthenticating() {
        CertificateRequest request =
                CertificateRequest.kubeletServing("worker-1", SubjectAltNames.of("worker-1"), Requests.KEYS);
        assertThatThrownBy(() -> take(serving(request))).hasMessageContaining("key usage");
    }

    @Test
    void refusesAClientCertificateForServing() {
        CertificateSigningRequest issued = Requests.issued(Requests.created("u"));
        IssuedCertificate server = new IssuedCertificate(SERVING, Requests.KEYS, CLUSTER);
        assertThatThrownBy(() -> server.take(issued))
                .hasMessageContaining("Current certificate is missing requested IP addresses [10.1.2.3]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void refusesWhatIsNoCertificate(String text) {
        CertificateSigningRequest odd = Requests.created("u").withCertificate(text);
        assertThatThrownBy(() -> take(odd)).isInstanceOf(NotIssuedException.class);
        CertificateSigningRequest key = Requests.created("u").withCertificate(Pem.write(Requests.KEYS.getPublic()));
        assertThatThrownBy(() -> take(key)).isInstanceOf(NotIssuedException.class);
    }
}
