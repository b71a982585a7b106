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
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the trees of a stream from its events, under a budget, with aliases and merge keys resolved. */
final class TreeBuilder {

    private static final String EXCESSIVE = "exceeds the limits on size or nesting";

    private final Events events;
    private final YamlLimits limits;
    private final String source;
    private final Map<String, RawNode> anchors = new HashMap<>();
    /** Keys and indices. */
    private final Deque<Object> path = new ArrayDeque<>();

    private final List<Finding> findings = new ArrayList<>();
    /** Whether what stands before a mistake is kept, and where keys are. */
    private final boolean keepsAll;

    /** What JSON cannot express, which matters to Kubernetes only where nothing takes its place. */
    private final IdentityHashMap<RawNode, Malformed> inexpressible = new IdentityHashMap<>();

    private @Nullable Malformed failure;
    private int documents;
    private int nodes;
    private int depth;

    TreeBuilder(Events events, YamlLimits limits, String source) {
        this(events, limits, source, false);
    }

    private TreeBuilder(Events events, YamlLimits limits, String source, boolean keepsAll) {
        this.events = events;
        this.limits = limits;
        this.source = source;
        this.keepsAll = keepsAll;
    }

    /** A builder for which a text ends where it is not well-formed, and that remembers where the keys are. */
    static TreeBuilder keepingAll(Events events, YamlLimits limits) {
        return new TreeBuilder(events, limits, "", true);
    }

    /** Whether a builder that keeps all has come upon a mistake. */
    boolean hasFailed() {
        return failure != null;
    }

    /** Which document of the stream was read last, from 1. */
    int document() {
        return documents;
    }

    List<Finding> findings() {
        return findings;
    }

    /** The root of the next document, or null when there is none. */
    @Nullable
    RawNode next() {
        nodes = 0;
        documents++;
        anchors.clear();
        if (failure != null) {
            return null;
        }
        try {
            Kind kind = advance();
            if (kind == Kind.NOTHING) {
                return null;
            }
            RawNode root = node(kind);
            if (!inexpressible.isEmpty()) {
                requireExpressible(root);
            }
            return root;
        } catch (Malformed e) {
            if (keepsAll) {
                failure = e;
                return null;
            }
            throw new InvalidFormatException(e.code, location(e.line, e.column), String.valueOf(e.getMessage()));
        }
    }

    private void requireExpressible(RawNode node) throws Malformed {
        Malformed mistake = inexpressible.get(node);
        if (mistake != null) {
            throw mistake;
        }
        if (node instanceof RawNode.Mapping mapping) {
            for (Map.Entry<String, RawNode> member : mapping.members().entrySet()) {
                requireExpressible(member.getKey(), member.getValue());
            }
        } else if (node instanceof RawNode.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                requireExpressible(i, sequence.items().get(i));
            }
        }
    }

    private void requireExpressible(Object step, RawNode node) throws Malformed {
        path.addLast(step);
        requireExpressible(node);
        path.removeLast();
    }

    /** Lets a collection end at a mistake, where the text then ends for those around it too. */
    private void end(Malformed mistake) throws Malformed {
        if (!keepsAll) {
            throw mistake;
        }
        failure = mistake;
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
            throw tooLarge(EXCESSIVE);
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
            default -> scalar(line, column);
        };
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private void name(RawNode node) {
        String anchor = events.anchor();
        if (anchor != null) {
            anchors.put(anchor, node);
        }
    }

    private RawNode alias(@Nullable String name) throws Malformed {
        RawNode node = anchors.get(name);
        if (node == null) {
            throw events.malformed("refers to an anchor that is not defined before");
        }
        count(node.size() - 1);
        if (depth + node.depth() > limits.maxDepth()) {
            throw tooLarge(EXCESSIVE);
        }
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

    private RawNode scalar(int line, int column) throws Malformed {
        Object value = events.value();
        RawNode scalar = new RawNode.Scalar(value, line, column);
        if (value instanceof Double number && !Double.isFinite(number)) {
            inexpressible.put(scalar, inexpressible("is a number that JSON cannot express"));
        }
        return scalar;
    }

    /** A mistake that is none yet, but for a builder that ends at the first. */
    private Malformed inexpressible(String rule) throws Malformed {
        Malformed mistake = events.malformed(rule);
        if (keepsAll) {
            throw mistake;
        }
        return mistake;
    }

    private RawNode sequence(int line, int column) throws Malformed {
        List<RawNode> items = new ArrayList<>();
        try {
            Kind kind;
            while (failure == null && (kind = advance()) != Kind.END) {
                path.addLast(items.size());
                RawNode item = node(kind);
                path.removeLast();
                items.add(item);
            }
        } catch (Malformed e) {
            end(e);
        }
        return RawNode.Sequence.of(items, line, column);
    }

    private RawNode mapping(int line, int column) throws Malformed {
        Map<String, RawNode> members = new LinkedHashMap<>();
        Map<String, RawNode.Mark> keys = keepsAll ? new HashMap<>() : Map.of();
        Malformed mistake = null;
        try {
            mistake = members(members, keys);
        } catch (Malformed e) {
            end(e);
        }
        RawNode mapping = RawNode.Mapping.of(members, keys, line, column);
        if (mistake != null) {
            inexpressible.put(mapping, mistake);
        }
        return mapping;
    }

    /** {@return what is wrong with a key that JSON cannot express, and that is not among the members then} */
    private @Nullable Malformed members(Map<String, RawNode> members, Map<String, RawNode.Mark> keys) throws Malformed {
        Malformed mistake = null;
        Set<String> merged = null;
        while (failure == null && advance() != Kind.END) {
            int keyLine = events.line();
            int keyColumn = events.column();
            boolean merge = events.isMerge();
            String key = events.key();
            if (key == null) {
                mistake = inexpressible("has a key that JSON cannot express");
                name(new RawNode.Scalar(null, keyLine, keyColumn));
                value();
                continue;
            }
            name(new RawNode.Scalar(key, keyLine, keyColumn));
            if (keepsAll && !merge) {
                keys.put(key, new RawNode.Mark(keyLine, keyColumn));
            }
            path.addLast(key);
            RawNode value = value();
            if (merge && failure == null) {
                // As Kubernetes' reader does it: in the order of the text, so a merge replaces what stands before it.
                merged = merged == null ? new HashSet<>() : merged;
                merge(members, value, merged);
                mistake = mistake == null ? mistakeIn(value) : mistake;
            } else if (members.put(key, value) != null && (merged == null || !merged.remove(key))) {
                findings.add(Finding.warning(
                        "FIELD_DUPLICATE",
                        location(keyLine, keyColumn),
                        "the key is there twice; Kubernetes uses the last one",
                        "remove one of the two"));
            }
            path.removeLast();
        }
        return mistake;
    }

    /** {@return what is wrong with a key that a merge brings along} */
    private @Nullable Malformed mistakeIn(RawNode merged) {
        Malformed mistake = inexpressible.get(merged);
        if (merged instanceof RawNode.Sequence sequence) {
            for (RawNode item : sequence.items()) {
                mistake = mistake == null ? inexpressible.get(item) : mistake;
            }
        }
        return mistake;
    }

    private RawNode value() throws Malformed {
        try {
            return node(advance());
        } catch (Malformed e) {
            end(e);
            return new RawNode.Scalar(null, e.line, e.column);
        }
    }

    private void merge(Map<String, RawNode> members, RawNode value, Set<String> merged) throws Malformed {
        if (value instanceof RawNode.Mapping mapping) {
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
        return YamlNode.location(source, YamlNode.path(documents, path), line, column);
    }
}
