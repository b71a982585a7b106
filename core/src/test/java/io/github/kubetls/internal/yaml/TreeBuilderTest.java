package io.github.kubetls.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeBuilderTest {

    private static YamlDocument read(String text) {
        return Yaml.readLenient(text, YamlLimits.STANDARD, "");
    }

    /** YAML 1.1, 3.2.2.2: an alias stands for the node of its document that had the anchor last. */
    @Test
    void resolvesAnchorsWithinADocument() {
        assertThat(read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n").root().toObject())
                .isEqualTo(Map.of("a", 1L, "b", 1L, "c", 2L, "d", 2L));
        assertThatThrownBy(() -> Yaml.readAll("a: &x 1\n---\nb: *x\n", ""))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith("document 2, b, line 3, column 4: refers to an anchor");
    }

    /** The Go libraries 0.36.4 read null, too. */
    @Test
    void namesAKeyThatJsonCannotExpress() {
        assertThat(read("x: {&k ~: 1}\nx: [*k]\n").root().toObject())
                .isEqualTo(Map.of("x", Collections.singletonList(null)));
    }

    /** The Go libraries 0.36.4 read the first document, too. */
    @ParameterizedTest
    @CsvSource({"'a: 1\\n--- @\\n', true", "'a: 1\\n---\\n', true", "'a: 1\\n...\\n', false", "'a: 1\\n# b\\n', false"})
    void looksBehindTheFirstDocument(String text, boolean isMore) {
        YamlDocument document = read(text.translateEscapes());
        assertThat(document.root().toObject()).isEqualTo(Map.of("a", 1L));
        assertThat(document.findings())
                .extracting(Finding::code)
                .isEqualTo(isMore ? List.of("DOCUMENT_IGNORED") : List.of());
    }

    @Test
    void knowsWhichDocumentANodeIsIn() {
        List<YamlNode> documents = Yaml.readAll("a: 1\n---\n---\nb: {c: 2}\n", "");
        assertThat(documents).extracting(YamlNode::document).containsExactly(1, 3);
        YamlNode node = documents.get(1).get("b").get("c");
        assertThat(node.document()).isEqualTo(3);
        assertThat(node.path()).isEqualTo("document 3, b.c");
        assertThat(node.key()).isEqualTo("c");
        assertThat(documents.get(1).key()).isEmpty();
        assertThat(read("a: [b]").root().get("a").items().get(0).key()).isEmpty();
    }

    /** What is open where a text is not well-formed ends there, in blocks, in brackets, and in JSON. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: {b: 1}               | true  | {a={b=1}}",
                "a:^  b: 1^          | true  | {a={b=1}}",
                "{\"a\": {\"b\": 1}} | true  | {a={b=1}}",
                "a: {b: 1, c: *d         | false | {a={b=1, c=null}}",
                "a: {b: 1, c: [1, @      | false | {a={b=1, c=[1]}}",
                "{\"a\": {\"b\": 1,  | false | {a={b=1}}",
                "a: 1^a: 2^          | false | {a=2}",
                "a: 1^b: \u007F      | false | {a=1, b=null}",
                "a: .inf                 | false | {a=null}",
            })
    void readsWhatCanBeRead(String text, boolean isComplete, String read) {
        PartialYaml part = Yaml.readPart(text.replace('^', '\n'));
        assertThat(part.isComplete()).isEqualTo(isComplete);
        assertThat(part.documents())
                .singleElement()
                .satisfies(root -> assertThat(root.toObject()).hasToString(read));
    }

    @Test
    void knowsWhereKeysAreInWhatCanBeRead() {
        YamlNode root =
                Yaml.readPart("a:\n  b: [c]\n  d: {<<: {e: 1}}\n").documents().get(0);
        assertThat(root.get("a").get("b").keyLocation()).hasToString("a.b, line 2, column 3");
        assertThat(root.get("a").get("b").location()).hasToString("a.b, line 2, column 6");
        assertThat(root.get("a").get("b").items().get(0).keyLocation()).hasToString("a.b[0], line 2, column 7");
        assertThat(root.get("a").get("d").get("e").keyLocation()).hasToString("a.d.e, line 3, column 15");
        assertThat(root.keyLocation()).hasToString("line 1, column 1");
        assertThat(read("a:\n  b: [c]\n").root().get("a").get("b").keyLocation())
                .hasToString("a.b, line 2, column 6");
    }

    @Test
    void whatBeginsWithABraceIsReadAsJson() {
        assertThat(Yaml.readLenientObject("a: 1", YamlLimits.STANDARD).root().toObject())
                .isEqualTo(Map.of("a", 1L));
        YamlDocument json = Yaml.readLenientObject(" {\"a\": 1, \"a\": \"\\/\"}", YamlLimits.STANDARD);
        assertThat(json.root().toObject()).isEqualTo(Map.of("a", "/"));
        assertThat(json.findings()).extracting(Finding::code).containsExactly("FIELD_DUPLICATE");
        assertThatThrownBy(() -> Yaml.readLenientObject("{a: 1}", YamlLimits.STANDARD))
                .isInstanceOf(InvalidFormatException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: {<<: x}            | a.<<, line 1, column 9: merges something that is neither a mapping nor",
                "a: {<<: [{b: c}, x]}  | a.<<, line 1, column ",
                "a: {b: c, ? [d] : e}  | a, line 1, column 13: is not well-formed YAML: a key has to be a text",
                "a: *b                 | a, line 1, column 4: refers to an anchor that is not defined before",
                "a: [b, *c]            | a[1], line 1, column 8: refers to an anchor that is not defined before",
                "a: {!!int b: c}       | a, line 1, column 5: has a key whose tag does not fit its text",
                "a: \"\\UFFFFFFFF\"    | a, line 1, column 7: is not well-formed YAML",
            })
    void saysWhereATextIsWrong(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith(message);
    }
}
