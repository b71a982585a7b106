package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.fixtures.Secrets;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubeconfig.internal.NamedFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody takes client-key for client-key-data, or tokenFile for token: what is no path is not named as one. */
class SecretForPathTest {

    private static final String BODY = Pairs.LEAF_KEY.lines().toList().get(1);
    private static final String JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJl";

    static List<String> keys() {
        byte[] pem = Pairs.LEAF_KEY.getBytes(StandardCharsets.UTF_8);
        return List.of(
                Pairs.LEAF_KEY,
                Pairs.LEAF_KEY.replace("\n", " "),
                "\0" + Pairs.LEAF_KEY,
                Base64.getEncoder().encodeToString(pem));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyIsNotShown(String key) {
        AuthInfo user = AuthInfo.builder()
                .clientCertificate(PemSource.inline(Pairs.LEAF_CERTIFICATE))
                .clientKey(PemSource.file(key))
                .build();
        assertSilent(user, key.startsWith("LS0t") ? key.substring(60, 80) : BODY);
    }

    @Test
    void aTokenIsNotShown() {
        for (String token : List.of(JWT, Secrets.TOKEN)) {
            assertSilent(AuthInfo.builder().tokenFile(token).build(), token);
            assertThat(NamedFile.shown("/run/" + token)).isEqualTo("/run/(no path)");
        }
    }

    @Test
    void aPathIs() {
        assertThat(PemSource.file(Path.of("/etc/kubernetes/pki/ca.key")))
                .hasToString("PemSource[/etc/kubernetes/pki/ca.key]");
        AuthInfo user = AuthInfo.builder()
                .clientCertificate(PemSource.file("/nowhere/a.crt"))
                .clientKey(PemSource.file("/nowhere/a.key"))
                .build();
        assertThat(config(user).violations())
                .anySatisfy(error -> assertThat(error.message()).contains("/nowhere/a.key"));
    }

    private static Kubeconfig config(AuthInfo user) {
        return Kubeconfig.of("c", Cluster.of("https://h:6443", PemSource.inline(Pairs.LEAF_CERTIFICATE)), "u", user);
    }

    private static void assertSilent(AuthInfo user, String secret) {
        Kubeconfig config = config(user);
        assertThat(user.toString()).doesNotContain(secret);
        assertThat(String.valueOf(user.clientKey())).doesNotContain(secret);
        assertThat(config.findings(Instant.EPOCH).toString()).doesNotContain(secret);
        assertThat(config.violations().toString()).doesNotContain(secret);
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                user::readClientCertificate,
                () -> ClientConfig.of(config),
                () -> ClientConfig.of(config).clientCertificate(),
                () -> KubeconfigView.of(config).flattened())) {
            for (Throwable thrown = thrownBy(use); thrown != null; thrown = thrown.getCause()) {
                assertThat(thrown.toString()).doesNotContain(secret);
            }
        }
    }

    private static Throwable thrownBy(ThrowingCallable use) {
        return catchThrowable(use);
    }
}
