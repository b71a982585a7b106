package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.LoggingProvider;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Threads;
import io.github.kubetls.fixtures.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/certificates.md, 2. */
class PemTest {

    private static final String LEAF_KEY = Vectors.W01_KEY;

    private static final String CERTIFICATE = Vectors.W03_CA;

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
        KeyPair pair = Keys.of(algorithm);
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

    /** RFC 9881, appendix C.1.1: the seed alone. */
    @Test
    void writesTheSeedOfMlDsaKeysAlone() {
        byte[] pkcs8 = HexFormat.of()
                .parseHex("3034020100300b060960864801650304031104228020"
                        + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        String pem = Pem.Block.of("PRIVATE KEY", pkcs8).toPem();
        PrivateKey read = Pem.parsePrivateKey(pem);
        assertThat(Pem.write(read)).isEqualTo(pem);
        MLDSAPrivateKey made = (MLDSAPrivateKey) Keys.of(KeyAlgorithm.ML_DSA_44).getPrivate();
        assertThat(Pem.blocks(Pem.write(made)).get(0).bytes())
                .hasSize(pkcs8.length)
                .endsWith(made.getSeed());
        byte[] expanded = made.getPrivateKey(false).getEncoded();
        MLDSAPrivateKey withoutSeed = (MLDSAPrivateKey)
                Pem.parsePrivateKey(Pem.Block.of("PRIVATE KEY", expanded).toPem());
        assertThat(withoutSeed.getSeed()).isNull();
        assertThat(Pem.blocks(Pem.write(withoutSeed)).get(0).bytes()).isEqualTo(expanded);
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

    static Stream<Arguments> listsThatAreRefused() {
        String empty = Pem.Block.of("CERTIFICATE", new byte[0]).toPem();
        String headers = CERTIFICATE.replaceFirst("-----\n", "-----\nk: v\n\n");
        String more = Pem.Block.of(
                        "CERTIFICATE",
                        TestDer.join(Pem.blocks(CERTIFICATE).get(0).bytes(), new byte[1]))
                .toPem();
        return Stream.of(
                arguments("", "CERTIFICATE_MISSING", "", "must contain at least one CERTIFICATE PEM block"),
                arguments(
                        CERTIFICATE + LEAF_KEY,
                        "PEM_LABEL_UNEXPECTED",
                        "PEM block 2",
                        "only CERTIFICATE PEM blocks are allowed, found \"EC PRIVATE KEY\""),
                arguments(
                        CERTIFICATE + headers,
                        "PEM_HEADERS_UNEXPECTED",
                        "PEM block 2",
                        "no PEM block headers are permitted"),
                arguments(
                        CERTIFICATE + CERTIFICATE + empty,
                        "CERTIFICATE_MISSING",
                        "PEM block 3",
                        "found CERTIFICATE PEM block containing 0 certificates"),
                arguments(CERTIFICATE + more, "CERTIFICATE_INVALID", "PEM block 2", "x509: malformed certificate"));
    }

    /** docs/behaviour/certificate-signing-requests.md, 5.1: {@code status.certificate}. */
    @ParameterizedTest
    @MethodSource("listsThatAreRefused")
    void refusesWhatIsNoListOfCertificatesOnly(String text, String code, String place, String rule) {
        assertThatThrownBy(() -> Pem.parseOnlyCertificates(text))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.location()).hasToString(place);
                    assertThat(e.rule()).isEqualTo(rule);
                });
    }

    @Test
    void readsCertificatesThatShareABlock() {
        byte[] der = Pem.blocks(CERTIFICATE).get(0).bytes();
        Pem.Block two = Pem.Block.of("CERTIFICATE", TestDer.join(der, der));
        List<X509Certificate> expected = Pem.parseCertificates(CERTIFICATE + CERTIFICATE);
        assertThat(two.parseCertificates()).isEqualTo(expected).isUnmodifiable();
        assertThat(Pem.parseOnlyCertificates("text\n" + two.toPem() + CERTIFICATE))
                .hasSize(3)
                .startsWith(expected.get(0), expected.get(1))
                .isUnmodifiable();
        assertThatThrownBy(() -> Pem.parseCertificates(two.toPem()))
                .as("client-go reads one of each block")
                .hasMessageContaining("x509: trailing data");
        assertThat(Pem.Block.of("X", new byte[0]).parseCertificates()).isEmpty();
    }

    @Test
    void aBlockIsNotChangedFromOutside() {
        byte[] bytes = {1, 2};
        Pem.Block block = Pem.Block.of("X", bytes);
        bytes[0] = 7;
        block.bytes()[1] = 7;
        assertThat(block.bytes()).containsExactly(1, 2);
        assertThat(block.label()).isEqualTo("X");
        assertThat(block.headers()).isUnmodifiable();
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
