package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Client certificates for the tests, of a CA in the year 2024, and what an authenticator of that CA answers. */
final class ClientCertificates {

    static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");
    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    static final CertificateAuthority CA = ca("kubernetes");
    static final KeyPair KEYS = KeyAlgorithm.ECDSA_P256.generateKeyPair();
    static final ClientCertificateAuthenticator AUTHENTICATOR = ClientCertificateAuthenticator.of(CA);

    private ClientCertificates() {}

    static CertificateAuthority ca(String name) {
        return CertificateAuthority.builder(name, START)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
    }

    static CertificateBuilder<CertificateAndKey> client(CertificateAuthority ca) {
        return ca.issuing("jane", START).organizations("b", "a").keyPair(KEYS).usages(KeyUsage.CLIENT_AUTH);
    }

    static Authentication authenticate(X509Certificate... chain) {
        return AUTHENTICATOR.authenticate(Credentials.clientCertificate(List.of(chain)), NOW);
    }

    static Consumer<Authentication> isUser(String name, String... groups) {
        return answer -> {
            UserInfo user = answer.authenticatedUser().orElseThrow();
            assertThat(user.name()).isEqualTo(name);
            assertThat(user.groups()).containsExactly(groups);
        };
    }

    static void assertRejected(Authentication answer, String code, String reason) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Authentication.Rejected.class,
                        rejected -> assertThat(rejected.rejections())
                                .singleElement()
                                .satisfies(rejection -> {
                                    assertThat(rejection.code()).isEqualTo(code);
                                    assertThat(rejection.reason())
                                            .startsWith("verifying certificate SN=")
                                            .contains(reason);
                                }));
    }

    static X509Certificate sign(CertificateRequest request, String... usages) {
        return CA.sign(
                request,
                KeyUsage.listOf(usages),
                Validity.of(START, START.plus(Duration.ofDays(365))),
                BigInteger.valueOf(17));
    }

    static X509v3CertificateBuilder builder(X500Name issuer, String name) {
        return new X509v3CertificateBuilder(
                issuer,
                BigInteger.TEN,
                Date.from(START),
                Date.from(START.plus(Duration.ofDays(365))),
                X500Name.getInstance(Names.encode(DistinguishedName.of(name))),
                org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                        KEYS.getPublic().getEncoded()));
    }

    static X509Certificate finish(X509v3CertificateBuilder builder) throws Exception {
        return finish(builder, CA.privateKey());
    }

    static X509Certificate finish(X509v3CertificateBuilder builder, PrivateKey key) throws Exception {
        return CertificateReader.certificate(
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                                .build(key))
                        .getEncoded(),
                KubernetesRelease.latest());
    }

    static X500Name caName() {
        return X500Name.getInstance(CertificateReader.subject(CA.certificate()));
    }

    static Authentication authenticate(int release, X509Certificate certificate) {
        return ClientCertificateAuthenticator.of(CA, KubernetesRelease.of(release))
                .authenticate(Credentials.clientCertificate(List.of(certificate)), NOW);
    }

    /** What becomes of a chain whose intermediate CA has the key of the client. */
    static Authentication throughIntermediate(X509v3CertificateBuilder builder) throws Exception {
        X509Certificate intermediate = finish(builder);
        CertificateAuthority sub = CertificateAuthority.of(intermediate, KEYS.getPrivate());
        return authenticate(client(sub).build().certificate(), intermediate);
    }
}
