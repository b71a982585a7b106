package io.github.kubetls.kubeconfig.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Context;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/kubeconfig.md, 11; that kubectl agrees is for {@code KubectlDifferentialTest} to show. */
class KubectlEditsTest {

    private static final PemSource FILE = PemSource.file("/ca.pem");
    private static final PemSource DATA = PemSource.inline("PEM");
    private static final PemSource BOTH =
            PemSource.of("/ca.pem", DATA.data().orElseThrow()).orElseThrow();

    private static Kubeconfig config(String text) {
        return Kubeconfig.parse(text);
    }

    private static Cluster edited(Cluster cluster, ClusterEdit edit) {
        return KubectlEdits.of(Kubeconfig.builder().cluster("c", cluster).build())
                .setCluster("c", edit)
                .config()
                .cluster("c")
                .orElseThrow();
    }

    private static AuthInfo edited(AuthInfo user, CredentialsEdit edit) {
        return KubectlEdits.of(Kubeconfig.builder().user("u", user).build())
                .setCredentials("u", edit)
                .config()
                .user("u")
                .orElseThrow();
    }

    @Test
    void setClusterKeepsWhatIsNotMentioned() {
        Cluster cluster = Cluster.builder("s")
                .tlsServerName("n")
                .certificateAuthority(FILE)
                .proxyUrl("http://p")
                .disableCompression(true)
                .extensions(Map.of("e", 1))
                .build();
        assertThat(edited(cluster, ClusterEdit.none())).isEqualTo(cluster);
    }

    static Stream<Arguments> clusterRules() {
        Cluster full = Cluster.builder("s")
                .tlsServerName("n")
                .certificateAuthority(FILE)
                .build();
        Cluster insecure = Cluster.builder("s").insecureSkipTlsVerify(true).build();
        return Stream.of(
                Arguments.of(
                        "a new server clears the TLS server name",
                        full,
                        ClusterEdit.none().server("t"),
                        Cluster.builder("t").certificateAuthority(FILE).build()),
                Arguments.of(
                        "unless that is given too",
                        full,
                        ClusterEdit.none().tlsServerName("m").server("t"),
                        Cluster.builder("t")
                                .tlsServerName("m")
                                .certificateAuthority(FILE)
                                .build()),
                Arguments.of(
                        "insecure clears the CA",
                        full,
                        ClusterEdit.none().insecureSkipTlsVerify(true),
                        Cluster.builder("s")
                                .tlsServerName("n")
                                .insecureSkipTlsVerify(true)
                                .build()),
                Arguments.of(
                        "not mentioned, it is switched off, as kubectl does",
                        insecure,
                        ClusterEdit.none(),
                        Cluster.builder("s").build()),
                Arguments.of(
                        "a CA file clears insecure and data",
                        Cluster.builder("s")
                                .certificateAuthority(DATA)
                                .insecureSkipTlsVerify(true)
                                .build(),
                        ClusterEdit.none().certificateAuthority(FILE),
                        Cluster.builder("s").certificateAuthority(FILE).build()),
                Arguments.of(
                        "embedded data clear the file and insecure",
                        full,
                        ClusterEdit.none().certificateAuthority(DATA),
                        Cluster.builder("s")
                                .tlsServerName("n")
                                .certificateAuthority(DATA)
                                .build()),
                Arguments.of(
                        "an empty path clears the path, where kubectl takes the working directory",
                        full,
                        ClusterEdit.none().noCertificateAuthorityFile(),
                        Cluster.builder("s").tlsServerName("n").build()),
                Arguments.of(
                        "an empty path leaves embedded data",
                        Cluster.builder("s").certificateAuthority(BOTH).build(),
                        ClusterEdit.none().noCertificateAuthorityFile(),
                        Cluster.builder("s").certificateAuthority(DATA).build()),
                Arguments.of(
                        "a proxy is not checked",
                        full,
                        ClusterEdit.none().proxyUrl("no url"),
                        full.toBuilder().proxyUrl("no url").build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clusterRules")
    void setClusterFollowsTheRules(String rule, Cluster before, ClusterEdit edit, Cluster after) {
        assertThat(edited(before, edit)).isEqualTo(after);
    }

    static Stream<Arguments> credentialRules() {
        AuthInfo token = AuthInfo.builder().token("t").tokenFile("f").build();
        AuthInfo basic =
                AuthInfo.builder().username("u").password("p").tokenFile("f").build();
        AuthInfo files =
                AuthInfo.builder().clientCertificate(FILE).clientKey(FILE).build();
        AuthInfo data =
                AuthInfo.builder().clientCertificate(DATA).clientKey(DATA).build();
        CredentialsEdit none = CredentialsEdit.none();
        return Stream.of(
                Arguments.of("nothing mentioned, nothing changed", basic, none, basic),
                Arguments.of(
                        "a token clears user name and password",
                        basic,
                        none.token("t"),
                        AuthInfo.builder().token("t").tokenFile("f").build()),
                Arguments.of(
                        "a user name clears the token",
                        token,
                        none.username("u"),
                        AuthInfo.builder().username("u").tokenFile("f").build()),
                Arguments.of(
                        "a password clears the token",
                        token,
                        none.password("p"),
                        AuthInfo.builder().password("p").tokenFile("f").build()),
                Arguments.of("an empty token is no token", basic, none.token(""), basic),
                Arguments.of(
                        "an empty user name is none",
                        basic,
                        none.username(""),
                        AuthInfo.builder().password("p").tokenFile("f").build()),
                Arguments.of(
                        "a certificate file clears certificate data only",
                        data,
                        none.clientCertificate(FILE),
                        AuthInfo.builder()
                                .clientCertificate(FILE)
                                .clientKey(DATA)
                                .build()),
                Arguments.of(
                        "a key file clears key data only",
                        data,
                        none.clientKey(FILE),
                        AuthInfo.builder()
                                .clientCertificate(DATA)
                                .clientKey(FILE)
                                .build()),
                Arguments.of(
                        "embedded data clear the files",
                        files,
                        none.clientCertificate(DATA).clientKey(DATA),
                        data),
                Arguments.of(
                        "an empty path clears the path",
                        files,
                        none.noClientKeyFile(),
                        AuthInfo.builder().clientCertificate(FILE).build()),
                Arguments.of(
                        "an empty path leaves embedded data",
                        AuthInfo.builder()
                                .clientCertificate(DATA)
                                .clientKey(BOTH)
                                .build(),
                        none.noClientKeyFile(),
                        data));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("credentialRules")
    void setCredentialsFollowsTheRules(String rule, AuthInfo before, CredentialsEdit edit, AuthInfo after) {
        assertThat(edited(before, edit).equals(after)).isTrue();
    }

    private static String exec(String before, UnaryOperator<CredentialsEdit> edit) {
        AuthInfo user =
                config("users: [{name: u, user: " + before + "}]").user("u").orElseThrow();
        return Kubeconfig.builder()
                .user("u", edited(user, edit.apply(CredentialsEdit.none())))
                .build()
                .toYaml()
                .replaceFirst("(?s).*  user:(?: \\{\\})?\n", "");
    }

    @Test
    void aNewCommandDropsArgumentsAndKeepsTheEnvironment() {
        assertThat(exec(
                        "{exec: {command: a, args: [x], env: [{name: A, value: '1'}], installHint: h}}",
                        edit -> edit.execCommand("b")))
                .isEqualTo("""
                            exec:
                              args: null
                              command: b
                              env:
                              - name: A
                                value: "1"
                              installHint: h
                              provideClusterInfo: false
                        """);
    }

    @Test
    void environmentVariablesAreAddedUpdatedAndRemoved() {
        assertThat(exec(
                        "{exec: {command: a, env: [{name: A, value: '1'}, {name: B, value: '2'}]}}",
                        edit -> edit.execEnv("D", "4")
                                .execEnv("A", "x=y")
                                .removeExecEnv("B")
                                .execEnv("C", "")))
                .contains("""
                              env:
                              - name: A
                                value: x=y
                              - name: D
                                value: "4"
                              - name: C
                                value: ""
                        """);
    }

    @Test
    void execSettingsWithoutACommandAreIgnored() {
        assertThat(exec("{}", edit -> edit.execArgs(List.of("a")).execApiVersion("v1")))
                .isEmpty();
    }

    @Test
    void allExecSettingsCanBeSet() {
        assertThat(exec(
                        "{}",
                        edit -> edit.execCommand("c")
                                .execArgs(List.of("a", "b"))
                                .execApiVersion("v1")
                                .execProvideClusterInfo(true)
                                .execInteractiveMode("Never")))
                .isEqualTo("""
                            exec:
                              apiVersion: v1
                              args:
                              - a
                              - b
                              command: c
                              env: null
                              interactiveMode: Never
                              provideClusterInfo: true
                        """);
        assertThatThrownBy(() -> CredentialsEdit.none().execInteractiveMode("never"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("invalid interactive mode type, can be only IfAvailable, Never, Always");
    }

    @Test
    void anAuthProviderOfTheSameNameKeepsItsSettings() {
        String before = "{auth-provider: {name: p, config: {a: '1', b: '2'}}}";
        assertThat(exec(
                        before,
                        edit -> edit.authProvider("p").authProviderArg("c", "3").removeAuthProviderArg("a")))
                .isEqualTo("""
                            auth-provider:
                              config:
                                b: "2"
                                c: "3"
                              name: p
                        """);
        assertThat(exec(before, edit -> edit.authProvider("q")))
                .isEqualTo("    auth-provider:\n      config: {}\n      name: q\n");
    }

    @Test
    void setContextKeepsWhatIsNotMentionedAndChecksNothing() {
        Kubeconfig config = config("contexts: [{name: x, context: {cluster: c, user: u, namespace: ns}}]");
        assertThat(KubectlEdits.of(config)
                        .setContext("x", ContextEdit.none().user("nobody"))
                        .config()
                        .context("x"))
                .contains(Context.builder("c", "nobody").namespace("ns").build());
        assertThat(KubectlEdits.of(config)
                        .setContext("x", ContextEdit.none().namespace(""))
                        .config()
                        .context("x"))
                .contains(Context.builder("c", "u").build());
        assertThat(KubectlEdits.of(config)
                        .setContext("y", ContextEdit.none())
                        .config()
                        .context("y"))
                .contains(Context.builder("", "").build());
    }

    @Test
    void setsTheCurrentContextsFields() {
        Kubeconfig config = config("current-context: x");
        assertThat(KubectlEdits.of(config)
                        .setCurrentContext(ContextEdit.none().namespace("n"))
                        .config()
                        .context("x"))
                .contains(Context.builder("", "").namespace("n").build());
        assertThatThrownBy(() -> KubectlEdits.of(config(""))
                        .setCurrentContext(ContextEdit.none())
                        .config())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no current context is set");
    }

    static Stream<Arguments> refusals() {
        Kubeconfig config = config("contexts: [{name: a}, {name: b}]\ncurrent-context: a");
        return Stream.of(
                Arguments.of("you must specify a non-empty cluster name", (Runnable) () -> KubectlEdits.of(config)
                        .setCluster("", ClusterEdit.none())
                        .config()),
                Arguments.of("you cannot specify a certificate authority and insecure mode at the same time", (Runnable)
                        () -> KubectlEdits.of(config)
                                .setCluster(
                                        "c",
                                        ClusterEdit.none()
                                                .insecureSkipTlsVerify(true)
                                                .certificateAuthority(FILE))
                                .config()),
                Arguments.of("you must specify a non-empty user name", (Runnable) () -> KubectlEdits.of(config)
                        .setCredentials("", CredentialsEdit.none())
                        .config()),
                Arguments.of(
                        "you cannot specify more than one authentication method at the same time: --token, "
                                + "--username/--password",
                        (Runnable) () -> KubectlEdits.of(config)
                                .setCredentials(
                                        "u", CredentialsEdit.none().token("t").password("p"))
                                .config()),
                Arguments.of("you must specify a non-empty context name or --current", (Runnable)
                        () -> KubectlEdits.of(config)
                                .setContext("", ContextEdit.none())
                                .config()),
                Arguments.of("empty context names are not allowed", (Runnable)
                        () -> KubectlEdits.of(config).useContext("").config()),
                Arguments.of("no context exists with the name: \"x\"", (Runnable)
                        () -> KubectlEdits.of(config).useContext("x").config()),
                Arguments.of("cannot rename the context \"x\", it's not in the kubeconfig", (Runnable)
                        () -> KubectlEdits.of(config).renameContext("x", "y").config()),
                Arguments.of(
                        "cannot rename the context \"a\", the context \"b\" already exists in the kubeconfig",
                        (Runnable) () ->
                                KubectlEdits.of(config).renameContext("a", "b").config()),
                Arguments.of(
                        "cannot rename the context \"a\", the context \"a\" already exists in the kubeconfig",
                        (Runnable) () ->
                                KubectlEdits.of(config).renameContext("a", "a").config()),
                Arguments.of("You must specify a new non-empty context name", (Runnable)
                        () -> KubectlEdits.of(config).renameContext("a", "").config()),
                Arguments.of("cannot delete cluster x, not in the kubeconfig", (Runnable)
                        () -> KubectlEdits.of(config).deleteCluster("x").config()),
                Arguments.of("cannot delete user x, not in the kubeconfig", (Runnable)
                        () -> KubectlEdits.of(config).deleteUser("x").config()),
                Arguments.of("cannot delete context x, not in the kubeconfig", (Runnable)
                        () -> KubectlEdits.of(config).deleteContext("x").config()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusesWithKubectlsWords(String message, Runnable edit) {
        assertThatThrownBy(edit::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void renamingMovesTheCurrentContext() {
        Kubeconfig config = config("contexts: [{name: a, context: {cluster: c}}]\ncurrent-context: a");
        assertThat(KubectlEdits.of(config).renameContext("a", "b").config())
                .isEqualTo(config("contexts: [{name: b, context: {cluster: c}}]\ncurrent-context: b"));
        assertThat(KubectlEdits.of(config.toBuilder().currentContext("z").build())
                        .renameContext("a", "b")
                        .config()
                        .currentContext())
                .contains("z");
    }

    /** kubectl compares names, and that of no current context is empty. */
    @Test
    void renamingTheContextWithoutANameMakesItTheCurrentOneIfThereIsNone() {
        Kubeconfig config = config("contexts: [{name: '', context: {cluster: c}}]");
        assertThat(KubectlEdits.of(config).renameContext("", "b").config())
                .isEqualTo(config("contexts: [{name: b, context: {cluster: c}}]\ncurrent-context: b"));
    }

    @Test
    void deletingDoesNotAskWhatRefersToAnEntry() {
        Kubeconfig config = config(
                "clusters: [{name: c}, {name: d}]\nusers: [{name: u}, {name: v}]\ncontexts: [{name: w}, {name: x, "
                        + "context: {cluster: c, user: u}}]\ncurrent-context: x");
        assertThat(KubectlEdits.of(config)
                        .deleteCluster("c")
                        .deleteUser("u")
                        .deleteContext("x")
                        .config())
                .isEqualTo(
                        config("clusters: [{name: d}]\nusers: [{name: v}]\ncontexts: [{name: w}]\ncurrent-context: x"));
    }

    @Test
    void neverShowsWhatAnEditMentions() {
        assertThat(CredentialsEdit.none().token("s3cr3t").password("s3cr3t")).hasToString("CredentialsEdit");
        assertThat(ClusterEdit.none().server("https://u:s3cr3t@h")).hasToString("ClusterEdit");
        assertThat(ContextEdit.none().user("jane").namespace("team").toString()).contains("jane", "team");
        assertThat(KubectlEdits.of(config("users: [{name: jane, user: {token: s3cr3t}}]")))
                .asString()
                .contains("jane")
                .doesNotContain("s3cr3t");
        assertThatThrownBy(() -> KubectlEdits.of(config(""))
                        .set("users.u.client-key-data", "s3cr3t!")
                        .config())
                .hasMessageNotContaining("s3cr3t");
    }
}
