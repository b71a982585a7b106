package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/certificates.md, 1.2. */
class KeyUsageTest {

    @ParameterizedTest
    @CsvSource({
        "signing, 0",
        "digital signature, 0",
        "content commitment, 1",
        "key encipherment, 2",
        "data encipherment, 3",
        "key agreement, 4",
        "cert sign, 5",
        "crl sign, 6",
        "encipher only, 7",
        "decipher only, 8"
    })
    void goesToABitOfKeyUsage(String value, int bit) {
        KeyUsage usage = KeyUsage.of(value);
        assertThat(usage.isKnown()).isTrue();
        assertThat(usage.isExtended()).isFalse();
        assertThat(usage.value()).isEqualTo(value);
        assertThat(KeyUsage.bits(List.of(usage))).isEqualTo(1 << bit);
        assertThat(KeyUsage.ofBits(1 << bit)).containsExactly(bit == 0 ? KeyUsage.DIGITAL_SIGNATURE : usage);
        assertThat(KeyUsage.oids(List.of(usage))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "any, 2.5.29.37.0",
        "server auth, 1.3.6.1.5.5.7.3.1",
        "client auth, 1.3.6.1.5.5.7.3.2",
        "code signing, 1.3.6.1.5.5.7.3.3",
        "email protection, 1.3.6.1.5.5.7.3.4",
        "s/mime, 1.3.6.1.5.5.7.3.4",
        "ipsec end system, 1.3.6.1.5.5.7.3.5",
        "ipsec tunnel, 1.3.6.1.5.5.7.3.6",
        "ipsec user, 1.3.6.1.5.5.7.3.7",
        "timestamping, 1.3.6.1.5.5.7.3.8",
        "ocsp signing, 1.3.6.1.5.5.7.3.9",
        "microsoft sgc, 1.3.6.1.4.1.311.10.3.3",
        "netscape sgc, 2.16.840.1.113730.4.1"
    })
    void goesToAnIdentifierOfExtendedKeyUsage(String value, String oid) {
        KeyUsage usage = KeyUsage.of(value);
        assertThat(usage.isKnown()).isTrue();
        assertThat(usage.isExtended()).isTrue();
        assertThat(KeyUsage.bits(List.of(usage))).isZero();
        assertThat(KeyUsage.oids(List.of(usage))).containsExactly(oid);
        assertThat(KeyUsage.ofOid(oid)).containsExactly(value.equals("s/mime") ? KeyUsage.EMAIL_PROTECTION : usage);
    }

    @Test
    void bitsAndIdentifiersThatStandForNothingGiveNone() {
        assertThat(KeyUsage.ofBits(0)).isEmpty();
        assertThat(KeyUsage.ofBits(1 << 9)).isEmpty();
        assertThat(KeyUsage.ofBits(0x21)).containsExactly(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CERT_SIGN);
        assertThat(KeyUsage.ofOid("1.2.3")).isEmpty();
    }

    @Test
    void thereAre23() {
        assertThat(KeyUsage.known()).hasSize(23).doesNotHaveDuplicates();
    }

    @Test
    void identifiersAreASetInTheOrderOfKubernetes() {
        List<KeyUsage> usages = KeyUsage.listOf(
                "netscape sgc", "s/mime", "email protection", "ocsp signing", "any", "client auth", "server auth");
        assertThat(KeyUsage.oids(usages))
                .containsExactly(
                        "2.5.29.37.0",
                        "1.3.6.1.5.5.7.3.1",
                        "1.3.6.1.5.5.7.3.2",
                        "1.3.6.1.5.5.7.3.4",
                        "1.3.6.1.5.5.7.3.9",
                        "2.16.840.1.113730.4.1");
    }

    @Test
    void holdsOtherTextsButDoesNotSignThem() {
        assertThat(KeyUsage.of("Client Auth").isKnown()).as("case matters").isFalse();
        assertThat(KeyUsage.of("client auth")).isSameAs(KeyUsage.CLIENT_AUTH).hasToString("client auth");
        assertThat(KeyUsage.of("x")).isEqualTo(KeyUsage.of("x")).hasSameHashCodeAs(KeyUsage.of("x"));
        assertThatThrownBy(() -> KeyUsage.requireKnown(KeyUsage.listOf("x", "client auth", "y\n")))
                .hasMessage("unrecognized usage values: [\"x\" \"y\\n\"]");
    }
}
