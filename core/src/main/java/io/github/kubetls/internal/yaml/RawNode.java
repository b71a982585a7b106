package io.github.kubetls.internal.yaml;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree as it was read, without its path: an alias shares the node of its anchor, so one node can have
 * several paths. {@code size} counts the node and everything below it as if aliases were written out.
 */
sealed interface RawNode {

    int line();

    int column();

    long size();

    /** A place in the text, from 1. */
    record Mark(int line, int column) {}

    /** {@code keys} says where the keys are; it is empty where nobody asked for that. */
    record Mapping(Map<String, RawNode> members, Map<String, Mark> keys, int line, int column, long size)
            implements RawNode {}

    record Sequence(List<RawNode> items, int line, int column, long size) implements RawNode {}

    /** {@code value} is a String, Boolean, Long, BigInteger (unsigned 64 bits), Double, or null. */
    record Scalar(@Nullable Object value, int line, int column) implements RawNode {
        @Override
        public long size() {
            return 1;
        }

        boolean isInteger() {
            return value instanceof Long || value instanceof BigInteger;
        }
    }
}
