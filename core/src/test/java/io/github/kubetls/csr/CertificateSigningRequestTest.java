package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
                        CertificateSigningRequest.digestName(key, DistinguishedName.of("c", "a", "b"), usages),
                        CertificateSigningRequest.digestName(key, DistinguishedName.of("c", "b", "a"), usages),
                        CertificateSigningRequest.digestName(key, DistinguishedName.of("c", "a", "b"), reversed),
                        CertificateSigningRequest.digestName(key, DistinguishedName.of("", "a", "b"), usages)))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("node-csr-[A-Za-z0-9_-]{43}"));
        assertThat(CertificateSigningRequest.digestName(Requests.client("c", "b", "a"), usages))
                .as("in a request, organizations are sorted")
                .isEqualTo(CertificateSigningRequest.digestName(key, DistinguishedName.of("c", "a", "b"), usages));
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
        assertThat(KubeletUsages.clientBootstrap(keys.getPublic(), release))
                .isEqualTo(KeyUsage.listOf(bootstrap.split("\\|")));
        assertThat(KubeletUsages.clientRotation(keys.getPublic(), release))
                .isEqualTo(KeyUsage.listOf(rotation.split("\\|")));
        assertThat(KubeletUsages.serving(keys.getPublic(), release)).isEqualTo(KeyUsage.listOf(serving.split("\\|")));
        CertificateRequest request = CertificateRequest.kubeletClient("w", keys);
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
                .allSatisfy(csr -> assertThat(csr.errors()).isEmpty());
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
        assertThat(CertificateSigningRequest.digestName(csr.certificateRequest(), csr.usages()))
                .isEqualTo(csr.metadata().name());
        assertThat(CertificateSigningRequest.kubeletClient(csr.certificateRequest(), KubernetesRelease.of(20))
                        .metadata()
                        .name())
                .isEqualTo(csr.metadata().name());
        assertThat(csr.requester())
                .isEqualTo(UserInfo.of("system:bootstrap:vdb9xb", "system:bootstrappers", "system:authenticated"));
        assertThat(csr.conditionSummary()).isEqualTo("Approved,Issued");
        assertThat(csr.certificates()).hasSize(1);
        assertThat(csr.errors()).isEmpty();
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
        assertThat(CertificateSigningRequest.kubeletClient(sent.certificateRequest(), KubernetesRelease.of(20)))
                .isEqualTo(sent);
        assertThat(sent.requestedBy(stored.requester()).withMetadata(stored.metadata()))
                .isEqualTo(stored);
        for (YamlNode event : events) {
            if (event.get("verb").string().equals("update")) {
                CertificateSigningRequest proposed = object(event.get("requestObject"));
                CertificateSigningRequest after = object(event.get("responseObject"));
                Subresource subresource =
                        event.get("objectRef").get("subresource").string().equals("approval")
                                ? Subresource.APPROVAL
                                : Subresource.STATUS;
                UpdateResult result = stored.update(
                        subresource,
                        proposed,
                        after.conditions().get(0).lastUpdateTime().orElseThrow());
                assertThat(result.errors()).isEmpty();
                assertThat(result.object().withMetadata(after.metadata())).isEqualTo(after);
                stored = after;
            }
        }
        assertThat(stored.conditionSummary()).isEqualTo("Approved,Issued");
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
        CertificateSigningRequest two = one.withMetadata(ObjectMeta.of("two"));
        String stream = io.github.kubetls.manifest.Manifest.toYaml(List.of(one, two));
        assertThat(CertificateSigningRequest.parseAll(stream)).containsExactly(one, two);
        assertThat(CertificateSigningRequest.parseAll("")).isEmpty();
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

    // --- creation

    private static CertificateSigningRequest csr(String spec) {
        return CertificateSigningRequest.parse(
                "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nmetadata: {name: x}\nspec: {request: "
                        + base64(Requests.W02.toPem()) + ", signerName: a.b/c, usages: [client auth]" + spec + "}");
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
        assertThat(texts(csr.errors()))
                .containsExactly(
                        "metadata.name: Required value: name or generateName is required",
                        "spec.request: Invalid value: []byte{0x41}: PEM block type must be CERTIFICATE REQUEST",
                        "spec.usages[0]: Unsupported value: \"x\": supported values: " + supported,
                        "spec.usages[2]: Unsupported value: \"x\": supported values: " + supported,
                        "spec.usages[2]: Duplicate value: \"x\"",
                        "spec.signerName: Invalid value: \"a\": must be a fully qualified domain and path of the form "
                                + "'example.com/signer-name'",
                        "spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds "
                                + "(10 minutes)");
        assertThat(texts(csr.errors(KubernetesRelease.of(21))))
                .as("dropped silently before 1.22")
                .noneMatch(text -> text.startsWith("spec.expirationSeconds"));
    }

    @ParameterizedTest
    @CsvSource({"32, spec.usages: Required value: usages must be provided", "33, spec.usages: Required value"})
    void usagesAreRequired(int minor, String expected) {
        CertificateSigningRequest csr = csr("").withMetadata(ObjectMeta.of("x"));
        assertThat(csr.errors()).isEmpty();
        CertificateSigningRequest without = CertificateSigningRequest.builder(SignerName.of("a.b/c"), Requests.W02)
                .name("x")
                .build();
        assertThat(texts(without.errors(KubernetesRelease.of(minor)))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"599, 1", "600, 0", "2147483647, 0", "-1, 1"})
    void durationsBeginAtTenMinutesAndHaveNoMaximum(int seconds, int errors) {
        assertThat(csr(", expirationSeconds: " + seconds).errors()).hasSize(errors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", "a b", "\u00FC", "node-csr--a_B", "..."})
    void takesAnyNameThatIsAPathSegment(String name) {
        assertThat(csr("").withMetadata(ObjectMeta.of(name)).errors()).isEmpty();
        assertThat(csr("").withMetadata(ObjectMeta.of("x".repeat(300))).errors())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({".,may not be '.'", "..,may not be '..'", "a/b,may not contain '/'", "a%b,may not contain '%'"})
    void refusesNamesThatAreNone(String name, String why) {
        assertThat(texts(csr("").withMetadata(ObjectMeta.of(name)).errors()))
                .containsExactly("metadata.name: Invalid value: \"" + name + "\": " + why);
    }

    @Test
    void refusesMlDsaKeysForUsagesOfEncryption() {
        CertificateRequest request = CertificateRequest.kubeletClient("w", KeyAlgorithm.ML_DSA_44.generateKeyPair());
        CertificateSigningRequest.Builder builder = CertificateSigningRequest.builder(
                        SignerName.KUBE_APISERVER_CLIENT, request)
                .name("x");
        assertThat(builder.usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH)
                        .build()
                        .errors())
                .isEmpty();
        assertThat(builder.usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT)
                        .build()
                        .errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message())
                        .endsWith("validating usages for ml-dsa key: usage key encipherment cannot be used with an "
                                + "ML-DSA signed certificate request"));
        assertThat(builder.usages(KeyUsage.CLIENT_AUTH).build().errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("validating usages for ml-dsa key: "));
    }

    static Stream<Arguments> signerNames() {
        String label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must "
                + "start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for "
                + "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
        String subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
                + "'.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for "
                + "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
        String form = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
        String dots = "should be a domain with at least two segments separated by dots";
        String l64 = "a".repeat(64);
        String longDomain = ("a".repeat(49) + ".").repeat(5) + "aaaa";
        String longPath = "b".repeat(254);
        return Stream.of(
                arguments("example.com/my-signer", List.of()),
                arguments("a.b/c.d.e", List.of()),
                arguments("kubernetes.io/unknown-but-accepted", List.of()),
                arguments("", List.of("spec.signerName: Required value: signerName must be provided")),
                arguments("a.b", List.of("spec.signerName: Invalid value: \"a.b\": " + form)),
                arguments("a.b/c/d", List.of("spec.signerName: Invalid value: \"a.b/c/d\": " + form)),
                arguments(
                        "/",
                        List.of(
                                "spec.signerName: Invalid value: \"\": validating label \"\": " + label,
                                "spec.signerName: Invalid value: \"\": " + dots,
                                "spec.signerName: Invalid value: \"\": validating label \"\": " + subdomain)),
                arguments(
                        "A.B/C",
                        List.of(
                                "spec.signerName: Invalid value: \"A.B\": validating label \"A\": " + label,
                                "spec.signerName: Invalid value: \"C\": validating label \"C\": " + subdomain)),
                arguments("a/b", List.of("spec.signerName: Invalid value: \"a\": " + dots)),
                arguments(
                        l64 + ".b/c",
                        List.of("spec.signerName: Invalid value: \"" + l64 + ".b\": validating label \"" + l64
                                + "\": must be no more than 63 characters")),
                arguments(
                        "a.b/c..d",
                        List.of("spec.signerName: Invalid value: \"c..d\": validating label \"\": " + subdomain)),
                arguments("a.b/" + "c".repeat(253), List.of()),
                arguments(
                        "a.b/" + longPath,
                        List.of("spec.signerName: Invalid value: \"" + longPath + "\": validating label \"" + longPath
                                + "\": must be no more than 253 characters")),
                arguments(longDomain + "/c", List.of("spec.signerName: Too long: must have at most 253 bytes")),
                arguments(
                        "a.b/" + ("b".repeat(200) + ".").repeat(3) + "c",
                        List.of("spec.signerName: Too long: must have at most 571 bytes")),
                arguments(
                        "kubernetes.io/legacy-unknown",
                        List.of("spec.signerName: Invalid value: \"kubernetes.io/legacy-unknown\": the legacy "
                                + "signerName is not allowed via this API version")));
    }

    @ParameterizedTest
    @MethodSource("signerNames")
    void checksSignerNamesInTheWordsOfTheApiServer(String name, List<String> expected) {
        assertThat(texts(SignerName.of(name).errors(KubernetesRelease.of(20)))).isEqualTo(expected);
        assertThat(SignerName.of(name).errors()).hasSameSizeAs(expected);
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

    @ParameterizedTest
    @CsvSource({
        "'', false, Pending",
        "Approved, false, Approved",
        "Denied, false, Denied",
        "Failed, false, 'Pending,Failed'",
        "Approved Failed, false, 'Approved,Failed'",
        "Approved, true, 'Approved,Issued'",
        "Approved Denied, true, 'Denied,Issued'",
        "Custom, false, Pending"
    })
    void summarizesTheStateAsKubectlDoes(String types, boolean issued, String expected) {
        CertificateSigningRequest csr = Requests.kubeletClient();
        for (String type : types.split(" ")) {
            csr = type.isEmpty()
                    ? csr
                    : csr.withCondition(Condition.builder(type).build());
        }
        assertThat((issued ? csr.withCertificate("x") : csr).conditionSummary()).isEqualTo(expected);
    }

    // --- updates

    private static final Instant NOW = Requests.NOW;
    private static final Condition APPROVED = Condition.approved("A", "a");
    private static final Condition DENIED = Condition.denied("D", "d");
    private static final Condition FAILED = Condition.failed("F", "f");
    private static final Condition CUSTOM =
            Condition.builder("Custom").status("False").build();

    private static CertificateSigningRequest stored(Condition... conditions) {
        return Requests.kubeletClient().withConditions(List.of(conditions));
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
                        "approve without status: docs/behaviour/worked-examples.md, W28",
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
        assertThat(texts(stored.update(subresource, proposed, NOW, KubernetesRelease.of(20))
                        .errors()))
                .as(reason)
                .isEqualTo(expected);
    }

    @Test
    void newerServersReportTheContradictionOnTheList() {
        assertThat(texts(stored(APPROVED)
                        .update(Subresource.APPROVAL, stored(APPROVED, DENIED), NOW, KubernetesRelease.of(35))
                        .errors()))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("status.conditions: Invalid value: ")
                        .endsWith("Approved and Denied conditions are mutually exclusive"));
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
        UpdateResult result = stored.update(Subresource.MAIN, proposed, NOW);
        assertThat(result.isAccepted()).isTrue();
        assertThat(result.object()).isEqualTo(stored.withMetadata(proposed.metadata()));
    }

    @Test
    void approvalKeepsTheCertificateAndStatusKeepsTheDecision() {
        CertificateSigningRequest stored = stored(APPROVED).withCertificate(Vectors.W04_CERTIFICATE);
        UpdateResult approval =
                stored.update(Subresource.APPROVAL, stored(APPROVED).withCertificate("other"), NOW);
        assertThat(approval.isAccepted()).isTrue();
        assertThat(approval.object().certificatePem()).isEqualTo(Vectors.W04_CERTIFICATE);
        UpdateResult status = stored(APPROVED)
                .update(Subresource.STATUS, stored(CUSTOM, Condition.approved("edited", "edited")), NOW);
        assertThat(status.isAccepted()).isTrue();
        assertThat(status.object().condition("Approved").orElseThrow().reason()).isEqualTo("A");
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
        assertThat(stored(old)
                        .update(Subresource.APPROVAL, stored(CUSTOM), NOW)
                        .object()
                        .conditions())
                .as("same type and status")
                .containsExactly(CUSTOM.toBuilder()
                        .lastUpdateTime(NOW)
                        .lastTransitionTime(before)
                        .build());
        assertThat(stored(old)
                        .update(Subresource.APPROVAL, stored(changed), NOW)
                        .object()
                        .conditions())
                .as("another status")
                .containsExactly(changed.toBuilder()
                        .lastUpdateTime(NOW)
                        .lastTransitionTime(NOW)
                        .build());
        assertThat(stored(old)
                        .update(Subresource.STATUS, stored(own), NOW)
                        .object()
                        .conditions())
                .as("its own time")
                .containsExactly(own.toBuilder().lastUpdateTime(NOW).build());
    }

    @Test
    void theOldVersionIsLax() {
        String beta =
                Requests.kubeletClient().toYaml().replace("certificates.k8s.io/v1", "certificates.k8s.io/v1beta1");
        CertificateSigningRequest stored = CertificateSigningRequest.parse(beta);
        assertThat(CertificateSigningRequest.parse(beta.replace("- client auth", "- x\n  - x"))
                        .errors(KubernetesRelease.of(20)))
                .as("unknown and repeated usages")
                .isEmpty();
        assertThat(CertificateSigningRequest.parse(beta.replace("kube-apiserver-client-kubelet", "legacy-unknown"))
                        .errors(KubernetesRelease.of(20)))
                .isEmpty();
        CertificateSigningRequest issued = stored.withCertificate("anything");
        assertThat(stored.update(Subresource.STATUS, issued, NOW).errors()).isEmpty();
        assertThat(issued.update(Subresource.STATUS, stored.withCertificate("other"), NOW)
                        .errors())
                .isEmpty();
        UpdateResult approved = stored.update(Subresource.STATUS, stored.withCondition(APPROVED), NOW);
        assertThat(approved.errors()).isEmpty();
        assertThat(approved.object().conditions()).as("silently undone").isEmpty();
    }

    @Test
    void decisionsBecomeConditionsAndAreNeverFlipped() {
        CertificateSigningRequest csr = Requests.kubeletClient();
        CertificateSigningRequest approved = csr.withDecision(ApprovalDecision.approved("R", "m"), NOW);
        assertThat(approved.conditions())
                .containsExactly(Condition.builder("Approved")
                        .reason("R")
                        .message("m")
                        .lastUpdateTime(NOW)
                        .lastTransitionTime(NOW)
                        .build());
        assertThat(csr.update(Subresource.APPROVAL, approved, NOW).errors()).isEmpty();
        assertThat(csr.withDecision(ApprovalDecision.open(""), NOW)).isSameAs(csr);
        assertThat(csr.withDecision(ApprovalDecision.denied("R", "m"), NOW).isDenied())
                .isTrue();
        assertThatThrownBy(() -> approved.withDecision(ApprovalDecision.denied("R", "m"), NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("never flipped");
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
}
