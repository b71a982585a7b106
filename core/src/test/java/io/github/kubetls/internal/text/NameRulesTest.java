package io.github.kubetls.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of apimachinery's {@code util/validation}; lengths are counted in bytes. */
class NameRulesTest {

    private static final String LABEL_RULE =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an"
                    + " alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is"
                    + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    @Test
    void boundsLengths() {
        assertThat(NameRules.label("a".repeat(63))).isEmpty();
        assertThat(NameRules.label("a".repeat(64))).containsExactly("must be no more than 63 characters");
        assertThat(NameRules.subdomain("a".repeat(253))).isEmpty();
        assertThat(NameRules.subdomain("a".repeat(254))).containsExactly("must be no more than 253 characters");
        assertThat(NameRules.labelKey("a".repeat(253) + "/" + "b".repeat(63))).isEmpty();
        assertThat(NameRules.labelKey("a/" + "b".repeat(64)))
                .containsExactly("name part must be no more than 63 bytes");
        assertThat(NameRules.labelKey("a".repeat(254) + "/b"))
                .containsExactly("prefix part must be no more than 253 bytes");
        assertThat(NameRules.labelValue("a".repeat(63))).isEmpty();
        assertThat(NameRules.labelValue("a".repeat(64))).containsExactly("must be no more than 63 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a.b", "a_b", "\u00FC"})
    void refusesLabels(String name) {
        assertThat(NameRules.label(name)).containsExactly(LABEL_RULE);
    }

    /** The last character of a beginning may be a hyphen, for others follow; it is judged as if an a stood in its place. */
    @Test
    void judgesTheBeginningOfANameWithoutItsLastHyphen() {
        assertThat(NameRules.subdomain("node-", true)).isEmpty();
        assertThat(NameRules.subdomain("n-", true)).isEmpty();
        assertThat(NameRules.subdomain("node-", false)).hasSize(1);
        assertThat(NameRules.subdomain("-", true)).hasSize(1);
        assertThat(NameRules.subdomain("node.-", true))
                .as("the hyphen and what is before it are replaced")
                .isEmpty();
        assertThat(NameRules.subdomain("a".repeat(253) + "-", true)).isEmpty();
    }

    @Test
    void tellsWhichLabelsAreNone() {
        List<String> offences = new ArrayList<>();
        NameRules.labels(
                Map.of("b", "-", "a/", "x", "a", "x"),
                (text, rule) -> offences.add(text + ": " + rule.split(" \\(")[0]));
        assertThat(offences)
                .containsExactly(
                        "a/: name part must be non-empty",
                        "a/: name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                                + " alphanumeric character",
                        "-: a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                                + " start and end with an alphanumeric character");
    }

    @Test
    void takesAnnotationsInAnyCase() {
        KubernetesRelease latest = KubernetesRelease.latest();
        assertThat(NameRules.annotationKey("EXAMPLE.com/Name", latest)).isEmpty();
        assertThat(NameRules.labelKey("EXAMPLE.com/Name", latest)).hasSize(1);
        assertThat(NameRules.annotationKey("/name", latest)).containsExactly("prefix part must be non-empty");
    }
}
