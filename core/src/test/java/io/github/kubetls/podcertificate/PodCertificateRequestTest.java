package io.github.kubetls.podcertificate;

import static io.github.kubetls.podcertificate.PodRequests.KEYS;
import static io.github.kubetls.podcertificate.PodRequests.NOW;
import static io.github.kubetls.podcertificate.PodRequests.POD;
import static io.github.kubetls.podcertificate.PodRequests.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.manifest.FieldError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/trust-bundles-and-pod-certificates.md, 3. */
class PodCertificateRequestTest {

    private static final String STUB = Base64.getEncoder()
            .encodeToString(CertificateRequest.builder(KEYS).build().toDer());

    /** The object of docs/behaviour/trust-bundles-and-pod-certificates.md, 3.2, with whole values. */
    private static final String WIRE = """
            {"apiVersion": "certificates.k8s.io/v1", "kind": "PodCertificateRequest",
             "metadata": {"namespace": "orders", "generateName": "req-",
               "ownerReferences": [{"apiVersion": "v1", "kind": "Pod", "name": "api-0", "uid": "0b6c"}]},
             "spec": {"signerName": "ca.orders.example/workload", "podName": "api-0", "podUID": "0b6c",
               "serviceAccountName": "api", "serviceAccountUID": "77d1", "nodeName": "w1", "nodeUID": "e4a0",
               "maxExpirationSeconds": 43200, "stubPKCS10Request": "%s",
               "unverifiedUserAnnotations": {"orders.example/tier": "gold"}},
             "status": {"conditions": [{"type": "Issued", "status": "True", "reason": "Signed", "message": "",
                 "lastTransitionTime": "2026-07-01T12:00:00Z"}],
               "certificateChain": "-----BEGIN CERTIFICATE-----", "notBefore": "2026-07-01T11:56:00Z",
               "beginRefreshAt": "2026-07-02T03:56:00Z", "notAfter": "2026-07-02T11:56:00Z"}}
            """.formatted(STUB);

    @Test
    void readsEveryFieldOfTheWireForm() {
        PodCertificateRequest request = PodCertificateRequest.parse(WIRE);

        assertThat(request.apiVersion()).isEqualTo("certificates.k8s.io/v1");
        assertThat(request.kind()).isEqualTo("PodCertificateRequest");
        assertThat(request.metadata().generateName()).isEqualTo("req-");
        assertThat(request.signerName()).isEqualTo(SIGNER);
        assertThat(request.pod())
                .isEqualTo(PodIdentity.builder("orders", "api-0")
                        .podUid("0b6c")
                        .serviceAccount("api", "77d1")
                        .node("w1", "e4a0")
                        .build());
        assertThat(request.maxExpiration()).isEqualTo(Duration.ofHours(12));
        assertThat(request.stubBytes()).isEqualTo(Base64.getDecoder().decode(STUB));
        assertThat(request.publicKey().getEncoded()).isEqualTo(KEYS.getPublic().getEncoded());
        assertThat(request.unverifiedUserAnnotations()).isEqualTo(Map.of("orders.example/tier", "gold"));
        assertThat(request.conditions())
                .containsExactly(Condition.builder("Issued")
                        .reason("Signed")
                        .lastTransitionTime(NOW)
                        .build());
        assertThat(request.outcome()).map(Condition::type).contains("Issued");
        assertThat(request.certificateChain()).isEqualTo("-----BEGIN CERTIFICATE-----");
        assertThat(request.notBefore()).contains(Instant.parse("2026-07-01T11:56:00Z"));
        assertThat(request.beginRefreshAt()).contains(Instant.parse("2026-07-02T03:56:00Z"));
        assertThat(request.notAfter()).contains(Instant.parse("2026-07-02T11:56:00Z"));
    }

    @Test
    void writesWhatItReads(@TempDir Path folder) throws Exception {
        PodCertificateRequest request = PodCertificateRequest.parse(WIRE);

        assertThat(PodCertificateRequest.parse(request.toYaml()))
                .isEqualTo(request)
                .hasSameHashCodeAs(request);
        assertThat(PodCertificateRequest.parse(request.toJson())).isEqualTo(request);
        assertThat(PodCertificateRequest.fromMap(request.toMap())).isEqualTo(request);
        assertThat(request.toBuilder().build()).isEqualTo(request);
        assertThat(PodCertificateRequest.parseAll("kind: List\napiVersion: v1\nitems:\n- " + WIRE.replace("\n", " ")))
                .containsExactly(request);
        Path file = folder.resolve("request.yaml");
        request.write(file);
        assertThat(PodCertificateRequest.read(file)).isEqualTo(request);
        assertThat(Files.readString(file)).contains("reason: Signed", "message: \"\"");
        assertThat(request)
                .hasToString("PodCertificateRequest[orders/req-*, ca.orders.example/workload, api-0, Issued]");
    }

    @Test
    void writesTheWireForm() {
        Map<String, ?> map = PodCertificateRequest.parse(WIRE).toMap();
        assertThat(map.get("spec"))
                .isEqualTo(Map.of(
                        "signerName", "ca.orders.example/workload",
                        "podName", "api-0",
                        "podUID", "0b6c",
                        "serviceAccountName", "api",
                        "serviceAccountUID", "77d1",
                        "nodeName", "w1",
                        "nodeUID", "e4a0",
                        "maxExpirationSeconds", 43_200L,
                        "stubPKCS10Request", STUB,
                        "unverifiedUserAnnotations", Map.of("orders.example/tier", "gold")));
        assertThat(map.get("status"))
                .isEqualTo(Map.of(
                        "conditions",
                        List.of(Map.of(
                                "type", "Issued",
                                "status", "True",
                                "reason", "Signed",
                                "message", "",
                                "lastTransitionTime", "2026-07-01T12:00:00Z")),
                        "certificateChain",
                        "-----BEGIN CERTIFICATE-----",
                        "notBefore",
                        "2026-07-01T11:56:00Z",
                        "beginRefreshAt",
                        "2026-07-02T03:56:00Z",
                        "notAfter",
                        "2026-07-02T11:56:00Z"));
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 3.1: two fields that v1 does not have. */
    @Test
    void writesKeyAndProofWhereThereIsNoRequest() {
        PodCertificateRequest request = PodCertificateRequest.builder(SIGNER, POD, KEYS, PodRequests.R35)
                .build();
        Base64.Encoder base64 = Base64.getEncoder();
        assertThat(request.toMap().get("spec"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry(
                        "pkixPublicKey", base64.encodeToString(KEYS.getPublic().getEncoded()))
                .containsEntry(
                        "proofOfPossession",
                        base64.encodeToString(request.proof().signature()))
                .doesNotContainKey("stubPKCS10Request");
        assertThat(PodCertificateRequest.parse(request.toYaml()).proof().proves(POD.podUid()))
                .isTrue();
    }

    @Test
    void passesOverObjectsOfOtherKinds() {
        PodCertificateRequest request = PodRequests.request();
        String text = request.toYaml() + """
                ---
                apiVersion: certificates.k8s.io/v1
                kind: CertificateSigningRequest
                ---
                apiVersion: example.com/v1
                kind: PodCertificateRequest
                """;
        assertThat(PodCertificateRequest.parseAll(text)).containsExactly(request);
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 3.1: maxExpirationSeconds is an int32. */
    @Test
    void lifetimesHave32Bits() {
        Duration longest = Duration.ofSeconds(Integer.MAX_VALUE);
        PodCertificateRequest.Builder builder = PodRequests.builder();
        assertThat(builder.maxExpiration(longest).build().maxExpiration()).isEqualTo(longest);
        assertThatThrownBy(() -> builder.maxExpiration(longest.plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChainHasACertificate() {
        assertThatThrownBy(() -> PodRequests.builder().certificates(List.of(), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 3.1: three conditions end a request. */
    @Test
    void otherConditionsEndNothing() {
        PodCertificateRequest open = PodRequests.request().withCondition(PodRequests.condition("Approved"));
        assertThat(open.outcome()).isEmpty();
        assertThat(open.withCondition(PodRequests.condition("Denied")).outcome())
                .contains(PodRequests.condition("Denied"));
    }

    @Test
    void isJudgedByTheLatestReleaseUnlessAnotherIsNamed() {
        PodCertificateRequest request = PodRequests.builder().stub(new byte[0]).build();
        assertThat(request.violations()).map(FieldError::field).containsExactly("spec.stubPKCS10Request");
        assertThat(request.findings(NOW)).map(Finding::code).containsExactly("REQUEST_INVALID", "ISSUANCE_PENDING");
        PodCertificateRequest longer =
                request.toBuilder().maxExpiration(Duration.ofHours(2)).build();
        assertThat(longer.violationsOfUpdate(request, PodRequestAdmission.Subresource.MAIN, NOW))
                .map(FieldError::field)
                .containsExactly("spec");
    }

    @Test
    void fillsInTheDefaultLifetime() {
        assertThat(PodCertificateRequest.parse(WIRE.replace("\"maxExpirationSeconds\": 43200,", ""))
                        .maxExpiration())
                .isEqualTo(Duration.ofDays(1));
        assertThat(PodCertificateRequest.parse(WIRE.replace("43200", "null")).maxExpiration())
                .isEqualTo(Duration.ofDays(1));
    }

    @Test
    void keepsConditionsWithoutATime() {
        PodCertificateRequest request = PodCertificateRequest.parse(WIRE.replace("\"2026-07-01T12:00:00Z\"", "null"));
        assertThat(request.conditions().get(0).lastTransitionTime()).isEmpty();
        assertThat(PodCertificateRequest.parse(request.toJson())).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource({
        "34, certificates.k8s.io/v1alpha1, false",
        "35, certificates.k8s.io/v1beta1, false",
        "36, certificates.k8s.io/v1beta1, true",
        "37, certificates.k8s.io/v1, true",
        "38, certificates.k8s.io/v1, true",
    })
    void isMadeAsAKubeletOfTheReleaseMakesIt(int minor, String apiVersion, boolean hasStub) {
        KubernetesRelease release = KubernetesRelease.of(minor);
        PodCertificateRequest request =
                PodCertificateRequest.builder(SIGNER, POD, KEYS, release).build();

        assertThat(request.apiVersion()).isEqualTo(apiVersion);
        assertThat(request.metadata().toMap())
                .as("docs/behaviour/trust-bundles-and-pod-certificates.md, 6.1")
                .containsEntry("namespace", "orders")
                .containsEntry("generateName", "req-")
                .containsEntry(
                        "ownerReferences",
                        List.of(Map.of("apiVersion", "v1", "kind", "Pod", "name", "api-0", "uid", POD.podUid())));
        assertThat(request.stubBytes().length > 0).isEqualTo(hasStub);
        assertThat(request.proof().proves(POD.podUid())).isNotEqualTo(hasStub);
        assertThat(request.violations(release)).isEmpty();
        assertThat(PodCertificateRequest.parse(request.toYaml())).isEqualTo(request);
    }

    @Test
    void asksForNothingInItsPkcs10Request() {
        CertificateRequest stub =
                CertificateRequest.parseDer(PodRequests.request().stubBytes());
        assertThat(stub.subject()).isEqualTo(DistinguishedName.empty());
        assertThat(stub.subjectAltNames().isEmpty()).isTrue();
    }

    @Test
    void takesAPkcs10RequestThatTheCallerMade() {
        CertificateRequest stub = CertificateRequest.builder(KEYS).build();
        assertThat(PodCertificateRequest.builder(SIGNER, POD, stub).build().stubBytes())
                .isEqualTo(stub.toDer());
    }

    @Test
    void doesNotExistBefore134() {
        assertThatThrownBy(() -> PodCertificateRequest.builder(SIGNER, POD, KEYS, KubernetesRelease.of(33)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Kubernetes 1.33 has no PodCertificateRequests");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "kind: PodCertificateRequest",
                "apiVersion: certificates.k8s.io/v2\nkind: PodCertificateRequest",
                "apiVersion: certificates.k8s.io/v1\nkind: PodCertificateRequest\nspec: []",
                "apiVersion: certificates.k8s.io/v1\nkind: PodCertificateRequest\nspec: {maxExpirationSeconds: 2147483648}",
                "apiVersion: certificates.k8s.io/v1\nkind: PodCertificateRequest\nspec: {stubPKCS10Request: '*'}",
                "apiVersion: certificates.k8s.io/v1\nkind: PodCertificateRequest\nstatus: {notBefore: today}",
            })
    void refusesWhatIsNoSuchObject(String text) {
        assertThatThrownBy(() -> PodCertificateRequest.parse(text)).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void readsChainsWithHeadersAndTextBetween() {
        String pem = "text\n" + PodRequests.CA.certificatePem().replace("-----\nM", "-----\nk: v\n\nM") + "more\n";
        PodCertificateRequest request =
                PodCertificateRequest.parse(WIRE.replace("-----BEGIN CERTIFICATE-----", pem.replace("\n", "\\n")));
        assertThat(request.certificates()).containsExactly(PodRequests.CA.certificate());
        assertThat(PodRequests.request().certificates()).isEmpty();
        assertThatThrownBy(() -> PodCertificateRequest.parse(
                                WIRE.replace("-----BEGIN CERTIFICATE-----", "-----BEGIN X-----\\n-----END X-----\\n"))
                        .certificates())
                .isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void namesTheBlockOfAChainThatIsNoCertificate() {
        String chain = Pem.write(PodRequests.CA.certificate()) + "-----BEGIN X-----\nAAAA\n-----END X-----\n";
        PodCertificateRequest request = PodRequests.builder()
                .status(new PodStatus(List.of(), chain, null, null, null))
                .build();
        assertThatThrownBy(request::certificates)
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location().path()).isEqualTo("PEM block 2"));
    }

    @Test
    void saysWhatATextIsInPlaceOfAnObject() {
        assertThatThrownBy(() -> PodCertificateRequest.parse("<html><title>Error: gateway</title></html>"))
                .hasMessageEndingWith(": found a page in HTML");
    }

    @Test
    void isShownOnOneLine() {
        PodIdentity pod = PodIdentity.builder("a\nb", "c\nd").node("e\nf", "").build();
        PodCertificateRequest request =
                PodCertificateRequest.builder(SIGNER, pod, KEYS).build();
        LiveObjects live = LiveObjects.builder()
                .nodeUid("g\nh")
                .pod(new LiveObjects.Pod("i\nj", "", "", false, Set.of()))
                .build();
        for (Object shown :
                List.of(pod, request, live, live.pod().orElseThrow(), new PodSigningOutcome.Denied(request, "k\nl"))) {
            assertThat(shown.toString()).doesNotContain("\n").contains("\\n");
        }
    }

    @Test
    void followsItsMetadataIntoAnotherNamespace() {
        PodCertificateRequest request = PodRequests.request();
        assertThat(request.toBuilder()
                        .metadata(request.metadata().toBuilder()
                                .namespace("other")
                                .build())
                        .build()
                        .pod()
                        .namespace())
                .isEqualTo("other");
    }
}
