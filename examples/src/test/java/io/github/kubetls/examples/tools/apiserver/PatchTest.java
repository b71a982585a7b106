package io.github.kubetls.examples.tools.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchTest {

    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String OPERATIONS = "application/json-patch+json";

    private static String apply(String mediaType, String object, String patch) {
        return apply(mediaType, object, patch, ApiResource.CONFIG_MAPS);
    }

    private static String apply(String mediaType, String object, String patch, ApiResource resource) {
        try {
            ObjectNode before = (ObjectNode) Json.parse(object);
            String result =
                    Patch.parse(mediaType, patch, resource).apply(before).toString();
            assertThat(before).as("the object itself").isEqualTo(Json.parse(object));
            return result;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The examples of RFC 7386, appendix A, whose results are objects. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"a\":\"b\"} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"b\"} | {\"b\":\"c\"} | {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"} | {\"a\":null} | {}",
                "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null} | {\"b\":\"c\"}",
                "{\"a\":[\"b\"]} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"c\"} | {\"a\":[\"b\"]} | {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}} | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]} | {\"a\":[1]}",
                "{\"e\":null} | {\"a\":1} | {\"e\":null,\"a\":1}",
                "{} | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}"
            })
    void mergesAsTheRfcSays(String object, String patch, String result) {
        assertThat(apply(MERGE, object, patch)).isEqualTo(result);
    }

    /** From RFC 6902, appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"foo\":\"bar\"} | [{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"qux\"}]"
                        + "| {\"foo\":\"bar\",\"baz\":\"qux\"}",
                "{\"foo\":[\"bar\",\"baz\"]} | [{\"op\":\"add\",\"path\":\"/foo/1\",\"value\":\"qux\"}]"
                        + "| {\"foo\":[\"bar\",\"qux\",\"baz\"]}",
                "{\"baz\":\"qux\",\"foo\":\"bar\"} | [{\"op\":\"remove\",\"path\":\"/baz\"}] | {\"foo\":\"bar\"}",
                "{\"foo\":[\"bar\",\"qux\",\"baz\"]} | [{\"op\":\"remove\",\"path\":\"/foo/1\"}]"
                        + "| {\"foo\":[\"bar\",\"baz\"]}",
                "{\"foo\":[\"bar\"]} | [{\"op\":\"add\",\"path\":\"/foo/-\",\"value\":[\"abc\",\"def\"]}]"
                        + "| {\"foo\":[\"bar\",[\"abc\",\"def\"]]}",
                "{\"foo\":[\"a\",\"b\",\"c\"]} | [{\"op\":\"move\",\"from\":\"/foo/0\",\"path\":\"/foo/2\"}]"
                        + "| {\"foo\":[\"b\",\"c\",\"a\"]}",
                "{\"a\":{\"x\":1}} | [{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"}]"
                        + "| {\"a\":{\"x\":1},\"b\":{\"x\":1}}",
                "{\"a~b/c\":1} | [{\"op\":\"test\",\"path\":\"/a~0b~1c\",\"value\":1},"
                        + "{\"op\":\"replace\",\"path\":\"/a~0b~1c\",\"value\":2}] | {\"a~b/c\":2}"
            })
    void operatesAsTheRfcSays(String object, String patch, String result) {
        assertThat(apply(OPERATIONS, object, patch)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]",
                "[{\"op\":\"remove\",\"path\":\"/b\"}]",
                "[{\"op\":\"replace\",\"path\":\"/b\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/x/y\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/l/9\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/l/-1\",\"value\":1}]",
                "[{\"op\":\"remove\",\"path\":\"/l/-\"}]",
                "[{\"op\":\"remove\",\"path\":\"\"}]",
                "[{\"op\":\"add\",\"path\":\"a\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/a\"}]",
                "[{\"op\":\"sing\",\"path\":\"/a\"}]",
                "[7]"
            })
    void refusesAnOperationThatDoesNotFit(String patch) {
        assertThatThrownBy(() -> apply(OPERATIONS, "{\"a\":1,\"l\":[1]}", patch))
                .isInstanceOfSatisfying(
                        ApiFailure.class, failure -> assertThat(failure.code()).isEqualTo(422));
    }

    /** Each of these operations doubles the object. */
    @Test
    void boundsWhatCopiesOfCopiesAddUpTo() {
        String doubling =
                "{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/b\"},{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/c\"}";
        String patch = "[" + String.join(",", Collections.nCopies(40, doubling)) + "]";
        assertThatThrownBy(() -> apply(OPERATIONS, "{\"a\":{}}", patch))
                .isInstanceOfSatisfying(
                        ApiFailure.class, failure -> assertThat(failure.code()).isEqualTo(413));
    }

    @Test
    void refusesWithoutTheValuesThatItMet() {
        assertThatThrownBy(() -> apply(
                        OPERATIONS,
                        "{\"data\":{\"token-secret\":\"dmFsdWU=\"}}",
                        "[{\"op\":\"test\",\"path\":\"/data/token-secret\",\"value\":\"Z3Vlc3M=\"}]"))
                .hasMessageContaining("/data/token-secret")
                .hasMessageNotContainingAny("dmFsdWU=", "Z3Vlc3M=");
    }

    /** What Kubernetes' own library, 0.36.4, makes of the same. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'data':{'a':'1'}} | {'data':{'$patch':'replace','b':'2'}} | {'data':{'b':'2'}}",
                "{'data':{'a':'1'}} | {'$patch':'replace','data':{'c':'3'}} | {'data':{'c':'3'}}",
                "{'data':{'a':'1'}} | {'data':{'$patch':'delete','b':'2'}} | {'data':{}}",
                "{'data':{'a':'1'}} | {'$patch':'delete'} | {}",
                "{'data':{'a':'1'}} | {'data':{'a':{'$patch':'sing'}}} | {'data':{}}",
                "{} | {'data':{'$patch':'replace','b':'2'}} | {}",
                "{} | {'data':{'$patch':'sing','b':'2'}} | {}",
                "{} | {'data':{'b':null,'c':'1'}} | {'data':{'c':'1'}}",
                "{'data':{'a':'1','b':'2'}} | {'data':{'$retainKeys':['b']}} | {'data':{'b':'2'}}",
                "{'data':{'a':'1','b':'2'}} | {'data':{'$retainKeys':['b'],'b':'3'}} | {'data':{'b':'3'}}",
                "{'data':{'a':'1','b':'2'}} | {'data':{'$retainKeys':['b'],'a':null}} | {'data':{'b':'2'}}",
                "{'metadata':{'finalizers':['a','b']}}"
                        + "| {'metadata':{'$deleteFromPrimitiveList/finalizers':['a'],'finalizers':['b','c']}}"
                        + "| {'metadata':{'finalizers':['b','c']}}",
                "{'metadata':{'finalizers':['a']}} | {'metadata':{'$deleteFromPrimitiveList/finalizers':'a'}}"
                        + "| {'metadata':{'finalizers':['a']}}",
                "{'metadata':{'finalizers':['a']}} | {'metadata':{'$deleteFromPrimitiveList/finalizers':null}}"
                        + "| {'metadata':{}}",
                "{'metadata':{'name':'n'}} | {'metadata':{'$deleteFromPrimitiveList/finalizers':['a']}}"
                        + "| {'metadata':{'name':'n'}}",
                "{'metadata':{'finalizers':['a','b']}}"
                        + "| {'metadata':{'$setElementOrder/finalizers':['a','b','c'],'finalizers':['c']}}"
                        + "| {'metadata':{'finalizers':['a','b','c']}}",
                "{'metadata':{'finalizers':['a','b']}}"
                        + "| {'metadata':{'$setElementOrder/finalizers':[],'finalizers':['c']}}"
                        + "| {'metadata':{'finalizers':['a','b','c']}}",
                "{'metadata':{'name':'n'}} | {'metadata':{'$setElementOrder/finalizers':['b']}}"
                        + "| {'metadata':{'name':'n'}}",
                "{'metadata':{'ownerReferences':[{'uid':'1','name':'x'}]}}"
                        + "| {'metadata':{'ownerReferences':[{'uid':'1','name':'y'}]}}"
                        + "| {'metadata':{'ownerReferences':[{'uid':'1','name':'y'}]}}",
                "{'metadata':{'ownerReferences':[{'uid':'1','name':'x'}]}}"
                        + "| {'metadata':{'ownerReferences':[{'uid':'1','$patch':'delete'}]}}"
                        + "| {'metadata':{'ownerReferences':[]}}",
                "{'metadata':{'ownerReferences':[{'uid':'1','name':'x'}]}}"
                        + "| {'metadata':{'ownerReferences':[{'uid':'3'},{'$patch':'replace'}]}}"
                        + "| {'metadata':{'ownerReferences':[{'uid':'3'}]}}",
                "{'metadata':{'ownerReferences':[{'uid':'1','name':'x'}]}}"
                        + "| {'metadata':{'ownerReferences':[{'uid':'1','$retainKeys':['uid']}]}}"
                        + "| {'metadata':{'ownerReferences':[{'uid':'1'}]}}",
                "{'metadata':{'name':'n'}}"
                        + "| {'metadata':{'ownerReferences':[{'$patch':'sing','uid':'1'},{'uid':'2'}]}}"
                        + "| {'metadata':{'name':'n','ownerReferences':[{'uid':'2'}]}}",
                "{'spec':{'usages':['a']}} | {'spec':{'$deleteFromPrimitiveList/usages':['a']}}"
                        + "| {'spec':{'usages':[]}}"
            })
    void followsTheDirectivesOfAStrategicPatch(String object, String patch, String result) {
        assertThat(apply(STRATEGIC, json(object), json(patch), ApiResource.CERTIFICATE_SIGNING_REQUESTS))
                .isEqualTo(json(result));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    /** What Kubernetes' own library, 0.36.4, refuses; the codes are those that the API server gives its errors. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'data':{'$patch':'sing'}} | 500 | unknown patch type",
                "{'data':{'$patch':'merge'}} | 500 | unknown patch type",
                "{'data':{'$patch':7}} | 500 | unknown patch type",
                "{'data':{'$patch':null}} | 500 | unknown patch type",
                "{'$patch':'sing'} | 500 | unknown patch type",
                "{'data':{'$retainKeys':['b'],'c':'1'}} | 400 | invalid patch format of retainKeys",
                "{'data':{'$retainKeys':'b'}} | 400 | invalid patch format of retainKeys",
                "{'data':{'$retainKeys':null}} | 400 | invalid patch format of retainKeys",
                "{'metadata':{'$deleteFromPrimitiveList/finalizers':[1]}} | 500 | list element types are not identical",
                "{'metadata':{'$deleteFromPrimitiveList':['a']}} | 400 | invalid patch format of primitive list",
                "{'metadata':{'$deleteFromPrimitiveListfinalizers':['a']}} | 400 | invalid patch format of primitive list",
                "{'metadata':{'$setElementOrder/finalizers':['b','a'],'finalizers':['c']}} | 500 | The order in",
                "{'metadata':{'$setElementOrder/finalizers':['b','c'],'finalizers':['c','b']}} | 500 | The order in",
                "{'metadata':{'$setElementOrder/finalizers':'b'}} | 500 | expected a list",
                "{'metadata':{'$setElementOrder/finalizers':null}} | 500 | expected a list",
                "{'metadata':{'$setElementOrder/finalizers':['b'],'finalizers':'b'}} | 500 | expected a list",
                "{'metadata':{'$setElementOrder/name':['b']}} | 500 | expected a list",
                "{'metadata':{'$setElementOrder':['b']}} | 400 | invalid patch format of setElementOrder list",
                "{'metadata':{'$setElementOrderfinalizers':['b']}} | 400 | invalid patch format of setElementOrder list",
                "{'metadata':{'$setElementOrder/ownerReferences':[{'name':'2'}]}} | 500 | declared merge key",
                "{'metadata':{'$setElementOrder/ownerReferences':['2']}} | 500 | expected an object",
                "{'metadata':{'finalizers':[1]}} | 500 | list element types are not identical",
                "{'metadata':{'finalizers':[null]}} | 500 | list element types are not identical",
                "{'metadata':{'ownerReferences':[{'name':'y'}]}} | 500 | declared merge key",
                "{'metadata':{'ownerReferences':[{'$patch':'delete'}]}} | 500 | declared merge key",
                "{'metadata':{'ownerReferences':[{'$patch':'merge'}]}} | 500 | merging lists cannot yet be specified",
                "{'metadata':{'ownerReferences':[{'$patch':'sing','uid':'1'}]}} | 500 | unknown patch type",
                "{'metadata':{'ownerReferences':['a']}} | 500 | list element types are not identical",
                "{'metadata':{'ownerReferences':[{'uid':'1','$retainKeys':['name']}]}} | 400 | invalid patch format of retainKeys",
                "{'metadata':{'managedFields':[['a']],'$deleteFromPrimitiveList/managedFields':[['a']]}} | 422 | lists of lists"
            })
    void refusesDirectivesThatKubernetesRefuses(String patch, int code, String message) {
        String object = "{'metadata':{'name':'n','finalizers':['a','b'],'ownerReferences':[{'uid':'1','name':'x'}],"
                + "'managedFields':[]},'data':{'a':'1','b':'2'}}";
        assertThatThrownBy(() -> apply(STRATEGIC, json(object), json(patch)))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        ApiFailure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void refusesADirectiveWithoutTheValuesBesideIt() {
        assertThatThrownBy(() -> apply(
                        STRATEGIC,
                        "{\"data\":{\"token-secret\":\"dmFsdWU=\"}}",
                        "{\"data\":{\"$patch\":\"sing\",\"token-secret\":\"Z3Vlc3M=\"}}"))
                .hasMessage("unknown patch type: \"sing\" in data: $patch is \"replace\" or \"delete\"");
    }

    @Test
    void mergesTheConditionsOfANodeByType() {
        String node = "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\",\"reason\":\"r\"},"
                + "{\"type\":\"Disk\",\"status\":\"True\"}]}}";
        String patch = "{\"status\":{\"$setElementOrder/conditions\":[{\"type\":\"Ready\"},{\"type\":\"New\"}],"
                + "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"},{\"type\":\"Disk\",\"$patch\":\"delete\"},"
                + "{\"type\":\"New\",\"status\":\"True\"}]}}";
        assertThat(apply(STRATEGIC, node, patch, ApiResource.NODES))
                .isEqualTo("{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"r\"},"
                        + "{\"type\":\"New\",\"status\":\"True\"}]}}");
    }

    /** The conditions of a CertificateSigningRequest have no merge key in Kubernetes' strategic patches. */
    @Test
    void replacesTheConditionsOfARequest() {
        assertThat(apply(
                        STRATEGIC,
                        "{\"status\":{\"conditions\":[{\"type\":\"A\"}]}}",
                        "{\"status\":{\"conditions\":[{\"type\":\"B\"}]}}",
                        ApiResource.CERTIFICATE_SIGNING_REQUESTS))
                .isEqualTo("{\"status\":{\"conditions\":[{\"type\":\"B\"}]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                MERGE + " | [] | 400",
                MERGE + " | {\"a\": | 400",
                OPERATIONS + " | {} | 400",
                "text/plain | {} | 415"
            })
    void refusesWhatIsNoPatch(String mediaType, String patch, int code) {
        assertThatThrownBy(() -> Patch.parse(mediaType, patch, ApiResource.SECRETS))
                .isInstanceOfSatisfying(
                        ApiFailure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
