package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.manifest.FieldError;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERNumericString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v1CertificateBuilder;
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

    private static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final CertificateAuthority CA = ca("kubernetes");
    private static final KeyPair KEYS = KeyAlgorithm.ECDSA_P256.generateKeyPair();
    private static final ClientCertificateAuthenticator AUTHENTICATOR = ClientCertificateAuthenticator.of(CA);

    private static CertificateAuthority ca(String name) {
        return CertificateAuthority.builder(name, START)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
    }

    private static CertificateBuilder<CertificateAndKey> client(CertificateAuthority ca) {
        return ca.issuing("jane", START).organizations("b", "a").keyPair(KEYS).usages(KeyUsage.CLIENT_AUTH);
    }

    private static Authentication authenticate(X509Certificate... chain) {
        return AUTHENTICATOR.authenticate(Credentials.clientCertificate(List.of(chain)), NOW);
    }

    private static Consumer<Authentication> isUser(String name, String... groups) {
        return answer -> {
            UserInfo user = answer.authenticatedUser().orElseThrow();
            assertThat(user.name()).isEqualTo(name);
            assertThat(user.groups()).containsExactly(groups);
        };
    }

    private static void assertRejected(Authentication answer, String code, String reason) {
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

    private static X509Certificate sign(CertificateRequest request, String... usages) {
        return CA.sign(
                request,
                KeyUsage.listOf(usages),
                Validity.of(START, START.plus(Duration.ofDays(365))),
                BigInteger.valueOf(17));
    }

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

    private static X509v3CertificateBuilder builder(X500Name issuer, String name) {
        return new X509v3CertificateBuilder(
                issuer,
                BigInteger.TEN,
                Date.from(START),
                Date.from(START.plus(Duration.ofDays(365))),
                X500Name.getInstance(Names.encode(DistinguishedName.of(name))),
                org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                        KEYS.getPublic().getEncoded()));
    }

    private static X509Certificate finish(X509v3CertificateBuilder builder) throws Exception {
        return finish(builder, CA.privateKey());
    }

    private static X509Certificate finish(X509v3CertificateBuilder builder, PrivateKey key) throws Exception {
        return CertificateReader.certificate(
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                                .build(key))
                        .getEncoded(),
                KubernetesRelease.latest());
    }

    private static X500Name caName() {
        return X500Name.getInstance(CertificateReader.subject(CA.certificate()));
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
    void takesIntermediatesThatArePresented() {
        CertificateAuthority intermediate = CA.intermediate("sub", START)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
        X509Certificate leaf = client(intermediate).build().certificate();
        assertThat(authenticate(leaf, intermediate.certificate()).authenticatedUser())
                .isPresent();
        assertRejected(authenticate(leaf), "CA_UNKNOWN", "unknown authority");
        CertificateAuthority second = intermediate
                .intermediate("subsub", START)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
        assertThat(authenticate(
                                client(second).build().certificate(),
                                CA.certificate(),
                                second.certificate(),
                                intermediate.certificate())
                        .authenticatedUser())
                .as("in any order, with what is not needed")
                .isPresent();
    }

    @Test
    void rejectsIntermediatesThatMayNotSign() throws Exception {
        X509v3CertificateBuilder noCa = builder(caName(), "sub");
        noCa.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        String cannot = "parent certificate cannot sign this kind of certificate";
        assertRejected(throughIntermediate(noCa), "CA_UNKNOWN", cannot);
        X509v3CertificateBuilder noCertSign = builder(caName(), "sub");
        noCertSign.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        noCertSign.addExtension(Extension.keyUsage, true, new org.bouncycastle.asn1.x509.KeyUsage(128));
        assertRejected(throughIntermediate(noCertSign), "CA_UNKNOWN", cannot);
        X509v3CertificateBuilder serverOnly = builder(caName(), "sub");
        serverOnly.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        serverOnly.addExtension(
                Extension.extendedKeyUsage,
                false,
                new org.bouncycastle.asn1.x509.ExtendedKeyUsage(
                        org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth));
        assertRejected(throughIntermediate(serverOnly), "CERTIFICATE_USAGE_MISMATCH", "incompatible key usage");
        X509v3CertificateBuilder good = builder(caName(), "sub");
        good.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        assertThat(throughIntermediate(good).authenticatedUser()).isPresent();
    }

    /** A chain whose intermediate CA has the key of the client. */
    private static Authentication throughIntermediate(X509v3CertificateBuilder builder) throws Exception {
        X509Certificate intermediate = finish(builder);
        CertificateAuthority sub = CertificateAuthority.of(intermediate, KEYS.getPrivate());
        return authenticate(client(sub).build().certificate(), intermediate);
    }

    /** Go's {@code isValid} asks intermediates for the flag CA; one of version 1 cannot have it. */
    @Test
    void anAuthorityOfVersion1IsTrustedAsARootOnly() throws Exception {
        X500Name name = new X500Name("CN=old");
        CertificateAuthority old = CertificateAuthority.of(version1(name, name, KEYS.getPrivate()), KEYS.getPrivate());
        X509Certificate leaf = client(old)
                .keyPair(KeyAlgorithm.ECDSA_P256.generateKeyPair())
                .build()
                .certificate();
        assertThat(ClientCertificateAuthenticator.of(old)
                        .authenticate(Credentials.clientCertificate(List.of(leaf)), NOW)
                        .authenticatedUser())
                .isPresent();
        assertRejected(
                authenticate(leaf, version1(caName(), name, CA.privateKey())),
                "CA_FLAG_MISSING",
                "x509: certificate is not authorized to sign other certificates");
    }

    private static X509Certificate version1(X500Name issuer, X500Name subject, PrivateKey key) throws Exception {
        return CertificateReader.certificate(
                new X509v1CertificateBuilder(
                                issuer,
                                BigInteger.TEN,
                                Date.from(START),
                                Date.from(START.plus(Duration.ofDays(365))),
                                subject,
                                org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                                        KEYS.getPublic().getEncoded()))
                        .build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                                .build(key))
                        .getEncoded(),
                KubernetesRelease.latest());
    }

    @Test
    void countsThePathLength() throws Exception {
        X509v3CertificateBuilder builder = builder(caName(), "sub");
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        X509Certificate intermediate = finish(builder);
        CertificateAuthority sub = CertificateAuthority.of(intermediate, KEYS.getPrivate());
        CertificateAuthority below = sub.intermediate("below", START)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
        assertRejected(
                authenticate(client(below).build().certificate(), intermediate, below.certificate()),
                "INTERMEDIATES_EXCESSIVE",
                "x509: too many intermediates for path length constraint");
        assertThat(authenticate(client(sub).build().certificate(), intermediate).authenticatedUser())
                .isPresent();
    }

    @Test
    void givesUpOnMoreAuthoritiesOfOneNameThanGoTries() {
        List<X509Certificate> presented = new ArrayList<>();
        presented.add(client(ca("sub")).build().certificate());
        for (int i = 0; i < 101; i++) {
            presented.add(CA.intermediate("sub", START)
                    .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                    .build()
                    .certificate());
        }
        assertRejected(
                authenticate(presented.toArray(X509Certificate[]::new)),
                "SIGNATURE_CHECKS_EXCESSIVE",
                "x509: signature check attempts limit reached while verifying certificate chain");
        presented.remove(101);
        assertRejected(authenticate(presented.toArray(X509Certificate[]::new)), "CA_UNKNOWN", "unknown authority");
    }

    @Test
    void aCircleOfAuthoritiesLeadsNowhere() throws Exception {
        KeyPair otherKeys = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateAuthority one =
                CertificateAuthority.builder("one", START).keyPair(KEYS).build();
        CertificateAuthority two =
                CertificateAuthority.builder("two", START).keyPair(otherKeys).build();
        X509Certificate oneByTwo =
                two.intermediate("one", START).keyPair(KEYS).build().certificate();
        X509Certificate twoByOne =
                one.intermediate("two", START).keyPair(otherKeys).build().certificate();
        X509Certificate leaf = client(one)
                .keyPair(KeyAlgorithm.ECDSA_P256.generateKeyPair())
                .build()
                .certificate();
        assertRejected(authenticate(leaf, oneByTwo, twoByOne), "CA_UNKNOWN", "certificate signed by unknown authority");
    }

    private static CertificateAuthority nameConstrained() throws Exception {
        X509v3CertificateBuilder builder = builder(caName(), "sub");
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(
                Extension.nameConstraints,
                true,
                new NameConstraints(
                        new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "a.b"))}, null));
        return CertificateAuthority.of(finish(builder), KEYS.getPrivate());
    }

    @Test
    void rejectsNamesUnderNameConstraints() throws Exception {
        CertificateAuthority sub = nameConstrained();
        X509Certificate intermediate = sub.certificate();
        assertThat(authenticate(client(sub).build().certificate(), intermediate).authenticatedUser())
                .isPresent();
        assertRejected(
                authenticate(
                        client(sub)
                                .subjectAltNames(SubjectAltNames.of("x.a.b"))
                                .build()
                                .certificate(),
                        intermediate),
                "NAME_CONSTRAINTS_UNSUPPORTED",
                "not supported");
    }

    /** The first certificate of a chain and the authority count, whatever is between them. */
    @Test
    void namesOfIntermediatesAreNotThoseUnderNameConstraints() throws Exception {
        CertificateAuthority sub = nameConstrained();
        for (boolean isLeafNamed : new boolean[] {true, false}) {
            SubjectAltNames names = SubjectAltNames.of("x.a.b");
            SubjectAltNames none = SubjectAltNames.none();
            CertificateAuthority between = sub.intermediate("between", START)
                    .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                    .subjectAltNames(isLeafNamed ? none : names)
                    .build();
            X509Certificate leaf = client(between)
                    .keyPair(KeyAlgorithm.ECDSA_P256.generateKeyPair())
                    .subjectAltNames(isLeafNamed ? names : none)
                    .build()
                    .certificate();
            Authentication answer = authenticate(leaf, between.certificate(), sub.certificate());
            if (isLeafNamed) {
                assertRejected(answer, "NAME_CONSTRAINTS_UNSUPPORTED", "not supported");
            } else {
                assertThat(answer.authenticatedUser()).isPresent();
            }
        }
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

    /** Go's {@code UnknownAuthorityError}: the common name, else the first organization, else the serial number. */
    @ParameterizedTest
    @CsvSource({"'CN=cn,O=o1', cn", "'O=o1,O=o2', o1", "C=DE, serial:10"})
    void namesTheAuthorityThatDidNotSign(String subject, String name) throws Exception {
        CertificateAuthority other = selfSigned(subject);
        assertRejected(
                ClientCertificateAuthenticator.of(selfSigned(subject))
                        .authenticate(
                                Credentials.clientCertificate(
                                        client(other).build().chain()),
                                NOW),
                "CA_UNKNOWN",
                "candidate authority certificate \"" + name + "\"");
    }

    private static CertificateAuthority selfSigned(String subject) throws Exception {
        KeyPair keys = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        X500Name name = new X500Name(subject);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                BigInteger.TEN,
                Date.from(START),
                Date.from(START.plus(Duration.ofDays(365))),
                name,
                org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                        keys.getPublic().getEncoded()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return CertificateAuthority.of(finish(builder, keys.getPrivate()), keys.getPrivate());
    }

    @Test
    void trustsACertificateThatIsItselfInTheBundle() {
        X509Certificate leaf = client(ca("other")).build().certificate();
        assertThat(ClientCertificateAuthenticator.of(List.of(leaf))
                        .authenticate(Credentials.clientCertificate(List.of(leaf)), NOW)
                        .authenticatedUser())
                .isPresent();
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

    /** A certificate whose subject is given as RDNs, each one or several attributes. */
    private static X509Certificate named(RDN... subject) throws Exception {
        return finish(new X509v3CertificateBuilder(
                caName(),
                BigInteger.TEN,
                Date.from(START),
                Date.from(START.plus(Duration.ofDays(365))),
                new X500Name(subject),
                org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                        KEYS.getPublic().getEncoded())));
    }

    private static AttributeTypeAndValue attribute(String type, ASN1Encodable value) {
        return new AttributeTypeAndValue(new ASN1ObjectIdentifier(type), value);
    }

    private static RDN commonName(String value) {
        return new RDN(attribute("2.5.4.3", new DERUTF8String(value)));
    }

    private static AttributeTypeAndValue uid(ASN1Encodable value) {
        return attribute("1.3.6.1.4.1.57683.2", value);
    }

    private static Authentication authenticate(int release, X509Certificate certificate) {
        return ClientCertificateAuthenticator.of(CA, KubernetesRelease.of(release))
                .authenticate(Credentials.clientCertificate(List.of(certificate)), NOW);
    }

    /** docs/behaviour/certificates.md, 7.2; docs/behaviour/worked-examples.md, N13. */
    @Test
    void anAttributeIsTheUidFromTheReleaseThatHasIt() throws Exception {
        X509Certificate dora = named(
                commonName("dora"),
                new RDN(uid(new DERUTF8String("7f"))),
                new RDN(attribute("2.5.4.10", new DERPrintableString("ops"))));
        assertThat(authenticate(33, dora)).satisfies(isUser("dora", "ops")).satisfies(hasUid("7f"));
        assertThat(authenticate(32, dora)).satisfies(isUser("dora", "ops")).satisfies(hasUid(""));
    }

    private static Consumer<Authentication> hasUid(String uid) {
        return answer ->
                assertThat(answer.authenticatedUser().orElseThrow().uid()).isEqualTo(uid);
    }

    @Test
    void theUidIsFoundInASetOfAttributesAndInAnyStringType() throws Exception {
        List<ASN1Encodable> strings = List.of(
                new DERPrintableString("7"), new DERIA5String("7"), new DERNumericString("7"), new DERBMPString("7"));
        for (ASN1Encodable string : strings) {
            RDN several =
                    new RDN(new AttributeTypeAndValue[] {attribute("2.5.4.3", new DERUTF8String("dora")), uid(string)});
            assertThat(authenticate(33, named(several))).satisfies(hasUid("7"));
        }
        assertThat(authenticate(33, named(commonName("dora"), new RDN(uid(new DERUTF8String(" "))))))
                .as("a blank is a value")
                .satisfies(hasUid(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "p, q,  CERTIFICATE_UID_DUPLICATE, 'expected 1 UID, but found multiple: [p q]'",
        "p, p,  CERTIFICATE_UID_DUPLICATE, 'expected 1 UID, but found multiple: [p p]'",
        "'', '', CERTIFICATE_UID_DUPLICATE, 'expected 1 UID, but found multiple: [ ]'",
        "'',   , CERTIFICATE_UID_EMPTY,     'UID cannot be an empty string'",
    })
    void rejectsSeveralUidsAndAnEmptyOne(String one, @Nullable String other, String code, String reason)
            throws Exception {
        List<RDN> subject = new ArrayList<>(List.of(commonName("dora"), new RDN(uid(new DERUTF8String(one)))));
        if (other != null) {
            subject.add(new RDN(uid(new DERUTF8String(other))));
        }
        X509Certificate certificate = named(subject.toArray(RDN[]::new));
        assertThat(authenticate(33, certificate)).isEqualTo(Authentication.rejected(code, reason));
        assertThat(authenticate(32, certificate)).satisfies(isUser("dora")).satisfies(hasUid(""));
    }

    @Test
    void looksForTheCommonNameBeforeTheUid() throws Exception {
        RDN p = new RDN(uid(new DERUTF8String("p")));
        assertThat(authenticate(33, named(p, p))).isEqualTo(Authentication.notPresented());
    }
}
