package io.github.kubetls.internal.yaml;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.text.Base64Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An immutable node that knows its path, and that is read as Kubernetes reads JSON into a typed object: a member that is
 * absent or null has the zero value of its type, and a value of another type is an error, never converted.
 *
 * <p>Every {@link InvalidFormatException} names path, line and column, and never the value.
 */
public final class YamlNode {

    private static final int LONGEST_PATH = 300;

    /** What the keys of Kubernetes look like. A text that is broken can have anything as a key, a secret too. */
    private static final Pattern FIELD_NAME = Pattern.compile("<<|[A-Za-z][A-Za-z_./-]{0,62}");

    private final String source;
    private final @Nullable YamlNode parent;
    /** The key or index that leads here from the parent. */
    private final Object step;

    private final @Nullable RawNode raw;

    private YamlNode(String source, @Nullable YamlNode parent, Object step, @Nullable RawNode raw) {
        this.source = source;
        this.parent = parent;
        this.step = step;
        this.raw = raw;
    }

    static YamlNode root(String source, @Nullable RawNode raw) {
        return new YamlNode(source, null, "", raw);
    }

    static Location location(String source, String path, int line, int column) {
        return new Location(source, shortened(path), line, column);
    }

    /** A path whose keys are not written by people keeps its ends only: messages stay short whatever the text is. */
    private static String shortened(String path) {
        return path.length() <= LONGEST_PATH
                ? path
                : path.substring(0, LONGEST_PATH / 2) + "\u2026" + path.substring(path.length() - LONGEST_PATH / 2);
    }

    /** The path that keys and indices make; a key that is no name is not shown. */
    static String path(Iterable<Object> steps) {
        StringBuilder path = new StringBuilder();
        for (Object step : steps) {
            if (step instanceof String key) {
                path.append(path.isEmpty() ? "" : ".")
                        .append(FIELD_NAME.matcher(key).matches() ? key : "\u2026");
            } else {
                path.append('[').append(step).append(']');
            }
        }
        return path.toString();
    }

    /**
     * Returns the path from the root, such as {@code users[2].user.token}.
     *
     * @return the path; empty for the root
     */
    public String path() {
        Deque<Object> steps = new ArrayDeque<>();
        for (YamlNode node = this; node.parent != null; node = node.parent) {
            steps.addFirst(node.step);
        }
        return path(steps);
    }

    /**
     * Returns source, path, line and column.
     *
     * @return the location
     */
    public Location location() {
        RawNode at = placed();
        return location(source, path(), at == null ? 0 : at.line(), at == null ? 0 : at.column());
    }

    /** Itself, or the nearest ancestor that is really there. */
    private @Nullable RawNode placed() {
        YamlNode node = this;
        while (node.raw == null && node.parent != null) {
            node = node.parent;
        }
        return node.raw;
    }

    /**
     * Returns the line of the node in its text.
     *
     * @return the line, from 1; 0 when unknown
     */
    public int line() {
        RawNode at = placed();
        return at == null ? 0 : at.line();
    }

    /**
     * Makes the exception for a broken rule at this node.
     *
     * @param code stable name of the rule
     * @param rule the rule and what was expected, without the value
     * @return the exception, to be thrown
     */
    public InvalidFormatException error(String code, String rule) {
        return new InvalidFormatException(code, location(), rule);
    }

    private InvalidFormatException wrongType(String expected, String hint) {
        return error("VALUE_TYPE_MISMATCH", "is " + found() + " where " + expected + " is expected" + hint);
    }

    private String found() {
        if (raw instanceof RawNode.Mapping) {
            return "a map";
        }
        if (raw instanceof RawNode.Sequence) {
            return "a list";
        }
        Object value = value();
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        return value == null ? "null" : "a string";
    }

    private @Nullable Object value() {
        return raw instanceof RawNode.Scalar scalar ? scalar.value() : null;
    }

    /**
     * Tells whether the member is absent or null.
     *
     * @return whether there is no value
     */
    public boolean isNull() {
        return raw == null || raw instanceof RawNode.Scalar scalar && scalar.value() == null;
    }

    /**
     * Tells whether the member is absent, as opposed to null.
     *
     * @return whether its key is not there
     */
    public boolean isAbsent() {
        return raw == null;
    }

    /**
     * Tells whether the node is a map.
     *
     * @return whether it is one
     */
    public boolean isMapping() {
        return raw instanceof RawNode.Mapping;
    }

    /**
     * Tells whether the node is a list.
     *
     * @return whether it is one
     */
    public boolean isSequence() {
        return raw instanceof RawNode.Sequence;
    }

    /**
     * Tells whether the node is a string.
     *
     * @return whether it is one
     */
    public boolean isString() {
        return value() instanceof String;
    }

    /**
     * Returns a member.
     *
     * @param key its key
     * @return the member, which {@linkplain #isAbsent() may be absent}
     * @throws InvalidFormatException when this is neither a map nor null
     */
    public YamlNode get(String key) {
        return new YamlNode(source, this, key, rawMembers().get(key));
    }

    /**
     * Returns all members.
     *
     * @return the members by key, in the order of the text; none when this is null
     * @throws InvalidFormatException when this is neither a map nor null
     */
    public Map<String, YamlNode> members() {
        Map<String, YamlNode> members = new LinkedHashMap<>();
        rawMembers().forEach((key, raw) -> members.put(key, new YamlNode(source, this, key, raw)));
        return members;
    }

    private Map<String, RawNode> rawMembers() {
        if (isNull()) {
            return Map.of();
        }
        if (raw instanceof RawNode.Mapping mapping) {
            return mapping.members();
        }
        throw wrongType("a map", "");
    }

    /**
     * Returns the items of a list.
     *
     * @return the items; none when this is null
     * @throws InvalidFormatException when this is neither a list nor null
     */
    public List<YamlNode> items() {
        if (isNull()) {
            return List.of();
        }
        if (!(raw instanceof RawNode.Sequence sequence)) {
            throw wrongType("a list", "");
        }
        List<YamlNode> items = new ArrayList<>();
        for (RawNode item : sequence.items()) {
            items.add(new YamlNode(source, this, items.size(), item));
        }
        return items;
    }

    /**
     * Reads a string.
     *
     * @return the string; empty when this is null
     * @throws InvalidFormatException when this is something else
     */
    public String string() {
        if (isNull()) {
            return "";
        }
        if (value() instanceof String text) {
            return text;
        }
        throw wrongType("a string", raw instanceof RawNode.Scalar ? "; put it in quotes" : "");
    }

    /**
     * Reads a string that must be there.
     *
     * @return the string
     * @throws InvalidFormatException when this is absent, null, empty, or no string
     */
    public String requiredString() {
        String text = string();
        if (text.isEmpty()) {
            throw error("VALUE_MISSING", "is required");
        }
        return text;
    }

    /**
     * Reads a boolean.
     *
     * @return the boolean; false when this is null
     * @throws InvalidFormatException when this is something else
     */
    public boolean bool() {
        if (isNull()) {
            return false;
        }
        if (value() instanceof Boolean bool) {
            return bool;
        }
        throw wrongType("a boolean", isString() ? "; remove the quotes" : "");
    }

    /**
     * Reads an integer of 64 bits.
     *
     * @return the integer; empty when this is null
     * @throws InvalidFormatException when this is something else
     */
    public OptionalLong integer() {
        if (isNull()) {
            return OptionalLong.empty();
        }
        Object value = value();
        if (value instanceof Long number) {
            return OptionalLong.of(number);
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1L << 53) {
            return OptionalLong.of(number.longValue());
        }
        throw wrongType("an integer", "");
    }

    /**
     * Reads a list of strings.
     *
     * @return the strings; none when this is null
     * @throws InvalidFormatException when this is something else
     */
    public List<String> strings() {
        return items().stream().map(YamlNode::string).toList();
    }

    /**
     * Reads a map of strings.
     *
     * @return the strings by key, in the order of the text; none when this is null
     * @throws InvalidFormatException when this is something else
     */
    public Map<String, String> stringMap() {
        Map<String, String> strings = new LinkedHashMap<>();
        members().forEach((key, member) -> strings.put(key, member.string()));
        return strings;
    }

    /**
     * Reads bytes: base64 text, or a list of numbers from 0 to 255.
     *
     * @return the bytes; none when this is null
     * @throws InvalidFormatException when this is something else
     */
    public byte[] bytes() {
        if (isSequence()) {
            return listedBytes();
        }
        try {
            return Base64Text.decode(string());
        } catch (Base64Text.IllegalBase64 e) {
            throw error("BASE64_INVALID", "is not standard base64 with padding: illegal data at byte " + e.offset());
        }
    }

    private byte[] listedBytes() {
        List<YamlNode> items = items();
        byte[] bytes = new byte[items.size()];
        for (int i = 0; i < bytes.length; i++) {
            long value = items.get(i).integer().orElse(0);
            if (value < 0 || value > 255) {
                throw items.get(i).error("VALUE_TYPE_MISMATCH", "is not a byte");
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    /**
     * Copies the node to JDK values.
     *
     * @return a {@code Map}, {@code List}, {@code String}, {@code Boolean}, {@code Long}, {@code BigInteger},
     *     {@code Double}, or null
     */
    public @Nullable Object toObject() {
        return raw == null ? null : copy(raw);
    }

    /**
     * Copies the members that a type does not know, so that they survive a round trip.
     *
     * @param known the keys that the type knows
     * @return the other members as JDK values, in the order of the text
     */
    public Map<String, @Nullable Object> others(java.util.Set<String> known) {
        Map<String, @Nullable Object> others = new LinkedHashMap<>();
        rawMembers().forEach((key, member) -> {
            if (!known.contains(key)) {
                others.put(key, copy(member));
            }
        });
        return others;
    }

    private static @Nullable Object copy(RawNode node) {
        if (node instanceof RawNode.Mapping mapping) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            mapping.members().forEach((key, member) -> members.put(key, copy(member)));
            return members;
        }
        if (node instanceof RawNode.Sequence sequence) {
            List<@Nullable Object> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(copy(item)));
            return items;
        }
        return ((RawNode.Scalar) node).value();
    }

    /** The path and the kind of value, never the value. */
    @Override
    public String toString() {
        return path() + " (" + found() + ")";
    }
}
