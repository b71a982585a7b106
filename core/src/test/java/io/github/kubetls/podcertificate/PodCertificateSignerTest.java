package io.github.kubetls.podcertificate;

import static io.github.kubetls.podcertificate.PodRequests.CA;
import static io.github.kubetls.podcertificate.PodRequests.KEYS;
import static io.github.kubetls.podcertificate.PodRequests.NOW;
import static io.github.kubetls.podcertificate.PodRequests.POD;
import static io.github.kubetls.podcertificate.PodRequests.R35;
import static io.github.kubetls.podcertificate.PodRequests.R37;
import static io.github.kubetls.podcertificate.PodRequests.SIGNER;
import static io.github.kubetls.podcertificate.PodRequests.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateContent;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.podcertificate.PodCertificateSigner.Answer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/trust-bundles-and-pod-certificates.md, 6.2. */
class PodCertificateSignerTest {

    private static Answer workload(PodCertificateRequest request) {
        PodIdentity pod = request.pod();
        return Answer.certify(CertificateContent.of(
                DistinguishedName.empty(),
                SubjectAltNames.builder()
                        .uris("spiffe://orders.example/ns/" + pod.namespace() + "/sa/" + pod.serviceAccountName())
                        .build(),
                KeyUsage.DIGITAL_SIGNATURE,
                KeyUsage.SERVER_AUTH,
                KeyUsage.CLIENT_AUTH));
    }

    private static PodCertificateSigner.Builder signer() {
        return signer(CA);
    }

    private static PodCertificateSigner.Builder signer(CertificateAuthority ca) {
        return PodCertificateSigner.builder(SIGNER, ca, PodCertificateSignerTest::workload)
                .clock(Clock.fixed(NOW.plusMillis(500), ZoneOffset.UTC));
    }

    private static List<String> refused(PodCertificateRequest stored, PodCertificateRequest sent) {
        return sent.violationsOfUpdate(stored, PodRequestAdmission.Subresource.STATUS, NOW, R37).stream()
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(PodKeyType.class)
    void issuesWhatTheApiServerTakes(PodKeyType type) {
        PodCertificateRequest request = PodCertificateRequest.builder(SIGNER, POD, type.generateKeyPair(), R37)
                .name("req-1")
                .build();
        PodCertificateRequest issued = signer().build().sign(request);

        assertThat(refused(request, issued)).isEmpty();
        assertThat(issued.certificates().get(0).getPublicKey()).isEqualTo(request.publicKey());
        assertThat(issued.outcome())
                .contains(Condition.builder("Issued")
                        .reason("Signed")
                        .lastTransitionTime(NOW)
                        .build());
    }

    @Test
    void setsCertificateAndTimesInOneUpdate() {
        PodCertificateRequest request = PodRequests.request();
        PodCertificateRequest issued = signer().build().sign(request);

        Instant start = NOW.minus(Duration.ofMinutes(2));
        assertThat(issued.notBefore()).contains(start);
        assertThat(issued.notAfter()).contains(start.plus(Duration.ofHours(24)));
        assertThat(issued.beginRefreshAt()).contains(start.plus(Duration.ofHours(16)));
        assertThat(issued.toBuilder().status(PodStatus.EMPTY).build())
                .as("the status alone changes")
                .isEqualTo(request);
    }

    @Test
    void isVerifiedByOpenssl(@TempDir Path folder) throws Exception {
        PodCertificateRequest issued = signer().serialNumbers(() -> new BigInteger("0123456789", 16))
                .build()
                .sign(PodRequests.request());
        Files.writeString(folder.resolve("ca.pem"), CA.certificatePem());
        Files.writeString(folder.resolve("leaf.pem"), issued.certificateChain());

        assertThat(OpenSsl.run(folder, "verify", "-attime", "" + NOW.getEpochSecond(), "-CAfile", "ca.pem", "leaf.pem"))
                .contains("leaf.pem: OK");
        assertThat(OpenSsl.run(folder, "x509", "-in", "leaf.pem", "-noout", "-text"))
                .contains(
                        "X509v3 Subject Alternative Name: critical\n",
                        "URI:spiffe://orders.example/ns/orders/sa/api\n",
                        "TLS Web Server Authentication, TLS Web Client Authentication",
                        "CA:FALSE",
                        "Serial Number: 4886718345 (0x123456789)");
    }

    @Test
    void neverExceedsRequestSignerAndCa() {
        PodCertificateRequest request =
                PodRequests.builder().maxExpiration(Duration.ofHours(6)).build();
        Instant start = NOW.minus(Duration.ofMinutes(2));
        assertThat(signer().build().sign(request).notAfter()).contains(start.plus(Duration.ofHours(6)));
        assertThat(signer().maximumDuration(Duration.ofHours(3))
                        .build()
                        .sign(request)
                        .notAfter())
                .contains(start.plus(Duration.ofHours(3)));
        CertificateAuthority brief = CertificateAuthority.builder("brief", NOW)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .validity(Duration.ofHours(2))
                .build();
        assertThat(signer(brief).build().sign(request).notAfter())
                .contains(brief.certificate().getNotAfter().toInstant());
        CertificateAuthority briefest = CertificateAuthority.builder("brief", NOW)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .validity(Duration.ofMinutes(57))
                .build();
        assertThat(signer(briefest).build().evaluate(request))
                .isEqualTo(new PodSigningOutcome.Error(
                        request, "the CA has less than an hour left, and a certificate cannot live for less"));
    }

    @Test
    void anHourIsEnough() {
        Duration hour = Duration.ofHours(1);
        PodCertificateRequest request =
                PodRequests.builder().maxExpiration(hour).build();
        Instant end = NOW.minus(Duration.ofMinutes(2)).plus(hour);
        assertThat(signer().build().sign(request).notAfter()).contains(end);
        assertThat(signer().maximumDuration(hour)
                        .build()
                        .sign(PodRequests.request())
                        .notAfter())
                .contains(end);
        assertThat(signer().backdate(Duration.ZERO).build().sign(request).notBefore())
                .contains(NOW);
        CertificateAuthority withAnHour = CertificateAuthority.builder("brief", NOW)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .validity(Duration.ofMinutes(58))
                .build();
        assertThat(signer(withAnHour).build().sign(request).notAfter()).contains(end);
    }

    @Test
    void whatCannotBeSignedStaysAsItWas() {
        PodCertificateRequest request = PodRequests.request();
        assertThat(signer().serialNumbers(() -> BigInteger.valueOf(-1)).build().evaluate(request))
                .isEqualTo(new PodSigningOutcome.Error(
                        request, "error signing the certificate: a serial number must not be negative"));
    }

    @Test
    void drawsSerialNumbersFromTheSourceThatIsGiven() {
        SecureRandom zeros = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 0);
            }
        };
        assertThat(signer().random(zeros)
                        .build()
                        .sign(PodRequests.request())
                        .certificates()
                        .get(0)
                        .getSerialNumber())
                .isEqualTo(BigInteger.ZERO);
    }

    @Test
    void leavesOtherSignersRequestsAlone() {
        PodCertificateRequest other = PodCertificateRequest.builder(SignerName.of("a.example/b"), POD, KEYS, R37)
                .build();
        assertThat(signer().build().evaluate(other))
                .isEqualTo(new PodSigningOutcome.NotApplicable(other, "the request is for the signer \"a.example/b\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Issued", "Denied", "Failed"})
    void leavesRequestsAloneThatAreOver(String type) {
        PodCertificateRequest over = PodRequests.request().withCondition(condition(type));
        assertThat(signer().build().evaluate(over))
                .isEqualTo(new PodSigningOutcome.NotApplicable(over, "the request is over: " + type));
    }

    private static void assertDenied(PodSigningOutcome outcome, String reason, String message) {
        assertThat(outcome).isInstanceOfSatisfying(PodSigningOutcome.Denied.class, denied -> {
            assertThat(denied.message()).isEqualTo(message);
            assertThat(denied.request().outcome())
                    .contains(Condition.denied(reason, message).toBuilder()
                            .lastTransitionTime(NOW)
                            .build());
            assertThat(refused(PodRequests.request(), denied.request())).isEmpty();
        });
    }

    @Test
    void deniesAnnotationsThatItDoesNotKnow() {
        PodCertificateRequest request = PodRequests.builder()
                .unverifiedUserAnnotations(Map.of("orders.example/tier", "gold", "orders.example/x", ""))
                .build();
        assertDenied(
                signer().annotationKeys(Set.of("orders.example/tier")).build().evaluate(request),
                "InvalidUnverifiedUserAnnotations",
                "the signer does not know the annotations [\"orders.example/x\"]");
        assertThat(signer().annotationKeys(request.unverifiedUserAnnotations().keySet())
                        .build()
                        .evaluate(request))
                .isInstanceOf(PodSigningOutcome.Issued.class);
    }

    @Test
    void deniesKindsOfKeysThatItDoesNotSupportAndNamesBetterOnes() {
        assertDenied(
                signer().keyTypes(Set.of(PodKeyType.ED25519, PodKeyType.RSA_3072))
                        .build()
                        .evaluate(PodRequests.request()),
                "UnsupportedKeyType",
                "use a key of type RSA3072 or ED25519");
    }

    @Test
    void deniesWhatItsPolicyDenies() {
        PodCertificateSigner signer = PodCertificateSigner.builder(
                        SIGNER, CA, request -> Answer.deny("NamespaceUnknown", "not for " + request.pod()))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .build();
        assertDenied(signer.evaluate(PodRequests.request()), "NamespaceUnknown", "not for " + POD);
    }

    @Test
    void failsWhereNothingCanBeIssued() {
        for (PodCertificateRequest request : List.of(
                PodRequests.builder().stub(new byte[] {1}).build(),
                PodRequests.builder().maxExpiration(Duration.ofMinutes(59)).build())) {
            assertThat(signer().build().evaluate(request))
                    .isInstanceOfSatisfying(
                            PodSigningOutcome.Failed.class,
                            failed -> assertThat(failed.request().outcome())
                                    .map(Condition::reason)
                                    .contains("RequestInvalid"));
        }
    }

    @Test
    void takesTheKeyBesideTheProofWhereThereIsNoRequest() {
        PodCertificateRequest request = PodCertificateRequest.builder(SIGNER, POD, KEYS, R35)
                .name("req-1")
                .build();
        assertThat(signer().build().evaluate(request))
                .isInstanceOfSatisfying(
                        PodSigningOutcome.Issued.class,
                        issued -> assertThat(
                                        issued.chain().get(0).getPublicKey().getEncoded())
                                .isEqualTo(KEYS.getPublic().getEncoded()));
    }

    @Test
    void putsIntermediatesBehindTheCertificate() {
        CertificateAuthority below = CA.intermediate("below", NOW)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
        PodCertificateRequest request = PodRequests.request();
        PodCertificateRequest issued =
                signer(below).intermediates(below.certificate()).build().sign(request);
        assertThat(refused(request, issued))
                .as("the times are those of the first")
                .isEmpty();
        List<X509Certificate> chain = issued.certificates();
        assertThat(chain).hasSize(2).last().isEqualTo(below.certificate());
        assertThat(CertificateAuthority.violations(CA.certificate(), chain, NOW))
                .isEmpty();
        assertThat(Pem.blocks(issued.certificateChain())).hasSize(2);
    }

    @Test
    void leavesTheNamesOfKubernetesToKubernetes() {
        assertThatThrownBy(() -> PodCertificateSigner.of(
                        SignerName.of("kubernetes.io/kube-apiserver-client-pod"),
                        CA,
                        PodCertificateSignerTest::workload))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reserved for Kubernetes");
    }

    @Test
    void hasNoLimitsThatNoApiServerTakes() {
        PodCertificateSigner.Builder builder = signer();
        assertThatThrownBy(() -> builder.maximumDuration(Duration.ofMinutes(59)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.backdate(Duration.ofMinutes(5))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.backdate(Duration.ofMinutes(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.keyTypes(Set.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
