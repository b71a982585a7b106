package io.github.kubetls.internal.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Builds the tree from a parser's tokens, under a budget, with aliases and merge keys resolved. */
final class TreeBuilder {

    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);

    private final JsonParser parser;
    private final StyledYamlFactory.@Nullable Parser yaml;
    private final YamlLimits limits;
    private final String source;
    private final Map<String, RawNode> anchors = new HashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final List<Finding> findings = new ArrayList<>();
    private final String text;
    private final boolean hasBackslash;
    private int failure = -1;
    private int nodes;
    private int lastCodePoints;
    private int lastOffset;

    TreeBuilder(JsonParser parser, String text, YamlLimits limits, String source) {
        this.parser = parser;
        this.text = text;
        this.hasBackslash = text.indexOf('\\') >= 0;
        this.yaml = parser instanceof StyledYamlFactory.Parser styled ? styled : null;
        this.limits = limits;
        this.source = source;
    }

    List<Finding> findings() {
        return findings;
    }

    /** The root of the next document, or null when there is none. */
    @Nullable
    RawNode next() {
        nodes = 0;
        anchors.clear();
        return advance() == null ? null : node();
    }

    /** Whether anything follows, be it well-formed or not. */
    boolean hasMore() {
        try {
            return parser.nextToken() != null;
        } catch (IOException e) {
            return true;
        }
    }

    /** What is asked of the parser, which may read on for it: JSON strings are decoded only when their text is wanted. */
    @FunctionalInterface
    private interface Question<T extends @Nullable Object> {
        T ask() throws IOException;
    }

    private <T extends @Nullable Object> T parsed(Question<T> question) {
        try {
            return question.ask();
        } catch (StreamConstraintsException e) {
            throw fail("TOO_LARGE", "exceeds the limits on size or nesting");
        } catch (JsonProcessingException e) {
            throw notWellFormed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable JsonToken advance() {
        return parsed(parser::nextToken);
    }

    private String text() {
        return parsed(parser::getText);
    }

    /** The parser's own message quotes the text, which may be a secret; only its place is taken over. */
    private InvalidFormatException notWellFormed(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            failure = mark.getIndex();
            return failAt("SYNTAX", mark.getLine() + 1, mark.getColumn() + 1, "is not well-formed YAML");
        }
        JsonLocation at = e.getLocation();
        return failAt(
                "SYNTAX",
                at == null ? 0 : at.getLineNr(),
                at == null ? 0 : at.getColumnNr(),
                yaml == null ? "is not well-formed JSON" : "is not well-formed YAML");
    }

    /** Where the text is not well-formed, in code points; negative when it is, or when the place is unknown. */
    int failure() {
        return failure;
    }

    private RawNode node() {
        JsonToken token = parser.currentToken();
        JsonLocation at = parser.currentTokenLocation();
        if (++nodes > limits.maxNodes()) {
            throw fail("TOO_LARGE", "has more than " + limits.maxNodes() + " nodes");
        }
        if (yaml != null && yaml.isCurrentAlias()) {
            return alias(text());
        }
        String anchor = yaml == null ? null : yaml.anchor();
        RawNode node = switch (token) {
            case START_OBJECT -> mapping(at);
            case START_ARRAY -> sequence(at);
            default -> new RawNode.Scalar(scalar(), at.getLineNr(), at.getColumnNr());
        };
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private RawNode alias(String name) {
        RawNode node = anchors.get(name);
        if (node == null) {
            throw fail("SYNTAX", "refers to an anchor that is not defined before");
        }
        count(node.size() - 1);
        return node;
    }

    private void count(long more) {
        if (nodes + more > limits.maxNodes()) {
            throw fail("TOO_LARGE", "has more than " + limits.maxNodes() + " nodes once its aliases are resolved");
        }
        nodes += (int) more;
    }

    private @Nullable Object scalar() {
        try {
            if (yaml != null) {
                ScalarEvent event = yaml.scalar();
                checkEscapes(event);
                return finite(Scalars.resolve(event.getValue(), event.isPlain(), event.getTag()));
            }
            return switch (parser.currentToken()) {
                case VALUE_STRING -> text();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                default -> finite(jsonNumber(text()));
            };
        } catch (Scalars.TagMismatch e) {
            throw fail("SYNTAX", "has a tag that does not fit its text");
        }
    }

    /** Refuses the escapes of JSON that Kubernetes' YAML reader does not know: {@code \/} and surrogates. */
    private void checkEscapes(ScalarEvent event) {
        if (event.getScalarStyle() != DumperOptions.ScalarStyle.DOUBLE_QUOTED || !hasBackslash) {
            return;
        }
        int start = offset(event.getStartMark().getIndex());
        int end = offset(event.getEndMark().getIndex());
        for (int i = text.indexOf('"', start); i < end; i++) {
            if (text.charAt(i) == '\\') {
                i++;
                boolean surrogate = text.startsWith("uD", i) || text.startsWith("ud", i);
                if (text.charAt(i) == '/' || surrogate && Character.digit(text.charAt(i + 2), 16) >= 8) {
                    throw fail("SYNTAX", "has an escape in double quotes that Kubernetes does not take");
                }
            }
        }
    }

    /** The position in UTF-16 units of a position in code points; positions are asked for in ascending order. */
    private int offset(int codePoints) {
        lastOffset = text.offsetByCodePoints(lastOffset, codePoints - lastCodePoints);
        lastCodePoints = codePoints;
        return lastOffset;
    }

    private static Object jsonNumber(String text) {
        if (text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9') && text.length() <= 20) {
            BigInteger value = new BigInteger(text);
            if (value.bitLength() <= 63) {
                return value.longValueExact();
            }
            if (value.signum() > 0 && value.compareTo(UNSIGNED_END) < 0) {
                return value;
            }
        }
        return Double.valueOf(text);
    }

    private @Nullable Object finite(@Nullable Object value) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw fail("SYNTAX", "is a number that JSON cannot express");
        }
        return value;
    }

    private RawNode sequence(JsonLocation at) {
        List<RawNode> items = new ArrayList<>();
        long size = 1;
        while (advance() != JsonToken.END_ARRAY) {
            path.addLast("[" + items.size() + "]");
            RawNode item = node();
            path.removeLast();
            size += item.size();
            items.add(item);
        }
        return new RawNode.Sequence(items, at.getLineNr(), at.getColumnNr(), size);
    }

    private RawNode mapping(JsonLocation at) {
        Map<String, RawNode> members = new LinkedHashMap<>();
        Set<String> merged = new HashSet<>();
        while (advance() != JsonToken.END_OBJECT) {
            JsonLocation keyAt = parser.currentTokenLocation();
            boolean merge = isMergeKey();
            String key = merge ? "<<" : key();
            RawNode keyNode = new RawNode.Scalar(key, keyAt.getLineNr(), keyAt.getColumnNr());
            if (yaml != null && yaml.anchor() != null) {
                anchors.put(yaml.anchor(), keyNode);
            }
            path.addLast(YamlNode.step(key));
            advance();
            RawNode value = node();
            if (merge) {
                // As Kubernetes' reader does it: in the order of the text, so a merge replaces what stands before it.
                merge(members, value, merged);
            } else if (members.put(key, value) != null && !merged.remove(key)) {
                findings.add(Finding.warning(
                        "DUPLICATE_KEY",
                        location(keyAt.getLineNr(), keyAt.getColumnNr()),
                        "the key is there twice; Kubernetes uses the last one",
                        "remove one of the two"));
            }
            path.removeLast();
        }
        long size = 1;
        for (RawNode member : members.values()) {
            size += member.size();
        }
        return new RawNode.Mapping(members, at.getLineNr(), at.getColumnNr(), size);
    }

    private boolean isMergeKey() {
        return yaml != null
                && yaml.scalar().isPlain()
                && yaml.scalar().getTag() == null
                && yaml.scalar().getValue().equals("<<");
    }

    private String key() {
        try {
            if (yaml == null) {
                return parsed(parser::currentName);
            }
            ScalarEvent event = yaml.scalar();
            checkEscapes(event);
            String key = Scalars.key(Scalars.resolve(event.getValue(), event.isPlain(), event.getTag()));
            if (key == null) {
                throw fail("SYNTAX", "has a key that JSON cannot express");
            }
            return key;
        } catch (Scalars.TagMismatch e) {
            throw fail("SYNTAX", "has a key whose tag does not fit its text");
        }
    }

    private void merge(Map<String, RawNode> members, RawNode value, Set<String> merged) {
        if (value instanceof RawNode.Mapping mapping) {
            count(mapping.size());
            members.putAll(mapping.members());
            merged.addAll(mapping.members().keySet());
            return;
        }
        if (!(value instanceof RawNode.Sequence sequence)) {
            throw fail("SYNTAX", "merges something that is neither a mapping nor a list of mappings");
        }
        for (int i = sequence.items().size() - 1; i >= 0; i--) {
            if (!(sequence.items().get(i) instanceof RawNode.Mapping)) {
                throw fail("SYNTAX", "merges something that is neither a mapping nor a list of mappings");
            }
            merge(members, sequence.items().get(i), merged);
        }
    }

    private InvalidFormatException fail(String code, String rule) {
        JsonLocation at = parser.currentTokenLocation();
        return failAt(code, at.getLineNr(), at.getColumnNr(), rule);
    }

    private InvalidFormatException failAt(String code, int line, int column, String rule) {
        return new InvalidFormatException(code, location(line, column), rule);
    }

    private String location(int line, int column) {
        return YamlNode.location(source, String.join("", path), line, column);
    }
}
