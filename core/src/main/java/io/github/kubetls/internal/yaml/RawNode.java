package io.github.kubetls.internal.yaml;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree as it was read, without its path: an alias shares the node of its anchor, so one node can have
 * several paths. {@code size} counts the node and everything below it, and {@code depth} the collections on the longest way
 * down, both as if aliases were written out.
 */
sealed interface RawNode {

    int line();

    int column();

    long size();

    int depth();

    /** A place in the text, from 1. */
    record Mark(int line, int column) {}

    /** {@code keys} says where the keys are; it is empty where nobody asked for that. */
    record Mapping(Map<String, RawNode> members, Map<String, Mark> keys, int line, int column, long size, int depth)
            implements RawNode {
        static Mapping of(Map<String, RawNode> members, Map<String, Mark> keys, int line, int column) {
            return new Mapping(members, keys, line, column, sizeAbove(members.values()), depthAbove(members.values()));
        }
    }

    record Sequence(List<RawNode> items, int line, int column, long size, int depth) implements RawNode {
        static Sequence of(List<RawNode> items, int line, int column) {
            return new Sequence(items, line, column, sizeAbove(items), depthAbove(items));
        }
    }

    /**
     * A string that stands in a text as it is, and is taken out of it when it is asked for: many are long, and asked for once
     * at most.
     */
    record Part(String text, int start, int end) {
        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }

    /** {@code content} is a String or Part, Boolean, Long, BigInteger (unsigned 64 bits), Double, or null. */
    record Scalar(@Nullable Object content, int line, int column) implements RawNode {

        boolean isNull() {
            return content == null;
        }

        /** The content, a part as a String. */
        @Nullable
        Object value() {
            return content instanceof Part part ? part.toString() : content;
        }

        @Override
        public long size() {
            return 1;
        }

        @Override
        public int depth() {
            return 0;
        }
    }

    private static long sizeAbove(Collection<RawNode> children) {
        long size = 1;
        for (RawNode child : children) {
            size += child.size();
        }
        return size;
    }

    private static int depthAbove(Collection<RawNode> children) {
        int depth = 0;
        for (RawNode child : children) {
            depth = Math.max(depth, child.depth());
        }
        return depth + 1;
    }
}
