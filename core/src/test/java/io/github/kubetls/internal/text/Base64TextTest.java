package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base64TextTest {

    @ParameterizedTest
    @CsvSource({"QUJDRA,4", "QUJDRA=,7", "QU JD,2", "QUJD-A==,4", "QUJDRA==QUJD,8", "=,0", "Q===,1", "QUI=x,4"})
    void refusesBase64WhereGoRefusesIt(String text, int offset) {
        assertThatThrownBy(() -> Base64Text.decode(text))
                .isInstanceOfSatisfying(
                        Base64Text.IllegalBase64.class,
                        e -> assertThat(e.offset()).isEqualTo(offset));
    }

    @Test
    void acceptsBase64WhereGoAcceptsIt() throws Exception {
        assertThat(Base64Text.decode("QUJD\r\nREVGR0g=\n")).asString().isEqualTo("ABCDEFGH");
        assertThat(Base64Text.decode("QUJDRB==")).asString().isEqualTo("ABCD");
        assertThat(Base64Text.decode("")).isEmpty();
    }
}
