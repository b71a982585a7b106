package io.github.kubetls.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Go's {@code time.ParseDuration} and {@code time.Parse(time.RFC3339, …)}: docs/behaviour/tokens.md, 5.3 and 6.2. */
class TimeTextsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2031-05-06T07:08:09Z|2031-05-06T07:08:09Z",
                "2031-05-06T7:08:09Z|2031-05-06T07:08:09Z",
                "2031-05-06T07:08:09.25+02:00|2031-05-06T05:08:09.250Z",
                "2031-05-06T07:08:09,25Z|2031-05-06T07:08:09.250Z",
                "2031-05-06T07:08:09.1234567899Z|2031-05-06T07:08:09.123456789Z",
                "2031-05-06T07:08:09-00:00|2031-05-06T07:08:09Z",
                "2031-05-06T07:08:09+24:60|2031-05-05T06:08:09Z",
                "2024-02-29T00:00:00Z|2024-02-29T00:00:00Z",
                "0000-01-01T00:00:00Z|0000-01-01T00:00:00Z",
            })
    void readsTimesThatGoReads(String text, Instant expected) {
        assertThat(Rfc3339.parse(text)).contains(expected);
    }

    @Test
    void readsDurationsOfAnyLength() {
        String zeros = "0".repeat(1_000_000);
        assertThat(GoDuration.parse(zeros + "1.5s", Location.none())).isEqualTo(Duration.ofMillis(1500));
        assertThat(GoDuration.parse("1." + zeros + "1s", Location.none())).isEqualTo(Duration.ofSeconds(1));
        assertThat(GoDuration.parse("1s".repeat(500_000), Location.none())).isEqualTo(Duration.ofSeconds(500_000));
        for (String piece : new String[] {"1", ".", "s", "1.", "-"}) {
            assertThatThrownBy(() -> GoDuration.parse(piece.repeat(1_000_000), Location.none()))
                    .isInstanceOf(InvalidFormatException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 2031-05-06T07:08:09Z",
                "2031-05-06T07:08:09Z\n",
                "2031-05-06t07:08:09Z",
                "2031-05-06T07:08:09z",
                "2031-05-06T07:08Z",
                "2031-05-06T24:00:00Z",
                "2031-05-06T23:59:60Z",
                "2031-05-06T07:08:09",
                "2031-05-06T07:08:09.Z",
                "2031-05-06T07:08:09+0200",
                "2031-05-06T07:08:09+25:00",
                "12031-05-06T07:08:09Z",
                "2023-02-29T00:00:00Z",
                "2023-13-01T00:00:00Z",
                "2023-00-01T00:00:00Z",
                "2031-05-06 07:08:09Z",
                "2031-05-06T07:08:9Z",
            })
    void refusesTimesThatGoRefuses(String text) {
        assertThat(Rfc3339.parse(text)).isEmpty();
    }

    /** What Go's {@code Time.IsZero} tells: January 1, year 1. */
    @Test
    void knowsTheTimeThatIsNone() {
        assertThat(Rfc3339.isZero(Instant.parse("0001-01-01T00:00:00Z"))).isTrue();
        assertThat(Rfc3339.isZero(Instant.parse("0001-01-01T00:00:00.000000001Z")))
                .isFalse();
        assertThat(Rfc3339.isZero(Instant.EPOCH)).isFalse();
    }

    @Test
    void writesTimesInUtcWithoutFraction() {
        assertThat(Rfc3339.format(Instant.parse("2031-05-06T07:08:09.987Z"))).isEqualTo("2031-05-06T07:08:09Z");
        assertThat(Rfc3339.format(Instant.parse("2031-05-06T07:08:00Z"))).isEqualTo("2031-05-06T07:08:00Z");
        Instant afterTheLast = Rfc3339.parse("9999-12-31T23:59:59-00:01").orElseThrow();
        assertThat(Rfc3339.format(afterTheLast)).isEqualTo("10000-01-01T00:00:59Z");
    }

    /** The first two are longer than Go's durations; the third is the shortest that Go has. */
    @ParameterizedTest
    @CsvSource({
        "PT-9223372036854775808S, -2562047788015215h30m8s",
        "PT9223372036854775807.5S, 2562047788015215h30m7.5s",
        "PT-2562047H-47M-16.854775808S, -2562047h47m16.854775808s",
        "PT-0.0000015S, -1.5\u00B5s",
        "PT0.000000999S, 999ns",
        "PT0.000001S, 1\u00B5s",
        "PT0.000999999S, 999.999\u00B5s",
        "PT0.001S, 1ms",
        "PT0.999999999S, 999.999999ms",
        "PT1S, 1s",
        "PT59.999999999S, 59.999999999s",
        "PT60S, 1m0s",
        "PT3600S, 1h0m0s",
    })
    void writesEveryDuration(Duration duration, String expected) {
        assertThat(GoDuration.format(duration)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0,PT0S",
        "-0,PT0S",
        "24h,PT24H",
        "1h30m,PT1H30M",
        ".5h,PT30M",
        "1.h,PT1H",
        "-1.5s,PT-1.5S",
        "+2m,PT2M",
        "1s1h1s,PT1H2S",
        "1us,PT0.000001S",
        "1µs,PT0.000001S",
        "1μs,PT0.000001S",
        "9223372036854775807ns,PT2562047H47M16.854775807S",
        ".98547758079999999991h,PT59M7.71929088S",
        "11.59999999990999999999h1h,PT12H35M59.999999676S",
        "0.9223372036854775807h,PT55M20.413933267S",
        "0.9223372036854775808h,PT55M20.413933267S",
        "0.9223372036854775809h,PT55M20.413933267S",
        "0.00000000000000000001h,PT0S",
        "-9223372036854775808ns,PT-2562047H-47M-16.854775808S",
    })
    void readsDurationsThatGoReads(String text, Duration expected) {
        assertThat(GoDuration.parse(text, Location.of("ttl"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1",
                "1d",
                "1H",
                "1h ",
                " 1h",
                "1 h",
                "1e3s",
                ".s",
                "h",
                "1h2",
                "1.2.3s",
                "2562048h",
                "9223372036854775808ns",
                "-9223372036854775809ns",
                "1h-1m"
            })
    void refusesDurationsThatGoRefuses(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text, Location.of("ttl")))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("DURATION_INVALID"));
    }

    @ParameterizedTest
    @CsvSource({
        "PT24H,24h0m0s",
        "PT0S,0s",
        "PT1.5S,1.5s",
        "PT0.2S,200ms",
        "PT0.0000015S,1.5µs",
        "PT0.000000007S,7ns",
        "PT-90M,-1h30m0s",
        "PT61.25S,1m1.25s",
    })
    void writesDurationsAsGoDoes(Duration duration, String expected) {
        assertThat(GoDuration.format(duration)).isEqualTo(expected);
    }

    /** As {@code time.Time.String} of Go writes a time of UTC, of which it counts the years from 0. */
    @ParameterizedTest
    @CsvSource({
        "0000-01-01T00:00:00Z, 0000-01-01 00:00:00 +0000 UTC",
        "0001-01-01T00:00:00Z, 0001-01-01 00:00:00 +0000 UTC",
        "2026-01-31T12:00:00.9Z, 2026-01-31 12:00:00 +0000 UTC"
    })
    void writesTimesOfCertificatesAsGoDoes(Instant time, String text) {
        assertThat(GoTime.format(time)).isEqualTo(text);
    }
}
