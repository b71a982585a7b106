package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.HsmProvider;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.LoggingProvider;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/certificate-signing-requests.md, 10. */
class CertificateSignerTest {

    /** docs/behaviour/worked-examples.md, 2: SHA-256 of {@code kubernetes-test-ca}. */
    private static final String CA_KEY = """
            -----BEGIN EC PRIVATE KEY-----
            %s
            -----END EC PRIVATE KEY-----
            """.formatted(java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(HexFormat.of()
                    .parseHex("30310201010420"
                            + "1784a686fd02b1b0503d5093e739bee19b14a0161f4179909d6988a7d874c9ad"
                            + "a00a06082a8648ce3d030107")));

    private static final CertificateAuthority W03 =
            CertificateAuthority.parse(Vectors.W03_CA, CA_KEY).withProvider(new HsmProvider());

    private static CertificateSigner.Builder signer(SignerName name) {
        return CertificateSigner.builder(name, W03).clock(Clock.fixed(Requests.NOW, ZoneOffset.UTC));
    }

    private static CertificateSigner kubelet() {
        return signer(SignerName.KUBE_APISERVER_CLIENT_KUBELET).build();
    }

    private static CertificateSigningRequest approved(CertificateSigningRequest csr) {
        return csr.withDecision(ApprovalDecision.approved("x", "y"), Requests.NOW);
    }

    private static CertificateSigningRequest csr(SignerName signer, CertificateRequest request, String... usages) {
        return approved(CertificateSigningRequest.builder(signer, request)
                .name("x")
                .usages(KeyUsage.listOf(usages))
                .build()
                .requestedBy(Requests.BOOTSTRAPPER));
    }

    @Test
    void issuesTheCertificateOfTheWorkedExampleByteForByte() throws Exception {
        CertificateSigner signer = signer(SignerName.KUBE_APISERVER_CLIENT_KUBELET)
                .serialNumbers(() -> new BigInteger("0102030405060708090a0b0c0d0e0f10", 16))
                .build();
        SigningOutcome outcome = signer.evaluate(approved(Requests.kubeletClient()));
        assertThat(outcome.csr().certificatePem())
                .as("docs/behaviour/worked-examples.md, W04")
                .isEqualTo(Vectors.W04_CERTIFICATE);
        assertThat(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(((SigningOutcome.Issued) outcome)
                                        .certificate()
                                        .getEncoded())))
                .isEqualTo("bfcfd723be09fd6009d900994b0db648c436d60e4e14fabb442f012fa56064e9");
    }

    @Test
    void whatIsIssuedIsToldByItsSubjectAndSerialNumber() {
        SigningOutcome outcome = signer(SignerName.KUBE_APISERVER_CLIENT_KUBELET)
                .serialNumbers(() -> BigInteger.valueOf(4711))
                .build()
                .evaluate(approved(Requests.kubeletClient()));
        assertThat(outcome).hasToString("Issued[CN=system:node:worker-1, O=system:nodes, serial number 4711]");
    }

    @Test
    void everyOperationIsOneOfTheCallersProviderAndARequestIsVerifiedOnce() {
        LoggingProvider provider = new LoggingProvider();
        CertificateAuthority ca =
                CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Requests.NOW, provider);
        CertificateSigner signer =
                CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365));
        CertificateSigningRequest csr =
                CertificateSigningRequest.parse(Requests.kubeletClient().toYaml());
        provider.takeLog();
        assertThat(signer.sign(approved(csr)).isIssued()).isTrue();
        assertThat(provider.takeLog())
                .as("the request's signature, the CA's, and a look at that")
                .containsExactlyInAnyOrder(
                        "KeyFactory.EC",
                        "Signature.SHA256withECDSA",
                        "Signature.SHA256withECDSA",
                        "Signature.SHA256withECDSA");
        assertThat(signer.sign(approved(csr.requestedBy(Requests.BOOTSTRAPPER))).isIssued())
                .isTrue();
        assertThat(provider.takeLog())
                .as("of the request that has been verified")
                .containsExactly("Signature.SHA256withECDSA", "Signature.SHA256withECDSA");
    }

    @Test
    void aRequestThatTheCasProviderCannotVerifyIsVerifiedByAnother() {
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.RSA_2048, Requests.NOW)
                .withProvider(Security.getProvider("SunRsaSign"));
        CertificateSigner signer =
                CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365));
        CertificateSigningRequest csr =
                CertificateSigningRequest.parse(Requests.kubeletClient().toYaml());
        assertThat(signer.sign(approved(csr)).isIssued()).isTrue();
    }

    @Test
    void issuesTheRecordedCertificateByteForByte() throws IOException {
        CertificateSigningRequest recorded = CertificateSigningRequest.parseAll(
                        Recorded.text("csr/certificatesigningrequests.yaml"))
                .get(0);
        X509Certificate certificate = recorded.certificates().get(0);
        CertificateAuthority ca = CertificateAuthority.parse(Recorded.text("csr/ca.crt"), Recorded.text("csr/ca.key"));
        CertificateSigningRequest pending =
                recorded.with(draft -> draft.conditions = java.util.List.of()).withCertificate("");
        ApprovalDecision decision = ApprovalPolicy.kubeletClient(
                        (user, what) -> AccessDecision.allowed(""), KubernetesRelease.of(20))
                .evaluate(pending);
        Instant approvedAt = recorded.conditions().get(0).lastUpdateTime().orElseThrow();
        CertificateSigningRequest approved = pending.withDecision(decision, approvedAt);
        assertThat(approved.conditions()).isEqualTo(recorded.conditions());
        CertificateSigner signer = CertificateSigner.builder(recorded.signerName(), ca)
                .release(KubernetesRelease.of(20))
                .clock(Clock.fixed(certificate.getNotBefore().toInstant().plus(Duration.ofMinutes(5)), ZoneOffset.UTC))
                .serialNumbers(certificate::getSerialNumber)
                .build();
        assertThat(signer.sign(approved)).isEqualTo(recorded);
        assertThat(signer.sign(approved).toYaml()).isEqualTo(recorded.toYaml());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void opensslAcceptsWhatItIssues(KeyAlgorithm algorithm, @TempDir Path directory) throws IOException {
        CertificateAuthority ca = CertificateAuthority.builder("kubernetes", Instant.now())
                .keyPair(Keys.of(algorithm))
                .build();
        CertificateSigner signer =
                CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365));
        CertificateSigningRequest csr = CertificateSigningRequest.kubeletClient(
                CertificateRequest.kubeletClient("worker-1", Keys.another(algorithm)));
        Files.writeString(directory.resolve("ca.pem"), ca.certificatePem());
        Files.writeString(directory.resolve("c.pem"), signer.sign(approved(csr)).certificatePem());
        assertThat(OpenSsl.run(
                        directory, "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "ca.pem", "c.pem"))
                .contains("c.pem: OK");
        assertThat(OpenSsl.run(directory, "x509", "-in", "c.pem", "-noout", "-subject", "-nameopt", "oneline"))
                .contains("O = system:nodes, CN = system:node:worker-1");
    }

    @Test
    void signsOnlyWhatIsApprovedAndItsOwn() {
        CertificateSigningRequest pending = Requests.kubeletClient();
        CertificateSigningRequest ready = approved(pending);
        for (CertificateSigningRequest other : java.util.List.of(
                pending,
                pending.withCondition(Condition.denied("", "")),
                ready.withCondition(Condition.denied("", "")),
                ready.withCondition(Condition.failed("", "")),
                ready.withCondition(Condition.builder("Failed").status("").build()),
                ready.withCertificate("x"),
                csr(SignerName.KUBELET_SERVING, Requests.serving("w", "w"), "server auth"))) {
            SigningOutcome outcome = kubelet().evaluate(other);
            assertThat(outcome)
                    .as(other.toString())
                    .isInstanceOfSatisfying(
                            SigningOutcome.NotApplicable.class,
                            answer -> assertThat(answer.message()).isNotEmpty());
            assertThat(outcome.csr()).isSameAs(other);
        }
        assertThat(kubelet()
                        .evaluate(ready.withCondition(
                                Condition.builder("Failed").status("False").build())))
                .isInstanceOf(SigningOutcome.Issued.class);
    }

    /** docs/behaviour/certificate-signing-requests.md, 8.2: both signers of kubelets want exactly one organization. */
    @ParameterizedTest
    @ValueSource(strings = {"", "system:masters", "system:nodes,x", "x,system:nodes", "system:nodes,system:nodes"})
    void kubeletsAreInTheGroupOfNodesAndInNoOther(String organizations) {
        String[] groups = organizations.isEmpty() ? new String[0] : organizations.split(",");
        DistinguishedName subject = DistinguishedName.of("system:node:w", groups);
        assertThat(SignerName.KUBELET_SERVING.violations(
                        Requests.request(subject, SubjectAltNames.of("w")),
                        KeyUsage.listOf("digital signature", "server auth")))
                .extracting(FieldError::message)
                .containsExactly("subject organization is not system:nodes");
        assertThat(SignerName.KUBE_APISERVER_CLIENT_KUBELET.violations(
                        Requests.request(subject, SubjectAltNames.none()),
                        KeyUsage.listOf("digital signature", "client auth")))
                .extracting(FieldError::message)
                .containsExactly("subject organization is not system:nodes");
    }

    @Test
    void failsForGoodWithTheWordsOfTheController() {
        CertificateSigningRequest csr =
                csr(SignerName.KUBE_APISERVER_CLIENT_KUBELET, Requests.client("w", "system:nodes", "x"), "client auth");
        SigningOutcome outcome = kubelet().evaluate(csr);
        assertThat(outcome)
                .as("docs/behaviour/worked-examples.md, W10")
                .isInstanceOfSatisfying(
                        SigningOutcome.Failed.class,
                        failed -> assertThat(failed.message()).isEqualTo("subject organization is not system:nodes"));
        assertThat(outcome.csr().conditions().get(1))
                .isEqualTo(Condition.builder("Failed")
                        .status("True")
                        .reason("SignerValidationFailure")
                        .message("subject organization is not system:nodes")
                        .lastUpdateTime(Requests.NOW)
                        .lastTransitionTime(Requests.NOW)
                        .build());
        assertThat(outcome.csr().isIssued()).isFalse();
        assertThat(RequestAdmission.Subresource.STATUS
                        .update(csr, outcome.csr(), Requests.NOW)
                        .violations())
                .isEmpty();
        assertThat(kubelet().sign(outcome.csr())).isSameAs(outcome.csr());
    }

    @Test
    void leavesOutWhatTheFindingsOfTheRequestSay() {
        // openssl req -new, with emailAddress, basicConstraints=critical,CA:TRUE and keyUsage=critical,…,keyCertSign
        CertificateRequest request = CertificateRequest.parse("""
                -----BEGIN CERTIFICATE REQUEST-----
                MIIBNzCB3gIBADBKMR0wGwYDVQQDDBRzeXN0ZW06bm9kZTp3b3JrZXItMTEVMBMG
                A1UECgwMc3lzdGVtOm5vZGVzMRIwEAYJKoZIhvcNAQkBFgNhQGIwWTATBgcqhkjO
                PQIBBggqhkjOPQMBBwNCAARjuutdMBVN2tT5LbwXws6mclBjJq0UBDaT32/ksl5B
                qLVp0Rd/hDdWQCovV7i1oVP6pJTwNNMF33sqOnpExuWSoDIwMAYJKoZIhvcNAQkO
                MSMwITAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIChDAKBggqhkjOPQQD
                AgNIADBFAiANOpCUNUtcBdnWr8SUzWpxrF2OCFvrRpllVE5Z0+wSlAIhAJc/gQMk
                gvYZh4ZonFoD8lT0llM7+aligQi5ADe29KYE
                -----END CERTIFICATE REQUEST-----
                """);
        SigningOutcome outcome = kubelet()
                .evaluate(csr(SignerName.KUBE_APISERVER_CLIENT_KUBELET, request, "client auth", "digital signature"));
        assertThat(request.findings())
                .extracting(Finding::code)
                .containsExactly(
                        "EXTENSION_IGNORED",
                        "EXTENSION_IGNORED",
                        "SUBJECT_ATTRIBUTE_IGNORED",
                        "SUBJECT_ENCODING_IGNORED");
        X509Certificate certificate = outcome.csr().certificates().get(0);
        assertThat(certificate.getBasicConstraints()).as("no CA").isEqualTo(-1);
        assertThat(certificate.getKeyUsage())
                .as("digitalSignature only")
                .containsExactly(true, false, false, false, false, false, false, false, false);
    }

    @Test
    void reportsErrorsThatPassWithoutTouchingTheObject() {
        CertificateSigningRequest ready = approved(Requests.kubeletClient());
        CertificateSigner expired = signer(SignerName.KUBE_APISERVER_CLIENT_KUBELET)
                .clock(Clock.fixed(Instant.parse("2034-01-01T00:00:00Z"), ZoneOffset.UTC))
                .build();
        SigningOutcome outcome = expired.evaluate(ready);
        assertThat(error(outcome))
                .isEqualTo("error auto signing csr: the signer has expired: NotAfter=2033-12-29 00:00:00 +0000 UTC");
        assertThat(expired.sign(ready)).isSameAs(ready);
        SigningOutcome usages = signer(SignerName.LEGACY_UNKNOWN)
                .build()
                .evaluate(csr(SignerName.LEGACY_UNKNOWN, Requests.W02, "x", "y"));
        assertThat(error(usages)).isEqualTo("error auto signing csr: unrecognized usage values: [\"x\" \"y\"]");
        SigningOutcome garbage = kubelet().evaluate(CertificateSigningRequest.parse("""
                        apiVersion: certificates.k8s.io/v1
                        kind: CertificateSigningRequest
                        metadata: {name: x}
                        spec: {signerName: kubernetes.io/kube-apiserver-client-kubelet}
                        status: {conditions: [{type: Approved, status: "True"}]}
                        """));
        assertThat(error(garbage)).startsWith("unable to parse csr \"x\": PEM block type must be");
    }

    private static String error(SigningOutcome outcome) {
        return ((SigningOutcome.Error) outcome).message();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubernetes.io/kubelet-servng",
                "kubernetes.io/KUBELET-SERVING",
                "kubernetes.io/",
                "kubernetes.io"
            })
    void thereIsNoSignerOfAMisspeltNameOfKubernetes(String name) {
        CertificateSigner.Builder builder = signer(SignerName.of(name));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .as("the words of the controller's constructor")
                .hasMessageStartingWith("unrecognized signerName: \"" + name + "\"")
                .hasMessageContaining("kubernetes.io/kubelet-serving");
        assertThatThrownBy(() -> CertificateSigner.of(SignerName.of(name), W03, Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void legacyAndForeignSignersSignAnything() {
        CertificateRequest masters = Requests.client("x", "system:masters");
        for (SignerName name : java.util.List.of(
                SignerName.LEGACY_UNKNOWN, SignerName.of("example.com/x"), SignerName.of("my.kubernetes.io/x"))) {
            assertThat(signer(name).build().evaluate(csr(name, masters, "client auth")))
                    .isInstanceOf(SigningOutcome.Issued.class);
        }
    }

    @Test
    void honoursTheRequestedDurationOfItsRelease() {
        CertificateSigningRequest csr =
                approved(CertificateSigningRequest.builder(SignerName.KUBE_APISERVER_CLIENT, Requests.W02)
                        .name("x")
                        .usages(KeyUsage.CLIENT_AUTH)
                        .expiration(Duration.ofHours(1))
                        .build());
        CertificateSigner.Builder builder =
                signer(SignerName.KUBE_APISERVER_CLIENT).maximumDuration(Duration.ofDays(1));
        assertThat(notAfter(builder.build(), csr)).isEqualTo("2024-01-15T11:00:00Z");
        assertThat(notAfter(builder.release(KubernetesRelease.of(21)).build(), csr))
                .isEqualTo("2024-01-16T09:55:00Z");
    }

    @Test
    void itsBackdateAndItsThresholdCanBeChosen() {
        CertificateSigningRequest csr =
                approved(CertificateSigningRequest.builder(SignerName.KUBE_APISERVER_CLIENT, Requests.W02)
                        .name("x")
                        .usages(KeyUsage.CLIENT_AUTH)
                        .expiration(Duration.ofHours(1))
                        .build());
        CertificateSigner signer = signer(SignerName.KUBE_APISERVER_CLIENT)
                .backdate(Duration.ofMinutes(1))
                .shortThreshold(Duration.ofHours(1))
                .build();
        X509Certificate certificate = signer.sign(csr).certificates().get(0);
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo("2024-01-15T09:59:00Z");
        assertThat(certificate.getNotAfter().toInstant())
                .as("an hour is no short duration here, so that the backdate counts")
                .isEqualTo("2024-01-15T10:59:00Z");
    }

    private static Instant notAfter(CertificateSigner signer, CertificateSigningRequest csr) {
        return signer.sign(csr).certificates().get(0).getNotAfter().toInstant();
    }

    @Test
    void oldSignersFailWithoutKeyEncipherment() {
        CertificateSigner old = signer(SignerName.KUBE_APISERVER_CLIENT_KUBELET)
                .release(KubernetesRelease.of(24))
                .build();
        assertThat(old.evaluate(approved(Requests.kubeletClient())))
                .extracting(outcome -> ((SigningOutcome.Failed) outcome).message())
                .isEqualTo("usages did not match [client auth digital signature key encipherment]");
    }

    @Test
    void drawsSerialNumbersFromTheCallersRandomness() {
        SecureRandom counting = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                java.util.Arrays.fill(bytes, (byte) 7);
            }
        };
        CertificateSigner signer = signer(SignerName.KUBE_APISERVER_CLIENT_KUBELET)
                .random(counting)
                .build();
        assertThat(signer.sign(approved(Requests.kubeletClient()))
                        .certificates()
                        .get(0)
                        .getSerialNumber()
                        .toString(16))
                .isEqualTo("7070707070707070707070707070707");
        X509Certificate one = kubelet()
                .sign(approved(Requests.kubeletClient()))
                .certificates()
                .get(0);
        X509Certificate two = kubelet()
                .sign(approved(Requests.kubeletClient()))
                .certificates()
                .get(0);
        assertThat(one.getSerialNumber()).isNotEqualTo(two.getSerialNumber());
    }

    @Test
    void theWholeStoryCompilesAsDesigned() {
        CertificateRequest request =
                CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair());
        CertificateSigningRequest csr =
                CertificateSigningRequest.kubeletClient(request).requestedBy(Requests.BOOTSTRAPPER);
        ApprovalDecision decision = ApprovalPolicy.kubeletClient((user, what) -> AccessDecision.allowed(""))
                .evaluate(csr);
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
        CertificateSigner signer =
                CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365));
        CertificateSigningRequest issued = signer.sign(csr.withDecision(decision, Instant.now()));
        assertThat(Condition.summary(issued.conditions(), issued.isIssued())).isEqualTo("Approved,Issued");
        assertThat(signer)
                .hasToString("CertificateSigner[kubernetes.io/kube-apiserver-client-kubelet, " + ca
                        + ", SigningProfile[PT8760H, 1.37]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes.io/kube-apiserver-client", "kubernetes.io/legacy-unknown"})
    void signsForMlDsaFrom138OnWithoutUsagesOfEncryption(String signerName) {
        SignerName name = SignerName.of(signerName);
        CertificateRequest request = CertificateRequest.builder(KeyAlgorithm.ML_DSA_44.generateKeyPair())
                .subject(DistinguishedName.of("x"))
                .build();
        CertificateSigner alpha = signer(name).release(KubernetesRelease.of(38)).build();
        assertThat(alpha.evaluate(csr(name, request, "digital signature", "client auth")))
                .isInstanceOf(SigningOutcome.Issued.class);
        assertThat(alpha.evaluate(csr(name, request, "digital signature", "key encipherment", "client auth")))
                .isInstanceOfSatisfying(
                        SigningOutcome.Failed.class,
                        failed -> assertThat(failed.message())
                                .isEqualTo(
                                        "validating usages for ml-dsa key: usage key encipherment cannot be used with an ML-DSA"
                                                + " signed certificate request"));
        assertThat(alpha.evaluate(csr(name, request, "client auth"))).isInstanceOf(SigningOutcome.Failed.class);
        CertificateSigner before =
                signer(name).release(KubernetesRelease.of(37)).build();
        assertThat(before.evaluate(csr(name, request, "digital signature", "client auth")))
                .isInstanceOfSatisfying(
                        SigningOutcome.Error.class,
                        error -> assertThat(error.message())
                                .endsWith("x509: cannot verify signature: algorithm unimplemented"));
    }

    /** docs/behaviour/worked-examples.md, N06. */
    @Test
    void signsForTeletexStringsFrom136On() throws Exception {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, new DERT61String("N\u00FCrnberg"))
                .build();
        byte[] der = new JcaPKCS10CertificationRequestBuilder(subject, Requests.KEYS.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(Requests.KEYS.getPrivate()))
                .getEncoded();
        CertificateSigningRequest csr = approved(Requests.csr(
                "kubernetes.io/kube-apiserver-client",
                Pem.Block.of(Pem.CERTIFICATE_REQUEST, der).toPem(),
                "client auth"));
        KubernetesRelease before = KubernetesRelease.of(35);
        KubernetesRelease since = KubernetesRelease.of(36);
        assertThat(csr.violations(before)).isEmpty();
        assertThat(csr.violations(since)).isEmpty();
        assertThat(csr.request(before).subject().isText()).isFalse();
        assertThat(csr.request(since).subject().organizations()).containsExactly("N\u00FCrnberg");
        SignerName name = csr.signerName();
        assertThat(signer(name).release(before).build().evaluate(csr))
                .isInstanceOfSatisfying(
                        SigningOutcome.Error.class,
                        error -> assertThat(error.message()).endsWith("asn1: string not valid UTF-8"));
        assertThat(signer(name).release(since).build().evaluate(csr))
                .isInstanceOfSatisfying(
                        SigningOutcome.Issued.class,
                        issued -> assertThat(DistinguishedName.ofSubject(issued.certificate())
                                        .organizations())
                                .containsExactly("N\u00FCrnberg"));
    }
}
