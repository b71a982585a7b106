package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/certificates.md, 2.5. */
class PrivateKeyReaderTest {

    private static final String LEAF_KEY = Vectors.W01_KEY;

    private static final String RSA = Pem.write(Keys.of(KeyAlgorithm.RSA_2048).getPrivate());
    private static final KubernetesRelease LATEST = KubernetesRelease.latest();
    private static final byte[] SCALAR =
            HexFormat.of().parseHex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");

    private static final String CERTIFICATE = Vectors.W03_CA;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa -traditional",
                "genrsa",
                "ecparam -name prime256v1 -genkey",
                "ecparam -name secp224r1 -genkey",
                "ecparam -name secp521r1 -genkey -noout",
                "genpkey -algorithm ed25519",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384"
            })
    void readsKeysOfOpenSsl(String command, @TempDir Path directory) throws Exception {
        OpenSsl.run(directory, (command + " -out key.pem").split(" "));
        String text = Files.readString(directory.resolve("key.pem"));
        PublicKey expected = publicKeyOf(directory);
        assertThat(CertificateAndKey.belongTogether(expected, Pem.parsePrivateKey(text)))
                .isTrue();
        assertThat(CertificateAndKey.belongTogether(
                        expected, Pem.parseTlsPrivateKey(text.replaceAll("(?s).*-----END EC PARAMETERS-----\n", ""))))
                .isTrue();
        Files.writeString(directory.resolve("ours.pem"), Pem.write(Pem.parsePrivateKey(text)));
        assertThat(OpenSsl.run(directory, "pkey", "-in", "ours.pem", "-pubout"))
                .isEqualTo(OpenSsl.run(directory, "pkey", "-in", "key.pem", "-pubout"));
    }

    private static PublicKey publicKeyOf(Path directory) throws MalformedDer {
        String spki = OpenSsl.run(directory, "pkey", "-in", "key.pem", "-pubout");
        return Crypto.publicKey(PublicKeyReader.whole(Pem.blocks(spki).get(0).bytes()));
    }

    static Stream<Arguments> keysThatAreRefused() {
        byte[] sec1 = Pem.blocks(LEAF_KEY).get(0).bytes();
        String rsa = Pem.write(Keys.of(KeyAlgorithm.RSA_2048).getPrivate());
        byte[] withoutCurve = HexFormat.of()
                .parseHex("30250201010420" + "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
        byte[] order = HexFormat.of()
                .parseHex("3031020101042000".replace("2000", "20")
                        + "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551a00a06082a8648ce3d030107");
        byte[] zero = HexFormat.of()
                .parseHex(
                        "303102010104200000000000000000000000000000000000000000000000000000000000000000a00a06082a8648ce3d030107");
        byte[] version = sec1.clone();
        version[4] = 2;
        return Stream.of(
                arguments(
                        "label and content differ",
                        Pem.Block.of("RSA PRIVATE KEY", sec1).toPem()),
                arguments(
                        "SEC1 in a PKCS#8 block",
                        Pem.Block.of("PRIVATE KEY", sec1).toPem()),
                arguments("PKCS#1 in a SEC1 block", rsa.replace("RSA PRIVATE", "EC PRIVATE")),
                arguments(
                        "SEC1 without its curve",
                        Pem.Block.of("EC PRIVATE KEY", withoutCurve).toPem()),
                arguments(
                        "SEC1 of version 2",
                        Pem.Block.of("EC PRIVATE KEY", version).toPem()),
                arguments(
                        "a scalar that is the order",
                        Pem.Block.of("EC PRIVATE KEY", order).toPem()),
                arguments(
                        "a scalar that is zero",
                        Pem.Block.of("EC PRIVATE KEY", zero).toPem()),
                arguments(
                        "bytes after PKCS#1",
                        Pem.Block.of(
                                        "RSA PRIVATE KEY",
                                        join(Pem.blocks(rsa).get(0).bytes(), new byte[2]))
                                .toPem()),
                arguments("a key with a changed byte", changed(rsa)),
                arguments("encrypted PKCS#8", LEAF_KEY.replace("EC PRIVATE", "ENCRYPTED PRIVATE")),
                arguments("another label", LEAF_KEY.replace("EC PRIVATE KEY", "EC PRIVATE")),
                arguments("a certificate", CERTIFICATE),
                arguments("nothing", ""));
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    private static String changed(String rsa) {
        byte[] bytes = Pem.blocks(rsa).get(0).bytes();
        bytes[100] ^= 1;
        return Pem.Block.of("RSA PRIVATE KEY", bytes).toPem();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keysThatAreRefused")
    void refusesAStrictKeyThatIsNotWhatItsLabelSays(String reason, String text) {
        assertThatThrownBy(() -> Pem.parsePrivateKey(text))
                .as(reason)
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("PRIVATE_KEY_MISSING");
                    assertThat(e.rule()).startsWith("data does not contain a valid RSA or ECDSA private key");
                });
    }

    private static byte[] scalar(String hex) {
        return TestDer.octets(HexFormat.of().parseHex(hex));
    }

    private static byte[] curve(NamedCurve curve) {
        return TestDer.oid(curve.oid());
    }

    private static byte[] inside(byte[] curve) {
        return TestDer.tlv(0xA0, curve);
    }

    private static byte[] sec1(byte[]... parts) {
        return TestDer.seq(TestDer.join(TestDer.integer(1), TestDer.octets(SCALAR)), TestDer.join(parts));
    }

    private static byte[] point(byte[] value) {
        return TestDer.tlv(0xA1, value);
    }

    static Stream<Arguments> sec1Keys() {
        byte[] p256 = inside(curve(NamedCurve.P_256));
        String order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc6325";
        return Stream.of(
                arguments("without its point", sec1(p256), NamedCurve.P_256),
                arguments("with another point", sec1(p256, point(TestDer.bits(new byte[] {4}))), NamedCurve.P_256),
                arguments("with a point of another type", sec1(p256, point(TestDer.octets(SCALAR))), NamedCurve.P_256),
                arguments("with more inside", sec1(p256, TestDer.integer(1)), NamedCurve.P_256),
                arguments("P-224", number(scalar("01"), curve(NamedCurve.P_224)), NamedCurve.P_224),
                arguments("P-384", sec1(inside(curve(NamedCurve.P_384))), NamedCurve.P_384),
                arguments("P-521", sec1(inside(curve(NamedCurve.P_521))), NamedCurve.P_521),
                arguments("a short number", number(scalar("01"), curve(NamedCurve.P_256)), NamedCurve.P_256),
                arguments(
                        "zeros in front",
                        number(scalar("0000" + order + "50"), curve(NamedCurve.P_256)),
                        NamedCurve.P_256),
                arguments(
                        "the largest number", number(scalar(order + "50"), curve(NamedCurve.P_256)), NamedCurve.P_256));
    }

    private static byte[] number(byte[] scalar, byte[] curve) {
        return TestDer.seq(TestDer.integer(1), scalar, inside(curve));
    }

    /** Run with Go 1.26. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("sec1Keys")
    void readsSec1(String reason, byte[] der, NamedCurve curve) throws MalformedDer {
        Pkcs8 key = Pkcs8.read(PrivateKeyReader.sec1(der).getEncoded());
        assertThat(key.curve()).as(reason).isEqualTo(curve);
        DerInput number = new DerInput(der).sequence("");
        number.int64();
        assertThat(key.scalar()).as(reason).isEqualTo(new BigInteger(1, number.octetString()));
    }

    static Stream<Arguments> sec1KeysThatAreRefused() {
        String order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc6325";
        byte[] p256 = inside(curve(NamedCurve.P_256));
        String value = "x509: invalid elliptic curve private key value";
        String curve = "x509: unknown elliptic curve";
        return Stream.of(
                arguments("no curve", sec1(), curve),
                arguments("another curve", sec1(inside(TestDer.oid("1.3.132.0.10"))), curve),
                arguments("a primitive curve", sec1(TestDer.tlv(0x80, curve(NamedCurve.P_256))), curve),
                arguments("a curve that is a number", sec1(inside(TestDer.integer(1))), curve),
                arguments(
                        "half a curve",
                        sec1(inside(TestDer.tlv(6))),
                        "asn1: syntax error: zero length OBJECT IDENTIFIER"),
                arguments(
                        "a point with odd bits",
                        sec1(p256, point(TestDer.tlv(3, new byte[] {9, 0}))),
                        "asn1: syntax error: invalid padding bits in BIT STRING"),
                arguments(
                        "version 0",
                        TestDer.seq(TestDer.integer(0), TestDer.octets(SCALAR), p256),
                        "x509: unknown EC private key version 0"),
                arguments(
                        "version 2",
                        TestDer.seq(TestDer.integer(2), TestDer.octets(SCALAR), p256),
                        "x509: unknown EC private key version 2"),
                arguments("the order", number(scalar(order + "51"), curve(NamedCurve.P_256)), value),
                arguments("more than the order", number(scalar("01" + order + "50"), curve(NamedCurve.P_256)), value),
                arguments("zero", number(scalar("00".repeat(32)), curve(NamedCurve.P_256)), value),
                arguments("no number", number(scalar(""), curve(NamedCurve.P_256)), value));
    }

    /** Run with Go 1.26, which says otherwise of the values; those are the words of Go 1.19. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("sec1KeysThatAreRefused")
    void refusesSec1(String reason, byte[] der, String why) {
        assertThatThrownBy(() -> PrivateKeyReader.sec1(der)).as(reason).hasMessage(why);
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] content) {
        return TestDer.seq(TestDer.integer(0), algorithm, TestDer.octets(content));
    }

    private static byte[] ec(byte[]... parameters) {
        return TestDer.seq(TestDer.oid(KeyDetails.EC), TestDer.join(parameters));
    }

    static Stream<Arguments> pkcs8Keys() {
        byte[] p256 = curve(NamedCurve.P_256);
        byte[] withCurve = sec1(inside(p256));
        return Stream.of(
                arguments("the curve outside", pkcs8(ec(p256), sec1()), NamedCurve.P_256),
                arguments("the curve inside", pkcs8(ec(), withCurve), NamedCurve.P_256),
                arguments("NULL outside", pkcs8(ec(PublicKeyReader.NULL), withCurve), NamedCurve.P_256),
                arguments("half a curve outside", pkcs8(ec(TestDer.tlv(6)), withCurve), NamedCurve.P_256),
                arguments(
                        "another curve outside, which counts",
                        pkcs8(ec(curve(NamedCurve.P_384)), withCurve),
                        NamedCurve.P_384),
                arguments(
                        "attributes and bytes after it",
                        TestDer.join(
                                TestDer.seq(TestDer.integer(9), ec(p256), TestDer.octets(sec1()), TestDer.tlv(0xA0)),
                                new byte[1]),
                        NamedCurve.P_256));
    }

    /** Run with Go 1.26. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pkcs8Keys")
    void readsPkcs8OfACurve(String reason, byte[] der, NamedCurve curve) throws MalformedDer {
        Pkcs8 key = Pkcs8.read(PrivateKeyReader.pkcs8(der, LATEST).getEncoded());
        assertThat(key.curve()).as(reason).isEqualTo(curve);
        assertThat(key.scalar()).as(reason).isEqualTo(new BigInteger(1, SCALAR));
    }

    private static byte[] algorithm(String oid, byte[]... parameters) {
        return TestDer.seq(TestDer.oid(oid), TestDer.join(parameters));
    }

    static Stream<Arguments> pkcs8KeysThatAreRefused() {
        byte[] longer = Arrays.copyOf(SCALAR, 33);
        return Stream.of(
                arguments("no curve", pkcs8(ec(), sec1()), "x509: unknown elliptic curve"),
                arguments("NULL for a curve", pkcs8(ec(PublicKeyReader.NULL), sec1()), "x509: unknown elliptic curve"),
                arguments(
                        "another curve outside",
                        pkcs8(ec(TestDer.oid("1.3.132.0.10")), sec1(inside(curve(NamedCurve.P_256)))),
                        "x509: unknown elliptic curve"),
                arguments(
                        "Ed25519 with parameters",
                        pkcs8(algorithm(KeyDetails.ED25519, PublicKeyReader.NULL), TestDer.octets(SCALAR)),
                        "x509: invalid Ed25519 private key parameters"),
                arguments(
                        "Ed25519 of 33 bytes",
                        pkcs8(algorithm(KeyDetails.ED25519), TestDer.octets(longer)),
                        "x509: invalid Ed25519 private key length: 33"),
                arguments(
                        "no Ed25519",
                        pkcs8(algorithm(KeyDetails.ED25519), new byte[0]),
                        "asn1: syntax error: sequence truncated"),
                arguments(
                        "RSA with bytes after it",
                        pkcs8(
                                algorithm(KeyDetails.RSA_ENCRYPTION, PublicKeyReader.NULL),
                                join(Pem.blocks(RSA).get(0).bytes(), new byte[1])),
                        "asn1: syntax error: trailing data"),
                arguments(
                        "RSA for PSS only",
                        pkcs8(
                                algorithm("1.2.840.113549.1.1.10"),
                                Pem.blocks(RSA).get(0).bytes()),
                        "x509: PKCS#8 wrapping contained private key with unknown algorithm: 1.2.840.113549.1.1.10"));
    }

    /** Run with Go 1.26, which says the same, some of it with more around. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pkcs8KeysThatAreRefused")
    void refusesPkcs8(String reason, byte[] der, String why) {
        assertThatThrownBy(() -> PrivateKeyReader.pkcs8(der, LATEST)).as(reason).hasMessage(why);
    }

    /** Run with Go 1.26. */
    @Test
    void readsPkcs8OfRsaWhateverItsParameters() throws MalformedDer {
        byte[] rsa = Pem.blocks(RSA).get(0).bytes();
        PrivateKey key = Keys.of(KeyAlgorithm.RSA_2048).getPrivate();
        for (byte[] parameters : List.of(PublicKeyReader.NULL, new byte[0], TestDer.integer(1))) {
            assertThat(PrivateKeyReader.pkcs8(pkcs8(algorithm(KeyDetails.RSA_ENCRYPTION, parameters), rsa), LATEST))
                    .isEqualTo(key);
        }
    }

    /** RFC 1421, section 4.6.1.3, and RFC 5958, section 3. */
    @Test
    void saysThatAKeyIsEncrypted() {
        String headers = "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n";
        String traditional =
                Pem.Block.of("RSA PRIVATE KEY", new byte[32]).toPem().replaceFirst("-----\n", headers);
        String pkcs8 = Pem.Block.of("ENCRYPTED PRIVATE KEY", new byte[32]).toPem();
        assertThatThrownBy(() -> Pem.parsePrivateKey(traditional)).hasMessageContaining("it is encrypted");
        assertThatThrownBy(() -> Pem.parseTlsPrivateKey(traditional)).hasMessageContaining("it is encrypted");
        assertThatThrownBy(() -> Pem.parseTlsPrivateKey(pkcs8)).hasMessageContaining("it is encrypted");
        String broken = Pem.Block.of("RSA PRIVATE KEY", new byte[32]).toPem();
        assertThatThrownBy(() -> Pem.parsePrivateKey(broken)).hasMessageNotContaining("encrypted");
        assertThatThrownBy(() -> Pem.parseTlsPrivateKey(broken)).hasMessageNotContaining("encrypted");
    }

    @Test
    void tellsWhereTheFirstKeyIsThatDoesNotParse() {
        String broken = Pem.Block.of("EC PRIVATE KEY", new byte[] {1}).toPem();
        String also = Pem.Block.of("RSA PRIVATE KEY", new byte[] {1}).toPem();
        for (ThrowingCallable reading : List.<ThrowingCallable>of(
                () -> Pem.parsePrivateKey(CERTIFICATE + broken + also),
                () -> Pem.parseTlsPrivateKey(CERTIFICATE + broken + also))) {
            assertThatThrownBy(reading).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                assertThat(e.location()).hasToString("PEM block 2");
                assertThat(e.rule()).contains("EC PRIVATE KEY").doesNotContain("RSA PRIVATE KEY");
            });
        }
    }

    @Test
    void takesTheFirstKeyThatParses() {
        String broken = LEAF_KEY.replace("EC PRIVATE KEY", "RSA PRIVATE KEY");
        assertThat(Pem.write(Pem.parsePrivateKey(broken + CERTIFICATE + LEAF_KEY)))
                .isEqualTo(LEAF_KEY);
    }

    @Test
    void toleratesBytesAfterSec1AsKubernetesDoes() {
        byte[] sec1 = Pem.blocks(LEAF_KEY).get(0).bytes();
        String text =
                Pem.Block.of("EC PRIVATE KEY", join(sec1, new byte[] {1, 2})).toPem();
        assertThat(Pem.write(Pem.parsePrivateKey(text))).isEqualTo(LEAF_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "SOME PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void readsATlsKeyWhateverItsLabel(String label) {
        String text = Pem.Block.of(label, Pem.blocks(LEAF_KEY).get(0).bytes()).toPem();
        assertThat(Pem.write(Pem.parseTlsPrivateKey(CERTIFICATE + text))).isEqualTo(LEAF_KEY);
    }

    @Test
    void doesNotLookBeyondTheFirstTlsKey() {
        String broken = Pem.Block.of("X PRIVATE KEY", new byte[] {1}).toPem();
        assertThatThrownBy(() -> Pem.parseTlsPrivateKey(broken + LEAF_KEY))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("failed to parse private key");
        assertThatThrownBy(() -> Pem.parseTlsPrivateKey(LEAF_KEY.replace("EC PRIVATE KEY", "ECPRIVATE KEY")))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("failed to find PEM block with type ending in \"PRIVATE KEY\"");
    }

    @Test
    void messagesNeverHoldKeyBytes() {
        String body = LEAF_KEY.lines().skip(1).findFirst().orElseThrow();
        assertThatThrownBy(() -> Pem.parsePrivateKey(LEAF_KEY.replace("EC PRIVATE", "RSA PRIVATE")))
                .hasMessageNotContaining(body.substring(0, 12));
        assertThat(Pem.blocks(LEAF_KEY).get(0)).hasToString("Pem.Block[EC PRIVATE KEY, 121 bytes]");
    }
}
