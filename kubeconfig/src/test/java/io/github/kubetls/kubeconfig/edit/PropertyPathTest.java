package io.github.kubetls.kubeconfig.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code kubectl config set} and {@code unset}; docs/behaviour/kubeconfig.md, 11. */
class PropertyPathTest {

    private static Kubeconfig config(String text) {
        return Kubeconfig.parse(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clusters.10.0.0.1.server      | s    | clusters: [{name: 10.0.0.1, cluster: {server: s}}]",
                "clusters.a.proxy-url          | s    | clusters: [{name: a, cluster: {proxy-url: s}}]",
                "clusters..server              | s    | clusters: [{name: '', cluster: {server: s}}]",
                "clusters.server.server        | s    | clusters: [{name: server, cluster: {server: s}}]",
                "clusters.a.disable-compression | T   | clusters: [{name: a, cluster: {disable-compression: true}}]",
                "clusters.a.certificate-authority-data | QUJD | clusters: [{name: a, cluster: "
                        + "{certificate-authority-data: QUJD}}]",
                "users.u.act-as                | s    | users: [{name: u, user: {as: s}}]",
                "users.u.act-as-uid            | s    | users: [{name: u, user: {as-uid: s}}]",
                "users.u.tokenFile             | s    | users: [{name: u, user: {tokenFile: s}}]",
                "clusters.a.disable-compression | F   | clusters: [{name: a, cluster: {disable-compression: false}}]",
                "contexts.x.namespace          | s    | contexts: [{name: x, context: {namespace: s}}]",
                "preferences.colors            | 1    | preferences: {colors: true}",
                "current-context               | none | current-context: none",
                "kind                          | x    | kind: Config",
            })
    void setsOneProperty(String property, String value, String result) {
        assertThat(KubectlEdits.of(config("")).set(property, value).config()).isEqualTo(config(result));
    }

    @Test
    void setsBytesFromTextAsItIs() {
        assertThat(KubectlEdits.of(config(""))
                        .setRawBytes("users.u.client-key-data", "not base64")
                        .config()
                        .user("u")
                        .orElseThrow()
                        .clientKey()
                        .equals(Optional.of(PemSource.inline("not base64"))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "zz, x, no such property",
        "clusters, x, a whole section",
        "clusters.c, x, a whole entry",
        "clusters.c.zz, x, a whole entry whose name has a dot",
        "clusters.c.server.x, x, below a string",
        "clusters.c.extensions, x, extensions",
        "users.u.as, x, the name that the file has",
        "users.u.token-file, x, an unknown field",
        "users.u.act-as-groups, x, a list",
        "users.u.act-as-user-extra.a, x, a map within a user",
        "users.u.exec, x, exec",
        "users.u.exec.command, x, below exec",
        "users.u.auth-provider.name, x, below auth-provider",
        "preferences, x, a struct",
        "preferences.colors, yes, no boolean of Go",
        "preferences.zz, x, no such preference",
        "preferences.colors.x, true, below a boolean",
        "current-context.x, x, below a string",
        "clusters.c.certificate-authority-data, QUJ, bad base64",
    })
    void refusesToSetOtherProperties(String property, String value, String reason) {
        assertThatThrownBy(
                        () -> KubectlEdits.of(config("")).set(property, value).config())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clusters                  | users: [{name: u, user: {token: t, as-groups: [g], exec: {command: c}}}]",
                "clusters.zz               | the same",
                "users.u                   | clusters: [{name: a.b, cluster: {server: s}}]",
                "clusters.a.b.server       | {clusters: [{name: a.b}], users: [{name: u, user: {token: t, as-groups: [g], exec: {command: c}}}]}",
                "users.u.token             | {clusters: [{name: a.b, cluster: {server: s}}], users: [{name: u, user: {as-groups: [g], exec: {command: c}}}]}",
                "users.u.act-as-groups     | {clusters: [{name: a.b, cluster: {server: s}}], users: [{name: u, user: {token: t, exec: {command: c}}}]}",
                "users.u.client-key        | the same",
                "users.u.exec              | {clusters: [{name: a.b, cluster: {server: s}}], users: [{name: u, user: {token: t, as-groups: [g]}}]}",
            })
    void unsetsAPropertyAnEntryOrASection(String property, String result) {
        String all = "clusters: [{name: a.b, cluster: {server: s}}]\n"
                + "users: [{name: u, user: {token: t, as-groups: [g], exec: {command: c}}}]";
        assertThat(KubectlEdits.of(config(all))
                        .unset(property)
                        .config()
                        .equals(config(result.equals("the same") ? all : result)))
                .isTrue();
    }

    @Test
    void cannotUnsetBelowAMissingEntry() {
        assertThatThrownBy(() ->
                        KubectlEdits.of(config("")).unset("users.zz.token").config())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("current map key `zz` is invalid");
    }

    /** Booleans and bytes, of which embedded ones stay when the path beside them goes. */
    @Test
    void unsetsTheZeroValueOfEachType() {
        Kubeconfig all = config("""
                clusters: [{name: c, cluster: {server: s, insecure-skip-tls-verify: true, disable-compression: true,
                  certificate-authority: /ca.pem, certificate-authority-data: QUJD}}]
                preferences: {colors: true}
                """);
        KubectlEdits edits = KubectlEdits.of(all)
                .unset("clusters.c.disable-compression")
                .unset("clusters.c.certificate-authority")
                .unset("preferences.colors");
        assertThat(edits.config())
                .isEqualTo(config("clusters: [{name: c, cluster: {server: s, "
                        + "insecure-skip-tls-verify: true, certificate-authority-data: QUJD}}]"));
        assertThat(edits.unset("clusters.c.certificate-authority-data")
                        .set("clusters.c.insecure-skip-tls-verify", "0")
                        .config())
                .isEqualTo(config("clusters: [{name: c, cluster: {server: s}}]"));
    }

    /** In the words of kubectl 1.32 and 1.36. */
    @ParameterizedTest
    @CsvSource({
        "'', you must specify a property",
        "preferences.colors.x, unable to parse one or more field values of preferences.colors.x",
        "current-context.x, unable to parse one or more field values of current-context.x",
    })
    void refusesAPathThatLeadsNowhere(String property, String message) {
        KubectlEdits edits = KubectlEdits.of(config("current-context: x"));
        assertThatThrownBy(() -> edits.set(property, "true"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> edits.unset(property))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void anEmptyValueIsNoWayToUnset() {
        assertThatThrownBy(() -> KubectlEdits.of(config("")).set("current-context", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("you cannot use set to unset a property");
    }
}
