package io.github.kubetls.csr;

import static io.github.kubetls.csr.CertificateSigningRequest.API_VERSION_BETA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.csr.RequestAdmission.UpdateResult;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/certificate-signing-requests.md, 5 and 9.4: what an update may do, and what of it v1beta1 did not look at. */
class RequestUpdateTest {

    private static final Instant NOW = Requests.NOW;
    private static final Condition APPROVED = Condition.approved("A", "a");
    private static final Condition DENIED = Condition.denied("D", "d");
    private static final Condition FAILED = Condition.failed("F", "f");
    private static final Condition CUSTOM =
            Condition.builder("Custom").status("False").build();
    private static final KubernetesRelease LAST_OF_BETA = KubernetesRelease.of(21);
    private static final byte[] CERTIFICATE = CertificateAuthority.generate("x", KeyAlgorithm.ECDSA_P256, Requests.NOW)
            .certificatePem()
            .getBytes(StandardCharsets.US_ASCII);

    private static CertificateSigningRequest stored(Condition... conditions) {
        return Requests.kubeletClient().with(draft -> draft.conditions = List.of(conditions));
    }

    private static CertificateSigningRequest beta(CertificateSigningRequest request) {
        return request.with(draft -> draft.apiVersion = API_VERSION_BETA);
    }

    private static CertificateSigningRequest issued(CertificateSigningRequest request, byte[] certificate) {
        return request.with(draft -> draft.certificate = certificate);
    }

    private static List<String> texts(List<FieldError> errors) {
        return errors.stream().map(FieldError::toString).toList();
    }

    static Stream<Arguments> updates() {
        String exclusive = "Approved and Denied conditions are mutually exclusive";
        String w03 = Vectors.W03_CA;
        String w04 = Vectors.W04_CERTIFICATE;
        return Stream.of(
                arguments("approve", Subresource.APPROVAL, stored(), stored(APPROVED), List.of()),
                arguments("deny", Subresource.APPROVAL, stored(), stored(DENIED), List.of()),
                arguments("fail through approval", Subresource.APPROVAL, stored(), stored(FAILED), List.of()),
                arguments(
                        "edit an approval's message",
                        Subresource.APPROVAL,
                        stored(APPROVED),
                        stored(Condition.approved("B", "b")),
                        List.of()),
                arguments(
                        "approve without status: W28",
                        Subresource.APPROVAL,
                        stored(),
                        stored(Condition.builder("Approved").status("").build()),
                        List.of("status.conditions[0].status: Required value")),
                arguments(
                        "approve with False",
                        Subresource.APPROVAL,
                        stored(),
                        stored(Condition.builder("Approved").status("False").build()),
                        List.of(
                                "status.conditions[0].status: Unsupported value: \"False\": supported values: \"True\"")),
                arguments(
                        "custom with another status",
                        Subresource.APPROVAL,
                        stored(),
                        stored(Condition.builder("Custom").status("true").build()),
                        List.of(
                                "status.conditions[0].status: Unsupported value: \"true\": supported values: \"False\", \"True\", \"Unknown\"")),
                arguments(
                        "no type",
                        Subresource.APPROVAL,
                        stored(),
                        stored(Condition.builder("").build()),
                        List.of("status.conditions[0].type: Required value")),
                arguments(
                        "deny after approval",
                        Subresource.APPROVAL,
                        stored(APPROVED),
                        stored(APPROVED, DENIED),
                        List.of("status.conditions[1].type: Invalid value: \"Denied\": " + exclusive)),
                arguments(
                        "approve after denial",
                        Subresource.APPROVAL,
                        stored(DENIED),
                        stored(DENIED, APPROVED),
                        List.of("status.conditions[1].type: Invalid value: \"Approved\": " + exclusive)),
                arguments(
                        "flip",
                        Subresource.APPROVAL,
                        stored(APPROVED),
                        stored(DENIED),
                        List.of(
                                "status.conditions: Forbidden: updates may not remove a condition of type \"Approved\"")),
                arguments(
                        "already both",
                        Subresource.APPROVAL,
                        stored(APPROVED, DENIED),
                        stored(APPROVED, DENIED, CUSTOM),
                        List.of()),
                arguments(
                        "twice",
                        Subresource.APPROVAL,
                        stored(),
                        stored(CUSTOM, CUSTOM),
                        List.of("status.conditions[1].type: Duplicate value: \"Custom\"")),
                arguments(
                        "already twice",
                        Subresource.APPROVAL,
                        stored(CUSTOM, CUSTOM),
                        stored(CUSTOM, CUSTOM, CUSTOM),
                        List.of()),
                arguments(
                        "already without type",
                        Subresource.APPROVAL,
                        stored(Condition.builder("").build()),
                        stored(Condition.builder("").build()),
                        List.of()),
                arguments(
                        "remove Failed",
                        Subresource.APPROVAL,
                        stored(FAILED),
                        stored(),
                        List.of("status.conditions: Forbidden: updates may not remove a condition of type \"Failed\"")),
                arguments("remove custom", Subresource.APPROVAL, stored(CUSTOM), stored(), List.of()),
                arguments(
                        "approve through status",
                        Subresource.STATUS,
                        stored(),
                        stored(APPROVED),
                        List.of("status.conditions: Forbidden: updates may not add a condition of type \"Approved\"")),
                arguments(
                        "deny through status",
                        Subresource.STATUS,
                        stored(),
                        stored(DENIED),
                        List.of("status.conditions: Forbidden: updates may not add a condition of type \"Denied\"")),
                arguments(
                        "fail through status",
                        Subresource.STATUS,
                        stored(APPROVED),
                        stored(APPROVED, FAILED),
                        List.of()),
                arguments(
                        "remove Approved through status",
                        Subresource.STATUS,
                        stored(APPROVED),
                        stored(),
                        List.of(
                                "status.conditions: Forbidden: updates may not remove a condition of type \"Approved\"")),
                arguments(
                        "issue",
                        Subresource.STATUS,
                        stored(APPROVED),
                        stored(APPROVED).withCertificate(w04),
                        List.of()),
                arguments(
                        "issue with text around",
                        Subresource.STATUS,
                        stored(APPROVED),
                        stored(APPROVED).withCertificate("a\n" + w04 + "b"),
                        List.of()),
                arguments(
                        "issue a chain",
                        Subresource.STATUS,
                        stored(APPROVED),
                        stored(APPROVED).withCertificate(w04 + w03),
                        List.of()),
                arguments(
                        "issue again",
                        Subresource.STATUS,
                        stored(APPROVED).withCertificate(w04),
                        stored(APPROVED).withCertificate(w03),
                        List.of("status.certificate: Forbidden: updates may not modify existing certificate content")),
                arguments(
                        "take back",
                        Subresource.STATUS,
                        stored(APPROVED).withCertificate(w04),
                        stored(APPROVED),
                        List.of("status.certificate: Forbidden: updates may not modify existing certificate content")),
                arguments(
                        "garbage",
                        Subresource.STATUS,
                        stored(),
                        stored().withCertificate("x"),
                        List.of(
                                "status.certificate: Invalid value: \"<certificate data>\": must contain at least one CERTIFICATE PEM block")),
                arguments(
                        "another label",
                        Subresource.STATUS,
                        stored(),
                        stored().withCertificate(w04 + Vectors.W02_REQUEST),
                        List.of(
                                "status.certificate: Invalid value: \"<certificate data>\": only CERTIFICATE PEM blocks are allowed, found \"CERTIFICATE REQUEST\"")),
                arguments(
                        "headers",
                        Subresource.STATUS,
                        stored(),
                        stored().withCertificate(w04.replace("CERTIFICATE-----\nM", "CERTIFICATE-----\nk: v\n\nM")),
                        List.of(
                                "status.certificate: Invalid value: \"<certificate data>\": no PEM block headers are permitted")),
                arguments(
                        "an empty block",
                        Subresource.STATUS,
                        stored(),
                        stored().withCertificate("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"),
                        List.of(
                                "status.certificate: Invalid value: \"<certificate data>\": found CERTIFICATE PEM block containing 0 certificates")),
                arguments(
                        "no certificate",
                        Subresource.STATUS,
                        stored(),
                        stored().withCertificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                        List.of(
                                "status.certificate: Invalid value: \"<certificate data>\": x509: malformed certificate")),
                arguments(
                        "bad before: kept",
                        Subresource.STATUS,
                        stored().withCertificate("x"),
                        stored(CUSTOM).withCertificate("x"),
                        List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("updates")
    void checksUpdatesAsTheApiServerDoes(
            String reason,
            Subresource subresource,
            CertificateSigningRequest stored,
            CertificateSigningRequest proposed,
            List<String> expected) {
        assertThat(texts(subresource
                        .update(stored, proposed, NOW, KubernetesRelease.of(20))
                        .violations()))
                .as(reason)
                .isEqualTo(expected);
        assertThat(texts(proposed.violationsOfUpdate(stored, subresource, KubernetesRelease.of(20))))
                .as("the same question of the object")
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"34, status.conditions[1].type", "35, status.conditions", "37, status.conditions"})
    void newerServersReportTheContradictionOnTheList(int minor, String field) {
        KubernetesRelease release = KubernetesRelease.of(minor);
        String text = "Approved and Denied conditions are mutually exclusive";
        assertThat(texts(Subresource.APPROVAL
                        .update(stored(APPROVED), stored(APPROVED, DENIED), NOW, release)
                        .violations()))
                .containsExactly(field + ": Invalid value: \"Denied\": " + text);
        assertThat(texts(Subresource.APPROVAL
                        .update(stored(APPROVED, DENIED), stored(APPROVED, DENIED, CUSTOM), NOW, release)
                        .violations()))
                .as("it is stored so")
                .isEmpty();
    }

    @Test
    void theMainEndpointKeepsSpecAndStatus() {
        CertificateSigningRequest stored = stored(APPROVED).withCertificate(Vectors.W04_CERTIFICATE);
        CertificateSigningRequest proposed = CertificateSigningRequest.builder(SignerName.of("x.y/z"), Requests.W02)
                .metadata(ObjectMeta.builder()
                        .name("renamed")
                        .labels(Map.of("a", "b"))
                        .build())
                .build();
        UpdateResult result = Subresource.MAIN.update(stored, proposed, NOW);
        assertThat(result.violations()).isEmpty();
        assertThat(result.object())
                .isEqualTo(stored.toBuilder().metadata(proposed.metadata()).build());
    }

    @Test
    void approvalKeepsTheCertificateAndStatusKeepsTheDecision() {
        CertificateSigningRequest stored = stored(APPROVED).withCertificate(Vectors.W04_CERTIFICATE);
        UpdateResult approval =
                Subresource.APPROVAL.update(stored, stored(APPROVED).withCertificate("other"), NOW);
        assertThat(approval.violations()).isEmpty();
        assertThat(approval.object().certificatePem()).isEqualTo(Vectors.W04_CERTIFICATE);
        UpdateResult status = Subresource.STATUS.update(
                stored(APPROVED), stored(CUSTOM, Condition.approved("edited", "edited")), NOW);
        assertThat(status.violations()).isEmpty();
        assertThat(status.object().condition("Approved").orElseThrow().reason()).isEqualTo("A");
    }

    /** docs/behaviour/certificate-signing-requests.md, 5.2: what is changed in a decision is silently undone. */
    @Test
    void statusKeepsTheDecisionWhereverItStands() {
        Condition edited = Condition.approved("edited", "edited");
        UpdateResult result = Subresource.STATUS.update(stored(CUSTOM, APPROVED), stored(CUSTOM, edited, FAILED), NOW);
        assertThat(result.violations()).isEmpty();
        assertThat(result.object().conditions())
                .extracting(Condition::type, Condition::reason)
                .containsExactly(tuple("Custom", ""), tuple("Approved", "A"), tuple("Failed", "F"));
    }

    /** v1beta1 restores all conditions where v1 reports what is missing. */
    @Test
    void theOldVersionKeepsAllConditionsWhenADecisionIsRemoved() {
        assertThat(updated(beta(stored(APPROVED, CUSTOM)), beta(stored(CUSTOM))))
                .containsExactly("Approved A", "Custom ");
        assertThat(updated(beta(stored(CUSTOM)), beta(stored(APPROVED, CUSTOM))))
                .containsExactly("Custom ");
        assertThat(updated(beta(stored(APPROVED)), beta(stored(Condition.approved("edited", "edited"), CUSTOM))))
                .as("nothing is removed")
                .containsExactly("Approved A", "Custom ");
    }

    private static List<String> updated(CertificateSigningRequest stored, CertificateSigningRequest proposed) {
        return Subresource.STATUS.update(stored, proposed, NOW, KubernetesRelease.of(20)).object().conditions().stream()
                .map(condition -> condition.type() + " " + condition.reason())
                .toList();
    }

    static Stream<Arguments> storedSpecs() {
        String signer = "kubernetes.io/kube-apiserver-client-kubelet";
        return Stream.of(
                arguments("an unknown usage", "- client auth", "- client auth\n  - x", List.of()),
                arguments("a repeated usage", "- client auth", "- client auth\n  - client auth", List.of()),
                arguments("the signer of an old API", signer, "kubernetes.io/legacy-unknown", List.of()),
                arguments("no signer's name", signer, "x", List.of("spec.signerName")),
                arguments(
                        "too short",
                        "  usages:",
                        "  expirationSeconds: 599\n  usages:",
                        List.of("spec.expirationSeconds")));
    }

    /** docs/behaviour/certificate-signing-requests.md, 5.2: valid for exactly the rule that the stored object breaks. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("storedSpecs")
    void looksAtTheSpecOfAStoredObjectAgain(String reason, String text, String stored, List<String> fields) {
        String yaml = stored().toYaml().replace(text, stored);
        CertificateSigningRequest old = CertificateSigningRequest.parse(yaml);
        assertThat(old.violations()).as("%s, as a new object", reason).isNotEmpty();
        assertThat(old.violationsOfUpdate(old, Subresource.STATUS))
                .isEqualTo(old.violationsOfUpdate(old, Subresource.STATUS, KubernetesRelease.latest()))
                .extracting(FieldError::field)
                .isEqualTo(fields);
    }

    @Test
    void fillsTimesThatAreAbsent() {
        Instant before = NOW.minusSeconds(100);
        Condition old = CUSTOM.toBuilder()
                .lastUpdateTime(before)
                .lastTransitionTime(before)
                .build();
        Condition changed = Condition.builder("Custom").status("True").build();
        Condition own =
                CUSTOM.toBuilder().lastTransitionTime(before.minusSeconds(1)).build();
        assertThat(Subresource.APPROVAL
                        .update(stored(old), stored(CUSTOM), NOW)
                        .object()
                        .conditions())
                .as("same type and status")
                .containsExactly(CUSTOM.toBuilder()
                        .lastUpdateTime(NOW)
                        .lastTransitionTime(before)
                        .build());
        assertThat(Subresource.APPROVAL
                        .update(stored(old), stored(changed), NOW)
                        .object()
                        .conditions())
                .as("another status")
                .containsExactly(changed.toBuilder()
                        .lastUpdateTime(NOW)
                        .lastTransitionTime(NOW)
                        .build());
        assertThat(Subresource.STATUS
                        .update(stored(old), stored(own), NOW)
                        .object()
                        .conditions())
                .as("its own time")
                .containsExactly(own.toBuilder().lastUpdateTime(NOW).build());
        assertThat(Subresource.STATUS
                        .update(stored(CUSTOM, old, own), stored(CUSTOM, old, own), NOW)
                        .object()
                        .conditions())
                .as("of several, the first that has a time")
                .startsWith(CUSTOM.toBuilder()
                        .lastUpdateTime(NOW)
                        .lastTransitionTime(before)
                        .build());
    }

    @Test
    void theOldVersionIsLax() {
        String beta =
                Requests.kubeletClient().toYaml().replace("certificates.k8s.io/v1", "certificates.k8s.io/v1beta1");
        CertificateSigningRequest stored = CertificateSigningRequest.parse(beta);
        assertThat(CertificateSigningRequest.parse(beta.replace("- client auth", "- x\n  - x"))
                        .violations(KubernetesRelease.of(20)))
                .as("unknown and repeated usages")
                .isEmpty();
        assertThat(CertificateSigningRequest.parse(beta.replace("kube-apiserver-client-kubelet", "legacy-unknown"))
                        .violations(KubernetesRelease.of(20)))
                .isEmpty();
        CertificateSigningRequest issued = stored.withCertificate("anything");
        assertThat(Subresource.STATUS.update(stored, issued, NOW).violations()).isEmpty();
        assertThat(Subresource.STATUS
                        .update(issued, stored.withCertificate("other"), NOW)
                        .violations())
                .isEmpty();
        UpdateResult approved = Subresource.STATUS.update(stored, stored.withCondition(APPROVED), NOW);
        assertThat(approved.violations()).isEmpty();
        assertThat(approved.object().conditions()).as("silently undone").isEmpty();
    }

    @Test
    void aFailureFollowsEitherDecision() {
        Condition failed = Condition.failed("F", "f");
        for (Condition decision : List.of(Condition.approved("A", "a"), Condition.denied("D", "d"))) {
            assertThat(stored(decision, failed).violationsOfUpdate(stored(decision), Subresource.STATUS))
                    .isEmpty();
        }
    }

    @Test
    void conditionsOfAnIssuedRequestMayBeAdded() {
        CertificateSigningRequest stored = issued(stored(Condition.approved("A", "a")), CERTIFICATE);
        CertificateSigningRequest sent =
                stored.withCondition(Condition.builder("Custom").build());
        assertThat(sent.violationsOfUpdate(stored, Subresource.STATUS)).isEmpty();
    }

    @Test
    void betaTakesAnyTypesAndCertificates() {
        CertificateSigningRequest stored = stored();
        Condition custom = Condition.builder("Custom").build();
        CertificateSigningRequest sent =
                issued(stored(Condition.builder("").build(), custom, custom), new byte[] {'x'});
        assertThat(beta(sent).violationsOfUpdate(beta(stored), Subresource.STATUS, LAST_OF_BETA))
                .isEmpty();
        assertThat(sent.violationsOfUpdate(stored, Subresource.STATUS, LAST_OF_BETA))
                .extracting(error -> error.field())
                .containsExactlyInAnyOrder(
                        "status.conditions[0].type", "status.conditions[2].type", "status.certificate");
    }
}
