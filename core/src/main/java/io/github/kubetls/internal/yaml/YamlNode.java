package io.github.kubetls.internal.yaml;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.text.TextKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
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
    private static final Pattern FIELD_NAME = Pattern.compile("<<|x509|[A-Za-z][A-Za-z_./-]{0,62}");

    /**
     * Which document a root is.
     *
     * @param document its number in its stream, from 1
     * @param text     the whole stream; empty when there is none
     */
    private record Root(int document, String text) {}

    private final String source;
    private final @Nullable YamlNode parent;
    /** The key or index that leads here from the parent; of a root, which document it is. */
    private final Object step;

    private final @Nullable RawNode raw;

    private YamlNode(String source, @Nullable YamlNode parent, Object step, @Nullable RawNode raw) {
        this.source = source;
        this.parent = parent;
        this.step = step;
        this.raw = raw;
    }

    static YamlNode root(String source, int document, String text, @Nullable RawNode raw) {
        return new YamlNode(source, null, new Root(document, text), raw);
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

    /** The path that keys and indices make, in a later document with its number; a key that is no name is not shown. */
    static String path(int document, Iterable<Object> steps) {
        StringBuilder path = new StringBuilder();
        for (Object step : steps) {
            if (step instanceof String key) {
                path.append(path.isEmpty() ? "" : ".")
                        .append(FIELD_NAME.matcher(key).matches() ? key : "\u2026");
            } else {
                path.append('[').append(step).append(']');
            }
        }
        return Location.of(path.toString())
                .within(Location.of(document > 1 ? "document " + document : ""))
                .path();
    }

    /**
     * {@return the path from the root, such as {@code users[2].user.token}; empty for the root} In the second document of a
     * stream it is {@code document 2, users[2].user.token}.
     */
    public String path() {
        Deque<Object> steps = new ArrayDeque<>();
        for (YamlNode node = this; node.parent != null; node = node.parent) {
            steps.addFirst(node.step);
        }
        return path(document(), steps);
    }

    /** {@return the number of the document in its stream, from 1} */
    public int document() {
        YamlNode root = this;
        while (root.parent != null) {
            root = root.parent;
        }
        return ((Root) root.step).document();
    }

    /** {@return the key that leads here from the map that this is a member of; empty for an item, and for a root} */
    public String key() {
        return step instanceof String key ? key : "";
    }

    /** {@return source, path, line and column} */
    public Location location() {
        Location mark = mark();
        return location(source, path(), mark.line(), mark.column());
    }

    /** {@return line and column only} */
    public Location mark() {
        RawNode at = placed();
        return at == null ? Location.none() : Location.none().at(at.line(), at.column());
    }

    /**
     * Returns where a reader looks for the node: at its key, where the tree {@linkplain Yaml#readPart knows} that.
     *
     * @return the location
     */
    public Location keyLocation() {
        RawNode.Mark mark = parent != null && parent.raw instanceof RawNode.Mapping mapping
                ? mapping.keys().get(step)
                : null;
        return mark == null ? location() : location().at(mark.line(), mark.column());
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
     * {@return the exception for a broken rule at this node, to be thrown}
     *
     * @param code stable name of the rule
     * @param rule the rule and what was expected, without the value
     */
    public InvalidFormatException error(String code, String rule) {
        return new InvalidFormatException(code, location(), rule);
    }

    /**
     * {@return what a message adds about a whole document that is another one than expected: what its text most likely is;
     * nothing when there is nothing to say, or this is not the root of a text}
     */
    public String hintOfText() {
        if (!(step instanceof Root root) || root.text().isEmpty()) {
            return "";
        }
        // What the text itself shows says more than the scalar that YAML makes of it.
        String hint = TextKind.hintOfKind(root.text());
        return hint.isEmpty() && value() instanceof String text ? TextKind.hint(text) : hint;
    }

    private InvalidFormatException wrongType(String expected, String hint) {
        if (parent == null) {
            String found = isString() ? "a text" : found();
            return error("VALUE_TYPE_MISMATCH", "is " + found + " where " + expected + " is expected" + hintOfText());
        }
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

    /** {@return whether the member is absent or null} */
    public boolean isNull() {
        return raw == null || raw instanceof RawNode.Scalar scalar && scalar.isNull();
    }

    /** {@return whether the member is absent, as opposed to null} */
    public boolean isAbsent() {
        return raw == null;
    }

    /** {@return whether the node is a map} */
    public boolean isMapping() {
        return raw instanceof RawNode.Mapping;
    }

    /** {@return whether the node is a list} */
    public boolean isSequence() {
        return raw instanceof RawNode.Sequence;
    }

    /** {@return whether the node is a string} */
    public boolean isString() {
        return value() instanceof String;
    }

    /**
     * {@return a member, which {@linkplain #isAbsent() may be absent}}
     *
     * @param key its key
     * @throws InvalidFormatException when this is neither a map nor null
     */
    public YamlNode get(String key) {
        return new YamlNode(source, this, key, rawMembers().get(key));
    }

    /**
     * {@return the keys of the members, in the order of the text; none when this is null}
     *
     * @throws InvalidFormatException when this is neither a map nor null
     */
    public Set<String> keys() {
        return rawMembers().keySet();
    }

    /**
     * {@return all members by key, in the order of the text; none when this is null}
     *
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
     * {@return the items of a list; none when this is null}
     *
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
     * {@return an item of a list; empty when there are fewer, or this is no list}
     *
     * @param index which one, from 0
     */
    public Optional<YamlNode> item(int index) {
        return raw instanceof RawNode.Sequence sequence
                        && index < sequence.items().size()
                ? Optional.of(new YamlNode(source, this, index, sequence.items().get(index)))
                : Optional.empty();
    }

    /**
     * {@return the string that this is; empty when this is null}
     *
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
     * {@return the boolean that this is; false when this is null}
     *
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
     * {@return the integer of 64 bits that this is; empty when this is null}
     *
     * @throws InvalidFormatException when this is something else
     */
    public OptionalLong integer() {
        if (isNull()) {
            return OptionalLong.empty();
        }
        // Kubernetes writes JSON first: what counts is whether the JSON text is an integer.
        Object value = value() instanceof Double number ? Scalars.resolvePlain(Numbers.json(number)) : value();
        if (value instanceof Long number) {
            return OptionalLong.of(number);
        }
        throw wrongType("an integer", "");
    }

    /**
     * {@return the integer of 32 bits that this is; empty when this is null}
     *
     * @throws InvalidFormatException when this is something else
     */
    public OptionalInt int32() {
        OptionalLong number = integer();
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        int value = (int) number.getAsLong();
        if (value != number.getAsLong()) {
            throw error("VALUE_TYPE_MISMATCH", "is not an integer of 32 bits");
        }
        return OptionalInt.of(value);
    }

    /**
     * {@return the strings in this list; none when this is null}
     *
     * @throws InvalidFormatException when this is something else
     */
    public List<String> strings() {
        return items().stream().map(YamlNode::string).toList();
    }

    /**
     * {@return the strings in this map by key, in the order of the text; none when this is null}
     *
     * @throws InvalidFormatException when this is something else
     */
    public Map<String, String> stringMap() {
        Map<String, String> strings = new LinkedHashMap<>();
        members().forEach((key, member) -> strings.put(key, member.string()));
        return strings;
    }

    /**
     * {@return the bytes that base64 text, or a list of numbers from 0 to 255, stands for; none when this is null}
     *
     * @throws InvalidFormatException when this is something else
     */
    public byte[] bytes() {
        if (isSequence()) {
            return listedBytes();
        }
        try {
            return Base64Text.decode(string());
        } catch (Base64Text.IllegalBase64 e) {
            throw error(
                    "BASE64_INVALID",
                    "is not standard base64 with padding: illegal data at byte " + e.offset()
                            + TextKind.hintForBase64(string()));
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
     * {@return a copy of the node in JDK values: a {@code Map}, {@code List}, {@code String}, {@code Boolean},
     * {@code Long}, {@code BigInteger}, {@code Double}, or null}
     */
    public @Nullable Object toObject() {
        return raw == null ? null : copy(raw);
    }

    /**
     * {@return the members that a type does not know, as JDK values in the order of the text, so that they survive a
     * round trip}
     *
     * @param known the keys that the type knows
     */
    public Map<String, @Nullable Object> others(Set<String> known) {
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
