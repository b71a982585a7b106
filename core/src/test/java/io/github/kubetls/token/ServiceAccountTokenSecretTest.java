package io.github.kubetls.token;

import static io.github.kubetls.fixtures.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.text.Jwt;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/tokens.md, 10. */
class ServiceAccountTokenSecretTest {

    private static final String HEAD = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: robot-token\n  namespace: ci\n"
            + "  annotations:\n    kubernetes.io/service-account.name: robot\n";
    private static final String TYPE = "type: kubernetes.io/service-account-token\n";
    private static final String CLAIMS =
            "{\"iss\":\"kubernetes/serviceaccount\",\"sub\":\"system:serviceaccount:ci:robot\","
                    + "\"kubernetes.io/serviceaccount/secret.name\":\"robot-token\"}";

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String jwt(String claims) {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        return url.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + url.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2lnbmF0dXJl";
    }

    private static ServiceAccountTokenSecret withToken(String token) {
        return ServiceAccountTokenSecret.parse(HEAD + TYPE + "data:\n  token: " + base64(token) + "\n");
    }

    private static List<String> codes(ServiceAccountTokenSecret secret) {
        return secret.findings().stream().map(Finding::code).toList();
    }

    @Test
    void asksForAToken() {
        ServiceAccountTokenSecret secret =
                ServiceAccountTokenSecret.request(ObjectMeta.of("ci", "robot-token"), "robot");
        assertThat(secret.toYaml())
                .isEqualTo("apiVersion: v1\nkind: Secret\nmetadata:\n  annotations:\n"
                        + "    kubernetes.io/service-account.name: robot\n  name: robot-token\n  namespace: ci\n"
                        + TYPE);
        assertThat(ServiceAccountTokenSecret.parse(secret.toYaml()))
                .isEqualTo(secret)
                .hasSameHashCodeAs(secret);
        assertThatThrownBy(() -> ServiceAccountTokenSecret.request(ObjectMeta.of("ci", "robot-token"), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(secret).hasToString("ServiceAccountTokenSecret[ci/robot-token for robot]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: null\n", "data: {}\n", "data: {token: \"\"}\n", "data: {token: null}\n"})
    void hasNoTokenRightAfterCreation(String data) {
        ServiceAccountTokenSecret secret = ServiceAccountTokenSecret.parse(HEAD + TYPE + data);
        assertThat(secret.token()).isEmpty();
        assertThat(secret.caCertificates()).isEmpty();
        assertThat(secret.serviceAccountUid()).isEmpty();
        assertRefused("TOKEN_PENDING", secret::requiredToken);
        assertThat(codes(secret)).containsExactly("TOKEN_PENDING");
    }

    @Test
    void hasTheTokenDecodedOnce() {
        String token = jwt(CLAIMS);
        assertThat(withToken(token).requiredToken()).isEqualTo(token);
        assertThat(withToken(token).token()).contains(token);
        assertThat(codes(withToken(token))).containsExactly("EXPIRATION_MISSING");
    }

    @Test
    void tellsTheClaimsOfItsTokenUnverified() {
        assertThat(withToken(jwt(CLAIMS)).claims().orElseThrow())
                .containsOnly(
                        Map.entry("iss", "kubernetes/serviceaccount"),
                        Map.entry("sub", "system:serviceaccount:ci:robot"),
                        Map.entry("kubernetes.io/serviceaccount/secret.name", "robot-token"));
        for (String token : List.of(jwt("[]"), jwt("{"), jwt(""), "opaque")) {
            assertThat(withToken(token).claims()).isEmpty();
        }
        assertThat(ServiceAccountTokenSecret.parse(HEAD + TYPE).claims()).isEmpty();
    }

    @Test
    void readsTheValuesThatItWritesAndNamesTheFile(@TempDir Path folder) throws IOException {
        ServiceAccountTokenSecret secret = withToken(jwt(CLAIMS));
        assertThat(ServiceAccountTokenSecret.fromMap(secret.toMap())).isEqualTo(secret);
        Path file = folder.resolve("secret.yaml");
        secret.write(file);
        assertThat(ServiceAccountTokenSecret.read(file)).isEqualTo(secret);
        Files.writeString(file, HEAD + TYPE + "---\n" + HEAD + "---\n" + secret.toYaml());
        assertThat(ServiceAccountTokenSecret.readAll(file)).hasSize(2).last().isEqualTo(secret);
        Files.writeString(file, HEAD);
        assertThatThrownBy(() -> ServiceAccountTokenSecret.read(file))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location().source()).isEqualTo(file.toString()));
    }

    @Test
    void refusesASecretOfAnotherTypeOrWithoutAccount() {
        assertRefused("SECRET_TYPE_MISMATCH", () -> ServiceAccountTokenSecret.parse(HEAD + "type: Opaque\n"));
        assertRefused("SECRET_TYPE_MISMATCH", () -> ServiceAccountTokenSecret.parse(HEAD));
        assertRefused(
                "VALUE_MISSING",
                () -> ServiceAccountTokenSecret.parse("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n" + TYPE));
    }

    @Test
    void decodesWhatKubectlPrints() {
        String token = jwt(CLAIMS);
        String encoded = base64(token);
        assertThat(ServiceAccountTokenSecret.decodeToken(encoded)).isEqualTo(token);
        assertThat(ServiceAccountTokenSecret.decodeToken(encoded + "\n")).isEqualTo(token);
        assertThat(ServiceAccountTokenSecret.decodeToken(encoded.substring(0, 60) + "\r\n" + encoded.substring(60)))
                .isEqualTo(token);
    }

    @Test
    void recognisesATokenThatWasDecodedAlready() {
        String token = jwt(CLAIMS);
        assertThatThrownBy(() -> ServiceAccountTokenSecret.decodeToken(token + "\n"))
                .hasFieldOrPropertyWithValue("code", "TOKEN_ENCODING_MISSING")
                .hasMessageNotContaining("eyJ");
        assertThatThrownBy(() -> ServiceAccountTokenSecret.parse(HEAD + TYPE + "data:\n  token: " + token + "\n"))
                .hasFieldOrPropertyWithValue("code", "BASE64_INVALID")
                .hasMessageContaining(
                        "data.token, line 10, column 10: is not base64 but a token that is decoded already")
                .hasMessageNotContaining("eyJ");
    }

    @Test
    void recognisesATokenThatWasEncodedTwice() {
        String twice = base64(jwt(CLAIMS));
        assertRefused("TOKEN_ENCODING_DUPLICATE", () -> ServiceAccountTokenSecret.decodeToken(base64(twice)));
        assertRefused("TOKEN_ENCODING_DUPLICATE", () -> ServiceAccountTokenSecret.decodeToken(base64(twice + "\n")));
        assertThat(codes(withToken(twice))).containsExactly("TOKEN_ENCODING_DUPLICATE");
        assertThat(ServiceAccountTokenSecret.decodeToken(base64("abcd")))
                .as("base64 of something else")
                .isEqualTo("abcd");
    }

    @Test
    void refusesNothingAndGarbage() {
        assertRefused("TOKEN_PENDING", () -> ServiceAccountTokenSecret.decodeToken(""));
        assertRefused("TOKEN_PENDING", () -> ServiceAccountTokenSecret.decodeToken("\n"));
        assertRefused("BASE64_INVALID", () -> ServiceAccountTokenSecret.decodeToken("abc"));
        assertRefused("BASE64_INVALID", () -> ServiceAccountTokenSecret.decodeToken("<no value>"));
    }

    @Test
    void findsATokenOfAnotherSecretOrAccount() {
        assertThat(codes(withToken(jwt(CLAIMS.replace("ci:robot", "ci:other")))))
                .containsExactly("TOKEN_CLAIM_MISMATCH", "EXPIRATION_MISSING");
        assertThat(codes(withToken(jwt(CLAIMS.replace("robot-token", "other")))))
                .containsExactly("TOKEN_CLAIM_MISMATCH", "EXPIRATION_MISSING");
        ServiceAccountTokenSecret uid =
                ServiceAccountTokenSecret.parse(HEAD + "    kubernetes.io/service-account.uid: u-1\n" + TYPE
                        + "data:\n  token: " + base64(jwt(CLAIMS)) + "\n");
        assertThat(codes(uid)).containsExactly("TOKEN_CLAIM_MISMATCH", "EXPIRATION_MISSING");
        assertThat(uid.serviceAccountUid()).contains("u-1");
        assertThat(uid).isNotEqualTo(withToken(jwt(CLAIMS)));
        assertThat(ServiceAccountTokenSecret.parse(HEAD + "    kubernetes.io/service-account.uid: \"\"\n" + TYPE)
                        .serviceAccountUid())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no token", "a.b.c", "eyJhIjox.eyJhIjox"})
    void findsWhatIsNoToken(String token) {
        assertThat(codes(withToken(token))).containsExactly("JWT_INVALID");
    }

    @Test
    void findsClaimsThatAreNone() {
        assertThat(codes(withToken(jwt("[]")))).containsExactly("JWT_INVALID");
        assertThat(codes(withToken(jwt("{")))).containsExactly("JWT_INVALID");
        assertThat(codes(withToken(jwt("")))).containsExactly("JWT_INVALID");
        assertThat(codes(withToken(jwt(CLAIMS.replace("}", ",\"exp\":1}"))))).isEmpty();
    }

    @Test
    void readsTheLabelsOfLegacyTokens() {
        String labels = "  labels:\n    kubernetes.io/legacy-token-last-used: \"2026-11-24\"\n"
                + "    kubernetes.io/legacy-token-invalid-since: \"2026-11-25\"\n";
        ServiceAccountTokenSecret secret =
                ServiceAccountTokenSecret.parse(HEAD + labels + TYPE + "data:\n  token: " + base64(jwt(CLAIMS)) + "\n");
        assertThat(secret.lastUsed()).contains("2026-11-24");
        assertThat(codes(secret)).containsExactly("EXPIRATION_MISSING", "TOKEN_DISABLED");
        assertThat(withToken("x").lastUsed()).isEmpty();
    }

    @Test
    void refusesALongTextThatIsNoTokenInLinearTime() {
        String hostile = "eyJ" + "a.".repeat(500_000);
        assertThat(Jwt.isJwt(hostile)).isFalse();
        assertThat(Jwt.isJwt("eyJ" + "a".repeat(1_000_000))).isFalse();
    }
}
