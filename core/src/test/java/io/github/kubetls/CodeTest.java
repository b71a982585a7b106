package io.github.kubetls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.token.BootstrapToken;
import org.junit.jupiter.api.Test;

class CodeTest {

    @Test
    void explainsTheCodeOfAnException() {
        InvalidFormatException refused = null;
        try {
            BootstrapToken.parse("x");
        } catch (InvalidFormatException e) {
            refused = e;
        }

        assertThat(refused).isNotNull();
        assertThat(Code.of(refused.code()))
                .hasValueSatisfying(code -> assertThat(code)
                        .hasToString("TOKEN_INVALID")
                        .returns("Bootstrap tokens", Code::topic)
                        .returns(Code.State.INVALID, Code::state)
                        .returns(
                                "The text is not a bootstrap token: 6 characters of 0-9a-z, a dot, and 16 characters of 0-9a-z, with"
                                        + " nothing around them.",
                                Code::meaning));
    }

    @Test
    void knowsNothingOfOtherNames() {
        assertThat(Code.of("")).isEmpty();
        assertThat(Code.of("token_invalid")).isEmpty();
        assertThat(Code.of("NO_SUCH_INVALID")).isEmpty();
    }

    @Test
    void takesTheLongestStateOfAName() {
        assertThat(Code.of("CERTIFICATE_NOT_YET_VALID").orElseThrow().state()).isEqualTo(Code.State.NOT_YET_VALID);
    }

    @Test
    void saysOfEachCodeWhatItMeansWhatGivesItAndWhatToDo() {
        assertThat(Code.all()).isNotEmpty().allSatisfy(code -> {
            assertThat(code.name()).endsWith("_" + code.state().name());
            assertThat(code.topic()).isNotBlank();
            assertThat(code.meaning()).matches("[A-Za-z`].*\\.").doesNotContain("  ");
            assertThat(code.example()).matches(".*[.`]").doesNotContain("  ");
            assertThat(code.fix()).matches("[A-Za-z`].*\\.").doesNotContain("  ");
            assertThat(code.meaning() + code.example() + code.fix())
                    .as("closed grave accents of %s", code)
                    .matches(text -> text.chars().filter(c -> c == '`').count() % 2 == 0);
        });
    }

    @Test
    void needsEachState() {
        assertThat(Code.all()).extracting(Code::state).contains(Code.State.values());
    }
}
