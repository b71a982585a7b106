package io.github.kubetls.examples.tools.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "0.01234, 0.0123", "1, 1.00", "9.996, 10.0", "12.34, 12.3", "123.4, 123", "'1234.4', '1,234'"})
    void numbersHaveThreeSignificantDigits(double value, String expected) {
        assertThat(Figures.number(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.05, 0.05", "0.30000000000000004, 0.3", "2, 2", "100, 100", "20000, '20,000'"})
    void roundNumbersHaveNoZerosAtTheirEnd(double value, String expected) {
        assertThat(Figures.round(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"870, 0.870 µs", "87000, 87.0 µs", "1230000, 1.23 ms", "999000000, 999 ms", "2500000000, 2.50 s"})
    void durationsHaveTheUnitThatSuitsThem(double nanos, String expected) {
        assertThat(Figures.duration(nanos)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"50, p50", "99.9, p99.9", "100, max"})
    void percentilesAreNamedAsUsual(double percent, String expected) {
        assertThat(Figures.percentile(percent)).isEqualTo(expected);
    }
}
