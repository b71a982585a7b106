package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextKindTest {

    private static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIBhDCCASugAwIBAgIU\n-----END CERTIFICATE-----\n";

    @ParameterizedTest
    @CsvSource({
        "DATA+OMITTED, config view",
        "REDACTED, config view",
        "'<!DOCTYPE html><html>', a page in HTML",
        "'<?xml version=\"1.0\"?>', XML",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrIn0.c2ln, a JSON web token",
        "07401b.f395accd246ae52d, a bootstrap token",
        "KUBELET_KUBEADM_ARGS=\"--x=y\", a file of environment variables",
        "export KUBECONFIG=/x, a file of environment variables",
        "kubeadm join 10.0.0.1:6443, a command line of kubeadm",
        "--kubeconfig=/x, command-line flags",
        "-----BEGIN TRUSTED CERTIFICATE-----, PEM block TRUSTED CERTIFICATE",
        "YXBpVmVyc2lvbjogdjEKa2luZDogQ29uZmlnCg==, base64"
    })
    void recognisesTexts(String text, String kind) {
        assertThat(TextKind.of(text))
                .hasValueSatisfying(found -> assertThat(found).contains(kind));
        assertThat(TextKind.of("\n" + text + "\n"))
                .hasValueSatisfying(found -> assertThat(found).contains(kind));
    }

    @Test
    void recognisesBytes() {
        assertThat(TextKind.hint("apiVersion: v1".getBytes(StandardCharsets.UTF_16LE)))
                .contains("UTF-16");
        assertThat(TextKind.hint("apiVersion: v1".getBytes(StandardCharsets.UTF_16BE)))
                .contains("UTF-16");
        assertThat(TextKind.hint("apiVersion: v1".getBytes(StandardCharsets.UTF_16)))
                .contains("UTF-16");
        assertThat(TextKind.hint(new byte[] {0x30, 3, 2, 1, 5})).contains("DER");
        assertThat(TextKind.hint(new byte[] {0x1F, (byte) 0x8B, 8, 0})).contains("gzip");
    }

    static Stream<Arguments> binaries() {
        String der = "DER, without the lines of PEM around it";
        String ber = "00".repeat(256);
        return Stream.of(
                arguments("3000", der),
                arguments("3003020105", der),
                arguments("300302010500", null),
                arguments("3002020105", null),
                arguments("3080" + "41".repeat(128), null),
                arguments("308180" + "41".repeat(128), der),
                arguments("308180" + "41".repeat(127), null),
                arguments("30820100" + ber, der),
                arguments("3082", null),
                arguments("308201", null),
                arguments("308400000001", null),
                arguments("3084000000", null),
                arguments("308200020200", der),
                arguments("30820100" + "020103" + ber.substring(6), "a PKCS#12 store"),
                arguments("30820100" + "020100" + ber.substring(6), der),
                arguments("30820100" + "040103" + ber.substring(6), der),
                arguments("308190" + "0002" + "0003" + ber.substring(0, 2 * 140), der),
                arguments("504B030414", "a ZIP archive"),
                arguments("1F8B0800", "data compressed by gzip"),
                arguments("FEEDFEED00000002", "a Java key store"),
                arguments("FFFE6100", "text in UTF-16: save it as UTF-8"),
                arguments("FEFF0061", "text in UTF-16: save it as UTF-8"),
                arguments("6100620063006400", "text in UTF-16: save it as UTF-8"),
                arguments("610062006300", null),
                // What base64 makes of REDACTED, and of DATA+OMITTED.
                arguments("4440C0093103", "REDACTED, which kubectl config view prints in place of data: give it --raw"),
                arguments(
                        "0C04C0F8E3084D3103",
                        "DATA+OMITTED, which kubectl config view prints in place of data: give it --raw"));
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void recognisesBytesExactly(String bytes, @Nullable String kind) {
        assertThat(TextKind.of(HexFormat.of().parseHex(bytes))).isEqualTo(Optional.ofNullable(kind));
    }

    @Test
    void recognisesWhatIsEncodedTwice() {
        String once = Base64Text.encode(PEM.getBytes(StandardCharsets.US_ASCII));
        String twice = Base64Text.encode(once.getBytes(StandardCharsets.US_ASCII));
        assertThat(TextKind.of(PEM)).contains("a PEM block CERTIFICATE");
        String advice = ": encoded twice, or not decoded";
        assertThat(TextKind.of(once)).contains("base64 of a PEM block CERTIFICATE" + advice);
        assertThat(TextKind.of(twice)).contains("base64 of base64 of a PEM block CERTIFICATE" + advice);
        assertThat(TextKind.of(once.replaceAll("(.{20})", "$1\r\n")))
                .contains("base64 of a PEM block CERTIFICATE" + advice);
    }

    @Test
    void recognisesWhatIsEncodedThreeTimesAtMost() {
        String text = PEM;
        for (int i = 0; i < 3; i++) {
            text = encoded(text);
        }
        assertThat(TextKind.of(text))
                .hasValueSatisfying(kind -> assertThat(kind).startsWith("base64 of base64 of base64 of a PEM block"));
        assertThat(TextKind.of(encoded(text))).isEmpty();
    }

    /** A shorter text may be a word that happens to be base64. */
    @Test
    void recognisesBase64FromSixteenCharactersTo4MiB() {
        assertThat(TextKind.of(encoded("ssh-rsa AAAA"))).isPresent();
        assertThat(TextKind.of(encoded("ssh-rsa A"))).isEmpty();
        String longest = PEM + "\n".repeat((4 << 20) / 4 * 3 - PEM.length());
        assertThat(TextKind.of(encoded(longest))).isPresent();
        assertThat(TextKind.of(encoded(longest + "\n"))).isEmpty();
        assertThat(TextKind.of(encoded(longest + "\n").getBytes(StandardCharsets.US_ASCII)))
                .as("of bytes the beginning is looked at")
                .contains("base64 of a PEM block CERTIFICATE: encoded twice, or not decoded");
    }

    @Test
    void recognisesDerInATextUpTo4MiB() {
        String longest = "0\u0083\u003F\u00FF\u00FB" + "a".repeat((4 << 20) - 5);
        assertThat(TextKind.of(longest)).contains("DER, without the lines of PEM around it");
        assertThat(TextKind.of("0\u0083\u003F\u00FF\u00FC" + "a".repeat((4 << 20) - 4)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\r\n"})
    void findsNothingInABlankText(String text) {
        assertThat(TextKind.of(text)).contains("nothing");
        assertThat(TextKind.hint(text)).isEqualTo(": found nothing");
    }

    static Stream<Arguments> blocks() {
        return Stream.of(
                arguments("-----BEGIN X-----\n", "a PEM block X"),
                arguments("a\n-----BEGIN X-----\n", "a PEM block X"),
                arguments("a -----BEGIN X-----\n", "a PEM block X that does not begin its line"),
                arguments("\uFEFF-----BEGIN X-----\n", "a PEM block X behind a byte order mark: remove the mark"),
                arguments("-----BEGIN X-----\r", "a PEM block X whose lines end with CR alone"),
                arguments("\n-----BEGIN X-----\rA", "a PEM block X"),
                arguments("-----BEGIN X-----\\nA", "a PEM block X with \\n written out in place of line ends"),
                arguments("-----BEGIN X-----\nDEK-Info: A", "a PEM block X, which is encrypted: decrypt it first"),
                arguments("-----BEGIN X\u00FC-----\n", "a PEM block with an unusual label"),
                arguments("-----BEGIN X", "a PEM block with an unusual label"));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void saysWhatIsUnusualAboutABlock(String text, String kind) {
        assertThat(TextKind.of(text)).contains(kind);
    }

    @Test
    void namesAnInvisibleCharacterOfBytes() {
        assertThat(TextKind.hint(new byte[] {'a', 0x7F, 'b'})).contains("invisible character U+007F");
        assertThat(TextKind.hint(new byte[] {'a', 'b'})).isEmpty();
    }

    private static String encoded(String text) {
        return Base64Text.encode(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "apiVersion: v1\nkind: Config\n", "{\"a\": 1}", "system:node:worker-1", "kubernetes"})
    void doesNotGuess(String text) {
        assertThat(TextKind.hintOfKind(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: v1\nkind: ConfigMap\ndata:\n  ca.crt: |\n    ",
                "apiVersion: v1\ndata:\n  ca.crt: |\n    ",
                "{\"apiVersion\":\"v1\",\"data\":{\"ca.crt\":\"",
                "{\n    \"apiVersion\": \"v1\",\n    \"data\": {\n        \"ca.crt\": \""
            })
    void takesNoManifestForTheCertificateInIt(String before) {
        assertThat(TextKind.hintOfKind(before + PEM)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/kubernetes/pki/ca.crt, a path",
        "ca.pem, a path",
        "LS0t LS1C, blanks",
        "LS0t-_==, base64 for URLs",
        "-----BEGIN CERTIFICATE-----, a PEM block CERTIFICATE",
        "'LS0t\u200BLS1C', U+200B (zero width space)"
    })
    void saysWhyATextIsNoBase64(String text, String reason) {
        assertThat(TextKind.hintForBase64(text)).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "' LS0tLS1C', '; it has blanks'",
        "'\tLS0tLS1C', '; it has blanks'",
        "'LS0t\tLS1C', '; it has blanks'",
        "-S0tLS1C, ': found base64 for URLs, which has - and _ for + and /'",
        "_S0tLS1C, ': found base64 for URLs, which has - and _ for + and /'",
        "LS0-+S1C, ''",
        "LS0-!S1C, ''",
        "LS0-\u00E9, ''",
        "LS0t!S1C, ''"
    })
    void saysNoMoreThanItKnowsOfATextThatIsNoBase64(String text, String hint) {
        assertThat(TextKind.hintForBase64(text)).isEqualTo(hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "-", "=", "\u00A0", "/", "a.", "\n", "#\n", "\u0000"})
    void readsLongTexts(String piece) {
        String text = piece.repeat(1_000_000);
        assertThat(TextKind.hint(text)).hasSizeLessThan(200);
        assertThat(TextKind.hintForBase64(text)).hasSizeLessThan(200);
    }
}
