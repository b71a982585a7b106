package io.github.kubetls.csr;

import static io.github.kubetls.csr.ClusterTrustBundleTest.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.csr.RequestAdmission.UpdateResult;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/certificate-signing-requests.md, 9.4. */
class RequestAdmissionTest {

    private static final UserInfo USER = UserInfo.of("u");
    private final List<String> asked = new ArrayList<>();

    private Authorizer allowing(String question) {
        return (user, what) -> {
            asked.add(what.toString());
            return what.toString().equals(question) ? AccessDecision.allowed("a rule") : AccessDecision.noOpinion("");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes.io/kube-apiserver-client-kubelet", "kubernetes.io/*"})
    void approversNeedTheRightForTheNameOrTheDomain(String granted) {
        CertificateSigningRequest csr = Requests.kubeletClient();
        assertThat(RequestAdmission.approve(
                                USER, csr, allowing("approve signers.certificates.k8s.io \"" + granted + "\""))
                        .isAllowed())
                .isTrue();
        AccessDecision denied = RequestAdmission.approve(USER, csr, allowing(""));
        assertThat(denied.verdict()).isEqualTo(AccessDecision.Verdict.DENIED);
        assertThat(denied.reason())
                .isEqualTo("user not permitted to approve requests with signerName "
                        + "\"kubernetes.io/kube-apiserver-client-kubelet\"");
        assertThat(asked)
                .endsWith(
                        "approve signers.certificates.k8s.io \"kubernetes.io/kube-apiserver-client-kubelet\"",
                        "approve signers.certificates.k8s.io \"kubernetes.io/*\"");
    }

    @Test
    void signersNeedTheRightOnlyWhenSomethingChanges() {
        CertificateSigningRequest csr = Requests.kubeletClient();
        assertThat(RequestAdmission.sign(USER, csr, csr, allowing("")).isAllowed())
                .isTrue();
        assertThat(asked).isEmpty();
        for (CertificateSigningRequest changed :
                List.of(csr.withCertificate("x"), csr.withCondition(Condition.failed("", "")))) {
            assertThat(RequestAdmission.sign(USER, csr, changed, allowing("")).reason())
                    .isEqualTo("user not permitted to sign requests with signerName "
                            + "\"kubernetes.io/kube-apiserver-client-kubelet\"");
            assertThat(RequestAdmission.sign(
                                    USER,
                                    csr,
                                    changed,
                                    allowing("sign signers.certificates.k8s.io \"kubernetes.io/*\""))
                            .isAllowed())
                    .isTrue();
        }
    }

    private static CertificateSigningRequest csr(SignerName signer, CertificateRequest request) {
        return CertificateSigningRequest.builder(signer, request)
                .usages(KeyUsage.CLIENT_AUTH)
                .build();
    }

    @Test
    void nobodyAsksForSystemMasters() {
        AccessDecision decision = RequestAdmission.create(
                USER, csr(SignerName.KUBE_APISERVER_CLIENT, Requests.client("x", "a", "system:masters")));
        assertThat(decision.verdict())
                .as("docs/behaviour/worked-examples.md, W16")
                .isEqualTo(AccessDecision.Verdict.DENIED);
        assertThat(decision.reason())
                .isEqualTo(
                        "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed");
        assertThat(RequestAdmission.create(
                                USER, csr(SignerName.KUBE_APISERVER_CLIENT, Requests.client("x", "SYSTEM:MASTERS")))
                        .isAllowed())
                .as("another case")
                .isTrue();
        assertThat(RequestAdmission.create(USER, csr(SignerName.of("a.b/c"), Requests.client("x", "system:masters")))
                        .isAllowed())
                .as("another signer")
                .isTrue();
        assertThat(RequestAdmission.create(USER, CertificateSigningRequest.parse("""
                                        apiVersion: certificates.k8s.io/v1
                                        kind: CertificateSigningRequest
                                        spec: {signerName: kubernetes.io/kube-apiserver-client}
                                        """))
                        .reason())
                .isEqualTo("failed to parse CSR: PEM block type must be CERTIFICATE REQUEST");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a node for itself, worker-1, worker-1, 31, true",
        "a node for another, worker-1, worker-2, 31, false",
        "before 1.31, worker-1, worker-2, 30, true"
    })
    void nodesAskForThemselves(String reason, String creator, String asked, int minor, boolean allowed) {
        for (SignerName signer : List.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, SignerName.KUBELET_SERVING)) {
            AccessDecision decision = RequestAdmission.create(
                    UserInfo.node(creator),
                    csr(signer, Requests.client("system:node:" + asked, "system:nodes")),
                    KubernetesRelease.of(minor));
            assertThat(decision.isAllowed()).as(reason).isEqualTo(allowed);
            if (!allowed) {
                assertThat(decision.reason()).isEqualTo("can only create a node CSR with CN=system:node:worker-1");
            }
        }
    }

    @Test
    void othersMayAskForNodes() {
        CertificateSigningRequest csr =
                csr(SignerName.KUBE_APISERVER_CLIENT_KUBELET, Requests.client("system:node:w", "system:nodes"));
        assertThat(RequestAdmission.create(Requests.BOOTSTRAPPER, csr).isAllowed())
                .isTrue();
        assertThat(RequestAdmission.create(UserInfo.of("system:node:x"), csr).isAllowed())
                .as("not in the group")
                .isTrue();
        assertThat(RequestAdmission.create(UserInfo.node("x"), CertificateSigningRequest.parse("""
                                        apiVersion: certificates.k8s.io/v1
                                        kind: CertificateSigningRequest
                                        spec: {signerName: kubernetes.io/kubelet-serving}
                                        """))
                        .reason())
                .isEqualTo("unable to parse csr: PEM block type must be CERTIFICATE REQUEST");
    }

    private static CertificateSigningRequest csr(String spec) {
        return CertificateSigningRequest.parse(
                "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nmetadata: {name: x}\nspec: {request: "
                        + Base64.getEncoder()
                                .encodeToString(Requests.W02.toPem().getBytes(StandardCharsets.US_ASCII))
                        + ", signerName: a.b/c, usages: [client auth]" + spec + "}");
    }

    private static List<String> texts(List<FieldError> errors) {
        return errors.stream().map(FieldError::toString).toList();
    }

    @Test
    void collectsAllErrorsOfACreation() {
        CertificateSigningRequest csr = CertificateSigningRequest.parse("""
                apiVersion: certificates.k8s.io/v1
                kind: CertificateSigningRequest
                spec: {request: QQ==, usages: [x, client auth, x], signerName: a, expirationSeconds: 599}
                status: {conditions: [{type: ""}], certificate: QQ==}
                """);
        String supported = "\"any\", \"cert sign\", \"client auth\", \"code signing\", \"content commitment\", "
                + "\"crl sign\", \"data encipherment\", \"decipher only\", \"digital signature\", "
                + "\"email protection\", \"encipher only\", \"ipsec end system\", \"ipsec tunnel\", "
                + "\"ipsec user\", \"key agreement\", \"key encipherment\", \"microsoft sgc\", \"netscape sgc\", "
                + "\"ocsp signing\", \"s/mime\", \"server auth\", \"signing\", \"timestamping\"";
        assertThat(texts(csr.violations()))
                .containsExactly(
                        "metadata.name: Required value: name or generateName is required",
                        "spec.request: Invalid value: <value omitted>: PEM block type must be CERTIFICATE REQUEST:"
                                + " found no PEM block",
                        "spec.usages[0]: Unsupported value: \"x\": supported values: " + supported,
                        "spec.usages[2]: Unsupported value: \"x\": supported values: " + supported,
                        "spec.usages[2]: Duplicate value: \"x\"",
                        "spec.signerName: Invalid value: \"a\": must be a fully qualified domain and path of the form "
                                + "'example.com/signer-name'",
                        "spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds "
                                + "(10 minutes)");
        assertThat(texts(csr.violations(KubernetesRelease.of(21))))
                .as("dropped silently before 1.22")
                .noneMatch(text -> text.startsWith("spec.expirationSeconds"));
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("", "", List.of("metadata.name: Required value: name or generateName is required")),
                arguments("", "pre-", List.of()),
                arguments(
                        "",
                        "pre/",
                        List.of(
                                "metadata.generateName: Invalid value: \"pre/\": may not contain '/'",
                                "metadata.name: Invalid value: \"pre/xxxxx\": may not contain '/'")),
                arguments(
                        "",
                        "pre%",
                        List.of(
                                "metadata.generateName: Invalid value: \"pre%\": may not contain '%'",
                                "metadata.name: Invalid value: \"pre%xxxxx\": may not contain '%'")),
                arguments("ok", "x%y", List.of("metadata.generateName: Invalid value: \"x%y\": may not contain '%'")),
                arguments(
                        "a/b",
                        "x%y",
                        List.of(
                                "metadata.generateName: Invalid value: \"x%y\": may not contain '%'",
                                "metadata.name: Invalid value: \"a/b\": may not contain '/'")),
                arguments("..", "..", List.of("metadata.name: Invalid value: \"..\": may not be '..'")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theBeginningOfANameIsJudgedWithTheName(String name, String generateName, List<String> expected) {
        ObjectMeta metadata =
                ObjectMeta.builder().name(name).generateName(generateName).build();
        CertificateSigningRequest csr =
                Requests.kubeletClient().toBuilder().metadata(metadata).build();
        assertThat(texts(csr.violations())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"32, spec.usages: Required value: usages must be provided", "33, spec.usages: Required value"})
    void usagesAreRequired(int minor, String expected) {
        CertificateSigningRequest csr =
                csr("").toBuilder().metadata(ObjectMeta.of("x")).build();
        assertThat(csr.violations()).isEmpty();
        CertificateSigningRequest without = CertificateSigningRequest.builder(SignerName.of("a.b/c"), Requests.W02)
                .name("x")
                .build();
        assertThat(texts(without.violations(KubernetesRelease.of(minor)))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"599, 1", "600, 0", "2147483647, 0", "-1, 1"})
    void durationsBeginAtTenMinutesAndHaveNoMaximum(int seconds, int errors) {
        assertThat(csr(", expirationSeconds: " + seconds).violations()).hasSize(errors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", "a b", "\u00FC", "node-csr--a_B", "..."})
    void takesAnyNameThatIsAPathSegment(String name) {
        assertThat(csr("").toBuilder().metadata(ObjectMeta.of(name)).build().violations())
                .isEmpty();
        assertThat(csr("").toBuilder()
                        .metadata(ObjectMeta.of("x".repeat(300)))
                        .build()
                        .violations())
                .isEmpty();
    }

    /** As ValidateObjectMeta in pkg/api/validation, which every kind is judged by. */
    @Test
    void refusesLabelsThatAreNone() {
        ObjectMeta metadata =
                ObjectMeta.of("x").toBuilder().labels(Map.of("a", "b c")).build();
        assertThat(texts(csr("").toBuilder().metadata(metadata).build().violations()))
                .singleElement()
                .asString()
                .startsWith("metadata.labels: Invalid value: \"b c\": a valid label must be an empty string or ");
    }

    @ParameterizedTest
    @CsvSource({".,may not be '.'", "..,may not be '..'", "a/b,may not contain '/'", "a%b,may not contain '%'"})
    void refusesNamesThatAreNone(String name, String why) {
        assertThat(texts(csr("").toBuilder()
                        .metadata(ObjectMeta.of(name))
                        .build()
                        .violations()))
                .containsExactly("metadata.name: Invalid value: \"" + name + "\": " + why);
    }

    /** docs/behaviour/worked-examples.md, N01. */
    @Test
    void refusesPrefixesOfNamesBesideAName() {
        ObjectMeta metadata =
                ObjectMeta.of("ok").toBuilder().generateName("x%y").build();
        assertThat(texts(csr("").toBuilder().metadata(metadata).build().violations()))
                .containsExactly("metadata.generateName: Invalid value: \"x%y\": may not contain '%'");
    }

    @Test
    void refusesMlDsaKeysForUsagesOfEncryption() {
        CertificateRequest request = CertificateRequest.kubeletClient("w", KeyAlgorithm.ML_DSA_44.generateKeyPair());
        CertificateSigningRequest.Builder builder = CertificateSigningRequest.builder(
                        SignerName.KUBE_APISERVER_CLIENT, request)
                .name("x");
        KubernetesRelease alpha = KubernetesRelease.of(38);
        CertificateSigningRequest signature =
                builder.usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH).build();
        assertThat(signature.violations(alpha)).isEmpty();
        assertThat(texts(signature.violations(KubernetesRelease.of(37))))
                .containsExactly("spec.request: Invalid value: <value omitted>: x509: cannot verify signature: "
                        + "algorithm unimplemented");
        assertThat(builder.usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT)
                        .build()
                        .violations(alpha))
                .singleElement()
                .satisfies(error -> assertThat(error.message())
                        .endsWith("validating usages for ml-dsa key: usage key encipherment cannot be used with an "
                                + "ML-DSA signed certificate request"));
        assertThat(builder.usages(KeyUsage.CLIENT_AUTH).build().violations(alpha))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("validating usages for ml-dsa key: "));
    }

    private static final Instant NOW = Requests.NOW;
    private static final Condition APPROVED = Condition.approved("A", "a");
    private static final Condition DENIED = Condition.denied("D", "d");
    private static final Condition FAILED = Condition.failed("F", "f");
    private static final Condition CUSTOM =
            Condition.builder("Custom").status("False").build();

    private static CertificateSigningRequest stored(Condition... conditions) {
        return Requests.kubeletClient().with(draft -> draft.conditions = List.of(conditions));
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
        assertThat(beta(beta(APPROVED, CUSTOM), beta(CUSTOM))).containsExactly("Approved A", "Custom ");
        assertThat(beta(beta(CUSTOM), beta(APPROVED, CUSTOM))).containsExactly("Custom ");
        assertThat(beta(beta(APPROVED), beta(Condition.approved("edited", "edited"), CUSTOM)))
                .as("nothing is removed")
                .containsExactly("Approved A", "Custom ");
    }

    private static CertificateSigningRequest beta(Condition... conditions) {
        return stored(conditions).with(draft -> draft.apiVersion = CertificateSigningRequest.API_VERSION_BETA);
    }

    private static List<String> beta(CertificateSigningRequest stored, CertificateSigningRequest proposed) {
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

    // --- ClusterTrustBundleAttest: plugin/pkg/admission/certificates/ctbattest

    @ParameterizedTest
    @ValueSource(strings = {"a.b/c", "a.b/*"})
    void whoCreatesABundleOfASignerAttestsIt(String granted) {
        ClusterTrustBundle bundle = bundle("a.b/c", "text", Map.of("name", "a.b:c:x"));
        assertThat(RequestAdmission.attest(
                                USER, bundle, allowing("attest signers.certificates.k8s.io \"" + granted + "\""))
                        .isAllowed())
                .isTrue();
        AccessDecision denied = RequestAdmission.attest(USER, bundle, allowing(""));
        assertThat(denied.verdict()).isEqualTo(AccessDecision.Verdict.DENIED);
        assertThat(denied.reason()).isEqualTo("user not permitted to attest for signerName \"a.b/c\"");
        assertThat(asked)
                .endsWith(
                        "attest signers.certificates.k8s.io \"a.b/c\"", "attest signers.certificates.k8s.io \"a.b/*\"");
    }

    @Test
    void whoWritesABundleOfNobodyNeedsNoRight() {
        ClusterTrustBundle bundle = ClusterTrustBundle.of("x", "text");
        assertThat(RequestAdmission.attest(USER, bundle, allowing("")).isAllowed())
                .isTrue();
        assertThat(RequestAdmission.attest(USER, bundle, ClusterTrustBundle.of("x", "other"), allowing(""))
                        .isAllowed())
                .isTrue();
        assertThat(asked).isEmpty();
    }

    static Stream<Arguments> updatesOfBundles() {
        Map<String, ?> stored = Map.of("name", "a.b:c:x");
        return Stream.of(
                arguments("nothing", bundle("a.b/c", "text", stored), true),
                arguments(
                        "an owner",
                        bundle(
                                "a.b/c",
                                "text",
                                Map.of("name", "a.b:c:x", "ownerReferences", List.of(Map.of("uid", "u")))),
                        true),
                arguments(
                        "a finalizer",
                        bundle("a.b/c", "text", Map.of("name", "a.b:c:x", "finalizers", List.of("a/b"))),
                        true),
                arguments(
                        "what the server fills in",
                        bundle("a.b/c", "text", Map.of("name", "a.b:c:x", "resourceVersion", "7")),
                        true),
                arguments("the bundle", bundle("a.b/c", "other", stored), false),
                arguments(
                        "a label",
                        bundle("a.b/c", "text", Map.of("name", "a.b:c:x", "labels", Map.of("a", "b"))),
                        false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("updatesOfBundles")
    void whoChangesABundleOfASignerAttestsItUnlessForCollection(
            String what, ClusterTrustBundle proposed, boolean isFree) {
        ClusterTrustBundle stored = bundle("a.b/c", "text", Map.of("name", "a.b:c:x"));
        assertThat(RequestAdmission.attest(USER, stored, proposed, allowing("")).isAllowed())
                .as(what)
                .isEqualTo(isFree);
        assertThat(RequestAdmission.attest(USER, stored, proposed, allowing(""), KubernetesRelease.of(29))
                        .isAllowed())
                .isEqualTo(isFree);
        assertThat(RequestAdmission.attest(USER, stored, proposed, allowing(""), KubernetesRelease.of(28))
                        .reason())
                .isEqualTo("user not permitted to attest for signerName \"a.b/c\"");
    }
}
