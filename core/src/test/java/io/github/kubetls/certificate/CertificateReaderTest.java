package io.github.kubetls.certificate;

import static io.github.kubetls.certificate.TestDer.bits;
import static io.github.kubetls.certificate.TestDer.extension;
import static io.github.kubetls.certificate.TestDer.integer;
import static io.github.kubetls.certificate.TestDer.join;
import static io.github.kubetls.certificate.TestDer.leafKey;
import static io.github.kubetls.certificate.TestDer.nodeSubject;
import static io.github.kubetls.certificate.TestDer.octets;
import static io.github.kubetls.certificate.TestDer.oid;
import static io.github.kubetls.certificate.TestDer.rdn;
import static io.github.kubetls.certificate.TestDer.seq;
import static io.github.kubetls.certificate.TestDer.set;
import static io.github.kubetls.certificate.TestDer.string;
import static io.github.kubetls.certificate.TestDer.tlv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.CryptoException;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.internal.der.MalformedDer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Expectations: Go's crypto/x509, version 1.19, on the same bytes. */
class CertificateReaderTest {

    private static final byte[] ECDSA = seq(oid("1.2.840.10045.4.3.2"));
    private static final byte[] VERSION_3 = tlv(0xA0, integer(2));
    private static final byte[] TIMES = seq(string(23, "240101000000Z"), string(23, "250101000000Z"));
    private static final byte[] SIGNATURE = bits(new byte[8]);

    /** A certificate whose parts are good, but for one at a place. */
    private static byte[] with(int place, byte[] part) {
        List<byte[]> parts = new ArrayList<>(List.of(
                VERSION_3, integer(1), ECDSA, seq(rdn("2.5.4.3", string(19, "ca"))), TIMES, nodeSubject(), leafKey()));
        if (place < parts.size()) {
            parts.set(place, part);
        } else {
            parts.add(part);
        }
        return seq(seq(parts.toArray(byte[][]::new)), ECDSA, SIGNATURE);
    }

    private static byte[] extensions(byte[]... extensions) {
        return with(7, tlv(0xA3, seq(extensions)));
    }

    static Stream<Arguments> refusals() {
        byte[] good = with(0, VERSION_3);
        byte[] names = extension("2.5.29.17", seq(string(0x82, "a")));
        return Stream.of(
                arguments("bytes after it", join(good, new byte[1]), "x509: trailing data"),
                arguments("no sequence", integer(1), "x509: malformed certificate"),
                arguments("cut off", Arrays.copyOf(good, good.length - 1), "x509: malformed certificate"),
                arguments("no inside", seq(integer(1)), "x509: malformed tbs certificate"),
                arguments("version 4", with(0, tlv(0xA0, integer(3))), "x509: invalid version"),
                arguments("version -1", with(0, tlv(0xA0, integer(-1))), "x509: malformed version"),
                arguments(
                        "a version of 63 bits",
                        with(0, tlv(0xA0, tlv(2, new byte[] {64, 0, 0, 0, 0, 0, 0, 0}))),
                        "x509: invalid version"),
                arguments(
                        "a version of 64 bits",
                        with(0, tlv(0xA0, tlv(2, new byte[] {0, -128, 0, 0, 0, 0, 0, 0, 0}))),
                        "x509: malformed version"),
                arguments("two versions", with(0, tlv(0xA0, integer(2), integer(2))), "x509: malformed version"),
                arguments("a serial number that is text", with(1, string(12, "1")), "x509: malformed serial number"),
                arguments(
                        "a serial number with zeros",
                        with(1, tlv(2, new byte[] {0, 1})),
                        "x509: malformed serial number"),
                arguments("no inner algorithm", with(2, integer(1)), "x509: malformed signature algorithm identifier"),
                arguments(
                        "another inner algorithm",
                        with(2, seq(oid("1.2.3"))),
                        "x509: inner and outer signature algorithm identifiers don't match"),
                arguments("no issuer", with(3, integer(1)), "x509: malformed issuer"),
                arguments("an issuer of sequences", with(3, seq(seq())), "x509: invalid RDNSequence"),
                arguments(
                        "an attribute that is none",
                        with(3, seq(set(integer(1)))),
                        "x509: invalid RDNSequence: invalid attribute"),
                arguments(
                        "an attribute without type",
                        with(3, seq(set(seq(integer(1))))),
                        "x509: invalid RDNSequence: invalid attribute type"),
                arguments(
                        "an attribute without value",
                        with(3, seq(set(seq(oid("2.5.4.3"))))),
                        "x509: invalid RDNSequence: invalid attribute value"),
                arguments(
                        "'@' in a PrintableString",
                        with(5, seq(rdn("2.5.4.3", string(19, "@")))),
                        "x509: invalid RDNSequence: invalid attribute value: invalid PrintableString"),
                arguments(
                        "invalid UTF-8",
                        with(5, seq(rdn("2.5.4.3", string(12, "\u00FC")))),
                        "x509: invalid RDNSequence: invalid attribute value: invalid UTF-8 string"),
                arguments(
                        "IA5String",
                        with(5, seq(rdn("2.5.4.3", string(22, "\u00FC")))),
                        "x509: invalid RDNSequence: invalid attribute value: invalid IA5String"),
                arguments(
                        "NumericString",
                        with(5, seq(rdn("2.5.4.3", string(18, "a")))),
                        "x509: invalid RDNSequence: invalid attribute value: invalid NumericString"),
                arguments(
                        "BMPString",
                        with(5, seq(rdn("2.5.4.3", string(30, "a")))),
                        "x509: invalid RDNSequence: invalid attribute value: invalid BMPString"),
                arguments(
                        "UniversalString",
                        with(5, seq(rdn("2.5.4.3", tlv(28, new byte[] {0, 0, 0, 97})))),
                        "x509: invalid RDNSequence: invalid attribute value: unsupported string type: 28"),
                arguments(
                        "a surrogate",
                        with(5, seq(rdn("2.5.4.3", tlv(30, new byte[] {(byte) 0xD8, 0})))),
                        "x509: invalid RDNSequence: invalid attribute value: invalid BMPString"),
                arguments(
                        "an integer for a name",
                        with(5, seq(rdn("2.5.4.3", integer(1)))),
                        "x509: invalid RDNSequence: invalid attribute value: unsupported string type: 2"),
                arguments("no validity", with(4, integer(1)), "x509: malformed validity"),
                arguments("no times", with(4, seq(integer(1), integer(1))), "x509: unsupported time format"),
                arguments("one time", with(4, seq(string(23, "240101000000Z"))), "x509: unsupported time format"),
                arguments(
                        "a fraction",
                        with(4, seq(string(24, "20240101000000.5Z"), string(23, "250101000000Z"))),
                        "x509: malformed GeneralizedTime"),
                arguments("no key", with(6, integer(1)), "x509: malformed spki"),
                arguments(
                        "a key without algorithm",
                        with(6, seq(integer(1))),
                        "x509: malformed public key algorithm identifier"),
                arguments("an algorithm without identifier", with(6, seq(seq(integer(1)))), "x509: malformed OID"),
                arguments(
                        "a key without bits",
                        with(6, seq(seq(oid("1.2.3")), integer(1))),
                        "x509: malformed subjectPublicKey"),
                arguments(
                        "a curve that is not known",
                        with(6, seq(seq(oid("1.2.840.10045.2.1"), oid("1.2.3")), bits(new byte[1]))),
                        "x509: unsupported elliptic curve"),
                arguments(
                        "no signature",
                        seq(
                                seq(VERSION_3, integer(1), ECDSA, nodeSubject(), TIMES, nodeSubject(), leafKey()),
                                ECDSA,
                                integer(1)),
                        "x509: malformed signature"),
                arguments("extensions that are none", with(7, tlv(0xA3, integer(1))), "x509: malformed extensions"),
                arguments("an extension that is none", extensions(integer(1)), "x509: malformed extension"),
                arguments(
                        "an extension without identifier",
                        extensions(seq(integer(1))),
                        "x509: malformed extension OID field"),
                arguments(
                        "half critical",
                        extensions(seq(oid("1.2.3"), tlv(1, new byte[] {1}), octets())),
                        "x509: malformed extension critical field"),
                arguments(
                        "an extension without value",
                        extensions(seq(oid("1.2.3"), integer(1))),
                        "x509: malformed extension value field"),
                arguments(
                        "a critical key identifier",
                        extensions(TestDer.criticalExtension("2.5.29.14", octets(new byte[1]))),
                        "x509: subject key identifier incorrectly marked critical"),
                arguments(
                        "an extension twice",
                        extensions(names, names),
                        "x509: certificate contains duplicate extension with OID \"2.5.29.17\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusesWhatKubernetesRefusesInItsWords(String reason, byte[] der, String expected) {
        assertThatThrownBy(() -> CertificateReader.certificate(der, KubernetesRelease.latest()))
                .as(reason)
                .isInstanceOf(MalformedDer.class)
                .hasMessage(expected);
    }

    static Stream<Arguments> tolerated() {
        return Stream.of(
                arguments("as it should be", with(0, VERSION_3)),
                arguments("version 1, written out", with(0, tlv(0xA0, integer(0)))),
                arguments("a serial number of zero", with(1, integer(0))),
                arguments(
                        "generalized times",
                        with(4, seq(string(24, "20240101000000Z"), string(24, "99991231235959Z")))),
                arguments(
                        "an unknown critical extension", extensions(TestDer.criticalExtension("1.2.3.4", new byte[1]))),
                arguments("a key identifier", extensions(extension("2.5.29.14", octets(new byte[1])))),
                arguments("no extension", with(7, tlv(0xA3, seq()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tolerated")
    void takesWhatKubernetesTakes(String reason, byte[] der) throws Exception {
        assertThat(CertificateReader.certificate(der, KubernetesRelease.latest())
                        .getEncoded())
                .as(reason)
                .isEqualTo(der);
    }

    private static byte[] since(int tag, String time) {
        return with(4, seq(string(tag, time), string(24, "99991231235959Z")));
    }

    /** Run with Go 1.26. */
    @ParameterizedTest
    @CsvSource({
        "23, 2401010000Z",
        "23, 2401010000+0100",
        "23, 000229000000Z",
        "23, 240229235959Z",
        "23, 240101000000-0100",
        "23, 240101000000+0001",
        "23, 240101000000+0059",
        "23, 240101000000+2359",
        "24, 00000229000000Z",
        "24, 20000229235959Z",
        "24, 20240101000000+0100"
    })
    void takesTimesThatKubernetesTakes(int tag, String time) throws Exception {
        assertThat(CertificateReader.certificate(since(tag, time), KubernetesRelease.latest()))
                .isNotNull();
    }

    /** Run with Go 1.26. */
    @ParameterizedTest
    @CsvSource({
        "23, 230229000000Z",
        "23, 240001000000Z",
        "23, 241301000000Z",
        "23, 240100000000Z",
        "23, 240132000000Z",
        "23, 240431000000Z",
        "23, 240101240000Z",
        "23, 240101006000Z",
        "23, 240101000060Z",
        "23, 240101000000+0060",
        "23, 240101000000+2360",
        "23, 240101000000+2500",
        "23, 240101000000-0000",
        "23, 240101000000+01",
        "23, 240101000000z",
        "23, 24010100000Z",
        "23, 20240101000000Z",
        "24, 00010229000000Z",
        "24, 19000229000000Z",
        "24, 20240101240000Z",
        "24, 20240101006000Z",
        "24, 20240101000060Z",
        "24, 20240101000000+0000",
        "24, 202401010000Z"
    })
    void refusesTimesThatKubernetesRefuses(int tag, String time) {
        assertThatThrownBy(() -> CertificateReader.certificate(since(tag, time), KubernetesRelease.latest()))
                .hasMessage("x509: malformed " + (tag == 23 ? "UTCTime" : "GeneralizedTime"));
    }

    /** Go 1.23 (x509negativeserial). */
    @Test
    void refusesNegativeSerialNumbersSince132() throws Exception {
        byte[] der = with(1, integer(-1));
        String pem = Pem.Block.of(Pem.CERTIFICATE, der).toPem();
        KubernetesRelease before = KubernetesRelease.of(31);
        KubernetesRelease since = KubernetesRelease.of(32);
        assertThat(Pem.parseCertificates(pem, before)).hasSize(1);
        assertThat(Pem.parseOnlyCertificates(pem, before)).hasSize(1);
        for (ThrowingCallable reading : List.<ThrowingCallable>of(
                () -> Pem.parseCertificates(pem, since),
                () -> Pem.parseOnlyCertificates(pem, since),
                () -> Pem.parseCertificates(pem),
                () -> CertificateAndKey.parse(pem, since),
                () -> CertificateAndKey.parse(pem, pem),
                () -> ClientCertificateAuthenticator.parse(pem, since))) {
            assertThatThrownBy(reading).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                assertThat(e.code()).isEqualTo("CERTIFICATE_INVALID");
                assertThat(e.rule()).isEqualTo("x509: negative serial number");
            });
        }
        X509Certificate presented = CertificateReader.certificate(der, before);
        assertThat(ClientCertificateAuthenticator.of(List.of(presented), since)
                        .authenticate(Credentials.clientCertificate(List.of(presented)), Instant.EPOCH))
                .isEqualTo(Authentication.rejected("CERTIFICATE_INVALID", "x509: negative serial number"));
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("Latin-1", string(20, "\u00E9"), 36, "\u00E9"),
                arguments("Latin-1, whatever it looks like", string(20, "\u00C3\u00A9"), 36, "\u00C3\u00A9"),
                arguments("UTF-8", string(20, "\u00C3\u00A9"), 35, "\u00E9"));
    }

    @ParameterizedTest(name = "{0} since {2}")
    @MethodSource("names")
    void readsTeletexStringsAsAReleaseDoes(String reason, byte[] name, int minor, String expected) throws Exception {
        KubernetesRelease release = KubernetesRelease.of(minor);
        X509Certificate certificate = CertificateReader.certificate(with(5, seq(rdn("2.5.4.3", name))), release);
        assertThat(new CertificateView(certificate, release).subject().commonName())
                .as(reason)
                .isEqualTo(expected);
        assertThat(DistinguishedName.ofSubject(certificate, release).commonName())
                .isEqualTo(expected);
        assertThat(DistinguishedName.ofSubject(certificate))
                .isEqualTo(DistinguishedName.ofSubject(certificate, KubernetesRelease.latest()));
    }

    @Test
    void judgesCertificatesWithNamesThatOnlyOlderReleasesRead() throws Exception {
        byte[] surrogate = seq(rdn("2.5.4.3", string(30, "\u00D8\u0000")));
        X509Certificate certificate = CertificateReader.certificate(with(5, surrogate), KubernetesRelease.of(35));
        assertThat(CertificateAndKey.findings(certificate, Instant.EPOCH))
                .extracting(Finding::code)
                .contains("CERTIFICATE_NOT_YET_VALID");
        assertThatThrownBy(() -> DistinguishedName.ofSubject(certificate, KubernetesRelease.of(36)))
                .isInstanceOf(CryptoException.class);
    }

    @Test
    void readsCertificatesThatFollowOneAnother() throws Exception {
        byte[] one = with(1, integer(1));
        byte[] two = with(1, integer(2));
        assertThat(CertificateReader.certificates(join(one, two), KubernetesRelease.latest()).stream()
                        .map(X509Certificate::getSerialNumber))
                .containsExactly(java.math.BigInteger.ONE, java.math.BigInteger.TWO);
        assertThat(CertificateReader.certificates(new byte[0], KubernetesRelease.latest()))
                .isEmpty();
        assertThatThrownBy(() -> CertificateReader.certificates(join(one, new byte[1]), KubernetesRelease.latest()))
                .isInstanceOf(MalformedDer.class);
    }

    @Test
    void readsTheNameOfACertificateByteForByte() throws Exception {
        byte[] der = with(0, VERSION_3);
        X509Certificate certificate = CertificateReader.certificate(der, KubernetesRelease.latest());
        assertThat(CertificateReader.subject(certificate)).isEqualTo(nodeSubject());
    }
}
