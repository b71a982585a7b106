package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/cluster-info-and-discovery.md, 2; expectations were made by Kubernetes' own signer. */
class DetachedJwsTest {

    private static final String SECRET = "f395accd246ae52d";
    private static final String OTHER_SECRET = "c0izixklcxtmnze7";

    private static String sign(String id, String secret, String payload) {
        return DetachedJws.sign(
                id, secret.getBytes(StandardCharsets.US_ASCII), payload.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean verify(String signature) {
        return DetachedJws.verify(
                signature,
                "07401b",
                SECRET.getBytes(StandardCharsets.US_ASCII),
                Fixtures.K1.getBytes(StandardCharsets.UTF_8));
    }

    /** docs/behaviour/worked-examples.md, T04 to T10. */
    static Arguments[] examples() {
        String k1 = Fixtures.K1;
        return new Arguments[] {
            Arguments.of("K1", "07401b", SECRET, k1, Fixtures.K1_SIGNATURE),
            Arguments.of(
                    "K2, without preferences",
                    "07401b",
                    SECRET,
                    Fixtures.K2,
                    "eyJhbGciOiJIUzI1NiIsImtpZCI6IjA3NDAxYiJ9..DiGuCKVOSK27YjJgqwunzDeq3_wPaO9HvzyqOq7X7qU"),
            Arguments.of(
                    "K1 with CRLF",
                    "07401b",
                    SECRET,
                    k1.replace("\n", "\r\n"),
                    "eyJhbGciOiJIUzI1NiIsImtpZCI6IjA3NDAxYiJ9..JU8wNetoYhuQlcM15GcKZAOu7lwk1ssB0Kyvu37nDE0"),
            Arguments.of(
                    "K1 without its final LF",
                    "07401b",
                    SECRET,
                    k1.substring(0, k1.length() - 1),
                    "eyJhbGciOiJIUzI1NiIsImtpZCI6IjA3NDAxYiJ9..bmJimS89gRgZk7_1UesD5nZpc84iyvkM4glz1-11NjY"),
            Arguments.of(
                    "the empty text",
                    "9a08jv",
                    OTHER_SECRET,
                    "",
                    "eyJhbGciOiJIUzI1NiIsImtpZCI6IjlhMDhqdiJ9..xJVqMZcZne0LIGgF114Jw6Ei0XnmfTRhT-z2SNuPS1w"),
            Arguments.of(
                    "not ASCII",
                    "9a08jv",
                    OTHER_SECRET,
                    "cluster: caf\u00E9 \u2713\n",
                    "eyJhbGciOiJIUzI1NiIsImtpZCI6IjlhMDhqdiJ9..87vMEww22jFd-c8NfLnnitlqiTfe3Q96XaZG2GAJ_SU"),
            Arguments.of(
                    "two bytes",
                    "000000",
                    "0000000000000000",
                    "{}",
                    "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAwMDAwMCJ9..ll6zf40c1Hy-48oyfSZ1PUqxBWM73eWIu5OPfyEuv44"),
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void signsAsTheBootstrapSignerDoes(String what, String id, String secret, String payload, String expected) {
        assertThat(sign(id, secret, payload)).isEqualTo(expected).hasSize(85);
    }

    @Test
    void hasTheHeaderWithoutBlanksAndWithTheAlgorithmFirst() {
        String header = sign("07401b", SECRET, "x").split("\\.", -1)[0];
        assertThat(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                .isEqualTo("{\"alg\":\"HS256\",\"kid\":\"07401b\"}");
    }

    @Test
    void escapesAnIdOutsideTheGrammarAsGoDoes() {
        String header = sign("<\"&\u2028>", SECRET, "x").split("\\.", -1)[0];
        assertThat(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                .isEqualTo("{\"alg\":\"HS256\",\"kid\":\"\\u003c\\\"\\u0026\\u2028\\u003e\"}");
    }

    /** {@code printf %s eyJhbGciOiJIUzI1NiIsImtpZCI6IiJ9. | openssl dgst -sha256 -mac HMAC -macopt hexkey:00 -binary}. */
    @Test
    void takesAnEmptyKey() {
        assertThat(DetachedJws.sign("", new byte[0], new byte[0]))
                .isEqualTo("eyJhbGciOiJIUzI1NiIsImtpZCI6IiJ9..AL47b7ZMNbdhIpn082Zo9x7ZlPu6psy6xAFiYcNTMc0");
    }

    @Test
    void acceptsItsOwnSignature() {
        assertThat(verify(Fixtures.K1_SIGNATURE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                // The full token was the key.
                "eyJhbGciOiJIUzI1NiIsImtpZCI6IjA3NDAxYiJ9..ONuqN1vfYJ8AtZfCFOfNWr3asC6RA_KlSXVBWmjTldo",
                // The MAC is right, but kid stands before alg.
                "eyJraWQiOiIwNzQwMWIiLCJhbGciOiJIUzI1NiJ9..sdWlfZ-z40o7loYBlJPH6vrlhcn0Rz4q2jRJukOfSNY",
                Fixtures.K1_SIGNATURE + "=",
                Fixtures.K1_SIGNATURE + "\n",
                " " + Fixtures.K1_SIGNATURE,
                // The signature of the empty text.
                "eyJhbGciOiJIUzI1NiIsImtpZCI6IjlhMDhqdiJ9..xJVqMZcZne0LIGgF114Jw6Ei0XnmfTRhT-z2SNuPS1w",
                "eyJhbGciOiJub25lIiwia2lkIjoiMDc0MDFiIn0..",
            })
    void refusesEverythingElse(String signature) {
        assertThat(verify(signature)).isFalse();
    }

    @Test
    void refusesAnInlinePayloadAndTheStandardAlphabet() {
        String payload =
                Base64.getUrlEncoder().withoutPadding().encodeToString(Fixtures.K1.getBytes(StandardCharsets.UTF_8));
        assertThat(verify(Fixtures.K1_SIGNATURE.replace("..", "." + payload + ".")))
                .isFalse();
        assertThat(verify(Fixtures.K1_SIGNATURE.replace('_', '/'))).isFalse();
    }
}
