package io.github.kubetls.examples.tools.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {

    @ParameterizedTest
    @CsvSource({
        "1,      1, one join is one stretch",
        "49,     1, too few to be cut in two",
        "50,     2, as few as make two",
        "1000,  40, as many as hold twenty-five each",
        "10007, 60, never more than sixty"
    })
    void cutsTheRunIntoStretchesOfEqualSize(int nodes, int stretches, String reason) {
        Timeline timeline = new Timeline(nodes, System.nanoTime());
        IntStream.range(0, nodes).forEach(timeline::joined);
        List<Timeline.Stretch> found = timeline.stretches();
        assertThat(found).as(reason).hasSize(stretches);
        assertThat(found)
                .allSatisfy(stretch -> assertThat(stretch.latency().getTotalCount())
                        .isBetween((long) nodes / stretches, (long) nodes / stretches + 1));
        assertThat(found.stream()
                        .mapToLong(stretch -> stretch.latency().getTotalCount())
                        .sum())
                .isEqualTo(nodes);
        assertThat(found).allSatisfy(stretch -> assertThat(stretch.to()).isGreaterThan(stretch.from()));
    }
}
