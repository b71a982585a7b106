package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5280, sections 4.2.1.3 and 4.2.1.12. */
class RequestedUsagesTest {

    @ParameterizedTest
    @CsvSource({
        "2.5.29.15, 03020780, digital signature",
        "2.5.29.15, 03020640, content commitment",
        "2.5.29.15, 030205A0, digital signature|key encipherment",
        "2.5.29.15, 03020106, cert sign|crl sign",
        "2.5.29.15, 03020001, encipher only",
        "2.5.29.15, 0303070080, decipher only",
        "2.5.29.15, 030306C040, digital signature|content commitment",
        "2.5.29.15, 030100, ''",
        "2.5.29.15, 0302FF80, ''",
        "2.5.29.15, 05, ''",
        "2.5.29.37, 300A06082B06010505070302, client auth",
        "2.5.29.37, 301406082B0601050507030206082B06010505070301, client auth|server auth",
        "2.5.29.37, 300606022A030500, ''",
        "2.5.29.37, 3000, ''",
        "2.5.29.37, 0500, ''",
        "2.5.29.19, 03020780, ''"
    })
    void readsUsagesAndPassesOverWhatIsNone(String oid, String hex, String expected) {
        List<KeyUsage> usages = new ArrayList<>();
        RequestedUsages.read(oid, HexFormat.of().parseHex(hex), usages);
        assertThat(usages)
                .isEqualTo(
                        expected.isEmpty()
                                ? List.of()
                                : Arrays.stream(expected.split("\\|"))
                                        .map(KeyUsage::of)
                                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"0303070080, 1", "030307FF80, 9", "030400FF80FF, 9"})
    void readsNineBits(String hex, int count) {
        List<KeyUsage> usages = new ArrayList<>();
        RequestedUsages.read("2.5.29.15", HexFormat.of().parseHex(hex), usages);
        assertThat(usages).hasSize(count).endsWith(KeyUsage.DECIPHER_ONLY);
    }
}
