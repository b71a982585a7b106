package io.github.kubetls.internal.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a text is not well-formed, in words of our own: those of the parsers quote the text, which may be a secret. Each of them
 * has a fixed beginning, by which it is known here. What Kubernetes' reader says comes first where it says the same.
 */
final class SyntaxReason {

    /** What a text is to which no parser has more to say. */
    static final String YAML = "is not well-formed YAML";

    private static final String NO_NAME = "did not find expected alphabetic or numeric character after & or *";
    static final String ANCHOR = YAML + ": " + NO_NAME;

    private static final Map<String, String> OF_YAML = ofYaml();
    private static final Map<String, String> OF_JSON = ofJson();

    private SyntaxReason() {}

    private static Map<String, String> ofYaml() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "could not find expected ':'",
                "could not find expected ':' behind what the line before, or this one, begins with: a value that goes on in the"
                        + " next line has to be indented further than its key");
        words.put(
                "mapping values are not allowed here",
                "mapping values are not allowed in this context: a value with \": \" in it needs quotes, and keys of one map"
                        + " begin in one column");
        words.put(
                "sequence entries are not allowed here",
                "block sequence entries are not allowed in this context: an item begins on a line of its own");
        words.put("mapping keys are not allowed here", "mapping keys are not allowed in this context");
        words.put(
                "found character '\\t(TAB)'",
                "found character that cannot start any token: a tab, where only blanks may indent");
        words.put(
                "found character '",
                "found character that cannot start any token: a value that begins with @, ` or % needs quotes");
        words.put("a tab as indentation", "has a tab as indentation, where only blanks may indent");
        words.put(
                "found unknown escape character",
                "found unknown escape character: a backslash in double quotes is doubled, or single quotes are used");
        words.put(
                "expected escape sequence of",
                "did not find expected hexadecimal number in an escape: a backslash in double quotes is doubled, or single"
                        + " quotes are used");
        words.put("found unexpected end of stream", "found unexpected end of stream: a quote is never closed");
        words.put(
                "found unexpected document separator",
                "found unexpected document indicator: a quote is not closed before --- or ...");
        words.put("expected ',' or ']'", "did not find expected ',' or ']': the list is not closed, or lacks a comma");
        words.put("expected ',' or '}'", "did not find expected ',' or '}': the map is not closed, or lacks a comma");
        words.put("expected the node content", "did not find expected node content: a value is missing here");
        words.put(
                "expected '<document start>'",
                "did not find expected <document start>: something stands behind the end");
        words.put("unexpected character found", NO_NAME);
        words.put("found undefined tag handle", "found undefined tag handle: a value that begins with ! needs quotes");
        words.put("expected indentation indicator", "found an indentation indicator equal to 0");
        words.put("expected chomping", "did not find expected comment or line break behind | or >");
        words.put("found incompatible YAML document", "found incompatible YAML document: only %YAML 1.1 is known");
        words.put("found a number which cannot", "found incompatible YAML document: only %YAML 1.1 is known");
        words.put("found duplicate YAML directive", "found duplicate %YAML directive");
        words.put("duplicate tag handle", "found duplicate %TAG directive");
        for (String tag : new String[] {"expected '>'", "expected '!'", "expected URI"}) {
            words.put(tag, "did not find expected tag: a value that begins with ! needs quotes");
        }
        for (String directive : new String[] {
            "expected alphabetic", "expected a digit", "expected ' '", "expected a comment", "found extremely long"
        }) {
            words.put(directive, "found a malformed directive or tag");
        }
        return words;
    }

    private static Map<String, String> ofJson() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("hex-digit", "expected four hexadecimal digits in an escape");
        words.put("was expecting closing quote", "a quote is never closed");
        words.put("Unexpected end-of-input", "it ends too early: something is not closed");
        words.put("no open", "a bracket is closed that is not open");
        words.put("Unexpected close marker", "another bracket is closed than is open");
        words.put(
                "was expecting double-quote", "expected a name in double quotes, and no comma behind the last member");
        words.put("was expecting a colon", "expected a colon behind the name");
        words.put("was expecting comma", "expected a comma, or the end of the object or list");
        words.put("Illegal unquoted character", "a line end or another control character stands in quotes");
        words.put(
                "character escape",
                "a backslash is followed by something that JSON does not know; it has to be doubled");
        words.put("comment", "JSON has no comments");
        words.put("numeric value", "a number is not written as JSON has it");
        words.put("Unrecognized token", "a text without double quotes");
        words.put("Non-standard token", "a number that JSON does not have");
        words.put("a valid value", "expected a value; texts have double quotes");
        words.put("expected a value", "a value is missing");
        return words;
    }

    /** What is wrong with a text that is no YAML, by what SnakeYAML says of it. */
    static String ofYaml(@Nullable String context, @Nullable String problem) {
        String said = String.valueOf(problem);
        if (said.startsWith("expected <block end>")) {
            boolean list = "while parsing a block collection".equals(context);
            return YAML + ": " + (list ? "did not find expected '-' indicator" : "did not find expected key")
                    + ": the indentation does not fit, or something stands behind a value in quotes or brackets";
        }
        return OF_YAML.entrySet().stream()
                .filter(words -> said.startsWith(words.getKey()))
                .findFirst()
                .map(words -> YAML + ": " + words.getValue())
                .orElse(YAML);
    }

    /** What is wrong with a text that is no JSON, by what Jackson says of it. */
    static String ofJson(@Nullable String problem) {
        String said = String.valueOf(problem);
        return "is not well-formed JSON"
                + OF_JSON.entrySet().stream()
                        .filter(words -> said.contains(words.getKey()))
                        .findFirst()
                        .map(words -> ": " + words.getValue())
                        .orElse("");
    }
}
