package io.github.kubetls.certificate;

import static io.github.kubetls.certificate.TestDer.attributes;
import static io.github.kubetls.certificate.TestDer.bits;
import static io.github.kubetls.certificate.TestDer.criticalExtension;
import static io.github.kubetls.certificate.TestDer.extension;
import static io.github.kubetls.certificate.TestDer.extensionRequest;
import static io.github.kubetls.certificate.TestDer.integer;
import static io.github.kubetls.certificate.TestDer.join;
import static io.github.kubetls.certificate.TestDer.leafKey;
import static io.github.kubetls.certificate.TestDer.nodeSubject;
import static io.github.kubetls.certificate.TestDer.octets;
import static io.github.kubetls.certificate.TestDer.oid;
import static io.github.kubetls.certificate.TestDer.rdn;
import static io.github.kubetls.certificate.TestDer.request;
import static io.github.kubetls.certificate.TestDer.seq;
import static io.github.kubetls.certificate.TestDer.set;
import static io.github.kubetls.certificate.TestDer.signed;
import static io.github.kubetls.certificate.TestDer.signedWith;
import static io.github.kubetls.certificate.TestDer.string;
import static io.github.kubetls.certificate.TestDer.subjectAltName;
import static io.github.kubetls.certificate.TestDer.tlv;
import static io.github.kubetls.certificate.TestDer.utf8;
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
import io.github.kubetls.internal.der.MalformedDer;
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
    private static final byte[] NONE = attributes();

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

    // --- reading: the armour

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

    // --- reading: what the API server refuses, in its words

    private static byte[] general(int kind, String text) {
        return string(0x80 | kind, text);
    }

    private static byte[] withNames(byte[]... names) {
        return request(nodeSubject(), leafKey(), attributes(extensionRequest(subjectAltName(names))));
    }

    private static byte[] withSubject(byte[]... rdns) {
        return request(seq(rdns), leafKey(), NONE);
    }

    private static byte[] withKey(byte[] key) {
        return request(nodeSubject(), key, NONE);
    }

    static Stream<Arguments> refusals() {
        byte[] good = request(nodeSubject(), leafKey(), NONE);
        byte[] extension = subjectAltName(general(2, "a"));
        byte[] rsaOid = oid("1.2.840.113549.1.1.1");
        byte[] ecOid = oid("1.2.840.10045.2.1");
        byte[] indefinite = join(new byte[] {0x30, (byte) 0x80}, Arrays.copyOfRange(good, 3, good.length), new byte[2]);
        byte[] point = Arrays.copyOfRange(leafKey(), leafKey().length - 65, leafKey().length);
        byte[] offCurve = point.clone();
        offCurve[64] ^= 1;
        byte[] compressed = Arrays.copyOf(point, 33);
        compressed[0] = 3;
        return Stream.of(
                arguments("bytes after the request", join(good, new byte[1]), "asn1: syntax error: trailing data"),
                arguments(
                        "no attributes",
                        signed(seq(integer(0), nodeSubject(), leafKey())),
                        "asn1: syntax error: sequence truncated"),
                arguments("indefinite length", indefinite, "asn1: syntax error: indefinite length found (not DER)"),
                arguments("empty", new byte[0], "asn1: syntax error: sequence truncated"),
                arguments("cut off", Arrays.copyOf(good, good.length - 1), "asn1: syntax error: data truncated"),
                arguments(
                        "a long length that fits a short one",
                        join(new byte[] {0x30, (byte) 0x81, 1}, new byte[1]),
                        "asn1: structure error: non-minimal length"),
                arguments(
                        "one extension twice",
                        request(nodeSubject(), leafKey(), attributes(extensionRequest(extension, extension))),
                        "x509: certificate request contains duplicate requested extensions"),
                arguments(
                        "one extension in two attributes",
                        request(
                                nodeSubject(),
                                leafKey(),
                                attributes(extensionRequest(extension), extensionRequest(extension))),
                        "x509: certificate request contains duplicate requested extensions"),
                arguments("a DNS name beyond ASCII", withNames(general(2, "\u00FC")), "x509: SAN dNSName is malformed"),
                arguments(
                        "an email address beyond ASCII",
                        withNames(general(1, "\u00FC")),
                        "x509: SAN rfc822Name is malformed"),
                arguments(
                        "a URI beyond ASCII",
                        withNames(general(6, "\u00FC")),
                        "x509: SAN uniformResourceIdentifier is malformed"),
                arguments(
                        "names that are no sequence",
                        request(
                                nodeSubject(),
                                leafKey(),
                                attributes(extensionRequest(extension("2.5.29.17", string(12, "a"))))),
                        "x509: invalid subject alternative names"),
                arguments("a CIDR", withNames(general(7, "12345678")), "x509: cannot parse IP address of length 8"),
                arguments(
                        "an IP address of 5 bytes",
                        withNames(general(7, "12345")),
                        "x509: cannot parse IP address of length 5"),
                arguments(
                        "a URI that does not parse",
                        withNames(general(6, "http://[::1")),
                        "x509: cannot parse URI \"http://[::1\": parse \"http://[::1\": missing ']' in host"),
                arguments(
                        "a URI with an empty label",
                        withNames(general(6, "http://a..b/")),
                        "x509: cannot parse URI \"http://a..b/\": invalid domain"),
                arguments(
                        "extensions that are no sequence",
                        request(
                                nodeSubject(),
                                leafKey(),
                                attributes(seq(oid("1.2.840.113549.1.9.14"), set(integer(1))))),
                        "asn1: structure error: tags don't match (16 vs {class:0 tag:2 length:1 isCompound:false}) {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}  @2"),
                arguments(
                        "an extension that is no sequence",
                        request(nodeSubject(), leafKey(), attributes(extensionRequest(integer(1)))),
                        "asn1: structure error: sequence tag mismatch"),
                arguments(
                        "'@' in a PrintableString",
                        withSubject(rdn("2.5.4.3", string(19, "a@b"))),
                        "asn1: syntax error: PrintableString contains invalid character"),
                arguments(
                        "a byte beyond ASCII in an IA5String",
                        withSubject(rdn("2.5.4.3", string(22, "\u00FC"))),
                        "asn1: syntax error: IA5String contains invalid character"),
                arguments(
                        "a letter in a NumericString",
                        withSubject(rdn("2.5.4.3", string(18, "1a"))),
                        "asn1: syntax error: NumericString contains invalid character"),
                arguments(
                        "invalid UTF-8",
                        withSubject(rdn("2.5.4.3", string(12, "\u00FC"))),
                        "asn1: invalid UTF-8 string"),
                arguments(
                        "a BMPString of three bytes",
                        withSubject(rdn("2.5.4.3", string(30, "abc"))),
                        "invalid BMPString"),
                arguments("a surrogate", withSubject(rdn("2.5.4.3", tlv(30, hex("D83DDE00")))), "invalid BMPString"),
                arguments(
                        "the first noncharacter",
                        withSubject(rdn("2.5.4.3", tlv(30, hex("FDD0")))),
                        "invalid BMPString"),
                arguments(
                        "the last of its row", withSubject(rdn("2.5.4.3", tlv(30, hex("FDEF")))), "invalid BMPString"),
                arguments(
                        "half a byte order mark",
                        withSubject(rdn("2.5.4.3", tlv(30, hex("FFFE")))),
                        "invalid BMPString"),
                arguments("FFFF", withSubject(rdn("2.5.4.3", tlv(30, hex("0061FFFF")))), "invalid BMPString"),
                arguments("a subject that is no sequence", request(integer(1), leafKey(), NONE), null),
                arguments(
                        "secp256k1",
                        withKey(seq(seq(ecOid, oid("1.3.132.0.10")), bits(point))),
                        "x509: unsupported elliptic curve"),
                arguments(
                        "Brainpool",
                        withKey(seq(seq(ecOid, oid("1.3.36.3.3.2.8.1.1.7")), bits(point))),
                        "x509: unsupported elliptic curve"),
                arguments(
                        "explicit curve parameters",
                        withKey(seq(seq(ecOid, seq(integer(1))), bits(point))),
                        "x509: invalid ECDSA parameters"),
                arguments(
                        "a compressed point",
                        withKey(seq(seq(ecOid, oid("1.2.840.10045.3.1.7")), bits(compressed))),
                        "x509: failed to unmarshal elliptic curve point"),
                arguments(
                        "a point off the curve",
                        withKey(seq(seq(ecOid, oid("1.2.840.10045.3.1.7")), bits(offCurve))),
                        "x509: failed to unmarshal elliptic curve point"),
                arguments(
                        "RSA without NULL",
                        withKey(seq(seq(rsaOid), bits(seq(integer(35), integer(3))))),
                        "x509: RSA key missing NULL parameters"),
                arguments(
                        "RSA with a negative modulus",
                        withKey(seq(seq(rsaOid, tlv(5)), bits(seq(integer(-35), integer(3))))),
                        "x509: RSA modulus is not a positive number"),
                arguments(
                        "Ed25519 with parameters",
                        withKey(seq(seq(oid("1.3.101.112"), tlv(5)), bits(new byte[32]))),
                        "x509: Ed25519 key encoded with illegal parameters"),
                arguments(
                        "Ed25519 of 31 bytes",
                        withKey(seq(seq(oid("1.3.101.112")), bits(new byte[31]))),
                        "x509: wrong Ed25519 public key size"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusesWhatTheApiServerRefusesInItsWords(
            String reason, byte[] der, @org.jspecify.annotations.Nullable String expected) {
        assertThatThrownBy(() -> CertificateRequest.parseDer(der))
                .as(reason)
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("REQUEST_INVALID");
                    if (expected != null) {
                        assertThat(e.rule()).isEqualTo(expected);
                    }
                });
    }

    static Stream<Arguments> badSignatures() throws Exception {
        byte[] info = seq(integer(0), nodeSubject(), leafKey(), NONE);
        byte[] signature = Crypto.sign(TestKeys.LEAF, SignatureScheme.SHA256_WITH_ECDSA, null, info);
        byte[] ecdsa = seq(oid("1.2.840.10045.4.3.2"));
        byte[] changed = signature.clone();
        changed[signature.length - 1] ^= 1;
        KeyPair rsa = Keys.of(KeyAlgorithm.RSA_2048);
        byte[] rsaInfo = seq(integer(0), nodeSubject(), rsa.getPublic().getEncoded(), NONE);
        byte[] rsaNull = tlv(5);
        byte[] ed448 = seq(seq(oid("1.3.101.113")), bits(new byte[57]));
        byte[] edInfo = seq(
                integer(0),
                nodeSubject(),
                KeyAlgorithm.ED25519.generateKeyPair().getPublic().getEncoded(),
                NONE);
        return Stream.of(
                arguments("ECDSA", seq(info, ecdsa, bits(changed)), "x509: ECDSA verification failure"),
                arguments(
                        "another message",
                        seq(seq(integer(1), nodeSubject(), leafKey(), NONE), ecdsa, bits(signature)),
                        "x509: ECDSA verification failure"),
                arguments(
                        "a signature that is no structure",
                        seq(info, ecdsa, bits(new byte[8])),
                        "x509: ECDSA verification failure"),
                arguments(
                        "RSA",
                        seq(rsaInfo, seq(oid("1.2.840.113549.1.1.11"), rsaNull), bits(new byte[256])),
                        "crypto/rsa: verification error"),
                arguments(
                        "RSA, wrong length",
                        seq(rsaInfo, seq(oid("1.2.840.113549.1.1.11"), rsaNull), bits(new byte[255])),
                        "crypto/rsa: verification error"),
                arguments(
                        "Ed25519",
                        seq(edInfo, seq(oid("1.3.101.112")), bits(new byte[64])),
                        "x509: Ed25519 verification failure"),
                arguments(
                        "MD5",
                        seq(rsaInfo, seq(oid("1.2.840.113549.1.1.4"), rsaNull), bits(new byte[256])),
                        "x509: cannot verify signature: insecure algorithm MD5-RSA"),
                arguments(
                        "SHA-224",
                        seq(rsaInfo, seq(oid("1.2.840.113549.1.1.14"), rsaNull), bits(new byte[256])),
                        "x509: cannot verify signature: algorithm unimplemented"),
                arguments(
                        "Ed448",
                        seq(seq(integer(0), nodeSubject(), ed448, NONE), seq(oid("1.3.101.113")), bits(new byte[114])),
                        "x509: cannot verify signature: algorithm unimplemented"),
                arguments(
                        "Ed25519 with parameters",
                        seq(edInfo, seq(oid("1.3.101.112"), rsaNull), bits(new byte[64])),
                        "x509: cannot verify signature: algorithm unimplemented"),
                arguments(
                        "PSS without parameters",
                        seq(rsaInfo, seq(oid("1.2.840.113549.1.1.10")), bits(new byte[256])),
                        "x509: cannot verify signature: algorithm unimplemented"),
                arguments(
                        "RSA for a key on a curve",
                        seq(info, seq(oid("1.2.840.113549.1.1.11"), rsaNull), bits(signature)),
                        "x509: signature algorithm specifies an RSA public key, but have public key of type *ecdsa.PublicKey"),
                arguments(
                        "DSA for an RSA key",
                        seq(rsaInfo, seq(oid("1.2.840.10040.4.3")), bits(signature)),
                        "x509: signature algorithm specifies an DSA public key, but have public key of type *rsa.PublicKey"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSignatures")
    void refusesSignaturesInTheWordsOfTheApiServer(String reason, byte[] der, String expected) {
        assertThatThrownBy(() -> CertificateRequest.parseDer(der))
                .as(reason)
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("REQUEST_SIGNATURE_INVALID");
                    assertThat(e.rule()).isEqualTo(expected);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-sha1", "-sha256", "-sha384", "-sha512"})
    void takesEveryDigestWithEveryKey(String digest, @TempDir Path directory) throws IOException {
        for (KeyAlgorithm algorithm : List.of(KeyAlgorithm.ECDSA_P256, KeyAlgorithm.RSA_2048)) {
            Files.writeString(
                    directory.resolve("k.pem"), Pem.write(Keys.of(algorithm).getPrivate()));
            OpenSsl.run(directory, "req", "-new", "-key", "k.pem", "-subj", "/CN=x", digest, "-out", "r.pem");
            CertificateRequest request = CertificateRequest.read(directory.resolve("r.pem"));
            assertThat(request.subject().commonName()).isEqualTo("x");
            assertThat(request.findings().stream().map(Finding::code).filter("SIGNATURE_ALGORITHM_INSECURE"::equals))
                    .hasSize(digest.equals("-sha1") ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"256, 32, true", "384, 48, true", "512, 64, true", "256, 20, false", "256, 64, false"})
    void takesPssOnlyWithASaltAsLongAsTheDigest(
            String digest, String saltLength, boolean accepted, @TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("rsa.pem"),
                Pem.write(Keys.of(KeyAlgorithm.RSA_2048).getPrivate()));
        String command = "req -new -key rsa.pem -subj /CN=x -sha" + digest + " -sigopt rsa_padding_mode:pss"
                + " -sigopt rsa_pss_saltlen:" + saltLength + " -out r.pem";
        OpenSsl.run(directory, command.split(" "));
        String pem = Files.readString(directory.resolve("r.pem"));
        if (accepted) {
            assertThat(CertificateRequest.parse(pem).signatureAlgorithm()).isEqualTo("RSASSA-PSS");
        } else {
            assertThatThrownBy(() -> CertificateRequest.parse(pem))
                    .hasMessage("x509: cannot verify signature: algorithm unimplemented");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa -out k.pem 512",
                "genrsa -3 -out k.pem 1024",
                "ecparam -name secp224r1 -genkey -noout -out k.pem"
            })
    void takesWeakKeysWithAFinding(String command, @TempDir Path directory) throws IOException {
        OpenSsl.run(directory, command.split(" "));
        OpenSsl.run(directory, "req", "-new", "-key", "k.pem", "-subj", "/CN=x", "-out", "r.pem");
        assertThat(CertificateRequest.read(directory.resolve("r.pem"), KubernetesRelease.of(32))
                        .findings())
                .extracting(Finding::code)
                .contains("KEY_INSECURE");
    }

    // --- reading: what the API server tolerates

    static Stream<Arguments> tolerated() {
        byte[] names = subjectAltName(general(2, "a"));
        byte[] unknown = seq(oid("1.2.3.4"), set(integer(1)));
        return Stream.of(
                arguments("version 1", signed(seq(integer(1), nodeSubject(), leafKey(), NONE))),
                arguments("version 5", signed(seq(integer(5), nodeSubject(), leafKey(), NONE))),
                arguments(
                        "challengePassword",
                        request(
                                nodeSubject(),
                                leafKey(),
                                attributes(seq(oid("1.2.840.113549.1.9.7"), set(utf8("x")))))),
                arguments("an unknown attribute", request(nodeSubject(), leafKey(), attributes(unknown))),
                arguments("an attribute that is none", request(nodeSubject(), leafKey(), attributes(integer(1)))),
                arguments(
                        "an attribute without values",
                        request(nodeSubject(), leafKey(), attributes(seq(oid("1.2.840.113549.1.9.14"), set())))),
                arguments(
                        "an unknown critical extension",
                        request(
                                nodeSubject(),
                                leafKey(),
                                attributes(extensionRequest(criticalExtension("1.2.3.4", new byte[1]))))),
                arguments("an empty sequence of names", withNames()),
                arguments(
                        "names of other kinds",
                        withNames(tlv(0xA4, nodeSubject()), tlv(0x88, new byte[] {42}), tlv(0xA0, oid("1.2.3")))),
                arguments(
                        "two attributes with extensions",
                        request(
                                nodeSubject(),
                                leafKey(),
                                attributes(
                                        extensionRequest(names), extensionRequest(extension("2.5.29.14", octets()))))),
                arguments(
                        "elements after the attributes",
                        signed(seq(integer(0), nodeSubject(), leafKey(), NONE, integer(7)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tolerated")
    void takesWhatTheApiServerTakes(String reason, byte[] der) {
        assertThat(CertificateRequest.parseDer(der).subject())
                .as(reason)
                .isEqualTo(DistinguishedName.of("system:node:worker-1", "system:nodes"));
    }

    @Test
    void readsOnlyTheFirstValueOfAnExtensionRequest() {
        byte[] attribute = seq(
                oid("1.2.840.113549.1.9.14"),
                set(seq(subjectAltName(general(2, "first"))), seq(subjectAltName(general(2, "second")))));
        assertThat(CertificateRequest.parseDer(request(nodeSubject(), leafKey(), attributes(attribute)))
                        .subjectAltNames()
                        .dnsNames())
                .containsExactly("first");
    }

    // --- subjects

    static Stream<Arguments> strings() {
        return Stream.of(
                arguments("PrintableString with asterisk and ampersand", string(19, "a*&"), "a*&"),
                arguments("UTF8String", utf8("\u00FC\uD83D\uDE00"), "\u00FC\uD83D\uDE00"),
                arguments("IA5String", string(22, "a@b"), "a@b"),
                arguments("TeletexString", string(20, "\u00E9"), "\u00E9"),
                arguments("TeletexString that looks like UTF-8", string(20, "\u00C3\u00A9"), "\u00C3\u00A9"),
                arguments("TeletexString with NUL", tlv(20, new byte[1]), "\u0000"),
                arguments("BMPString beside the noncharacters", tlv(30, hex("FDCFFDF0FFFD")), "\uFDCF\uFDF0\uFFFD"),
                arguments("BMPString with two terminators", tlv(30, new byte[] {0, 97, 0, 0, 0, 0}), "a\u0000"),
                arguments("BMPString", tlv(30, "\u00FC".getBytes(StandardCharsets.UTF_16BE)), "\u00FC"),
                arguments("BMPString with terminator", tlv(30, new byte[] {0, 97, 0, 0}), "a"),
                arguments("NumericString", string(18, "12 3"), "12 3"),
                arguments("UniversalString is not seen", tlv(28, new byte[] {0, 0, 0, 97}), ""),
                arguments("VisibleString is not seen", string(26, "a"), ""),
                arguments("an integer is not seen", integer(1), ""));
    }

    /** docs/behaviour/certificates.md, 5.2. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a b", "\u0000", "*", "*.a", "a."})
    void takesAnyDnsNameOfAscii(String name) {
        byte[] der = withNames(general(2, name));
        for (int minor : new int[] {20, 36, 37}) {
            assertThat(CertificateRequest.parseDer(der, KubernetesRelease.of(minor))
                            .subjectAltNames()
                            .dnsNames())
                    .containsExactly(name);
        }
    }

    /** docs/behaviour/certificates.md, 4.2. */
    @Test
    void readsStringsOfNamesAsAReleaseDoes() {
        KubernetesRelease before = KubernetesRelease.of(35);
        byte[] teletex = withSubject(rdn("2.5.4.3", string(20, "\u00C3\u00BC")));
        assertThat(CertificateRequest.parseDer(teletex, before).subject().commonName())
                .isEqualTo("\u00FC");
        byte[] surrogates = withSubject(rdn("2.5.4.3", tlv(30, hex("D83DDE00"))));
        assertThat(CertificateRequest.parseDer(surrogates, before).subject().commonName())
                .isEqualTo("\uD83D\uDE00");
        assertThatThrownBy(() -> CertificateRequest.parseDer(withSubject(rdn("2.5.4.3", string(30, "abc"))), before))
                .hasMessage("pkcs12: odd-length BMP string");
    }

    /** The answers of 1.36 are those of its libraries; what was accepted before is written as Go wrote it. */
    @ParameterizedTest
    @CsvSource({
        "http://a::7/, 36, 'invalid port \"::7\" after host'",
        "https://fe80::2/x, 36, 'invalid port \"::2\" after host'",
        "https://a:b:7/, 36, 'invalid port \":b:7\" after host'",
        "http://[1.2.3.4]/, 35, invalid IP-literal",
        "http://[q]/, 35, 'invalid host: ParseAddr(\"q\"): unable to parse IP'",
        "http://a[b]/, 35, invalid IP-literal"
    })
    void checksHostsOfUrisAsAReleaseDoes(String uri, int since, String why) {
        byte[] der = withNames(general(6, uri));
        assertThat(CertificateRequest.parseDer(der, KubernetesRelease.of(since - 1))
                        .subjectAltNames()
                        .uris())
                .containsExactly(uri);
        for (int minor = since; minor <= 37; minor++) {
            KubernetesRelease release = KubernetesRelease.of(minor);
            assertThatThrownBy(() -> CertificateRequest.parseDer(der, release))
                    .hasMessage("x509: cannot parse URI \"" + uri + "\": parse \"" + uri + "\": " + why);
        }
    }

    /** Go 1.24 reads a boolean; before, it went by any of their bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"", "01", "7F", "FFFF", "0000"})
    void refusesBooleansInSubjectsThatAreNotThoseOfDerSince133(String content) {
        byte[] der = withSubject(rdn("2.5.4.3", tlv(1, hex(content))));
        assertThat(CertificateRequest.parseDer(der, KubernetesRelease.of(32))
                        .subject()
                        .commonName())
                .isEmpty();
        assertThatThrownBy(() -> CertificateRequest.parseDer(der, KubernetesRelease.of(33)))
                .hasMessage("asn1: syntax error: invalid boolean");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "FF"})
    void doesNotSeeBooleansInSubjects(String content) {
        byte[] der = withSubject(rdn("2.5.4.3", tlv(1, hex(content))));
        assertThat(CertificateRequest.parseDer(der).subject().commonName()).isEmpty();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strings")
    void readsTheStringTypesThatKubernetesReads(String reason, byte[] value, String expected) {
        CertificateRequest request = CertificateRequest.parseDer(withSubject(rdn("2.5.4.3", value)));
        assertThat(request.subject().commonName()).as(reason).isEqualTo(expected);
    }

    @Test
    void bytesThatAreNoTextAreKeptApartAndCannotBeSigned() {
        CertificateRequest request = CertificateRequest.parseDer(
                withSubject(rdn("2.5.4.3", string(20, "a\u00FC"))), KubernetesRelease.of(35));
        assertThat(request.subject().isText()).isFalse();
        assertThat(request.subject().commonName()).isNotEqualTo("a\uFFFD").isNotEqualTo("a\u00FC");
        assertThat(request.findings()).extracting(Finding::code).contains("SUBJECT_INVALID");
    }

    @Test
    void readsAllOrganizationsAndTheLastCommonName() {
        CertificateRequest request = CertificateRequest.parseDer(withSubject(
                rdn("2.5.4.3", utf8("first")),
                rdn("2.5.4.10", utf8("b")),
                set(
                        seq(oid("2.5.4.10"), utf8("c")),
                        seq(oid("2.5.4.10"), utf8("a")),
                        seq(oid("2.5.4.11"), utf8("unit"))),
                rdn("2.5.4.10", utf8("b")),
                rdn("2.5.4.3", utf8("last"))));
        assertThat(request.subject().organizations()).containsExactly("b", "c", "a", "b");
        assertThat(request.subject().commonName()).isEqualTo("last");
        assertThat(request.subject().organizationalUnits()).containsExactly("unit");
    }

    @Test
    void listsWhatASignerLeavesOut() {
        byte[] subject = seq(
                rdn("2.5.4.3", string(19, "x")),
                rdn("1.2.840.113549.1.9.1", string(22, "a@b")),
                rdn("2.5.4.10", utf8("system:nodes")));
        byte[] der = request(
                subject,
                leafKey(),
                attributes(
                        seq(oid("1.2.840.113549.1.9.7"), set(utf8("secret"))),
                        extensionRequest(
                                criticalExtension("2.5.29.19", seq(new byte[] {1, 1, -1})),
                                criticalExtension("2.5.29.15", HexFormat.of().parseHex("03020284")),
                                extension("2.5.29.37", seq(oid("1.3.6.1.5.5.7.3.2"), oid("1.2.3"))),
                                criticalExtension("2.5.29.17", seq(general(2, "a"), tlv(0xA4, nodeSubject()))))));
        CertificateRequest request = CertificateRequest.parseDer(der);
        assertThat(request.findings().stream().map(finding -> finding.code() + " " + finding.location()))
                .containsExactlyInAnyOrder(
                        "ATTRIBUTE_IGNORED 1.2.840.113549.1.9.7",
                        "EXTENSION_IGNORED 2.5.29.19",
                        "EXTENSION_IGNORED 2.5.29.15",
                        "EXTENSION_IGNORED 2.5.29.37",
                        "SUBJECT_ALT_NAME_IGNORED 2.5.29.17",
                        "CRITICALITY_IGNORED 2.5.29.17",
                        "SUBJECT_ATTRIBUTE_IGNORED 1.2.840.113549.1.9.1",
                        "SUBJECT_ENCODING_IGNORED subject");
        assertThat(request.findings().toString()).doesNotContain("secret");
        assertThat(request.requestedUsages())
                .containsExactly(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CERT_SIGN, KeyUsage.CLIENT_AUTH);
        assertThat(CertificateRequest.parse(Vectors.W02_REQUEST).findings()).isEmpty();
    }

    @Test
    void criticalNamesWithoutASubjectStayCritical() {
        byte[] der = request(
                seq(), leafKey(), attributes(extensionRequest(criticalExtension("2.5.29.17", seq(general(2, "a"))))));
        assertThat(CertificateRequest.parseDer(der).findings()).isEmpty();
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
    void refusesAnRsaKeyThatWouldTakeForEver() {
        byte[] huge = new byte[400_000];
        Arrays.fill(huge, (byte) 0x7F);
        byte[] length = {(byte) 0x83, 6, 0x1A, (byte) 0x80};
        byte[] modulus = join(new byte[] {2}, length, huge);
        byte[] content = join(modulus, integer(3));
        byte[] key = join(
                new byte[] {0x30, (byte) 0x83},
                new byte[] {(byte) (content.length >> 16), (byte) (content.length >> 8), (byte) content.length},
                content);
        assertThatThrownBy(() -> PublicKeyReader.checked("1.2.840.113549.1.1.1", new byte[] {5, 0}, key))
                .isInstanceOf(MalformedDer.class)
                .hasMessageContaining("longer than 16384 bits");
    }

    @Test
    void signatureOfAnotherCurveDigestIsTaken() {
        byte[] info = seq(integer(0), nodeSubject(), leafKey(), NONE);
        byte[] der = signedWith(info, seq(oid("1.2.840.10045.4.3.4")), SignatureScheme.SHA512_WITH_ECDSA);
        assertThat(CertificateRequest.parseDer(der).signatureAlgorithm()).isEqualTo("SHA512withECDSA");
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
