package io.github.kubetls.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/object-metadata.md, 1. */
class ObjectMetaTest {

    @Test
    void labelsAndAnnotationsAreWrittenSortedByTheirBytes() {
        Map<String, String> unsorted = new LinkedHashMap<>();
        for (String key : new String[] {"b", "a", "B", "\uFF5E", "\uD83D\uDE00"}) {
            unsorted.put(key, "v");
        }
        ObjectMeta metadata = ObjectMeta.builder()
                .name("x")
                .labels(unsorted)
                .annotations(unsorted)
                .build();
        // Go sorts the keys of a map when it writes JSON; U+FF5E comes before U+1F600 in UTF-8, not in UTF-16.
        assertThat((Map<?, ?>) metadata.toMap().get("labels"))
                .asString()
                .isEqualTo("{B=v, a=v, b=v, \uFF5E=v, \uD83D\uDE00=v}");
        assertThat((Map<?, ?>) metadata.toMap().get("annotations"))
                .asString()
                .isEqualTo("{B=v, a=v, b=v, \uFF5E=v, \uD83D\uDE00=v}");
    }

    @Test
    void readsTheValuesThatItWrites() {
        ObjectMeta metadata = ObjectMeta.builder()
                .name("n")
                .generateName("g")
                .namespace("ns")
                .uid("u")
                .resourceVersion("7")
                .creationTimestamp(Instant.parse("2026-01-31T12:00:00Z"))
                .deletionTimestamp(Instant.parse("2026-01-31T12:00:01Z"))
                .labels(Map.of("a", "b"))
                .annotations(Map.of("c", ""))
                .otherFields(Map.of("generation", 3L))
                .build();
        assertThat(ObjectMeta.fromMap(metadata.toMap())).isEqualTo(metadata).hasSameHashCodeAs(metadata);
        assertThat(metadata.toMap().toString())
                .isEqualTo("{name=n, generateName=g, namespace=ns, uid=u, resourceVersion=7,"
                        + " creationTimestamp=2026-01-31T12:00:00Z, deletionTimestamp=2026-01-31T12:00:01Z,"
                        + " labels={a=b}, annotations={c=}, generation=3}");
        assertThat(metadata.name()).isEqualTo("n");
        assertThat(metadata.generateName()).isEqualTo("g");
        assertThat(metadata.namespace()).isEqualTo("ns");
        assertThat(metadata.uid()).isEqualTo("u");
        assertThat(metadata.resourceVersion()).isEqualTo("7");
        assertThat(metadata.creationTimestamp()).contains(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(metadata.deletionTimestamp()).contains(Instant.parse("2026-01-31T12:00:01Z"));
        assertThat(metadata.labels()).containsExactly(Map.entry("a", "b"));
        assertThat(metadata.annotations()).containsExactly(Map.entry("c", ""));
        assertThat(metadata).isNotEqualTo(metadata.toBuilder().uid("v").build());
        assertThat(ObjectMeta.fromMap(Map.of())).isEqualTo(ObjectMeta.builder().build());
    }

    static Stream<Arguments> valuesOfAnotherType() {
        return Stream.of(
                arguments(Map.of("name", 5L), "VALUE_TYPE_MISMATCH", "metadata.name"),
                arguments(Map.of("labels", List.of()), "VALUE_TYPE_MISMATCH", "metadata.labels"),
                arguments(Map.of("annotations", Map.of("a", true)), "VALUE_TYPE_MISMATCH", "metadata.annotations.a"),
                arguments(Map.of("creationTimestamp", "soon"), "TIME_INVALID", "metadata.creationTimestamp"),
                arguments(Map.of("deletionTimestamp", 1L), "VALUE_TYPE_MISMATCH", "metadata.deletionTimestamp"));
    }

    @ParameterizedTest
    @MethodSource("valuesOfAnotherType")
    void refusesValuesOfAnotherType(Map<String, Object> map, String code, String location) {
        assertThatThrownBy(() -> ObjectMeta.fromMap(map)).isInstanceOfSatisfying(InvalidFormatException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.location()).hasToString(location);
        });
    }

    @Test
    void keepsFieldsThatItHasNoAccessorFor() {
        Map<String, Object> map = Map.of("ownerReferences", List.of(Map.of("controller", true)), "generation", 3);
        assertThat(ObjectMeta.fromMap(map).toMap())
                .containsEntry("ownerReferences", List.of(Map.of("controller", true)))
                .containsEntry("generation", 3L);
        assertThatThrownBy(() -> ObjectMeta.fromMap(Map.of("generation", Instant.EPOCH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("metadata.generation: a value of type java.time.Instant");
    }

    @Test
    void labelsAndAnnotationsObeyTheSameRulesInEveryObject() {
        ObjectMeta metadata = ObjectMeta.builder()
                .name("any/name")
                .labels(Map.of("-b", "fine", "a", "_"))
                .annotations(Map.of("UPPER/is-fine", "any value", "c/d/e", ""))
                .build();
        assertThat(metadata.violations())
                .extracting(error -> error.field() + " " + error.message().split(": ")[1])
                .containsExactly("metadata.labels \"-b\"", "metadata.labels \"_\"", "metadata.annotations \"c/d/e\"");
        assertThat(ObjectMeta.of("ns", "name").violations()).isEmpty();
    }

    /** Go lowers each character by itself: U+0130 is an i, U+212A a k, and so both make keys of annotations. */
    @Test
    void lowersKeysOfAnnotationsCharacterByCharacter() {
        ObjectMeta metadata = ObjectMeta.builder()
                .annotations(Map.of("\u0130", "", "\u212A", "", "\u0130".repeat(63), ""))
                .labels(Map.of("\u0130", ""))
                .build();
        assertThat(metadata.violations()).extracting(FieldError::field).containsExactly("metadata.labels");
    }

    /** {@code metav1.Time} takes Go's zero for no time, as it writes {@code null} for it. */
    @ParameterizedTest
    @CsvSource({"0001-01-01T00:00:00Z, true", "0001-01-01T01:00:00+01:00, true", "0001-01-01T00:00:01Z, false"})
    void takesTheFirstSecondOfTheYear1ForNoTime(String time, boolean isNone) {
        Map<String, String> times = Map.of("creationTimestamp", time, "deletionTimestamp", time);
        assertThat(ObjectMeta.fromMap(times).toMap().isEmpty()).isEqualTo(isNone);
    }

    @ParameterizedTest
    @CsvSource({
        "31, metadata.annotations: Too long: must have at most 262144 bytes, characters",
        "32, metadata.annotations: Too long: may not be more than 262144 bytes, characters",
        "34, metadata.annotations: Too long: may not be more than 262144 bytes, characters",
        "35, metadata.annotations: Too long: may not be more than 262144 bytes, bytes"
    })
    void countsLengthsInTheWordsOfTheRelease(int minor, String tooLong, String unit) {
        ObjectMeta metadata = ObjectMeta.builder()
                .labels(Map.of("k".repeat(64), "", "l", "v".repeat(64), "p".repeat(254) + "/m", ""))
                .annotations(Map.of("a", "x".repeat(256 * 1024)))
                .build();
        assertThat(metadata.violations(KubernetesRelease.of(minor)))
                .extracting(FieldError::toString)
                .containsExactly(
                        "metadata.labels: Invalid value: \"" + "k".repeat(64) + "\": name part must be no more than 63 "
                                + unit,
                        "metadata.labels: Invalid value: \"" + "v".repeat(64) + "\": must be no more than 63 " + unit,
                        "metadata.labels: Invalid value: \"" + "p".repeat(254)
                                + "/m\": prefix part must be no more than 253 " + unit,
                        tooLong);
    }

    @Test
    void annotationsMayHave256KibibytesWithTheirKeys() {
        ObjectMeta largest = ObjectMeta.builder()
                .annotations(Map.of("a", "x".repeat(128 * 1024 - 1), "b", "x".repeat(128 * 1024 - 1)))
                .build();
        assertThat(largest.violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"34, a qualified name", "35, a valid label key"})
    void namesAKeyWithTwoSlashesInTheWordsOfTheRelease(int minor, String what) {
        ObjectMeta metadata = ObjectMeta.builder().labels(Map.of("a/b/c", "")).build();
        assertThat(metadata.violations(KubernetesRelease.of(minor)))
                .extracting(FieldError::toString)
                .containsExactly("metadata.labels: Invalid value: \"a/b/c\": " + what
                        + " must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                        + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                        + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g."
                        + " 'example.com/MyName')");
    }
}
