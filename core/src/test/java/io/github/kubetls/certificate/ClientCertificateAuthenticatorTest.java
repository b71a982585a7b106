package io.github.kubetls.certificate;

import static io.github.kubetls.certificate.ClientCertificates.AUTHENTICATOR;
import static io.github.kubetls.certificate.ClientCertificates.CA;
import static io.github.kubetls.certificate.ClientCertificates.KEYS;
import static io.github.kubetls.certificate.ClientCertificates.NOW;
import static io.github.kubetls.certificate.ClientCertificates.START;
import static io.github.kubetls.certificate.ClientCertificates.assertRejected;
import static io.github.kubetls.certificate.ClientCertificates.authenticate;
import static io.github.kubetls.certificate.ClientCertificates.builder;
import static io.github.kubetls.certificate.ClientCertificates.ca;
import static io.github.kubetls.certificate.ClientCertificates.caName;
import static io.github.kubetls.certificate.ClientCertificates.client;
import static io.github.kubetls.certificate.ClientCertificates.finish;
import static io.github.kubetls.certificate.ClientCertificates.isUser;
import static io.github.kubetls.certificate.ClientCertificates.sign;
import static io.github.kubetls.certificate.ClientCertificates.throughIntermediate;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.manifest.FieldError;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/behaviour/certificates.md, 7. */
class ClientCertificateAuthenticatorTest {

    @Test
    void theSubjectIsTheUser() {
        assertThat(authenticate(client(CA).build().certificate()))
                .as("in the order of the certificate")
                .satisfies(isUser("jane", "a", "b"));
        assertThat(authenticate(sign(CertificateRequest.kubeletClient("w", KEYS), "client auth")))
                .satisfies(isUser("system:node:w", "system:nodes"));
    }

    /** An authenticator decodes the key of a CA once. */
    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "ECDSA_P256", "ECDSA_P384", "ED25519", "ML_DSA_44"})
    void oneForManyAnswersAsOneForEach(KeyAlgorithm algorithm) {
        CertificateAuthority ca = CertificateAuthority.builder("kubernetes", START)
                .keyPair(Keys.of(algorithm))
                .build();
        CertificateAuthority other = CertificateAuthority.builder("kubernetes", START)
                .keyPair(Keys.another(algorithm))
                .build();
        List<Credentials> presented = Stream.of(ca, other, ca, other, other, ca, ca, ca)
                .map(issuer -> Credentials.clientCertificate(
                        List.of(client(issuer).build().certificate())))
                .toList();
        ClientCertificateAuthenticator one = ClientCertificateAuthenticator.of(ca);
        List<Authentication> answers = presented.stream()
                .parallel()
                .map(each -> one.authenticate(each, NOW))
                .toList();
        assertThat(answers)
                .isEqualTo(presented.stream()
                        .map(each -> ClientCertificateAuthenticator.of(ca).authenticate(each, NOW))
                        .toList());
        assertThat(answers.stream().map(answer -> answer.authenticatedUser().isPresent()))
                .containsExactly(true, false, true, false, false, true, true, true);
    }

    @Test
    void nothingPresentedIsNobody() {
        assertThat(AUTHENTICATOR.authenticate(Credentials.none(), NOW)).isEqualTo(Authentication.notPresented());
    }

    @Test
    void aCertificateWithoutCommonNameIsNobody() {
        CertificateRequest request = CertificateRequest.builder(KEYS)
                .subject(DistinguishedName.of("", "system:masters"))
                .build();
        assertThat(authenticate(sign(request, "client auth"))).isEqualTo(Authentication.notPresented());
        CertificateRequest empty = CertificateRequest.builder(KEYS)
                .subjectAltNames(SubjectAltNames.of("a"))
                .build();
        assertThat(authenticate(sign(empty, "client auth"))).isEqualTo(Authentication.notPresented());
    }

    @Test
    void rejectsAnUnknownIssuerAndOneOfTheSameName() {
        X509Certificate other = client(ca("other")).build().certificate();
        assertRejected(authenticate(other), "CA_UNKNOWN", "x509: certificate signed by unknown authority");
        X509Certificate impostor = client(ca("kubernetes")).build().certificate();
        assertRejected(
                authenticate(impostor),
                "CA_UNKNOWN",
                "x509: certificate signed by unknown authority (possibly because of \"x509: ECDSA verification "
                        + "failure\" while trying to verify candidate authority certificate \"kubernetes\")");
    }

    @Test
    void comparesIssuersByTheirBytes() throws Exception {
        X509v3CertificateBuilder builder = builder(new X500Name("CN=kubernetes"), "jane");
        X509Certificate utf8Issuer = finish(builder);
        assertRejected(authenticate(utf8Issuer), "CA_UNKNOWN", "unknown authority");
        X509Certificate sameBytes =
                finish(builder(X500Name.getInstance(CertificateReader.subject(CA.certificate())), "jane"));
        assertThat(authenticate(sameBytes).authenticatedUser()).isPresent();
    }

    @Test
    void rejectsBeforeAndAfterItsTime() {
        X509Certificate certificate =
                client(CA).validity(Duration.ofDays(10)).build().certificate();
        assertRejected(
                authenticate(certificate),
                "CERTIFICATE_EXPIRED",
                "x509: certificate has expired or is not yet valid: current time 2024-06-01T12:00:00Z is after "
                        + "2024-01-11T00:00:00Z");
        Credentials presented = Credentials.clientCertificate(List.of(certificate));
        assertThat(AUTHENTICATOR
                        .authenticate(presented, Instant.parse("2024-01-11T00:00:00Z"))
                        .authenticatedUser())
                .as("the last moment counts")
                .isPresent();
        assertRejected(
                AUTHENTICATOR.authenticate(presented, Instant.parse("2023-12-31T23:54:59Z")),
                "CERTIFICATE_NOT_YET_VALID",
                "is before 2023-12-31T23:55:00Z");
    }

    @Test
    void rejectsWhenTheCaHasExpired() {
        CertificateAuthority shortLived = CertificateAuthority.builder("short", START)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .validity(Duration.ofDays(10))
                .build();
        X509Certificate outlives = client(shortLived).build().certificate();
        Credentials presented = Credentials.clientCertificate(List.of(outlives));
        ClientCertificateAuthenticator authenticator = ClientCertificateAuthenticator.of(shortLived);
        assertThat(authenticator
                        .authenticate(presented, START.plus(Duration.ofDays(1)))
                        .authenticatedUser())
                .as("a certificate may outlive its CA")
                .isPresent();
        assertRejected(authenticator.authenticate(presented, NOW), "CERTIFICATE_EXPIRED", "is after 2024-01-11");
    }

    @Test
    void looksAtExtendedUsagesOnly() {
        CertificateRequest request = CertificateRequest.builder(KEYS)
                .subject(DistinguishedName.of("jane"))
                .build();
        assertRejected(
                authenticate(sign(request, "server auth")),
                "CERTIFICATE_USAGE_MISMATCH",
                "x509: certificate specifies an incompatible key usage");
        assertThat(authenticate(sign(request, "any")).authenticatedUser()).isPresent();
        assertThat(authenticate(sign(request, "key encipherment")).authenticatedUser())
                .as("no extended usage at all")
                .isPresent();
    }

    @Test
    void rejectsAnUnknownCriticalExtension() throws Exception {
        X509v3CertificateBuilder builder = builder(caName(), "jane");
        builder.addExtension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
        assertRejected(authenticate(finish(builder)), "EXTENSION_UNSUPPORTED", "x509: unhandled critical extension");
        X509v3CertificateBuilder harmless = builder(caName(), "jane");
        harmless.addExtension(new ASN1ObjectIdentifier("1.2.3.4"), false, DERNull.INSTANCE);
        assertThat(authenticate(finish(harmless)).authenticatedUser()).isPresent();
    }

    /** docs/behaviour/certificates.md, 7.1; Certificate.UnhandledCriticalExtensions of Go 1.26. */
    @Test
    void rejectsCriticalExtensionsOfWhichNothingIsUnderstood() throws Exception {
        GeneralName directory = new GeneralName(new X500Name("CN=a"));
        X509v3CertificateBuilder names = builder(caName(), "jane");
        names.addExtension(Extension.subjectAlternativeName, true, new GeneralNames(directory));
        assertRejected(authenticate(finish(names)), "EXTENSION_UNSUPPORTED", "x509: unhandled critical extension");
        X509v3CertificateBuilder also = builder(caName(), "jane");
        also.addExtension(Extension.subjectAlternativeName, true, new GeneralNames(new GeneralName[] {
            directory, new GeneralName(GeneralName.dNSName, "a")
        }));
        assertThat(authenticate(finish(also)).authenticatedUser()).isPresent();
        X509v3CertificateBuilder harmless = builder(caName(), "jane");
        harmless.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(directory));
        assertThat(authenticate(finish(harmless)).authenticatedUser()).isPresent();
    }

    /** docs/behaviour/certificates.md, 7.1; Certificate.UnhandledCriticalExtensions of Go 1.26. */
    @ParameterizedTest
    @CsvSource({"true, false, true", "true, true, false", "false, false, false"})
    void rejectsCriticalConstraintsOnNamesThatAreNotCompared(boolean critical, boolean dns, boolean rejected)
            throws Exception {
        GeneralName base = dns ? new GeneralName(GeneralName.dNSName, "a") : new GeneralName(new X500Name("CN=a"));
        X509v3CertificateBuilder intermediate = builder(caName(), "sub");
        intermediate.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        intermediate.addExtension(
                Extension.nameConstraints,
                critical,
                new NameConstraints(new GeneralSubtree[] {new GeneralSubtree(base)}, null));
        Authentication answer = throughIntermediate(intermediate);
        if (rejected) {
            assertRejected(answer, "EXTENSION_UNSUPPORTED", "x509: unhandled critical extension");
        } else {
            assertThat(answer.authenticatedUser()).isPresent();
        }
    }

    /** docs/behaviour/certificates.md, 4: the JDK passes over extensions that it cannot read, and no API server does. */
    @Test
    void rejectsWhatNoApiServerReads() throws Exception {
        X509v3CertificateBuilder builder = builder(caName(), "jane");
        builder.addExtension(Extension.extendedKeyUsage, false, DERNull.INSTANCE);
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(CA.privateKey()))
                .getEncoded();
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        X509Certificate good = client(CA).build().certificate();
        Authentication refused = Authentication.rejected("CERTIFICATE_INVALID", "x509: invalid extended key usages");
        assertThat(authenticate(certificate)).isEqualTo(refused);
        assertThat(authenticate(good, certificate)).as("also beside the first").isEqualTo(refused);
        assertThat(CertificateAuthority.violations(CA.certificate(), List.of(certificate), NOW))
                .singleElement()
                .hasToString("x509: invalid extended key usages");
    }

    /** The API server's log: serial number and key identifiers, as {@code certificateIdentifier} of its package x509 writes them. */
    @Test
    void tellsWhichCertificateItWas() {
        X509Certificate other = client(ca("other"))
                .serialNumber(BigInteger.valueOf(4711))
                .build()
                .certificate();
        byte[] keyId = CertificateReader.extension(
                        other, "2.5.29.35", value -> value.sequence("").any().content())
                .orElseThrow();
        assertThat(keyId).hasSizeGreaterThan(1);
        assertRejected(
                authenticate(other),
                "CA_UNKNOWN",
                "SN=4711, SKID=, AKID="
                        + HexFormat.ofDelimiter(":").withUpperCase().formatHex(keyId) + " failed: x509: ");
    }

    @Test
    void theFirstCertificateIsTheOneThatIsVerified() {
        X509Certificate jane = client(CA).build().certificate();
        X509Certificate impostor = client(ca("kubernetes")).build().certificate();
        assertRejected(authenticate(impostor, jane), "CA_UNKNOWN", "signed by unknown authority");
        assertThat(authenticate(jane, impostor)).satisfies(isUser("jane", "a", "b"));
        assertThat(CertificateAuthority.violations(CA.certificate(), List.of(impostor, jane), NOW))
                .hasSize(1);
        assertThat(CertificateAuthority.violations(CA.certificate(), List.of(jane, impostor), NOW))
                .isEmpty();
    }

    /** Go 1.18 (x509sha1). */
    @Test
    void rejectsSignaturesWithSha1Since124() throws Exception {
        X509Certificate weak = CertificateReader.certificate(
                builder(caName(), "jane")
                        .build(new JcaContentSignerBuilder("SHA1withECDSA")
                                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                                .build(CA.privateKey()))
                        .getEncoded(),
                KubernetesRelease.latest());
        assertRejected(authenticate(weak), "CA_UNKNOWN", "insecure algorithm ECDSA-SHA1");
        assertRejected(authenticate(24, weak), "CA_UNKNOWN", "insecure algorithm ECDSA-SHA1");
        assertThat(authenticate(23, weak)).satisfies(isUser("jane"));
        KubernetesRelease before = KubernetesRelease.of(23);
        KubernetesRelease since = KubernetesRelease.of(24);
        X509Certificate ca = CA.certificate();
        assertThat(CertificateAuthority.hasSigned(ca, weak, before)).isTrue();
        assertThat(CertificateAuthority.hasSigned(ca, weak, since)).isFalse();
        assertThat(CertificateAuthority.hasSigned(ca, weak)).isFalse();
        assertThat(CertificateAuthority.violations(ca, List.of(weak), NOW, before))
                .isEmpty();
        assertThat(CertificateAuthority.violations(ca, List.of(weak), NOW, since))
                .singleElement()
                .extracting(FieldError::message)
                .asString()
                .contains("insecure algorithm ECDSA-SHA1");
        assertThat(CertificateAuthority.violations(ca, List.of(weak), NOW)).hasSize(1);
    }

    @Test
    void trustsEveryCaOfABundle(@TempDir Path directory) throws Exception {
        CertificateAuthority other = ca("other");
        Path file = Files.writeString(directory.resolve("ca.crt"), other.certificatePem() + CA.certificatePem());
        ClientCertificateAuthenticator authenticator = ClientCertificateAuthenticator.read(file);
        for (CertificateAuthority ca : List.of(CA, other)) {
            Credentials presented =
                    Credentials.clientCertificate(client(ca).build().chain());
            assertThat(authenticator.authenticate(presented, NOW).authenticatedUser())
                    .isPresent();
        }
        assertThat(ClientCertificateAuthenticator.of(List.of())
                        .authenticate(
                                Credentials.clientCertificate(client(CA).build().chain()), NOW))
                .isInstanceOf(Authentication.Rejected.class);
    }

    @Test
    void acceptsTheRecordedCertificates() throws Exception {
        ClientCertificateAuthenticator authenticator =
                ClientCertificateAuthenticator.parse(Recorded.text("csr/ca.crt"));
        CertificateAndKey kubelet = CertificateAndKey.parse(Recorded.text("kubelet/kubelet-client-current.pem"));
        assertThat(authenticator.authenticate(
                        Credentials.clientCertificate(kubelet.chain()), Instant.parse("2026-11-24T00:00:00Z")))
                .satisfies(isUser("system:node:worker-1", "system:nodes"));
        ClientCertificateAuthenticator kubeadm =
                ClientCertificateAuthenticator.parse(Recorded.text("kubeadm-pki/ca.crt"));
        assertThat(kubeadm.authenticate(
                        Credentials.clientCertificate(
                                Pem.parseCertificates(Recorded.text("kubeadm-pki/apiserver-kubelet-client.crt"))),
                        Instant.parse("2026-11-24T00:00:00Z")))
                .satisfies(isUser("kube-apiserver-kubelet-client", "system:masters"));
    }

    /** {@code openssl x509 -in kubelet-client-current.pem -noout -fingerprint -sha256}. */
    @ParameterizedTest
    @CsvSource({
        "31,",
        "32, X509SHA256=553dd4c00d823b4c2528c27aedce058ff9290dd85862af5d0276993a47d9d2f8",
    })
    void theFingerprintIsTheIdOfTheCredentialFromTheReleaseThatHasIds(int release, @Nullable String id)
            throws Exception {
        CertificateAndKey kubelet = CertificateAndKey.parse(Recorded.text("kubelet/kubelet-client-current.pem"));
        assertThat(ClientCertificateAuthenticator.parse(Recorded.text("csr/ca.crt"), KubernetesRelease.of(release))
                        .authenticate(
                                Credentials.clientCertificate(kubelet.chain()), Instant.parse("2026-11-24T00:00:00Z"))
                        .authenticatedUser()
                        .orElseThrow()
                        .extra())
                .isEqualTo(id == null ? Map.of() : Map.of("authentication.kubernetes.io/credential-id", List.of(id)));
    }
}
