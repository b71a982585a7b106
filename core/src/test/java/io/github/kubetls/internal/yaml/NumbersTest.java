package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Go's {@code encoding/json} writes, and {@code sigs.k8s.io/yaml} as a value and as a key. */
class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0",
        "-0.0, -0, 0, -0",
        "7, 7, 7, 7",
        "0.1, 0.1, 0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004, 0.30000000000000004, 0.3",
        "-123456.5, -123456.5, -123456.5, -123456.5",
        "1234567.5, 1234567.5, 1.2345675e+06, 1.2345675e+06",
        "12345678912345.678, 12345678912345.678, 1.2345678912345678e+13, 1.2345679e+13",
        // Whole numbers.
        "100000, 100000, 100000, 100000",
        "1000000, 1000000, 1000000, 1e+06",
        "1234567, 1234567, 1234567, 1.234567e+06",
        "16777217, 16777217, 16777217, 1.6777216e+07",
        "18446744073709549568, 18446744073709550000, 18446744073709550000, 1.8446744e+19",
        "18446744073709551616, 18446744073709552000, 1.8446744073709552e+19, 1.8446744e+19",
        "-9223372036854774784, -9223372036854775000, -9223372036854775000, -9.223372e+18",
        "-9223372036854775808, -9223372036854776000, -9.223372036854776e+18, -9.223372e+18",
        "1e20, 100000000000000000000, 1e+20, 1e+20",
        "-999999999999999900000, -999999999999999900000, -9.999999999999999e+20, -1e+21",
        "1e21, 1e+21, 1e+21, 1e+21",
        "-1e21, -1e+21, -1e+21, -1e+21",
        // Small ones.
        "0.0001, 0.0001, 0.0001, 0.0001",
        "-0.000012, -0.000012, -1.2e-05, -1.2e-05",
        "1e-6, 0.000001, 1e-06, 1e-06",
        "9.99e-7, 9.99e-7, 9.99e-07, 9.99e-07",
        "1e-7, 1e-7, 1e-07, 1e-07",
        // A power of two, which is nearer to what is below than to what is above.
        "5.9604644775390625e-08, 5.960464477539063e-8, 5.960464477539063e-08, 5.9604645e-08",
        // The ends of what there is, and what a key of 32 bits makes of them.
        "3.4028235e38, 3.4028235e+38, 3.4028235e+38, 3.4028235e+38",
        "3.4028236e38, 3.4028236e+38, 3.4028236e+38, .inf",
        "1.401298464324817e-45, 1.401298464324817e-45, 1.401298464324817e-45, 1e-45",
        "1.7976931348623157e308, 1.7976931348623157e+308, 1.7976931348623157e+308, .inf",
        "-1.5e300, -1.5e+300, -1.5e+300, -.inf",
        "5e-324, 5e-324, 5e-324, 0",
        "-5e-324, -5e-324, -5e-324, -0",
    })
    void writesANumberAsGoDoes(double number, String json, String yaml, String key) {
        assertThat(Numbers.json(number)).isEqualTo(json);
        assertThat(Numbers.yaml(number)).isEqualTo(yaml);
        assertThat(Numbers.key(number)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"NaN, .nan", "Infinity, .inf", "-Infinity, -.inf"})
    void hasAKeyForWhatJsonCannotExpress(double number, String key) {
        assertThat(Numbers.key(number)).isEqualTo(key);
    }

    @Test
    void writesIntegersInFull() {
        assertThat(Numbers.yaml(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(Numbers.json(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        BigInteger unsigned = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
        assertThat(Numbers.yaml(unsigned)).isEqualTo("18446744073709551615");
        assertThat(Numbers.json(unsigned)).isEqualTo("18446744073709551615");
    }
}
