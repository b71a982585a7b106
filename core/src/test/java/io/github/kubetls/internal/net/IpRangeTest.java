package io.github.kubetls.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
