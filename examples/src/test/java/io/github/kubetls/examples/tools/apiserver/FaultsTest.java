package io.github.kubetls.examples.tools.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    @Test
    void happenEverySoManiethTime() {
        Faults faults = Faults.parse("drop=3,error=4,throttle=5");
        assertThat(Stream.generate(() -> faults.next("/api")).limit(6))
                .containsExactly(
                        Faults.Kind.NONE,
                        Faults.Kind.NONE,
                        Faults.Kind.DROP_REQUEST,
                        Faults.Kind.ERROR,
                        Faults.Kind.THROTTLE,
                        Faults.Kind.DROP_ANSWER);
    }

    @Test
    void spareTheHealthChecks() {
        Faults faults = Faults.parse("drop=1");
        assertThat(faults.next("/healthz")).isEqualTo(Faults.Kind.NONE);
        assertThat(faults.next("/version")).isEqualTo(Faults.Kind.DROP_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "drop=0", "drop=-1", "crash=3", "drop=3;error=5", "drop=x"})
    void areRefusedWhenTheyAreUnknown(String text) {
        assertThatThrownBy(() -> Faults.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
