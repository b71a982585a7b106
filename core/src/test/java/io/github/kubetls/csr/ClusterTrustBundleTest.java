package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.csr.ClusterTrustBundle.Publication;
import io.github.kubetls.fixtures.OldCertificates;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.manifest.FieldError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/trust-bundles-and-pod-certificates.md, 1. */
class ClusterTrustBundleTest {

    private static final String CA = Vectors.W03_CA;
    private static final String OTHER_CA = CertificateAuthority.generate(
                    "other", KeyAlgorithm.ECDSA_P256, Instant.now())
            .certificatePem();
    private static final String LEAF = Vectors.W04_CERTIFICATE;

    private static byte[] bytes(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
    }

    private static String block(byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getEncoder().encodeToString(content.toByteArray())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static List<String> texts(ClusterTrustBundle bundle) {
        return bundle.violations().stream().map(Object::toString).toList();
    }

    static Stream<Arguments> bundles() {
        String prefix = "spec.trustBundle: Invalid value: \"<value omitted>\": ";
        String header = CA.replace("CERTIFICATE-----\nM", "CERTIFICATE-----\nk: v\n\nM");
        String garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        return Stream.of(
                arguments("one", CA, List.of()),
                arguments("two, with text between", CA + "text\n" + OTHER_CA, List.of()),
                arguments("none", "", List.of(prefix + "at least one trust anchor must be provided")),
                arguments("text", "text", List.of(prefix + "at least one trust anchor must be provided")),
                arguments(
                        "another label",
                        CA + Vectors.W02_REQUEST,
                        List.of(prefix + "entry 1 has bad block type: CERTIFICATE REQUEST")),
                arguments("headers", header, List.of(prefix + "entry 0 has PEM block headers")),
                arguments("garbage", garbage, List.of(prefix + "entry 0 does not parse as X.509")),
                arguments(
                        "two certificates in one block",
                        block(bytes(CA), bytes(OTHER_CA)),
                        List.of(prefix + "entry 0 does not parse as X.509")),
                arguments("an empty block", block(), List.of(prefix + "entry 0 does not parse as X.509")),
                arguments("no CA", LEAF, List.of(prefix + "entry 0 does not have the CA bit set")),
                arguments(
                        "every entry is looked at, but not for duplicates then",
                        CA + LEAF + CA + garbage,
                        List.of(
                                prefix + "entry 1 does not have the CA bit set",
                                prefix + "entry 3 does not parse as X.509")),
                arguments(
                        "duplicates",
                        CA + OTHER_CA + CA + CA,
                        List.of(prefix + "duplicate trust anchor (indices [0 2 3])")));
    }

    /** A bundle with any metadata, as a client may write it. */
    static ClusterTrustBundle bundle(String signer, String text, Map<String, ?> metadata) {
        return ClusterTrustBundle.fromMap(Map.of(
                "apiVersion",
                ClusterTrustBundle.API_VERSION,
                "kind",
                ClusterTrustBundle.KIND,
                "metadata",
                metadata,
                "spec",
                Map.of("signerName", signer, "trustBundle", text)));
    }

    @Test
    void writesNoSignerThatItDoesNotHave() {
        assertThat(ClusterTrustBundle.of("x", CA).toMap()).containsEntry("spec", Map.of("trustBundle", CA));
        assertThat(ClusterTrustBundle.of(SignerName.of("a.b/c"), "a.b:c:x", CA).toMap())
                .containsEntry("spec", Map.of("signerName", "a.b/c", "trustBundle", CA));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundles")
    void checksTheBundleAsTheApiServerDoes(String reason, String text, List<String> expected) {
        assertThat(texts(ClusterTrustBundle.of("x", text))).as(reason).isEqualTo(expected);
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 1.1: at both sides of each release boundary. */
    @ParameterizedTest
    @CsvSource({
        "27, certificates.k8s.io/v1alpha1",
        "32, certificates.k8s.io/v1alpha1",
        "33, certificates.k8s.io/v1beta1",
        "36, certificates.k8s.io/v1beta1",
        "37, certificates.k8s.io/v1",
        "38, certificates.k8s.io/v1"
    })
    void hasTheVersionOfTheRelease(int minor, String apiVersion) {
        KubernetesRelease release = KubernetesRelease.of(minor);
        ClusterTrustBundle bundle = ClusterTrustBundle.of("x", CA, release);
        assertThat(bundle.apiVersion()).isEqualTo(apiVersion);
        assertThat(ClusterTrustBundle.of(SignerName.of("a.b/c"), "x", CA, release)
                        .apiVersion())
                .isEqualTo(apiVersion);
        assertThat(ClusterTrustBundle.parse(bundle.toYaml())).isEqualTo(bundle);
        assertThat(ClusterTrustBundle.parseAll(bundle.toYaml())).containsExactly(bundle);
        assertThat(bundle.violations(release)).isEmpty();
    }

    /** The life cycle in the types of k8s.io/api 0.36.4. */
    @ParameterizedTest
    @CsvSource({"v1alpha1, 27, 36", "v1beta1, 33, 39", "v1, 37, 99"})
    void isServedFromItsFirstReleaseToItsLast(String version, int first, int last) {
        ClusterTrustBundle bundle = ClusterTrustBundle.parse("apiVersion: certificates.k8s.io/" + version
                + "\nkind: ClusterTrustBundle\nmetadata: {name: x}\nspec:\n  trustBundle: |\n" + OTHER_CA.indent(4));
        Instant now = Instant.now();
        for (int minor : new int[] {first, last}) {
            assertThat(bundle.findings(now, KubernetesRelease.of(minor))).isEmpty();
        }
        for (int minor : new int[] {first - 1, last + 1}) {
            if (minor < 100) {
                assertThat(bundle.findings(now, KubernetesRelease.of(minor)))
                        .extracting(finding -> finding.severity() + " " + finding.code() + " "
                                + finding.location().path())
                        .containsExactly("ERROR API_VERSION_UNSUPPORTED apiVersion");
            }
        }
    }

    @Test
    void findsWhatIsWrongWithItsCertificates() {
        ClusterTrustBundle bundle = ClusterTrustBundle.of("x", OTHER_CA);
        assertThat(bundle.findings(Instant.now().plus(Duration.ofDays(9000))))
                .extracting(Finding::code, finding -> finding.location().path())
                .containsExactly(tuple("CA_EXPIRED", "spec.trustBundle"));
        assertThat(ClusterTrustBundle.of("x", Vectors.W02_REQUEST).findings(Instant.now()))
                .extracting(finding -> finding.location().path())
                .containsExactly("spec.trustBundle");
    }

    @Test
    void doesNotExistBefore127() {
        assertThatThrownBy(() -> ClusterTrustBundle.of("x", CA, KubernetesRelease.of(26)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Kubernetes 1.26 has no ClusterTrustBundles");
    }

    @Test
    void refusesMoreThanOneMebibyte() {
        assertThat(ClusterTrustBundle.of("x", CA + " ".repeat(1024 * 1024 - CA.length()))
                        .violations())
                .isEmpty();
        ClusterTrustBundle large = ClusterTrustBundle.of("x", CA + LEAF + " ".repeat(1024 * 1024));
        assertThat(large.violations(KubernetesRelease.of(31)))
                .extracting(Object::toString)
                .containsExactly("spec.trustBundle: Too long: must have at most 1048576 bytes");
        assertThat(large.violations(KubernetesRelease.of(32)))
                .extracting(Object::toString)
                .containsExactly("spec.trustBundle: Too long: may not be more than 1048576 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "'', x, true",
        "'', a:x, false",
        "a.b/c, a.b:c:x, true",
        "a.b/c, a.b:c:, false",
        "'', '', false",
        "'', Foo_Bar, false",
        "'', a/b, false",
        "a.b/c, a.b:c:V1, false",
        "a.b/c, a.b:c:v1.example, true",
        "a.b/c, a.b:d:x, false",
        "a.b/c, x, false"
    })
    void theNameBelongsToTheSigner(String signer, String name, boolean accepted) {
        ClusterTrustBundle bundle = ClusterTrustBundle.parse("apiVersion: certificates.k8s.io/v1beta1\n"
                + "kind: ClusterTrustBundle\nmetadata: {name: '" + name + "'}\nspec:\n  signerName: '" + signer
                + "'\n  trustBundle: |\n" + CA.indent(4));
        assertThat(bundle.violations().isEmpty()).isEqualTo(accepted);
        assertThat(bundle.certificates()).hasSize(1);
    }

    static Stream<Arguments> namesAndTexts() {
        String subdomain =
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                        + " must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is"
                        + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
        String n300 = "n".repeat(300);
        return Stream.of(
                arguments("", "", "", List.of("metadata.name: Required value: name or generateName is required")),
                arguments("Root-CA", "", "", List.of("metadata.name: Invalid value: \"Root-CA\": " + subdomain)),
                arguments(
                        n300,
                        "",
                        "",
                        List.of("metadata.name: Invalid value: \"" + n300 + "\": must be no more than 253 characters")),
                arguments(
                        "a:B",
                        "",
                        "",
                        List.of("metadata.name: Invalid value: \"a:B\": ClusterTrustBundle without signer name must not"
                                + " have \":\" in its name")),
                arguments("a.b:c:X", "", "a.b/c", List.of("metadata.name: Invalid value: \"a.b:c:X\": " + subdomain)),
                arguments(
                        "X",
                        "",
                        "a.b/c",
                        List.of(
                                "metadata.name: Invalid value: \"X\": ClusterTrustBundle for signerName a.b/c must be named"
                                        + " with prefix a.b:c:")),
                arguments("", "root-", "", List.of()),
                arguments("", "a.b:c:v-", "a.b/c", List.of()),
                arguments(
                        "",
                        "Root-",
                        "",
                        List.of(
                                "metadata.generateName: Invalid value: \"Root-\": " + subdomain,
                                "metadata.name: Invalid value: \"Root-xxxxx\": " + subdomain)),
                arguments(
                        "fine", "Root-", "", List.of("metadata.generateName: Invalid value: \"Root-\": " + subdomain)));
    }

    @ParameterizedTest
    @MethodSource("namesAndTexts")
    void judgesWhatTheSignersNameLeavesOfTheName(
            String name, String generateName, String signer, List<String> expected) {
        Map<String, Object> metadata = Map.of("name", name, "generateName", generateName);
        ClusterTrustBundle bundle = bundle(signer, CA, metadata);
        assertThat(texts(bundle)).isEqualTo(expected);
    }

    @Test
    void checksTheSignersName() {
        assertThat(ClusterTrustBundle.of(SignerName.of("a.b/c"), "v1", CA).violations())
                .isEmpty();
        assertThat(ClusterTrustBundle.of(SignerName.of("a/c"), "v1", CA).violations())
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo("spec.signerName"));
    }

    @Test
    void aCaThatMayHaveNoCaBelowItIsACa() throws Exception {
        X500Name name = new X500Name("CN=last");
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(Requests.NOW),
                Date.from(Requests.NOW.plusSeconds(3600)),
                name,
                SubjectPublicKeyInfo.getInstance(Requests.KEYS.getPublic().getEncoded()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(new BouncyCastleProvider())
                        .build(Requests.KEYS.getPrivate()))
                .getEncoded();
        assertThat(ClusterTrustBundle.of("x", Pem.Block.of(Pem.CERTIFICATE, der).toPem())
                        .violations())
                .isEmpty();
    }

    @Test
    void theSignerIsForEverAndAnUnchangedBundleIsNotLookedInto() {
        ClusterTrustBundle broken = ClusterTrustBundle.of("x", LEAF);
        assertThat(ClusterTrustBundle.of("x", LEAF).violationsOfUpdate(broken)).isEmpty();
        assertThat(ClusterTrustBundle.of("x", LEAF + "\n").violationsOfUpdate(broken))
                .hasSize(1);
        assertThat(ClusterTrustBundle.of(SignerName.of("a.b/d"), "x", CA)
                        .violationsOfUpdate(ClusterTrustBundle.of(SignerName.of("a.b/c"), "x", CA)))
                .singleElement()
                .satisfies(error ->
                        assertThat(error).hasToString("spec.signerName: Invalid value: \"a.b/d\": field is immutable"));
        ClusterTrustBundle misnamed = ClusterTrustBundle.of("X y", CA);
        assertThat(misnamed.violationsOfUpdate(misnamed))
                .extracting(FieldError::field)
                .containsExactly("metadata.name");
    }

    @Test
    void readsAndWritesManifests(@TempDir Path directory) throws IOException {
        ClusterTrustBundle bundle = ClusterTrustBundle.of(SignerName.of("a.b/c"), "x", CA + OTHER_CA);
        assertThat(ClusterTrustBundle.parse(bundle.toYaml())).isEqualTo(bundle).hasSameHashCodeAs(bundle);
        assertThat(ClusterTrustBundle.parse(bundle.toJson())).isEqualTo(bundle);
        assertThat(ClusterTrustBundle.fromMap(bundle.toMap())).isEqualTo(bundle);
        assertThat(ClusterTrustBundle.parseAll(bundle.toYaml() + "---\n" + bundle.toYaml()))
                .containsExactly(bundle, bundle);
        assertThat(ClusterTrustBundle.parseAll("apiVersion: v1\nkind: Secret\n---\n" + bundle.toYaml()
                        + "---\napiVersion: example.com/v1\nkind: ClusterTrustBundle\n"))
                .as("objects of other kinds are passed over")
                .containsExactly(bundle);
        assertThat(bundle.kind()).isEqualTo("ClusterTrustBundle");
        assertThat(bundle).isNotEqualTo(ClusterTrustBundle.of(SignerName.of("a.b/c"), "x", CA));
        Path file = Files.writeString(directory.resolve("b.yaml"), bundle.toYaml());
        assertThat(ClusterTrustBundle.read(file)).isEqualTo(bundle);
        assertThat(bundle).hasToString("ClusterTrustBundle[a.b:c:x]");
        String alpha = bundle.toYaml().replace("certificates.k8s.io/v1", "certificates.k8s.io/v1alpha1");
        assertThat(ClusterTrustBundle.parse(alpha).apiVersion()).isEqualTo("certificates.k8s.io/v1alpha1");
        assertThatThrownBy(() -> ClusterTrustBundle.parse("kind: ConfigMap\napiVersion: v1"))
                .isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(ClusterTrustBundle.of("x", "text")::certificates).isInstanceOf(InvalidFormatException.class);
    }

    /** docs/behaviour/certificates.md, 5.4: certificates with negative serial numbers do not parse since 1.32. */
    @Test
    void readsCertificatesAsAReleaseDoes() {
        String old = OldCertificates.negativeSerial(Requests.KEYS, Instant.EPOCH, Instant.now());
        ClusterTrustBundle bundle = ClusterTrustBundle.of("x", old);
        KubernetesRelease before = KubernetesRelease.of(31);
        KubernetesRelease since = KubernetesRelease.of(32);
        assertThat(bundle.certificates(before)).hasSize(1);
        assertThat(bundle.violations(before)).isEmpty();
        assertThatThrownBy(() -> bundle.certificates(since)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(bundle::certificates).isInstanceOf(InvalidFormatException.class);
        assertThat(bundle.violations(since))
                .extracting(Object::toString)
                .containsExactly(
                        "spec.trustBundle: Invalid value: \"<value omitted>\": entry 0 does not parse as X.509");
        ClusterTrustBundle stored = ClusterTrustBundle.of("x", CA);
        assertThat(bundle.violationsOfUpdate(stored, before)).isEmpty();
        assertThat(bundle.violationsOfUpdate(stored, since)).hasSize(1);
    }

    @Test
    void aCertificateThatDoesNotSayWhetherItIsACaIsNone(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("x.cnf"), "[req]\ndistinguished_name = dn\nprompt = no\n[dn]\nCN = x\n");
        OpenSsl.run(
                directory,
                ("req -x509 -config x.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout key.pem"
                                + " -out crt.pem")
                        .split(" "));
        String pem = Files.readString(directory.resolve("crt.pem"));
        assertThat(Pem.parseCertificates(pem).get(0).getExtensionValue("2.5.29.19"))
                .isNull();
        assertThat(texts(ClusterTrustBundle.of("x", pem)))
                .containsExactly(
                        "spec.trustBundle: Invalid value: \"<value omitted>\": entry 0 does not have the CA bit"
                                + " set");
    }

    // --- the publisher: docs/behaviour/trust-bundles-and-pod-certificates.md, 2

    private static final SignerName SERVING = SignerName.of("kubernetes.io/kube-apiserver-serving");

    @ParameterizedTest
    @CsvSource({
        "32, certificates.k8s.io/v1alpha1",
        "33, certificates.k8s.io/v1beta1",
        "36, certificates.k8s.io/v1beta1",
        "37, certificates.k8s.io/v1"
    })
    void whatIsPublishedIsNamedAfterItsContent(int minor, String apiVersion) {
        ClusterTrustBundle bundle = ClusterTrustBundle.published(SERVING, "x\n", KubernetesRelease.of(minor));
        assertThat(bundle.metadata().name()).isEqualTo("kubernetes.io:kube-apiserver-serving:73cb3858a687a8494ca33230");
        assertThat(bundle.apiVersion()).isEqualTo(apiVersion);
        assertThat(bundle.trustBundle()).isEqualTo("x\n");
        assertThat(bundle.signerName()).contains(SERVING);
    }

    @Test
    void publishesOneBundleOfASignerAndNoOther() {
        KubernetesRelease release = KubernetesRelease.latest();
        ClusterTrustBundle wanted = ClusterTrustBundle.published(SERVING, CA);
        ClusterTrustBundle former = ClusterTrustBundle.published(SERVING, OTHER_CA, release);
        ClusterTrustBundle ofOthers = ClusterTrustBundle.of(SignerName.of("a.b/c"), "x", CA);
        ClusterTrustBundle ofNobody = ClusterTrustBundle.of("x", CA);
        assertThat(wanted.violations()).isEmpty();
        assertThat(wanted.publication(List.of())).containsExactly(new Publication.Create(wanted));
        assertThat(wanted.publication(List.of(ofOthers, wanted, ofNobody))).isEmpty();
        assertThat(wanted.publication(List.of(former, ofOthers)))
                .containsExactly(
                        new Publication.Create(wanted),
                        new Publication.Delete(former.metadata().name()));
        Map<String, Object> metadata =
                Map.of("name", wanted.metadata().name(), "uid", "u", "labels", Map.of("kept", "yes"));
        ClusterTrustBundle changed = bundle(SERVING.value(), OTHER_CA, metadata);
        assertThat(wanted.publication(List.of(changed)))
                .singleElement()
                .isInstanceOfSatisfying(Publication.Update.class, update -> {
                    assertThat(update.bundle().trustBundle()).isEqualTo(CA);
                    assertThat(update.bundle().metadata()).isEqualTo(changed.metadata());
                });
        assertThat(ClusterTrustBundle.published(SERVING, "", release).publication(List.of(former)))
                .as("the controller does not run without a CA")
                .isEmpty();
        assertThatThrownBy(() -> ofNobody.publication(List.of(ofNobody)))
                .as("it would delete those of everybody else who has no signer")
                .isInstanceOf(IllegalStateException.class);
    }
}
