package io.github.kubetls.certificate;

import static io.github.kubetls.certificate.TestDer.integer;
import static io.github.kubetls.certificate.TestDer.oid;
import static io.github.kubetls.certificate.TestDer.seq;
import static io.github.kubetls.certificate.TestDer.tlv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.manifest.FieldError;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Go's crypto/x509 and crypto/rsa, with which Kubernetes verifies: docs/behaviour/certificates.md, 3. */
class SignatureCheckTest {

    private static final String PSS = "1.2.840.113549.1.1.10";
    private static final byte[] SHA_256 = oid("2.16.840.1.101.3.4.2.1");
    private static final byte[] NULL = tlv(5);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static byte[] parameters(byte[] hash, byte[] maskHash, byte[]... rest) {
        byte[] mask = seq(oid("1.2.840.113549.1.1.8"), maskHash);
        return seq(tlv(0xA0, hash), tlv(0xA1, mask), tlv(0xA2, integer(32)), TestDer.join(rest));
    }

    static Stream<Arguments> parametersOfPss() {
        byte[] usual = seq(SHA_256, NULL);
        byte[] odd = seq(SHA_256, tlv(4));
        return Stream.of(
                Arguments.of("as openssl writes them", parameters(usual, usual), true),
                Arguments.of("digests without parameters", parameters(seq(SHA_256), seq(SHA_256)), true),
                Arguments.of("trailer written out", parameters(usual, usual, tlv(0xA3, integer(1))), true),
                Arguments.of("another trailer", parameters(usual, usual, tlv(0xA3, integer(2))), false),
                Arguments.of("digest with other parameters", parameters(odd, usual), false),
                Arguments.of("digest of the mask with other parameters", parameters(usual, odd), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parametersOfPss")
    void knowsPssWithTheUsualParametersOnly(String what, byte[] parameters, boolean known) throws Exception {
        SignatureCheck check = new SignatureCheck(PSS, new DerInput(parameters).any());
        assertThat(check.name()).isEqualTo(known ? "RSASSA-PSS" : PSS);
    }

    /** Certificate.CheckSignature of Go on requests. */
    @Test
    void saysWhyAnotherKeyDidNotSignARequest() throws Exception {
        CertificateRequest request = CertificateRequest.parse(Vectors.W02_REQUEST);
        assertThat(request.violations(TestKeys.LEAF_PUBLIC)).isEmpty();
        assertThat(request.violations(TestKeys.CA_PUBLIC))
                .singleElement()
                .hasToString("x509: ECDSA verification failure");
        PublicKey rsa = Keys.of(KeyAlgorithm.RSA_2048).getPublic();
        for (List<FieldError> violations :
                List.of(request.violations(rsa), request.violations(rsa, KubernetesRelease.of(36)))) {
            assertThat(violations)
                    .singleElement()
                    .hasToString("x509: signature algorithm specifies an ECDSA public key, but have public key of type"
                            + " *rsa.PublicKey");
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec("secp256k1"));
        PublicKey unknown = generator.generateKeyPair().getPublic();
        assertThatThrownBy(() -> request.violations(unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no API server accepts the key: x509: unsupported elliptic curve");
    }

    @Test
    void requestsAreEqualWhenTheirBytesAre() {
        CertificateRequest request = CertificateRequest.parse(Vectors.W02_REQUEST);
        CertificateRequest other = CertificateRequest.kubeletClient("worker-1", Keys.of(KeyAlgorithm.ECDSA_P256));
        assertThat(request)
                .isEqualTo(CertificateRequest.parse("text\n" + Vectors.W02_REQUEST))
                .isNotEqualTo(other)
                .isNotEqualTo(request.toPem());
        assertThat(other).hasToString("CertificateRequest[CN=system:node:worker-1, O=[system:nodes], []]");
    }

    /** RFC 8017, section 8.2.2: a signature of another length than the modulus is none. */
    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "ECDSA_P256", "ED25519", "ML_DSA_44"})
    void whatMakesNoSenseAsASignatureIsNone(KeyAlgorithm algorithm) {
        KeyPair keys = Keys.of(algorithm);
        SignatureScheme scheme = SignatureScheme.forCertificate(keys.getPublic());
        byte[] message = {1, 2, 3};
        byte[] good = Crypto.sign(keys.getPrivate(), scheme, null, message);
        Crypto.Verifier verifier = Crypto.verifier(PublicKeyInfo.of(keys.getPublic()), null);
        assertThat(verifier.verify(scheme.jcaName(), null, message, good)).isTrue();
        for (byte[] bad : List.of(new byte[0], new byte[3], new byte[good.length + 1], new byte[good.length])) {
            assertThat(verifier.verify(scheme.jcaName(), null, message, bad))
                    .as("%s bytes", bad.length)
                    .isFalse();
        }
        assertThat(verifier.verify(scheme.jcaName(), null, new byte[3], good)).isFalse();
    }

    @Test
    void aKeyThatNobodyCanComputeWithVerifiesNothing() {
        PublicKeyInfo tiny = PublicKeyInfo.rsa(BigInteger.ONE.shiftLeft(99).setBit(0), BigInteger.valueOf(65537));
        SignatureCheck check = new SignatureCheck("1.2.840.113549.1.1.11", null);
        assertThatThrownBy(() -> check.verifyRequest(tiny, null, new byte[1], new byte[13], KubernetesRelease.of(32)))
                .isInstanceOf(BadSignature.class)
                .hasMessage("crypto/rsa: verification error");
    }

    /** rsa1024min: 1.33. */
    @Test
    void aSmallRsaKeySignsNoCertificatesSince133() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1016);
        KeyPair small = generator.generateKeyPair();
        CertificateAuthority ca =
                CertificateAuthority.builder("ca", NOW).keyPair(small).build();
        X509Certificate leaf =
                ca.issueServing("x", SubjectAltNames.of("x"), NOW).certificate();
        KubernetesRelease before = KubernetesRelease.of(32);
        KubernetesRelease since = KubernetesRelease.of(33);
        assertThat(CertificateAuthority.hasSigned(ca.certificate(), leaf, before))
                .isTrue();
        assertThat(CertificateAuthority.hasSigned(ca.certificate(), leaf, since))
                .isFalse();
        assertThat(CertificateAuthority.violations(ca.certificate(), List.of(leaf), NOW, before))
                .isEmpty();
        assertThat(CertificateAuthority.violations(ca.certificate(), List.of(leaf), NOW, since))
                .singleElement()
                .asString()
                .contains("crypto/rsa: 1016-bit keys are insecure");
    }
}
