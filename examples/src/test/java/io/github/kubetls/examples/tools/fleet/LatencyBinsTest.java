package io.github.kubetls.examples.tools.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyBinsTest {

    private static Histogram of(LongStream nanos) {
        Histogram durations = FleetMeasurements.histogram();
        nanos.forEach(durations::recordValue);
        return durations;
    }

    /** Over six powers of ten, as those of a cold start and a warm run. */
    private static LongStream durations(long seed, int count) {
        Random random = new Random(seed);
        return LongStream.generate(() -> (long) Math.exp(random.nextDouble(Math.log(1e3), Math.log(1e9))))
                .limit(count);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10, 24})
    void countEveryDurationOnceWithoutGaps(int perDecade) {
        LatencyBins bins = LatencyBins.of(of(durations(12, 1000)), perDecade);
        assertThat(bins.bins().stream().mapToLong(LatencyBins.Bin::count).sum()).isEqualTo(1000);
        for (int i = 1; i < bins.bins().size(); i++) {
            assertThat(bins.bins().get(i).from())
                    .isEqualTo(bins.bins().get(i - 1).to());
        }
    }

    @Test
    void beginAndEndAtTheShortestAndTheLongestDuration() {
        LatencyBins bins = LatencyBins.of(of(LongStream.of(1_500_000, 2_500_000, 150_000_000)), 1);
        assertThat(bins.bins())
                .containsExactly(
                        new LatencyBins.Bin(1e6, 1e7, 2),
                        new LatencyBins.Bin(1e7, 1e8, 0),
                        new LatencyBins.Bin(1e8, 1e9, 1));
        assertThat(bins.highest()).isEqualTo(2);
    }

    @Test
    void areTheFinestThatHaveRoom() {
        Histogram durations = of(LongStream.of(1_000_001, 99_000_000));
        assertThat(LatencyBins.atMost(24, durations, 10, 5, 1).bins()).hasSize(20);
        assertThat(LatencyBins.atMost(10, durations, 10, 5, 1).bins()).hasSize(10);
        assertThat(LatencyBins.atMost(1, durations, 10, 5, 1).bins())
                .as("none has room")
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MAX_VALUE})
    void takeEveryDuration(long nanos) {
        assertThat(LatencyBins.of(of(LongStream.of(nanos)), 10).bins())
                .singleElement()
                .extracting(LatencyBins.Bin::count)
                .isEqualTo(1L);
    }
}
