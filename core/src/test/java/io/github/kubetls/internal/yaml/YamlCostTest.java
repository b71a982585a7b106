package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.kubetls.InvalidFormatException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlCostTest {

    private static final int LENGTH = 300_000;

    /** Counted is what is allocated: it does not depend on the machine, and whatever copies a text over and over shows in it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a: \"~x~\"",
                "a: \"~word ~\"",
                "a: \"~word\\n\\n  ~\"",
                "a: \"~\\\\n\\\\u0041~\"",
                "a: '~x~'",
                "a: ~x~`\\n`",
                "a: ~x:~x",
                "a: ~word ~x",
                "a: ~word\\n  ~x",
                "a: ~\u00e9\uD83D\uDE00~x",
                "a: |\\n  ~x~`\\n`",
                "a: |\\n~  word\\n~`\\n`",
                "a: |\\n  ~\\t~x",
                "a: >\\n~  word\\n~`\\n`",
                "a:~` `~b",
                "``~` `~a: b",
                "a: b~` `~`\\n`",
                "a:~\\t~b",
                "{a:~\\t\\n~b}",
                "``~a:\\tb\\n~`\\n`",
                "``~\\t~a",
                "``~\\n~a: b",
                "``~\\r~a: b",
                "a: b~\\n~``",
                "a: b # ~x~``",
                "``~# c\\n~a: b",
                "``~k: v\\n~c: d",
                "``~- v\\n~``",
                "[~` v,`~]",
                "[~` {a: b},`~]",
                "``~k~: v",
                "``~[~``",
                "a: !~x~` b`",
                "``~- &a b\\n~``",
                "- &a b\\n~- *a\\n~``",
                "- &a {b: c}\\n~- {<<: *a}\\n~``",
                "{\"a\": [~` {\"k\": \"v\"},`~1]}",
            })
    void readingATextTwiceAsLongCostsTwiceAsMuch(String head, String repeated, String tail) {
        allocated(text(head, repeated, tail, 1000));
        long once = allocated(text(head, repeated, tail, LENGTH));
        long twice = allocated(text(head, repeated, tail, 2 * LENGTH));
        assertThat((double) twice).isLessThan(2.6 * once + 1_000_000);
    }

    /** Every key has another one before it. */
    @Test
    void readingTwiceAsManyKeysCostsTwiceAsMuch() {
        allocated(keys(100));
        long once = allocated(keys(20_000));
        assertThat((double) allocated(keys(40_000))).isLessThan(2.6 * once);
    }

    private static String keys(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("key").append(i).append(": v\n");
        }
        return text.toString();
    }

    private static String text(String head, String repeated, String tail, int length) {
        return unescaped(head)
                + unescaped(repeated).repeat(length / unescaped(repeated).length())
                + unescaped(tail);
    }

    private static String unescaped(String text) {
        return text.translateEscapes();
    }

    private static long allocated(String text) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        try {
            Yaml.readLenient(text, YamlLimits.ofLength(text.length()), "");
        } catch (InvalidFormatException e) {
            // Some shapes are refused, which must not cost more.
        }
        return threads.getThreadAllocatedBytes(id) - before;
    }
}
