package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
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

    @Test
    void readsATextAlikeWithALineEndAndWithout() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = random(random);
            // A line end means nothing, and the JDK's decoder takes none.
            assertThat(outcome("", text)).as("seed %d, text %s", seed, text).isEqualTo(outcome("\n", text));
        }
    }

    private static String random(Random random) {
        byte[] bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        StringBuilder text = new StringBuilder(Base64.getEncoder().encodeToString(bytes));
        for (int i = random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
            text.setCharAt(random.nextInt(text.length()), "=AQg/+-_ \r\u00e9\u0141".charAt(random.nextInt(12)));
        }
        return text + "=".repeat(random.nextInt(8) / 5);
    }

    private static String outcome(String before, String text) {
        try {
            return Arrays.toString(Base64Text.decode(before + text));
        } catch (Base64Text.IllegalBase64 e) {
            return "refused at " + (e.offset() - before.length());
        }
    }
}
