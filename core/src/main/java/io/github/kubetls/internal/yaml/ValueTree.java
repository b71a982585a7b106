package io.github.kubetls.internal.yaml;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.text.Base64Text;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the tree of JDK values that a text with the same content would have, under the limits of a text. */
final class ValueTree {

    private final YamlLimits limits;
    /** Keys and indices. */
    private final Deque<Object> path = new ArrayDeque<>();

    private int nodes;

    ValueTree(YamlLimits limits) {
        this.limits = limits;
    }

    RawNode node(@Nullable Object value) {
        boolean deep = (value instanceof Map || value instanceof List) && path.size() >= limits.maxDepth();
        if (++nodes > limits.maxNodes() || deep) {
            throw new InvalidFormatException(
                    "DOCUMENT_EXCESSIVE", YamlNode.location("", path(), 0, 0), "exceeds the limits on size or nesting");
        }
        if (value instanceof Map<?, ?> map) {
            return mapping(map);
        }
        if (value instanceof List<?> list) {
            return sequence(list);
        }
        return new RawNode.Scalar(scalar(value), 0, 0);
    }

    private RawNode mapping(Map<?, ?> map) {
        Map<String, RawNode> members = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw unsuitable("a key", entry.getKey());
            }
            members.put(key, below(key, entry.getValue()));
        }
        return RawNode.Mapping.of(members, Map.of(), 0, 0);
    }

    private RawNode sequence(List<?> list) {
        List<RawNode> items = new ArrayList<>();
        for (Object value : list) {
            items.add(below(items.size(), value));
        }
        return RawNode.Sequence.of(items, 0, 0);
    }

    private RawNode below(Object step, @Nullable Object value) {
        path.addLast(step);
        RawNode node = node(value);
        path.removeLast();
        return node;
    }

    private @Nullable Object scalar(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof byte[] bytes) {
            return Base64Text.encode(bytes);
        }
        if (value instanceof BigInteger number && number.bitLength() <= 63) {
            return number.longValueExact();
        }
        if (value instanceof BigInteger number && number.bitLength() == 64 && number.signum() > 0) {
            return number;
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return number;
        }
        throw unsuitable("a value", value);
    }

    private IllegalArgumentException unsuitable(String what, @Nullable Object value) {
        String type = value == null ? "null" : value.getClass().getName();
        String place = path.isEmpty() ? "" : path() + ": ";
        return new IllegalArgumentException(place + what + " of type " + type + " has no form in a manifest");
    }

    private String path() {
        return YamlNode.path(1, path);
    }
}
