package io.github.kubetls.certificate;

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
import static io.github.kubetls.certificate.ClientCertificates.throughIntermediate;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.manifest.FieldError;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DERSequence;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/certificates.md, 7: authorities between a client certificate and a root. */
class ChainVerifierTest {

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

    private static CertificateAuthority nameConstrained(GeneralName... ownNames) throws Exception {
        X509v3CertificateBuilder builder = builder(caName(), "sub");
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(
                Extension.nameConstraints,
                true,
                new NameConstraints(
                        new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "a.b"))}, null));
        if (ownNames.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(ownNames));
        }
        return CertificateAuthority.of(finish(builder), KEYS.getPrivate());
    }

    @Test
    void comparesNamesWithTheConstraintsOfTheCa() throws Exception {
        CertificateAuthority sub = nameConstrained();
        for (SubjectAltNames names : List.of(SubjectAltNames.none(), SubjectAltNames.of("x.a.b"))) {
            X509Certificate leaf = client(sub).subjectAltNames(names).build().certificate();
            assertThat(authenticate(leaf, sub.certificate()).authenticatedUser())
                    .as("%s", names)
                    .isPresent();
        }
        X509Certificate leaf =
                client(sub).subjectAltNames(SubjectAltNames.of("x.b")).build().certificate();
        assertRejected(
                authenticate(leaf, sub.certificate()),
                "NAME_FORBIDDEN",
                "x509: a root or intermediate certificate is not authorized to sign for this name: DNS name \"x.b\" is not"
                        + " permitted by any constraint");
    }

    /** Go 1.21, which 1.29 has, compares the names of every certificate below; Go 1.19 and 1.20 those of the CA itself. */
    @ParameterizedTest
    @CsvSource({"24, true", "25, true", "28, true", "29, false", "36, false"})
    void namesOfIntermediatesAreUnderNameConstraintsSince129(int minor, boolean isAccepted) throws Exception {
        CertificateAuthority sub = nameConstrained();
        CertificateAuthority between = sub.intermediate("between", START)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .subjectAltNames(SubjectAltNames.of("x.b"))
                .build();
        X509Certificate leaf = client(between)
                .keyPair(KeyAlgorithm.ECDSA_P256.generateKeyPair())
                .build()
                .certificate();
        Authentication answer = ClientCertificateAuthenticator.of(CA, KubernetesRelease.of(minor))
                .authenticate(
                        Credentials.clientCertificate(List.of(leaf, between.certificate(), sub.certificate())), NOW);
        assertThat(answer.authenticatedUser().isPresent()).isEqualTo(isAccepted);
    }

    /** In Go 1.19 and 1.20, and so from 1.25 to 1.28, a CA with constraints is judged by them itself. */
    @ParameterizedTest
    @CsvSource({"24, true", "25, false", "28, false", "29, true", "36, true"})
    void constraintsOfACaAreForItsOwnNamesFrom125To128(int minor, boolean isAccepted) throws Exception {
        CertificateAuthority sub = nameConstrained(new GeneralName(GeneralName.dNSName, "x.b"));
        Authentication answer = ClientCertificateAuthenticator.of(CA, KubernetesRelease.of(minor))
                .authenticate(
                        Credentials.clientCertificate(
                                List.of(client(sub).build().certificate(), sub.certificate())),
                        NOW);
        assertThat(answer.authenticatedUser().isPresent()).isEqualTo(isAccepted);
    }

    /** The JDK makes an object of what no API server reads; what restricts a CA must not be passed over. */
    @Test
    void constraintsThatCannotBeReadPermitNothing() throws Exception {
        X509v3CertificateBuilder builder = builder(caName(), "sub");
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.nameConstraints, false, new DERSequence());
        X509Certificate root = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(CA.privateKey()))
                                .getEncoded()));
        X509Certificate leaf = CertificateAuthority.of(root, KEYS.getPrivate())
                .issueClient("jane", List.of(), START)
                .certificate();
        assertRejected(
                ClientCertificateAuthenticator.of(List.of(root))
                        .authenticate(Credentials.clientCertificate(List.of(leaf)), NOW),
                "CERTIFICATE_INVALID",
                "x509: invalid NameConstraints extension");
    }

    @Test
    void whoTrustsACaComparesNamesToo() throws Exception {
        CertificateAuthority sub = nameConstrained();
        List<X509Certificate> chain = List.of(
                client(sub).subjectAltNames(SubjectAltNames.of("x.b")).build().certificate(), sub.certificate());
        assertThat(ChainVerifier.violations(CA.certificate(), chain, NOW, KubernetesRelease.latest()))
                .extracting(FieldError::message)
                .containsExactly(
                        "x509: a root or intermediate certificate is not authorized to sign for this name: DNS name"
                                + " \"x.b\" is not permitted by any constraint");
        assertThat(ChainVerifier.violations(
                        CA.certificate(),
                        List.of(client(sub).build().certificate(), sub.certificate()),
                        NOW,
                        KubernetesRelease.latest()))
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
}
