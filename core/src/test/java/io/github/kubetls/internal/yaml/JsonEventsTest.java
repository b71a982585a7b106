package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Integers of 64 bits, signed or unsigned, stay what they are; other numbers are doubles, as in Kubernetes' JSON. */
class JsonEventsTest {

    @ParameterizedTest
    @CsvSource({"0", "-0", "7", "9223372036854775807", "-9223372036854775808"})
    void readsIntegers(String text) {
        assertThat(read(text)).isEqualTo(Long.valueOf(text));
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775808", "18446744073709551615"})
    void readsIntegersWithoutSign(String text) {
        assertThat(read(text)).isEqualTo(new BigInteger(text));
    }

    @ParameterizedTest
    @CsvSource({
        "18446744073709551616",
        "99999999999999999999",
        "100000000000000000000",
        "-9223372036854775809",
        "-18446744073709551615",
        "1.0",
        "1e3",
        "-0.0"
    })
    void readsOtherNumbersAsDoubles(String text) {
        assertThat(read(text)).isEqualTo(Double.valueOf(text));
    }

    private static Object read(String text) {
        return Yaml.read("{\"v\": " + text + "}", "").get("v").toObject();
    }
}
