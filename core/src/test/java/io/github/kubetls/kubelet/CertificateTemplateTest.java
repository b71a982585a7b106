package io.github.kubetls.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.fixtures.LoggingProvider;
import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.kubelet.CertificateTemplate.NodeAddress;
import io.github.kubetls.manifest.FieldError;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/kubelet.md, 4 and 5.2. */
class CertificateTemplateTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    private static List<NodeAddress> addresses(String... entries) {
        List<NodeAddress> addresses = new ArrayList<>();
        for (String entry : entries) {
            String[] parts = entry.split("=", 2);
            NodeAddress.Type type = Arrays.stream(NodeAddress.Type.values())
                    .filter(candidate -> candidate.apiName().equals(parts[0]))
                    .findFirst()
                    .orElseThrow();
            addresses.add(NodeAddress.of(type, parts[1]));
        }
        return addresses;
    }

    private static Optional<CertificateTemplate> serving(int minor, String... entries) {
        return CertificateTemplate.kubeletServing("w1", addresses(entries), List.of(), KubernetesRelease.of(minor));
    }

    @Test
    void aClientIsTheNode() {
        CertificateTemplate template = CertificateTemplate.kubeletClient("worker-1");
        assertThat(template.subject()).isEqualTo(DistinguishedName.of("system:node:worker-1", "system:nodes"));
        assertThat(template.subjectAltNames().isEmpty()).isTrue();
    }

    /** docs/behaviour/kubelet.md, 4, and docs/behaviour/worked-examples.md, W27. */
    @Test
    void servesTheNodesNamesAndAddresses() {
        CertificateTemplate template = CertificateTemplate.kubeletServing(
                        "w1", addresses("Hostname=w1", "InternalIP=10.0.0.9", "InternalIP=10.0.0.10", "InternalDNS=w1"))
                .orElseThrow();
        assertThat(template.subject()).isEqualTo(DistinguishedName.of("system:node:w1", "system:nodes"));
        assertThat(template.subjectAltNames().dnsNames()).containsExactly("w1");
        assertThat(template.subjectAltNames().ipAddressTexts()).containsExactly("10.0.0.10", "10.0.0.9");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            a host name that is an address     | Hostname=10.0.0.1                                | -    | 10.0.0.1
            an internal IP that is a name      | InternalIP=w1,ExternalIP=10.0.0.2                | -    | 10.0.0.2
            an external IP that is a CIDR      | ExternalIP=10.0.0.0/8,InternalIP=10.0.0.2        | -    | 10.0.0.2
            a DNS entry that is an address     | InternalDNS=10.0.0.3,InternalIP=10.0.0.2         | 10.0.0.3 | 10.0.0.2
            names are sorted, capitals first   | Hostname=b,ExternalDNS=a,InternalDNS=B,InternalIP=10.0.0.2 | B,a,b | 10.0.0.2
            empty values                       | Hostname=,InternalDNS=,InternalIP=,ExternalIP=10.0.0.2 | - | 10.0.0.2
            duplicates                         | InternalIP=10.0.0.2,ExternalIP=10.0.0.2          | -    | 10.0.0.2
            one address in two spellings       | InternalIP=fd00::1,ExternalIP=FD00:0::1          | -    | fd00::1,fd00::1
            IPv4 in IPv6                       | InternalIP=::ffff:10.0.0.2                       | -    | 10.0.0.2
            leading zeros                      | InternalIP=010.1.1.1                             | -    | 10.1.1.1
            sorted as a certificate shows them | InternalIP=FD00::2,InternalIP=fd00::1            | -    | fd00::1,fd00::2
            addresses are sorted by their text | InternalIP=fd00::9,InternalIP=9.0.0.1,InternalIP=10.0.0.2 | - | 10.0.0.2,9.0.0.1,fd00::9
            """)
    void takesNamesAndAddressesAsKubeletDoes(String reason, String entries, String names, String ips) {
        SubjectAltNames result = CertificateTemplate.kubeletServing("w1", addresses(entries.split(",")))
                .orElseThrow()
                .subjectAltNames();
        assertThat(result.dnsNames()).as(reason).isEqualTo(names == null ? List.of() : List.of(names.split(",")));
        assertThat(result.ipAddressTexts()).as(reason).containsExactly(ips.split(","));
    }

    @Test
    void requestsNothingWhileThereIsNoAddress() {
        for (int minor : List.of(20, 22, 30, 31, 36)) {
            assertThat(serving(minor)).isEmpty();
            assertThat(serving(minor, "Hostname=", "InternalIP=w1")).isEmpty();
            assertThat(serving(minor, "Hostname=w1", "InternalIP=10.0.0.1")).isPresent();
        }
    }

    @Test
    void aNameAloneIsEnoughBefore131() {
        assertThat(serving(21, "Hostname=w1")).isPresent();
        assertThat(serving(30, "Hostname=w1")).isPresent();
        assertThat(serving(31, "Hostname=w1")).isEmpty();
        assertThat(serving(36, "Hostname=w1")).isEmpty();
        assertThat(serving(30, "InternalIP=10.0.0.1")).isPresent();
    }

    @Test
    void leadingZerosMadeANameBefore122() {
        SubjectAltNames names = serving(21, "Hostname=010.1.1.1", "InternalIP=010.1.1.2")
                .orElseThrow()
                .subjectAltNames();
        assertThat(names.dnsNames()).containsExactly("010.1.1.1");
        assertThat(names.ipAddresses()).isEmpty();
        assertThat(serving(30, "Hostname=010.1.1.1")
                        .orElseThrow()
                        .subjectAltNames()
                        .ipAddressTexts())
                .containsExactly("10.1.1.1");
    }

    @Test
    void theNewestKubeletWaitsForTheCloudProvider() {
        List<NodeAddress> addresses = addresses("InternalIP=10.0.0.1");
        List<String> taints = List.of("a", CertificateTemplate.UNINITIALIZED_TAINT);
        assertThat(CertificateTemplate.kubeletServing("w1", addresses, taints, KubernetesRelease.of(33)))
                .isEmpty();
        assertThat(CertificateTemplate.kubeletServing("w1", addresses, List.of("a"), KubernetesRelease.of(33)))
                .isPresent();
        assertThat(CertificateTemplate.kubeletServing("w1", addresses, taints, KubernetesRelease.of(32)))
                .isPresent();
    }

    @Test
    void refusesNamesThatNoCertificateCanHold() {
        assertThatThrownBy(() ->
                        CertificateTemplate.kubeletServing("w1", addresses("Hostname=w\u00fc", "InternalIP=10.0.0.1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requestsWithTheCallersProvider() {
        LoggingProvider provider = new LoggingProvider();
        CertificateRequest request =
                CertificateTemplate.kubeletClient("w").request(KeyAlgorithm.ECDSA_P256.generateKeyPair(), provider);
        assertThat(request.subject()).isEqualTo(DistinguishedName.of("system:node:w", "system:nodes"));
        assertThat(provider.takeLog()).contains("Signature.SHA256withECDSA");
    }

    private static List<String> missing(CertificateTemplate template, String subject, String... names) {
        return template
                .violations(SelfSigned.of(subject, START, START.plusSeconds(60), names)
                        .certificate())
                .stream()
                .map(FieldError::message)
                .toList();
    }

    @Test
    void aCertificateSatisfiesItsTemplate() {
        assertThat(CertificateTemplate.kubeletClient("worker-1")
                        .isSatisfiedBy(Pairs.recorded().certificate()))
                .isTrue();
        assertThat(CertificateTemplate.kubeletClient("worker-1")
                        .isSatisfiedBy(Pairs.recorded().certificate(), KubernetesRelease.of(20)))
                .isTrue();
        CertificateTemplate serving = serving(36, "Hostname=w1", "InternalIP=10.0.0.9", "InternalIP=fd00::1")
                .orElseThrow();
        assertThat(missing(serving, "O=system:nodes,CN=system:node:w1", "w1", "10.0.0.9", "fd00::1"))
                .isEmpty();
    }

    @Test
    void moreNamesAndOrganizationsDoNoHarm() {
        CertificateTemplate serving =
                serving(36, "Hostname=w1", "InternalIP=10.0.0.9").orElseThrow();
        assertThat(missing(serving, "O=a+O=system:nodes,OU=b,CN=system:node:w1", "x", "w1", "10.0.0.8", "10.0.0.9"))
                .isEmpty();
        assertThat(missing(CertificateTemplate.kubeletClient("w1"), "CN=system:node:w1,O=system:nodes", "extra"))
                .isEmpty();
    }

    @Test
    void saysEverythingThatIsMissing() {
        CertificateTemplate serving = serving(
                        36, "Hostname=w1", "InternalDNS=w1.internal", "InternalIP=10.0.0.9", "InternalIP=10.0.0.10")
                .orElseThrow();
        CertificateTemplate client = CertificateTemplate.kubeletClient("worker-2");
        assertThat(client.isSatisfiedBy(Pairs.recorded().certificate())).isFalse();
        assertThat(client.isSatisfiedBy(Pairs.recorded().certificate(), KubernetesRelease.latest()))
                .isFalse();
        assertThat(missing(serving, "O=nodes,CN=system:node:w2", "w2"))
                .containsExactly(
                        "Current certificate CN (system:node:w2) does not match requested CN (system:node:w1)",
                        "Current certificate is missing requested DNS names [w1 w1.internal]",
                        "Current certificate is missing requested IP addresses [10.0.0.10 10.0.0.9]",
                        "Current certificate is missing requested orgs [system:nodes]");
        assertThat(missing(serving, "O=system:nodes,CN=system:node:w1", "w1", "w1.internal", "10.0.0.9"))
                .containsExactly("Current certificate is missing requested IP addresses [10.0.0.10]");
        assertThat(missing(serving, "O=system:nodes,CN=system:node:w1", "W1", "w1.internal", "10.0.0.9", "10.0.0.10"))
                .as("names differ in upper and lower case")
                .hasSize(1);
    }

    @Test
    void emailAddressesAndUrisAreNotCompared() {
        CertificateTemplate template = CertificateTemplate.of(
                DistinguishedName.of("a"),
                SubjectAltNames.builder()
                        .emailAddresses(List.of("a@b"))
                        .uris(List.of("spiffe://a"))
                        .build());
        assertThat(missing(template, "CN=a")).isEmpty();
    }

    @Test
    void isAValue() {
        assertThat(CertificateTemplate.kubeletClient("a"))
                .isEqualTo(CertificateTemplate.kubeletClient("a"))
                .hasSameHashCodeAs(CertificateTemplate.kubeletClient("a"))
                .isNotEqualTo(CertificateTemplate.kubeletClient("b"))
                .asString()
                .contains("system:node:a");
    }

    @Test
    void makesTheRequest() {
        KeyPair keyPair = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        assertThat(CertificateTemplate.kubeletClient("w1").request(keyPair).subject())
                .isEqualTo(CertificateRequest.kubeletClient("w1", keyPair).subject());
        CertificateTemplate serving =
                serving(36, "Hostname=w1", "InternalIP=10.0.0.9").orElseThrow();
        CertificateRequest request =
                CertificateRequest.parse(serving.request(keyPair).toPem());
        assertThat(request.subject()).isEqualTo(serving.subject());
        assertThat(request.subjectAltNames()).isEqualTo(serving.subjectAltNames());
        assertThat(request.publicKey()).isEqualTo(keyPair.getPublic());
    }

    @Test
    void refusesKeysThatAreTooWeak() throws Exception {
        CertificateTemplate template = CertificateTemplate.kubeletClient("w1");
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        assertThatThrownBy(() -> template.request(rsa.generateKeyPair()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the new key is insecure: RSA key size 1024 bits is below the minimum of 2048");
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        ec.initialize(new ECGenParameterSpec("secp224r1"));
        assertThatThrownBy(() -> template.request(ec.generateKeyPair()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the new key is insecure: ECDSA key curve P-224 (224 bits) is below the minimum of 256");
        assertThat(template.request(KeyAlgorithm.RSA_2048.generateKeyPair()).publicKey())
                .as("the least that is strong enough")
                .isInstanceOf(RSAKey.class);
        assertThat(template.request(KeyAlgorithm.ED25519.generateKeyPair()).signatureAlgorithm())
                .as("other kinds of keys are not judged")
                .isEqualTo("Ed25519");
    }
}
