package io.github.kubetls.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.manifest.FieldError;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/components.md, 1. */
class ApiServerFlagsTest {

    @Test
    void writesWhatBootstrappingNeeds() {
        ApiServerFlags flags = ApiServerFlags.builder()
                .clientCaFile("/etc/kubernetes/pki/ca.crt")
                .enableBootstrapTokenAuth(true)
                .tokenAuthFile("/etc/kubernetes/token.csv")
                .authorizationMode("Node", "RBAC")
                .enableAdmissionPlugins("NodeRestriction")
                .build();
        assertThat(flags.toText()).isEqualTo("""
                        --client-ca-file=/etc/kubernetes/pki/ca.crt
                        --enable-bootstrap-token-auth=true
                        --token-auth-file=/etc/kubernetes/token.csv
                        --authorization-mode=Node,RBAC
                        --enable-admission-plugins=NodeRestriction
                        """);
        assertThat(ApiServerFlags.parse(flags.toText())).isEqualTo(flags);
        assertThat(flags.toBuilder()
                        .authorizationMode(flags.authorizationMode())
                        .enableAdmissionPlugins(flags.enableAdmissionPlugins())
                        .otherFlags(flags.otherFlags())
                        .build())
                .as("what accessors give, builders take")
                .isEqualTo(flags);
        assertThat(flags.toBuilder().build()).isEqualTo(flags);
    }

    @Test
    void hasTheDefaultsOfKubernetes() {
        ApiServerFlags flags = ApiServerFlags.builder().build();
        assertThat(flags.arguments()).isEmpty();
        assertThat(flags.enableBootstrapTokenAuth()).isFalse();
        assertThat(flags.anonymousAuth()).isTrue();
        assertThat(flags.authorizationMode()).containsExactly("AlwaysAllow");
        assertThat(flags.clientCaFile()).isEmpty();
        assertThat(flags.tokenAuthFile()).isEmpty();
        assertThat(flags.enableAdmissionPlugins()).isEmpty();
        assertThat(flags.disableAdmissionPlugins()).isEmpty();
        assertThat(ApiServerFlags.parse("--token-auth-file=").tokenAuthFile()).isEmpty();
    }

    /** Texts of kube-apiserver 1.20.2. */
    @ParameterizedTest(name = "modes {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``            | at least one authorization-mode must be passed
            Foo           | authorization-mode "Foo" is not a valid mode
            rbac          | authorization-mode "rbac" is not a valid mode
            RBAC,RBAC     | authorization-mode ["RBAC" "RBAC"] has mode specified more than once
            Foo,RBAC,RBAC | [authorization-mode "Foo" is not a valid mode, authorization-mode ["Foo" "RBAC" "RBAC"] has mode specified more than once]
            """)
    void refusesModesAsKubernetesDoes(String modes, String words) {
        assertThatThrownBy(() -> ApiServerFlags.parse("--authorization-mode=" + modes))
                .hasMessage(words)
                .asInstanceOf(type(InvalidFormatException.class))
                .returns("FLAGS_CONFLICTING", InvalidFormatException::code);
        assertThatThrownBy(() -> ApiServerFlags.builder()
                        .authorizationMode(modes.isEmpty() ? new String[0] : modes.split(","))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(words);
    }

    /** validateOIDCOptions in pkg/kubeapiserver/options/authentication.go, Validate in authorization.go there. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --authentication-config=/a --oidc-issuer-url=https://i | authentication-config file and oidc-* flags are mutually exclusive
            --authorization-config=/a --authorization-mode=Node    | --authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined
            --authorization-config=/a --authorization-webhook-version=v1 | --authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined
            """)
    void refusesAFileTogetherWithTheFlagsItReplaces(String flags, String words) {
        assertThatThrownBy(() -> ApiServerFlags.parse(List.of(flags.split(" "))))
                .hasMessage(words)
                .asInstanceOf(type(InvalidFormatException.class))
                .returns("FLAGS_CONFLICTING", InvalidFormatException::code);
    }

    @Test
    void namesOneHundredModesAndCountsTheOthers() {
        for (int more = 0; more < 3; more++) {
            String modes = IntStream.range(0, 100 + more).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
            String others = more == 0 ? "" : ", " + more + " more are not valid modes";
            assertThatThrownBy(() -> ApiServerFlags.parse("--authorization-mode=" + modes))
                    .hasMessageEndingWith("authorization-mode \"x99\" is not a valid mode" + others + "]");
        }
    }

    @Test
    void leavesModesToTheFileThatSaysThem() {
        ApiServerFlags flags = ApiServerFlags.builder()
                .clientCaFile("/ca")
                .enableBootstrapTokenAuth(true)
                .enableAdmissionPlugins("NodeRestriction")
                .authorizationConfig("/authorization.yaml")
                .build();
        assertThat(flags.authorizationMode()).isEmpty();
        assertThat(flags.authorizationConfig()).contains("/authorization.yaml");
        assertThat(flags.findings()).isEmpty();
        ApiServerFlags others = flags.toBuilder().otherFlags("--v=2").build();
        assertThat(others.arguments())
                .contains("--v=2")
                .hasSize(flags.arguments().size() + 1);
        assertThat(ApiServerFlags.parse(others.toText())).isEqualTo(others);
    }

    /** ToAuthenticationConfig in pkg/kubeapiserver/options/authentication.go. */
    @Test
    void refusesAFlagBesideTheFileThatSaysWhoIsAnonymous() {
        ApiServerFlags flags =
                good().authenticationConfig("/authentication.yaml").build();
        AuthenticationConfiguration file =
                AuthenticationConfiguration.of(new AuthenticationConfiguration.Anonymous(true, List.of()));
        assertThat(flags.authenticationConfig()).contains("/authentication.yaml");
        assertThat(flags.violations(file)).isEmpty();
        assertThat(flags.toBuilder().anonymousAuth(true).build().violations(file))
                .extracting(FieldError::toString)
                .containsExactly("anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is"
                        + " configured in authentication configuration file");
        AuthenticationConfiguration silent = AuthenticationConfiguration.parse(
                "{apiVersion: apiserver.config.k8s.io/v1, kind: AuthenticationConfiguration}");
        assertThat(flags.toBuilder().anonymousAuth(true).build().violations(silent))
                .isEmpty();
    }

    /** Kubernetes 1.35, #131411. */
    @Test
    void refusesProxiesThatAnyClientCanPoseAs() {
        X509Certificate ca = Pem.parseCertificates(Pairs.LEAF_CERTIFICATE).get(0);
        List<X509Certificate> one = List.of(ca);
        ApiServerFlags.Builder flags = good().requestHeaderClientCaFile("/proxy-ca");
        assertThat(flags.build().violations(one, one, KubernetesRelease.of(34))).isEmpty();
        assertThat(flags.build().violations(one, List.of(), KubernetesRelease.of(35)))
                .isEmpty();
        assertThat(flags.build().violations(one, one, KubernetesRelease.of(35)))
                .extracting(FieldError::toString)
                .containsExactly("--requestheader-allowed-names: Required value: --requestheader-client-ca-file and"
                        + " --client-ca-file contain overlapping certificates; --requestheader-allowed-names must be"
                        + " specified to ensure regular client certificates cannot set authenticating proxy headers"
                        + " for arbitrary users");
        assertThat(flags.build().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("REQUEST_HEADER_NAMES_MISSING");
            assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(finding.message()).endsWith("when --client-ca-file has one of its CAs");
        });
        assertThat(flags.requestHeaderClientCaFile("/ca").build().findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
                    assertThat(finding.message()).endsWith("with the CAs of --client-ca-file there");
                });
        ApiServerFlags named =
                flags.requestHeaderAllowedNames("front-proxy-client").build();
        assertThat(named.requestHeaderAllowedNames()).containsExactly("front-proxy-client");
        assertThat(named.requestHeaderClientCaFile()).contains("/ca");
        assertThat(named.violations(one, one, KubernetesRelease.of(35))).isEmpty();
        assertThat(named.findings()).isEmpty();
    }

    @Test
    void saysNothingAboutAGoodCommandLine() {
        assertThat(good().build().findings()).isEmpty();
    }

    private static ApiServerFlags.Builder good() {
        return ApiServerFlags.builder()
                .clientCaFile("/ca")
                .enableBootstrapTokenAuth(true)
                .authorizationMode("Node", "RBAC")
                .enableAdmissionPlugins("NodeRestriction");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            CLIENT_CA_MISSING        | --client-ca-file=
            TOKEN_AUTHENTICATION_DISABLED | --enable-bootstrap-token-auth=false
            TOKEN_FILE_INSECURE      | --token-auth-file=/t
            ANONYMOUS_DISCOVERY_DISABLED | --anonymous-auth=false
            CERTIFICATE_ADMISSION_DISABLED | --disable-admission-plugins=CertificateApproval
            CERTIFICATE_ADMISSION_DISABLED | --disable-admission-plugins=CertificateSigning
            CERTIFICATE_ADMISSION_DISABLED | --disable-admission-plugins=CertificateSubjectRestriction
            """)
    void findsWhatKeepsNodesOut(String code, String flag) {
        assertThat(ApiServerFlags.parse(good().build().toText() + flag).findings())
                .extracting(Finding::code)
                .containsExactly(code);
    }

    @Test
    void findsModesThatDoNotAuthorizeNodes() {
        assertThat(good().authorizationMode("AlwaysAllow").build().findings())
                .extracting(Finding::code)
                .containsExactly("AUTHORIZATION_DISABLED", "NODE_AUTHORIZER_DISABLED");
        assertThat(good().authorizationMode("Node", "Webhook").build().findings())
                .extracting(Finding::code)
                .containsExactly("RBAC_DISABLED");
        assertThat(good().authorizationMode("RBAC").build().findings())
                .extracting(Finding::code)
                .containsExactly("NODE_AUTHORIZER_DISABLED");
        assertThat(good().enableAdmissionPlugins().build().findings())
                .extracting(Finding::code)
                .containsExactly("NODE_RESTRICTION_DISABLED");
    }

    @Test
    void aTokenFileAloneIsEnoughToBootstrap() {
        assertThat(good().enableBootstrapTokenAuth(false)
                        .tokenAuthFile("/t")
                        .build()
                        .findings())
                .extracting(Finding::code)
                .containsExactly("TOKEN_FILE_INSECURE");
    }

    @Test
    void enablingAPluginWinsOverDisablingIt() {
        assertThat(good().disableAdmissionPlugins("CertificateSigning").build().findings())
                .extracting(Finding::code)
                .containsExactly("CERTIFICATE_ADMISSION_DISABLED");
        assertThat(good().enableAdmissionPlugins("NodeRestriction", "CertificateSigning")
                        .disableAdmissionPlugins("CertificateSigning")
                        .build()
                        .findings())
                .isEmpty();
    }
}
