package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.CryptoException;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAlgorithmTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RSA_4096")
    void generatesWhatItSays(KeyAlgorithm algorithm) {
        KeyPair pair = algorithm.generateKeyPair();
        assertThat(KeyAlgorithm.of(pair.getPublic())).contains(algorithm);
        assertThat(KeyAlgorithm.findings(pair.getPublic())).isEmpty();
        assertThat(CertificateAndKey.belongTogether(pair.getPublic(), pair.getPrivate()))
                .isTrue();
        assertThat(Keys.of(algorithm).getPublic()).isNotEqualTo(pair.getPublic());
    }

    @ParameterizedTest
    @EnumSource
    void findsThePublicKeyOfAPrivateKeyThatWasRead(KeyAlgorithm algorithm) {
        KeyPair pair = Keys.of(algorithm);
        KeyPair found = KeyAlgorithm.keyPair(Pem.parseTlsPrivateKey(Pem.write(pair.getPrivate())));
        assertThat(found.getPublic().getEncoded()).isEqualTo(pair.getPublic().getEncoded());
        assertThat(CertificateAndKey.belongTogether(pair.getPublic(), found.getPrivate()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ECDSA-P256, ECDSA_P256",
        "ECDSA-P384, ECDSA_P384",
        "RSA-2048, RSA_2048",
        "RSA-3072, RSA_3072",
        "RSA-4096, RSA_4096",
        "ML-DSA-44, ML_DSA_44",
        "ML-DSA-65, ML_DSA_65",
        "ML-DSA-87, ML_DSA_87"
    })
    void readsTheNamesOfConfigurationFiles(String text, KeyAlgorithm expected) {
        assertThat(KeyAlgorithm.parse(text)).isEqualTo(expected);
        assertThat(expected.kubernetesName()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ecdsa-p256", "ECDSA", "ECDSA-P521", "RSA-1024", "RSA-2048 "})
    void refusesOtherNames(String text) {
        assertThatThrownBy(() -> KeyAlgorithm.parse(text)).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.code()).isEqualTo("KEY_ALGORITHM_UNSUPPORTED");
            assertThat(e.rule()).startsWith("unsupported key algorithm: ").contains("ECDSA-P256");
        });
    }

    @ParameterizedTest
    @CsvSource({"2047, ", "2048, RSA_2048", "3072, RSA_3072", "3073, ", "4096, RSA_4096", "4097, "})
    void knowsRsaByTheLengthOfItsModulus(int bits, KeyAlgorithm expected) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
        PublicKey key = Crypto.publicKey(PublicKeyInfo.rsa(modulus, BigInteger.valueOf(65537)));
        assertThat(KeyAlgorithm.of(key)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void computesWithTheCallersProvider() {
        Provider jdk = Security.getProvider("SunEC");
        KeyPair pair = KeyAlgorithm.ECDSA_P256.generateKeyPair(jdk);
        assertThat(pair.getPrivate().getClass().getName()).startsWith("sun.security.ec.");
        assertThat(((ECPublicKey) pair.getPublic()).getParams().getOrder().bitLength())
                .isEqualTo(256);
        assertThat(KeyAlgorithm.ECDSA_P256
                        .generateKeyPair()
                        .getPrivate()
                        .getClass()
                        .getName())
                .as("computed by Bouncy Castle, held by the JDK")
                .startsWith("sun.security.ec.");
    }

    @Test
    void registersNoProvider() {
        KeyAlgorithm.ECDSA_P256.generateKeyPair();
        assertThat(Security.getProviders()).noneMatch(BouncyCastleProvider.class::isInstance);
    }

    @Test
    void reportsAProviderThatDoesNotKnowTheAlgorithm() {
        Provider jdk = Security.getProvider("SunEC");
        assertThatThrownBy(() -> KeyAlgorithm.RSA_2048.generateKeyPair(jdk))
                .isInstanceOf(CryptoException.class)
                .hasCauseInstanceOf(java.security.NoSuchAlgorithmException.class);
    }

    @Test
    void rsaHasTheUsualExponent() {
        RSAPublicKey key = (RSAPublicKey) Keys.of(KeyAlgorithm.RSA_2048).getPublic();
        assertThat(key.getPublicExponent()).isEqualTo(65537);
        assertThat(key.getModulus().bitLength()).isEqualTo(2048);
    }

    @ParameterizedTest
    @CsvSource({
        "1024, 20, WARNING, RSA key size 1024 bits is below the minimum of 2048",
        "1024, 37, WARNING, RSA key size 1024 bits is below the minimum of 2048",
        "1016, 32, WARNING, RSA key size 1016 bits is below the minimum of 2048",
        "1016, 33, ERROR, RSA key size 1016 bits: what is signed with the key is refused since 1.33"
    })
    void findsWeakRsa(int bits, int minor, Finding.Severity severity, String message) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        assertThat(KeyAlgorithm.findings(generator.generateKeyPair().getPublic(), KubernetesRelease.of(minor)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(severity);
                    assertThat(finding.code()).isEqualTo("KEY_INSECURE");
                    assertThat(finding.message()).isEqualTo(message);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "secp224r1, KEY_INSECURE, ECDSA key curve P-224 (224 bits) is below the minimum of 256",
        "secp256k1, KEY_ALGORITHM_UNSUPPORTED, the key is of a kind that no API server accepts"
    })
    void findsCurvesThatAreWeakOrUnknown(String curve, String code, String message) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair pair = generator.generateKeyPair();
        assertThat(KeyAlgorithm.of(pair.getPublic())).isEmpty();
        assertThat(KeyAlgorithm.findings(pair.getPublic())).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.message()).isEqualTo(message);
        });
    }

    @Test
    void p521IsNoAlgorithmOfKubernetesButFine() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp521r1"));
        KeyPair pair = generator.generateKeyPair();
        assertThat(KeyAlgorithm.of(pair.getPublic())).isEmpty();
        assertThat(KeyAlgorithm.findings(pair.getPublic())).isEmpty();
    }
}
