package io.github.kubetls.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/kubelet.md, 7. */
class KubeletConfigurationTest {

    @Test
    void comesFromJdkValuesAsFromText() {
        KubeletConfiguration configuration = KubeletConfiguration.builder()
                .rotateCertificates(true)
                .port(10251)
                .tlsCipherSuites(List.of("TLS_AES_128_GCM_SHA256"))
                .build();
        assertThat(KubeletConfiguration.fromMap(configuration.toMap())).isEqualTo(configuration);
        Map<String, Object> refused =
                Map.of("apiVersion", "kubelet.config.k8s.io/v1beta1", "kind", "KubeletConfiguration", "port", 70000);
        assertThatThrownBy(() -> KubeletConfiguration.fromMap(refused))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.code()).isEqualTo("KUBELET_CONFIGURATION_INVALID"));
    }

    @Test
    void namesTheFileAsItWasGiven(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("config.yaml"), "kind: x\n");
        assertThatThrownBy(() -> KubeletConfiguration.read(file))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location().source()).isEqualTo(file.toString()));
    }

    private static final String HEAD = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";

    @Test
    void hasTheDefaultsOfAFile() {
        KubeletConfiguration configuration = KubeletConfiguration.parse(HEAD);
        assertThat(configuration).isEqualTo(KubeletConfiguration.builder().build());
        assertThat(configuration.rotateCertificates()).isFalse();
        assertThat(configuration.serverTlsBootstrap()).isFalse();
        assertThat(configuration.authenticationX509ClientCaFile()).isEmpty();
        assertThat(configuration.authenticationAnonymousEnabled()).isFalse();
        assertThat(configuration.authenticationWebhookEnabled()).isTrue();
        assertThat(configuration.authenticationWebhookCacheTtl()).isEqualTo(Duration.ofMinutes(2));
        assertThat(configuration.authorizationMode()).isEqualTo("Webhook");
        assertThat(configuration.authorizationWebhookCacheAuthorizedTtl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(configuration.authorizationWebhookCacheUnauthorizedTtl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(configuration.port()).isEqualTo(10250);
        assertThat(configuration.readOnlyPort()).isZero();
        assertThat(configuration.healthzPort()).isEqualTo(10248);
        assertThat(configuration.healthzBindAddress()).isEqualTo("127.0.0.1");
        assertThat(configuration.tlsCertFile()).isEmpty();
        assertThat(configuration.tlsPrivateKeyFile()).isEmpty();
        assertThat(configuration.tlsMinVersion()).isEqualTo("VersionTLS12");
        assertThat(configuration.tlsCipherSuites()).isEmpty();
    }

    @Test
    void hasOtherDefaultsWithFlagsOnly() {
        KubeletConfiguration configuration = KubeletConfiguration.ofFlagsOnly();
        assertThat(configuration.authenticationAnonymousEnabled()).isTrue();
        assertThat(configuration.authenticationWebhookEnabled()).isFalse();
        assertThat(configuration.authenticationWebhookCacheTtl()).isEqualTo(Duration.ofMinutes(2));
        assertThat(configuration.authorizationMode()).isEqualTo("AlwaysAllow");
        assertThat(configuration.readOnlyPort()).isEqualTo(10255);
        assertThat(configuration.rotateCertificates()).isFalse();
        assertThat(configuration.port()).isEqualTo(10250);
    }

    @Test
    void nullZeroAndEmptyMeanTheDefaultWhereKubeletTakesThemSo() {
        KubeletConfiguration configuration = KubeletConfiguration.parse(HEAD + """
                port: 0
                healthzPort: null
                healthzBindAddress: ""
                tlsMinVersion: ""
                authentication:
                  anonymous: null
                  webhook:
                    enabled: null
                    cacheTTL: 0s
                authorization:
                  mode: ""
                  webhook: {cacheAuthorizedTTL: 0s, cacheUnauthorizedTTL: null}
                """);
        assertThat(configuration.port()).isEqualTo(10250);
        assertThat(configuration.healthzPort()).isEqualTo(10248);
        assertThat(configuration.healthzBindAddress()).isEqualTo("127.0.0.1");
        assertThat(configuration.tlsMinVersion()).isEqualTo("VersionTLS12");
        assertThat(configuration.authenticationAnonymousEnabled()).isFalse();
        assertThat(configuration.authenticationWebhookEnabled()).isTrue();
        assertThat(configuration.authenticationWebhookCacheTtl()).isEqualTo(Duration.ofMinutes(2));
        assertThat(configuration.authorizationMode()).isEqualTo("Webhook");
        assertThat(configuration.authorizationWebhookCacheAuthorizedTtl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(configuration.authorizationWebhookCacheUnauthorizedTtl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(KubeletConfiguration.parse(HEAD + "healthzPort: 0").healthzPort())
                .isZero();
    }

    @Test
    void readsEveryField() {
        KubeletConfiguration configuration = KubeletConfiguration.parse("""
                {"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
                 "rotateCertificates": true, "serverTLSBootstrap": true,
                 "authentication": {"x509": {"clientCAFile": "/ca"}, "anonymous": {"enabled": true},
                   "webhook": {"enabled": false, "cacheTTL": "1m30s"}},
                 "authorization": {"mode": "AlwaysAllow",
                   "webhook": {"cacheAuthorizedTTL": "1h", "cacheUnauthorizedTTL": "1.5s"}},
                 "port": 1, "readOnlyPort": 65535.0, "healthzPort": 3, "healthzBindAddress": "::1",
                 "tlsCertFile": "/crt", "tlsPrivateKeyFile": "/key", "tlsMinVersion": "VersionTLS13",
                 "tlsCipherSuites": ["TLS_AES_128_GCM_SHA256"]}
                """);
        assertThat(configuration.rotateCertificates()).isTrue();
        assertThat(configuration.serverTlsBootstrap()).isTrue();
        assertThat(configuration.authenticationX509ClientCaFile()).contains("/ca");
        assertThat(configuration.authenticationAnonymousEnabled()).isTrue();
        assertThat(configuration.authenticationWebhookEnabled()).isFalse();
        assertThat(configuration.authenticationWebhookCacheTtl()).isEqualTo(Duration.ofSeconds(90));
        assertThat(configuration.authorizationMode()).isEqualTo("AlwaysAllow");
        assertThat(configuration.authorizationWebhookCacheAuthorizedTtl()).isEqualTo(Duration.ofHours(1));
        assertThat(configuration.authorizationWebhookCacheUnauthorizedTtl()).isEqualTo(Duration.ofMillis(1500));
        assertThat(configuration.port()).isEqualTo(1);
        assertThat(configuration.readOnlyPort()).isEqualTo(65535);
        assertThat(configuration.healthzPort()).isEqualTo(3);
        assertThat(configuration.healthzBindAddress()).isEqualTo("::1");
        assertThat(configuration.tlsCertFile()).contains("/crt");
        assertThat(configuration.tlsPrivateKeyFile()).contains("/key");
        assertThat(configuration.tlsMinVersion()).isEqualTo("VersionTLS13");
        assertThat(configuration.tlsCipherSuites()).containsExactly("TLS_AES_128_GCM_SHA256");
        assertThat(KubeletConfiguration.parse(configuration.toJson())).isEqualTo(configuration);
        assertThat(KubeletConfiguration.parse(configuration.toYaml())).isEqualTo(configuration);
    }

    @Test
    void buildsEveryField() {
        KubeletConfiguration configuration = KubeletConfiguration.builder()
                .rotateCertificates(true)
                .serverTlsBootstrap(true)
                .authenticationX509ClientCaFile("/ca")
                .authenticationAnonymousEnabled(false)
                .authenticationWebhookEnabled(true)
                .authenticationWebhookCacheTtl(Duration.ofMinutes(2))
                .authorizationMode("Webhook")
                .authorizationWebhookCacheAuthorizedTtl(Duration.ofMinutes(5))
                .authorizationWebhookCacheUnauthorizedTtl(Duration.ofSeconds(30))
                .port(10250)
                .readOnlyPort(0)
                .healthzPort(10248)
                .healthzBindAddress("127.0.0.1")
                .tlsCertFile("/crt")
                .tlsPrivateKeyFile("/key")
                .tlsMinVersion("VersionTLS12")
                .tlsCipherSuites("A", "B")
                .build();
        assertThat(configuration.toYaml()).isEqualTo("""
                        apiVersion: kubelet.config.k8s.io/v1beta1
                        authentication:
                          anonymous:
                            enabled: false
                          webhook:
                            cacheTTL: 2m0s
                            enabled: true
                          x509:
                            clientCAFile: /ca
                        authorization:
                          mode: Webhook
                          webhook:
                            cacheAuthorizedTTL: 5m0s
                            cacheUnauthorizedTTL: 30s
                        healthzBindAddress: 127.0.0.1
                        healthzPort: 10248
                        kind: KubeletConfiguration
                        port: 10250
                        readOnlyPort: 0
                        rotateCertificates: true
                        serverTLSBootstrap: true
                        tlsCertFile: /crt
                        tlsCipherSuites:
                        - A
                        - B
                        tlsMinVersion: VersionTLS12
                        tlsPrivateKeyFile: /key
                        """);
        assertThat(KubeletConfiguration.parse(configuration.toYaml()))
                .isEqualTo(configuration)
                .hasSameHashCodeAs(configuration)
                .isNotEqualTo(configuration.toBuilder().port(1).build());
        assertThat(configuration).hasToString("KubeletConfiguration[12 fields]");
    }

    @Test
    void unknownFieldsSurviveAtEveryLevel() {
        String text = HEAD + """
                clusterDNS: [10.96.0.10]
                authentication:
                  x509: {clientCAFile: /ca, future: 1}
                  other: {a: null}
                evictionHard: {memory.available: 100Mi}
                """;
        KubeletConfiguration changed = KubeletConfiguration.parse(text).toBuilder()
                .authenticationX509ClientCaFile("/new")
                .build();
        assertThat(changed.toYaml()).isEqualTo("""
                        apiVersion: kubelet.config.k8s.io/v1beta1
                        authentication:
                          other:
                            a: null
                          x509:
                            clientCAFile: /new
                            future: 1
                        clusterDNS:
                        - 10.96.0.10
                        evictionHard:
                          memory.available: 100Mi
                        kind: KubeletConfiguration
                        """);
        assertThat(KubeletConfiguration.parse(text).authenticationX509ClientCaFile())
                .contains("/ca");
    }

    @Test
    void copiesDoNotShareState() {
        KubeletConfiguration configuration =
                KubeletConfiguration.parse(HEAD + "authentication: {x509: {clientCAFile: /ca}}");
        configuration.toMap().put("port", 5L);
        ((Map<?, ?>) configuration.toMap().get("authentication")).clear();
        KubeletConfiguration.Builder builder = configuration.toBuilder();
        KubeletConfiguration built = builder.port(7).build();
        builder.port(8);
        assertThat(built.port()).isEqualTo(7);
        assertThat(configuration.port()).isEqualTo(10250);
        assertThat(configuration.authenticationX509ClientCaFile()).contains("/ca");
    }

    /** Tried with kubelet 1.20.2, whose texts these are where it has one. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            port: 99999999999                            | VALUE_TYPE_MISMATCH   | port
            port: "1"                                    | VALUE_TYPE_MISMATCH   | is a string where an integer is expected
            port: 1.5                                    | VALUE_TYPE_MISMATCH   | port
            rotateCertificates: "true"                   | VALUE_TYPE_MISMATCH   | remove the quotes
            authentication: []                           | VALUE_TYPE_MISMATCH   | authentication
            authentication: {webhook: {cacheTTL: 5}}     | VALUE_TYPE_MISMATCH   | authentication.webhook.cacheTTL
            authentication: {webhook: {cacheTTL: 1d}}    | DURATION_INVALID      | uses days
            authentication: {webhook: {cacheTTL: ""}}    | DURATION_INVALID      | authentication.webhook.cacheTTL
            tlsCipherSuites: A                           | VALUE_TYPE_MISMATCH   | tlsCipherSuites
            tlsCipherSuites: [1]                         | VALUE_TYPE_MISMATCH   | tlsCipherSuites[0]
            featureGates: {A: 1}                         | VALUE_TYPE_MISMATCH   | featureGates.A
            port: [                                      | DOCUMENT_INVALID      | line
            healthzPort: 70000                           | KUBELET_CONFIGURATION_INVALID | invalid configuration: healthzPort (--healthz-port) 70000 must be between 1 and 65535, inclusive
            port: -3                                     | KUBELET_CONFIGURATION_INVALID | invalid configuration: port (--port) -3 must be between 1 and 65535, inclusive
            readOnlyPort: 65536                          | KUBELET_CONFIGURATION_INVALID | invalid configuration: readOnlyPort (--read-only-port) 65536 must be between 0 and 65535, inclusive
            tlsMinVersion: V                             | KUBELET_CONFIGURATION_INVALID | unknown tls version "V"
            authorization: {mode: Foo}                   | KUBELET_CONFIGURATION_INVALID | unknown authorization mode Foo
            {featureGates: {RotateKubeletServerCertificate: false}, serverTLSBootstrap: true} | KUBELET_CONFIGURATION_INVALID | invalid configuration: serverTLSBootstrap true requires feature gate RotateKubeletServerCertificate
            {featureGates: {RotateKubeletServerCertificate: null}, serverTLSBootstrap: true}  | KUBELET_CONFIGURATION_INVALID | invalid configuration: serverTLSBootstrap true requires feature gate RotateKubeletServerCertificate
            """)
    void refusesAsKubeletDoes(String fields, String code, String message) {
        String text = fields.startsWith("{")
                ? fields.replaceFirst("\\{", "{apiVersion: kubelet.config.k8s.io/v1beta1, kind: KubeletConfiguration, ")
                : HEAD + fields;
        assertThatThrownBy(() -> KubeletConfiguration.parse(text))
                .asInstanceOf(type(InvalidFormatException.class))
                .returns(code, InvalidFormatException::code)
                .satisfies(e -> assertThat(e).hasMessageContaining(message));
    }

    @Test
    void reportsSeveralErrorsTogetherAsKubeletDoes() {
        String words = "[invalid configuration: healthzPort (--healthz-port) -1 must be between 1 and 65535, inclusive,"
                + " invalid configuration: port (--port) -3 must be between 1 and 65535, inclusive,"
                + " invalid configuration: readOnlyPort (--read-only-port) 65536 must be between 0 and 65535, inclusive]";
        assertThatThrownBy(() -> KubeletConfiguration.parse(HEAD + "readOnlyPort: 65536\nport: -3\nhealthzPort: -1\n"))
                .hasMessage(words);
        assertThatThrownBy(() -> KubeletConfiguration.builder()
                        .readOnlyPort(65536)
                        .port(-3)
                        .healthzPort(-1)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``
            # only a comment
            kind: KubeletConfiguration
            apiVersion: kubelet.config.k8s.io/v1beta1
            {apiVersion: kubelet.config.k8s.io/v1, kind: KubeletConfiguration}
            {apiVersion: kubelet.config.k8s.io/v1beta1, kind: kubeletConfiguration}
            [1]
            text
            """)
    void refusesWhatIsNoKubeletConfiguration(String text) {
        assertThatThrownBy(() -> KubeletConfiguration.parse(text))
                .asInstanceOf(type(InvalidFormatException.class))
                .returns("KIND_MISMATCH", InvalidFormatException::code);
    }

    @Test
    void toleratesWhatKubeletToleratesAndSaysSo() {
        KubeletConfiguration configuration =
                KubeletConfiguration.parse(HEAD + "rotatecertificates: 5\nport: 1\nport: 10250.0\n---\nfoo: bar\n");
        assertThat(configuration.port()).isEqualTo(10250);
        assertThat(configuration.rotateCertificates()).isFalse();
        assertThat(configuration.findings()).extracting(Finding::code).contains("FIELD_DUPLICATE", "DOCUMENT_IGNORED");
    }

    @Test
    void bootstrapsAsKubeadmConfiguresIt() {
        KubeletConfiguration configuration =
                KubeletConfiguration.ofFlagsOnly().withBootstrapping("/etc/kubernetes/pki/ca.crt");
        assertThat(configuration.toYaml()).isEqualTo("""
                        apiVersion: kubelet.config.k8s.io/v1beta1
                        authentication:
                          anonymous:
                            enabled: false
                          webhook:
                            enabled: true
                          x509:
                            clientCAFile: /etc/kubernetes/pki/ca.crt
                        authorization:
                          mode: Webhook
                        kind: KubeletConfiguration
                        readOnlyPort: 0
                        rotateCertificates: true
                        """);
        assertThat(configuration.findings()).extracting(Finding::code).containsExactly("SERVING_CERTIFICATE_UNTRUSTED");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            readOnlyPort: 10255                | READ_ONLY_PORT_INSECURE       | ERROR   | readOnlyPort
            authorization: {mode: AlwaysAllow} | AUTHORIZATION_DISABLED        | ERROR   | authorization.mode
            rotateCertificates: false          | CERTIFICATE_ROTATION_DISABLED | WARNING | rotateCertificates
            tlsPrivateKeyFile: ""              | TLS_PAIR_INCOMPLETE           | ERROR   | tlsPrivateKeyFile
            tlsCertFile: ""                    | TLS_PAIR_INCOMPLETE           | ERROR   | tlsCertFile
            tlsMinVersion: VersionTLS10        | TLS_VERSION_INSECURE          | WARNING | tlsMinVersion
            tlsMinVersion: VersionTLS11        | TLS_VERSION_INSECURE          | WARNING | tlsMinVersion
            """)
    void findsWhatIsUnwise(String field, String code, Finding.Severity severity, String path) {
        String good = HEAD + "rotateCertificates: true\ntlsCertFile: /crt\ntlsPrivateKeyFile: /key\n"
                + "authentication: {x509: {clientCAFile: /ca}}\n";
        assertThat(KubeletConfiguration.parse(good).findings()).isEmpty();
        assertThat(KubeletConfiguration.parse(good.replaceFirst("(?m)^" + field.split(":")[0] + ":.*\n", "") + field)
                        .findings())
                .singleElement()
                .returns(code, Finding::code)
                .returns(severity, Finding::severity)
                .returns(path, finding -> finding.location().path());
    }

    @Test
    void anonymousAccessIsWorseWhereEverythingIsAllowed() {
        KubeletConfiguration safe = KubeletConfiguration.builder().build().withBootstrapping("/ca");
        assertThat(safe.toBuilder().authenticationAnonymousEnabled(true).build().findings())
                .anySatisfy(finding -> assertThat(finding)
                        .returns("ANONYMOUS_ACCESS_INSECURE", Finding::code)
                        .returns(Finding.Severity.WARNING, Finding::severity));
        assertThat(KubeletConfiguration.ofFlagsOnly().findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::code)
                .containsExactly("READ_ONLY_PORT_INSECURE", "AUTHORIZATION_DISABLED", "ANONYMOUS_ACCESS_INSECURE");
    }

    @Test
    void findsThatNobodyApprovesServingRequestsAndThatFilesAreIgnored() {
        KubeletConfiguration.Builder serving =
                KubeletConfiguration.builder().build().withBootstrapping("/ca").toBuilder()
                        .serverTlsBootstrap(true);
        assertThat(serving.build().findings()).extracting(Finding::code).containsExactly("APPROVER_MISSING");
        assertThat(serving.tlsCertFile("/crt").tlsPrivateKeyFile("/key").build().findings())
                .extracting(Finding::code)
                .containsExactly("APPROVER_MISSING", "TLS_FILES_IGNORED");
        assertThat(List.of(
                        serving.build(),
                        serving.tlsCertFile("").build(),
                        serving.tlsCertFile("/crt").tlsPrivateKeyFile("").build()))
                .flatExtracting(KubeletConfiguration::findings)
                .filteredOn(finding -> finding.code().equals("TLS_FILES_IGNORED"))
                .extracting(finding -> finding.location().path())
                .containsExactly("tlsCertFile", "tlsPrivateKeyFile", "tlsCertFile");
    }

    @Test
    void findsThatTheApiServerAndBearerTokensAreLockedOut() {
        assertThat(KubeletConfiguration.parse(
                                HEAD + "rotateCertificates: true\nauthentication: {webhook: {enabled: false}}")
                        .findings())
                .extracting(Finding::code)
                .containsExactly("CLIENT_CA_MISSING", "TOKEN_WEBHOOK_DISABLED", "SERVING_CERTIFICATE_UNTRUSTED");
    }

    @Test
    void writesAndReadsAFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("kubelet").resolve("config.yaml");
        KubeletConfiguration configuration =
                KubeletConfiguration.builder().port(5).build();
        configuration.write(file);
        assertThat(Posix.mode(file)).isEqualTo("rw-r--r--");
        assertThat(KubeletConfiguration.read(file)).isEqualTo(configuration);
        Files.writeString(file, HEAD + "port: x");
        assertThatThrownBy(() -> KubeletConfiguration.read(file))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith(file + ", port, line 3");
    }

    @Test
    void whateverTheTextItIsReadOrRefused() {
        String[] pieces = {
            "authentication",
            "x509",
            "webhook",
            "cacheTTL",
            "port",
            "readOnlyPort",
            "featureGates",
            "tlsCipherSuites",
            ": ",
            ":\n  ",
            "{",
            "}",
            "[",
            "]",
            ", ",
            "\n",
            "- ",
            "null",
            "true",
            "1",
            "-1",
            "1e99",
            "0x7fffffffffffffffff",
            "1h",
            "\"",
            "'",
            "&a ",
            "*a",
            "!!int ",
            "<<",
            "\t",
            "\u0000"
        };
        Random random = new Random(20261124);
        int read = 0;
        for (int round = 0; round < 5000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? HEAD : "");
            for (int i = random.nextInt(8); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                KubeletConfiguration configuration = KubeletConfiguration.parse(text.toString());
                assertThat(KubeletConfiguration.parse(configuration.toYaml())).isEqualTo(configuration);
                assertThat(configuration.findings()).isNotNull();
                assertThat(configuration.tlsCipherSuites()).isNotNull();
                assertThat(configuration.authenticationWebhookCacheTtl()).isNotNull();
                read++;
            } catch (InvalidFormatException e) {
                assertThat(e.code()).as("round %d", round).isNotEmpty();
            }
        }
        assertThat(read).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "RotateCertificate: true, RotateCertificate, rotateCertificates",
        "rotate-certificates: true, rotate-certificates, rotateCertificates",
        "rotateCertifcates: true, rotateCertifcates, rotateCertificates",
        "clientCAFile: /ca, clientCAFile, authentication.x509.clientCAFile",
        "'authentication: {x509: {clientCaFile: /ca}}', authentication.x509.clientCaFile, authentication.x509.clientCAFile",
        "'authentication: {Anonymous: {enabled: false}}', authentication.Anonymous, authentication.anonymous",
        "'authorization: {webhook: {cacheTTL: 1m}}', authorization.webhook.cacheTTL, authentication.webhook.cacheTTL",
        "tlsMinVersions: VersionTLS13, tlsMinVersions, tlsMinVersion",
        "prt: 1, prt, port",
        "portxy: 1, portxy, ''",
        "bootstrap: true, bootstrap, ''",
        "'authentication: {anonymous: {Enabled: false}}', authentication.anonymous.Enabled, authentication.anonymous.enabled",
        "'authentication: {webhook: {Enabled: true}}', authentication.webhook.Enabled, authentication.webhook.enabled",
        "'authorization: {Webhook: {}}', authorization.Webhook, authorization.webhook",
        "enabled: true, enabled, ''",
        "webhook: {}, webhook, ''",
        "somethingElse: 1, somethingElse, ''"
    })
    void reportsWhatKubeletPassesOverWithTheNearestField(String line, String field, String nearest) {
        KubeletConfiguration configuration = KubeletConfiguration.parse(HEAD + line + "\n");
        assertThat(configuration.findings())
                .filteredOn(finding -> finding.code().equals("FIELD_UNKNOWN"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.location().path()).isEqualTo(field);
                    assertThat(finding.location().line()).isEqualTo(3);
                    assertThat(finding.message())
                            .endsWith(
                                    nearest.isEmpty()
                                            ? "passes over it"
                                            : "passes over it; the nearest one is " + nearest);
                    assertThat(finding.fix())
                            .isEqualTo(nearest.isEmpty() ? "remove it" : "correct the name to " + nearest);
                });
        assertThat(configuration.findings())
                .extracting(Finding::fix)
                .doesNotContain("set " + nearest + " to true", "set it to the cluster's CA: /ca");
    }

    @Test
    void theAdviceAboutAFieldIsToCorrectTheOneThatWasMeantForIt() {
        KubeletConfiguration configuration = KubeletConfiguration.parse(
                HEAD + "RotateCertificates: true\nAuthentication: {x509: {clientCAFile: /ca}}\n");
        assertThat(configuration.findings())
                .filteredOn(finding -> !finding.code().equals("FIELD_UNKNOWN"))
                .extracting(Finding::code, Finding::fix)
                .containsExactly(
                        tuple("CLIENT_CA_MISSING", "correct the name to authentication"),
                        tuple("CERTIFICATE_ROTATION_DISABLED", "correct the name to rotateCertificates"),
                        tuple(
                                "SERVING_CERTIFICATE_UNTRUSTED",
                                "set serverTLSBootstrap to true, or tlsCertFile and tlsPrivateKeyFile"));
    }

    @Test
    void knowsEveryFieldThatItHasAccessorsForAndBoundsWhatItReports() {
        KubeletConfiguration full = KubeletConfiguration.builder().build().withBootstrapping("/ca");
        assertThat(KubeletConfiguration.parse(full.toYaml()).findings())
                .extracting(Finding::code)
                .doesNotContain("FIELD_UNKNOWN");
        StringBuilder many = new StringBuilder(HEAD);
        for (int i = 0; i < 10_000; i++) {
            many.append("\"s3cr3t ").append(i).append("\": 1\n");
        }
        assertThat(KubeletConfiguration.parse(many.toString()).findings())
                .filteredOn(finding -> finding.code().equals("FIELD_UNKNOWN"))
                .hasSizeBetween(10, 100)
                .noneMatch(finding -> finding.toString().contains("s3cr3t"));
    }
}
