package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.csr.RequestAdmission.UpdateResult;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/certificate-signing-requests.md, 2 to 7. */
class CertificateSigningRequestTest {

    // --- what a kubelet asks for

    @ParameterizedTest
    @CsvSource({
        "26, node-csr--aBWq9T8-4cnk14mZ7lKWIt-EGV5toFg71oqjwpLqTA",
        "27, node-csr-F5F-QQPnMrAvcAUWj0YT3oumnVd_q7IAN2Z8LV6Rdkk"
    })
    void namesABootstrapRequestAfterItsContent(int minor, String name) {
        CertificateSigningRequest csr =
                CertificateSigningRequest.kubeletClient(Requests.W02, KubernetesRelease.of(minor));
        assertThat(csr.metadata().name())
                .as("docs/behaviour/worked-examples.md, W05, W06")
                .isEqualTo(name);
        assertThat(csr.signerName()).isEqualTo(SignerName.KUBE_APISERVER_CLIENT_KUBELET);
    }

    @Test
    void theNameDependsOnTheOrderOfEverything() {
        PublicKey key = Requests.KEYS.getPublic();
        List<KeyUsage> usages = KeyUsage.listOf("client auth", "digital signature");
        List<KeyUsage> reversed = KeyUsage.listOf("digital signature", "client auth");
        assertThat(List.of(
                        RequestName.of(key, DistinguishedName.of("c", "a", "b"), usages),
                        RequestName.of(key, DistinguishedName.of("c", "b", "a"), usages),
                        RequestName.of(key, DistinguishedName.of("c", "a", "b"), reversed),
                        RequestName.of(key, DistinguishedName.of("", "a", "b"), usages)))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("node-csr-[A-Za-z0-9_-]{43}"));
        assertThat(RequestName.of(key, Requests.client("c", "b", "a").subject(), usages))
                .as("in a request, organizations are sorted")
                .isEqualTo(RequestName.of(key, DistinguishedName.of("c", "a", "b"), usages));
    }

    @ParameterizedTest
    @CsvSource({
        "26, ECDSA_P256, digital signature|key encipherment|client auth, digital signature|key encipherment|client auth, digital signature|key encipherment|server auth",
        "27, ECDSA_P256, digital signature|client auth, digital signature|client auth, digital signature|server auth",
        "27, RSA_2048, digital signature|client auth|key encipherment, digital signature|key encipherment|client auth, digital signature|key encipherment|server auth",
        "26, RSA_2048, digital signature|key encipherment|client auth, digital signature|key encipherment|client auth, digital signature|key encipherment|server auth"
    })
    void asksForTheUsagesOfItsRelease(
            int minor, KeyAlgorithm algorithm, String bootstrap, String rotation, String serving) {
        KubernetesRelease release = KubernetesRelease.of(minor);
        KeyPair keys = algorithm.generateKeyPair();
        CertificateRequest request = CertificateRequest.kubeletClient("w", keys);
        assertThat(CertificateSigningRequest.kubeletClient(request, release).usages())
                .isEqualTo(KeyUsage.listOf(bootstrap.split("\\|")));
        assertThat(CertificateSigningRequest.kubeletClientRotation(request, release)
                        .usages())
                .isEqualTo(KeyUsage.listOf(rotation.split("\\|")));
        assertThat(CertificateSigningRequest.kubeletServing(request, release).usages())
                .isEqualTo(KeyUsage.listOf(serving.split("\\|")));
    }

    @Test
    void theLatestReleaseIsTheDefault() {
        assertThat(CertificateSigningRequest.kubeletClient(Requests.W02).usages())
                .isEqualTo(KeyUsage.listOf("digital signature", "client auth"));
        CertificateSigningRequest rotation = CertificateSigningRequest.kubeletClientRotation(Requests.W02);
        assertThat(rotation.metadata().generateName()).isEqualTo("csr-");
        assertThat(rotation.metadata().name()).isEmpty();
        CertificateSigningRequest serving =
                CertificateSigningRequest.kubeletServing(Requests.serving("w", "w", "10.0.0.1"));
        assertThat(serving.signerName()).isEqualTo(SignerName.KUBELET_SERVING);
        assertThat(serving.usages()).isEqualTo(KeyUsage.listOf("digital signature", "server auth"));
        assertThat(Stream.of(rotation, serving))
                .allSatisfy(csr -> assertThat(csr.violations()).isEmpty());
    }

    @Test
    void acceptsOnlyDurationsThatTheServerAccepts() {
        CertificateSigningRequest.Builder builder =
                CertificateSigningRequest.builder(SignerName.KUBE_APISERVER_CLIENT, Requests.W02);
        assertThat(builder.expiration(Duration.ofMillis(600_999)).build().expirationSeconds())
                .as("the fraction is dropped")
                .hasValue(600);
        assertThatThrownBy(() -> builder.expiration(Duration.ofSeconds(599)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("may not specify a duration less than 600 seconds (10 minutes)");
        assertThatThrownBy(() -> builder.expiration(Duration.ofSeconds(Integer.MAX_VALUE + 1L)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // --- manifests

    @Test
    void agreesWithTheRecordedObject() throws IOException {
        String text = Recorded.text("csr/certificatesigningrequests.yaml");
        CertificateSigningRequest csr = CertificateSigningRequest.parseAll(text).get(0);
        assertThat(csr.metadata().name()).isEqualTo("node-csr-9AT3iYz6Ui22SN-ontFRIqZM503hdUY6VPlIg5doQGQ");
        assertThat(CertificateSigningRequest.kubeletClient(csr.request(), KubernetesRelease.of(20))
                        .metadata()
                        .name())
                .isEqualTo(csr.metadata().name());
        assertThat(csr.requester())
                .isEqualTo(UserInfo.of("system:bootstrap:vdb9xb", "system:bootstrappers", "system:authenticated"));
        assertThat(Condition.summary(csr.conditions(), csr.isIssued())).isEqualTo("Approved,Issued");
        assertThat(csr.certificates()).hasSize(1);
        assertThat(csr.violations()).isEmpty();
        String item = text.substring(text.indexOf("- apiVersion"), text.indexOf("kind: List"))
                .lines()
                .map(line -> line.substring(2) + "\n")
                .reduce("", String::concat);
        assertThat(csr.toYaml()).as("byte for byte").isEqualTo(item);
        assertThat(CertificateSigningRequest.parse(csr.toYaml())).isEqualTo(csr).hasSameHashCodeAs(csr);
        assertThat(CertificateSigningRequest.parse(csr.toJson())).isEqualTo(csr);
    }

    @Test
    void agreesWithTheRecordedExchange() throws IOException {
        List<YamlNode> events = Recorded.text("csr/kubelet-exchange.jsonl")
                .lines()
                .map(line -> Yaml.read(line, ""))
                .toList();
        YamlNode create = events.get(0);
        CertificateSigningRequest sent = object(create.get("requestObject"));
        CertificateSigningRequest stored = object(create.get("responseObject"));
        assertThat(CertificateSigningRequest.kubeletClient(sent.request(), KubernetesRelease.of(20)))
                .isEqualTo(sent);
        assertThat(sent.requestedBy(stored.requester()).toBuilder()
                        .metadata(stored.metadata())
                        .build())
                .isEqualTo(stored);
        for (YamlNode event : events) {
            if (event.get("verb").string().equals("update")) {
                CertificateSigningRequest proposed = object(event.get("requestObject"));
                CertificateSigningRequest after = object(event.get("responseObject"));
                Subresource subresource =
                        event.get("objectRef").get("subresource").string().equals("approval")
                                ? Subresource.APPROVAL
                                : Subresource.STATUS;
                UpdateResult result = subresource.update(
                        stored,
                        proposed,
                        after.conditions().get(0).lastUpdateTime().orElseThrow());
                assertThat(result.violations()).isEmpty();
                assertThat(result.object().toBuilder()
                                .metadata(after.metadata())
                                .build())
                        .isEqualTo(after);
                stored = after;
            }
        }
        assertThat(Condition.summary(stored.conditions(), stored.isIssued())).isEqualTo("Approved,Issued");
        assertThat(CertificateSigningRequest.parseAll(
                        Yaml.writeCompactJson(toMap(events.get(1).get("responseObject")))))
                .as("the items of an API answer do not name their kind")
                .hasSize(1);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> toMap(YamlNode node) {
        return (Map<String, Object>) node.toObject();
    }

    private static CertificateSigningRequest object(YamlNode node) {
        return CertificateSigningRequest.parse(Yaml.writeCompactJson(toMap(node)));
    }

    @Test
    void writesEveryField(@TempDir Path directory) throws IOException {
        CertificateSigningRequest csr = CertificateSigningRequest.builder(
                        SignerName.KUBE_APISERVER_CLIENT, Requests.W02)
                .metadata(
                        ObjectMeta.builder().name("x").labels(Map.of("a", "b")).build())
                .usages(KeyUsage.CLIENT_AUTH)
                .expiration(Duration.ofHours(1))
                .build()
                .requestedBy(UserInfo.builder("u")
                        .uid("1")
                        .groups(List.of("g"))
                        .extra(Map.of("k", List.of("v", "w")))
                        .build())
                .withCondition(Condition.builder("Custom").status("Unknown").build())
                .withCondition(Condition.approved("R", "M"))
                .withCertificate("text");
        String base64 =
                java.util.Base64.getEncoder().encodeToString(Vectors.W02_REQUEST.getBytes(StandardCharsets.US_ASCII));
        assertThat(csr.toYaml()).isEqualTo("""
                        apiVersion: certificates.k8s.io/v1
                        kind: CertificateSigningRequest
                        metadata:
                          labels:
                            a: b
                          name: x
                        spec:
                          expirationSeconds: 3600
                          extra:
                            k:
                            - v
                            - w
                          groups:
                          - g
                          request: %s
                          signerName: kubernetes.io/kube-apiserver-client
                          uid: "1"
                          usages:
                          - client auth
                          username: u
                        status:
                          certificate: dGV4dA==
                          conditions:
                          - status: Unknown
                            type: Custom
                          - message: M
                            reason: R
                            status: "True"
                            type: Approved
                        """.formatted(base64));
        assertThat(CertificateSigningRequest.parse(csr.toYaml())).isEqualTo(csr);
        assertThat(csr.toMap().keySet()).containsExactly("kind", "apiVersion", "metadata", "spec", "status");
        Path file = Files.writeString(directory.resolve("csr.yaml"), csr.toYaml());
        assertThat(CertificateSigningRequest.read(file)).isEqualTo(csr);
    }

    @Test
    void readsStreamsAndLists() {
        CertificateSigningRequest one = Requests.kubeletClient();
        CertificateSigningRequest two =
                one.toBuilder().metadata(ObjectMeta.of("two")).build();
        String stream = io.github.kubetls.manifest.Manifest.toYaml(List.of(one, two));
        assertThat(CertificateSigningRequest.parseAll(stream)).containsExactly(one, two);
        assertThat(CertificateSigningRequest.parseAll("")).isEmpty();
        assertThat(CertificateSigningRequest.parseAll(stream + "---\nkind: ConfigMap\napiVersion: v1\n"))
                .as("objects of other kinds are passed over")
                .containsExactly(one, two);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a: b",
                "kind: Secret\napiVersion: v1",
                "apiVersion: certificates.k8s.io/v1alpha1\nkind: CertificateSigningRequest",
                "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nspec: 1",
                "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nspec: {request: '!'}",
                "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nspec: {usages: x}",
                "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nspec: {expirationSeconds: 2147483648}",
                "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nspec: {expirationSeconds: x}",
                "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nspec: {extra: {a: b}}",
                "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nstatus: {conditions: [1]}",
                "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nstatus: {conditions: [{lastUpdateTime: x}]}"
            })
    void refusesWhatIsNoSuchObjectWithOneException(String text) {
        assertThatThrownBy(() -> CertificateSigningRequest.parse(text)).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void fillsTheDefaultsOfTheOldVersion() {
        String beta = "apiVersion: certificates.k8s.io/v1beta1\nkind: CertificateSigningRequest\nspec:\n  request: ";
        String client = base64(Requests.W02.toPem());
        CertificateSigningRequest bare = CertificateSigningRequest.parse(beta + client);
        assertThat(bare.usages()).isEqualTo(KeyUsage.listOf("digital signature", "key encipherment"));
        assertThat(bare.signerName()).isEqualTo(SignerName.LEGACY_UNKNOWN);
        String usages = "\n  usages: [digital signature, key encipherment, %s auth]";
        assertThat(CertificateSigningRequest.parse(beta + client + usages.formatted("client"))
                        .signerName())
                .isEqualTo(SignerName.KUBE_APISERVER_CLIENT_KUBELET);
        assertThat(CertificateSigningRequest.parse(beta + client + "\n  usages: [digital signature, client auth]")
                        .signerName())
                .as("servers of that time compared exactly")
                .isEqualTo(SignerName.LEGACY_UNKNOWN);
        assertThat(CertificateSigningRequest.parse(
                                beta + base64(Requests.serving("w", "w").toPem()) + usages.formatted("server"))
                        .signerName())
                .isEqualTo(SignerName.KUBELET_SERVING);
        assertThat(CertificateSigningRequest.parse(beta + base64("garbage")).signerName())
                .isEqualTo(SignerName.LEGACY_UNKNOWN);
        CertificateSigningRequest decided = CertificateSigningRequest.parse(
                beta + client + "\nstatus:\n  conditions:\n  - {type: Approved, reason: x}\n");
        assertThat(decided.conditions().get(0).status()).isEqualTo("True");
        assertThat(decided.apiVersion()).isEqualTo("certificates.k8s.io/v1beta1");
        assertThat(CertificateSigningRequest.parse(decided.toYaml())).isEqualTo(decided);
    }

    private static String base64(String text) {
        return java.util.Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theSpecIsTheCreatorsAndTheStatusIsCleared() {
        CertificateSigningRequest csr = Requests.kubeletClient()
                .withCondition(Condition.approved("x", "y"))
                .withCertificate("z");
        CertificateSigningRequest created = csr.requestedBy(UserInfo.of("u", "g"));
        assertThat(created.requester()).isEqualTo(UserInfo.of("u", "g"));
        assertThat(created.conditions()).isEmpty();
        assertThat(created.isIssued()).isFalse();
    }

    @Test
    void decisionsBecomeConditionsAndAreNeverFlipped() {
        CertificateSigningRequest csr = Requests.kubeletClient();
        CertificateSigningRequest approved = csr.withDecision(ApprovalDecision.approved("R", "m"), Requests.NOW);
        assertThat(approved.conditions())
                .containsExactly(Condition.builder("Approved")
                        .reason("R")
                        .message("m")
                        .lastUpdateTime(Requests.NOW)
                        .lastTransitionTime(Requests.NOW)
                        .build());
        assertThat(Subresource.APPROVAL.update(csr, approved, Requests.NOW).violations())
                .isEmpty();
        assertThat(csr.withDecision(ApprovalDecision.open(""), Requests.NOW)).isSameAs(csr);
        assertThat(csr.withDecision(ApprovalDecision.denied("R", "m"), Requests.NOW)
                        .isDenied())
                .isTrue();
        assertThatThrownBy(() -> approved.withDecision(ApprovalDecision.denied("R", "m"), Requests.NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("never flipped");
    }

    /** IsCertificateRequestApproved and HasTrueCondition of Kubernetes: docs/behaviour/certificate-signing-requests.md, 7 and 10. */
    @Test
    void whatIsDeniedIsNotApprovedAndOnlyATrueFailureHasFailed() {
        CertificateSigningRequest pending = Requests.kubeletClient();
        CertificateSigningRequest approved = pending.withCondition(Condition.approved("", ""));
        CertificateSigningRequest both = approved.withCondition(Condition.denied("", ""));
        assertThat(pending.isApproved()).isFalse();
        assertThat(approved.isApproved()).isTrue();
        assertThat(both.isApproved()).isFalse();
        assertThat(both.isDenied()).isTrue();
        assertThat(both.condition(Condition.APPROVED)).as("the raw condition").isPresent();
        assertThat(pending.withCondition(
                                Condition.builder("Approved").status("False").build())
                        .isApproved())
                .as("the status does not matter")
                .isTrue();
        for (String status : List.of("True", "", "False", "Unknown")) {
            assertThat(approved.withCondition(
                                    Condition.builder("Failed").status(status).build())
                            .isFailed())
                    .as(status)
                    .isEqualTo(status.equals("True") || status.isEmpty());
        }
        assertThatThrownBy(() -> both.withDecision(ApprovalDecision.approved("R", "m"), Requests.NOW))
                .isInstanceOf(IllegalStateException.class);
    }

    /** An old API may have stored several of a type. */
    @Test
    void theConditionOfATypeIsTheFirst() {
        Condition unknown = Condition.builder("Failed").status("Unknown").build();
        Condition failed = Condition.builder("Failed").status("True").build();
        CertificateSigningRequest csr =
                Requests.kubeletClient().withCondition(unknown).withCondition(failed);
        assertThat(csr.condition(Condition.FAILED)).contains(unknown);
        assertThat(csr.isFailed()).as("any that is true counts").isTrue();
    }

    @Test
    void aBuilderOfAnObjectHasAllOfIt() {
        CertificateSigningRequest csr = CertificateSigningRequest.builder(SignerName.of("a.b/c"), Requests.W02)
                .name("n")
                .usages(KeyUsage.CLIENT_AUTH)
                .expiration(Duration.ofHours(1))
                .build()
                .requestedBy(Requests.BOOTSTRAPPER)
                .withCondition(Condition.approved("R", "m"))
                .withCertificate(Vectors.W04_CERTIFICATE);
        assertThat(csr.toBuilder().build()).isEqualTo(csr).isNotEqualTo(csr.withCondition(Condition.failed("R", "M")));
        assertThat(csr.condition("Approved").orElseThrow())
                .isNotEqualTo(Condition.approved("R", "other"))
                .hasToString("Approved=True (R: m)");
        assertThat(csr.toBuilder()
                        .expiration(Duration.ofSeconds(Integer.MAX_VALUE))
                        .build()
                        .expirationSeconds())
                .hasValue(Integer.MAX_VALUE);
        CertificateSigningRequest.Builder builder = csr.toBuilder().name("other");
        CertificateSigningRequest other = builder.build();
        assertThat(builder.usages(List.of()).build().usages()).isEmpty();
        assertThat(other)
                .as("a value does not change with the builder that made it")
                .isEqualTo(csr.toBuilder().metadata(ObjectMeta.of("other")).build());
    }

    @Test
    void bytesAndWhatTheyHoldHaveNamesOfTheirOwn() {
        CertificateSigningRequest csr = Requests.kubeletClient();
        assertThat(csr.request()).isEqualTo(Requests.W02);
        assertThat(csr.requestBytes()).asString(StandardCharsets.US_ASCII).isEqualTo(Requests.W02.toPem());
        assertThat(csr.certificateBytes()).isEmpty();
        CertificateSigningRequest issued = csr.withCertificate(Vectors.W04_CERTIFICATE + Vectors.W03_CA);
        assertThat(issued.certificates()).hasSize(2);
        assertThat(issued.certificateBytes())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(issued.certificatePem());
        assertThatThrownBy(csr.withCertificate("x")::certificates).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void comesFromJdkValuesAsFromText() {
        CertificateSigningRequest csr = Requests.kubeletClient()
                .withCondition(Condition.approved("R", "m"))
                .withCertificate(Vectors.W04_CERTIFICATE);
        assertThat(CertificateSigningRequest.fromMap(csr.toMap())).isEqualTo(csr);
        assertThatThrownBy(() -> CertificateSigningRequest.fromMap(Map.of("kind", "ConfigMap", "apiVersion", "v1")))
                .isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> CertificateSigningRequest.fromMap(Map.of("kind", new Object())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheFileAsItWasGiven(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("csr.yaml"), "kind: ConfigMap\napiVersion: v1\n");
        assertThatThrownBy(() -> CertificateSigningRequest.read(file))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location().source()).isEqualTo(file.toString()));
    }

    @Test
    void showsWhoAndWhatButNotTheRequest() {
        assertThat(Requests.kubeletClient())
                .hasToString("CertificateSigningRequest[node-csr-F5F-QQPnMrAvcAUWj0YT3oumnVd_q7IAN2Z8LV6Rdkk, "
                        + "kubernetes.io/kube-apiserver-client-kubelet, system:bootstrap:abcdef, Pending]");
        assertThat(CertificateSigningRequest.kubeletServing(
                        Requests.request(DistinguishedName.empty(), SubjectAltNames.none())))
                .hasToString("CertificateSigningRequest[csr-*, kubernetes.io/kubelet-serving, , Pending]");
    }

    /** Go sorts the keys of a map by their bytes in UTF-8. */
    @Test
    void writesExtraAttributesInTheOrderOfTheirBytes() {
        UserInfo user = UserInfo.builder("u")
                .extra(Map.of("\uFFFD", List.of("first"), "\uD83D\uDE00", List.of("second")))
                .build();
        assertThat(Requests.kubeletClient().requestedBy(user).toJson()).containsSubsequence("first", "second");
    }
}
