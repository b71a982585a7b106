package io.github.kubetls.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.component.AuthorizationConfiguration.Authorizer;
import io.github.kubetls.manifest.FieldError;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * docs/behaviour/rbac.md, 14: ValidateAuthorizationConfiguration in apiserver/pkg/apis/apiserver/validation, LoadAndValidateData
 * in pkg/kubeapiserver/authorizer.
 */
class AuthorizationConfigurationTest {

    private static final String HEAD = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\n";
    private static final String SOUND = "authorizers: [{type: Node, name: node}, {type: RBAC, name: rbac}]";

    private static AuthorizationConfiguration parse(String rest) {
        return AuthorizationConfiguration.parse(HEAD + rest);
    }

    @Test
    void readsAndWritesWhoIsAsked(@TempDir Path folder) throws Exception {
        AuthorizationConfiguration file = parse(SOUND);
        assertThat(file.authorizers()).containsExactly(new Authorizer("Node", "node"), new Authorizer("RBAC", "rbac"));
        assertThat(file.violations()).isEmpty();
        assertThat(file.findings()).isEmpty();
        assertThat(file)
                .isEqualTo(AuthorizationConfiguration.of("Node", "RBAC"))
                .hasSameHashCodeAs(file);
        assertThat(AuthorizationConfiguration.parse(file.toJson())).isEqualTo(file);
        assertThat(AuthorizationConfiguration.fromMap(file.toMap())).isEqualTo(file);
        file.write(folder.resolve("authorization.yaml"));
        assertThat(AuthorizationConfiguration.read(folder.resolve("authorization.yaml")))
                .isEqualTo(file);
        AuthorizationConfiguration webhook = parse("authorizers: [{type: Webhook, name: w, webhook: {timeout: 3s}}]");
        assertThat(AuthorizationConfiguration.parse(webhook.toYaml()))
                .isEqualTo(webhook)
                .isNotEqualTo(file);
        assertThat(file.toString()).contains("v1", "Node", "rbac");
    }

    /** StructuredAuthorizationConfiguration: v1alpha1 since 1.29, v1beta1 since 1.30, v1 since 1.32. */
    @ParameterizedTest
    @CsvSource({
        "v1alpha1, 28, false",
        "v1alpha1, 29, true",
        "v1beta1, 29, false",
        "v1beta1, 30, true",
        "v1, 31, false",
        "v1, 32, true",
        "v1, 37, true"
    })
    void followsTheReleases(String version, int release, boolean read) {
        AuthorizationConfiguration file = AuthorizationConfiguration.parse(HEAD.replace("/v1", "/" + version) + SOUND);
        String apiVersion = "\"apiserver.config.k8s.io/" + version + "\"";
        assertThat(file.violations(KubernetesRelease.of(release)))
                .extracting(FieldError::toString)
                .isEqualTo(
                        read
                                ? List.of()
                                : List.of("apiVersion: Invalid value: " + apiVersion
                                        + ": no kind \"AuthorizationConfiguration\" is registered for version "
                                        + apiVersion));
        if (read) {
            assertThat(AuthorizationConfiguration.of(List.of("RBAC"), KubernetesRelease.of(release))
                            .violations(KubernetesRelease.of(release)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                  | authorizers: Required value: at least one authorization mode must be defined
            [{name: x}]                                         | authorizers[0].type: Required value
            [{type: rbac, name: rbac}]                          | authorizers[0].type: Unsupported value: "rbac": supported values: "ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook"
            [{type: RBAC, name: rbac}, {type: RBAC, name: b}]   | authorizers[1].type: Duplicate value: "RBAC"
            [{type: RBAC}]                                      | authorizers[0].name: Required value
            [{type: Webhook, name: a, webhook: {}}, {type: Webhook, name: a, webhook: {}}] | authorizers[1].name: Duplicate value: "a"
            [{type: Webhook, name: a}]                          | authorizers[0].webhook: Required value: required when type=Webhook
            [{type: RBAC, name: rbac, webhook: {}}]             | authorizers[0].webhook: Invalid value: "non-null": may only be specified when type=Webhook
            [{type: RBAC, name: other}]                         | authorizers[0].name: Invalid value: "other": expected name rbac for authorizer RBAC instead of other
            """)
    void refusesWhatKubernetesRefuses(String authorizers, String error) {
        assertThat(parse("authorizers: " + authorizers).violations())
                .extracting(FieldError::toString)
                .containsExactly(error);
    }

    @Test
    void refusesANameThatIsNoSubdomain() {
        assertThat(parse("authorizers: [{type: Webhook, name: A_b, webhook: {}}]")
                        .violations())
                .singleElement()
                .satisfies(error -> assertThat(error.message())
                        .startsWith("Invalid value: \"A_b\": authorizer name is invalid: a lowercase RFC 1123 subdomain"
                                + " must consist of"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            authorizer: []                              | FIELD_UNKNOWN       | authorizer
            authorizers: [{type: RBAC, mode: x}]        | FIELD_UNKNOWN       | authorizers[0].mode
            authorizers: [{type: RBAC, type: Node}]     | FIELD_DUPLICATE     | authorizers[0].type
            authorizers: {}                             | VALUE_TYPE_MISMATCH | authorizers
            authorizers: [{webhook: 1}]                 | VALUE_TYPE_MISMATCH | authorizers[0].webhook
            """)
    void refusesWhatKubernetesDoesNotRead(String rest, String code, String path) {
        assertThatThrownBy(() -> parse(rest)).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.location().path()).isEqualTo(path);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "apiserver.config.k8s.io/v1, AuthenticationConfiguration",
        "apiserver.config.k8s.io/v2, AuthorizationConfiguration",
        "v1, AuthorizationConfiguration"
    })
    void refusesAnotherKind(String apiVersion, String kind) {
        assertThatThrownBy(() -> AuthorizationConfiguration.parse(
                        "apiVersion: " + apiVersion + "\nkind: " + kind + "\n" + SOUND))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("KIND_MISMATCH"));
    }

    @ParameterizedTest
    @CsvSource({
        "'Node,RBAC', ",
        "'RBAC', NODE_AUTHORIZER_DISABLED",
        "'Node,ABAC', RBAC_DISABLED",
        "'Node,AlwaysAllow', AUTHORIZATION_DISABLED",
    })
    void tellsWhatIsUnwise(String types, @Nullable String code) {
        assertThat(AuthorizationConfiguration.of(types.split(",")).findings())
                .extracting(Finding::code)
                .isEqualTo(code == null ? List.of() : List.of(code));
    }
}
