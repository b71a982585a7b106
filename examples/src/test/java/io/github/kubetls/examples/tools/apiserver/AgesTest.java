package io.github.kubetls.examples.tools.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {

    /** The rows of Kubernetes' own test of its {@code HumanDuration}. */
    @ParameterizedTest
    @CsvSource({
        "PT1S, 1s",
        "PT70S, 70s",
        "PT190S, 3m10s",
        "PT70M, 70m",
        "PT47H, 47h",
        "PT49H, 2d1h",
        "P8DT2H, 8d",
        "P367D, 367d",
        "P729D, 729d",
        "P732D, 2y2d",
        "P2921D, 8y",
        "PT3H, 3h",
        "PT3H10M, 3h10m",
        "PT10M, 10m",
        "PT-1S, 0s",
        "PT-2S, <invalid>"
    })
    void showsDurationsAsKubectlDoes(Duration duration, String text) {
        assertThat(Ages.text(duration)).isEqualTo(text);
    }

    @Test
    void doesNotKnowTheAgeOfWhatHasNoTime() {
        assertThat(Ages.since("", Instant.EPOCH)).isEqualTo("<unknown>");
    }
}
