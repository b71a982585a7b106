package io.github.kubetls.internal.yaml;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.yaml.Events.Kind;
import io.github.kubetls.internal.yaml.Events.Malformed;
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

/** Builds the tree from events, under a budget, with aliases and merge keys resolved. */
final class TreeBuilder {

    private final Events events;
    private final YamlLimits limits;
    private final String source;
    private final Map<String, RawNode> anchors = new HashMap<>();
    /** Keys and indices. */
    private final Deque<Object> path = new ArrayDeque<>();

    private final List<Finding> findings = new ArrayList<>();
    private int nodes;
    private int depth;

    TreeBuilder(Events events, YamlLimits limits, String source) {
        this.events = events;
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
        try {
            Kind kind = advance();
            return kind == Kind.NOTHING ? null : node(kind);
        } catch (Malformed e) {
            throw new InvalidFormatException(e.code, location(e.line, e.column), String.valueOf(e.getMessage()));
        }
    }

    /** Whether anything follows, well-formed or not. */
    boolean hasMore() {
        try {
            return events.next() != Kind.NOTHING;
        } catch (Malformed e) {
            return true;
        }
    }

    private Kind advance() throws Malformed {
        Kind kind = events.next();
        if (kind == Kind.END) {
            depth--;
        } else if ((kind == Kind.MAPPING || kind == Kind.SEQUENCE) && ++depth > limits.maxDepth()) {
            throw tooLarge("exceeds the limits on size or nesting");
        }
        return kind;
    }

    private RawNode node(Kind kind) throws Malformed {
        int line = events.line();
        int column = events.column();
        if (++nodes > limits.maxNodes()) {
            throw tooLarge("has more than " + limits.maxNodes() + " nodes");
        }
        String anchor = events.anchor();
        if (kind == Kind.ALIAS) {
            return alias(anchor);
        }
        RawNode node = switch (kind) {
            case MAPPING -> mapping(line, column);
            case SEQUENCE -> sequence(line, column);
            default -> new RawNode.Scalar(scalar(), line, column);
        };
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private RawNode alias(@Nullable String name) throws Malformed {
        RawNode node = anchors.get(name);
        if (node == null) {
            throw events.malformed("refers to an anchor that is not defined before");
        }
        count(node.size() - 1);
        return node;
    }

    private void count(long more) throws Malformed {
        if (nodes + more > limits.maxNodes()) {
            throw tooLarge("has more than " + limits.maxNodes() + " nodes once its aliases are resolved");
        }
        nodes += (int) more;
    }

    private Malformed tooLarge(String rule) {
        return new Malformed("DOCUMENT_EXCESSIVE", rule, events.line(), events.column());
    }

    private @Nullable Object scalar() throws Malformed {
        Object value = events.value();
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw events.malformed("is a number that JSON cannot express");
        }
        return value;
    }

    private RawNode sequence(int line, int column) throws Malformed {
        List<RawNode> items = new ArrayList<>();
        long size = 1;
        Kind kind;
        while ((kind = advance()) != Kind.END) {
            path.addLast(items.size());
            RawNode item = node(kind);
            path.removeLast();
            size += item.size();
            items.add(item);
        }
        return new RawNode.Sequence(items, line, column, size);
    }

    private RawNode mapping(int line, int column) throws Malformed {
        Map<String, RawNode> members = new LinkedHashMap<>();
        Set<String> merged = null;
        while (advance() != Kind.END) {
            int keyLine = events.line();
            int keyColumn = events.column();
            boolean merge = events.isMerge();
            String key = events.key();
            if (events.anchor() != null) {
                anchors.put(events.anchor(), new RawNode.Scalar(key, keyLine, keyColumn));
            }
            path.addLast(key);
            RawNode value = node(advance());
            if (merge) {
                // As Kubernetes' reader does it: in the order of the text, so a merge replaces what stands before it.
                merged = merged == null ? new HashSet<>() : merged;
                merge(members, value, merged);
            } else if (members.put(key, value) != null && (merged == null || !merged.remove(key))) {
                findings.add(Finding.warning(
                        "FIELD_DUPLICATE",
                        location(keyLine, keyColumn),
                        "the key is there twice; Kubernetes uses the last one",
                        "remove one of the two"));
            }
            path.removeLast();
        }
        long size = 1;
        for (RawNode member : members.values()) {
            size += member.size();
        }
        return new RawNode.Mapping(members, line, column, size);
    }

    private void merge(Map<String, RawNode> members, RawNode value, Set<String> merged) throws Malformed {
        if (value instanceof RawNode.Mapping mapping) {
            count(mapping.size());
            members.putAll(mapping.members());
            merged.addAll(mapping.members().keySet());
            return;
        }
        if (!(value instanceof RawNode.Sequence sequence)) {
            throw events.malformed("merges something that is neither a mapping nor a list of mappings");
        }
        for (int i = sequence.items().size() - 1; i >= 0; i--) {
            if (!(sequence.items().get(i) instanceof RawNode.Mapping)) {
                throw events.malformed("merges something that is neither a mapping nor a list of mappings");
            }
            merge(members, sequence.items().get(i), merged);
        }
    }

    private Location location(int line, int column) {
        return YamlNode.location(source, YamlNode.path(path), line, column);
    }
}
