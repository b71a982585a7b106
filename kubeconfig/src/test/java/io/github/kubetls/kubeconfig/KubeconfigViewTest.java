package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/kubeconfig.md, 9. */
class KubeconfigViewTest {

    @TempDir
    private Path directory;

    private static final String TWO = """
            clusters: [{name: c, cluster: {server: c}}, {name: d, cluster: {server: d}}]
            users: [{name: u}, {name: v}]
            contexts: [{name: x, context: {cluster: c, user: u}}, {name: z, context: {cluster: d, user: v}}]
            current-context: x
            preferences: {colors: true}
            extensions: [{name: e, extension: 1}]
            """;

    @Test
    void minifyingKeepsOneContextAndWhatBelongsToAll() {
        assertThat(KubeconfigView.of(Kubeconfig.parse(TWO)).minified().config()).isEqualTo(Kubeconfig.parse("""
                clusters: [{name: c, cluster: {server: c}}]
                users: [{name: u}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                preferences: {colors: true}
                extensions: [{name: e, extension: 1}]
                """));
    }

    @Test
    void minifyingToAnotherContextMakesItTheCurrentOne() {
        assertThat(KubeconfigView.of(Kubeconfig.parse(TWO))
                        .minified("z")
                        .config()
                        .currentContext())
                .contains("z");
        assertThat(KubeconfigView.of(Kubeconfig.parse(TWO))
                        .minified("z")
                        .config()
                        .clusters())
                .containsOnlyKeys("d");
    }

    @Test
    void aContextWithoutReferencesKeepsNothing() {
        Kubeconfig config = Kubeconfig.parse("clusters: [{name: ''}]\ncontexts: [{name: x}]\ncurrent-context: x");
        assertThat(KubeconfigView.of(config).minified().config().clusters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clusters: []                                                             | current-context must exist in "
                        + "order to minify",
                "current-context: x                                                       | cannot locate context x",
                "{current-context: x, contexts: [{name: x, context: {cluster: c}}]}       | cannot locate cluster c",
                "{current-context: x, contexts: [{name: x, context: {user: u}}]}          | cannot locate user u",
            })
    void refusesToMinifyWithKubectlsWords(String text, String message) {
        assertThatThrownBy(() ->
                        KubeconfigView.of(Kubeconfig.parse(text)).minified().config())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    private Kubeconfig read(String text) throws IOException {
        return Kubeconfig.read(Files.writeString(directory.resolve("k"), text));
    }

    @Test
    void flatteningEmbedsCertificatesAndKeysOnly() throws IOException {
        Files.writeString(directory.resolve("f"), "PEM");
        Kubeconfig config = read("""
                clusters: [{name: c, cluster: {certificate-authority: ./f}}]
                users: [{name: u, user: {client-certificate: f, client-key: f, tokenFile: f, exec: {command: ./f}}}]
                """);
        assertThat(KubeconfigView.of(config).flattened().config()).isEqualTo(Kubeconfig.parse("""
                clusters: [{name: c, cluster: {certificate-authority-data: UEVN}}]
                users: [{name: u, user: {client-certificate-data: UEVN, client-key-data: UEVN, tokenFile: f,
                  exec: {command: ./f}}}]
                """));
    }

    @Test
    void anEmptyFileLeavesNoData() throws IOException {
        Files.writeString(directory.resolve("f"), "");
        assertThat(KubeconfigView.of(read("clusters: [{name: c, cluster: {certificate-authority: f}}]"))
                        .flattened()
                        .config())
                .isEqualTo(Kubeconfig.parse("clusters: [{name: c}]"));
    }

    @Test
    void refusesToFlattenAFileBesideData() throws IOException {
        Kubeconfig config = read("users: [{name: u, user: {client-key: f, client-key-data: QUJD}}]");
        assertThatThrownBy(() -> KubeconfigView.of(config).flattened())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("users[u].client-key: cannot have values for both path and contents");
    }

    @Test
    void usersComeBeforeClustersAndNamesInOrder() throws IOException {
        Kubeconfig config = read("""
                clusters: [{name: c, cluster: {certificate-authority: c}}]
                users: [{name: b, user: {client-key: b}}, {name: a, user: {client-key: key, client-certificate: cert}}]
                """);
        assertThatThrownBy(() -> KubeconfigView.of(config).flattened())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(directory.resolve("cert") + ": no such file or directory");
    }

    private static final String SECRETS = """
            clusters:
            - name: c
              cluster:
                server: https://me:s3cr3t@h
                proxy-url: http://me:s3cr3t@p
                certificate-authority-data: czNjcjN0
                extensions: [{name: e, extension: {k: s3cr3t}}]
                unknown: s3cr3t
            users:
            - name: u
              user:
                token: s3cr3t
                password: s3cr3t
                username: me
                client-key-data: czNjcjN0
                client-certificate-data: czNjcjN0
                auth-provider: {name: p, unknown: s3cr3t, config: {k: s3cr3t}}
                exec: {command: c, unknown: s3cr3t, args: [s3cr3t], env: [{name: A, value: s3cr3t, unknown: s3cr3t}]}
                unknown: s3cr3t
            contexts: [{name: x, unknown: s3cr3t, context: {extensions: [{name: e, extension: s3cr3t}]}}]
            extensions: [{name: e, extension: s3cr3t}]
            preferences: {extensions: [{name: e, extension: s3cr3t}], unknown: s3cr3t}
            unknown: s3cr3t
            """;

    @Test
    void redactsEverythingThatMayBeSecret() {
        Kubeconfig redacted =
                KubeconfigView.of(Kubeconfig.parse(SECRETS)).redacted().config();
        assertThat(redacted.toYaml())
                .doesNotContain("s3cr3t", "czNjcjN0")
                .contains("server: https://REDACTED@h", "client-key-data: DATA+OMITTED", "username: me")
                .contains("k: REDACTED\n", "- REDACTED\n", "value: REDACTED\n", "extension: REDACTED\n");
        assertThat(redacted.toJson()).doesNotContain("s3cr3t", "czNjcjN0");
    }

    @Test
    void redactsWhatKubectlRedacts() {
        String text = KubeconfigView.of(Kubeconfig.parse(SECRETS))
                .withoutUnknownFields()
                .redacted(KubeconfigView.Redaction.KUBECTL)
                .config()
                .toYaml();
        assertThat(text).doesNotContain("token: s3cr3t", "password: s3cr3t", "czNjcjN0");
        assertThat(text).contains("token: REDACTED", "password: REDACTED", "k: s3cr3t", "https://me:s3cr3t@h");
    }

    @Test
    void marksKeyDataThatAreExplicitlyEmptyAsKubectlDoes() {
        assertThat(KubeconfigView.of(Kubeconfig.parse(
                                "users: [{name: u, user: {client-key-data: '', client-certificate-data: ''}}]"))
                        .redacted(KubeconfigView.Redaction.KUBECTL)
                        .config()
                        .toYaml())
                .contains("client-key-data: DATA+OMITTED")
                .doesNotContain("client-certificate-data");
    }

    @Test
    void neverShowsASecretAsAString() {
        Kubeconfig config = Kubeconfig.parse(SECRETS);
        AuthInfo user = config.user("u").orElseThrow();
        List<Object> values = List.of(
                config,
                user,
                config.cluster("c").orElseThrow(),
                config.context("x").orElseThrow(),
                user.exec().orElseThrow(),
                user.exec().orElseThrow().variables(),
                user.authProvider().orElseThrow(),
                user.clientKey().orElseThrow(),
                KubeconfigView.of(config));
        assertThat(values)
                .allSatisfy(value -> assertThat(value.toString()).isNotBlank().doesNotContain("s3cr3t", "czNjcjN0"));
    }

    @Test
    void dropsUnknownFieldsAsKubectlDoes() {
        assertThat(KubeconfigView.of(Kubeconfig.parse(SECRETS))
                        .withoutUnknownFields()
                        .config()
                        .toYaml())
                .doesNotContain("unknown");
    }
}
