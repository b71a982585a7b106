package io.github.kubetls.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {

    private static final String KUBECONFIG = """
            users:
            - name: a, b
              user:
                token: x
            - name: jane].token
              user:
                client-certificate-data: QQ==
            - name: '0'
              user:
                password: y
            """;

    private static final String SECRETS = """
            # the first
            metadata:
              name: x
            stringData:
              token-id: abcdef
              tls.crt: x
            rules:
            - verbs: [get, list]
            - verbs:
              - list
            ---
            kind: List
            items:
              - metadata: {name: y,
                  namespace: z}
              - data:
                  a: x
                stringData:
                  b.c: x
            """;

    private static String place(String path, String text) {
        Location at = Places.of(text).locate(Location.of(path));
        return at.line() + ":" + at.column();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "users[a, b].token | 4:5 | a name with a comma",
                "users[a, b].password | 3:3 | a field that is not there",
                "users[a, b] | 2:3 | the entry",
                "users[jane].token].client-certificate | 7:5 | a name that looks like a path, and data instead of a file",
                "users[0].password | 10:5 | a name that looks like an index",
                "users[1].user.client-certificate-data | 7:5 | an index",
                "users[nobody].token | 1:1 | an entry that is not there",
                "users[99].token | 1:1 | an index that is not there",
            })
    void findsEntriesOfKubeconfigsByName(String path, String expected, String reason) {
        assertThat(place(path, KUBECONFIG)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata.name | 3:3 | a field",
                "metadata.namespace | 2:1 | a field that is not there",
                "data.token-id | 5:3 | data that is written as text",
                "data.token-secret | 4:1 | data that is not there at all",
                "stringData.tls.crt | 6:3 | a key with a dot",
                "data.tls.crt | 6:3 | data with a dot that is written as text",
                "Secret kube-system/x, data.token-id | 5:3 | behind the object's name",
                "'Role \"a, b\", rules[1].verbs[0]' | 10:5 | behind a name with a comma",
                "'stringData.token-id, users[0], line 3' | 5:3 | a text inside the text",
                "rules[0] | 8:3 | an item",
                "rules[0].verbs[1] | 8:16 | an item in brackets",
                "spec.request | 2:1 | nothing of it is there",
                "'' | 2:1 | the whole",
                "document 1, metadata.name | 3:3 | the first document by its number",
                "document 2 | 12:1 | another document",
                "'document 2, items[0].metadata.namespace' | 15:7 | a field in braces",
                "'document 2, items[1].data.a' | 17:7 | an item of a list",
                "'document 2, items[1].data.b.c' | 19:7 | its data as text",
                "'document 3, items' | 0:0 | a document that is not there",
            })
    void findsFieldsByPath(String path, String expected, String reason) {
        assertThat(place(path, SECRETS)).as(reason).isEqualTo(expected);
    }

    @Test
    void findsFieldsOfJson() {
        String text = "{\n \"spec\": {\n  \"usages\": [\"a\",\n   \"b\"]\n }\n}\n";
        assertThat(place("spec.usages[1]", text)).isEqualTo("4:4");
        assertThat(place("spec.usages", text)).isEqualTo("3:3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: 1\nb:\n  c: [1, 2' | b.c[1] | 3:10",
                "'a: 1\nb:\n  c: \"x' | b.c | 3:3",
                "'a: 1\nb: {c: *unknown}' | b.c | 2:5",
                "'a: 1\n\tb: 2' | a | 1:1",
                "'{\"a\": {\"b\": [1, ' | a.b | 1:8",
            })
    void findsFieldsUpToWhereATextIsWrong(String text, String path, String expected) {
        String lines = text.replace("\\n", "\n").replace("\\t", "\t");
        assertThat(Places.of(lines).isComplete()).isFalse();
        assertThat(place(path, lines)).isEqualTo(expected);
    }

    @Test
    void aKeyThatLooksLikeAPathIsFoundBeforeThePath() {
        assertThat(place("data.a.b", "data: {a: {b: 1}}\ndata.a.b: 2\n")).isEqualTo("2:1");
        assertThat(place("data.a", "data.a: 1\nstringData: {a: 2}\n")).isEqualTo("1:1");
    }

    @Test
    void aKeyThatIsThereTwiceMeansTheLastOne() {
        String text = "a: 1\nb: 2\na: 3\n";
        assertThat(place("a", text)).isEqualTo("3:1");
        assertThat(Places.of(text).isComplete()).isFalse();
        assertThat(Places.of("a: 1\n").isComplete()).isTrue();
    }

    @Test
    void aTextEndsAtACharacterThatYamlMayNotHave() {
        String text = "a: 1\nb: x\0y\nc: 2\n";
        assertThat(Places.of(text).isComplete()).isFalse();
        assertThat(place("b", text)).isEqualTo("2:1");
        assertThat(place("c", text)).isEqualTo("1:1");
    }

    @Test
    void whatHasALineKeepsIt() {
        Finding finding = Finding.info("X", new Location("f", "b", 7, 5), "is so", "");
        assertThat(Places.of("a: 1\nb: 2").locate(finding)).isEqualTo(finding);
        assertThat(Places.of("a: 1\nb: 2").locate(finding.at(0, 0))).isEqualTo(finding.at(2, 1));
    }

    @Test
    void tellsValuesAsKubernetesReadsThem() {
        Places places = Places.of("kind: Pod\nspec: {ports: [0123, '0123', 1.5], data: {a.b: true}, none: ~}");
        assertThat(places.valueAt("kind")).contains("Pod");
        assertThat(places.valueAt("spec.ports")).contains(List.of(83L, "0123", 1.5));
        assertThat(places.valueAt("spec.data")).contains(Map.of("a.b", true));
        assertThat(places.valueAt("spec.data.a.b")).contains(true);
        assertThat(places.valueAt("spec.none")).isEmpty();
        assertThat(places.valueAt("spec.ports[3]")).isEmpty();
    }

    /** Texts made of pieces of grammar, most of which are wrong somewhere. */
    @Test
    void anyTextHasPlaces() {
        long seed = 20261129;
        Random random = new Random(seed);
        String[] pieces = {
            "a",
            ": ",
            ":",
            "\n",
            "  ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "'",
            "&x ",
            "*x",
            "<<: ",
            "---\n",
            "...\n",
            "#",
            "|\n",
            "%YAML 9\n",
            "!!int ",
            "\t",
            "\u0000",
            "\uD800",
            "\u00e9",
            "? ",
            "\\",
            "\r",
            "\uFEFF",
            "1e999",
            "@"
        };
        String[] steps = {
            "a", ".", "data", "data.", "users", "users[", "[0]", "[", "]", ", ", "document 2", "items[1]", " ", "-"
        };
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(30); j >= 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            StringBuilder path = new StringBuilder();
            for (int j = random.nextInt(6); j >= 0; j--) {
                path.append(steps[random.nextInt(steps.length)]);
            }
            Places places = Places.of(text.toString());
            assertThat(places.valueAt(path.toString())).isNotNull();
            Location at = places.locate(Location.of(path.toString()));
            assertThat(at.line())
                    .as("seed %d: %s", seed, text)
                    .isLessThanOrEqualTo(text.toString().split("\\R|\u0085|\u2028", -1).length + 1);
        }
    }
}
