package io.github.kubetls.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/tokens.md, 8.2. */
class ApiServerAuthenticatorTest {

    private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");
    private static final Credentials TOKEN = Credentials.fromHeader("Bearer t0ken");

    private final List<String> asked = new ArrayList<>();

    private Authenticator part(String name, Authentication answer) {
        return (presented, now) -> {
            asked.add(name);
            return answer;
        };
    }

    private static Authentication user(String name) {
        return Authentication.authenticated(UserInfo.of(name, "dev"));
    }

    private static Authentication bad(String code) {
        return Authentication.rejected(code, "because");
    }

    @Test
    void asksInTheOrderOfTheApiServerWhateverTheOrderOfTheBuilder() {
        ApiServerAuthenticator authenticator = ApiServerAuthenticator.builder()
                .bootstrapTokens(part("bootstrap", bad("TOKEN_EXPIRED")))
                .tokenFile(part("file", bad("TOKEN_UNKNOWN")))
                .clientCertificates(part("certificate", Authentication.notPresented()))
                .build();
        assertThat(authenticator.authenticate(TOKEN, NOW))
                .isEqualTo(new Authentication.Rejected(List.of(
                        new Authentication.Rejection("TOKEN_UNKNOWN", "because"),
                        new Authentication.Rejection("TOKEN_EXPIRED", "because"))));
        assertThat(asked).containsExactly("certificate", "file", "bootstrap");
    }

    @Test
    void letsTheFirstSuccessWin() {
        ApiServerAuthenticator authenticator = ApiServerAuthenticator.builder()
                .clientCertificates(part("certificate", bad("CERTIFICATE_INVALID")))
                .tokenFile(part("file", user("from-file")))
                .bootstrapTokens(part("bootstrap", user("from-secret")))
                .build();
        assertThat(authenticator.authenticate(TOKEN, NOW).authenticatedUser())
                .contains(UserInfo.of("from-file", "dev", "system:authenticated"));
        assertThat(asked).containsExactly("certificate", "file");
    }

    @Test
    void takesARequestWithoutCredentialsAsAnonymous() {
        assertThat(ApiServerAuthenticator.builder()
                        .build()
                        .authenticate(Credentials.none(), NOW)
                        .authenticatedUser())
                .contains(UserInfo.of("system:anonymous", "system:unauthenticated"));
    }

    @Test
    void hasNobodyForARequestWithoutCredentialsWhenAnonymousIsOff() {
        assertThat(ApiServerAuthenticator.builder().anonymous(false).build().authenticate(Credentials.none(), NOW))
                .isEqualTo(Authentication.notPresented());
    }

    /** docs/behaviour/tokens.md, 8.5. */
    @ParameterizedTest
    @CsvSource({
        "/livez,        true,  one of the paths",
        "/livez?a=b,    true,  the query does not matter",
        "/a%2Db,        true,  the path is decoded first",
        "/livez/,       false, a slash at the end",
        "/livez/ping,   false, no prefix",
        "/Livez,        false, another case",
        "/healthz,      false, another path",
        "*,             false, no wildcard",
        "'',            false, no path",
    })
    void takesOnlySomePathsAsAnonymousWhereThereAreConditions(String target, boolean anonymous, String why) {
        String path = URI.create(target).getPath();
        ApiServerAuthenticator authenticator = ApiServerAuthenticator.builder()
                .anonymousPaths("/livez", "/a-b")
                .build();
        assertThat(authenticator.authenticate(Credentials.none(), path, NOW))
                .as(why)
                .isEqualTo(
                        anonymous ? Authentication.authenticated(UserInfo.anonymous()) : Authentication.notPresented());
        assertThat(authenticator.authenticate(TOKEN, path, NOW))
                .isEqualTo(Authentication.rejected("TOKEN_UNKNOWN", "invalid bearer token"));
    }

    @Test
    void takesNobodyAsAnonymousWithoutAPathWhereThereAreConditions() {
        assertThat(ApiServerAuthenticator.builder()
                        .anonymousPaths("/livez")
                        .build()
                        .authenticate(Credentials.none(), NOW))
                .isEqualTo(Authentication.notPresented());
    }

    @Test
    void takesEveryPathAsAnonymousWithoutConditions() {
        assertThat(ApiServerAuthenticator.builder()
                        .build()
                        .authenticate(Credentials.none(), "/x", NOW)
                        .authenticatedUser())
                .contains(UserInfo.anonymous());
    }

    @Test
    void hasNoConditionsWhereAnonymousIsOff() {
        ApiServerAuthenticator.Builder builder =
                ApiServerAuthenticator.builder().anonymous(false).anonymousPaths("/livez");
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverFallsBackToAnonymousForATokenThatNobodyKnows() {
        assertThat(ApiServerAuthenticator.builder().build().authenticate(TOKEN, NOW))
                .isEqualTo(Authentication.rejected("TOKEN_UNKNOWN", "invalid bearer token"));
    }

    @Test
    void neverFallsBackToAnonymousForABadCertificate() {
        assertThat(ApiServerAuthenticator.builder()
                        .clientCertificates(part("certificate", bad("TOKEN_EXPIRED")))
                        .build()
                        .authenticate(Credentials.none(), NOW))
                .isEqualTo(bad("TOKEN_EXPIRED"));
    }

    @Test
    void addsTheAuthenticatedGroupOnceAndAtTheEnd() {
        UserInfo plain = UserInfo.builder("bob")
                .uid("7")
                .groups(List.of("dev", "dev", ""))
                .extra(Map.of("k", List.of("v")))
                .build();
        UserInfo full = plain.authenticated();
        assertThat(full.groups()).containsExactly("dev", "dev", "", "system:authenticated");
        assertThat(full.uid()).isEqualTo("7");
        assertThat(full.extra()).isEqualTo(plain.extra());
        assertThat(full.authenticated()).isSameAs(full);
    }

    @Test
    void leavesTheGroupsOfSomeUsersAlone() {
        UserInfo anonymous = UserInfo.of("system:anonymous", "odd");
        UserInfo unauthenticated = UserInfo.of("eve", "system:unauthenticated");
        UserInfo already = UserInfo.of("bob", "system:authenticated", "dev");
        assertThat(anonymous.authenticated()).isSameAs(anonymous);
        assertThat(unauthenticated.authenticated()).isSameAs(unauthenticated);
        assertThat(already.authenticated()).isSameAs(already);
    }

    @Test
    void needsAReasonForARejection() {
        assertThatThrownBy(() -> new Authentication.Rejected(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasNoUserWithoutAuthentication() {
        assertThat(bad("X").authenticatedUser()).isEmpty();
        assertThat(Authentication.notPresented().authenticatedUser()).isEmpty();
        assertThat(Authenticator.inOrder().authenticate(TOKEN, NOW)).isEqualTo(Authentication.notPresented());
    }
}
