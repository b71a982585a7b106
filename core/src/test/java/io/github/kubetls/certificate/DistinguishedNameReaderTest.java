package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expectations: crypto/x509 of Go 1.26 (since) and of Go 1.19 (before) on names with the same values. */
class DistinguishedNameReaderTest {

    private static final String IN_CERTIFICATE = "x509: invalid RDNSequence: invalid attribute value: ";

    private static final KubernetesRelease LATEST = KubernetesRelease.latest();

    private static byte[] name(String hex) {
        return TestDer.seq(TestDer.rdn("2.5.4.3", HexFormat.of().parseHex(hex)));
    }

    private static DistinguishedNameReader.Result inRequest(byte[] name, KubernetesRelease release)
            throws MalformedDer {
        return DistinguishedNameReader.inRequest(new DerInput(name).any(), release);
    }

    private static DistinguishedName inCertificate(byte[] name) throws MalformedDer {
        return DistinguishedNameReader.inCertificate(new DerInput(name), "x509: malformed subject", LATEST)
                .name();
    }

    @ParameterizedTest
    @CsvSource({
        "PrintableString, 130361202a, 'a *'",
        "'PrintableString with an ampersand', 130126, &",
        "UTF8String, 0c02c3bc, \u00FC",
        "IA5String, 16027f40, \u007F@",
        "NumericString, 1203302039, 0 9",
        "TeletexString, 1401e9, \u00E9",
        "BMPString, 1e0200fc, \u00FC",
        "'BMPString that ends with zeros', 1e0400610000, a",
        "BMPString of zeros, 1e020000, ''",
        "'BMPString that ends with half of the zeros', 1e020100, \u0100",
        "'BMPString below the surrogates', 1e02d7ff, \uD7FF",
        "'BMPString above the surrogates', 1e02e000, \uE000",
        "'BMPString below what is no character', 1e02fdcf, \uFDCF",
        "'BMPString above what is no character', 1e02fdf0, \uFDF0",
        "'BMPString of the last character', 1e02fffd, \uFFFD"
    })
    void readsStrings(String type, String hex, String expected) throws MalformedDer {
        assertThat(inRequest(name(hex), LATEST).name().commonName()).as(type).isEqualTo(expected);
        assertThat(inRequest(name(hex), LATEST).unknownTypes()).isEmpty();
        assertThat(inCertificate(name(hex)).commonName()).as(type).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "130140, asn1: syntax error: PrintableString contains invalid character, invalid PrintableString",
        "130125, asn1: syntax error: PrintableString contains invalid character, invalid PrintableString",
        "0c01fc, asn1: invalid UTF-8 string, invalid UTF-8 string",
        "1601e9, asn1: syntax error: IA5String contains invalid character, invalid IA5String",
        "120161, asn1: syntax error: NumericString contains invalid character, invalid NumericString",
        "12013a, asn1: syntax error: NumericString contains invalid character, invalid NumericString",
        "12012f, asn1: syntax error: NumericString contains invalid character, invalid NumericString",
        "1e0161, invalid BMPString, invalid BMPString",
        "1e02d800, invalid BMPString, invalid BMPString",
        "1e02dfff, invalid BMPString, invalid BMPString",
        "1e02fdd0, invalid BMPString, invalid BMPString",
        "1e02fdef, invalid BMPString, invalid BMPString",
        "1e02fffe, invalid BMPString, invalid BMPString",
        "1e02ffff, invalid BMPString, invalid BMPString",
        "1e040061d800, invalid BMPString, invalid BMPString"
    })
    void refusesCharactersThatATypeDoesNotHave(String hex, String request, String certificate) {
        assertThatThrownBy(() -> inRequest(name(hex), LATEST)).hasMessage(request);
        assertThatThrownBy(() -> inCertificate(name(hex))).hasMessage(IN_CERTIFICATE + certificate);
    }

    @ParameterizedTest
    @CsvSource({"1e02d800, 36", "1e02dfff, 36", "1e02fdd0, 36", "1e02fffe, 36", "010101, 33", "01020000, 33"})
    void takesInARequestWhatAReleaseRefuses(String hex, int since) throws MalformedDer {
        assertThat(inRequest(name(hex), KubernetesRelease.of(since - 1))).isNotNull();
        assertThatThrownBy(() -> inRequest(name(hex), KubernetesRelease.of(since)))
                .isInstanceOf(MalformedDer.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0101ff, 1",
        "02080100000000000000, 2",
        "03020001, 3",
        "040161, 4",
        "0500, 5",
        "06012a, 6",
        "0a020001, 10",
        "300104, 48",
        "800161, 128",
        "930140, 147",
        "530140, 83",
        "d30140, 211",
        "330140, 51",
        "1a01e9, 26",
        "1b01e9, 27",
        "1c0400000061, 28",
        "170d3234303130313030303030305a, 23",
        "180f32303234303130313030303030305a, 24"
    })
    void passesOverOtherTypesInARequestAndRefusesThemInACertificate(String hex, int identifier) throws MalformedDer {
        DistinguishedNameReader.Result result = inRequest(name(hex), LATEST);
        assertThat(result.name()).isEqualTo(DistinguishedName.empty());
        assertThat(result.unknownTypes()).containsExactly("2.5.4.3");
        assertThatThrownBy(() -> inCertificate(name(hex)))
                .hasMessage(IN_CERTIFICATE + "unsupported string type: " + identifier);
    }

    @ParameterizedTest
    @CsvSource({
        "010101, asn1: syntax error: invalid boolean",
        "02020001, asn1: structure error: integer not minimally-encoded",
        "0209010000000000000000, asn1: structure error: integer too large",
        "03020800, asn1: syntax error: invalid padding bits in BIT STRING",
        "0600, asn1: syntax error: zero length OBJECT IDENTIFIER"
    })
    void looksIntoValuesOfARequestThatItPassesOver(String hex, String message) {
        assertThatThrownBy(() -> inRequest(name(hex), LATEST)).hasMessage(message);
    }

    private static byte[] time(int tag, String text) {
        return TestDer.seq(TestDer.rdn("2.5.4.3", TestDer.string(tag, text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20240101000000.5Z",
                "20240101000000.5+0100",
                "20240101000000.000000001Z",
                "20240101000000.123456789Z"
            })
    void takesFractionsOfASecondInARequestSince127(String text) throws MalformedDer {
        byte[] name = time(24, text);
        assertThat(inRequest(name, KubernetesRelease.of(27)).unknownTypes()).containsExactly("2.5.4.3");
        assertThatThrownBy(() -> inRequest(name, KubernetesRelease.of(26))).isInstanceOf(MalformedDer.class);
    }

    @ParameterizedTest
    @CsvSource({"23, 2401010000Z", "23, 240101000000+2459", "24, 20240101000000+2400"})
    void takesOtherTimesInARequest(int tag, String text) throws MalformedDer {
        assertThat(inRequest(time(tag, text), LATEST).unknownTypes()).containsExactly("2.5.4.3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "23 | 240101000000.5Z",
                "23 | 240101000000+2500",
                "23 | 20240101000000Z",
                "23 | 240101240000Z",
                "24 | 240101000000Z",
                "24 | 20240230000000Z",
                "24 | 20240101000000.50Z",
                "24 | 20240101000000.0Z",
                "24 | 20240101000000.Z",
                "24 | 20240101000000,5Z",
                "24 | 20240101000000.1234567891Z",
                "24 | 20240101000000.5",
                "24 | 20240101000060.5Z"
            })
    void refusesTimesInARequestThatAreNone(int tag, String text) {
        assertThatThrownBy(() -> inRequest(time(tag, text), LATEST)).isInstanceOf(MalformedDer.class);
    }

    /** docs/behaviour/certificates.md, 4.2. */
    @Test
    void ofSeveralCommonNamesTheLastCounts() throws MalformedDer {
        byte[] o = TestDer.rdn("2.5.4.10", TestDer.utf8("o"));
        byte[] a = TestDer.rdn("2.5.4.3", TestDer.utf8("a"));
        byte[] b = TestDer.rdn("2.5.4.3", TestDer.utf8("b"));
        byte[] none = TestDer.rdn("2.5.4.3", TestDer.utf8(""));
        byte[] other = TestDer.rdn("0.9.2342.19200300.100.1.1", TestDer.utf8("u"));
        assertThat(inCertificate(TestDer.seq(a, o, b, o)))
                .isEqualTo(DistinguishedName.builder()
                        .commonName("b")
                        .organizations(List.of("o", "o"))
                        .build());
        assertThat(inCertificate(TestDer.seq(o)).organizations()).isUnmodifiable();
        assertThat(inCertificate(TestDer.seq(a, none))).isEqualTo(DistinguishedName.empty());
        assertThat(inRequest(TestDer.seq(other, a), LATEST).unknownTypes())
                .containsExactly("0.9.2342.19200300.100.1.1");
    }

    @ParameterizedTest
    @CsvSource({
        "3000, ''",
        "30023000, sequence tag mismatch",
        "300431020400, sequence tag mismatch",
        "3006310430020500, tags don't match",
        "30073105300306012a, sequence truncated"
    })
    void refusesARequestWhoseNameIsBuiltOtherwise(String hex, String message) throws MalformedDer {
        byte[] name = HexFormat.of().parseHex(hex);
        if (message.isEmpty()) {
            assertThat(inRequest(name, LATEST).name()).isEqualTo(DistinguishedName.empty());
        } else {
            assertThatThrownBy(() -> inRequest(name, LATEST)).hasMessageContaining(message);
        }
    }
}
