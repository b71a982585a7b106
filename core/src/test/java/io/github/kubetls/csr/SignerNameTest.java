package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.manifest.FieldError;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the built-in signers demand: docs/behaviour/certificate-signing-requests.md, 8, with
 * docs/behaviour/worked-examples.md, W10 to W13, W15 and W16.
 */
class SignerNameTest {

    private static final List<KeyUsage> DS_KE_CA =
            KeyUsage.listOf("digital signature", "key encipherment", "client auth");
    private static final List<KeyUsage> DS_CA = KeyUsage.listOf("digital signature", "client auth");
    private static final List<KeyUsage> DS_KE_SA =
            KeyUsage.listOf("digital signature", "key encipherment", "server auth");
    private static final List<KeyUsage> DS_SA = KeyUsage.listOf("digital signature", "server auth");
    private static final DistinguishedName NODE = DistinguishedName.of("system:node:w", "system:nodes");

    /** What becomes the message of the condition Failed. */
    private static List<String> texts(List<FieldError> violations) {
        return violations.stream().map(FieldError::message).toList();
    }

    private static CertificateRequest node(SubjectAltNames.Builder names) {
        return Requests.request(NODE, names.build());
    }

    static Stream<Arguments> kubeletClient() {
        String organization = "subject organization is not system:nodes";
        String commonName = "subject common name does not begin with system:node:";
        String usages = "usages did not match [client auth digital signature key encipherment]";
        return Stream.of(
                arguments("good", Requests.W02, DS_KE_CA, List.of()),
                arguments("without key encipherment", Requests.W02, DS_CA, List.of()),
                arguments(
                        "repeated, another order",
                        Requests.W02,
                        KeyUsage.listOf("client auth", "digital signature", "client auth"),
                        List.of()),
                arguments("an empty node name", Requests.client("system:node:", "system:nodes"), DS_KE_CA, List.of()),
                arguments(
                        "two organizations",
                        Requests.client("system:node:w", "system:nodes", "x"),
                        DS_KE_CA,
                        List.of(organization)),
                arguments(
                        "the organization twice",
                        Requests.client("system:node:w", "system:nodes", "system:nodes"),
                        DS_KE_CA,
                        List.of(organization)),
                arguments("no organization", Requests.client("system:node:w"), DS_KE_CA, List.of(organization)),
                arguments(
                        "the first violation comes first",
                        Requests.request(DistinguishedName.of("w", "x"), SubjectAltNames.of("a")),
                        DS_KE_CA,
                        List.of(organization, "DNS subjectAltNames are not allowed", commonName)),
                arguments(
                        "email",
                        node(SubjectAltNames.builder().emailAddresses(List.of("a@b"))),
                        DS_KE_CA,
                        List.of("Email subjectAltNames are not allowed")),
                arguments(
                        "IP",
                        node(SubjectAltNames.builder().ipAddresses("10.0.0.1")),
                        DS_KE_CA,
                        List.of("IP subjectAltNames are not allowed")),
                arguments(
                        "URI",
                        node(SubjectAltNames.builder().uris(List.of("a:b"))),
                        DS_KE_CA,
                        List.of("URI subjectAltNames are not allowed")),
                arguments(
                        "case matters",
                        Requests.client("System:node:w", "system:nodes"),
                        DS_KE_CA,
                        List.of(commonName)),
                arguments(
                        "no digital signature",
                        Requests.W02,
                        KeyUsage.listOf("client auth", "key encipherment"),
                        List.of(usages)),
                arguments(
                        "'signing' is another word",
                        Requests.W02,
                        KeyUsage.listOf("client auth", "signing"),
                        List.of(usages)),
                arguments(
                        "server auth too",
                        Requests.W02,
                        KeyUsage.listOf("client auth", "digital signature", "server auth"),
                        List.of(usages)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kubeletClient")
    void checksKubeletClients(String reason, CertificateRequest request, List<KeyUsage> usages, List<String> expected) {
        assertThat(texts(SignerName.KUBE_APISERVER_CLIENT_KUBELET.violations(request, usages)))
                .as(reason)
                .isEqualTo(expected);
    }

    /** {@code openssl req -new} with {@code subjectAltName=dirName:…}. */
    private static final String DIRECTORY_NAME_ONLY = """
            -----BEGIN CERTIFICATE REQUEST-----
            MIIBFzCBvQIBADAvMRUwEwYDVQQKDAxzeXN0ZW06bm9kZXMxFjAUBgNVBAMMDXN5
            c3RlbTpub2RlOncwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARjuutdMBVN2tT5
            LbwXws6mclBjJq0UBDaT32/ksl5BqLVp0Rd/hDdWQCovV7i1oVP6pJTwNNMF33sq
            OnpExuWSoCwwKgYJKoZIhvcNAQkOMR0wGzAZBgNVHREEEjAQpA4wDDEKMAgGA1UE
            AwwBdzAKBggqhkjOPQQDAgNJADBGAiEA2IKP6ptFzB8ecwG2QWJHJ3wk3YdikxA5
            PRUpnJnifRICIQCJwpvGYf35fISnREglfHRcqWCa0n1mYReoQQuCLqwtYw==
            -----END CERTIFICATE REQUEST-----
            """;

    static Stream<Arguments> kubeletServing() {
        String usages = "usages did not match [digital signature key encipherment server auth]";
        return Stream.of(
                arguments("DNS", Requests.serving("w", "a"), DS_KE_SA, List.of()),
                arguments("IP", Requests.serving("w", "10.0.0.1"), DS_SA, List.of()),
                arguments(
                        "values are not looked at",
                        Requests.serving("w", "localhost", "*.x", "kubernetes.default.svc", "", "\0", "127.0.0.1"),
                        DS_SA,
                        List.of()),
                arguments(
                        "only a directoryName",
                        CertificateRequest.parse(DIRECTORY_NAME_ONLY),
                        DS_SA,
                        List.of("DNS or IP subjectAltName is required")),
                arguments("no name", Requests.serving("w"), DS_SA, List.of("DNS or IP subjectAltName is required")),
                arguments(
                        "email",
                        node(SubjectAltNames.builder().dnsNames("a").emailAddresses(List.of("a@b"))),
                        DS_SA,
                        List.of("Email subjectAltNames are not allowed")),
                arguments(
                        "URI",
                        node(SubjectAltNames.builder().dnsNames("a").uris(List.of("a:b"))),
                        DS_SA,
                        List.of("URI subjectAltNames are not allowed")),
                arguments(
                        "usages before the common name",
                        Requests.request(DistinguishedName.of("w", "system:nodes"), SubjectAltNames.of("a")),
                        DS_CA,
                        List.of(usages, "subject common name does not begin with system:node:")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kubeletServing")
    void checksKubeletServers(String reason, CertificateRequest request, List<KeyUsage> usages, List<String> expected) {
        assertThat(texts(SignerName.KUBELET_SERVING.violations(request, usages)))
                .as(reason)
                .isEqualTo(expected);
    }

    static Stream<Arguments> client() {
        CertificateRequest free =
                Requests.request(DistinguishedName.of("any", "system:nodes"), SubjectAltNames.of("a", "10.0.0.1"));
        return Stream.of(
                arguments("subject and names are free", free, DS_KE_CA, List.of()),
                arguments("client auth alone", free, KeyUsage.listOf("client auth"), List.of()),
                arguments("another case", Requests.client("x", "SYSTEM:MASTERS"), DS_CA, List.of()),
                arguments(
                        "server auth",
                        free,
                        KeyUsage.listOf("client auth", "server auth"),
                        List.of("invalid usage for client certificate: server auth")),
                arguments(
                        "no client auth",
                        free,
                        KeyUsage.listOf("digital signature"),
                        List.of("missing required usage for client certificate: client auth")),
                arguments(
                        "both",
                        free,
                        KeyUsage.listOf("x", "signing"),
                        List.of(
                                "invalid usage for client certificate: x",
                                "invalid usage for client certificate: signing",
                                "missing required usage for client certificate: client auth")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("client")
    void checksClients(String reason, CertificateRequest request, List<KeyUsage> usages, List<String> expected) {
        assertThat(texts(SignerName.KUBE_APISERVER_CLIENT.violations(request, usages)))
                .as(reason)
                .isEqualTo(expected);
    }

    @Test
    void oldSignersInsistOnKeyEncipherment() {
        KubernetesRelease old = KubernetesRelease.of(24);
        assertThat(texts(SignerName.KUBE_APISERVER_CLIENT_KUBELET.violations(Requests.W02, DS_CA, old)))
                .containsExactly("usages did not match [client auth digital signature key encipherment]");
        assertThat(texts(SignerName.KUBELET_SERVING.violations(Requests.serving("w", "w"), DS_SA, old)))
                .containsExactly("usages did not match [digital signature key encipherment server auth]");
        assertThat(SignerName.KUBE_APISERVER_CLIENT_KUBELET.violations(Requests.W02, DS_KE_CA, old))
                .isEmpty();
    }

    @Test
    void otherSignersHaveRulesOfTheirOwn() {
        List<KeyUsage> usages = KeyUsage.listOf("x");
        assertThat(SignerName.LEGACY_UNKNOWN.violations(Requests.W02, usages)).isEmpty();
        assertThat(SignerName.of("a.b/c").violations(Requests.W02, usages)).isEmpty();
    }

    @Test
    void knowsItsDomain() {
        assertThat(SignerName.KUBELET_SERVING.domain()).isEqualTo("kubernetes.io");
        assertThat(SignerName.of("x").domain()).isEqualTo("x");
        assertThat(SignerName.of("/x").domain()).isEmpty();
        assertThat(SignerName.KUBELET_SERVING.isBuiltIn()).isTrue();
        assertThat(SignerName.of("kubernetes.io/other").isBuiltIn()).isFalse();
        assertThat(SignerName.of("kubernetes.io/kubelet-serving"))
                .isEqualTo(SignerName.KUBELET_SERVING)
                .hasToString("kubernetes.io/kubelet-serving");
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
        String longestDomain = longDomain.substring(1);
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
                arguments(longestDomain + "/c", List.of()),
                arguments(longestDomain + "/" + "b".repeat(253) + "." + "c".repeat(63), List.of()),
                arguments(
                        longestDomain + "/" + "b".repeat(253) + "." + "c".repeat(64),
                        List.of("spec.signerName: Too long: must have at most 571 bytes")),
                arguments(".a/b", List.of("spec.signerName: Invalid value: \".a\": validating label \"\": " + label)),
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
        assertThat(SignerName.of(name).violations(KubernetesRelease.of(20)).stream()
                        .map(FieldError::toString))
                .containsExactlyElementsOf(expected);
        assertThat(SignerName.of(name).violations()).hasSameSizeAs(expected);
    }

    @Test
    void wordsOfLaterReleasesDifferInTwoPlaces() {
        String label = "q".repeat(70);
        assertThat(SignerName.of("").violations(KubernetesRelease.of(32)))
                .singleElement()
                .hasToString("spec.signerName: Required value: signerName must be provided");
        assertThat(SignerName.of("").violations(KubernetesRelease.of(33)))
                .singleElement()
                .hasToString("spec.signerName: Required value");
        assertThat(SignerName.of(label + ".b/c").violations())
                .singleElement()
                .hasToString("spec.signerName: Invalid value: \"" + label + ".b\": validating label \"" + label
                        + "\": must be no more than 63 characters");
        assertThat(SignerName.of("a.".repeat(130) + "b/c").violations())
                .singleElement()
                .hasToString("spec.signerName: Too long: may not be more than 253 bytes");
    }
}
