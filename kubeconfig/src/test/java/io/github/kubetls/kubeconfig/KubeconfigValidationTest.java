package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/kubeconfig.md, 7. */
class KubeconfigValidationTest {

    @TempDir
    private Path directory;

    private static List<String> messages(List<FieldError> violations) {
        return violations.stream().map(FieldError::message).toList();
    }

    private static Kubeconfig with(String cluster, String user) {
        return Kubeconfig.parse("clusters: [{name: c, cluster: " + cluster + "}]\nusers: [{name: u, user: " + user
                + "}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "clusters: []", "preferences: {colors: false}", "unknown: 1"})
    void anEmptyKubeconfigHasOneError(String text) {
        Kubeconfig config = Kubeconfig.parse(text);
        assertThat(messages(config.violations()))
                .containsExactly(
                        "no configuration has been provided, try setting KUBERNETES_MASTER environment variable");
        // ... whatever context is named.
        assertThat(config.violations("")).isEqualTo(config.violations());
        assertThat(config.violations("x")).isEqualTo(config.violations());
    }

    /** docs/behaviour/worked-examples.md, E14. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{token: t, username: a, password: b} | more than one authentication method found for u; found [token "
                        + "basicAuth], only one is allowed",
                "{client-certificate-data: QUJD, as-groups: [g]} | client-key-data or client-key must be specified for u to "
                        + "use the clientCert authentication method.;requesting uid, groups or user-extra for u without "
                        + "impersonating a user",
                "{exec: {command: p, apiVersion: client.authentication.k8s.io/v1, env: [{value: z}]}} | env variable name "
                        + "must be specified for u to use exec authentication plugin;interactiveMode must be specified for "
                        + "u to use exec authentication plugin",
                "{exec: {}, auth-provider: {}} | authProvider cannot be provided in combination with an exec plugin for "
                        + "u;command must be specified for u to use exec authentication plugin;apiVersion must be specified "
                        + "for u to use exec authentication plugin;interactiveMode must be specified for u to use exec "
                        + "authentication plugin",
                "{exec: {command: c, apiVersion: v, interactiveMode: never}} | invalid interactiveMode for u: \"never\"",
                "{exec: {command: c, apiVersion: v, interactiveMode: Never, env: [{value: a}, {value: b}]}} | env variable "
                        + "name must be specified for u to use exec authentication plugin",
                "{exec: {command: c, apiVersion: v, interactiveMode: Never, env: [{name: A, value: a}]}} | ''",
                "{as-uid: x} | requesting uid, groups or user-extra for u without impersonating a user",
                "{as-user-extra: {a: [b]}} | requesting uid, groups or user-extra for u without impersonating a user",
                "{as: a, as-uid: x, as-groups: [g]} | ''",
                "{client-key-data: QUJD, client-key: /x} | ''",
                "{token: t, tokenFile: /missing} | ''",
                "{token: t, client-certificate-data: QUJD, client-key-data: QUJD} | ''",
                "{} | ''",
            })
    void findsWhatIsWrongWithAUser(String user, String errors) {
        Kubeconfig config = with("{server: 'https://h'}", user);
        assertThat(String.join(";", messages(config.violations()))).isEqualTo(errors);
        assertThat(config.violations("")).isEqualTo(config.violations());
    }

    @Test
    void findsCertificateAndKeyProblemsInOrder() {
        Kubeconfig config = with(
                "{server: s}",
                "{client-certificate: /m/cert, client-certificate-data: QUJD, client-key: /m/key, client-key-data: QUJD}");
        assertThat(messages(config.violations()))
                .containsExactly(
                        "client-cert-data and client-cert are both specified for u. client-cert-data will override.",
                        "client-key-data and client-key are both specified for u; client-key-data will override",
                        "unable to read client-cert /m/cert for u due to open /m/cert: no such file or directory",
                        "unable to read client-key /m/key for u due to open /m/key: no such file or directory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | no server found for cluster \"c\"",
                "{server: s, certificate-authority: /m/ca, certificate-authority-data: QUJD} | certificate-authority-data "
                        + "and certificate-authority are both specified for c. certificate-authority-data will override.;"
                        + "unable to read certificate-authority /m/ca for c due to open /m/ca: no such file or directory",
                "{proxy-url: 'tcp://p:1'} | no server found for cluster \"c\";invalid 'proxy-url' \"tcp://p:1\" for cluster "
                        + "\"c\": unsupported scheme \"tcp\", must be http, https, or socks5",
                "{server: s, proxy-url: ':'} | invalid 'proxy-url' \":\" for cluster \"c\": could not parse: :",
                "{server: s, proxy-url: HTTP://p} | ''",
                "{server: 'no url at all'} | ''",
                "{server: s, insecure-skip-tls-verify: true, certificate-authority-data: QUJD} | ''",
            })
    void findsWhatIsWrongWithACluster(String cluster, String errors) {
        assertThat(String.join(";", messages(with(cluster, "{}").violations()))).isEqualTo(errors);
    }

    @Test
    void findsWhatIsWrongWithAContext() {
        Kubeconfig config = Kubeconfig.parse("""
                contexts:
                - {name: "", context: {}}
                - {name: a, context: {cluster: c, user: u, namespace: Bad}}
                current-context: z
                """);
        assertThat(messages(config.violations()))
                .containsExactly(
                        "context was not found for specified context: z",
                        "empty context name is not allowed",
                        "user was not specified for context \"\"",
                        "cluster was not specified for context \"\"",
                        "user \"u\" was not found for context \"a\"",
                        "cluster \"c\" was not found for context \"a\"",
                        "namespace \"Bad\" for context \"a\" does not conform to the kubernetes DNS_LABEL rules");
        assertThat(config.findings(Instant.EPOCH))
                .extracting(Finding::code)
                .containsSubsequence(
                        "USER_MISSING", "CLUSTER_MISSING", "USER_UNKNOWN", "CLUSTER_UNKNOWN", "NAMESPACE_INVALID");
    }

    @Test
    void goesThroughContextsThenUsersThenClustersByName() {
        Kubeconfig config = Kubeconfig.parse("""
                clusters: [{name: b}, {name: a}]
                users: [{name: b, user: {as-uid: x}}, {name: a, user: {as-uid: x}}]
                contexts: [{name: b, context: {cluster: a, user: a}}, {name: a, context: {cluster: a}}]
                """);
        assertThat(config.violations())
                .extracting(error -> error.location().toString())
                .containsExactly(
                        "contexts[a].user", "users[a].as", "users[b].as", "clusters[a].server", "clusters[b].server");
    }

    @Test
    void confirmsOneContextWhateverElseIsBroken() {
        Kubeconfig config = Kubeconfig.parse("""
                clusters: [{name: c, cluster: {server: s}}, {name: broken}]
                users: [{name: u}, {name: broken, user: {as-uid: x}}]
                contexts: [{name: x, context: {cluster: c, user: u}}, {name: broken}]
                """);
        assertThat(config.violations("x")).isEmpty();
        assertThat(messages(config.violations(""))).containsExactly("no context chosen");
        assertThat(messages(config.violations("zz")))
                .containsExactly("context was not found for specified context: zz");
    }

    @Test
    void aMissingClusterGivesTwoErrors() {
        Kubeconfig config =
                Kubeconfig.parse("contexts: [{name: m, context: {cluster: c, user: u}}]\nusers: [{name: u}]");
        assertThat(messages(config.violations("m")))
                .containsExactly("cluster \"c\" was not found for context \"m\"", "no server found for cluster \"c\"");
    }

    /** docs/behaviour/worked-examples.md, E32. */
    @Test
    void aDiscoveryFileIsValidButHasNoContext() {
        Kubeconfig discovery = Kubeconfig.discovery(Cluster.of("https://h", PemSource.inline("PEM")));
        assertThat(discovery.violations()).isEmpty();
        assertThat(messages(discovery.violations(""))).containsExactly("no context chosen");
    }

    @Test
    void relativeFilesAreLookedUpBesideTheKubeconfig() throws IOException {
        Files.writeString(directory.resolve("ca"), "");
        Path file = Files.writeString(
                directory.resolve("k"), "clusters: [{name: c, cluster: {server: s, certificate-authority: ca}}]");
        assertThat(Kubeconfig.read(file).violations()).isEmpty();
    }

    @Test
    void leavesNoFileOpen() throws IOException {
        Path open = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(open), "this system does not list the files that a process has open");
        Path ca = Files.writeString(directory.resolve("ca"), "");
        assertThat(with("{server: s, certificate-authority: " + ca + "}", "{}").violations())
                .isEmpty();
        try (Stream<Path> descriptors = Files.list(open)) {
            assertThat(descriptors).noneMatch(descriptor -> leadsTo(ca, descriptor));
        }
    }

    private static boolean leadsTo(Path file, Path descriptor) {
        try {
            return Files.isSameFile(file, descriptor);
        } catch (IOException e) {
            // It is closed, or leads to what has no name.
            return false;
        }
    }

    @Test
    void saysWhyAFileCannotBeOpened() throws IOException {
        Path loop = directory.resolve("loop");
        Posix.link(loop, loop);
        assertThat(messages(with("{server: s, certificate-authority: " + loop + "}", "{}")
                        .violations()))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWithIgnoringCase("unable to read certificate-authority " + loop + " for c due to open " + loop
                        + ": too many levels of symbolic links");
        assertThat(messages(with("{server: s, certificate-authority: \"\\0\"}", "{}")
                        .violations()))
                .singleElement(InstanceOfAssertFactories.STRING)
                .endsWith(": invalid argument");
    }

    @Test
    void saysWhichFileAnEntryCameFrom() throws IOException {
        Path file = Files.writeString(directory.resolve("k"), "clusters: [{name: c}]");
        assertThat(Kubeconfig.read(file).violations())
                .extracting(FieldError::location)
                .containsExactly(new Location(file.toString(), "clusters[c].server", 0, 0));
    }

    @Test
    void saysWhatIsMissingWrongAndTooMuch() {
        Kubeconfig config = with("{proxy-url: ':'}", "{token: t, username: a}");
        assertThat(config.violations())
                .extracting(FieldError::type)
                .containsExactly(FieldError.Type.FORBIDDEN, FieldError.Type.REQUIRED, FieldError.Type.INVALID);
    }

    @Test
    void neverShowsAProxysPassword() {
        assertThat(with("{server: s, proxy-url: 'tcp://me:s3cr3t@p'}", "{}")
                        .violations()
                        .toString())
                .doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource({"a, true", "a-b-9, true", "-a, false", "a-, false", "A, false", "a.b, false"})
    void aNamespaceIsADnsLabel(String namespace, boolean valid) {
        Kubeconfig config = Kubeconfig.builder()
                .cluster("c", Cluster.builder("s").build())
                .user("u", AuthInfo.builder().build())
                .context("x", Context.builder("c", "u").namespace(namespace).build())
                .build();
        assertThat(config.violations().isEmpty()).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"63, true", "64, false"})
    void aNamespaceHasAtMost63Characters(int length, boolean valid) {
        aNamespaceIsADnsLabel("a".repeat(length), valid);
    }
}
