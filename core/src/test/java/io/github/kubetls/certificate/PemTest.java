package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.LoggingProvider;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Threads;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.internal.der.MalformedDer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/certificates.md, 2. */
class PemTest {

    private static final String LEAF_KEY = Vectors.W01_KEY;

    private static final String CERTIFICATE = Vectors.W03_CA;

    static Stream<Arguments> scans() {
        String good = "-----BEGIN A-----\nQUJD\n-----END A-----\n";
        return Stream.of(
                arguments("a block at the start", good, "A=ABC"),
                arguments("a block after a line feed", "text\n" + good, "A=ABC"),
                arguments("text on the line before BEGIN", "x" + good, ""),
                arguments("a blank before BEGIN", " " + good, ""),
                arguments("a byte order mark before BEGIN", "\uFEFF" + good, ""),
                arguments("a carriage return alone ends no line", good.replace('\n', '\r'), ""),
                arguments("carriage return and line feed", good.replace("\n", "\r\n"), "A=ABC"),
                arguments("blanks after the dashes", good.replace("-----\n", "----- \t\n"), "A=ABC"),
                arguments("text after the dashes of BEGIN", good.replace("A-----\nQ", "A-----x\nQ"), ""),
                arguments("text after the dashes of END", good.stripTrailing() + "x", ""),
                arguments("END at the end of the data", good.stripTrailing(), "A=ABC"),
                arguments("a carriage return at the end of the data stays", good.stripTrailing() + "\r", ""),
                arguments("four dashes only", good.replace("A-----\nQ", "A----\nQ"), ""),
                arguments("labels differ", good.replace("END A", "END B"), ""),
                arguments("labels differ in case", good.replace("END A", "END a"), ""),
                arguments("a label of two words", good.replace(" A-", " A B-"), "A B=ABC"),
                arguments("no label", good.replace(" A-", " -"), "=ABC"),
                arguments("headers", good.replace("QUJD", "k: v\nl:w\nQUJD"), "A{k=v, l=w}=ABC"),
                arguments("headers and a blank line", good.replace("QUJD", "k: v\n\nQUJD"), "A{k=v}=ABC"),
                arguments("an empty body", "-----BEGIN A-----\n-----END A-----\n", "A="),
                arguments("END right after headers", "-----BEGIN A-----\nk: v\n-----END A-----\n", ""),
                arguments("a line between headers and END", "-----BEGIN A-----\nk: v\n\n-----END A-----\n", "A{k=v}="),
                arguments("no END", "-----BEGIN A-----\nQUJD\n", ""),
                arguments("nothing after BEGIN", "-----BEGIN A-----", ""),
                arguments("no padding", good.replace("QUJD", "QUI"), ""),
                arguments("padding", good.replace("QUJD", "QUI="), "A=AB"),
                arguments("padding within", good.replace("QUJD", "QUI=QUJD"), ""),
                arguments("URL alphabet", good.replace("QUJD", "QU-_"), ""),
                arguments("white space within", good.replace("QUJD", "Q U\t\nJ\r\nD "), "A=ABC"),
                arguments("a vertical tab within", good.replace("QUJD", "Q\u000BUJD"), ""),
                arguments("two blocks", good + "between\n" + good.replace(" A", " B"), "A=ABC B=ABC"),
                arguments("a bad block before a good one", good.replace("QUJD", "Q!") + good, "A=ABC"),
                arguments("BEGIN within a block that fails", "-----BEGIN X-----\nQUJD\n" + good, "A=ABC"),
                arguments("the first END decides", "-----BEGIN A-----\nQUJD\n-----END B-----\n-----END A-----\n", ""),
                arguments("headers of a failed block are skipped", "-----BEGIN X-----\nk: v\n" + good, "A=ABC"),
                arguments(
                        "a BEGIN line with a colon is a header",
                        "-----BEGIN X-----\n-----BEGIN a:b-----\n" + good,
                        "A=ABC"),
                arguments("a letter beyond ASCII in the label", good.replace(" A-", " \u00C4-"), "\u00C4=ABC"),
                arguments("nothing", "", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scans")
    void findsTheBlocksThatTheApiServerFinds(String reason, String text, String expected) {
        assertThat(Pem.blocks(text).stream()
                        .map(block -> block.label()
                                + (block.headers().isEmpty() ? "" : block.headers())
                                + "="
                                + new String(block.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1)))
                .as(reason)
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split("(?<=ABC) ")));
    }

    @Test
    void scansHostileTextInLinearTime() {
        String begins = "-----BEGIN A-----\n".repeat(500_000);
        String openHeaders = "-----BEGIN A-----\nk: v\n".repeat(350_000);
        String noLineEnd = "-----BEGIN A-----" + "x".repeat(10_000_000);
        String longEnd = begins + "\n-----END A-----" + " ".repeat(20_000_000);
        for (String hostile :
                List.of(begins, begins + "\n-----END A-----", openHeaders + "\n-----END B-----", noLineEnd, longEnd)) {
            // Not a measurement: a scan that is quadratic in tens of millions of characters takes an hour.
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                    Duration.ofMinutes(5), () -> Pem.blocks(hostile));
        }
    }

    @Test
    void writesLinesOf64CharactersAndLineFeedsOnly() {
        assertThat(Pem.Block.of("X", new byte[49]).toPem())
                .isEqualTo("-----BEGIN X-----\n" + "A".repeat(64) + "\nAA==\n-----END X-----\n");
        assertThat(Pem.Block.of("X", new byte[0]).toPem()).isEqualTo("-----BEGIN X-----\n-----END X-----\n");
    }

    @Test
    void writesHeadersWithProcTypeFirst() {
        String text = "-----BEGIN A-----\nB: 2\nProc-Type: 4,ENCRYPTED\nA: 1\n\nQUJD\n-----END A-----\n";
        assertThat(Pem.blocks(text).get(0).toPem())
                .isEqualTo("-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\nA: 1\nB: 2\n\nQUJD\n-----END A-----\n");
    }

    @Test
    void writesEcKeysAsSec1WithCurveAndPublicKey() {
        assertThat(Pem.write(TestKeys.LEAF)).isEqualTo(LEAF_KEY);
        assertThat(Pem.blocks(LEAF_KEY).get(0).bytes()).hasSize(121);
    }

    @Test
    void writesKeysOfTheJdkCompletely() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        assertThat(pair.getPrivate().getEncoded()).as("lacks the public key").hasSize(67);
        PrivateKey read = Pem.parsePrivateKey(Pem.write(pair.getPrivate()));
        assertThat(CertificateAndKey.belongTogether(pair.getPublic(), read)).isTrue();
        assertThat(Pem.blocks(Pem.write(pair.getPrivate())).get(0).bytes()).hasSize(121);
    }

    @ParameterizedTest
    @EnumSource(names = {"ECDSA_P256", "ECDSA_P384", "RSA_2048", "ED25519", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void readsWhatItWrites(KeyAlgorithm algorithm) {
        KeyPair pair = algorithm.generateKeyPair();
        String text = Pem.write(pair.getPrivate());
        assertThat(text)
                .startsWith(
                        switch (algorithm) {
                            case RSA_2048 -> "-----BEGIN RSA PRIVATE KEY-----\n";
                            case ECDSA_P256, ECDSA_P384 -> "-----BEGIN EC PRIVATE KEY-----\n";
                            default -> "-----BEGIN PRIVATE KEY-----\n";
                        });
        for (PrivateKey read : List.of(Pem.parsePrivateKey(text), Pem.parseTlsPrivateKey(text))) {
            assertThat(CertificateAndKey.belongTogether(pair.getPublic(), read)).isTrue();
        }
        assertThat(Pem.write(Pem.parsePrivateKey(text))).isEqualTo(text);
    }

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
        byte[] all = java.util.Arrays.copyOf(one, one.length + other.length);
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

    @Test
    void refusesAnExponentThatFitsOnlyOnePrime() throws IOException {
        byte[] good = Pem.blocks(Pem.write(Keys.of(KeyAlgorithm.RSA_2048).getPrivate()))
                .get(0)
                .bytes();
        RSAPrivateKey key = RSAPrivateKey.getInstance(good);
        for (BigInteger prime : List.of(key.getPrime1(), key.getPrime2())) {
            RSAPrivateKey changed = new RSAPrivateKey(
                    key.getModulus(),
                    key.getPublicExponent(),
                    key.getPrivateExponent().add(prime.subtract(BigInteger.ONE)),
                    key.getPrime1(),
                    key.getPrime2(),
                    key.getExponent1(),
                    key.getExponent2(),
                    key.getCoefficient());
            byte[] der = changed.getEncoded();
            assertThatThrownBy(() -> PrivateKeyReader.pkcs1(der, KubernetesRelease.of(32)))
                    .hasMessage("crypto/rsa: invalid exponents");
            assertThatThrownBy(() -> PrivateKeyReader.pkcs1(der, KubernetesRelease.of(33)))
                    .hasMessage("crypto/rsa: d does not match d" + (prime.equals(key.getPrime1()) ? "Q" : "P"));
        }
    }

    private static byte[] pkcs1(int version, BigInteger... numbers) {
        byte[][] parts = new byte[numbers.length + 1][];
        parts[0] = TestDer.integer(version);
        for (int i = 0; i < numbers.length; i++) {
            parts[i + 1] = TestDer.tlv(2, numbers[i].toByteArray());
        }
        return TestDer.seq(parts);
    }

    private static BigInteger[] rsaNumbers() {
        RSAPrivateKey key = RSAPrivateKey.getInstance(
                Pem.blocks(Pem.write(Keys.of(KeyAlgorithm.RSA_2048).getPrivate()))
                        .get(0)
                        .bytes());
        return new BigInteger[] {
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrime1(),
            key.getPrime2(),
            key.getExponent1(),
            key.getExponent2(),
            key.getCoefficient()
        };
    }

    /** Go 1.24 (x509rsacrt). */
    @ParameterizedTest
    @CsvSource({
        "5, 2, crypto/rsa: invalid CRT exponent",
        "6, 2, crypto/rsa: invalid CRT exponent",
        "7, 1, crypto/rsa: invalid CRT coefficient",
        "5, 0, x509: private key contains zero or negative value",
        "6, 0, x509: private key contains zero or negative value",
        "7, 0, x509: private key contains zero or negative value"
    })
    void checksTheCrtValuesOfRsaKeysSince133(int which, int value, String why) {
        BigInteger[] numbers = rsaNumbers();
        numbers[which] = value == 0 ? BigInteger.ZERO : numbers[which].add(BigInteger.valueOf(value));
        byte[] der = pkcs1(0, numbers);
        String pem = Pem.Block.of("RSA PRIVATE KEY", der).toPem();
        PrivateKey key = Keys.of(KeyAlgorithm.RSA_2048).getPrivate();
        KubernetesRelease before = KubernetesRelease.of(32);
        assertThat(Pem.parsePrivateKey(pem, before)).isEqualTo(key);
        assertThat(Pem.parseTlsPrivateKey(pem, before)).isEqualTo(key);
        String certificate = CertificateAuthority.builder("x", Instant.EPOCH)
                .keyPair(Keys.of(KeyAlgorithm.RSA_2048))
                .build()
                .certificatePem();
        assertThat(CertificateAndKey.parse(certificate, pem, before).privateKey())
                .isEqualTo(key);
        assertThat(CertificateAndKey.parse(certificate + pem, before).privateKey())
                .isEqualTo(key);
        assertThatThrownBy(() -> CertificateAndKey.parse(certificate, pem)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> CertificateAndKey.parse(certificate + pem, KubernetesRelease.of(33)))
                .isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> PrivateKeyReader.pkcs1(der, KubernetesRelease.of(33)))
                .hasMessage(why);
        assertThatThrownBy(() -> Pem.parsePrivateKey(pem)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> Pem.parseTlsPrivateKey(pem)).isInstanceOf(InvalidFormatException.class);
        assertThat(CertificateAuthority.parse(certificate, pem, before).privateKey())
                .isEqualTo(key);
        KubernetesRelease since = KubernetesRelease.of(33);
        assertThat(Pem.parsePublicKeys(pem, before))
                .containsExactly(Keys.of(KeyAlgorithm.RSA_2048).getPublic());
        assertThatThrownBy(() -> Pem.parsePublicKeys(pem, since)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> CertificateAuthority.parse(certificate, pem, since))
                .isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void takesWhatElseAnRsaKeyMayBe() throws Exception {
        BigInteger[] numbers = rsaNumbers();
        PrivateKey key = Keys.of(KeyAlgorithm.RSA_2048).getPrivate();
        KubernetesRelease since = KubernetesRelease.of(33);
        assertThat(PrivateKeyReader.pkcs1(pkcs1(1, numbers), since))
                .as("version 1")
                .isEqualTo(key);
        assertThat(PrivateKeyReader.pkcs1(pkcs1(0, java.util.Arrays.copyOf(numbers, 5)), since))
                .as("without CRT values")
                .isEqualTo(key);
        BigInteger[] large = numbers.clone();
        BigInteger order = numbers[3].subtract(BigInteger.ONE).multiply(numbers[4].subtract(BigInteger.ONE));
        large[2] = numbers[2].add(order);
        assertThat(PrivateKeyReader.pkcs1(pkcs1(0, large), KubernetesRelease.of(32))
                        .getAlgorithm())
                .isEqualTo("RSA");
        large[2] = numbers[2].add(order.shiftLeft(64));
        assertThatThrownBy(() -> PrivateKeyReader.pkcs1(pkcs1(0, large), since))
                .hasMessage("input overflows the modulus size");
        BigInteger[] other = numbers.clone();
        other[0] = numbers[0].add(BigInteger.TWO);
        assertThatThrownBy(() -> PrivateKeyReader.pkcs1(pkcs1(0, other), since)).hasMessage("crypto/rsa: p * q != n");
    }

    @Test
    void refusesAScalarThatIsNoneInTheWordsOfKubernetes() {
        for (BigInteger scalar : List.of(BigInteger.ZERO, NamedCurve.P_256.order())) {
            byte[] fixed = new byte[32];
            byte[] bytes = scalar.toByteArray();
            System.arraycopy(
                    bytes,
                    Math.max(0, bytes.length - 32),
                    fixed,
                    Math.max(0, 32 - bytes.length),
                    Math.min(32, bytes.length));
            byte[] key = TestDer.seq(
                    TestDer.integer(1), TestDer.octets(fixed), TestDer.tlv(0xA0, TestDer.oid("1.2.840.10045.3.1.7")));
            assertThatThrownBy(() -> PrivateKeyReader.sec1(key))
                    .hasMessage("x509: invalid elliptic curve private key value");
        }
    }

    @Test
    void refusesAnRsaKeyThatWouldTakeForEver() {
        byte[] huge = new byte[60_000];
        java.util.Arrays.fill(huge, (byte) 0x7F);
        byte[] number = TestDer.tlv(2, huge);
        byte[] key = TestDer.seq(
                TestDer.integer(0),
                number,
                TestDer.integer(3),
                TestDer.integer(5),
                TestDer.integer(5),
                TestDer.integer(7));
        assertThatThrownBy(() -> PrivateKeyReader.pkcs1(key, KubernetesRelease.latest()))
                .hasMessageContaining("longer than 16384 bits");
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

    @Test
    void readsEveryCertificateBlockWithoutHeaders() {
        String withHeader = CERTIFICATE.replace("CERTIFICATE-----\nM", "CERTIFICATE-----\nk: v\n\nM");
        assertThat(Pem.parseCertificates("text\n" + LEAF_KEY + CERTIFICATE + withHeader + CERTIFICATE))
                .hasSize(2);
        assertThat(Pem.write(Pem.parseCertificates(CERTIFICATE))).isEqualTo(CERTIFICATE);
    }

    @Test
    void refusesAListWithoutCertificatesOrWithABadOne() {
        assertThatThrownBy(() -> Pem.parseCertificates(LEAF_KEY))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("CERTIFICATE_MISSING");
                    assertThat(e.rule())
                            .contains("data does not contain any valid RSA or ECDSA certificates")
                            .contains("EC PRIVATE KEY");
                });
        String bad = Pem.Block.of("CERTIFICATE", new byte[] {48, 0}).toPem();
        assertThatThrownBy(() -> Pem.parseCertificates(CERTIFICATE + bad))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("CERTIFICATE_INVALID");
                    assertThat(e.location()).hasToString("PEM block 2");
                    assertThat(e.rule()).isEqualTo("x509: malformed tbs certificate");
                });
    }

    @Test
    void readsPublicKeysOfKeysAndCertificates() {
        KeyPair rsa = Keys.of(KeyAlgorithm.RSA_2048);
        String pkcs8 = Pem.Block.of("X", rsa.getPrivate().getEncoded()).toPem();
        String ecPkcs8 = Pem.Block.of("X", TestKeys.LEAF.getEncoded()).toPem();
        String ed25519 = Pem.write(KeyAlgorithm.ED25519.generateKeyPair().getPublic());
        String pkcs1Public = Pem.Block.of("RSA PUBLIC KEY", rsaPublicKey(rsa)).toPem();
        List<PublicKey> keys = Pem.parsePublicKeys(LEAF_KEY
                + pkcs8
                + ecPkcs8
                + ed25519
                + pkcs1Public
                + Pem.write(rsa.getPublic())
                + CERTIFICATE
                + Pem.write(TestKeys.LEAF_PUBLIC));
        assertThat(keys.stream().map(key -> Base64.getEncoder().encodeToString(key.getEncoded())))
                .as("PKCS#8 on a curve, Ed25519 and bare PKCS#1 are passed over")
                .containsExactlyElementsOf(Stream.of(
                                TestKeys.LEAF_PUBLIC,
                                rsa.getPublic(),
                                rsa.getPublic(),
                                TestKeys.CA_PUBLIC,
                                TestKeys.LEAF_PUBLIC)
                        .map(key -> Base64.getEncoder().encodeToString(key.getEncoded()))
                        .toList());
        assertThatThrownBy(() -> Pem.parsePublicKeys(ed25519))
                .hasMessageContaining("data does not contain any valid RSA or ECDSA public keys");
    }

    private static byte[] rsaPublicKey(KeyPair pair) {
        return org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                        pair.getPublic().getEncoded())
                .getPublicKeyData()
                .getOctets();
    }

    @Test
    void generatesAKeyFileOnlyWhereThereIsNone(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("pki/kubelet-client.key.tmp");
        PrivateKey made = Pem.readOrGeneratePrivateKey(file);
        assertThat(Files.readString(file)).isEqualTo(Pem.write(made)).startsWith("-----BEGIN EC PRIVATE KEY-----\n");
        assertThat(Posix.mode(file)).isEqualTo("rw-------");
        assertThat(Pem.write(Pem.readOrGeneratePrivateKey(file))).isEqualTo(Pem.write(made));
    }

    @Test
    void manyThatGenerateAKeyFileGetTheOneThatStays(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("key");
        Set<String> keys =
                new HashSet<>(Threads.together(thread -> () -> Pem.write(Pem.readOrGeneratePrivateKey(file))));
        assertThat(keys).containsExactly(Files.readString(file));
    }

    @Test
    void generatesTheKeyFileWithTheCallersProvider(@TempDir Path directory) throws IOException {
        LoggingProvider provider = new LoggingProvider();
        Path file = directory.resolve("key");
        PrivateKey made = Pem.readOrGeneratePrivateKey(file, provider);
        assertThat(provider.takeLog()).contains("KeyPairGenerator.EC");
        assertThat(Files.readString(file)).isEqualTo(Pem.write(made));
        Pem.readOrGeneratePrivateKey(file, provider);
        assertThat(provider.takeLog()).as("read").isEmpty();
        SecureRandom fixed = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                java.util.Arrays.fill(bytes, (byte) 7);
            }
        };
        assertThat(Pem.write(Pem.readOrGeneratePrivateKey(directory.resolve("one"), fixed)))
                .isEqualTo(Pem.write(Pem.readOrGeneratePrivateKey(directory.resolve("two"), fixed)));
    }

    @Test
    void neverReplacesAKeyFileThatDoesNotParse(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "damaged");
        assertThatThrownBy(() -> Pem.readOrGeneratePrivateKey(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("error loading key from " + file + ": data does not contain");
        assertThat(Files.readString(file)).isEqualTo("damaged");
    }

    @Test
    void refusesToWriteAKeyThatCannotLeaveItsProvider() {
        PrivateKey locked = new HsmProvider().lock(TestKeys.LEAF);
        assertThatThrownBy(() -> Pem.write(locked))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot leave its provider");
    }

    /** An RSA key that no provider takes (its exponent does not fit): found by changing bytes of a certificate at random. */
    @Test
    void refusesACertificateWhosePublicKeyNoProviderTakes() {
        String pem = """
                -----BEGIN CERTIFICATE-----
                MIIDIDCCAgigAwIBAgIIaBDYnf4jXUwwDQYJKoZIhvcNAQELBQAwFTETMBEGA1UE
                AxMKa3ViZXJuZXRlczAeFw0yNjExMjMxODEzMjlaFw0yNzExMjMxODEzMzBaMEEx
                FzAVBgNVBAoTDnN5c3RlbTptYXN0ZXJzMSYwJAYDVQQDEx1rdWJlLWFwaXNlcnZl
                ci1rdWJlbGV0LWNsaWVudDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEB
                AKBstQmNofBP54OVfsK41cxIsiHBL59f+Y/CqpVcKLy4b5zsTewkYEiVeBqYQLSW
                KYvzRwn1NWU6UQAIeLkgsL20EWKWPsrgFs20rK/bV0EfmkNSAl2tX+fHkjFbK9kL
                eQlE6xfgrraIzhM9JZ04K23rFbxAU7XY6WoQddoGj2oAT3qOKzYCBaDlDh+sLOR8
                I+ObwjxHl6lPILkYMgnZMbVen3Cn/RbRK6SY3veKilEnxCFFKDZRAQB6xv6rDc5Q
                pJ3WDeqNgRYqROC/FVRD2Hjjl7Obnv/oAUkrOjy6NICti5gnJccUBNbUgRw1PtlE
                F4A/b1OO9Bt8qntDGanz+aMCAWEAAaNIMEYwDgYDVR0PAQH/BAQDAgWgMBMGA1Ud
                JQQMMAoGCCsGAQUFBwMCMB8GA1UdIwQYMBaAFAJXEEyrs3jY6Wn3rL+AJNSsIBge
                MA0GCSqGSIb3DQEBCwUAA4IBAQAMWwaJCQWFoWbTAL75qqu4gwmRI41QWuJt1zgr
                LT5lQkv63gIDjHu/mq8mQSEUkACDylEXdXHacFyNiirqRycDFIAdFOGHpYFEFdO4
                7dmp4EKuUbihckstwrsr3O/yP5ia1FB0PuG08BHEo8Qmy2WhTHudpIFmw3NH9RwE
                cyJqiV9ZrsC9Rae9zrcYUcRn71TNjHeSfsPKmT/1vtGBBea+MEIkfhFfZWVOVVwu
                UKngOmxx+dmuvxCIW1Sy2ds5B4OHu3dg3RPWXwUaATnrkwsHE+P79gIikmsCdURP
                yX5DtsEBWAK54tFqm3oe8rQVDKbVZXhaf/qpcKAWcDWYkotj
                -----END CERTIFICATE-----
                """;
        assertThatThrownBy(() -> Pem.parseCertificates(pem)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> Pem.parsePublicKeys(pem)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> CertificateAndKey.parse(pem)).isInstanceOf(InvalidFormatException.class);
    }
}
