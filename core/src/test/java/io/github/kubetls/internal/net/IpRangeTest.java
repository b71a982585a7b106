package io.github.kubetls.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/12, 1, 10.96.0.1, 20",
        "10.111.255.255/12, 1, 10.96.0.1, 20",
        "10.0.0.0/24, 255, 10.0.0.255, 8",
        "10.0.0.0/24, 256, '', 8",
        "10.0.0.7/32, 0, 10.0.0.7, 0",
        "10.0.0.7/32, 1, '', 0",
        "0.0.0.0/0, 2147483647, 127.255.255.255, 32",
        "fd00::ffff/112, 1, fd00::1, 16",
        "::/0, 1, ::1, 128"
    })
    void numbersItsAddresses(String range, int index, String address, int hostBits) {
        IpRange parsed = IpRange.parse(range).orElseThrow();
        assertThat(parsed.address(index).map(IpText::format))
                .isEqualTo(address.isEmpty() ? Optional.empty() : Optional.of(address));
        assertThat(parsed.hostBits()).isEqualTo(hostBits);
    }

    /** Python's {@code ipaddress} says the same; an IPv4-mapped address is an IPv4 address, as it is to Go. */
    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/12, 10.96.0.0, true",
        "10.96.0.0/12, 10.111.255.255, true",
        "10.96.0.0/12, 10.95.255.255, false",
        "10.96.0.0/12, 10.112.0.0, false",
        "10.0.0.7/32, 10.0.0.7, true",
        "10.0.0.7/32, 10.0.0.6, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 10.0.0.1, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "fd00:1::/33, fd00:1:7fff::1, true",
        "fd00:1::/33, fd00:1:8000::1, false"
    })
    void knowsWhichAddressesAreInIt(String range, String address, boolean expected) {
        assertThat(IpRange.parse(range)
                        .orElseThrow()
                        .contains(IpText.parse(address).orElseThrow()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0", "10.0.0.0/33", "fd00::/129", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/", "/8", "a/8"})
    void refusesWhatIsNoRange(String text) {
        assertThat(IpRange.parse(text)).isEmpty();
    }
}
