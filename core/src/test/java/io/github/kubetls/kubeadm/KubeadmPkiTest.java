package io.github.kubetls.kubeadm;

import static io.github.kubetls.kubeadm.KubeadmCertificate.APISERVER;
import static io.github.kubetls.kubeadm.KubeadmCertificate.CA;
import static io.github.kubetls.kubeadm.KubeadmCertificate.ETCD_PEER;
import static io.github.kubetls.kubeadm.KubeadmCertificate.ETCD_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.fixtures.LoggingProvider;
import io.github.kubetls.fixtures.Recorded;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/kubeadm.md, 4 to 6. */
class KubeadmPkiTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration BACKDATE = Duration.ofMinutes(5);
    private static final Map<Integer, KubeadmFiles> FILES = new HashMap<>();
    private static final KubeadmFiles AS_RECORDED = Pki.recorded().build().generate(NOW);

    // --- against kubeadm 1.20.2

    @ParameterizedTest
    @EnumSource(KubeadmCertificate.class)
    void makesWhatKubeadmMade(KubeadmCertificate row) throws IOException {
        X509Certificate theirs = Pki.certificate(Recorded.text("kubeadm-pki/configured/" + row.certificateFile()));
        X509Certificate ours = certificate(AS_RECORDED, row);
        assertThat(Pki.fields(ours)).isEqualTo(Pki.fields(theirs));
        assertThat(KeyAlgorithm.of(ours.getPublicKey())).isEqualTo(KeyAlgorithm.of(theirs.getPublicKey()));
        if (row.isCa()) {
            assertThat(ours.getSerialNumber()).isEqualTo(theirs.getSerialNumber());
        }
        // Kubeadm reads the clock for each certificate.
        assertThat(lifetime(theirs).minus(lifetime(ours))).isBetween(Duration.ZERO, Duration.ofSeconds(3));
    }

    private static Duration lifetime(X509Certificate certificate) {
        return Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    @Test
    void writesTheServiceAccountKeysAsKubeadmDid() throws IOException {
        Map<String, String> texts = AS_RECORDED.toPem();
        assertThat(texts.get("sa.pub").lines().findFirst())
                .isEqualTo(
                        Recorded.text("kubeadm-pki/configured/sa.pub").lines().findFirst())
                .contains("-----BEGIN PUBLIC KEY-----");
        assertThat(texts.get("sa.pub")).hasSameSizeAs(Recorded.text("kubeadm-pki/configured/sa.pub"));
        assertThat(Pem.blocks(texts.get("sa.key")))
                .hasSize(1)
                .first()
                .satisfies(block -> assertThat(block.label()).isEqualTo("RSA PRIVATE KEY"));
        assertThat(KeyAlgorithm.keyPair(Pem.parsePrivateKey(texts.get("sa.key")))
                        .getPublic())
                .isEqualTo(Pem.parsePublicKeys(texts.get("sa.pub")).get(0));
    }

    // --- the table

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ca,                       ca,                       '',             kubernetes,                    '',        ''",
        "apiserver,                apiserver,                ca,             kube-apiserver,                s,         ''",
        "apiserver-kubelet-client, apiserver-kubelet-client, ca,             kube-apiserver-kubelet-client, c,         admins",
        "front-proxy-ca,           front-proxy-ca,           '',             front-proxy-ca,                '',        ''",
        "front-proxy-client,       front-proxy-client,       front-proxy-ca, front-proxy-client,            c,         ''",
        "etcd-ca,                  etcd/ca,                  '',             etcd-ca,                       '',        ''",
        "etcd-server,              etcd/server,              etcd-ca,        cp-1,                          sc,        ''",
        "etcd-peer,                etcd/peer,                etcd-ca,        cp-1,                          sc,        ''",
        "etcd-healthcheck-client,  etcd/healthcheck-client,  etcd-ca,        kube-etcd-healthcheck-client,  c,         none",
        "apiserver-etcd-client,    apiserver-etcd-client,    etcd-ca,        kube-apiserver-etcd-client,    c,         none"
    })
    void isTheTableOfTheSpecification(
            String name, String base, String signer, String commonName, String usages, String groups)
            throws CertificateParsingException {
        KubeadmCertificate row = row(name);
        assertThat(row.certificateFile()).isEqualTo(base + ".crt");
        assertThat(row.keyFile()).isEqualTo(base + ".key");
        assertThat(row.signer().map(KubeadmCertificate::kubeadmName).orElse("")).isEqualTo(signer);
        assertThat(row.isCa()).isEqualTo(signer.isEmpty());
        List<String> before = groups.isEmpty() ? List.of() : List.of("system:masters");
        List<String> after = groups.equals("admins") ? List.of("kubeadm:cluster-admins") : List.of();
        for (int minor : new int[] {20, 28, 29, 36, 37}) {
            KubeadmFiles files = filesOf(minor);
            X509Certificate certificate = certificate(files, row);
            List<String> expected = minor < 29 ? before : minor < 37 ? after : List.of();
            assertThat(row.organizations(KubernetesRelease.of(minor))).isEqualTo(expected);
            assertThat(certificate.getSubjectX500Principal().getName())
                    .as("1.%d", minor)
                    .isEqualTo(subject(commonName, expected));
            KubeadmCertificate ca = row.signer().orElse(row);
            assertThat(CertificateAuthority.hasSigned(certificate(files, ca), certificate))
                    .isTrue();
            assertThat(certificate.getExtendedKeyUsage()).isEqualTo(usages.isEmpty() ? null : oids(usages));
        }
    }

    /** As RFC 2253 has it: the other way round. */
    private static String subject(String commonName, List<String> organizations) {
        return "CN=" + commonName + (organizations.isEmpty() ? "" : ",O=" + organizations.get(0));
    }

    private static List<String> oids(String usages) {
        return usages.chars()
                .mapToObj(usage -> usage == 's' ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")
                .toList();
    }

    private static KubeadmCertificate row(String name) {
        return Arrays.stream(KubeadmCertificate.values())
                .filter(row -> row.kubeadmName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static KubeadmFiles filesOf(int minor) {
        return FILES.computeIfAbsent(
                minor,
                of -> Pki.fast().release(KubernetesRelease.of(of)).build().generate(NOW));
    }

    private static X509Certificate certificate(KubeadmFiles files, KubeadmCertificate row) {
        return files.certificates().get(row).certificate();
    }

    @ParameterizedTest
    @CsvSource({
        "20, '',         0, -1, 0",
        "21, '',         0, -1, 0",
        "22, kubernetes, 0, -1, 0",
        "27, kubernetes, 0, -1, 0",
        "28, kubernetes, 1, 12, 5",
        "30, kubernetes, 1, 12, 5",
        "31, kubernetes, 1, 12, 5",
        "36, kubernetes, 1, 12, 5"
    })
    void followsTheReleases(int minor, String caName, int caSerialSign, int basicConstraints, int backdateMinutes) {
        KubeadmFiles files = filesOf(minor);
        X509Certificate ca = certificate(files, CA);
        assertThat(SubjectAltNames.of(ca).dnsNames()).isEqualTo(caName.isEmpty() ? List.of() : List.of(caName));
        assertThat(ca.getSerialNumber().signum()).isEqualTo(caSerialSign);
        assertThat(ca.getNotBefore()).isEqualTo(NOW.minus(Duration.ofMinutes(backdateMinutes)));
        assertThat(ca.getNotAfter()).isEqualTo(NOW.plus(YEAR.multipliedBy(10)));
        X509Certificate leaf = certificate(files, APISERVER);
        assertThat(leaf.getSerialNumber()).isBetween(BigInteger.ZERO, BigInteger.ONE.shiftLeft(63));
        assertThat(leaf.getNotBefore()).isEqualTo(NOW.minus(Duration.ofMinutes(backdateMinutes)));
        assertThat(leaf.getNotAfter()).isEqualTo(NOW.plus(YEAR));
        byte[] constraints = leaf.getExtensionValue("2.5.29.19");
        assertThat(constraints == null).isEqualTo(basicConstraints < 0);
        assertThat(leaf.getBasicConstraints()).as("no CA").isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"20, 2026-01-15T10:00:00Z", "30, 2026-01-15T10:00:00Z", "31, 2026-02-15T09:55:00Z"})
    void aLeafBeginsWithItsCaOrFiveMinutesAgo(int minor, Instant notBefore) {
        KubeadmPki pki = Pki.fast().release(KubernetesRelease.of(minor)).build();
        CertificateAuthority ca = CertificateAuthority.builder("kubernetes", NOW)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .release(KubernetesRelease.of(20))
                .build();
        Instant later = Instant.parse("2026-02-15T10:00:00Z");
        X509Certificate leaf = pki.issue(APISERVER, ca, later).certificate();
        assertThat(leaf.getNotBefore()).isEqualTo(notBefore);
        assertThat(leaf.getNotAfter()).isEqualTo(later.plus(YEAR));
    }

    @Test
    void periodsAreConfigurableFromV1beta4() {
        KubeadmFiles files = Pki.fast()
                .release(KubernetesRelease.of(31))
                .caCertificateValidityPeriod(Duration.ofDays(100))
                .certificateValidityPeriod(Duration.ofDays(10))
                .build()
                .generate(NOW);
        assertThat(certificate(files, CA).getNotAfter()).isEqualTo(NOW.plus(Duration.ofDays(100)));
        assertThat(certificate(files, CA).getNotBefore()).isEqualTo(NOW.minus(BACKDATE));
        assertThat(certificate(files, ETCD_PEER).getNotAfter()).isEqualTo(NOW.plus(Duration.ofDays(10)));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ECDSA_P256", "ECDSA_P384"})
    void everyKeyHasTheAlgorithm(KeyAlgorithm algorithm) {
        KubeadmFiles files =
                Pki.fast().keyAlgorithm(algorithm).externalEtcd(true).build().generate(NOW);
        assertThat(files.certificates().values())
                .extracting(pair -> KeyAlgorithm.of(pair.certificate().getPublicKey()))
                .allSatisfy(found -> assertThat(found).contains(algorithm));
        assertThat(KeyAlgorithm.of(files.serviceAccountKey().orElseThrow().getPublic()))
                .contains(algorithm);
    }

    @ParameterizedTest
    @CsvSource({"20, ECDSA_P256", "31, RSA_3072", "31, RSA_4096", "34, ECDSA_P384"})
    void takesEachAlgorithmFromItsReleaseOn(int minor, KeyAlgorithm algorithm) {
        KubeadmPki pki = Pki.fast()
                .keyAlgorithm(algorithm)
                .release(KubernetesRelease.of(minor))
                .build();
        assertThat(pki.release()).isEqualTo(KubernetesRelease.of(minor));
    }

    @ParameterizedTest
    @CsvSource({
        "37, ECDSA_P256, 0404030202A4",
        "38, ECDSA_P256, 040403020284",
        "37, RSA_2048,   0404030202A4",
        "38, RSA_2048,   0404030202A4"
    })
    void aCaEnciphersKeysOnlyWithRsaFrom138(int minor, KeyAlgorithm algorithm, String usage) {
        X509Certificate ca = CertificateAuthority.builder("kubernetes", NOW)
                .keyAlgorithm(algorithm)
                .release(KubernetesRelease.of(minor))
                .build()
                .certificate();
        assertThat(HexFormat.of().withUpperCase().formatHex(ca.getExtensionValue("2.5.29.15")))
                .isEqualTo(usage);
    }

    @Test
    void everyKeyComesFromTheProviderAndNewCasSignWithIt() {
        LoggingProvider provider = new LoggingProvider();
        KubeadmFiles files = Pki.fast().provider(provider).build().generate(NOW);
        List<String> log = provider.takeLog();
        assertThat(log.stream().filter("KeyPairGenerator.EC"::equals))
                .as("a key for each certificate, and that of service accounts")
                .hasSize(files.certificates().size() + 1);
        assertThat(log.stream().filter("Signature.SHA256withECDSA"::equals))
                .hasSizeGreaterThanOrEqualTo(files.certificates().size());
    }

    @Test
    void anExternalEtcdNeedsNoCertificates() {
        assertThat(Pki.fast().externalEtcd(true).build().certificates())
                .extracting(KubeadmCertificate::kubeadmName)
                .containsExactly("ca", "apiserver", "apiserver-kubelet-client", "front-proxy-ca", "front-proxy-client");
    }

    @Test
    void showsNodeAddressAndRelease() {
        assertThat(Pki.fast().release(KubernetesRelease.of(36)).build())
                .hasToString("KubeadmPki[cp-1, 10.0.0.10, 1.36]");
    }

    // --- names

    @Test
    void namesTheApiServer() {
        assertThat(names(pki -> pki.dnsDomain("k8s.example"), APISERVER))
                .hasToString("[DNS:cp-1, DNS:kubernetes, DNS:kubernetes.default, DNS:kubernetes.default.svc, "
                        + "DNS:kubernetes.default.svc.k8s.example, IP:10.96.0.1, IP:10.0.0.10]");
    }

    @Test
    void namesEtcd() {
        assertThat(names(pki -> pki.serverCertSans("b", "10.1.1.1", "a", "127.0.0.1"), ETCD_SERVER))
                .hasToString(
                        "[DNS:a, DNS:b, DNS:cp-1, DNS:localhost, IP:10.0.0.10, IP:127.0.0.1, IP:::1, IP:10.1.1.1]");
        assertThat(names(pki -> pki.peerCertSans("z"), ETCD_PEER))
                .hasToString("[DNS:cp-1, DNS:localhost, DNS:z, IP:10.0.0.10, IP:127.0.0.1, IP:::1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10.96.0.0/12; 10.96.0.1; the first address after the network's",
                "10.96.7.9/24; 10.96.7.1; the bits of the host do not count",
                "fd00:10:96::/112; fd00:10:96::1; IPv6",
                "fd00::/108,10.96.0.0/16; fd00::1; dual stack: the first one",
                "10.96.0.0/16,fd00::/108; 10.96.0.1; dual stack: the first one"
            })
    void hasTheFirstServiceAddress(String subnet, String address, String reason) {
        assertThat(names(pki -> pki.serviceSubnet(subnet), APISERVER).ipAddressTexts())
                .as(reason)
                .containsExactly(address, "10.0.0.10");
    }

    @ParameterizedTest
    @CsvSource({
        "lb.example.org:6443, DNS:lb.example.org",
        "lb.example.org, DNS:lb.example.org",
        "10.5.5.5:6443, IP:10.5.5.5",
        "10.5.5.5, IP:10.5.5.5",
        "[fd00::5]:6443, IP:fd00::5",
        "fd00::5, IP:fd00::5",
        "lb:, DNS:lb"
    })
    void hasTheHostOfTheEndpoint(String endpoint, String name) {
        assertThat(names(pki -> pki.controlPlaneEndpoint(endpoint), APISERVER).toString())
                .containsPattern("[\\[ ]" + name.replace(".", "\\.") + "[,\\]]");
    }

    @Test
    void sortsNamesInByteOrderAndKeepsAddressesInOrder() {
        SubjectAltNames names = names(
                pki -> pki.controlPlaneEndpoint("10.9.9.9")
                        .certSans("zz", "10.9.9.9", "a-b", "a.b", "9", "10.1.1.1", "10.0.0.10", "zz", "fd00::1"),
                APISERVER);
        assertThat(names.dnsNames())
                .startsWith("9", "a-b", "a.b", "cp-1")
                .endsWith("zz")
                .doesNotHaveDuplicates();
        assertThat(names.ipAddressTexts()).containsExactly("10.96.0.1", "10.0.0.10", "10.9.9.9", "10.1.1.1", "fd00::1");
    }

    @Test
    void invalidNamesAreLeftOutAndReported() {
        KubeadmPki pki = Pki.fast()
                .certSans("ok", "Upper", "*.ok", "a.*.b", "*", "under_score")
                .serverCertSans("-x")
                .peerCertSans("y-")
                .build();
        assertThat(pki.subjectAltNames(APISERVER).dnsNames())
                .startsWith("*.ok", "cp-1")
                .endsWith("ok")
                .hasSize(7);
        assertThat(pki.findings())
                .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING))
                .allSatisfy(finding -> assertThat(finding.code()).isEqualTo("SUBJECT_ALT_NAME_INVALID"))
                .extracting(finding -> finding.location().toString())
                .containsExactly(
                        "apiServer.certSANs[1]",
                        "apiServer.certSANs[3]",
                        "apiServer.certSANs[4]",
                        "apiServer.certSANs[5]",
                        "etcd.local.serverCertSANs[0]",
                        "etcd.local.peerCertSANs[0]");
    }

    private static SubjectAltNames names(UnaryOperator<KubeadmPki.Builder> settings, KubeadmCertificate row) {
        return settings.apply(Pki.fast()).build().subjectAltNames(row);
    }

    // --- settings that kubeadm refuses

    static Stream<Arguments> refusedSettings() {
        return Stream.of(
                refused("no name", KubeadmPki.builder("", "10.0.0.1"), "the node name"),
                refused("a name with a blank", KubeadmPki.builder("a b", "10.0.0.1"), "the node name"),
                refused("an address as name", KubeadmPki.builder("fd00::1", "10.0.0.1"), "the node name"),
                refused("one that begins with a colon", KubeadmPki.builder("::1", "10.0.0.1"), "the node name"),
                refused("a wildcard as name", KubeadmPki.builder("*.example.org", "10.0.0.1"), "the node name"),
                refused("a name as address", KubeadmPki.builder("a", "host"), "advertiseAddress"),
                refused("no domain", Pki.fast().dnsDomain(""), "dnsDomain"),
                refused("no range", Pki.fast().serviceSubnet("10.96.0.1"), "couldn't parse subnet"),
                refused("a blank", Pki.fast().serviceSubnet("10.96.0.0/16, fd00::/108"), "couldn't parse subnet"),
                refused("8 addresses", Pki.fast().serviceSubnet("10.96.0.0/29"), "subnet is too small"),
                refused("21 bits", Pki.fast().serviceSubnet("10.96.0.0/11"), "too large"),
                refused("21 bits of IPv6", Pki.fast().serviceSubnet("fd00::/107"), "too large"),
                refused("one family", Pki.fast().serviceSubnet("10.96.0.0/16,10.97.0.0/16"), "dual-stack"),
                refused("three ranges", Pki.fast().serviceSubnet("10.96.0.0/16,fd00::/108,10.97.0.0/16"), "dual-stack"),
                refused("a port of 0", Pki.fast().controlPlaneEndpoint("lb:0"), "between 1 and 65535"),
                refused("a port in words", Pki.fast().controlPlaneEndpoint("lb:https"), "between 1 and 65535"),
                refused("a scheme", Pki.fast().controlPlaneEndpoint("https://lb:6443"), "RFC 1123"),
                refused("no host", Pki.fast().controlPlaneEndpoint(":6443"), "RFC 1123"),
                refused("brackets alone", Pki.fast().controlPlaneEndpoint("[fd00::1]"), "RFC 1123"),
                refused("a key kubeadm cannot load", Pki.fast().keyAlgorithm(KeyAlgorithm.ED25519), "Ed25519"),
                refused(
                        "P-384 before 1.34",
                        Pki.fast().keyAlgorithm(KeyAlgorithm.ECDSA_P384).release(KubernetesRelease.of(33)),
                        "kubeadm of 1.33 makes no keys of ECDSA-P384"),
                refused(
                        "RSA-3072 before v1beta4",
                        Pki.fast().keyAlgorithm(KeyAlgorithm.RSA_3072).release(KubernetesRelease.of(30)),
                        "kubeadm of 1.30 makes no keys of RSA-3072"),
                refused(
                        "a CA's period before v1beta4",
                        Pki.fast().caCertificateValidityPeriod(YEAR).release(KubernetesRelease.of(30)),
                        "validity period"),
                refused(
                        "a period before v1beta4",
                        Pki.fast().certificateValidityPeriod(YEAR).release(KubernetesRelease.of(30)),
                        "validity period"));
    }

    private static Arguments refused(String reason, KubeadmPki.Builder builder, String message) {
        return Arguments.of(reason, builder, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedSettings")
    void refusesWhatKubeadmRefuses(String reason, KubeadmPki.Builder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesPeriodsThatAreNone() {
        assertThatThrownBy(() -> Pki.fast().caCertificateValidityPeriod(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCaIsNotIssued() {
        KubeadmPki pki = Pki.fast().build();
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
        assertThatThrownBy(() -> pki.issue(KubeadmCertificate.ETCD_CA, ca, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("etcd-ca is a CA, which signs itself");
    }
}
