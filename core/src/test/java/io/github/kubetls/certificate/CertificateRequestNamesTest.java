package io.github.kubetls.certificate;

import static io.github.kubetls.certificate.TestDer.attributes;
import static io.github.kubetls.certificate.TestDer.criticalExtension;
import static io.github.kubetls.certificate.TestDer.extension;
import static io.github.kubetls.certificate.TestDer.extensionRequest;
import static io.github.kubetls.certificate.TestDer.general;
import static io.github.kubetls.certificate.TestDer.hex;
import static io.github.kubetls.certificate.TestDer.integer;
import static io.github.kubetls.certificate.TestDer.leafKey;
import static io.github.kubetls.certificate.TestDer.nodeSubject;
import static io.github.kubetls.certificate.TestDer.oid;
import static io.github.kubetls.certificate.TestDer.rdn;
import static io.github.kubetls.certificate.TestDer.request;
import static io.github.kubetls.certificate.TestDer.seq;
import static io.github.kubetls.certificate.TestDer.set;
import static io.github.kubetls.certificate.TestDer.string;
import static io.github.kubetls.certificate.TestDer.tlv;
import static io.github.kubetls.certificate.TestDer.utf8;
import static io.github.kubetls.certificate.TestDer.withNames;
import static io.github.kubetls.certificate.TestDer.withSubject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/certificates.md, 4 and 5: subjects and names in requests. */
class CertificateRequestNamesTest {

    static Stream<Arguments> strings() {
        return Stream.of(
                arguments("PrintableString with asterisk and ampersand", string(19, "a*&"), "a*&"),
                arguments("UTF8String", utf8("\u00FC\uD83D\uDE00"), "\u00FC\uD83D\uDE00"),
                arguments("IA5String", string(22, "a@b"), "a@b"),
                arguments("TeletexString", string(20, "\u00E9"), "\u00E9"),
                arguments("TeletexString that looks like UTF-8", string(20, "\u00C3\u00A9"), "\u00C3\u00A9"),
                arguments("TeletexString with NUL", tlv(20, new byte[1]), "\u0000"),
                arguments("BMPString beside the noncharacters", tlv(30, hex("FDCFFDF0FFFD")), "\uFDCF\uFDF0\uFFFD"),
                arguments("BMPString with two terminators", tlv(30, new byte[] {0, 97, 0, 0, 0, 0}), "a\u0000"),
                arguments("BMPString", tlv(30, "\u00FC".getBytes(StandardCharsets.UTF_16BE)), "\u00FC"),
                arguments("BMPString with terminator", tlv(30, new byte[] {0, 97, 0, 0}), "a"),
                arguments("NumericString", string(18, "12 3"), "12 3"),
                arguments("UniversalString is not seen", tlv(28, new byte[] {0, 0, 0, 97}), ""),
                arguments("VisibleString is not seen", string(26, "a"), ""),
                arguments("an integer is not seen", integer(1), ""));
    }

    /** docs/behaviour/certificates.md, 5.2. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a b", "\u0000", "*", "*.a", "a."})
    void takesAnyDnsNameOfAscii(String name) {
        byte[] der = withNames(general(2, name));
        for (int minor : new int[] {20, 36, 37}) {
            assertThat(CertificateRequest.parseDer(der, KubernetesRelease.of(minor))
                            .subjectAltNames()
                            .dnsNames())
                    .containsExactly(name);
        }
    }

    /** docs/behaviour/certificates.md, 4.2. */
    @Test
    void readsStringsOfNamesAsAReleaseDoes() {
        KubernetesRelease before = KubernetesRelease.of(35);
        byte[] teletex = withSubject(rdn("2.5.4.3", string(20, "\u00C3\u00BC")));
        assertThat(CertificateRequest.parseDer(teletex, before).subject().commonName())
                .isEqualTo("\u00FC");
        byte[] surrogates = withSubject(rdn("2.5.4.3", tlv(30, hex("D83DDE00"))));
        assertThat(CertificateRequest.parseDer(surrogates, before).subject().commonName())
                .isEqualTo("\uD83D\uDE00");
        assertThatThrownBy(() -> CertificateRequest.parseDer(withSubject(rdn("2.5.4.3", string(30, "abc"))), before))
                .hasMessage("pkcs12: odd-length BMP string");
    }

    /** The answers of 1.36 are those of its libraries; what was accepted before is written as Go wrote it. */
    @ParameterizedTest
    @CsvSource({
        "http://a::7/, 36, 'invalid port \"::7\" after host'",
        "https://fe80::2/x, 36, 'invalid port \"::2\" after host'",
        "https://a:b:7/, 36, 'invalid port \":b:7\" after host'",
        "http://[1.2.3.4]/, 35, invalid IP-literal",
        "http://[q]/, 35, 'invalid host: ParseAddr(\"q\"): unable to parse IP'",
        "http://a[b]/, 35, invalid IP-literal"
    })
    void checksHostsOfUrisAsAReleaseDoes(String uri, int since, String why) {
        byte[] der = withNames(general(6, uri));
        assertThat(CertificateRequest.parseDer(der, KubernetesRelease.of(since - 1))
                        .subjectAltNames()
                        .uris())
                .containsExactly(uri);
        for (int minor = since; minor <= 37; minor++) {
            KubernetesRelease release = KubernetesRelease.of(minor);
            assertThatThrownBy(() -> CertificateRequest.parseDer(der, release))
                    .hasMessage("x509: cannot parse URI \"" + uri + "\": parse \"" + uri + "\": " + why);
        }
    }

    /** Go 1.24 reads a boolean; before, it went by any of their bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"", "01", "7F", "FFFF", "0000"})
    void refusesBooleansInSubjectsThatAreNotThoseOfDerSince133(String content) {
        byte[] der = withSubject(rdn("2.5.4.3", tlv(1, hex(content))));
        assertThat(CertificateRequest.parseDer(der, KubernetesRelease.of(32))
                        .subject()
                        .commonName())
                .isEmpty();
        assertThatThrownBy(() -> CertificateRequest.parseDer(der, KubernetesRelease.of(33)))
                .hasMessage("asn1: syntax error: invalid boolean");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "FF"})
    void doesNotSeeBooleansInSubjects(String content) {
        byte[] der = withSubject(rdn("2.5.4.3", tlv(1, hex(content))));
        assertThat(CertificateRequest.parseDer(der).subject().commonName()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strings")
    void readsTheStringTypesThatKubernetesReads(String reason, byte[] value, String expected) {
        CertificateRequest request = CertificateRequest.parseDer(withSubject(rdn("2.5.4.3", value)));
        assertThat(request.subject().commonName()).as(reason).isEqualTo(expected);
    }

    @Test
    void bytesThatAreNoTextAreKeptApartAndCannotBeSigned() {
        CertificateRequest request = CertificateRequest.parseDer(
                withSubject(rdn("2.5.4.3", string(20, "a\u00FC"))), KubernetesRelease.of(35));
        assertThat(request.subject().isText()).isFalse();
        assertThat(request.subject().commonName()).isNotEqualTo("a\uFFFD").isNotEqualTo("a\u00FC");
        assertThat(request.findings()).extracting(Finding::code).contains("SUBJECT_INVALID");
    }

    @Test
    void readsAllOrganizationsAndTheLastCommonName() {
        CertificateRequest request = CertificateRequest.parseDer(withSubject(
                rdn("2.5.4.3", utf8("first")),
                rdn("2.5.4.10", utf8("b")),
                set(
                        seq(oid("2.5.4.10"), utf8("c")),
                        seq(oid("2.5.4.10"), utf8("a")),
                        seq(oid("2.5.4.11"), utf8("unit"))),
                rdn("2.5.4.10", utf8("b")),
                rdn("2.5.4.3", utf8("last"))));
        assertThat(request.subject().organizations()).containsExactly("b", "c", "a", "b");
        assertThat(request.subject().commonName()).isEqualTo("last");
        assertThat(request.subject().organizationalUnits()).containsExactly("unit");
    }

    @Test
    void listsWhatASignerLeavesOut() {
        byte[] subject = seq(
                rdn("2.5.4.3", string(19, "x")),
                rdn("1.2.840.113549.1.9.1", string(22, "a@b")),
                rdn("2.5.4.10", utf8("system:nodes")));
        byte[] der = request(
                subject,
                leafKey(),
                attributes(
                        seq(oid("1.2.840.113549.1.9.7"), set(utf8("secret"))),
                        extensionRequest(
                                criticalExtension("2.5.29.19", seq(new byte[] {1, 1, -1})),
                                criticalExtension("2.5.29.15", HexFormat.of().parseHex("03020284")),
                                extension("2.5.29.37", seq(oid("1.3.6.1.5.5.7.3.2"), oid("1.2.3"))),
                                criticalExtension("2.5.29.17", seq(general(2, "a"), tlv(0xA4, nodeSubject()))))));
        CertificateRequest request = CertificateRequest.parseDer(der);
        assertThat(request.findings().stream().map(finding -> finding.code() + " " + finding.location()))
                .containsExactlyInAnyOrder(
                        "ATTRIBUTE_IGNORED 1.2.840.113549.1.9.7",
                        "EXTENSION_IGNORED 2.5.29.19",
                        "EXTENSION_IGNORED 2.5.29.15",
                        "EXTENSION_IGNORED 2.5.29.37",
                        "SUBJECT_ALT_NAME_IGNORED 2.5.29.17",
                        "CRITICALITY_IGNORED 2.5.29.17",
                        "SUBJECT_ATTRIBUTE_IGNORED 1.2.840.113549.1.9.1",
                        "SUBJECT_ENCODING_IGNORED subject");
        assertThat(request.findings().toString()).doesNotContain("secret");
        assertThat(request.requestedUsages())
                .containsExactly(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CERT_SIGN, KeyUsage.CLIENT_AUTH);
        assertThat(CertificateRequest.parse(Vectors.W02_REQUEST).findings()).isEmpty();
    }

    @Test
    void criticalNamesWithoutASubjectStayCritical() {
        byte[] der = request(
                seq(), leafKey(), attributes(extensionRequest(criticalExtension("2.5.29.17", seq(general(2, "a"))))));
        assertThat(CertificateRequest.parseDer(der).findings()).isEmpty();
    }
}
