package io.github.kubetls.certificate;

import static io.github.kubetls.certificate.TestDer.attributes;
import static io.github.kubetls.certificate.TestDer.bits;
import static io.github.kubetls.certificate.TestDer.general;
import static io.github.kubetls.certificate.TestDer.integer;
import static io.github.kubetls.certificate.TestDer.leafKey;
import static io.github.kubetls.certificate.TestDer.nodeSubject;
import static io.github.kubetls.certificate.TestDer.request;
import static io.github.kubetls.certificate.TestDer.seq;
import static io.github.kubetls.certificate.TestDer.withNames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/certificates.md, 3 to 5. */
class CertificateRequestTest {

    private static final KeyPair LEAF = new KeyPair(TestKeys.LEAF_PUBLIC, TestKeys.LEAF);

    @Test
    void buildsTheRequestOfAKubeletByteForByte() throws Exception {
        CertificateRequest request = CertificateRequest.builder(LEAF)
                .subject(DistinguishedName.of("system:node:worker-1", "system:nodes"))
                .provider(new HsmProvider())
                .build();
        assertThat(request.toPem()).as("docs/behaviour/worked-examples.md, W02").isEqualTo(Vectors.W02_REQUEST);
        assertThat(request.toDer()).hasSize(244);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(request.toDer())))
                .isEqualTo("4c98541169e58d53783f70c043cbf86849b5f7e851b7e326167b599f7a16eefb");
        assertThat(CertificateRequest.parse(Vectors.W02_REQUEST))
                .isEqualTo(request)
                .hasSameHashCodeAs(request);
    }

    @Test
    void namesTheSubjectOfANode() {
        CertificateRequest client = CertificateRequest.kubeletClient("worker-1", LEAF);
        assertThat(client.subject()).isEqualTo(DistinguishedName.of("system:node:worker-1", "system:nodes"));
        assertThat(client.subjectAltNames().isEmpty()).isTrue();
        assertThat(client.signatureAlgorithm()).isEqualTo("SHA256withECDSA");
        assertThat(client.publicKeyInfo()).isEqualTo(leafKey());
        assertThat(client.publicKey().getEncoded()).isEqualTo(leafKey());
        SubjectAltNames names = SubjectAltNames.of("worker-1", "10.0.0.9");
        CertificateRequest serving = CertificateRequest.kubeletServing("worker-1", names, LEAF);
        assertThat(serving.subject()).isEqualTo(client.subject());
        assertThat(serving.subjectAltNames()).isEqualTo(names);
        assertThatThrownBy(() -> CertificateRequest.kubeletClient("", LEAF))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNodeNameCannotSmuggleInAnOrganization() {
        String name = "x,O=system:masters+CN=\"y\\";
        CertificateRequest request = CertificateRequest.kubeletClient(name, LEAF);
        assertThat(request.subject().commonName()).isEqualTo("system:node:" + name);
        assertThat(request.subject().organizations()).containsExactly("system:nodes");
        assertThat(CertificateRequest.kubeletClient("#0c0161", LEAF).subject().commonName())
                .isEqualTo("system:node:#0c0161");
    }

    @Test
    void takesACommonNameOfMoreThan64Characters() {
        String name = "n".repeat(253);
        assertThat(CertificateRequest.kubeletClient(name, LEAF).subject().commonName())
                .isEqualTo("system:node:" + name);
    }

    @Test
    void writesNamesInTheOrderOfKubernetes(@TempDir Path directory) throws IOException {
        CertificateRequest request = CertificateRequest.builder(LEAF)
                .subject(DistinguishedName.of("x"))
                .subjectAltNames(SubjectAltNames.builder()
                        .uris(List.of("spiffe://a/b"))
                        .ipAddresses("fd00::1", "10.0.0.1", "::ffff:10.1.2.3")
                        .emailAddresses(List.of("a@b"))
                        .dnsNames("b", "a")
                        .build())
                .build();
        String names = "820162" + "820161" + "8103614062" + "8710fd000000000000000000000000000001" + "87040a000001"
                + "87040a010203" + "860c"
                + HexFormat.of().formatHex("spiffe://a/b".getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(request.toDer())).contains(names);
        Files.write(directory.resolve("r.pem"), request.toPem().getBytes(StandardCharsets.US_ASCII));
        assertThat(OpenSsl.run(directory, "req", "-in", "r.pem", "-noout", "-verify", "-text"))
                .contains("Certificate request self-signature verify OK")
                .contains("DNS:b, DNS:a, email:a@b, IP Address:FD00:0:0:0:0:0:0:1, IP Address:10.0.0.1, "
                        + "IP Address:10.1.2.3, URI:spiffe://a/b");
    }

    @ParameterizedTest
    @CsvSource({
        "ECDSA_P256, SHA256withECDSA, ecdsa-with-SHA256",
        "ECDSA_P384, SHA384withECDSA, ecdsa-with-SHA384",
        "RSA_2048, SHA256withRSA, sha256WithRSAEncryption",
        "RSA_3072, SHA384withRSA, sha384WithRSAEncryption",
        "RSA_4096, SHA512withRSA, sha512WithRSAEncryption",
        "ED25519, Ed25519, ED25519"
    })
    void signsWithTheAlgorithmThatGoesWithTheKey(
            KeyAlgorithm algorithm, String expected, String openSslName, @TempDir Path directory) throws IOException {
        CertificateRequest request = CertificateRequest.kubeletClient("worker-1", Keys.of(algorithm));
        assertThat(request.signatureAlgorithm()).isEqualTo(expected);
        assertThat(CertificateRequest.parse(request.toPem())).isEqualTo(request);
        Files.writeString(directory.resolve("r.pem"), request.toPem());
        assertThat(OpenSsl.run(directory, "req", "-in", "r.pem", "-noout", "-verify", "-text", "-nameopt", "oneline"))
                .contains("verify OK")
                .contains("Signature Algorithm: " + openSslName)
                .contains("Subject: O = system:nodes, CN = system:node:worker-1");
    }

    @ParameterizedTest
    @EnumSource(names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void signsWithMlDsa(KeyAlgorithm algorithm) {
        CertificateRequest request = CertificateRequest.kubeletClient("worker-1", Keys.of(algorithm));
        assertThat(request.signatureAlgorithm()).isEqualTo("ML-DSA");
        KubernetesRelease alpha = KubernetesRelease.of(38);
        assertThat(CertificateRequest.parse(request.toPem(), alpha)).isEqualTo(request);
        byte[] changed = request.toDer();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> CertificateRequest.parseDer(changed, alpha))
                .hasMessage("x509: ML-DSA verification failure");
        assertThatThrownBy(() -> CertificateRequest.parse(request.toPem(), KubernetesRelease.of(37)))
                .hasMessage("x509: cannot verify signature: algorithm unimplemented");
    }

    /** Go 1.24 (rsa1024min), as Kubernetes 1.36 answers. */
    @ParameterizedTest
    @ValueSource(ints = {512, 1000, 1023})
    void refusesSmallRsaKeysSince133(int bits) throws Exception {
        KeyPair keys = rsa(bits);
        byte[] der = rsaRequest(keys);
        String pem = Pem.Block.of(Pem.CERTIFICATE_REQUEST, der).toPem();
        assertThat(CertificateRequest.parse(pem, KubernetesRelease.of(32)).publicKey())
                .isEqualTo(keys.getPublic());
        String why = "crypto/rsa: " + bits
                + "-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)";
        assertThatThrownBy(() -> CertificateRequest.parse(pem, KubernetesRelease.of(33)))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("REQUEST_SIGNATURE_INVALID");
                    assertThat(e.rule()).isEqualTo(why);
                });
        assertThatThrownBy(() -> CertificateRequest.parseDer(der)).hasMessage(why);
        assertThatThrownBy(() -> CertificateRequest.kubeletClient("w", keys))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no API server accepts a request with this key pair: " + why);
        assertThat(Pem.parsePrivateKey(Pem.write(keys.getPrivate()))).isEqualTo(keys.getPrivate());
    }

    @Test
    void anotherReleaseReadsWhatWasVerifiedByItsOwnRules() throws Exception {
        CertificateRequest small = CertificateRequest.parseDer(rsaRequest(rsa(512)), KubernetesRelease.of(32));
        assertThat(small.readBy(KubernetesRelease.of(32))).isSameAs(small);
        assertThat(small.readBy(KubernetesRelease.of(31))).isEqualTo(small);
        assertThatThrownBy(() -> small.readBy(KubernetesRelease.of(33)))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("REQUEST_SIGNATURE_INVALID"));
        CertificateRequest quantum = CertificateRequest.kubeletClient("w", Keys.of(KeyAlgorithm.ML_DSA_44));
        assertThatThrownBy(() -> quantum.readBy(KubernetesRelease.of(37)))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("algorithm unimplemented");
    }

    @Test
    void acceptsRsaKeysOf1024Bits() throws Exception {
        assertThat(CertificateRequest.parseDer(rsaRequest(rsa(1024))).signatureAlgorithm())
                .isEqualTo("SHA256withRSA");
    }

    private static KeyPair rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static byte[] rsaRequest(KeyPair keys) {
        byte[] info = seq(integer(0), nodeSubject(), keys.getPublic().getEncoded(), attributes());
        SignatureScheme scheme = SignatureScheme.SHA256_WITH_RSA;
        return seq(info, scheme.identifier(), bits(Crypto.sign(keys.getPrivate(), scheme, null, info)));
    }

    @ParameterizedTest
    @CsvSource({"secp384r1, SHA384withECDSA", "secp521r1, SHA512withECDSA", "secp256r1, SHA256withECDSA"})
    void signsWithKeysOfTheJdk(String curve, String expected) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec(curve));
        CertificateRequest request = CertificateRequest.kubeletClient("w", generator.generateKeyPair());
        assertThat(request.signatureAlgorithm()).isEqualTo(expected);
        assertThat(CertificateRequest.kubeletClient(
                                "w", KeyPairGenerator.getInstance("Ed25519").generateKeyPair())
                        .signatureAlgorithm())
                .isEqualTo("Ed25519");
    }

    @ParameterizedTest
    @EnumSource(names = {"ECDSA_P256", "RSA_2048", "RSA_3072", "ED25519"})
    void signsWithAKeyThatCannotLeaveItsProvider(KeyAlgorithm algorithm) {
        HsmProvider hsm = new HsmProvider();
        KeyPair software = Keys.of(algorithm);
        KeyPair locked = new KeyPair(software.getPublic(), hsm.lock(software.getPrivate()));
        CertificateRequest named = CertificateRequest.builder(locked)
                .subject(DistinguishedName.of("x"))
                .provider(hsm)
                .build();
        assertThat(hsm.log()).containsExactly(named.signatureAlgorithm());
        java.security.Security.addProvider(hsm);
        try {
            assertThat(CertificateRequest.kubeletClient("w", locked).signatureAlgorithm())
                    .isEqualTo(named.signatureAlgorithm());
            assertThat(hsm.log()).as("found by JCA's own look-up").hasSize(2);
        } finally {
            java.security.Security.removeProvider(hsm.getName());
        }
    }

    @Test
    void theCallersProviderBeatsAll() {
        HsmProvider provider = new HsmProvider();
        CertificateRequest.builder(LEAF).provider(provider).build();
        assertThat(provider.log()).containsExactly("SHA256withECDSA");
        assertThat(CertificateRequest.parse(Vectors.W02_REQUEST, new BouncyCastleProvider())
                        .subject()
                        .commonName())
                .isEqualTo("system:node:worker-1");
        assertThatThrownBy(() ->
                        CertificateRequest.parse(Vectors.W02_REQUEST, java.security.Security.getProvider("SunRsaSign")))
                .isInstanceOf(io.github.kubetls.CryptoException.class);
    }

    @Test
    void refusesToBuildWithKeysThatDoNotFit() throws Exception {
        assertThatThrownBy(() -> CertificateRequest.kubeletClient("w", new KeyPair(TestKeys.CA_PUBLIC, TestKeys.LEAF)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not belong together");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec("secp256k1"));
        assertThatThrownBy(() -> CertificateRequest.kubeletClient("w", generator.generateKeyPair()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x509: unsupported elliptic curve");
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "ECDSA_P256", "ED25519", "ML_DSA_44"})
    void refusesToBuildWithHalvesOfTwoKeyPairs(KeyAlgorithm algorithm) {
        KeyPair halves = new KeyPair(
                Keys.of(algorithm).getPublic(), Keys.another(algorithm).getPrivate());
        assertThatThrownBy(() -> CertificateRequest.kubeletClient("w", halves))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("private and public key do not belong together: ");
    }

    @Test
    void whatAModuleThatOnlySignsHasSignedIsVerifiedWithoutIt() {
        HsmProvider module = new HsmProvider(false);
        KeyPair pair = Keys.of(KeyAlgorithm.ECDSA_P256);
        PrivateKey locked = module.lock(pair.getPrivate());
        CertificateRequest request = CertificateRequest.builder(new KeyPair(pair.getPublic(), locked))
                .subject(DistinguishedName.of("x"))
                .provider(module)
                .build();
        assertThat(module.log()).containsExactly("SHA256withECDSA");
        assertThat(CertificateRequest.parse(request.toPem())).isEqualTo(request);
        CertificateRequest.Builder halves = CertificateRequest.builder(
                        new KeyPair(Keys.another(KeyAlgorithm.ECDSA_P256).getPublic(), locked))
                .subject(DistinguishedName.of("x"))
                .provider(module);
        assertThatThrownBy(halves::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("private and public key do not belong together: ");
    }

    @Test
    void theFirstOfTwoRequestsCounts() {
        String other = CertificateRequest.kubeletClient("other", LEAF).toPem();
        assertThat(CertificateRequest.parse(Vectors.W02_REQUEST + other)
                        .subject()
                        .commonName())
                .as("docs/behaviour/worked-examples.md, W29")
                .isEqualTo("system:node:worker-1");
    }

    @Test
    void ignoresTextAroundAndHeadersInTheRequest() {
        String text =
                "Subject: x\n" + Vectors.W02_REQUEST.replace("REQUEST-----\nM", "REQUEST-----\nk: v\n\nM") + "more";
        assertThat(CertificateRequest.parse(text).toPem()).isEqualTo(Vectors.W02_REQUEST);
    }

    static Stream<Arguments> notARequest() {
        return Stream.of(
                arguments("empty", "", "no PEM block"),
                arguments("garbage", "garbage", "no PEM block"),
                arguments(
                        "DER",
                        new String(CertificateRequest.parse(Vectors.W02_REQUEST).toDer(), StandardCharsets.ISO_8859_1),
                        "no PEM block, but DER, without the lines of PEM around it"),
                arguments(
                        "base64 twice",
                        Base64.getMimeEncoder().encodeToString(Vectors.W02_REQUEST.getBytes(StandardCharsets.US_ASCII)),
                        "no PEM block, but base64 of a PEM block CERTIFICATE REQUEST: encoded twice, or not decoded"),
                arguments(
                        "without its end",
                        Vectors.W02_REQUEST.substring(0, 200),
                        "no PEM block, but a PEM block CERTIFICATE REQUEST, cut off or damaged"),
                arguments(
                        "a mark before it",
                        "\uFEFF" + Vectors.W02_REQUEST,
                        "no PEM block, but a PEM block CERTIFICATE REQUEST behind a byte order mark: remove the mark"),
                arguments(
                        "a private key before the request",
                        Pem.Block.of("PRIVATE KEY", new byte[3]).toPem() + Vectors.W02_REQUEST,
                        "PRIVATE KEY, a private key, which nobody else may ever see: if it was sent, make a new one; the"
                                + " request is behind it, and the first block decides"),
                arguments(
                        "keytool's label",
                        Vectors.W02_REQUEST.replace("CERTIFICATE R", "NEW CERTIFICATE R"),
                        "NEW CERTIFICATE REQUEST, rewrite the label"),
                arguments(
                        "lower case",
                        Vectors.W02_REQUEST.replace("CERTIFICATE REQUEST", "certificate request"),
                        "certificate request"),
                arguments(
                        "a certificate before the request",
                        Vectors.W03_CA + Vectors.W02_REQUEST,
                        "CERTIFICATE, a certificate; the request is behind it, and the first block decides"),
                arguments(
                        "CR only",
                        Vectors.W02_REQUEST.replace('\n', '\r'),
                        "no PEM block, but a PEM block CERTIFICATE REQUEST whose lines end with CR alone"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notARequest")
    void refusesWhatTheFirstBlockIsNot(String reason, String text, String found) {
        assertThatThrownBy(() -> CertificateRequest.parse(text))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("REQUEST_MISSING");
                    assertThat(e.rule()).isEqualTo("PEM block type must be CERTIFICATE REQUEST: found " + found);
                });
    }

    @Test
    void importsRequestsOfKeytool() {
        String foreign = Vectors.W02_REQUEST.replace("CERTIFICATE R", "NEW CERTIFICATE R");
        assertThat(CertificateRequest.parseForeign(foreign).toPem()).isEqualTo(Vectors.W02_REQUEST);
        assertThatThrownBy(() -> CertificateRequest.parseForeign(Vectors.W03_CA))
                .isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void readsTheRecordedRequestOfAKubelet() throws IOException {
        String recorded = Recorded.text("csr/certificatesigningrequests.yaml");
        String base64 = recorded.replaceAll("(?s).*request: (\\S+).*", "$1");
        CertificateRequest request = CertificateRequest.parse(
                new String(java.util.Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII));
        assertThat(request.subject()).isEqualTo(DistinguishedName.of("system:node:worker-1", "system:nodes"));
        assertThat(request.findings()).isEmpty();
    }

    @Test
    void throwsOneExceptionWhateverTheInput() {
        Random random = new Random(42);
        byte[] good = withNames(general(2, "a"), general(6, "http://x/"), general(7, "1234"));
        for (int i = 0; i < 3000; i++) {
            byte[] changed = Arrays.copyOf(good, good.length - random.nextInt(3));
            for (int j = random.nextInt(4); j >= 0; j--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                CertificateRequest.parseDer(changed);
            } catch (InvalidFormatException e) {
                assertThat(e.code()).isIn("REQUEST_INVALID", "REQUEST_SIGNATURE_INVALID");
            }
        }
    }

    @Test
    void isReadAsItWasWritten(@TempDir Path folder) throws IOException {
        CertificateRequest request =
                CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair());
        Path file = folder.resolve("new/node.csr");
        request.write(file);
        assertThat(CertificateRequest.read(file)).isEqualTo(request);
        assertThat(Posix.mode(file)).isEqualTo("rw-r--r--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Worker-1", "master_0", "", "a..b", "line\nend"})
    void findsThatNoNodeCanHaveTheName(String nodeName) {
        CertificateRequest request = CertificateRequest.builder(new KeyPair(TestKeys.LEAF_PUBLIC, TestKeys.LEAF))
                .subject(DistinguishedName.of("system:node:" + nodeName, "system:nodes"))
                .build();
        assertThat(request.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            assertThat(finding.code()).isEqualTo("NODE_NAME_INVALID");
            assertThat(finding.message())
                    .contains("\"" + nodeName.replace("\n", "\\n") + "\"")
                    .doesNotContain("\n");
        });
        assertThat(CertificateSigningRequest.kubeletClient(request).findings())
                .extracting(Finding::code)
                .contains("NODE_NAME_INVALID");
    }

    @ParameterizedTest
    @CsvSource({"system:node:worker-1.example, system:nodes", "system:node:Worker-1, ops", "Worker-1, system:nodes"})
    void findsNothingInTheNameOfANodeThatCanBeOrOfSomebodyElse(String commonName, String organization) {
        CertificateRequest request = CertificateRequest.builder(new KeyPair(TestKeys.LEAF_PUBLIC, TestKeys.LEAF))
                .subject(DistinguishedName.of(commonName, organization))
                .build();
        assertThat(request.findings()).isEmpty();
    }
}
