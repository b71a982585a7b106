package io.github.kubetls.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.ApiServerAuthenticator;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.component.AuthenticationConfiguration.Anonymous;
import io.github.kubetls.manifest.FieldError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/tokens.md, 8.5; what is read and refused is what the libraries of Kubernetes 1.36 answered. */
class AuthenticationConfigurationTest {

    private static final String HEAD = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n";
    private static final String CLUSTER_INFO = "/api/v1/namespaces/kube-public/configmaps/cluster-info";

    private static AuthenticationConfiguration parse(String rest) {
        return AuthenticationConfiguration.parse(HEAD + rest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            anonymous: {enabled: true, conditions: [{path: /livez}]} | true  | /livez
            anonymous: {enabled: true, conditions: null}             | true  | ''
            anonymous: {enabled: true, conditions: []}               | true  | ''
            anonymous: {}                                            | false | ''
            anonymous: {conditions: [{path: /a}, {path: /b}]}        | false | /a /b
            anonymous:                                               |       |
            jwt: [{issuer: {url: "https://x"}}]                      |       |
            """)
    void readsWhoIsAnonymous(String rest, @Nullable Boolean enabled, @Nullable String paths) {
        AuthenticationConfiguration file = parse(rest);
        if (enabled == null || paths == null) {
            assertThat(file.anonymous()).isEmpty();
        } else {
            List<String> list = paths.isEmpty() ? List.of() : List.of(paths.split(" "));
            assertThat(file.anonymous()).contains(new Anonymous(enabled, list));
        }
        assertThat(AuthenticationConfiguration.parse(file.toYaml()))
                .isEqualTo(file)
                .hasSameHashCodeAs(file);
        assertThat(AuthenticationConfiguration.parse(file.toJson())).isEqualTo(file);
        assertThat(AuthenticationConfiguration.fromMap(file.toMap())).isEqualTo(file);
    }

    @Test
    void readsAConditionWithoutAPathAsAnEmptyOne() {
        Anonymous expected = new Anonymous(true, List.of(""));
        assertThat(parse("anonymous: {enabled: true, conditions: [{}]}").anonymous())
                .contains(expected);
        assertThat(parse("anonymous: {enabled: true, conditions: [null]}").anonymous())
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            anonymous: {enabled: true, condition: [{path: /livez}]} | FIELD_UNKNOWN       | anonymous.condition
            anonymous: {conditions: [{path: /livez, x: 1}]}         | FIELD_UNKNOWN       | anonymous.conditions[0].x
            foo: 1                                                  | FIELD_UNKNOWN       | foo
            Anonymous: {enabled: true}                              | FIELD_UNKNOWN       | Anonymous
            anonymous: {enabled: "true"}                            | VALUE_TYPE_MISMATCH | anonymous.enabled
            anonymous: {enabled: true, enabled: false}              | FIELD_DUPLICATE     | anonymous.enabled
            jwt: {}                                                 | VALUE_TYPE_MISMATCH | jwt
            jwt: [{claimMappings: {extra: [{key: 1}]}}]             | VALUE_TYPE_MISMATCH | jwt[0].claimMappings.extra[0].key
            """)
    void refusesWhatKubernetesDoesNotRead(String rest, String code, String path) {
        assertThatThrownBy(() -> parse(rest)).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.location().path()).isEqualTo(path);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "apiserver.config.k8s.io/v2, AuthenticationConfiguration",
        "apiserver.config.k8s.io/v1, AuthorizationConfiguration",
        "v1,                         AuthenticationConfiguration",
    })
    void refusesTextKinds(String version, String kind) {
        assertThatThrownBy(() -> AuthenticationConfiguration.parse("apiVersion: " + version + "\nkind: " + kind))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("KIND_MISMATCH"))
                .hasMessageContaining(
                        "is not an AuthenticationConfiguration of apiserver.config.k8s.io/v1: found a manifest of kind "
                                + kind);
    }

    @Test
    void passesOverASecondDocumentAndSaysSo() {
        AuthenticationConfiguration file = parse("---\nkind: X\n");
        assertThat(file.anonymous()).isEmpty();
        assertThat(file.findings()).extracting(Finding::code).containsExactly("DOCUMENT_IGNORED");
    }

    @Test
    void refusesConditionsThatAreOff() {
        assertThat(parse("anonymous: {conditions: [{path: /livez}, {path: '/a\"b'}]}")
                        .violations())
                .extracting(FieldError::toString)
                .containsExactly("anonymous.conditions: Invalid value: [{\"Path\":\"/livez\"},{\"Path\":\"/a\\\"b\"}]:"
                        + " enabled should be set to true when conditions are defined");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v1       | 34 |
            v1       | 33 | apiVersion: Invalid value: "apiserver.config.k8s.io/v1": no kind "AuthenticationConfiguration" is registered for version "apiserver.config.k8s.io/v1"
            v1beta1  | 32 |
            v1beta1  | 31 | anonymous: Forbidden: anonymous is not supported when AnonymousAuthConfigurableEndpoints feature gate is disabled
            v1beta1  | 29 | apiVersion: Invalid value: "apiserver.config.k8s.io/v1beta1": no kind "AuthenticationConfiguration" is registered for version "apiserver.config.k8s.io/v1beta1"
            v1alpha1 | 37 |
            v1alpha1 | 28 | apiVersion: Invalid value: "apiserver.config.k8s.io/v1alpha1": no kind "AuthenticationConfiguration" is registered for version "apiserver.config.k8s.io/v1alpha1"
            """)
    void followsTheReleases(String version, int release, @Nullable String error) {
        AuthenticationConfiguration file =
                AuthenticationConfiguration.parse(HEAD.replace("/v1", "/" + version) + "anonymous: {enabled: true}");
        assertThat(file.violations(KubernetesRelease.of(release)))
                .extracting(FieldError::toString)
                .isEqualTo(error == null ? List.of() : List.of(error));
    }

    /** isKubernetesDomainPrefix in apiserver/pkg/apis/apiserver/validation; refused since 1.32. */
    @ParameterizedTest
    @CsvSource({
        "k8s.io/a, true",
        "kubernetes.io/a, true",
        "a.k8s.io/b/c, true",
        "authentication.kubernetes.io/credential-id, true",
        "example.com/k8s.io/a, false",
        "notk8s.io/a, false",
        "k8s.io, false",
        "'', false",
    })
    void refusesKeysOfExtraAttributesThatBelongToKubernetes(String key, boolean reserved) {
        AuthenticationConfiguration file = parse("jwt: [{}, {claimMappings: {extra: [{key: a.example/b}, {key: '" + key
                + "', valueExpression: claims.a}]}}]");
        String error = "jwt[1].claimMappings.extra[1].key: Invalid value: \"" + key
                + "\": k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use";
        assertThat(file.violations(KubernetesRelease.latest()))
                .extracting(FieldError::toString)
                .isEqualTo(reserved ? List.of(error) : List.of());
        AuthenticationConfiguration older =
                AuthenticationConfiguration.parse(file.toYaml().replace("/v1", "/v1beta1"));
        assertThat(older.violations(KubernetesRelease.of(32))).isEqualTo(file.violations());
        assertThat(older.violations(KubernetesRelease.of(31))).isEmpty();
    }

    @Test
    void isWrittenInTheNewestVersionOfTheRelease(@TempDir Path directory) throws Exception {
        Anonymous livez = new Anonymous(true, List.of("/livez", CLUSTER_INFO));
        assertThat(AuthenticationConfiguration.of(livez).toYaml()).isEqualTo("""
                        anonymous:
                          conditions:
                          - path: /livez
                          - path: /api/v1/namespaces/kube-public/configmaps/cluster-info
                          enabled: true
                        apiVersion: apiserver.config.k8s.io/v1
                        kind: AuthenticationConfiguration
                        """);
        assertThat(AuthenticationConfiguration.of(livez, KubernetesRelease.of(33))
                        .apiVersion())
                .isEqualTo("apiserver.config.k8s.io/v1beta1");
        assertThat(AuthenticationConfiguration.of(livez, KubernetesRelease.of(29))
                        .apiVersion())
                .isEqualTo("apiserver.config.k8s.io/v1alpha1");
        Path file = directory.resolve("authentication.yaml");
        AuthenticationConfiguration.of(livez).write(file);
        assertThat(AuthenticationConfiguration.read(file))
                .isEqualTo(AuthenticationConfiguration.of(livez))
                .isNotEqualTo(AuthenticationConfiguration.of(new Anonymous(true, List.of("/livez"))));
        assertThat(AuthenticationConfiguration.of(livez))
                .hasToString("AuthenticationConfiguration[apiserver.config.k8s.io/v1, Anonymous[enabled=true, paths=["
                        + "/livez, " + CLUSTER_INFO + "]]]");
        Files.writeString(file, HEAD + "anonymous: {enabled: false}\n");
        assertThat(AuthenticationConfiguration.read(file).findings())
                .extracting(finding -> finding.location().source())
                .containsExactly(file.toString());
        Files.writeString(file, HEAD + "foo: 1\n");
        assertThatThrownBy(() -> AuthenticationConfiguration.read(file))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location().source()).isEqualTo(file.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            anonymous: {enabled: true}                                                              | ''
            anonymous: {enabled: false}                                                             | ANONYMOUS_DISCOVERY_DISABLED@anonymous
            anonymous: {enabled: true, conditions: [{path: /livez}]}                                | ANONYMOUS_DISCOVERY_DISABLED@anonymous.conditions
            anonymous: {enabled: true, conditions: [{path: /api/v1/namespaces/kube-public/configmaps/cluster-info}]} | ''
            anonymous: {enabled: true, conditions: [{path: /api*}, {path: api}]}                    | ANONYMOUS_DISCOVERY_DISABLED@anonymous.conditions ANONYMOUS_PATH_SUSPECT@anonymous.conditions[0].path ANONYMOUS_PATH_SUSPECT@anonymous.conditions[1].path
            jwt: []                                                                                 | ''
            """)
    void tellsWhatIsUnwise(String rest, String findings) {
        assertThat(parse(rest).findings())
                .extracting(finding -> finding.code() + "@" + finding.location().path())
                .isEqualTo(findings.isEmpty() ? List.of() : List.of(findings.split(" ")));
    }

    @Test
    void setsUpTheAuthenticator() {
        Anonymous anonymous = parse("anonymous: {enabled: true, conditions: [{path: /livez}]}")
                .anonymous()
                .orElseThrow();
        ApiServerAuthenticator server = ApiServerAuthenticator.builder()
                .anonymous(anonymous.enabled())
                .anonymousPaths(anonymous.paths())
                .build();
        assertThat(server.authenticate(Credentials.none(), "/livez", Instant.EPOCH))
                .isEqualTo(Authentication.authenticated(UserInfo.anonymous()));
        assertThat(server.authenticate(Credentials.none(), "/readyz", Instant.EPOCH))
                .isEqualTo(Authentication.notPresented());
    }
}
