package io.github.kubetls.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.fixtures.HostileInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/tokens.md, 8.1. */
class BearerTokenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer t0ken",
                "bearer t0ken",
                "BEARER t0ken",
                "bEaReR t0ken",
                "  Bearer t0ken",
                "Bearer t0ken  ",
                "\t\n\u000B\f\r Bearer t0ken \u0085\u00A0\u2003\u3000\u2028",
                "Bearer t0ken\u0085",
                "\u0085Bearer t0ken\u00A0",
                "\u2007Bearer t0ken\u202F\u1680",
                "Bearer t0ken third piece",
                "Bearer t0ken ",
            })
    void takesTheSecondPiece(String header) {
        assertThat(BearerToken.fromHeader(header).map(BearerToken::value)).contains("t0ken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "\u00A0\u0085",
                "Bearer",
                "Bearer ",
                "Bearer  t0ken", // Two blanks: the second piece is empty.
                "Bearer\tt0ken", // A tab does not separate.
                "Basic dXNlcjpwYXNz",
                "Bearers t0ken",
                "t0ken",
                "Bearer: t0ken",
                "\u001CBearer t0ken", // White space for Java, not for Unicode.
            })
    void hasNoCredentialOtherwise(String header) {
        assertThat(BearerToken.fromHeader(header)).isEmpty();
        assertThat(Credentials.fromHeader(header).bearerToken()).isEmpty();
    }

    @Test
    void keepsATabWithinTheToken() {
        assertThat(BearerToken.fromHeader("Bearer a\tb").map(BearerToken::value))
                .contains("a\tb");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '|',
            value = {
                "Bearer  t0ken|AUTHORIZATION_HEADER_IGNORED",
                "Bearer\tt0ken|AUTHORIZATION_HEADER_IGNORED",
                "Bearer t0ken x|TRAILING_TEXT_IGNORED"
            })
    void tellsWhatIsReadDifferently(String header, String code) {
        assertThat(BearerToken.findings(header))
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo(code))
                .satisfies(finding -> assertThat(finding.toString()).doesNotContain("t0ken"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer t0ken", "", "Basic x", "Bearer"})
    void findsNothingElse(String header) {
        assertThat(BearerToken.findings(header)).isEmpty();
    }

    @Test
    void showsNothingOfTheToken() {
        BearerToken token = BearerToken.of("s3cret");
        assertThat(token).hasToString("BearerToken");
        assertThat(Credentials.bearerToken(token)).hasToString("Credentials[no client certificate, bearer token]");
        assertThat(token).isEqualTo(BearerToken.of("s3cret")).isNotEqualTo(BearerToken.of("other"));
        assertThat(token.hashCode()).isEqualTo(BearerToken.of("s3cret").hashCode());
    }

    @Test
    void refusesAnEmptyToken() {
        assertThatThrownBy(() -> BearerToken.of("")).isInstanceOf(IllegalArgumentException.class);
    }

    static List<String> hostile() {
        return HostileInput.documents();
    }

    @ParameterizedTest(name = "document {index}")
    @MethodSource("hostile")
    void readsWhateverTheHeaderHolds(String header) {
        assertThatCode(() -> List.of(BearerToken.fromHeader(header), BearerToken.findings(header)))
                .doesNotThrowAnyException();
    }

    @Test
    void readsRandomHeaders() {
        for (int seed = 0; seed < 400; seed++) {
            String header = HostileInput.random(seed);
            assertThatCode(() -> List.of(BearerToken.fromHeader(header), BearerToken.findings(header)))
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
        }
    }
}
