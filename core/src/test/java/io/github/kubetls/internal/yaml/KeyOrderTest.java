package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** docs/behaviour/kubeconfig.md, 2.1; the order was seen with kubectl and the Go libraries 0.36.4. */
class KeyOrderTest {

    private static final List<String> IN_ORDER =
            List.of("-", "1", "2", "10", "A", "a", "a-", "a_b", "a1", "a9", "a10", "aB", "ab", "b");

    @Test
    void digitsCompareAsNumbersAndComeBeforeLetters() {
        List<String> keys = new ArrayList<>(IN_ORDER);
        Collections.shuffle(keys, new Random(1));
        assertThat(KeyOrder.sorted(List.of("a10", "a9", "A"))).containsExactly("A", "a9", "a10");
        assertThat(KeyOrder.sorted(keys)).containsExactlyInAnyOrderElementsOf(IN_ORDER);
        assertThat(KeyOrder.isBefore("a9", "a10")).isTrue();
        assertThat(KeyOrder.isBefore("a10", "a9")).isFalse();
        assertThat(KeyOrder.isBefore("a_b", "aB")).isTrue();
        assertThat(KeyOrder.isBefore("aB", "ab")).isTrue();
        assertThat(KeyOrder.isBefore("a", "a")).isFalse();
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
