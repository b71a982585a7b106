package io.github.kubetls.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expectations: Go's net.ParseIP, version 1.19. */
class IpTextTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "FD00:0:0:1:0:0:0:1, fd00:0:0:1::1",
        "1:0:0:2:0:0:3:4, 1::2:0:0:3:4",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "0001:02::3, 1:2::3",
        "AFaf:09::FA90, afaf:9::fa90",
        "::ffff:1.2.3.4, 1.2.3.4",
        "::1.2.3.4, ::102:304",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0"
    })
    void readsAndWritesAsGoDoes(String text, String expected) {
        assertThat(IpText.parse(text).map(IpText::format)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.04",
                "1.2.3.",
                "1.2.3.4 ",
                "1..2.3",
                "-1.2.3.4",
                ":",
                ":::",
                "1:2",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::",
                "G::",
                "/::",
                ":::1",
                "@::",
                "`::",
                "::1%eth0",
                "1::2::3",
                "::1.2.3",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "10.0.0.0/8",
                "[::1]",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8::",
                "0x1.2.3.4",
                "\u0661.2.3.4"
            })
    void refusesWhatGoRefuses(String text) {
        assertThat(IpText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "010.001.000.09, 10.1.0.9",
        "::ffff:010.1.2.3, 10.1.2.3",
        "10.0.0.1, 10.0.0.1",
        "::0ffff:1.2.3.4, 1.2.3.4",
        "00001::0000000000000000a, 1::a",
        "0000000000010.0.0.00000000000000000000255, 10.0.0.255"
    })
    void takesLeadingZerosAsDecimalWhereComponentsDo(String text, String expected) {
        assertThat(IpText.parseSloppy(text).map(IpText::format)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::10000", "::00fffff:1.2.3.4", "0256.1.1.1", "::g", "1:2:3", "0x1.2.3.4"})
    void refusesWhatComponentsRefuseToo(String text) {
        assertThat(IpText.parseSloppy(text)).isEmpty();
    }

    @Test
    void readsAnyLengthInTimeThatGrowsWithIt() {
        assertThat(IpText.parseSloppy("0".repeat(1_000_000) + ".1.2.3")).isPresent();
        assertThat(IpText.parseSloppy("::" + "0".repeat(1_000_000) + "1")).isPresent();
        assertThat(IpText.parse(":".repeat(1_000_000))).isEmpty();
        assertThat(IpText.parse(".".repeat(1_000_000))).isEmpty();
    }
}
