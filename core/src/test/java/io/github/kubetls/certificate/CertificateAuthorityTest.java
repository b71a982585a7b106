package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.LoggingProvider;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Vectors;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {

    private static final KeyPair CA_KEYS = new KeyPair(TestKeys.CA_PUBLIC, TestKeys.CA);
    private static final CertificateAuthority W03 =
            CertificateAuthority.parse(Vectors.W03_CA, Pem.write(TestKeys.CA)).withProvider(new HsmProvider());
    private static final Instant NOW = Instant.parse("2024-01-15T10:00:00Z");

    @Test
    void generatesTheCaOfTheWorkedExampleByteForByte() throws Exception {
        CertificateAuthority ca = CertificateAuthority.builder("kubernetes", Instant.parse("2024-01-01T00:00:00Z"))
                .keyPair(CA_KEYS)
                .provider(new HsmProvider())
                .release(KubernetesRelease.of(27))
                .serialNumber(new BigInteger("1122334455667788", 16))
                .build();
        assertThat(ca.certificatePem())
                .as("docs/behaviour/worked-examples.md, W03")
                .isEqualTo(Vectors.W03_CA);
        assertThat(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(ca.certificate().getEncoded())))
                .isEqualTo("1e25fb732085ec399019f60116a32dd97367d194ece134001268769e8f475b47");
        assertThat(ca.keyPem()).isEqualTo(Pem.write(TestKeys.CA));
    }

    @Test
    void generatesTheRecordedCaOfKubeadm() throws IOException {
        CertificateAuthority recorded = recordedKubeadmCa();
        CertificateAuthority ours = CertificateAuthority.builder(
                        "kubernetes", recorded.certificate().getNotBefore().toInstant())
                .keyPair(new KeyPair(recorded.certificate().getPublicKey(), recorded.privateKey()))
                .release(KubernetesRelease.of(20))
                .build();
        assertThat(ours.certificatePem()).isEqualTo(Recorded.text("kubeadm-pki/ca.crt"));
        assertThat(ours).isEqualTo(recorded).hasSameHashCodeAs(recorded);
    }

    private static CertificateAuthority recordedKubeadmCa() throws IOException {
        return CertificateAuthority.parse(Recorded.text("kubeadm-pki/ca.crt"), Recorded.text("kubeadm-pki/ca.key"));
    }

    @ParameterizedTest
    @CsvSource({
        "21, 0, '', fa64b5910dac6ede2a013f632cde22bedab584b6, 2024-01-15T10:00:00Z",
        "22, 0, kubernetes, fa64b5910dac6ede2a013f632cde22bedab584b6, 2024-01-15T10:00:00Z",
        "27, 0, kubernetes, fa64b5910dac6ede2a013f632cde22bedab584b6, 2024-01-15T10:00:00Z",
        "28, 1, kubernetes, fa64b5910dac6ede2a013f632cde22bedab584b6, 2024-01-15T09:55:00Z",
        "31, 1, kubernetes, fa64b5910dac6ede2a013f632cde22bedab584b6, 2024-01-15T09:55:00Z",
        "34, 1, kubernetes, fa64b5910dac6ede2a013f632cde22bedab584b6, 2024-01-15T09:55:00Z",
        "35, 1, kubernetes, 9abe7cffd2e5a38b3c6e61cbd79ef041b538bd67, 2024-01-15T09:55:00Z"
    })
    void followsTheReleases(int minor, int serialSign, String dnsName, String keyId, String notBefore)
            throws Exception {
        X509Certificate certificate = CertificateAuthority.builder("kubernetes", NOW)
                .keyPair(CA_KEYS)
                .release(KubernetesRelease.of(minor))
                .build()
                .certificate();
        assertThat(certificate.getSerialNumber().signum()).isEqualTo(serialSign);
        assertThat(certificate.getSerialNumber().bitLength()).isLessThanOrEqualTo(63);
        assertThat(
                        certificate.getSubjectAlternativeNames() == null
                                ? ""
                                : certificate
                                        .getSubjectAlternativeNames()
                                        .iterator()
                                        .next()
                                        .get(1))
                .isEqualTo(dnsName);
        assertThat(X509Issuer.subjectKeyId(certificate)).contains(HexFormat.of().parseHex(keyId));
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(notBefore);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(3650)));
        assertThat(certificate.getExtensionValue("2.5.29.15")).asHexString().isEqualTo("0404030202A4");
        assertThat(certificate.getExtensionValue("2.5.29.19")).asHexString().isEqualTo("040530030101FF");
        assertThat(certificate.getExtensionValue("2.5.29.35")).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void opensslAcceptsWhatWeMakeWithEveryAlgorithm(KeyAlgorithm algorithm, @TempDir Path directory)
            throws IOException {
        CertificateAuthority ca = CertificateAuthority.builder("kubernetes", Instant.now())
                .keyPair(Keys.of(algorithm))
                .build();
        CertificateAuthority intermediate = ca.intermediate("intermediate", Instant.now())
                .keyPair(Keys.another(algorithm))
                .build();
        CertificateAndKey server = intermediate
                .issuing("kube-apiserver", Instant.now())
                .keyPair(Keys.of(algorithm))
                .usages(KeyUsage.SERVER_AUTH)
                .subjectAltNames(SubjectAltNames.of("kubernetes", "10.96.0.1"))
                .build();
        Files.writeString(directory.resolve("ca.pem"), ca.certificatePem());
        Files.writeString(directory.resolve("intermediate.pem"), intermediate.certificatePem());
        Files.writeString(directory.resolve("server.pem"), server.toPem());
        assertThat(OpenSsl.run(
                        directory,
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslserver",
                        "-verify_hostname",
                        "kubernetes",
                        "-CAfile",
                        "ca.pem",
                        "-untrusted",
                        "intermediate.pem",
                        "server.pem"))
                .contains("server.pem: OK");
        assertThat(OpenSsl.run(directory, "x509", "-in", "server.pem", "-noout", "-text"))
                .contains("DNS:kubernetes, IP Address:10.96.0.1")
                .contains("Digital Signature, Key Encipherment")
                .contains("CA:FALSE");
        assertThat(OpenSsl.run(directory, "pkey", "-in", "server.pem", "-pubout"))
                .isEqualTo(OpenSsl.run(directory, "x509", "-in", "server.pem", "-noout", "-pubkey"));
    }

    @ParameterizedTest
    @EnumSource(names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void issuesWithMlDsa(KeyAlgorithm algorithm) throws Exception {
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", algorithm, Instant.now());
        CertificateAndKey client = ca.issuing("c", Instant.now())
                .keyAlgorithm(algorithm)
                .usages(KeyUsage.CLIENT_AUTH)
                .build();
        java.security.Provider bouncyCastle = new org.bouncycastle.jce.provider.BouncyCastleProvider();
        java.security.cert.CertificateFactory factory =
                java.security.cert.CertificateFactory.getInstance("X.509", bouncyCastle);
        X509Certificate root = (X509Certificate) factory.generateCertificate(
                new java.io.ByteArrayInputStream(ca.certificate().getEncoded()));
        X509Certificate leaf = (X509Certificate) factory.generateCertificate(
                new java.io.ByteArrayInputStream(client.certificate().getEncoded()));
        leaf.verify(root.getPublicKey(), bouncyCastle);
        assertThat(KeyAlgorithm.of(root.getPublicKey())).contains(algorithm);
        CertificateAuthority again = CertificateAuthority.parse(ca.certificatePem(), ca.keyPem());
        assertThat(again.certificate()).isEqualTo(ca.certificate());
    }

    @Test
    void thePresetsTakeAProvider() {
        LoggingProvider provider = new LoggingProvider();
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, NOW, provider);
        assertThat(provider.takeLog()).contains("KeyPairGenerator.EC", "Signature.SHA256withECDSA");
        ca.issueServing("x", SubjectAltNames.of("x"), NOW);
        assertThat(provider.takeLog()).as("the CA's signature").containsOnly("Signature.SHA256withECDSA");
        KeyPair keys = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        assertThat(CertificateRequest.kubeletClient("w", keys, provider).subject())
                .isEqualTo(CertificateRequest.kubeletClient("w", keys).subject());
        assertThat(provider.takeLog()).contains("Signature.SHA256withECDSA");
        SubjectAltNames names = SubjectAltNames.of("w", "10.0.0.9");
        CertificateRequest serving = CertificateRequest.kubeletServing("w", names, keys, provider);
        assertThat(serving.subjectAltNames()).isEqualTo(names);
        assertThat(provider.takeLog()).contains("Signature.SHA256withECDSA");
    }

    @Test
    void generatesWithTheCallersRandomness() {
        SecureRandom counting = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 7);
            }
        };
        CertificateAuthority one = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, NOW, counting);
        CertificateAuthority two = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, NOW, counting);
        assertThat(one.certificate().getPublicKey()).isEqualTo(two.certificate().getPublicKey());
        assertThat(one.certificate().getSerialNumber())
                .isEqualTo(two.certificate().getSerialNumber());
    }

    @Test
    void beginsFiveMinutesBeforeTheTimeThatItIsTold() {
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, NOW);
        Instant later = NOW.plus(Duration.ofDays(40));
        for (X509Certificate certificate : List.of(
                ca.issueServing("x", SubjectAltNames.of("x"), later).certificate(),
                ca.issueClient("x", List.of("g"), later).certificate(),
                ca.intermediate("x", later).build().certificate())) {
            assertThat(certificate.getNotBefore().toInstant()).isEqualTo(later.minus(Duration.ofMinutes(5)));
        }
        assertThat(ca.certificate().getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
    }

    @Test
    void namesTheFileThatIsWrong(@TempDir Path directory) throws IOException {
        Path certificate = Files.writeString(directory.resolve("ca.crt"), W03.certificatePem());
        Path key = Files.writeString(directory.resolve("ca.key"), Pem.write(TestKeys.LEAF));
        Path empty = Files.writeString(directory.resolve("empty"), "");
        Path two = Files.writeString(directory.resolve("two.crt"), W03.certificatePem() + W03.certificatePem());
        Path ofTwo = Files.writeString(directory.resolve("two.key"), Pem.write(TestKeys.CA));
        assertSource(() -> CertificateAuthority.read(certificate, key), "KEY_MISMATCH", key);
        assertSource(() -> CertificateAuthority.read(certificate, empty), "PRIVATE_KEY_MISSING", empty);
        assertSource(() -> CertificateAuthority.read(empty, key), "CERTIFICATE_MISSING", empty);
        assertSource(() -> CertificateAuthority.read(two, ofTwo), "CERTIFICATE_COUNT_INVALID", two);
        assertSource(() -> CertificateAndKey.read(empty), "CERTIFICATE_MISSING", empty);
        assertSource(() -> CertificateRequest.read(empty), "REQUEST_MISSING", empty);
        assertSource(() -> ClientCertificateAuthenticator.read(empty), "CERTIFICATE_MISSING", empty);
    }

    private static void assertSource(ThrowableAssert.ThrowingCallable reading, String code, Path file) {
        assertThatThrownBy(reading).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.location().source()).isEqualTo(file.toString());
        });
    }

    @Test
    void theCallersProviderSignsForTheCa() {
        HsmProvider hsm = new HsmProvider();
        KeyPair locked = new KeyPair(CA_KEYS.getPublic(), hsm.lock(CA_KEYS.getPrivate()));
        CertificateAuthority ca = CertificateAuthority.builder("kubernetes", Instant.now())
                .keyPair(locked)
                .provider(hsm)
                .build();
        int before = hsm.log().size();
        ca.issuing("c", Instant.now())
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .usages(KeyUsage.CLIENT_AUTH)
                .build();
        assertThat(hsm.log()).hasSize(before + 1).containsOnly("SHA256withECDSA");
        assertThat(ca.provider()).contains(hsm);
        assertThat(CertificateAuthority.parse(Vectors.W03_CA, Pem.write(TestKeys.CA))
                        .provider())
                .isEmpty();
        assertThat(ca).isNotEqualTo(W03);
        assertThatThrownBy(ca::keyPem).isInstanceOf(IllegalArgumentException.class);
        assertThat(CertificateAuthority.of(ca.certificate(), locked.getPrivate(), hsm)
                        .certificate())
                .isEqualTo(ca.certificate());
        assertThatThrownBy(() -> CertificateAuthority.of(ca.certificate(), hsm.lock(TestKeys.LEAF), hsm))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A module that only signs: what it has signed is verified without it. */
    @Test
    void aModuleThatSignsWithAnotherKeyIsFoundOut() {
        HsmProvider module = new HsmProvider(false);
        CertificateAuthority ca = CertificateAuthority.builder("kubernetes", NOW)
                .keyPair(new KeyPair(CA_KEYS.getPublic(), module.lock(CA_KEYS.getPrivate())))
                .provider(module)
                .build();
        assertThat(CertificateAuthority.hasSigned(ca.certificate(), ca.certificate()))
                .isTrue();
        CertificateBuilder<CertificateAuthority> halves = CertificateAuthority.builder("kubernetes", NOW)
                .keyPair(new KeyPair(CA_KEYS.getPublic(), module.lock(TestKeys.LEAF)))
                .provider(module);
        assertThatThrownBy(halves::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIntermediateIsWithinItsParent() {
        CertificateAuthority root = CertificateAuthority.builder("root", NOW)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .validity(Duration.ofDays(10))
                .build();
        X509Certificate certificate = root.intermediate("sub", NOW)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build()
                .certificate();
        assertThat(certificate.getNotAfter()).isEqualTo(root.certificate().getNotAfter());
        assertThat(certificate.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(certificate.getExtensionValue("2.5.29.35")).isNotNull();
        assertThat(certificate.getExtensionValue("2.5.29.14")).isNotNull();
        assertThat(certificate.getExtensionValue("2.5.29.17")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"apiserver", "apiserver-kubelet-client"})
    void issuesTheRecordedCertificatesOfKubeadm(String name) throws IOException {
        CertificateAuthority ca = recordedKubeadmCa();
        String pem = Recorded.text("kubeadm-pki/" + name + ".crt");
        X509Certificate recorded = Pem.parseCertificates(pem).get(0);
        boolean isServer = name.equals("apiserver");
        CertificateBuilder<CertificateAndKey> builder = ca.issuing(
                        isServer ? "kube-apiserver" : "kube-apiserver-kubelet-client",
                        recorded.getNotAfter().toInstant().minus(Duration.ofDays(365)))
                .organizations(isServer ? new String[0] : new String[] {"system:masters"})
                .usages(isServer ? KeyUsage.SERVER_AUTH : KeyUsage.CLIENT_AUTH)
                .subjectAltNames(
                        isServer
                                ? SubjectAltNames.of(
                                        "vm",
                                        "kubernetes",
                                        "kubernetes.default",
                                        "kubernetes.default.svc",
                                        "kubernetes.default.svc.cluster.local",
                                        "10.96.0.1",
                                        "192.0.2.10",
                                        "api.example.test",
                                        "kubernetes",
                                        "10.96.0.1")
                                : SubjectAltNames.none())
                .release(KubernetesRelease.of(20))
                .serialNumber(recorded.getSerialNumber());
        assertThat(Pem.write(builder.issueFor(recorded.getPublicKey()))).isEqualTo(pem);
    }

    @Test
    void theLatestLayoutSaysThatALeafIsNoCa() throws Exception {
        CertificateAndKey leaf = W03.issuing("c", NOW)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P384)
                .usages(KeyUsage.CLIENT_AUTH, KeyUsage.SERVER_AUTH)
                .organizations("b", "a")
                .build();
        X509Certificate certificate = leaf.certificate();
        assertThat(certificate.getExtensionValue("2.5.29.19")).asHexString().isEqualTo("04023000");
        assertThat(certificate.getExtensionValue("2.5.29.15")).asHexString().isEqualTo("0404030205A0");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(365)));
        assertThat(certificate.getSerialNumber().signum()).isPositive();
        assertThat(certificate.getIssuerX500Principal())
                .isEqualTo(W03.certificate().getSubjectX500Principal());
    }

    @Test
    void shortcutsMakeServersAndClients() throws Exception {
        CertificateAndKey server = W03.issueServing("kube-apiserver", SubjectAltNames.of("b", "a", "b"), Instant.now());
        assertThat(server.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(server.certificate().getSubjectAlternativeNames())
                .as("sorted, without repetitions")
                .containsExactly(List.of(2, "a"), List.of(2, "b"));
        assertThat(KeyAlgorithm.of(server.certificate().getPublicKey())).contains(KeyAlgorithm.RSA_2048);
        CertificateAndKey client =
                W03.issueClient("kubernetes-admin", List.of("kubeadm:cluster-admins"), Instant.now());
        assertThat(client.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(client.certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=kubernetes-admin,O=kubeadm:cluster-admins");
    }

    @Test
    void refusesACertificateWithoutNameOrPurpose() {
        assertThatThrownBy(() -> W03.issueClient("", List.of(), Instant.now()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must specify a CommonName");
        assertThatThrownBy(() -> W03.issuing("x", Instant.now())
                        .usages(KeyUsage.DIGITAL_SIGNATURE)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must specify at least one ExtKeyUsage");
        assertThatThrownBy(() -> W03.issuing("x", Instant.now()).validity(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsKeysInBothForms(@TempDir Path directory) throws IOException {
        CertificateAuthority pkcs1 = recordedKubeadmCa();
        CertificateAuthority pkcs8 =
                CertificateAuthority.parse(Recorded.text("csr/ca.crt"), Recorded.text("csr/ca.key"));
        assertThat(Recorded.text("kubeadm-pki/ca.key")).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(Recorded.text("csr/ca.key")).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(pkcs1.findings(pkcs1.certificate().getNotBefore().toInstant()))
                .isEmpty();
        assertThat(pkcs8.findings(pkcs8.certificate().getNotBefore().toInstant()))
                .isEmpty();
        Path certificate = Files.writeString(directory.resolve("ca.crt"), pkcs1.certificatePem());
        Path key = Files.writeString(directory.resolve("ca.key"), pkcs1.keyPem());
        assertThat(CertificateAuthority.read(certificate, key)).isEqualTo(pkcs1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a bundle, CERTIFICATE_COUNT_INVALID, 'error reading CA cert file: expected 1 certificate, found 2'",
        "another key, KEY_MISMATCH, private key does not match public key of the first certificate",
        "no certificate, CERTIFICATE_MISSING, ",
        "no key, PRIVATE_KEY_MISSING, ",
        "a label that lies, PRIVATE_KEY_MISSING, ",
        "'a label that lies, and another key', KEY_MISMATCH, ",
        "'headers, and another certificate', KEY_MISMATCH, "
    })
    void refusesWhatTheControllerRefuses(String what, String code, String rule) {
        String key = Pem.write(TestKeys.CA);
        String certificate = what.equals("a bundle") ? Vectors.W03_CA + Vectors.W04_CERTIFICATE : Vectors.W03_CA;
        String certificatePem = switch (what) {
            case "no certificate" -> key;
            case "headers, and another certificate" ->
                certificate.replace("CERTIFICATE-----\nM", "CERTIFICATE-----\nk: v\n\nM") + Vectors.W04_CERTIFICATE;
            default -> certificate;
        };
        String keyPem = switch (what) {
            case "another key" -> Pem.write(TestKeys.LEAF);
            case "no key" -> certificate;
            case "a label that lies" -> key.replace("EC PRIVATE", "RSA PRIVATE");
            case "a label that lies, and another key" ->
                key.replace("EC PRIVATE", "RSA PRIVATE") + Pem.write(TestKeys.LEAF);
            default -> key;
        };
        assertThatThrownBy(() -> CertificateAuthority.parse(certificatePem, keyPem))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    if (rule != null) {
                        assertThat(e.rule()).isEqualTo(rule);
                    }
                });
    }

    @Test
    void aChainIsNoCa() {
        CertificateAndKey chain = CertificateAndKey.of(List.of(W03.certificate(), W03.certificate()), TestKeys.CA);
        assertThatThrownBy(() -> CertificateAuthority.of(chain)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CertificateAuthority.of(W03.certificate(), TestKeys.LEAF))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(CertificateAuthority.of(W03.certificate(), TestKeys.CA)
                        .certificateAndKey()
                        .certificatePem())
                .isEqualTo(Vectors.W03_CA);
    }

    @Test
    void findsWhatWillFailLater() {
        CertificateAuthority leaf = CertificateAuthority.of(
                Pem.parseCertificates(Vectors.W04_CERTIFICATE).get(0), TestKeys.LEAF);
        assertThat(leaf.findings(NOW))
                .extracting(Finding::code)
                .containsExactly("CA_FLAG_MISSING", "CA_KEY_USAGE_MISSING", "SUBJECT_KEY_ID_MISSING");
        assertThat(W03.findings(NOW)).isEmpty();
        assertThat(W03.findings(Instant.parse("2034-01-01T00:00:00Z")))
                .extracting(Finding::code)
                .containsExactly("CA_EXPIRED");
        assertThat(W03.findings(Instant.parse("2023-01-01T00:00:00Z")))
                .extracting(Finding::code)
                .containsExactly("CA_NOT_YET_VALID");
    }

    @Test
    void showsNothingOfTheKey() {
        assertThat(W03).hasToString("CertificateAuthority[CN=kubernetes, serial number 1234605616436508552]");
    }

    @Test
    void knowsWhatItHasSigned() {
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
        CertificateAuthority namesake =
                CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
        X509Certificate leaf = ca.issueServing("server", SubjectAltNames.of("server"), Instant.now())
                .certificate();
        assertThat(CertificateAuthority.hasSigned(ca.certificate(), leaf)).isTrue();
        assertThat(CertificateAuthority.hasSigned(ca.certificate(), ca.certificate()))
                .isTrue();
        assertThat(CertificateAuthority.hasSigned(namesake.certificate(), leaf))
                .as("another key")
                .isFalse();
        assertThat(CertificateAuthority.hasSigned(leaf, leaf)).as("no CA").isFalse();
    }

    /** RFC 5280, section 4.2.1.9: one of version 3 is a CA's only when it says so, and one of version 1 cannot say it. */
    @Test
    void aCertificateOfVersion3HasSignedNothingUnlessItSaysThatItIsACa() throws Exception {
        KeyPair keys = Keys.of(KeyAlgorithm.ECDSA_P256);
        X500Name name = new X500Name("CN=x");
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        Date from = Date.from(NOW);
        Date to = Date.from(NOW.plusSeconds(60));
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        X509Certificate version1 =
                read(new X509v1CertificateBuilder(name, BigInteger.ONE, from, to, name, key).build(signer));
        X509Certificate version3 =
                read(new X509v3CertificateBuilder(name, BigInteger.ONE, from, to, name, key).build(signer));
        assertThat(version1.getVersion()).isEqualTo(1);
        assertThat(version3.getVersion()).isEqualTo(3);
        assertThat(CertificateAuthority.hasSigned(version1, version1)).isTrue();
        assertThat(CertificateAuthority.hasSigned(version3, version3)).isFalse();
    }

    private static X509Certificate read(X509CertificateHolder certificate) throws Exception {
        return CertificateReader.certificate(certificate.getEncoded(), KubernetesRelease.latest());
    }

    @Test
    void saysWhyACertificateIsNotTrusted() {
        Instant now = Instant.now();
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
        CertificateAuthority between = ca.intermediate("between", Instant.now())
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
        X509Certificate leaf = between.issueServing("server", SubjectAltNames.of("server"), Instant.now())
                .certificate();
        assertThat(CertificateAuthority.violations(ca.certificate(), List.of(leaf, between.certificate()), now))
                .as("a server's certificate, through an intermediate")
                .isEmpty();
        assertThat(CertificateAuthority.violations(ca.certificate(), List.of(leaf), now))
                .singleElement()
                .satisfies(
                        why -> assertThat(why.toString()).startsWith("x509: certificate signed by unknown authority"));
        assertThat(CertificateAuthority.violations(
                        between.certificate(), List.of(leaf), now.plus(Duration.ofDays(400))))
                .singleElement()
                .satisfies(why ->
                        assertThat(why.message()).startsWith("x509: certificate has expired or is not yet valid"));
        assertThatThrownBy(() -> CertificateAuthority.violations(ca.certificate(), List.of(), now))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isMadeOfKeysThatBelongTogether() {
        assertThatThrownBy(() -> CertificateAuthority.builder("kubernetes", NOW)
                        .keyPair(new KeyPair(TestKeys.CA_PUBLIC, TestKeys.LEAF))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the private key that signs does not belong to its public key");
    }
}
