package io.github.kubetls.examples.tools.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out where the nodes of one YAML or JSON document stand. Aliases are not followed, so that a text cannot grow; nesting,
 * length and number of nodes are bounded.
 */
final class SourceTree {

    private static final int MOST_NODES = 400_000;
    private static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder().maxNestingDepth(500).build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
    private static final JsonFactory YAML =
            YAMLFactory.builder().streamReadConstraints(CONSTRAINTS).build();

    private final JsonParser parser;
    private int nodes;

    private SourceTree(JsonParser parser) {
        this.parser = parser;
    }

    /** The root of a document, or empty when the text is not YAML, is too deep or has too many nodes. */
    static Optional<SourceNode> parse(String text) {
        try (JsonParser parser = (isJson(text) ? JSON : YAML).createParser(text)) {
            return parser.nextToken() == null
                    ? Optional.empty()
                    : Optional.of(new SourceTree(parser).node(position(parser.currentTokenLocation())));
        } catch (IOException e) {
            // What is wrong with it the library says better, if it is a document that it knows.
            return Optional.empty();
        }
    }

    static boolean isJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    private static SourceNode.Position position(JsonLocation location) {
        return new SourceNode.Position(location.getLineNr(), location.getColumnNr());
    }

    private SourceNode node(SourceNode.Position start) throws IOException {
        if (++nodes > MOST_NODES) {
            throw new IOException("too many nodes");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(start);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(start);
        }
        String text = token == JsonToken.VALUE_NULL || isAlias() ? "" : parser.getText();
        return new SourceNode(start, start, text, Map.of(), List.of());
    }

    private boolean isAlias() {
        return parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
    }

    /** A member stands where its key is. */
    private SourceNode mapping(SourceNode.Position start) throws IOException {
        Map<String, SourceNode> members = new LinkedHashMap<>();
        while (next() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            SourceNode.Position at = position(parser.currentTokenLocation());
            next();
            members.put(key, node(at));
        }
        return new SourceNode(start, end(), "", members, List.of());
    }

    private SourceNode sequence(SourceNode.Position start) throws IOException {
        List<SourceNode> items = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            items.add(node(position(parser.currentTokenLocation())));
        }
        return new SourceNode(start, end(), "", Map.of(), items);
    }

    private SourceNode.Position end() {
        SourceNode.Position token = position(parser.currentTokenLocation());
        SourceNode.Position behind = position(parser.currentLocation());
        return behind.line() == token.line() && behind.column() == token.column() + 1 ? behind : token;
    }

    private JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new IOException("the text ends early");
        }
        return token;
    }
}
