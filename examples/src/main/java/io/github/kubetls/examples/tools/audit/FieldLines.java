package io.github.kubetls.examples.tools.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the line that a location of the library means: the line that it names, such as {@code spec.usages[0], line 7,
 * column 5}, or that of the field, or of the nearest field above it that is there.
 */
final class FieldLines {

    private static final Pattern LINE =
            Pattern.compile("(?:^|.*[ ,])line ([0-9]{1,9})(?:, column [0-9]+)?", Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile("\\[([0-9]{1,9})]");

    /** The lists of a kubeconfig, whose entries are told by name, and the members that hold what an entry is. */
    private static final Map<String, String> NAMED =
            Map.of("clusters", "cluster", "users", "user", "contexts", "context");

    /** A node, and what of the path is left behind it. */
    private record Step(SourceNode node, String rest) {}

    private FieldLines() {}

    /** The line within the text, from 1; empty when the location leads nowhere. */
    static OptionalInt find(String location, int lines, Optional<SourceNode> root) {
        OptionalInt named = named(location);
        if (named.isPresent()) {
            // A text that ends early is wrong behind its last line.
            return named.getAsInt() <= lines + 1
                    ? OptionalInt.of(Math.min(named.getAsInt(), lines))
                    : OptionalInt.empty();
        }
        if (root.isEmpty()) {
            return OptionalInt.empty();
        }
        // The object may be named before the field, and a Secret's data may be written in plain text.
        String field = location.substring(location.lastIndexOf(", ") + 1).strip();
        return Stream.of(location, field, field.replaceFirst("^data\\.", "stringData."))
                .map(path -> walk(new Step(root.get(), path)))
                .filter(step -> step.node() != root.get())
                .min(Comparator.comparingInt(step -> step.rest().length()))
                .map(step -> OptionalInt.of(step.node().line()))
                .orElse(OptionalInt.empty());
    }

    /** The line that a location names itself. */
    static OptionalInt named(String location) {
        Matcher line = LINE.matcher(location);
        return line.matches() ? OptionalInt.of(Math.max(1, Integer.parseInt(line.group(1)))) : OptionalInt.empty();
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
        if (path.startsWith("[")) {
            return item(step.node(), path);
        }
        return member(step.node(), path);
    }

    /** The member with the longest key that the path begins with: keys may have dots. */
    private static Optional<Step> member(SourceNode node, String path) {
        for (int end = path.length(); end > 0; end--) {
            boolean isEnd = end == path.length() || path.charAt(end) == '.' || path.charAt(end) == '[';
            String key = isEnd ? path.substring(0, end) : "";
            SourceNode member = node.members().get(key);
            if (isEnd && member != null) {
                String rest = path.substring(end);
                return Optional.ofNullable(NAMED.get(key))
                        .flatMap(body -> entry(member, body, rest))
                        .or(() -> Optional.of(new Step(member, rest)));
            }
        }
        // What a kubeconfig holds itself is told by the name of the field for its file.
        return node.member(path + "-data").map(data -> new Step(data, ""));
    }

    private static Optional<Step> entry(SourceNode list, String body, String path) {
        for (SourceNode item : list.items()) {
            String name = item.textAt("name");
            int end = name.length() + 1;
            if (path.startsWith(name, 1) && path.startsWith("]", end)) {
                String rest = path.substring(end + 1);
                Optional<SourceNode> inner = item.member(body).filter(node -> !rest.isEmpty());
                return Optional.of(new Step(inner.orElse(item), rest));
            }
        }
        return Optional.empty();
    }

    private static Optional<Step> item(SourceNode list, String path) {
        Matcher index = INDEX.matcher(path);
        List<SourceNode> items = list.items();
        if (!index.lookingAt() || Integer.parseInt(index.group(1)) >= items.size()) {
            return Optional.empty();
        }
        return Optional.of(new Step(items.get(Integer.parseInt(index.group(1))), path.substring(index.end())));
    }
}
