package io.github.kubetls.certificate;

import static io.github.kubetls.certificate.TestDer.attributes;
import static io.github.kubetls.certificate.TestDer.bits;
import static io.github.kubetls.certificate.TestDer.criticalExtension;
import static io.github.kubetls.certificate.TestDer.extension;
import static io.github.kubetls.certificate.TestDer.extensionRequest;
import static io.github.kubetls.certificate.TestDer.general;
import static io.github.kubetls.certificate.TestDer.hex;
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
import static io.github.kubetls.certificate.TestDer.withNames;
import static io.github.kubetls.certificate.TestDer.withSubject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.internal.der.MalformedDer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/certificates.md, 4 and 5: what the API server refuses of a PKCS#10, in its words, and what it takes. */
class Pkcs10Test {

    private static final byte[] NONE = attributes();

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
}
