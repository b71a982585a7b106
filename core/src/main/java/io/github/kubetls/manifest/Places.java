package io.github.kubetls.manifest;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import io.github.kubetls.internal.yaml.PartialYaml;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the fields of manifests stand in their text: turns the path of a {@link Location} into line and column.
 *
 * <p>Any text has places, also one that is not well-formed, whose fields are found up to the mistake. What is not there is
 * taken to be where the nearest field above it is. Making one takes time in proportion to the text.
 *
 * <pre>{@code
 * Places places = Places.of(text);
 * for (Finding finding : BootstrapTokenSecret.parse(text).findings(now)) {
 *     Location at = places.locate(finding).location(); // data.expiration, line 12, column 3
 * }
 * }</pre>
 *
 * <p>A path is one of this library's: {@code spec.usages[0]}, {@code users[jane].token},
 * {@code document 2, items[3].roleRef}, or a field behind the name of its object. A key may have dots, and what a Secret has
 * under {@code stringData} is found under {@code data} too, as is a kubeconfig's {@code client-key-data} as
 * {@code client-key}.
 */
public final class Places {

    private static final Pattern DOCUMENT = Pattern.compile("document ([0-9]{1,9})(?:, )?");
    private static final Pattern INDEX = Pattern.compile("\\[([0-9]{1,9})]");
    private static final String DATA = "data";

    /** The lists of a kubeconfig, whose entries are told by name, and the members that hold what an entry is. */
    private static final Map<String, String> NAMED =
            Map.of("clusters", "cluster", "users", "user", "contexts", "context");

    private final PartialYaml text;

    /** A node, and what of the path is left behind it. */
    private record Step(YamlNode node, String rest) {}

    private Places(PartialYaml text) {
        this.text = text;
    }

    /**
     * {@return the places of a text}
     *
     * @param text YAML documents separated by {@code ---}, or one JSON value, or anything else
     */
    public static Places of(String text) {
        return new Places(Yaml.readPart(text));
    }

    /** {@return whether the whole text was read: it is well-formed, and no key is there twice} */
    public boolean isComplete() {
        return text.isComplete();
    }

    /**
     * {@return the location with line and column, of the field's key where it has one} A path that names no document means
     * the first one. A location that has a line already keeps it, and a text without any field gives it none.
     *
     * @param location a location whose path leads from the root of a document
     */
    public Location locate(Location location) {
        if (location.line() > 0) {
            return location;
        }
        return document(location.path())
                .map(root -> nearest(root).node().keyLocation())
                .map(at -> location.at(at.line(), at.column()))
                .orElse(location);
    }

    /**
     * {@return the finding with line and column}
     *
     * @param finding a finding whose {@linkplain Finding#location() path} leads from the root of a document
     * @see #locate(Location)
     */
    public Finding locate(Finding finding) {
        Location at = locate(finding.location());
        return finding.at(at.line(), at.column());
    }

    /**
     * {@return the value at a path: a {@code Map}, {@code List}, {@code String}, {@code Boolean}, or {@code Number}, as
     * Kubernetes reads it; empty when there is none, or null}
     *
     * @param path the path, such as {@code spec.containers}; empty for the whole document
     */
    public Optional<Object> valueAt(String path) {
        return document(path)
                .map(Places::walk)
                .filter(step -> step.rest().isEmpty())
                .map(step -> step.node().toObject());
    }

    /** The root of the document that a path names, or of the first one, and the path within it. */
    private Optional<Step> document(String path) {
        Matcher named = DOCUMENT.matcher(path);
        if (!named.lookingAt()) {
            return text.documents().stream().findFirst().map(root -> new Step(root, path));
        }
        int number = Integer.parseInt(named.group(1));
        return text.documents().stream()
                .filter(root -> root.document() == number)
                .findFirst()
                .map(root -> new Step(root, path.substring(named.end())));
    }

    /** The deepest node on the path, behind the name of an object too. */
    private static Step nearest(Step root) {
        String path = root.rest();
        String field = path.substring(path.lastIndexOf(", ") + 1).strip();
        Step whole = walk(root);
        Step behindName = walk(new Step(root.node(), field));
        return behindName.node() != root.node()
                        && behindName.rest().length() < whole.rest().length()
                ? behindName
                : whole;
    }

    private static Step walk(Step from) {
        Step step = from;
        while (!step.rest().isEmpty()) {
            Optional<Step> next = next(step);
            if (next.isEmpty()) {
                break;
            }
            step = next.get();
        }
        return step;
    }

    private static Optional<Step> next(Step step) {
        String path = step.rest().startsWith(".") ? step.rest().substring(1) : step.rest();
        return path.startsWith("[") ? item(step.node(), path) : member(step.node(), path);
    }

    private static Optional<Step> member(YamlNode node, String path) {
        Optional<Step> member = longestMember(node, path);
        if (path.startsWith(DATA + ".")) {
            Optional<Step> plain = plainData(node, path.substring(DATA.length()));
            return Stream.of(member, plain)
                    .flatMap(Optional::stream)
                    .filter(step -> step.rest().isEmpty()
                            || longestMember(step.node(), step.rest().substring(1))
                                    .isPresent())
                    .findFirst()
                    .or(() -> member)
                    .or(() -> plain);
        }
        return member.flatMap(Places::entry)
                .or(() -> member)
                // What a kubeconfig holds itself is told by the name of the field for its file.
                .or(() -> longestMember(node, path + "-data"));
    }

    /** What a Secret's data may be written as. */
    private static Optional<Step> plainData(YamlNode node, String rest) {
        return longestMember(node, "stringData").map(step -> new Step(step.node(), rest));
    }

    /** The member with the longest key that the path begins with: keys may have dots. */
    private static Optional<Step> longestMember(YamlNode node, String path) {
        if (!node.isMapping()) {
            return Optional.empty();
        }
        return node.keys().stream()
                .filter(key -> path.startsWith(key) && isEnd(path, key.length()))
                .reduce((one, other) -> one.length() >= other.length() ? one : other)
                .map(key -> new Step(node.get(key), path.substring(key.length())));
    }

    private static boolean isEnd(String path, int at) {
        return at == path.length() || ".[,".indexOf(path.charAt(at)) >= 0;
    }

    /** An entry of a kubeconfig that is told by its name. */
    private static Optional<Step> entry(Step list) {
        String body = NAMED.get(list.node().key());
        if (body == null || !list.node().isSequence() || !list.rest().startsWith("[")) {
            return Optional.empty();
        }
        for (YamlNode item : list.node().items()) {
            String name = item.isMapping() && item.get("name").isString()
                    ? item.get("name").string()
                    : "";
            int end = name.length() + 1;
            if (list.rest().startsWith(name, 1) && list.rest().startsWith("]", end)) {
                String rest = list.rest().substring(end + 1);
                boolean isWhole = rest.isEmpty() || item.get(body).isNull();
                return Optional.of(new Step(isWhole ? item : item.get(body), rest));
            }
        }
        return Optional.empty();
    }

    private static Optional<Step> item(YamlNode list, String path) {
        Matcher index = INDEX.matcher(path);
        if (!list.isSequence() || !index.lookingAt()) {
            return Optional.empty();
        }
        return list.item(Integer.parseInt(index.group(1))).map(item -> new Step(item, path.substring(index.end())));
    }
}
