package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kubetls.InvalidFormatException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTreeTest {

    @Test
    void readsAsTheTextWouldBeRead() {
        String text = """
                a: text
                b: true
                c: 7
                d: 18446744073709551615
                e: 0.5
                f: null
                g: [x, {h: 1}]
                i: {}
                """;
        YamlNode parsed = Yaml.read(text, "");
        Map<String, @Nullable Object> values = new LinkedHashMap<>(parsed.others(java.util.Set.of()));
        assertThat(values.put("c", 7)).as("another type for the same number").isEqualTo(7L);
        YamlNode node = Yaml.fromMap(values);
        assertThat(node.toObject()).isEqualTo(parsed.toObject());
        assertThat(node.get("g").items().get(1).get("h").path()).isEqualTo("g[1].h");
        assertThatExceptionOfType(InvalidFormatException.class)
                .isThrownBy(() -> node.get("b").string())
                .withMessage("b: is a boolean where a string is expected; put it in quotes");
    }

    @Test
    void takesALargeSignedNumberAsTheSignedNumberThatItIs() {
        BigInteger largest = BigInteger.valueOf(Long.MAX_VALUE);
        Map<String, Object> values = Map.of("a", BigInteger.TEN, "b", largest, "c", BigInteger.valueOf(Long.MIN_VALUE));
        assertThat(Yaml.fromMap(values).toObject())
                .isEqualTo(Map.of("a", 10L, "b", Long.MAX_VALUE, "c", Long.MIN_VALUE));
        BigInteger unsigned = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
        values = Map.of("a", largest.add(BigInteger.ONE), "b", unsigned);
        assertThat(Yaml.fromMap(values).toObject()).isEqualTo(values);
    }

    /** Libraries that convert a value of theirs to a map leave its bytes as they are; Go's JSON has them in base64. */
    @Test
    void takesBytesAsTheirBase64() {
        YamlNode node = Yaml.fromMap(Map.of("a", new byte[] {(byte) 0xFB, 1, 2, 3}));
        assertThat(node.get("a").string()).isEqualTo("+wECAw==");
    }

    static List<Object> unsuitable() {
        BigInteger beyond = BigInteger.TWO.pow(64);
        BigInteger below = BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.ONE);
        return List.of(Instant.EPOCH, new Date(), 'c', 1f, Double.NaN, beyond, beyond.negate(), below, new int[1]);
    }

    @ParameterizedTest
    @MethodSource("unsuitable")
    void refusesWhatNoManifestHoldsWithItsPathAndClass(Object value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Yaml.fromMap(Map.of("spec", List.of(Map.of("x", value)))))
                .withMessage("spec[0].x: a value of type " + value.getClass().getName() + " has no form in a manifest");
    }

    @Test
    void refusesKeysThatAreNoStrings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Yaml.fromMap(Map.of("data", Map.of(1, "x"))))
                .withMessage("data: a key of type java.lang.Integer has no form in a manifest");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Yaml.fromMap(Map.of("data", Collections.singletonMap(null, "x"))))
                .withMessage("data: a key of type null has no form in a manifest");
    }

    @Test
    void refusesAValueThatContainsItself() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThatExceptionOfType(InvalidFormatException.class)
                .isThrownBy(() -> Yaml.fromMap(Map.of("a", endless)))
                .satisfies(e -> assertThat(e.code()).isEqualTo("DOCUMENT_EXCESSIVE"));
    }

    @Test
    void isIndependentOfTheMapItWasMadeFrom() {
        List<@Nullable Object> items = new ArrayList<>(Arrays.asList("x", null));
        YamlNode node = Yaml.fromMap(Map.of("a", items));
        items.clear();
        assertThat(node.get("a").items()).hasSize(2);
    }
}
