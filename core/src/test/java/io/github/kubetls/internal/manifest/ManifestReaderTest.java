package io.github.kubetls.internal.manifest;

import static io.github.kubetls.fixtures.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            one object       | {apiVersion: v1, kind: A}                                            | v1/A
            two documents    | {apiVersion: v1, kind: A}\\n---\\n{apiVersion: b/v1, kind: B}     | v1/A b/v1/B
            List             | {apiVersion: v1, kind: List, items: [{apiVersion: b/v1, kind: B}]}   | b/v1/B
            list of one kind | {apiVersion: b/v1, kind: BList, items: [{}, {metadata: {}}]}         | b/v1/B b/v1/B
            repeated kind    | {apiVersion: b/v1, kind: BList, items: [{apiVersion: b/v2, kind: B}]}| b/v2/B
            list in a List   | {apiVersion: v1, kind: List, items: [{apiVersion: b/v1, kind: BList, items: [{}]}]} | b/v1/B
            items are null   | {apiVersion: v1, kind: List, items: null}                            | ''
            no list          | {apiVersion: b/v1, kind: AllowList, spec: {}}                        | b/v1/AllowList
            nothing          | ''                                                                   | ''
            """)
    void takesStreamsAndListsApart(String reason, String text, String expected) {
        assertThat(String.join(
                        " ",
                        ManifestReader.objects("---\n" + text.replace("\\n", "\n"), "").stream()
                                .map(item -> item.apiVersion() + "/" + item.kind())
                                .toList()))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: b                                                  | KIND_MISMATCH
            apiVersion: v1                                        | KIND_MISMATCH
            kind: A                                               | KIND_MISMATCH
            text                                                  | KIND_MISMATCH
            {apiVersion: v1, kind: List, items: [{}]}             | KIND_MISMATCH
            {apiVersion: v1, kind: AList, items: [7]}             | KIND_MISMATCH
            {apiVersion: v1, kind: AList, items: {}}              | VALUE_TYPE_MISMATCH
            {apiVersion: 1, kind: A}                              | VALUE_TYPE_MISMATCH
            """)
    void refusesWhatIsNoObject(String text, String code) {
        assertRefused(code, () -> ManifestReader.objects("---\n" + text, ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apiVersion: v1\\nkind: ConfigMap\\ndata: {a: -----BEGIN CERTIFICATE-----} | is not a Secret of v1: found a manifest of kind ConfigMap of v1
            A=1: b                     | is not a Secret of v1
            KUBELET_ARGS=--v: b        | is not a Secret of v1: found a file of environment variables
            --a=b\\n--c=d              | is not a Secret of v1: found command-line flags
            '"07401b.f395accd246ae52d"'| is not a Secret of v1: found a bootstrap token
            """)
    void saysWhatThereIsInstead(String text, String rule) {
        assertThatThrownBy(() -> ManifestReader.read(text.replace("\\n", "\n"), "v1", "Secret"))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.rule()).isEqualTo(rule));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: 7",
                "generateName: [a]",
                "namespace: true",
                "uid: {}",
                "resourceVersion: 7",
                "labels: {a: 7}",
                "annotations: [a]",
                "annotations: {a: true}"
            })
    void refusesMetadataOfAnotherType(String field) {
        YamlNode object = Yaml.read("metadata: {" + field + "}", "");
        assertRefused("VALUE_TYPE_MISMATCH", () -> ManifestReader.metadata(object));
    }

    @ParameterizedTest
    @ValueSource(strings = {"creationTimestamp: yesterday", "deletionTimestamp: \"2024-01-01\""})
    void refusesTimesOfMetadataThatAreNone(String field) {
        YamlNode object = Yaml.read("metadata: {" + field + "}", "");
        assertThatThrownBy(() -> ManifestReader.metadata(object)).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void leavesOutWhatKubernetesTakesForAbsent() {
        YamlNode object = Yaml.read("---\n{a: null, b: '', c: [], d: {}, e: [{}], f: {g: null, h: {}}, i: 0}", "");
        assertThat(ManifestReader.otherFields(object.others(Set.of())))
                .isEqualTo(Map.of("e", List.of(Map.of()), "f", Map.of("h", Map.of()), "i", 0L));
    }

    @Test
    void knowsThePlaceOfAnItem() {
        String text = "apiVersion: v1\nkind: AList\nitems:\n- metadata: {}\n";
        assertThat(ManifestReader.objects(text, "a.yaml").get(0).node().location())
                .hasToString("a.yaml, items[0], line 4, column 3");
    }
}
