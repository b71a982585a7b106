package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {

    /** The vectors of the reference implementation: the key is the bytes 0 to 15, a text the bytes from 0 on. */
    @ParameterizedTest
    @CsvSource({
        "0, 726fdb47dd0e0e31",
        "1, 74f839c593dc67fd",
        "7, ab0200f58b01d137",
        "8, 93f5f5799a932462",
        "15, a129ca6149be45e5",
        "16, 3f2acc7f57c29bdb",
        "63, 958a324ceb064572"
    })
    void isTheFunctionOfItsAuthors(int length, String hash) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) i;
        }
        assertThat(new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L).of(text))
                .isEqualTo(Long.parseUnsignedLong(hash, 16));
    }
}
