package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys that providers do not take: a reader refuses them as documented, or takes them as Kubernetes does, and nothing else comes out. */
class OddKeysTest {

    private static final Random RANDOM = new Random(13);
    private static final BigInteger P = BigInteger.probablePrime(256, RANDOM);
    private static final BigInteger Q = BigInteger.probablePrime(256, RANDOM);
    private static final String LEAF_KEY = Pem.write(TestKeys.LEAF);

    private static final Map<String, Function<byte[], Object>> READERS = new LinkedHashMap<>();

    static {
        for (String label : List.of("PUBLIC KEY", "CERTIFICATE", "PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY")) {
            READERS.put("public keys of " + label, der -> Pem.parsePublicKeys(pem(label, der)));
            READERS.put("private key of " + label, der -> Pem.parsePrivateKey(pem(label, der)));
            READERS.put("TLS private key of " + label, der -> Pem.parseTlsPrivateKey(pem(label, der)));
            READERS.put(
                    "CA key of " + label,
                    der -> CertificateAuthority.parse(
                            pem(Pem.CERTIFICATE, certificate(TestDer.leafKey())), pem(label, der)));
        }
        READERS.put("certificates", der -> Pem.parseCertificates(pem(Pem.CERTIFICATE, der)));
        READERS.put("only certificates", der -> Pem.parseOnlyCertificates(pem(Pem.CERTIFICATE, der)));
        READERS.put("pair", der -> CertificateAndKey.parse(pem(Pem.CERTIFICATE, der) + LEAF_KEY));
        READERS.put("CA", der -> CertificateAuthority.parse(pem(Pem.CERTIFICATE, der), LEAF_KEY));
        READERS.put("request", CertificateRequest::parseDer);
        READERS.put("request in PEM", der -> CertificateRequest.parse(pem(Pem.CERTIFICATE_REQUEST, der)));
    }

    private static String pem(String label, byte[] der) {
        return Pem.Block.of(label, der).toPem();
    }

    private static byte[] integer(BigInteger value) {
        return TestDer.tlv(2, value.toByteArray());
    }

    private static byte[] rsa(BigInteger modulus, BigInteger exponent) {
        return TestDer.seq(
                TestDer.seq(TestDer.oid("1.2.840.113549.1.1.1"), new byte[] {5, 0}),
                TestDer.bits(TestDer.seq(integer(modulus), integer(exponent))));
    }

    private static byte[] certificate(byte[] key) {
        byte[] algorithm = TestDer.seq(TestDer.oid("1.2.840.10045.4.3.2"));
        byte[] validity = TestDer.seq(TestDer.string(0x17, "260101000000Z"), TestDer.string(0x17, "270101000000Z"));
        byte[] tbs = TestDer.seq(
                TestDer.tlv(0xA0, TestDer.integer(2)),
                TestDer.integer(1),
                algorithm,
                TestDer.nodeSubject(),
                validity,
                TestDer.nodeSubject(),
                key);
        return TestDer.seq(tbs, algorithm, TestDer.bits(new byte[] {0}));
    }

    private static byte[] ofLongIdentifier() {
        byte[] arcs = new byte[9000];
        Arrays.fill(arcs, (byte) 1);
        return TestDer.seq(TestDer.seq(TestDer.tlv(6, arcs)), TestDer.bits(new byte[] {1}));
    }

    static Stream<Arguments> keys() {
        BigInteger modulus = P.multiply(Q);
        return Stream.of(
                arguments("exponent 1", rsa(modulus, BigInteger.ONE), true),
                arguments(
                        "exponent 1, small factor",
                        rsa(modulus.multiply(BigInteger.valueOf(17)), BigInteger.ONE),
                        false),
                arguments("small factor", rsa(modulus.multiply(BigInteger.valueOf(17)), BigInteger.valueOf(3)), true),
                arguments("few bits", rsa(BigInteger.valueOf(1_000_003L * 1_000_033L), BigInteger.valueOf(3)), true),
                arguments("the exponent 2", rsa(modulus, BigInteger.TWO), false),
                arguments("another even exponent", rsa(modulus, BigInteger.valueOf(65536)), true),
                arguments("exponent above the modulus", rsa(BigInteger.valueOf(15), BigInteger.valueOf(65537)), false),
                arguments("no exponent", rsa(modulus, BigInteger.ZERO), false),
                arguments("a long identifier", ofLongIdentifier(), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void comesOutAsAKeyOrAsADocumentedRefusal(String name, byte[] key, boolean taken) {
        assertOnlyRefusals(key);
        assertOnlyRefusals(certificate(key));
        assertOnlyRefusals(TestDer.request(TestDer.nodeSubject(), key, TestDer.attributes()));
        if (taken) {
            assertThat(Pem.parsePublicKeys(pem("PUBLIC KEY", key)))
                    .as("as x509.ParsePKIXPublicKey takes it")
                    .singleElement()
                    .isInstanceOf(RSAPublicKey.class)
                    .extracting(PublicKey::getEncoded)
                    .isEqualTo(key);
        } else {
            assertThatThrownBy(() -> Pem.parsePublicKeys(pem("PUBLIC KEY", key)))
                    .isInstanceOfSatisfying(
                            InvalidFormatException.class,
                            e -> assertThat(e.code()).isEqualTo("PUBLIC_KEY_MISSING"));
        }
    }

    @Test
    void changedAtRandomStaysAsDocumented() {
        List<byte[]> samples = List.of(
                rsa(P.multiply(Q), BigInteger.valueOf(3)),
                certificate(rsa(P.multiply(Q), BigInteger.valueOf(3))),
                certificate(TestDer.leafKey()),
                der(LEAF_KEY),
                TestKeys.LEAF.getEncoded(),
                der(Pem.write(KeyAlgorithm.ED25519.generateKeyPair().getPrivate())),
                der(Pem.write(KeyAlgorithm.ML_DSA_44.generateKeyPair().getPrivate())));
        for (int seed = 0; seed < 700; seed++) {
            Random random = new Random(seed);
            byte[] changed = samples.get(seed % samples.size()).clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                changed[random.nextInt(Math.min(changed.length, 120))] = (byte) random.nextInt(256);
            }
            assertOnlyRefusals(changed);
        }
    }

    private static byte[] der(String pem) {
        return Pem.blocks(pem).get(0).bytes();
    }

    private static void assertOnlyRefusals(byte[] der) {
        READERS.forEach((name, reader) -> assertThatCode(() -> {
                    try {
                        reader.apply(der);
                    } catch (InvalidFormatException e) {
                        assertThat(e.code()).isNotEmpty();
                    }
                })
                .as("%s of %s", name, HexFormat.of().formatHex(der))
                .doesNotThrowAnyException());
    }
}
