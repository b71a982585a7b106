package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.access.UserInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticTokenTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb", "a\n", "a\u00A0b", "a\0", "\u0085", "\uD800"})
    void refusesATokenThatCannotBePresented(String token) {
        assertThatThrownBy(() -> StaticToken.of(token, UserInfo.of("n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("the token is empty|the token has a blank .*|token, name or uid has .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\0b", "\nb", "\rb", "\0b", "\uDC00"})
    void refusesWhatWouldNotSurviveInAnyColumn(String value) {
        for (UserInfo user :
                List.of(UserInfo.of(value), UserInfo.builder("n").uid(value).build(), UserInfo.of("n", "ok", value))) {
            assertThatThrownBy(() -> StaticToken.of("t", user))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("has a line end, NUL or half a surrogate pair, which would not survive");
        }
    }

    @Test
    void takesABootstrapTokenAndRefusesWhatIsShownOfIt() {
        BootstrapToken token = BootstrapToken.parse("07401b.f395accd246ae52d");
        assertThat(StaticToken.of(token, UserInfo.of("n")).token()).isEqualTo("07401b.f395accd246ae52d");
        assertThatThrownBy(() -> StaticToken.of(token.toString(), UserInfo.of("n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bearerToken()");
        assertThat(StaticToken.of("BootstrapToken[07401]", UserInfo.of("n")).token())
                .hasSize(21);
    }

    @Test
    void refusesAGroupWithACommaAndExtraAttributes() {
        for (String group : List.of("a,b", ",b", ",")) {
            assertThatThrownBy(() -> StaticToken.of("t", UserInfo.of("n", group)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("comma");
        }
        UserInfo extra = UserInfo.builder("n").extra(Map.of("k", List.of("v"))).build();
        assertThatThrownBy(() -> StaticToken.of("t", extra)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void generates128BitsInHexadecimal() {
        StaticToken token = StaticToken.generate(UserInfo.of("n"), BootstrapTokenTest.seeded(1));
        assertThat(token.token()).matches("[0-9a-f]{32}");
        assertThat(token).isEqualTo(StaticToken.generate(UserInfo.of("n"), BootstrapTokenTest.seeded(1)));
        assertThat(StaticToken.generate(UserInfo.of("n"))).isNotEqualTo(StaticToken.generate(UserInfo.of("n")));
    }

    @Test
    void showsTheUserOnly() {
        assertThat(StaticToken.of("s3cret", UserInfo.of("n", "g"))).hasToString("StaticToken[n [g]]");
        assertThat(StaticToken.of("a", UserInfo.of("n")))
                .isNotEqualTo(StaticToken.of("a", UserInfo.of("m")))
                .hasSameHashCodeAs(StaticToken.of("a", UserInfo.of("n")));
    }
}
