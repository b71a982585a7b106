package io.github.kubetls.examples.tools.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void ticksOfALinearScaleAreRound() {
        assertThat(Scale.linear(18.3, 0, 600).ticks())
                .containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0);
        assertThat(Scale.linear(930, 0, 600).ticks())
                .containsExactly(0.0, 100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0, 900.0);
    }

    @Test
    void scaleUpToAValueEndsAtTheRoundOneAbove() {
        Scale scale = Scale.upTo(580, 200, 0);
        assertThat(scale.ticks()).startsWith(0.0).endsWith(600.0);
        assertThat(scale.at(600)).isZero();
        assertThat(scale.at(0)).isEqualTo(200);
    }

    @Test
    void ticksOfALogarithmicScaleAreOneTwoAndFiveOfEveryPowerOfTen() {
        assertThat(Scale.logarithmic(1.5e6, 120e6, 0, 600).ticks()).containsExactly(2e6, 5e6, 10e6, 20e6, 50e6, 100e6);
    }

    @Test
    void ticksOfACrowdedLogarithmicScaleArePowersOfTen() {
        assertThat(Scale.logarithmic(0.5, 1e6, 0, 600).ticks()).containsExactly(1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6);
    }

    @Test
    void everyPowerOfTenHasTheSameRoom() {
        Scale scale = Scale.logarithmic(1, 1000, 100, 400);
        assertThat(scale.at(1)).isEqualTo(100);
        assertThat(scale.at(10)).isCloseTo(200, within(1e-9));
        assertThat(scale.at(1000)).isEqualTo(400);
    }
}
