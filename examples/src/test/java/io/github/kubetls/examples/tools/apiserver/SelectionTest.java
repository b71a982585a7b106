package io.github.kubetls.examples.tools.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

    private static final ObjectNode OBJECT = object();

    private static ObjectNode object() {
        ObjectNode object = Json.object();
        object.putObject("metadata")
                .put("name", "a")
                .putObject("labels")
                .put("app", "x")
                .put("empty", "");
        object.putObject("spec").put("signerName", "example.com/s");
        return object;
    }

    /** Semantics of Kubernetes' labels: what is not there is not equal, and not in. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=x | true",
                "app==x | true",
                "app=y | false",
                "app!=x | false",
                "app!=y | true",
                "other!=y | true",
                "empty= | true",
                "app | true",
                "!app | false",
                "!other | true",
                "other | false",
                "app in (x,y) | true",
                "app in ( x , y ) | true",
                "app in (y) | false",
                "app notin (y) | true",
                "other notin (y) | true",
                "app notin (x,y) | false",
                "app=x,empty | true",
                "app in (x,y),!other,empty= | true",
                "app=x,other | false"
            })
    void selectsByLabels(String selector, boolean selected) {
        JsonNode labels = OBJECT.path("metadata").path("labels");
        assertThat(LabelQuery.parse(selector).test(labels)).isEqualTo(selected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "=x", "a in x", "a in (x", "a=b=c", "a,,b", "a,", ",", "a>1"})
    void refusesLabelSelectorsThatItDoesNotKnow(String selector) {
        assertThatThrownBy(() -> LabelQuery.parse(selector)).isInstanceOf(ApiFailure.class);
    }

    /** As much as a request line may hold; that the test ends is what it shows of the time. */
    @Test
    void survivesSelectorsThatAreLong() {
        JsonNode labels = OBJECT.path("metadata").path("labels");
        assertThat(LabelQuery.parse("app,".repeat(250_000) + "app").test(labels))
                .isTrue();
        assertThatThrownBy(() -> LabelQuery.parse(" ".repeat(1_000_000) + ";")).isInstanceOf(ApiFailure.class);
        String named = "metadata.name=a,".repeat(60_000) + "metadata.name=a";
        assertThat(FieldQuery.parse(named, ApiResource.SECRETS).test(OBJECT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata.name=a | true",
                "metadata.name==b | false",
                "metadata.name!=b | true",
                "spec.signerName=example.com/s | true",
                "metadata.name=a,spec.signerName!=example.com/s | false",
                "metadata.namespace= | true"
            })
    void selectsByFields(String selector, boolean selected) {
        assertThat(FieldQuery.parse(selector, ApiResource.CERTIFICATE_SIGNING_REQUESTS)
                        .test(OBJECT))
                .isEqualTo(selected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status.phase=x", "metadata.name", "x", "type=a"})
    void refusesFieldSelectorsThatItDoesNotKnow(String selector) {
        assertThatThrownBy(() -> FieldQuery.parse(selector, ApiResource.CERTIFICATE_SIGNING_REQUESTS))
                .isInstanceOf(ApiFailure.class);
    }
}
