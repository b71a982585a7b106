package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/kubeconfig.md, 2.1; the order was seen with kubectl and the Go libraries 0.36.4. */
class KeyOrderTest {

    @Test
    void digitsCompareAsNumbersAndComeBeforeLetters() {
        assertThat(KeyOrder.sorted(List.of("a10", "a9", "A"))).containsExactly("A", "a9", "a10");
    }

    @ParameterizedTest
    @CsvSource({
        "'', a",
        "a, ab",
        "Z, a",
        "aB, ab",
        "a_b, aB",
        "a-, ab",
        "a@, aA",
        "a{, az",
        "-, \u00e9",
        "z, \u00e9",
        "1, A",
        "\uFF41, \uD801\uDC00",
        "a1-, a1/",
        // Numbers.
        "9, 10",
        "a9, a10",
        "a10, a1b",
        "a1-, a10",
        "a1-, a12",
        "x11580, x1\u0663",
        "\uD835\uDFCE, 120735",
        "9223372036854775808, 1",
        // Zeros that lead a number, and zeros within one.
        "a1, a01",
        "000, 02",
        "-00, -2",
        "a000, a02",
        "a12, a100",
        "a012, a0100",
        "a\u06631, a\u066302",
        "\uD835\uDFCF2, \uD835\uDFCF00",
    })
    void tellsWhichKeyComesFirst(String first, String second) {
        assertThat(KeyOrder.isBefore(first, second)).isTrue();
        assertThat(KeyOrder.isBefore(second, first)).isFalse();
        assertThat(KeyOrder.isBefore(first, first)).isFalse();
    }

    @Test
    void keepsEveryKeyWhereThereIsNoOrder() {
        Random random = new Random(2);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            StringBuilder key = new StringBuilder();
            for (int j = random.nextInt(6); j >= 0; j--) {
                key.append("01a-_B9\u0663".charAt(random.nextInt(8)));
            }
            keys.add(key.toString());
        }
        assertThat(KeyOrder.sorted(keys)).containsExactlyInAnyOrderElementsOf(keys);
    }
}
