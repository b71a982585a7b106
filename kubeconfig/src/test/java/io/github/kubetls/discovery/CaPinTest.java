package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.fixtures.OpenSsl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/cluster-info-and-discovery.md, 8. */
class CaPinTest {

    private static final String DIGITS = Fixtures.C1_PIN.substring(7);

    @Test
    void pinsTheWorkedExample() {
        assertThat(CaPin.of(Fixtures.C1)).hasToString(Fixtures.C1_PIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:", "SHA256:", "Sha256:"})
    void readsEitherCase(String prefix) {
        for (String digits : List.of(DIGITS, DIGITS.toUpperCase(Locale.ROOT))) {
            CaPin pin = CaPin.parse(prefix + digits);
            assertThat(pin.matches(Fixtures.C1)).isTrue();
            assertThat(pin).isEqualTo(CaPin.of(Fixtures.C1)).hasSameHashCodeAs(CaPin.of(Fixtures.C1));
            assertThat(pin).hasToString(Fixtures.C1_PIN);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "@, one colon",
        "sha256:@:, one colon",
        ":sha256:@, one colon",
        "sha512:@, only known format",
        "' sha256:@', only known format",
        "'sha256 :@', only known format",
        "'', one colon",
        "sha256:, found 0",
        "sha256:@0, found 65",
        "'sha256: @', found 65",
        "'sha256:@\n', found 65",
        "sha256:g000000000000000000000000000000000000000000000000000000000000000, something else",
        "sha256:\uFF10000000000000000000000000000000000000000000000000000000000000000, something else",
    })
    void refusesEverythingElse(String text, String hint) {
        assertThatThrownBy(() -> CaPin.parse(text.replace("@", DIGITS)))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("PIN_INVALID"))
                .hasMessageContaining(hint);
    }

    @Test
    void recognisesTheHashOfNothing() {
        assertThatThrownBy(() -> CaPin.parse("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
                .hasMessageContaining("openssl pkey");
    }

    @Test
    void readsAllOfAListOrNone() {
        String other = "sha256:" + "0".repeat(64);
        assertThat(CaPin.parseAll(List.of(Fixtures.C1_PIN, other)))
                .containsExactly(CaPin.of(Fixtures.C1), CaPin.parse(other));
        assertThat(CaPin.parseAll(List.of())).isEmpty();
        assertThatThrownBy(() -> CaPin.parseAll(List.of(Fixtures.C1_PIN, "sha256:x")))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location()).hasToString("[1]"));
    }

    /** The recipe of the Kubernetes documentation, in the form that works for every kind of key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa:2048",
                "rsa:4096",
                "ec -pkeyopt ec_paramgen_curve:P-256",
                "ec -pkeyopt ec_paramgen_curve:P-521",
                "ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit",
                "ed25519",
            })
    void agreesWithOpenssl(String key, @TempDir Path folder) throws IOException {
        String options = "req -x509 -nodes -subj /CN=kubernetes -keyout ca.key -out ca.crt -newkey " + key;
        OpenSsl.run(folder, options.split(" "));
        OpenSsl.run(folder, "x509", "-in", "ca.crt", "-noout", "-pubkey", "-out", "ca.pub");
        OpenSsl.run(folder, "pkey", "-pubin", "-in", "ca.pub", "-outform", "der", "-out", "ca.der");
        String hash = OpenSsl.run(folder, "dgst", "-sha256", "-r", "ca.der").substring(0, 64);
        String pem = Files.readString(folder.resolve("ca.crt"));
        if (key.endsWith("explicit")) {
            // Java has no names for the curve's parameters and refuses the key, and so does Go.
            assertThatThrownBy(() -> Pem.parseCertificates(pem)).isInstanceOf(InvalidFormatException.class);
        } else {
            assertThat(CaPin.of(Pem.parseCertificates(pem).get(0))).hasToString("sha256:" + hash);
        }
    }

    @Test
    void namesAccidents() throws Exception {
        String whole = "sha256:" + sha256(Fixtures.C1.getEncoded());
        String text = "sha256:" + sha256(Fixtures.C1_PEM.getBytes(StandardCharsets.US_ASCII));
        assertThat(CaPin.parse(whole).accident(Fixtures.C1, Fixtures.C1_PEM)).contains("whole certificate");
        assertThat(CaPin.parse(text).accident(Fixtures.C1, Fixtures.C1_PEM)).contains("PEM file");
        assertThat(CaPin.of(Fixtures.C1).accident(Fixtures.C1, Fixtures.C1_PEM)).isEmpty();
    }

    static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
