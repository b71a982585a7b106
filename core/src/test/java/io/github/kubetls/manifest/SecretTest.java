package io.github.kubetls.manifest;

import static io.github.kubetls.fixtures.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.fixtures.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/tokens.md, 4.4. */
class SecretTest {

    private static final String HEAD = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: ns\n";

    @Test
    void readsDataAndLetsStringDataWin() {
        Secret secret = Secret.parse(
                HEAD
                        + "data:\n  a: b25l\n  b: dHdv\n  empty: \"\"\n  none: null\nstringData:\n  b: zwei\n  c: three\ntype: T\n");
        assertThat(Secrets.dataOf(secret))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("a", "one", "b", "zwei", "c", "three", "empty", "", "none", ""));
        assertThat(secret.type()).isEqualTo("T");
        assertThat(secret.value("a"))
                .hasValueSatisfying(value -> assertThat(value).asString().isEqualTo("one"));
        assertThat(secret.value("missing")).isEmpty();
        assertThat(secret.text("missing")).isEmpty();
    }

    @Test
    void writesDataOnlyAndSorted() {
        assertThat(Secret.parse(HEAD + "type: T\nstringData:\n  z: one\n  a: two\n")
                        .toYaml())
                .isEqualTo(
                        "apiVersion: v1\ndata:\n  a: dHdv\n  z: b25l\nkind: Secret\nmetadata:\n  name: s\n  namespace: ns\n"
                                + "type: T\n");
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        String yaml = "apiVersion: v1\ndata:\n  a: dHdv\nimmutable: true\nkind: Secret\nmetadata:\n  managedFields:\n"
                + "  - manager: m\n  name: s\n  namespace: ns\nother:\n- 1\ntype: T\n";
        assertThat(Secret.parse(yaml).toYaml()).isEqualTo(yaml);
        assertThat(Secret.parse(Secret.parse(yaml).toJson())).isEqualTo(Secret.parse(yaml));
    }

    @ParameterizedTest
    @CsvSource({
        "absent, '', false",
        "null, 'data: null', false",
        "empty, 'data: {}', true",
        "empty stringData, 'stringData: {}', false",
        "stringData, 'stringData: {a: b}', true",
    })
    void tellsWhetherThereIsADataMap(String reason, String line, boolean expected) {
        assertThat(Secret.parse(HEAD + line + "\n").hasData()).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "b25l, one",
        "b25s, onl",
        "b2V=, oe", // spare bits that are not zero
        "b25lCg==, 'one\n'",
        "'b2\r\n5l\n', one", // line ends within
        "b25, ", // missing padding
        "b2U, ",
        "b2U=b2U=, ",
        "b25l b25l, ", // blank
        "_-8=, ", // URL alphabet
        "b2U==, ",
        "====, ",
    })
    void readsBase64AsKubernetesDoes(String encoded, String expected) {
        String text = HEAD + "data:\n  a: \"" + encoded.replace("\r", "\\r").replace("\n", "\\n") + "\"\n";
        if (expected == null) {
            assertRefused("BASE64_INVALID", () -> Secret.parse(text));
        } else {
            assertThat(Secret.parse(text).text("a")).isEqualTo(expected);
        }
    }

    @Test
    void namesThePlaceAndNotTheValue() {
        assertThatThrownBy(() -> Secret.parse(HEAD + "data:\n  token-secret: s3cret!\n"))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.location()).hasToString("data.token-secret, line 7, column 17");
                    assertThat(e.getMessage()).doesNotContain("s3cret");
                });
    }

    @Test
    void tellsATokenThatIsNotInBase64() {
        String jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzIn0.c2ln";
        assertThatThrownBy(() -> Secret.parse(HEAD + "data:\n  token: " + jwt))
                .hasMessageEndingWith(
                        "is not base64 but a token that is decoded already; put it under stringData" + " instead");
    }

    @Test
    void refusesAnotherKind() {
        assertRefused("KIND_MISMATCH", () -> Secret.parse(HEAD.replace("Secret", "ConfigMap")));
        assertRefused("KIND_MISMATCH", () -> Secret.parse(HEAD.replace("v1", "v2")));
        assertRefused("KIND_MISMATCH", () -> Secret.parse("[]"));
        assertRefused("DOCUMENT_COUNT_INVALID", () -> Secret.parse(HEAD + "---\n" + HEAD));
        assertRefused(
                "VALUE_TYPE_MISMATCH", () -> Secret.parse(HEAD + "stringData:\n  usage-bootstrap-signing: true\n"));
        assertRefused("VALUE_TYPE_MISMATCH", () -> Secret.parse(HEAD + "data: [1]\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ä", "a/b", ".", "..", "..a", "a=b"})
    void refusesAKeyThatKubernetesRefuses(String key) {
        assertRefused("DATA_KEY_INVALID", () -> Secret.parse(HEAD + "stringData:\n  \"" + key + "\": x\n"));
        assertThatThrownBy(() -> Secret.of(ObjectMeta.of("ns", "s"), "T", Map.of(key, new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesMoreThanOneMebibyte() {
        byte[] half = new byte[512 * 1024];
        Secret largest = Secret.of(ObjectMeta.of("ns", "s"), "T", Map.of("a", half, "b", half));
        assertThat(Secret.parse(largest.toJson())).isEqualTo(largest);
        assertThatThrownBy(
                        () -> Secret.of(ObjectMeta.of("ns", "s"), "T", Map.of("a", half, "b", half, "c", new byte[1])))
                .isInstanceOf(IllegalArgumentException.class);
        String tooLarge = HEAD + "stringData:\n  a: " + "x".repeat(1024 * 1024 + 1) + "\n";
        assertRefused("DATA_EXCESSIVE", () -> Secret.parse(tooLarge));
    }

    @Test
    void readsListsAndStreamsAndPassesOverTextKinds() {
        String item = "{\"metadata\":{\"name\":\"a\"},\"data\":{}}";
        String typed = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"b\"}}";
        String map = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"}}";
        String text = "{\"apiVersion\":\"v1\",\"kind\":\"SecretList\",\"items\":[" + item + "," + typed + "]}\n---\n"
                + "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + map + "," + typed + "]}\n---\n---\n" + map
                + "\n---\n" + typed;
        assertThat(Secret.parseAll("---\n" + text))
                .extracting(secret -> secret.metadata().name())
                .containsExactly("a", "b", "b", "b");
        assertThat(Secret.parseAll("")).isEmpty();
        for (String bad : List.of(
                "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + item + "]}",
                "hello",
                "[]",
                "a: b",
                "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[1]}",
                "{\"apiVersion\":\"v1\",\"kind\":\"SecretList\",\"items\":[[]]}")) {
            assertRefused("KIND_MISMATCH", () -> Secret.parseAll(bad));
        }
        assertRefused(
                "VALUE_TYPE_MISMATCH", () -> Secret.parseAll("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":1}"));
    }

    @Test
    void readsFilesAndNamesThemAsTheyWereGiven(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sub/../secrets.yaml");
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(file, HEAD);
        assertThat(Secret.read(file)).isEqualTo(Secret.parse(HEAD));
        Files.writeString(file, HEAD + "---\n" + HEAD);
        assertThat(Secret.readAll(file)).containsExactly(Secret.parse(HEAD), Secret.parse(HEAD));
        Files.writeString(file, HEAD + "data:\n  a: \"%\"\n");
        assertThatThrownBy(() -> Secret.read(file)).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.code()).isEqualTo("BASE64_INVALID");
            assertThat(e.location()).isEqualTo(new Location(file.toString(), "data.a", 7, 6));
        });
        Files.write(file, new byte[] {'a', (byte) 0xFF});
        assertThatThrownBy(() -> Secret.readAll(file))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location()).isEqualTo(Location.ofSource(file.toString())));
        assertThatThrownBy(() -> Secret.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void readsTheValuesThatItWrites() {
        Secret secret = Secret.parse(HEAD + "immutable: true\ntype: T\nstringData:\n  z: one\n");
        assertThat(Secret.fromMap(secret.toMap())).isEqualTo(secret);
        Map<String, Object> untyped = Map.of("apiVersion", "v1", "kind", "Secret", "data", Map.of("a", 7));
        assertThatThrownBy(() -> Secret.fromMap(untyped))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessage("data.a: is a number where a string is expected; put it in quotes");
        assertRefused("KIND_MISMATCH", () -> Secret.fromMap(Map.of("apiVersion", "v1", "kind", "ConfigMap")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type: T\ndata: {a: b25l, b: dHdv}",
                "type: T\ndata: {a: b25m}",
                "type: T\ndata: {b: b25l}",
                "type: U\ndata: {a: b25l}",
                "type: T\ndata: {a: b25l}\nimmutable: true",
            })
    void isEqualToNoneOfOtherDataTypeOrFields(String rest) {
        Secret secret = Secret.parse(HEAD + "type: T\ndata: {a: b25l}");
        assertThat(Secret.parse(HEAD + rest)).isNotEqualTo(secret);
        assertThat(Secret.parse(HEAD.replace(": ns", ": other") + "type: T\ndata: {a: b25l}"))
                .isNotEqualTo(secret);
        assertThat(Secret.parse(HEAD + "type: T\nstringData: {a: one}"))
                .isEqualTo(secret)
                .hasSameHashCodeAs(secret);
    }

    @Test
    void replacesItsDataAndKeepsTheRest() {
        Secret secret = Secret.parse(HEAD + "immutable: true\ntype: T\nstringData:\n  z: one\n");
        assertThat(secret.withData(Map.of("a", new byte[] {'b'})))
                .isEqualTo(Secret.parse(HEAD + "immutable: true\ntype: T\nstringData:\n  a: b\n"));
        assertThatThrownBy(() -> secret.withData(Map.of("a b", new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isImmutable() {
        byte[] value = {1, 2, 3};
        Secret secret = Secret.of(ObjectMeta.of("ns", "s"), "T", Map.of("a", value));
        value[0] = 9;
        secret.value("a").orElseThrow()[1] = 9;
        assertThat(secret.value("a").orElseThrow()).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> secret.keys().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void showsNameAndTypeOnly() {
        assertThat(Secrets.sound().secret())
                .hasToString("Secret[kube-system/bootstrap-token-07401b bootstrap.kubernetes.io/token]");
    }
}
