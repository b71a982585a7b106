package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    @ValueSource(strings = {"A", "-", "=", "\u00A0", "/", "a.", "\n", "#\n", "\u0000"})
    void readsLongTexts(String piece) {
        String text = piece.repeat(1_000_000);
        assertThat(TextKind.hint(text)).hasSizeLessThan(200);
        assertThat(TextKind.hintForBase64(text)).hasSizeLessThan(200);
    }
}
