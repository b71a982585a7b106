package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherKindTest {

    private static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIBhDCCASugAwIBAgIU\n-----END CERTIFICATE-----\n";

    @ParameterizedTest
    @CsvSource({
        "DATA+OMITTED, config view",
        "REDACTED, config view",
        "'<!DOCTYPE html><html>', an HTML page",
        "'<?xml version=\"1.0\"?>', XML",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrIn0.c2ln, a JSON web token",
        "07401b.f395accd246ae52d, a bootstrap token",
        "KUBELET_KUBEADM_ARGS=\"--x=y\", a file of environment variables",
        "export KUBECONFIG=/x, a file of environment variables",
        "kubeadm join 10.0.0.1:6443, a join command",
        "--kubeconfig=/x, command-line flags",
        "-----BEGIN TRUSTED CERTIFICATE-----, PEM text (TRUSTED CERTIFICATE)",
        "YXBpVmVyc2lvbjogdjEKa2luZDogQ29uZmlnCg==, base64"
    })
    void recognisesTexts(String text, String kind) {
        assertThat(OtherKind.of(text))
                .hasValueSatisfying(found -> assertThat(found).contains(kind));
        assertThat(OtherKind.of("\n" + text + "\n"))
                .hasValueSatisfying(found -> assertThat(found).contains(kind));
    }

    @Test
    void recognisesBytes() {
        assertThat(OtherKind.hint("apiVersion: v1".getBytes(StandardCharsets.UTF_16LE)))
                .contains("UTF-16");
        assertThat(OtherKind.hint("apiVersion: v1".getBytes(StandardCharsets.UTF_16BE)))
                .contains("UTF-16");
        assertThat(OtherKind.hint("apiVersion: v1".getBytes(StandardCharsets.UTF_16)))
                .contains("UTF-16");
        assertThat(OtherKind.hint(new byte[] {0x30, (byte) 0x82, 1, 2, 3})).contains("DER");
        assertThat(OtherKind.hint(new byte[] {0x1F, (byte) 0x8B, 8, 0})).contains("gzip");
    }

    @Test
    void recognisesWhatIsEncodedTwice() {
        String once = Base64Text.encode(PEM.getBytes(StandardCharsets.US_ASCII));
        String twice = Base64Text.encode(once.getBytes(StandardCharsets.US_ASCII));
        assertThat(OtherKind.of(PEM)).contains("PEM text (CERTIFICATE)");
        assertThat(OtherKind.of(once)).contains("base64, which has to be decoded, of PEM text (CERTIFICATE)");
        assertThat(OtherKind.of(twice))
                .contains("base64, which has to be decoded, of base64, which has to be decoded, of PEM text"
                        + " (CERTIFICATE)");
        assertThat(OtherKind.of(once.replaceAll("(.{20})", "$1\r\n")))
                .contains("base64, which has to be decoded, of PEM text (CERTIFICATE)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "apiVersion: v1\nkind: Config\n", "{\"a\": 1}", "system:node:worker-1", "kubernetes"})
    void doesNotGuess(String text) {
        assertThat(OtherKind.of(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/kubernetes/pki/ca.crt, a path",
        "ca.pem, a path",
        "LS0t LS1C, blanks",
        "LS0t-_==, base64 for URLs",
        "-----BEGIN CERTIFICATE-----, PEM text (CERTIFICATE)",
        "'LS0t\u200BLS1C', U+200B (zero width space)"
    })
    void saysWhyATextIsNoBase64(String text, String reason) {
        assertThat(OtherKind.hintForBase64(text)).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "-", "=", "\u00A0", "/", "a.", "\n", "#\n", "\u0000"})
    void readsLongTexts(String piece) {
        String text = piece.repeat(1_000_000);
        assertThat(OtherKind.hint(text)).hasSizeLessThan(200);
        assertThat(OtherKind.hintForBase64(text)).hasSizeLessThan(200);
    }
}
