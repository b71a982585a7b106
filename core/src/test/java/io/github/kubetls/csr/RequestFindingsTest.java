package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.fixtures.Vectors;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pre-flight check and explanation. */
class RequestFindingsTest {

    static Stream<Arguments> requests() {
        String kubelet = "kubernetes.io/kube-apiserver-client-kubelet";
        String w02 = Vectors.W02_REQUEST;
        CertificateSigningRequest good = Requests.kubeletClient();
        CertificateSigningRequest approved = good.withCondition(Condition.approved("", ""));
        CertificateSigningRequest serving = CertificateSigningRequest.kubeletServing(Requests.serving("w", "w"));
        return Stream.of(
                arguments("good", good, List.of()),
                arguments(
                        "text around the block",
                        Requests.csr(kubelet, "x\n" + w02 + "y\n", "client auth", "digital signature"),
                        List.of()),
                arguments(
                        "lines that end with CR LF",
                        Requests.csr(kubelet, w02.replace("\n", "\r\n"), "client auth", "digital signature"),
                        List.of()),
                arguments(
                        "a key behind the request",
                        Requests.csr(
                                kubelet,
                                w02 + Pem.Block.of("PRIVATE KEY", new byte[3]).toPem(),
                                "client auth",
                                "digital signature"),
                        List.of("REQUEST_TEXT_IGNORED", "PRIVATE_KEY_EXPOSED")),
                arguments(
                        "two requests",
                        Requests.csr(kubelet, w02 + w02, "client auth", "digital signature"),
                        List.of("REQUEST_TEXT_IGNORED")),
                arguments("no request", Requests.csr(kubelet, "", "client auth"), List.of("REQUEST_INVALID")),
                arguments("wrong usages", Requests.csr(kubelet, w02, "client auth"), List.of("REQUEST_REFUSED")),
                arguments(
                        "a signer that Kubernetes does not have",
                        Requests.csr("kubernetes.io/none", w02, "client auth"),
                        List.of("SIGNER_UNKNOWN", "APPROVAL_PENDING")),
                arguments("a serving request", serving, List.of("APPROVAL_PENDING")),
                arguments("another signer", Requests.csr("a.b/c", w02, "client auth"), List.of("APPROVAL_PENDING")),
                arguments("approved, not issued", approved, List.of("CERTIFICATE_PENDING")),
                arguments("issued", approved.withCertificate("x"), List.of()),
                arguments(
                        "issued by another signer of the name",
                        Requests.csr("kubernetes.io/none", w02, "client auth").withCertificate("x"),
                        List.of()),
                arguments(
                        "issued against the rules of today",
                        Requests.csr(kubelet, w02, "client auth").withCertificate("x"),
                        List.of()),
                arguments("denied", good.withCondition(Condition.denied("", "")), List.of()),
                arguments("failed", approved.withCondition(Condition.failed("", "")), List.of()),
                arguments("issued for serving", serving.withCertificate("x"), List.of()),
                arguments("denied for serving", serving.withCondition(Condition.denied("", "")), List.of()),
                arguments("failed for serving", serving.withCondition(Condition.failed("", "")), List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void explainsWhyThereIsNoCertificate(String reason, CertificateSigningRequest csr, List<String> codes) {
        assertThat(csr.findings().stream().map(Finding::code)).as(reason).isEqualTo(codes);
    }

    @Test
    void reportsEveryRuleThatTheSignerWillRefuse() {
        CertificateSigningRequest csr = CertificateSigningRequest.builder(
                        SignerName.KUBE_APISERVER_CLIENT_KUBELET,
                        Requests.request(DistinguishedName.of("w"), SubjectAltNames.of("a")))
                .usages(KeyUsage.CLIENT_AUTH)
                .build();
        assertThat(csr.findings().stream().map(Finding::message))
                .filteredOn(message -> message.startsWith("the signer will refuse"))
                .hasSize(4);
        assertThat(Requests.kubeletClient().findings(KubernetesRelease.of(24)))
                .extracting(Finding::code)
                .containsExactly("REQUEST_REFUSED");
    }

    /** docs/behaviour/certificates.md, 5.2: what is requested is ignored; {@code spec.usages} counts. */
    @Test
    void tellsOfUsagesInTheRequestThatTheObjectDoesNotHave() throws Exception {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
        }));
        CertificateRequest request = CertificateRequest.parseDer(
                new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=w"), Requests.KEYS.getPublic())
                        .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .setProvider(new BouncyCastleProvider())
                                .build(Requests.KEYS.getPrivate()))
                        .getEncoded());
        CertificateSigningRequest.Builder csr =
                CertificateSigningRequest.builder(SignerName.KUBE_APISERVER_CLIENT, request);
        assertThat(csr.usages(KeyUsage.CLIENT_AUTH).build().findings())
                .extracting(Finding::code)
                .contains("REQUESTED_USAGES_IGNORED");
        assertThat(csr.usages(KeyUsage.CLIENT_AUTH, KeyUsage.SERVER_AUTH)
                        .build()
                        .findings())
                .extracting(Finding::code)
                .doesNotContain("REQUESTED_USAGES_IGNORED");
    }

    @Test
    void saysThatOldServersDropTheDuration() {
        CertificateSigningRequest csr = CertificateSigningRequest.builder(
                        SignerName.KUBE_APISERVER_CLIENT, Requests.W02)
                .usages(KeyUsage.CLIENT_AUTH)
                .expiration(Duration.ofHours(1))
                .build();
        assertThat(csr.findings(KubernetesRelease.of(21)))
                .extracting(Finding::code)
                .contains("EXPIRATION_SECONDS_IGNORED");
        assertThat(csr.findings()).extracting(Finding::code).doesNotContain("EXPIRATION_SECONDS_IGNORED");
        assertThat(Requests.kubeletClient().findings(KubernetesRelease.of(21)))
                .extracting(Finding::code)
                .doesNotContain("EXPIRATION_SECONDS_IGNORED");
    }

    @Test
    void findsWhatIsWithinTheRequestThere() {
        CertificateSigningRequest csr = CertificateSigningRequest.kubeletServing(Requests.serving("Worker_1", "w"));
        assertThat(csr.findings())
                .filteredOn(finding -> finding.code().equals("NODE_NAME_INVALID"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.location().path()).isEqualTo("spec.request.subject"));
    }

    /** The life cycle in the types of k8s.io/api. */
    @Test
    void findsTheVersionThatIsServedNoMore() {
        CertificateSigningRequest beta = CertificateSigningRequest.parse(
                Requests.kubeletClient().toYaml().replace("certificates.k8s.io/v1", "certificates.k8s.io/v1beta1"));
        assertThat(beta.findings(KubernetesRelease.of(21)))
                .extracting(Finding::code)
                .doesNotContain("API_VERSION_UNSUPPORTED");
        assertThat(beta.findings(KubernetesRelease.of(22)))
                .extracting(Finding::code)
                .contains("API_VERSION_UNSUPPORTED");
        assertThat(beta.findings()).extracting(Finding::code).contains("API_VERSION_UNSUPPORTED");
    }
}
