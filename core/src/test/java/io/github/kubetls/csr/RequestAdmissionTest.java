package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import java.nio.charset.StandardCharsets;
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
    private final Questions questions = new Questions();

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes.io/kube-apiserver-client-kubelet", "kubernetes.io/*"})
    void approversNeedTheRightForTheNameOrTheDomain(String granted) {
        CertificateSigningRequest csr = Requests.kubeletClient();
        assertThat(RequestAdmission.approve(
                                USER,
                                csr,
                                questions.allowing("approve signers.certificates.k8s.io \"" + granted + "\""))
                        .isAllowed())
                .isTrue();
        AccessDecision denied = RequestAdmission.approve(USER, csr, questions.allowing(""));
        assertThat(denied.verdict()).isEqualTo(AccessDecision.Verdict.DENIED);
        assertThat(denied.reason())
                .isEqualTo("user not permitted to approve requests with signerName "
                        + "\"kubernetes.io/kube-apiserver-client-kubelet\"");
        assertThat(questions.asked)
                .endsWith(
                        "approve signers.certificates.k8s.io \"kubernetes.io/kube-apiserver-client-kubelet\"",
                        "approve signers.certificates.k8s.io \"kubernetes.io/*\"");
    }

    @Test
    void signersNeedTheRightOnlyWhenSomethingChanges() {
        CertificateSigningRequest csr = Requests.kubeletClient();
        assertThat(RequestAdmission.sign(USER, csr, csr, questions.allowing("")).isAllowed())
                .isTrue();
        assertThat(questions.asked).isEmpty();
        for (CertificateSigningRequest changed :
                List.of(csr.withCertificate("x"), csr.withCondition(Condition.failed("", "")))) {
            assertThat(RequestAdmission.sign(USER, csr, changed, questions.allowing(""))
                            .reason())
                    .isEqualTo("user not permitted to sign requests with signerName "
                            + "\"kubernetes.io/kube-apiserver-client-kubelet\"");
            assertThat(RequestAdmission.sign(
                                    USER,
                                    csr,
                                    changed,
                                    questions.allowing("sign signers.certificates.k8s.io \"kubernetes.io/*\""))
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
}
