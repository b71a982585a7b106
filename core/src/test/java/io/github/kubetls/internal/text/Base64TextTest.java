package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.fixtures.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base64TextTest {

    /**
     * Golden test against Go 1.26: {@code go run go-encoding-base64.go > go-encoding-base64.tsv}, with {@code GO111MODULE=off}. Each
     * line has the text in hexadecimal, and what it says in hexadecimal or the byte at which it is refused.
     */
    @Test
    void agreesWithGo() {
        List<String> rows =
                Recorded.text("base64/go-encoding-base64.tsv").lines().toList();
        assertThat(rows).hasSize(1365).allSatisfy(row -> {
            String[] columns = row.split("\t", -1);
            String text = new String(HexFormat.of().parseHex(columns[0]), StandardCharsets.US_ASCII);
            assertThat(outcome("", text)).as("%s", columns[0]).isEqualTo(columns[1]);
        });
    }

    @ParameterizedTest
    @CsvSource({"QUJDRA,4", "QUJDRA=,7", "QU JD,2", "QUJD-A==,4", "QUJDRA==QUJD,8", "QUJDRA=x,6", "QUJDREU=x,8"})
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
            return HexFormat.of().formatHex(Base64Text.decode(before + text));
        } catch (Base64Text.IllegalBase64 e) {
            return "refused at " + (e.offset() - before.length());
        }
    }
}
