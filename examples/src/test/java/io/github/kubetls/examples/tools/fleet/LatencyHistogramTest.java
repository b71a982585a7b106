package io.github.kubetls.examples.tools.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    private static final Percentage CLOSE = Percentage.withPercentage(0.8);

    private static LatencyHistogram of(long... nanos) {
        LatencyHistogram histogram = new LatencyHistogram();
        LongStream.of(nanos).forEach(histogram::record);
        return histogram;
    }

    /** Durations over six powers of ten, as those of a cold start and a warm run. */
    private static long[] durations(long seed, int count) {
        Random random = new Random(seed);
        return LongStream.generate(() -> (long) Math.exp(random.nextDouble(Math.log(1e3), Math.log(1e9))))
                .limit(count)
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void percentilesAreThoseOfTheSortedDurations(long seed) {
        long[] durations = durations(seed, 10_000);
        LatencyHistogram histogram = of(durations);
        long[] sorted = durations.clone();
        Arrays.sort(sorted);
        for (double percent : new double[] {0.1, 1, 25, 50, 75, 90, 99, 99.9, 99.99}) {
            int atOrBelow = (int) Math.round(percent * 100);
            assertThat(histogram.percentile(percent))
                    .as("seed %d, p%s", seed, percent)
                    .isCloseTo(sorted[atOrBelow - 1], CLOSE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,    10, the smallest share is the first",
        "25,   10, one of four",
        "50,   20, two of four",
        "50.1, 30, more than two of four",
        "75,   30, three of four",
        "99,   40, more than three of four",
        "100,  40, all of them"
    })
    void percentileIsTheNearestRank(double percent, long expected, String reason) {
        assertThat(of(40, 20, 10, 30).percentile(percent)).as(reason).isEqualTo(expected);
    }

    @Test
    void aPercentThatBinaryFractionsCannotHoldIsNotRoundedUp() {
        LatencyHistogram histogram = of(LongStream.rangeClosed(1, 1000)
                .map(i -> i < 1000 ? 7 : 1_000_000)
                .toArray());
        assertThat(histogram.percentile(99.9)).isEqualTo(7);
    }

    @Test
    void smallestLargestMeanAndCountAreExact() {
        long[] durations = durations(11, 1000);
        LatencyHistogram histogram = of(durations);
        assertThat(histogram.count()).isEqualTo(1000);
        assertThat(histogram.min()).isEqualTo(Arrays.stream(durations).min().orElseThrow());
        assertThat(histogram.max()).isEqualTo(Arrays.stream(durations).max().orElseThrow());
        assertThat(histogram.percentile(100)).isEqualTo(histogram.max());
        assertThat(histogram.mean())
                .isCloseTo(Arrays.stream(durations).average().orElseThrow(), within(1e-3));
    }

    @Test
    void rangesCountEveryDurationOnce() {
        LatencyHistogram histogram = of(durations(12, 1000));
        long found = IntStream.range(0, 12)
                .mapToLong(power -> histogram.countBetween(Math.pow(10, power), Math.pow(10, power + 1)))
                .sum();
        assertThat(found).isEqualTo(1000);
        assertThat(of(1_500_000, 2_500_000, 9_000_000).countBetween(2e6, 5e6)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63, 64, 65, 127, 128, 1L << 41, 1L << 42, Long.MAX_VALUE})
    void everyDurationIsTaken(long nanos) {
        LatencyHistogram histogram = of(nanos);
        assertThat(histogram.max()).isEqualTo(nanos);
        assertThat(histogram.percentile(50)).isEqualTo(nanos);
    }

    @Test
    void hasNothingToSayWithoutDurations() {
        LatencyHistogram histogram = new LatencyHistogram();
        assertThat(histogram.count()).isZero();
        assertThat(histogram.mean()).isZero();
        assertThat(histogram.min()).isZero();
        assertThat(histogram.max()).isZero();
    }

    @Test
    void threadsRecordAtOnceWithoutLoss() {
        LatencyHistogram histogram = new LatencyHistogram();
        IntStream.range(0, 100_000).parallel().forEach(i -> histogram.record(i % 100));
        assertThat(histogram.count()).isEqualTo(100_000);
        assertThat(histogram.percentile(50)).isEqualTo(49);
        assertThat(histogram.mean()).isCloseTo(49.5, within(1e-9));
    }
}
